//! `scripts/schema-changes.py` tells every kind of change by its place in a
//! codemagic.yaml.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// How the script ended, or `None` where there is no Python.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(arguments: &[&str], old: &Path, new: &Path) -> Option<Run> {
    let output = Command::new(support::python())
        .arg(support::root().join("scripts/schema-changes.py"))
        .args(arguments)
        .args([old, new])
        .output();
    let Ok(output) = output else {
        support::skip("Python");
        return None;
    };
    Some(Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    })
}

/// The script's answer to two schemas.
fn compare(arguments: &[&str], old: &Value, new: &Value) -> Option<Run> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, schema: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, schema.to_string()).unwrap();
        path
    };
    run(arguments, &write("old.json", old), &write("new.json", new))
}

/// A small schema in the manner of Codemagic's.
fn schema() -> Value {
    json!({
        "properties": {
            "workflows": { "type": "object", "additionalProperties": { "$ref": "#/definitions/Workflow" } }
        },
        "required": ["workflows"],
        "definitions": {
            "Secret": {
                "type": "object",
                "properties": { "group": { "type": "string" } },
                "additionalProperties": false
            },
            "Machine": { "description": "A machine.", "type": "string", "enum": ["small", "large"] },
            "Step": {
                "type": "object",
                "properties": {
                    "script": { "type": "string", "minLength": 1 },
                    "then": { "type": "array", "items": { "$ref": "#/definitions/Step" } }
                },
                "required": ["script"],
                "additionalProperties": false
            },
            "Workflow": {
                "type": "object",
                "properties": {
                    "machine": {
                        "description": "Where it runs.",
                        "anyOf": [
                            { "type": "string", "pattern": "^\\$", "minLength": 1 },
                            { "$ref": "#/definitions/Secret" },
                            { "$ref": "#/definitions/Machine" }
                        ]
                    },
                    "minutes": { "type": "integer", "minimum": 1, "default": 60 },
                    "steps": { "type": "array", "minItems": 1, "items": {
                        "anyOf": [{ "type": "string" }, { "$ref": "#/definitions/Step" }]
                    } }
                },
                "additionalProperties": false
            }
        }
    })
}

/// A change at a pointer into [`schema`], and what the script says of it: place,
/// change, kind, old and new.
fn cases() -> Vec<(&'static str, Value, [Value; 5])> {
    vec![
        (
            "/definitions/Workflow/properties/label",
            json!({ "type": "string" }),
            [
                json!("workflows.<id>.label"),
                json!("added"),
                json!("key"),
                Value::Null,
                json!("string"),
            ],
        ),
        (
            "/definitions/Workflow/properties/minutes",
            Value::Null,
            [
                json!("workflows.<id>.minutes"),
                json!("removed"),
                json!("key"),
                json!("integer"),
                Value::Null,
            ],
        ),
        (
            "/definitions/Workflow/required",
            json!(["minutes"]),
            [
                json!("workflows.<id>.minutes"),
                json!("changed"),
                json!("required"),
                json!(false),
                json!(true),
            ],
        ),
        (
            "/definitions/Machine/enum/2",
            json!("huge"),
            [
                json!("workflows.<id>.machine"),
                json!("added"),
                json!("word"),
                Value::Null,
                json!("huge"),
            ],
        ),
        (
            "/definitions/Machine/enum/1",
            Value::Null,
            [
                json!("workflows.<id>.machine"),
                json!("removed"),
                json!("word"),
                json!("large"),
                Value::Null,
            ],
        ),
        (
            "/definitions/Workflow/properties/machine/anyOf/0/pattern",
            json!("^\\$\\w"),
            [
                json!("workflows.<id>.machine"),
                json!("changed"),
                json!("pattern"),
                json!("^\\$"),
                json!("^\\$\\w"),
            ],
        ),
        (
            "/definitions/Workflow/properties/minutes/maximum",
            json!(180),
            [
                json!("workflows.<id>.minutes"),
                json!("added"),
                json!("limit"),
                Value::Null,
                json!("maximum 180"),
            ],
        ),
        (
            "/definitions/Workflow/properties/minutes/minimum",
            json!(5),
            [
                json!("workflows.<id>.minutes"),
                json!("changed"),
                json!("limit"),
                json!("minimum 1"),
                json!("minimum 5"),
            ],
        ),
        (
            "/definitions/Workflow/properties/minutes/default",
            json!(90),
            [
                json!("workflows.<id>.minutes"),
                json!("changed"),
                json!("default"),
                json!("60"),
                json!("90"),
            ],
        ),
        (
            "/definitions/Workflow/properties/minutes/type",
            json!(["integer", "string"]),
            [
                json!("workflows.<id>.minutes"),
                json!("added"),
                json!("type"),
                Value::Null,
                json!("string"),
            ],
        ),
        (
            "/definitions/Step/properties/script/format",
            json!("shell"),
            [
                json!("workflows.<id>.steps[].script"),
                json!("added"),
                json!("format"),
                Value::Null,
                json!("shell"),
            ],
        ),
        (
            "/definitions/Workflow/additionalProperties",
            json!(true),
            [
                json!("workflows.<id>"),
                json!("changed"),
                json!("other keys"),
                json!("none"),
                json!("any"),
            ],
        ),
        (
            "/definitions/Workflow/properties/machine/description",
            json!("Where."),
            [
                json!("workflows.<id>.machine"),
                json!("changed"),
                json!("description"),
                json!("Where it runs."),
                json!("Where."),
            ],
        ),
    ]
}

/// The schema with another value at a pointer; null takes away what is there.
fn changed(pointer: &str, value: &Value) -> Value {
    let mut schema = schema();
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    let parent = schema.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(map), Value::Null) => {
            map.remove(last).unwrap();
        }
        (Value::Object(map), value) => {
            map.insert(last.to_owned(), value.clone());
        }
        (Value::Array(items), Value::Null) => {
            items.remove(last.parse().unwrap());
        }
        (Value::Array(items), value) => items.push(value.clone()),
        (other, _) => panic!("{pointer}: {other}"),
    }
    schema
}

#[test]
fn every_kind_of_change_is_told_once_and_by_its_place() {
    for (pointer, value, expected) in cases() {
        let Some(run) = compare(&["--json"], &schema(), &changed(pointer, &value)) else {
            return;
        };
        assert_eq!(run.code, Some(1), "{pointer}: {}", run.stderr);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let [path, change, kind, old, new] = expected;
        let expected =
            json!([{ "path": path, "change": change, "kind": kind, "old": old, "new": new }]);
        assert_eq!(report["changes"], expected, "{pointer}");
        assert_eq!(report["summary"][change.as_str().unwrap()], 1, "{pointer}");
    }
}

#[test]
fn people_are_shown_the_same() {
    let mut new = changed("/definitions/Machine/enum/2", &json!("huge"));
    new["definitions"]["Workflow"]["properties"]["minutes"]["minimum"] = json!(5);
    new["definitions"]["Workflow"]["properties"]["machine"]["description"] = json!("Where.");
    let Some(run) = compare(&[], &schema(), &new) else {
        return;
    };
    let expected = "\
workflows.<id>.machine
  + word: huge
  ? description: Where it runs. -> Where.
workflows.<id>.minutes
  ~ limit: minimum 1 -> minimum 5
1 added, 0 removed, 2 changed
";
    assert_eq!(run.stdout, expected);
    let Some(run) = compare(&["--ignore-texts"], &schema(), &new) else {
        return;
    };
    assert!(!run.stdout.contains("description"), "{}", run.stdout);
}

#[test]
fn what_means_the_same_is_no_difference() {
    let mut same = schema();
    let machine = &mut same["definitions"]["Workflow"]["properties"]["machine"];
    machine["anyOf"].as_array_mut().unwrap().reverse();
    // The pattern tells how long a text is, whatever else is said.
    machine["anyOf"][2]
        .as_object_mut()
        .unwrap()
        .remove("minLength");
    // A reference in a part of its own is the same reference.
    let step = json!({ "allOf": [{ "$ref": "#/definitions/Step" }] });
    same["definitions"]["Workflow"]["properties"]["steps"]["items"]["anyOf"][1] = step;
    same["definitions"]["Workflow"]["properties"]["minutes"]["minimum"] = json!(1.0);
    for other in [schema(), same] {
        let Some(run) = compare(&[], &schema(), &other) else {
            return;
        };
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(0), "no difference\n")
        );
    }
}

#[test]
fn definitions_can_be_left_out() {
    let mut new = schema();
    let machine = &mut new["definitions"]["Workflow"]["properties"]["machine"];
    machine["anyOf"].as_array_mut().unwrap().remove(1);
    let Some(run) = compare(&[], &schema(), &new) else {
        return;
    };
    assert!(
        run.stdout
            .contains("workflows.<id>.machine.group\n  - key: string"),
        "{}",
        run.stdout
    );
    let run = compare(&["--ignore-definition", "Secret"], &schema(), &new).unwrap();
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}

#[test]
fn what_cannot_be_read_is_said() {
    let no_reference = json!({ "$ref": "#/definitions/None" });
    let outside = json!({ "$ref": "https://example.org/schema.json" });
    let cases = [
        (json!([]), "a schema is a JSON object"),
        (json!({}), "a schema is a JSON object"),
        (no_reference, "leads nowhere"),
        (outside, "leads out of the schema"),
        (json!({ "properties": 1 }), "not the form of a JSON Schema"),
        (json!({ "items": 1 }), "is no schema"),
    ];
    for (broken, words) in cases {
        let Some(run) = compare(&[], &schema(), &broken) else {
            return;
        };
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{broken}");
        assert!(run.stderr.contains(words), "{broken}: {}", run.stderr);
        assert!(!run.stderr.contains("Traceback"), "{}", run.stderr);
    }
    let nowhere = Path::new("no-such-file.json");
    let run = run(&[], nowhere, nowhere).unwrap();
    assert_eq!(run.code, Some(2));
}

/// Keys, words and types of Codemagic's schema are all in ours, and no others.
#[test]
fn our_schema_has_what_codemagics_has() {
    let Some(vendor) = support::vendor_schema() else {
        support::skip("the package codemagic-init");
        return;
    };
    let ours = support::root().join("schema/codemagic.schema.json");
    let options = [
        "--json",
        "--ignore-texts",
        "--ignore-definition",
        "SecureEnvironmentVariable",
    ];
    let Some(run) = run(&options, &ours, &vendor) else {
        return;
    };
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let kinds = ["key", "required", "type", "word", "pattern", "limit"];
    let missing: Vec<&Value> = report["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| kinds.contains(&change["kind"].as_str().unwrap()))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
