//! Names of anchors: behind `*`, as values, as merges, and new ones behind `&`.

use gen_lsp_types::CompletionItemKind as Kind;
use rustc_hash::FxHashSet;

use crate::model::Shape;
use crate::model::locate::{item_of, mapping_of};
use crate::syntax::{Anchor, NodeId, NodeKind, Span, Tree};

use super::context::Context;
use super::offer::{Insert, Offer, Rank};

/// Lines of what an anchor holds that are shown.
const SHOWN: usize = 12;

/// Aliases that may stand for a value.
pub(super) fn offers(
    context: &Context<'_>,
    node: NodeId,
    shape: Option<&'static Shape>,
) -> Vec<Offer> {
    let tree = context.tree;
    let is_asked = context.typed.starts_with('*');
    let merges = tree.key_of(node).filter(|key| tree.is_merge_key(*key));
    let shape = match merges {
        Some(key) => tree.parent(key).and_then(|around| context.shape(around)),
        None => shape,
    };
    let offer = |anchor: &Anchor| {
        let fits = fits(tree, anchor.node, shape, merges.is_some());
        let rank = match fits {
            true if is_asked || merges.is_some() => Rank::First,
            true => Rank::Further,
            // What does not fit is shown where somebody has begun to type it.
            false if is_asked => Rank::Last,
            false => return None,
        };
        Some(alias(context, anchor).rank(rank))
    };
    defined(context, node).filter_map(offer).collect()
}

/// Merges that a mapping may have.
pub(super) fn merges(
    context: &Context<'_>,
    mapping: NodeId,
    shape: Option<&'static Shape>,
) -> Vec<Offer> {
    let tree = context.tree;
    let fitting = defined(context, mapping).filter(|it| fits(tree, it.node, shape, true));
    let merge = |anchor: &Anchor| {
        let mut offer = alias(context, anchor).rank(Rank::Further);
        offer.label = format!("<<: *{}", anchor.name);
        offer.insert = Insert::Text(offer.label.clone());
        offer
    };
    fitting.map(merge).collect()
}

/// The anchors above the cursor that are not around it, each name once.
fn defined<'a>(context: &Context<'a>, node: NodeId) -> impl Iterator<Item = &'a Anchor> {
    let tree = context.tree;
    let mut seen = FxHashSet::default();
    let before = tree.anchors().partition_point(|anchor| anchor.node < node);
    let anchors = tree.anchors().get(..before).unwrap_or_default().iter();
    // Of two with one name the later counts.
    let last = anchors
        .rev()
        .filter(move |anchor| seen.insert(&anchor.name));
    let others = last.filter(move |anchor| !tree.is_within(node, anchor.node));
    let mut found: Vec<&Anchor> = others.collect();
    found.reverse();
    found.into_iter()
}

/// Whether what an anchor holds may stand at a place.
fn fits(tree: &Tree, node: NodeId, shape: Option<&'static Shape>, is_merge: bool) -> bool {
    let Some(shape) = shape else {
        return tree.kind(node) == NodeKind::Mapping || !is_merge;
    };
    match tree.kind(node) {
        NodeKind::Mapping => match mapping_of(shape) {
            Some(Shape::Section(section)) => {
                let mut keys = tree.entries(node).iter().map(|entry| entry.key);
                keys.all(|key| {
                    tree.is_merge_key(key)
                        || tree
                            .scalar(key)
                            .is_some_and(|it| section.field(it).is_some())
                })
            }
            Some(Shape::Map { value }) => {
                let values = tree.entries(node).iter().map(|entry| entry.value);
                let mut judged = values.take(8);
                judged.all(|it| fits(tree, tree.resolve(it), Some(value), false))
            }
            _ => false,
        },
        NodeKind::Sequence => {
            let items = tree.items(node).iter().take(8);
            let mut items = items.map(|item| tree.resolve(*item));
            !is_merge
                && item_of(shape)
                    .is_some_and(|shape| items.all(|item| fits(tree, item, Some(shape), false)))
        }
        _ => !is_merge && scalar_fits(tree.scalar(node).unwrap_or_default(), shape),
    }
}

fn scalar_fits(text: &str, shape: &Shape) -> bool {
    match shape {
        Shape::Section(_) | Shape::Map { .. } | Shape::List { .. } => false,
        Shape::AnyOf(shapes) => shapes.iter().any(|shape| scalar_fits(text, shape)),
        Shape::Text { .. } | Shape::AppSpecificPassword => true,
        Shape::Boolean => matches!(text, "true" | "false"),
        Shape::Integer { .. } | Shape::Numbers(_) => text.parse::<i64>().is_ok(),
        Shape::Number | Shape::Between { .. } => text.parse::<f64>().is_ok(),
        Shape::Keyword(words) => words.iter().any(|word| word.value == text),
        Shape::Variable => text.starts_with('$') && !text.starts_with("${{"),
        Shape::Input => text.starts_with("${{"),
        Shape::Encrypted => text.starts_with("Encrypted("),
        Shape::Form(form) => (form.fits)(text),
        Shape::Null => text.is_empty(),
    }
}

fn alias(context: &Context<'_>, anchor: &Anchor) -> Offer {
    let tree = context.tree;
    let text = context
        .veil
        .hidden()
        .written(tree, beginning(tree, anchor.node));
    let column = {
        let source = tree.source();
        let line = source.line_span(source.line_index(tree.span(anchor.node).start()));
        tree.span(anchor.node).start() - line.map_or(0, Span::start)
    };
    let kind = match tree.kind(anchor.node) {
        NodeKind::Mapping => "a mapping",
        NodeKind::Sequence => "a list",
        _ => "text",
    };
    let offer = Offer::text(format!("*{}", anchor.name), Kind::Reference)
        .detail(format!("{kind}: {}", tree.path(anchor.node)));
    // The use that tells it a secret may be the one that is being typed.
    if tree.kind(anchor.node) == NodeKind::Scalar {
        return offer;
    }
    offer.documentation(format!("```yaml\n{}\n```", excerpt(&text, column)))
}

/// The first lines of a node: those that are shown, and one that tells of more.
fn beginning(tree: &Tree, node: NodeId) -> Span {
    let (source, span) = (tree.source(), tree.span(node));
    let last = source.line_span(source.line_index(span.start()) + SHOWN);
    let end = last.map_or(span.end(), Span::end);
    Span::new(span.start(), span.end().min(end))
}

/// The first lines of a text, without the indentation that they share.
fn excerpt(text: &str, column: usize) -> String {
    let mut shown = String::new();
    for (index, line) in text.lines().enumerate() {
        if index == SHOWN {
            shown.push_str("\n…");
            break;
        }
        if index > 0 {
            shown.push('\n');
        }
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let cut = if index == 0 { 0 } else { blanks.min(column) };
        shown.push_str(line.get(cut..).unwrap_or(line));
    }
    shown
}

/// Names for a new anchor: those that aliases below name already, and the key's.
pub(super) fn names(context: &Context<'_>) -> Vec<Offer> {
    let tree = context.tree;
    let mut seen = FxHashSet::default();
    let missing = tree.undefined_aliases().iter();
    let missing = missing.filter(|alias| tree.span(alias.node).start() > context.cursor.word.end());
    let missing = missing.map(|alias| &*alias.name);
    let missing = missing.filter(|name| seen.insert(*name));
    let mut offers: Vec<Offer> = missing
        .map(|name| {
            Offer::text(name, Kind::Reference)
                .detail("an alias below has this name")
                .rank(Rank::First)
        })
        .collect();
    let line = context.view.source.line_index(context.cursor.word.start());
    let line = context.view.source.line_span(line).unwrap_or_default();
    let key = context
        .view
        .source
        .slice(line)
        .trim_start_matches(['-', ' ']);
    if let Some((key, _)) = key.split_once(':')
        && !key.is_empty()
        && key
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "_-".contains(it))
        && tree.anchors().iter().all(|anchor| &*anchor.name != key)
    {
        offers.push(Offer::text(key, Kind::Reference).detail("the name of the key"));
    }
    offers
}
