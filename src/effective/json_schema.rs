//! The JSON Schema of `show --output-format json`.

use serde_json::{Value, json};

use super::json::VERSION;

/// The JSON Schema (draft-07) of `show --output-format json`, which the project keeps
/// as `schema/show.schema.json`.
pub fn show_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "codemagic-lint effective configuration",
        "description": "What `codemagic-lint show --output-format json` writes: the file after anchors, aliases and merge keys, with the origin of every value. Secrets are `***`.",
        "definitions": {"node": node(), "origin": origin()},
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "tool", "file", "workflow", "configuration"],
        "properties": {
            "version": {
                "description": "Version of this format; changes when a key goes or changes its meaning.",
                "const": VERSION,
            },
            "tool": {
                "description": "The program that wrote the object.",
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "version"],
                "properties": {
                    "name": {"const": "codemagic-lint"},
                    "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
                },
            },
            "file": {"description": "The file that origins are in.", "type": "string"},
            "workflow": {
                "description": "The id of the one workflow that is shown; null where the whole file is.",
                "type": ["string", "null"],
            },
            "configuration": {
                "description": "The document; null where it is empty.",
                "anyOf": [{"$ref": "#/definitions/node"}, {"type": "null"}],
            },
        },
    })
}

fn node() -> Value {
    json!({
        "description": "A value and its origin.",
        "type": "object",
        "additionalProperties": false,
        "required": ["origin", "value"],
        "properties": {
            "origin": {"$ref": "#/definitions/origin"},
            "value": {
                "description": "A scalar as YAML 1.1 reads it, a list, or a mapping. Keys that are no text are as they are written, with a tag such as `!!int ` before them where a text beside them is the same.",
                "anyOf": [
                    {"type": ["string", "number", "boolean", "null"]},
                    {"type": "array", "items": {"$ref": "#/definitions/node"}},
                    {
                        "type": "object",
                        "additionalProperties": {"$ref": "#/definitions/node"},
                    },
                ],
            },
            "written": {
                "description": "The text of a scalar that is no text, where JSON writes its value in another way: `3.10`, `yes`.",
                "type": "string",
            },
        },
    })
}

fn origin() -> Value {
    json!({
        "description": "Where the value is written; of a list or mapping its anchor or key.",
        "type": "object",
        "additionalProperties": false,
        "required": ["line", "column", "offset", "via"],
        "properties": {
            "line": {"description": "Counts from 1.", "type": "integer", "minimum": 1},
            "column": {
                "description": "Unicode code points, counts from 1.",
                "type": "integer",
                "minimum": 1,
            },
            "offset": {"description": "Bytes, counts from 0.", "type": "integer", "minimum": 0},
            "via": {
                "description": "The anchors through which the value came to its place, the outermost first; `<<` for a mapping that is merged without an anchor. Empty where it is written in place.",
                "type": "array",
                "items": {"type": "string"},
            },
        },
    })
}
