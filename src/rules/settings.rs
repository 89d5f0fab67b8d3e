//! What a run may know besides the file: which rules are on, and what exists in
//! Codemagic's web settings.

use std::sync::Arc;

use jiff::Timestamp;

use crate::finding::Severity;

use super::{Rule, StructureCheck};

/// Settings of one file's check. Plain data; `workspace` makes it from the
/// configuration file and the command line.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Which rules are on and how severe.
    pub selection: Selection,
    /// What exists in Codemagic's web settings, where the project lists it.
    pub known: Known,
    /// The moment against which dates are judged; `None` leaves them unjudged.
    pub now: Option<Timestamp>,
    /// A schema of the user's own that the file must fit too.
    pub schema: Option<Arc<dyn StructureCheck>>,
}

/// What exists in Codemagic's web settings. An empty option means "not listed":
/// rules then never guess.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names of variable groups.
    pub groups: Option<Vec<String>>,
    /// Names of App Store Connect API keys under Team integrations.
    pub integrations: Option<Vec<String>>,
    /// Reference names of Android keystores.
    pub keystores: Option<Vec<String>>,
    /// TestFlight groups of the internal kind.
    pub internal_beta_groups: Vec<String>,
    /// The plan's longest build, in minutes; 120 unless configured.
    pub max_build_duration: Option<u32>,
    /// Machines the team may use beyond those this release knows.
    pub instance_types: Vec<String>,
}

/// For every rule, by its index in the registry: off, or on with a severity.
#[derive(Clone, Debug)]
pub struct Selection {
    severities: Vec<Option<Severity>>,
}

impl Default for Selection {
    /// Every rule that is not pedantic, at its own severity.
    fn default() -> Self {
        let on = |rule: &&Rule| (!rule.pedantic).then_some(rule.severity);
        Self {
            severities: super::all().iter().map(on).collect(),
        }
    }
}

impl Selection {
    /// No rule at all.
    pub fn none() -> Self {
        Self {
            severities: vec![None; super::all().len()],
        }
    }

    /// The severity of the rule with this registry index; `None` when it is off.
    pub fn severity(&self, index: usize) -> Option<Severity> {
        self.severities.get(index).copied().flatten()
    }

    /// Switches a rule on at a severity, or off.
    pub fn set(&mut self, index: usize, severity: Option<Severity>) {
        if let Some(slot) = self.severities.get_mut(index) {
            *slot = severity;
        }
    }
}

impl FromIterator<Option<Severity>> for Selection {
    /// The severities of the registry's rules, in its order; `None` is off.
    fn from_iter<T: IntoIterator<Item = Option<Severity>>>(severities: T) -> Self {
        Self {
            severities: severities.into_iter().collect(),
        }
    }
}
