//! What can go wrong with a request, in the words of the vendor's client.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::app_store_connect::ApiError;
use crate::publish::words::{MOST_QUOTED, shortened};

/// Most errors of one answer that are read.
const MOST_ERRORS: usize = 40;

/// The host that a log of the vendor's client shows.
const APPLE: &str = "https://api.appstoreconnect.apple.com";

/// Why a request did not do its work.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// App Store Connect answered with an error.
    Refused(Box<Refused>),
    /// There was no answer, or not a whole one.
    NoAnswer(String),
    /// The answer should have been JSON.
    NoJson(String),
    /// The answer is JSON, but lacks what the client needs; what, in words.
    Incomplete(String),
    /// A link of an answer leads to another server.
    Elsewhere(String),
    /// The answer has a status from 300 to 399, and names another address or none.
    Moved(u16, Option<String>),
    /// A list leads back to a page that was read, or has more pages than are read.
    Endless(String),
    /// The time for everything is over.
    OutOfTime,
}

/// An error answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The HTTP status.
    pub status: u16,
    /// The errors in the answer.
    pub errors: Vec<ApiError>,
    /// Whether the vendor's client can read the answer; where not, it ends without
    /// saying why.
    pub is_readable: bool,
    /// Attempts at the same request that ended in a server fault before.
    pub faults_before: u32,
}

impl Failure {
    /// The error answer, if it is one.
    pub fn refused(&self) -> Option<&Refused> {
        match self {
            Self::Refused(refused) => Some(refused),
            _ => None,
        }
    }

    /// Whether the vendor's client ends the whole process over it.
    pub fn ends_process(&self) -> bool {
        match self {
            Self::Refused(refused) => !refused.is_readable,
            Self::Incomplete(_) => true,
            _ => false,
        }
    }

    /// What a log of the vendor's client shows; `None` where that differs from
    /// machine to machine.
    pub fn log(&self) -> Option<String> {
        match self {
            Self::Refused(refused) => Some(refused.log()),
            Self::Incomplete(_) => Some(CRASH.to_owned()),
            Self::NoAnswer(_)
            | Self::NoJson(_)
            | Self::Elsewhere(_)
            | Self::Moved(..)
            | Self::Endless(_)
            | Self::OutOfTime => None,
        }
    }
}

/// All that the log of a failure shows which the vendor's client did not expect.
pub const CRASH: &str = "Executing \"app-store-connect publish\" failed unexpectedly.";

impl Refused {
    /// Reads an error answer.
    pub fn read(method: &str, path: &str, status: u16, body: &[u8]) -> Self {
        let (errors, is_readable) = match serde_json::from_slice::<Value>(body) {
            Ok(json) => read_errors(&json, status),
            Err(_) => (vec![untold(status)], true),
        };
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            status,
            errors,
            is_readable,
            faults_before: 0,
        }
    }

    /// `GET https://…/v1/apps returned 409: title - detail`.
    pub fn log(&self) -> String {
        if !self.is_readable {
            return CRASH.to_owned();
        }
        let Self {
            method,
            path,
            status,
            ..
        } = self;
        format!("{method} {APPLE}{path} returned {status}: {}", self.text())
    }

    /// The errors alone, as the vendor's client writes them.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.errors.iter().map(written).collect();
        lines.join("\n")
    }

    /// All errors of the answer, also those about other resources.
    pub fn all_errors(&self) -> Vec<ApiError> {
        let mut all = Vec::new();
        for error in &self.errors {
            all.push(error.clone());
            all.extend(associated(error).into_iter().map(|(_, error)| error));
        }
        all
    }
}

/// What the client says where the answer says nothing.
fn untold(status: u16) -> ApiError {
    ApiError::new(
        status,
        "NA",
        "Request failed",
        format!("Request failed with status code {status}"),
    )
}

/// The errors of an answer, and whether the vendor's client can read them all.
fn read_errors(json: &Value, status: u16) -> (Vec<ApiError>, bool) {
    let Some(list) = json.get("errors").and_then(Value::as_array) else {
        return (Vec::new(), false);
    };
    let mut is_readable = true;
    let errors = list.iter().take(MOST_ERRORS).map(|error| {
        let map = error.as_object();
        is_readable &= map.is_some_and(is_expected);
        let text = |name: &str| map.and_then(|map| map.get(name)).and_then(Value::as_str);
        let text = |name: &str| text(name).map(|text| shortened(text, MOST_QUOTED));
        ApiError {
            status,
            code: text("code").unwrap_or_default(),
            title: text("title").unwrap_or_default(),
            detail: text("detail"),
            source: error.get("source").filter(|it| !it.is_null()).cloned(),
            links: None,
            meta: error.get("meta").filter(|it| !it.is_null()).cloned(),
        }
    });
    let errors = errors.collect();
    (errors, is_readable)
}

/// Whether an error has all members that the vendor's client needs, and no others.
fn is_expected(error: &Map<String, Value>) -> bool {
    const NEEDED: [&str; 3] = ["code", "status", "title"];
    const POSSIBLE: [&str; 5] = ["detail", "id", "source", "meta", "links"];
    let is_known =
        |name: &String| NEEDED.contains(&name.as_str()) || POSSIBLE.contains(&name.as_str());
    let meta = error.get("meta").and_then(Value::as_object);
    let is_plain = meta.is_none_or(|meta| meta.keys().all(|name| name == "associatedErrors"));
    let associated = meta.and_then(|meta| meta.get("associatedErrors"));
    let inner = associated.and_then(Value::as_object).into_iter().flatten();
    let mut inner = inner.flat_map(|(_, errors)| errors.as_array().into_iter().flatten());
    NEEDED.iter().all(|name| error.contains_key(*name))
        && error.keys().all(is_known)
        && is_plain
        && inner.all(|error| error.as_object().is_none_or(is_expected))
}

/// The errors about other resources, with the paths of those: not too many, and none
/// too long.
pub fn associated(error: &ApiError) -> Vec<(String, ApiError)> {
    let all = error.associated().into_iter().take(MOST_ERRORS);
    all.map(|(path, mut error)| {
        error.title = shortened(&error.title, MOST_QUOTED);
        error.detail = error.detail.map(|it| shortened(&it, MOST_QUOTED));
        (shortened(&path, MOST_QUOTED), error)
    })
    .collect()
}

/// Title and detail, and the errors about other resources below, indented.
fn written(error: &ApiError) -> String {
    let mut text = error.text();
    for (_, inner) in associated(error) {
        for line in format!("Associated error: {}", written(&inner)).lines() {
            let _ = write!(text, "\n\t{line}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(body: &str) -> String {
        Refused::read("GET", "/v1/apps?limit=100", 409, body.as_bytes()).log()
    }

    #[test]
    fn errors_are_written_as_the_vendors_client_writes_them() {
        let one = r#"{"errors":[{"status":"409","code":"A","title":"T","detail":"D"},{"status":"409","code":"B","title":"U"}]}"#;
        assert_eq!(
            log(one),
            "GET https://api.appstoreconnect.apple.com/v1/apps?limit=100 returned 409: T - D\nU"
        );
        let nested = r#"{"errors":[{"status":"409","code":"A","title":"T","detail":"D","meta":{"associatedErrors":{
            "/v1/a/1":[{"status":"409","code":"B","title":"U","detail":"E"}]}}}]}"#;
        assert!(
            log(nested).ends_with("T - D\n\tAssociated error: U - E"),
            "{}",
            log(nested)
        );
    }

    #[test]
    fn an_answer_that_is_no_json_has_words_of_its_own() {
        assert!(
            log("<html>")
                .ends_with("returned 409: Request failed - Request failed with status code 409")
        );
    }

    #[test]
    fn unusual_errors_end_the_vendors_client_without_a_word() {
        for body in [
            "{}",
            "[]",
            r#"{"errors":null}"#,
            r#"{"errors":[1]}"#,
            r#"{"errors":[{"status":"409","code":"A"}]}"#,
            r#"{"errors":[{"status":"409","code":"A","title":"T","more":1}]}"#,
            r#"{"errors":[{"status":"409","code":"A","title":"T","meta":{"more":1}}]}"#,
        ] {
            assert_eq!(log(body), CRASH, "{body}");
        }
        let usual = r#"{"errors":[{"id":"1","status":"409","code":"A","title":"T","links":{},"source":{},"meta":{}}]}"#;
        assert!(log(usual).ends_with("409: T"));
    }
}
