//! A suppression comment that silences nothing.

use crate::finding::suppression::Complaint;
use crate::rules::prelude::*;

rule! {
    id: "ignore-unused",
    category: Style,
    severity: Warning,
    summary: "a suppression comment that silences nothing",
    source: "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/configuration.md",
    check: Suppression(check),
}

fn check(complaint: &Complaint<'_>, report: &mut Report<'_>) {
    let Complaint::Unused { id, span } = *complaint else {
        return;
    };
    report
        .text(span, format!("nothing here is found by `{id}`"))
        .help("remove the id, or the comment when it is the last one");
}
