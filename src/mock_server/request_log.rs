//! What was asked of the mock, for tests and people. No token is ever in it.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app_store_connect::token::TokenProblem;

use super::exchange::Request;

/// Most requests that are remembered.
const MOST: usize = 10_000;
/// Most bytes of paths, queries and bodies that are remembered in all.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Most bytes of one body that are remembered.
const MOST_OF_A_BODY: usize = 64 * 1024;

/// The last requests.
#[derive(Debug, Default)]
pub struct RequestLog {
    entries: VecDeque<Entry>,
    bytes: usize,
    dropped: u64,
}

/// A request and how it ended.
#[derive(Debug, Clone)]
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

    /// The entry for `GET /_mock/requests`.
    pub fn json(&self, started: Timestamp) -> Value {
        json!({
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "body": self.body(),
            "body_length": self.body_length,
            "status": self.status,
            "at": self.at.to_string(),
            "seconds": self.at.duration_since(started).as_secs_f64(),
            "token_problem": self.token_problem.map(TokenProblem::words),
            "fault": self.was_struck,
        })
    }

    /// Roughly what it takes in memory, in bytes.
    fn size(&self) -> usize {
        let query = self
            .query
            .iter()
            .map(|(name, value)| name.len() + value.len());
        self.method.len() + self.path.len() + query.sum::<usize>() + self.body.len()
    }
}

impl RequestLog {
    /// Remembers a request, and forgets the oldest where there are too many.
    pub fn add(&mut self, entry: Entry) {
        self.bytes += entry.size();
        self.entries.push_back(entry);
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
        self.entries.iter()
    }

    /// How many were forgotten.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(entry("/", b"{\"a\":1}").body(), Some(json!({ "a": 1 })));
        assert_eq!(entry("/", b"{").body(), Some(json!("{")));
        assert_eq!(entry("/", b"").body(), None);
        assert_eq!(entry("/", &vec![b'1'; MOST_OF_A_BODY + 1]).body(), None);
    }
}
