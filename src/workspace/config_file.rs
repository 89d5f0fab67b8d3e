//! From the text of a `codemagic-lint.toml` to what it says, with every problem
//! in it.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::rules::Rule;
use crate::syntax::{SourceFile, Span};

use super::config::{ConfigProblem, FailOn, KnownNames, Override};
use super::config_keys::{CONFIG, Key, PATHS, Value};
use super::globs::{self, Globs};
use super::selection::{Level, SelectionLayer};
use super::selector::Selector;
use super::toml_errors;
use super::toml_reader::{TomlReader, key_span, span};

/// What one file says. Paths are as written.
#[derive(Default)]
pub(super) struct ConfigFile {
    pub(super) layer: SelectionLayer,
    pub(super) overrides: Vec<Override>,
    pub(super) exclude: Option<Globs>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) schema: Option<String>,
    pub(super) known: KnownNames,
    /// With the place of the value, where its problems are reported.
    pub(super) extends: Option<(String, Span)>,
}

/// Reads the file's text. Its patterns are relative to `directory`.
///
/// What it says is to be used only where there are no problems; these come in
/// the order of the text.
pub(super) fn decode(
    source: &SourceFile,
    directory: &Path,
    rules: &[&'static Rule],
) -> (ConfigFile, Vec<ConfigProblem>) {
    if let Some(&span) = source.invalid_utf8().first() {
        let message = "these bytes are not UTF-8, which TOML requires".to_owned();
        let help = Some("save the file as UTF-8".to_owned());
        let problem = ConfigProblem {
            message,
            span,
            help,
        };
        return (ConfigFile::default(), vec![problem]);
    }
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let mut decoder = Decoder {
        directory,
        rules,
        reader: TomlReader::default(),
    };
    let file = decoder.file(table.get_ref());
    let errors = toml_errors::explain(source, table.get_ref(), &errors);
    let mut problems = decoder.reader.problems;
    problems.retain(|problem| errors.spare(source, problem.span));
    problems.extend(errors.problems);
    problems.sort_by_key(|problem| problem.span);
    (file, problems)
}

struct Decoder<'a> {
    directory: &'a Path,
    rules: &'a [&'static Rule],
    reader: TomlReader,
}

impl Decoder<'_> {
    fn file(&mut self, table: &DeTable) -> ConfigFile {
        let mut file = ConfigFile::default();
        for (key, value) in self.reader.entries(table, CONFIG) {
            match key.name {
                "extends" => {
                    let path = self.reader.text(key, value);
                    file.extends = path.map(|path| (path, span(value)));
                }
                "fail-on" => file.fail_on = self.fail_on(key, value),
                "exclude" => file.exclude = self.globs(key, value),
                "schema" => file.schema = self.reader.text(key, value),
                "known" => file.known = self.known(key, value),
                "overrides" => file.overrides = self.overrides(key, value),
                _ => self.selection(&mut file.layer, key, value),
            }
        }
        file
    }

    fn selection(&mut self, layer: &mut SelectionLayer, key: &Key, value: &Spanned<DeValue>) {
        match key.name {
            "select" => layer.select = Some(self.selectors(key, value)),
            "extend-select" => layer.extend_select = self.selectors(key, value),
            "ignore" => layer.ignore = self.selectors(key, value),
            _ => layer.severity = self.severities(key, value),
        }
    }

    fn known(&mut self, key: &Key, value: &Spanned<DeValue>) -> KnownNames {
        let mut known = KnownNames::default();
        for (key, value) in self.reader.table(key, value) {
            match key.name {
                "groups" => known.groups = Some(self.names(key, value)),
                "integrations" => known.integrations = Some(self.names(key, value)),
                "keystores" => known.keystores = Some(self.names(key, value)),
                "internal-beta-groups" => known.internal_beta_groups = Some(self.names(key, value)),
                "instance-types" => known.instance_types = Some(self.names(key, value)),
                _ => known.max_build_duration = self.reader.minutes(key, value),
            }
        }
        known
    }

    fn overrides(&mut self, key: &Key, value: &Spanned<DeValue>) -> Vec<Override> {
        let (DeValue::Array(items), Value::Tables(keys)) = (value.get_ref(), key.value) else {
            self.reader.wrong_type(key, value);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.one_override(key, keys, item))
            .collect()
    }

    fn one_override(
        &mut self,
        key: &Key,
        keys: &'static [Key],
        item: &Spanned<DeValue>,
    ) -> Option<Override> {
        let DeValue::Table(table) = item.get_ref() else {
            self.reader.wrong_item(key, item);
            return None;
        };
        let mut layer = SelectionLayer::default();
        let mut paths = None;
        for (key, value) in self.reader.entries(table, keys) {
            match key.name {
                PATHS => paths = self.globs(key, value),
                _ => self.selection(&mut layer, key, value),
            }
        }
        if !table.contains_key(PATHS) || paths.as_ref().is_some_and(Globs::is_empty) {
            let message = format!("this override has no `{PATHS}`, so it would apply to nothing");
            let help = format!("for example `{PATHS} = [\"apps/legacy\"]`");
            self.reader.report(span(item), message, Some(help));
        }
        paths.map(|paths| Override { paths, layer })
    }

    fn selectors(&mut self, key: &Key, value: &Spanned<DeValue>) -> Vec<Selector> {
        let items = self.reader.strings(key, value);
        items
            .into_iter()
            .filter_map(|(text, span)| self.selector(text, span))
            .collect()
    }

    fn selector(&mut self, text: &str, span: Span) -> Option<Selector> {
        match Selector::parse(self.rules, text) {
            Ok(selector) => Some(selector),
            Err(unknown) => {
                self.reader
                    .report(span, unknown.to_string(), Some(unknown.help()));
                None
            }
        }
    }

    fn severities(&mut self, key: &Key, value: &Spanned<DeValue>) -> Vec<(Selector, Level)> {
        let DeValue::Table(table) = value.get_ref() else {
            self.reader.wrong_type(key, value);
            return Vec::new();
        };
        let mut severities = Vec::new();
        for (name, value) in table {
            let selector = self.selector(name.get_ref(), key_span(name));
            let level = self.level(name.get_ref(), value);
            severities.extend(selector.zip(level));
        }
        severities
    }

    fn level(&mut self, name: &str, value: &Spanned<DeValue>) -> Option<Level> {
        let text = value.get_ref().as_str();
        if text == Some("off") {
            return Some(Level::Off);
        }
        let severity = text.and_then(|text| text.parse().ok()).map(Level::At);
        if severity.is_none() {
            self.reader.wrong_word(name, value, "off");
        }
        severity
    }

    fn fail_on(&mut self, key: &Key, value: &Spanned<DeValue>) -> Option<FailOn> {
        let text = value.get_ref().as_str();
        let fail_on = text.and_then(|text| text.parse().ok());
        if fail_on.is_none() {
            self.reader.wrong_word(key.name, value, FailOn::NEVER);
        }
        fail_on
    }

    fn names(&mut self, key: &Key, value: &Spanned<DeValue>) -> Vec<String> {
        let items = self.reader.strings(key, value);
        for (text, span) in &items {
            if text.trim().is_empty() {
                self.reader
                    .report(*span, format!("a name in `{}` is blank", key.name), None);
            }
        }
        items.into_iter().map(|(text, _)| text.to_owned()).collect()
    }

    fn globs(&mut self, key: &Key, value: &Spanned<DeValue>) -> Option<Globs> {
        let items = self.reader.strings(key, value);
        let mut sound = true;
        for (text, span) in &items {
            if let Some(message) = globs::problem(text) {
                self.reader.report(*span, message, None);
                sound = false;
            }
        }
        match Globs::compile(self.directory, items.iter().map(|(text, _)| *text)) {
            Ok(globs) => Some(globs),
            Err(message) => {
                if sound {
                    self.reader.report(span(value), message, None);
                }
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
