//! Values that should have been quoted, and quotes that went wrong.

use super::super::lines::{BLANK, line_at, piece};
use super::shape::{Shape, is_word, owner_column};
use super::{Blame, Choice, Diagnosis, Edit, Kind, Line, NodeId, Scene, Span};

const BYTE_ORDER_MARK: char = '\u{feff}';

impl<'a> Scene<'a> {
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// From `at` to the end of the line, a comment left out; inside brackets to
    /// the end of the item.
    pub(super) fn value_from(&self, at: usize) -> Span {
        let line = line_at(self.text, at);
        let mut rest = piece(self.text, at..line.end());
        if self
            .composed
            .open_flows
            .last()
            .is_some_and(|&opens| opens < at)
        {
            rest = rest.find([',', ']', '}']).map_or(rest, |end| &rest[..end]);
        }
        let comment = rest.find(" #").unwrap_or(rest.len());
        Span::new(at, at + rest[..comment].trim_end_matches(BLANK).len())
    }

    /// The rest of the line from `at` as one value that should be quoted.
    pub(super) fn unquoted_value(&self, at: usize) -> Option<Diagnosis> {
        let first = self
            .text
            .get(at..)?
            .chars()
            .next()
            .filter(|c| !c.is_whitespace())?;
        let span = self.value_from(at);
        let diagnosis = Diagnosis::new(Kind::UnquotedIndicator(first), span);
        Some(diagnosis.repair(self.one_value(span)))
    }

    /// Makes plain words of the span and of the lines below that continue it.
    pub(super) fn one_value(&self, span: Span) -> Vec<Edit> {
        let line = line_at(self.text, span.start());
        let below = self
            .deeper(line, owner_column(&line))
            .filter(|line| line.start() >= span.end());
        let below = below
            .filter(|line| !line.is_blank())
            .map(|line| line.visible());
        std::iter::once(span)
            .chain(below)
            .map(|span| Edit::placeholder(self.text, span))
            .collect()
    }

    pub(super) fn character(&self, character: char) -> Option<Diagnosis> {
        if character == BYTE_ORDER_MARK {
            return self.byte_order_mark();
        }
        self.unquoted_value(self.offset)
    }

    /// A byte order mark on the line, from files put together.
    pub(super) fn byte_order_mark(&self) -> Option<Diagnosis> {
        let from = self.line.start().max(BYTE_ORDER_MARK.len_utf8());
        let line = self.text.get(from..self.line.end())?;
        let at = from + line.find(BYTE_ORDER_MARK)?;
        let span = Span::new(at, at + BYTE_ORDER_MARK.len_utf8());
        let diagnosis = Diagnosis::new(Kind::ControlCharacter(BYTE_ORDER_MARK), span);
        Some(diagnosis.repair(vec![Edit::erase(span)]))
    }

    /// `: ` where no key may stand: inside a value, or on a line that is
    /// indented under a value.
    pub(super) fn colon(&self) -> Option<Diagnosis> {
        let value = self.composed.nodes.last()?.span;
        if line_at(self.text, value.start()).start() != self.line.start() {
            return Some(self.colon_below(value));
        }
        let before = piece(self.text, self.line.start()..value.start());
        before.contains(": ").then(|| self.plain_colon(value))
    }

    /// `: ` inside a plain value, which is all that is indented below its line.
    pub(super) fn plain_colon(&self, value: Span) -> Diagnosis {
        let end = self
            .value_from(self.line.visible().start().max(value.start()))
            .end();
        let span = Span::new(value.start(), end);
        Diagnosis::new(Kind::PlainScalarColon, span).repair(self.one_value(span))
    }

    /// `key: - item`.
    pub(super) fn dash_in_value(&self) -> Option<Diagnosis> {
        let before = piece(self.text, self.line.start()..self.offset);
        if !before.contains(':') {
            return None;
        }
        self.unquoted_value(self.offset)
    }

    /// Where the quote opens that the parser could not read.
    fn open_quote(&self) -> Option<(usize, char)> {
        let from = self.composed.read_to.min(self.offset);
        let rest = piece(self.text, from..);
        let at = rest.find(['"', '\''])?;
        Some((from + at, rest[at..].chars().next()?))
    }

    /// From the quote that opens to the end of its line.
    pub(super) fn quote(&self, kind: Kind) -> Option<Diagnosis> {
        let (opens, quote) = self.open_quote()?;
        let line = line_at(self.text, opens);
        let closed = self.closing(opens, quote).filter(|&end| end <= line.end());
        let kind = if closed.is_some() {
            kind
        } else {
            Kind::UnclosedQuote
        };
        let end = closed.map_or_else(
            || {
                opens
                    + piece(self.text, opens..line.end())
                        .trim_end_matches(BLANK)
                        .len()
            },
            |end| self.value_from(end).end(),
        );
        let span = Span::new(opens, end);
        Some(Diagnosis::new(kind, span).repair(self.one_value(span)))
    }

    /// Just past the quote that closes, if one does.
    fn closing(&self, opens: usize, quote: char) -> Option<usize> {
        let mut skip = false;
        let body = piece(self.text, opens + 1..);
        for (at, c) in body.char_indices() {
            let doubled = quote == '\'' && body[at..].starts_with("''");
            if skip {
                skip = false;
            } else if (c == '\\' && quote == '"') || doubled {
                skip = true;
            } else if c == quote {
                return Some(opens + 1 + at + 1);
            }
        }
        None
    }

    /// A quoted text whose further lines are not indented. Where it ends well,
    /// Codemagic's loader takes it, and the lines are moved without a word.
    pub(super) fn unindented_quote(&self) -> Option<Diagnosis> {
        let mut diagnosis = self.quote(Kind::UnclosedQuote)?;
        let (opens, quote) = self.open_quote()?;
        let Some(end) = self.closing(opens, quote) else {
            return Some(diagnosis);
        };
        let rest = piece(self.text, end..line_at(self.text, end).end()).trim_start_matches(BLANK);
        if rest.is_empty() || rest.starts_with('#') {
            let first = line_at(self.text, opens);
            let body = first
                .following(self.text)
                .take_while(|line| line.start() < end);
            let body = body.filter(|line| !line.is_blank());
            let moved = body
                .map(|line| Edit::indent(line.start(), owner_column(&first) + 1))
                .collect();
            diagnosis.repairs.insert(
                0,
                Choice {
                    repairs: vec![moved],
                    blame: Blame::Nothing,
                },
            );
        }
        Some(diagnosis)
    }

    /// Every unknown escape of a double-quoted text is read as it stands.
    pub(super) fn escape(&self) -> Option<Diagnosis> {
        let (opens, quote) = self.open_quote()?;
        let end = self.closing(opens, quote)?;
        let unknown = unknown_escapes(piece(self.text, opens..end));
        let unknown: Vec<Span> = unknown
            .iter()
            .map(|&(at, len)| Span::new(opens + at, opens + at + len))
            .collect();
        let repair = unknown
            .iter()
            .map(|span| Edit::placeholder(self.text, Span::new(span.start(), span.start() + 1)));
        let repair = repair.collect();
        Some(Diagnosis::new(Kind::InvalidEscape, *unknown.first()?).repair(repair))
    }

    /// A comment that interrupts a plain value of several lines.
    pub(super) fn comment(&self) -> Option<Diagnosis> {
        let comments = &self.composed.comments;
        let comment = comments
            .iter()
            .rev()
            .find(|comment| comment.span.start() <= self.offset)?
            .span;
        let line: Line = line_at(self.text, comment.start());
        if Shape::of(&line) == Shape::Comment {
            let diagnosis = Diagnosis::new(Kind::Other, comment);
            return Some(diagnosis.repair(vec![Edit::erase(comment)]));
        }
        // The value ends with its line: what follows has no place.
        if Shape::of(&line) == Shape::GluedDash {
            return Some(self.glued_dash(line));
        }
        if is_word(self.slice(self.value_from(line.visible().start()))) {
            return Some(self.missing_colon(line));
        }
        let next = line.following(self.text).find(|line| !line.is_blank())?;
        let last = self.composed.nodes.len().checked_sub(1)?;
        let levels = self.levels(Some(NodeId::at(last)));
        Some(self.stray(next, &levels, true))
    }
}

/// Where escapes stand that double quotes do not know, and their lengths.
fn unknown_escapes(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('\\') {
        at += next;
        let rest = &text[at..];
        let Some(kind) = rest[1..].chars().next() else {
            break;
        };
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let hex = rest.get(2..2 + digits);
        let code = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let known = match digits {
            0 => "0abt\tnvfre \"/\\N_LP\n\r".contains(kind),
            4 => code.is_some(),
            _ => code.is_some_and(|code| char::from_u32(code).is_some()),
        };
        let length = 1 + kind.len_utf8();
        if !known {
            found.push((at, length));
        }
        at += length;
    }
    found
}
