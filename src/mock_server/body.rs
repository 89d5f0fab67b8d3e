//! Documents that clients send: read with types, refused in the API's words.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::app_store_connect::ApiError;

use super::exchange::{Refusal, Request};

/// What a request may send: type of the resource, its attributes and relationships.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The type: `betaBuildLocalizations`.
    pub kind: &'static str,
    /// Attributes that it may name.
    pub attributes: &'static [&'static str],
    /// Relationships that it may name.
    pub relationships: &'static [&'static str],
}

/// The resource that a request sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    attributes: Map<String, Value>,
    relationships: Map<String, Value>,
}

/// What a request says about an attribute. Absent and `null` differ: a change leaves
/// the one alone and clears the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given<T> {
    /// Nothing.
    Absent,
    /// `null`.
    Null,
    /// This.
    Value(T),
}

impl<T> Given<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Puts what was given where it belongs; nothing given changes nothing.
    pub fn put(self, place: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *place = None,
            Self::Value(value) => *place = Some(value),
        }
    }
}

impl Form {
    /// Reads the body of a POST.
    ///
    /// # Errors
    /// When it is no document of this form.
    pub fn read(&self, request: &Request) -> Result<Sent, Refusal> {
        let (sent, _) = self.resource(request)?;
        Ok(sent)
    }

    /// Reads the body of a PATCH of the resource with this id.
    ///
    /// # Errors
    /// When it is no document of this form, or about another resource.
    pub fn read_change(&self, request: &Request, id: &str) -> Result<Sent, Refusal> {
        let (sent, given) = self.resource(request)?;
        match given.as_deref() {
            Some(given) if given == id => Ok(sent),
            Some(given) => Err(ApiError::new(
                409,
                "ENTITY_ERROR.ID.INVALID",
                "The provided entity includes an invalid id",
                format!("The id '{given}' does not match the id '{id}' of the request path"),
            )
            .at("/data/id")
            .into()),
            None => Err(ApiError::new(
                409,
                "ENTITY_ERROR.ID.REQUIRED",
                "The provided entity is missing the id of the resource",
                "You must provide a value for the member 'id' with this request",
            )
            .at("/data/id")
            .into()),
        }
    }

    fn resource(&self, request: &Request) -> Result<(Sent, Option<String>), Refusal> {
        let data = data(request)?;
        let Value::Object(mut data) = data else {
            return Err(no_document("/data", "an object").into());
        };
        check_type(&data, self.kind, "/data/type")?;
        let id = match data.remove("id") {
            None => None,
            Some(Value::String(id)) => Some(id),
            Some(_) => return Err(no_document("/data/id", "a string").into()),
        };
        let sent = Sent {
            attributes: members(&mut data, "attributes")?,
            relationships: members(&mut data, "relationships")?,
        };
        let mut errors = Vec::new();
        for name in sent.attributes.keys() {
            if !self.attributes.contains(&name.as_str()) {
                errors.push(unknown_attribute(self.kind, name));
            }
        }
        for name in sent.relationships.keys() {
            if !self.relationships.contains(&name.as_str()) {
                errors.push(unknown_relationship(self.kind, name));
            }
        }
        if errors.is_empty() {
            Ok((sent, id))
        } else {
            Err(Refusal(errors))
        }
    }
}

/// Reads the ids of a body that lists resources of one type:
/// `{"data": [{"type": "builds", "id": "1"}]}`.
///
/// # Errors
/// When it is no such list.
pub fn linkages(request: &Request, kind: &str) -> Result<Vec<String>, Refusal> {
    let Value::Array(list) = data(request)? else {
        return Err(no_document("/data", "an array").into());
    };
    let mut ids = Vec::new();
    for (index, member) in list.into_iter().enumerate() {
        let Value::Object(member) = member else {
            return Err(no_document(&format!("/data/{index}"), "an object").into());
        };
        check_type(&member, kind, &format!("/data/{index}/type"))?;
        match member.get("id") {
            Some(Value::String(id)) => ids.push(id.clone()),
            _ => return Err(no_document(&format!("/data/{index}/id"), "a string").into()),
        }
    }
    Ok(ids)
}

impl Sent {
    /// Whether the attribute was named at all.
    pub fn names(&self, attribute: &str) -> bool {
        self.attributes.contains_key(attribute)
    }

    /// A text.
    ///
    /// # Errors
    /// When it is none.
    pub fn text(&self, name: &str) -> Result<Given<String>, Refusal> {
        self.read(name, |value| value.as_str().map(str::to_owned))
    }

    /// A text that may be neither absent nor `null`.
    ///
    /// # Errors
    /// When it is, or is no text.
    pub fn required_text(&self, name: &str) -> Result<String, Refusal> {
        let text = self.text(name)?.value();
        text.ok_or_else(|| missing_attribute(name).into())
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn boolean(&self, name: &str) -> Result<Given<bool>, Refusal> {
        self.read(name, Value::as_bool)
    }

    /// A word of an enumeration: `document.word("platform", Platform::parse)`.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn word<T>(&self, name: &str, parse: fn(&str) -> Option<T>) -> Result<Given<T>, Refusal> {
        self.read(name, |value| parse(value.as_str()?))
    }

    /// A word that may be neither absent nor `null`.
    ///
    /// # Errors
    /// When it is, or is no word of the enumeration.
    pub fn required_word<T>(&self, name: &str, parse: fn(&str) -> Option<T>) -> Result<T, Refusal> {
        let word = self.word(name, parse)?.value();
        word.ok_or_else(|| missing_attribute(name).into())
    }

    /// A moment, such as `2026-12-22T14:00:00.000+0000` or `2026-12-22T14:00:00+00:00`.
    ///
    /// # Errors
    /// When it is none.
    pub fn moment(&self, name: &str) -> Result<Given<Timestamp>, Refusal> {
        self.read(name, |value| value.as_str()?.parse().ok())
    }

    fn read<T>(&self, name: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Given<T>, Refusal> {
        match self.attributes.get(name) {
            None => Ok(Given::Absent),
            Some(Value::Null) => Ok(Given::Null),
            Some(value) => match read(value) {
                Some(read) => Ok(Given::Value(read)),
                None => Err(wrong_type(name, value).into()),
            },
        }
    }

    /// The id of a relationship to one resource of a type.
    ///
    /// # Errors
    /// When it is no such relationship.
    pub fn relative(&self, name: &str, kind: &str) -> Result<Given<String>, Refusal> {
        let pointer = format!("/data/relationships/{name}");
        let Some(relationship) = self.relationships.get(name) else {
            return Ok(Given::Absent);
        };
        let data = relationship.as_object().and_then(|it| it.get("data"));
        match data {
            Some(Value::Null) => Ok(Given::Null),
            Some(Value::Object(data)) => {
                check_type(data, kind, &format!("{pointer}/data/type"))?;
                match data.get("id") {
                    Some(Value::String(id)) => Ok(Given::Value(id.clone())),
                    _ => Err(no_document(&format!("{pointer}/data/id"), "a string").into()),
                }
            }
            _ => Err(no_document(&format!("{pointer}/data"), "an object").into()),
        }
    }

    /// The id of a relationship that may be neither absent nor `null`.
    ///
    /// # Errors
    /// When it is, or is no relationship to one resource of the type.
    pub fn required_relative(&self, name: &str, kind: &str) -> Result<String, Refusal> {
        let id = self.relative(name, kind)?.value();
        id.ok_or_else(|| missing_relationship(name).into())
    }
}

/// 409: a relationship that must be there.
pub fn missing_relationship(name: &str) -> ApiError {
    ApiError::new(
        409,
        "ENTITY_ERROR.RELATIONSHIP.REQUIRED",
        "The provided entity is missing a required relationship",
        format!("You must provide a value for the relationship '{name}' with this request"),
    )
    .at(&format!("/data/relationships/{name}"))
}

/// Most characters of a wrong value that its refusal repeats.
const MOST_SHOWN: usize = 100;

/// The member `data` of the body.
fn data(request: &Request) -> Result<Value, Refusal> {
    let body = serde_json::from_slice(&request.body);
    let Ok(body) = body else {
        return Err(ApiError::new(
            400,
            "ENTITY_INVALID",
            "JSON processing failed",
            "The body of the request is not valid JSON",
        )
        .into());
    };
    match body {
        Value::Object(mut body) => match body.remove("data") {
            None => Err(no_document("/data", "the member 'data'").into()),
            Some(data) => Ok(data),
        },
        _ => Err(no_document("", "an object").into()),
    }
}

fn check_type(data: &Map<String, Value>, kind: &str, pointer: &str) -> Result<(), Refusal> {
    match data.get("type").and_then(Value::as_str) {
        Some(given) if given == kind => Ok(()),
        Some(given) => Err(ApiError::new(
            409,
            "ENTITY_ERROR.TYPE.INVALID",
            "The provided entity has an invalid type",
            format!("The type '{given}' is not '{kind}', the type of this request"),
        )
        .at(pointer)
        .into()),
        None => Err(no_document(pointer, "a string").into()),
    }
}

fn members(data: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Refusal> {
    match data.remove(name) {
        None => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members),
        Some(_) => Err(no_document(&format!("/data/{name}"), "an object").into()),
    }
}

fn no_document(pointer: &str, expected: &str) -> ApiError {
    let place = if pointer.is_empty() { "/" } else { pointer };
    ApiError::new(
        422,
        "ENTITY_UNPROCESSABLE",
        "The request entity is not a valid request document object",
        format!("Expected {expected} at '{place}'"),
    )
    .at(pointer)
}

fn unknown_attribute(kind: &str, name: &str) -> ApiError {
    ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.UNKNOWN",
        "The provided entity includes an unknown attribute",
        format!("'{name}' is not an attribute on the resource '{kind}'"),
    )
    .at(&format!("/data/attributes/{name}"))
}

fn unknown_relationship(kind: &str, name: &str) -> ApiError {
    ApiError::new(
        409,
        "ENTITY_ERROR.RELATIONSHIP.UNKNOWN",
        "The provided entity includes an unknown relationship",
        format!("'{name}' is not a relationship on the resource '{kind}'"),
    )
    .at(&format!("/data/relationships/{name}"))
}

/// 409: an attribute that has to be there.
pub fn missing_attribute(name: &str) -> ApiError {
    ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.REQUIRED",
        "The provided entity is missing a required attribute",
        format!("You must provide a value for the attribute '{name}' with this request"),
    )
    .at(&format!("/data/attributes/{name}"))
}

fn wrong_type(name: &str, value: &Value) -> ApiError {
    let value: String = value.to_string().chars().take(MOST_SHOWN).collect();
    ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.TYPE",
        "An attribute in the provided entity has the wrong type",
        format!("{value} is not a valid value for the attribute '{name}'"),
    )
    .at(&format!("/data/attributes/{name}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;

    const FORM: Form = Form {
        kind: "builds",
        attributes: &["expired", "date"],
        relationships: &["app"],
    };

    fn request(body: &str) -> Request {
        Request {
            body: body.into(),
            ..Request::default()
        }
    }

    fn refused<T: std::fmt::Debug>(read: Result<T, Refusal>) -> (u16, String) {
        let error = read.unwrap_err().0.remove(0);
        (error.status, error.code)
    }

    #[test]
    fn what_is_no_document_of_the_form_is_refused() {
        for (body, status, code) in [
            ("", 400, "ENTITY_INVALID"),
            ("{", 400, "ENTITY_INVALID"),
            ("[]", 422, "ENTITY_UNPROCESSABLE"),
            ("{}", 422, "ENTITY_UNPROCESSABLE"),
            (r#"{"data":[]}"#, 422, "ENTITY_UNPROCESSABLE"),
            (r#"{"data":{"id":"7"}}"#, 422, "ENTITY_UNPROCESSABLE"),
            (
                r#"{"data":{"type":"builds"}}"#,
                409,
                "ENTITY_ERROR.ID.REQUIRED",
            ),
            (
                r#"{"data":{"type":"apps","id":"7"}}"#,
                409,
                "ENTITY_ERROR.TYPE.INVALID",
            ),
            (
                r#"{"data":{"type":"builds","id":7}}"#,
                422,
                "ENTITY_UNPROCESSABLE",
            ),
            (
                r#"{"data":{"type":"builds","id":"8"}}"#,
                409,
                "ENTITY_ERROR.ID.INVALID",
            ),
            (
                r#"{"data":{"type":"builds","id":"7","attributes":[]}}"#,
                422,
                "ENTITY_UNPROCESSABLE",
            ),
            (
                r#"{"data":{"type":"builds","id":"7","attributes":{"x":1}}}"#,
                409,
                "ENTITY_ERROR.ATTRIBUTE.UNKNOWN",
            ),
            (
                r#"{"data":{"type":"builds","id":"7","relationships":{"x":{}}}}"#,
                409,
                "ENTITY_ERROR.RELATIONSHIP.UNKNOWN",
            ),
        ] {
            let answer = refused(FORM.read_change(&request(body), "7"));
            assert_eq!(answer, (status, code.to_owned()), "{body}");
        }
    }

    #[test]
    fn attributes_have_types_and_relationships_lead_to_one_type() {
        let body = r#"{"data":{"type":"builds","attributes":{"expired":"yes","date":null},
            "relationships":{"app":{"data":{"type":"builds","id":"1"}}}}}"#;
        let sent = FORM.read(&request(body)).unwrap();
        let wrong = "ENTITY_ERROR.ATTRIBUTE.TYPE".to_owned();
        assert_eq!(refused(sent.boolean("expired")), (409, wrong));
        assert_eq!(sent.moment("date"), Ok(Given::Null));
        assert_eq!(sent.text("other"), Ok(Given::Absent));
        let wrong = "ENTITY_ERROR.TYPE.INVALID".to_owned();
        assert_eq!(refused(sent.relative("app", "apps")), (409, wrong));
        assert_eq!(sent.required_relative("app", "builds"), Ok("1".into()));
    }

    #[test]
    fn moments_are_read_as_clients_write_them() {
        for text in [
            "2026-12-22T14:00:00.000+0000",
            "2026-12-22T14:00:00+00:00",
            "2026-12-22T06:00:00-08:00",
            "2026-12-22T14:00:00Z",
        ] {
            let body =
                format!(r#"{{"data":{{"type":"builds","attributes":{{"date":"{text}"}}}}}}"#);
            let sent = FORM.read(&request(&body)).unwrap();
            let moment = sent.moment("date").unwrap().value().unwrap();
            assert_eq!(moment.to_string(), "2026-12-22T14:00:00Z", "{text}");
        }
    }

    #[test]
    fn lists_of_linkages_hold_one_type() {
        let ids = |body: &str| linkages(&request(body), "builds");
        let good = r#"{"data":[{"type":"builds","id":"1"},{"type":"builds","id":"2"}]}"#;
        assert_eq!(ids(good), Ok(vec!["1".into(), "2".into()]));
        assert_eq!(ids(r#"{"data":[]}"#), Ok(Vec::new()));
        for body in [
            r#"{"data":{}}"#,
            r#"{"data":[1]}"#,
            r#"{"data":[{"type":"builds"}]}"#,
        ] {
            assert_eq!(refused(ids(body)).0, 422, "{body}");
        }
    }
}
