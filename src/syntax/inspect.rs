//! Defects that show only in the finished tree: duplicate keys, aliases to
//! nothing or to themselves, merge keys without a mapping, keys that are none,
//! values lost to a `#` or a missing space.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lines::{Line, lines_from, piece};
use super::merge::{KeyIdentity, resolve_merges};
use super::node::{NodeData, NodeId};
use super::problem::{SyntaxProblem, SyntaxProblemKind as Kind};
use super::source::Span;
use super::tree::{Entry, NodeKind, ScalarStyle, Tree};
use super::{characters, flags, tabs};

/// Below this many keys, comparing each with each is faster than hashing.
const FEW: usize = 8;

pub(super) fn inspect(tree: &mut Tree) {
    let mut found = Found::default();
    let mut special = Vec::new();
    for id in tree.nodes() {
        match tree.node(id).data {
            NodeData::Mapping { entries, .. } => {
                let entries = tree.held.entries(entries);
                let merges = found.merge_keys(tree, entries);
                let repeats = found.duplicate_keys(tree, entries);
                if merges || repeats {
                    special.push(id);
                }
                found.odd_keys(tree, id, entries);
                found.lost_values(tree, entries);
            }
            NodeData::Alias {
                target: Some(target),
            } => found.recursion(tree, id, target),
            NodeData::Scalar {
                style: ScalarStyle::Plain,
                ..
            } => found.indicator(tree, id),
            _ => {}
        }
    }
    found.undefined_aliases(tree);
    found.early_end(tree);
    found.root_scalar(tree);
    found.problems.extend(tabs::between_tokens(tree));
    found.problems.extend(characters::line_separators(tree));
    tree.flagged.extend(found.flagged);
    tree.problems.extend(found.problems);
    flags::flag_explained(tree);
    special.sort_by_key(|&id| (tree.node(id).end, std::cmp::Reverse(id)));
    resolve_merges(tree, &special);
}

#[derive(Default)]
struct Found {
    problems: Vec<SyntaxProblem>,
    flagged: Vec<NodeId>,
    /// Lists under a merge key that were looked through.
    checked_lists: FxHashSet<NodeId>,
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
            if tree.is_flagged(value) || tree.is_flagged(entry.value) {
                continue;
            }
            let items = match tree.kind(value) {
                NodeKind::Mapping | NodeKind::Alias => continue,
                NodeKind::Sequence if !self.checked_lists.insert(value) => continue,
                NodeKind::Sequence => tree.items(value),
                NodeKind::Scalar => std::slice::from_ref(&entry.value),
            };
            for &item in items {
                let target = tree.resolve(item);
                let is_mapping = matches!(tree.kind(target), NodeKind::Mapping | NodeKind::Alias);
                // What it names may have been a mapping before it was broken.
                if is_mapping
                    || tree.is_flagged(target)
                    || (target != item && tree.is_damaged(target))
                {
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
        let keys = keys.filter_map(|entry| Some((KeyIdentity::of(tree, entry.key)?, entry.key)));
        if entries.len() <= FEW {
            let mut seen: [Option<(KeyIdentity<'_>, NodeId)>; FEW] = [None; FEW];
            for (text, key) in keys {
                // The first place that is free, or that of the same key.
                let place = seen
                    .iter_mut()
                    .find(|place| place.is_none_or(|(earlier, _)| earlier == text));
                if let Some((_, earlier)) = place.and_then(|place| place.replace((text, key))) {
                    self.duplicate(tree, earlier, key);
                }
            }
        } else {
            let mut seen: FxHashMap<KeyIdentity<'_>, NodeId> = FxHashMap::default();
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

    /// `: value` without a key; `-name: x`, a list item by intention.
    fn odd_keys(&mut self, tree: &Tree, mapping: NodeId, entries: &[Entry]) {
        let text = tree.source.text();
        for entry in entries {
            let span = tree.span(entry.key);
            let first = text.as_bytes().get(span.start()).copied();
            if tree.scalar(entry.key).is_none() {
                // A list or mapping for a key is a matter of structure.
                continue;
            }
            if span.is_empty() && !tree.is_flow(mapping) {
                let colon = text.get(span.start().saturating_sub(1)..span.start()) == Some(":");
                let at = span.start() - usize::from(colon);
                if tree.source.begins_line(at) && text.as_bytes().get(at) == Some(&b':') {
                    self.report(Kind::Other, Span::new(at, at + 1), None, Some(entry.key));
                }
            } else if tree.is_flow(mapping) && tree.source.first_line_of(span) != span {
                // PyYAML wants a key on one line.
                self.report(
                    Kind::Other,
                    tree.source.first_line_of(span),
                    None,
                    Some(entry.key),
                );
            } else if first == Some(b'-') && self.glued_dash(tree, entry.key, span) {
                self.flagged.push(mapping);
            }
        }
    }

    /// What PyYAML takes for an indicator and YAML 1.2 does not: `=` and, where
    /// it is no key, `<<`, for which it has no value; `?` inside brackets.
    fn indicator(&mut self, tree: &Tree, id: NodeId) {
        let span = tree.span(id);
        let in_flow = tree.parent(id).is_some_and(|parent| tree.is_flow(parent));
        let first = match tree.source.slice(span) {
            "=" => '=',
            "<<" => '<',
            text if in_flow && text.contains('?') => {
                return self.report(
                    Kind::UnquotedIndicator('?'),
                    tree.source.first_line_of(span),
                    None,
                    Some(id),
                );
            }
            _ => return,
        };
        let is_value = tree.key_of(id).is_some();
        let is_item = tree
            .parent(id)
            .is_none_or(|parent| tree.kind(parent) == NodeKind::Sequence);
        if (is_value || is_item) && tree.tag(id).is_none() {
            self.report(Kind::UnquotedIndicator(first), span, None, Some(id));
        }
    }

    /// `channel: #builds` and `groups:` with `-item` below.
    fn lost_values(&mut self, tree: &Tree, entries: &[Entry]) {
        for entry in entries {
            let NodeData::Scalar { .. } = tree.node(entry.value).data else {
                continue;
            };
            let span = tree.span(entry.value);
            if span.is_empty() {
                self.hash_started(tree, *entry, span);
            } else if tree.source.text().as_bytes().get(span.start()) == Some(&b'-')
                && self.glued_dash(tree, entry.value, span)
            {
                self.flagged.push(entry.value);
            }
        }
    }

    fn hash_started(&mut self, tree: &Tree, entry: Entry, value: Span) {
        let comments = &tree.comments;
        let index = comments.partition_point(|comment| comment.span.start() < value.start());
        let Some(comment) = comments.get(index).filter(|comment| !comment.own_line) else {
            return;
        };
        let between = tree
            .source
            .slice(Span::new(value.start(), comment.span.start()));
        let text = tree.source.slice(comment.span);
        let glued = piece(text, 1..).starts_with(|c: char| c.is_alphanumeric());
        if between.trim_matches([' ', '\t', ':']).is_empty() && glued {
            self.report(
                Kind::HashStartedValue,
                comment.span,
                Some(tree.span(entry.key)),
                Some(entry.value),
            );
        }
    }

    /// Reports a plain scalar that begins its line with a dash and a letter.
    fn glued_dash(&mut self, tree: &Tree, node: NodeId, span: Span) -> bool {
        let text = tree.source.slice(span);
        let letter = piece(text, 1..).starts_with(char::is_alphabetic);
        let plain = tree.scalar_style(node) == Some(ScalarStyle::Plain);
        if !letter || !plain || !tree.source.begins_line(span.start()) {
            return false;
        }
        self.report(
            Kind::DashWithoutSpace,
            tree.source.first_line_of(span),
            None,
            None,
        );
        true
    }

    fn recursion(&mut self, tree: &Tree, alias: NodeId, target: NodeId) {
        if !tree.is_within(alias, target) {
            return;
        }
        // Anchors are in the order of their nodes.
        let index = tree.anchors.partition_point(|anchor| anchor.node < target);
        let related = tree.anchors.get(index).map(|anchor| anchor.span);
        self.report(Kind::RecursiveAlias, tree.span(alias), related, Some(alias));
    }

    /// `...` before there is a document: PyYAML refuses it.
    fn early_end(&mut self, tree: &Tree) {
        let text = tree.source.text();
        let start = tree.root.map_or(text.len(), |root| tree.span(root).start());
        let mut lines = lines_from(text, 0).take_while(|line| line.start() < start);
        let is_marker = |marker| {
            move |line: &Line| {
                let rest = line.text.strip_prefix(marker);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            }
        };
        let marker = lines.find(|line| is_marker("---")(line) || is_marker("...")(line));
        if let Some(end) = marker.filter(is_marker("...")) {
            self.report(
                Kind::Other,
                Span::new(end.start(), end.start() + 3),
                None,
                None,
            );
        }
    }

    /// A file that is one block scalar: PyYAML wants even that indented.
    fn root_scalar(&mut self, tree: &Tree) {
        let Some(root) = tree
            .root
            .filter(|&root| tree.scalar_style(root).is_some_and(ScalarStyle::is_block))
        else {
            return;
        };
        let span = tree.span(root);
        let mut body = lines_from(tree.source.text(), span.start())
            .skip(1)
            .filter(|line| !line.is_blank());
        if let Some(first) = body
            .next()
            .filter(|line| line.indent() == 0 && line.start() < span.end())
        {
            self.report(Kind::Indentation, first.visible(), None, Some(root));
        }
    }

    /// `*name` without its anchor, or above it.
    fn undefined_aliases(&mut self, tree: &Tree) {
        if tree.undefined_aliases.is_empty() {
            return;
        }
        let mut below: FxHashMap<&str, Span> = FxHashMap::default();
        for anchor in &tree.anchors {
            below.entry(&anchor.name).or_insert(anchor.span);
        }
        // Told once for each name: there is one anchor to write or to correct.
        let mut explained = lost_anchors(tree);
        for alias in &tree.undefined_aliases {
            self.flagged.push(alias.node);
            if explained.insert(&alias.name) {
                let anchor = below.get(&*alias.name).copied();
                self.report(Kind::UndefinedAlias, tree.span(alias.node), anchor, None);
            }
        }
    }
}

/// Names of anchors in text that could not be read: their aliases are no
/// mistake of their own.
fn lost_anchors(tree: &Tree) -> FxHashSet<&str> {
    let text = tree.source.text();
    let problems = tree.problems.iter().map(|problem| &problem.span);
    let gone = tree.damage.iter().chain(problems);
    let gone = gone.filter_map(|span| text.get(span.start()..span.end().min(text.len())));
    let names = gone.flat_map(|text| text.split('&').skip(1)).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    });
    names.collect()
}
