//! Who may ask: nobody whose browser was tricked into it.
//!
//! A web page can have a name of its own lead to loopback, and can post to any address
//! without reading the answer. `Host` and `Origin` tell both apart from real clients.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::exchange::APPLE;

/// Whether a `Host` header names loopback, or the server that is imitated.
pub(super) fn is_host(host: &str) -> bool {
    if let Some(rest) = host.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else {
            return false;
        };
        let address = address.parse::<Ipv6Addr>().ok();
        return address.is_some_and(|it| it.to_canonical().is_loopback())
            && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    }
    let (name, port) = host
        .split_once(':')
        .map_or((host, None), |(name, port)| (name, Some(port)));
    let is_loopback = name.parse::<Ipv4Addr>().is_ok_and(|it| it.is_loopback());
    let is_name = ["localhost", APPLE]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known));
    (is_loopback || is_name) && port.is_none_or(is_port)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

/// Whether an `Origin` header names a page of the very host that is asked.
pub(super) fn is_own_origin(origin: &str, host: &str) -> bool {
    let rest = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    rest.is_some_and(|rest| rest.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_loopback_or_the_real_one() {
        for good in [
            "127.0.0.1",
            "127.0.0.1:8080",
            "127.9.9.9:1",
            "localhost",
            "LocalHost:80",
            "[::1]",
            "[::1]:443",
            "[::ffff:127.0.0.1]:80",
            "api.appstoreconnect.apple.com",
            "API.AppStoreConnect.apple.com:443",
        ] {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "",
            "example.com",
            "localhost.example.com:80",
            "127.0.0.1.example.com",
            "localhost:",
            "localhost:x",
            "localhost:65536",
            "localhost:+1",
            "user@localhost",
            "localhost/a",
            "192.168.0.1",
            "[::]",
            "[::1",
            "[::1]8080",
            "::1",
            "a\" b",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
    }

    #[test]
    fn only_the_own_origin_is_none_from_elsewhere() {
        let host = "127.0.0.1:8080";
        assert!(is_own_origin("http://127.0.0.1:8080", host));
        for bad in ["null", "http://127.0.0.1:80", "https://example.com", ""] {
            assert!(!is_own_origin(bad, host), "{bad}");
        }
    }
}
