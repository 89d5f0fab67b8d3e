//! Anchors, aliases and merge keys: what they yield, and who uses them.

use std::fmt::Write as _;

use crate::effective::yaml_of;
use crate::lsp::veil::{Veil, code};
use crate::lsp::view::View;
use crate::syntax::{Anchor, Field, NodeId, NodeKind, Tree};

use super::Told;
use super::place::{Place, line};

/// Most lines of YAML that are shown.
const MOST_LINES: usize = 30;

/// Most uses and keys that are told one by one.
const MOST_TOLD: usize = 10;

/// `&name`: who uses it.
pub(super) fn anchor(view: &View<'_>, offset: usize) -> Option<Told> {
    let tree = view.tree();
    let anchor = tree
        .anchors()
        .iter()
        .find(|it| it.span.start() <= offset && offset < it.span.end())?;
    let name = &anchor.name;
    let count = anchor.aliases.len();
    let mut text = match count {
        0 => format!("**&{name}**: nothing uses it\n"),
        1 => format!("**&{name}**: used once\n"),
        _ => format!("**&{name}**: used {count} times\n"),
    };
    if count > 0 {
        text.push('\n');
    }
    for alias in anchor.aliases.iter().take(MOST_TOLD) {
        let at = line(tree, tree.span(*alias).start());
        let path = tree.path(*alias).replace('`', "'");
        let _ = writeln!(text, "- line {at}: `{path}`");
    }
    if count > MOST_TOLD {
        let _ = writeln!(text, "- {} more", count - MOST_TOLD);
    }
    Some(Told::new(text, anchor.span))
}

/// `*name`: what it yields, and where that is written.
pub(super) fn alias(place: &Place<'_>) -> Option<Told> {
    let tree = place.tree;
    if tree.kind(place.node) != NodeKind::Alias {
        return None;
    }
    let anchor = anchor_of(tree, place.node)?;
    let at = line(tree, anchor.span.start());
    let name = &anchor.name;
    let mut text = format!("**\\*{name}**: written in line {at}\n\n");
    if is_merged(tree, place.node) {
        text.push_str(&kept(place));
    }
    let yields = yaml_of(tree, anchor.node, place.veil.hidden(), MOST_LINES);
    text.push_str(&fenced(&yields));
    Some(Told::new(text, tree.span(place.node)))
}

/// `<<`: what the mapping comes to.
pub(super) fn merge(place: &Place<'_>) -> Option<Told> {
    let tree = place.tree;
    if !place.is_key() || !tree.is_merge_key(place.node) {
        return None;
    }
    let mapping = tree.parent(place.node)?;
    let hidden = place.veil.hidden();
    let mut text = "**<<**: with what it merges, the mapping comes to\n\n".to_owned();
    text.push_str(&fenced(&yaml_of(tree, mapping, hidden, MOST_LINES)));
    let merged = tree.value_of(place.node)?;
    let sources = match tree.kind(tree.resolve(merged)) {
        NodeKind::Sequence => tree.items(merged).to_vec(),
        _ => vec![merged],
    };
    text.push_str(&overridden(tree, mapping, &sources));
    Some(Told::new(text, tree.span(place.node)))
}

/// The anchor that an alias names.
pub(in crate::lsp) fn anchor_of(tree: &Tree, alias: NodeId) -> Option<&Anchor> {
    let target = tree.resolve(alias);
    let mut anchors = tree.anchors_at(target);
    anchors.find(|it| it.aliases.binary_search(&alias).is_ok())
}

/// Whether an alias stands under `<<`, in a list there too.
pub(in crate::lsp) fn is_merged(tree: &Tree, alias: NodeId) -> bool {
    merging(tree, alias).is_some()
}

/// The mapping that merges an alias.
pub(in crate::lsp) fn merging(tree: &Tree, alias: NodeId) -> Option<NodeId> {
    let held = tree.parent(alias)?;
    let value = match tree.kind(held) {
        NodeKind::Sequence => held,
        _ => alias,
    };
    let key = tree.key_of(value)?;
    tree.is_merge_key(key).then(|| tree.parent(value))?
}

/// The keys of a merge that hold here, and those that do not.
fn kept(place: &Place<'_>) -> String {
    let tree = place.tree;
    let Some(mapping) = merging(tree, place.node) else {
        return String::new();
    };
    overridden(tree, mapping, &[place.node])
}

/// The keys that a mapping has from elsewhere although these bring them.
fn overridden(tree: &Tree, mapping: NodeId, sources: &[NodeId]) -> String {
    let fields: Vec<Field> = tree.fields(mapping).collect();
    let mut lines = Vec::new();
    for field in sources.iter().flat_map(|source| tree.fields(*source)) {
        let Some(name) = tree.scalar(field.key) else {
            continue;
        };
        let wins = fields
            .iter()
            .find(|it| tree.scalar(it.key) == Some(name) && it.key != field.key);
        if let Some(wins) = wins {
            let at = line(tree, tree.span(wins.key).start());
            let from = line(tree, tree.span(field.key).start());
            lines.push(format!(
                "- {} of line {from} is overridden by line {at}",
                code(name)
            ));
        }
    }
    lines.dedup();
    let more = lines.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        lines.truncate(MOST_TOLD);
        lines.push(format!("- {more} more"));
    }
    if lines.is_empty() {
        return String::new();
    }
    format!("\n{}\n\n", lines.join("\n"))
}

/// YAML as a block of code; the fence is longer than any in it.
fn fenced(yaml: &str) -> String {
    let mut fence = "```".to_owned();
    while yaml.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}yaml\n{}\n{fence}\n", yaml.trim_end())
}

/// What a scalar that an alias yields is, in a few characters; `None` where it may not
/// be shown or is none.
pub(in crate::lsp) fn short(veil: &Veil<'_>, node: NodeId) -> Option<String> {
    const LONGEST: usize = 30;
    let text = veil.text(node)?;
    let line = text.lines().next().unwrap_or_default().trim_end();
    let cut: String = line.chars().take(LONGEST).collect();
    let is_whole = cut.len() == text.trim_end().len();
    Some(if is_whole { cut } else { format!("{cut}…") })
}
