//! Silencing one finding, or one rule in the whole file.

use super::{Choose, Place, Present, Reason, above, for_file, is_about_comments, narrow, silenced};
use crate::finding::{Edit, Finding};
use crate::fix::{Effort, Hide};
use crate::rules::{Checked, Settings, suppressible};

/// A text in which single findings are silenced, each by itself.
pub struct Silencer<'a> {
    checked: &'a Checked,
    settings: &'a Settings,
    reason: &'a Reason,
    hide: Hide<'a>,
    present: Present,
}

impl<'a> Silencer<'a> {
    /// Of a text from whose findings `hide` has taken some, with what it was checked with.
    pub fn new(
        checked: &'a Checked,
        settings: &'a Settings,
        reason: &'a Reason,
        hide: Hide<'a>,
    ) -> Self {
        Self {
            checked,
            settings,
            reason,
            hide,
            present: Present::new(&checked.tree),
        }
    }

    /// Whether there is a comment that silences this rule.
    pub fn knows(rule: &str) -> bool {
        id(rule).is_some()
    }

    /// The edits of a suppression comment for a finding, as near to it as one is heard;
    /// `None` where none is found, or the effort does not do.
    pub fn here(&self, finding: &Finding, effort: &Effort) -> Option<Vec<Edit>> {
        let id = id(&finding.rule)?;
        let places: [Choose; 3] = [narrow, above, for_file];
        places.into_iter().find_map(|place| {
            let place = place(&self.checked.tree, finding, &self.present)?;
            self.at(place, id, effort)
        })
    }

    /// The edits of a suppression comment at the top of the file for all findings of a
    /// rule; `None` where the rule cannot be silenced, or the effort does not do.
    pub fn in_file(&self, rule: &str, effort: &Effort) -> Option<Vec<Edit>> {
        let id = id(rule)?;
        self.at(Place::File, id, effort)
    }

    fn at(&self, place: Place, id: &str, effort: &Effort) -> Option<Vec<Edit>> {
        if effort.is_spent() || !self.checked.tree.source().invalid_utf8().is_empty() {
            return None;
        }
        let item = (place, id.to_owned());
        let (before, settings) = (self.checked, self.settings);
        let (reason, hide) = (self.reason, self.hide);
        let tried = silenced(
            before,
            &self.present,
            &[item],
            (reason, hide),
            settings,
            effort,
        );
        tried.map(|(_, edits)| edits)
    }
}

/// What a comment calls a rule by; `None` where none may silence it.
fn id(rule: &str) -> Option<&str> {
    suppressible(rule).filter(|id| !is_about_comments(id))
}
