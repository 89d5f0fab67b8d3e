//! From "the parser stopped here" to what a person did wrong.
//!
//! Each cause names the span a person would mend, and ways to read on. The
//! caller tries them in order until one leads past the broken place.

mod block_scalar;
mod conflict;
mod flow;
mod heredoc;
mod indentation;
mod shape;
mod value;

use super::compose::Composed;
use super::draft::Edit;
use super::events::{Failure, Stop};
use super::lines::{Line, column, line_at, piece};
use super::node::{Node, NodeData, NodeId};
use super::problem::{Limit, SyntaxProblem, SyntaxProblemKind as Kind};
use super::source::Span;

/// One way to read on.
pub(super) type Repair = Vec<Edit>;

/// Ways between which only a trial can decide.
#[derive(Default)]
pub(super) struct Choice {
    pub repairs: Vec<Repair>,
    pub blame: Blame,
}

/// What was wrong if a repair helps.
#[derive(Clone, Default)]
pub(super) enum Blame {
    /// What stands where the parser stopped.
    #[default]
    Stop,
    /// Something else.
    Other(SyntaxProblem),
    /// Nothing: Codemagic's loader takes what the parser does not.
    Nothing,
}

/// What is wrong, in places of the draft.
#[derive(Default)]
pub(super) struct Diagnosis {
    pub problems: Vec<SyntaxProblem>,
    /// The best first.
    pub repairs: Vec<Choice>,
    /// End of what hangs on the broken line: a repair must lead past it.
    pub block_end: usize,
    /// Takes the broken lines out; nothing when no more can be read.
    pub last_resort: Choice,
}

impl Diagnosis {
    fn new(kind: Kind, span: Span) -> Self {
        Self {
            problems: vec![SyntaxProblem::new(kind, span)],
            ..Self::default()
        }
    }

    fn related(mut self, span: Span) -> Self {
        self.problems = self
            .problems
            .into_iter()
            .map(|problem| problem.with_related(span))
            .collect();
        self
    }

    fn repair(self, repair: Repair) -> Self {
        self.choice(vec![repair])
    }

    fn choice(mut self, repairs: Vec<Repair>) -> Self {
        self.repairs.push(Choice {
            repairs,
            blame: Blame::Stop,
        });
        self
    }
}

/// Where the parser stopped, and what it had read.
struct Scene<'a> {
    /// The text as the parser saw it, earlier repairs included.
    text: &'a str,
    composed: &'a Composed,
    offset: usize,
    line: Line<'a>,
}

/// A block list or mapping around a place: whoever stands at its column belongs
/// to it.
#[derive(Clone, Copy)]
struct Level {
    column: usize,
    is_list: bool,
    node: NodeId,
}

/// Diagnoses a failure.
pub(super) fn diagnose(text: &str, composed: &Composed, failure: &Failure) -> Diagnosis {
    let offset = text.floor_char_boundary(failure.offset);
    let scene = Scene {
        text,
        composed,
        offset,
        line: line_at(text, offset),
    };
    let mut diagnosis = scene
        .conflict_markers()
        .or_else(|| scene.byte_order_mark())
        .or_else(|| scene.block_scalar_dedent())
        .or_else(|| scene.tabs(failure.stop))
        .or_else(|| scene.by_stop(failure.stop))
        .unwrap_or_else(|| Diagnosis::new(Kind::Other, scene.broken_line().visible()));
    if failure.stop != Stop::TooDeep {
        let line = scene.broken_line();
        diagnosis.last_resort.repairs = vec![vec![Edit::erase(line.span)], scene.erase_block(line)];
    }
    diagnosis
}

impl<'a> Scene<'a> {
    fn by_stop(&self, stop: Stop) -> Option<Diagnosis> {
        // Where brackets opened further up, they are to blame.
        let is_above = self
            .open_bracket()
            .is_some_and(|opens| opens < self.line.start());
        match stop {
            Stop::TooDeep => Some(self.too_deep()),
            Stop::Escape => self.escape(),
            Stop::AfterQuote => self.quote(Kind::TextAfterQuote),
            Stop::UnclosedQuote => self.quote(Kind::UnclosedQuote),
            _ if is_above => self.bracket(),
            Stop::MissingName | Stop::Header => self.unquoted_value(self.offset),
            Stop::Character(c) => self.character(c),
            Stop::Colon => self.colon(),
            Stop::NotAKey => self.flow_key().or_else(|| Some(self.not_a_key())),
            Stop::ExpectedKey | Stop::ExpectedDash => {
                self.after_flow().or_else(|| Some(self.misplaced()))
            }
            Stop::DashNotAllowed => self.dash_in_value().or_else(|| Some(self.misplaced())),
            Stop::Indentation => Some(self.misplaced()),
            Stop::QuoteIndentation => self.unindented_quote(),
            Stop::Bracket => self.bracket(),
            Stop::Comment => self.comment(),
            Stop::Tab => None,
            Stop::Other if self.starts_indicator() => self.unquoted_value(self.offset),
            Stop::Other => self.begins_line().then(|| self.misplaced()),
        }
    }

    fn begins_line(&self) -> bool {
        self.line.visible().start() == self.offset
    }

    fn starts_indicator(&self) -> bool {
        piece(self.text, self.offset..).starts_with(['!', '&', '*', '|', '>', '%', '@', '`'])
    }

    /// The line to blame: where the parser stopped, or the last line with
    /// something on it when it stopped at the end of the text.
    fn broken_line(&self) -> Line<'a> {
        let mut line = self.line;
        while let Some(before) = line.previous(self.text).filter(|_| line.is_blank()) {
            line = before;
        }
        line
    }

    /// The lines after `line` that are indented deeper than `indent`.
    fn deeper(&self, line: Line<'a>, indent: usize) -> impl Iterator<Item = Line<'a>> + use<'a> {
        self.right_of(line, indent + 1)
    }

    /// The lines after `line` that stand at `column` or right of it.
    fn right_of(&self, line: Line<'a>, column: usize) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let is_right = move |line: &Line| line.is_blank() || line.indent() >= column;
        line.following(self.text).take_while(is_right)
    }

    /// Takes out a line and all that is indented deeper.
    fn erase_block(&self, line: Line<'a>) -> Repair {
        let block = std::iter::once(line).chain(self.deeper(line, line.indent()));
        block.map(|line| Edit::erase(line.span)).collect()
    }

    fn node(&self, id: NodeId) -> &'a Node {
        &self.composed.nodes[id.index()]
    }

    /// The block collections around a node, the innermost first.
    fn levels(&self, from: Option<NodeId>) -> Vec<Level> {
        let mut levels = Vec::new();
        let mut at = from;
        while let Some(id) = at {
            let node = self.node(id);
            let is_list = match node.data {
                NodeData::Sequence { flow: false, .. } => Some(true),
                NodeData::Mapping { flow: false, .. } => Some(false),
                _ => None,
            };
            if let Some(is_list) = is_list {
                levels.push(Level {
                    column: column(self.text, node.span.start()),
                    is_list,
                    node: id,
                });
            }
            at = node.parent;
        }
        levels
    }

    /// The last thing that was read before the line where the parser stopped.
    fn last_before_line(&self) -> Option<NodeId> {
        let nodes = &self.composed.nodes;
        let count = nodes.partition_point(|node| node.span.start() < self.line.start());
        Some(NodeId::at(count.checked_sub(1)?))
    }

    /// Every line with a tab in its indentation, as far as they follow each
    /// other, in one finding.
    fn tabs(&self, stop: Stop) -> Option<Diagnosis> {
        let has_tab = |line: &Line| line.indentation().contains('\t') && !line.is_blank();
        let from = if has_tab(&self.line) {
            self.line
        } else if stop == Stop::Tab {
            let next = self.line.following(self.text).take(2).find(has_tab);
            return Some(
                next.map_or_else(|| self.tab_in_line(), |line| self.tab_lines(line, has_tab)),
            );
        } else {
            return None;
        };
        Some(self.tab_lines(from, has_tab))
    }

    fn tab_lines(&self, from: Line<'a>, has_tab: impl Fn(&Line) -> bool) -> Diagnosis {
        let indent = from.indentation();
        let first = indent.find('\t').unwrap_or(0);
        let span = Span::new(from.start() + first, from.start() + indent.len());
        let lines = || {
            let more = from
                .following(self.text)
                .take_while(|line| line.is_blank() || has_tab(line));
            std::iter::once(from).chain(more)
        };
        let spaces = |width: usize| -> Repair {
            let tabs = lines().flat_map(|line| {
                let tabs = line.indentation().match_indices('\t');
                tabs.map(move |(at, _)| {
                    Edit::replace(Span::new(line.start() + at, line.start() + at + 1), width)
                })
            });
            tabs.collect()
        };
        Diagnosis::new(Kind::TabIndentation, span)
            .choice(vec![spaces(2), spaces(4), spaces(8)])
            .repair(lines().map(|line| Edit::erase(line.span)).collect())
    }

    /// A tab between a key or dash and what follows it.
    fn tab_in_line(&self) -> Diagnosis {
        let line = self.broken_line();
        let tab = piece(self.text, line.start()..self.offset)
            .rfind('\t')
            .map(|at| line.start() + at);
        let tab = tab.or_else(|| line.text.find('\t').map(|at| line.start() + at));
        let Some(at) = tab else {
            return Diagnosis::new(Kind::Other, line.visible());
        };
        let span = Span::new(at, at + 1);
        Diagnosis::new(Kind::ControlCharacter('\t'), span).repair(vec![Edit::replace(span, 1)])
    }

    fn too_deep(&self) -> Diagnosis {
        let end = piece(self.text, self.offset..)
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        let span = Span::new(self.offset, self.offset + end);
        Diagnosis::new(Kind::LimitExceeded(Limit::Depth), span)
    }
}
