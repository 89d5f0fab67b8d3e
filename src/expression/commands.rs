//! A plain look at a script: its commands, word by word.
//!
//! Lines that end in a backslash go on; `&&`, `||`, `;` and `|` end a command;
//! quotes hold words together; comments and the bodies of heredocs are left out.
//! Good enough to tell which tool a step calls with which options, not to run
//! it.

use std::borrow::Cow;
use std::ops::Range;

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command<'s> {
    /// Its words, quotes removed.
    pub words: Vec<Word<'s>>,
}

/// One word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'s> {
    /// The word without its quotes.
    pub text: Cow<'s, str>,
    /// Its bytes in the script, quotes included.
    pub range: Range<usize>,
}

impl Command<'_> {
    /// The word at an index; empty past the end.
    pub fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| &word.text)
    }

    /// Whether the command begins with these words. A path before the first is
    /// ignored: `./android/gradlew` is `gradlew`.
    pub fn starts_with(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| {
            let found = self.word(index);
            let found = if index == 0 {
                found.rsplit('/').next().unwrap_or(found)
            } else {
                found
            };
            found == *word
        })
    }

    /// Whether a word is written anywhere in the command.
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|found| found.text == word)
    }

    /// The value of an option: `--type X` and `--type=X`.
    pub fn option(&self, name: &str) -> Option<&Word<'_>> {
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            if word.text == name {
                return words.next();
            }
            if word
                .text
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('='))
            {
                return Some(word);
            }
        }
        None
    }

    /// The text of an option's value.
    pub fn option_text(&self, name: &str) -> Option<&str> {
        let word = self.option(name)?;
        let text: &str = &word.text;
        Some(
            text.strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('='))
                .unwrap_or(text),
        )
    }

    /// The bytes of the whole command in the script.
    pub fn range(&self) -> Range<usize> {
        let start = self.words.first().map_or(0, |word| word.range.start);
        let end = self.words.last().map_or(start, |word| word.range.end);
        start..end
    }
}

/// The commands of a script, in order.
pub fn commands(script: &str) -> Vec<Command<'_>> {
    let mut scanner = Scanner {
        script,
        at: 0,
        words: Vec::new(),
        found: Vec::new(),
        heredocs: Vec::new(),
    };
    scanner.run();
    scanner.found
}

struct Scanner<'s> {
    script: &'s str,
    at: usize,
    words: Vec<Word<'s>>,
    found: Vec<Command<'s>>,
    heredocs: Vec<&'s str>,
}

impl<'s> Scanner<'s> {
    fn run(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                '\n' => {
                    self.end_command();
                    self.at += 1;
                    self.skip_heredocs();
                }
                '#' => self.skip_line(),
                ';' | '|' | '&' | '(' | ')' => {
                    self.end_command();
                    self.at += 1;
                }
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '\\' if self.rest().starts_with("\\\r\n") => self.at += 3,
                c if c.is_whitespace() => self.at += c.len_utf8(),
                '<' if self.rest().starts_with("<<") && !self.rest().starts_with("<<<") => {
                    self.heredoc();
                }
                _ => self.word(),
            }
        }
        self.end_command();
    }

    fn rest(&self) -> &'s str {
        &self.script[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn end_command(&mut self) {
        let mut words = std::mem::take(&mut self.words);
        // `then`, `do` and the like stand before a command of their own.
        let keyword = |word: &Word<'_>| {
            matches!(
                &*word.text,
                "then" | "do" | "else" | "if" | "elif" | "while" | "{" | "!" | "sudo" | "time"
            )
        };
        let before = words.iter().take_while(|word| keyword(word)).count();
        words.drain(..before);
        if !words.is_empty() {
            self.found.push(Command { words });
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let mut own: Option<String> = None;
        let mut plain = start;
        while let Some(c) = self.peek() {
            match c {
                '\'' | '"' => {
                    let text = own.get_or_insert_with(String::new);
                    text.push_str(&self.script[plain..self.at]);
                    self.at += 1;
                    let close = closing(self.rest(), c);
                    text.push_str(&self.rest()[..close]);
                    self.at = (self.at + close + 1).min(self.script.len());
                    plain = self.at;
                }
                '\\' => self.at += 1 + self.rest()[1..].chars().next().map_or(0, char::len_utf8),
                '\n' | ';' | '|' | '&' | ')' => break,
                c if c.is_whitespace() => break,
                _ => self.at += c.len_utf8(),
            }
        }
        let tail = &self.script[plain..self.at];
        let text = match own {
            Some(mut own) => {
                own.push_str(tail);
                Cow::Owned(own)
            }
            None => Cow::Borrowed(tail),
        };
        self.words.push(Word {
            text,
            range: start..self.at,
        });
    }

    fn heredoc(&mut self) {
        self.at += 2;
        let skip = self.rest().len() - self.rest().trim_start_matches(['-', ' ']).len();
        self.at += skip;
        let quoted = self.rest().trim_start_matches(['\'', '"', '\\']);
        let end = quoted
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(quoted.len());
        // `1 << 4` shifts.
        if end > 0 && !quoted.starts_with(|c: char| c.is_ascii_digit()) {
            self.heredocs.push(&quoted[..end]);
        }
        self.at += self
            .rest()
            .find(char::is_whitespace)
            .unwrap_or(self.rest().len());
    }

    fn skip_heredocs(&mut self) {
        for word in std::mem::take(&mut self.heredocs) {
            while !self.rest().is_empty() {
                let line_end = self
                    .rest()
                    .find('\n')
                    .map_or(self.rest().len(), |at| at + 1);
                let line = &self.rest()[..line_end];
                self.at += line_end;
                if line.trim() == word {
                    break;
                }
            }
        }
    }
}

/// Bytes before the quote that closes; in double quotes a backslash keeps the next
/// character from closing.
fn closing(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !escaped {
            return at;
        }
        escaped = quote == '"' && c == '\\' && !escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(script: &str) -> Vec<Vec<String>> {
        let words = |command: Command<'_>| {
            command
                .words
                .iter()
                .map(|word| word.text.to_string())
                .collect()
        };
        commands(script).into_iter().map(words).collect()
    }

    #[test]
    fn commands_are_told_apart() {
        let script =
            "cd ios && pod install # later\nif true; then\n  a 'b c' \\\n    --d=\"e\"\nfi\n";
        let expected: Vec<Vec<&str>> = vec![
            vec!["cd", "ios"],
            vec!["pod", "install"],
            vec!["true"],
            vec!["a", "b c", "--d=e"],
            vec!["fi"],
        ];
        assert_eq!(texts(script), expected);
    }

    #[test]
    fn heredocs_are_not_commands() {
        assert_eq!(
            texts("cat <<'EOF' > x\nxcode-project use-profiles\nEOF\nls\n"),
            [vec!["cat", ">", "x"], vec!["ls"],]
        );
    }

    #[test]
    fn quotes_may_hold_quotes_and_shifts_are_no_heredocs() {
        let found = texts("echo \"{\\\"a\\\": 1}\" > c\nls $((1 << 4))\npwd\n");
        assert_eq!(found[0][0], "echo");
        assert_eq!(found.last().unwrap(), &["pwd"]);
    }

    #[test]
    fn options_have_values() {
        let all = commands("app-store-connect fetch-signing-files x --type=IOS_APP_STORE --create");
        assert_eq!(all[0].option_text("--type"), Some("IOS_APP_STORE"));
        assert_eq!(all[0].option_text("--platform"), None);
    }

    #[test]
    fn what_is_escaped_belongs_to_its_word() {
        let expected = [vec!["echo", "a\\ b", "\\é c\\;", "d"], vec!["ls"]];
        let script = "echo a\\ b \\é' 'c\\; d; ls";
        assert_eq!(texts(script), expected);
    }

    #[test]
    fn unfinished_scripts_end_quietly() {
        for script in ["'", "a \"", "\\", "<<", "cat <<EOF", "&&", "a\\"] {
            let _ = commands(script);
        }
    }
}
