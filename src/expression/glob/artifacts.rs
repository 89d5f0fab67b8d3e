//! Patterns of files: what they may match, judged without looking at files.

use super::ast::{Group, GroupKind, Node, NodeKind, Sequence};
use super::braces::expand;
use super::{Glyph, MAX_LENGTH, parse_all};

/// Whether a pattern of `artifacts` may match a file whose name ends like this,
/// case aside.
///
/// What cannot be judged counts as a match: variables and inputs in the last part
/// of the path, and names without a dot, which may be directories.
pub fn may_end_with(pattern: &str, ending: &str) -> bool {
    // Most patterns are of this kind, and many rules ask for several endings each.
    let pattern = pattern.trim();
    if pattern.len() <= MAX_LENGTH && !pattern.contains(['{', '}', '(', '[', '\\']) {
        return simple_may_end_with(pattern, ending);
    }
    // A backslash in a path is a separator of Windows more often than an escape.
    let pattern = pattern.replace('\\', "/");
    if pattern.contains("${{") {
        return true;
    }
    let ending: Vec<char> = ending.chars().collect();
    // A pattern that stands for too many is not judged.
    parse_all(&pattern, &mut Vec::new()).map_or(true, |all| {
        all.iter().any(|one| one_may_end_with(one, &ending))
    })
}

/// The same for a pattern with no other signs than `*` and `?`.
fn simple_may_end_with(pattern: &str, ending: &str) -> bool {
    let name = pattern.rsplit('/').next().unwrap_or(pattern);
    let is_plain = !name.contains(['*', '?']);
    if (is_plain && !name.contains('.')) || name.contains('$') {
        return true;
    }
    let mut wanted = ending.chars().rev();
    let mut signs = name.chars().rev();
    loop {
        match (wanted.next(), signs.next()) {
            (None, _) | (Some(_), Some('*')) => return true,
            (Some(_), Some('?')) => {}
            (Some(wanted), Some(sign)) if sign.eq_ignore_ascii_case(&wanted) => {}
            (Some(_), _) => return false,
        }
    }
}

/// The last parts of the paths that a pattern stands for, braces expanded; none for
/// a pattern that stands for too many.
pub fn last_parts(pattern: &str) -> Vec<String> {
    let pattern = pattern.trim();
    if pattern.len() <= MAX_LENGTH && !pattern.contains(['{', '\\']) {
        return vec![paths_end(pattern).to_owned()];
    }
    let pattern = pattern.replace('\\', "/");
    let expanded = expand(&pattern, &mut Vec::new()).unwrap_or_default();
    let last = |path: Vec<Glyph>| {
        let path: String = path.into_iter().map(|glyph| glyph.char).collect();
        paths_end(&path).to_owned()
    };
    expanded.into_iter().map(last).collect()
}

/// The last part of a path.
fn paths_end(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn one_may_end_with(pattern: &Sequence, ending: &[char]) -> bool {
    let is = |node: &Node, wanted: char| matches!(node.kind, NodeKind::Char { char, .. } if char == wanted);
    let nodes = pattern.nodes.as_slice();
    let folder = nodes.iter().rposition(|node| is(node, '/'));
    let name = folder.map_or(nodes, |at| nodes.get(at + 1..).unwrap_or_default());
    let is_plain = name
        .iter()
        .all(|node| matches!(node.kind, NodeKind::Char { .. }));
    let may_be_folder = is_plain && !name.iter().any(|node| is(node, '.'));
    if may_be_folder || name.iter().any(|node| is(node, '$')) {
        return true;
    }
    left(name, &Left::all(ending)).has(0)
}

/// How many characters of an ending may still be unmatched, going backwards. With
/// none left, whatever stands before fits.
#[derive(Clone, PartialEq, Eq)]
struct Left<'a> {
    ending: &'a [char],
    counts: Vec<bool>,
}

impl<'a> Left<'a> {
    fn none(ending: &'a [char]) -> Self {
        Self {
            ending,
            counts: vec![false; ending.len() + 1],
        }
    }

    fn all(ending: &'a [char]) -> Self {
        let mut left = Self::none(ending);
        left.add(ending.len());
        left
    }

    fn has(&self, count: usize) -> bool {
        self.counts.get(count) == Some(&true)
    }

    fn add(&mut self, count: usize) {
        if let Some(slot) = self.counts.get_mut(count) {
            *slot = true;
        }
    }

    fn union(&mut self, other: &Self) {
        for (count, _) in other.counts.iter().enumerate().filter(|(_, is)| **is) {
            self.add(count);
        }
    }

    /// After one character that `fits` accepts.
    fn one(&self, fits: impl Fn(char) -> bool) -> Self {
        let mut after = Self::none(self.ending);
        if self.has(0) {
            after.add(0);
        }
        for (index, wanted) in self.ending.iter().enumerate() {
            if self.has(index + 1) && fits(*wanted) {
                after.add(index);
            }
        }
        after
    }

    /// After whatever text.
    fn many(&self) -> Self {
        let mut after = Self::none(self.ending);
        let most = self.counts.iter().rposition(|is| *is);
        for count in most.into_iter().flat_map(|most| 0..=most) {
            after.add(count);
        }
        after
    }
}

fn left<'a>(nodes: &[Node], before: &Left<'a>) -> Left<'a> {
    let mut left = before.clone();
    for node in nodes.iter().rev() {
        left = match &node.kind {
            NodeKind::Char { char, .. } => left.one(|wanted| char.eq_ignore_ascii_case(&wanted)),
            NodeKind::One => left.one(|_| true),
            NodeKind::Set(set) => left.one(|wanted| set.contains(wanted)),
            NodeKind::Many { .. } => left.many(),
            NodeKind::Group(group) => after_group(group, &left),
        };
    }
    left
}

fn after_group<'a>(group: &Group, before: &Left<'a>) -> Left<'a> {
    let once = |before: &Left<'a>| {
        let mut after = Left::none(before.ending);
        for alternative in &group.alternatives {
            after.union(&left(alternative, before));
        }
        after
    };
    let mut after = match group.kind {
        // What is left out is one ending of many.
        GroupKind::Inverse => return before.many(),
        GroupKind::Once | GroupKind::Some => once(before),
        GroupKind::Optional | GroupKind::Any => before.clone(),
    };
    if group.kind == GroupKind::Optional {
        after.union(&once(before));
        return after;
    }
    if group.kind == GroupKind::Once {
        return after;
    }
    // Each turn leaves less to match, so there are no more turns than characters.
    loop {
        let mut more = after.clone();
        more.union(&once(&after));
        if more == after {
            return after;
        }
        after = more;
    }
}
