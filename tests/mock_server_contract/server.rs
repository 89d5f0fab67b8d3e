//! A mock without sockets, every answer of which is compared with Apple's document.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use codemagic_lint::app_store_connect::clock::later;
use codemagic_lint::app_store_connect::token::PrivateKey;
use codemagic_lint::mock_server::account::{Account, App};
use codemagic_lint::mock_server::exchange::Request;
use codemagic_lint::mock_server::mock::{Mock, Moment};
use codemagic_lint::mock_server::routes;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::arrows::{By, states, wrong};
use crate::document::Judge;
use crate::nulls::{self, Null};

/// The host that requests name.
pub const HOST: &str = "127.0.0.1:8765";

/// When everything begins: 2026-11-22T12:00:00Z.
pub const START: i64 = 1_795_348_800;

thread_local! {
    static JUDGE: RefCell<Judge> = RefCell::default();
}

static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let key = PrivateKey::generate().unwrap();
    let token = key
        .token("3MD9688D9K", "issuer", moment(START + 1000))
        .unwrap();
    format!("Bearer {token}")
});

/// A good `Authorization` header.
pub fn token() -> String {
    TOKEN.clone()
}

/// So many seconds since 1970.
pub fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The mock, its clock, and what was seen of it.
pub struct Server {
    /// The mock.
    pub mock: Mock,
    /// What the clock shows.
    pub now: Timestamp,
    /// Which allowed nulls were sent.
    pub nulls: BTreeSet<Null>,
    /// Which routes answered with which status.
    pub seen: BTreeSet<(&'static str, &'static str, u16)>,
    /// What each request but those for the state has.
    pub authorization: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body; `null` for none.
    pub body: Value,
}

impl Answer {
    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn ok(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{:#}", self.body);
        self.body
    }

    /// The first error, which must have this status.
    #[track_caller]
    pub fn refused(&self, status: u16) -> &Value {
        assert_eq!(self.status, status, "{:#}", self.body);
        &self.body["errors"][0]
    }
}

impl Server {
    /// The mock of an account.
    pub fn new(account: Account) -> Self {
        let now = moment(START);
        Self {
            mock: Mock::new(account, now),
            now,
            nulls: BTreeSet::new(),
            seen: BTreeSet::new(),
            authorization: Some(token()),
        }
    }

    /// The mock of an account with one app.
    pub fn with_app(app: App) -> Self {
        Self::new(Account {
            apps: Some(vec![app]),
            ..Account::default()
        })
    }

    /// Moves the clock.
    pub fn advance(&mut self, seconds: u64) {
        self.now = later(self.now, std::time::Duration::from_secs(seconds));
    }

    /// Answers a request whatever it is, and compares the answer with the document.
    #[track_caller]
    pub fn handle(&mut self, request: &Request) -> Answer {
        let at = Moment {
            now: self.now,
            for_tokens: moment(START),
        };
        self.settle();
        let before = states(&self.mock.world);
        let whole = format!("{:?}", self.mock.world);
        let outcome = self.mock.handle(request, at);
        let response = outcome.response;
        let asked = format!("{} {}", request.method, request.path);
        let has_faults = !self.mock.world.account.faults.is_empty();
        assert!(response.status < 500 || has_faults, "{asked}: {response:?}");
        let wrong = wrong(&before, &states(&self.mock.world), By::Call);
        assert!(wrong.is_empty(), "{asked}: {wrong:?}");
        if response.status >= 400 {
            let now = format!("{:?}", self.mock.world);
            assert!(now == whole, "{asked} was refused, and changed something");
        }
        if let Some(body) = &response.body {
            check_links(body, &request.base());
        }
        if let Ok((route, _)) = routes::route(request) {
            self.seen
                .insert((route.method, route.path, response.status));
            let mut body = response.body.clone();
            let nulls = body.as_mut().map(|body| nulls::take(route.path, body));
            let nulls = nulls.unwrap_or_default();
            let is_empty = nulls.iter().any(|(_, name)| name == "data");
            self.nulls.extend(nulls);
            let problems = if is_empty {
                Vec::new()
            } else {
                JUDGE.with_borrow_mut(|judge| {
                    judge.problems(route.method, route.path, response.status, body.as_ref())
                })
            };
            assert!(
                problems.is_empty(),
                "{} {}: {problems:#?}\n{:#?}",
                request.method,
                request.path,
                response.body
            );
        }
        Answer {
            status: response.status,
            body: response.body.unwrap_or_default(),
        }
    }

    /// Lets happen what is due, one moment after the other.
    #[track_caller]
    fn settle(&mut self) {
        let mut before = states(&self.mock.world);
        while let Some(moment) = self.mock.world.agenda.next().filter(|it| *it <= self.now) {
            self.mock.world.settle(moment);
            let after = states(&self.mock.world);
            let wrong = wrong(&before, &after, By::Time);
            assert!(wrong.is_empty(), "{wrong:?}");
            before = after;
        }
        self.mock.world.settle(self.now);
    }

    /// Answers a request with a body of JSON. The path may have a query, of which
    /// nothing is encoded.
    #[track_caller]
    pub fn send(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let request = self.request(method, path, body);
        self.handle(&request)
    }

    /// A request.
    pub fn request(&self, method: &str, path: &str, body: &Value) -> Request {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Request {
            method: method.into(),
            host: HOST.into(),
            path: path.into(),
            query: pairs
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            authorization: self.authorization.clone(),
            body: match body {
                Value::Null => Vec::new(),
                body => body.to_string().into_bytes(),
            },
        }
    }

    /// Follows a link.
    #[track_caller]
    pub fn follow(&mut self, link: &str) -> Answer {
        let path = link
            .strip_prefix("http://")
            .and_then(|it| it.strip_prefix(HOST));
        let path = path.expect("a link to the mock");
        let decoded = path
            .replace("%5B", "[")
            .replace("%5D", "]")
            .replace("%2C", ",");
        assert!(!decoded.contains('%'), "{decoded}");
        self.get(&decoded)
    }

    /// GET.
    #[track_caller]
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null)
    }

    /// DELETE.
    #[track_caller]
    pub fn delete(&mut self, path: &str) -> Answer {
        self.send("DELETE", path, &Value::Null)
    }

    /// POST of a resource; relationships are given as name, type and id.
    #[track_caller]
    pub fn post(
        &mut self,
        kind: &str,
        attributes: &Value,
        relationships: &[(&str, &str, &str)],
    ) -> Answer {
        let body = resource(kind, None, attributes, relationships);
        self.send("POST", &format!("/v1/{kind}"), &body)
    }

    /// PATCH of a resource.
    #[track_caller]
    pub fn patch(&mut self, kind: &str, id: &str, attributes: &Value) -> Answer {
        self.patch_with(kind, id, attributes, &[])
    }

    /// PATCH of a resource with relationships.
    #[track_caller]
    pub fn patch_with(
        &mut self,
        kind: &str,
        id: &str,
        attributes: &Value,
        relationships: &[(&str, &str, &str)],
    ) -> Answer {
        let body = resource(kind, Some(id), attributes, relationships);
        self.send("PATCH", &format!("/v1/{kind}/{id}"), &body)
    }

    /// The id of the first member of a list.
    #[track_caller]
    pub fn first_id(&mut self, path: &str) -> String {
        id_of(&self.get(path).ok(200)["data"][0])
    }
}

/// The document of a resource; what is `null` or empty is left out.
pub fn resource(
    kind: &str,
    id: Option<&str>,
    attributes: &Value,
    relationships: &[(&str, &str, &str)],
) -> Value {
    let mut data = json!({ "type": kind });
    if let Some(id) = id {
        data["id"] = json!(id);
    }
    if !attributes.is_null() {
        data["attributes"] = attributes.clone();
    }
    for (name, kind, id) in relationships {
        data["relationships"][name] = json!({ "data": { "type": kind, "id": id } });
    }
    json!({ "data": data })
}

/// The id of a resource.
#[track_caller]
pub fn id_of(resource: &Value) -> String {
    resource["id"].as_str().expect("an id").to_owned()
}

/// Every link of an answer leads to where the request went. Those of errors lead to
/// web pages.
#[track_caller]
fn check_links(body: &Value, base: &str) {
    match body {
        Value::Array(list) => list.iter().for_each(|it| check_links(it, base)),
        Value::Object(map) => {
            for (name, value) in map.iter().filter(|(name, _)| *name != "errors") {
                if name == "links" {
                    for link in value.as_object().unwrap().values() {
                        let link = link.as_str().unwrap();
                        assert!(link.starts_with(&format!("{base}/v1/")), "{link}");
                    }
                }
                check_links(value, base);
            }
        }
        _ => {}
    }
}

/// Compares code, detail and place of the first error of a 409.
#[track_caller]
pub fn assert_refused(answer: &Answer, code: &str, detail: &str, pointer: &str) {
    let error = answer.refused(409);
    assert_eq!(error["code"], code, "{error:#}");
    assert_eq!(error["detail"], detail, "{error:#}");
    let place = error["source"]["pointer"].as_str().unwrap_or_default();
    assert_eq!(place, pointer, "{error:#}");
}
