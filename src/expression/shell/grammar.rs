//! Commands, and the constructs around them.

use super::compounds::{Frame, Kind};
use super::cursor::Reader;
use super::script::{Assignment, Called, Command, Redirect, Script, Word};
use super::words::Place;

/// Quotes and brackets without an end that are taken for plain text; past them the
/// rest of a script is one word.
const MAX_BROKEN: usize = 8;

/// Redirections, the longer before those they begin with.
const OPERATORS: [&str; 12] = [
    "&>>", "<<<", "<<-", "&>", ">>", ">|", ">&", "<<", "<&", "<>", ">", "<",
];

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

/// What ends a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// A line's end, `;` or a bracket.
    End,
    /// `&`.
    Background,
    /// `|`.
    Pipe,
    /// `&&`.
    And,
    /// `||`.
    Or,
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
                _ if frame.expects_pattern() => self.pattern(&mut frame),
                b';' => self.semicolon(&mut frame),
                b'&' if self.starts("&>") => self.redirect(&mut frame),
                b'&' => {
                    let is_chain = self.starts("&&");
                    let separator = if is_chain {
                        Separator::And
                    } else {
                        Separator::Background
                    };
                    self.finish(&mut frame, separator);
                    self.at += 1 + usize::from(is_chain);
                }
                b'|' => {
                    let is_chain = self.starts("||");
                    let separator = if is_chain {
                        Separator::Or
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
                    if !frame.close(Kind::Subshell) && until_bracket {
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

    /// `pattern | pattern )` of a `case`, or its end.
    fn pattern(&mut self, frame: &mut Frame<'s>) {
        if self.bare() == "esac" {
            self.at += 4;
            frame.close(Kind::Case);
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

    pub(super) fn defines(&mut self, frame: &mut Frame<'s>, name: Option<&'s str>) {
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
            self.add(index, |command| {
                if command.assignments.is_empty() {
                    command.assignments.reserve_exact(1);
                }
                command.assignments.push(assignment);
            });
            return;
        }
        match self.word(Place::Command) {
            Some(word) => self.add(index, |command| command.words.push(word)),
            None => self.skip_character(),
        }
    }

    /// `2>` or `{fd}>`.
    fn is_descriptor(&self) -> bool {
        let digits = (0..4)
            .take_while(|place| {
                self.byte(self.at + place)
                    .is_some_and(|it| it.is_ascii_digit())
            })
            .count();
        (1..=3).contains(&digits)
            && matches!(self.byte(self.at + digits), Some(b'<' | b'>'))
            && self.byte(self.at + digits + 1) != Some(b'(')
    }

    fn assignment(&mut self) -> Option<Assignment<'s>> {
        let start = self.at;
        let name = self.name();
        let end = self.at;
        if self.peek() == Some(b'[') {
            let line = self.rest_of_line();
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
        let index = group.is_none().then(|| {
            let behind = std::mem::replace(&mut self.at, start);
            let index = self.current(frame);
            self.at = behind;
            index
        });
        if operator.starts_with("<<") && operator != "<<<" {
            self.document(&mut redirect);
        } else {
            self.skip_blanks();
            redirect.target = self.word(Place::Command);
        }
        let Some(first) = group else {
            self.add(index.unwrap_or_default(), |command| {
                // Few commands have two.
                if command.redirects.is_empty() {
                    command.redirects.reserve_exact(1);
                }
                command.redirects.push(redirect);
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
    pub(super) fn current(&mut self, frame: &mut Frame<'s>) -> usize {
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
                before.pipes_to = u32::try_from(index).ok();
            }
        }
        self.script.commands.push(Command {
            assignments: Vec::new(),
            words: Vec::new(),
            redirects: Vec::new(),
            context,
            pipes_to: None,
            range: self.at..self.at,
            called: Called::default(),
        });
        frame.current = Some(index);
        frame.closed = None;
        index
    }

    pub(super) fn add(&mut self, index: usize, change: impl FnOnce(&mut Command<'s>)) {
        let end = self.at;
        if let Some(command) = self.script.commands.get_mut(index) {
            change(command);
            command.range.end = end;
        }
    }

    /// Ends the command here, if there is one.
    pub(super) fn finish(&mut self, frame: &mut Frame<'s>, separator: Separator) {
        let current = frame.current.take();
        let command = current.and_then(|index| self.script.commands.get_mut(index));
        if let Some(command) = command {
            command.context.in_subshell |=
                matches!(separator, Separator::Pipe | Separator::Background);
            // What it does not need serves the next.
            command.words.shrink_to_fit();
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
        // What stands ready behind `||` does so for the whole chain before it.
        let first = frame.chain.or(frame.closed).or(current);
        if separator == Separator::Or && frame.open.len() < MAX_GROUPS {
            let first = first.unwrap_or(usize::MAX);
            for command in self.script.commands.iter_mut().skip(first) {
                command.context.is_tested = true;
            }
        }
        (frame.is_chained, frame.chain) = match separator {
            Separator::And => (true, first),
            // Those before are marked.
            Separator::Or => (true, None),
            Separator::Pipe => (frame.is_chained, first),
            Separator::End | Separator::Background => (false, None),
        };
        frame.is_negated = false;
        frame.closed = None;
    }
}
