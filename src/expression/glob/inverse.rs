//! How `!(…)` is decided: by the lengths of the texts in it, where they are known.

use std::collections::BTreeSet;

use super::ast::{Group, GroupKind, Inverse, Node, NodeKind};

/// The lengths of the texts that a part of a pattern can match.
#[derive(Clone)]
struct Lengths {
    /// Those that are known to matter.
    some: BTreeSet<usize>,
    /// From this length on, every text.
    all_from: Option<usize>,
}

impl Lengths {
    fn only(length: usize) -> Self {
        Self {
            some: BTreeSet::from([length]),
            all_from: None,
        }
    }

    fn is_nothing(&self) -> bool {
        self.all_from.is_none() && self.some.iter().eq([&0])
    }

    /// One text behind the other; unknown where either may be of any length.
    fn then(self, next: Self) -> Option<Self> {
        if self.all_from.is_some() || next.all_from.is_some() {
            return match () {
                () if self.is_nothing() => Some(next),
                () if next.is_nothing() => Some(self),
                () => None,
            };
        }
        let sums = |first: &usize| {
            let first = *first;
            next.some.iter().map(move |second| first + second)
        };
        Some(Self {
            some: self.some.iter().flat_map(sums).collect(),
            all_from: None,
        })
    }

    /// Either text.
    fn or(mut self, other: Self) -> Self {
        self.all_from = match (self.all_from, other.all_from) {
            (Some(first), Some(second)) => Some(first.min(second)),
            (first, second) => first.or(second),
        };
        self.some.extend(other.some);
        if let Some(from) = self.all_from {
            self.some.retain(|length| *length < from);
        }
        self
    }

    /// The texts that are none of these.
    fn inverse(&self) -> Self {
        let after_last = self.some.last().map_or(0, |last| last + 1);
        let limit = self.all_from.unwrap_or(after_last);
        Self {
            // The empty text is left out where it is one of these; of the others
            // of a length, some remain.
            some: (0..limit)
                .filter(|length| *length > 0 || !self.some.contains(length))
                .collect(),
            all_from: self.all_from.is_none().then_some(limit),
        }
    }
}

/// How an inverse group with these alternatives is decided.
pub(super) fn decide(alternatives: &[Vec<Node>], in_inverse: bool) -> Inverse {
    if of_any(alternatives).is_some() {
        return Inverse::Exact;
    }
    Inverse::LookAhead {
        or_nothing: !in_inverse && !may_be_empty(alternatives),
    }
}

fn of_any(alternatives: &[Vec<Node>]) -> Option<Lengths> {
    let mut all: Option<Lengths> = None;
    for alternative in alternatives {
        let lengths = of_all(alternative)?;
        all = Some(match all {
            Some(others) => others.or(lengths),
            None => lengths,
        });
    }
    all
}

fn of_all(nodes: &[Node]) -> Option<Lengths> {
    let start = Lengths::only(0);
    nodes
        .iter()
        .try_fold(start, |lengths, node| lengths.then(of(node)?))
}

fn of(node: &Node) -> Option<Lengths> {
    match &node.kind {
        NodeKind::Char { sized: true, .. } | NodeKind::One | NodeKind::Set(_) => {
            Some(Lengths::only(1))
        }
        NodeKind::Char { sized: false, .. } | NodeKind::Many { .. } => None,
        NodeKind::Group(group) => of_group(group),
    }
}

fn of_group(group: &Group) -> Option<Lengths> {
    match group.kind {
        GroupKind::Once => of_any(&group.alternatives),
        GroupKind::Optional => Some(of_any(&group.alternatives)?.or(Lengths::only(0))),
        GroupKind::Inverse if group.inverse == Inverse::Exact => {
            Some(of_any(&group.alternatives)?.inverse())
        }
        GroupKind::Any | GroupKind::Some | GroupKind::Inverse => None,
    }
}

/// Whether one of the alternatives may match nothing, as far as the package can
/// tell.
fn may_be_empty(alternatives: &[Vec<Node>]) -> bool {
    let never_empty = |node: &Node| {
        let by_length = of(node).is_some_and(|lengths| !lengths.some.contains(&0));
        let by_content = match &node.kind {
            NodeKind::Group(group) => {
                matches!(group.kind, GroupKind::Once | GroupKind::Some)
                    && !may_be_empty(&group.alternatives)
            }
            _ => false,
        };
        by_length || by_content
    };
    alternatives
        .iter()
        .any(|nodes| !nodes.iter().any(never_empty))
}
