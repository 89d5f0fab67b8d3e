//! Queries, encoded as the vendor's client encodes them.

use std::fmt::Write as _;

/// Parameters in their order.
pub type Parameters = Vec<(String, String)>;

/// Parameters of literals and values.
pub fn parameters(pairs: &[(&str, &str)]) -> Parameters {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// A path with parameters behind it.
pub fn with(path: &str, parameters: &[(String, String)]) -> String {
    let mut out = path.to_owned();
    for (name, value) in parameters {
        out.push(if out.contains('?') { '&' } else { '?' });
        encode(name, &mut out);
        out.push('=');
        encode(value, &mut out);
    }
    out
}

/// Whether a query already has a parameter with a value.
pub fn has(path: &str, name: &str) -> bool {
    let (_, query) = path.split_once('?').unwrap_or((path, ""));
    query.split('&').any(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        !value.is_empty() && decoded(key) == name
    })
}

/// The path without its query.
pub fn path_alone(path: &str) -> &str {
    path.split_once('?').map_or(path, |(path, _)| path)
}

fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| char::from(byte?).to_digit(16);
        if byte != b'%' {
            bytes.push(if byte == b'+' { b' ' } else { byte });
            continue;
        }
        let mut ahead = rest.clone();
        let pair = hex(ahead.next()).zip(hex(ahead.next()));
        let value = pair.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        if value.is_some() {
            rest = ahead;
        }
        bytes.push(value.unwrap_or(byte));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_encoded_as_in_a_form() {
        let pairs = parameters(&[("filter[app]", "1,2"), ("name", "a b+ü"), ("sort", "-x_~.")]);
        assert_eq!(
            with("/v1/apps", &pairs),
            "/v1/apps?filter%5Bapp%5D=1%2C2&name=a+b%2B%C3%BC&sort=-x_~."
        );
        assert_eq!(
            with("/v1/apps?cursor=c", &pairs[2..]),
            "/v1/apps?cursor=c&sort=-x_~."
        );
    }

    #[test]
    fn parameters_are_found_whatever_their_encoding() {
        let path = "/v1/apps?filter%5Bapp%5D=1&filter[b]=2&empty=&50%=1&%C3%BC=1";
        for name in ["filter[app]", "filter[b]", "50%", "ü"] {
            assert!(has(path, name), "{name}");
        }
        for name in ["empty", "filter", "/v1/apps", ""] {
            assert!(!has(path, name), "{name}");
        }
        assert_eq!(path_alone(path), "/v1/apps");
    }
}
