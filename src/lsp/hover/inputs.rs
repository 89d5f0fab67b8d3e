//! An input: `${{ inputs.id }}`, and where it is declared.

use std::fmt::Write as _;

use crate::expression::condition::{self, ExpressionKind};
use crate::expression::template::{PartKind, parts};
use crate::model::workflow::InputType;
use crate::rules::shared::inputs::declared;

use super::Told;
use super::place::Place;
use super::variables::is_in;

/// Most options that are listed.
const MOST_OPTIONS: usize = 12;

/// `${{ inputs.id }}` in a text.
pub(super) fn reference(place: &Place<'_>) -> Option<Told> {
    let text = place.tree.scalar(place.node)?;
    let named = parts(text).filter_map(|part| match part.kind {
        PartKind::Input { id, .. } | PartKind::UnreadInput { id } => {
            Some((part.range, id.to_owned()))
        }
        _ => None,
    });
    let found = place.part(named).or_else(|| {
        if place.key_name() != Some("condition") {
            return None;
        }
        let condition = condition::parse(text);
        let inputs = condition.expression.parts();
        let inputs = inputs.filter_map(|part| match &part.kind {
            ExpressionKind::Input(id) => Some((part.span.clone(), id.clone())),
            _ => None,
        });
        place.part(inputs)
    });
    let (id, span) = found?;
    Some(Told::new(about(place, &id)?, span))
}

/// A key under `inputs`.
pub(super) fn declaration(place: &Place<'_>) -> Option<Told> {
    if !place.is_key() || !is_in(place.tree, place.node, "inputs") {
        return None;
    }
    let id = place.tree.scalar(place.node)?;
    Some(Told::new(about(place, id)?, place.span()))
}

/// What is known of an input with this id.
pub(super) fn about(place: &Place<'_>, id: &str) -> Option<String> {
    let tree = place.tree;
    place.look(|view| {
        let Some(found) = declared(view).find(|it| it.id == id) else {
            return format!("**inputs.{id}**: the workflow has no such input\n");
        };
        let kind = found.kind().unwrap_or(InputType::String);
        let mut text = format!("**inputs.{id}**: {}\n", kind.word());
        let input = found.input;
        if let Some(description) = input.description.value() {
            let _ = writeln!(text, "\n{}", description.get(tree).trim());
        }
        let options = input.options.items();
        if !options.is_empty() {
            let shown = options.iter().take(MOST_OPTIONS);
            let shown: Vec<String> = shown.map(|it| place.veil.quoted(it.node)).collect();
            let more = if options.len() > MOST_OPTIONS {
                ", …"
            } else {
                ""
            };
            let _ = writeln!(text, "\nOptions: {}{more}", shown.join(", "));
        }
        let default = input
            .default
            .node()
            .filter(|_| input.default.value().is_some());
        let _ = match default {
            Some(node) => writeln!(text, "\nDefault: {}", place.veil.quoted(node)),
            None => writeln!(
                text,
                "\nNo default: webhooks and schedules cannot start the workflow."
            ),
        };
        let _ = writeln!(text, "\nDeclared in line {}.", place.line(found.key));
        text
    })
}
