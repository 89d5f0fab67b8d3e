//! Workflows that are made of a script, and the rules that look at what scripts
//! build, sign and throw away.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use codemagic_lint::finding::{Finding, Fix};
use codemagic_lint::rules::Settings;

/// The rules that are looked at; every other one is off.
const RULES: &[&str] = &[
    "android-release-unsigned",
    "artifact-missing",
    "artifact-pattern-mismatch",
    "asc-copyright-stale",
    "asc-sync-expectation",
    "asc-use-profiles-missing",
    "cache-platform",
    "clean-before-collect",
    "deprecated-cli-flag",
    "fetch-signing-certificate-key",
    "fetch-signing-credentials",
    "fetch-signing-platform",
    "fetch-signing-steps",
    "fetch-signing-type-value",
    "gp-cli-credentials",
    "gp-debug-build",
    "ios-provisioning-profile-path",
    "ios-signing-and-fetch",
    "ios-signing-redundant-keychain",
    "keystore-decode-missing",
    "mac-installer-certificate",
    "manual-signing-variables",
    "post-publish-on-failure",
    "unity-licence-return",
];

pub fn settings() -> Settings {
    let mut settings = Settings {
        now: Some("2026-06-01T00:00:00Z".parse().unwrap()),
        ..Settings::default()
    };
    for (index, rule) in codemagic_lint::rules::all().iter().enumerate() {
        if RULES.contains(&rule.id) {
            settings.selection.switch_on(index);
        } else {
            settings.selection.set(index, None);
        }
    }
    settings
}

pub fn check(text: &str) -> Vec<Finding> {
    super::check_with(text, &settings())
}

/// A workflow with these lines, and with these commands in one script.
pub fn workflow(lines: &str, script: &str) -> String {
    format!(
        "workflows:\n  app:\n    name: App\n{}    scripts:\n      - script: |\n{}",
        super::indented(lines, 4),
        super::indented(script, 10)
    )
}

/// Lines of a workflow, a script, and the rules that find something.
pub type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

pub fn expect(cases: &[Case<'_>]) {
    for (lines, script, expected) in cases {
        let text = workflow(lines, script);
        let found = check(&text);
        assert_eq!(super::ids(&found), *expected, "{text}\n{found:#?}");
    }
}

pub fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

/// A text and what a fix makes of it; `None` where none is offered.
pub fn fixed(text: &str, rule: &str) -> Option<String> {
    let found = check(text);
    let finding = found.iter().find(|it| it.rule == rule);
    let finding = finding.unwrap_or_else(|| panic!("{rule} is not found in\n{text}"));
    let fixed = applied(text, finding.fix.as_ref()?);
    assert!(check(&fixed).iter().all(|it| it.rule != rule), "{fixed}");
    Some(fixed)
}
