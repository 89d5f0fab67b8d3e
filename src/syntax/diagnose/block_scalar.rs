//! Lines of a script that stand left of its indentation: a heredoc, a property
//! list or a piece of Python pasted at the start of the line.

use super::super::lines::{Line, line_at};
use super::heredoc::Heredocs;
use super::shape::{Shape, is_word};
use super::{Diagnosis, Edit, Kind, Level, NodeData, Repair, Scene, Span};

struct BlockScalar<'a> {
    span: Span,
    /// The collections around it, the innermost first.
    levels: Vec<Level>,
    /// Column of its lines.
    indent: usize,
    /// Whether it has no lines at all.
    is_empty: bool,
    heredocs: Heredocs<'a>,
}

impl<'a> Scene<'a> {
    /// The script moves under its header again, so that all of it is read.
    pub(super) fn block_scalar_dedent(&self) -> Option<Diagnosis> {
        let block = self.last_block_scalar()?;
        let first = self.stray_line(&block)?;
        let until_sibling = block.stray_lines(self.text, first, 0);
        let until_item = block.stray_lines(self.text, first, 1);
        let header = line_at(self.text, block.span.start());
        let header = Span::new(block.span.start(), header.visible().end());
        let erased = |lines: &[Line]| lines.iter().map(|line| Edit::erase(line.span)).collect();
        let diagnosis = Diagnosis::new(Kind::BlockScalarDedent, first.visible()).related(header);
        let moved = vec![block.moved(&until_sibling), block.moved(&until_item)];
        Some(
            diagnosis
                .choice(moved)
                .choice(vec![erased(&until_sibling), erased(&until_item)]),
        )
    }

    /// The last block scalar that was read, its lines fed to the heredocs.
    fn last_block_scalar(&self) -> Option<BlockScalar<'a>> {
        let is_block =
            |data: &NodeData| matches!(data, NodeData::Scalar { style, .. } if style.is_block());
        let node = self
            .composed
            .nodes
            .iter()
            .rev()
            .find(|node| is_block(&node.data))?;
        let levels = self.levels(node.parent);
        let owner = levels.first().map_or(0, |level| level.column);
        let header = line_at(self.text, node.span.start());
        let mut heredocs = Heredocs::new(self.text, header.start());
        let mut indent = None;
        let body = header
            .following(self.text)
            .take_while(|line| line.start() < node.span.end());
        for line in body.filter(|line| !line.is_blank()) {
            indent = indent.or(Some(spaces(line)));
            heredocs.read(line);
        }
        let is_empty = indent.is_none();
        let indent = indent.unwrap_or(owner + 2);
        Some(BlockScalar {
            span: node.span,
            levels,
            indent,
            is_empty,
            heredocs,
        })
    }

    /// The first line after the script if it should have been a part of it.
    fn stray_line(&self, block: &BlockScalar<'a>) -> Option<Line<'a>> {
        let last = line_at(self.text, block.span.end());
        let mut after = last.following(self.text).filter(|line| !line.is_blank());
        let first = after.next().filter(|line| line.start() <= self.offset)?;
        let in_heredoc = block.heredocs.is_open();
        let is_stray = match Shape::of(&first) {
            _ if in_heredoc => !block.is_sibling(&first, 1),
            Shape::Blank | Shape::Marker | Shape::Key | Shape::Dash => false,
            // A comment ends the script; what follows shows whether it should.
            Shape::Comment => {
                let next = after.find(|line| Shape::of(line) != Shape::Comment)?;
                next.start() <= self.offset && spaces(next) >= block.indent
            }
            Shape::GluedDash => !block
                .levels
                .iter()
                .any(|level| level.is_list && level.column == first.indent()),
            Shape::Text => {
                // `key: |` holds a tab where it should hold spaces.
                let tab = first.indentation().contains('\t');
                !tab && !(Self::is_half_typed_key(block, first, after.next()))
            }
        };
        is_stray.then_some(first)
    }

    /// One word where the next key of the mapping around the script would stand.
    fn is_half_typed_key(block: &BlockScalar<'a>, line: Line, next: Option<Line>) -> bool {
        let pasted = block.is_empty;
        let near = block
            .levels
            .iter()
            .take(3)
            .any(|level| !level.is_list && level.column == line.indent());
        let goes_on = next.is_some_and(|next| !block.is_sibling(&next, 0));
        !pasted && near && is_word(line.words()) && !goes_on
    }
}

impl<'a> BlockScalar<'a> {
    /// Whether a line is the next key or item of a collection around the
    /// script, at `column` or right of it.
    fn is_sibling(&self, line: &Line, from_column: usize) -> bool {
        let shape = Shape::of(line);
        let indent = line.indent();
        let fits = |level: &Level| {
            let wanted = if level.is_list {
                Shape::Dash
            } else {
                Shape::Key
            };
            level.column == indent && shape == wanted
        };
        indent >= from_column && self.levels.iter().any(fits)
    }

    /// The lines from `first` to the next sibling, heredocs and what stands
    /// inside brackets skipped.
    fn stray_lines(&self, text: &'a str, first: Line<'a>, from_column: usize) -> Vec<Line<'a>> {
        let lines = self.stray_lines_with(text, first, from_column, bracket_depth);
        // A bracket that never closes is none.
        lines.unwrap_or_else(|| {
            self.stray_lines_with(text, first, from_column, |_| 0)
                .unwrap_or_default()
        })
    }

    fn stray_lines_with(
        &self,
        text: &'a str,
        first: Line<'a>,
        from_column: usize,
        depth_of: impl Fn(&str) -> isize,
    ) -> Option<Vec<Line<'a>>> {
        let mut heredocs = self.heredocs.clone();
        let mut lines = Vec::new();
        let mut depth = 0;
        for line in std::iter::once(first).chain(first.following(text)) {
            let inside = heredocs.is_open() || depth > 0;
            if !inside && line.start() > first.start() && self.is_sibling(&line, from_column) {
                break;
            }
            heredocs.read(line);
            depth += depth_of(line.text);
            lines.push(line);
        }
        let is_outside = |line: &Line| line.is_blank() || Shape::of(line) == Shape::Comment;
        while lines.len() > 1 && lines.last().is_some_and(is_outside) {
            lines.pop();
        }
        (depth <= 0).then_some(lines)
    }

    /// Moves the lines right until the leftmost stands at the script's column.
    fn moved(&self, lines: &[Line]) -> Repair {
        let stray = || {
            lines
                .iter()
                .filter(|line| !line.is_blank() && spaces(**line) < self.indent)
        };
        let leftmost = stray().map(|line| spaces(*line)).min().unwrap_or(0);
        stray()
            .map(|line| Edit::indent(line.start(), self.indent - leftmost))
            .collect()
    }
}

/// Brackets and braces that a line opens, less those that it closes.
fn bracket_depth(line: &str) -> isize {
    let depth = |c| match c {
        '{' | '[' => 1,
        '}' | ']' => -1,
        _ => 0,
    };
    line.chars().map(depth).sum()
}

/// Spaces at the start of a line: tabs are no indentation.
fn spaces(line: Line) -> usize {
    line.text.len() - line.text.trim_start_matches(' ').len()
}
