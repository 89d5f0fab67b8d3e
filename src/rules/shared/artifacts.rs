//! What a workflow keeps of its build.

use crate::expression::glob::may_end_with;
use crate::rules::check::WorkflowView;

use super::apple_builds::mentions;
use super::strays::has_stray;

/// Whether the artifacts may hold a file whose name ends in one of these. Only
/// patterns count, and those that cannot be read count as a match.
pub(crate) fn may_keep(view: &WorkflowView<'_>, endings: &[&str]) -> bool {
    let artifacts = &view.workflow.artifacts;
    let items = artifacts.items();
    if items.is_empty() {
        return artifacts.is_set() || has_stray(view, &["artifacts"]);
    }
    let tree = view.tree();
    let mut patterns = items.iter().map(|item| tree.scalar(item.node));
    patterns.any(|pattern| {
        pattern.is_none_or(|pattern| endings.iter().any(|ending| may_end_with(pattern, ending)))
    })
}

/// Whether a step may put files into the folder whose content is kept besides
/// `artifacts`.
pub(crate) fn fills_output_folder(view: &WorkflowView<'_>) -> bool {
    mentions(
        view,
        &[
            "cm_build_output_dir",
            "fci_build_output_dir",
            "cm_export_dir",
            "fci_export_dir",
        ],
    )
}
