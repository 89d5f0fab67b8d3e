//! What several laws share.

use std::sync::OnceLock;

use codemagic_lint::rules::{Settings, all};
use codemagic_lint::syntax::{SourceFile, Span};
use jiff::Timestamp;

/// What separates the records of an input.
pub const SEPARATOR: u8 = 0x1e;

/// The input as a file.
pub fn source(bytes: &[u8]) -> SourceFile {
    SourceFile::from_bytes("codemagic.yaml", bytes.to_vec())
}

/// The records of an input.
pub fn records(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == SEPARATOR)
}

/// When everything begins: 2026-11-22T12:00:00Z.
pub fn start() -> Timestamp {
    Timestamp::constant(1_795_348_800, 0)
}

/// Settings with every rule on.
pub fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| {
        let mut settings = Settings::default();
        for index in 0..all().len() {
            settings.selection.switch_on(index);
        }
        settings
    })
}

/// Secrets that are nothing but themselves: no words of the program's, and nowhere else
/// in the file.
pub fn plain_secrets(source: &SourceFile, spans: &[Span]) -> Vec<String> {
    let is_telling = |text: &str| {
        let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase);
        plain && mixed && text.len() >= 10 && has(u8::is_ascii_lowercase)
    };
    let covered = |start: usize, end: usize| {
        spans
            .iter()
            .any(|span| span.start() <= start && end <= span.end())
    };
    let only_there = |text: &str| {
        let mut places = source.text().match_indices(text);
        places.all(|(at, _)| covered(at, at + text.len()))
    };
    let texts = spans
        .iter()
        .map(|&span| source.slice(span).trim_matches(['"', '\'']));
    let telling = texts.filter(|text| is_telling(text) && only_there(text));
    telling.map(str::to_owned).collect()
}
