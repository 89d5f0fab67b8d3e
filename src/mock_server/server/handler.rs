//! From HTTP to the mock and back.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::{ConnectInfo, State as Shared};
use axum::http::header::{
    AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, ORIGIN,
};
use axum::http::request::Parts;
use axum::http::{Request as HttpRequest, Response as HttpResponse, StatusCode};

use crate::app_store_connect::ApiError;

use super::super::control;
use super::super::exchange::Request;
use super::super::mock::{Outcome, Spoilt};
use super::super::refusals::{bad_request, foreign_origin, misdirected, too_large};
use super::connection::Link;
use super::{State, guard};

/// Longest body that is taken, in bytes.
pub(super) const LONGEST_BODY: usize = 1024 * 1024;
/// Longest body that is read to its end before it is refused, in bytes, so that a
/// client that reads only after it has written learns why.
const LONGEST_READ: usize = 16 * 1024 * 1024;
/// Most parameters of a query: more would take far more memory than they are long.
const MOST_PARAMETERS: usize = 200;
/// How long a client may take to send a body.
const BODY: Duration = Duration::from_secs(15);

/// Answers one request.
pub(super) async fn answer(
    Shared(state): Shared<Arc<State>>,
    ConnectInfo(link): ConnectInfo<Link>,
    request: HttpRequest<Body>,
) -> HttpResponse<Body> {
    link.handling();
    let (head, body) = request.into_parts();
    let (mut request, refused) = understood(&head, &state);
    // Also where the head is refused: who reads only after writing learns why.
    let body = tokio::time::timeout(BODY, read(body)).await;
    let refused = match (refused, body) {
        (Some(error), Ok(_)) => Some(*error),
        (None, Ok(Ok(body))) => {
            request.body = body;
            None
        }
        (None, Ok(Err(error))) => Some(error),
        (_, Err(_)) => Some(bad_request(&format!(
            "the body did not come within {} seconds",
            BODY.as_secs()
        ))),
    };
    if let Some(error) = refused {
        return closing(&state.refuse(&request, error), &link);
    }
    // Once more: `100 Continue` was something that was sent.
    link.handling();
    let outcome = state.handle(&request);
    if !outcome.delay.is_zero() {
        let clock = Arc::clone(&state.clock);
        let delay = outcome.delay;
        let _ = tokio::task::spawn_blocking(move || clock.sleep(delay)).await;
    }
    written(&outcome, &link)
}

/// Reads a body, as far as it is taken.
async fn read(mut body: Body) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    let mut length = 0;
    loop {
        let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let data = match frame {
            None => break,
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            Some(Err(_)) => {
                let why = "the body ends before its length, or is no valid chunk";
                return Err(bad_request(why));
            }
        };
        length += data.len();
        if length <= LONGEST_BODY {
            bytes.extend_from_slice(&data);
        } else if length > LONGEST_READ {
            break;
        }
    }
    if length > LONGEST_BODY {
        return Err(too_large(LONGEST_BODY));
    }
    Ok(bytes)
}

/// Everything of a request but its body; where it cannot be understood, what could be.
fn understood(head: &Parts, state: &State) -> (Request, Option<Box<ApiError>>) {
    let mut request = Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        ..Request::default()
    };
    let refused = fill(&mut request, head, state).err();
    (request, refused)
}

fn fill(request: &mut Request, head: &Parts, state: &State) -> Result<(), Box<ApiError>> {
    let text = |name: HeaderName| head.headers.get(name).map(HeaderValue::to_str);
    if let Some(path) = decoded_path(head.uri.path()) {
        request.path = path;
    } else {
        return Err(bad_request("the path is not UTF-8").into());
    }
    request.host = match text(HOST) {
        None => state.address.to_string(),
        Some(host) => host.unwrap_or_default().to_owned(),
    };
    if !guard::is_host(&request.host) {
        return Err(misdirected().into());
    }
    if control::is_control(&request.path)
        && let Some(origin) = text(ORIGIN)
        && !guard::is_own_origin(origin.unwrap_or_default(), &request.host)
    {
        return Err(foreign_origin().into());
    }
    let query = head.uri.query().unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    if pairs.clone().count() > MOST_PARAMETERS {
        let many = format!("a query has at most {MOST_PARAMETERS} parameters");
        return Err(bad_request(&many).into());
    }
    for pair in pairs {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (decoded(name, true), decoded(value, true)) {
            (Some(name), Some(value)) => request.query.push((name, value)),
            _ => return Err(bad_request("the query is not UTF-8").into()),
        }
    }
    // A header that is no text is a malformed token.
    request.authorization = text(AUTHORIZATION).map(|text| text.unwrap_or_default().to_owned());
    Ok(())
}

/// Decodes the segments of a path. A slash inside one stays encoded: it ends none.
fn decoded_path(path: &str) -> Option<String> {
    let segments = path.split('/').map(|segment| {
        let segment = decoded(segment, false)?;
        Some(segment.replace('/', "%2F"))
    });
    let segments: Option<Vec<String>> = segments.collect();
    Some(segments?.join("/"))
}

/// Decodes percent signs, and in a query `+` too; a sign without two digits stays.
fn decoded(text: &str, is_query: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        let escaped = match (first, behind) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            bytes.push(high * 16 + low);
            rest = behind.get(2..).unwrap_or_default();
        } else if first == b'+' && is_query {
            bytes.push(b' ');
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    let value = char::from(byte).to_digit(16)?;
    u8::try_from(value).ok()
}

const RATE_LIMIT: HeaderName = HeaderName::from_static("x-rate-limit");

fn written(outcome: &Outcome, link: &Link) -> HttpResponse<Body> {
    let body = outcome.body();
    if outcome.spoilt == Some(Spoilt::Cut) {
        link.cut_after(body.len() / 2);
    }
    let mut response = assembled(outcome.status(), outcome.content_type(), body);
    if let Ok(value) = HeaderValue::from_str(&outcome.rate_limit) {
        response.headers_mut().insert(RATE_LIMIT, value);
    }
    response
}

/// A refusal after which the connection is closed: what else comes on it is no request.
fn closing(outcome: &Outcome, link: &Link) -> HttpResponse<Body> {
    let mut response = written(outcome, link);
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(CONNECTION, close);
    response
}

fn assembled(status: u16, content_type: &'static str, body: Vec<u8>) -> HttpResponse<Body> {
    let has_body = !body.is_empty();
    let mut response = HttpResponse::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if has_body {
        let kind = HeaderValue::from_static(content_type);
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_are_decoded() {
        let query = |text| decoded(text, true);
        assert_eq!(query("filter%5Bapp%5D").as_deref(), Some("filter[app]"));
        assert_eq!(query("a+b%2B%C3%A9").as_deref(), Some("a b+é"));
        assert_eq!(query("100%").as_deref(), Some("100%"));
        assert_eq!(query("%4").as_deref(), Some("%4"));
        assert_eq!(query("%zz%+1").as_deref(), Some("%zz% 1"));
        assert_eq!(query("%FF"), None);
        assert_eq!(decoded_path("/a+b").as_deref(), Some("/a+b"));
        assert_eq!(decoded_path("/%61%2Fb%2fc").as_deref(), Some("/a%2Fb%2Fc"));
        assert_eq!(decoded_path("/%FF"), None);
    }
}
