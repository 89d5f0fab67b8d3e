//! Whether one pattern surely matches all that another matches.
//!
//! The other pattern is taken for a name whose wildcards are symbols of their own:
//! only a `*` can match the symbol for "whatever text". What is found so is sure;
//! what is not found may be true all the same.

use super::ast::{GroupKind, Node, NodeKind, Sequence};
use super::matches::{Symbol, leads_to_end};

/// Most names into which the groups of a pattern are resolved.
const MAX_NAMES: usize = 64;

/// Most pairs of alternatives that are compared: `{1..1000}` has as many as a pattern
/// may have, and compared to another of its kind would keep the reader waiting.
const MAX_PAIRS: usize = 1024;

/// Whether the pattern surely matches every name that Git allows.
pub(super) fn everything(pattern: &Sequence) -> bool {
    let mut ones = 0;
    let mut many = false;
    // Names are never empty, so that one `?` beside a `*` changes nothing.
    let only_wildcards = pattern.nodes.iter().all(|node| {
        ones += usize::from(node.kind == NodeKind::One);
        many |= matches!(node.kind, NodeKind::Many { .. });
        matches!(node.kind, NodeKind::One | NodeKind::Many { .. })
    });
    (only_wildcards && many && ones <= 1) || leads_to_end(pattern, &[Symbol::Many])
}

/// Whether `ours` surely match every name, of those that Git allows, that one of
/// `theirs` matches.
pub(super) fn covers(ours: &[Sequence], theirs: &[Sequence]) -> bool {
    let same_one = |(ours, theirs): (&Sequence, &Sequence)| same(&ours.nodes, &theirs.nodes);
    let all_same = ours.len() == theirs.len() && ours.iter().zip(theirs).all(same_one);
    if all_same || ours.iter().any(everything) {
        return true;
    }
    if ours.len() * theirs.len() > MAX_PAIRS {
        return false;
    }
    theirs.iter().all(|theirs| is_covered(ours, theirs))
}

fn is_covered(ours: &[Sequence], theirs: &Sequence) -> bool {
    let apart = |ours: &&Sequence| begin_apart(&ours.nodes, &theirs.nodes);
    let mut near = ours.iter().filter(|ours| !apart(ours)).peekable();
    if near.peek().is_none() {
        return false;
    }
    let names = names(&theirs.nodes);
    near.any(|ours| {
        let all_lead = |names: &Vec<Vec<Symbol<'_>>>| names.iter().all(|it| leads_to_end(ours, it));
        same(&ours.nodes, &theirs.nodes) || names.as_ref().is_some_and(all_lead)
    })
}

/// Whether the plain characters with which two patterns begin differ, so that no name
/// matches both. Most patterns of a list are told apart by that.
fn begin_apart(ours: &[Node], theirs: &[Node]) -> bool {
    let plain = |node: &Node| match node.kind {
        NodeKind::Char { char, .. } => Some(char),
        _ => None,
    };
    let mut pairs = ours.iter().zip(theirs);
    let other = pairs.find_map(|(ours, theirs)| match (plain(ours), plain(theirs)) {
        (Some(ours), Some(theirs)) if ours == theirs => None,
        (ours, theirs) => Some(ours.is_some() && theirs.is_some()),
    });
    other.unwrap_or_default()
}

/// Whether two patterns are written alike, wherever they stand.
fn same(ours: &[Node], theirs: &[Node]) -> bool {
    let same_kind = |ours: &Node, theirs: &Node| match (&ours.kind, &theirs.kind) {
        (NodeKind::Group(ours), NodeKind::Group(theirs)) => {
            let mut pairs = ours.alternatives.iter().zip(&theirs.alternatives);
            ours.kind == theirs.kind
                && ours.alternatives.len() == theirs.alternatives.len()
                && pairs.all(|(ours, theirs)| same(ours, theirs))
        }
        (ours, theirs) => ours == theirs,
    };
    ours.len() == theirs.len()
        && ours
            .iter()
            .zip(theirs)
            .all(|(ours, theirs)| same_kind(ours, theirs))
}

/// The names with wildcards that a pattern stands for, `@(…)` and `?(…)` resolved;
/// `None` where it has other groups, or stands for too many.
fn names(nodes: &[Node]) -> Option<Vec<Vec<Symbol<'_>>>> {
    let mut names = vec![Vec::new()];
    for node in nodes {
        let symbol = match &node.kind {
            NodeKind::Char { char, .. } => Symbol::Char(*char),
            NodeKind::One => Symbol::One,
            NodeKind::Set(set) => Symbol::OneOf(set),
            NodeKind::Many { .. } => Symbol::Many,
            NodeKind::Group(group) => {
                let mut ends = match group.kind {
                    GroupKind::Once => Vec::new(),
                    GroupKind::Optional => vec![Vec::new()],
                    GroupKind::Any | GroupKind::Some | GroupKind::Inverse => return None,
                };
                for alternative in &group.alternatives {
                    ends.extend(self::names(alternative)?);
                }
                if names.len() * ends.len() > MAX_NAMES {
                    return None;
                }
                let starts = names.iter();
                names = starts
                    .flat_map(|start| ends.iter().map(|end| [start.as_slice(), end].concat()))
                    .collect();
                continue;
            }
        };
        for name in &mut names {
            name.push(symbol);
        }
    }
    Some(names)
}
