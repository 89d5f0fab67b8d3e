//! From "the parser stopped here" to what a person did wrong.
//!
//! Each cause names the span a person would mend, and how to read on: blank
//! the broken lines, or put a placeholder of the same length where the text is
//! clearly a value.

use super::compose::Composed;
use super::events::{Failure, Stop};
use super::lines::{Line, indent_of, line_at, lines_from};
use super::problem::{Limit, SyntaxProblem, SyntaxProblemKind as Kind};
use super::source::{SourceFile, Span};
use super::tree::{Node, NodeData};

/// How to read on.
pub(super) enum Repair {
    /// Overwrite with spaces: what stood there is lost to the checks.
    Blank(Vec<Span>),
    /// Overwrite with a word: what stands there is one value.
    Placeholder(Span),
    /// Nothing more can be read.
    Stop,
}

impl Repair {
    /// Text that the checks will not see.
    pub fn damage(&self) -> Vec<Span> {
        match self {
            Self::Blank(spans) => spans.clone(),
            Self::Placeholder(_) | Self::Stop => Vec::new(),
        }
    }
}

pub(super) struct Diagnosis {
    pub problem: SyntaxProblem,
    pub repair: Repair,
}

struct Scene<'a> {
    source: &'a SourceFile,
    /// The text as the parser saw it, earlier repairs included.
    text: &'a str,
    composed: &'a Composed,
    /// Where the parser stopped.
    offset: usize,
    line: Line<'a>,
}

pub(super) fn diagnose(
    source: &SourceFile,
    text: &str,
    composed: &Composed,
    failure: &Failure,
) -> Diagnosis {
    let offset = source.floor_char_boundary(failure.offset);
    let scene = Scene {
        source,
        text,
        composed,
        offset,
        line: line_at(text, offset),
    };
    scene
        .conflict_markers()
        .or_else(|| scene.tabs(failure.stop))
        .or_else(|| scene.block_scalar_dedent())
        .or_else(|| match failure.stop {
            Stop::MissingName => scene.unquoted_value(scene.offset),
            Stop::Character(c) => Some(scene.character(c)),
            Stop::Colon => scene.colon(),
            Stop::NotAKey => Some(scene.not_a_key()),
            Stop::ExpectedKey | Stop::ExpectedDash => scene
                .after_flow()
                .or_else(|| scene.item_key())
                .or_else(|| Some(scene.indentation())),
            Stop::DashNotAllowed => scene.dash_in_value(),
            Stop::UnclosedQuote => scene.quote(Kind::UnclosedQuote),
            Stop::AfterQuote => scene.quote(Kind::TextAfterQuote),
            Stop::Escape => scene.quote(Kind::InvalidEscape),
            Stop::Bracket => scene.bracket(),
            Stop::TooDeep => Some(scene.too_deep()),
            Stop::Indentation => Some(scene.indentation()),
            Stop::Tab | Stop::Other => None,
        })
        .unwrap_or_else(|| scene.whole_line(Kind::Other))
}

impl Scene<'_> {
    fn found(kind: Kind, span: Span, repair: Repair) -> Diagnosis {
        Diagnosis {
            problem: SyntaxProblem::new(kind, span),
            repair,
        }
    }

    fn whole_line(&self, kind: Kind) -> Diagnosis {
        let line = self.broken_line();
        Self::found(kind, line.visible(), Repair::Blank(vec![line.span]))
    }

    /// The line to blame: where the parser stopped, or the last line with
    /// something on it when it stopped at the end of the text.
    fn broken_line(&self) -> Line<'_> {
        let mut line = line_at(self.text, self.offset);
        while line.text.trim().is_empty() && line.span.start > 0 {
            line = line_at(self.text, line.span.start() - 1);
        }
        line
    }

    /// `<<<<<<<`, `=======` and `>>>>>>>`: the first side is kept.
    fn conflict_markers(&self) -> Option<Diagnosis> {
        let mut first = None;
        let mut blank = Vec::new();
        let mut theirs = false;
        for line in lines_from(self.text, 0) {
            let marker = |marker: &str| line.text.starts_with(marker);
            if marker("<<<<<<< ") || marker("||||||| ") {
                first = first.or(Some(line.visible()));
                theirs = marker("||||||| ");
                blank.push(line.span);
            } else if first.is_some() && line.text.trim_end() == "=======" {
                theirs = true;
                blank.push(line.span);
            } else if first.is_some() && marker(">>>>>>> ") {
                theirs = false;
                blank.push(line.span);
            } else if theirs {
                blank.push(line.span);
            }
        }
        Some(Self::found(
            Kind::ConflictMarker,
            first?,
            Repair::Blank(blank),
        ))
    }

    /// Every line with a tab in its indentation, in one finding.
    fn tabs(&self, stop: Stop) -> Option<Diagnosis> {
        let has_tab = |line: &Line| line.text[..indent_of(line.text)].contains('\t');
        if stop != Stop::Tab && !has_tab(&self.line) {
            return None;
        }
        let from = if has_tab(&self.line) {
            self.line
        } else {
            self.next_line_with(has_tab)?
        };
        let tabs = indent_of(from.text);
        let at = from.span.start() + from.text[..tabs].find('\t').unwrap_or(0);
        let end = from.span.start() + tabs;
        let mut blank = vec![from.span];
        blank.extend(
            lines_from(self.text, from.span.end() + 1)
                .take_while(has_tab)
                .map(|line| line.span),
        );
        Some(Self::found(
            Kind::TabIndentation,
            Span::new(at, end),
            Repair::Blank(blank),
        ))
    }

    fn next_line_with(&self, matches: impl Fn(&Line) -> bool) -> Option<Line<'_>> {
        lines_from(self.text, self.line.span.start())
            .take(3)
            .find(|line| matches(line))
    }

    /// A heredoc or pasted text at column 0 inside `script: |`.
    fn block_scalar_dedent(&self) -> Option<Diagnosis> {
        let block = self.last_block_scalar()?;
        let content_indent = block.content_indent(self.text)?;
        let first = lines_from(self.text, block.node.span.end())
            .skip(1)
            .find(|line| !line.text.trim().is_empty())?;
        if first.span.start() > self.offset
            || indent_of(first.text) >= block.owner_indent(self.text)
        {
            return None;
        }
        let blank = block
            .heredoc_rest(self.text, first)
            .or_else(|| block.pasted_rest(self.text, first, content_indent))?;
        let problem = SyntaxProblem::new(Kind::BlockScalarDedent, first.visible())
            .with_related(self.source.first_line_of(block.node.span));
        Some(Diagnosis {
            problem,
            repair: Repair::Blank(blank),
        })
    }

    fn last_block_scalar(&self) -> Option<BlockScalar<'_>> {
        let is_block =
            |node: &&Node| matches!(&node.data, NodeData::Scalar { style, .. } if style.is_block());
        let node = self.composed.nodes.iter().rev().find(is_block)?;
        Some(BlockScalar { node })
    }

    /// The rest of the line from `at` as one value that should be quoted.
    fn unquoted_value(&self, at: usize) -> Option<Diagnosis> {
        let first = self.text.get(at..)?.chars().next()?;
        let span = self.value_from(at);
        Some(Self::found(
            Kind::UnquotedIndicator(first),
            span,
            Repair::Placeholder(span),
        ))
    }

    /// From `at` to the end of the line, a comment left out.
    fn value_from(&self, at: usize) -> Span {
        let line = line_at(self.text, at);
        let rest = &self.text[at..line.span.end()];
        let comment = rest.find(" #").unwrap_or(rest.len());
        Span::new(at, at + rest[..comment].trim_end().len())
    }

    fn character(&self, character: char) -> Diagnosis {
        let control =
            character.is_control() || matches!(character, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
        if control {
            let found = self.text[self.line.span.start()..].find(character);
            let at = found.map_or(self.offset, |found| self.line.span.start() + found);
            let span = Span::new(at, at + character.len_utf8());
            return Self::found(
                Kind::ControlCharacter(character),
                span,
                Repair::Placeholder(span),
            );
        }
        self.unquoted_value(self.offset)
            .unwrap_or_else(|| self.whole_line(Kind::Other))
    }

    /// `: ` where no key may stand: inside a value, or on a line that is
    /// indented under a value.
    fn colon(&self) -> Option<Diagnosis> {
        let value = self.composed.nodes.last()?;
        let start = value.span.start();
        let value_line = line_at(self.text, start);
        let key_before = self.text[value_line.span.start()..start].contains(':');
        let same_line = value_line.span == self.line.span;
        let words = self.line.text.trim_start();
        let key_like = words.find(':').is_some_and(|at| {
            at > 0
                && words[..at]
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_-. ".contains(c))
        }) && !words.starts_with('-');
        if same_line && key_before {
            let span = self.value_from(start);
            return Some(Self::found(
                Kind::PlainScalarColon,
                span,
                Repair::Placeholder(span),
            ));
        }
        if same_line {
            return None;
        }
        if key_like && !key_before {
            // `key` on a line of its own, then `other: 1`.
            let span = value_line.visible();
            return Some(Self::found(
                Kind::MissingColon,
                span,
                Repair::Blank(vec![value_line.span]),
            ));
        }
        if key_like {
            return Some(self.whole_line(Kind::Indentation));
        }
        let end = self
            .value_from(self.line.span.start() + indent_of(self.line.text))
            .end();
        let span = Span::new(start, end);
        Some(Self::found(
            Kind::PlainScalarColon,
            span,
            Repair::Placeholder(span),
        ))
    }

    fn not_a_key(&self) -> Diagnosis {
        let line = self.broken_line();
        let text = line.text.trim();
        let dash = text
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace() && c != '-'));
        if dash {
            let at = line.span.start() + indent_of(line.text);
            let span = Span::new(at, at + text.len());
            return Self::found(Kind::DashWithoutSpace, span, Repair::Blank(vec![line.span]));
        }
        Self::found(
            Kind::MissingColon,
            line.visible(),
            Repair::Blank(vec![line.span]),
        )
    }

    /// `{test,qa}/*`: something stands behind a bracket that just closed.
    fn after_flow(&self) -> Option<Diagnosis> {
        let flow = self.composed.nodes.iter().rev().find(|node| {
            matches!(
                node.data,
                NodeData::Sequence { flow: true, .. } | NodeData::Mapping { flow: true, .. }
            )
        })?;
        let line = line_at(self.text, flow.span.start());
        let adjacent =
            flow.span.end() == self.offset && line.span.start() == self.line.span.start();
        adjacent
            .then(|| self.unquoted_value(flow.span.start()))
            .flatten()
    }

    /// `script:` at the column of the dash of its `- name:`.
    fn item_key(&self) -> Option<Diagnosis> {
        let line = self.line;
        let text = line.text.trim_start();
        let key_end = text.find(':')?;
        let is_key = text[..key_end]
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_')
            && key_end > 0;
        let column = indent_of(line.text);
        let item = self.composed.nodes.iter().rev().find_map(|node| {
            let NodeData::Mapping {
                entries,
                flow: false,
            } = &node.data
            else {
                return None;
            };
            let owner = line_at(self.text, node.span.start());
            let is_item = owner.text[indent_of(owner.text)..].starts_with("- ");
            (is_item && indent_of(owner.text) == column).then_some(entries.first()?)
        })?;
        if !is_key {
            return None;
        }
        let at = line.span.start() + column;
        let mut blank = vec![line.span];
        blank.extend(
            lines_from(self.text, line.span.end() + 1)
                .take_while(|line| line.text.trim().is_empty() || indent_of(line.text) > column)
                .map(|line| line.span),
        );
        let first_key = self.composed.nodes[item.key.index()].span;
        let problem = SyntaxProblem::new(Kind::ItemKeyIndentation, Span::new(at, at + key_end))
            .with_related(first_key);
        Some(Diagnosis {
            problem,
            repair: Repair::Blank(blank),
        })
    }

    fn indentation(&self) -> Diagnosis {
        self.whole_line(Kind::Indentation)
    }

    /// `key: - item`.
    fn dash_in_value(&self) -> Option<Diagnosis> {
        let before = &self.text[self.line.span.start()..self.offset];
        if !before.contains(':') {
            return None;
        }
        self.unquoted_value(self.offset)
    }

    /// From the quote that opens to the end of its line.
    fn quote(&self, kind: Kind) -> Option<Diagnosis> {
        let from = self.composed.read_to.min(self.offset);
        let opens = self.text[from..].find(['"', '\'']).map(|at| from + at)?;
        let line = line_at(self.text, opens);
        let span = Span::new(
            opens,
            opens + self.text[opens..line.span.end()].trim_end().len(),
        );
        Some(Self::found(kind, span, Repair::Placeholder(span)))
    }

    /// The outermost open bracket to the end of its line.
    fn bracket(&self) -> Option<Diagnosis> {
        let opens = self.composed.open_flows.first().copied();
        let Some(opens) = opens else {
            return self.unquoted_value(self.offset.min(self.text.len().saturating_sub(1)));
        };
        let span = self.value_from(opens);
        Some(Self::found(
            Kind::UnclosedBracket,
            span,
            Repair::Placeholder(span),
        ))
    }

    fn too_deep(&self) -> Diagnosis {
        let end = self.text[self.offset..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        let span = Span::new(self.offset, self.offset + end);
        Self::found(Kind::LimitExceeded(Limit::Depth), span, Repair::Stop)
    }
}

struct BlockScalar<'a> {
    node: &'a Node,
}

impl BlockScalar<'_> {
    /// Indentation of the line that holds the header.
    fn owner_indent(&self, text: &str) -> usize {
        let line = line_at(text, self.node.span.start());
        indent_of(line.text).max(1)
    }

    fn content_indent(&self, text: &str) -> Option<usize> {
        let body = lines_from(text, self.node.span.start()).skip(1);
        body.take_while(|line| line.span.start() <= self.node.span.end())
            .find(|line| !line.text.trim().is_empty())
            .map(|line| indent_of(line.text))
    }

    /// The lines of a heredoc that was begun inside and ends outside.
    fn heredoc_rest(&self, text: &str, first: Line<'_>) -> Option<Vec<Span>> {
        let body = text.get(self.node.span.range())?;
        let word = open_heredoc(body)?;
        let mut lines = Vec::new();
        for line in lines_from(text, first.span.start()) {
            lines.push(line.span);
            if line.text.trim() == word {
                return Some(lines);
            }
        }
        None
    }

    /// Lines until the body goes on, where none of them looks like YAML.
    fn pasted_rest(&self, text: &str, first: Line<'_>, content_indent: usize) -> Option<Vec<Span>> {
        let mut lines = Vec::new();
        for line in lines_from(text, first.span.start()) {
            let words = line.text.trim();
            if words.is_empty() {
                continue;
            }
            if indent_of(line.text) >= content_indent {
                return Some(lines);
            }
            if words.starts_with("- ") || words.ends_with(':') {
                return None;
            }
            lines.push(line.span);
        }
        None
    }
}

/// The delimiter of a heredoc that `body` begins and does not end.
fn open_heredoc(body: &str) -> Option<&str> {
    let mut open: Option<&str> = None;
    for line in body.lines() {
        if let Some(word) = open {
            if line.trim() == word {
                open = None;
            }
            continue;
        }
        let Some(at) = line.find("<<") else { continue };
        let rest = line[at + 2..].trim_start_matches(['-', '~', ' ', '\\']);
        let rest = rest.trim_start_matches(['\'', '"']);
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        open = (end > 0 && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some(&rest[..end]);
    }
    open
}
