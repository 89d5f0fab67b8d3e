//! A value that begins with a character YAML keeps for itself.

use crate::rules::prelude::*;
use crate::rules::shared::words::{excerpt, quoted};

rule! {
    id: "unquoted-glob",
    category: Syntax,
    summary: "a pattern or other value that begins with `*`, `!`, `{`, `[`, `&`, `%`, `@` or a backtick",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Safe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    let SyntaxProblemKind::UnquotedIndicator(first) = problem.kind else {
        return;
    };
    let value = report.tree().source().slice(problem.span);
    let shown = excerpt(value);
    if first == '-' {
        report
            .text(
                problem.span,
                format!("`{shown}` begins a list on the line of its key, which YAML does not allow"),
            )
            .help("put each item on a line of its own below the key, or quote a value that begins with a dash");
        return;
    }
    let meaning = match first {
        '*' => "in YAML `*` begins an alias".to_owned(),
        '&' => "in YAML `&` begins an anchor".to_owned(),
        '!' => "in YAML `!` begins a tag".to_owned(),
        '{' => "in YAML `{` begins a mapping".to_owned(),
        '[' => "in YAML `[` begins a list".to_owned(),
        '`' => "no value in YAML begins with a backtick".to_owned(),
        other => format!("no value in YAML begins with `{other}`"),
    };
    let quoted = quoted(value);
    report
        .text(problem.span, format!("`{shown}` must be quoted: {meaning}"))
        .help(format!(
            "write {}; Codemagic cannot read the file otherwise",
            excerpt(&quoted)
        ))
        .fix(Fix::safe("quote the value", problem.span, quoted));
}
