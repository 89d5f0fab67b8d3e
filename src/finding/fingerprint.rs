//! Names for findings that survive edits elsewhere in the file.

use sha2::{Digest, Sha256};

/// A finding's fingerprint: 32 hexadecimal digits over the rule, the place in
/// the file's structure and the text found there.
///
/// Line numbers take no part, so a finding keeps its fingerprint when lines are
/// added above it. `occurrence` counts, from 0, the earlier findings of the same
/// file that agree in all three.
///
/// The text takes part only through its hash: a fingerprint reveals no secret.
pub fn fingerprint(rule: &str, path: &str, text: &str, occurrence: usize) -> String {
    let mut hash = Sha256::new();
    for part in [rule, path, text] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.update(occurrence.to_le_bytes());
    let mut digits = String::with_capacity(32);
    for byte in hash.finalize().iter().take(16) {
        for half in [byte >> 4, byte & 15] {
            let is_letter = half > 9;
            digits.push(char::from(half + if is_letter { b'a' - 10 } else { b'0' }));
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(fingerprint("a", "bc", "", 0), fingerprint("ab", "c", "", 0));
        assert_ne!(fingerprint("a", "b", "c", 0), fingerprint("a", "b", "c", 1));
    }
}
