//! An anchor that no alias names.

use rustc_hash::FxHashSet;

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;
use crate::syntax::{Anchor, Tree};

rule! {
    id: "unused-anchor",
    category: Syntax,
    severity: Hint,
    summary: "an anchor that no alias names",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: File(check),
}

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let tree = file.tree;
    // Text that could not be read, or a misspelt name, may be the alias.
    if !tree.is_whole() || !tree.undefined_aliases().is_empty() {
        return;
    }
    let problems = tree.problems().iter();
    let explained: FxHashSet<Span> = problems.map(|problem| problem.span).collect();
    for anchor in tree.anchors() {
        if !anchor.aliases.is_empty() || explained.contains(&anchor.span) {
            continue;
        }
        let name = excerpt(&anchor.name);
        report
            .span(
                anchor.node,
                anchor.span,
                format!("nothing uses the anchor `&{name}`"),
            )
            .help("remove it, or use its value with an alias")
            .fix(Fix::suggestion(
                "remove the anchor",
                behind_dash(tree, anchor).unwrap_or_else(|| with_space(tree, anchor.span)),
                "",
            ));
    }
}

/// The anchor and the white space up to the first key, where `- &a` stands alone on its
/// line and the key fits behind the dash.
fn behind_dash(tree: &Tree, anchor: &Anchor) -> Option<Span> {
    let text = tree.source().text();
    let start = tree.span(anchor.node).start();
    let before = text.get(..anchor.span.start())?;
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let between = text.get(anchor.span.end()..start)?;
    let indent = between.len() - between.rfind(['\n', '\r'])? - 1;
    let is_alone = before.trim_end_matches(' ').ends_with('-') && between.trim().is_empty();
    (is_alone && indent == before.len() - line).then(|| Span::new(anchor.span.start(), start))
}

/// The anchor with the white space behind it, or where its line ends, before it.
fn with_space(tree: &Tree, anchor: Span) -> Span {
    let text = tree.source().text();
    let after = &text[anchor.end()..];
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    if !after[blanks..].starts_with(['\n', '\r']) && blanks < after.len() {
        return Span::new(anchor.start(), anchor.end() + blanks);
    }
    let start = text[..anchor.start()].trim_end_matches([' ', '\t']).len();
    Span::new(start, anchor.end())
}
