//! The schema takes what the reader takes, and refuses what it refuses.

use codemagic_lint::mock_server::account::file::{account_schema, sections};
use codemagic_lint::model::Shape;
use codemagic_lint::syntax::{SourceFile, parse};
use codemagic_lint::workspace::to_json;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::fixtures::files;
use super::read;

fn validator() -> Validator {
    jsonschema::draft7::new(&account_schema()).unwrap()
}

fn json(text: &str) -> Value {
    let tree = parse(SourceFile::new("account.yaml", text));
    let mut budget = 100_000;
    match tree.root() {
        Some(root) => to_json(&tree, root, &mut budget).unwrap(),
        None => Value::Null,
    }
}

#[test]
fn every_fixture_fits() {
    let validator = validator();
    for (name, text) in files() {
        assert!(validator.is_valid(&json(&text)), "{name}");
    }
}

/// What the reader says about how things stand to each other is beyond a schema.
const BEYOND: &[&str] = &[
    "already",
    "beside",
    "did you mean `en-",
    "first_version` although",
    "first_version: false` although",
    "given twice",
    "has no beta review",
    "has no build",
    "holds",
    "is no language",
    "no request is",
    "no automatic distribution",
    "phased release is",
    "says neither",
    "second",
    "the submission is",
    "there is no version",
];

/// One value after the other is replaced, one key after the other renamed or left
/// out: the verdicts stay the same.
#[test]
fn both_judge_changed_files_alike() {
    let validator = validator();
    let schema = account_schema();
    let (mut taken, mut refused) = (0, 0);
    for (path, section) in sections() {
        for field in section.fields {
            let part = match path.as_str() {
                "" => &schema["properties"][field.key],
                _ => &schema["definitions"][section.name]["properties"][field.key],
            };
            let good = example(&schema, part);
            let file = |value: Option<&Value>, key: &str| {
                let mut map = Map::new();
                if path == "apps[]" {
                    map.insert("bundle_id".into(), "io.example.app".into());
                }
                map.remove(field.key);
                map.extend(value.map(|value| (key.to_owned(), value.clone())));
                around(&path, map.into())
            };
            let mut files = vec![
                file(None, ""),
                file(Some(&good), &format!("{}_x", field.key)),
            ];
            files.extend(replacements().iter().map(|it| file(Some(it), field.key)));
            let whole = file(Some(&good), field.key);
            assert!(validator.is_valid(&whole), "{whole}");
            files.push(whole);
            for file in files {
                if judged_alike(&validator, &file) {
                    taken += 1;
                } else {
                    refused += 1;
                }
            }
        }
    }
    assert!(taken > 500 && refused > 3000, "{taken} {refused}");
}

/// Whether both take the file.
fn judged_alike(validator: &Validator, file: &Value) -> bool {
    // JSON is YAML.
    let text = file.to_string();
    let (_, problems) = read(&text);
    let is_beyond = |message: &str| BEYOND.iter().any(|words| message.contains(words));
    let structural: Vec<_> = problems
        .iter()
        .filter(|problem| !is_beyond(&problem.message))
        .collect();
    let fits = validator.is_valid(file);
    assert_eq!(fits, structural.is_empty(), "{text}\n{structural:#?}");
    fits
}

/// A file that holds a section at its path, such as `apps[].builds[]`.
fn around(path: &str, section: Value) -> Value {
    let Some((outer, step)) = path
        .rsplit_once('.')
        .or((!path.is_empty()).then_some(("", path)))
    else {
        return section;
    };
    let mut map = Map::new();
    if outer == "apps[]" {
        map.insert("bundle_id".into(), "io.example.app".into());
    }
    match step.strip_suffix("[]") {
        Some(key) => map.insert(key.into(), vec![section].into()),
        None => map.insert(step.into(), section),
    };
    around(outer, map.into())
}

/// Something that fits a part of the schema.
fn example(schema: &Value, part: &Value) -> Value {
    if let Some(name) = part["$ref"].as_str() {
        return example(schema, schema.pointer(&name[1..]).unwrap());
    }
    if let Some(parts) = part["allOf"].as_array().or(part["anyOf"].as_array()) {
        return example(schema, &parts[0]);
    }
    if let Some(first) = part["enum"].as_array().and_then(|words| words.first()) {
        return first.clone();
    }
    let kind = part["type"].as_str().or(part["type"][0].as_str());
    match kind.unwrap() {
        "object" => {
            let properties = part["properties"].as_object().unwrap();
            let keys = properties.iter();
            keys.map(|(key, part)| (key.clone(), example(schema, part)))
                .collect()
        }
        "array" => vec![example(schema, &part["items"])].into(),
        "boolean" => true.into(),
        "integer" => part["minimum"].clone(),
        "string" => {
            let pattern = part["pattern"].as_str().unwrap_or_default();
            let words = ["90s", "42", "io.example.app", "GET /v1/apps", PUBLIC_KEY];
            let fits = |word: &&&str| {
                let schema = json!({ "pattern": pattern });
                jsonschema::draft7::new(&schema)
                    .unwrap()
                    .is_valid(&(**word).into())
            };
            let first = words.iter().find(fits).unwrap();
            (*first).into()
        }
        other => panic!("{other}"),
    }
}

const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n";

fn replacements() -> Vec<Value> {
    let texts = [
        "",
        " ",
        "word",
        "IOS",
        "VALID",
        "IN_REVIEW",
        "never",
        "always",
        "90s",
        "1h30m",
        "90",
        "1.0.0",
        "1.0.",
        "io.example.app",
        "GET",
        "POST /v1/apps",
        "/v2/apps",
        "html",
        "en-US",
        "30m1h",
        "s",
    ];
    let numbers = [-1, 0, 1, 401, 402, 500, 599, 600, 1_000_001];
    let mut all: Vec<Value> = texts.into_iter().map(Value::from).collect();
    all.extend(numbers.into_iter().map(Value::from));
    all.extend([
        Value::Null,
        true.into(),
        false.into(),
        1.5.into(),
        json!([]),
        json!({}),
        json!(["a"]),
    ]);
    all
}

#[test]
fn forms_and_their_patterns_say_the_same() {
    let texts = [
        "",
        "0s",
        "1s",
        "01s",
        "1234567s",
        "123456s",
        "1d",
        "1000d",
        "999d",
        "1h1d",
        "1d1h",
        "1m1m",
        "s",
        "1",
        "-1s",
        "1 s",
        "1S",
        "٣s",
        "1",
        "1.",
        ".1",
        "1.2.3.4",
        "1.2.3.4.5",
        "1a",
        "1..2",
        "1234567890123456789",
        "a",
        "a.b-c",
        "a b",
        "ä",
        "GET",
        "GET ",
        "GET /v1/",
        "GET /v1/a",
        "GET  /v1/a",
        "/v1/a/*",
        "/v1/a?b",
        "v1/a",
        "PUT /v1/a",
        "get /v1/a",
        "/v1/{id}",
        "\n",
        "1s\n",
        "a\n",
        "GET\n",
        "1\n",
    ];
    for (path, section) in sections() {
        for field in section.fields {
            let shapes: Vec<&Shape> = match field.shape {
                Shape::AnyOf(shapes) => shapes.to_vec(),
                shape => vec![shape],
            };
            for shape in shapes {
                let Shape::Form(form) = shape else {
                    continue;
                };
                let schema = json!({ "pattern": form.pattern });
                let validator = jsonschema::draft7::new(&schema).unwrap();
                for text in texts {
                    let fits = validator.is_valid(&text.into());
                    assert_eq!(fits, (form.fits)(text), "{path}.{}: {text:?}", field.key);
                }
            }
        }
    }
}
