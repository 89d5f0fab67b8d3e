//! A key without its colon.

use crate::rules::prelude::*;

rule! {
    id: "missing-colon",
    category: Syntax,
    summary: "a line among keys that has no colon, or no space behind it",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Syntax(check),
}

/// Longest word that is taken for a key; what is longer may be a pasted secret.
const MAX_KEY: usize = 40;

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::MissingColon {
        return;
    }
    let text = report.tree().source().slice(problem.span);
    let start = problem.span.start() + (text.len() - text.trim_start().len());
    let text = text.trim();
    let span = Span::new(start, start + text.len());
    // `- name:iOS` is an item, but its key is none.
    let key = text.strip_prefix("- ").unwrap_or(text);
    let word_end = key
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'))
        .unwrap_or(key.len());
    let (word, rest) = key.split_at(word_end);
    let is_key = (1..=MAX_KEY).contains(&word.len());
    if is_key && rest.is_empty() {
        report
            .text(span, format!("a colon is missing behind `{word}`"))
            .help("a key ends with a colon; what belongs to it cannot be read otherwise")
            .fix(Fix::suggestion(
                "insert the colon",
                Span::at(span.end()),
                ":",
            ));
    } else if is_key && rest.starts_with(':') && !rest.starts_with("://") {
        let colon = span.end() - rest.len() + 1;
        report
            .text(span, format!("a space is missing behind `{word}:`"))
            .help("without the space the whole line is one text and no key")
            .fix(Fix::suggestion("insert a space", Span::at(colon), " "));
    } else {
        report
            .text(span, "this line is neither a key nor a list item")
            .help("a key needs a colon, an item a dash and a space; a script of several lines stands indented under `|`");
    }
}
