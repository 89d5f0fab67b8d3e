//! Whether a file means the same after a refactoring.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Edit;
use crate::fix::applied;
use crate::syntax::{NodeId, NodeKind, Scalar, SourceFile, Tree, parse};

use super::Asked;

/// The key of the file under which anchors are kept.
pub(super) const DEFINITIONS: &str = "definitions";

/// Pairs of values that are compared at most. What takes longer is not offered.
const MOST_PAIRS: usize = 1_000_000;

/// Whether the text after the edits is as sound as before, says the same, aliases and
/// merges followed, and has all comments. Under [`DEFINITIONS`] there may be more.
pub(super) fn keeps_values(asked: &Asked<'_>, edits: &[Edit]) -> bool {
    let before = asked.view.tree();
    let source = before.source();
    let fits = |edit: &Edit| source.text().get(edit.span.range()).is_some();
    if !before.is_whole() || !edits.iter().all(fits) || !asked.trying.takes_reading() {
        return false;
    }
    let text = applied(source.text(), edits);
    if text == source.text() {
        return false;
    }
    let after = parse(SourceFile::new(source.name(), text));
    after.is_whole()
        && after.problems().len() <= before.problems().len()
        && has_all_comments(before, &after)
        && has_same_values(before, &after)
}

fn has_all_comments(before: &Tree, after: &Tree) -> bool {
    let mut left: FxHashMap<&str, usize> = FxHashMap::default();
    for comment in after.comments() {
        *left.entry(after.source().slice(comment.span)).or_default() += 1;
    }
    before.comments().iter().all(|comment| {
        let text = before.source().slice(comment.span);
        let count = left.get_mut(text).and_then(|count| {
            *count = count.checked_sub(1)?;
            Some(())
        });
        count.is_some()
    })
}

fn has_same_values(before: &Tree, after: &Tree) -> bool {
    let (Some(root), Some(new_root)) = (before.root(), after.root()) else {
        return false;
    };
    let mut compare = Compare {
        before,
        after,
        waiting: vec![(root, new_root)],
        may_hold_more: FxHashSet::default(),
    };
    compare.may_hold_more.insert(new_root);
    if let Some(kept) = after.field(new_root, DEFINITIONS) {
        let kept = after.resolve(kept.value);
        compare.may_hold_more.insert(kept);
        let steps = after.field(kept, "scripts");
        compare.may_hold_more.extend(steps.map(|it| it.value));
    }
    compare.all()
}

struct Compare<'t> {
    before: &'t Tree,
    after: &'t Tree,
    waiting: Vec<(NodeId, NodeId)>,
    /// Mappings of the text after that may have keys of their own: the document, for
    /// [`DEFINITIONS`] alone, what stands there, and its list of steps.
    may_hold_more: FxHashSet<NodeId>,
}

impl Compare<'_> {
    fn all(&mut self) -> bool {
        let mut seen: FxHashSet<(NodeId, NodeId)> = FxHashSet::default();
        let mut left = MOST_PAIRS;
        while let Some((a, b)) = self.waiting.pop() {
            let (a, b) = (self.before.resolve(a), self.after.resolve(b));
            if !seen.insert((a, b)) {
                continue;
            }
            if left == 0 || self.waiting.len() > MOST_PAIRS || !self.is_same(a, b) {
                return false;
            }
            left -= 1;
        }
        true
    }

    fn is_same(&mut self, a: NodeId, b: NodeId) -> bool {
        let (before, after) = (self.before, self.after);
        let tag = |tree: &Tree, node| tree.tag(node).map(|it| tree.source().slice(it).to_owned());
        if tag(before, a) != tag(after, b) {
            return false;
        }
        match (before.kind(a), after.kind(b)) {
            (NodeKind::Scalar, NodeKind::Scalar) => {
                let (old, new) = (before.value(a), after.value(b));
                // What is no number does not even equal itself.
                let are_numbers =
                    matches!((old, new), (Some(Scalar::Float(_)), Some(Scalar::Float(_))));
                old == new || (are_numbers && before.scalar(a) == after.scalar(b))
            }
            (NodeKind::Sequence, NodeKind::Sequence) => {
                let list = b;
                let (a, b) = (before.items(a), after.items(b));
                self.waiting
                    .extend(a.iter().copied().zip(b.iter().copied()));
                a.len() == b.len() || (a.len() < b.len() && self.may_hold_more.contains(&list))
            }
            (NodeKind::Mapping, NodeKind::Mapping) => self.is_same_mapping(a, b),
            // Aliases that lead nowhere.
            (NodeKind::Alias, NodeKind::Alias) => {
                let text = |tree: &Tree, node| tree.source().slice(tree.span(node)).to_owned();
                text(before, a) == text(after, b)
            }
            _ => false,
        }
    }

    fn is_same_mapping(&mut self, a: NodeId, b: NodeId) -> bool {
        let mut fields: FxHashMap<(bool, &str), NodeId> = FxHashMap::default();
        for field in self.after.fields(b) {
            let Some(key) = key(self.after, field.key) else {
                return false;
            };
            fields.insert(key, field.value);
        }
        for field in self.before.fields(a) {
            let value = key(self.before, field.key).and_then(|key| fields.remove(&key));
            let Some(value) = value else {
                return false;
            };
            self.waiting.push((field.value, value));
        }
        if self.after.root() == Some(b) {
            return fields.keys().all(|(_, key)| *key == DEFINITIONS);
        }
        fields.is_empty() || self.may_hold_more.contains(&b)
    }
}

/// A key by its value: whether it is text, and how it reads.
fn key(tree: &Tree, key: NodeId) -> Option<(bool, &str)> {
    let is_text = matches!(tree.value(key)?, Scalar::Text(_));
    Some((is_text, tree.scalar(key)?))
}
