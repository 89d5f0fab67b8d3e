//! The JSON Schema of the JSON report of a dry run.

use serde_json::{Value, json};

use crate::app_store_connect::Platform;
use crate::finding::Severity;
use crate::publish::timeline::{Outcome, Phase};
use crate::report::TOOL_NAME;
use crate::report::json_schema::{place, span};

use super::json::VERSION;
use super::words::{STATUSES, STEPS};

/// The JSON Schema (draft-07) of `dry-run --output-format json`, which the project
/// keeps as `schema/dry-run.schema.json`.
pub fn dry_run_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "codemagic-lint dry run",
        "description": "What `codemagic-lint dry-run --output-format json` writes. Times are virtual seconds since the upload finished.",
        "definitions": {
            "plan": plan(),
            "value": value(),
            "option": option(),
            "variable": variable(),
            "artifact": artifact(),
            "buildStep": build_step(),
            "remark": remark(),
            "step": step(),
            "cause": cause(),
            "foreseen": foreseen(),
            "request": request(),
            "audience": audience(),
            "span": span(),
            "place": place(),
            "optionalSpan": {
                "description": "The part of codemagic.yaml that is responsible.",
                "anyOf": [{"$ref": "#/definitions/span"}, {"type": "null"}],
            },
        },
        "type": "object",
        "additionalProperties": false,
        "required": [
            "version", "tool", "workflow", "plan", "steps", "outcome", "ends_at", "audience",
            "by_hand", "would_fail_next", "placeholders",
        ],
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
            "workflow": {"description": "The workflow's id.", "type": "string"},
            "plan": {"$ref": "#/definitions/plan"},
            "steps": {
                "description": "In the order in which they run.",
                "type": "array",
                "items": {"$ref": "#/definitions/step"},
            },
            "outcome": {
                "enum": [
                    Outcome::Published,
                    Outcome::PublishedWithWarnings,
                    Outcome::Failed,
                    Outcome::TimedOut,
                    Outcome::NothingToPublish,
                ],
            },
            "ends_at": time("When the last step ends."),
            "audience": {
                "description": "What people would see at the end.",
                "type": "array",
                "items": {"$ref": "#/definitions/audience"},
            },
            "by_hand": texts("What a person can still do once the build is there."),
            "would_fail_next": {
                "description": "What steps that were not reached or not done would fail at next, as far as App Store Connect tells.",
                "type": "array",
                "items": {"$ref": "#/definitions/foreseen"},
            },
            "placeholders": texts("Values that were made up, since nothing says them."),
        },
    })
}

fn time(description: &str) -> Value {
    json!({"description": description, "type": "integer", "minimum": 0})
}

fn texts(description: &str) -> Value {
    json!({"description": description, "type": "array", "items": {"type": "string"}})
}

fn plan() -> Value {
    json!({
        "description": "What the workflow would publish.",
        "type": "object",
        "additionalProperties": false,
        "required": [
            "file", "workflow_name", "span", "package", "platform", "bundle_id", "app_version",
            "build_number", "credentials", "options", "variables", "artifacts", "build_steps",
            "post_processing", "remarks",
        ],
        "properties": {
            "file": {"description": "The file that spans refer to.", "type": "string"},
            "workflow_name": {"type": ["string", "null"]},
            "span": {"$ref": "#/definitions/optionalSpan"},
            "package": {"description": "The file that is uploaded.", "type": "string"},
            "platform": {
                "enum": Platform::ALL.iter().map(|it| it.word()).collect::<Vec<_>>(),
            },
            "bundle_id": {"$ref": "#/definitions/value"},
            "app_version": {"$ref": "#/definitions/value"},
            "build_number": {"$ref": "#/definitions/value"},
            "credentials": {
                "description": "How the workflow authenticates, in words.",
                "type": "string",
            },
            "options": {
                "description": "The keys of the publisher, after defaults.",
                "type": "array",
                "items": {"$ref": "#/definitions/option"},
            },
            "variables": {
                "description": "Variables that publishing reads.",
                "type": "array",
                "items": {"$ref": "#/definitions/variable"},
            },
            "artifacts": {
                "description": "The patterns of `artifacts`.",
                "type": "array",
                "items": {"$ref": "#/definitions/artifact"},
            },
            "build_steps": {
                "description": "What the build runs before publishing.",
                "type": "array",
                "items": {"$ref": "#/definitions/buildStep"},
            },
            "post_processing": {
                "description": "What Magic Actions do afterwards, unless an earlier step fails.",
                "type": "array",
                "items": {"enum": STEPS},
            },
            "remarks": {
                "description": "What is noteworthy before anything happens.",
                "type": "array",
                "items": {"$ref": "#/definitions/remark"},
            },
        },
    })
}

fn value() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["value", "origin", "span"],
        "properties": {
            "value": {"type": "string"},
            "origin": {"description": "Where it comes from, in words.", "type": "string"},
            "span": {"$ref": "#/definitions/optionalSpan"},
        },
    })
}

fn option() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "value", "origin", "is_set", "span"],
        "properties": {
            "name": {"description": "The key.", "type": "string"},
            "value": {
                "description": "After defaults; null where the client sends nothing.",
                "type": ["boolean", "string", "array", "null"],
                "items": {"type": "string"},
            },
            "origin": {"description": "Where it comes from, in words.", "type": "string"},
            "is_set": {"description": "Whether the workflow says it.", "type": "boolean"},
            "span": {"$ref": "#/definitions/optionalSpan"},
        },
    })
}

fn variable() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "value", "origin", "is_missing", "span"],
        "properties": {
            "name": {"type": "string"},
            "value": {
                "description": "Null where it is a secret or not known here.",
                "type": ["string", "null"],
            },
            "origin": {"description": "Where it comes from, in words.", "type": "string"},
            "is_missing": {"description": "Whether nobody sets it.", "type": "boolean"},
            "span": {"$ref": "#/definitions/optionalSpan"},
        },
    })
}

fn artifact() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["pattern", "may_match_package", "span"],
        "properties": {
            "pattern": {"type": "string"},
            "may_match_package": {
                "description": "Whether it may match what App Store Connect takes.",
                "type": "boolean",
            },
            "span": {"$ref": "#/definitions/optionalSpan"},
        },
    })
}

fn build_step() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "span"],
        "properties": {
            "name": {"description": "Its name, or the first line of its script.", "type": "string"},
            "span": {"$ref": "#/definitions/optionalSpan"},
        },
    })
}

fn remark() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["message", "help", "span", "is_fatal"],
        "properties": {
            "message": {"type": "string"},
            "help": {"description": "What to do about it.", "type": ["string", "null"]},
            "span": {"$ref": "#/definitions/optionalSpan"},
            "is_fatal": {
                "description": "Whether Magic Actions end because of it before their first request.",
                "type": "boolean",
            },
        },
    })
}

fn step() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": [
            "phase", "name", "status", "starts_at", "ends_at", "detail", "causes", "requests",
        ],
        "properties": {
            "phase": {
                "description": "`build` costs build minutes; `post-processing` are Magic Actions afterwards.",
                "enum": [Phase::Build, Phase::PostProcessing],
            },
            "name": {"enum": STEPS},
            "status": {
                "description": "`skipped` was not tried; `cancelled` ran out of time.",
                "enum": STATUSES,
            },
            "starts_at": time("Its start."),
            "ends_at": time("Its end."),
            "detail": {"description": "What happened, in one sentence.", "type": "string"},
            "causes": {
                "description": "What deserves a look, or why it failed.",
                "type": "array",
                "items": {"$ref": "#/definitions/cause"},
            },
            "requests": {
                "description": "What was asked, in order.",
                "type": "array",
                "items": {"$ref": "#/definitions/request"},
            },
        },
    })
}

fn cause() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["severity", "message", "help", "span", "file", "log"],
        "properties": cause_properties(),
    })
}

fn foreseen() -> Value {
    let mut properties = cause_properties();
    properties["step"] = json!({"description": "The step that would meet it.", "enum": STEPS});
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["step", "severity", "message", "help", "span", "file", "log"],
        "properties": properties,
    })
}

fn cause_properties() -> Value {
    json!({
        "severity": {
            "description": "An error fails the step; a warning does not, whatever else comes of it.",
            "enum": [Severity::Error, Severity::Warning],
        },
        "message": {"description": "What happened.", "type": "string"},
        "help": {"description": "What to change.", "type": ["string", "null"]},
        "span": {"$ref": "#/definitions/optionalSpan"},
        "file": {
            "description": "The file of the repository that is responsible, where that is not codemagic.yaml.",
            "type": ["object", "null"],
            "additionalProperties": false,
            "required": ["name", "line"],
            "properties": {
                "name": {"type": "string"},
                "line": {"type": ["integer", "null"], "minimum": 1},
            },
        },
        "log": {
            "description": "What the log of Codemagic would say.",
            "type": ["string", "null"],
        },
    })
}

fn request() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["method", "path", "status"],
        "properties": {
            "method": {"type": "string"},
            "path": {"description": "Without the query.", "type": "string"},
            "status": {
                "description": "The HTTP status; 0 where there was no answer.",
                "type": "integer",
                "minimum": 0,
            },
        },
    })
}

fn audience() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["who", "sees", "is_reached"],
        "properties": {
            "who": {"type": "string"},
            "sees": {"type": "string"},
            "is_reached": {
                "description": "Whether that is what was asked for.",
                "type": "boolean",
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::dry_run_schema;

    #[test]
    fn the_schema_is_one() {
        assert!(jsonschema::draft7::meta::is_valid(&dry_run_schema()));
    }
}
