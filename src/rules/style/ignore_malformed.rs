//! A suppression comment that cannot be read, or whose reason is not written yet.

use crate::finding::suppression::Complaint;
use crate::rules::prelude::*;

rule! {
    id: "ignore-malformed",
    category: Style,
    severity: Warning,
    summary: "a suppression comment that cannot be read, or has a placeholder for a reason",
    source: "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/configuration.md",
    check: Suppression(check),
}

fn check(complaint: &Complaint<'_>, report: &mut Report<'_>) {
    if let Complaint::Unwritten { span } = *complaint {
        report
            .text(span, "the reason is still to be written")
            .help("say for the next reader why the rule does not hold here");
    }
    let Complaint::Malformed { span } = *complaint else {
        return;
    };
    report
        .text(span, "this comment cannot be read and silences nothing")
        .help("write `# codemagic-lint: ignore[rule-id] reason`, or `ignore-file[rule-id]` for the whole file");
}
