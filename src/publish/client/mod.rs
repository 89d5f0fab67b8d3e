//! A client of the App Store Connect API that asks what the vendor's command line
//! tools ask, in the same way: the same paging, the same retries, the same words for
//! what goes wrong.
//!
//! Source: codemagic-cli-tools 0.70.0. A token is refused: two more attempts, each
//! with a new token. A server fault: two more attempts at once, also for writes.
//! Everything else, a rate limit included, is final.

mod address;
mod failure;
pub mod query;
mod resource;
mod signing;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use ureq::Agent;
use ureq::http::{Request, Response};

use crate::app_store_connect::Clock;

use super::timeline::Exchange;

pub use address::{Address, AddressProblem};
pub use failure::{CRASH, Failure, Refused, associated};
pub use query::Parameters;
pub use resource::Resource;
pub use signing::Signer;

/// Attempts at a request whose token is refused or which meets a server fault.
const ATTEMPTS: u32 = 3;

/// How long an answer may take, in real time.
const PATIENCE: Duration = Duration::from_mins(1);

/// Longest answer that is read, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Most pages of a list that are followed.
const MOST_PAGES: usize = 1000;

/// The client.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    address: Address,
    signer: Signer,
    clock: Arc<dyn Clock>,
    /// Whether the server has a clock of its own, which must be told to move on.
    has_own_clock: bool,
    /// When everything ends.
    deadline: Option<Timestamp>,
    /// Whether what is asked is only for the report.
    is_looking: bool,
    exchanges: Vec<Exchange>,
}

impl Client {
    /// A client of the server at an address. With `has_own_clock` the server is told
    /// when time passes, else it shares the clock.
    pub fn new(
        address: Address,
        signer: Signer,
        clock: Arc<dyn Clock>,
        has_own_clock: bool,
    ) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("codemagic-lint/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self {
            agent,
            address,
            signer,
            clock,
            has_own_clock,
            deadline: None,
            is_looking: false,
            exchanges: Vec::new(),
        }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Ends everything at a moment.
    pub fn end_at(&mut self, deadline: Timestamp) {
        self.deadline = Some(deadline);
    }

    /// What was asked since the last time.
    pub fn take_exchanges(&mut self) -> Vec<Exchange> {
        std::mem::take(&mut self.exchanges)
    }

    /// Asks only for the report from now on: what is asked counts as no step's, and
    /// neither retries nor the end of time apply.
    pub fn only_look(&mut self) {
        self.is_looking = true;
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// When the time for everything ends meanwhile; then it is that moment.
    pub fn pause(&mut self, duration: Duration) -> Result<(), Failure> {
        let left = self.deadline.map(|end| end.duration_since(self.now()));
        let left = left.map(|left| Duration::try_from(left).unwrap_or_default());
        let slept = left.map_or(duration, |left| duration.min(left));
        self.clock.sleep(slept);
        if self.has_own_clock {
            let path = format!("/_mock/advance?seconds={}", slept.as_secs());
            self.control(&path, None)?;
        }
        match left {
            Some(left) if left <= duration => Err(Failure::OutOfTime),
            _ => Ok(()),
        }
    }

    /// Asks the mock server itself for something; status and answer.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn control(&mut self, path: &str, body: Option<&Value>) -> Result<(u16, Vec<u8>), Failure> {
        here(self.once("POST", path, body, None))
    }

    /// Uploads, as whoever signs the requests.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn upload(&mut self, body: &Value) -> Result<(u16, Vec<u8>), Failure> {
        let authorization = self.signer.authorization();
        let authorization = authorization.as_deref();
        here(self.once("POST", "/_mock/uploads", Some(body), authorization))
    }

    /// What the mock server tells of its account; `None` where it tells nothing.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn account(&self) -> Result<Option<Value>, Failure> {
        let (status, answer) = here(self.once("GET", "/_mock/account", None, None))?;
        let is_told = (200..300).contains(&status);
        Ok(serde_json::from_slice(&answer).ok().filter(|_| is_told))
    }

    /// Signs with another key from now on.
    pub fn sign_with(&mut self, signer: Signer) {
        self.signer = signer;
    }

    /// The resource at a path or link.
    ///
    /// # Errors
    /// When it is refused, or no resource.
    pub fn read(&mut self, path: &str) -> Result<Resource, Failure> {
        let found = self.read_if_any(path)?;
        found.ok_or_else(|| Failure::Incomplete("`data` is empty".into()))
    }

    /// The resource at a path or link, if there is one.
    ///
    /// # Errors
    /// When it is refused, or no resource.
    pub fn read_if_any(&mut self, path: &str) -> Result<Option<Resource>, Failure> {
        let path = self.path_of(path)?;
        let mut document = self.ask("GET", &path, None)?;
        match member(&mut document, "data")? {
            Value::Null => Ok(None),
            data => Resource::read(data).map(Some),
        }
    }

    /// A resource and the first that comes along with it.
    ///
    /// # Errors
    /// When it is refused, or nothing comes along.
    pub fn read_with(
        &mut self,
        path: &str,
        include: &str,
    ) -> Result<(Resource, Resource), Failure> {
        let path = query::with(path, &query::parameters(&[("include", include)]));
        let mut document = self.ask("GET", &path, None)?;
        let resource = Resource::read(member(&mut document, "data")?)?;
        let included = member(&mut document, "included")?;
        let first = included.get(0).cloned();
        let first = first.ok_or_else(|| Failure::Incomplete("`included` is empty".into()))?;
        Ok((resource, Resource::read(first)?))
    }

    /// The members of a list, on all its pages; with `limit` about so many of them.
    /// `page` is how many are asked for at once.
    ///
    /// # Errors
    /// When a page is refused, or no list.
    pub fn list(
        &mut self,
        path: &str,
        parameters: &[(String, String)],
        page: Option<usize>,
        limit: Option<usize>,
    ) -> Result<Vec<Resource>, Failure> {
        let path = self.path_of(path)?;
        let page = match (page, limit) {
            (Some(page), Some(limit)) => Some(page.min(limit)),
            (page, limit) => page.or(limit),
        };
        let first: Parameters = page
            .map(|page| ("limit".to_owned(), page.to_string()))
            .into_iter()
            .chain(parameters.iter().cloned())
            .collect();
        let mut next = query::with(&path, &first);
        let mut found = Vec::new();
        let mut read = HashSet::new();
        for _ in 0..MOST_PAGES {
            if !read.insert(next.clone()) {
                return Err(Failure::Endless(format!(
                    "the list `{}` leads back to a page that was read already",
                    query::path_alone(&path)
                )));
            }
            let mut document = self.ask("GET", &next, None)?;
            let data = document.get_mut("data").map(Value::take);
            for member in data.iter().filter_map(Value::as_array).flatten() {
                found.push(Resource::read(member.clone())?);
            }
            let links = member(&mut document, "links")?;
            let link = links.get("next");
            if link.is_none() || limit.is_some_and(|limit| found.len() >= limit) {
                return Ok(found);
            }
            let link = link.and_then(Value::as_str);
            let link = link.ok_or_else(|| Failure::Incomplete("`links.next` is no text".into()))?;
            let link = self.path_of(link)?;
            let lacking = parameters
                .iter()
                .filter(|(name, _)| !query::has(&link, name));
            let lacking: Parameters = lacking.cloned().collect();
            next = query::with(&link, &lacking);
        }
        Err(Failure::Endless(format!(
            "the list `{}` has more than {MOST_PAGES} pages",
            query::path_alone(&path)
        )))
    }

    /// The members on the first page of a list, asked for without any parameter.
    ///
    /// # Errors
    /// When it is refused, or no list.
    pub fn list_page(&mut self, path: &str) -> Result<Vec<Resource>, Failure> {
        let path = self.path_of(path)?;
        let mut document = self.ask("GET", &path, None)?;
        let data = member(&mut document, "data")?;
        let members = data.as_array().into_iter().flatten();
        members.cloned().map(Resource::read).collect()
    }

    /// The members of a list at a page of 100, as most lists are asked for.
    ///
    /// # Errors
    /// When a page is refused, or no list.
    pub fn list_all(
        &mut self,
        path: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Vec<Resource>, Failure> {
        self.list(path, &query::parameters(parameters), Some(100), None)
    }

    /// Makes or changes something, and reads what came of it.
    ///
    /// # Errors
    /// When it is refused, or no resource comes back.
    pub fn write(&mut self, method: &str, path: &str, body: &Value) -> Result<Resource, Failure> {
        let mut document = self.ask(method, path, Some(body))?;
        Resource::read(member(&mut document, "data")?)
    }

    /// Makes or changes something of which nothing comes back.
    ///
    /// # Errors
    /// When it is refused.
    pub fn order(&mut self, method: &str, path: &str, body: Option<&Value>) -> Result<(), Failure> {
        self.exchange(method, path, body).map(|_| ())
    }

    /// Path and query of a path or link.
    fn path_of(&self, link: &str) -> Result<String, Failure> {
        if link.starts_with('/') {
            return Ok(link.to_owned());
        }
        let path = self.address.within(link);
        path.map(str::to_owned)
            .ok_or_else(|| Failure::Elsewhere(link.to_owned()))
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let answer = self.exchange(method, path, body)?;
        serde_json::from_slice(&answer)
            .map_err(|_| Failure::NoJson("the answer is no JSON, or ends in the middle".into()))
    }

    fn exchange(
        &mut self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Vec<u8>, Failure> {
        let (mut refused_tokens, mut faults) = (0, 0);
        loop {
            let authorization = self.signer.authorization();
            let authorization = authorization.ok_or_else(|| {
                Failure::NoAnswer("the system has no random numbers to sign a token with".into())
            })?;
            let answer = self.once(method, path, body, Some(&authorization));
            self.note(
                method,
                path,
                answer.as_ref().map_or(0, |answer| answer.status),
            );
            if !self.is_looking && self.deadline.is_some_and(|end| self.now() >= end) {
                return Err(Failure::OutOfTime);
            }
            let answer = answer.map_err(Failure::NoAnswer)?;
            let status = answer.status;
            let refused = |faults| refusal(method, path, &answer, faults);
            let attempts = match status {
                300..400 => return Err(Failure::Moved(status, answer.location)),
                ..300 => return Ok(answer.body),
                401 => {
                    self.signer.forget();
                    &mut refused_tokens
                }
                500.. => &mut faults,
                400 | 402..500 => return Err(refused(faults)),
            };
            *attempts += 1;
            if *attempts >= ATTEMPTS || self.is_looking {
                return Err(refusal(method, path, &answer, 0));
            }
        }
    }

    fn note(&mut self, method: &str, path: &str, status: u16) {
        if !self.is_looking {
            self.exchanges.push(Exchange {
                method: method.to_owned(),
                path: query::path_alone(path).to_owned(),
                status,
            });
        }
    }

    /// One request; where there is no answer, why, in words.
    fn once(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        authorization: Option<&str>,
    ) -> Result<Answer, String> {
        let mut request = Request::builder()
            .method(method)
            .uri(self.address.url(path))
            .header("accept", "*/*");
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let unfit = |_| "the request has a form that HTTP does not have".to_owned();
        let response: Result<Response<ureq::Body>, ureq::Error> = match body {
            Some(body) => {
                let request = request
                    .header("content-type", "application/json")
                    .body(body.to_string());
                self.agent.run(request.map_err(unfit)?)
            }
            None if method == "POST" => self.agent.run(request.body(String::new()).map_err(unfit)?),
            None => self.agent.run(request.body(()).map_err(unfit)?),
        };
        let mut response = response.map_err(|error| self.words(&error))?;
        let status = response.status().as_u16();
        let location = response.headers().get("location");
        let location = location.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
        let body = response.body_mut().with_config().limit(LONGEST);
        let body = body.read_to_vec().map_err(|error| self.words(&error))?;
        Ok(Answer {
            status,
            location,
            body,
        })
    }

    fn words(&self, error: &ureq::Error) -> String {
        let refused = std::io::ErrorKind::ConnectionRefused;
        match error {
            ureq::Error::Timeout(_) => {
                format!("there was no answer within {} seconds", PATIENCE.as_secs())
            }
            ureq::Error::BodyExceedsLimit(_) => {
                format!("the answer is larger than {} MiB", LONGEST / 1024 / 1024)
            }
            ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => self.nobody(),
            ureq::Error::Io(error) if error.kind() == refused => self.nobody(),
            _ => "the connection was closed before the whole answer had come".into(),
        }
    }

    fn nobody(&self) -> String {
        format!("nobody listens at {}", self.address.url(""))
    }
}

/// An answer as it came.
struct Answer {
    status: u16,
    /// Where it leads, for redirections.
    location: Option<String>,
    body: Vec<u8>,
}

/// Status and body of an answer that leads nowhere else.
fn here(answer: Result<Answer, String>) -> Result<(u16, Vec<u8>), Failure> {
    let answer = answer.map_err(Failure::NoAnswer)?;
    match answer.status {
        300..400 => Err(Failure::NoAnswer(format!(
            "the answer leads elsewhere ({}), which is not followed",
            answer.status
        ))),
        status => Ok((status, answer.body)),
    }
}

fn refusal(method: &str, path: &str, answer: &Answer, faults_before: u32) -> Failure {
    let refused = Refused::read(method, path, answer.status, &answer.body);
    Failure::Refused(Box::new(Refused {
        faults_before,
        ..refused
    }))
}

/// A member that every such document has.
fn member(document: &mut Value, name: &str) -> Result<Value, Failure> {
    let found = document.get_mut(name).map(Value::take);
    found.ok_or_else(|| Failure::Incomplete(format!("an answer without `{name}`")))
}
