//! Secrets near what is reported, whatever the rules made of them.
//!
//! A report quotes and shows the text around a finding. Where that text is broken,
//! no rule may have recognised the secret in it, so lines are looked at as they
//! stand.

use std::ops::Range;

use memchr::{memchr, memmem};

use crate::finding::Fix;
use crate::knowledge::placeholders::is_placeholder;
use crate::knowledge::secrets;
use crate::knowledge::spelling::{letters, plain};
use crate::syntax::{Span, Tree};

use super::masking::is_secret;
use super::report::Draft;

/// Lines that a report may show before and after a finding.
const CONTEXT: usize = 3;
/// Shorter values are words of the file more often than secrets.
const MIN_LENGTH: usize = 6;

const PASSWORD: &str = "password";
/// Typing errors in it that are overlooked.
const ERRORS: u32 = 2;

const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "private_key",
    "api_key",
    "apikey",
    "credentials",
];

/// The places of secrets on the lines that reports of these findings may show, in
/// the order of the text.
pub(super) fn secrets_near(tree: &Tree, drafts: &[Draft]) -> Vec<Span> {
    let source = tree.source();
    let mut lines: Vec<usize> = drafts
        .iter()
        .flat_map(|draft| {
            let related = draft.related.iter().take(8).map(|(span, _)| *span);
            related.chain([draft.span, draft.secret])
        })
        .map(|span| source.line_index(span.start()))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let mut next = 0;
    let shown = lines.into_iter().flat_map(|line| {
        let first = line.saturating_sub(CONTEXT).max(next);
        next = line + CONTEXT + 1;
        first..next
    });
    let mut found = private_keys(source.text());
    for line in shown.filter_map(|line| source.line_span(line)) {
        let text = source.slice(line);
        found.extend(value_on(tree, text, line.start()));
        found.extend(tokens_on(text, line.start()));
    }
    // What is found at one use may be a secret at another.
    let shared = drafts.iter().map(|draft| tree.resolve(draft.node));
    let shared = shared.filter(|node| tree.anchors_at(*node).next().is_some());
    found.extend(
        shared
            .filter(|node| is_secret(tree, *node))
            .map(|node| tree.span(node)),
    );
    found.sort_unstable();
    found
}

/// The bodies of private keys, each as a whole.
pub(super) fn key_bodies(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut is_open = false;
    for line in private_keys(text) {
        let between = found
            .last()
            .map_or("-", |last| &text[last.end()..line.start()]);
        is_open &= between.trim().is_empty();
        match found.last_mut() {
            Some(last) if is_open => *last = Span::new(last.start(), line.end()),
            _ => found.push(line),
        }
        is_open = true;
    }
    found
}

/// The lines of the bodies of private keys.
fn private_keys(text: &str) -> Vec<Span> {
    const BEGIN: &str = "PRIVATE KEY-----";
    let mut found = Vec::new();
    let mut from = 0;
    // What was looked for to the end of the text once is not looked for again.
    let mut has_end = true;
    let find = |from: usize, what: &str| memmem::find(&text.as_bytes()[from..], what.as_bytes());
    while let Some(at) = find(from, BEGIN).map(|at| from + at + BEGIN.len()) {
        let label = text[from..at - BEGIN.len()].rsplit("-----").next();
        if label.is_some_and(|label| label.starts_with("END ")) {
            from = at;
            continue;
        }
        let end = has_end.then(|| find(at, "-----END")).flatten();
        has_end = end.is_some();
        let end = end.map_or(at, |end| at + end);
        let mut start = at;
        for line in text[at..end].split_inclusive('\n') {
            let body = line.trim();
            if !body.is_empty() {
                let indent = line.len() - line.trim_start().len();
                found.push(Span::new(start + indent, start + indent + body.len()));
            }
            start += line.len();
        }
        from = end.max(at);
    }
    found
}

/// What stands behind a key that names a secret, unless it refers to one or only
/// says where one belongs.
pub(super) fn value_on(tree: &Tree, line: &str, offset: usize) -> Option<Span> {
    let colon = memchr(b':', line.as_bytes())?;
    // Told first, since most lines have no such key.
    if !has_letters_of_one(&line[..colon]) {
        return None;
    }
    let name = line[..colon].trim_matches([' ', '\t', '-', '"', '\'', '{', ',']);
    if !names_a_secret(name) {
        return None;
    }
    let rest = &line[colon + 1..];
    let value = rest.split(" #").next().unwrap_or(rest).trim();
    let text = value.trim_matches(['"', '\'']);
    let is_word = text
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let refers =
        text.starts_with(['$', '|', '>', '&', '@', '{', '[']) || text.starts_with("Encrypted(");
    let is_file = [".p8", ".p12", ".json", ".jks", ".keystore", ".pem"]
        .iter()
        .any(|end| text.ends_with(end));
    let alias = text.strip_prefix('*');
    let is_alias = alias.is_some_and(|name| tree.anchors().iter().any(|it| &*it.name == name));
    if text.len() < MIN_LENGTH || is_word || refers || is_file || is_alias || is_placeholder(text) {
        return None;
    }
    let start = offset + colon + 1 + rest.find(value)?;
    Some(Span::new(start, start + value.len()))
}

/// Tokens and keys of well-known forms.
fn tokens_on(line: &str, offset: usize) -> impl Iterator<Item = Span> {
    let found = secrets::find(line).into_iter();
    found.map(move |(range, _)| Span::new(offset + range.start, offset + range.end))
}

fn names_a_secret(name: &str) -> bool {
    if name.contains(char::is_whitespace) {
        return false;
    }
    let plain = plain(&name.to_lowercase());
    let is_name_of_variable = plain.ends_with("_variable");
    let letters = letters(&plain);
    let holds = |(word, of_word): (&&str, &u32)| of_word & !letters == 0 && plain.contains(*word);
    let is_like = NAMES.iter().zip(&LETTERS).any(holds) || is_nearly_password(&plain);
    is_like && !is_name_of_variable
}

/// Whether a name has the letters of one that names a secret: what most names lack,
/// and what is told without a copy of each.
fn has_letters_of_one(name: &str) -> bool {
    let letters = letters(name);
    let lacks = |word: u32| (word & !letters).count_ones();
    // In other alphabets, case is not so simple.
    !name.is_ascii()
        || lacks(const { self::letters(PASSWORD) }) <= ERRORS
        || LETTERS.iter().any(|word| lacks(*word) == 0)
}

/// The letters of each of the names.
static LETTERS: [u32; NAMES.len()] = {
    let mut all = [0; NAMES.len()];
    let mut at = 0;
    while at < NAMES.len() {
        all[at] = letters(NAMES[at]);
        at += 1;
    }
    all
};

/// Whether a name is `password` but for a few errors. Each of them takes one letter
/// away at most.
fn is_nearly_password(name: &str) -> bool {
    let lengths = PASSWORD.len() - ERRORS as usize..=PASSWORD.len() + ERRORS as usize;
    lengths.contains(&name.chars().count())
        && strsim::osa_distance(name, PASSWORD) <= ERRORS as usize
}

/// Takes the secrets around a finding out of what it says; a fix that would
/// repeat one is left out. `secrets` are those of [`secrets_near`].
pub(super) fn redact(tree: &Tree, draft: &mut Draft, secrets: &[Span]) {
    let source = tree.source();
    let line = source.line_index(draft.secret.start());
    let offset = |line: usize| source.line_starts().get(line).map(|&start| start as usize);
    let from = offset(line.saturating_sub(CONTEXT)).unwrap_or(0);
    let to = offset(line + CONTEXT + 1).unwrap_or(source.text().len());
    let first = secrets.partition_point(|secret| secret.start() < from);
    for &secret in secrets[first..]
        .iter()
        .take_while(|secret| secret.start() < to)
    {
        take_from(draft, source.slice(secret));
    }
}

/// Takes a secret out of all that is said of a finding.
fn take_from(draft: &mut Draft, secret: &str) {
    // Quotes and indicators are not always repeated with it.
    let secret = secret.trim_matches(['"', '\'', '*', '&', '%', '!', '@']);
    if secret.len() < MIN_LENGTH {
        return;
    }
    let related = draft.related.iter_mut().map(|(_, text)| text);
    for text in related.chain([&mut draft.message]).chain(&mut draft.help) {
        take_out(text, secret);
    }
    let repeats = |fix: &Fix| {
        fix.edits.iter().any(|edit| edit.text.contains(secret))
            || cut_secret(&fix.title, secret).is_some()
            || fix.title.contains(secret)
    };
    if draft.fix.as_ref().is_some_and(repeats) {
        draft.fix = None;
    }
}

/// Secrets of one script that are looked for in what another linter says of it.
const MOST_COMPARED: usize = 500;

/// Takes the secrets of a script out of what another linter says of it: it may
/// quote any part of the script. `secrets` are in the order of the text.
pub(super) fn redact_foreign(tree: &Tree, draft: &mut Draft, secrets: &[Span]) {
    let script = tree.span(draft.node);
    let first = secrets.partition_point(|secret| secret.start() < script.start());
    let inside = secrets[first..].iter();
    let inside = inside.take_while(|secret| secret.start() < script.end());
    // What was not looked at is one secret from the first byte.
    let all = secrets.first().filter(|secret| secret.contains(script));
    for (index, &secret) in all.into_iter().chain(inside).enumerate() {
        if index == MOST_COMPARED || secret.contains(script) {
            "shellcheck complains of this".clone_into(&mut draft.message);
            draft.help = None;
            draft.fix = None;
            return;
        }
        take_from(draft, tree.source().slice(secret));
    }
}

/// Takes a secret out of a text, also where only its beginning was quoted.
fn take_out(text: &mut String, secret: &str) {
    if text.contains(secret) {
        *text = text.replace(secret, "…");
    }
    while let Some(range) = cut_secret(text, secret) {
        text.replace_range(range, "");
    }
}

/// Where the beginning of a secret stands before the `…` of an excerpt.
fn cut_secret(text: &str, secret: &str) -> Option<Range<usize>> {
    text.match_indices('…').find_map(|(end, _)| {
        let before = text[..end].trim_end();
        let lengths = secret.char_indices().map(|(at, _)| at);
        let beginning = lengths
            .filter(|at| (MIN_LENGTH..=before.len()).contains(at))
            .filter(|at| before.ends_with(&secret[..*at]))
            .max()?;
        Some(before.len() - beginning..end)
    })
}

#[cfg(test)]
mod tests {
    use super::{private_keys, take_out};

    #[test]
    fn what_stands_between_two_keys_is_none() {
        let key = |body: &str| {
            format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
        };
        let text = format!(
            "{}between\n{}behind\n-----BEGIN CERTIFICATE-----\npublic\n-----END CERTIFICATE-----\n",
            key("first"),
            key("second")
        );
        let found = private_keys(&text);
        let found: Vec<_> = found.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["first", "second"]);
    }

    #[test]
    fn secrets_are_taken_out_whole_and_cut() {
        let cases = [
            ("`abcdefghij` is wrong", "`…` is wrong"),
            ("`abcdefgh…` is wrong", "`…` is wrong"),
            ("`!abcdefgh…` and `abcdefg…`", "`!…` and `…`"),
            // Too short to tell anything.
            ("`abcde…`", "`abcde…`"),
            ("`xyz…`", "`xyz…`"),
        ];
        for (text, expected) in cases {
            let mut text = text.to_owned();
            take_out(&mut text, "abcdefghij");
            assert_eq!(text, expected);
        }
    }
}
