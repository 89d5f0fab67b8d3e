//! The JSON Schema of `codemagic-lint.toml`, for editors.

use serde_json::{Map, Value as Json, json};

use crate::finding::Severity;
use crate::rules::{self, Rule};

use super::config_keys::{CONFIG, Key, PATHS, Value};
use super::selector;

/// A check of shellcheck.
const CHECK: &str = r"^(SC[0-9]{4}|shellcheck\[SC[0-9]{4}\])$";

/// The JSON Schema (draft 7) of the configuration file, with every rule of this
/// release.
pub fn config_schema() -> Json {
    schema_for(rules::all())
}

fn schema_for(rules: &[&'static Rule]) -> Json {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "codemagic-lint.toml",
        "description": "Configuration of codemagic-lint. What is said on the command line beats \
                        an override, which beats the file, which beats what it extends, which \
                        beats the defaults.",
    });
    let definitions = json!({
        "selector": {
            "description": "A rule, a check of shellcheck such as `SC2086`, a category, \
                            `pedantic` or `all`.",
            "anyOf": [
                { "enum": selector::names(rules).collect::<Vec<_>>() },
                { "type": "string", "pattern": CHECK },
            ],
        },
        "severity": {
            "description": "How severe findings are; `off` switches rules off.",
            "enum": words("off"),
        },
    });
    if let Some(members) = schema.as_object_mut() {
        members.extend(table(CONFIG, rules));
        members.insert("definitions".to_owned(), definitions);
    }
    schema
}

fn table(keys: &[Key], rules: &[&'static Rule]) -> Map<String, Json> {
    let mut properties = Map::new();
    for key in keys {
        let mut members = Map::new();
        members.insert("description".to_owned(), key.doc.into());
        members.extend(value(key.value, rules));
        properties.insert(key.name.to_owned(), members.into());
    }
    let mut table = object(json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    }));
    if keys.iter().any(|key| key.name == PATHS) {
        table.insert("required".to_owned(), json!([PATHS]));
    }
    table
}

fn value(value: Value, rules: &[&'static Rule]) -> Map<String, Json> {
    let text = json!({ "type": "string", "pattern": "\\S" });
    let list = |items: Json| object(json!({ "type": "array", "items": items }));
    match value {
        Value::Selectors => list(json!({ "$ref": "#/definitions/selector" })),
        Value::Severities => severities(rules),
        Value::FailOn => object(json!({ "enum": words("never"), "default": "error" })),
        Value::Globs | Value::Names => list(text),
        Value::Path => object(text),
        Value::Minutes => object(json!({
            "type": "integer",
            "minimum": 1,
            "maximum": u32::MAX,
        })),
        Value::Table(keys) => table(keys, rules),
        Value::Tables(keys) => list(table(keys, rules).into()),
    }
}

/// A table with a property for every name, so that editors complete them.
fn severities(rules: &[&'static Rule]) -> Map<String, Json> {
    let severity = json!({ "$ref": "#/definitions/severity" });
    let properties: Map<_, _> = selector::names(rules)
        .map(|name| (name.to_owned(), severity.clone()))
        .collect();
    object(json!({
        "type": "object",
        "properties": properties,
        "patternProperties": { CHECK: severity },
        "additionalProperties": false,
    }))
}

fn words(besides: &'static str) -> Vec<&'static str> {
    let severities = Severity::ALL.into_iter().map(Severity::name);
    severities.chain([besides]).collect()
}

fn object(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::syntax::SourceFile;

    use super::super::config_file::decode;
    use super::super::testing::RULES;
    use super::*;

    /// Whether the schema accepts the file.
    fn accepts(text: &str) -> bool {
        let table: toml::Table = text.parse().unwrap();
        let instance = serde_json::to_value(table).unwrap();
        jsonschema::draft7::is_valid(&schema_for(RULES), &instance)
    }

    /// Whether the reader does.
    fn understands(text: &str) -> bool {
        let source = SourceFile::new("c", text);
        decode(&source, Path::new("/r"), RULES).1.is_empty()
    }

    #[test]
    fn it_is_a_schema_itself() {
        assert!(jsonschema::draft7::meta::is_valid(&config_schema()));
        assert!(jsonschema::draft7::meta::is_valid(&schema_for(RULES)));
    }

    #[test]
    fn schema_and_reader_agree() {
        let values = [
            "[]",
            "{}",
            "1",
            "0",
            "120",
            "4294967296",
            "true",
            "1.5",
            "\"\"",
            "\" \"",
            "\"error\"",
            "\"off\"",
            "\"never\"",
            "\"publishing\"",
            "[\"publishing\", \"all\"]",
            "[\"asc-auth-missing\"]",
            "[\"nonsense\"]",
            "[\"SC2086\", \"shellcheck[SC2164]\"]",
            "[\"SC20866\"]",
            "{ SC2086 = \"off\" }",
            "[\"apps/*\", \"\"]",
            "[1]",
            "{ publishing = \"off\" }",
            "{ publishing = \"never\" }",
            "{ nonsense = \"off\" }",
            "{ groups = [\"a\"] }",
            "[{ paths = [\"a\"] }]",
            "[{ paths = [\"a\"], select = [\"all\"] }]",
            "[{ paths = [\"a\"], fail-on = \"error\" }]",
            "[{ select = [] }]",
        ];
        for key in every_key() {
            let mut accepted = 0;
            for value in values {
                let text = format!("{key} = {value}");
                assert_eq!(accepts(&text), understands(&text), "{text}");
                accepted += usize::from(accepts(&text));
            }
            assert_eq!(accepted > 0, key != "nonsense", "{key}");
        }
    }

    /// The keys at the top and those of tables in them, and one that is none.
    fn every_key() -> Vec<String> {
        let mut names = vec!["nonsense".to_owned()];
        for key in CONFIG {
            names.push(key.name.to_owned());
            if let Value::Table(keys) = key.value {
                names.extend(
                    keys.iter()
                        .map(|inner| format!("{}.{}", key.name, inner.name)),
                );
            }
        }
        names
    }

    #[test]
    fn the_file_in_the_repository_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/config.schema.json");
        let mut text = serde_json::to_string_pretty(&config_schema()).unwrap();
        text.push('\n');
        if std::env::var_os("UPDATE_SCHEMAS").is_some_and(|value| value == "1") {
            std::fs::write(&path, &text).unwrap();
        }
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            current.replace("\r\n", "\n") == text,
            "schema/config.schema.json is out of date: run the tests with UPDATE_SCHEMAS=1"
        );
    }
}
