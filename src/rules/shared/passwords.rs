//! Passwords and tokens that stand in commands and in lines that scripts write.

use std::ops::Range;

use crate::expression::shell::{Command, Word};
use crate::knowledge::secret_names::{Named, may_be, named};

/// A value, by its bytes, and the name that tells what it is.
pub(crate) type Found = (Range<usize>, String);

/// Short options that take a password, by tool.
const SHORT: &[(&str, &str)] = &[
    ("altool", "-p"),
    ("mysql", "-p"),
    ("security", "-P"),
    ("sshpass", "-p"),
    ("docker", "-p"),
];

/// Options that take a name or a path, though they sound like a secret.
const HARMLESS: &[&str] = &[
    "--credentials",
    "--secret",
    "--service-credentials-file",
    "--apikey",
    "--apiKey",
    "--private-key",
];

/// Of these, whatever their case, a text has one in which a command is given a secret: the
/// tools that take one behind a short option, and what all names of secrets have in them.
const SIGNS: &[&str] = &[
    "altool",
    "credentials",
    "curl",
    "docker",
    "key",
    "mysql",
    "pass",
    "secret",
    "security",
    "token",
];

/// Whether a command of a script may hold what [`in_command`] finds: a look that takes far
/// less than to read the commands.
pub(crate) fn may_hold(script: &str) -> bool {
    // A word may be written in parts, and with characters by their number.
    let is_quote = |c: char| matches!(c, '\'' | '"' | '\\' | '\n' | '\r' | '`');
    let plain = script.replace(is_quote, "").to_ascii_lowercase();
    SIGNS.iter().any(|sign| plain.contains(sign)) || script.contains("$'")
}

/// Secrets among the words of a command.
pub(crate) fn in_command(command: &Command<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for assignment in &command.assignments {
        found.extend(value(assignment.name, &assignment.value));
    }
    if is_keychain(command) {
        return found;
    }
    let mut before: Option<&Word<'_>> = None;
    for word in command.arguments() {
        let text = &*word.text;
        if let Some(option) = before.take()
            && is_option_of(command, &option.text)
        {
            let name = option.text.trim_start_matches('-');
            found.extend(literal(name, kind(command, &option.text), word, 0));
        }
        match text.split_once('=') {
            // `--token=x`, `-Pstore.password=x`, `NAME=x`: what stands before the sign
            // must be one name.
            Some((name, rest)) if is_name(name) => {
                let shown = name.trim_start_matches('-');
                let last = shown.rsplit('.').next().unwrap_or(shown);
                if !HARMLESS.contains(&name) && !shown.starts_with("dart-define") {
                    found.extend(literal(
                        shown,
                        secret_kind(last),
                        word,
                        text.len() - rest.len(),
                    ));
                }
            }
            None if text.starts_with('-') => before = Some(word),
            _ => {}
        }
    }
    found.extend(basic_authentication(command));
    found
}

/// `curl -u name:password`.
fn basic_authentication(command: &Command<'_>) -> Option<Found> {
    if command.tool() != "curl" {
        return None;
    }
    let word = command.option("-u").or_else(|| command.option("--user"))?;
    let (user, _) = word.text.split_once(':')?;
    literal("-u", Some(Named::Password), word, user.len() + 1)
}

/// Secrets of lines `name=value` and `name: value` of a file that a script writes.
pub(crate) fn in_lines(text: &str, body: Range<usize>) -> Vec<Found> {
    let mut at = body.start;
    let lines = text.get(body).unwrap_or_default().split_inclusive('\n');
    let places = lines.map(|line| {
        at += line.len();
        (at - line.len(), line)
    });
    let found = places.filter_map(|(start, line)| {
        let (before, value) = line.split_once(['=', ':'])?;
        let name = before.trim().trim_matches('"');
        let bare = value.trim().trim_matches(['"', '\'', ',', ';']);
        let kind = secret_kind(name)?;
        let from = start + before.len() + 1 + value.find(bare)?;
        let is_word = !bare.contains(char::is_whitespace);
        let is_secret = is_name(name) && is_word && may_be(kind, bare);
        is_secret.then(|| (from..from + bare.len(), name.to_owned()))
    });
    found.collect()
}

fn value(name: &str, word: &Word<'_>) -> Option<Found> {
    literal(name, secret_kind(name), word, 0)
}

/// A word, or its part behind some bytes of its text, if that may be a secret.
fn literal(name: &str, kind: Option<Named>, word: &Word<'_>, skipped: usize) -> Option<Found> {
    let whole = word.text.get(skipped..)?;
    // `pass:x`, `env:NAME` and `file:path` of apksigner and OpenSSL.
    let value = whole.strip_prefix("pass:").unwrap_or(whole);
    let skipped = skipped + whole.len() - value.len();
    if ["env:", "file:"]
        .iter()
        .any(|start| whole.starts_with(start))
    {
        return None;
    }
    let is_value = word.is_literal && !value.contains(char::is_whitespace);
    if !is_value || !may_be(kind?, value) {
        return None;
    }
    // Without the quotes around it; where there are others, the whole word.
    let length = word.range.len();
    let quotes = length.saturating_sub(word.text.len());
    let range = match (quotes, skipped) {
        (0, _) => word.range.start + skipped..word.range.end,
        (2, 0) => word.range.start + 1..word.range.end - 1,
        _ => word.range.clone(),
    };
    Some((range, name.to_owned()))
}

/// What a name holds, also one in the manner of properties: `storePassword`.
fn secret_kind(name: &str) -> Option<Named> {
    named(name.trim_start_matches('-'))
}

fn kind(command: &Command<'_>, option: &str) -> Option<Named> {
    let is_short = SHORT.contains(&(command.tool(), option));
    let is_store = matches!(
        option,
        "-storepass" | "-keypass" | "--storepass" | "--keypass" | "--ks-pass" | "--key-pass"
    );
    if is_short || is_store {
        return Some(Named::Password);
    }
    secret_kind(option)
}

fn is_option_of(command: &Command<'_>, option: &str) -> bool {
    !HARMLESS.contains(&option) && kind(command, option).is_some()
}

/// Whether a text is one name, such as `--auth-token` or `signing.store.password`.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// Whether a command works on the machine's own keychain, whose password opens
/// nothing else.
fn is_keychain(command: &Command<'_>) -> bool {
    command.tool() == "keychain"
        || command.tool() == "security" && command.argument(0).contains("keychain")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::shell;

    #[test]
    fn a_script_with_a_secret_is_told_at_a_glance() {
        for script in [
            "altool --upload-app -p abcd-efgh-ijkl",
            "sshpass -p hunter2x ssh a@b",
            "docker login -u me -p hunter2x",
            "curl -u me:hunter2x https://a.test",
            "cu\\rl -u me:hunter2x https://a.test",
            "DB_PASSWORD=hunter2x make",
            "make --db-pass\"word\"=hunter2x",
            "make --db-pass\\\nword hunter2x",
            "make $'--db-p\\x61ssword' hunter2x",
            "keytool -storepass hunter2x",
            "gradlew -Psigning.apiKey=a8Jk29sLq0Zx7Yv3",
            "deploy --AUTH-TOKEN a8Jk29sLq0Zx7Yv3",
        ] {
            let read = shell::parse(script);
            let found = read.commands.iter().flat_map(in_command).count();
            assert!(found == 0 || may_hold(script), "{script}");
            // Of one way of writing only, nothing is found at all.
            assert!(found > 0 || script.contains("$'"), "{script}");
        }
        assert!(!may_hold(
            "flutter build ipa -p x --release && echo $((1 + 2))"
        ));
    }
}
