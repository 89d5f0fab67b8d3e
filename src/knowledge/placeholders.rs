//! Texts that templates and documentation leave to be filled in.
//!
//! Source: the samples of <https://docs.codemagic.io/> and values that were left
//! in public codemagic.yaml files, as of 2026-06. RFC 2606 keeps `example.com`
//! and its like free for samples.

use memchr::memchr2;

use super::spelling::is_spelled;

/// Whole texts, in lower case with `_` between words.
const WORDS: &[&str] = &[
    "add_me",
    "change_me",
    "changeme",
    "fill_me_in",
    "fixme",
    "my_app_id",
    "placeholder",
    "replace_me",
    "tbd",
    "todo",
];

/// What "your" stands before in samples, so that names such as `your-health` are
/// left alone.
const POSSESSIONS: &[&str] = &[
    "account",
    "api",
    "app",
    "apple",
    "application",
    "bucket",
    "bundle",
    "channel",
    "client",
    "company",
    "domain",
    "email",
    "firebase",
    "github",
    "group",
    "issuer",
    "key",
    "keystore",
    "name",
    "org",
    "organization",
    "package",
    "password",
    "profile",
    "project",
    "repo",
    "scheme",
    "secret",
    "server",
    "slack",
    "team",
    "token",
    "url",
    "user",
    "username",
    "value",
    "workspace",
];

/// Beginnings of sample bundle identifiers.
const IDENTIFIERS: &[&str] = &[
    "com.companyname.",
    "com.example.",
    "com.mycompany.",
    "com.yourapp",
    "com.yourcompany.",
    "com.yourdomain.",
];

/// Whether the text is one that nobody means: `<name>`, `...`, `YOUR_KEY`,
/// `xxxx-xxxx`, `0000000000`, `1111111111`, `com.example.app`.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return false;
    }
    let inner = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'));
    let in_angles = inner.is_some_and(|inner| !inner.contains(['<', '>', '/']));
    let only = |allowed: &[char]| text.chars().all(|c| allowed.contains(&c));
    let dots = only(&['.', '…']) && text.len() >= 3;
    let zeros = only(&['0']) && text.len() >= 6;
    // As long as Apple's ids of apps.
    let digits = text.len() >= 10
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| text.starts_with(c));
    let crosses = only(&['x', 'X', '-', ':', '_', '.']) && text.matches(['x', 'X']).count() >= 3;
    in_angles
        || dots
        || zeros
        || digits
        || crosses
        || WORDS.iter().any(|word| is_spelled(text, word))
        || text
            .get(..REPLACE_WITH.len())
            .is_some_and(|start| is_spelled(start, REPLACE_WITH))
        || names_what_is_yours(text)
        || IDENTIFIERS.iter().any(|sample| begins(text, sample))
}

const REPLACE_WITH: &str = "replace_with_";

/// Whether a text begins with another, whatever its case.
fn begins(text: &str, start: &str) -> bool {
    let beginning = text.as_bytes().get(..start.len());
    beginning.is_some_and(|it| it.eq_ignore_ascii_case(start.as_bytes()))
}

/// `YOUR_ANYTHING`, `your-app-id`, `insert_your_key`.
fn names_what_is_yours(text: &str) -> bool {
    // Most texts do not say so, which is told without taking them apart.
    if memchr2(b'y', b'Y', text.as_bytes()).is_none()
        || !["your", "YOUR", "Your"]
            .iter()
            .any(|word| text.contains(word))
    {
        return false;
    }
    let is_sentence = text.contains(' ') && !begins(text, "your ");
    if text.contains('/') || is_sentence {
        return false;
    }
    let words: Vec<&str> = text.split(['-', '_', '.', ' ']).collect();
    words.windows(2).any(|pair| match pair {
        ["YOUR", _] => true,
        ["your" | "Your", what] => POSSESSIONS.contains(&what.to_ascii_lowercase().as_str()),
        _ => false,
    })
}

/// Whether a part of a path or an address is left to be filled in:
/// `ios/YOUR_APP.xcworkspace`. In small letters, as in `acme.io/your-account`, such
/// parts are somebody's.
pub fn has_placeholder_part(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.contains(' '));
    parts.any(|part| {
        let words: Vec<&str> = part.split(['-', '_', '.']).collect();
        words.windows(2).any(|pair| pair[0] == "YOUR")
    })
}

/// Whether an e-mail address is a sample: at a domain kept free for samples, or
/// of "your" self.
pub fn is_sample_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let Some((local, domain)) = lower.rsplit_once('@') else {
        return false;
    };
    let name = domain.rsplit_once('.').map_or(domain, |(name, _)| name);
    matches!(domain, "example.com" | "example.org" | "example.net")
        || matches!(name, "yourcompany" | "yourdomain" | "your-domain")
        || matches!(
            local,
            "your" | "your-email" | "your.email" | "your_email" | "youremail"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_values() {
        let placeholders = [
            "<your key>",
            "Your key name",
            "...",
            "YOUR_APP_ID",
            "your-app-id",
            "REPLACE_WITH_YOUR_APP_ID",
            "PASTE_YOUR_KEY",
            "changeme",
            "xxxx-xxxx-xxxx",
            "0000000000",
            "1111111111",
            "com.example.app",
            "com.yourcompany.MauiApp1",
        ];
        for text in placeholders {
            assert!(is_placeholder(text), "{text}");
        }
        let values = [
            "",
            "0",
            "00000",
            "111111111",
            "1111111112",
            "aaaaaaaaaaaa",
            "https://acme.io/your-account",
            "io.acme.notes",
            "yours truly",
            "Rate your app in the store",
            "Your Health",
            "your-health",
            "https://acme.io/in_your_name",
            "xcode",
            "x",
            ".",
            "a...b",
            "<p>text</p>",
            "com.examples.app",
            "production",
        ];
        for text in values {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn parts_of_paths_may_be_placeholders() {
        for path in [
            "ios/YOUR_WORKSPACE_NAME.xcworkspace",
            "https://YOUR-DOMAIN/api",
        ] {
            assert!(has_placeholder_part(path), "{path}");
        }
        for path in [
            "ios/Runner.xcworkspace",
            "https://acme.io/your-account",
            "ios/IN_YOUR/NAME",
            "a/TELL YOUR FRIENDS",
            "ios/YOURS_APP",
        ] {
            assert!(!has_placeholder_part(path), "{path}");
        }
    }

    #[test]
    fn real_addresses_are_no_samples() {
        for text in ["user_1@example.com", "your@email.com", "me@yourcompany.com"] {
            assert!(is_sample_address(text), "{text}");
        }
        for text in [
            "dev@mail.test",
            "yours@acme.io",
            "example.com",
            "a@example.com.br",
        ] {
            assert!(!is_sample_address(text), "{text}");
        }
    }
}
