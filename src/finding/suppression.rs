//! Comments that silence findings.
//!
//! ```yaml
//! # codemagic-lint: ignore-file[rule-id] why, for the whole file
//! workflows:
//!   # codemagic-lint: ignore[rule-id, other-id] why, for the node below
//!   ios:
//!     name: iOS # codemagic-lint: ignore[rule-id] why, for this line
//! ```
//!
//! A comment on a line of its own covers the key or list item that begins below
//! it, with all that it holds. A comment behind something covers what begins on
//! its line; behind the header of a block scalar, the whole scalar.

use std::cell::Cell;

use crate::syntax::{Comment, NodeKind, ScalarStyle, Span, Tree};

const MARKER: &str = "codemagic-lint:";

/// The suppressions of a file.
pub struct Suppressions<'t> {
    /// The id that a rule has today, given that or an old one.
    known: fn(&str) -> Option<&'static str>,
    list: Vec<Suppression<'t>>,
    malformed: Vec<Span>,
    damaged: bool,
}

struct Suppression<'t> {
    id: &'t str,
    id_span: Span,
    scope: Scope,
    used: Cell<bool>,
}

#[derive(Clone, Copy)]
enum Scope {
    File,
    /// Findings that begin inside.
    Text(Span),
}

/// What is wrong with a suppression comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Complaint<'t> {
    /// It silences nothing.
    Unused {
        /// The rule.
        id: &'t str,
        /// Where its id is written.
        span: Span,
    },
    /// It names no rule that exists.
    UnknownRule {
        /// The name.
        id: &'t str,
        /// Where it is written.
        span: Span,
    },
    /// It cannot be read.
    Malformed {
        /// The comment.
        span: Span,
    },
}

impl<'t> Suppressions<'t> {
    /// Reads the comments of a file. `known` gives the id that a rule has today,
    /// for that or an old id; `None` for a name that is no rule's.
    pub fn new(tree: &'t Tree, known: fn(&str) -> Option<&'static str>) -> Self {
        let mut found = Self {
            known,
            list: Vec::new(),
            malformed: Vec::new(),
            damaged: false,
        };
        let comments = tree.comments();
        for (index, comment) in comments.iter().enumerate() {
            let text = tree.source().slice(comment.span);
            // The marker begins the comment or another comment behind it.
            let Some(at) = text.find(MARKER) else {
                continue;
            };
            if !text[..at].trim_end_matches([' ', '\t']).ends_with('#') {
                continue;
            }
            found.read(tree, &comments[index..], *comment, text, at + MARKER.len());
        }
        found.damaged = !tree.is_whole();
        found
    }

    fn read(
        &mut self,
        tree: &'t Tree,
        rest: &[Comment],
        comment: Comment,
        text: &'t str,
        from: usize,
    ) {
        let directive = text[from..].trim_start();
        let (file, ids) = match directive.strip_prefix("ignore-file") {
            Some(ids) => (true, ids),
            None => (false, directive.strip_prefix("ignore").unwrap_or("")),
        };
        let list = ids.strip_prefix('[').and_then(|ids| ids.split_once(']'));
        let Some((list, _reason)) = list.filter(|(list, _)| !list.trim().is_empty()) else {
            self.malformed.push(comment.span);
            return;
        };
        let scope = if file {
            Scope::File
        } else {
            Scope::Text(scope(tree, rest, comment))
        };
        for id in list.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            // `id` is a slice of `text`, so the distance is its offset.
            let offset = id.as_ptr() as usize - text.as_ptr() as usize;
            let start = comment.span.start() + offset;
            let id_span = Span::new(start, start + id.len());
            self.list.push(Suppression {
                id,
                id_span,
                scope,
                used: Cell::new(false),
            });
        }
    }

    /// Whether a finding of this rule, beginning here, is silenced. Remembers
    /// that the suppression was of use.
    pub fn covers(&self, rule: &str, span: Span) -> bool {
        let mut covered = false;
        for suppression in &self.list {
            let inside = match suppression.scope {
                Scope::File => true,
                Scope::Text(scope) => scope.start() <= span.start() && span.start() <= scope.end(),
            };
            if inside && (self.known)(suppression.id) == Some(rule) {
                suppression.used.set(true);
                covered = true;
            }
        }
        covered
    }

    /// What is wrong with the comments, once all findings have been shown to
    /// [`Suppressions::covers`]. A suppression of a rule that is off, or in a file
    /// that could not be read whole, is not called unused.
    pub fn complaints(&self, is_on: impl Fn(&str) -> bool) -> Vec<Complaint<'t>> {
        let mut complaints: Vec<Complaint<'t>> = self
            .malformed
            .iter()
            .map(|&span| Complaint::Malformed { span })
            .collect();
        for suppression in &self.list {
            let (id, span) = (suppression.id, suppression.id_span);
            match (self.known)(id) {
                None => complaints.push(Complaint::UnknownRule { id, span }),
                Some(current) if !suppression.used.get() && !self.damaged && is_on(current) => {
                    complaints.push(Complaint::Unused { id, span });
                }
                Some(_) => {}
            }
        }
        complaints
    }
}

/// The text that a comment speaks of.
fn scope(tree: &Tree, rest: &[Comment], comment: Comment) -> Span {
    let source = tree.source();
    let line = source.line_index(comment.span.start());
    if !comment.own_line {
        return line_scope(tree, line);
    }
    // Comments and empty lines may stand between the comment and its node.
    let mut below = line + 1;
    let mut others = rest.iter().skip(1).peekable();
    while let Some(span) = source.line_span(below) {
        let text = source.slice(span).trim_start();
        let is_comment = others.next_if(|other| span.contains(other.span)).is_some();
        if !is_comment && !text.is_empty() {
            return node_scope(tree, span);
        }
        below += 1;
    }
    Span::at(source.text().len())
}

/// A line, with the block scalar that begins on it.
fn line_scope(tree: &Tree, line: usize) -> Span {
    let Some(span) = tree.source().line_span(line) else {
        return Span::default();
    };
    let last = tree.innermost(span.end());
    let block = tree.scalar_style(last).is_some_and(ScalarStyle::is_block)
        && tree.kind(last) == NodeKind::Scalar
        && span.contains(Span::at(tree.span(last).start()));
    if block {
        span.cover(tree.span(last))
    } else {
        span
    }
}

/// The key or list item that begins on a line, with all that it holds.
fn node_scope(tree: &Tree, line: Span) -> Span {
    let text = tree.source().slice(line);
    let first = line.start() + (text.len() - text.trim_start().len());
    let is_item = text.trim_start().starts_with("- ");
    let node = tree.nodes_from(first).find_map(|id| {
        if is_item {
            let parent = tree.parent(id)?;
            (tree.kind(parent) == NodeKind::Sequence).then_some(id)
        } else {
            tree.value_of(id)
        }
    });
    let end = node.map_or(line.end(), |node| tree.span(node).end());
    Span::new(line.start(), end.max(line.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{SourceFile, parse};

    const TEXT: &str = "\
# codemagic-lint: ignore-file[rule-f] everywhere
a:
  # codemagic-lint: ignore[rule-n] this key
  b:
    c: 1
  d: 2 # codemagic-lint: ignore[rule-l]
  e:
    # codemagic-lint: ignore[rule-i, rule-j]

    - x: 1
      y: 2
    - z: 3
  s: | # codemagic-lint: ignore[rule-s]
    body
";

    fn known(id: &str) -> Option<&'static str> {
        ["rule-f", "rule-n", "rule-l", "rule-i", "rule-j", "rule-s"]
            .into_iter()
            .find(|it| *it == id)
    }

    fn covered(rule: &str, word: &str) -> bool {
        let tree = parse(SourceFile::new("f", TEXT));
        let at = TEXT.find(word).unwrap();
        Suppressions::new(&tree, known).covers(rule, Span::new(at, at + word.len()))
    }

    #[test]
    fn a_comment_above_covers_its_node() {
        assert!(covered("rule-n", "b:"));
        assert!(covered("rule-n", "c: 1"));
        assert!(!covered("rule-n", "d: 2"));
        assert!(covered("rule-i", "x: 1"));
        assert!(covered("rule-j", "y: 2"));
        assert!(!covered("rule-j", "z: 3"));
    }

    #[test]
    fn a_comment_behind_covers_its_line() {
        assert!(covered("rule-l", "d: 2"));
        assert!(!covered("rule-l", "c: 1"));
        assert!(covered("rule-s", "body"));
        assert!(covered("rule-f", "z: 3"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let tree = parse(SourceFile::new(
            "f",
            "# codemagic-lint: ignore\n# codemagic-lint: ignore[no-such]\na: 1\n",
        ));
        let suppressions = Suppressions::new(&tree, known);
        let complaints = suppressions.complaints(|_| true);
        assert!(matches!(complaints[0], Complaint::Malformed { .. }));
        assert!(matches!(
            complaints[1],
            Complaint::UnknownRule { id: "no-such", .. }
        ));
    }
}
