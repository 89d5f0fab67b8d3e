//! What was asked of the mock, for tests and people. No token is ever in it.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app_store_connect::token::TokenProblem;

use super::exchange::Request;

/// Most requests that are remembered.
const MOST: usize = 10_000;
/// Most bytes that all of them may take in memory.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Most bytes of one body that are remembered.
const MOST_OF_A_BODY: usize = 64 * 1024;
/// How many requests are told without `last`.
const TOLD: usize = 1000;
/// Most bytes of an answer that tells requests: 768 clients may wait for one at a time.
const MOST_TOLD: usize = 1024 * 1024;
/// What a pair of the query takes beside its letters, in bytes: two strings, and what
/// the allocator adds to each.
const OF_A_PAIR: usize = size_of::<(String, String)>() + 32;
/// What an entry takes beside its texts, in bytes.
const OF_AN_ENTRY: usize = size_of::<Entry>() + 128;

/// The last requests.
#[derive(Debug, Default)]
pub struct RequestLog {
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    dropped: u64,
}

/// A request and how it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The parameters of the query.
    pub query: Vec<(String, String)>,
    /// The body; empty when there was none, or a very long one.
    pub body: Vec<u8>,
    /// How long the body was, in bytes.
    pub body_length: usize,
    /// The HTTP status that the client saw.
    pub status: u16,
    /// When, by the clock of the account's state.
    pub at: Timestamp,
    /// Why the token was no good.
    pub token_problem: Option<TokenProblem>,
    /// Whether an injected fault struck.
    pub was_struck: bool,
}

impl Entry {
    /// What is remembered of a request.
    pub fn new(
        request: &Request,
        status: u16,
        at: Timestamp,
        token_problem: Option<TokenProblem>,
        was_struck: bool,
    ) -> Self {
        let is_short = request.body.len() <= MOST_OF_A_BODY;
        Self {
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            body: if is_short {
                request.body.clone()
            } else {
                Vec::new()
            },
            body_length: request.body.len(),
            status,
            at,
            token_problem,
            was_struck,
        }
    }

    /// The body as JSON, or as text where it is none; `None` when there was none, or a
    /// very long one.
    pub fn body(&self) -> Option<Value> {
        let as_text = || String::from_utf8_lossy(&self.body).into();
        let read = || serde_json::from_slice(&self.body).unwrap_or_else(|_| as_text());
        (!self.body.is_empty()).then(read)
    }

    /// The body in JSON: as it was sent where it is JSON, else its text; `null` when
    /// there was none, or a very long one. It is kept as text, since taken apart it would
    /// take many times its length.
    fn body_json(&self) -> String {
        if self.body.is_empty() {
            return "null".into();
        }
        let text = String::from_utf8_lossy(&self.body);
        // Numbers beyond all bounds and lists in each other without end are JSON, too, but
        // would keep readers from the rest of the report.
        if serde_json::from_str::<Value>(&text).is_ok() {
            return text.into_owned();
        }
        Value::from(text).to_string()
    }

    /// The entry for `GET /_mock/requests`, as JSON.
    fn json(&self, started: Timestamp) -> String {
        let json = json!({
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "body_length": self.body_length,
            "status": self.status,
            "at": self.at.to_string(),
            "seconds": self.at.duration_since(started).as_secs_f64(),
            "token_problem": self.token_problem.map(TokenProblem::words),
            "fault": self.was_struck,
        });
        let body = self.body_json();
        let members = json.to_string();
        let members = members.strip_prefix('{').unwrap_or_default();
        format!("{{\"body\":{body},{members}")
    }

    /// Roughly what it takes in memory, in bytes.
    fn size(&self) -> usize {
        let query = self
            .query
            .iter()
            .map(|(name, value)| name.capacity() + value.capacity() + OF_A_PAIR);
        OF_AN_ENTRY
            + self.method.capacity()
            + self.path.capacity()
            + query.sum::<usize>()
            + self.body.capacity()
    }
}

impl RequestLog {
    /// Remembers a request, and forgets the oldest where there are too many.
    pub fn add(&mut self, entry: Entry) {
        self.bytes += entry.size();
        self.entries.push_back(Arc::new(entry));
        while self.entries.len() > MOST || self.bytes > MOST_BYTES {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.size());
            self.dropped += 1;
        }
    }

    /// The requests that are remembered, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(Arc::as_ref)
    }

    /// How many were forgotten.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// What `GET /_mock/requests` tells: the last so many requests.
    pub fn report(&self, last: Option<usize>, started: Timestamp) -> Report {
        let skipped = self.entries.len().saturating_sub(last.unwrap_or(TOLD));
        Report {
            entries: self.entries.iter().skip(skipped).cloned().collect(),
            left_out: skipped,
            dropped: self.dropped,
            started,
        }
    }
}

/// Requests that are to be told. They are written when nobody has to wait for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    entries: Vec<Arc<Entry>>,
    left_out: usize,
    dropped: u64,
    started: Timestamp,
}

impl Report {
    /// The report as JSON. Of more than `MOST_TOLD` bytes the oldest are left out.
    pub fn json(&self) -> String {
        let mut told = VecDeque::new();
        let mut length = 0;
        for entry in self.entries.iter().rev() {
            let json = entry.json(self.started);
            length += json.len();
            if length > MOST_TOLD && !told.is_empty() {
                break;
            }
            told.push_front(json);
        }
        let left_out = self.left_out + self.entries.len() - told.len();
        let told: Vec<String> = told.into();
        format!(
            "{{\"requests\":[{}],\"left_out\":{left_out},\"dropped\":{}}}",
            told.join(","),
            self.dropped
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;

    fn entry(path: &str, body: &[u8]) -> Entry {
        let request = Request {
            method: "POST".into(),
            path: path.into(),
            body: body.into(),
            ..Request::default()
        };
        Entry::new(&request, 200, Timestamp::UNIX_EPOCH, None, false)
    }

    #[test]
    fn the_oldest_requests_are_forgotten() {
        let mut log = RequestLog::default();
        for number in 0..10_050 {
            log.add(entry(&format!("/{number}"), b""));
        }
        assert_eq!((log.entries().count(), log.dropped()), (10_000, 50));
        assert_eq!(log.entries().next().map(|it| it.path.as_str()), Some("/50"));
        for _ in 0..2000 {
            log.add(entry("/big", &vec![b'x'; MOST_OF_A_BODY]));
        }
        assert!(log.bytes <= MOST_BYTES && log.entries().count() < 600);
    }

    #[test]
    fn a_body_is_json_or_text_or_too_long() {
        let body = |body: &[u8]| {
            let json = entry("/", body).json(Timestamp::UNIX_EPOCH);
            let json: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(json["path"], "/");
            json["body"].clone()
        };
        assert_eq!(body(b"{\"a\":1}"), json!({ "a": 1 }));
        assert_eq!(body(b"{"), json!("{"));
        assert_eq!(body(b"4e444"), json!("4e444"));
        let deep = "[".repeat(9000) + &"]".repeat(9000);
        assert_eq!(body(deep.as_bytes()), json!(deep));
        assert_eq!(body(b"\xff"), json!("\u{fffd}"));
        assert_eq!(body(b""), Value::Null);
        assert_eq!(body(&vec![b'1'; MOST_OF_A_BODY + 1]), Value::Null);
    }

    #[test]
    fn what_pairs_take_in_memory_counts() {
        let mut log = RequestLog::default();
        for _ in 0..300 {
            let request = Request {
                query: vec![(String::new(), String::new()); 32_000],
                ..Request::default()
            };
            log.add(Entry::new(
                &request,
                200,
                Timestamp::UNIX_EPOCH,
                None,
                false,
            ));
        }
        let pairs: usize = log.entries().map(|entry| entry.query.len()).sum();
        assert!(pairs > 0 && pairs * size_of::<(String, String)>() <= MOST_BYTES);
    }

    #[test]
    fn a_report_is_bounded_and_says_what_it_leaves_out() {
        let mut log = RequestLog::default();
        for number in 0..1200 {
            log.add(entry(&format!("/{number}"), b""));
        }
        let told = |log: &RequestLog, last| {
            let json = log.report(last, Timestamp::UNIX_EPOCH).json();
            let json: Value = serde_json::from_str(&json).unwrap();
            let requests = json["requests"].as_array().unwrap();
            let last = requests.last().map(|it| it["path"].clone());
            (requests.len(), last, json["left_out"].clone())
        };
        assert_eq!(told(&log, None), (1000, Some(json!("/1199")), json!(200)));
        assert_eq!(told(&log, Some(2)), (2, Some(json!("/1199")), json!(1198)));
        assert_eq!(told(&log, Some(0)), (0, None, json!(1200)));
        for _ in 0..100 {
            log.add(entry("/big", &vec![b'x'; MOST_OF_A_BODY]));
        }
        let json = log.report(None, Timestamp::UNIX_EPOCH).json();
        assert!(json.len() <= MOST_TOLD + 100);
        assert_eq!(told(&log, None).0, 15);
    }
}
