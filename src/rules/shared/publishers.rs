//! The sections of `publishing`, with their keys.

use std::sync::Arc;

use crate::model::publishing::{Firebase, PartnerCenter, Publishing};
use crate::model::{Field, TextNode, Value};
use crate::rules::check::WorkflowView;
use crate::syntax::{NodeId, Tree};

/// A section that could be read.
#[derive(Clone, Copy)]
pub(crate) struct Publisher<'a, S> {
    /// The section.
    pub section: &'a S,
    /// Its key.
    pub key: NodeId,
}

/// `publishing.firebase`.
pub(crate) fn firebase<'a>(view: &WorkflowView<'a>) -> Option<Publisher<'a, Firebase>> {
    publisher(view, |publishing| &publishing.firebase)
}

/// `publishing.partner_center`.
pub(crate) fn partner_center<'a>(view: &WorkflowView<'a>) -> Option<Publisher<'a, PartnerCenter>> {
    publisher(view, |publishing| &publishing.partner_center)
}

fn publisher<'a, S>(
    view: &WorkflowView<'a>,
    field: impl Fn(&'a Publishing) -> &'a Field<Arc<S>>,
) -> Option<Publisher<'a, S>> {
    let field = field(view.workflow.publishing.value()?);
    Some(Publisher {
        section: field.value()?,
        key: field.key()?,
    })
}

/// A field's text with its node, where it is written out and not blank.
pub(crate) fn text<'t>(
    tree: &'t Tree,
    field: &Field<Value<TextNode>>,
) -> Option<(NodeId, &'t str)> {
    let node = field.value()?.literal()?.0;
    let text = tree.scalar(node)?.trim();
    (!text.is_empty()).then_some((node, text))
}
