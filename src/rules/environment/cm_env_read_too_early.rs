//! Variables that are read in the step that writes them to `$CM_ENV`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::shell::{How, Read, Set};
use crate::rules::prelude::*;
use crate::rules::shared::lost_sets::Firsts;
use crate::rules::shared::scripts::is_bare;
use crate::rules::steps::StepScript;

rule! {
    id: "cm-env-read-too-early",
    category: Environment,
    summary: "a variable that is read in the step that writes it to `$CM_ENV`",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/#setting-environment-variables-at-build-time",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let mut earlier = FxHashSet::default();
    for script in view.scripts() {
        let flow = &script.read.flow;
        if flow.takes_unknown || flow.persists_unknown {
            return;
        }
        let firsts = Firsts::of(&script.read);
        let mut open = FxHashMap::default();
        for set in flow.sets.iter().filter(|set| set.how == How::Persist) {
            let is_known = view.variable(set.name) == VariableSource::Known;
            if !is_known && !earlier.contains(set.name) && !flow.tested.contains(set.name) {
                open.entry(set.name).or_insert(set);
            }
        }
        // Only the first read tells: one before the write has its value from elsewhere.
        for read in &script.read.shell.reads {
            let Some(write) = open.remove(read.name) else {
                continue;
            };
            if is_late(script, write, read) && !firsts.is_set_before(read) {
                tell(view, report, script, (write, read));
            }
        }
        earlier.extend(flow.names(&[How::Persist]));
    }
}

/// Whether a variable is read behind the command that writes it.
fn is_late(script: &StepScript<'_>, write: &Set<'_>, read: &Read<'_>) -> bool {
    let commands = &script.read.shell.commands;
    let command = write.command.and_then(|it| commands.get(it));
    let end = command.map_or(write.range.end, |it| it.range.end);
    read.range.start >= end && is_bare(read.kind)
}

fn tell(
    view: &WorkflowView<'_>,
    report: &mut Report<'_>,
    script: &StepScript<'_>,
    (write, read): (&Set<'_>, &Read<'_>),
) {
    let name = read.name;
    report
        .span(
            script.node,
            view.script_span(script.node, read.range.clone()),
            format!(
                "`{name}` is not set yet: what goes to `$CM_ENV` is there from the next step on"
            ),
        )
        .help(format!(
            "set it in the script as well: `{name}=…`, then `echo \"{name}=${name}\" >> $CM_ENV`"
        ))
        .related_span(
            view.script_span(script.node, write.range.clone()),
            "written here",
        )
        .in_use();
}
