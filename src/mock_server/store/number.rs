//! Version numbers: `1.10.0`.

use std::cmp::Ordering;

/// Longest version number, in characters.
const LONGEST: usize = 18;

/// Whether App Store Connect takes the text as a version number: at most four
/// integers, separated by periods.
pub(super) fn is_valid(text: &str) -> bool {
    let is_integer =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= LONGEST && text.split('.').count() <= 4 && text.split('.').all(is_integer)
}

/// Which number is higher; parts that are missing count as 0, and what is no number
/// as less than any.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let mut a = a.split('.').map(|part| part.parse::<u64>().ok());
    let mut b = b.split('.').map(|part| part.parse::<u64>().ok());
    loop {
        let (left, right) = (a.next(), b.next());
        if left.is_none() && right.is_none() {
            return Ordering::Equal;
        }
        let order = left.unwrap_or(Some(0)).cmp(&right.unwrap_or(Some(0)));
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_part_by_part() {
        assert_eq!(compare("1.10", "1.9.9"), Ordering::Greater);
        assert_eq!(compare("1.0", "1.0.0"), Ordering::Equal);
        assert_eq!(compare("1.0", "1.0.1"), Ordering::Less);
        assert_eq!(compare("1.x", "1"), Ordering::Less);
    }

    #[test]
    fn texts_that_are_no_numbers_are_refused() {
        for text in ["1", "1.0", "1.10.0", "0.0.1", "2026.11.22.1"] {
            assert!(is_valid(text), "{text}");
        }
        for text in [
            "",
            "v1.0",
            "1.",
            ".1",
            "1..2",
            "1.0-beta",
            "1.2.3.4.5",
            "1 .0",
            "٣",
        ] {
            assert!(!is_valid(text), "{text}");
        }
        assert!(!is_valid("1000000000.1000000000"));
    }
}
