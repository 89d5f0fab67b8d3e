//! A default of another type than its input.

use crate::model::workflow::InputType;
use crate::rules::prelude::*;
use crate::rules::shared::inputs::{declared, node};
use crate::rules::shared::words::excerpt;

rule! {
    id: "input-default-type",
    category: Inputs,
    severity: Error,
    summary: "a `default` of another type than its input",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#default",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for declared in declared(view) {
        let field = &declared.input.default;
        let (Some(kind), Some(default)) = (declared.kind(), node(tree, field)) else {
            continue;
        };
        let Some(value) = tree.value(default).filter(|_| field.value().is_some()) else {
            continue;
        };
        let (article, meant) = match (kind, value) {
            (InputType::Boolean, Scalar::Text(text)) => ("`true` or `false`", as_boolean(text)),
            (InputType::Boolean, Scalar::Int(_) | Scalar::Float(_)) => ("`true` or `false`", None),
            (InputType::Number, Scalar::Text(text)) => ("a number", as_number(text)),
            (InputType::Number, Scalar::Bool(_)) => ("a number", None),
            (InputType::String, Scalar::Int(_) | Scalar::Float(_) | Scalar::Bool(_)) => {
                let written = tree.source().slice(tree.span(default));
                ("text", Some(format!("'{written}'")))
            }
            _ => continue,
        };
        let (severity, otherwise) = match kind {
            // Nothing shows that Codemagic refuses it, which may take it as text.
            InputType::String => (Severity::Warning, "may take another text for it otherwise"),
            _ => (Severity::Error, "rejects the file otherwise"),
        };
        let shown = excerpt(tree.source().slice(tree.span(default)));
        let draft = report
            .at(
                default,
                format!(
                    "`{shown}` is not {article}, which an input of type `{}` takes",
                    kind.word()
                ),
            )
            .help(format!(
                "give a default of the input's type, or change the type; Codemagic {otherwise}"
            ));
        draft.severity(severity);
        if let Some(meant) = meant {
            draft.fix(Fix::safe(
                format!("write `{meant}`"),
                tree.span(default),
                meant,
            ));
        }
    }
}

fn as_boolean(text: &str) -> Option<String> {
    let word = text.trim().to_ascii_lowercase();
    matches!(word.as_str(), "true" | "false").then_some(word)
}

fn as_number(text: &str) -> Option<String> {
    let text = text.trim();
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_plain && text.parse::<f64>().is_ok()).then(|| text.to_owned())
}
