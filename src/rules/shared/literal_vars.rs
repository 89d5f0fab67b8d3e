//! Variables whose values are written out.

use crate::rules::check::WorkflowView;
use crate::syntax::{NodeId, Scalar};

/// Name, node and text of every variable under `vars` whose value is text.
pub(crate) fn vars<'t>(
    view: &WorkflowView<'t>,
) -> impl Iterator<Item = (&'t str, NodeId, &'t str)> {
    let tree = view.tree();
    let environment = view.workflow.environment.value();
    let entries = environment.map(|environment| environment.vars.entries());
    entries.unwrap_or_default().iter().filter_map(move |entry| {
        let node = entry.value?.0;
        let name = tree.scalar(entry.entry.key)?;
        match tree.value(node)? {
            Scalar::Text(text) => Some((name, node, text)),
            _ => None,
        }
    })
}
