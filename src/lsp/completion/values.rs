//! Values.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::knowledge::machines::{self, Access};
use crate::lsp::hover::access;
use crate::model::locate::item_of;
use crate::model::{Keyword, Shape};
use crate::syntax::NodeId;

use super::context::Context;
use super::fields::is_deprecated;
use super::offer::{Insert, Offer, Rank};
use super::quoting::{Meant, written};
use super::{aliases, listed, paths, references, versions};

/// The values that may stand at a node.
pub(super) fn offers(
    context: &Context<'_>,
    node: NodeId,
    shape: Option<&'static Shape>,
) -> Vec<Offer> {
    let mut offers = Vec::new();
    if !context.typed.starts_with('*') {
        let field = context.field(node);
        let default = field.and_then(|it| it.field.default);
        // A list that is to be begun behind its key.
        let list = shape.filter(|shape| !is_scalar(shape)).and_then(item_of);
        if let Some(shape) = list.or(shape) {
            literals(context, shape, default, &mut offers);
        }
        if let Some(field) = field {
            offers.extend(versions::offers(context, &field));
            offers.extend(listed::offers(context, node, &field));
            offers.extend(paths::offers(context, node, &field));
        }
        if let Some(shape) = list.or(shape) {
            offers.extend(references::whole(context, shape));
        }
        remove_listed(context, node, &mut offers);
        if list.is_some() {
            offers = lists(context, offers);
        }
    }
    if context.cursor.quote.is_none() {
        offers.extend(aliases::offers(context, node, shape));
    }
    offers
}

/// The offers for an item as lists behind a key: in brackets, and on lines below.
fn lists(context: &Context<'_>, items: Vec<Offer>) -> Vec<Offer> {
    if context.cursor.quote.is_some() {
        return Vec::new();
    }
    let bracketed = |mut offer: Offer| {
        if let Insert::Text(text) = &offer.insert {
            let is_safe =
                text.starts_with(['\'', '"']) || !text.contains(['[', ']', '{', '}', ',']);
            let text = if is_safe {
                format!("[{text}]")
            } else {
                format!("['{}']", text.replace('\'', "''"))
            };
            offer.label = format!("[{}]", offer.label);
            offer.insert = Insert::Text(text);
        }
        offer
    };
    let mut offers: Vec<Offer> = items.into_iter().map(bracketed).collect();
    if !context.cursor.is_flow {
        let block = Offer::lines("- …", Kind::Snippet, "\n\t- $0").detail("a list, on lines below");
        offers.push(block);
    }
    offers
}

/// Leaves out what the list has already, and what was offered before.
fn remove_listed(context: &Context<'_>, node: NodeId, offers: &mut Vec<Offer>) {
    let mut seen: rustc_hash::FxHashSet<String> =
        context.siblings(node).map(str::to_owned).collect();
    offers.retain(|offer| seen.insert(offer.label.clone()));
}

/// A value, written as YAML needs it.
pub(super) fn value(context: &Context<'_>, text: &str, meant: Meant, kind: Kind) -> Offer {
    let mut offer = Offer::text(text, kind);
    let written = written(text, meant, context.cursor);
    if written != text {
        offer.insert = super::offer::Insert::Text(written);
    }
    offer
}

fn literals(
    context: &Context<'_>,
    shape: &'static Shape,
    default: Option<&str>,
    offers: &mut Vec<Offer>,
) {
    match shape {
        Shape::Keyword(words) => {
            offers.extend(words.iter().map(|word| keyword(context, word, default)));
        }
        Shape::Boolean => {
            for text in ["true", "false"] {
                let is_default = default == Some(text);
                let rank = if is_default { Rank::Usual } else { Rank::First };
                let detail = if is_default { "default" } else { "" };
                let offer = value(context, text, Meant::Any, Kind::Value);
                offers.push(offer.detail(detail).rank(rank));
            }
        }
        Shape::Numbers(numbers) => {
            let texts = numbers.iter().map(i64::to_string);
            offers.extend(texts.map(|text| value(context, &text, Meant::Any, Kind::Value)));
        }
        Shape::Integer {
            min: Some(min),
            max: Some(max),
        } if max - min <= 10 => {
            let texts = (*min..=*max).map(|number| number.to_string());
            offers.extend(texts.map(|text| value(context, &text, Meant::Any, Kind::Value)));
        }
        Shape::AnyOf(shapes) => {
            // Where any text will do, `true` is not what people think of.
            let takes_text = shapes.iter().any(|it| matches!(it, Shape::Text { .. }));
            let is_meant = |it: &&&Shape| !takes_text || !matches!(it, Shape::Boolean);
            for shape in shapes.iter().filter(is_meant) {
                literals(context, shape, default, offers);
            }
        }
        _ => {}
    }
}

/// Whether something may stand at a place that is neither list nor mapping, references
/// left aside.
pub(super) fn is_scalar(shape: &Shape) -> bool {
    match shape {
        Shape::Section(_)
        | Shape::Map { .. }
        | Shape::List { .. }
        | Shape::Null
        | Shape::Variable
        | Shape::Input
        | Shape::Encrypted => false,
        Shape::AnyOf(shapes) => shapes.iter().any(|shape| is_scalar(shape)),
        _ => true,
    }
}

fn keyword(context: &Context<'_>, word: &Keyword, default: Option<&str>) -> Offer {
    let machine = machines::find(word.value);
    let retired = machine.is_some_and(|it| matches!(it.access, Access::Retired { .. }));
    let first = word.doc.trim().lines().next().unwrap_or_default();
    let detail = match machine.map(|it| it.access) {
        _ if default == Some(word.value) => "default".to_owned(),
        Some(it) => access(it).replace('`', ""),
        None => first.replace('`', ""),
    };
    let doc: Vec<&str> = word.doc.lines().map(str::trim).collect();
    value(context, word.value, Meant::Text, Kind::EnumMember)
        .detail(detail)
        .documentation(doc.join(" ").trim())
        .deprecated(retired || is_deprecated(word.doc))
}
