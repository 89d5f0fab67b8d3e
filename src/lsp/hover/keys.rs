//! A key, or the value under it.

use crate::model::WORKFLOWS;
use crate::model::help::field_help;
use crate::model::json_schema::text as doc;
use crate::model::locate::field_at;

use super::Told;
use super::place::Place;

/// What a key is for.
pub(super) fn key(place: &Place<'_>) -> Option<Told> {
    // Words inside a long text have nothing to do with the key.
    if place.is_in_block() {
        return None;
    }
    help(place).map(|help| Told::new(help, place.span()))
}

/// The key that a value stands under, in a line: for what says more of the value.
pub(super) fn line(place: &Place<'_>) -> Option<String> {
    let tree = place.tree;
    let own = field_at(tree, place.node);
    let located = own.or_else(|| field_at(tree, tree.parent(place.node)?))?;
    let field = located.field;
    let mut line = format!("`{}`: {}\n", field.key, doc(field.doc));
    if let Some(section) = located.section {
        line.push_str(&format!("\n[Documentation]({})\n", section.url));
    }
    Some(line)
}

/// The help of the key at a place, or of the one whose value or list the place is in.
pub(super) fn help(place: &Place<'_>) -> Option<String> {
    let tree = place.tree;
    let own = field_at(tree, place.node);
    let located = own.or_else(|| field_at(tree, tree.parent(place.node)?))?;
    Some(match located.section {
        Some(section) => field_help(section, located.field),
        None => format!("**{}**\n\n{}\n", WORKFLOWS.key, WORKFLOWS.doc),
    })
}
