//! What the tests of the mock share.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use codemagic_lint::app_store_connect::clock::later;
use codemagic_lint::app_store_connect::token::PrivateKey;
use codemagic_lint::app_store_connect::{Clock, ManualClock};
use codemagic_lint::mock_server::account::Account;
use codemagic_lint::mock_server::exchange::Request;
use codemagic_lint::mock_server::mock::{Mock, Moment, Outcome};
use codemagic_lint::mock_server::server::{Server, TokenClock};
use jiff::Timestamp;
use serde_json::{Value, json};

/// When all tests begin.
pub fn start() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// A header with a token that is good for 19 minutes from a moment.
pub fn bearer(now: Timestamp) -> String {
    let key = PrivateKey::generate().unwrap();
    let expires = later(now, Duration::from_mins(19));
    format!(
        "Bearer {}",
        key.token("KEY1234567", "issuer", expires).unwrap()
    )
}

/// Any address of loopback.
pub fn anywhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// A server on a clock that stands still.
pub fn serve(account: Account) -> (Server, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(start()));
    let shared: Arc<dyn Clock> = clock.clone();
    let server = Server::start(anywhere(), account, shared, TokenClock::Own).unwrap();
    (server, clock)
}

/// Sends bytes and reads until the server closes.
pub fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// Status and body of an answer.
pub fn split(answer: &str) -> (u16, Value) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// One request on a connection of its own.
pub fn ask(server: &Server, method: &str, path: &str, body: &str) -> (u16, Value) {
    let token = bearer(start());
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {token}\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        server.address(),
        body.len()
    );
    split(&raw(server.address(), request.as_bytes()))
}

/// The mock without sockets, with a clock and a good token.
pub struct Bench {
    pub mock: Mock,
    pub now: Timestamp,
}

impl Bench {
    pub fn new(account: Account) -> Self {
        Self {
            mock: Mock::new(account, start()),
            now: start(),
        }
    }

    pub fn wait(&mut self, seconds: u64) {
        self.now = later(self.now, Duration::from_secs(seconds));
    }

    pub fn outcome(&mut self, request: &Request) -> Outcome {
        let at = Moment {
            now: self.now,
            for_tokens: self.now,
        };
        self.mock.handle(request, at)
    }

    /// A request with a good token; status and body, `null` for none.
    pub fn ask(&mut self, method: &str, address: &str, body: &Value) -> (u16, Value) {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        let request = Request {
            method: method.into(),
            host: "127.0.0.1:8000".into(),
            path: path.into(),
            query: query
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            authorization: Some(bearer(self.now)),
            body: if body.is_null() {
                Vec::new()
            } else {
                body.to_string().into_bytes()
            },
        };
        let outcome = self.outcome(&request);
        let body = serde_json::from_slice(&outcome.body()).unwrap_or(Value::Null);
        (outcome.status(), body)
    }

    /// The body of a GET that is answered.
    pub fn get(&mut self, address: &str) -> Value {
        let (status, body) = self.ask("GET", address, &Value::Null);
        assert_eq!(status, 200, "{address}: {body}");
        body
    }

    /// The id of the app `io.example.app`.
    pub fn app(&mut self) -> String {
        let found = self.get("/v1/apps?filter[bundleId]=io.example.app");
        text(&found["data"][0]["id"])
    }

    /// Uploads a build; status and body.
    pub fn upload(&mut self, version: &str, build_number: &str) -> (u16, Value) {
        let body = json!({
            "bundle_id": "io.example.app",
            "version": version,
            "build_number": build_number,
        });
        self.ask("POST", "/_mock/uploads", &body)
    }
}

/// The text that JSON holds.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
