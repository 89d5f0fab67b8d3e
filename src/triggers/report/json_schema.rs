//! The JSON Schema of `triggers --output-format json`.

use serde_json::{Value, json};

use crate::report::TOOL_NAME;
use crate::report::json_schema::{place, span};

use super::json::VERSION;
use super::words::NEEDS;

/// The JSON Schema (draft-07) of `triggers --output-format json`, which the project
/// keeps as `schema/triggers.schema.json`.
pub fn triggers_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "codemagic-lint triggers",
        "description": "What `codemagic-lint triggers --output-format json` writes: which workflows a webhook starts, and why.",
        "definitions": {
            "verdict": {
                "description": "What is not known, and what no documentation tells, is unknown.",
                "enum": ["yes", "no", "unknown"],
            },
            "workflow": workflow(),
            "patterns": patterns(),
            "when": when(),
            "changeset": changeset(),
            "condition": condition(),
            "span": span(),
            "place": place(),
        },
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "tool", "file", "event", "workflows"],
        "properties": {
            "version": {
                "description": "Version of this format; changes when a key goes or changes its meaning.",
                "const": VERSION,
            },
            "tool": {
                "description": "The program that wrote the answers.",
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "version"],
                "properties": {
                    "name": {"const": TOOL_NAME},
                    "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
                },
            },
            "file": {"description": "The file that spans refer to.", "type": "string"},
            "event": {
                "description": "What was asked; null is not known.",
                "type": "object",
                "additionalProperties": false,
                "required": ["kind", "branch", "target", "tag", "changed"],
                "properties": {
                    "kind": {"enum": ["push", "pull_request", "pull_request_labeled", "tag"]},
                    "branch": text_or_null("The branch, of a pull request the source branch."),
                    "target": text_or_null("The target branch of the pull request."),
                    "tag": text_or_null("The tag."),
                    "changed": {
                        "description": "The files that changed.",
                        "type": ["array", "null"],
                        "items": {"type": "string"},
                    },
                },
            },
            "workflows": {
                "description": "In the order of the file.",
                "type": "array",
                "items": {"$ref": "#/definitions/workflow"},
            },
        },
    })
}

fn text_or_null(description: &str) -> Value {
    json!({"description": description, "type": ["string", "null"]})
}

fn or_null(definition: &str) -> Value {
    json!({"anyOf": [{"$ref": format!("#/definitions/{definition}")}, {"type": "null"}]})
}

fn verdict(description: &str) -> Value {
    json!({"description": description, "allOf": [{"$ref": "#/definitions/verdict"}]})
}

fn a_span() -> Value {
    json!({"$ref": "#/definitions/span"})
}

/// An object that has all of these keys and no others.
fn object(description: &str, properties: &Value) -> Value {
    let keys: Vec<&String> = properties
        .as_object()
        .into_iter()
        .flat_map(|it| it.keys())
        .collect();
    json!({
        "description": description,
        "type": "object",
        "additionalProperties": false,
        "required": keys,
        "properties": properties,
    })
}

fn workflow() -> Value {
    let event = object(
        "Whether the event is among those of the workflow.",
        &json!({"listed": verdict("Whether it is."), "span": a_span()}),
    );
    let step = object(
        "A step that has a `when`.",
        &json!({
            "name": {"description": "Its name, or the beginning of its script.", "type": "string"},
            "section": {"enum": ["pre_clone_scripts", "scripts", "publishing.scripts"]},
            "when": {"$ref": "#/definitions/when"},
        }),
    );
    object(
        "What the event does to a workflow.",
        &json!({
            "id": {"type": "string"},
            "span": a_span(),
            "verdict": verdict("Whether a build starts and is not skipped."),
            "fails": {
                "description": "Whether a build that starts fails before anything is run: for inputs that webhooks cannot fill in.",
                "type": "boolean",
            },
            "starts": verdict("Whether a build starts; `when` may still skip it."),
            "summary": {"description": "The same in words.", "type": "string"},
            "depends_on": {
                "description": "What an unknown verdict depends on, in words.",
                "type": "array",
                "items": {"type": "string"},
            },
            "event": event,
            "patterns": or_null("patterns"),
            "when": or_null("when"),
            "steps": {"type": "array", "items": step},
            "inputs_without_default": {
                "description": "Inputs that webhooks cannot fill in: the build fails for them.",
                "type": "array",
                "items": {"type": "string"},
            },
            "cancels_previous": {
                "description": "Whether running builds of the same branch are cancelled.",
                "type": "boolean",
            },
        }),
    )
}

fn patterns() -> Value {
    let item = object(
        "One pattern.",
        &json!({
            "pattern": text_or_null("The pattern, `*` where none is written; null where it is not known."),
            "span": a_span(),
            "include": {"type": ["boolean", "null"]},
            "about": {"enum": ["branch", "source", "target", "tag", null]},
            "matches": {"$ref": "#/definitions/verdict"},
            "decides": {"description": "Whether it is the last that matches.", "type": "boolean"},
            "reason": {"type": "string"},
        }),
    );
    object(
        "The patterns that apply to the event: of those that match the last decides.",
        &json!({
            "key": {"enum": ["branch_patterns", "tag_patterns"]},
            "span": a_span(),
            "verdict": {"$ref": "#/definitions/verdict"},
            "deciding": {
                "description": "The pattern that decides, counted from 0; null where none matches, and where it is not certain.",
                "type": ["integer", "null"],
                "minimum": 0,
            },
            "items": {"type": "array", "items": item},
        }),
    )
}

fn when() -> Value {
    object(
        "Changeset and condition: both must hold.",
        &json!({
            "span": a_span(),
            "verdict": {"$ref": "#/definitions/verdict"},
            "changeset": or_null("changeset"),
            "condition": or_null("condition"),
        }),
    )
}

fn changeset() -> Value {
    let entry = object(
        "An entry of `includes` or `excludes`.",
        &json!({
            "entry": text_or_null("The path or pattern; null where it is not known."),
            "span": a_span(),
            "include": {"type": "boolean"},
            "matches": verdict("Whether a changed file matches."),
            "files": {
                "description": "Changed files that match, at most five.",
                "type": "array",
                "items": {"type": "string"},
            },
        }),
    );
    object(
        "Which files must have changed.",
        &json!({
            "span": a_span(),
            "verdict": {"$ref": "#/definitions/verdict"},
            "reason": {"type": "string"},
            "entries": {"type": "array", "items": entry},
        }),
    )
}

fn condition() -> Value {
    let need = object(
        "Something that is not known.",
        &json!({
            "kind": {"enum": NEEDS},
            "name": text_or_null("The variable, the path or the id."),
            "help": {"type": "string"},
        }),
    );
    object(
        "The condition.",
        &json!({
            "text": {"description": "On one line, without secrets.", "type": "string"},
            "span": a_span(),
            "verdict": {"$ref": "#/definitions/verdict"},
            "needs": {"type": "array", "items": need},
        }),
    )
}
