//! A reader for the YAML that people usually write: block lists and mappings, values on
//! one line, `|` blocks, short flow collections, names of nodes, comments.
//!
//! It is several times as fast as the parser, as it looks at each byte once and makes no
//! tokens. Whatever is not surely of that kind it leaves to the parser, the whole text: it
//! has no message for anything, and nothing it reads may be read differently there.
//! `tests/usual_yaml.rs` and the fuzz target `syntax` hold it to that.

mod flow;
mod look;
mod names;
mod scalar;

use memchr::{memchr, memmem};
use rustc_hash::FxHashMap;

use super::events::Event;
use super::source::Span;

use names::Name;

/// Open collections beyond which the parser reads: it knows what is too deep.
const MOST_OPEN: usize = 64;

/// Bytes from the begin of a key to its `:` beyond which the parser reads: it knows what is
/// too long.
const LONGEST_KEY: usize = 256;

/// Reads `text` to its end and hands over each event, as the parser would. `None` when it
/// gave up; what it handed over until then is good for nothing.
pub(super) fn read<'t>(text: &'t str, sink: impl FnMut(Event<'t>, Span)) -> Option<()> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        line: 0,
        open: Vec::new(),
        has_root: false,
        anchors: FxHashMap::default(),
        anchor_count: 0,
        sink,
    };
    reader.document()
}

/// A block collection that may go on.
struct Open<'t> {
    is_sequence: bool,
    /// Column of its first byte: of each `-`, of each key.
    indent: usize,
    wait: Wait<'t>,
}

/// Whether a key or a `-` has its value yet.
#[derive(Clone, Copy)]
enum Wait<'t> {
    Nothing,
    /// It may follow on further lines. Without one, it is null at this offset, if that is
    /// known.
    Value {
        null: Option<usize>,
        anchor: Option<Name<'t>>,
    },
}

struct Reader<'t, S> {
    text: &'t str,
    bytes: &'t [u8],
    /// Where the next line begins.
    line: usize,
    open: Vec<Open<'t>>,
    has_root: bool,
    anchors: FxHashMap<&'t str, usize>,
    anchor_count: usize,
    sink: S,
}

impl<'t, S: FnMut(Event<'t>, Span)> Reader<'t, S> {
    fn document(&mut self) -> Option<()> {
        // Other line breaks and byte order marks are the parser's.
        if memchr(b'\r', self.bytes).is_some()
            || memmem::find(self.bytes, "\u{feff}".as_bytes()).is_some()
        {
            return None;
        }
        let mut begun = false;
        while self.line < self.bytes.len() {
            let start = self.line;
            let end = memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |at| start + at);
            self.line = end + 1;
            let at = self.spaces(start);
            match self.byte(at) {
                b'\n' => {}
                b'#' => self.emit(Event::Comment, at, end),
                _ if at == start && self.is_marker(start) => {
                    let opens = !begun && end == start + 3 && self.byte(start) == b'-';
                    begun |= opens.then_some(true)?;
                }
                _ => {
                    begun = true;
                    self.content(at, at - start)?;
                }
            }
        }
        // A scalar alone, or nothing at all.
        self.open.first()?;
        while !self.open.is_empty() {
            self.close()?;
        }
        Some(())
    }

    /// Whether the line at `start` is, or begins like, `---`, `...` or a directive.
    fn is_marker(&self, start: usize) -> bool {
        let line = &self.bytes[start..];
        line.starts_with(b"---") || line.starts_with(b"...") || line.starts_with(b"%")
    }

    /// A line with something on it: a `-` or a key, of a collection that is open or of one
    /// that begins here.
    fn content(&mut self, at: usize, indent: usize) -> Option<()> {
        while self.open.last().is_some_and(|top| top.indent > indent) {
            self.close()?;
        }
        let is_item = self.is_dash(at);
        match self.open.last() {
            // Behind the root there is nothing to add.
            None if self.has_root => return None,
            None => self.has_root = true,
            Some(top) if top.indent < indent || (is_item && !top.is_sequence) => {
                // Of a value that goes on here the parser knows more.
                let Wait::Value { .. } = top.wait else {
                    return None;
                };
            }
            Some(top) => {
                if top.is_sequence && !is_item {
                    // `- ` stood no deeper than the key of its list.
                    self.close()?;
                    let mapping = self.open.last()?;
                    if mapping.is_sequence || mapping.indent != indent {
                        return None;
                    }
                }
                self.no_value()?;
                return self.entry(at, indent, is_item);
            }
        }
        let anchor = match self.open.last_mut() {
            None => None,
            Some(top) => match std::mem::replace(&mut top.wait, Wait::Nothing) {
                Wait::Value { anchor, .. } => anchor,
                Wait::Nothing => return None,
            },
        };
        let mut start = at;
        if self.open.last().is_some_and(|top| top.indent == indent) {
            // For the parser a list no deeper than its key begins behind its first `-`.
            start = self.spaces(at + 1);
            if matches!(self.byte(start), b'\n' | b'#') {
                return None;
            }
        }
        self.begin(start, indent, is_item, anchor)?;
        self.entry(at, indent, is_item)
    }

    /// Begins a block collection.
    fn begin(
        &mut self,
        at: usize,
        indent: usize,
        is_sequence: bool,
        anchor: Option<Name<'t>>,
    ) -> Option<()> {
        if self.open.len() == MOST_OPEN {
            return None;
        }
        let (flow, tag) = (false, None);
        let event = if is_sequence {
            Event::SequenceStart { flow, tag }
        } else {
            Event::MappingStart { flow, tag }
        };
        self.emit(event, at, at);
        self.named(anchor);
        self.open.push(Open {
            is_sequence,
            indent,
            wait: Wait::Nothing,
        });
        Some(())
    }

    /// Ends the innermost collection.
    fn close(&mut self) -> Option<()> {
        self.no_value()?;
        self.open.pop();
        self.emit(Event::End, 0, 0);
        Some(())
    }

    /// A key or a `-` that waited for a value has none.
    fn no_value(&mut self) -> Option<()> {
        let top = self.open.last_mut()?;
        match std::mem::replace(&mut top.wait, Wait::Nothing) {
            Wait::Nothing => {}
            Wait::Value {
                null: Some(null),
                anchor: None,
            } => self.scalar("".into(), scalar::PLAIN, null, null),
            Wait::Value { .. } => return None,
        }
        Some(())
    }

    /// The `-` or key at `at`, with what stands on its line.
    fn entry(&mut self, at: usize, indent: usize, is_item: bool) -> Option<()> {
        if is_item {
            return self.item(at, indent);
        }
        let key = self.one_line_scalar(at)?;
        self.key(key)
    }

    /// `- `, and the value behind it, which may be a collection that begins on this line.
    fn item(&mut self, mut dash: usize, mut indent: usize) -> Option<()> {
        loop {
            let at = self.spaces(dash + 1);
            if self.line_ends(at, dash + 1)? {
                // Behind a comment the parser puts null elsewhere.
                let null = (self.byte(at) == b'\n').then_some(at);
                self.wait(null, None);
                return Some(());
            }
            indent += at - dash;
            if self.is_dash(at) {
                self.begin(at, indent, true, None)?;
                dash = at;
                continue;
            }
            if matches!(self.byte(at), b'&' | b'*' | b'|' | b'[' | b'{') {
                return self.value(at);
            }
            let scalar = self.one_line_scalar(at)?;
            if self.is_colon(self.spaces(scalar.end)) {
                self.begin(at, indent, false, None)?;
                return self.key(scalar);
            }
            return self.last_on_line(scalar);
        }
    }

    /// A key, and the value behind its `:`.
    fn key(&mut self, key: scalar::OneLine<'t>) -> Option<()> {
        let colon = self.spaces(key.end);
        if !self.is_colon(colon) || colon - key.start > LONGEST_KEY {
            return None;
        }
        let end = key.end;
        self.scalar(key.text, key.style, key.start, key.end);
        let at = self.spaces(colon + 1);
        if self.line_ends(at, colon + 1)? {
            if colon != end {
                return None;
            }
            self.wait(Some(colon), None);
            return Some(());
        }
        self.value(at)
    }

    /// A value that begins on the line of its key or `-`.
    fn value(&mut self, mut at: usize) -> Option<()> {
        let mut anchor = None;
        if self.byte(at) == b'&' {
            let end = self.name_end(at + 1)?;
            anchor = Some(Name {
                name: &self.text[at + 1..end],
                span: Span::new(at, end),
            });
            at = self.spaces(end);
            if self.line_ends(at, end)? {
                self.wait(None, anchor);
                return Some(());
            }
        }
        match self.byte(at) {
            b'*' if anchor.is_none() => {
                let end = self.alias(at)?;
                self.nothing_behind(end)
            }
            b'|' => {
                self.literal(at)?;
                self.named(anchor);
                Some(())
            }
            b'[' | b'{' => {
                let end = self.flow(at, anchor, 0)?;
                self.nothing_behind(end)
            }
            _ => {
                let scalar = self.one_line_scalar(at)?;
                self.last_on_line(scalar)?;
                self.named(anchor);
                Some(())
            }
        }
    }

    /// A scalar behind which nothing but a comment may stand.
    fn last_on_line(&mut self, scalar: scalar::OneLine<'t>) -> Option<()> {
        let end = scalar.end;
        self.scalar(scalar.text, scalar.style, scalar.start, end);
        self.nothing_behind(end)
    }

    fn wait(&mut self, null: Option<usize>, anchor: Option<Name<'t>>) {
        if let Some(top) = self.open.last_mut() {
            top.wait = Wait::Value { null, anchor };
        }
    }

    fn emit(&mut self, event: Event<'t>, start: usize, end: usize) {
        (self.sink)(event, Span::new(start, end));
    }
}
