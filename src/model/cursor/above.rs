//! What the lines above say of a place: how deep it may stand, and whether it is
//! inside a script. They are read from the place upwards, each once.

use crate::syntax::SourceFile;

use super::line::{Outline, brackets};

/// A column at which something may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    /// The column, from 0.
    pub column: usize,
    /// Whether dashes stand there, not keys.
    pub is_item: bool,
}

/// What stands above a line.
#[derive(Debug, Default)]
pub(super) struct Above {
    /// Where the mappings and lists that are open go on, the deepest first.
    pub levels: Vec<Level>,
    /// Whether the line above leaves a value to be written, and below which column.
    pub opens: Option<usize>,
    /// The line that begins the block scalar around the place.
    pub header: Option<usize>,
    /// The line whose plain or quoted text goes on at the place.
    pub text: Option<usize>,
    /// The brackets that were opened above and not closed.
    pub brackets: Vec<u8>,
}

impl Above {
    /// Looks at the lines above a line. `column` is how far the place is indented, or
    /// what follows it where the line is empty.
    pub fn of(source: &SourceFile, line: usize, column: usize) -> Self {
        let mut above = Self::default();
        // The indentation that lines have to go below to say anything new.
        let mut least = usize::MAX;
        let mut least_is_item = false;
        // Where lists and mappings in brackets begin: line and byte, the nearest first.
        let mut flows = Vec::new();
        for index in (0..line).rev() {
            let Some(span) = source.line_span(index) else {
                continue;
            };
            let text = source.slice(span);
            let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
            if indent > least || (indent == least && !least_is_item) || indent == text.len() {
                continue;
            }
            let outline = Outline::of(text);
            if outline.is_blank() || (indent == least && !outline.dashes.is_empty()) {
                continue;
            }
            if outline.is_header(text) && least > outline.owner() {
                if column > outline.owner() {
                    above.header = Some(index);
                    break;
                }
                // What was seen so far was a script.
                above.levels.clear();
                above.opens = None;
                least = usize::MAX;
            } else if outline.is_flow(text) {
                flows.push((index, outline.value));
            }
            if above.levels.is_empty() && outline.opens() {
                above.opens = Some(outline.owner());
            }
            if above.levels.is_empty() && column > outline.owner() && outline.has_text(text) {
                above.text = Some(index);
            }
            above.add(&outline, least, least_is_item);
            (least, least_is_item) = (outline.indent, !outline.dashes.is_empty());
            if least == 0 && !least_is_item {
                break;
            }
        }
        above.brackets = still_open(source, &flows, line);
        above
    }

    fn add(&mut self, outline: &Outline, least: usize, least_is_item: bool) {
        let mut push = |column: usize, is_item: bool| {
            if column < least || (column == least && least_is_item && !is_item) {
                self.levels.push(Level { column, is_item });
            }
        };
        if outline.colon.is_some() {
            push(outline.content, false);
        }
        for &dash in outline.dashes.iter().rev() {
            push(dash, true);
        }
    }

    /// Where something at a column is meant to stand, when the line that follows is
    /// indented by `next`: less would take away what follows from where it belongs.
    pub fn meant(&self, column: usize, next: usize) -> Level {
        let key = |column| Level {
            column,
            is_item: false,
        };
        if let Some(owner) = self.opens {
            if next > owner {
                return key(next);
            }
            if column > owner {
                return key(column);
            }
        }
        let fits = |level: &&Level| level.column >= next;
        let legal = || self.levels.iter().filter(fits);
        let deepest = legal().filter(|level| level.column <= column);
        let deepest = deepest.max_by_key(|level| (level.column, !level.is_item));
        let least = || legal().min_by_key(|level| (level.column, level.is_item));
        deepest.or_else(least).copied().unwrap_or(key(column))
    }
}

/// The brackets that the outermost of these lists and mappings leaves open before a line,
/// its own and those inside it. They are given the nearest first.
fn still_open(source: &SourceFile, flows: &[(usize, usize)], to: usize) -> Vec<u8> {
    let mut open = Vec::new();
    let mut closed = None;
    for &(from, value) in flows.iter().rev() {
        // What is inside of brackets that close does so before them.
        if closed.is_some_and(|line| from <= line) {
            continue;
        }
        for index in from..to {
            let line = source.line_span(index);
            let text = line.map_or("", |span| source.slice(span));
            let skipped = if index == from { value } else { 0 };
            brackets(text.get(skipped..).unwrap_or_default(), &mut open);
            if open.is_empty() {
                closed = Some(index);
                break;
            }
        }
        if !open.is_empty() {
            break;
        }
    }
    open
}

/// How far the next line with something on it is indented; 0 at the end.
pub(super) fn next_indent(source: &SourceFile, line: usize) -> usize {
    let mut index = line + 1;
    while let Some(span) = source.line_span(index) {
        let outline = Outline::of(source.slice(span));
        if !outline.is_blank() {
            return outline.indent;
        }
        index += 1;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn above(text: &str, column: usize) -> Above {
        let source = SourceFile::new("f", text);
        let last = source.line_starts().len() - 1;
        Above::of(&source, last, column)
    }

    fn columns(above: &Above) -> Vec<(usize, bool)> {
        let levels = above.levels.iter();
        levels.map(|level| (level.column, level.is_item)).collect()
    }

    #[test]
    fn open_levels_are_those_of_keys_and_dashes() {
        let text = "workflows:\n  ios:\n    scripts:\n      - name: A\n        script: |\n          b: c\n      # x\n";
        let found = above(text, 8);
        assert_eq!(
            columns(&found),
            [(8, false), (6, true), (4, false), (2, false), (0, false)]
        );
        assert_eq!(found.header, None);
        assert_eq!(found.opens, None);
        assert_eq!(above(text, 9).header, Some(4));
    }

    #[test]
    fn what_is_deeper_than_its_key_goes_on_with_its_text() {
        assert_eq!(above("a:\n  - cd b\n", 4).text, Some(1));
        assert_eq!(above("a:\n  - cd b\n    c\n    d\n", 4).text, Some(1));
        assert_eq!(above("a: 'b\n  c\n", 2).text, Some(0));
        assert_eq!(above("a:\n  - b: c\n", 4).text, None);
        assert_eq!(above("a:\n  - b: c\n", 5).text, Some(1));
        assert_eq!(above("a:\n  - b:\n", 5).text, None);
        assert_eq!(above("a:\n  - *b\n", 5).text, None);
        assert_eq!(above("a:\n  b: [c]\n", 5).text, None);
        assert_eq!(above("a\n", 5).text, None);
    }

    #[test]
    fn a_list_may_stand_where_its_key_stands() {
        let found = above("a:\n  b:\n  - c: 1\n", 2);
        assert_eq!(
            columns(&found),
            [(4, false), (2, true), (2, false), (0, false)]
        );
        assert!(!found.meant(2, 0).is_item);
    }

    #[test]
    fn what_follows_says_how_deep_a_place_is() {
        let found = above("a:\n  b: 1\n", 0);
        assert_eq!(found.meant(0, 0).column, 0);
        assert_eq!(found.meant(0, 2).column, 2);
        assert_eq!(found.meant(3, 0).column, 2);
        let found = above("a:\n", 0);
        assert_eq!(found.opens, Some(0));
        assert_eq!(found.meant(3, 0).column, 3);
        assert_eq!(found.meant(0, 4).column, 4);
    }

    #[test]
    fn brackets_stay_open_over_lines() {
        assert_eq!(above("a: [b,\n  {c: d,\n", 2).brackets, *b"[{");
        assert_eq!(above("a: [b,\n  c]\n", 2).brackets, *b"");
        assert_eq!(above("- [\n  [\n  ]\n  ]\n- [\n  {\n", 2).brackets, *b"[{");
        assert_eq!(above("a: [\n  [b\n  ], {\n", 2).brackets, *b"[{");
        assert_eq!(above("a: [[\n  ]\n  ]\n", 2).brackets, *b"");
    }
}
