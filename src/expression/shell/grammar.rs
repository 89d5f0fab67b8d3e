//! Commands, and the constructs around them.

use super::cursor::Reader;
use super::script::{Assignment, Command, Context, Redirect, Script, Word};
use super::words::Place;

/// Quotes and brackets without an end that are taken for plain text; past them the
/// rest of a script is one word.
const MAX_BROKEN: usize = 8;

/// Constructs that are looked at for the one that a word closes.
const MAX_OPEN: usize = 16;

/// Groups inside each other whose redirections are told to their commands.
const MAX_GROUPS: usize = 32;

/// Reads a script for a Bourne shell.
pub(super) fn parse(text: &str) -> Script<'_> {
    let mut broken = Vec::new();
    loop {
        let mut reader = Reader::new(text, &broken);
        reader.commands(false);
        reader.end_of_script();
        let (unclosed, mut script) = (reader.unclosed, reader.script);
        match unclosed {
            Some(open) if broken.len() < MAX_BROKEN && !broken.contains(&open) => broken.push(open),
            _ => {
                script.unclosed = broken.iter().copied().chain(unclosed).min();
                // Here-documents are read before what follows them on their first line.
                script.reads.sort_by_key(|read| read.range.start);
                script.implicit_sets.sort_by_key(|(_, range)| range.start);
                script.comments.sort_by_key(|comment| comment.start);
                script.quoted.sort_by_key(|quoted| quoted.start);
                sort_documents(&mut script);
                return script;
            }
        }
    }
}

/// Puts here-documents in the order of their lines: one inside a substitution comes
/// before the one that its line has announced.
fn sort_documents(script: &mut Script<'_>) {
    let is_later = |it: &[super::script::HereDocument<'_>]| it[0].body.start > it[1].body.start;
    if !script.documents.windows(2).any(is_later) {
        return;
    }
    let mut order: Vec<usize> = (0..script.documents.len()).collect();
    order.sort_by_key(|&index| script.documents[index].body.start);
    let mut places = vec![0; order.len()];
    for (place, &index) in order.iter().enumerate() {
        places[index] = place;
    }
    script.documents = order
        .iter()
        .map(|&index| script.documents[index].clone())
        .collect();
    for redirect in script.commands.iter_mut().flat_map(|it| &mut it.redirects) {
        redirect.document = redirect.document.map(|index| places[index]);
    }
}

/// What a construct is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    If,
    Loop,
    Case,
    Brace,
    Subshell,
}

/// A construct that is not closed yet.
struct Open<'s> {
    kind: Kind,
    /// The index of the first command inside.
    first: usize,
    /// In which circumstances it runs.
    outer: Context<'s>,
    /// In which circumstances the commands run that come next.
    inner: Context<'s>,
    /// The next word is a pattern of a `case`.
    expects_pattern: bool,
}

/// What is being read between two brackets.
#[derive(Default)]
struct Frame<'s> {
    /// The command here, by its index.
    current: Option<usize>,
    open: Vec<Open<'s>>,
    /// The first command of the construct that was just closed.
    closed: Option<usize>,
    /// The command whose output the next reads.
    piped: Option<usize>,
    /// Whether `&&` or `||` stands before the next command.
    is_chained: bool,
    /// Whether `!` stands before the command.
    is_negated: bool,
    /// The function whose body comes next.
    function: Option<&'s str>,
}

/// What ends a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// A line's end, `;` or a bracket.
    End,
    /// `&`.
    Background,
    /// `|`.
    Pipe,
    /// `&&` or `||`.
    Chain,
}

impl<'s> Reader<'s, '_> {
    /// Reads commands up to the end, or past the bracket that closes them. Whether
    /// that came.
    pub fn commands(&mut self, until_bracket: bool) -> bool {
        let mut frame = Frame::default();
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\\' if self.skip_continuation() => {}
                b'#' => self.comment(),
                b'\n' => {
                    self.finish(&mut frame, Separator::End);
                    self.at += 1;
                    self.read_documents();
                }
                _ if self.expects_pattern(&frame) => self.pattern(&mut frame),
                b';' => self.semicolon(&mut frame),
                b'&' if self.starts("&>") => self.redirect(&mut frame),
                b'&' => {
                    let is_chain = self.starts("&&");
                    let separator = if is_chain {
                        Separator::Chain
                    } else {
                        Separator::Background
                    };
                    self.finish(&mut frame, separator);
                    self.at += 1 + usize::from(is_chain);
                }
                b'|' => {
                    let is_chain = self.starts("||");
                    let separator = if is_chain {
                        Separator::Chain
                    } else {
                        Separator::Pipe
                    };
                    self.finish(&mut frame, separator);
                    let is_long = is_chain || self.starts("|&");
                    self.at += 1 + usize::from(is_long);
                }
                b'(' => self.bracket(&mut frame),
                b')' => {
                    self.finish(&mut frame, Separator::End);
                    self.at += 1;
                    if !self.close(&mut frame, Kind::Subshell) && until_bracket {
                        return true;
                    }
                }
                b'<' | b'>' if self.byte(self.at + 1) != Some(b'(') => self.redirect(&mut frame),
                _ => self.token(&mut frame),
            }
        }
        self.finish(&mut frame, Separator::End);
        false
    }

    /// Here-documents that were announced on the last line.
    fn end_of_script(&mut self) {
        if let Some(&(index, _)) = self.pending.first() {
            let start = self.script.documents.get(index).map(|it| it.body.start);
            self.unclosed = self.unclosed.or(start);
        }
    }

    fn expects_pattern(&self, frame: &Frame<'_>) -> bool {
        frame.current.is_none() && frame.open.last().is_some_and(|open| open.expects_pattern)
    }

    /// `pattern | pattern )` of a `case`, or its end.
    fn pattern(&mut self, frame: &mut Frame<'s>) {
        if self.bare() == "esac" {
            self.at += 4;
            self.close(frame, Kind::Case);
            return;
        }
        match self.peek() {
            Some(b')') => {
                self.at += 1;
                if let Some(open) = frame.open.last_mut() {
                    open.expects_pattern = false;
                }
            }
            Some(b'(' | b'|' | b';' | b'&') => self.at += 1,
            _ => {
                if self.word(Place::Pattern).is_none() {
                    self.skip_character();
                }
            }
        }
    }

    fn semicolon(&mut self, frame: &mut Frame<'s>) {
        self.finish(frame, Separator::End);
        let next_pattern = [";;&", ";;", ";&"].into_iter().find(|it| self.starts(it));
        self.at += next_pattern.map_or(1, str::len);
        if next_pattern.is_some()
            && let Some(open) = frame.open.last_mut()
        {
            open.expects_pattern = open.kind == Kind::Case;
        }
    }

    /// A bracket that opens: arithmetic, a subshell, or the `()` of a function.
    fn bracket(&mut self, frame: &mut Frame<'s>) {
        if let Some(current) = frame.current {
            if self.is_function(current) {
                self.at += 1;
                self.skip_blanks();
                self.at += 1;
                let name = self
                    .script
                    .commands
                    .get(current)
                    .map(|command| command.range.clone());
                let name = name.and_then(|range| self.text.get(range));
                self.script.commands.truncate(current);
                frame.current = None;
                self.defines(frame, name);
                return;
            }
            // No shell takes it; the rest is read all the same.
            self.finish(frame, Separator::End);
        }
        if self.starts("((") && self.arithmetic(2) {
            frame.closed = Some(self.script.commands.len());
            return;
        }
        self.at += 1;
        self.open(frame, Kind::Subshell);
    }

    fn is_function(&self, current: usize) -> bool {
        let Some(command) = self.script.commands.get(current) else {
            return false;
        };
        let is_name = command.assignments.is_empty()
            && command.redirects.is_empty()
            && matches!(&*command.words, [name] if name.is_literal);
        let rest = self.rest().get(1..).unwrap_or_default();
        is_name && rest.trim_start_matches([' ', '\t']).starts_with(')')
    }

    fn defines(&mut self, frame: &mut Frame<'s>, name: Option<&'s str>) {
        self.script.functions.extend(name);
        frame.function = name;
    }

    /// The word here, which may be one of the grammar's own.
    fn token(&mut self, frame: &mut Frame<'s>) {
        if frame.current.is_none() && self.keyword(frame) {
            return;
        }
        if self.is_descriptor() {
            self.redirect(frame);
            return;
        }
        let is_first = frame
            .current
            .and_then(|index| self.script.commands.get(index))
            .is_none_or(|command| command.words.is_empty());
        let index = self.current(frame);
        if is_first && let Some(assignment) = self.assignment() {
            self.add(index, |command| command.assignments.push(assignment));
            return;
        }
        match self.word(Place::Command) {
            Some(word) => self.add(index, |command| command.words.push(word)),
            None => self.skip_character(),
        }
    }

    /// `2>` or `{fd}>`.
    fn is_descriptor(&self) -> bool {
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (1..=3).contains(&digits)
            && matches!(self.byte(self.at + digits), Some(b'<' | b'>'))
            && self.byte(self.at + digits + 1) != Some(b'(')
    }

    fn assignment(&mut self) -> Option<Assignment<'s>> {
        let start = self.at;
        let name = self.name();
        let end = self.at;
        if self.peek() == Some(b'[') {
            let line = self.rest().lines().next().unwrap_or_default();
            self.at += line.find(']').map_or(0, |at| at + 1);
        }
        if self.starts("+=") {
            self.at += 1;
        }
        if name.is_empty() || self.peek() != Some(b'=') {
            self.at = start;
            return None;
        }
        self.at += 1;
        let from = self.at;
        let empty = || Word {
            text: "".into(),
            range: from..from,
            is_literal: true,
        };
        let value = self.value().unwrap_or_else(empty);
        Some(Assignment {
            name,
            range: start..end,
            value,
        })
    }

    /// What stands behind `NAME=`: a word, or an array.
    fn value(&mut self) -> Option<Word<'s>> {
        if self.peek() != Some(b'(') {
            return self.word(Place::Command);
        }
        // The sign belongs to the word, lest the bracket begin one.
        let start = self.at;
        self.at -= 1;
        self.word(Place::Command)?;
        Some(Word {
            text: self.since(start).into(),
            range: start..self.at,
            is_literal: false,
        })
    }

    fn redirect(&mut self, frame: &mut Frame<'s>) {
        let start = self.at;
        while self.peek().is_some_and(|it| it.is_ascii_digit()) {
            self.at += 1;
        }
        const OPERATORS: [&str; 12] = [
            "&>>", "<<<", "<<-", "&>", ">>", ">|", ">&", "<<", "<&", "<>", ">", "<",
        ];
        let found = OPERATORS.into_iter().find(|it| self.starts(it));
        let Some(operator) = found else {
            self.at = start;
            self.skip_character();
            return;
        };
        let from = self.at;
        self.at += operator.len();
        let mut redirect = Redirect {
            operator,
            range: from..self.at,
            target: None,
            document: None,
            is_inherited: false,
        };
        // A construct that was just closed takes it for all its commands.
        let group = frame.closed.filter(|_| frame.current.is_none());
        let index = match group {
            Some(_) => None,
            None => {
                let before = self.at;
                self.at = start;
                let index = self.current(frame);
                self.at = before;
                Some(index)
            }
        };
        if operator.starts_with("<<") && operator != "<<<" {
            self.document(&mut redirect);
        } else {
            self.skip_blanks();
            redirect.target = self.word(Place::Command);
        }
        let Some(first) = group else {
            self.add(index.unwrap_or_default(), |command| {
                command.redirects.push(redirect)
            });
            return;
        };
        redirect.is_inherited = true;
        if frame.open.len() < MAX_GROUPS {
            for command in self.script.commands.iter_mut().skip(first) {
                command.redirects.push(redirect.clone());
            }
        }
    }

    /// The command here, begun if there is none yet.
    fn current(&mut self, frame: &mut Frame<'s>) -> usize {
        if let Some(index) = frame.current {
            return index;
        }
        let index = self.script.commands.len();
        let mut context = frame.open.last().map_or(self.context, |open| open.inner);
        context.is_conditional |= frame.is_chained;
        context.is_tested |= frame.is_negated;
        if let Some(before) = frame.piped.take() {
            context.in_subshell = true;
            if let Some(before) = self.script.commands.get_mut(before) {
                before.pipes_to = Some(index);
            }
        }
        self.script.commands.push(Command {
            assignments: Vec::new(),
            words: Vec::new(),
            redirects: Vec::new(),
            context,
            pipes_to: None,
            range: self.at..self.at,
        });
        frame.current = Some(index);
        frame.closed = None;
        index
    }

    fn add(&mut self, index: usize, change: impl FnOnce(&mut Command<'s>)) {
        let end = self.at;
        if let Some(command) = self.script.commands.get_mut(index) {
            change(command);
            command.range.end = end;
        }
    }

    /// Ends the command here, if there is one.
    fn finish(&mut self, frame: &mut Frame<'s>, separator: Separator) {
        let current = frame.current.take();
        let command = current.and_then(|index| self.script.commands.get_mut(index));
        if let Some(command) = command {
            command.context.in_subshell |=
                matches!(separator, Separator::Pipe | Separator::Background);
            command.context.is_tested |= separator == Separator::Chain;
        }
        // A line may end behind an operator.
        if separator == Separator::End && current.is_none() && frame.closed.is_none() {
            return;
        }
        let apart = matches!(separator, Separator::Pipe | Separator::Background);
        if let Some(first) = frame
            .closed
            .filter(|_| apart && frame.open.len() < MAX_GROUPS)
        {
            for command in self.script.commands.iter_mut().skip(first) {
                command.context.in_subshell = true;
            }
        }
        frame.piped = current.filter(|_| separator == Separator::Pipe);
        frame.is_chained = match separator {
            Separator::Chain => true,
            Separator::Pipe => frame.is_chained,
            Separator::End | Separator::Background => false,
        };
        frame.is_negated = false;
        frame.closed = None;
    }

    /// The letters or brackets here, up to what ends a word; empty where the word
    /// has anything else in it.
    fn bare(&self) -> &'s str {
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
    fn keyword(&mut self, frame: &mut Frame<'s>) -> bool {
        let word = self.bare();
        let start = self.at;
        self.at += word.len();
        match word {
            "if" => self.open(frame, Kind::If),
            "while" | "until" => self.open(frame, Kind::Loop),
            "then" | "else" => self.branch(frame, Kind::If, false),
            "elif" => self.branch(frame, Kind::If, true),
            "do" => self.branch(frame, Kind::Loop, false),
            "fi" => drop(self.close(frame, Kind::If)),
            "done" => drop(self.close(frame, Kind::Loop)),
            "esac" => drop(self.close(frame, Kind::Case)),
            "{" => self.open(frame, Kind::Brace),
            "}" => drop(self.close(frame, Kind::Brace)),
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

    fn open(&mut self, frame: &mut Frame<'s>, kind: Kind) {
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
            outer,
            inner,
            expects_pattern: false,
        });
        frame.is_chained = false;
        frame.is_negated = false;
        frame.closed = None;
    }

    /// `then`, `do` and the like: from the condition into a branch, or back.
    fn branch(&mut self, frame: &mut Frame<'s>, kind: Kind, is_condition: bool) {
        frame.is_chained = false;
        let mut open = frame.open.iter_mut().rev().take(MAX_OPEN);
        if let Some(open) = open.find(|open| open.kind == kind) {
            open.inner = open.outer;
            open.inner.is_conditional = true;
            open.inner.is_tested |= is_condition;
        }
    }

    /// Closes the innermost construct of a kind; whether there was one.
    fn close(&mut self, frame: &mut Frame<'s>, kind: Kind) -> bool {
        let mut open = frame.open.iter().rev().take(MAX_OPEN);
        let Some(above) = open.position(|open| open.kind == kind) else {
            return false;
        };
        frame.open.truncate(frame.open.len() - above);
        let closed = frame.open.pop();
        frame.closed = closed.map(|open| open.first);
        true
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
