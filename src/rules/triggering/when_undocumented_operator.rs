//! What may work in a condition, though no documentation says so.

use crate::expression::condition::MarkKind;
use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "when-undocumented-operator",
    category: Triggering,
    severity: Info,
    summary: "an operator or notation in a condition that is not documented",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        let mut told = Vec::new();
        // What follows an error may be anything.
        let error = condition.parsed.error.as_ref();
        let sound = error.map_or(usize::MAX, |error| error.span.start);
        for mark in &condition.parsed.marks {
            if mark.kind != MarkKind::Undocumented || mark.span.start >= sound {
                continue;
            }
            let written = condition.slice(&mark.span);
            let advice = advice(written);
            // Once for all quotes of a condition, and so on.
            if told.contains(&advice) {
                continue;
            }
            told.push(advice);
            let span = view.script_span(condition.node, mark.span.clone());
            let message = match written.chars().next() {
                // A text may be a secret.
                Some('\'') => "single quotes are not documented for conditions".to_owned(),
                Some('"') => "a text as an index is not documented for conditions".to_owned(),
                Some('[' | '(') => "lists are not documented for conditions".to_owned(),
                _ => format!("`{}` is not documented for conditions", excerpt(written)),
            };
            report.span(condition.node, span, message).help(advice);
        }
    }
}

fn advice(written: &str) -> &'static str {
    match written.as_bytes().first() {
        Some(b'\'') => "all documented examples have double quotes",
        Some(b'"') => "write `.name`",
        Some(b'!') => "documented is `not a == b`",
        Some(b'<' | b'>') => "documented is `==` alone; compare numbers in a script",
        Some(b'T') => "write `true`",
        Some(b'F') => "write `false`",
        Some(b'N') => "documented is `not` in front of a value that may be absent",
        _ if written == "null" => "documented is `not` in front of a value that may be absent",
        _ if written.starts_with("is") => "documented are `==` and `not a == b`",
        _ => "documented is `a == \"x\" or a == \"y\"`",
    }
}
