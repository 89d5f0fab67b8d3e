//! A condition that cannot be read.

use crate::expression::condition::{ErrorKind, SyntaxError};
use crate::rules::prelude::*;

rule! {
    id: "when-syntax",
    category: Triggering,
    severity: Error,
    summary: "a condition that cannot be read",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        let Some(error) = &condition.parsed.error else {
            continue;
        };
        let span = view.script_span(condition.node, error.span.clone());
        report
            .span(
                condition.node,
                span,
                format!("the condition cannot be read: {error}"),
            )
            .help(advice(error, condition.slice(&error.span)));
    }
}

fn advice(error: &SyntaxError, found: &str) -> &'static str {
    match &error.kind {
        _ if found.starts_with(['“', '”', '„', '‘', '’', '«', '»']) => {
            "write straight quotes: `\"`"
        }
        _ if found == "!" || found.eq_ignore_ascii_case("not") => {
            "`not` stands in front of the whole comparison: `not a == b`"
        }
        ErrorKind::Call | ErrorKind::PatternMatch => {
            "compare whole values with `==`, or test in a script of an own step, which can write its result to `$CM_ENV`"
        }
        ErrorKind::Command => "test in a script of an own step, and write its result to `$CM_ENV`",
        ErrorKind::UnclosedQuote(_) => "put the second quote behind the text",
        ErrorKind::UnclosedBracket(_) | ErrorKind::UnopenedBracket(_) => {
            "every bracket needs its counterpart"
        }
        ErrorKind::UnclosedTemplate => "an input is written `${{ inputs.id }}`",
        ErrorKind::TooDeep => "take brackets out that change nothing",
        ErrorKind::Unexpected { .. } => {
            "a condition is made of `env.NAME`, `event.path`, texts in double quotes, `==`, `not`, `and`, `or` and brackets"
        }
    }
}
