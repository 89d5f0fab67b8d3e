//! Lines that stand at a column where nothing of their kind may stand, and
//! words that should have been keys.

use super::super::lines::{Line, column, line_at, piece};
use super::shape::{Shape, glued_key, is_word, key_length};
use super::{
    Blame, Choice, Diagnosis, Edit, Kind, Level, Node, NodeData, NodeId, Repair, Scene, Span,
    SyntaxProblem,
};

/// Columns to which a stray line is tried to be moved.
const MAX_TARGETS: usize = 3;

impl<'a> Scene<'a> {
    /// A line that fits none of the collections around it.
    pub(super) fn misplaced(&self) -> Diagnosis {
        let line = self.broken_line();
        let levels = self.levels(self.last_before_line());
        match Shape::of(&line) {
            Shape::GluedDash if is_item(&line, &levels) => self.glued_dash(line),
            Shape::Text
                if levels
                    .iter()
                    .any(|level| !level.is_list && level.column == line.indent()) =>
            {
                self.missing_colon(line)
            }
            Shape::Key => self
                .item_key(line, &levels)
                .unwrap_or_else(|| self.stray(line, &levels, false)),
            _ => self.stray(line, &levels, false),
        }
    }

    /// Something that should have been a key.
    pub(super) fn not_a_key(&self) -> Diagnosis {
        let line = self.broken_line();
        let levels = self.levels(self.last_before_line());
        match Shape::of(&line) {
            Shape::GluedDash if is_item(&line, &levels) => self.glued_dash(line),
            Shape::Key | Shape::Dash => self.stray(line, &levels, false),
            _ => self.missing_colon(line),
        }
    }

    /// `: ` on a line below the value that it continues.
    pub(super) fn colon_below(&self, value: Span) -> Diagnosis {
        let first = line_at(self.text, value.start());
        let first_shape = Shape::of(&first);
        let levels = self.levels(self.last_before_line());
        if first_shape == Shape::GluedDash {
            return self.glued_dash(first);
        }
        let shape = Shape::of(&self.line);
        let alone = first.visible().start() == value.start();
        let before = piece(self.text, first.start()..value.start());
        let item = before.trim_start_matches([' ', '-']).is_empty();
        let text = self.slice(self.value_from(value.start()));
        if alone || (item && (is_word(text) || glued_key(text).is_some())) {
            return self.missing_colon(first);
        }
        let second = first.following(self.text).find(|line| !line.is_blank());
        let is_second = second.is_some_and(|second| second.start() == self.line.start());
        if shape == Shape::Key && is_second {
            return self.stray(self.line, &levels, true);
        }
        self.plain_colon(value)
    }

    /// `-item`: the space is put in.
    pub(super) fn glued_dash(&self, line: Line<'a>) -> Diagnosis {
        let start = line.visible().start();
        let span = self.value_from(start);
        Diagnosis::new(Kind::DashWithoutSpace, span).repair(vec![Edit::insert(start + 1, " ")])
    }

    /// A word without its colon, or without the space behind it. When lines below belong to it, the colon is put
    /// in; otherwise nobody knows what it was to become, and what follows in the
    /// same manner.
    pub(super) fn missing_colon(&self, line: Line<'a>) -> Diagnosis {
        let start = line.visible().start();
        let dash = if Shape::of(&line) == Shape::Dash {
            2
        } else {
            0
        };
        let span = self.value_from((start + dash).min(line.end()));
        let mut diagnosis = Diagnosis::new(Kind::MissingColon, span);
        if let Some(key) = glued_key(self.slice(span)) {
            let space = Edit::insert(span.start() + key, " ");
            diagnosis = diagnosis.repair(vec![space]);
        }
        if self
            .deeper(line, line.indent())
            .any(|line| !line.is_blank())
        {
            if is_word(self.slice(span)) {
                diagnosis = diagnosis.repair(vec![Edit::insert(span.end(), ":")]);
            }
            return diagnosis.repair(self.erase_block(line));
        }
        let more = self.right_of(line, line.indent());
        let run = more.take_while(|line| matches!(Shape::of(line), Shape::Blank | Shape::Text));
        let run = std::iter::once(line)
            .chain(run)
            .map(|line| Edit::erase(line.span))
            .collect();
        diagnosis.repair(run)
    }

    /// `script:` at the column of the dash of its `- name:`.
    fn item_key(&self, line: Line<'a>, levels: &[Level]) -> Option<Diagnosis> {
        let list = levels
            .iter()
            .find(|level| level.is_list && level.column == line.indent())?;
        let NodeData::Sequence { items, .. } = self.node(list.node).data else {
            return None;
        };
        let held = &self.composed.held;
        let NodeData::Mapping {
            entries,
            flow: false,
        } = self.node(*held.items(items).last()?).data
        else {
            return None;
        };
        let first_key = self.node(held.entries(entries).first()?.key).span;
        let start = line.visible().start();
        let span = Span::new(start, start + key_length(line.words())?);
        let shift = column(self.text, first_key.start()).checked_sub(line.indent())?;
        let moved = |lines: Vec<Line>| -> Repair {
            lines
                .iter()
                .map(|line| Edit::indent(line.start(), shift))
                .collect()
        };
        let block = std::iter::once(line).chain(self.deeper(line, line.indent()));
        let block = block.filter(|line| !line.is_blank()).collect();
        let diagnosis = Diagnosis::new(Kind::ItemKeyIndentation, span).related(first_key);
        Some(diagnosis.repair(moved(block)).repair(moved(vec![line])))
    }

    /// A line between the columns. It is moved where it fits, or the line above
    /// that left its place; `under_value`, where its own parent may be missing,
    /// it rather goes unless it is off by one.
    pub(super) fn stray(&self, line: Line<'a>, levels: &[Level], under_value: bool) -> Diagnosis {
        let mut diagnosis =
            Diagnosis::new(Kind::Indentation, self.value_from(line.visible().start()));
        let indent = line.indent();
        let own = || std::iter::once(line);
        let siblings = || own().chain(self.right_of(line, indent));
        let erased = || -> Repair { siblings().map(|line| Edit::erase(line.span)).collect() };
        let below = self.deeper(line, indent).filter(|line| !line.is_blank());
        diagnosis.block_end = below.last().map_or(line.end(), |line| line.end());
        let targets = self.targets(line, levels);
        if under_value
            && targets
                .first()
                .is_none_or(|target| target.abs_diff(indent) > 1)
        {
            diagnosis = diagnosis.repair(erased());
        }
        diagnosis.repairs.extend(self.parent_above(line, levels));
        for target in targets {
            let block: Vec<Line> = own().chain(self.deeper(line, indent)).collect();
            for lines in [block, vec![line], siblings().collect()] {
                diagnosis.repairs.extend(self.moved(&lines, target));
            }
        }
        diagnosis.repairs.extend(self.left_its_place(line));
        diagnosis.repairs.extend(self.above(line));
        diagnosis.repair(erased())
    }

    /// Moves lines, the first of which decides, to a column. Not where the next
    /// line would then belong to them.
    fn moved(&self, lines: &[Line<'a>], to: usize) -> Option<Choice> {
        let (first, last) = (lines.first()?, lines.last()?);
        let next = last.following(self.text).find(|line| !line.is_blank());
        let swallows = to < first.indent() && next.is_some_and(|next| next.indent() > to);
        (!swallows).then(|| Choice {
            repairs: vec![moved(lines, first.indent(), to)],
            blame: Blame::Stop,
        })
    }

    /// A key without a value right above, deeper than what should be its value.
    fn parent_above(&self, line: Line<'a>, levels: &[Level]) -> Option<Choice> {
        let last = self.node(self.last_before_line()?);
        let above = line_at(self.text, last.span.start());
        let is_empty = matches!(last.data, NodeData::Scalar { .. }) && last.span.is_empty();
        let indent = line.indent();
        if !is_empty
            || above.indent() <= indent
            || levels.iter().any(|level| level.column == indent)
        {
            return None;
        }
        let around = levels
            .iter()
            .map(|level| level.column)
            .find(|&column| column < indent)?;
        let next = line
            .following(self.text)
            .find(|next| !next.is_blank() && next.indent() < indent);
        let column = next.map(|next| next.indent()).filter(|&next| next > around);
        let column = column.unwrap_or((around + 1).max(indent.saturating_sub(2)));
        let span = self.value_from(above.visible().start());
        let blame = Blame::Other(SyntaxProblem::new(Kind::Indentation, span));
        Some(Choice {
            repairs: vec![moved(&[above], above.indent(), column)],
            blame,
        })
    }

    /// The line above that ended the collection to which `line` would belong.
    fn left_its_place(&self, line: Line<'a>) -> Option<Choice> {
        let shape = Shape::of(&line);
        if !matches!(shape, Shape::Key | Shape::Dash) {
            return None;
        }
        let is_list = shape == Shape::Dash;
        let fits = |node: &&Node| match node.data {
            NodeData::Sequence { flow, .. } => is_list && !flow,
            NodeData::Mapping { flow, .. } => !is_list && !flow,
            _ => false,
        };
        let closed = |node: &&Node| {
            node.span.end() <= line.start() && column(self.text, node.span.start()) == line.indent()
        };
        let nodes = &self.composed.nodes;
        let node = nodes.iter().rfind(|node| fits(node) && closed(node))?;
        let after = line_at(self.text, node.span.end());
        let is_content = |line: &Line| !matches!(Shape::of(line), Shape::Blank | Shape::Comment);
        let culprit = after.following(self.text).find(is_content)?;
        let last = nodes.partition_point(|node| node.span.start() < culprit.start());
        let last = NodeId::at(last.checked_sub(1)?);
        let is_item = Shape::of(&culprit) == Shape::Dash;
        let levels = self.levels(Some(last)).into_iter();
        let places =
            levels.filter(|level| level.is_list == is_item && level.column > culprit.indent());
        self.blame(culprit, line, places.map(|level| level.column))
    }

    /// The line right above, which is not indented as deep as its siblings.
    fn above(&self, line: Line<'a>) -> Option<Choice> {
        let mut above = line.previous(self.text)?;
        while above.is_blank() || above.indent() >= line.indent() {
            above = above.previous(self.text)?;
        }
        let shape = Shape::of(&above);
        let siblings = shape == Shape::of(&line) && matches!(shape, Shape::Key | Shape::Dash);
        siblings
            .then(|| self.blame(above, line, std::iter::once(line.indent())))
            .flatten()
    }

    /// Says that `culprit` stands too far left, with all down to `line` that
    /// hangs on it, and moves it.
    fn blame(
        &self,
        culprit: Line<'a>,
        line: Line<'a>,
        places: impl Iterator<Item = usize>,
    ) -> Option<Choice> {
        let between = || {
            culprit
                .following(self.text)
                .take_while(|next| next.start() < line.start())
        };
        let same_block = between().all(|next| next.is_blank() || next.indent() > culprit.indent());
        if culprit.start() >= line.start() || culprit.indent() >= line.indent() || !same_block {
            return None;
        }
        let block: Vec<Line> = std::iter::once(culprit).chain(between()).collect();
        let to = |lines: &[Line<'a>], column| moved(lines, culprit.indent(), column);
        let repairs = places
            .take(MAX_TARGETS)
            .flat_map(|column| [to(&[culprit], column), to(&block, column)]);
        let span = self.value_from(culprit.visible().start());
        let blame = Blame::Other(SyntaxProblem::new(Kind::Indentation, span));
        Some(Choice {
            repairs: repairs.collect(),
            blame,
        })
    }

    /// Columns of collections that take such a line, the likeliest first.
    fn targets(&self, line: Line<'a>, levels: &[Level]) -> Vec<usize> {
        let is_list = match Shape::of(&line) {
            Shape::Dash => true,
            Shape::Key => false,
            _ => return Vec::new(),
        };
        let indent = line.indent();
        let child = self
            .deeper(line, indent)
            .find(|line| !line.is_blank())
            .map(|line| line.indent());
        let fits = |level: &&Level| level.is_list == is_list && level.column != indent;
        let mut targets: Vec<usize> = levels
            .iter()
            .filter(fits)
            .map(|level| level.column)
            .collect();
        // Innermost first; what stands below must stay below.
        targets.sort_by_key(|&target| {
            let keeps_child = child.is_none_or(|child| target < child);
            (
                !keeps_child,
                target.abs_diff(indent),
                std::cmp::Reverse(target),
            )
        });
        targets.truncate(MAX_TARGETS);
        // The lines below may be not its children but its siblings.
        targets.extend(child.filter(|_| !is_list));
        targets
    }
}

/// Whether a line stands where the next item of a list would.
fn is_item(line: &Line, levels: &[Level]) -> bool {
    levels
        .iter()
        .any(|level| level.is_list && level.column == line.indent())
}

/// Moves lines from one column to another, as far as they can.
fn moved(lines: &[Line], from: usize, to: usize) -> Repair {
    lines
        .iter()
        .filter(|line| !line.is_blank())
        .map(|line| match to.checked_sub(from) {
            Some(more) => Edit::indent(line.start(), more),
            None => Edit::erase(Span::new(
                line.start(),
                line.start() + (from - to).min(line.indent()),
            )),
        })
        .collect()
}
