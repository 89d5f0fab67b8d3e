//! Reading without surprises: never more than a limit, never from something
//! that does not end.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

use super::file_error::{FileError, FileProblem, read_problem};

/// The largest file that is read, in bytes: 64 MiB. The largest codemagic.yaml
/// seen is a thousandth of that.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

/// Reads the whole file at `path`, which reports call `name`.
///
/// # Errors
/// When there is no such file, it is a directory, a pipe or a device, it holds
/// more than [`MAX_FILE_SIZE`] bytes or UTF-16 text, or the system refuses.
pub fn read_file(path: &Path, name: &str) -> Result<Vec<u8>, FileError> {
    read_at_most(path, name, MAX_FILE_SIZE)
}

/// Reads all of `input`, such as standard input, which reports call `name`.
///
/// # Errors
/// When it holds more than [`MAX_FILE_SIZE`] bytes or UTF-16 text, or the system
/// refuses.
pub fn read_stream(input: impl Read, name: &str) -> Result<Vec<u8>, FileError> {
    read_limited(input, MAX_FILE_SIZE, 0).map_err(|reason| FileError::new(name, reason))
}

/// Reads the whole file at `path` if it holds at most `limit` bytes.
pub(super) fn read_at_most(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, FileError> {
    let read = || {
        let (file, length) = open(path, limit)?;
        read_limited(file, limit, length)
    };
    read().map_err(|reason| FileError::new(name, reason))
}

/// The file, and how many bytes it is said to hold.
fn open(path: &Path, limit: u64) -> Result<(File, u64), FileProblem> {
    let problem = |error: io::Error| read_problem(path, &error);
    // Asked before opening: opening a pipe waits for someone to write into it.
    let metadata = fs::metadata(path).map_err(problem)?;
    if let Some(problem) = unusable(metadata.file_type()) {
        return Err(problem);
    }
    if metadata.len() > limit {
        return Err(FileProblem::TooLarge { limit });
    }
    let file = File::open(path).map_err(problem)?;
    Ok((file, metadata.len()))
}

fn read_limited(input: impl Read, limit: u64, expected: u64) -> Result<Vec<u8>, FileProblem> {
    // One more than expected, so that the end is seen without asking for more memory.
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit)).unwrap_or(0) + 1);
    let mut input = input.take(limit.saturating_add(1));
    match input.read_to_end(&mut bytes) {
        Ok(length) if length as u64 > limit => Err(FileProblem::TooLarge { limit }),
        Ok(_) => match wide_encoding(&bytes) {
            Some(found) => Err(FileProblem::Encoding { found }),
            None => Ok(bytes),
        },
        Err(error) => Err(FileProblem::Other(error.kind())),
    }
}

/// The name of an encoding of two or four bytes a character: told by its byte
/// order mark or, as in YAML 1.2, by where the zeros of its first characters are.
/// Read as UTF-8, every other character would be wrong.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    let starts_with = |mark: &[u8]| bytes.starts_with(mark);
    match bytes
        .first_chunk::<4>()
        .map(|first| first.map(|byte| byte == 0))
    {
        Some([false, true, true, true] | [true, true, true, false]) => Some("UTF-32"),
        Some([false, true, false, true] | [true, false, true, false]) => Some("UTF-16"),
        _ if starts_with(b"\xff\xfe\0\0") || starts_with(b"\0\0\xfe\xff") => Some("UTF-32"),
        _ if starts_with(b"\xff\xfe") || starts_with(b"\xfe\xff") => Some("UTF-16"),
        _ => None,
    }
}

/// Why something of this type cannot be read as a file; `None` for a file.
pub(super) fn unusable(kind: FileType) -> Option<FileProblem> {
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some(FileProblem::Directory);
    }
    let kind = special_kind(kind);
    Some(FileProblem::Special { kind })
}

#[cfg(unix)]
fn special_kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special_kind(_: FileType) -> &'static str {
    "a device"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_no_further() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_at_most(&path, "f", 5), Ok(b"12345".to_vec()));
        let error = read_at_most(&path, "f", 4).unwrap_err();
        assert_eq!(error.reason, FileProblem::TooLarge { limit: 4 });
    }

    #[test]
    fn a_sparse_giant_is_refused_at_the_public_limit() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let file = File::create(&path).unwrap();
        file.set_len(MAX_FILE_SIZE + 1).unwrap();
        let error = read_file(&path, "f").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`f` is larger than 64 MiB, expected a file written by people"
        );
    }

    #[test]
    fn a_stream_is_limited_too() {
        assert_eq!(read_stream(&b"abc"[..], "-"), Ok(b"abc".to_vec()));
        let error = read_stream(io::repeat(b'a'), "-").unwrap_err();
        let limit = MAX_FILE_SIZE;
        assert_eq!(error.reason, FileProblem::TooLarge { limit });
    }

    #[test]
    fn text_of_wide_characters_is_named() {
        let text = "\u{feff}workflows:\n";
        let wide = |skip: usize, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().skip(skip).flat_map(bytes).collect()
        };
        let wider: Vec<u8> = text
            .chars()
            .flat_map(|c| u32::from(c).to_be_bytes())
            .collect();
        for (bytes, found) in [
            (wide(0, u16::to_le_bytes), "UTF-16"),
            (wide(0, u16::to_be_bytes), "UTF-16"),
            (wide(1, u16::to_le_bytes), "UTF-16"),
            (wide(1, u16::to_be_bytes), "UTF-16"),
            (wider[4..].to_vec(), "UTF-32"),
            (wider, "UTF-32"),
        ] {
            let error = read_stream(&bytes[..], "f").unwrap_err();
            assert_eq!(error.reason, FileProblem::Encoding { found }, "{bytes:?}");
        }
        for text in [
            &b""[..],
            b"a",
            b"a\0",
            b"a\0b",
            b"a: \0",
            b"\xef\xbb\xbfa",
            b"\xff",
        ] {
            assert!(read_stream(text, "f").is_ok(), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_a_file_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let reason = |path: &Path| read_file(path, "f").unwrap_err().reason;
        assert_eq!(reason(dir.path()), FileProblem::Directory);
        assert_eq!(reason(&dir.path().join("none")), FileProblem::Missing);
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        if cfg!(unix) {
            assert_eq!(reason(&file.join("below")), FileProblem::NotADirectory);
        }
    }

    #[cfg(unix)]
    #[test]
    fn sockets_and_devices_are_never_opened() {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let message = |path: &Path| read_file(path, "f").unwrap_err().to_string();
        assert_eq!(message(&socket), "`f` is a socket, expected a file");
        assert_eq!(
            message(Path::new("/dev/zero")),
            "`f` is a device, expected a file"
        );
    }
}
