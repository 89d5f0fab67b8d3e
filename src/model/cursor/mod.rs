//! Where a cursor is in half-typed text.
//!
//! The line of a cursor is seldom YAML: a word without its colon, a dash without an
//! item. So it is read by itself, and the lines above by their indentation; then a
//! key that nobody has typed takes the place of the unfinished one, and the text is
//! parsed. What the tree says of that key's place holds for the cursor.

mod above;
mod line;
#[cfg(test)]
mod tests;

use crate::syntax::{NodeId, NodeKind, ScalarStyle, SourceFile, Span, Tree, parse};

use above::{Above, next_indent};
use line::{Outline, brackets, flow_item};

/// The key that takes the place of the unfinished one.
const MARK: &str = "codemagic_lint_cursor";

/// What may be typed at a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nothing that could be foreseen.
    Nothing,
    /// The text of a comment.
    Comment,
    /// The text of a block scalar, or of one that goes on over lines: most often a
    /// script.
    Block(NodeId),
    /// A name behind `&`.
    Anchor,
    /// A key or a value.
    Node {
        /// The mapping that a key belongs to; `None` where none can stand.
        mapping: Option<NodeId>,
        /// The node that stands for a value; `None` where none can stand.
        value: Option<NodeId>,
    },
}

/// What has to be written before a key so that it stands where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lead {
    /// Blanks.
    pub blanks: usize,
    /// Whether a dash has to follow them.
    pub dash: bool,
}

/// A cursor in a text.
#[derive(Debug)]
pub struct Cursor {
    /// The tree of the text, in which something stands at the place of the cursor.
    pub tree: Tree,
    /// What may be typed.
    pub place: Place,
    /// What was typed of it, in the text as it is.
    pub typed: Span,
    /// What a choice replaces: what was typed, and what follows of the word.
    pub word: Span,
    /// The node that stands for what is typed, in the tree.
    pub mark: Option<NodeId>,
    /// The quote around what is typed.
    pub quote: Option<char>,
    /// Whether brackets or braces are around it.
    pub is_flow: bool,
    /// Whether a colon follows the word.
    pub has_colon: bool,
    /// What has to be written before it.
    pub lead: Lead,
    /// The column, from 0, where a key stands once it is written.
    pub column: usize,
}

impl Cursor {
    /// Looks at a place in a text.
    pub fn at(source: &SourceFile, offset: usize) -> Self {
        let line = source.line_index(offset);
        let span = source.line_span(line).unwrap_or_default();
        let text = source.slice(span);
        let at = source.floor_char_boundary(offset).min(span.end()) - span.start();
        let outline = Outline::of(text);
        let blank = outline.is_blank() && outline.comment.is_none();
        let next = next_indent(source, line);
        let column = if blank { at.max(next) } else { outline.indent };
        let above = Above::of(source, line, column);
        let found = Line {
            source,
            span,
            text,
            at,
            next,
            outline: &outline,
            above: &above,
        };
        found.cursor(blank)
    }

    /// The keys that the mapping has besides the one that is typed.
    pub fn keys(&self, mapping: NodeId) -> impl Iterator<Item = &str> {
        let fields = self.tree.fields(mapping);
        let others = fields.filter(|field| Some(field.key) != self.mark);
        others.filter_map(|field| self.tree.scalar(field.key))
    }
}

/// The line of a cursor, and what is around it.
struct Line<'s> {
    source: &'s SourceFile,
    span: Span,
    text: &'s str,
    /// The cursor, in bytes from the line's start.
    at: usize,
    next: usize,
    outline: &'s Outline,
    above: &'s Above,
}

/// What of a line is typed, and the line to be parsed instead.
struct Typed {
    start: usize,
    end: usize,
    quote: Option<char>,
    is_flow: bool,
    has_colon: bool,
    lead: Lead,
    column: usize,
    mended: String,
    /// Where in the mended line the key or value stands that tells of the place.
    mark: usize,
    is_value: bool,
}

impl Line<'_> {
    fn cursor(&self, blank: bool) -> Cursor {
        let at = self.at;
        if let Some(header) = self.above.header {
            return self.in_block(header);
        }
        if let Some(comment) = self.outline.comment.filter(|comment| *comment < at) {
            let whole = Span::new(self.span.start() + comment, self.span.end());
            return self.outside(Place::Comment, whole);
        }
        if let Some(typed) = self.flow() {
            return self.parsed(&typed);
        }
        if let Some(line) = self
            .above
            .text
            .filter(|_| !blank && self.outline.colon.is_none())
        {
            return self.in_text(line);
        }
        if self.text.starts_with("---") || self.text.starts_with("...") {
            return self.outside(Place::Nothing, self.here());
        }
        if blank {
            return self.parsed(&self.blank());
        }
        let colon = self.outline.colon.filter(|colon| *colon < at);
        let from = colon.map_or(self.outline.content, |colon| colon + 1);
        if at < from {
            return self.outside(Place::Nothing, self.here());
        }
        if self.last_word(from).starts_with('&') {
            let start = self.span.start() + at - self.last_word(from).len() + 1;
            return self.outside(Place::Anchor, Span::new(start, self.span.start() + at));
        }
        let typed = match colon {
            Some(_) => self.value(),
            None => Some(self.key()),
        };
        let Some(typed) = typed.filter(|typed| typed.start <= at && at <= typed.end) else {
            return self.outside(Place::Nothing, self.here());
        };
        self.parsed(&typed)
    }

    fn here(&self) -> Span {
        Span::at(self.span.start() + self.at)
    }

    fn last_word(&self, from: usize) -> &str {
        let before = self.text.get(from..self.at).unwrap_or_default();
        before.rsplit([' ', '\t']).next().unwrap_or_default()
    }

    /// A cursor where the tree need not be mended.
    fn outside(&self, place: Place, word: Span) -> Cursor {
        let typed = Span::new(word.start(), self.span.start() + self.at);
        Cursor {
            tree: parse(self.source.clone()),
            place,
            typed,
            word,
            mark: None,
            quote: None,
            is_flow: false,
            has_colon: false,
            lead: Lead::default(),
            column: self.outline.indent,
        }
    }

    fn in_block(&self, header: usize) -> Cursor {
        self.within(header, |tree, node| {
            tree.scalar_style(node).is_some_and(ScalarStyle::is_block)
        })
    }

    /// A line that goes on with the text of a line above.
    fn in_text(&self, first: usize) -> Cursor {
        let at = self.here().start();
        let reaches = |span: Span| span.start() < at && at <= span.end();
        self.within(first, |tree, node| reaches(tree.span(node)))
    }

    /// A cursor in a scalar that begins on a line above.
    fn within(&self, first: usize, is_it: impl Fn(&Tree, NodeId) -> bool) -> Cursor {
        let line = self.source.line_span(first).unwrap_or_default();
        let mut cursor = self.outside(
            Place::Nothing,
            Span::new(self.span.start(), self.span.end()),
        );
        let tree = &cursor.tree;
        let nodes = tree.nodes_from(line.start());
        let mut nodes = nodes.take_while(|node| tree.span(*node).start() <= line.end());
        let found = nodes.find(|node| tree.kind(*node) == NodeKind::Scalar && is_it(tree, *node));
        cursor.place = found.map_or(Place::Nothing, Place::Block);
        cursor
    }

    /// An empty line: how deep it is says what may stand there.
    fn blank(&self) -> Typed {
        let level = self.above.meant(self.at, self.next);
        let start = level.column.min(self.at);
        let dash = level.is_item;
        let lead = Lead {
            blanks: level.column - start,
            dash,
        };
        let blanks = " ".repeat(level.column);
        let dash = if dash { "- " } else { "" };
        Typed {
            start,
            end: self.at,
            quote: None,
            is_flow: false,
            has_colon: false,
            lead,
            column: level.column + dash.len(),
            mark: level.column + dash.len(),
            mended: format!("{blanks}{dash}{MARK}:"),
            is_value: false,
        }
    }

    /// A key, with its colon or not yet; it may turn out to be a value.
    fn key(&self) -> Typed {
        let outline = self.outline;
        let named = outline.colon.is_none() && self.at >= outline.value;
        let start = if named {
            outline.value
        } else {
            outline.content
        };
        let start = if start >= outline.end { self.at } else { start };
        let end = outline.colon.unwrap_or(outline.end).max(self.at);
        let (start, quote, close) = self.unquoted(start, end);
        let dashes = &outline.dashes;
        let mut lead = Lead::default();
        let mut before = self.text.get(..start).unwrap_or_default().to_owned();
        if quote.is_some() {
            before.pop();
        }
        if dashes.is_empty() && outline.colon.is_none() {
            let level = self.above.meant(outline.indent, 0);
            lead.dash = level.is_item && level.column == outline.indent;
            if level.column != outline.indent {
                before = " ".repeat(level.column);
            }
            if lead.dash {
                before.push_str("- ");
            }
        } else if before.ends_with('-') {
            lead.blanks = 1;
            before.push(' ');
        }
        let column = before.len();
        let rest = match outline.colon {
            Some(colon) => self.text.get(colon..).unwrap_or_default(),
            None => ":",
        };
        Typed {
            start,
            end: close,
            quote,
            is_flow: false,
            has_colon: outline.colon.is_some(),
            lead,
            column,
            mark: column,
            mended: format!("{before}{MARK}{rest}"),
            is_value: false,
        }
    }

    /// A value behind its key.
    fn value(&self) -> Option<Typed> {
        let outline = self.outline;
        let colon = outline.colon?;
        let is_empty = outline.value >= outline.end;
        let start = if is_empty { self.at } else { outline.value };
        if !is_empty && (outline.is_header(self.text) || outline.is_flow(self.text)) {
            return None;
        }
        let (start, quote, end) = self.unquoted(start, outline.end.max(self.at));
        let touches = self.text.get(..start).is_some_and(|it| it.ends_with(':'));
        Some(Typed {
            start,
            end,
            quote,
            is_flow: false,
            has_colon: false,
            lead: Lead {
                blanks: usize::from(touches && quote.is_none()),
                dash: false,
            },
            column: outline.content,
            mark: outline.content,
            mended: self.text.get(..=colon)?.to_owned(),
            is_value: true,
        })
    }

    /// The text in quotes, where it begins with one: its start, the quote, its end.
    fn unquoted(&self, start: usize, end: usize) -> (usize, Option<char>, usize) {
        let text = self.text.get(start..end).unwrap_or_default();
        let Some(quote) = text.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
            return (start, None, end.max(self.at.min(start)));
        };
        if self.at <= start {
            return (start, None, end);
        }
        let close = text.get(1..).and_then(|rest| rest.find(quote));
        (
            start + 1,
            Some(quote),
            close.map_or(end, |it| start + 1 + it),
        )
    }

    /// An item, key or value between brackets or braces.
    fn flow(&self) -> Option<Typed> {
        let outer = &self.above.brackets;
        let from = if outer.is_empty() {
            self.outline.value
        } else {
            0
        };
        if outer.is_empty() && (!self.outline.is_flow(self.text) || self.at <= from) {
            return None;
        }
        let before = self.text.get(from..self.at)?;
        let mut open = outer.clone();
        brackets(before, &mut open);
        open.last()?;
        let start = from + flow_item(before);
        let rest = self.text.get(self.at..self.outline.end.max(self.at))?;
        let length = rest.find([',', ']', '}']).unwrap_or(rest.len());
        let length = rest.find(": ").map_or(length, |colon| colon.min(length));
        let end = self.at + rest[..length].trim_end().len();
        let (start, quote, close) = self.unquoted(start, end);
        let mark = start - usize::from(quote.is_some());
        let behind = self.text.get(end..).unwrap_or_default();
        let has_colon = behind.trim_start().starts_with(':');
        let head = self.text.get(..mark)?;
        let mut mended = format!("{head}{MARK}{behind}");
        let mut left = outer.clone();
        brackets(mended.get(from..)?, &mut left);
        if outer.is_empty() && self.next <= self.outline.indent {
            let closing = left.iter().rev();
            mended.extend(closing.map(|open| if *open == b'[' { ']' } else { '}' }));
        }
        Some(Typed {
            start,
            end: close,
            quote,
            is_flow: true,
            has_colon,
            lead: Lead::default(),
            column: mark,
            mark,
            mended,
            is_value: false,
        })
    }

    /// The cursor, once the mended text is parsed.
    fn parsed(&self, typed: &Typed) -> Cursor {
        let text = self.source.text();
        let before = text.get(..self.span.start()).unwrap_or_default();
        let behind = text.get(self.span.end()..).unwrap_or_default();
        let tree = |behind: &str| {
            let text = [before, &typed.mended, behind].concat();
            parse(SourceFile::new(self.source.name(), text))
        };
        let mark = self.span.start() + typed.mark;
        let mut whole = tree(behind);
        let mut found = place(&whole, mark, typed);
        if found.is_none() {
            // What follows keeps the line from being understood.
            whole = tree("");
            found = place(&whole, mark, typed);
        }
        let (mark, place) = match found {
            Some((mark, place)) => (Some(mark), place),
            None => (None, Place::Nothing),
        };
        let start = self.span.start();
        Cursor {
            tree: whole,
            place,
            typed: Span::new(start + typed.start, start + self.at),
            word: Span::new(start + typed.start, start + typed.end.max(self.at)),
            mark,
            quote: typed.quote,
            is_flow: typed.is_flow,
            has_colon: typed.has_colon,
            lead: typed.lead,
            column: typed.column,
        }
    }
}

/// What the tree says of the node that begins at an offset.
fn place(tree: &Tree, offset: usize, typed: &Typed) -> Option<(NodeId, Place)> {
    let begins = |node: &NodeId| tree.span(*node).start() == offset;
    let mut nodes = tree.nodes_from(offset).take_while(begins);
    let mark = nodes.find(|node| tree.kind(*node) == NodeKind::Scalar)?;
    let parent = tree.parent(mark)?;
    let under = tree.value_of(mark);
    if typed.is_value {
        let value = Some(under?);
        let mapping = None;
        return Some((mark, Place::Node { mapping, value }));
    }
    if tree.scalar(mark) != Some(MARK) {
        return None;
    }
    let is_alone = tree.entries(parent).len() == 1 && !typed.has_colon && !typed.is_flow;
    let (mapping, value) = match under {
        Some(_) => (Some(parent), is_alone.then_some(parent)),
        None => (None, Some(mark)),
    };
    Some((mark, Place::Node { mapping, value }))
}
