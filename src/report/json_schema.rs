//! The JSON Schema of the JSON report.

use serde_json::{Value, json};

use crate::finding::{Category, Severity};

use super::TOOL_NAME;
use super::json::VERSION;

/// The JSON Schema (draft-07) of `--output-format json`, which the project
/// keeps as `schema/report.schema.json`.
///
/// A line of `--output-format json-lines` is `#/definitions/finding` with
/// one more key, `file`.
pub fn report_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "codemagic-lint report",
        "description": "What `codemagic-lint check --output-format json` writes.",
        "definitions": {
            "file": file(),
            "finding": finding(),
            "span": span(),
            "place": place(),
            "related": related(),
            "fix": fix(),
            "summary": summary(),
        },
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "tool", "files", "summary"],
        "properties": {
            "version": {
                "description": "Version of this format; changes when a key goes or changes its meaning.",
                "const": VERSION,
            },
            "tool": {
                "description": "The program that wrote the report.",
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "version"],
                "properties": {
                    "name": {"const": TOOL_NAME},
                    "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
                },
            },
            "files": {
                "description": "Every file that was checked, also those without findings.",
                "type": "array",
                "items": {"$ref": "#/definitions/file"},
            },
            "summary": {"$ref": "#/definitions/summary"},
        },
    })
}

fn file() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["path", "findings"],
        "properties": {
            "path": {"description": "The file's name as it was given.", "type": "string"},
            "findings": {
                "description": "In the order of the text.",
                "type": "array",
                "items": {"$ref": "#/definitions/finding"},
            },
        },
    })
}

fn finding() -> Value {
    json!({
        "type": "object",
        // A line of JSON Lines adds `file`.
        "additionalProperties": false,
        "required": [
            "rule", "category", "severity", "message", "help", "url", "path", "span", "related",
            "fix", "fingerprint",
        ],
        "properties": {
            "rule": {
                "description": "The rule's id; `shellcheck[SC2086]` for a finding of another linter.",
                "type": "string",
                "minLength": 1,
            },
            "category": {"enum": Category::ALL.map(Category::name)},
            "severity": {"enum": Severity::ALL.map(Severity::name)},
            "message": {"description": "What is wrong.", "type": "string", "minLength": 1},
            "help": {"description": "What to do about it.", "type": ["string", "null"]},
            "url": {"description": "The documentation behind the rule.", "type": "string"},
            "path": {
                "description": "The place in the file's structure: `workflows.ios.publishing`.",
                "type": "string",
            },
            "span": {"$ref": "#/definitions/span"},
            "related": {
                "description": "Other places that matter.",
                "type": "array",
                "items": {"$ref": "#/definitions/related"},
            },
            "fix": {"anyOf": [{"$ref": "#/definitions/fix"}, {"type": "null"}]},
            "fingerprint": {
                "description": "Stays the same when lines move.",
                "type": "string",
                "minLength": 1,
            },
        },
    })
}

pub(crate) fn span() -> Value {
    json!({
        "description": "A part of the text; the end is just past its last character.",
        "type": "object",
        "additionalProperties": false,
        "required": ["start", "end"],
        "properties": {
            "start": {"$ref": "#/definitions/place"},
            "end": {"$ref": "#/definitions/place"},
        },
    })
}

pub(crate) fn place() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["line", "column", "offset"],
        "properties": {
            "line": {"description": "Counts from 1.", "type": "integer", "minimum": 1},
            "column": {
                "description": "Unicode code points, counts from 1.",
                "type": "integer",
                "minimum": 1,
            },
            "offset": {"description": "Bytes, counts from 0.", "type": "integer", "minimum": 0},
        },
    })
}

fn related() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["message", "span"],
        "properties": {
            "message": {"description": "What is there.", "type": "string"},
            "span": {"$ref": "#/definitions/span"},
        },
    })
}

fn fix() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["title", "safety", "edits"],
        "properties": {
            "title": {"description": "What the fix does, in the imperative.", "type": "string"},
            "safety": {
                "description": "`safe` fixes may be applied without asking.",
                "enum": ["safe", "unsafe"],
            },
            "edits": {
                "description": "Replacements that do not overlap, in the order of the text.",
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["start", "end", "text"],
                    "properties": {
                        "start": {"description": "Byte offset.", "type": "integer", "minimum": 0},
                        "end": {
                            "description": "Byte offset just past what is replaced.",
                            "type": "integer",
                            "minimum": 0,
                        },
                        "text": {"description": "What is put there.", "type": "string"},
                    },
                },
            },
        },
    })
}

fn summary() -> Value {
    let number = json!({"type": "integer", "minimum": 0});
    json!({
        "description": "Totals, which include findings beyond `--max-findings`.",
        "type": "object",
        "additionalProperties": false,
        "required": ["files", "errors", "warnings", "infos", "hints", "fixable"],
        "properties": {
            "files": number,
            "errors": number,
            "warnings": number,
            "infos": number,
            "hints": number,
            "fixable": number,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::report_schema;

    #[test]
    fn the_schema_is_one() {
        assert!(jsonschema::draft7::meta::is_valid(&report_schema()));
    }

    #[test]
    fn the_schema_in_the_repository_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/report.schema.json");
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let current = serde_json::to_string_pretty(&report_schema()).unwrap() + "\n";
        assert_eq!(
            text.replace("\r\n", "\n"),
            current,
            "write it anew: codemagic-lint schema report > schema/report.schema.json"
        );
    }
}
