//! Words that are nearly the same, and texts as messages and fixes write them.

use crate::knowledge::spelling::{self, letters, plain_byte};

/// Longest text, in characters, that a message quotes.
const MAX_QUOTED: usize = 40;

/// A text as a message quotes it: its first line, cut where it is long.
pub(crate) fn excerpt(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end();
    let cut: String = line.chars().take(MAX_QUOTED).collect();
    if cut.len() < text.trim_end().len() {
        format!("{}…", cut.trim_end())
    } else {
        cut
    }
}

/// A text of one line in quotes, so that YAML reads it as it stands: single
/// quotes, or double ones where that saves doubling.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains('\'') && !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// Characters of the longest words that are compared letter by letter.
const MAX_COMPARED: usize = 100;

/// The candidate nearest to `word`, if any is near enough to be worth naming.
///
/// Case and `_` for `-` count for nothing; besides, a third of the letters may
/// differ, or the word may be the beginning of the candidate. Of two that are
/// equally near the first wins.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = plain(word);
    if word.is_empty() {
        return None;
    }
    let looked_for = Word {
        text: &word,
        length: word.chars().count(),
        letters: letters(&word),
    };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if is_far(&looked_for, candidate) {
            continue;
        }
        let Some(distance) = distance(&word, &plain(candidate)) else {
            continue;
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A word in its plain form, and what is known of it.
struct Word<'w> {
    text: &'w str,
    /// In characters.
    length: usize,
    letters: u32,
}

fn plain(word: &str) -> String {
    spelling::plain(&word.trim().to_lowercase())
}

/// Whether a candidate is surely too far away, told without a copy of it: by its length
/// and by the letters that only one of the two has, each of which takes an edit.
fn is_far(word: &Word<'_>, candidate: &str) -> bool {
    let candidate = candidate.trim();
    if !candidate.is_ascii() {
        return false;
    }
    let other = candidate.len();
    let mut pairs = candidate.bytes().zip(word.text.bytes());
    let begins = other >= word.text.len() && pairs.all(|(theirs, ours)| plain_byte(theirs) == ours);
    if begins {
        return false;
    }
    let allowed = (word.length.max(other) / 3).max(1);
    if word.length.abs_diff(other) > allowed {
        return true;
    }
    let lacks = |some: u32, others: u32| (some & !others).count_ones() as usize > allowed;
    let theirs = letters(candidate);
    word.text.is_ascii() && (lacks(word.letters, theirs) || lacks(theirs, word.letters))
}

/// Edits between the two; `None` when they are too far apart to be mistaken.
fn distance(word: &str, candidate: &str) -> Option<usize> {
    let lengths = (word.chars().count(), candidate.chars().count());
    let longer = lengths.0.max(lengths.1);
    let allowed = (longer / 3).max(1);
    if lengths.0 >= 3 && candidate.starts_with(word) {
        return Some(lengths.1 - lengths.0);
    }
    // At least the difference in length; and looking costs the square of the length,
    // which nobody mistypes who writes that much.
    if lengths.0.abs_diff(lengths.1) > allowed || longer > MAX_COMPARED {
        return None;
    }
    let edits = strsim::osa_distance(word, candidate);
    let near = edits <= allowed && edits * 2 <= longer;
    near.then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::{Word, distance, excerpt, is_far, letters, nearest, plain, quoted};

    #[test]
    fn words_that_nobody_types_are_not_compared() {
        let long = "k".repeat(200);
        assert_eq!(
            nearest(&format!("{long}a"), [format!("{long}b").as_str()]),
            None
        );
        let begun = format!("{long}a");
        assert_eq!(nearest(&long, [begun.as_str()]), Some(begun.as_str()));
    }

    const KEYS: [&str; 4] = ["select", "extend-select", "fail-on", "warning"];

    #[test]
    fn typing_errors_are_understood() {
        assert_eq!(nearest("selct", KEYS), Some("select"));
        assert_eq!(nearest("Fail_On", KEYS), Some("fail-on"));
        assert_eq!(nearest("warn", KEYS), Some("warning"));
        assert_eq!(nearest("extendselect", KEYS), Some("extend-select"));
    }

    #[test]
    fn what_is_called_far_is_far() {
        let words = [
            "a",
            "ab",
            "select",
            "selct",
            "SELECT",
            "s_elect",
            "extend select",
            "ünder",
            "under",
            "tcsele",
            "warn",
            "warning",
            "fail2",
            "fa1l-on",
            " fail on ",
            "_x",
            "x9y8z7",
            "-",
            "extend-select-more",
            "node",
            "mode",
            "nodes",
            "CM_BUILD_NUMBR",
            "CM_BUILD_NUMBER",
        ];
        for word in words {
            let plain = plain(word);
            let looked_for = Word {
                text: &plain,
                length: plain.chars().count(),
                letters: letters(&plain),
            };
            for candidate in words {
                let near = distance(&plain, &super::plain(candidate)).is_some();
                assert!(
                    !(near && is_far(&looked_for, candidate)),
                    "{word} {candidate}"
                );
            }
        }
        assert_eq!(nearest("cm-build-numbr", words), Some("CM_BUILD_NUMBR"));
    }

    #[test]
    fn other_words_are_left_alone() {
        assert_eq!(nearest("workflows", KEYS), None);
        assert_eq!(nearest("", KEYS), None);
        assert_eq!(nearest("  ", KEYS), None);
    }

    #[test]
    fn quotes_keep_the_text() {
        assert_eq!(quoted("*.ipa"), "'*.ipa'");
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("a'b\"c"), "'a''b\"c'");
    }

    #[test]
    fn excerpts_are_short_and_of_one_line() {
        assert_eq!(excerpt("a\nb"), "a…");
        assert_eq!(excerpt("short\n"), "short");
        assert_eq!(excerpt(&"x".repeat(99)).chars().count(), 41);
    }
}
