//! The mock behind real sockets.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use codemagic_lint::app_store_connect::{Clock, ManualClock};
use codemagic_lint::mock_server::account::{Account, Fault, FaultKind};
use codemagic_lint::mock_server::server::{Server, TokenClock};
use serde_json::{Value, json};

use crate::support::{anywhere, ask, bearer, raw, serve, split, start, text};

#[test]
fn a_server_answers_on_loopback() {
    let (server, _) = serve(Account::default());
    let path = "/v1/apps?filter%5BbundleId%5D=io.example.app";
    let (status, body) = ask(&server, "GET", path, "");
    assert_eq!(status, 200);
    assert_eq!(body["data"][0]["attributes"]["name"], "App");
    let own = format!("{}/v1/apps", server.url());
    let link = text(&body["links"]["self"]);
    assert_eq!(link.split('?').next(), Some(own.as_str()));
}

#[test]
fn links_are_those_of_the_host_that_was_asked() {
    let (server, _) = serve(Account::default());
    for (host, begins) in [
        (
            "api.appstoreconnect.apple.com",
            "https://api.appstoreconnect.apple.com/v1/apps",
        ),
        ("localhost:9", "http://localhost:9/v1/apps"),
    ] {
        let request = format!(
            "GET /v1/apps HTTP/1.1\r\nHost: {host}\r\nAuthorization: {}\r\nConnection: close\r\n\r\n",
            bearer(start())
        );
        let answer = raw(server.address(), request.as_bytes());
        let lower = answer.to_lowercase();
        assert!(
            lower.contains("\r\nx-rate-limit: user-hour-lim:3600;user-hour-rem:359"),
            "{answer}"
        );
        assert_eq!(split(&answer).1["links"]["self"], begins);
    }
}

#[test]
fn other_addresses_are_refused() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let listen: SocketAddr = address.parse().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(start()));
        let refused = Server::start(listen, Account::default(), clock, TokenClock::Own);
        let error = refused.map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("is not a loopback address"), "{error}");
    }
}

#[test]
fn a_server_that_is_dropped_is_gone() {
    let (server, _) = serve(Account::default());
    let address = server.address();
    let mut idle = TcpStream::connect(address).unwrap();
    server.stop();
    assert!(TcpStream::connect(address).is_err());
    assert_eq!(idle.read(&mut [0; 1]).unwrap_or(0), 0);
}

fn struck(kind: FaultKind, takes_effect: bool) -> Account {
    Account {
        faults: vec![Fault {
            method: None,
            path: Some("/v1/apps".into()),
            after: 0,
            times: Some(1),
            takes_effect,
            kind,
        }],
        ..Account::default()
    }
}

fn raw_get(server: &Server) -> String {
    let request = format!(
        "GET /v1/apps HTTP/1.1\r\nHost: localhost\r\nAuthorization: {}\r\nConnection: close\r\n\r\n",
        bearer(start())
    );
    raw(server.address(), request.as_bytes())
}

#[test]
fn faults_reach_the_client() {
    for (kind, status, says) in [
        (FaultKind::Unauthorized, "401", "NOT_AUTHORIZED"),
        (FaultKind::Forbidden, "403", "FORBIDDEN_ERROR"),
        (FaultKind::NotFound, "404", "NOT_FOUND"),
        (FaultKind::ServerError(500), "500", "UNEXPECTED_ERROR"),
        (FaultKind::ServerError(503), "503", "UNEXPECTED_ERROR"),
        (FaultKind::RateLimited, "429", "RATE_LIMIT_EXCEEDED"),
        (FaultKind::Html, "502", "<html>"),
    ] {
        for takes_effect in [false, true] {
            let (server, _) = serve(struck(kind.clone(), takes_effect));
            let answer = raw_get(&server);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{answer}"
            );
            assert!(
                answer.contains(says) && answer.contains("x-rate-limit"),
                "{answer}"
            );
            assert!(raw_get(&server).starts_with("HTTP/1.1 200 "), "only once");
        }
    }
}

#[test]
fn json_ends_in_its_middle() {
    let (server, _) = serve(struck(FaultKind::InvalidJson, true));
    let answer = raw_get(&server);
    assert!(answer.starts_with("HTTP/1.1 200 "));
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    assert!(serde_json::from_str::<Value>(body).is_err() && !body.is_empty());
}

#[test]
fn a_connection_is_cut_in_the_middle_of_the_body() {
    let (server, _) = serve(struck(FaultKind::Cut, true));
    let answer = raw_get(&server);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let head = head.to_lowercase();
    let length = head.split("content-length: ").nth(1).unwrap();
    let length: usize = length.lines().next().unwrap().parse().unwrap();
    assert!(
        !body.is_empty() && body.len() < length,
        "{} of {length}",
        body.len()
    );
    assert!(raw_get(&server).starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_slow_answer_moves_a_clock_that_stands_still() {
    let delay = Duration::from_mins(5);
    let (server, clock) = serve(struck(FaultKind::Slow(delay), true));
    let begun = Instant::now();
    assert!(raw_get(&server).starts_with("HTTP/1.1 200 "));
    assert_eq!(clock.now().duration_since(start()).as_secs(), 300);
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_fault_after_the_effect_leaves_the_effect() {
    for takes_effect in [false, true] {
        let (server, _) = serve(Account {
            faults: vec![Fault {
                method: Some("POST".into()),
                path: Some("/v1/betaBuildLocalizations".into()),
                after: 0,
                times: Some(1),
                takes_effect,
                kind: FaultKind::ServerError(500),
            }],
            ..Account::default()
        });
        let build = ready_build(&server);
        assert_eq!(note(&server, &build, "en-US").0, 500);
        let again = note(&server, &build, "en-US").0;
        assert_eq!(again, if takes_effect { 409 } else { 201 });
    }
}

/// The id of a build that can be found, without notes.
fn ready_build(server: &Server) -> String {
    let body = r#"{"bundle_id":"io.example.app","version":"1.0.0","build_number":"1"}"#;
    let (status, body) = ask(server, "POST", "/_mock/uploads", body);
    assert_eq!(status, 201);
    assert_eq!(ask(server, "POST", "/_mock/advance?seconds=60", "").0, 200);
    text(&body["build"])
}

fn note(server: &Server, build: &str, locale: &str) -> (u16, Value) {
    let body = json!({ "data": {
        "type": "betaBuildLocalizations",
        "attributes": { "locale": locale, "whatsNew": "x" },
        "relationships": { "build": { "data": { "type": "builds", "id": build } } },
    }});
    ask(
        server,
        "POST",
        "/v1/betaBuildLocalizations",
        &body.to_string(),
    )
}

#[test]
fn of_clients_that_do_the_same_at_once_one_succeeds() {
    let (server, _) = serve(Account::default());
    let build = ready_build(&server);
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..24)
            .map(|_| scope.spawn(|| note(&server, &build, "en-US").0))
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap())
            .collect()
    });
    let count = |status| answers.iter().filter(|it| **it == status).count();
    assert_eq!((count(201), count(409)), (1, 23), "{answers:?}");
}

#[test]
fn a_killed_client_loses_no_state() {
    let (server, _) = serve(Account::default());
    let build = ready_build(&server);
    let body = json!({ "data": {
        "type": "betaBuildLocalizations",
        "attributes": { "locale": "en-US", "whatsNew": "x" },
        "relationships": { "build": { "data": { "type": "builds", "id": build } } },
    }})
    .to_string();
    let request = format!(
        "POST /v1/betaBuildLocalizations HTTP/1.1\r\nHost: localhost\r\nAuthorization: {}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        bearer(start()),
        body.len()
    );
    for end in [request.len() - 1, request.len() / 2, 10] {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(&request.as_bytes()[..end]).unwrap();
        drop(stream);
    }
    let half_closed = TcpStream::connect(server.address()).unwrap();
    (&half_closed).write_all(&request.as_bytes()[..50]).unwrap();
    half_closed.shutdown(Shutdown::Write).unwrap();
    assert_eq!((&half_closed).read(&mut [0; 1]).unwrap_or(0), 0);
    let total = || {
        let path = format!("/v1/betaBuildLocalizations?filter%5Bbuild%5D={build}");
        let listed = ask(&server, "GET", &path, "").1;
        listed["meta"]["paging"]["total"].as_u64().unwrap()
    };
    assert_eq!(total(), 0, "requests that were cut took effect");
    // The whole request takes effect, whether somebody waits for its answer or not.
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    drop(stream);
    let begun = Instant::now();
    while total() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "it was lost");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(note(&server, &build, "en-US").0, 409);
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let (server, _) = serve(Account::default());
    let body = "x".repeat(1024 * 1024 + 1);
    let (status, answer) = ask(&server, "POST", "/v1/betaBuildLocalizations", &body);
    assert_eq!(
        (status, &answer["errors"][0]["status"]),
        (413, &json!("413"))
    );
    let chunked = format!(
        "POST /v1/apps HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    assert_eq!(split(&raw(server.address(), chunked.as_bytes())).0, 413);
    server.with_mock(|mock| {
        let told: Vec<_> = mock
            .log
            .entries()
            .map(|it| (it.status, it.body.len()))
            .collect();
        assert_eq!(told, [(413, 0), (413, 0)]);
    });
    assert_eq!(ask(&server, "GET", "/v1/apps", "").0, 200);
}

#[test]
fn what_is_no_request_is_refused() {
    let (server, _) = serve(Account::default());
    for bytes in [
        &b"\x00\x01\x02\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/apps HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /?a=%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ] {
        let answer = raw(server.address(), bytes);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
            "{answer}"
        );
    }
    let long = format!(
        "GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "a".repeat(2_000_000)
    );
    let answer = raw(server.address(), long.as_bytes());
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
        "{answer}"
    );
    assert_eq!(ask(&server, "GET", "/v1/apps", "").0, 200);
}

#[test]
fn a_client_that_dawdles_is_sent_away() {
    let (server, _) = serve(Account::default());
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let begun = Instant::now();
    stream.write_all(b"GET /v1/apps HTTP/1.1\r\n").unwrap();
    let is_closed = loop {
        assert!(begun.elapsed() < Duration::from_secs(40), "still open");
        let _ = stream.write_all(b"X: y\r\n");
        match stream.read(&mut [0; 64]) {
            Ok(0) => break true,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => break true,
        }
    };
    assert!(is_closed && begun.elapsed() >= Duration::from_secs(9));
    assert_eq!(ask(&server, "GET", "/v1/apps", "").0, 200);
}

#[test]
fn it_listens_on_ipv6_too() {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(start()));
    let listen: SocketAddr = "[::1]:0".parse().unwrap();
    let Ok(server) = Server::start(listen, Account::default(), clock, TokenClock::Own) else {
        eprintln!("skipped: this machine has no IPv6");
        return;
    };
    assert!(server.url().starts_with("http://[::1]:"));
    assert_eq!(ask(&server, "GET", "/v1/apps", "").0, 200);
    assert_eq!(anywhere().port(), 0);
}
