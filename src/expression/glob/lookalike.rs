//! Regular expressions where patterns should be.

use std::ops::Range;

/// Bytes of the first part of a pattern that means something in regular expressions
/// only: `^main$`, `.*`, `v\d+`.
pub fn regular_expression(text: &str) -> Option<Range<usize>> {
    if text.starts_with('^') {
        return Some(0..1);
    }
    let classes = ["\\d", "\\w", "\\s", "\\b"];
    let repeats = [".+", "]+", ")+"];
    let starts = classes.iter().chain(&repeats).flat_map(|part| {
        let found = text.match_indices(part).map(|(at, _)| at..at + part.len());
        found.filter(|found| {
            // `+(` begins a group.
            let after = text.get(found.end..).unwrap_or_default();
            !(part.ends_with('+') && after.starts_with('('))
        })
    });
    // No name has a part that begins with a dot.
    let dot_stars = text.match_indices(".*").filter_map(|(at, part)| {
        let before = text.get(..at)?;
        let begins = before.is_empty() || before.ends_with(['/', '(']);
        let is_group = text.get(at + 2..)?.starts_with('(');
        (begins && !is_group).then_some(at..at + part.len())
    });
    let dollar = text
        .strip_suffix('$')
        .map(|before| before.len()..text.len());
    starts
        .chain(dot_stars)
        .chain(dollar)
        .min_by_key(|part| part.start)
}
