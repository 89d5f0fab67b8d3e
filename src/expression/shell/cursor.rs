//! The place in a script, and what has been read so far.

use super::script::{Context, Script};

/// Substitutions, quotes and parameters inside each other.
const MAX_DEPTH: usize = 64;

/// Bytes of a line that are looked at ahead: a bound for long lines full of what is
/// never closed.
const LOOK_AHEAD: usize = 512;

/// Reads a script from its first byte to its last.
pub(super) struct Reader<'s, 'b> {
    pub text: &'s str,
    pub at: usize,
    /// Where reading ends: the end of the script, or of what is being read in it.
    pub limit: usize,
    pub script: Script<'s>,
    /// In which circumstances the commands run that are being read.
    pub context: Context<'s>,
    /// Here-documents that begin with the next line, by their index, and whether
    /// their tabs go.
    pub pending: Vec<(usize, bool)>,
    /// Places where something opens that nothing closes: plain text.
    pub broken: &'b [usize],
    /// The outermost thing that nothing closes.
    pub unclosed: Option<usize>,
    /// Where lines begin, by their text; made for the first here-document.
    pub lines: Option<super::documents::Lines<'s>>,
    /// Where brackets open and close; made for the first arithmetic.
    pub brackets: Option<Vec<(usize, usize)>>,
    depth: usize,
}

impl<'s, 'b> Reader<'s, 'b> {
    pub fn new(text: &'s str, broken: &'b [usize]) -> Self {
        Self {
            text,
            at: 0,
            limit: text.len(),
            script: Script::default(),
            context: Context::default(),
            pending: Vec::new(),
            broken,
            unclosed: None,
            lines: None,
            brackets: None,
            depth: 0,
        }
    }

    pub fn byte(&self, at: usize) -> Option<u8> {
        if at >= self.limit {
            return None;
        }
        self.text.as_bytes().get(at).copied()
    }

    pub fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    /// What is left to read.
    pub fn rest(&self) -> &'s str {
        self.text.get(self.at..self.limit).unwrap_or_default()
    }

    /// What is left of the line, as far as it is looked at ahead.
    pub fn rest_of_line(&self) -> &'s str {
        let rest = self.rest();
        let rest = &rest[..rest.floor_char_boundary(LOOK_AHEAD)];
        rest.split('\n').next().unwrap_or_default()
    }

    /// The text from a place to where the reader stands.
    pub fn since(&self, start: usize) -> &'s str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub fn starts(&self, text: &str) -> bool {
        self.rest().as_bytes().starts_with(text.as_bytes())
    }

    /// Past the character here, whatever its length.
    pub fn skip_character(&mut self) {
        let length = self.rest().chars().next().map_or(1, char::len_utf8);
        self.at = (self.at + length).min(self.limit);
    }

    /// Past the character here, and all behind it that mean nothing in a word.
    pub fn skip_plain(&mut self) {
        let means = |byte: &u8| {
            matches!(
                byte,
                b' ' | b'\t'
                    | b'\n'
                    | b'\r'
                    | b'\\'
                    | b'\''
                    | b'"'
                    | b'$'
                    | b'`'
                    | b'<'
                    | b'>'
                    | b'('
                    | b')'
                    | b'|'
                    | b';'
                    | b'&'
            )
        };
        let behind = self.rest().as_bytes().iter().skip(1);
        let plain = behind.take_while(|byte| !means(byte));
        self.at = (self.at + 1 + plain.count()).min(self.limit);
    }

    /// Past a backslash and a line's end, if they are here.
    pub fn skip_continuation(&mut self) -> bool {
        let length = match (self.peek(), self.byte(self.at + 1), self.byte(self.at + 2)) {
            (Some(b'\\'), Some(b'\n'), _) => 2,
            (Some(b'\\'), Some(b'\r'), Some(b'\n')) => 3,
            _ => return false,
        };
        self.at += length;
        true
    }

    /// Past blanks and continued lines.
    pub fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) || self.skip_continuation() {
            if matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) {
                self.at += 1;
            }
        }
    }

    /// Past a name such as `A_1`; empty where there is none.
    pub fn name(&mut self) -> &'s str {
        let start = self.at;
        if self.peek().is_some_and(|it| it.is_ascii_digit()) {
            return "";
        }
        while self
            .peek()
            .is_some_and(|it| it.is_ascii_alphanumeric() || it == b'_')
        {
            self.at += 1;
        }
        self.since(start)
    }

    /// Notes that nothing closes what opens here, and ends the reading. What is
    /// outermost is told last.
    pub fn never_closes(&mut self, open: usize) {
        self.unclosed = Some(open);
        self.at = self.limit;
    }

    pub fn is_broken(&self, open: usize) -> bool {
        self.broken.contains(&open)
    }

    /// Reads something inside something else; past the depth that any real script
    /// has, a single character.
    pub fn deeper(&mut self, read: impl FnOnce(&mut Self)) {
        if self.depth >= MAX_DEPTH {
            self.skip_character();
            return;
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    /// Reads up to a place, as if nothing came behind it.
    pub fn within(&mut self, end: usize, read: impl FnOnce(&mut Self)) {
        let inner = end.min(self.limit);
        let outer = std::mem::replace(&mut self.limit, inner);
        read(self);
        self.at = self.limit;
        self.limit = outer;
    }
}
