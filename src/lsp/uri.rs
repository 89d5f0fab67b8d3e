//! File URIs and paths.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

use crate::workspace::MAX_PATH;

/// The path of a `file` URI; `None` for any other, such as that of a text that was
/// never saved, and for what is longer than any path.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    // A byte may be written as three.
    if uri.0.len() > 3 * MAX_PATH {
        return None;
    }
    let rest = uri.0.strip_prefix("file://")?;
    let rest = rest.split(['?', '#']).next()?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = decoded(path).filter(|it| it.len() <= MAX_PATH)?;
    if !host.is_empty() && host != "localhost" {
        return Some(PathBuf::from(format!("//{host}{path}")));
    }
    // `/C:/folder`, where the colon may be encoded.
    let drive = path.strip_prefix('/').filter(|rest| {
        let bytes = rest.as_bytes();
        bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':'
    });
    Some(PathBuf::from(drive.unwrap_or(&path)))
}

/// The URI of an absolute path.
pub(super) fn from_path(path: &Path) -> Uri {
    Uri(crate::report::uri(&path.to_string_lossy()))
}

/// The last part of a URI: the file's name.
pub(super) fn file_name(uri: &Uri) -> Option<String> {
    let path = uri.0.split(['?', '#']).next()?;
    let name = path.rsplit(['/', ':']).next()?;
    decoded(name)
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let value = digit(rest.next())? * 16 + digit(rest.next())?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(uri: &str) -> Option<String> {
        let path = to_path(&Uri(uri.to_owned()))?;
        Some(path.to_string_lossy().into_owned())
    }

    #[test]
    fn file_uris_are_paths() {
        let is = |uri: &str, expected: &str| assert_eq!(path(uri).as_deref(), Some(expected));
        is("file:///a/b%20c/codemagic.yaml", "/a/b c/codemagic.yaml");
        is("file:///c%3A/a.yaml", "c:/a.yaml");
        is("file://localhost/a", "/a");
        is("file://host/share/a", "//host/share/a");
        is("file:///%C3%BC", "/ü");
        assert_eq!(path("untitled:codemagic.yaml"), None);
        assert_eq!(path("file:///%zz"), None);
    }

    #[test]
    fn what_is_longer_than_any_path_is_none() {
        assert_eq!(path(&format!("file:///{}", "a/".repeat(20_000))), None);
        assert!(path(&format!("file:///{}", "a/".repeat(2_000))).is_some());
    }

    #[test]
    fn paths_come_back() {
        for name in ["/a/b c/codemagic.yaml", "/日/ü%/#?.yaml"] {
            let uri = from_path(Path::new(name));
            assert_eq!(path(&uri.0).as_deref(), Some(name), "{uri:?}");
        }
    }

    #[test]
    fn the_name_is_the_last_part() {
        let name = |uri: &str| file_name(&Uri(uri.to_owned()));
        assert_eq!(
            name("untitled:codemagic.yaml").as_deref(),
            Some("codemagic.yaml")
        );
        assert_eq!(
            name("git:/a/codemagic.yaml?x").as_deref(),
            Some("codemagic.yaml")
        );
    }
}
