//! Typed values out of TOML, and the problems met on the way.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Severity;
use crate::syntax::Span;

use super::config::ConfigProblem;
use super::config_keys::{ELSEWHERE, Key, Value, home};
use crate::rules::shared::words::nearest;

/// Reads values and keeps what is wrong with them.
#[derive(Default)]
pub(super) struct TomlReader {
    /// In the order in which they were met.
    pub(super) problems: Vec<ConfigProblem>,
}

/// A known key with its value.
pub(super) type Entry<'a, 'i> = (&'static Key, &'a Spanned<DeValue<'i>>);

impl TomlReader {
    /// A string that is not blank.
    pub(super) fn text(&mut self, key: &Key, value: &Spanned<DeValue>) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value);
            return None;
        };
        if text.trim().is_empty() {
            let message = format!("`{}` is blank, expected {}", key.name, key.value.expected());
            self.report(span(value), message, None);
            return None;
        }
        Some(text.to_owned())
    }

    /// A whole number, at least 1.
    pub(super) fn minutes(&mut self, key: &Key, value: &Spanned<DeValue>) -> Option<u32> {
        let integer = value.get_ref().as_integer();
        let minutes = integer
            .and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok())
            .filter(|minutes| *minutes > 0);
        if minutes.is_some() {
            return minutes;
        }
        match integer {
            Some(number) => {
                let expected = key.value.expected();
                let message = format!("`{}` takes {expected}, not `{number}`", key.name);
                self.report(span(value), message, None);
            }
            None => self.wrong_type(key, value),
        }
        None
    }

    /// The strings of a list, with their places.
    pub(super) fn strings<'a>(
        &mut self,
        key: &Key,
        value: &'a Spanned<DeValue>,
    ) -> Vec<(&'a str, Span)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value);
            return Vec::new();
        };
        let mut strings = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => strings.push((text, span(item))),
                None => self.wrong_item(key, item),
            }
        }
        strings
    }

    /// The known keys of a value that should be a table.
    pub(super) fn table<'a, 'i>(
        &mut self,
        key: &Key,
        value: &'a Spanned<DeValue<'i>>,
    ) -> Vec<Entry<'a, 'i>> {
        if let (DeValue::Table(table), Value::Table(keys)) = (value.get_ref(), key.value) {
            return self.entries(table, keys);
        }
        self.wrong_type(key, value);
        Vec::new()
    }

    /// The known keys of a table; the others are reported.
    pub(super) fn entries<'a, 'i>(
        &mut self,
        table: &'a DeTable<'i>,
        keys: &'static [Key],
    ) -> Vec<Entry<'a, 'i>> {
        let mut entries = Vec::new();
        for (name, value) in table {
            match keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => entries.push((key, value)),
                None => self.unknown_key(name, keys),
            }
        }
        entries
    }

    fn unknown_key(&mut self, name: &Spanned<Cow<str>>, keys: &[Key]) {
        let text = name.get_ref().as_ref();
        if text.is_empty() {
            self.report(key_span(name), "this key has no name".to_owned(), None);
            return;
        }
        let here = |name: &str| keys.iter().any(|key| key.name == name);
        let translated = ELSEWHERE.iter().find(|(other, _)| *other == text);
        let translated = translated.map(|(_, ours)| *ours);
        let likely = nearest(text, keys.iter().map(|key| key.name));
        let help = match translated.or(likely) {
            _ if home(text).is_some() => home(text).map(|home| format!("it belongs {home}")),
            Some(name) if here(name) => Some(format!("did you mean `{name}`?")),
            Some(name) => {
                home(name).map(|home| format!("did you mean `{name}`? it belongs {home}"))
            }
            None => {
                let names: Vec<_> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
                Some(format!("known here are {}", names.join(", ")))
            }
        };
        let message = format!("`{text}` is not a key that can stand here");
        self.report(key_span(name), message, help);
    }

    /// Reports that `value` is of another type than the key takes.
    pub(super) fn wrong_type(&mut self, key: &Key, value: &Spanned<DeValue>) {
        let found = type_name(value.get_ref());
        let message = format!("`{}` takes {}, not {found}", key.name, key.value.expected());
        self.report(span(value), message, Some(key.value.example(key.name)));
    }

    /// Reports that `item` is not what a list of this key holds.
    pub(super) fn wrong_item(&mut self, key: &Key, item: &Spanned<DeValue>) {
        let found = type_name(item.get_ref());
        let expected = key.value.expected();
        let message = format!(
            "{found} cannot stand in `{}`, which takes {expected}",
            key.name
        );
        self.report(span(item), message, Some(key.value.example(key.name)));
    }

    /// Reports that `value` is none of the severities nor the word `besides`.
    pub(super) fn wrong_word(
        &mut self,
        name: &str,
        value: &Spanned<DeValue>,
        besides: &'static str,
    ) {
        let words = || Severity::ALL.into_iter().map(Severity::name);
        let listed: Vec<_> = words().map(|word| format!("`{word}`")).collect();
        let expected = format!("{} or `{besides}`", listed.join(", "));
        let Some(text) = value.get_ref().as_str() else {
            let found = type_name(value.get_ref());
            let message = format!("`{name}` takes {expected}, not {found}");
            self.report(span(value), message, None);
            return;
        };
        let likely = nearest(text, words().chain([besides]));
        let help = likely.map(|word| format!("did you mean `{word}`?"));
        let message = format!("`{text}` is not a severity, expected {expected}");
        self.report(span(value), message, help);
    }

    /// Reports anything else.
    pub(super) fn report(&mut self, span: Span, message: String, help: Option<String>) {
        self.problems.push(ConfigProblem {
            message,
            span,
            help,
        });
    }
}

/// Where a value stands.
pub(super) fn span(value: &Spanned<DeValue>) -> Span {
    Span::new(value.span().start, value.span().end)
}

/// Where a key stands.
pub(super) fn key_span(key: &Spanned<Cow<str>>) -> Span {
    Span::new(key.span().start, key.span().end)
}

fn type_name(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
