//! `: ` inside a value without quotes.

use crate::rules::prelude::*;
use crate::rules::shared::words::quoted;
use crate::syntax::Tree;

rule! {
    id: "plain-scalar-colon",
    category: Syntax,
    summary: "a colon and a space inside a value without quotes",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    fix: Unsafe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::PlainScalarColon {
        return;
    }
    let tree = report.tree();
    let value = tree.source().slice(problem.span);
    let key = tree.key_of(tree.innermost(problem.span.start()));
    let script = key.filter(|key| tree.scalar(*key) == Some("script"));
    let help = match script {
        Some(_) => "write `|` behind `script:`, and the command on the lines below it",
        None => "quote the whole value; Codemagic cannot read the file otherwise",
    };
    let draft = report.text(
        problem.span,
        "this value contains `: `, which ends a key in YAML, so it must be quoted",
    );
    draft.help(help);
    let parent = key.and_then(|key| tree.parent(key));
    if value.contains(['\n', '\r']) || parent.is_some_and(|it| tree.is_flow(it)) {
        return;
    }
    draft.fix(
        match script.and_then(|key| block(tree, key, problem.span)) {
            Some(block) => Fix::suggestion("write the command as a block", problem.span, block),
            None => Fix::suggestion("quote the value", problem.span, quoted(value)),
        },
    );
}

/// The command as a block scalar, unless something follows it on its line.
fn block(tree: &Tree, key: NodeId, command: Span) -> Option<String> {
    let source = tree.source();
    let line = source.line_span(source.line_index(command.start()))?;
    let rest = source.slice(Span::new(command.end(), line.end()));
    if !rest.trim().is_empty() {
        return None;
    }
    let indent = " ".repeat(source.position(tree.span(key).start()).column + 1);
    let end = if source.text()[line.end()..].starts_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    Some(format!("|{end}{indent}{}", source.slice(command)))
}
