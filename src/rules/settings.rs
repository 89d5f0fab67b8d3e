//! What a run may know besides the file: which rules are on, and what exists in
//! Codemagic's web settings.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::finding::Severity;
use crate::repository::Repository;

use super::shell_lint::ShellLint;
use super::{Rule, SHELLCHECK, StructureCheck};

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
    /// Another linter that the scripts are shown to.
    pub shell_lint: Option<Arc<dyn ShellLint>>,
    /// The repository around the file; `None` where there is none, and nothing is
    /// said of it.
    pub repository: Option<Arc<Repository>>,
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

/// How severe the findings of a rule are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RuleSeverity {
    /// The severity.
    pub severity: Severity,
    /// Whether somebody chose it. Then it holds for all findings of the rule, also
    /// for those that have a severity of their own.
    pub is_chosen: bool,
}

impl RuleSeverity {
    /// The rule's own severity, which nobody chose.
    pub fn of(rule: &Rule) -> Self {
        Self {
            severity: rule.severity,
            is_chosen: false,
        }
    }

    /// A severity that somebody chose.
    pub fn chosen(severity: Severity) -> Self {
        Self {
            severity,
            is_chosen: true,
        }
    }
}

/// For every rule, by its index in the registry: off, or on with a severity.
#[derive(Clone, Debug)]
pub struct Selection {
    levels: Vec<Option<RuleSeverity>>,
    /// What is said of single checks behind the rule [`SHELLCHECK`], by number.
    checks: BTreeMap<u16, Option<RuleSeverity>>,
}

impl Default for Selection {
    /// Every rule that is not pedantic, at its own severity.
    fn default() -> Self {
        let on = |rule: &&Rule| (!rule.pedantic).then(|| RuleSeverity::of(rule));
        Self {
            levels: super::all().iter().map(on).collect(),
            checks: BTreeMap::new(),
        }
    }
}

impl Selection {
    /// No rule at all.
    pub fn none() -> Self {
        Self {
            levels: vec![None; super::all().len()],
            checks: BTreeMap::new(),
        }
    }

    /// The severity of the rule with this registry index; `None` when it is off.
    pub fn severity(&self, index: usize) -> Option<Severity> {
        Some(self.level(index)?.severity)
    }

    /// The severity of the rule with this registry index, and whether somebody
    /// chose it; `None` when the rule is off.
    pub fn level(&self, index: usize) -> Option<RuleSeverity> {
        self.levels.get(index).copied().flatten()
    }

    /// The same for one of the checks behind a rule, if it is given: the rule's,
    /// unless something is said of the check itself.
    pub fn level_of(&self, index: usize, check: Option<u16>) -> Option<RuleSeverity> {
        let own = check.and_then(|check| self.checks.get(&check));
        own.copied().unwrap_or_else(|| self.level(index))
    }

    /// Says of one check of the rule [`SHELLCHECK`] whether it is on.
    pub fn set_check(&mut self, check: u16, level: Option<RuleSeverity>) {
        self.checks.insert(check, level);
    }

    /// Whether the rule with this registry index, or a check behind it, is on.
    pub fn may_report(&self, index: usize) -> bool {
        let is_on = |check: &Option<RuleSeverity>| check.is_some();
        self.level(index).is_some()
            || (super::index_of(SHELLCHECK) == Some(index) && self.checks.values().any(is_on))
    }

    /// Chooses a severity for all findings of a rule, or switches it off.
    pub fn set(&mut self, index: usize, severity: Option<Severity>) {
        if let Some(slot) = self.levels.get_mut(index) {
            *slot = severity.map(RuleSeverity::chosen);
        }
    }

    /// Switches a rule on at its own severity.
    pub fn switch_on(&mut self, index: usize) {
        if let (Some(slot), Some(rule)) = (self.levels.get_mut(index), super::all().get(index)) {
            *slot = Some(RuleSeverity::of(rule));
        }
    }
}

impl FromIterator<Option<RuleSeverity>> for Selection {
    /// The severities of the registry's rules, in its order; `None` is off.
    fn from_iter<T: IntoIterator<Item = Option<RuleSeverity>>>(levels: T) -> Self {
        Self {
            levels: levels.into_iter().collect(),
            checks: BTreeMap::new(),
        }
    }
}
