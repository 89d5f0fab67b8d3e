//! Error answers of the API.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// One object of an `errors` list.
///
/// Source: schema `ErrorResponse` of Apple's `OpenAPI` document 4.4.1, which requires
/// code, status and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// The HTTP status.
    #[serde(with = "status_text")]
    pub status: u16,
    /// The machine's word: `ENTITY_ERROR.ATTRIBUTE.REQUIRED`.
    pub code: String,
    /// What is wrong, in general.
    pub title: String,
    /// What is wrong here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// `{"pointer": …}` into the body or `{"parameter": …}` of the query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Value>,
    /// Where to read on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Value>,
    /// `associatedErrors`, by the path of the resource that each list is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Value>,
}

/// The API gives the status as text.
mod status_text {
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    pub(super) fn serialize<S: Serializer>(status: &u16, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(status)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<u16, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl ApiError {
    /// An error with its words.
    pub fn new(status: u16, code: &str, title: &str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            title: title.into(),
            detail: Some(detail.into()),
            source: None,
            links: None,
            meta: None,
        }
    }

    /// An error without a detail.
    pub fn untold(status: u16, code: &str, title: &str) -> Self {
        Self {
            detail: None,
            ..Self::new(status, code, title, "")
        }
    }

    /// Points at a member of the request's body: `/data/attributes/locale`.
    #[must_use]
    pub fn at(mut self, pointer: &str) -> Self {
        self.source = Some(json!({ "pointer": pointer }));
        self
    }

    /// Points at a parameter of the query.
    #[must_use]
    pub fn about_parameter(mut self, parameter: &str) -> Self {
        self.source = Some(json!({ "parameter": parameter }));
        self
    }

    /// Adds what is wrong with other resources, by their paths (`/v1/apps/1`).
    #[must_use]
    pub fn with_associated(mut self, errors: Vec<(String, Vec<ApiError>)>) -> Self {
        let lists = errors.into_iter().map(|(path, errors)| {
            let errors: Vec<Value> = errors.iter().map(|error| json!(error)).collect();
            (path, Value::Array(errors))
        });
        let lists: Map<String, Value> = lists.collect();
        self.meta = Some(json!({ "associatedErrors": lists }));
        self
    }

    /// The errors about other resources, with the paths of those.
    pub fn associated(&self) -> Vec<(String, ApiError)> {
        let lists = self
            .meta
            .as_ref()
            .and_then(|meta| meta.get("associatedErrors"));
        let lists = lists.and_then(Value::as_object).into_iter().flatten();
        let mut found = Vec::new();
        for (path, errors) in lists {
            for error in errors.as_array().into_iter().flatten() {
                if let Ok(error) = Self::deserialize(error) {
                    found.push((path.clone(), error));
                }
            }
        }
        found
    }

    /// Title and detail on one line, as the vendor's client prints them.
    pub fn text(&self) -> String {
        match &self.detail {
            Some(detail) => format!("{} - {detail}", self.title),
            None => self.title.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;

    #[test]
    fn an_error_survives_its_way_over_the_wire() {
        let inner = ApiError::new(409, "ENTITY_ERROR.ATTRIBUTE.REQUIRED", "t", "d")
            .at("/data/attributes/keywords");
        let error = ApiError::untold(409, "STATE_ERROR", "no")
            .with_associated(vec![("/v1/appStoreVersions/7".into(), vec![inner.clone()])]);
        let wire = serde_json::to_string(&error).unwrap();
        assert!(wire.contains(r#""status":"409""#));
        let read: ApiError = serde_json::from_str(&wire).unwrap();
        assert_eq!(read, error);
        assert_eq!(
            read.associated(),
            [("/v1/appStoreVersions/7".to_owned(), inner)]
        );
        assert_eq!(read.text(), "no");
    }
}
