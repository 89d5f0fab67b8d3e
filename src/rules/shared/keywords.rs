//! Words that fields accept, and words that people write instead.

use crate::model::Keyword;

use super::words::nearest;

/// Words that people write for others.
const SYNONYMS: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("text", "string"),
    ("str", "string"),
    ("int", "number"),
    ("integer", "number"),
    ("float", "number"),
    ("enum", "choice"),
    ("select", "choice"),
    ("merge_request", "pull_request"),
    ("pr", "pull_request"),
    ("commit", "push"),
    ("automatic", "AFTER_APPROVAL"),
    ("inhouse", "enterprise"),
    ("in_house", "enterprise"),
];

/// The word meant by another: a synonym, the nearest, or one that the other only
/// adds to, as `linux_x2_large` to `linux_x2`.
pub(crate) fn meant<I: Iterator<Item = &'static str>>(
    value: &str,
    words: impl Fn() -> I,
) -> Option<&'static str> {
    let plain = value.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    let synonym = SYNONYMS.iter().find(|(from, _)| *from == plain);
    synonym
        .and_then(|(_, to)| words().find(|word| word == to))
        .or_else(|| nearest(value, words()))
        .or_else(|| {
            let begins = |word: &&str| {
                plain
                    .strip_prefix(word)
                    .is_some_and(|rest| rest.starts_with('_'))
            };
            words().filter(begins).max_by_key(|word| word.len())
        })
}

/// Words that are on their way out are accepted, but not proposed.
pub(crate) fn is_current(word: &Keyword) -> bool {
    let doc = word.doc.trim_start();
    !doc.starts_with("Retired") && !doc.starts_with("Old")
}
