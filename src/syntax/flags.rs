//! Which nodes a syntax problem explains, so that nobody judges them again.

use rustc_hash::FxHashSet;

use super::node::{NodeData, NodeId};
use super::problem::SyntaxProblemKind as Kind;
use super::source::Span;
use super::tree::Tree;

/// Flags the scalars that a problem names, and those inside which something
/// makes the value another than was meant.
pub(super) fn flag_explained(tree: &mut Tree) {
    let mut exact: FxHashSet<Span> = FxHashSet::default();
    let mut inside = Vec::new();
    let mut completed = FxHashSet::default();
    for problem in &tree.problems {
        match problem.kind {
            Kind::MissingColon => {
                completed.insert(problem.span);
            }
            Kind::ItemKeyIndentation | Kind::Indentation | Kind::BlockScalarDedent => {}
            kind if spoils_value(kind) => inside.push(problem.span),
            _ => {
                exact.insert(problem.span);
            }
        }
    }
    if exact.is_empty() && inside.is_empty() && completed.is_empty() {
        return;
    }
    let mut flagged: Vec<NodeId> = inside
        .iter()
        .filter_map(|&span| scalar_at(tree, span))
        .collect();
    for id in tree.nodes() {
        match tree.node(id).data {
            NodeData::Scalar { .. } if exact.contains(&tree.span(id)) => flagged.push(id),
            // The colon was put in, but what should stand behind it nobody knows.
            NodeData::Mapping { entries, .. } => {
                let entries = tree.held.entries(entries);
                let entries = entries
                    .iter()
                    .filter(|entry| completed.contains(&tree.span(entry.key)));
                let empty = entries.filter(|entry| tree.span(entry.value).is_empty());
                flagged.extend(empty.map(|entry| entry.value));
            }
            _ => {}
        }
    }
    tree.flagged.extend(flagged);
}

fn spoils_value(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::UnquotedIndicator(_)
            | Kind::PlainScalarColon
            | Kind::UnclosedQuote
            | Kind::TextAfterQuote
            | Kind::InvalidEscape
            | Kind::UnclosedBracket
            | Kind::ControlCharacter(_)
    )
}

/// The scalar that holds the start of a span.
fn scalar_at(tree: &Tree, span: Span) -> Option<NodeId> {
    // Nodes are in the order of their starts.
    let count = tree
        .nodes
        .partition_point(|node| node.span.start <= span.start);
    let node = tree.nodes.get(count.checked_sub(1)?)?;
    let holds = matches!(node.data, NodeData::Scalar { .. }) && span.start < node.span.end;
    holds.then(|| NodeId::at(count - 1))
}
