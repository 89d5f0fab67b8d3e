//! Constructs around commands: `if`, `case`, loops, groups, functions, `[[ … ]]`.

use super::cursor::Reader;
use super::script::Context;
use super::words::Place;

/// Constructs that are looked at for the one that a word closes.
const MAX_OPEN: usize = 16;

/// What a construct is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    If,
    Loop,
    Case,
    Brace,
    Subshell,
}

/// A construct that is not closed yet.
pub(super) struct Open<'s> {
    pub kind: Kind,
    /// The index of the first command inside.
    pub first: usize,
    /// The first command of the chain that it stands in.
    pub chain: Option<usize>,
    /// In which circumstances it runs.
    pub outer: Context<'s>,
    /// In which circumstances the commands run that come next.
    pub inner: Context<'s>,
    /// The next word is a pattern of a `case`.
    pub expects_pattern: bool,
}

/// What is being read between two brackets.
#[derive(Default)]
pub(super) struct Frame<'s> {
    /// The command here, by its index.
    pub current: Option<usize>,
    pub open: Vec<Open<'s>>,
    /// The first command of the construct that was just closed.
    pub closed: Option<usize>,
    /// The command whose output the next reads.
    pub piped: Option<usize>,
    /// The first command of the chain of `&&` and `|` that is being read.
    pub chain: Option<usize>,
    /// Whether `&&` or `||` stands before the next command.
    pub is_chained: bool,
    /// Whether `!` stands before the command.
    pub is_negated: bool,
    /// The function whose body comes next.
    pub function: Option<&'s str>,
}

impl Frame<'_> {
    /// Whether a pattern of a `case` comes next.
    pub fn expects_pattern(&self) -> bool {
        self.current.is_none() && self.open.last().is_some_and(|open| open.expects_pattern)
    }

    /// `then`, `do` and the like: from the condition into a branch, or back.
    fn branch(&mut self, kind: Kind, is_condition: bool) {
        self.is_chained = false;
        self.chain = None;
        let mut open = self.open.iter_mut().rev().take(MAX_OPEN);
        if let Some(open) = open.find(|open| open.kind == kind) {
            open.inner = open.outer;
            open.inner.is_conditional = true;
            open.inner.is_tested |= is_condition;
        }
    }

    /// Closes the innermost construct of a kind; whether there was one.
    pub fn close(&mut self, kind: Kind) -> bool {
        let mut open = self.open.iter().rev().take(MAX_OPEN);
        let Some(above) = open.position(|open| open.kind == kind) else {
            return false;
        };
        self.open.truncate(self.open.len() - above);
        let closed = self.open.pop();
        self.closed = closed.as_ref().map(|open| open.first);
        self.chain = closed.and_then(|open| open.chain);
        true
    }
}

impl<'s> Reader<'s, '_> {
    /// The letters or brackets here, up to what ends a word; empty where the word
    /// has anything else in it.
    pub(super) fn bare(&self) -> &'s str {
        let rest = self.rest();
        let is_letter = |c: char| c.is_ascii_lowercase() || matches!(c, '{' | '}' | '!' | '[');
        let end = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        let ends = rest
            .as_bytes()
            .get(end)
            .is_none_or(|it| b" \t\r\n;&|()<>".contains(it));
        let is_continued = rest[end..].starts_with("\\\n");
        if ends || is_continued {
            &rest[..end]
        } else {
            ""
        }
    }

    /// Takes a word of the grammar's own; whether there was one.
    pub(super) fn keyword(&mut self, frame: &mut Frame<'s>) -> bool {
        let word = self.bare();
        let start = self.at;
        self.at += word.len();
        match word {
            "if" => self.open(frame, Kind::If),
            "while" | "until" => self.open(frame, Kind::Loop),
            "then" | "else" => frame.branch(Kind::If, false),
            "elif" => frame.branch(Kind::If, true),
            "do" => frame.branch(Kind::Loop, false),
            "fi" => drop(frame.close(Kind::If)),
            "done" => drop(frame.close(Kind::Loop)),
            "esac" => drop(frame.close(Kind::Case)),
            "{" => self.open(frame, Kind::Brace),
            "}" => drop(frame.close(Kind::Brace)),
            "!" => frame.is_negated = true,
            "coproc" => {}
            "for" | "select" => self.loop_head(frame),
            "case" => self.case_head(frame),
            "function" => {
                self.skip_blanks();
                let name = self.word(Place::Command).map(|word| word.range);
                self.skip_blanks();
                if self.starts("()") {
                    self.at += 2;
                }
                let name = name.and_then(|range| self.text.get(range));
                self.defines(frame, name);
            }
            "[[" => {
                self.at = start;
                self.condition(frame);
            }
            _ => {
                self.at = start;
                return false;
            }
        }
        true
    }

    pub(super) fn open(&mut self, frame: &mut Frame<'s>, kind: Kind) {
        let mut outer = frame.open.last().map_or(self.context, |open| open.inner);
        outer.is_conditional |= frame.is_chained;
        outer.is_tested |= frame.is_negated;
        outer.in_subshell |= frame.piped.take().is_some();
        let mut inner = outer;
        match kind {
            Kind::If | Kind::Loop => inner.is_tested = true,
            Kind::Case => inner.is_conditional = true,
            Kind::Subshell => inner.in_subshell = true,
            Kind::Brace => {}
        }
        if matches!(kind, Kind::Brace | Kind::Subshell) {
            inner.function = frame.function.take().or(inner.function);
        }
        frame.open.push(Open {
            kind,
            first: self.script.commands.len(),
            chain: frame.chain.take(),
            outer,
            inner,
            expects_pattern: false,
        });
        frame.is_chained = false;
        frame.is_negated = false;
        frame.closed = None;
    }

    /// `for NAME in a b`, `for ((…))`.
    fn loop_head(&mut self, frame: &mut Frame<'s>) {
        self.skip_blanks();
        if self.starts("((") && self.arithmetic(2) {
            self.open(frame, Kind::Loop);
            return;
        }
        let start = self.at;
        let name = self.name();
        if !name.is_empty() {
            self.script.implicit_sets.push((name, start..self.at));
        }
        self.open(frame, Kind::Loop);
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some(b'\n' | b';') => return,
                Some(b'#') => self.comment(),
                _ => {
                    if self.word(Place::Command).is_none() {
                        self.skip_character();
                    }
                }
            }
        }
    }

    /// `case WORD in`.
    fn case_head(&mut self, frame: &mut Frame<'s>) {
        self.skip_blanks();
        self.word(Place::Command);
        self.open(frame, Kind::Case);
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) || self.skip_continuation()
        {
            if matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
                self.at += 1;
            }
        }
        if self.bare() == "in" {
            self.at += 2;
            if let Some(open) = frame.open.last_mut() {
                open.expects_pattern = true;
            }
        }
    }

    /// `[[ … ]]`, as a command of that name.
    fn condition(&mut self, frame: &mut Frame<'s>) {
        let open = self.at;
        let index = self.current(frame);
        loop {
            while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n'))
                || self.skip_continuation()
            {
                if matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
                    self.at += 1;
                }
            }
            let Some(word) = self.word(Place::Condition) else {
                if !self.is_broken(open) {
                    self.never_closes(open);
                }
                return;
            };
            let is_end = word.text == "]]" || self.is_broken(open);
            self.add(index, |command| command.words.push(word));
            if is_end {
                return;
            }
        }
    }
}
