//! Whether scripts mention something, also those of the repository that steps run.

use memchr::memchr2_iter;

use crate::rules::check::WorkflowView;

/// Whether a script mentions one of these texts, given in lower case; the case of the
/// scripts does not matter.
pub(crate) fn scripts_mention(view: &WorkflowView<'_>, texts: &[&str]) -> bool {
    let is_such = |script: &str| texts.iter().any(|text| holds(script, text));
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

/// Whether a script holds a text, given in lower case, in whatever case.
fn holds(script: &str, text: &str) -> bool {
    let (script, text) = (script.as_bytes(), text.as_bytes());
    let Some(first) = text.first() else {
        return true;
    };
    memchr2_iter(*first, first.to_ascii_uppercase(), script).any(|at| {
        let found = script.get(at..at + text.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(text))
    })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn texts_are_found_in_any_case() {
        for script in ["release_notes", "cat > Release_Notes.txt", "RRELEASE_NOTES"] {
            assert!(holds(script, "release_notes"), "{script}");
        }
        for script in ["", "release_note", "release-notes", "r"] {
            assert!(!holds(script, "release_notes"), "{script}");
        }
    }
}
