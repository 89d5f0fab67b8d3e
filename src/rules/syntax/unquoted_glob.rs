//! A value that begins with a character YAML keeps for itself.

use crate::rules::prelude::*;

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
    let meaning = match first {
        '*' => "`*` begins an alias",
        '&' => "`&` begins an anchor",
        '!' => "`!` begins a tag",
        '{' | '[' => "a bracket begins a mapping or list",
        '-' => "`-` begins a list item",
        _ => "this character is reserved",
    };
    let message = format!("`{value}` must be quoted: in YAML {meaning}");
    let quoted = format!("'{}'", value.replace('\'', "''"));
    let help = format!("write {quoted}; Codemagic cannot read the file otherwise");
    report.text(problem.span, message).help(help).fix(Fix::safe(
        "quote the value",
        problem.span,
        quoted,
    ));
}
