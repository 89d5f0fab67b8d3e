//! Expressions that are not read as inputs.

use crate::expression::template::{Malformed, Part, PartKind};
use crate::rules::prelude::*;
use crate::rules::shared::inputs::{explain, ids, span};
use crate::rules::shared::words::excerpt;
use crate::rules::texts::Text;

rule! {
    id: "input-expression",
    category: Inputs,
    severity: Error,
    summary: "an expression other than `${{ inputs.<id> }}`",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#overview",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let ids = ids(view);
    for text in view.texts().iter().filter(|text| !is_prose(text)) {
        for part in text.parts.iter() {
            if text.is_comment(part.range.start) {
                continue;
            }
            match &part.kind {
                PartKind::Malformed(Malformed::Operator(_)) => {}
                PartKind::UnreadInput { .. } | PartKind::Malformed(_) if is_literal(text, part) => {
                }
                // Other tools have templates, too: in a script the input must be
                // there.
                PartKind::UnreadInput { id } if text.phase.is_none() || ids.contains(id) => {
                    unread(view, text, part, id, report);
                }
                PartKind::Malformed(malformed) => {
                    report_malformed(view, text, part, malformed, report);
                }
                _ => {}
            }
        }
    }
}

/// Words for people may tell how inputs are written.
fn is_prose(text: &Text<'_>) -> bool {
    matches!(text.place.field.key, "name" | "description")
}

/// Whether a script writes the part for another program: in a here-document that
/// no shell expands, or between single quotes, where a context is named that has
/// no counterpart in Codemagic.
fn is_literal(text: &Text<'_>, part: &Part<'_>) -> bool {
    let Some(script) = &text.script else {
        return false;
    };
    let at = part.range.start;
    let is_foreign = matches!(
        part.kind,
        PartKind::Malformed(Malformed::Context { context, .. })
            if !matches!(context, "env" | "secrets" | "vars")
    );
    script.shell.is_literal_document(at) || is_foreign && script.shell.is_quoted(at)
}

fn unread(
    view: &WorkflowView<'_>,
    text: &Text<'_>,
    part: &Part<'_>,
    id: &str,
    report: &mut Report<'_>,
) {
    let wanted = format!("${{{{ inputs.{id} }}}}");
    let written = &text.text[part.range.clone()];
    let span = span(view, text, part);
    report
        .span(
            text.place.node,
            span,
            format!("`{written}` is not filled in"),
        )
        .help(format!(
            "write `{wanted}`: inputs are read in no other form"
        ))
        .fix(Fix::suggestion(format!("write `{wanted}`"), span, wanted))
        .in_use();
}

fn report_malformed(
    view: &WorkflowView<'_>,
    text: &Text<'_>,
    part: &Part<'_>,
    malformed: &Malformed<'_>,
    report: &mut Report<'_>,
) {
    let written = excerpt(&text.text[part.range.clone()]);
    let (problem, help, fix) = explain(malformed);
    let span = span(view, text, part);
    let draft = report
        .span(text.place.node, span, format!("`{written}` {problem}"))
        .help(help)
        .in_use();
    if let Some(fix) = fix {
        draft.fix(Fix::suggestion(format!("write `{fix}`"), span, fix));
    }
    // A shell may be told not to read it in more ways than are seen here.
    if text.phase.is_some() {
        draft.severity(Severity::Warning);
    }
}
