//! What may be typed at a cursor: one file for each kind of thing that is offered.
//!
//! The cursor's place comes from [`crate::model::cursor`], with one parse of the text
//! and no check. Of what fits the place, that is offered which goes on from what was
//! typed: some editors put in the first of whatever they are told.

mod aliases;
mod comments;
mod conditions;
mod context;
mod fields;
mod fit;
mod layout;
mod listed;
mod offer;
mod paths;
mod quoting;
mod references;
mod settable;
mod skeletons;
mod values;
mod variables;
mod versions;

use gen_lsp_types as lsp;

use crate::model::cursor::{Cursor, Place};
use crate::model::locate::{item_of, mapping_of};

use super::view::TextView;
use context::Context;
use layout::Layout;
use offer::Offer;

/// Characters that make editors ask. A blank is asked for behind a colon or dash only.
const TRIGGERS: [&str; 7] = ["*", "$", "{", ".", " ", "\"", "'"];

/// What is announced to editors.
pub(super) fn options() -> lsp::CompletionOptions {
    lsp::CompletionOptions {
        trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
        ..lsp::CompletionOptions::default()
    }
}

/// What is offered at an offset. `typed` is the character that made the editor ask,
/// where that was one.
pub(super) fn complete(
    view: &TextView<'_>,
    offset: usize,
    typed: Option<&str>,
) -> lsp::CompletionList {
    let cursor = Cursor::at(view.source, offset);
    if !is_wanted(view, &cursor, typed) {
        return lsp::CompletionList::default();
    }
    let context = Context::new(view, &cursor);
    let mut layout = Layout::of(view.source, &cursor);
    let offers = match cursor.place {
        Place::Nothing => Vec::new(),
        Place::Comment => comments::offers(&context),
        Place::Anchor => aliases::names(&context),
        Place::Block(node) => references::in_script(&context, node),
        Place::Node { mapping, value } => {
            let (offers, is_item) = node(&context, &layout, mapping, value);
            if is_item {
                layout = layout.with_dash();
            }
            offers
        }
    };
    offer::list(view, &cursor, &layout, offers)
}

/// Whether somebody who typed a character wants to be asked, and did not only go on.
fn is_wanted(view: &TextView<'_>, cursor: &Cursor, typed: Option<&str>) -> bool {
    let start = cursor.typed.start();
    let is_empty = cursor.typed.is_empty() && !view.source.begins_line(start);
    match (typed, cursor.place) {
        (Some(" " | "\"" | "'"), Place::Node { value: Some(_), .. }) => is_empty,
        (Some(" " | "\"" | "'"), Place::Comment) => true,
        (Some(" " | "\"" | "'"), _) => false,
        _ => true,
    }
}

/// What is offered where a key or value stands, and whether a dash has to be before it.
fn node(
    context: &Context<'_>,
    layout: &Layout,
    mapping: Option<crate::syntax::NodeId>,
    value: Option<crate::syntax::NodeId>,
) -> (Vec<Offer>, bool) {
    let tree = context.tree;
    if let Some(value) = value
        && let Some(offers) = references::in_text(context, value)
    {
        return (offers, false);
    }
    let mut shape = mapping.or(value).and_then(|node| context.shape(node));
    let mut is_item = false;
    // A list whose dash is still to come.
    if let (Some(of), Some(node), Some(_)) = (shape, mapping, value)
        && mapping_of(of).is_none()
        && let Some(item) = item_of(of)
        && tree.root() != Some(node)
    {
        shape = Some(item);
        is_item = true;
    }
    let mut offers = Vec::new();
    let is_written = context.typed.starts_with('*');
    if let Some(node) = mapping
        && cursor_is_plain(context)
        && !is_written
    {
        offers.extend(fields::offers(context, layout, node, shape));
    }
    if let Some(node) = value {
        offers.extend(values::offers(context, node, shape));
    }
    (offers, is_item)
}

/// Whether a key may be written as it is.
fn cursor_is_plain(context: &Context<'_>) -> bool {
    context.cursor.quote.is_none() || context.cursor.has_colon
}
