//! `$(…)` and `${NAME:-x}` where no shell runs.

use crate::expression::template::PartKind;
use crate::rules::prelude::*;
use crate::rules::texts::Text;

rule! {
    id: "shell-expansion-in-config",
    category: Environment,
    summary: "a shell's expansion in a field that no shell reads",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts().iter().filter(|text| is_judged(text)) {
        let expansion = text.parts.iter().find_map(|part| match part.kind {
            PartKind::ShellCommand => Some((part, "a command")),
            PartKind::ShellParameter { .. } => Some((part, "an expansion")),
            _ => None,
        });
        let Some((part, kind)) = expansion else {
            continue;
        };
        let written = &text.text[part.range.clone()];
        let written = if written == "$(" { "$(…)" } else { written };
        report
            .at(text.place.node, format!("`{written}` is {kind} of a shell, and no shell reads this field"))
            .help("let a step compute the value and write `NAME=value` to `$CM_ENV`, or write the value itself; only `$NAME` and `${{ inputs.<id> }}` are filled in");
    }
}

/// Scripts run in a shell. Values of `vars` may be meant for one, and reach it
/// with whatever it expands; names are shown to people.
fn is_judged(text: &Text<'_>) -> bool {
    let shown = [
        "name",
        "vars",
        "condition",
        "description",
        "default",
        "options",
    ];
    text.phase.is_none() && !shown.contains(&text.place.field.key)
}
