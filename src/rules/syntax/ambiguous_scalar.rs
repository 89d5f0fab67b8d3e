//! A value that YAML turns into another one.

use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;
use crate::syntax::{resolve_1_1, resolve_1_2};

use super::version_loses_zero::{loses_zero, plain, texts};

rule! {
    id: "ambiguous-scalar",
    category: Syntax,
    severity: Warning,
    summary: "a value such as `on`, `0644` or `12:30` that YAML turns into another one",
    source: "https://yaml.org/type/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for (node, is_version) in places(view) {
        let Some(text) = plain(view.tree(), node) else {
            continue;
        };
        // Each has a rule of its own that says more.
        if is_placeholder(text) || (is_version && loses_zero(text)) {
            continue;
        }
        let (message, severity) = if let Some(value) = changed(text, resolve_1_1(text)) {
            (format!("`{text}` is read as {value}"), Severity::Warning)
        } else if let (Scalar::Text(_), Some(value)) =
            (resolve_1_1(text), changed(text, resolve_1_2(text)))
        {
            (
                format!("`{text}` is text to Codemagic, but {value} to readers of YAML 1.2"),
                Severity::Hint,
            )
        } else {
            continue;
        };
        let span = view.tree().span(view.tree().resolve(node));
        report
            .at(node, message)
            .severity(severity)
            .help(format!("write '{text}' if the text is meant"))
            .fix(Fix::suggestion(
                "quote the value",
                span,
                format!("'{text}'"),
            ));
    }
}

/// The scalars of a workflow that may be text as well as a number or boolean,
/// and whether each is a version or variable.
fn places(view: &WorkflowView<'_>) -> Vec<(NodeId, bool)> {
    let workflow = view.workflow;
    let mut found = Vec::new();
    if let Some(environment) = workflow.environment.value() {
        found.extend(texts(environment).iter().map(|text| (text.0, true)));
    }
    if let Some(triggering) = workflow.triggering.value() {
        let branches = triggering.branch_patterns.items().iter();
        let branches = branches.filter_map(|item| item.value.as_ref()?.pattern.value());
        let tags = triggering.tag_patterns.items().iter();
        let tags = tags.filter_map(|item| item.value.as_ref()?.pattern.value());
        let literal = branches.chain(tags).filter_map(|pattern| pattern.literal());
        found.extend(literal.map(|text| (text.0, false)));
    }
    for input in workflow.inputs.entries() {
        let Some(input) = &input.value else { continue };
        let options = input.options.items().iter().filter_map(|item| item.value);
        found.extend(options.map(|text| (text.0, false)));
    }
    let artifacts = workflow
        .artifacts
        .items()
        .iter()
        .filter_map(|item| item.value);
    found.extend(artifacts.map(|text| (text.0, false)));
    found
}

/// The value in words where writing it out gives another text.
fn changed(text: &str, value: Scalar<'_>) -> Option<String> {
    match value {
        Scalar::Bool(value) if !text.eq_ignore_ascii_case(if value { "true" } else { "false" }) => {
            Some(format!("`{value}`"))
        }
        // Digits alone survive, however many there are.
        Scalar::Int(value) if value.to_string() != text && !is_plain_integer(text) => {
            Some(format!("the number {value}"))
        }
        Scalar::Float(value) if format!("{value:?}") != text && value.to_string() != text => {
            Some(format!("the number {value}"))
        }
        _ => None,
    }
}

fn is_plain_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}
