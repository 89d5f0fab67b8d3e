//! Steps that only change the directory.

use crate::expression::shell::Word;
use crate::finding::{Edit, Safety};
use crate::rules::prelude::*;
use crate::rules::shared::removal;
use crate::rules::shared::scripts::line_end;
use crate::rules::steps::StepScript;
use crate::syntax::{ScalarStyle, Tree};

rule! {
    id: "script-cd-only",
    category: Scripts,
    summary: "a step that only changes the directory, which ends with the step",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#working-directory",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let scripts = view.scripts();
    for (index, script) in scripts.iter().enumerate() {
        let Some(directory) = directory(script) else {
            continue;
        };
        let name = &directory.text;
        let draft = report
            .at(script.node, format!("`cd {name}` ends with this step: the next one starts where this one did"))
            .help(format!("set `working_directory: {name}` in the steps that run there, or join them with this one"))
            .in_use();
        let next = scripts.get(index + 1).filter(|it| it.phase == script.phase);
        if let Some(fix) = next.and_then(|next| join(view.tree(), script, next, name)) {
            draft.fix(fix);
        }
    }
}

/// The only directory to which a script changes, if it does nothing else.
fn directory<'s>(script: &'s StepScript<'_>) -> Option<&'s Word<'s>> {
    let [command] = &script.read.shell.commands[..] else {
        return None;
    };
    let [directory] = command.arguments() else {
        return None;
    };
    matches!(command.tool(), "cd" | "pushd").then_some(directory)
}

/// Moves the command to the head of the next step.
fn join(
    tree: &Tree,
    script: &StepScript<'_>,
    next: &StepScript<'_>,
    directory: &str,
) -> Option<Fix> {
    let removed = removal::of_item(tree, script.item)?;
    let is_own = |node| !tree.is_shared(node);
    if !is_own(script.item) || !is_own(next.node) {
        return None;
    }
    let source = tree.source();
    let span = tree.span(next.node);
    let edit = match tree.scalar_style(next.node)? {
        ScalarStyle::Literal => {
            let written = source.slice(span);
            let header = written.find('\n')? + 1;
            let first = &written[header..];
            let indent = &first[..first.len() - first.trim_start().len()];
            // A first line that is blank, or a `#!`, must stay the first.
            if indent.contains('\n') || first.trim_start().starts_with("#!") {
                return None;
            }
            Edit {
                span: Span::at(span.start() + header),
                text: format!("{indent}cd {directory}{}", line_end(tree)),
            }
        }
        ScalarStyle::Plain if source.first_line_of(span) == span => Edit {
            span: Span::at(span.start()),
            text: format!("cd {directory} && "),
        },
        _ => return None,
    };
    Some(Fix {
        title: "move it to the head of the next step".to_owned(),
        safety: Safety::Unsafe,
        edits: vec![
            Edit {
                span: removed,
                text: String::new(),
            },
            edit,
        ],
    })
}
