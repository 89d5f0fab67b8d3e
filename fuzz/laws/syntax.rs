//! Any bytes give a tree: its nodes lie inside the text, inside each other and in
//! order, and places can be turned into lines and columns. Both readers make the same of it.

use codemagic_lint::syntax::{NodeId, NodeKind, Span, Tree, both_readings, parse};

use super::support::source;

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let source = source(bytes);
    assert_eq!(source.text().len(), bytes.len(), "bytes are lost");
    if let Some([usual, any]) = both_readings(source.text()) {
        assert_eq!(usual, any, "the two readers differ");
    }
    let tree = parse(source);
    nodes(&tree);
    others(&tree);
    merges(&tree);
    places(&tree);
}

fn check_span(tree: &Tree, span: Span, what: &str) {
    let text = tree.source().text();
    assert!(
        text.get(span.range()).is_some(),
        "{what} {span:?} is no part of the text"
    );
}

fn nodes(tree: &Tree) {
    let mut previous: Option<NodeId> = None;
    for (index, node) in tree.nodes().enumerate() {
        assert_eq!(node.index(), index);
        let span = tree.span(node);
        check_span(tree, span, "node");
        match tree.parent(node) {
            Some(parent) => {
                assert!(parent < node && tree.is_within(node, parent));
                assert!(tree.span(parent).contains(span), "a node leaves its parent");
            }
            None => assert_eq!(tree.root(), Some(node), "two roots"),
        }
        if let Some(previous) = previous {
            assert!(
                tree.span(previous).start <= span.start,
                "nodes are out of order"
            );
        }
        previous = Some(node);
        let children = children(tree, node);
        assert!(
            children
                .iter()
                .all(|&child| tree.parent(child) == Some(node))
        );
        for pair in children.windows(2) {
            assert!(pair[0] < pair[1] && tree.span(pair[0]).end <= tree.span(pair[1]).start);
        }
        // Whoever looks for a node by its place comes to it, or to one inside.
        if !span.is_empty() {
            assert!(
                tree.is_within(tree.innermost(span.start()), node),
                "{span:?} is not found"
            );
        }
        let _ = tree.path(node);
    }
}

fn children(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    match tree.kind(node) {
        NodeKind::Sequence => tree.items(node).to_vec(),
        NodeKind::Mapping => {
            let entries = tree.entries(node).iter();
            entries.flat_map(|entry| [entry.key, entry.value]).collect()
        }
        NodeKind::Scalar | NodeKind::Alias => Vec::new(),
    }
}

fn others(tree: &Tree) {
    for problem in tree.problems() {
        check_span(tree, problem.span, "problem");
        if let Some(related) = problem.related {
            check_span(tree, related, "related place");
        }
    }
    let mut end = 0;
    for comment in tree.comments() {
        check_span(tree, comment.span, "comment");
        assert!(end <= comment.span.start(), "comments are out of order");
        assert!(tree.source().slice(comment.span).starts_with('#'));
        end = comment.span.end();
    }
    for anchor in tree.anchors() {
        check_span(tree, anchor.span, "anchor");
        for &alias in &anchor.aliases {
            assert_eq!(tree.kind(alias), NodeKind::Alias);
        }
    }
}

/// Fields that come through merges lead to nodes of the tree, and to each key once.
fn merges(tree: &Tree) {
    for node in tree
        .nodes()
        .filter(|&node| tree.kind(node) == NodeKind::Mapping)
        .take(200)
    {
        for field in tree.fields(node).take(200) {
            assert!(field.key.index() < tree.nodes().count());
            if let Some(name) = tree.scalar(field.key) {
                assert!(tree.field(node, name).is_some(), "`{name}` is not found");
            }
        }
    }
}

fn places(tree: &Tree) {
    let source = tree.source();
    let mut last = (0, 0);
    for (offset, _) in source.text().char_indices() {
        let place = source.position(offset);
        let place = (place.line, place.column);
        assert!(last < place, "{place:?} behind {last:?}");
        last = place;
    }
}
