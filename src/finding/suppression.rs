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

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::syntax::{Comment, NodeKind, ScalarStyle, SourceFile, Span, Tree, united};

/// What a suppression comment begins with.
pub(crate) const MARKER: &str = "codemagic-lint:";

/// Lists inside each other that may begin in front of an item.
const MAX_DEPTH: usize = 256;

/// The suppressions of a file.
///
/// Made for many comments and many findings: neither looks at all of the other.
pub struct Suppressions<'t> {
    list: Vec<Suppression<'t>>,
    by_rule: FxHashMap<&'t str, Silenced>,
    malformed: Vec<Span>,
    unwritten: Vec<Span>,
    damaged: bool,
}

struct Suppression<'t> {
    id: &'t str,
    id_span: Span,
    /// The id that the rule has today; `None` where there is no such rule.
    rule: Option<&'t str>,
    /// Findings that begin inside are silenced.
    scope: Span,
}

/// What is silenced of one rule.
#[derive(Default)]
struct Silenced {
    /// Parts of the text that do not overlap, in order.
    scopes: Vec<Span>,
    /// Where the findings began that were silenced.
    met: RefCell<Vec<u32>>,
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
    /// A placeholder stands where its reason is to be written.
    Unwritten {
        /// The placeholder.
        span: Span,
    },
}

impl<'t> Suppressions<'t> {
    /// Reads the comments of a file. `known` gives the id that a rule has today,
    /// for that or an old id; `None` for a name that is no rule's.
    pub fn new(tree: &'t Tree, known: fn(&str) -> Option<&str>) -> Self {
        let mut found = Self {
            list: Vec::new(),
            by_rule: FxHashMap::default(),
            malformed: Vec::new(),
            unwritten: Vec::new(),
            damaged: !tree.is_whole(),
        };
        let directives: Vec<(usize, &str)> = directives(tree).collect();
        if directives.is_empty() {
            return found;
        }
        let below = lines_below(tree);
        for (index, directive) in directives {
            let comment = tree.comments()[index];
            let Some((for_file, ids)) = parse(directive) else {
                found.malformed.push(comment.span);
                continue;
            };
            let scope = match below[index] {
                _ if for_file => Span::new(0, tree.source().text().len()),
                Some(line) if comment.own_line => node_scope(tree, line),
                None if comment.own_line => Span::at(tree.source().text().len()),
                _ => line_scope(tree, tree.source().line_index(comment.span.start())),
            };
            found.add(tree.source(), ids, scope, known);
            let behind = place_of(tree.source(), ids).end() + 1;
            let reason = Span::new(behind, comment.span.end().max(behind));
            let reason = tree.source().slice(reason).trim();
            if is_unwritten(reason) {
                found.unwritten.push(place_of(tree.source(), reason));
            }
        }
        for silenced in found.by_rule.values_mut() {
            silenced.scopes = united(std::mem::take(&mut silenced.scopes));
        }
        found
    }

    fn add(
        &mut self,
        source: &'t SourceFile,
        ids: &'t str,
        scope: Span,
        known: fn(&str) -> Option<&str>,
    ) {
        for id in ids.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            let rule = known(id);
            if let Some(rule) = rule {
                self.by_rule.entry(rule).or_default().scopes.push(scope);
            }
            self.list.push(Suppression {
                id,
                id_span: place_of(source, id),
                rule,
                scope,
            });
        }
    }

    /// Whether a finding of this rule, beginning here, is silenced. Remembers
    /// that the suppression was of use.
    pub fn covers(&self, rule: &str, span: Span) -> bool {
        let Some(silenced) = self.by_rule.get(rule) else {
            return false;
        };
        let scopes = &silenced.scopes;
        let after = scopes.partition_point(|scope| scope.start <= span.start);
        let last = after.checked_sub(1).and_then(|index| scopes.get(index));
        let covered = last.is_some_and(|scope| span.start <= scope.end);
        if covered {
            silenced.met.borrow_mut().push(span.start);
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
            .chain(
                self.unwritten
                    .iter()
                    .map(|&span| Complaint::Unwritten { span }),
            )
            .collect();
        for silenced in self.by_rule.values() {
            silenced.met.borrow_mut().sort_unstable();
        }
        for suppression in &self.list {
            let (id, span) = (suppression.id, suppression.id_span);
            match suppression.rule {
                None => complaints.push(Complaint::UnknownRule { id, span }),
                Some(rule) if !self.damaged && is_on(rule) && !self.is_used(suppression) => {
                    complaints.push(Complaint::Unused { id, span });
                }
                Some(_) => {}
            }
        }
        complaints
    }

    fn is_used(&self, suppression: &Suppression<'_>) -> bool {
        let silenced = suppression.rule.and_then(|rule| self.by_rule.get(rule));
        silenced.is_some_and(|silenced| {
            let met = silenced.met.borrow();
            let first = met.partition_point(|&start| start < suppression.scope.start);
            met.get(first)
                .is_some_and(|&start| start <= suppression.scope.end)
        })
    }
}

/// The comments with our marker, by their index, and what follows it.
fn directives(tree: &Tree) -> impl Iterator<Item = (usize, &str)> {
    let comments = tree.comments().iter().enumerate();
    comments.filter_map(|(index, comment)| {
        let text = tree.source().slice(comment.span);
        // The marker begins the comment or another comment behind it.
        let at = text.find(MARKER)?;
        let begins = text[..at].trim_end_matches([' ', '\t']).ends_with('#');
        begins.then(|| (index, text[at + MARKER.len()..].trim_start()))
    })
}

/// A suppression comment as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directive {
    /// The comment.
    pub comment: Comment,
    /// Whether it holds for the whole file.
    pub for_file: bool,
    /// What stands between its brackets.
    pub ids: Span,
    /// The first line below, from 0, that is neither empty nor a comment.
    pub below: Option<usize>,
}

/// The suppression comments that can be read, in the order of the text.
pub fn written(tree: &Tree) -> Vec<Directive> {
    let found: Vec<(usize, &str)> = directives(tree).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let below = lines_below(tree);
    let written = found.into_iter().filter_map(|(index, directive)| {
        let (for_file, ids) = parse(directive)?;
        let line = below.get(index).copied().flatten();
        Some(Directive {
            comment: *tree.comments().get(index)?,
            for_file,
            ids: place_of(tree.source(), ids),
            below: line.map(|line| tree.source().line_index(line.start())),
        })
    });
    written.collect()
}

/// Where a slice of the text stands.
fn place_of(source: &SourceFile, slice: &str) -> Span {
    let start = (slice.as_ptr() as usize).saturating_sub(source.text().as_ptr() as usize);
    Span::new(start, start + slice.len())
}

/// What an editor puts where the reason is to be written.
#[cfg(feature = "cli")]
pub(crate) const PLACEHOLDER: &str = "because …";

/// Whether a text stands for a reason that is still to be written.
pub(crate) fn is_unwritten(reason: &str) -> bool {
    let rest = reason.trim_end_matches(['…', '.', ' ']);
    rest.len() < reason.len() && (rest.is_empty() || rest.eq_ignore_ascii_case("because"))
}

/// Whether a directive is for the whole file, and the ids that it lists.
fn parse(directive: &str) -> Option<(bool, &str)> {
    let (for_file, ids) = match directive.strip_prefix("ignore-file") {
        Some(ids) => (true, ids),
        None => (false, directive.strip_prefix("ignore")?),
    };
    let list = ids.strip_prefix('[')?;
    let list = &list[..closing(list)?];
    (!list.trim().is_empty()).then_some((for_file, list))
}

/// Where the list of ids ends: at the bracket that closes it. An id may hold a pair
/// of its own, `shellcheck[SC2086]`.
fn closing(list: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, sign) in list.match_indices(['[', ']']) {
        match (sign, open) {
            ("[", _) => open += 1,
            (_, 0) => return Some(at),
            _ => open -= 1,
        }
    }
    // An unclosed pair inside must not swallow the reason.
    list.find(']')
}

/// For every comment the first line below that is neither empty nor a comment;
/// `None` at the end of the text. From the last comment to the first, so that no
/// line is looked at twice.
fn lines_below(tree: &Tree) -> Vec<Option<Span>> {
    let source = tree.source();
    let mut found = vec![None; tree.comments().len()];
    let mut next: Option<(usize, Option<Span>)> = None;
    for (index, comment) in tree.comments().iter().enumerate().rev() {
        let line = source.line_index(comment.span.start());
        let mut below = line + 1;
        let first = loop {
            match next {
                Some((line, first)) if line == below => break first,
                _ => {}
            }
            match source.line_span(below) {
                Some(span) if source.slice(span).trim_start().is_empty() => below += 1,
                first => break first,
            }
        };
        found[index] = first;
        next = comment.own_line.then_some((line, first)).or(next);
    }
    found
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

/// What a comment above a line covers: the key or list item that begins on it,
/// with all that it holds.
pub(crate) fn node_scope(tree: &Tree, line: Span) -> Span {
    let text = tree.source().slice(line);
    let words = text.trim_start();
    let first = line.start() + (text.len() - words.len());
    let node = if words == "-" || words.starts_with("- ") {
        // Lists that begin with the item come before it.
        tree.nodes_from(first).take(MAX_DEPTH).find(|&id| {
            let parent = tree.parent(id);
            parent.is_some_and(|parent| tree.kind(parent) == NodeKind::Sequence)
        })
    } else {
        tree.nodes_from(first)
            .take_while(|&id| tree.span(id).start() <= line.end())
            .find_map(|id| tree.value_of(id))
    };
    let end = node.map_or(line.end(), |node| tree.span(node).end());
    Span::new(line.start(), end.max(line.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

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

    fn known(id: &str) -> Option<&str> {
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
    fn comments_and_empty_lines_may_stand_between() {
        let text = "a:\n  # codemagic-lint: ignore[rule-n]\n\n  # more\n  b: # behind\n    c: 1\n  \
                    # codemagic-lint: ignore[rule-i]\n  -\n";
        let tree = parse(SourceFile::new("f", text));
        let suppressions = Suppressions::new(&tree, known);
        let at = |word: &str| Span::at(text.find(word).unwrap());
        assert!(suppressions.covers("rule-n", at("b:")));
        assert!(suppressions.covers("rule-n", at("c: 1")));
        assert!(!suppressions.covers("rule-n", at("a:")));
    }

    #[test]
    fn each_comment_that_silences_something_is_used() {
        let text = "# codemagic-lint: ignore-file[rule-f]\n# codemagic-lint: ignore[rule-f]\na:\n  \
                    b: 1 # codemagic-lint: ignore[rule-f]\n  c: 1 # codemagic-lint: ignore[rule-f]\n";
        let tree = parse(SourceFile::new("f", text));
        let suppressions = Suppressions::new(&tree, known);
        let b = Span::at(text.find("b: 1").unwrap());
        assert!(suppressions.covers("rule-f", b));
        assert!(suppressions.covers("rule-f", b));
        let complaints = suppressions.complaints(|_| true);
        let last = text.rfind("rule-f").unwrap();
        let span = Span::new(last, last + "rule-f".len());
        let unused = Complaint::Unused { id: "rule-f", span };
        assert_eq!(complaints, [unused]);
    }

    #[test]
    fn a_comment_behind_covers_its_line() {
        assert!(covered("rule-l", "d: 2"));
        assert!(!covered("rule-l", "c: 1"));
        assert!(covered("rule-s", "body"));
        assert!(covered("rule-f", "z: 3"));
    }

    #[test]
    fn ids_may_hold_brackets() {
        let cases = [
            ("ignore[a, b[c], d] why [e]", Some((false, "a, b[c], d"))),
            ("ignore-file[a[b]]", Some((true, "a[b]"))),
            ("ignore[a[b] why", Some((false, "a[b"))),
            ("ignore[]", None),
            ("ignore[a", None),
        ];
        for (directive, expected) in cases {
            assert_eq!(super::parse(directive), expected, "{directive}");
        }
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
