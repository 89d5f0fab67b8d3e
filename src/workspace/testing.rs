//! A small catalogue of rules for the tests of this module.

use crate::finding::{Category, Severity};
use crate::rules::Rule;
use crate::rules::check::Check;

const fn rule(id: &'static str, category: Category, pedantic: bool) -> Rule {
    Rule {
        id,
        category,
        severity: category.default_severity(),
        pedantic,
        summary: "a rule for tests",
        fix: None,
        source: "https://example.com/",
        page: "",
        check: Check::Suppression(|_, _| {}),
    }
}

static SYNTAX: Rule = rule("tab-indentation", Category::Syntax, false);
static AUTH: Rule = rule("asc-auth-missing", Category::Publishing, false);
static GROUPS: Rule = rule("beta-groups-empty", Category::Publishing, false);
static ROLE: Rule = rule("asc-role-reminder", Category::Publishing, true);
static NAME: Rule = rule("workflow-name", Category::Style, true);

/// Two publishing rules and a syntax rule that are on by default, a publishing
/// and a style rule that are pedantic.
pub const RULES: &[&Rule] = &[&SYNTAX, &AUTH, &GROUPS, &ROLE, &NAME];

/// The severities of [`RULES`] without any configuration.
pub const DEFAULT: [Option<Severity>; 5] = [
    Some(Severity::Error),
    Some(Severity::Warning),
    Some(Severity::Warning),
    None,
    None,
];
