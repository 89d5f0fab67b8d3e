//! Whether scripts mention something, also those of the repository that steps run.

use crate::rules::check::WorkflowView;

/// Whether a script mentions one of these texts, given in lower case; the case of the
/// scripts does not matter.
pub(crate) fn scripts_mention(view: &WorkflowView<'_>, texts: &[&str]) -> bool {
    let is_such = |script: &str| {
        let script = script.to_lowercase();
        texts.iter().any(|text| script.contains(text))
    };
    let written = view.texts().iter().filter(|it| it.phase.is_some());
    let mut written = written.map(|it| it.text);
    // Only of a repository that is known there are other scripts to be seen.
    let is_known = view.file.repository().is_some();
    written.any(is_such) || (is_known && view.inner_scripts().texts().any(is_such))
}

/// Whether a script mentions one of these texts, given in lower case, or runs what is
/// not to be seen and may do the same.
pub(crate) fn scripts_may_change(view: &WorkflowView<'_>, texts: &[&str]) -> bool {
    view.runs_hidden_commands() || scripts_mention(view, texts)
}
