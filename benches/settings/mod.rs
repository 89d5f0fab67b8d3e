//! Which rules are on.

use codemagic_lint::rules::{self, Rule, Selection, Settings};

/// The rules for which `is_on`, those for matters of taste as well.
pub fn of(is_on: impl Fn(&Rule) -> bool) -> Settings {
    let mut selection = Selection::none();
    for (index, rule) in rules::all().iter().enumerate() {
        if is_on(rule) {
            selection.switch_on(index);
        }
    }
    Settings {
        selection,
        ..Settings::default()
    }
}
