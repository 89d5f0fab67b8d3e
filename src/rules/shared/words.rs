//! Words that are nearly the same, and texts as messages and fixes write them.

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
    let mut best: Option<(usize, &str)> = None;
    let length = word.chars().count();
    let letters = letters(&word);
    for candidate in candidates {
        if is_far(&word, length, letters, candidate) {
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

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['_', ' '], "-")
}

/// Whether the lengths tell that a candidate is too far away, so that no copy of it is
/// needed to see that.
fn is_far(word: &str, length: usize, letters_of_word: u32, candidate: &str) -> bool {
    let candidate = candidate.trim();
    let other = candidate.len();
    let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let may_begin = other > length && first(candidate) == first(word);
    let allowed = (length.max(other) / 3).max(1);
    if !candidate.is_ascii() || candidate.starts_with(['_', ' ']) || may_begin {
        return false;
    }
    // Each letter that only one of them has takes an edit, which may put one in the
    // place of another.
    let others = letters(candidate);
    let edits = (letters_of_word & !others).count_ones();
    let edits = edits.max((others & !letters_of_word).count_ones()) as usize;
    length.abs_diff(other) > allowed || edits > allowed
}

/// Which letters of ASCII a word has, one bit each; several may share one.
fn letters(word: &str) -> u32 {
    let bit = |byte: u8| match byte.to_ascii_lowercase() {
        // As [`plain`] reads them.
        b'_' | b' ' => b'-' & 31,
        lower => lower & 31,
    };
    let known = word.bytes().filter(u8::is_ascii);
    known.fold(0, |letters, byte| letters | 1 << bit(byte))
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
    use super::{distance, excerpt, is_far, letters, nearest, plain, quoted};

    #[test]
    fn what_is_passed_over_is_far() {
        let ids = crate::rules::all().iter().map(|rule| rule.id);
        let words: Vec<String> = ids
            .flat_map(|id| {
                [
                    id.to_owned(),
                    id.replace('-', "_"),
                    format!("{id}é"),
                    id[1..].into(),
                ]
            })
            .chain(["Ünknown_key", "a", "-", "x86 64"].map(str::to_owned))
            .collect();
        for word in words.iter().step_by(3).map(|word| plain(word)) {
            for candidate in &words {
                let length = word.chars().count();
                if is_far(&word, length, letters(&word), candidate) {
                    assert_eq!(
                        distance(&word, &plain(candidate)),
                        None,
                        "{word} {candidate}"
                    );
                }
            }
        }
    }

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
