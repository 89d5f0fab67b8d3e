//! Defects that show only in the finished tree: duplicate keys, aliases to
//! nothing or to themselves, merge keys without a mapping, values lost to a `#`
//! or a missing space.

use rustc_hash::FxHashMap;

use super::merge::resolve_merges;
use super::problem::{SyntaxProblem, SyntaxProblemKind as Kind};
use super::source::Span;
use super::tree::{Entry, NodeData, NodeId, NodeKind, Tree};

/// Below this many keys, comparing each with each is faster than hashing.
const FEW: usize = 8;

pub(super) fn inspect(tree: &mut Tree) {
    let mut found = Found::default();
    let mut special = Vec::new();
    for id in tree.nodes() {
        match &tree.node(id).data {
            NodeData::Mapping { entries, .. } => {
                let merges = found.merge_keys(tree, entries);
                let repeats = found.duplicate_keys(tree, entries);
                if merges || repeats {
                    special.push(id);
                }
                found.lost_values(tree, entries);
            }
            NodeData::Alias {
                target: Some(target),
            } => found.recursion(tree, id, *target),
            _ => {}
        }
    }
    for alias in &tree.undefined_aliases {
        found.report(
            Kind::UndefinedAlias,
            tree.span(alias.node),
            None,
            Some(alias.node),
        );
    }
    tree.flagged.extend(found.flagged);
    tree.problems.extend(found.problems);
    let flagged = tree
        .problems
        .iter()
        .map(|problem| problem.span)
        .collect::<Vec<_>>();
    flag_nodes_at(tree, &flagged);
    special.sort_by_key(|&id| (tree.node(id).end, std::cmp::Reverse(id)));
    resolve_merges(tree, &special);
}

/// A value whose span a problem names needs no second opinion.
fn flag_nodes_at(tree: &mut Tree, spans: &[Span]) {
    if spans.is_empty() {
        return;
    }
    let spans: rustc_hash::FxHashSet<Span> = spans.iter().copied().collect();
    for id in tree.nodes() {
        let node = tree.node(id);
        let scalar = matches!(node.data, NodeData::Scalar { .. });
        if scalar && spans.contains(&node.span) {
            tree.flagged.insert(id);
        }
    }
}

#[derive(Default)]
struct Found {
    problems: Vec<SyntaxProblem>,
    flagged: Vec<NodeId>,
}

impl Found {
    fn report(&mut self, kind: Kind, span: Span, related: Option<Span>, flag: Option<NodeId>) {
        self.problems.push(SyntaxProblem {
            kind,
            span,
            related,
        });
        self.flagged.extend(flag);
    }

    /// Reports `<<` with something else than mappings; tells whether there is
    /// a merge key at all.
    fn merge_keys(&mut self, tree: &Tree, entries: &[Entry]) -> bool {
        let mut merges = false;
        for entry in entries.iter().filter(|entry| tree.is_merge_key(entry.key)) {
            merges = true;
            let value = tree.resolve(entry.value);
            let items = match tree.kind(value) {
                NodeKind::Mapping => continue,
                NodeKind::Sequence => tree.items(value),
                NodeKind::Alias => continue,
                NodeKind::Scalar => std::slice::from_ref(&entry.value),
            };
            for &item in items {
                let target = tree.resolve(item);
                if matches!(tree.kind(target), NodeKind::Mapping | NodeKind::Alias) {
                    continue;
                }
                let span = if tree.span(item).is_empty() {
                    tree.span(entry.key)
                } else {
                    tree.span(item)
                };
                let related =
                    (target != item).then(|| tree.source.first_line_of(tree.span(target)));
                self.report(
                    Kind::MergeKeyTarget,
                    tree.source.first_line_of(span),
                    related,
                    None,
                );
            }
        }
        merges
    }

    fn duplicate_keys(&mut self, tree: &Tree, entries: &[Entry]) -> bool {
        let before = self.problems.len();
        let keys = entries.iter().filter(|entry| !tree.is_merge_key(entry.key));
        let keys = keys.filter_map(|entry| Some((tree.scalar(entry.key)?, entry.key)));
        if entries.len() <= FEW {
            let mut seen: Vec<(&str, NodeId)> = Vec::new();
            for (text, key) in keys {
                match seen.iter_mut().find(|(earlier, _)| *earlier == text) {
                    Some((_, earlier)) => {
                        self.duplicate(tree, std::mem::replace(earlier, key), key)
                    }
                    None => seen.push((text, key)),
                }
            }
        } else {
            let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
            for (text, key) in keys {
                if let Some(earlier) = seen.insert(text, key) {
                    self.duplicate(tree, earlier, key);
                }
            }
        }
        self.problems.len() > before
    }

    fn duplicate(&mut self, tree: &Tree, earlier: NodeId, key: NodeId) {
        self.report(
            Kind::DuplicateKey,
            tree.span(key),
            Some(tree.span(earlier)),
            None,
        );
    }

    /// `channel: #builds` and `groups:` with `-item` below.
    fn lost_values(&mut self, tree: &Tree, entries: &[Entry]) {
        for entry in entries {
            let NodeData::Scalar { .. } = tree.node(entry.value).data else {
                continue;
            };
            let span = tree.span(entry.value);
            if span.is_empty() {
                self.hash_started(tree, entry, span);
            } else if tree.source.text().as_bytes().get(span.start()) == Some(&b'-') {
                self.dash_without_space(tree, entry, span);
            }
        }
    }

    fn hash_started(&mut self, tree: &Tree, entry: &Entry, value: Span) {
        let comments = &tree.comments;
        let index = comments.partition_point(|comment| comment.span.start() < value.start());
        let Some(comment) = comments.get(index).filter(|comment| !comment.own_line) else {
            return;
        };
        let between = tree
            .source
            .slice(Span::new(value.start(), comment.span.start()));
        let text = tree.source.slice(comment.span);
        let glued = text[1..].starts_with(|c: char| c.is_alphanumeric());
        if between.trim_matches([' ', '\t', ':']).is_empty() && glued {
            self.report(
                Kind::HashStartedValue,
                comment.span,
                Some(tree.span(entry.key)),
                Some(entry.value),
            );
        }
    }

    fn dash_without_space(&mut self, tree: &Tree, entry: &Entry, span: Span) {
        let text = tree.source.slice(span);
        let letter = text[1..].starts_with(|c: char| c.is_alphabetic());
        let line = tree.source.line_span(tree.source.line_index(span.start()));
        let before = line.map(|line| tree.source.slice(Span::new(line.start(), span.start())));
        let alone = before.is_some_and(|before| before.trim().is_empty());
        let plain = tree.scalar_style(entry.value) == Some(super::ScalarStyle::Plain);
        if letter && alone && plain {
            let span = tree.source.first_line_of(span);
            self.report(
                Kind::DashWithoutSpace,
                span,
                Some(tree.span(entry.key)),
                Some(entry.value),
            );
        }
    }

    fn recursion(&mut self, tree: &Tree, alias: NodeId, target: NodeId) {
        if !tree.is_within(alias, target) {
            return;
        }
        let anchor = tree.anchors.iter().find(|anchor| anchor.node == target);
        let related = anchor.map(|anchor| anchor.span);
        self.report(Kind::RecursiveAlias, tree.span(alias), related, Some(alias));
    }
}
