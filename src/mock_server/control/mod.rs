//! Requests about the mock itself, below `/_mock/`. They need no token (an upload
//! may have one, and it is judged), meet no fault
//! and are in no log.

mod altool;
mod snapshot;

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app_store_connect::clock::later;

use super::exchange::{Request, Response};
use super::mock::{Mock, Outcome};
use super::refusals::{bad_request, method_not_allowed, no_such_path};

/// What paths of such requests begin with.
const PREFIX: &str = "/_mock/";

/// Farthest that the clock can be moved at once, in seconds: 100 years.
const FARTHEST: f64 = 3_155_760_000.0;

/// Whether a request is about the mock itself.
pub fn is_control(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Answers a request about the mock itself. `for_tokens` is the moment at which a token
/// is judged.
pub fn answer(mock: &mut Mock, request: &Request, for_tokens: Timestamp) -> Outcome {
    let mut advance = Duration::ZERO;
    let mut report = None;
    let response = match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/_mock/advance") => match seconds(request) {
            Ok(duration) => {
                advance = duration;
                let now = later(mock.world.now(), duration);
                mock.world.settle(now);
                Response::document(200, time(mock))
            }
            Err(why) => Response::refusal(&[bad_request(&why)]),
        },
        ("GET", "/_mock/requests") => match last(request) {
            Ok(last) => {
                report = Some(mock.log.report(last, mock.started()));
                // The report takes its place.
                Response::document(200, Value::Null)
            }
            Err(why) => Response::refusal(&[bad_request(&why)]),
        },
        ("GET", "/_mock/account") => {
            let mut document = snapshot::json(&mock.world);
            document["time"] = time(mock);
            Response::document(200, document)
        }
        ("POST", "/_mock/uploads") => altool::answer(&mut mock.world, request, for_tokens),
        (
            method,
            path @ ("/_mock/advance" | "/_mock/requests" | "/_mock/account" | "/_mock/uploads"),
        ) => Response::refusal(&[method_not_allowed(method, path)]),
        (_, path) => Response::refusal(&[no_such_path(path)]),
    };
    Outcome {
        response,
        report,
        spoilt: None,
        delay: Duration::ZERO,
        advance,
        rate_limit: mock.rate_limit(),
    }
}

fn time(mock: &Mock) -> Value {
    let now = mock.world.now();
    json!({
        "now": now.to_string(),
        "seconds": now.duration_since(mock.started()).as_secs_f64(),
    })
}

/// How many requests are to be told.
fn last(request: &Request) -> Result<Option<usize>, String> {
    let mut query = request.query.iter();
    let Some((_, given)) = query.find(|(name, _)| name == "last") else {
        return Ok(None);
    };
    given.parse().map(Some).map_err(|_| {
        let given: String = given.chars().take(40).collect();
        format!(
            "`{given}` is no number of requests: expected `last`, such as \
             `GET /_mock/requests?last=20`"
        )
    })
}

/// How far the clock is to be moved.
fn seconds(request: &Request) -> Result<Duration, String> {
    let expected = "expected `seconds`, a number from 0 to 3155760000, such as \
                    `POST /_mock/advance?seconds=90`";
    let mut query = request.query.iter();
    let (_, given) = query
        .find(|(name, _)| name == "seconds")
        .ok_or_else(|| format!("no `seconds` in the query: {expected}"))?;
    given
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.0..=FARTHEST).contains(seconds))
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| {
            let given: String = given.chars().take(40).collect();
            format!("`{given}` is no number of seconds: {expected}")
        })
}
