//! Bytes that are not UTF-8.

use crate::rules::prelude::*;

rule! {
    id: "invalid-utf8",
    category: Syntax,
    summary: "bytes that are not UTF-8",
    source: "https://yaml.org/spec/1.1/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::InvalidUtf8 {
        return;
    }
    let places = report.tree().source().invalid_utf8().len();
    let more = match places.saturating_sub(1) {
        0 => String::new(),
        1 => ", and in one more place".to_owned(),
        more => format!(", and in {more} more places"),
    };
    report
        .text(problem.span, format!("this is not UTF-8 text{more}"))
        .help(
            "save the file as UTF-8; editors call other encodings Latin-1, Windows-1252 or UTF-16",
        );
}
