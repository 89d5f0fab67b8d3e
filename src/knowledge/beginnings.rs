//! Looks for many texts in one pass: how secrets begin, words that tell something.
//!
//! Every script, and every line that a report may show, is looked through for some
//! sixty of them. A search for each would cost sixty times as much.

/// First bytes of a text that are compared at once.
const COMPARED: usize = 4;

/// Texts of two bytes or more, 64 at most, that are looked for together.
pub(crate) struct Beginnings {
    texts: &'static [&'static str],
    /// Whether two bytes, read as a number, are the first and second or the second and
    /// third of a text; a bit for each number. One of these pairs begins at an even place:
    /// no other is looked at.
    pairs: [u64; 1 << 10],
    /// For each of the first bytes: which texts, one a bit, have that byte there. A
    /// shorter text has any byte past its end.
    fits: [[u64; 256]; COMPARED],
}

impl Beginnings {
    /// Prepares the search; for statics, so that it is done when this is built.
    pub const fn new(texts: &'static [&'static str]) -> Self {
        assert!(texts.len() <= 64, "a bit for each");
        let mut fits = [[0; 256]; COMPARED];
        let mut pairs = [0; 1 << 10];
        let mut index = 0;
        while index < texts.len() {
            let text = texts[index].as_bytes();
            assert!(text.len() > 1, "two bytes are compared at first");
            let mut third = 0;
            while third < 256 {
                // A text of two bytes may have any behind it.
                if text.len() == 2 || text[2] as usize == third {
                    let pair = text[1] as usize | third << 8;
                    pairs[pair >> 6] |= 1 << (pair & 63);
                }
                third += 1;
            }
            let pair = text[0] as usize | (text[1] as usize) << 8;
            pairs[pair >> 6] |= 1 << (pair & 63);
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
        Self { texts, pairs, fits }
    }

    /// Which of the texts stand where in another, by index and place, in that order.
    /// They may overlap.
    pub fn find(&self, text: &str) -> Vec<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        for (index, pair) in bytes.as_chunks::<2>().0.iter().enumerate() {
            let number = u16::from_le_bytes(*pair);
            if self.pairs[usize::from(number >> 6)] & (1 << (number & 63)) == 0 {
                continue;
            }
            let at = 2 * index;
            if at > 0 {
                self.compare(bytes, at - 1, &mut found);
            }
            self.compare(bytes, at, &mut found);
        }
        if !bytes.len().is_multiple_of(2) && bytes.len() > 1 {
            self.compare(bytes, bytes.len() - 2, &mut found);
        }
        found.sort_unstable();
        found
    }

    /// Adds the texts that stand at one place.
    fn compare(&self, bytes: &[u8], at: usize, found: &mut Vec<(usize, usize)>) {
        let Some(rest) = bytes.get(at..) else { return };
        let mut fit = u64::MAX;
        for (fits, byte) in self.fits.iter().zip(rest) {
            fit &= fits[usize::from(*byte)];
        }
        while fit != 0 {
            let index = fit.trailing_zeros() as usize;
            fit &= fit - 1;
            if self
                .texts
                .get(index)
                .is_some_and(|text| rest.starts_with(text.as_bytes()))
            {
                found.push((index, at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Beginnings;

    #[test]
    fn texts_are_found_by_index_and_place() {
        static LOOKED_FOR: Beginnings = Beginnings::new(&["ab", "abcde", "--", "é!"]);
        let cases: [(&str, &[(usize, usize)]); 10] = [
            ("", &[]),
            ("a", &[]),
            ("ab", &[(0, 0)]),
            ("xab", &[(0, 1)]),
            ("xabx", &[(0, 1)]),
            ("abcd", &[(0, 0)]),
            ("xabcde ab", &[(0, 1), (0, 7), (1, 1)]),
            ("---", &[(2, 0), (2, 1)]),
            ("----", &[(2, 0), (2, 1), (2, 2)]),
            ("aé!", &[(3, 1)]),
        ];
        for (text, expected) in cases {
            assert_eq!(LOOKED_FOR.find(text), expected, "{text}");
        }
    }
}
