//! A suppression comment for a rule that does not exist.

use crate::finding::suppression::Complaint;
use crate::rules::prelude::*;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "ignore-unknown-rule",
    category: Style,
    severity: Warning,
    summary: "a suppression comment for a rule that does not exist",
    source: "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/configuration.md",
    fix: Unsafe,
    check: Suppression(check),
}

fn check(complaint: &Complaint<'_>, report: &mut Report<'_>) {
    let Complaint::UnknownRule { id, span } = *complaint else {
        return;
    };
    let shown = excerpt(id);
    match nearest(id, crate::rules::all().iter().map(|rule| rule.id)) {
        Some(near) => {
            report
                .text(
                    span,
                    format!("there is no rule `{shown}`; did you mean `{near}`?"),
                )
                .help("the comment silences nothing until the name is right")
                .fix(Fix::suggestion(format!("write `{near}`"), span, near));
        }
        None => {
            report
                .text(span, format!("there is no rule `{shown}`"))
                .help("the comment silences nothing; `codemagic-lint rules` lists all rules");
        }
    }
}
