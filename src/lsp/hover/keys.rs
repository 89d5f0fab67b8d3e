//! A key, or the value under it.

use crate::model::WORKFLOWS;
use crate::model::help::field_help;
use crate::model::locate::field_at;

use super::Told;
use super::place::Place;

/// What a key is for.
pub(super) fn key(place: &Place<'_>) -> Option<Told> {
    help(place).map(|help| Told::new(help, place.span()))
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
