//! What a workflow keeps of its build.

use crate::expression::glob::may_end_with;

use super::apple_builds::mentions;
use crate::rules::check::WorkflowView;

/// Whether a pattern of `artifacts` may match a file whose name ends like this;
/// also where the patterns could not be read.
pub(crate) fn may_keep(view: &WorkflowView<'_>, ending: &str) -> bool {
    let artifacts = &view.workflow.artifacts;
    let items = artifacts.items();
    if items.is_empty() {
        return artifacts.is_set();
    }
    let mut patterns = items.iter().map(|item| view.tree().scalar(item.node));
    patterns.any(|pattern| pattern.is_none_or(|pattern| may_end_with(pattern, ending)))
}

/// Whether a step may put files into the folder whose content is kept whatever
/// the patterns say.
pub(crate) fn fills_output_folder(view: &WorkflowView<'_>) -> bool {
    mentions(view, &["cm_build_output_dir", "fci_build_output_dir"])
}
