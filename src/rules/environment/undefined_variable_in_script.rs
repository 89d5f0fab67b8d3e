//! `$NAME` in a script, where nothing sets the variable.

use crate::expression::shell::{Dialect, Read, ReadKind};
use crate::knowledge::variables::OLD_PREFIX;
use crate::rules::prelude::*;
use crate::rules::shared::lost_sets::may_persist_anything;
use crate::rules::shared::scripts::{is_bare, is_of_the_shell, runs_own_program};
use crate::rules::shared::variables::meant;
use crate::rules::steps::StepScript;
use rustc_hash::FxHashSet;

rule! {
    id: "undefined-variable-in-script",
    category: Environment,
    summary: "a variable in a script that nothing in the file sets",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    fix: Unsafe,
    check: Workflow(check),
}

/// Most names that are told of one workflow: who lacks more lacks a group.
const MOST: usize = 20;

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // A group may hold any name.
    if view.imports_groups() {
        return;
    }
    let known = set_by_steps(view);
    let mut told = FxHashSet::default();
    for script in view.scripts() {
        let flow = &script.read.flow;
        if flow.takes_unknown || may_persist_anything(&script.read) {
            return;
        }
        for read in &script.read.shell.reads {
            let is_known = known.contains(read.name) || !is_undefined(view, script, read);
            if !is_known && told.len() < MOST && told.insert(read.name) {
                tell(view, report, script, read);
            }
        }
        // From here on variables may be there that it wrote.
        if script.commands().any(|it| runs_own_program(it.command())) {
            return;
        }
    }
}

/// The names that any step sets, or looks whether they are set.
fn set_by_steps<'a>(view: &WorkflowView<'a>) -> FxHashSet<&'a str> {
    let mut names = FxHashSet::default();
    for script in view.scripts() {
        let read = &script.read;
        names.extend(read.flow.sets.iter().map(|set| set.name));
        names.extend(&read.flow.tested);
        if read.dialect != Dialect::Bourne {
            names.extend(&read.assignments.names);
        }
    }
    names
}

fn is_undefined(view: &WorkflowView<'_>, script: &StepScript<'_>, read: &Read<'_>) -> bool {
    let name = read.name;
    let kind = match script.read.dialect {
        Dialect::Bourne => is_bare(read.kind),
        _ => read.kind == ReadKind::PowerShell,
    };
    // Names with a prefix of Codemagic's have rules that say more.
    let has_prefix = name.starts_with("CM_") || name.starts_with(OLD_PREFIX);
    kind && !has_prefix && !is_of_the_shell(name) && view.variable(name) == VariableSource::Nothing
}

fn tell(
    view: &WorkflowView<'_>,
    report: &mut Report<'_>,
    script: &StepScript<'_>,
    read: &Read<'_>,
) {
    let name = read.name;
    let span = view.script_span(script.node, read.range.clone());
    let meant = meant(view, name);
    let advice = meant.map_or(String::new(), |it| format!("did you mean `${it}`? "));
    let draft = report
        .span(
            script.node,
            span,
            format!("nothing sets `${name}`: no step, no `vars`, no variable group"),
        )
        .help(format!("{advice}set `{name}` under `environment.vars`, or import the group that has it under `environment.groups`; as it is, it is empty"))
        .in_use();
    let written = view.tree().source().slice(span);
    if let Some(meant) = meant
        && written.contains(name)
    {
        let text = written.replacen(name, meant, 1);
        draft.fix(Fix::suggestion(format!("write `${meant}`"), span, text));
    }
}
