//! A value that means something: a keyword, a machine, a version.

use crate::model::Shape;
use crate::model::json_schema::text as doc;
use crate::model::locate::{field_at, shape_at};

use super::keys;
use super::place::Place;
use super::{Told, tables};

/// What a value means, above the help of its key.
pub(super) fn value(place: &Place<'_>) -> Option<Told> {
    if place.is_key() {
        return None;
    }
    let tree = place.tree;
    let text = tree.scalar(place.node)?;
    let key = place.key_name()?;
    let words = shape_at(tree, place.node).map(Shape::keywords);
    let word = words.and_then(|words| words.iter().find(|word| word.value == text));
    let located = field_at(tree, place.node);
    let more = match key {
        "instance_type" => tables::machine(text),
        _ => located.and_then(|_| tables::tool(key, text)),
    };
    if word.is_none() && more.is_none() {
        return None;
    }
    // Secrets are looked for only where the text will be shown.
    let text = place.veil.text(place.node)?;
    let meaning = word.map(|word| doc(word.doc));
    let told: Vec<String> = meaning.into_iter().chain(more).collect();
    let mut text = format!("**{text}**: {}\n", told.join("\n\n"));
    if let Some(help) = keys::line(place) {
        text.push_str("\n---\n\n");
        text.push_str(&help);
    }
    Some(Told::new(text, place.span()))
}
