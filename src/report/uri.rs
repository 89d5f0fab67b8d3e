//! File names as URI references (RFC 3986).

use std::fmt::Write;

use super::text::portable_path;

/// A file's name as a URI: a relative reference, or `file:///…` for an absolute
/// name of any platform.
pub(crate) fn from_path(path: &str) -> String {
    let path = portable_path(path);
    if let Some(host) = path.strip_prefix("//") {
        return format!("file://{}", encode(host));
    }
    if path.starts_with('/') {
        return format!("file://{}", encode(&path));
    }
    match drive(&path) {
        Some((drive, rest)) => format!("file:///{drive}:{}", encode(rest)),
        None => encode(&path),
    }
}

/// Whether an address is one that SARIF takes: an absolute web address without
/// characters that a URI would have to encode.
pub(super) fn is_web_address(url: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web && url.chars().all(is_allowed)
}

/// Splits `C:/folder` into drive and rest.
fn drive(path: &str) -> Option<(&str, &str)> {
    let (drive, rest) = path.split_once(':')?;
    let is_drive = drive.len() == 1 && drive.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_drive && rest.starts_with('/')).then_some((drive, rest))
}

/// Percent-encodes all but unreserved characters and slashes. A colon is
/// encoded too: in a first segment it would end a scheme.
fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{from_path, is_web_address};

    #[test]
    fn only_clean_addresses_are_links() {
        assert!(is_web_address("https://example.com/rules/a-b.md#c?d=e"));
        assert!(!is_web_address("https://example.com/shellcheck[SC2086].md"));
        assert!(!is_web_address("docs/a.md"));
        assert!(!is_web_address(""));
    }

    #[test]
    fn names_become_uris() {
        for (path, uri) in [
            ("codemagic.yaml", "codemagic.yaml"),
            ("./a b/ü.yaml", "a%20b/%C3%BC.yaml"),
            (r"ios\codemagic.yaml", "ios/codemagic.yaml"),
            ("../x#y?z%", "../x%23y%3Fz%25"),
            ("a:b", "a%3Ab"),
            ("<stdin>", "%3Cstdin%3E"),
            ("/srv/a.yaml", "file:///srv/a.yaml"),
            (r"C:\ci\a.yaml", "file:///C:/ci/a.yaml"),
            (r"\\host\share\a.yaml", "file://host/share/a.yaml"),
        ] {
            assert_eq!(from_path(path), uri, "{path}");
        }
    }
}
