//! `mock-server`: App Store Connect on loopback, until it is killed.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;

use crate::app_store_connect::SystemClock;
use crate::mock_server::exchange::Request;
use crate::mock_server::mock::Outcome as Answer;
use crate::mock_server::server::{Observer, Server, TokenClock};
use crate::workspace::load_account;

use super::args::MockServerArgs;
use super::failure::Failure;
use super::terminal::{print, tell};
use super::{Outcome, print_account_error};

pub(super) fn run(args: &MockServerArgs) -> Result<Outcome, Failure> {
    let account = match args.account.as_deref().map(load_account).transpose() {
        Ok(account) => account.unwrap_or_default(),
        Err(error) => {
            print_account_error(&error);
            return Ok(Outcome::Trouble);
        }
    };
    let observer = args.verbose.then(|| reporter(tell)).transpose()?;
    let clock = Arc::new(SystemClock::default());
    let server = Server::start_observed(args.listen, account, clock, TokenClock::System, observer)
        .map_err(|error| Failure::new(format!("cannot listen on `{}`: {error}", args.listen)))?;
    print(format!("listening on {}\n", server.url()).as_bytes())?;
    server.wait();
    Ok(Outcome::Clean)
}

/// Most lines that wait for somebody to read them.
const MOST_WAITING: usize = 1000;

/// Writes a line about each request, on a thread of its own: where nobody reads what is
/// written, the server answers all the same, and lines are dropped and counted.
fn reporter(write: impl Fn(&str) + Send + 'static) -> Result<Observer, Failure> {
    let (sender, lines) = sync_channel::<String>(MOST_WAITING);
    let dropped = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&dropped);
    let writer = std::thread::Builder::new().name("reporter".into());
    writer
        .spawn(move || {
            for line in lines {
                write(&line);
                let dropped = counted.swap(0, Ordering::Relaxed);
                if dropped > 0 {
                    write(&format!("({dropped} requests are not shown)"));
                }
            }
        })
        .map_err(|error| Failure::new(format!("cannot start a thread: {error}")))?;
    Ok(Box::new(move |request, answer| {
        if sender.try_send(line(request, answer)).is_err() {
            dropped.fetch_add(1, Ordering::Relaxed);
        }
    }))
}

/// A request; nothing of its headers, where the token is, nor of its body.
fn line(request: &Request, answer: &Answer) -> String {
    let clean = |text: &str| -> String {
        let shown = text.chars().take(LONGEST_SHOWN);
        shown
            .map(|c| if c.is_control() { '\u{fffd}' } else { c })
            .collect()
    };
    let mut line = format!("{} {}", clean(&request.method), clean(&request.path));
    for (index, (name, value)) in request.query.iter().take(MOST_SHOWN).enumerate() {
        line.push(if index == 0 { '?' } else { '&' });
        let _ = write!(line, "{}={}", clean(name), clean(value));
    }
    let _ = write!(line, " -> {}", answer.status());
    line
}

/// Most parameters of a query that are shown.
const MOST_SHOWN: usize = 20;
/// Most characters of a name or value that are shown.
const LONGEST_SHOWN: usize = 200;

/// Reads `--listen`: an address of loopback with a port.
pub(super) fn listen_address(text: &str) -> Result<SocketAddr, String> {
    let expected = "expected a loopback address with a port, such as `127.0.0.1:8080`, \
                    `[::1]:8080` or `localhost:8080`; port 0 is any that is free";
    let numeric = text
        .split_once(':')
        .filter(|(name, _)| name.eq_ignore_ascii_case("localhost"))
        .map(|(_, port)| format!("127.0.0.1:{port}"));
    let numeric = numeric.as_deref().unwrap_or(text);
    let Ok(address) = numeric.parse::<SocketAddr>() else {
        return Err(expected.into());
    };
    if address.ip().to_canonical() != address.ip() {
        return Err(format!(
            "an IPv4 address in IPv6 form: write it as IPv4; {expected}"
        ));
    }
    if !address.ip().is_loopback() {
        return Err(format!(
            "not a loopback address: the mock server is for this machine alone; {expected}"
        ));
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock_server::account::Account;
    use crate::mock_server::mock::{Mock, Moment};

    #[test]
    fn only_loopback_is_listened_on() {
        for good in [
            "127.0.0.1:0",
            "127.1.2.3:80",
            "[::1]:8080",
            "localhost:8080",
            "LOCALHOST:8080",
        ] {
            assert!(listen_address(good).is_ok(), "{good}");
        }
        for bad in [
            "0.0.0.0:80",
            "[::]:80",
            "192.168.0.1:80",
            "[::ffff:8.8.8.8]:80",
            "example.com:80",
            "localhost.example.com:80",
            "localhost",
            "127.0.0.1",
            "8080",
            ":8080",
            "localhost:http",
            "127.0.0.1:65536",
            "",
        ] {
            assert!(listen_address(bad).is_err(), "{bad}");
        }
        let mapped = listen_address("[::ffff:127.0.0.1]:80").unwrap_err();
        assert!(
            mapped.starts_with("an IPv4 address in IPv6 form"),
            "{mapped}"
        );
    }

    /// A pipe that nobody reads is full for ever.
    #[test]
    fn who_does_not_read_holds_up_nobody() {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (written, lines) = std::sync::mpsc::channel();
        let observer = reporter(move |line| {
            let _ = held.recv();
            let _ = written.send(line.to_owned());
        });
        let Ok(observer) = observer else {
            panic!("no thread");
        };
        let now = jiff::Timestamp::UNIX_EPOCH;
        let mut mock = Mock::new(Account::default(), now);
        let request = Request {
            method: "GET".into(),
            path: "/_mock/other".into(),
            ..Request::default()
        };
        let at = Moment {
            now,
            for_tokens: now,
        };
        let answer = mock.handle(&request, at);
        for _ in 0..MOST_WAITING * 2 {
            observer(&request, &answer);
        }
        drop((release, observer));
        let lines: Vec<String> = lines.iter().collect();
        assert_eq!(lines[0], "GET /_mock/other -> 404");
        let is_count = |line: &&String| line.ends_with(" requests are not shown)");
        assert_eq!(lines.iter().filter(is_count).count(), 1);
        assert!(lines.len() <= MOST_WAITING + 3);
    }
}
