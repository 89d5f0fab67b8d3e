//! `mock-server`: App Store Connect on loopback, until it is killed.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

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
    let observer: Option<Observer> = args.verbose.then(|| -> Observer { Box::new(report) });
    let clock = Arc::new(SystemClock::default());
    let server = Server::start_observed(args.listen, account, clock, TokenClock::System, observer)
        .map_err(|error| Failure::new(format!("cannot listen on `{}`: {error}", args.listen)))?;
    print(format!("listening on {}\n", server.url()).as_bytes())?;
    server.wait();
    Ok(Outcome::Clean)
}

/// One line a request; nothing of its headers, where the token is, nor of its body.
fn report(request: &Request, answer: &Answer) {
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
    tell(&line);
}

/// Most parameters of a query that are shown.
const MOST_SHOWN: usize = 20;
/// Most characters of a name or value that are shown.
const LONGEST_SHOWN: usize = 200;

/// Reads `--listen`: an address of loopback with a port.
pub(super) fn listen_address(text: &str) -> Result<SocketAddr, String> {
    let expected = "expected an address of this machine with a port, such as `127.0.0.1:8080`, \
                    `[::1]:8080` or `localhost:8080`; port 0 is any that is free";
    let numeric = text
        .strip_prefix("localhost:")
        .map(|port| format!("127.0.0.1:{port}"));
    let numeric = numeric.as_deref().unwrap_or(text);
    let Ok(address) = numeric.parse::<SocketAddr>() else {
        return Err(expected.into());
    };
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

    #[test]
    fn only_loopback_is_listened_on() {
        for good in [
            "127.0.0.1:0",
            "127.1.2.3:80",
            "[::1]:8080",
            "localhost:8080",
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
    }
}
