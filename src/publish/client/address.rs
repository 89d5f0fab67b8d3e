//! Whom the client talks to: servers on this machine, and nobody else.

use std::net::{IpAddr, SocketAddr};

use ureq::http::Uri;

/// The address of a server on this machine: `http://127.0.0.1:8000`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Host and port.
    authority: String,
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
    /// Something besides host and port: a path, a query, a user.
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
        Self::parse(&format!("http://{socket}"))
    }

    /// Reads what somebody has written.
    ///
    /// # Errors
    /// When it is no address on this machine.
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
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
        if !is_loopback(authority.host()) {
            return Err(AddressProblem::NotLoopback);
        }
        Ok(Self {
            authority: authority.as_str().to_owned(),
        })
    }

    /// The address with a path: `http://127.0.0.1:8000/v1/apps`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.authority)
    }

    /// Path and query of a link that an answer contains; `None` where it leads
    /// anywhere else.
    pub fn within<'l>(&self, link: &'l str) -> Option<&'l str> {
        let rest = link.strip_prefix("http://")?;
        let path = rest.strip_prefix(self.authority.as_str())?;
        path.starts_with('/').then_some(path)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
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
        use AddressProblem::{NoUrl, NotHttp, NotLoopback, TooMuch};
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
