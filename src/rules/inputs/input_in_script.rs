//! Text of an input pasted into a shell's script.

use crate::expression::template::PartKind;
use crate::model::workflow::InputType;
use crate::rules::prelude::*;
use crate::rules::shared::inputs::{by_id, span};

rule! {
    id: "input-in-script",
    category: Inputs,
    severity: Hint,
    summary: "the text of an input pasted into a script without quotes",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#using-input-values-in-scripts",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let inputs = by_id(view);
    for text in view.texts().iter().filter(|text| text.phase.is_some()) {
        for part in text.parts.iter() {
            let PartKind::Input { id, .. } = part.kind else {
                continue;
            };
            let is_text = inputs
                .get(id)
                .is_some_and(|it| it.kind() == Some(InputType::String));
            let (before, after) = (&text.text[..part.range.start], &text.text[part.range.end..]);
            let in_quotes = is_quoted(before, after);
            if !is_text || in_quotes || text.is_comment(part.range.start) {
                continue;
            }
            report
                .span(text.place.node, span(view, text, part), format!("the text of `{id}` becomes part of the script as it is"))
                .help("put it in quotes: a blank in it ends the word, and whoever may start builds can write a command")
                .in_use();
        }
    }
}

/// Longest line, in bytes, whose quotes are counted.
const LONGEST_LINE: usize = 2000;

/// Whether the line has a quote open before the place and closes it behind.
fn is_quoted(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let rest = after.split('\n').next().unwrap_or_default();
    if line.len() + rest.len() > LONGEST_LINE {
        return true;
    }
    ['"', '\'']
        .into_iter()
        .any(|quote| line.matches(quote).count() % 2 == 1 && rest.contains(quote))
}
