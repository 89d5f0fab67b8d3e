//! Keys.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::model::guess::guessed_section;
use crate::model::help::field_help;
use crate::model::locate::mapping_of;
use crate::model::{Declaration, FieldDeclaration, Shape, WORKFLOWS};
use crate::syntax::NodeId;

use super::aliases;
use super::context::Context;
use super::layout::Layout;
use super::listed::RELEASE_DATE;
use super::offer::{Offer, Rank};
use super::settable;
use super::skeletons;

/// The keys that a mapping may have, those left out that it has.
pub(super) fn offers(
    context: &Context<'_>,
    layout: &Layout,
    mapping: NodeId,
    shape: Option<&'static Shape>,
) -> Vec<Offer> {
    if Some(mapping) == context.tree.root() {
        return roots(context, mapping);
    }
    let section = match shape.and_then(mapping_of) {
        Some(Shape::Section(section)) => Some(*section),
        None => context
            .cursor
            .mark
            .and_then(|mark| guessed_section(context.tree, mapping, mark)),
        _ => None,
    };
    let mut offers = match (section, shape.and_then(mapping_of)) {
        (Some(section), _) => {
            let mut offers = of_section(context, mapping, section);
            if !context.cursor.has_colon && !context.cursor.is_flow {
                offers.extend(skeletons::of_section(context, layout, mapping, section));
            }
            offers
        }
        (None, Some(Shape::Map { .. })) => of_map(context, mapping),
        _ => Vec::new(),
    };
    if !context.cursor.has_colon {
        offers.extend(aliases::merges(context, mapping, shape));
    }
    offers
}

fn of_section(context: &Context<'_>, mapping: NodeId, section: &'static Declaration) -> Vec<Offer> {
    let fields: Vec<_> = context.tree.fields(mapping).collect();
    let present = |key: &str| {
        let mut fields = fields.iter();
        fields.find(|field| {
            Some(field.key) != context.cursor.mark && context.tree.scalar(field.key) == Some(key)
        })
    };
    let mut offers = Vec::with_capacity(section.fields.len());
    for field in section.fields {
        let there = present(field.key);
        if there.is_some_and(|field| field.via.is_none()) {
            continue;
        }
        let rank = match there {
            Some(_) => Rank::Further,
            None if field.required => Rank::First,
            None => by_neighbours(context, mapping, section, field),
        };
        let expected = field.shape.expected();
        let detail = match there {
            Some(_) => format!("{expected}; overrides the merged value"),
            None if field.required => format!("{expected}; required"),
            None => expected,
        };
        let offer = key(context, field.key, field)
            .detail(detail)
            .documentation(field_help(section, field))
            .rank(rank)
            .deprecated(is_deprecated(field.doc));
        offers.push(offer);
    }
    offers
}

/// Where a key stands in the list because of the keys beside it.
fn by_neighbours(
    context: &Context<'_>,
    mapping: NodeId,
    section: &Declaration,
    field: &FieldDeclaration,
) -> Rank {
    if section.name != "AppStoreConnect" {
        return Rank::Usual;
    }
    let beside = |key: &str| {
        let node = context.below(mapping, &[key])?;
        context.tree.scalar(node)
    };
    match field.key {
        // The other way to sign in.
        "api_key" | "key_id" | "issuer_id" if beside("auth") == Some("integration") => Rank::Last,
        "auth"
            if ["api_key", "key_id", "issuer_id"]
                .iter()
                .any(|it| beside(it).is_some()) =>
        {
            Rank::Last
        }
        "earliest_release_date" if beside("release_type") == Some("SCHEDULED") => Rank::First,
        _ => Rank::Usual,
    }
}

/// Whether a text about a key or word begins with saying that it is on its way out.
pub(super) fn is_deprecated(doc: &str) -> bool {
    let doc = doc.trim_start();
    let words = ["Deprecated", "Retired", "Old name", "The same as"];
    words.iter().any(|word| doc.starts_with(word))
}

fn key(context: &Context<'_>, name: &str, field: &FieldDeclaration) -> Offer {
    if context.cursor.has_colon {
        return Offer::text(name, Kind::Property);
    }
    let value = if context.cursor.is_flow {
        String::from(" $0")
    } else {
        value(field)
    };
    Offer::lines(name, Kind::Property, format!("{name}:{value}"))
}

/// How the value of a key begins.
fn value(field: &FieldDeclaration) -> String {
    match form(field.shape) {
        Form::Mapping => "\n\t$0".into(),
        Form::List => "\n\t- $0".into(),
        Form::Boolean if field.default == Some("true") => " ${1|false,true|}".into(),
        Form::Boolean => " ${1|true,false|}".into(),
        Form::Word(word) => format!(" {word}"),
        Form::Scalar if field.key == "script" => " |\n\t$0".into(),
        Form::Scalar if field.key == "earliest_release_date" => format!(" '${{1:{RELEASE_DATE}}}'"),
        Form::Scalar => " $0".into(),
    }
}

enum Form {
    Mapping,
    List,
    Boolean,
    Word(&'static str),
    Scalar,
}

/// The form that a value usually has.
fn form(shape: &'static Shape) -> Form {
    match shape {
        Shape::Section(_) | Shape::Map { .. } => Form::Mapping,
        Shape::List { .. } => Form::List,
        Shape::Boolean => Form::Boolean,
        Shape::Keyword([word]) => Form::Word(word.value),
        Shape::AnyOf(shapes) => {
            let is_reference =
                |it: &&&Shape| matches!(it, Shape::Variable | Shape::Input | Shape::Encrypted);
            let first = shapes.iter().find(|it| !is_reference(it));
            first.map_or(Form::Scalar, |shape| form(shape))
        }
        _ => Form::Scalar,
    }
}

fn roots(context: &Context<'_>, root: NodeId) -> Vec<Offer> {
    let present: Vec<&str> = context.cursor.keys(root).collect();
    let mut offers = Vec::new();
    let colon = |name: &str| {
        if context.cursor.has_colon {
            Offer::text(name, Kind::Property)
        } else {
            Offer::lines(name, Kind::Property, format!("{name}:\n\t$0"))
        }
    };
    if !present.contains(&WORKFLOWS.key) {
        let offer = colon(WORKFLOWS.key)
            .detail("a mapping; required")
            .documentation(WORKFLOWS.doc)
            .rank(Rank::First);
        offers.push(offer);
        if !context.cursor.has_colon {
            offers.extend(skeletons::workflows(true));
        }
    }
    if !present.contains(&"definitions") {
        let offer = colon("definitions")
            .detail("sections to share through anchors")
            .documentation(
                "Codemagic reads `workflows` alone. What stands here is used where an alias names \
                 it: `*name`, or `<<: *name`.",
            );
        offers.push(offer);
    }
    offers
}

/// Keys that people choose.
fn of_map(context: &Context<'_>, mapping: NodeId) -> Vec<Offer> {
    let key = context.tree.key_of(mapping);
    let name = key.and_then(|key| context.tree.scalar(key));
    let is_whole = !context.cursor.has_colon && !context.cursor.is_flow;
    match name {
        Some("workflows") if is_whole => skeletons::workflows(false),
        Some("inputs") if is_whole => skeletons::inputs(),
        Some("vars") => settable::offers(context, mapping),
        _ => Vec::new(),
    }
}
