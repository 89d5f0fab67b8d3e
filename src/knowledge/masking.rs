//! What is not shown a second time, because it may be a secret.
//!
//! Wider than what rules report as one: a `***` too many costs a look into the file,
//! one too few a password. Sources: the names of <https://docs.codemagic.io/>, RFC
//! 6750 for `Bearer`, and GitHub's list of supported secret scanning patterns, as of
//! 2026-06.

use std::ops::Range;

use super::placeholders::is_placeholder;
use super::secret_names::{may_be_token, named};
use super::secrets;
use super::variables::is_from_integration;
use crate::expression::{Reference, reference};

/// Parts of names under which secrets stand.
const PARTS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "private_key",
    "api_key",
    "apikey",
    "credential",
];

/// Words that make a name one of a secret, whatever it ends with.
const ADDRESSES: &[&str] = &["dsn", "webhook", "webhooks"];

/// Words that make a name one of a secret.
const WORDS: &[&str] = &[
    "auth",
    "authorization",
    "jwt",
    "keypass",
    "pass",
    "pat",
    "pw",
    "pwd",
    "storepass",
];

/// Ends of names of keys that are kept from others.
const KEYS: &[&str] = &[
    "access_key",
    "admin_key",
    "deploy_key",
    "encryption_key",
    "license_key",
    "master_key",
    "server_key",
    "service_key",
    "signing_key",
    "ssh_key",
];

/// Last words of names of what only stands beside a secret.
const BESIDE: &[&str] = &[
    "alias", "domain", "email", "file", "host", "id", "ids", "method", "mode", "name", "path",
    "provider", "type", "uri", "url", "user", "username",
];

/// Whether a name tells that a secret may stand under it.
pub fn names_secret(name: &str) -> bool {
    let words = words_of(name);
    let plain = words.join("_");
    if plain.ends_with("_variable") {
        return false;
    }
    if PARTS.iter().any(|part| plain.contains(part))
        || strsim::osa_distance(&plain, "password") <= 2
        || is_from_integration(name)
        || named(name).is_some()
    {
        return true;
    }
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_beside = words
        .last()
        .is_some_and(|word| BESIDE.contains(&word.as_str()));
    has(ADDRESSES) || !is_beside && (has(WORDS) || KEYS.iter().any(|end| plain.ends_with(end)))
}

/// The words of a name in small letters: of `DB_PASS`, `db-pass` and `dbPass`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        let is_new = !c.is_alphanumeric() || c.is_uppercase() && was_small;
        if is_new && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the value of a variable of this name belongs into a group of secrets.
pub fn sounds_secret(name: &str) -> bool {
    names_secret(name) || is_from_integration(name) || named(name).is_some()
}

/// Whether a value can be shown even under the name of a secret: a switch, a small
/// number or a version, a placeholder, a reference, the name of a variable or a file.
pub fn is_harmless(text: &str) -> bool {
    const FILES: &[&str] = &[".p8", ".p12", ".json", ".jks", ".keystore", ".pem"];
    const SWITCHES: &[&str] = &[
        "true", "false", "yes", "no", "on", "off", "null", "none", "~",
    ];
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && (text.contains('.') || text.len() <= 3);
    let is_name = text.contains('_')
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let is_file = FILES.iter().any(|end| text.ends_with(end)) && !text.contains(['{', '\n']);
    is_number
        || SWITCHES.contains(&lower.as_str())
        || is_name
        || is_file
        || ["@env:", "@file:"].iter().any(|it| text.starts_with(it))
        || matches!(reference(text), Some(Reference::Input))
        || refers(text)
        || is_placeholder(text)
}

/// Whether a text is made of variables and the outcome of commands, with no more
/// between them than separates them.
fn refers(text: &str) -> bool {
    const MOST_BETWEEN: usize = 3;
    if text.contains('\n') || !text.contains('$') {
        return false;
    }
    if text.starts_with("$(") && text.ends_with(')') {
        return true;
    }
    let mut rest = text;
    let mut between = 0;
    while let Some(at) = rest.find('$') {
        between += letters(&rest[..at]);
        let behind = &rest[at + 1..];
        let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        rest = match behind.strip_prefix('{') {
            Some(inner) => inner.split_once('}').map_or("", |it| it.1),
            None if behind.starts_with(is_upper) => behind.trim_start_matches(is_upper),
            // `$hunter` alone names a variable as well.
            None if at == 0
                && between == 0
                && behind
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_') =>
            {
                ""
            }
            None => return false,
        };
    }
    between + letters(rest) <= MOST_BETWEEN
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether a whole value looks like characters that a machine made up, wherever it
/// stands.
pub fn is_token(text: &str) -> bool {
    let text = text.trim();
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"+/=_-.~!".contains(&b);
    let has = |test: fn(&u8) -> bool| text.bytes().any(|b| test(&b));
    text.bytes().all(fits)
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && may_be_token(text)
}

/// Whether a text has the form of a UUID, as many things have that are no secret.
pub fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let lengths = parts.iter().map(|part| part.len());
    lengths.eq([8, 4, 4, 4, 12])
        && parts
            .iter()
            .all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The parts of a line that may be secrets: those of well-known forms, what stands
/// behind names of secrets in commands, headers and JSON, and passwords of `-u`.
pub fn parts(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = secrets::find(line).into_iter().map(|it| it.0).collect();
    found.extend(begun(line));
    found.extend(behind_names(line));
    found.extend(behind_options(line));
    found
}

/// What stands behind beginnings that nothing else has.
fn begun(line: &str) -> Vec<Range<usize>> {
    const SHORTEST: usize = 6;
    /// Bytes that are read to tell whether a text is a sample. A longer one is taken for a
    /// secret, unless `xxxx` stands among them.
    const MOST_READ: usize = 256;
    const TOKENS: &[&str] = &[
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xoxa-",
        "xoxb-",
        "xoxe-",
        "xoxp-",
        "xoxr-",
        "xoxs-",
        "GOCSPX-",
        "1//0",
        "sk_live_",
        "rk_live_",
        "sk-ant-",
        "sk-proj-",
    ];
    const ADDRESSES: &[&str] = &[
        "hooks.slack.com/services/",
        "hooks.slack.com/workflows/",
        "hooks.slack.com/triggers/",
        "discord.com/api/webhooks/",
        "discordapp.com/api/webhooks/",
        "webhook.office.com/webhookb2/",
        "outlook.office.com/webhook/",
    ];
    const SCHEMES: &[&str] = &["Bearer ", "bearer ", "BEARER "];
    let is_token = |c: char| c.is_ascii_alphanumeric() || "_-.~+/=".contains(c);
    let is_address = |c: char| is_token(c) || "%?&@".contains(c);
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let mut found = Vec::new();
    let mut look = |starts: &[&str], keeps_start: bool, fits: &dyn Fn(char) -> bool| {
        for start in starts {
            // Beginnings that follow one another end at one place, which is found once.
            let mut end = 0;
            for (at, _) in line.match_indices(start) {
                let from = at + start.len();
                if from >= end {
                    let rest = &line[from..];
                    end = from + rest.find(|c: char| !fits(c)).unwrap_or(rest.len());
                }
                let length = end - from;
                let text = &line[from..end.min(from + MOST_READ)];
                let is_name =
                    text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') && text.contains('_');
                // `Bearer tokens` is prose.
                let is_word = !keeps_start && length < 16 && !text.contains(is_upper);
                let is_placeholder = is_name || is_word || is_placeholder(text);
                let is_sample =
                    (length <= MOST_READ && is_placeholder) || text.to_lowercase().contains("xxxx");
                if length >= SHORTEST && !is_sample {
                    found.push(if keeps_start { at } else { from }..from + length);
                }
            }
        }
    };
    // What all beginnings of a list have is looked for first.
    let bytes = line.as_bytes();
    if memchr::memchr3(b'_', b'-', b'/', bytes).is_some() {
        look(TOKENS, true, &is_token);
    }
    if memchr::memchr(b'/', bytes).is_some() {
        look(ADDRESSES, true, &is_address);
    }
    if memchr::memchr2(b'b', b'B', bytes).is_some() {
        look(SCHEMES, false, &is_token);
    }
    found
}

/// The values of `NAME=value`, and of `'Name: value'` and `"name": "value"` in quotes,
/// where the name is one of a secret.
fn behind_names(line: &str) -> Vec<Range<usize>> {
    const QUOTES: [char; 3] = ['"', '\'', '\\'];
    let mut found = Vec::new();
    for (at, sign) in line.match_indices(['=', ':']) {
        let before = &line[..at];
        let bare = before.trim_end_matches(QUOTES);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let start = bare.trim_end_matches(is_name).len();
        let name = bare[start..].trim_start_matches('-');
        let behind = &line[at + 1..];
        let is_operator = behind.starts_with(['=', '~']) || before.ends_with(['=', '!', '<', '>']);
        let is_quoted = bare[..start].ends_with(QUOTES);
        if name.is_empty() || is_operator || sign == ":" && !is_quoted || !names_secret(name) {
            continue;
        }
        let skipped = match sign {
            ":" => behind.trim_start_matches([' ', '"', '\'', '\\']),
            _ => behind.trim_start_matches(QUOTES),
        };
        let is_held = sign == ":" || skipped.len() < behind.len();
        let end = skipped.find(|c: char| {
            if is_held {
                QUOTES.contains(&c)
            } else {
                c.is_whitespace() || "\"';&|)<>,".contains(c)
            }
        });
        let mut value = skipped[..end.unwrap_or(skipped.len())].trim_end();
        if name.to_ascii_lowercase().ends_with("authorization") {
            value = value.rsplit(' ').next().unwrap_or(value);
        }
        let is_filled_in = value.contains("$(") || value.starts_with(['`', '$', '@', '%', '(']);
        let from = line.len() - skipped.len() + skipped.find(value).unwrap_or_default();
        if !value.is_empty() && !is_filled_in && !is_harmless(value) {
            found.push(from..from + value.len());
        }
    }
    found
}

/// `-u name:password`.
fn behind_options(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for option in ["-u", "--user", "--proxy-user"] {
        for (at, _) in line.match_indices(option) {
            let rest = &line[at + option.len()..];
            let word = rest.trim_start_matches([' ', '=', '"', '\'']);
            let is_own = line[..at].ends_with(' ') && word.len() < rest.len();
            let end = word.find(|c: char| c.is_whitespace() || "\"'".contains(c));
            let word = &word[..end.unwrap_or(word.len())];
            let Some((user, password)) = word.split_once(':').filter(|_| is_own) else {
                continue;
            };
            let is_number = password.bytes().all(|b| b.is_ascii_digit());
            if !is_number && !password.starts_with('$') && !is_harmless(password) {
                let skipped = rest.len() - rest.trim_start_matches([' ', '=', '"', '\'']).len();
                let from = at + option.len() + skipped + user.len() + 1;
                found.push(from..from + password.len());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
