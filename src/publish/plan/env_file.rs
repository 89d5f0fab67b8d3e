//! Files of variables: `NAME=value` lines.
//!
//! The form is the one that shells and `.env` readers have in common: comments,
//! `export`, single quotes that keep everything, double quotes with `\n`, `\t`, `\"`,
//! `\\`, `\$`. What is quoted may have several lines, as keys do. Nothing is filled
//! in. No message repeats a value.

use std::collections::BTreeMap;
use std::fmt;

/// The variables of a file. The debug text tells their names only.
#[derive(Clone, Default)]
pub struct EnvFile {
    name: String,
    values: BTreeMap<String, String>,
}

impl fmt::Debug for EnvFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvFile")
            .field("name", &self.name)
            .field("names", &self.values.keys())
            .finish()
    }
}

/// Why a file of variables cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvFileProblem {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
    /// What to write instead.
    pub help: &'static str,
}

impl fmt::Display for EnvFileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl EnvFile {
    /// Reads one. Of two lines for one name the later counts.
    ///
    /// # Errors
    /// At the first line that is neither `NAME=value`, blank nor a comment.
    pub fn parse(name: impl Into<String>, text: &str) -> Result<Self, EnvFileProblem> {
        let mut file = Self {
            name: name.into(),
            values: BTreeMap::new(),
        };
        let mut reader = Reader {
            rest: text.strip_prefix('\u{feff}').unwrap_or(text),
            line: 1,
        };
        while !reader.rest.is_empty() {
            let line = reader.line;
            let read = reader.entry().map_err(|defect| EnvFileProblem {
                file: file.name.clone(),
                line,
                message: defect.message,
                help: defect.help,
            })?;
            file.values.extend(read);
        }
        Ok(file)
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }
}

struct Defect {
    message: String,
    help: &'static str,
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Reader<'t> {
    /// Passes to behind the next line break.
    fn line(&mut self) -> &'t str {
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.line += 1;
        line.strip_suffix('\r').unwrap_or(line)
    }

    fn entry(&mut self) -> Result<Option<(String, String)>, Defect> {
        let before = self.rest;
        let line = self.line();
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            return Ok(None);
        }
        let exported = text.strip_prefix("export");
        let exported = exported.filter(|rest| rest.starts_with([' ', '\t']));
        let text = exported.map_or(text, str::trim_start);
        let Some((name, value)) = text.split_once('=') else {
            // What stands here may be a line of a key, whatever it looks like.
            return Err(Defect {
                message: "expected `NAME=value`".into(),
                help: "write `NAME=`, or put a value of several lines, such as a key, between quotes",
            });
        };
        let name = name.trim_end();
        if !is_name(name) {
            return Err(Defect {
                message: "what stands before `=` is no name of a variable".into(),
                help: "use letters, digits and `_`; put a value of several lines between quotes",
            });
        }
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
            if value.starts_with("-----BEGIN ") && !value.contains("-----END ") {
                return Err(Defect {
                    message: format!("the value of `{name}` goes on in the next line"),
                    help: "put a value of several lines, such as a key, between quotes",
                });
            }
            return Ok(Some((name.to_owned(), unquoted(value).to_owned())));
        };
        // The value may go on behind this line: go back to the quote.
        let at = before.len() - before.trim_start().len();
        let open = before
            .get(at..)
            .and_then(|rest| Some(at + rest.find('=')? + 1))
            .and_then(|from| Some(from + before.get(from..)?.find(quote)? + 1));
        let inner = open.and_then(|open| before.get(open..)).unwrap_or_default();
        let value = self.quoted(name, inner, quote)?;
        Ok(Some((name.to_owned(), value)))
    }

    /// The text up to the closing quote. What follows on that line must be blank or a
    /// comment.
    fn quoted(&mut self, name: &str, inner: &'t str, quote: char) -> Result<String, Defect> {
        let mut value = String::new();
        let mut chars = inner.char_indices();
        while let Some((at, char)) = chars.next() {
            if char == quote {
                return self.close(name, inner, at).map(|()| value);
            }
            match char {
                '\r' if inner.get(at + 1..).is_some_and(|it| it.starts_with('\n')) => {}
                '\\' if quote == '"' => match chars.next().map(|(_, char)| char) {
                    Some('n') => value.push('\n'),
                    Some('r') => value.push('\r'),
                    Some('t') => value.push('\t'),
                    // A line that goes on.
                    Some('\n') | None => {}
                    Some(char @ ('"' | '\\' | '$' | '`')) => value.push(char),
                    Some(char) => value.extend(['\\', char]),
                },
                _ => value.push(char),
            }
        }
        Err(Defect {
            message: format!("the value of `{name}` has no closing `{quote}`"),
            help: "close the quote, or escape quotes inside it with a backslash",
        })
    }

    fn close(&mut self, name: &str, inner: &'t str, at: usize) -> Result<(), Defect> {
        let value = inner.get(..at).unwrap_or_default();
        let after = inner.get(at + 1..).unwrap_or_default();
        let (tail, rest) = after.split_once('\n').unwrap_or((after, ""));
        let tail = tail.trim();
        if !tail.is_empty() && !tail.starts_with('#') {
            return Err(Defect {
                message: format!("something follows the closing quote of `{name}`"),
                help: "escape quotes inside the value with a backslash, or use the other kind around it",
            });
        }
        self.line += value.matches('\n').count();
        self.rest = rest;
        Ok(())
    }
}

/// A value without quotes: up to a comment, which begins with a blank.
fn unquoted(value: &str) -> &str {
    let end = [" #", "\t#"].iter().filter_map(|it| value.find(it)).min();
    let value = value.get(..end.unwrap_or(value.len())).unwrap_or(value);
    if value.starts_with('#') {
        return "";
    }
    value.trim_end()
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
