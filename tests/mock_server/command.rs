//! The command `mock-server`, as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

use codemagic_lint::app_store_connect::token::PrivateKey;
use jiff::Timestamp;

use crate::support::{raw, split};

struct Running {
    child: Child,
    address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_codemagic-lint"))
}

fn run(arguments: &[&str]) -> Running {
    let mut child = program()
        .arg("mock-server")
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    lines.read_line(&mut line).unwrap();
    let address = line.strip_prefix("listening on http://").unwrap();
    let address = address.strip_suffix('\n').unwrap().parse().unwrap();
    Running { child, address }
}

fn request(token: &str, path: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Connection: close\r\n\r\n"
    )
}

/// A token by the system's clock.
fn token() -> String {
    let key = PrivateKey::generate().unwrap();
    let expires = Timestamp::now()
        .checked_add(jiff::SignedDuration::from_mins(19))
        .unwrap();
    key.token("KEY1234567", "issuer", expires).unwrap()
}

#[test]
fn other_addresses_than_loopback_are_usage_errors() {
    for listen in [
        "0.0.0.0:0",
        "[::]:0",
        "192.0.2.1:8080",
        "example.com:80",
        "127.0.0.1",
        "localhost",
    ] {
        let output = program()
            .args(["mock-server", "--listen", listen])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{listen}");
        assert!(output.stdout.is_empty(), "{listen}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            message.contains(listen) && message.contains("127.0.0.1:8080"),
            "{message}"
        );
    }
}

#[test]
fn an_address_that_is_taken_is_an_error() {
    let server = run(&[]);
    let output = program()
        .args(["mock-server", "--listen", &server.address.to_string()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.starts_with(&format!("error: cannot listen on `{}`", server.address)));
}

#[test]
fn an_account_file_describes_the_account() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("account.yaml");
    std::fs::write(
        &path,
        "apps:\n  - bundle_id: io.example.shop\n    name: Shop\n",
    )
    .unwrap();
    let file = path.to_str().unwrap();
    let server = run(&["--account", file, "--listen", "localhost:0"]);
    let answer = raw(server.address, request(&token(), "/v1/apps").as_bytes());
    let (status, body) = split(&answer);
    assert_eq!(
        (status, body["data"][0]["attributes"]["name"].as_str()),
        (200, Some("Shop"))
    );
    std::fs::write(&path, "apps: 7\n").unwrap();
    for file in [file, "nowhere.yaml"] {
        let output = program()
            .args(["mock-server", "--account", file])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            message.starts_with("error: ") && message.contains(file),
            "{message}"
        );
    }
}

#[test]
fn verbose_shows_requests_without_their_tokens() {
    let mut server = run(&["--verbose"]);
    let token = token();
    let path = "/v1/apps?filter[bundleId]=a%1b%5b31mb";
    assert_eq!(
        split(&raw(server.address, request(&token, path).as_bytes())).0,
        200
    );
    // Written by a thread of its own, a moment later.
    let mut stderr = BufReader::new(server.child.stderr.take().unwrap());
    let mut log = String::new();
    stderr.read_line(&mut log).unwrap();
    server.child.kill().unwrap();
    stderr.read_to_string(&mut log).unwrap();
    assert_eq!(log, "GET /v1/apps?filter[bundleId]=a\u{fffd}[31mb -> 200\n");
    assert!(!log.contains(&token));
}

#[test]
fn tokens_are_judged_by_the_systems_clock_and_the_state_by_one_that_moves() {
    let server = run(&[]);
    let advance =
        b"POST /_mock/advance?seconds=7200 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(split(&raw(server.address, advance)).0, 200);
    assert_eq!(
        split(&raw(
            server.address,
            request(&token(), "/v1/apps").as_bytes()
        ))
        .0,
        200
    );
}

#[test]
fn five_hundred_connections_are_served_at_once() {
    let server = run(&[]);
    let request = request(&token(), "/v1/apps");
    let streams: Vec<TcpStream> = (0..500)
        .map(|_| TcpStream::connect(server.address).unwrap())
        .collect();
    for mut stream in &streams {
        stream.write_all(request.as_bytes()).unwrap();
    }
    for mut stream in streams {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
}
