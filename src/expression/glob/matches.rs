//! Whether a name matches.
//!
//! For every part of a pattern: from which positions of the name it may start, to
//! which it may lead. Positions are kept in sets, and what a repeated or inverse
//! group does from one position is worked out once, so the time is polynomial.

use rustc_hash::FxHashMap;

use super::ast::{Group, GroupKind, Inverse, Node, NodeKind, Sequence, Set};
use super::positions::Positions;

/// A part of a name that is matched. Real names have characters only; the others
/// stand for the wildcards of another pattern, see [`super::covers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol<'a> {
    /// This character.
    Char(char),
    /// Whatever character.
    One,
    /// Some character of a set.
    OneOf(&'a Set),
    /// Whatever text.
    Many,
}

/// A name as symbols.
pub(super) fn symbols(name: &str) -> Vec<Symbol<'static>> {
    name.chars().map(Symbol::Char).collect()
}

/// Whether a name matches.
pub(super) fn matches(pattern: &Sequence, name: &[Symbol<'_>]) -> bool {
    !(pattern.group_first && is_dot_folder(name)) && leads_to_end(pattern, name)
}

/// Whether the parts of a pattern match a name, those aside that Git does not allow.
pub(super) fn leads_to_end(pattern: &Sequence, name: &[Symbol<'_>]) -> bool {
    if !(letters_fit(pattern.nodes.iter(), name.iter())
        && letters_fit(pattern.nodes.iter().rev(), name.iter().rev()))
    {
        return false;
    }
    let mut matcher = Matcher {
        name,
        is_real: name.iter().all(|it| matches!(it, Symbol::Char(_))),
        steps: FxHashMap::default(),
        ahead: FxHashMap::default(),
    };
    let start = Positions::one(name.len(), 0);
    let ends = matcher.run(&pattern.nodes, start, &Rest::NOTHING);
    ends.contains(name.len())
}

/// Whether the characters that the pattern surely begins with (or ends with, where both
/// come backwards) are those of the name. Most pairs are told apart by them.
fn letters_fit<'p, 's>(
    nodes: impl Iterator<Item = &'p Node>,
    mut name: impl Iterator<Item = &'s Symbol<'s>>,
) -> bool {
    for node in nodes {
        let NodeKind::Char { char, .. } = &node.kind else {
            return true;
        };
        if name.next() != Some(&Symbol::Char(*char)) {
            return false;
        }
    }
    true
}

/// Whether the name is `.` or `..`, or begins with `./` or `../`.
fn is_dot_folder(name: &[Symbol<'_>]) -> bool {
    let dots = name
        .iter()
        .take(3)
        .take_while(|it| **it == Symbol::Char('.'));
    let after = match dots.count() {
        count @ (1 | 2) => name.get(count),
        _ => return false,
    };
    matches!(after, None | Some(Symbol::Char('/')))
}

/// What follows a part of a pattern, for looking ahead: the rest of the group it
/// stands in, then what follows that group. Repetitions are left out of account,
/// as the package does.
struct Rest<'p> {
    nodes: &'p [Node],
    then: Option<&'p Rest<'p>>,
}

impl Rest<'_> {
    const NOTHING: Rest<'static> = Rest {
        nodes: &[],
        then: None,
    };
}

struct Matcher<'a> {
    name: &'a [Symbol<'a>],
    /// The name has no wildcards.
    is_real: bool,
    /// Where the alternatives of a group lead from a position.
    steps: FxHashMap<(usize, usize), Positions>,
    /// Whether looking ahead from a position an inverse group finds its
    /// alternatives and then the rest; and whether it finds the rest at once.
    ahead: FxHashMap<(usize, usize), (bool, bool)>,
}

impl Matcher<'_> {
    fn none(&self) -> Positions {
        Positions::none(self.name.len())
    }

    /// Where some parts lead, one behind the other.
    fn run(&mut self, nodes: &[Node], starts: Positions, rest: &Rest<'_>) -> Positions {
        let mut ends = starts;
        for (index, node) in nodes.iter().enumerate() {
            if ends.is_empty() {
                break;
            }
            let rest = Rest {
                nodes: nodes.get(index + 1..).unwrap_or_default(),
                then: Some(rest),
            };
            ends = self.node(node, &ends, &rest);
        }
        ends
    }

    fn node(&mut self, node: &Node, starts: &Positions, rest: &Rest<'_>) -> Positions {
        match &node.kind {
            NodeKind::Char { char, .. } => self.one(starts, |it| it == Symbol::Char(*char)),
            NodeKind::One => self.one(starts, |it| it != Symbol::Many),
            NodeKind::Set(set) => self.one(starts, |it| match it {
                Symbol::Char(char) => set.contains(char),
                Symbol::OneOf(other) => *other == **set,
                Symbol::One | Symbol::Many => false,
            }),
            NodeKind::Many { at_start } => self.many(starts, *at_start),
            NodeKind::Group(group) => self.group(group, starts, rest),
        }
    }

    fn one(&self, starts: &Positions, fits: impl Fn(Symbol<'_>) -> bool) -> Positions {
        let mut ends = self.none();
        for start in starts.iter() {
            if self.name.get(start).is_some_and(|symbol| fits(*symbol)) {
                ends.insert(start + 1);
            }
        }
        ends
    }

    fn many(&self, starts: &Positions, at_start: bool) -> Positions {
        let mut ends = self.none();
        let mut starts = starts.iter();
        if let Some(first) = starts.find(|start| !at_start || self.is_text_left(*start)) {
            ends.insert_from(first, self.name.len());
        }
        ends
    }

    /// Whether something surely stands at a position or behind it. A name as a
    /// whole is never empty, whatever wildcards it is made of.
    fn is_text_left(&self, position: usize) -> bool {
        let rest = self.name.get(position..).unwrap_or_default();
        let is_whole = position == 0 && !rest.is_empty();
        is_whole || rest.iter().any(|symbol| *symbol != Symbol::Many)
    }

    fn group(&mut self, group: &Group, starts: &Positions, rest: &Rest<'_>) -> Positions {
        match group.kind {
            GroupKind::Once => self.step(group, starts, rest),
            GroupKind::Optional => {
                let mut ends = self.step(group, starts, rest);
                ends.add(starts);
                ends
            }
            GroupKind::Any => self.repeat(group, starts.clone(), rest),
            GroupKind::Some => {
                let first = self.step(group, starts, rest);
                self.repeat(group, first, rest)
            }
            GroupKind::Inverse => self.inverse(group, starts, rest),
        }
    }

    /// Where the alternatives lead from some positions.
    fn step(&mut self, group: &Group, starts: &Positions, rest: &Rest<'_>) -> Positions {
        let mut ends = self.none();
        for start in starts.iter() {
            ends.add(&self.step_from(group, start, rest));
        }
        ends
    }

    fn step_from(&mut self, group: &Group, start: usize, rest: &Rest<'_>) -> Positions {
        if let Some(known) = self.steps.get(&(group.id, start)) {
            return known.clone();
        }
        let mut ends = self.none();
        for alternative in &group.alternatives {
            let start = Positions::one(self.name.len(), start);
            ends.add(&self.run(alternative, start, rest));
        }
        self.steps.insert((group.id, start), ends.clone());
        ends
    }

    /// Where any number of the alternatives lead.
    fn repeat(&mut self, group: &Group, starts: Positions, rest: &Rest<'_>) -> Positions {
        let mut open: Vec<usize> = starts.iter().collect();
        let mut ends = starts;
        while let Some(start) = open.pop() {
            for end in self.step_from(group, start, rest).iter() {
                if !ends.contains(end) {
                    ends.insert(end);
                    open.push(end);
                }
            }
        }
        ends
    }

    fn inverse(&mut self, group: &Group, starts: &Positions, rest: &Rest<'_>) -> Positions {
        let mut ends = self.none();
        // What a wildcard stands for may be the very text that is left out.
        if !self.is_real {
            return ends;
        }
        let length = self.name.len();
        for start in starts.iter() {
            if group.at_start && start == length {
                continue;
            }
            match group.inverse {
                Inverse::Exact => {
                    let left_out = self.step_from(group, start, rest);
                    for end in (start..=length).filter(|end| !left_out.contains(*end)) {
                        ends.insert(end);
                    }
                }
                Inverse::LookAhead { or_nothing } => {
                    let (found, rest_matches) = self.look_ahead(group, start, rest);
                    if !found {
                        ends.insert_from(start, length);
                    } else if or_nothing && rest_matches {
                        ends.insert(start);
                    }
                }
            }
        }
        ends
    }

    fn look_ahead(&mut self, group: &Group, start: usize, rest: &Rest<'_>) -> (bool, bool) {
        let key = (group.id, start);
        if let Some(known) = self.ahead.get(&key) {
            return *known;
        }
        let after = self.step_from(group, start, rest);
        let here = Positions::one(self.name.len(), start);
        let found = (self.ends_well(after, rest), self.ends_well(here, rest));
        self.ahead.insert(key, found);
        found
    }

    /// Whether the rest of the pattern leads from one of the positions to the end.
    fn ends_well(&mut self, starts: Positions, rest: &Rest<'_>) -> bool {
        let mut ends = starts;
        let mut next = Some(rest);
        while let Some(rest) = next {
            ends = self.run(rest.nodes, ends, rest.then.unwrap_or(&Rest::NOTHING));
            next = rest.then;
        }
        ends.contains(self.name.len())
    }
}
