//! What an editor does with a text: written without a look at the server.

use codemagic_lint::lsp::Encoding;

/// A text as an editor has it.
#[derive(Clone)]
pub struct Model {
    characters: Vec<char>,
    /// In which unit columns are counted.
    pub encoding: Encoding,
}

impl Model {
    /// A text.
    pub fn new(text: &str, encoding: Encoding) -> Self {
        Self {
            characters: text.chars().collect(),
            encoding,
        }
    }

    /// All of it.
    pub fn text(&self) -> String {
        self.characters.iter().collect()
    }

    /// Replaces what is between two places.
    pub fn apply(&mut self, from: (usize, usize), to: (usize, usize), text: &str) {
        let mut ends = [self.index(from).0, self.index(to).0];
        ends.sort_unstable();
        self.characters.splice(ends[0]..ends[1], text.chars());
    }

    /// Whether this is a place of the text as it stands, not one that is only taken for
    /// the nearest.
    pub fn has(&self, place: (usize, usize)) -> bool {
        self.index(place).1
    }

    fn units(&self, character: char) -> usize {
        match self.encoding {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }

    /// Walks through the text until the place is reached or passed; and whether it is
    /// reached.
    fn index(&self, (line, column): (usize, usize)) -> (usize, bool) {
        let (mut at_line, mut at_column) = (0, 0);
        for (index, &character) in self.characters.iter().enumerate() {
            let is_break = character == '\n' || character == '\r';
            let is_here = at_line == line;
            if is_here && (is_break || at_column + self.units(character) > column) {
                return (index, at_column == column);
            }
            let is_half = character == '\r' && self.characters.get(index + 1) == Some(&'\n');
            if is_break && !is_half {
                at_line += 1;
                at_column = 0;
            } else if !is_break {
                at_column += self.units(character);
            }
        }
        (
            self.characters.len(),
            (at_line, at_column) == (line, column),
        )
    }
}
