//! Writing out what an alias or a merge stands for.

use rustc_hash::FxHashSet;

use crate::finding::Edit;
use crate::syntax::{NodeId, NodeKind, ScalarStyle, Span, Tree};

use super::places::{
    column, end_before, is_block, is_in_flow, moved, parent_column, trimmed, value_at,
};
use super::proof::keeps_values;
use super::{Action, Asked, INLINE};

pub(super) fn offers(asked: &Asked<'_>, found: &mut Vec<Action>) {
    let tree = asked.view.tree();
    let Some(alias) = value_at(asked).filter(|it| tree.kind(*it) == NodeKind::Alias) else {
        return;
    };
    let key = tree.key_of(alias);
    let is_merge = key.is_some_and(|key| tree.is_merge_key(key));
    let edit = if is_merge {
        merged(tree, alias)
    } else {
        written_out(tree, alias)
    };
    let edits: Vec<Edit> = edit.into_iter().collect();
    let name = tree.source().slice(tree.span(alias));
    let verb = if is_merge {
        "write out the fields of"
    } else {
        "write out"
    };
    if keeps_values(asked, &edits) {
        found.push(Action::refactoring(
            format!("{verb} `{name}`"),
            INLINE,
            edits,
        ));
    }
}

/// The value in place of the alias.
fn written_out(tree: &Tree, alias: NodeId) -> Option<Edit> {
    let target = tree.resolve(alias);
    // A node that holds the alias would go on for ever.
    if target == alias || tree.is_within(alias, target) {
        return None;
    }
    let span = tree.span(alias);
    let line_break = tree.source().line_break();
    let text = without_anchors(tree, trimmed(tree, target), target);
    if !is_block(tree, target) {
        let is_lines = tree.scalar_style(target).is_some_and(ScalarStyle::is_block);
        if is_lines && is_in_flow(tree, alias) {
            return None;
        }
        let (from, to) = (parent_column(tree, target)?, parent_column(tree, alias)?);
        let text = moved(&text, from, to, line_break);
        return Some(Edit { span, text });
    }
    if is_in_flow(tree, alias) {
        return None;
    }
    let from = column(tree, tree.span(target).start());
    if tree.key_of(alias).is_none() {
        let text = moved(&text, from, column(tree, span.start()), line_break);
        return Some(Edit { span, text });
    }
    let indent = parent_column(tree, alias)? + 2;
    let text = moved(&text, from, indent, line_break);
    Some(Edit {
        span: Span::new(end_before(tree, alias)?, span.end()),
        text: format!("{line_break}{}{text}", " ".repeat(indent)),
    })
}

/// The fields in place of `<<: *name`, those left out that the mapping has itself.
fn merged(tree: &Tree, alias: NodeId) -> Option<Edit> {
    let merge_key = tree.key_of(alias)?;
    let mapping = tree.parent(alias)?;
    let target = tree.resolve(alias);
    let own = tree.entries(mapping).iter();
    let merges = own.clone().filter(|it| tree.is_merge_key(it.key)).count();
    let is_mapping = tree.kind(target) == NodeKind::Mapping;
    if merges > 1 || !is_mapping || tree.is_flow(mapping) || tree.is_within(alias, target) {
        return None;
    }
    let own: FxHashSet<&str> = own.filter_map(|it| tree.scalar(it.key)).collect();
    let line_break = tree.source().line_break();
    let to = column(tree, tree.span(merge_key).start());
    let mut text = String::new();
    for entry in tree.entries(target) {
        let is_merge = tree.is_merge_key(entry.key);
        if !is_merge && own.contains(tree.scalar(entry.key)?) {
            continue;
        }
        let start = tree.span(entry.key).start();
        let whole = Span::new(
            start,
            trimmed(tree, entry.value)
                .end()
                .max(tree.span(entry.key).end()),
        );
        let mut written = without_anchors(tree, whole, target);
        if tree.span(entry.value).is_empty() {
            written.push(':');
        }
        if !text.is_empty() {
            text.push_str(line_break);
            text.push_str(&" ".repeat(to));
        }
        text.push_str(&moved(&written, column(tree, start), to, line_break));
    }
    let span = tree.span(merge_key).cover(tree.span(alias));
    (!text.is_empty()).then_some(Edit { span, text })
}

/// A part of a node's text without the anchors in it: no two places may have one.
fn without_anchors(tree: &Tree, part: Span, node: NodeId) -> String {
    let source = tree.source();
    let mut text = String::new();
    let mut at = part.start();
    let anchors = tree.anchors_within(node).map(|it| it.span);
    for anchor in anchors.filter(|it| part.contains(*it) && it.start() >= part.start()) {
        text.push_str(source.slice(Span::new(at, anchor.start())));
        at = anchor.end();
        // The blank behind it goes too, or the one before it at the end of a line.
        let rest = source.slice(Span::new(at, part.end()));
        if rest.starts_with(' ') {
            at += 1;
        } else {
            text.truncate(text.trim_end_matches(' ').len());
        }
    }
    text.push_str(source.slice(Span::new(at.min(part.end()), part.end())));
    text
}
