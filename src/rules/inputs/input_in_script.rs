//! Text of an input pasted into a shell's script.

use crate::expression::shell::Script;
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
    for text in view.texts() {
        let Some(script) = text.script.as_ref() else {
            continue;
        };
        for part in text.parts.iter() {
            let PartKind::Input { id, .. } = part.kind else {
                continue;
            };
            let is_text = inputs
                .get(id)
                .is_some_and(|it| it.kind() == Some(InputType::String));
            let at = part.range.start;
            if !is_text || text.is_comment(at) || is_quoted(&script.shell, text.text, at) {
                continue;
            }
            report
                .span(text.place.node, span(view, text, part), format!("the text of `{id}` becomes part of the script as it is"))
                .help("put it in quotes: a blank in it ends the word, and whoever may start builds can write a command")
                .in_use();
        }
    }
}

/// Whether a place stands in quotes, or in a here-document, whose text is no word.
fn is_quoted(script: &Script<'_>, text: &str, at: usize) -> bool {
    if script.document_at(at).is_some() || script.is_quoted(at) {
        return true;
    }
    // The innermost command: a substitution in a word has words of its own.
    let commands = &script.commands;
    let after = commands.partition_point(|it| it.range.start <= at);
    let mut before = commands[..after].iter().rev();
    let Some(command) = before.find(|it| it.range.contains(&at)) else {
        return false;
    };
    let values = command.assignments.iter().map(|it| &it.value);
    let files = command.redirects.iter().filter_map(|it| it.target.as_ref());
    let mut words = command.words.iter().chain(values).chain(files);
    words
        .find(|word| word.range.contains(&at))
        .is_some_and(|word| is_open(&text[word.range.start..at]))
}

/// Whether a double quote is open at the end of a text that begins outside of quotes.
fn is_open(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut open: Option<u8> = None;
    while let Some(byte) = bytes.next() {
        match (byte, open) {
            (b'\\', Some(b'"') | None) => {
                bytes.next();
            }
            (b'"' | b'\'', None) => open = Some(byte),
            (_, Some(quote)) if quote == byte => open = None,
            _ => {}
        }
    }
    open.is_some()
}
