//! A name in a condition that nothing defines.

use std::ops::Range;

use crate::expression::condition::{MemberKind, Path, Root};
use crate::finding::Safety;
use crate::rules::prelude::*;
use crate::rules::shared::conditions::fix;
use crate::rules::shared::words::excerpt;

rule! {
    id: "when-unknown-root",
    category: Triggering,
    summary: "a name in a condition that is neither `env` nor `event`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        for (path, span) in condition.sound_paths() {
            let Root::Other(name) = &path.root else {
                continue;
            };
            let place = view.script_span(condition.node, path.root_span.clone());
            let (range, meant, help) = meant(view, path, name, span);
            let draft = report
                .span(
                    condition.node,
                    place,
                    format!("nothing defines `{}` in a condition", excerpt(name)),
                )
                .help(help);
            let edit = meant
                .as_deref()
                .and_then(|meant| condition.replace(view, &range, meant));
            if let Some(edit) = edit {
                draft.fix(fix(format!("write `{}`", edit.text), Safety::Unsafe, edit));
            }
        }
    }
}

/// What was likely meant: which bytes should be what, and in words.
fn meant(
    view: &WorkflowView<'_>,
    path: &Path,
    name: &str,
    span: &Range<usize>,
) -> (Range<usize>, Option<String>, String) {
    let root = path.root_span.clone();
    if view.variable(name) == VariableSource::Known {
        let help = format!("write `env.{name}` for the environment variable");
        return (root, Some(format!("env.{name}")), help);
    }
    match path.members.as_slice() {
        [member] if name == "inputs" => {
            let MemberKind::Name(id) = &member.kind else {
                return (
                    root,
                    None,
                    "write `${{ inputs.id }}` for an input".to_owned(),
                );
            };
            let meant = format!("${{{{ inputs.{id} }}}}");
            let help = format!("write `{meant}` for the input");
            (span.clone(), Some(meant), help)
        }
        [] => {
            let help =
                format!("write `\"{name}\"` if a text is meant, `env.{name}` if a variable is");
            (root, Some(format!("\"{name}\"")), help)
        }
        _ => (
            root,
            None,
            "environment variables are under `env`, the webhook's payload is under `event`"
                .to_owned(),
        ),
    }
}
