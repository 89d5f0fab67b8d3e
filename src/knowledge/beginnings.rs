//! Looks for many texts in one pass: how secrets begin, words that tell something.
//!
//! Every script, and every line that a report may show, is looked through for some
//! sixty of them. A search for each would cost sixty times as much.

/// First bytes of a text that are compared at once.
const COMPARED: usize = 4;

/// The texts of a table that tells more of each.
pub(crate) const fn texts<const N: usize>(table: &[(&'static str, usize); N]) -> [&'static str; N] {
    let mut texts = [""; N];
    let mut index = 0;
    while index < N {
        texts[index] = table[index].0;
        index += 1;
    }
    texts
}

/// Texts of two bytes or more, 64 at most, that are looked for together.
pub(crate) struct Beginnings {
    texts: &'static [&'static str],
    /// For each of the first bytes: which texts, one a bit, have that byte there. A
    /// shorter text has any byte past its end.
    fits: [[u64; 256]; COMPARED],
}

impl Beginnings {
    /// Prepares the search; for statics, so that it is done when this is built.
    pub const fn new(texts: &'static [&'static str]) -> Self {
        assert!(texts.len() <= 64, "a bit for each");
        let mut fits = [[0; 256]; COMPARED];
        let mut index = 0;
        while index < texts.len() {
            let text = texts[index].as_bytes();
            assert!(text.len() > 1, "two bytes are compared at first");
            let mut place = 0;
            while place < COMPARED {
                if place < text.len() {
                    fits[place][text[place] as usize] |= 1 << index;
                } else {
                    let mut byte = 0;
                    while byte < 256 {
                        fits[place][byte] |= 1 << index;
                        byte += 1;
                    }
                }
                place += 1;
            }
            index += 1;
        }
        Self { texts, fits }
    }

    /// Which of the texts stand where in another, by index and place, in that order.
    /// They may overlap.
    pub fn find(&self, text: &str) -> Vec<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        for (at, two) in bytes.windows(2).enumerate() {
            let [first, second, third, fourth] = &self.fits;
            let mut fit = first[usize::from(two[0])] & second[usize::from(two[1])];
            if fit == 0 {
                continue;
            }
            let behind = |place| bytes.get(at + place).map(|&byte| usize::from(byte));
            fit &= behind(2).map_or(u64::MAX, |byte| third[byte]);
            fit &= behind(3).map_or(u64::MAX, |byte| fourth[byte]);
            while fit != 0 {
                let index = fit.trailing_zeros() as usize;
                fit &= fit - 1;
                if bytes[at..].starts_with(self.texts[index].as_bytes()) {
                    found.push((index, at));
                }
            }
        }
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Beginnings;

    #[test]
    fn texts_are_found_by_index_and_place() {
        static LOOKED_FOR: Beginnings = Beginnings::new(&["ab", "abcde", "--", "é!"]);
        let cases: [(&str, &[(usize, usize)]); 7] = [
            ("", &[]),
            ("a", &[]),
            ("ab", &[(0, 0)]),
            ("abcd", &[(0, 0)]),
            ("xabcde ab", &[(0, 1), (0, 7), (1, 1)]),
            ("---", &[(2, 0), (2, 1)]),
            ("aé!", &[(3, 1)]),
        ];
        for (text, expected) in cases {
            assert_eq!(LOOKED_FOR.find(text), expected, "{text}");
        }
    }
}
