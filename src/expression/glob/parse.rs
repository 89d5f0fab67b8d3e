//! From the text of a pattern, its braces expanded, to its parts.

use super::ast::{Group, GroupKind, Node, NodeKind, Sequence};
use super::problem::{Problem, ProblemKind};
use super::{Glyph, MAX_DEPTH, TooComplex, inverse, sets};

/// Parses a pattern; an error where its groups are too deep.
pub(super) fn parse(glyphs: &[Glyph], problems: &mut Vec<Problem>) -> Result<Sequence, TooComplex> {
    let mut parser = Parser {
        glyphs,
        at: 0,
        groups: Groups::On,
        sets_on: true,
        at_start: true,
        inverses: 0,
        next_id: 0,
        problems: Vec::new(),
    };
    let nodes = parser.sequence();
    if parser.groups == Groups::TooDeep {
        return Err(TooComplex);
    }
    // Where a set or group is not closed, what was to stand in it is loose.
    let loose = [ProblemKind::StrayCloser, ProblemKind::LoosePipe];
    let unclosed = |kinds: &[ProblemKind]| {
        let mut found = parser.problems.iter();
        found.any(|problem| kinds.contains(&problem.kind))
    };
    let no_closers = unclosed(&[ProblemKind::UnclosedSet, ProblemKind::UnclosedGroup]);
    parser
        .problems
        .retain(|problem| !no_closers || !loose.contains(&problem.kind));
    problems.append(&mut parser.problems);
    Ok(Sequence {
        group_first: matches!(nodes.first(), Some(node) if matches!(node.kind, NodeKind::Group(_))),
        nodes,
    })
}

/// Whether groups are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Groups {
    On,
    /// One was not closed.
    Off,
    /// One was too deep.
    TooDeep,
}

pub(super) struct Parser<'a> {
    pub(super) glyphs: &'a [Glyph],
    pub(super) at: usize,
    groups: Groups,
    /// Off once a set was not closed.
    sets_on: bool,
    /// Nothing stands before this place.
    at_start: bool,
    /// Inverse groups around this place.
    inverses: usize,
    next_id: usize,
    pub(super) problems: Vec<Problem>,
}

/// A group whose place in the group around it is not settled yet.
struct Open {
    kind: GroupKind,
    alternatives: Vec<Vec<Node>>,
    at_start: bool,
    start: usize,
}

impl Parser<'_> {
    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.glyphs.get(at).map(|glyph| glyph.char)
    }

    /// The bytes from one glyph to before another.
    fn span(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let start = self.glyphs.get(from).map_or(0, |glyph| glyph.span.start);
        let last = to.checked_sub(1).and_then(|last| self.glyphs.get(last));
        start..last.map_or(start, |glyph| glyph.span.end).max(start)
    }

    pub(super) fn report(&mut self, kind: ProblemKind, from: usize, to: usize) {
        let span = self.span(from, to);
        self.problems.push(Problem { kind, span });
    }

    /// The whole pattern.
    fn sequence(&mut self) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(self.glyphs.len());
        let mut parentheses = 0_usize;
        while let Some(char) = self.char(self.at) {
            let start = self.at;
            if let Some(open) = self.group(true, 0) {
                nodes.push(self.close(open));
                continue;
            }
            match char {
                '(' => parentheses += 1,
                ')' if parentheses > 0 => parentheses -= 1,
                ')' | ']' => self.report(ProblemKind::StrayCloser, start, start + 1),
                '|' => self.report(ProblemKind::LoosePipe, start, start + 1),
                _ => {}
            }
            if char == '\\' && self.char(start + 1).is_none() {
                self.report(ProblemKind::TrailingBackslash, start, start + 1);
            }
            nodes.extend(self.simple(char));
        }
        nodes.shrink_to_fit();
        nodes
    }

    /// Anything but a group, and none at a backslash that escapes nothing.
    fn simple(&mut self, char: char) -> Option<Node> {
        let start = self.at;
        self.at += 1;
        let kind = match char {
            '*' => NodeKind::Many {
                at_start: self.at_start,
            },
            '?' => NodeKind::One,
            '\\' => {
                let escaped = self.char(self.at)?;
                self.at += 1;
                NodeKind::Char {
                    char: escaped,
                    sized: !matches!(escaped, '/' | '\\'),
                }
            }
            '[' => self.set(),
            char => NodeKind::Char {
                char,
                sized: char != '/',
            },
        };
        self.at_start = false;
        let span = self.span(start, self.at);
        Some(Node { kind, span })
    }

    /// A set, or the bracket itself where it is not closed.
    fn set(&mut self) -> NodeKind {
        let start = self.at - 1;
        if self.sets_on {
            if let Some(set) = sets::parse(self) {
                return NodeKind::Set(Box::new(set));
            }
            self.at = start + 1;
            self.sets_on = false;
            self.report(ProblemKind::UnclosedSet, start, start + 1);
        }
        NodeKind::Char {
            char: '[',
            sized: true,
        }
    }

    /// A group, if one begins here and is closed.
    fn group(&mut self, outermost: bool, depth: usize) -> Option<Open> {
        let kind = match self.char(self.at)? {
            '@' => GroupKind::Once,
            '?' => GroupKind::Optional,
            '*' => GroupKind::Any,
            '+' => GroupKind::Some,
            '!' => GroupKind::Inverse,
            _ => return None,
        };
        if self.groups != Groups::On || self.char(self.at + 1) != Some('(') {
            return None;
        }
        if depth == MAX_DEPTH {
            self.groups = Groups::TooDeep;
            return None;
        }
        let start = self.at;
        let (sets_on, at_start, known) = (self.sets_on, self.at_start, self.problems.len());
        self.at += 2;
        self.inverses += usize::from(kind == GroupKind::Inverse);
        let found = self.alternatives(kind, depth);
        self.inverses -= usize::from(kind == GroupKind::Inverse);
        if let Some((kind, alternatives)) = found {
            return Some(Open {
                kind,
                alternatives,
                at_start,
                start,
            });
        }
        self.at = start;
        if self.groups == Groups::On {
            self.groups = Groups::Off;
        }
        self.sets_on = sets_on;
        self.at_start = at_start;
        self.problems.truncate(known);
        if outermost {
            self.report(ProblemKind::UnclosedGroup, start, start + 2);
        }
        None
    }

    /// What stands in a group up to its `)`, and what kind of group it then is;
    /// `None` where it is not closed.
    fn alternatives(
        &mut self,
        kind: GroupKind,
        depth: usize,
    ) -> Option<(GroupKind, Vec<Vec<Node>>)> {
        let at_start = self.at_start;
        let mut done: Vec<Vec<Node>> = Vec::new();
        let mut current: Vec<Node> = Vec::new();
        loop {
            let char = self.char(self.at)?;
            if let Some(inner) = self.group(false, depth + 1) {
                let only = done.is_empty() && current.is_empty() && self.char(self.at) == Some(')');
                if only && let Some(promoted) = promoted(kind, inner.kind) {
                    self.at += 1;
                    return Some((promoted, inner.alternatives));
                }
                current.push(self.close(inner));
                continue;
            }
            if self.groups != Groups::On {
                return None;
            }
            match char {
                ')' => {
                    self.at += 1;
                    self.at_start = false;
                    current.shrink_to_fit();
                    done.push(current);
                    done.shrink_to_fit();
                    return Some((kind, done));
                }
                '|' => {
                    self.at += 1;
                    self.at_start = at_start;
                    done.push(std::mem::take(&mut current));
                }
                char => current.extend(self.simple(char)),
            }
        }
    }

    fn close(&mut self, open: Open) -> Node {
        let id = self.next_id;
        self.next_id += 1;
        self.at_start = false;
        let inverse = inverse::decide(&open.alternatives, self.inverses > 0);
        Node {
            span: self.span(open.start, self.at),
            kind: NodeKind::Group(Box::new(Group {
                id,
                kind: open.kind,
                alternatives: open.alternatives,
                inverse,
                at_start: open.at_start,
            })),
        }
    }
}

/// What a group is when all it holds is another group; `None` where it stays what
/// it is.
fn promoted(outer: GroupKind, inner: GroupKind) -> Option<GroupKind> {
    use GroupKind::{Any, Inverse, Once, Optional, Some as AtLeastOnce};
    match (outer, inner) {
        (Once, Optional | Any | AtLeastOnce | Inverse) => Some(inner),
        (Optional, Once) => Some(Optional),
        (Optional, Any | AtLeastOnce) | (Any, Once) | (AtLeastOnce, Optional | Any) => Some(Any),
        (AtLeastOnce, Once) => Some(AtLeastOnce),
        (Inverse, Once) => Some(Inverse),
        (Inverse, Inverse) => Some(Once),
        _ => None,
    }
}
