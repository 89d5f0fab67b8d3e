//! The patterns of `artifacts` that are written out.

use crate::syntax::NodeId;

use crate::rules::check::WorkflowView;

/// The patterns with their items, in order.
pub(crate) fn patterns<'a>(view: &WorkflowView<'a>) -> impl Iterator<Item = (NodeId, &'a str)> {
    let tree = view.tree();
    let items = view.workflow.artifacts.items().iter();
    items.filter_map(move |item| Some((item.node, item.value?.get(tree).trim())))
}
