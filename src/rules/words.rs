//! Words that are nearly the same.

/// The candidate that was most likely meant: at most two edits away, case and
/// `-` for `_` aside, and never further than half the word.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(word);
    candidates
        .map(|candidate| (strsim::osa_distance(&wanted, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= 2 && *distance * 2 <= candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_close_words_are_near() {
        let keys = || ["scripts", "artifacts", "name"].into_iter();
        assert_eq!(nearest("scirpts", keys()), Some("scripts"));
        assert_eq!(nearest("Artifacts", keys()), Some("artifacts"));
        assert_eq!(nearest("go", keys()), None);
    }
}
