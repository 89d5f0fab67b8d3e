//! The JSON Schema (draft-07) of account files, made from the declarations.

use serde_json::{Value, json};

use crate::model::json_schema::{definitions, section_schema};

use super::root::AccountSection;
use super::sections;

/// The schema of an account file.
pub fn account_schema() -> Value {
    let inner = sections().into_iter().skip(1).collect();
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://raw.githubusercontent.com/codemagic-lint/codemagic-lint/main/schema/account.schema.json",
        "title": "account file",
        "definitions": definitions(inner),
    });
    // An empty file is the account without anything said.
    let section = section_schema(AccountSection::DECLARATION);
    if let (Some(schema), Value::Object(section)) = (schema.as_object_mut(), section) {
        schema.extend(section);
        schema.insert("type".into(), json!(["object", "null"]));
    }
    schema
}
