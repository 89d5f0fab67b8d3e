//! Where a message begins and ends in a stream of bytes.

use std::fmt;
use std::io::{self, BufRead, Read};

/// The longest message that is read, in bytes: twice the longest file that is checked.
pub(super) const MAX_LENGTH: usize = 128 << 20;

/// The longest line of a header, in bytes.
const MAX_LINE: u64 = 4096;

/// Most lines of a header.
const MAX_LINES: usize = 64;

/// Why it is unknown where the next message begins. Nothing can be read after that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameError {
    /// A line of the header is none.
    NoHeader {
        /// How the line begins.
        line: String,
    },
    /// The header has too many lines, or too long ones.
    LongHeader,
    /// The header does not tell how long the message is.
    NoLength,
    /// The length is not a number of bytes.
    BadLength {
        /// What stands there.
        value: String,
    },
    /// Two lengths that differ.
    TwoLengths,
    /// Longer than any message is.
    TooLong {
        /// The length that was announced, in bytes.
        length: usize,
    },
    /// The input ended inside a message.
    Unfinished,
    /// The system refuses to read on.
    Io(io::ErrorKind),
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = "expected a message of the language server protocol";
        match self {
            Self::NoHeader { line } => write!(
                f,
                "the input has the line `{line}`, {expected}, which begins with `Content-Length: `"
            ),
            Self::LongHeader => write!(f, "the header of a message does not end, {expected}"),
            Self::NoLength => write!(f, "a message has no `Content-Length`"),
            Self::BadLength { value } => {
                write!(f, "`Content-Length: {value}` is not a number of bytes")
            }
            Self::TwoLengths => write!(f, "a message has two `Content-Length` that differ"),
            Self::TooLong { length } => write!(
                f,
                "a message of {length} bytes is announced, expected at most {MAX_LENGTH}"
            ),
            Self::Unfinished => write!(f, "the input ends inside a message"),
            Self::Io(kind) => write!(f, "the input cannot be read: {kind}"),
        }
    }
}

impl std::error::Error for FrameError {}

/// What the header and the body of a message are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// The body.
    pub body: Vec<u8>,
    /// The charset that is named, where it is not UTF-8.
    pub foreign_charset: Option<String>,
}

/// Reads the next message; `None` where the input ends before one.
///
/// Lines may end in `\n` alone, names may be written in any case, empty lines before
/// a header are passed over and unknown names are ignored: with all of that it is
/// certain where the message begins and ends.
pub(super) fn read(input: &mut impl BufRead) -> Result<Option<Frame>, FrameError> {
    let Some(header) = read_header(input)? else {
        return Ok(None);
    };
    let length = header.length.ok_or(FrameError::NoLength)?;
    if length > MAX_LENGTH {
        return Err(FrameError::TooLong { length });
    }
    // Grows with what arrives, whatever was announced.
    let mut body = Vec::new();
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    input
        .take(limit)
        .read_to_end(&mut body)
        .map_err(|error| failed(&error))?;
    if body.len() < length {
        return Err(FrameError::Unfinished);
    }
    Ok(Some(Frame {
        body,
        foreign_charset: header.foreign_charset,
    }))
}

#[derive(Default)]
struct Header {
    length: Option<usize>,
    foreign_charset: Option<String>,
}

fn read_header(input: &mut impl BufRead) -> Result<Option<Header>, FrameError> {
    let mut header = Header::default();
    let mut has_begun = false;
    for _ in 0..MAX_LINES {
        let Some(line) = read_line(input)? else {
            return if has_begun {
                Err(FrameError::Unfinished)
            } else {
                Ok(None)
            };
        };
        if !line.is_empty() {
            has_begun = true;
            header.add(&line)?;
        } else if has_begun {
            return Ok(Some(header));
        }
    }
    Err(FrameError::LongHeader)
}

/// A line without its end; `None` where the input ends before one.
fn read_line(input: &mut impl BufRead) -> Result<Option<String>, FrameError> {
    let mut line = Vec::new();
    let mut limited = input.take(MAX_LINE);
    limited
        .read_until(b'\n', &mut line)
        .map_err(|error| failed(&error))?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(if limited.limit() == 0 {
            FrameError::LongHeader
        } else {
            FrameError::Unfinished
        });
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

impl Header {
    fn add(&mut self, line: &str) -> Result<(), FrameError> {
        let Some((name, value)) = line.split_once(':') else {
            return Err(FrameError::NoHeader { line: start(line) });
        };
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("content-length") {
            let length = value.parse().map_err(|_| FrameError::BadLength {
                value: start(value),
            })?;
            if self.length.is_some_and(|known| known != length) {
                return Err(FrameError::TwoLengths);
            }
            self.length = Some(length);
        } else if name.eq_ignore_ascii_case("content-type") {
            self.foreign_charset = foreign_charset(value);
        }
        Ok(())
    }
}

/// `utf8` is what the protocol's first versions said.
fn foreign_charset(content_type: &str) -> Option<String> {
    let parameters = content_type.split(';').skip(1);
    let mut charsets = parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"').to_ascii_lowercase())
    });
    let charset = charsets.next()?;
    (!matches!(charset.as_str(), "utf-8" | "utf8")).then_some(charset)
}

/// Enough of a text to know it again.
fn start(text: &str) -> String {
    let text: String = text.chars().take(60).collect();
    crate::report::printable(&text).into_owned()
}

fn failed(error: &io::Error) -> FrameError {
    FrameError::Io(error.kind())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(mut input: &[u8]) -> Result<Vec<String>, FrameError> {
        let mut bodies = Vec::new();
        while let Some(frame) = read(&mut input)? {
            bodies.push(String::from_utf8_lossy(&frame.body).into_owned());
        }
        Ok(bodies)
    }

    #[test]
    fn headers_come_in_many_forms() {
        for header in [
            "Content-Length: 2\r\n\r\n",
            "content-length:2\r\n\r\n",
            "CONTENT-LENGTH:  2 \r\n\r\n",
            "Content-Length: 2\n\n",
            "Content-Length: 2\r\n\n",
            "\r\n\nContent-Length: 2\r\n\r\n",
            "Content-Length: 2\r\nContent-Length: 2\r\n\r\n",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
            "Content-Length: 2\r\nX-Other: ü\r\n\r\n",
        ] {
            let input = format!("{header}{{}}{header}[]");
            let expected = ["{}".to_owned(), "[]".to_owned()];
            assert_eq!(bodies(input.as_bytes()).unwrap(), expected, "{header:?}");
        }
    }

    #[test]
    fn without_a_length_it_is_the_end() {
        let bad = |value: &str| FrameError::BadLength {
            value: value.to_owned(),
        };
        let long = format!("{}\r\n", "x".repeat(5000));
        for (input, error) in [
            ("\r\n\r\nX: 1\r\n\r\n{}", FrameError::NoLength),
            ("Content-Length: two\r\n\r\n{}", bad("two")),
            ("Content-Length: -2\r\n\r\n{}", bad("-2")),
            ("Content-Length: 2.0\r\n\r\n{}", bad("2.0")),
            ("Content-Length:\r\n\r\n{}", bad("")),
            (
                "Content-Length: 99999999999999999999999\r\n\r\n",
                bad("99999999999999999999999"),
            ),
            (
                "Content-Length: 999999999999\r\n\r\n",
                FrameError::TooLong {
                    length: 999_999_999_999,
                },
            ),
            (
                "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
                FrameError::TwoLengths,
            ),
            (
                "hello\r\n\r\n",
                FrameError::NoHeader {
                    line: "hello".to_owned(),
                },
            ),
            ("Content-Length: 2", FrameError::Unfinished),
            ("Content-Length: 2\r\n", FrameError::Unfinished),
            ("Content-Length: 3\r\n\r\n{}", FrameError::Unfinished),
            (long.as_str(), FrameError::LongHeader),
            ("A: 1\r\n".repeat(99).as_str(), FrameError::LongHeader),
        ] {
            assert_eq!(bodies(input.as_bytes()), Err(error), "{input:?}");
        }
    }

    #[test]
    fn a_charset_that_is_not_utf_8_is_told() {
        let charset = |value: &str| {
            let input = format!("Content-Type: {value}\r\nContent-Length: 0\r\n\r\n");
            read(&mut input.as_bytes())
                .unwrap()
                .and_then(|frame| frame.foreign_charset)
        };
        assert_eq!(charset("a/b; charset=utf8"), None);
        assert_eq!(charset("a/b; Charset=\"UTF-8\""), None);
        assert_eq!(charset("a/b"), None);
        assert_eq!(charset("a/b; charset=UTF-16").as_deref(), Some("utf-16"));
    }
}
