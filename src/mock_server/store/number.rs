//! Version numbers: `1.10.0`.

/// Longest version number, in characters.
const LONGEST: usize = 18;

/// Whether App Store Connect takes the text as a version number: at most four
/// integers, separated by periods.
pub(super) fn is_valid(text: &str) -> bool {
    let is_integer =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= LONGEST && text.split('.').count() <= 4 && text.split('.').all(is_integer)
}

#[cfg(test)]
mod tests {
    use super::*;

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
