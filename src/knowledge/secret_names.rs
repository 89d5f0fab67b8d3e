//! Which variables hold secrets by their names, and which of their values may be
//! some.
//!
//! Sources: the names of <https://docs.codemagic.io/>, and values that stand in
//! public codemagic.yaml files, as of 2026-06.

use super::placeholders::is_placeholder;
use super::spelling::{ends_with, plain};
use crate::expression;

/// What a variable holds by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A word that a person may have made up.
    Password,
    /// Characters that a machine made up.
    Token,
}

const PASSWORDS: &[&str] = &["password", "passwd", "passphrase"];

const TOKENS: &[&str] = &[
    "access_key",
    "api_key",
    "apikey",
    "credentials",
    "private_key",
    "secret",
    "secret_key",
    "token",
    "_ssh_key",
];

/// Parts of names whose values are no secrets: apps ship with them, or they open
/// nothing but the build machine's own keychain.
const HARMLESS: &[&str] = &[
    "anon",
    "firebase_api",
    "firebase_web",
    "keychain",
    "public",
    "publishable",
    "vapid",
];

/// Beginnings of keys that apps ship with.
const SHIPPED: &[&str] = &[
    "amzn_",
    "appl_",
    "goog_",
    "phc_",
    "pk.",
    "pk_live_",
    "pk_test_",
    "pub",
    "sb_publishable_",
    "sk_test_",
    "strp_",
    "test_",
];

/// Words that only debug builds, samples and switches use.
const WORDS: &[&str] = &[
    "android", "changeit", "debug", "default", "demo", "dummy", "example", "fake", "mock", "none",
    "null", "password", "sample", "secret", "test",
];

/// What a variable of this name holds; `None` where that is no secret.
pub fn named(name: &str) -> Option<Named> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| ends_with(name, ending));
    let kind = if ends(PASSWORDS) {
        Named::Password
    } else if ends(TOKENS) {
        Named::Token
    } else {
        return None;
    };
    let name = plain(name);
    let is_harmless = HARMLESS.iter().any(|part| name.contains(part));
    (!is_harmless).then_some(kind)
}

/// Whether a value may be such a secret.
pub fn may_be(named: Named, text: &str) -> bool {
    match named {
        Named::Password => may_be_password(text),
        Named::Token => may_be_token(text),
    }
}

/// Whether a text may be a password: not one that everybody knows, not a path,
/// not the name of something that holds one.
pub fn may_be_password(text: &str) -> bool {
    const SHORTEST: usize = 6;
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let is_word = WORDS.iter().any(|word| lower.contains(word));
    text.len() >= SHORTEST && !is_word && !stands_for_another(text) && !is_path(text)
}

/// Whether a text may be a token: long, without spaces, and no words.
pub fn may_be_token(text: &str) -> bool {
    const SHORTEST: usize = 12;
    const MIN_DIFFERENT: usize = 8;
    let text = text.trim();
    let mut different: Vec<char> = text.chars().take(200).collect();
    different.sort_unstable();
    different.dedup();
    text.len() >= SHORTEST
        && different.len() >= MIN_DIFFERENT
        && !text.contains(char::is_whitespace)
        && !stands_for_another(text)
        && !is_path(text)
        && !is_made_of_words(text)
        && !SHIPPED.iter().any(|start| text.starts_with(start))
}

/// Whether a text is filled in from elsewhere, or still to be filled in.
pub fn stands_for_another(text: &str) -> bool {
    let is_name = text.contains('_')
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_name
        || is_number
        || text.contains(['$', '<'])
        || text.contains("{{")
        || text.starts_with(['@', '%'])
        || text.to_ascii_lowercase().starts_with("encrypted")
        || expression::reference(text).is_some()
        || is_placeholder(text)
        || text.to_ascii_lowercase().contains("xxxx")
}

/// Whether a text is the path of a file, or a URL.
fn is_path(text: &str) -> bool {
    let has_ending = text.rsplit_once('.').is_some_and(|(_, ending)| {
        (2..=14).contains(&ending.len())
            && ending
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    text.starts_with(['/', '~', '.'])
        || text.contains("://")
        || has_ending && (text.contains('/') || is_made_of_words(text))
}

/// Whether every part between separators is a word or a number, such as in
/// `projects/7/secrets/app-token`, `io.acme.app` and `ReleaseToken2`.
fn is_made_of_words(text: &str) -> bool {
    const LONGEST_NUMBER: usize = 8;
    text.split(['-', '_', '.', '/', ':', ',', '=']).all(|part| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        part.len() - letters.len() <= LONGEST_NUMBER && is_words(letters)
    })
}

/// Whether letters make words by their case: `word`, `WORD`, `TwoWords`.
fn is_words(letters: &str) -> bool {
    const LONGEST: usize = 16;
    const SHORTEST: usize = 3;
    let is_upper = |c: char| c.is_ascii_uppercase();
    let is_one_case = letters.bytes().all(|b| b.is_ascii_lowercase())
        || letters.bytes().all(|b| b.is_ascii_uppercase());
    let is_camel = || {
        letters.bytes().all(|b| b.is_ascii_alphabetic())
            && letters
                .split(is_upper)
                .skip(1)
                .all(|tail| tail.len() + 1 >= SHORTEST && tail.len() < LONGEST)
    };
    (is_one_case && letters.len() <= LONGEST) || is_camel()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_they_hold() {
        for name in ["KEYSTORE_PASSWORD", "db-password", "KEY_PASSPHRASE"] {
            assert_eq!(named(name), Some(Named::Password), "{name}");
        }
        for name in ["AUTH_TOKEN", "MAPS_API_KEY", "APP_SSH_KEY", "CLIENT_SECRET"] {
            assert_eq!(named(name), Some(Named::Token), "{name}");
        }
        for name in [
            "KEYCHAIN_PASSWORD",
            "FIREBASE_VAPID_KEY",
            "SUPABASE_ANON_TOKEN",
            "STRIPE_PUBLISHABLE_API_KEY",
            "PASSWORD_FILE",
            "TOKENS",
            "CM_KEY_ALIAS",
        ] {
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[test]
    fn real_values_are_told_from_others() {
        for text in ["hunter2x", "Correct horse", "p/ssw0rd!"] {
            assert!(may_be_password(text), "{text}");
        }
        for text in [
            "9f86d081884c7d659a2f",
            "21d78e2f-b8ad-4d2a-9f3b-1c2d3e4f5a6b",
            "aB3/xYz9+Qw8Er7T",
            "sl.Bk3Jd8s7Hq2Lm9",
        ] {
            assert!(may_be_token(text), "{text}");
        }
        for text in [
            "",
            "short",
            "android",
            "debugkey1",
            "1234567890",
            "changeme",
            "YOUR_PASSWORD",
            "$KEY_PASSWORD",
            "pre${X}suffix",
            "Encrypted(abcdef)",
            "ENCRYPTED[!abcdef!]",
            "Encrypted(...)",
            "CM_KEYSTORE_PASSWORD",
            "<the password>",
            "@env:KEY_PASSWORD",
            "/tmp/keystore.password",
            "android/key.properties",
            "https://vault.mail.test/key",
        ] {
            assert!(!may_be_password(text), "{text}");
        }
        for text in [
            "short1A",
            "elevenchar1",
            "aaaaaaaaaaaaaaaa1",
            "my-app-token-2",
            "projects/77/secrets/app-token/versions/3",
            "io.acme.notes.token1",
            "ProductionToken12",
            "two words 12345678ab",
            "appl_Ab3dEf6hIj9lMn2pQr",
            "pk_live_Ab3dEf6hIj9lMn2p",
            "pk.eyJ1IjoiYWNtZSJ9.c2lnbmF0dXJl",
            "xxxxxxxxyyyyyyyyzz1234ab",
            "https://mail.test/a1b2c3d4e5f6",
            "config/credentials-A1b2C3d4.json",
        ] {
            assert!(!may_be_token(text), "{text}");
        }
    }
}
