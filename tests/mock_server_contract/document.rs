//! Apple's `OpenAPI` document: which statuses an operation may answer with, and what
//! its answers look like.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::support;

/// Statuses that the service answers with although its document does not list them.
/// Deleting is refused as changing is: 409 for what is in use or locked.
const UNLISTED: &[(&str, &str, u16)] = &[
    ("delete", "/v1/appStoreVersions/{id}", 409),
    ("delete", "/v1/appStoreVersionLocalizations/{id}", 409),
    ("delete", "/v1/appStoreVersionPhasedReleases/{id}", 409),
    ("delete", "/v1/reviewSubmissionItems/{id}", 409),
];

/// The document; `None` where nobody has installed it.
pub fn document() -> Option<&'static Value> {
    static DOCUMENT: OnceLock<Option<Value>> = OnceLock::new();
    let read = || {
        let named = std::env::var_os("APP_STORE_CONNECT_OPENAPI").map(Into::into);
        let installed = support::root().join("node_modules/.app-store-connect-openapi.json");
        let path: std::path::PathBuf = named.unwrap_or(installed);
        if !path.is_file() {
            support::skip("the npm packages of scripts/npm-packages.txt");
            return None;
        }
        let mut document: Value = serde_json::from_str(&support::read(path)).unwrap();
        translate(&mut document["components"]["schemas"]);
        // Errors need no detail: the service leaves it away, as later copies of the
        // document say.
        let error = "/components/schemas/ErrorResponse/properties/errors/items/required";
        if let Some(Value::Array(required)) = document.pointer_mut(error) {
            required.retain(|name| name != "detail");
        }
        Some(document)
    };
    DOCUMENT.get_or_init(read).as_ref()
}

/// From `OpenAPI` 3.0 to JSON Schema: `nullable` becomes a type. Objects are closed as
/// well: what the document does not name, the service does not send.
fn translate(schema: &mut Value) {
    match schema {
        Value::Array(list) => list.iter_mut().for_each(translate),
        Value::Object(map) => {
            map.values_mut().for_each(translate);
            let is_nullable = map.remove("nullable") == Some(json!(true));
            if let Some(kind) = map.get("type").cloned().filter(|_| is_nullable) {
                map.insert("type".into(), json!([kind, "null"]));
            } else if is_nullable {
                let whole = Value::Object(std::mem::take(map));
                map.insert("anyOf".into(), json!([whole, { "type": "null" }]));
            }
            let is_object = map.get("properties").is_some_and(Value::is_object)
                && map.get("type") == Some(&json!("object"));
            if is_object && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".into(), json!(false));
            }
        }
        _ => {}
    }
}

/// Validators, made when they are first needed.
#[derive(Default)]
pub struct Judge {
    validators: BTreeMap<String, Rc<Validator>>,
}

impl Judge {
    /// What is wrong with an answer, by the operation's path as the document writes
    /// it; nothing where there is no document.
    pub fn problems(
        &mut self,
        method: &str,
        path: &str,
        status: u16,
        body: Option<&Value>,
    ) -> Vec<String> {
        let Some(document) = document() else {
            return Vec::new();
        };
        let method = method.to_lowercase();
        let operation = &document["paths"][path][&method];
        if operation.is_null() {
            return vec![format!("the document has no {method} {path}")];
        }
        let response = &operation["responses"][status.to_string()];
        let schema = if !response.is_null() {
            response["content"]["application/json"]["schema"]["$ref"].as_str()
        } else if UNLISTED.contains(&(&method, path, status)) {
            Some("#/components/schemas/ErrorResponse")
        } else {
            return vec![format!("{status} is no answer to {method} {path}")];
        };
        match (schema, body) {
            (None, None) => Vec::new(),
            (None, Some(_)) => vec![format!("{status} has no body")],
            (Some(_), None) => vec![format!("{status} has a body")],
            (Some(schema), Some(body)) => {
                let validator = self.validator(document, schema);
                let problems = validator.iter_errors(body);
                problems
                    .map(|it| format!("{}: {it}", it.instance_path()))
                    .collect()
            }
        }
    }

    fn validator(&mut self, document: &Value, reference: &str) -> Rc<Validator> {
        if let Some(known) = self.validators.get(reference) {
            return Rc::clone(known);
        }
        let schema = json!({
            "$ref": reference,
            "components": { "schemas": reachable(document, reference) },
        });
        let made = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&schema);
        let made = Rc::new(made.unwrap());
        self.validators.insert(reference.into(), Rc::clone(&made));
        made
    }
}

/// The schemas that one leads to.
fn reachable(document: &Value, reference: &str) -> Map<String, Value> {
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let name = |reference: &str| reference.rsplit('/').next().unwrap().to_owned();
    let mut found = Map::new();
    let mut open = BTreeSet::from([name(reference)]);
    while let Some(next) = open.pop_first() {
        let schema = schemas[&next].clone();
        let mut references = Vec::new();
        references_in(&schema, &mut references);
        found.insert(next, schema);
        let new = references.iter().map(|it| name(it));
        open.extend(new.filter(|name| !found.contains_key(name)));
    }
    found
}

fn references_in(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Array(list) => list.iter().for_each(|it| references_in(it, found)),
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                found.push(reference.into());
            }
            map.values().for_each(|it| references_in(it, found));
        }
        _ => {}
    }
}
