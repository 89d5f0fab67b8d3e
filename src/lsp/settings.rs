//! What is set in the editor: `docs/language-server.md` lists it.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::rules;
use crate::workspace::SelectionLayer;

/// The section of an editor's settings that is ours.
pub(super) const SECTION: &str = "codemagic-lint";

/// What there is to set.
const NAMES: [&str; 7] = [
    "config",
    "schema",
    "baseline",
    "shellcheck",
    "select",
    "extendSelect",
    "ignore",
];

/// Settings of extensions, which start the server; they may share the section.
const OF_CLIENTS: [&str; 8] = [
    "arguments",
    "command",
    "enable",
    "enabled",
    "importStrategy",
    "path",
    "server",
    "trace",
];

/// What is set in the editor. Paths may be relative to the first workspace folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EditorSettings {
    /// The configuration of all files, in place of a search.
    pub config: Option<PathBuf>,
    /// A JSON Schema by which files are judged as well.
    pub schema: Option<PathBuf>,
    /// Findings that are accepted for now.
    pub baseline: Option<PathBuf>,
    /// Whether shellcheck is asked.
    pub shellcheck: ShellcheckChoice,
    /// Which rules are on.
    pub selection: SelectionLayer,
}

/// Whether shellcheck is asked about scripts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum ShellcheckChoice {
    /// Where it is installed.
    #[default]
    Auto,
    /// Not at all.
    Never,
    /// The program at this path.
    At(PathBuf),
}

impl EditorSettings {
    /// Reads the section, or an object that has the section as a field. The second is
    /// what is wrong with it; the rest counts all the same.
    pub fn read(value: &Value) -> (Self, Vec<String>) {
        let value = value.get(SECTION).unwrap_or(value);
        let mut reader = Reader::default();
        match value {
            Value::Object(fields) => {
                let settings = reader.settings(fields);
                (settings, reader.complaints)
            }
            Value::Null => (Self::default(), Vec::new()),
            other => {
                let complaint = format!(
                    "the settings `{SECTION}` are {}, expected an object; none are used",
                    kind(other)
                );
                (Self::default(), vec![complaint])
            }
        }
    }
}

#[derive(Default)]
struct Reader {
    complaints: Vec<String>,
}

impl Reader {
    fn settings(&mut self, fields: &Map<String, Value>) -> EditorSettings {
        let mut settings = EditorSettings::default();
        let (mut select, mut extend_select, mut ignore) = (Vec::new(), Vec::new(), Vec::new());
        for (name, value) in fields {
            match name.as_str() {
                "config" => settings.config = self.path(name, value),
                "schema" => settings.schema = self.path(name, value),
                "baseline" => settings.baseline = self.path(name, value),
                "shellcheck" => settings.shellcheck = self.shellcheck(name, value),
                "select" => select = self.rules(name, value),
                "extendSelect" => extend_select = self.rules(name, value),
                "ignore" => ignore = self.rules(name, value),
                name if OF_CLIENTS.contains(&name) => {}
                name => self.unknown(name),
            }
        }
        let layer = SelectionLayer::from_names(rules::all(), &select, &extend_select, &ignore);
        // Names that are unknown were complained about and left out.
        settings.selection = layer.unwrap_or_default();
        settings
    }

    /// Null and an empty text are what editors send for what is not set.
    fn text(&mut self, name: &str, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => Some(text.clone()),
            other => {
                self.wrong(name, other, "a text");
                None
            }
        }
    }

    fn path(&mut self, name: &str, value: &Value) -> Option<PathBuf> {
        self.text(name, value).map(PathBuf::from)
    }

    fn shellcheck(&mut self, name: &str, value: &Value) -> ShellcheckChoice {
        match self.text(name, value).as_deref() {
            None | Some("auto") => ShellcheckChoice::Auto,
            Some("never") => ShellcheckChoice::Never,
            Some(path) => ShellcheckChoice::At(path.into()),
        }
    }

    fn rules(&mut self, name: &str, value: &Value) -> Vec<String> {
        let names = match value {
            Value::Null => return Vec::new(),
            Value::Array(names) => names,
            other => {
                self.wrong(name, other, "a list of rules or categories");
                return Vec::new();
            }
        };
        let mut known = Vec::new();
        for item in names {
            let Some(text) = self.text(name, item) else {
                continue;
            };
            let one = [text.clone()];
            match SelectionLayer::from_names(rules::all(), &one, &[], &[]) {
                Ok(_) => known.push(text),
                Err(unknown) => self.complaints.extend(unknown.iter().map(|unknown| {
                    let help = unknown.help();
                    format!("`{SECTION}.{name}`: {unknown}; it is ignored ({help})")
                })),
            }
        }
        known
    }

    fn wrong(&mut self, name: &str, value: &Value, expected: &str) {
        let kind = kind(value);
        self.complaints.push(format!(
            "`{SECTION}.{name}` is {kind}, expected {expected}; it is ignored"
        ));
    }

    fn unknown(&mut self, name: &str) {
        let names = NAMES.map(|name| format!("`{name}`")).join(", ");
        self.complaints.push(format!(
            "`{SECTION}.{name}` is no setting, expected one of {names}; it is ignored"
        ));
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_with_and_without_their_section() {
        let own = json!({
            "config": "a/b.toml", "schema": "", "baseline": null,
            "shellcheck": "never", "select": [], "ignore": ["style"], "trace": { "server": "off" },
        });
        let (settings, complaints) = EditorSettings::read(&own);
        assert_eq!(complaints, [""; 0]);
        assert_eq!(settings.config, Some("a/b.toml".into()));
        assert_eq!((&settings.schema, &settings.baseline), (&None, &None));
        assert_eq!(settings.shellcheck, ShellcheckChoice::Never);
        assert_ne!(settings.selection, SelectionLayer::default());
        assert_eq!(
            EditorSettings::read(&json!({ SECTION: own })),
            (settings, complaints)
        );
        assert_eq!(EditorSettings::read(&Value::Null).1, [""; 0]);
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_counts() {
        let value = json!({
            "config": 1, "shellcheck": "/bin/sc", "selct": [], "ignore": ["style", "styl", 2],
            "select": "style",
        });
        let (settings, complaints) = EditorSettings::read(&value);
        assert_eq!(settings.shellcheck, ShellcheckChoice::At("/bin/sc".into()));
        assert_ne!(settings.selection, SelectionLayer::default());
        assert_eq!(complaints.len(), 5, "{complaints:#?}");
        assert!(complaints[0].starts_with("`codemagic-lint.config` is a number, expected a text"));
        assert_eq!(EditorSettings::read(&json!([])).1.len(), 1);
    }
}
