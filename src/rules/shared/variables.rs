//! Names of variables that stand for others.

use crate::knowledge::variables::{all_built_in, meant_by};
use crate::rules::check::WorkflowView;

use super::words::nearest;

/// Most of the workflow's own names that an unknown one is compared with.
const MOST_COMPARED: usize = 200;

/// The variables of Codemagic that may be meant by a name, the likeliest first.
pub(crate) fn meant_of_codemagic(name: &str) -> Vec<&'static str> {
    let known = meant_by(name);
    if !known.is_empty() {
        return known.to_vec();
    }
    let ours = all_built_in().iter().map(|it| it.name);
    let ours = ours.filter(|name| name.starts_with("CM_"));
    nearest(name, ours).into_iter().collect()
}

/// The variable of the workflow or of Codemagic that may be meant by a name.
pub(crate) fn meant<'a>(view: &WorkflowView<'a>, name: &str) -> Option<&'a str> {
    let tree = view.tree();
    let environment = view.workflow.environment.value();
    let entries = environment.map(|it| it.vars.entries()).unwrap_or_default();
    let own = entries.iter().take(MOST_COMPARED);
    nearest(name, own.filter_map(|it| tree.scalar(it.entry.key)))
        .or_else(|| meant_of_codemagic(name).first().copied())
}

/// Whether a step sets the variable, or may: for later steps and their
/// conditions.
pub(crate) fn may_be_set_by_a_step(view: &WorkflowView<'_>, name: &str) -> bool {
    let assignments = view.assignments();
    assignments.from_files || assignments.names.contains(name)
}
