//! Secrets, and texts without them.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::syntax::{NodeId, NodeKind, Span, Tree};

/// What stands in place of a secret.
pub const MASK: &str = "***";

/// Shorter texts are hidden where they stand, not elsewhere: they could be any word.
const LEAST_ELSEWHERE: usize = 5;
/// Shorter texts are hidden elsewhere only where they are words of their own.
const LEAST_INSIDE: usize = 12;
/// Shorter lines of a secret of several are hidden with it only.
const LEAST_OF_LINE: usize = 12;
/// Most secrets that are looked for in values other than their own.
const MOST_ELSEWHERE: usize = 500;
/// Passwords that everybody knows, and that are words of most files.
const COMMON: &[&str] = &[
    "admin", "android", "changeit", "debug", "default", "example", "password", "release", "secret",
    "token",
];

/// The secrets of a file.
#[derive(Debug, Clone, Default)]
pub struct Hidden {
    /// In the order of the text, none inside another.
    places: Vec<Span>,
    /// Their texts, to be found elsewhere too.
    texts: Vec<String>,
    /// How the texts begin.
    begins: FxHashSet<Begin>,
}

/// The first bytes of a text that is looked for elsewhere; none is shorter.
type Begin = [u8; LEAST_ELSEWHERE];

impl Hidden {
    /// The secrets at these places.
    pub fn new(tree: &Tree, secrets: &[Span]) -> Self {
        let places = crate::syntax::united(secrets.to_vec());
        let mut texts: Vec<String> = places
            .iter()
            .flat_map(|&place| of_place(lines(tree, place).collect()))
            .collect();
        let mut place = 0;
        let scalars = tree.nodes().filter(|node| tree.scalar(*node).is_some());
        for node in scalars.filter(|node| tree.kind(*node) == NodeKind::Scalar) {
            let span = tree.span(node);
            while places.get(place).is_some_and(|it| it.end() < span.end()) {
                place += 1;
            }
            let Some(around) = places.get(place) else {
                break;
            };
            // As it reads, which may not be as it is written.
            if around.contains(span)
                && let Some(text) = tree.scalar(node)
            {
                texts.extend(of_place(lines_of(text).collect()));
            }
        }
        // A text may hold another.
        texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        texts.dedup();
        let keys = tree.nodes().filter(|node| tree.value_of(*node).is_some());
        let keys: FxHashSet<&str> = keys.filter_map(|key| tree.scalar(key)).collect();
        // What the file is written in would be taken out of all of it.
        texts.retain(|text| !keys.contains(text.as_str()));
        texts.truncate(MOST_ELSEWHERE);
        let begins = texts
            .iter()
            .filter_map(|text| begin(text))
            .copied()
            .collect();
        Self {
            places,
            texts,
            begins,
        }
    }

    /// Whether a secret stands in a part of the text.
    pub fn overlaps(&self, span: Span) -> bool {
        let from = self.places.partition_point(|it| it.end() <= span.start());
        self.places
            .get(from)
            .is_some_and(|it| it.start() < span.end())
    }

    /// The value of a scalar without secrets; empty for anything else. Aliases are
    /// followed.
    pub fn text<'t>(&self, tree: &'t Tree, node: NodeId) -> Cow<'t, str> {
        let node = tree.resolve(node);
        let Some(value) = tree.scalar(node) else {
            return Cow::Borrowed("");
        };
        let span = tree.span(node);
        let mut text = Cow::Borrowed(value);
        let first = self
            .places
            .partition_point(|place| place.end() <= span.start());
        let near = self.places.get(first..).unwrap_or_default();
        for &place in near.iter().take_while(|place| place.start() < span.end()) {
            if place.contains(span) {
                return Cow::Borrowed(MASK);
            }
            match without(&text, &lines(tree, place).collect::<Vec<_>>()) {
                Some(rest) => text = Cow::Owned(rest),
                // Taken out with another of the same text.
                None if found_in(value, &lines(tree, place).collect::<Vec<_>>()).is_some() => {}
                // Escaped or folded: where it is in the value is not certain.
                None => return Cow::Borrowed(MASK),
            }
        }
        match self.masked(&text) {
            Cow::Owned(masked) => Cow::Owned(masked),
            Cow::Borrowed(_) => text,
        }
    }

    /// A part of the file as it is written, without secrets.
    pub fn written(&self, tree: &Tree, part: Span) -> String {
        let mut shown = String::new();
        let mut from = part.start();
        let first = self.places.partition_point(|it| it.end() <= from);
        let near = self.places.get(first..).unwrap_or_default().iter();
        for place in near.take_while(|place| place.start() < part.end()) {
            let start = place.start().max(from);
            shown.push_str(&self.masked(tree.source().slice(Span::new(from, start))));
            shown.push_str(MASK);
            from = place.end().min(part.end());
        }
        shown.push_str(&self.masked(tree.source().slice(Span::new(from, part.end()))));
        shown
    }

    /// A text without the secrets of the file.
    pub fn masked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut here = self.begun_in(text);
        if here.is_empty() {
            return Cow::Borrowed(text);
        }
        // The longest come first, and what is replaced is shorter than before.
        let longer = self.texts.partition_point(|it| it.len() > text.len());
        let mut text = Cow::Borrowed(text);
        for secret in self.texts.iter().skip(longer) {
            if begin(secret).is_none_or(|begin| !here.contains(begin)) {
                continue;
            }
            if let Some(rest) = replaced(&text, secret) {
                here = self.begun_in(&rest);
                text = Cow::Owned(rest);
            }
        }
        text
    }

    /// How those of the texts begin that may stand in another. One look at each byte: a
    /// search for every text would take hundreds.
    fn begun_in(&self, text: &str) -> FxHashSet<Begin> {
        if self.begins.is_empty() {
            return FxHashSet::default();
        }
        let windows = text.as_bytes().windows(LEAST_ELSEWHERE);
        let windows = windows.filter_map(|it| Begin::try_from(it).ok());
        windows.filter(|it| self.begins.contains(it)).collect()
    }
}

/// How a text begins that is looked for elsewhere.
fn begin(text: &str) -> Option<&Begin> {
    text.as_bytes().first_chunk()
}

/// The texts of one secret that are looked for elsewhere, by its lines.
fn of_place(lines: Vec<&str>) -> impl Iterator<Item = String> {
    let least = match lines.len() {
        0 | 1 => LEAST_ELSEWHERE,
        _ => LEAST_OF_LINE,
    };
    let lines = lines.into_iter();
    let long = lines.filter(move |line| line.chars().count() >= least && !COMMON.contains(line));
    long.map(str::to_owned)
}

/// The lines of a secret as it is written, without quotes around it.
fn lines(tree: &Tree, place: Span) -> impl Iterator<Item = &str> {
    lines_of(tree.source().slice(place).trim_matches(['"', '\'']))
}

fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.split(['\n', '\r']).map(str::trim);
    lines.filter(|line| !line.is_empty())
}

/// A text without a secret of these lines, each time from its first line to its last;
/// `None` where the secret is not in it.
fn without(text: &str, lines: &[&str]) -> Option<String> {
    let mut rest = text;
    let mut shown = String::new();
    while let Some(range) = found_in(rest, lines) {
        shown.push_str(rest.get(..range.start)?);
        shown.push_str(MASK);
        rest = rest.get(range.end..)?;
    }
    shown.push_str(rest);
    (rest.len() < text.len()).then_some(shown)
}

/// Where lines stand one after the other with nothing but space between them.
fn found_in(text: &str, lines: &[&str]) -> Option<Range<usize>> {
    let (first, others) = lines.split_first()?;
    for (start, _) in text.match_indices(first).take(MOST_ELSEWHERE) {
        let mut end = start + first.len();
        let is_whole = others.iter().all(|line| {
            let behind = text.get(end..).unwrap_or_default();
            let rest = behind.trim_start();
            let fits = rest.starts_with(line);
            end += behind.len() - rest.len() + line.len();
            fits
        });
        if is_whole {
            return Some(start..end);
        }
    }
    None
}

/// A text with the mask for a secret; `None` where it has none. Inside of longer words
/// a short one is another word.
fn replaced(text: &str, secret: &str) -> Option<String> {
    let is_long = secret.chars().count() >= LEAST_INSIDE;
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts_word = is_word(secret.chars().next());
    let ends_word = is_word(secret.chars().next_back());
    let mut shown = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices(secret) {
        let end = at + secret.len();
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let behind = text.get(end..).and_then(|it| it.chars().next());
        let is_inside = starts_word && is_word(before) || ends_word && is_word(behind);
        if is_long || !is_inside {
            shown.push_str(text.get(from..at)?);
            shown.push_str(MASK);
            from = end;
        }
    }
    shown.push_str(text.get(from..)?);
    (from > 0).then_some(shown)
}
