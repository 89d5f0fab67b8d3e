//! What a file would come to without aliases.

use super::node::NodeId;
use super::tree::{NodeKind, Tree};

impl Tree {
    /// For every node, by its index: about how many bytes it takes once aliases
    /// are written out. An alias inside the value it names counts as one.
    pub fn expanded_sizes(&self) -> Vec<u64> {
        let mut sizes: Vec<u64> = Vec::with_capacity(self.nodes.len());
        let mut open: Vec<NodeId> = Vec::new();
        for id in self.nodes() {
            // What ends before this node is complete, also as an alias' target.
            while let Some(&last) = open.last().filter(|&&last| !self.is_within(id, last)) {
                open.pop();
                self.hand_up(&mut sizes, last);
            }
            let target = self.resolve(id);
            let size = match self.kind(id) {
                NodeKind::Alias if self.is_within(id, target) => 1,
                NodeKind::Alias => sizes.get(target.index()).copied().unwrap_or(1),
                NodeKind::Scalar => self.span(id).len() as u64 + 1,
                NodeKind::Sequence | NodeKind::Mapping => 1,
            };
            sizes.push(size);
            open.push(id);
        }
        while let Some(last) = open.pop() {
            self.hand_up(&mut sizes, last);
        }
        sizes
    }

    fn hand_up(&self, sizes: &mut [u64], id: NodeId) {
        let size = sizes.get(id.index()).copied().unwrap_or(0);
        let parent = self.parent(id).map(NodeId::index);
        if let Some(total) = parent.and_then(|parent| sizes.get_mut(parent)) {
            *total = total.saturating_add(size);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::syntax::{SourceFile, parse};

    fn root_size(text: &str) -> u64 {
        let tree = parse(SourceFile::new("f", text));
        tree.expanded_sizes()[0]
    }

    #[test]
    fn aliases_count_as_what_they_name() {
        assert_eq!(root_size("[ab, c]"), 1 + 3 + 2);
        assert_eq!(root_size("[&a [ab, c], *a, d]"), 1 + 6 + 6 + 2);
        assert_eq!(
            root_size("a: &a {k: v}\nb:\n  <<: *a\n"),
            1 + 2 + 5 + 2 + 1 + 3 + 5
        );
    }

    #[test]
    fn circles_and_bombs_come_to_an_end() {
        assert_eq!(root_size("&a [*a, *a]"), 3);
        let mut bomb = "a0: &a0 x\n".to_owned();
        for level in 1..200 {
            let below = level - 1;
            let _ = writeln!(bomb, "a{level}: &a{level} [*a{below}, *a{below}]");
        }
        assert_eq!(root_size(&bomb), u64::MAX);
    }
}
