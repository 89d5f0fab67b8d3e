//! Whom the client talks to: servers on this machine, and nobody else.

use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use ureq::http::Uri;

/// How long a server on this machine may take to say that it is there.
const PATIENCE: Duration = Duration::from_millis(500);

/// The port of `http` where none is written.
const DEFAULT_PORT: u16 = 80;

/// The address of a server on this machine: `http://127.0.0.1:8000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    socket: SocketAddr,
}

/// Why an address is none that the client talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressProblem {
    /// No `http://host:port`.
    NoUrl,
    /// `https://`: the servers that are meant speak plain HTTP.
    NotHttp,
    /// Another machine.
    NotLoopback,
    /// A port that is none.
    NoPort,
    /// Something besides host and port: a path, a query, a fragment, a user.
    TooMuch,
}

impl AddressProblem {
    /// What is wrong, and what to write.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoUrl => "is no address; write it as `http://127.0.0.1:8000`",
            Self::NotHttp => "is not plain `http`, which mock servers speak",
            Self::NotLoopback => {
                "is not on this machine; a dry run talks to `127.0.0.1`, `[::1]` or `localhost` only, \
                 so that it never changes anything in App Store Connect"
            }
            Self::NoPort => "has no port from 1 to 65535; write it as `http://127.0.0.1:8000`",
            Self::TooMuch => "has more than a host and a port; write it as `http://127.0.0.1:8000`",
        }
    }
}

impl Address {
    /// The address of a server in this process.
    ///
    /// # Errors
    /// When it is not on this machine.
    pub fn of(socket: SocketAddr) -> Result<Self, AddressProblem> {
        if !socket.ip().is_loopback() {
            return Err(AddressProblem::NotLoopback);
        }
        Ok(Self { socket })
    }

    /// Reads what somebody has written.
    ///
    /// # Errors
    /// When it is no address on this machine.
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        // The parser of addresses drops what stands behind `#`.
        if text.contains('#') {
            return Err(AddressProblem::TooMuch);
        }
        let uri: Uri = text.parse().map_err(|_| AddressProblem::NoUrl)?;
        match uri.scheme_str() {
            Some("http") => {}
            Some(_) => return Err(AddressProblem::NotHttp),
            None => return Err(AddressProblem::NoUrl),
        }
        let authority = uri.authority().ok_or(AddressProblem::NoUrl)?;
        if authority.as_str().contains('@') || !matches!(uri.path(), "" | "/") {
            return Err(AddressProblem::TooMuch);
        }
        if uri.query().is_some() {
            return Err(AddressProblem::TooMuch);
        }
        let host = authority.host();
        let behind = authority.as_str().strip_prefix(host).unwrap_or_default();
        let port = match behind.strip_prefix(':') {
            None => DEFAULT_PORT,
            Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                port.parse().map_err(|_| AddressProblem::NoPort)?
            }
            Some(_) => return Err(AddressProblem::NoPort),
        };
        if port == 0 {
            return Err(AddressProblem::NoPort);
        }
        Self::of(socket(host, port)?)
    }

    /// The address with a path: `http://127.0.0.1:8000/v1/apps`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.socket)
    }

    /// Path and query of a link that an answer contains; `None` where it leads
    /// anywhere else.
    pub fn within<'l>(&self, link: &'l str) -> Option<&'l str> {
        let rest = link.strip_prefix("http://")?;
        let path = rest.strip_prefix(self.socket.to_string().as_str());
        // Links may leave out the port that `http` has by itself.
        let bare = match self.socket {
            SocketAddr::V4(socket) => socket.ip().to_string(),
            SocketAddr::V6(socket) => format!("[{}]", socket.ip()),
        };
        let has_default_port = self.socket.port() == DEFAULT_PORT;
        let path = path.or_else(|| rest.strip_prefix(&bare).filter(|_| has_default_port))?;
        path.starts_with('/').then_some(path)
    }
}

/// The socket of a host that is written as an address or as `localhost`.
fn socket(host: &str, port: u16) -> Result<SocketAddr, AddressProblem> {
    if host.eq_ignore_ascii_case("localhost") {
        return local_host(port);
    }
    let bracketed = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let ip = match bracketed {
        // Brackets are for IPv6 alone.
        Some(inside) => IpAddr::V6(inside.parse().map_err(|_| AddressProblem::NoUrl)?),
        None => match host.parse::<IpAddr>() {
            Ok(ip) => ip,
            Err(_) => return Err(AddressProblem::NotLoopback),
        },
    };
    Ok(SocketAddr::new(ip, port))
}

/// What `localhost` stands for: of several addresses the one where somebody listens.
fn local_host(port: u16) -> Result<SocketAddr, AddressProblem> {
    let all = ("localhost", port).to_socket_addrs();
    let all: Vec<SocketAddr> = all.map(Iterator::collect).unwrap_or_default();
    if all.iter().any(|address| !address.ip().is_loopback()) {
        return Err(AddressProblem::NotLoopback);
    }
    let answers = |address: &&SocketAddr| TcpStream::connect_timeout(address, PATIENCE).is_ok();
    let found = all.iter().find(answers).or(all.first());
    found.copied().ok_or(AddressProblem::NotLoopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_this_machine_are_taken() {
        for text in [
            "http://127.0.0.1:8000",
            "http://127.0.0.1:8000/",
            "http://127.8.8.8:1",
            "http://localhost:8000",
            "http://LOCALHOST",
            "http://[::1]:8000",
        ] {
            assert!(Address::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn all_others_are_refused() {
        use AddressProblem::{NoPort, NoUrl, NotHttp, NotLoopback, TooMuch};
        for (text, problem) in [
            ("", NoUrl),
            ("127.0.0.1:8000", NoUrl),
            ("/v1", NoUrl),
            ("https://127.0.0.1", NotHttp),
            ("ftp://127.0.0.1", NotHttp),
            ("http://api.appstoreconnect.apple.com", NotLoopback),
            ("http://10.0.0.1:8000", NotLoopback),
            ("http://0.0.0.0:8000", NotLoopback),
            ("http://[::]:8000", NotLoopback),
            ("http://127.0.0.1.example.com", NotLoopback),
            ("http://localhost.example.com", NotLoopback),
            ("http://127.0.0.1@example.com", TooMuch),
            ("http://127.0.0.1/v1", TooMuch),
            ("http://127.0.0.1/?a", TooMuch),
            ("http://127.0.0.1:80#a", TooMuch),
            ("http://127.0.0.1:80/#a", TooMuch),
            ("http://[127.0.0.1]:1", NoUrl),
            ("http://127.0.0.1:99999", NoPort),
            ("http://127.0.0.1:0", NoPort),
            ("http://127.0.0.1:", NoPort),
            ("http://localhost:99999", NoPort),
        ] {
            assert_eq!(Address::parse(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn links_lead_nowhere_else() {
        let Ok(address) = Address::parse("http://127.0.0.1:80") else {
            panic!("an address");
        };
        let within = |link| address.within(link);
        assert_eq!(within("http://127.0.0.1:80/v1/a?b=c"), Some("/v1/a?b=c"));
        for link in [
            "http://127.0.0.1:8080/v1",
            "http://127.0.0.1:80@example.com/v1",
            "http://127.0.0.1:80.example.com/v1",
            "https://127.0.0.1:80/v1",
            "/v1",
            "http://127.0.0.1:80",
        ] {
            assert_eq!(within(link), None, "{link}");
        }
    }
}
