//! Secrets, and texts without them.

use std::borrow::Cow;

use crate::syntax::{NodeId, Span, Tree};

/// What stands in place of a secret.
pub const MASK: &str = "***";

/// Shorter texts could be any word: they are hidden where they stand, not elsewhere.
const LEAST_ELSEWHERE: usize = 12;
/// Shorter lines of a secret betray nothing.
const LEAST_OF_LINE: usize = 6;
/// Most secrets that are looked for in values other than their own.
const MOST_ELSEWHERE: usize = 200;

/// The secrets of a file.
#[derive(Debug, Clone, Default)]
pub struct Hidden {
    /// In the order of the text, none inside another.
    places: Vec<Span>,
    /// Their texts, to be found elsewhere too.
    texts: Vec<String>,
}

impl Hidden {
    /// The secrets at these places.
    pub fn new(tree: &Tree, secrets: &[Span]) -> Self {
        let places = crate::syntax::united(secrets.to_vec());
        let lines = places.iter().flat_map(|&place| lines(tree, place));
        let long = lines.filter(|line| line.chars().count() >= LEAST_ELSEWHERE);
        let mut texts: Vec<String> = long.take(MOST_ELSEWHERE).map(str::to_owned).collect();
        // A text may hold another.
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        texts.dedup();
        Self { places, texts }
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
            let several = lines(tree, place).nth(1).is_some();
            for line in lines(tree, place) {
                let is_short = line.chars().count() < LEAST_OF_LINE;
                if several && is_short {
                    continue;
                }
                if text.contains(line) {
                    text = Cow::Owned(text.replace(line, MASK));
                } else {
                    // Escaped or folded: where it is in the value is not certain.
                    return Cow::Borrowed(MASK);
                }
            }
        }
        match self.masked(&text) {
            Cow::Owned(masked) => Cow::Owned(masked),
            Cow::Borrowed(_) => text,
        }
    }

    /// A text without the secrets of the file.
    pub fn masked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &self.texts {
            if text.contains(secret.as_str()) {
                text = Cow::Owned(text.replace(secret.as_str(), MASK));
            }
        }
        text
    }
}

/// The lines of a secret as it is written, without quotes around it.
fn lines(tree: &Tree, place: Span) -> impl Iterator<Item = &str> {
    let text = tree.source().slice(place).trim_matches(['"', '\'']);
    let lines = text.split(['\n', '\r']).map(str::trim);
    lines.filter(|line| !line.is_empty())
}
