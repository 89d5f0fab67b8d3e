//! PowerShell, by a plainer look than Bash: commands, words, `$env:NAME`.

use std::borrow::Cow;

use super::script::{Assignment, Called, Command, Context, Read, ReadKind, Redirect, Script, Word};

/// Reads a script for PowerShell.
pub(super) fn parse(text: &str) -> Script<'_> {
    let mut reader = Reader {
        text,
        at: 0,
        script: Script::default(),
        current: None,
        depth: 0,
    };
    reader.run();
    reader.script
}

struct Reader<'s> {
    text: &'s str,
    at: usize,
    script: Script<'s>,
    current: Option<usize>,
    /// Braces that are open.
    depth: usize,
}

impl<'s> Reader<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn run(&mut self) {
        while let Some(next) = self.rest().chars().next() {
            let rest = self.rest();
            match next {
                '\n' | ';' | '|' | '(' | ')' => {
                    self.current = None;
                    self.at += 1;
                }
                '{' | '}' => {
                    self.depth = if next == '{' {
                        self.depth + 1
                    } else {
                        self.depth.saturating_sub(1)
                    };
                    self.current = None;
                    self.at += 1;
                }
                '&' => {
                    // Calls what follows, or, doubled, chains commands.
                    if rest.starts_with("&&") || self.current.is_some() {
                        self.current = None;
                    }
                    self.at += 1 + usize::from(rest.starts_with("&&"));
                }
                '`' if rest.starts_with("`\n") => self.at += 2,
                '`' if rest.starts_with("`\r\n") => self.at += 3,
                '#' => self.comment(rest.find('\n').unwrap_or(rest.len())),
                '<' if rest.starts_with("<#") => {
                    self.comment(rest.find("#>").map_or(rest.len(), |at| at + 2));
                }
                '>' => self.redirect(),
                c if c.is_whitespace() => self.at += c.len_utf8(),
                _ => self.token(),
            }
        }
    }

    fn comment(&mut self, length: usize) {
        self.script.comments.push(self.at..self.at + length);
        self.at += length;
    }

    fn current(&mut self) -> usize {
        let index = self.current.unwrap_or(self.script.commands.len());
        if self.current.is_none() {
            self.script.commands.push(Command {
                assignments: Vec::new(),
                words: Vec::new(),
                redirects: Vec::new(),
                context: Context {
                    is_conditional: self.depth > 0,
                    ..Context::default()
                },
                pipes_to: None,
                range: self.at..self.at,
                called: Called::default(),
            });
            self.current = Some(index);
        }
        index
    }

    fn add(&mut self, change: impl FnOnce(&mut Command<'s>)) {
        let index = self.current.unwrap_or_default();
        let end = self.at;
        if let Some(command) = self.script.commands.get_mut(index) {
            change(command);
            command.range.end = end;
        }
    }

    fn redirect(&mut self) {
        self.current();
        let operator = if self.rest().starts_with(">>") {
            ">>"
        } else {
            ">"
        };
        let start = self.at;
        self.at += operator.len();
        let range = start..self.at;
        let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        self.at += blanks;
        let target = self.word();
        self.add(|command| {
            command.redirects.push(Redirect {
                operator,
                range,
                target,
                document: None,
                is_inherited: false,
            });
        });
    }

    fn token(&mut self) {
        let is_first = self.current.is_none();
        self.current();
        if is_first && let Some(assignment) = self.assignment() {
            self.add(|command| command.assignments.push(assignment));
            // What is assigned may be a command.
            self.current = None;
            return;
        }
        match self.word() {
            Some(word) => self.add(|command| command.words.push(word)),
            None => self.at += self.rest().chars().next().map_or(1, char::len_utf8),
        }
    }

    /// `$env:NAME =`; its value is read as what follows.
    fn assignment(&mut self) -> Option<Assignment<'s>> {
        let rest = self.rest();
        let name = variable(rest)?;
        let length = "$env:".len() + name.len();
        let after = rest.get(length..)?.trim_start_matches([' ', '\t']);
        let signs = after
            .strip_prefix("+=")
            .or_else(|| after.strip_prefix('='))?;
        if signs.starts_with('=') {
            return None;
        }
        let start = self.at + "$env:".len();
        self.at += rest.len() - signs.len();
        Some(Assignment {
            name,
            range: start..start + name.len(),
            value: Word {
                text: "".into(),
                range: self.at..self.at,
                is_literal: false,
            },
        })
    }

    fn word(&mut self) -> Option<Word<'s>> {
        let start = self.at;
        let mut own: Option<String> = None;
        let mut plain = start;
        let mut is_literal = true;
        while let Some(next) = self.rest().chars().next() {
            match next {
                '\'' | '"' => {
                    let (open, inner, close) = quoted(self.rest(), next);
                    let text = own.get_or_insert_default();
                    text.push_str(&self.text[plain..self.at]);
                    let inside = self.at + open..self.at + open + inner;
                    text.push_str(&self.text[inside.clone()]);
                    if next == '\'' {
                        self.script.quoted.push(inside);
                        self.at += open + inner + close;
                    } else {
                        is_literal &= !self.text[inside.clone()].contains('$');
                        self.at += open;
                        while self.at < inside.end {
                            self.variable_or_character(true);
                        }
                        self.at = inside.end + close;
                    }
                    plain = self.at;
                }
                '`' => {
                    self.at += 1 + self.rest()[1..].chars().next().map_or(0, char::len_utf8);
                }
                ';' | '|' | '(' | ')' | '{' | '}' | '>' | '&' => break,
                c if c.is_whitespace() => break,
                c => {
                    is_literal &= c != '$';
                    self.variable_or_character(false);
                }
            }
        }
        let tail = &self.text[plain..self.at];
        let text = match own {
            Some(own) => Cow::Owned(own + tail),
            None => Cow::Borrowed(tail),
        };
        (self.at > start).then_some(Word {
            text,
            range: start..self.at,
            is_literal,
        })
    }

    fn variable_or_character(&mut self, is_quoted: bool) {
        let rest = self.rest();
        let braced = rest.strip_prefix("${env:").and_then(|inner| {
            let name = inner.split('}').next()?;
            Some((name, name.len() + "${env:}".len()))
        });
        let plain = variable(rest).map(|name| (name, name.len() + "$env:".len()));
        match braced.or(plain) {
            Some((name, length)) => {
                let range = self.at..(self.at + length).min(self.text.len());
                self.at = range.end;
                self.script.reads.push(Read {
                    name,
                    range,
                    kind: ReadKind::PowerShell,
                    is_quoted,
                });
            }
            None => self.at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// The name in `$env:NAME`; the case of `env` does not matter.
fn variable(text: &str) -> Option<&str> {
    let (sigil, rest) = text.split_at_checked("$env:".len())?;
    if !sigil.eq_ignore_ascii_case("$env:") {
        return None;
    }
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// The lengths of a string's opening, its inside and its closing. One that nothing
/// closes ends with its line.
fn quoted(text: &str, quote: char) -> (usize, usize, usize) {
    // A here-string: `@"`, lines, `"@`, of which the sign was read before.
    let closing = format!("\n{quote}@");
    if text[1..].starts_with(['\n', '\r'])
        && let Some(end) = text.find(&closing)
    {
        return (1, end.saturating_sub(1), closing.len());
    }
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '`' if quote == '"' => {
                characters.next();
            }
            // Doubled, it stands for itself.
            c if c == quote && characters.next_if(|it| it.1 == quote).is_none() => {
                return (1, at - 1, 1);
            }
            _ => {}
        }
    }
    let line = text.find('\n').unwrap_or(text.len());
    (1, line.saturating_sub(1), 0)
}
