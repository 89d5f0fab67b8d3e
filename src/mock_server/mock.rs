//! The mock as a function: a request in, an answer out, at a moment that is given.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use crate::app_store_connect::ApiError;
use crate::app_store_connect::token::{Token, TokenProblem};

use super::account::{Account, FaultKind, Key};
use super::control;
use super::exchange::{Request, Response};
use super::faults::{Faults, Strike};
use super::rate_limit::Quota;
use super::refusals::{
    agreements_missing, forbidden, membership_lapsed, no_such_resource, not_authorized,
    rate_limited, server_error,
};
use super::request_log::{Entry, Report, RequestLog};
use super::routes;
use super::world::World;

/// A whole mock server without its sockets.
#[derive(Debug)]
pub struct Mock {
    /// The state of the account.
    pub world: World,
    /// What was asked.
    pub log: RequestLog,
    faults: Faults,
    quota: Quota,
    started: Timestamp,
}

/// When a request comes.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// By the clock of the account's state.
    pub now: Timestamp,
    /// By the clock that judges tokens.
    pub for_tokens: Timestamp,
}

/// What goes back to the client.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The answer, before anything spoils it.
    pub response: Response,
    /// What is told instead of the answer's body, where the log was asked for.
    pub report: Option<Report>,
    /// What spoils it.
    pub spoilt: Option<Spoilt>,
    /// How long the client waits for it.
    pub delay: Duration,
    /// How far the clock is to be moved, where the request asks for that.
    pub advance: Duration,
    /// The value of the header `X-Rate-Limit`.
    pub rate_limit: String,
}

/// How an answer is spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoilt {
    /// The connection closes in the middle of the body.
    Cut,
    /// A page of HTML comes instead.
    Html,
    /// The JSON ends in its middle.
    InvalidJson,
}

impl Mock {
    /// The account as it is described, at the moment the mock starts.
    pub fn new(account: Account, now: Timestamp) -> Self {
        Self {
            faults: Faults::new(account.faults.clone()),
            quota: Quota::new(account.rate_limit, now),
            log: RequestLog::default(),
            world: World::new(account, now),
            started: now,
        }
    }

    /// When the mock started.
    pub fn started(&self) -> Timestamp {
        self.started
    }

    /// The value of the header `X-Rate-Limit`.
    pub fn rate_limit(&mut self) -> String {
        self.quota.header(self.world.now())
    }

    /// Answers a request: one transaction, whole or not at all.
    pub fn handle(&mut self, request: &Request, at: Moment) -> Outcome {
        self.world.settle(at.now);
        if control::is_control(&request.path) {
            return control::answer(self, request, at.for_tokens);
        }
        let token = check_token(
            &self.world.account.key,
            request.authorization.as_deref(),
            at.for_tokens,
        );
        let strike = self.faults.strike(request, token.is_ok());
        let mut response = match &strike {
            Some(strike) if !strike.takes_effect => refusal_of(strike, request),
            _ => self.answer(request, token.err()),
        };
        let strikes_after = strike.as_ref().filter(|strike| strike.takes_effect);
        if let Some(error) = strikes_after.and_then(|strike| refused(strike, request)) {
            response = error;
        }
        let spoilt = strike.as_ref().and_then(spoilt);
        let delay = match strike.as_ref().map(|strike| &strike.kind) {
            Some(FaultKind::Slow(delay)) => *delay,
            _ => Duration::ZERO,
        };
        self.log.add(Entry::new(
            request,
            seen_status(&response, spoilt),
            self.world.now(),
            token.err(),
            strike.is_some(),
        ));
        let is_exhausted = strike.is_some_and(|strike| strike.kind == FaultKind::RateLimited);
        Outcome {
            response,
            report: None,
            spoilt,
            delay,
            advance: Duration::ZERO,
            rate_limit: if is_exhausted {
                self.quota.exhausted_header()
            } else {
                self.rate_limit()
            },
        }
    }

    /// Refuses a request of which not everything could be read; what could be is in the
    /// log.
    pub fn refuse(&mut self, request: &Request, error: ApiError, at: Moment) -> Outcome {
        self.world.settle(at.now);
        if !control::is_control(&request.path) {
            let now = self.world.now();
            self.log
                .add(Entry::new(request, error.status, now, None, false));
        }
        Outcome {
            response: Response::refusal(&[error]),
            report: None,
            spoilt: None,
            delay: Duration::ZERO,
            advance: Duration::ZERO,
            rate_limit: self.rate_limit(),
        }
    }

    fn answer(&mut self, request: &Request, problem: Option<TokenProblem>) -> Response {
        if problem.is_some() {
            return Response::refusal(&[not_authorized()]);
        }
        if !self.quota.take(self.world.now()) {
            return Response::refusal(&[rate_limited()]);
        }
        if !self.world.account.membership_active {
            return Response::refusal(&[membership_lapsed()]);
        }
        if !self.world.account.agreements_accepted {
            return Response::refusal(&[agreements_missing()]);
        }
        routes::answer(&mut self.world, request)
    }
}

/// Whether a token is good, by everything the account says about its key.
///
/// # Errors
/// When it is not; clients are not told why.
pub fn check_token(
    key: &Key,
    authorization: Option<&str>,
    now: Timestamp,
) -> Result<(), TokenProblem> {
    let token = Token::read(authorization)?;
    token.check_life(now)?;
    if key.id.as_ref().is_some_and(|id| *id != token.key_id) {
        return Err(TokenProblem::OtherKey);
    }
    if key.issuer.as_ref().is_some_and(|it| *it != token.issuer) {
        return Err(TokenProblem::OtherIssuer);
    }
    if key
        .public_key
        .as_ref()
        .is_some_and(|it| !token.is_signed_by(it))
    {
        return Err(TokenProblem::Signature);
    }
    if key.revoked {
        return Err(TokenProblem::Revoked);
    }
    Ok(())
}

/// The error that a fault answers with, where it answers with one.
fn refused(strike: &Strike, request: &Request) -> Option<Response> {
    let error: ApiError = match strike.kind {
        FaultKind::Unauthorized => not_authorized(),
        FaultKind::Forbidden => forbidden(),
        FaultKind::NotFound => no_such_resource(request),
        FaultKind::ServerError(status) => server_error(status),
        FaultKind::RateLimited => rate_limited(),
        FaultKind::Slow(_) | FaultKind::Cut | FaultKind::Html | FaultKind::InvalidJson => {
            return None;
        }
    };
    Some(Response::refusal(&[error]))
}

/// The answer of a fault that keeps the request from taking effect; what is to be
/// spoilt then is an empty document.
fn refusal_of(strike: &Strike, request: &Request) -> Response {
    refused(strike, request).unwrap_or_else(|| Response::document(200, json!({ "data": [] })))
}

fn spoilt(strike: &Strike) -> Option<Spoilt> {
    match strike.kind {
        FaultKind::Cut => Some(Spoilt::Cut),
        FaultKind::Html => Some(Spoilt::Html),
        FaultKind::InvalidJson => Some(Spoilt::InvalidJson),
        _ => None,
    }
}

/// The status that the client sees.
fn seen_status(response: &Response, spoilt: Option<Spoilt>) -> u16 {
    match spoilt {
        Some(Spoilt::Html) => HTML_STATUS,
        Some(Spoilt::InvalidJson) => 200,
        Some(Spoilt::Cut) | None => response.status,
    }
}

/// The status of an HTML page.
const HTML_STATUS: u16 = 502;

impl Outcome {
    /// The status that the client sees.
    pub fn status(&self) -> u16 {
        seen_status(&self.response, self.spoilt)
    }

    /// The media type of the body.
    pub fn content_type(&self) -> &'static str {
        match self.spoilt {
            Some(Spoilt::Html) => "text/html;charset=utf-8",
            _ => "application/json",
        }
    }

    /// The body that the client sees; empty for none.
    pub fn body(&self) -> Vec<u8> {
        if let Some(report) = &self.report {
            return report.json().into_bytes();
        }
        let json = self.response.body.as_ref();
        let mut body = json.map_or_else(Vec::new, |json| json.to_string().into_bytes());
        match self.spoilt {
            None | Some(Spoilt::Cut) => {}
            Some(Spoilt::Html) => body = HTML.into(),
            Some(Spoilt::InvalidJson) if body.is_empty() => body = b"{".to_vec(),
            Some(Spoilt::InvalidJson) => body.truncate(body.len() / 2),
        }
        body
    }
}

/// What a proxy on the way says when it finds nobody behind it.
const HTML: &str = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n\
    <center><h1>502 Bad Gateway</h1></center>\n</body>\n</html>\n";
