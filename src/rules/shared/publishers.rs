//! The sections of `publishing`, with their keys.

use std::sync::Arc;

use crate::model::publishing::{Firebase, PartnerCenter, Publishing};
use crate::model::{Field, Item, TextNode, Value};
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

/// The recipients of `publishing.email`.
pub(crate) fn recipients<'a>(view: &WorkflowView<'a>) -> &'a [Item<Value<TextNode>>] {
    let publishing = view.workflow.publishing.value();
    let email = publishing.and_then(|it| it.email.value());
    email.map(|it| it.recipients.items()).unwrap_or_default()
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

/// Whether another workflow publishes to App Store Connect and has its integration
/// from the same anchor.
pub(crate) fn shares_and_publishes(view: &WorkflowView<'_>, integration: TextNode) -> bool {
    let workflows = view.file.config.workflows.entries().iter();
    let mut others = workflows.filter_map(|entry| entry.value.as_deref());
    view.tree().is_shared(integration.0)
        && others.any(|other| {
            let integrations = other.integrations.value();
            let theirs = integrations.and_then(|it| it.app_store_connect.value()?.literal());
            let publishing = &other.publishing;
            let asc = publishing.value().map(|it| &it.app_store_connect);
            theirs == Some(&integration) && asc.map_or(publishing.is_set(), Field::is_set)
        })
}
