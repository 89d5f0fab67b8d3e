//! Records, each a request to the mock server or time that passes. Every request is
//! answered, never with an error of ours; what is refused and what only reads changes
//! nothing; links lead to the server; ids are each one resource's.
//!
//! A record is separated from the next by the byte 0x1E. Its first line is
//! `METHOD path?query`, or `WAIT seconds`; the rest is the body. `@0` to `@9` stand for
//! the ids that were last seen.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Duration;

use codemagic_lint::app_store_connect::clock::later;
use codemagic_lint::app_store_connect::token::PrivateKey;
use codemagic_lint::mock_server::account::Account;
use codemagic_lint::mock_server::control::is_control;
use codemagic_lint::mock_server::exchange::Request;
use codemagic_lint::mock_server::mock::{Mock, Moment};
use serde_json::Value;

use super::support::{records, source, start};

const HOST: &str = "127.0.0.1:8765";

/// Records that are looked at.
const MOST_RECORDS: usize = 60;

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let mut session = Session {
        mock: Mock::new(account().clone(), start()),
        waited: 0,
        ids: Vec::new(),
    };
    for record in records(bytes).take(MOST_RECORDS) {
        session.take(&String::from_utf8_lossy(record));
    }
    session.check_ids();
}

/// An account with two apps that have something of everything.
fn account() -> &'static Account {
    static ACCOUNT: OnceLock<Account> = OnceLock::new();
    ACCOUNT.get_or_init(|| {
        let (account, problems) = Account::read(&source(include_bytes!("account.yaml")));
        assert!(problems.is_empty(), "{problems:?}");
        account
    })
}

fn token() -> &'static str {
    static TOKEN: OnceLock<String> = OnceLock::new();
    TOKEN.get_or_init(|| {
        let key = PrivateKey::generate().expect("a key");
        let expires = later(start(), Duration::from_secs(1000));
        let token = key.token("3MD9688D9K", "issuer", expires).expect("a token");
        format!("Bearer {token}")
    })
}

struct Session {
    mock: Mock,
    /// Seconds that have passed.
    waited: u32,
    ids: Vec<String>,
}

impl Session {
    fn take(&mut self, record: &str) {
        let (line, body) = record.split_once('\n').unwrap_or((record, ""));
        let (method, target) = line.split_once(' ').unwrap_or((line, ""));
        if method == "WAIT" {
            let seconds: u32 = target.trim().parse().unwrap_or(600);
            self.waited = self.waited.saturating_add(seconds.min(3_000_000));
            return;
        }
        let target = self.with_ids(target);
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).take(200);
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), value.to_owned())
        };
        self.send(&Request {
            method: method.to_owned(),
            host: HOST.to_owned(),
            path: path.to_owned(),
            query: pairs.map(pair).collect(),
            authorization: Some(token().to_owned()),
            body: self.with_ids(body).into_bytes(),
        });
    }

    /// A text with ids in place of what stands for them.
    fn with_ids(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (number, id) in self.ids.iter().rev().take(10).enumerate() {
            text = text.replace(&format!("@{number}"), id);
        }
        text
    }

    fn send(&mut self, request: &Request) {
        let now = later(start(), Duration::from_secs(self.waited.into()));
        self.mock.world.settle(now);
        let before = self.state();
        let moment = Moment {
            now,
            for_tokens: start(),
        };
        let outcome = self.mock.handle(request, moment);
        let status = outcome.status();
        let asked = format!("{} {}", request.method, request.path);
        assert!(
            (200..500).contains(&status),
            "{asked}: {:?}",
            outcome.response
        );
        let reads = request.method == "GET" && !is_control(&request.path);
        if status >= 400 || reads {
            // An account without a list of apps makes those that are asked for.
            assert_eq!(before, self.state(), "{asked} changes something");
        }
        let body = outcome.body();
        assert_eq!(body.is_empty(), status == 204, "{asked}: {status}");
        if !body.is_empty() {
            let body: Value = serde_json::from_slice(&body).expect("JSON");
            self.note(&body);
            if !is_control(&request.path) {
                check_links(&body);
            }
        }
    }

    fn state(&self) -> String {
        let world = &self.mock.world;
        format!("{:?} {:?} {:?}", world.testflight, world.store, world.apps)
    }

    /// Notes the ids of an answer; the last one is `@0`.
    fn note(&mut self, body: &Value) {
        for member in ["included", "data"] {
            let member = &body[member];
            let all = member
                .as_array()
                .map_or(std::slice::from_ref(member), Vec::as_slice);
            for id in all.iter().rev().filter_map(|it| it["id"].as_str()) {
                self.ids.retain(|it| it != id);
                self.ids.push(id.to_owned());
            }
        }
    }

    /// Nothing has the id of something else.
    fn check_ids(&self) {
        let (store, testflight) = (&self.mock.world.store, &self.mock.world.testflight);
        let apps = self.mock.world.apps.iter().map(|it| &it.id);
        let ids = apps
            .chain(store.versions.iter().map(|it| &it.id))
            .chain(store.localizations.iter().map(|it| &it.id))
            .chain(store.phased_releases.iter().map(|it| &it.id))
            .chain(store.submissions.iter().map(|it| &it.id))
            .chain(store.items.iter().map(|it| &it.id))
            .chain(testflight.builds.iter().map(|it| &it.id))
            .chain(testflight.groups.iter().map(|it| &it.id))
            .chain(testflight.notes.iter().map(|it| &it.id));
        let mut seen = BTreeSet::new();
        for id in ids {
            assert!(seen.insert(id), "{id} is there twice");
        }
    }
}

/// Links lead to the server itself.
fn check_links(body: &Value) {
    match body {
        Value::Object(members) => {
            for (name, value) in members {
                if let ("self" | "related" | "next" | "first", Value::String(link)) =
                    (name.as_str(), value)
                {
                    assert!(link.starts_with("http://127.0.0.1:8765/"), "{link}");
                }
                check_links(value);
            }
        }
        Value::Array(items) => items.iter().for_each(check_links),
        _ => {}
    }
}
