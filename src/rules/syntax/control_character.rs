//! A character that YAML does not allow in a text.

use crate::rules::prelude::*;

rule! {
    id: "control-character",
    category: Syntax,
    summary: "an invisible character that YAML does not allow",
    source: "https://yaml.org/spec/1.1/",
    fix: Unsafe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    let SyntaxProblemKind::ControlCharacter(character) = problem.kind else {
        return;
    };
    let code = u32::from(character);
    let message = if matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}') {
        format!("the invisible character U+{code:04X} ends the line for Codemagic")
    } else {
        format!("the invisible character U+{code:04X} is not allowed in YAML")
    };
    report
        .text(problem.span, message)
        .help(format!(
            "remove it; if it belongs to the value, write `\\u{code:04X}` in double quotes"
        ))
        .fix(Fix::suggestion("remove the character", problem.span, ""));
}
