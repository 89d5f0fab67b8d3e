//! An escape that double quotes do not know.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "invalid-escape",
    category: Syntax,
    summary: "a backslash in double quotes that begins no escape",
    source: "https://yaml.org/spec/1.1/",
    fix: Unsafe,
    check: Syntax(check),
}

/// What may follow a backslash in double quotes, besides line breaks and the
/// hexadecimal forms.
const ESCAPES: &str = "0abt\tnvfre \"/\\N_LP";

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::InvalidEscape {
        return;
    }
    let text = report.tree().source().slice(problem.span);
    let help =
        "in single quotes a backslash is a plain character; in double quotes write `\\\\` for one";
    let Some((at, escape)) = first_invalid(text) else {
        report
            .text(
                problem.span,
                "an escape in these quotes is not known to YAML",
            )
            .help(help);
        return;
    };
    let start = problem.span.start() + at;
    report
        .text(
            Span::new(start, start + escape.len()),
            format!("`{}` is no escape in double quotes", excerpt(escape)),
        )
        .help(help)
        .fix(Fix::suggestion(
            "double the backslash",
            Span::at(start),
            "\\",
        ));
}

/// The first backslash that begins no escape, with what makes it none.
fn first_invalid(text: &str) -> Option<(usize, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('\\').map(|at| from + at) {
        let after = text[at + 1..].chars().next()?;
        let digits = match after {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let end = at + 1 + after.len_utf8();
        let hex = text[end..].chars().take(digits);
        let found = hex.take_while(char::is_ascii_hexdigit).count();
        let known = digits > 0 || ESCAPES.contains(after);
        if !known || found < digits {
            return Some((at, &text[at..end + found]));
        }
        from = end;
    }
    None
}
