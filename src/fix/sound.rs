//! Whether a text is no worse after edits to it.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Edit;
use crate::model;
use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::edits::Moves;

/// Whether the text after the edits has no more problems than before, and still
/// says all that the edits do not touch: the same values under the same keys, and
/// the same comments.
pub(super) fn is_sound(before: &Measure<'_>, edits: &[Edit], after: &Tree) -> bool {
    if !has_no_more_problems(before, after) {
        return false;
    }
    // What recovery made of a broken text need not be what the mended one says.
    if !before.tree.is_whole() {
        return true;
    }
    let moves = Moves::new(edits);
    after.is_whole() && says_the_same(before.tree, &moves, after)
}

/// The text before, by which those after it are measured.
pub(super) struct Measure<'a> {
    tree: &'a Tree,
    /// How many problems of structure it has; counted when first asked for.
    structure: OnceCell<usize>,
}

impl<'a> Measure<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self {
            tree,
            structure: OnceCell::new(),
        }
    }

    fn structure(&self) -> usize {
        *self.structure.get_or_init(|| structure(self.tree))
    }
}

fn structure(tree: &Tree) -> usize {
    model::decode(tree).1.len()
}

fn has_no_more_problems(before: &Measure<'_>, after: &Tree) -> bool {
    let syntax = |tree: &Tree| tree.problems().len();
    if syntax(after) > syntax(before.tree) {
        return false;
    }
    // Broken text hides what is wrong with its structure.
    let uncovers = !before.tree.is_whole() && syntax(after) < syntax(before.tree);
    uncovers || structure(after) <= before.structure()
}

/// Whether values and comments that no edit touches are where they were.
pub(super) fn says_the_same(before: &Tree, moves: &Moves<'_>, after: &Tree) -> bool {
    let comments: FxHashSet<Span> = after.comments().iter().map(|it| it.span).collect();
    let is_kept = |span: Span| moves.of(span).is_none_or(|moved| comments.contains(&moved));
    if !before.comments().iter().all(|it| is_kept(it.span)) {
        return false;
    }
    // What is written in the one text, and where it is in the other.
    let written = |tree: &Tree| -> FxHashMap<Span, NodeId> {
        let nodes = tree.nodes().filter(|&node| is_word(tree, node));
        nodes.map(|node| (tree.span(node), node)).collect()
    };
    let targets = written(after);
    let mut twins: FxHashMap<NodeId, NodeId> = FxHashMap::default();
    for node in before.nodes().filter(|&node| is_word(before, node)) {
        let Some(place) = moves.of(before.span(node)) else {
            continue;
        };
        let Some(&twin) = targets.get(&place) else {
            return false;
        };
        if !is_equal((before, node), (after, twin)) {
            return false;
        }
        twins.insert(node, twin);
    }
    let found: FxHashSet<NodeId> = twins.values().copied().collect();
    let owners_before = owners(before, |key| twins.contains_key(&key));
    let owners_after = owners(after, |key| found.contains(&key));
    twins.iter().all(|(node, twin)| {
        let owner = owners_before.get(node.index()).copied().flatten();
        let same = owner.and_then(|key| twins.get(&key).copied());
        same == owners_after.get(twin.index()).copied().flatten()
    })
}

/// Whether the node is written as text that can be found again.
fn is_word(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.kind(node), NodeKind::Scalar | NodeKind::Alias) && !tree.span(node).is_empty()
}

fn is_equal((before, node): (&Tree, NodeId), (after, twin): (&Tree, NodeId)) -> bool {
    if before.kind(node) != after.kind(twin) {
        return false;
    }
    before.kind(node) == NodeKind::Alias
        || (before.scalar(node), before.scalar_style(node))
            == (after.scalar(twin), after.scalar_style(twin))
}

/// For every node, by its index, the innermost of the `known` keys that it stands
/// under. Keys of which nothing is known, and lists, are looked through.
fn owners(tree: &Tree, known: impl Fn(NodeId) -> bool) -> Vec<Option<NodeId>> {
    let mut owners: Vec<Option<NodeId>> = Vec::new();
    // A parent comes before what it holds.
    for node in tree.nodes() {
        let key = tree.key_of(node).filter(|&key| known(key));
        let above = || {
            let parent = tree.parent(node)?;
            owners.get(parent.index()).copied().flatten()
        };
        let owner = key.or_else(above);
        owners.push(owner);
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::edits::applied;
    use crate::syntax::{SourceFile, parse};

    /// Replaces the only place of a text that reads so.
    fn is_sound_after(text: &str, old: &str, new: &str) -> bool {
        let at = text.find(old).unwrap();
        let edits = [Edit {
            span: Span::new(at, at + old.len()),
            text: new.to_owned(),
        }];
        let tree = |text: &str| parse(SourceFile::new("f", text));
        let before = tree(text);
        is_sound(
            &Measure::new(&before),
            &edits,
            &tree(&applied(text, &edits)),
        )
    }

    #[test]
    fn what_is_not_touched_stays() {
        let text = "workflows:\n  a:\n    name: A # why\n    scripts:\n      - ls\n      - pwd\n  \
                    b:\n    name: B\n    scripts: &s\n      - ls -l\n";
        let cases = [
            ("a:\n    name: A", "'a':\n    name: A", true),
            ("      - pwd\n", "", true),
            (
                "      - ls\n",
                "      - name: N\n        script: ls\n",
                true,
            ),
            // The mapping is no YAML any more.
            ("    name: B", "   name: B", false),
            ("- ls\n", "- {\n", false),
            // The comment is lost, or is none.
            (" A #", " \"A #", false),
            ("A # why", "A", true),
            ("A # w", "A# w", true),
            // The next step, or the next workflow, belongs to another.
            ("- ls\n", "- script: |\n", false),
            ("  b:\n", "", false),
            ("  b:\n", "  c: {}\n  b:\n", true),
            ("pwd\n  b:", "pwd\n    b:", false),
            // More problems of structure.
            ("name: B", "nam: B", false),
            ("&s", "*s", false),
        ];
        for (old, new, expected) in cases {
            assert_eq!(is_sound_after(text, old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn what_broken_text_hid_may_come_to_light() {
        let text = "workflows:\n  a:\n    name: A\n\tnam: B\n    scripts:\n      - ls\n";
        assert!(is_sound_after(text, "\tnam", "    nam"));
        assert!(!is_sound_after(text, "- ls", "- 'ls"));
    }
}
