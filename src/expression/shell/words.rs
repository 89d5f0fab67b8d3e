//! Words: quotes, escapes, and what is expanded in them.

use std::borrow::Cow;
use std::ops::Range;

use super::cursor::Reader;
use super::script::{Read, ReadKind, Word};

/// Where a word stands, which decides what ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a command.
    Command,
    /// In `case`, before the `)`.
    Pattern,
    /// Between `[[` and `]]`.
    Condition,
}

/// A word that is being read.
struct Draft<'s> {
    start: usize,
    /// From here on the text is as it is written.
    plain: usize,
    own: Option<String>,
    is_literal: bool,
    text: &'s str,
}

impl<'s> Draft<'s> {
    fn new(text: &'s str, start: usize) -> Self {
        Self {
            start,
            plain: start,
            own: None,
            is_literal: true,
            text,
        }
    }

    /// Takes what is written up to `end`, and goes on at `next`.
    fn take(&mut self, end: usize, next: usize) {
        let written = self.text.get(self.plain..end).unwrap_or_default();
        self.own.get_or_insert_default().push_str(written);
        self.plain = next;
    }

    fn finish(self, end: usize) -> Word<'s> {
        let written = self.text.get(self.plain..end).unwrap_or_default();
        let text = match self.own {
            Some(own) => Cow::Owned(own + written),
            None => Cow::Borrowed(written),
        };
        Word {
            text,
            range: self.start..end,
            is_literal: self.is_literal,
        }
    }
}

impl<'s> Reader<'s, '_> {
    /// The word here; `None` where none begins.
    pub fn word(&mut self, place: Place) -> Option<Word<'s>> {
        let start = self.at;
        let mut draft = Draft::new(self.text, start);
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' => break,
                b'\r' if matches!(self.byte(self.at + 1), Some(b'\n') | None) => break,
                b'\\' => self.escape(&mut draft),
                b'\'' => self.single_quotes(&mut draft),
                b'"' => self.double_quotes(&mut draft),
                b'$' if self.starts("$'") => self.ansi_quotes(&mut draft),
                b'$' | b'`' => {
                    draft.is_literal = false;
                    self.expansion(false);
                }
                b'<' | b'>' if place == Place::Command => {
                    if self.byte(self.at + 1) != Some(b'(') {
                        break;
                    }
                    draft.is_literal = false;
                    self.substitution(2);
                }
                b'(' if place != Place::Condition => match self.before(start) {
                    Some(b'=') if place == Place::Command => self.array(),
                    Some(b'?' | b'*' | b'+' | b'@' | b'!') if self.alternatives() => {}
                    _ => break,
                },
                b')' | b'|' if place != Place::Condition => break,
                b';' | b'&' if place == Place::Command => break,
                b';' | b'&' | b'|' | b')' if self.since(start) == "]]" => break,
                _ => self.skip_plain(),
            }
        }
        (self.at > start).then(|| draft.finish(self.at))
    }

    /// The byte before this one, if the word that began at `start` has one.
    fn before(&self, start: usize) -> Option<u8> {
        let before = self.at.checked_sub(1).filter(|before| *before >= start)?;
        self.byte(before)
    }

    fn escape(&mut self, draft: &mut Draft<'s>) {
        let start = self.at;
        if self.skip_continuation() {
            return draft.take(start, self.at);
        }
        self.at += 1;
        draft.take(start, self.at);
        if self.at < self.limit {
            self.skip_character();
        }
    }

    fn single_quotes(&mut self, draft: &mut Draft<'s>) {
        let open = self.at;
        self.at += 1;
        if self.is_broken(open) {
            return;
        }
        let Some(length) = self.rest().find('\'') else {
            return self.never_closes(open);
        };
        draft.take(open, open + 1);
        self.script.quoted.push(open + 1..open + 1 + length);
        draft.take(open + 1 + length, open + length + 2);
        self.at = open + length + 2;
    }

    /// `$'a\n'`: escapes stay as they are written.
    fn ansi_quotes(&mut self, draft: &mut Draft<'s>) {
        let open = self.at;
        self.at += 2;
        if self.is_broken(open) {
            return;
        }
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' => {
                    self.at += 1;
                    self.skip_character();
                }
                b'\'' => {
                    draft.take(open, open + 2);
                    draft.take(self.at, self.at + 1);
                    self.at += 1;
                    return;
                }
                _ => self.skip_character(),
            }
        }
        self.never_closes(open);
    }

    fn double_quotes(&mut self, draft: &mut Draft<'s>) {
        let open = self.at;
        if self.is_broken(open) {
            self.at += 1;
            return;
        }
        draft.take(open, open + 1);
        self.deeper(|reader| {
            reader.at += 1;
            while let Some(byte) = reader.peek() {
                match byte {
                    b'"' => {
                        draft.take(reader.at, reader.at + 1);
                        reader.at += 1;
                        return;
                    }
                    b'\\' => {
                        let next = reader.byte(reader.at + 1);
                        if matches!(next, Some(b'$' | b'`' | b'"' | b'\\' | b'\n' | b'\r')) {
                            reader.escape(draft);
                        } else {
                            reader.at += 1;
                        }
                    }
                    b'$' | b'`' => {
                        draft.is_literal = false;
                        reader.expansion(true);
                    }
                    _ => reader.skip_character(),
                }
            }
            reader.never_closes(open);
        });
    }

    /// What begins with a dollar sign or a backtick.
    pub fn expansion(&mut self, is_quoted: bool) {
        let start = self.at;
        if self.peek() == Some(b'`') {
            return self.backticks();
        }
        match self.byte(start + 1) {
            Some(b'(') if self.byte(start + 2) == Some(b'(') && self.arithmetic(3) => {}
            Some(b'(') => self.substitution(2),
            Some(b'{') if self.starts("${{") => self.placeholder(),
            Some(b'{') => self.parameter(is_quoted),
            _ => {
                self.at += 1;
                let name = self.name();
                if name.is_empty() {
                    // `$1`, `$@`, `$?`, or a dollar sign that stands for itself.
                    if self
                        .peek()
                        .is_some_and(|it| b"@*#?$!-0123456789".contains(&it))
                    {
                        self.at += 1;
                    }
                    return;
                }
                self.read(name, start, ReadKind::Plain, is_quoted);
            }
        }
    }

    fn read(&mut self, name: &'s str, start: usize, kind: ReadKind, is_quoted: bool) {
        self.script.reads.push(Read {
            name,
            range: start..self.at,
            kind,
            is_quoted,
        });
    }

    /// `${{ inputs.id }}`, which the service puts in before a shell sees it.
    fn placeholder(&mut self) {
        let line = self.rest_of_line();
        self.at += line.find("}}").map_or(3, |at| at + 2);
    }

    /// `$(…)`, `<(…)` and `>(…)`, with so many bytes before the commands.
    pub fn substitution(&mut self, opening: usize) {
        let open = self.at;
        if self.is_broken(open) {
            self.at += opening - 1;
            return;
        }
        self.deeper(|reader| {
            reader.at += opening;
            reader.nested(|reader| {
                if !reader.commands(true) {
                    reader.never_closes(open);
                }
            });
        });
    }

    fn backticks(&mut self) {
        let open = self.at;
        self.at += 1;
        let Some(end) = self.closing_backtick().filter(|_| !self.is_broken(open)) else {
            if !self.is_broken(open) {
                self.never_closes(open);
            }
            return;
        };
        self.deeper(|reader| {
            reader.within(end, |reader| {
                reader.nested(|reader| {
                    reader.commands(false);
                });
            });
        });
        self.at = end + 1;
    }

    fn closing_backtick(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            match self.byte(at)? {
                b'`' => return Some(at),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Reads commands whose output becomes part of a word.
    fn nested(&mut self, read: impl FnOnce(&mut Self)) {
        let outer = self.context;
        let announced = std::mem::take(&mut self.pending);
        self.context.in_subshell = true;
        self.context.in_substitution = true;
        read(self);
        self.context = outer;
        self.pending.splice(0..0, announced);
    }

    /// `((…))`, with so many bytes before the expression. Whether it is one: `$((a);
    /// b)` is a subshell in a substitution.
    pub fn arithmetic(&mut self, opening: usize) -> bool {
        let start = self.at + opening;
        let Some(end) = self.arithmetic_end(start) else {
            return false;
        };
        self.at = start;
        self.within(end, |reader| {
            while let Some(byte) = reader.peek() {
                match byte {
                    b'$' | b'`' => reader.deeper(|reader| reader.expansion(true)),
                    b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                        let start = reader.at;
                        let name = reader.name();
                        reader.read(name, start, ReadKind::Arithmetic, true);
                    }
                    // `0x1F`, `16#ff`.
                    b'0'..=b'9' => {
                        while reader
                            .peek()
                            .is_some_and(|it| it.is_ascii_alphanumeric() || it == b'#')
                        {
                            reader.at += 1;
                        }
                    }
                    _ => reader.skip_character(),
                }
            }
        });
        self.at = end + 2;
        true
    }

    /// Where the two brackets stand that close arithmetic, quotes not looked at.
    fn arithmetic_end(&mut self, start: usize) -> Option<usize> {
        let text = self.text;
        let brackets = self.brackets.get_or_insert_with(|| brackets(text));
        let opening = start.checked_sub(1)?;
        let index = brackets.binary_search_by_key(&opening, |it| it.0).ok()?;
        let end = brackets.get(index)?.1;
        let closes = self.byte(end) == Some(b')') && self.byte(end + 1) == Some(b')');
        closes.then_some(end)
    }

    /// `${NAME}` and its forms.
    fn parameter(&mut self, is_quoted: bool) {
        let open = self.at;
        if self.is_broken(open) {
            self.at += 2;
            return;
        }
        self.at += 2;
        let is_modified = self.is_sigil();
        self.at += usize::from(is_modified);
        let name = self.name();
        if name.is_empty() {
            // `${1}`, `${@:2}`, `${!}`.
            while self
                .peek()
                .is_some_and(|it| b"@*#?$!-0123456789".contains(&it))
            {
                self.at += 1;
            }
        }
        let colon = usize::from(self.peek() == Some(b':'));
        let kind = match self.byte(self.at + colon) {
            Some(b'}') if colon == 0 && !is_modified => ReadKind::Plain,
            Some(b'-' | b'+' | b'=') => ReadKind::Default,
            Some(b'?') => ReadKind::Required,
            _ => ReadKind::Modified,
        };
        if self.byte(self.at + colon) == Some(b'=') {
            let range = self.at - name.len()..self.at;
            self.script.implicit_sets.push((name, range));
        }
        let index = self.script.reads.len();
        if !name.is_empty() {
            self.read(name, open, kind, is_quoted);
        }
        self.deeper(|reader| reader.parameter_rest(open, is_quoted));
        let end = self.at;
        if let Some(read) = self
            .script
            .reads
            .get_mut(index)
            .filter(|_| !name.is_empty())
        {
            read.range.end = end;
        }
    }

    /// Whether a `!` or `#` stands here before a name: `${!NAME}`, `${#NAME}`.
    fn is_sigil(&self) -> bool {
        matches!(self.peek(), Some(b'!' | b'#'))
            && self
                .byte(self.at + 1)
                .is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'@' | b'*'))
    }

    fn parameter_rest(&mut self, open: usize, is_quoted: bool) {
        let mut draft = Draft::new(self.text, self.at);
        while let Some(byte) = self.peek() {
            match byte {
                b'}' => {
                    self.at += 1;
                    return;
                }
                b'\\' => {
                    self.at += 1;
                    self.skip_character();
                }
                b'\'' if !is_quoted => self.single_quotes(&mut draft),
                b'"' => self.double_quotes(&mut draft),
                b'$' | b'`' => self.expansion(is_quoted),
                _ => self.skip_character(),
            }
        }
        self.never_closes(open);
    }

    /// `(a b c)` behind `NAME=`.
    fn array(&mut self) {
        let open = self.at;
        if self.is_broken(open) {
            self.at += 1;
            return;
        }
        self.deeper(|reader| {
            reader.at += 1;
            loop {
                reader.skip_blanks();
                match reader.peek() {
                    None => return reader.never_closes(open),
                    Some(b')') => {
                        reader.at += 1;
                        return;
                    }
                    Some(b'#') => reader.comment(),
                    Some(b'\n') => {
                        reader.at += 1;
                        reader.read_documents();
                    }
                    _ => {
                        if reader.word(Place::Command).is_none() {
                            reader.at += 1;
                        }
                    }
                }
            }
        });
    }

    /// `(a|b)` behind `@`, `+`, `*`, `?` or `!`, on one line; nothing where that is
    /// none.
    fn alternatives(&mut self) -> bool {
        let line = self.rest_of_line();
        let ends = line.find([')', ';', '&', '"', '\'']);
        let Some(end) = ends.filter(|&end| line.as_bytes().get(end) == Some(&b')')) else {
            return false;
        };
        self.at += end + 1;
        true
    }

    /// Past a comment.
    pub fn comment(&mut self) {
        let start = self.at;
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.at += length;
        self.script.comments.push(start..self.at);
    }

    /// What is expanded in a range where quotes mean nothing.
    pub fn expansions_in(&mut self, range: Range<usize>) {
        self.at = range.start;
        self.within(range.end, |reader| {
            while let Some(byte) = reader.peek() {
                match byte {
                    b'\\' => {
                        reader.at += 1;
                        reader.skip_character();
                    }
                    b'$' | b'`' => reader.expansion(true),
                    _ => reader.skip_character(),
                }
            }
        });
    }
}

/// Brackets that are looked at: a bound for texts of nothing else.
const MAX_BRACKETS: usize = 1_000_000;

/// Where brackets open, and where they close, in the order of the text.
fn brackets(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' if found.len() == MAX_BRACKETS => break,
            b'(' => {
                open.push(found.len());
                found.push((at, text.len()));
            }
            b')' => {
                if let Some(index) = open.pop() {
                    found[index].1 = at;
                }
            }
            _ => {}
        }
    }
    found
}
