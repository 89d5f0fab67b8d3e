//! Here-documents.

use std::borrow::Cow;
use std::ops::Range;
use std::slice;

use rustc_hash::FxHashMap;

use super::cursor::Reader;
use super::script::{HereDocument, Redirect, Word};

/// Where lines begin, by their text without the blanks around it.
pub(super) type Lines<'s> = FxHashMap<&'s str, Starts>;

/// Where lines of the same text begin, in order. Most texts have one.
pub(super) enum Starts {
    One(usize),
    Many(Vec<usize>),
}

impl Starts {
    fn as_slice(&self) -> &[usize] {
        match self {
            Self::One(start) => slice::from_ref(start),
            Self::Many(starts) => starts,
        }
    }

    fn add(&mut self, start: usize) {
        match self {
            Self::One(first) => *self = Self::Many(vec![*first, start]),
            Self::Many(starts) => starts.push(start),
        }
    }
}

/// Lines of the same text that are looked at for the end of a document.
const MAX_CANDIDATES: usize = 64;

impl<'s> Reader<'s, '_> {
    /// `<<EOF`, `<<-'EOF'`, behind the operator. Its lines begin with the next line.
    pub fn document(&mut self, redirect: &mut Redirect<'s>) {
        self.skip_blanks();
        let Some(word) = self.delimiter() else { return };
        let written = self.text.get(word.range.clone()).unwrap_or_default();
        let is_quoted = written.contains(['\'', '"', '\\']);
        let index = self.script.documents.len();
        let start = redirect.range.start;
        if self.is_broken(start) {
            redirect.target = Some(word);
            return;
        }
        self.script.documents.push(HereDocument {
            delimiter: word.text.clone(),
            is_quoted,
            // Where it begins is not known yet; where it was announced is.
            body: start..start,
        });
        self.pending.push((index, redirect.operator == "<<-"));
        redirect.document = Some(index);
        redirect.target = Some(word);
    }

    /// A delimiter: nothing in it is expanded.
    fn delimiter(&mut self) -> Option<Word<'s>> {
        let start = self.at;
        let mut text = String::new();
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => {
                    break;
                }
                quote @ (b'\'' | b'"') => {
                    let line = self.rest_of_line();
                    let inner = line.get(1..).unwrap_or_default();
                    let length = inner.find(char::from(quote)).unwrap_or(inner.len());
                    text.push_str(inner.get(..length).unwrap_or_default());
                    self.at = (self.at + length + 2).min(self.limit);
                }
                b'\\' => self.at += 1,
                _ => {
                    let from = self.at;
                    self.skip_character();
                    text.push_str(self.since(from));
                }
            }
        }
        let written = self.since(start);
        (!written.is_empty()).then(|| Word {
            text: if written == text {
                Cow::Borrowed(written)
            } else {
                Cow::Owned(text)
            },
            range: start..self.at,
            is_literal: true,
        })
    }

    /// The here-documents that begin at the line here. One whose delimiter never
    /// comes is none.
    pub fn read_documents(&mut self) {
        for (index, strips_tabs) in std::mem::take(&mut self.pending) {
            let Some(document) = self.script.documents.get(index) else {
                continue;
            };
            let (announced, is_quoted) = (document.body.start, document.is_quoted);
            let delimiter = document.delimiter.clone();
            let Some(end) = self.line(&delimiter, strips_tabs) else {
                self.never_closes(announced);
                return;
            };
            let body = self.at..end.start;
            if !is_quoted {
                self.expansions_in(body.clone());
            }
            self.at = end.end;
            if let Some(document) = self.script.documents.get_mut(index) {
                document.body = body;
            }
        }
    }

    /// The next line that is this text. A shell wants it exactly so; one among blanks
    /// is taken where there is no such line.
    fn line(&mut self, text: &str, strips_tabs: bool) -> Option<Range<usize>> {
        let whole = self.text;
        let lines = self.lines.get_or_insert_with(|| lines(whole));
        let starts = lines.get(text.trim())?.as_slice();
        let from = starts.partition_point(|&start| start < self.at);
        let candidates = starts.iter().skip(from).take(MAX_CANDIDATES);
        let candidates = candidates.filter(|&&start| start < self.limit);
        let ranges = candidates.map(|&start| {
            let line = whole[start..].lines().next().unwrap_or_default();
            (line, start..(start + line.len()).min(self.limit))
        });
        let is_exact = |line: &str| {
            let line = if strips_tabs {
                line.trim_start_matches('\t')
            } else {
                line
            };
            line == text
        };
        let all: Vec<(&str, Range<usize>)> = ranges.collect();
        let exact = all.iter().find(|(line, _)| is_exact(line));
        exact.or(all.first()).map(|(_, range)| range.clone())
    }
}

fn lines(text: &str) -> Lines<'_> {
    let mut found = Lines::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let starts = found.entry(line.trim());
        starts
            .and_modify(|starts| starts.add(start))
            .or_insert(Starts::One(start));
        start += line.len();
    }
    found
}
