//! Messages and JSON.

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde_json::{Map, Value, json};

use super::frame::Frame;

/// What is answered to something that is no message. The session goes on.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    id: Value,
    code: ErrorCodeNumber,
    message: String,
}

type ErrorCodeNumber = i32;

impl Refusal {
    fn new(id: Value, code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            id,
            code: code as i32,
            message: message.into(),
        }
    }

    /// The response. Its id is null where the message's is not known, which a
    /// [`Response`] cannot say.
    pub fn to_json(&self) -> Value {
        json!({
            "jsonrpc": "2.0",
            "id": self.id,
            "error": { "code": self.code, "message": self.message },
        })
    }
}

/// The message in a frame.
pub(super) fn read(frame: &Frame) -> Result<Message, Refusal> {
    let unreadable = |message: String| Refusal::new(Value::Null, ErrorCode::ParseError, message);
    if let Some(charset) = &frame.foreign_charset {
        let message = format!("the charset `{charset}` is not read here, expected `utf-8`");
        return Err(unreadable(message));
    }
    let text = std::str::from_utf8(&frame.body)
        .map_err(|error| unreadable(format!("byte {} is not UTF-8", error.valid_up_to())))?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        unreadable(format!(
            "this is not JSON from line {line}, column {column} on"
        ))
    })?;
    let invalid = |id: Value, message: &str| {
        Err(Refusal::new(
            id,
            ErrorCode::InvalidRequest,
            message.to_owned(),
        ))
    };
    let Value::Object(mut fields) = value else {
        return invalid(Value::Null, "expected an object: a message by itself");
    };
    let id = fields.remove("id");
    match (fields.remove("method"), id) {
        (Some(Value::String(method)), None) => {
            let params = params(&mut fields);
            Ok(Notification { method, params }.into())
        }
        (Some(Value::String(method)), Some(id)) => match request_id(&id) {
            Some(id) => {
                let params = params(&mut fields);
                Ok(Request { id, method, params }.into())
            }
            None => invalid(id, "the `id` must be a string or an integer of 32 bits"),
        },
        (Some(_), id) => invalid(
            id.unwrap_or_default(),
            "the `method` must be a string, such as `initialize`",
        ),
        (None, Some(id)) => match (request_id(&id), response_result(&mut fields)) {
            (Some(id), Some(response_result)) => Ok(Response {
                id,
                response_result,
            }
            .into()),
            // A client that could not read what it was sent: nothing to answer.
            (None, Some(Err(error))) => Ok(Notification {
                method: super::REFUSED.to_owned(),
                params: json!({ "message": error.message }),
            }
            .into()),
            _ => invalid(id, "a message has a `method`, a `result` or an `error`"),
        },
        (None, None) => invalid(Value::Null, "a message has a `method` or an `id`"),
    }
}

fn params(fields: &mut Map<String, Value>) -> Value {
    fields.remove("params").unwrap_or_default()
}

fn request_id(id: &Value) -> Option<RequestId> {
    match id {
        Value::String(id) => Some(id.clone().into()),
        Value::Number(id) => {
            // JavaScript knows one kind of number: 1.0 is 1 there.
            let id = id.as_i64().or_else(|| whole(id.as_f64()?));
            i32::try_from(id?).ok().map(RequestId::from)
        }
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    let is_whole = number.fract() == 0.0 && number.abs() < 2_147_483_648.0;
    #[allow(clippy::cast_possible_truncation, reason = "asked in the line before")]
    is_whole.then_some(number as i64)
}

/// `result` may be missing where it would be null.
fn response_result(fields: &mut Map<String, Value>) -> Option<Result<Value, ResponseError>> {
    if let Some(result) = fields.remove("result") {
        return Some(Ok(result));
    }
    let error = fields.remove("error")?;
    let text = |key: &str| error.get(key).and_then(Value::as_str).map(str::to_owned);
    let code = error.get("code").and_then(Value::as_i64).unwrap_or(0);
    Some(Err(ResponseError {
        code: i32::try_from(code).unwrap_or(0),
        message: text("message").unwrap_or_default(),
        data: error.get("data").cloned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(body: &[u8]) -> Result<Message, Refusal> {
        read(&Frame {
            body: body.to_owned(),
            foreign_charset: None,
        })
    }

    fn refusal(body: &[u8]) -> (Value, i32) {
        let refusal = message(body).unwrap_err();
        (refusal.id, refusal.code)
    }

    #[test]
    fn what_is_no_json_has_no_id() {
        for body in [&b""[..], b"{", b"{\"id\":1,}", b"\xff\xfe", b"{} {}"] {
            assert_eq!(refusal(body), (Value::Null, -32700), "{body:?}");
        }
    }

    #[test]
    fn what_is_no_message_is_refused_under_its_id() {
        for (body, id) in [
            ("1", Value::Null),
            ("[]", Value::Null),
            (
                r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#,
                Value::Null,
            ),
            ("{}", Value::Null),
            (r#"{"id":1}"#, json!(1)),
            (r#"{"id":1,"method":2}"#, json!(1)),
            (r#"{"method":2}"#, Value::Null),
            (r#"{"id":1.5,"method":"a"}"#, json!(1.5)),
            (
                r#"{"id":4294967296,"method":"a"}"#,
                json!(4_294_967_296_u64),
            ),
            (r#"{"id":null,"method":"a"}"#, Value::Null),
            (r#"{"id":[1],"method":"a"}"#, json!([1])),
        ] {
            assert_eq!(refusal(body.as_bytes()), (id, -32600), "{body}");
        }
    }

    #[test]
    fn messages_are_what_they_say() {
        let request = message(br#"{"id":-7.0,"method":"a","params":[1]}"#).unwrap();
        let Message::Request(request) = request else {
            panic!("{request:?}");
        };
        assert_eq!((request.id, request.params), ((-7).into(), json!([1])));
        let told = message(br#"{"method":"exit","params":null}"#).unwrap();
        assert!(matches!(told, Message::Notification(told) if told.method == "exit"));
        for body in [r#"{"id":"x","result":null}"#, r#"{"id":"x","error":{}}"#] {
            let response = message(body.as_bytes()).unwrap();
            assert!(matches!(response, Message::Response(_)), "{body}");
        }
    }
}
