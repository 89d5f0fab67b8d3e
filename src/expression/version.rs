//! Version numbers, as tools write them.

/// A version number: `16`, `16.4`, `v1.12.13+hotfix.9`, `3.27.0-0.1.pre`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<'t> {
    /// The numbers between the dots.
    pub numbers: Vec<u32>,
    /// What stands behind them, from the first character that is neither digit
    /// nor dot.
    pub suffix: &'t str,
}

impl Version<'_> {
    /// The first number.
    pub fn major(&self) -> u32 {
        self.numbers.first().copied().unwrap_or_default()
    }

    /// The second number, where it is written.
    pub fn minor(&self) -> Option<u32> {
        self.numbers.get(1).copied()
    }
}

/// Reads a version; `None` for a text that does not begin with a number, a `v`
/// before it or not, or whose numbers are too long to be any.
pub fn version(text: &str) -> Option<Version<'_>> {
    let text = text.trim();
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (numbers, suffix) = text.split_at(end);
    let numbers = numbers
        .split('.')
        .map(|number| number.parse().ok())
        .collect::<Option<Vec<u32>>>()?;
    Some(Version { numbers, suffix })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_with_something_behind() {
        let cases: [(&str, &[u32], &str); 5] = [
            ("16", &[16], ""),
            (" 16.4 ", &[16, 4], ""),
            ("v1.12.13+hotfix.9", &[1, 12, 13], "+hotfix.9"),
            ("V3.27.0-0.1.pre", &[3, 27, 0], "-0.1.pre"),
            ("2022.3.10f1", &[2022, 3, 10], "f1"),
        ];
        for (text, numbers, suffix) in cases {
            let read = version(text).unwrap();
            assert_eq!(
                (&read.numbers[..], read.suffix),
                (numbers, suffix),
                "{text}"
            );
            assert_eq!(read.major(), numbers[0], "{text}");
            assert_eq!(read.minor(), numbers.get(1).copied(), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["", "v", "latest", ".5", "1..2", "1.", "99999999999", "r27"] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
