//! The JSON Schema (draft-07) of codemagic.yaml, made from the declarations.

use serde_json::{Map, Value, json};

use super::shape::{Declaration, FieldDeclaration, Shape};
use super::{WORKFLOWS, sections};

/// The regular expression of `$NAME` and `${NAME}` values.
const VARIABLE: &str = r"^\$\{?([^:{}]+).*\}?$";
/// The regular expression of `${{ inputs.id }}` values.
const INPUT: &str = r"^\$\{\{\s*inputs\.[a-zA-Z]\w*\s*\}\}";

/// The schema of a codemagic.yaml.
pub fn codemagic_schema() -> Value {
    let definitions = definitions(sections());
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://raw.githubusercontent.com/codemagic-lint/codemagic-lint/main/schema/codemagic.schema.json",
        "title": "codemagic.yaml",
        "description": "The configuration of a Codemagic build, as understood by codemagic-lint.",
        "type": "object",
        "properties": { WORKFLOWS.key: field_schema(WORKFLOWS) },
        "required": [WORKFLOWS.key],
        "definitions": definitions,
    })
}

/// The schemas of sections, by their names.
pub fn definitions(sections: Vec<(String, &'static Declaration)>) -> Map<String, Value> {
    let mut definitions = Map::new();
    for (_, section) in sections {
        definitions
            .entry(section.name)
            .or_insert_with(|| section_schema(section));
    }
    definitions
}

/// The schema of a section; others that it holds are referred to.
pub fn section_schema(section: &Declaration) -> Value {
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("description".into(), json!(text(section.doc)));
    let properties: Map<String, Value> = section
        .fields
        .iter()
        .map(|field| (field.key.to_owned(), field_schema(field)))
        .collect();
    schema.insert("properties".into(), Value::Object(properties));
    let required: Vec<&str> = section
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.key)
        .collect();
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema.insert("additionalProperties".into(), json!(false));
    Value::Object(schema)
}

fn field_schema(field: &FieldDeclaration) -> Value {
    let mut schema = Map::new();
    schema.insert("description".into(), json!(text(field.doc)));
    match shape_schema(field.shape) {
        // Beside `$ref` draft-07 readers ignore everything else.
        Value::Object(inner) if inner.contains_key("$ref") => {
            schema.insert("allOf".into(), json!([inner]));
        }
        Value::Object(inner) => schema.extend(inner),
        _ => {}
    }
    if let Some(default) = field.default.and_then(default_value) {
        schema.insert("default".into(), default);
    }
    Value::Object(schema)
}

fn shape_schema(shape: &Shape) -> Value {
    match shape {
        Shape::Section(section) => json!({ "$ref": format!("#/definitions/{}", section.name) }),
        Shape::List { item, min, max } => {
            let mut schema = Map::from_iter([("type".to_owned(), json!("array"))]);
            schema.insert("items".to_owned(), shape_schema(item));
            if *min > 0 {
                schema.insert("minItems".to_owned(), json!(min));
            }
            if *max < usize::MAX {
                schema.insert("maxItems".to_owned(), json!(max));
            }
            Value::Object(schema)
        }
        Shape::Map { value } => {
            json!({ "type": "object", "additionalProperties": shape_schema(value) })
        }
        Shape::AnyOf(shapes) => {
            json!({ "anyOf": shapes.iter().map(|shape| shape_schema(shape)).collect::<Vec<_>>() })
        }
        Shape::Text { min: 0 } => json!({ "type": "string" }),
        Shape::Text { min } => json!({ "type": "string", "minLength": min }),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Integer { min, max } => {
            let mut schema = Map::from_iter([("type".to_owned(), json!("integer"))]);
            schema.extend(min.map(|min| ("minimum".to_owned(), json!(min))));
            schema.extend(max.map(|max| ("maximum".to_owned(), json!(max))));
            Value::Object(schema)
        }
        Shape::Number => json!({ "type": "number" }),
        Shape::Between { min, max } => {
            json!({ "type": "number", "exclusiveMinimum": min, "exclusiveMaximum": max })
        }
        Shape::Keyword(words) => {
            json!({ "type": "string", "enum": words.iter().map(|word| word.value).collect::<Vec<_>>() })
        }
        Shape::Variable => json!({ "type": "string", "pattern": VARIABLE }),
        Shape::Input => json!({ "type": "string", "pattern": INPUT }),
        Shape::Encrypted => json!({ "type": "string", "pattern": r"^Encrypted\(.+\)$" }),
        Shape::AppSpecificPassword => {
            json!({ "type": "string", "pattern": "^([a-z]{4}-){3}[a-z]{4}$" })
        }
        Shape::Form(form) => {
            let text = json!({ "type": "string", "pattern": form.pattern });
            if form.or_number {
                json!({ "anyOf": [text, { "type": "number", "minimum": 0 }] })
            } else {
                text
            }
        }
        Shape::Numbers(numbers) => json!({ "type": "integer", "enum": numbers }),
        Shape::Null => json!({ "type": "null" }),
    }
}

/// A doc comment as one paragraph of text.
pub fn text(doc: &str) -> String {
    doc.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn default_value(yaml: &str) -> Option<Value> {
    Some(match yaml {
        "['.']" => json!(["."]),
        "[]" => json!([]),
        quoted if quoted.starts_with('\'') => json!(quoted.trim_matches('\'')),
        other => match crate::syntax::resolve_1_1(other) {
            crate::syntax::Scalar::Bool(value) => json!(value),
            crate::syntax::Scalar::Int(value) => json!(value),
            crate::syntax::Scalar::Text(value) => json!(value),
            _ => return None,
        },
    })
}
