//! The catalogue of rules.
//!
//! A rule is one file in the folder of its category: its declaration, its check,
//! nothing else. To add one, write the file, its page under `docs/rules/`, and
//! name it in the folder's `mod.rs`.

mod allowance;
pub mod check;
mod defects;
mod engine;
#[cfg(feature = "cli")]
mod looking;
mod masking;
mod offers;
mod report;
mod rule;
mod secrets;
mod settings;
pub(crate) mod shared;
pub mod shell_lint;
pub mod steps;
mod structure;
pub mod texts;
mod uses;

mod artifacts;
mod deprecation;
mod environment;
mod inputs;
mod publishing;
mod schema;
mod scripts;
mod security;
mod signing;
mod style;
mod syntax;
mod triggering;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

#[cfg(feature = "cli")]
pub(crate) use allowance::Allowance;
pub(crate) use allowance::shown_again;
pub use engine::{Checked, Told, check, check_tree, suppressible, tell_syntax};
#[cfg(feature = "cli")]
pub(crate) use looking::{Shown, look_at_first};
#[cfg(feature = "cli")]
pub(crate) use masking::takes_secret;
pub use masking::{secrets_in, secrets_of};
#[cfg(feature = "cli")]
pub(crate) use report::place;
pub use report::{Draft, Report};
pub use rule::Rule;
pub(crate) use rule::rule;
pub use settings::{Known, RuleSeverity, Selection, Settings};
pub use structure::{Deviation, StructureCheck};

/// Where the rules' pages can be read.
pub const PAGES_URL: &str = "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/rules";

/// The rule whose findings are those of another linter, each with a code.
pub const SHELLCHECK: &str = "shellcheck";

/// Old ids of rules, and the ids they have today.
pub const REDIRECTS: &[(&str, &str)] = &[
    ("android-signing-variable-clash", "signing-variable-clash"),
    ("asc-internal-only-yaml", "plain-scalar-colon"),
    ("asc-release-type-variable", "variable-not-allowed-here"),
    ("cocoapods-on-non-mac", "tool-on-wrong-platform"),
    ("github-release-trigger", "variable-without-event"),
    ("instance-type-legacy-linux", "instance-type-retired"),
    ("ndk-version", "version-format"),
    ("node-version", "version-format"),
    ("npm-version", "version-format"),
    ("number-out-of-range", "gp-rollout-range"),
    ("pr-variable-without-pr", "variable-without-event"),
    ("ruby-on-non-mac", "tool-on-wrong-platform"),
    ("schedule-in-yaml", "foreign-ci-key"),
    ("tag-variable-without-tag", "variable-without-event"),
    ("unity-on-non-mac", "tool-on-wrong-platform"),
    ("unity-version", "version-format"),
    ("variable-group-blank", "variable-group-name"),
    ("xcode-on-non-mac", "tool-on-wrong-platform"),
];

/// The rules by folder. Within `schema` specific rules come before general ones:
/// the first that reports a structural problem owns it.
static FOLDERS: &[&[&Rule]] = &[
    syntax::RULES,
    publishing::SCHEMA_RULES,
    triggering::SCHEMA_RULES,
    inputs::SCHEMA_RULES,
    schema::RULES,
    deprecation::RULES,
    environment::RULES,
    publishing::RULES,
    security::RULES,
    signing::RULES,
    triggering::RULES,
    inputs::RULES,
    artifacts::RULES,
    scripts::RULES,
    style::RULES,
];

/// Every rule, in a fixed order.
pub fn all() -> &'static [&'static Rule] {
    static ALL: OnceLock<Vec<&'static Rule>> = OnceLock::new();
    ALL.get_or_init(|| FOLDERS.concat())
}

/// The position of a rule in [`all`].
pub fn index_of(id: &str) -> Option<usize> {
    static INDEX: OnceLock<FxHashMap<&'static str, usize>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        all()
            .iter()
            .enumerate()
            .map(|(at, rule)| (rule.id, at))
            .collect()
    });
    index.get(id).copied()
}

/// The id that a rule has today, given that or an old one.
pub fn current_id(id: &str) -> &str {
    let renamed = REDIRECTS.iter().find(|(old, _)| *old == id);
    renamed.map_or(id, |(_, new)| new)
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().get(index_of(id)?).copied()
}

/// The code of a finding of another linter, `SC2086`, given that, or the whole id
/// `shellcheck[SC2086]`.
pub fn shellcheck_code(id: &str) -> Option<&str> {
    let inner = id
        .strip_prefix("shellcheck[")
        .and_then(|rest| rest.strip_suffix(']'));
    let code = inner.unwrap_or(id);
    let digits = code.strip_prefix("SC")?;
    (digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

/// The number in such a code.
pub fn shellcheck_number(id: &str) -> Option<u16> {
    shellcheck_code(id)?.strip_prefix("SC")?.parse().ok()
}

/// The id of the rule in the catalogue that a finding's id belongs to: `shellcheck`
/// for `shellcheck[SC2086]`.
pub fn catalogue_id(id: &str) -> &str {
    id.split_once('[').map_or(id, |(rule, _)| rule)
}

/// What a rule file needs.
#[allow(unused_imports, reason = "each rule takes what it needs")]
mod prelude {
    pub(crate) use super::check::{AppStoreConnectView, File, VariableSource, WorkflowView};
    pub(crate) use super::{Report, rule};
    pub(crate) use crate::finding::{Fix, Severity};
    pub(crate) use crate::model::{Found, Problem, ProblemKind, Value};
    pub(crate) use crate::syntax::{
        NodeId, NodeKind, Scalar, Span, SyntaxProblem, SyntaxProblemKind,
    };
}
