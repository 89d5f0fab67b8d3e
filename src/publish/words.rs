//! Durations, lists and foreign texts as people write them.

use std::fmt::Write as _;

/// Longest text of somebody else that a message quotes, in characters.
pub const MOST_QUOTED: usize = 600;

/// A duration: `6 min 30 s`.
pub fn duration(seconds: u64) -> String {
    let parts = [
        (seconds / 3600, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let mut text = String::new();
    for (number, unit) in parts {
        if number > 0 {
            let space = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{space}{number} {unit}");
        }
    }
    if text.is_empty() {
        text.push_str("0 s");
    }
    text
}

/// `a`, `b` and `c`, each in backticks.
pub fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A text cut to so many characters, its end replaced by `…`.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_are_written_out() {
        assert_eq!(duration(0), "0 s");
        assert_eq!(duration(30), "30 s");
        assert_eq!(duration(6 * 60), "6 min");
        assert_eq!(duration(7200 - 30), "1 h 59 min 30 s");
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöü", 2), "äö…");
        assert_eq!(shortened("", 0), "");
    }
}
