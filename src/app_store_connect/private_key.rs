//! Private keys as PEM texts: which kind they are, and PKCS #8 of the one that counts.
//!
//! Sources: RFC 5958 (PKCS #8), RFC 5915 (SEC 1), RFC 5480 (curves). Which texts are
//! taken follows the loader of the vendor's client.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::token::KeyProblem;

/// 1.2.840.10045.2.1: a key on an elliptic curve.
const ELLIPTIC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// 1.2.840.10045.3.1.7: the curve P-256.
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const PARAMETERS: u8 = 0xa0;

/// The key in PKCS #8.
///
/// # Errors
/// When the text holds no private key, or one that is not on P-256.
pub fn pkcs8(pem: &str) -> Result<Vec<u8>, KeyProblem> {
    let (label, body) = block(pem)?;
    if label == "ENCRYPTED PRIVATE KEY" || body.contains("ENCRYPTED") {
        return Err(KeyProblem::Encrypted);
    }
    if body.contains("\\n") {
        return Err(KeyProblem::EscapedBreaks);
    }
    let body: String = body.split_whitespace().collect();
    let der = STANDARD.decode(body).map_err(|_| KeyProblem::Broken)?;
    let (_, content) = only(SEQUENCE, &der).ok_or(KeyProblem::Broken)?;
    match label {
        "PRIVATE KEY" => of_pkcs8(content)?,
        "EC PRIVATE KEY" => {
            of_sec1(content)?;
            return Ok(wrapped(&der));
        }
        "RSA PRIVATE KEY" | "DSA PRIVATE KEY" => return Err(KeyProblem::OtherKind),
        // The loader knows no other.
        _ => return Err(KeyProblem::Broken),
    }
    Ok(der)
}

/// The first block that is a private key, with its label. Others may stand before it,
/// such as `EC PARAMETERS`.
fn block(pem: &str) -> Result<(&str, &str), KeyProblem> {
    let mut rest = pem;
    while let Some((_, begun)) = rest.split_once("-----BEGIN ") {
        let (label, body) = begun.split_once("-----").ok_or(KeyProblem::Broken)?;
        if label.ends_with("PRIVATE KEY") {
            let end = format!("-----END {label}-----");
            let (body, _) = body.split_once(&end).ok_or(KeyProblem::Broken)?;
            return Ok((label, body));
        }
        rest = body;
    }
    Err(KeyProblem::NoHeader)
}

/// Whether it is a P-256 key.
fn of_pkcs8(content: &[u8]) -> Result<(), KeyProblem> {
    let algorithm = member(INTEGER, content)
        .and_then(|(_, rest)| member(SEQUENCE, rest))
        .map(|(algorithm, _)| algorithm);
    let (kind, parameters) = algorithm
        .and_then(|algorithm| member(OBJECT, algorithm))
        .ok_or(KeyProblem::Broken)?;
    if kind != ELLIPTIC {
        return Err(KeyProblem::OtherKind);
    }
    of_curve(parameters)
}

/// Likewise in the older form.
fn of_sec1(content: &[u8]) -> Result<(), KeyProblem> {
    let secret = member(INTEGER, content).and_then(|(_, rest)| member(OCTETS, rest));
    let (_, rest) = secret.ok_or(KeyProblem::Broken)?;
    let (parameters, _) = member(PARAMETERS, rest).ok_or(KeyProblem::Broken)?;
    of_curve(parameters)
}

fn of_curve(parameters: &[u8]) -> Result<(), KeyProblem> {
    match member(OBJECT, parameters) {
        Some((curve, _)) if curve == P256 => Ok(()),
        Some(_) => Err(KeyProblem::OtherKind),
        None => Err(KeyProblem::Unusual),
    }
}

/// PKCS #8 around a key in the older form.
fn wrapped(sec1: &[u8]) -> Vec<u8> {
    let kind = value(OBJECT, ELLIPTIC);
    let curve = value(OBJECT, P256);
    let algorithm = value(SEQUENCE, &[kind, curve].concat());
    let version = value(INTEGER, &[0]);
    let key = value(OCTETS, sec1);
    value(SEQUENCE, &[version, algorithm, key].concat())
}

/// A value as DER, of less than 65536 bytes.
fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let head = match (high, low) {
        (0, ..0x80) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [&head, content].concat()
}

/// The content of the first value, which has this tag, and what follows it.
fn member(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        ..0x80 => (usize::from(length), rest),
        0x81 => {
            let (&low, rest) = rest.split_first()?;
            (usize::from(low), rest)
        }
        0x82 => {
            let (bytes, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*bytes)), rest)
        }
        // No key is as long.
        0x80 | 0x83.. => return None,
    };
    (found == tag).then_some(())?;
    rest.split_at_checked(length)
}

/// The whole of the only value, and its content.
fn only(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (content, rest) = member(tag, der)?;
    rest.is_empty().then_some((der, content))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;

    fn pem(label: &str, der: &[u8]) -> String {
        let body = STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    }

    /// A key of another curve or algorithm, as far as it is looked at.
    fn other(kind: &[u8], parameters: &[u8]) -> String {
        let kind = value(OBJECT, kind);
        let algorithm = value(SEQUENCE, &[&kind, parameters].concat());
        let all = [value(INTEGER, &[0]), algorithm, value(OCTETS, &[0; 200])].concat();
        pem("PRIVATE KEY", &value(SEQUENCE, &all))
    }

    #[test]
    fn keys_are_told_apart_by_algorithm_and_curve() {
        const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
        const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
        let problem = |pem: &str| pkcs8(pem).unwrap_err();
        assert_eq!(problem(&other(RSA, &[5, 0])), KeyProblem::OtherKind);
        let p384 = other(ELLIPTIC, &value(OBJECT, P384));
        assert_eq!(problem(&p384), KeyProblem::OtherKind);
        let written_out = other(ELLIPTIC, &value(SEQUENCE, &[]));
        assert_eq!(problem(&written_out), KeyProblem::Unusual);
        assert!(pkcs8(&other(ELLIPTIC, &value(OBJECT, P256))).is_ok());
    }

    #[test]
    fn the_older_form_is_wrapped_and_what_stands_before_is_passed_over() {
        let curve = value(PARAMETERS, &value(OBJECT, P256));
        let all = [value(INTEGER, &[1]), value(OCTETS, &[7; 32]), curve].concat();
        let sec1 = value(SEQUENCE, &all);
        let parameters = pem("EC PARAMETERS", &value(OBJECT, P256));
        let text = format!("{parameters}{}", pem("EC PRIVATE KEY", &sec1));
        let der = pkcs8(&text).unwrap();
        assert!(der.ends_with(&sec1) && der.len() > sec1.len());
        assert_eq!(pkcs8(&pem("PRIVATE KEY", &der)).unwrap(), der);
    }

    #[test]
    fn no_length_leads_out_of_the_bytes() {
        for length in [0x7f, 0x80, 0x81, 0x82, 0x84, 0xff] {
            let der = [SEQUENCE, length, 0xff];
            assert_eq!(pkcs8(&pem("PRIVATE KEY", &der)), Err(KeyProblem::Broken));
        }
    }
}
