//! `*name` without `&name` before it.

use crate::rules::prelude::*;
use crate::rules::shared::words::{excerpt, nearest};
use crate::syntax::Tree;

rule! {
    id: "undefined-alias",
    category: Syntax,
    summary: "an alias without an anchor of its name before it",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Syntax(check),
}

/// Anchors and aliases that are looked at: more are no typing mistake, and cost
/// time.
const MANY: usize = 100;

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::UndefinedAlias {
        return;
    }
    let tree = report.tree();
    let alias = tree.source().slice(problem.span);
    let name = alias.trim_start_matches('*');
    if is_in_broken_text(tree, name) {
        return;
    }
    let shown = excerpt(name);
    let anchors = tree.anchors();
    let above = anchors.partition_point(|anchor| anchor.span.start() < problem.span.start());
    let (above, below) = anchors.split_at(above);
    let mut below = below.iter().take(MANY);
    let few = tree.undefined_aliases().len() <= MANY;
    let names = above.iter().rev().take(MANY).map(|anchor| &*anchor.name);
    let near = few.then(|| nearest(name, names)).flatten();
    if let Some(anchor) = below.find(|anchor| &*anchor.name == name) {
        report
            .text(
                problem.span,
                format!("`*{shown}` is used before its anchor `&{shown}`"),
            )
            .help("an anchor must stand above all its aliases; `definitions` at the top of the file is the usual place")
            .related_span(anchor.span, "the anchor stands here");
    } else if let Some(near) = near {
        let near = format!("*{near}");
        report
            .text(
                problem.span,
                format!("there is no anchor `&{shown}`; did you mean `{near}`?"),
            )
            .help("Codemagic cannot read a file with an alias to nothing")
            .fix(Fix::suggestion(format!("use `{near}`"), problem.span, near));
    } else {
        report
            .text(problem.span, format!("there is no anchor `&{shown}`"))
            .help(format!(
                "write `&{shown}` at the value that is meant, above this line; if this is a pattern, quote it: '*{shown}'"
            ));
    }
}

/// Whether text that could not be read holds the anchor: that text has a finding
/// of its own.
fn is_in_broken_text(tree: &Tree, name: &str) -> bool {
    let anchor = format!("&{name}");
    !tree.is_whole()
        && tree.undefined_aliases().len() <= MANY
        && tree.anchors().iter().all(|anchor| &*anchor.name != name)
        && tree.source().text().contains(&anchor)
}
