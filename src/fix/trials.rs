//! Trying out edits that somebody may choose by themselves.

use crate::finding::Edit;
use crate::rules::{Checked, Settings, check_tree};
use crate::syntax::{SourceFile, parse};

use super::edits::{applied, are_sound};
use super::sound::{Measure, is_sound};

/// A text on which edits are tried out, one list after the other. What is asked of the
/// text itself is found out once.
pub struct Trials<'a> {
    before: &'a Checked,
    settings: &'a Settings,
    measure: Measure<'a>,
}

impl<'a> Trials<'a> {
    /// On a text, with what it was checked with.
    pub fn new(before: &'a Checked, settings: &'a Settings) -> Self {
        Self {
            before,
            settings,
            measure: Measure::new(&before.tree),
        }
    }

    /// The check of the text with these edits, if it is no worse than before by the
    /// measure of [`fix`](super::fix()). The edits are in the order of the text and do not
    /// overlap.
    pub fn try_out(&self, edits: &[Edit]) -> Option<Checked> {
        let source = self.before.tree.source();
        if !source.invalid_utf8().is_empty() || !are_sound(source, edits) {
            return None;
        }
        let text = applied(source.text(), edits);
        let after = parse(SourceFile::new(source.name(), text));
        is_sound(&self.measure, edits, &after).then(|| check_tree(after, self.settings))
    }
}
