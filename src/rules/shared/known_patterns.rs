//! The patterns of a file, each read once.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::expression::glob::Pattern;
use crate::syntax::NodeId;

/// Most parts of all patterns with braces of a file together: `{1..1000}` is a few
/// characters long and stands for thousands of parts, so that a small file of such
/// patterns would fill the memory.
const MOST_PARTS: usize = 1_000_000;

/// The patterns of a file that were read so far.
pub(crate) struct KnownPatterns {
    known: FxHashMap<NodeId, Rc<Pattern>>,
    /// How many more parts patterns with braces may have.
    left: usize,
}

impl Default for KnownPatterns {
    fn default() -> Self {
        Self {
            known: FxHashMap::default(),
            left: MOST_PARTS,
        }
    }
}

impl KnownPatterns {
    /// The pattern in a scalar. Where those before it stood for too many parts, it is
    /// one that cannot be read.
    pub fn get(&mut self, node: NodeId, text: &str) -> Rc<Pattern> {
        if let Some(known) = self.known.get(&node) {
            return Rc::clone(known);
        }
        let has_braces = text.contains('{');
        let pattern = if has_braces && self.left == 0 {
            Pattern::unreadable()
        } else {
            Pattern::parse(text)
        };
        if has_braces {
            self.left = self.left.saturating_sub(pattern.size());
        }
        let pattern = Rc::new(pattern);
        self.known.insert(node, Rc::clone(&pattern));
        pattern
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::syntax::{NodeKind, SourceFile, parse};

    use super::KnownPatterns;

    #[test]
    fn braces_of_many_patterns_do_not_fill_the_memory() {
        let mut text = String::new();
        for index in 0..400 {
            writeln!(text, "- 'release/{index}.{{1..1000}}*'").expect("text");
        }
        text.push_str("- main\n");
        let tree = parse(SourceFile::new("patterns", text));
        let scalars = tree.nodes().filter(|&it| tree.kind(it) == NodeKind::Scalar);
        let mut patterns = KnownPatterns::default();
        let read: Vec<_> = scalars
            .map(|node| patterns.get(node, tree.scalar(node).unwrap_or_default()))
            .collect();
        let size: usize = read.iter().map(|it| it.size()).sum();
        assert!(size < 1_100_000, "{size}");
        assert!(read[0].matches("release/0.7-rc"));
        assert!(!read[399].is_readable());
        assert!(read[400].matches("main"), "without braces, all are read");
    }
}
