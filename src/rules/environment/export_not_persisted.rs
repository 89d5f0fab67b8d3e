//! Variables that end with the step that sets them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::shell::{Dialect, How, Read, Set};
use crate::rules::prelude::*;
use crate::rules::shared::lost_sets::{Firsts, may_persist_anything, trailing_exports};
use crate::rules::shared::scripts::{is_bare, line_after};
use crate::rules::steps::StepScript;

rule! {
    id: "export-not-persisted",
    category: Environment,
    summary: "a variable that one step sets and a later one reads, though it ends with the first",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/",
    fix: Unsafe,
    check: Workflow(check),
}

/// Where variables were set that no later step sees.
#[derive(Default)]
struct Followed<'v, 'a> {
    lost: FxHashMap<&'a str, (&'v StepScript<'a>, &'v Set<'a>)>,
    /// What reached `$CM_ENV`.
    persisted: FxHashSet<&'a str>,
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let mut followed = Followed::default();
    let mut told = FxHashSet::default();
    for script in view.scripts() {
        let firsts = Firsts::of(&script.read);
        if !script.read.flow.takes_unknown {
            for read in &script.read.shell.reads {
                if is_expected_from_before(script, &firsts, read)
                    && let Some((setting, set)) = followed.lost.remove(read.name)
                {
                    told.insert((setting.node, set.name));
                    tell(view, report, setting, set, Some((script, read)));
                }
            }
        }
        if may_persist_anything(&script.read) {
            break;
        }
        followed.follow(view, script, &firsts);
    }
    for script in view.scripts() {
        for set in trailing_exports(&script.read) {
            if told.insert((script.node, set.name)) {
                tell(view, report, script, set, None);
            }
        }
    }
}

impl<'v, 'a> Followed<'v, 'a> {
    /// Takes note of what a step sets and what it hands on.
    fn follow(&mut self, view: &WorkflowView<'_>, script: &'v StepScript<'a>, firsts: &Firsts<'a>) {
        let read = &script.read;
        for name in read.flow.names(&[How::Persist]) {
            self.persisted.insert(name);
            self.lost.remove(name);
        }
        for set in &read.flow.sets {
            let command = set.command.and_then(|it| read.shell.commands.get(it));
            let is_own = command.is_none_or(|it| matches!(it.tool(), "local" | "read"));
            let is_plain = matches!(set.how, How::Shell | How::Export);
            let is_known = view.variable(set.name) == VariableSource::Known;
            if !is_plain || is_own || is_known || self.persisted.contains(set.name) {
                continue;
            }
            if !firsts.come_from_elsewhere(read, set) {
                self.lost.insert(set.name, (script, set));
            }
        }
    }
}

/// Whether a read needs a variable that an earlier step has set.
fn is_expected_from_before(script: &StepScript<'_>, firsts: &Firsts<'_>, read: &Read<'_>) -> bool {
    let is_tested = script.read.flow.tested.contains(read.name);
    is_bare(read.kind) && !is_tested && !firsts.is_set_before(read)
}

fn tell(
    view: &WorkflowView<'_>,
    report: &mut Report<'_>,
    setting: &StepScript<'_>,
    set: &Set<'_>,
    later: Option<(&StepScript<'_>, &Read<'_>)>,
) {
    let name = set.name;
    let line = match setting.read.dialect {
        Dialect::PowerShell => {
            format!("Add-Content -Path $env:CM_ENV -Value \"{name}=$env:{name}\"")
        }
        _ => format!("echo \"{name}=${name}\" >> $CM_ENV"),
    };
    let message = match later {
        Some(_) => format!("`{name}` ends with this step, and a later step reads it"),
        None => format!("`{name}` ends with this step, in which nothing runs after it"),
    };
    let span = view.script_span(setting.node, set.range.clone());
    let draft = report
        .span(setting.node, span, message)
        .help(format!(
            "each step has a shell of its own; hand the value on with `{line}`"
        ))
        .in_use();
    if let Some((script, read)) = later {
        let place = view.script_span(script.node, read.range.clone());
        draft.related_span(place, "not set here");
    }
    let commands = &setting.read.shell.commands;
    let command = set.command.and_then(|it| commands.get(it));
    let edit = command.and_then(|it| line_after(view, setting.node, setting.read.text, it, &line));
    if let Some((span, text)) = edit {
        draft.fix(Fix::suggestion(format!("add `{line}`"), span, text));
    }
}
