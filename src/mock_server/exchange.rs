//! Requests and answers, without the network around them.

use serde_json::{Value, json};

use crate::app_store_connect::ApiError;

/// The host whose links are written with `https`.
pub const APPLE: &str = "api.appstoreconnect.apple.com";

/// Most errors of one refusal.
const MOST_ERRORS: usize = 20;

/// A request.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// The `Host` header.
    pub host: String,
    /// The path, percent signs decoded but for a slash: `/v1/apps`.
    pub path: String,
    /// The parameters of the query, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// What absolute links begin with: `http://127.0.0.1:8000`.
    pub fn base(&self) -> String {
        let name = self.host.split(':').next().unwrap_or_default();
        let is_apple = name.eq_ignore_ascii_case(APPLE);
        let scheme = if is_apple { "https" } else { "http" };
        format!("{scheme}://{}", self.host)
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body; `None` for 204.
    pub body: Option<Value>,
}

impl Response {
    /// An answer with a document.
    pub fn document(status: u16, body: Value) -> Self {
        Self {
            status,
            body: Some(body),
        }
    }

    /// 204.
    pub fn no_content() -> Self {
        Self {
            status: 204,
            body: None,
        }
    }

    /// A refusal with at most 20 errors, and with the status of the first.
    pub fn refusal(errors: &[ApiError]) -> Self {
        let status = errors.first().map_or(500, |error| error.status);
        let told = errors.get(..MOST_ERRORS).unwrap_or(errors);
        Self::document(status, json!({ "errors": told }))
    }
}

/// Why a request is refused: one error or several.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal(pub Vec<ApiError>);

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self(vec![error])
    }
}
