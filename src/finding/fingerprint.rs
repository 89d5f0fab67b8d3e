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
    // Numbers of one width, whatever the machine.
    let mut hash = Sha256::new();
    for part in [rule, path, text] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update((occurrence as u64).to_le_bytes());
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

    /// Baselines and the services that read reports keep it: another version must write
    /// the same.
    #[test]
    fn it_is_the_beginning_of_a_sha_256_in_hexadecimal() {
        let expected = "7674b5e58b340a7d1576fe648b547b57";
        assert_eq!(
            fingerprint("unknown-key", "workflows.a", "nam", 0),
            expected
        );
    }
}
