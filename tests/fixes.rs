//! A fix mends what it was offered for, and breaks nothing: tried on every bad
//! example of the rules' pages.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::{Category, Finding, Fix, Safety, Severity};
use codemagic_lint::fix;
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;
use support::pages::{examples, is_of, pages, settings};

/// The text with a fix applied.
fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

/// A rule, a text, and the text with the rule's fixes.
#[rustfmt::skip]
const TEXTS: &[(&str, &str, &str)] = &[
    // Into a section that is there, at the depth it has, and around itself otherwise.
    ("misplaced-key", "    xcode: latest\n    environment: # why\n        # first\n        groups:\n          - g\n",
        "    environment: # why\n        # first\n        xcode: latest\n        groups:\n          - g\n"),
    ("misplaced-key", "    environment:\n      A_B: x\n      vars:\n        C: d\n", "    environment:\n      vars:\n        A_B: x\n        C: d\n"),
    ("misplaced-key", "    vars:\n      X: |\n        a\n\n        b\n", "    environment:\n      vars:\n        X: |\n          a\n\n          b\n"),
    ("misplaced-key", "    xcode: latest\n    environment: {java: 17}\n", "    xcode: latest\n    environment: {java: 17}\n"),
    ("misplaced-key", "    xcode: latest # why\n", "    xcode: latest # why\n"),
    // The last lines of a text that does not end the last of them.
    ("asc-auth-and-keys", "    integrations:\n      app_store_connect: K\n    publishing:\n      app_store_connect:\n        auth: integration\n        key_id: $A\n        issuer_id: $B",
        "    integrations:\n      app_store_connect: K\n    publishing:\n      app_store_connect:\n        auth: integration"),
    ("asc-auth-and-keys", "    publishing:\n      app_store_connect:\n        auth: integration\n        key_id: $A\n", "    publishing:\n      app_store_connect:\n        auth: integration\n        key_id: $A\n"),
    ("label-duplicate", "    labels:\n      - a\n      - a", "    labels:\n      - a"),
    // Beside what is kept already, as it is written there.
    ("gp-artifact-missing", "    scripts:\n    - flutter build appbundle\n    artifacts:\n    - x.log\n    publishing:\n      google_play:\n        credentials: $C\n",
        "    scripts:\n    - flutter build appbundle\n    artifacts:\n    - x.log\n    - build/app/outputs/bundle/**/*.aab\n    publishing:\n      google_play:\n        credentials: $C\n"),
    ("gp-artifact-missing", "    scripts:\n      - flutter build appbundle\n    publishing:\n      google_play:\n        credentials: $C\n",
        "    scripts:\n      - flutter build appbundle\n    artifacts:\n      - build/app/outputs/bundle/**/*.aab\n    publishing:\n      google_play:\n        credentials: $C\n"),
    ("gp-artifact-missing", "    artifacts: [x.log]\n    publishing:\n      google_play:\n        credentials: $C\n",
        "    artifacts: [x.log]\n    publishing:\n      google_play:\n        credentials: $C\n"),
    ("variable-group-name", "    environment:\n      groups:\n        - ' '\n        - g\n        - $H\n", "    environment:\n      groups:\n        - g\n        - $H\n"),
];

#[test]
fn fixes_write_what_a_person_would() {
    for (id, text, expected) in TEXTS {
        let mut settings = Settings {
            selection: rules::Selection::none(),
            ..Settings::default()
        };
        settings.selection.switch_on(rules::index_of(id).unwrap());
        let head = "workflows:\n  a:\n    name: A\n";
        for line_break in ["\n", "\r\n"] {
            let lines = |text: &str| format!("{head}{text}").replace('\n', line_break);
            let source = SourceFile::new("codemagic.yaml", lines(text));
            let fixed = fix::fix(&source, &settings, Safety::Unsafe, &|_| {});
            assert_eq!(fixed.checked.tree.source().text(), lines(expected), "{id}");
            assert!(fixed.refused.is_empty(), "{id}");
        }
    }
}

fn check(file: &str, text: &str, settings: &Settings) -> Vec<Finding> {
    rules::check(SourceFile::new(file, text), settings).findings
}

/// How many errors of these categories there are.
fn errors(findings: &[Finding], categories: &[Category]) -> usize {
    let is_one =
        |it: &&Finding| it.severity == Severity::Error && categories.contains(&it.category);
    findings.iter().filter(is_one).count()
}

/// Whether the fix of a finding leaves no more broken than was, and mends what is no
/// YAML.
fn leaves_sound(finding: &Finding, before: &[Finding], after: &[Finding]) -> bool {
    let all = [Category::Syntax, Category::Schema];
    let mends = errors(after, &all[..1]) < errors(before, &all[..1]);
    let is_error = finding.severity == Severity::Error;
    errors(after, &all) <= errors(before, &all)
        && (mends || finding.category != Category::Syntax || !is_error)
}

#[test]
fn a_fix_mends_its_finding_and_breaks_nothing() {
    let mut failures = Vec::new();
    let mut tried = Vec::new();
    for (rule, page) in pages() {
        for example in examples(&page) {
            let (file, settings) = settings(&example, rule);
            let Ok(text) = String::from_utf8(example.text) else {
                continue;
            };
            let before = check(&file, &text, &settings);
            for finding in before.iter().filter(|it| is_of(rule, &it.rule)) {
                let Some(fix) = &finding.fix else { continue };
                tried.push(rule.id);
                let fixed = applied(&text, fix);
                let after = check(&file, &fixed, &settings);
                // What is mended may show what it hid.
                let same = |all: &[Finding]| {
                    let same = |it: &&Finding| {
                        (&it.rule, &it.message) == (&finding.rule, &finding.message)
                    };
                    all.iter().filter(same).count()
                };
                if same(&after) >= same(&before) || !leaves_sound(finding, &before, &after) {
                    failures.push(format!("{}: {}\n{fixed}\n{after:#?}", rule.id, fix.title));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    tried.dedup();
    let promised = rules::all().iter().filter(|rule| rule.fix.is_some());
    let missing: Vec<&str> = promised
        .map(|rule| rule.id)
        .filter(|id| !tried.contains(id))
        .filter(|id| *id != rules::SHELLCHECK || support::shellcheck().is_some())
        .collect();
    assert!(
        missing.is_empty(),
        "no example shows the fix of {missing:?}"
    );
}

/// Only the first of each is a finding: to remove one in a round would take more rounds
/// than there are.
#[test]
fn a_character_that_stands_everywhere_is_removed_everywhere() {
    for character in ['\u{0}', '\u{1b}', '\u{85}', '\u{2028}'] {
        let line = format!("      - ls{character} {character}{character}\n");
        let text = format!("workflows:\n  a:\n    scripts:\n{}", line.repeat(60));
        let source = SourceFile::new("codemagic.yaml", &*text);
        let fixed = fix::fix(&source, &Settings::default(), Safety::Unsafe, &|_| {});
        let after = fixed.checked.tree.source().text();
        assert!(!after.contains(character), "{character:?} in {after:?}");
        assert!(fixed.rounds.len() < 5, "{} rounds", fixed.rounds.len());
        let endless = fixed.refused.iter().map(|it| it.reason);
        assert_eq!(
            endless
                .filter(|it| *it == fix::RefusalReason::Endless)
                .count(),
            0
        );
    }
}

/// What each of many broken workflows needs takes as much reading as the text is long, and
/// as often.
#[test]
fn broken_text_is_fixed_as_far_as_effort_goes_and_the_rest_is_told() {
    const WORKFLOW: &str = "    groups:\n      - store\n      vars:\n      android_signing:\n        - key\n    environment:\n        NAME: app\n      java: 17\n";
    let run = |source: &SourceFile| fix::fix(source, &Settings::default(), Safety::Unsafe, &|_| {});
    for (count, is_whole) in [(8, true), (60, false)] {
        let workflows = (0..count).map(|number| format!("  app{number}:\n{WORKFLOW}"));
        let text = format!("workflows:\n{}", workflows.collect::<String>());
        let once = run(&SourceFile::new("codemagic.yaml", text));
        assert!(!once.rounds.is_empty(), "{count}");
        let not_tried = once.refused.iter();
        let is_told = not_tried.filter(|it| it.reason == fix::RefusalReason::NotTried);
        let again = run(once.checked.tree.source());
        assert!(
            again.rounds.is_empty() || is_told.count() > 0,
            "{count}: left without a word"
        );
        assert!(again.rounds.is_empty() || !is_whole, "{count}");
    }
}

/// Moving `groups` does harm as long as `vars` stands in it, and the fixes of both
/// overlap: what was put off for that is tried once more at the end.
#[test]
fn what_others_stood_in_the_way_of_is_not_left_for_a_second_run() {
    let text = "workflows:\n  app:\n    groups:\n      - store\n      vars:\n      android_signing:\n        - key\n    environment:\n        NAME: app\n      java: 17\n";
    let source = SourceFile::new("codemagic.yaml", text);
    let run = |source: &SourceFile| fix::fix(source, &Settings::default(), Safety::Unsafe, &|_| {});
    let once = run(&source);
    let fixed = once.checked.tree.source();
    assert!(
        fixed
            .text()
            .contains("        groups:\n          - store\n"),
        "{}",
        fixed.text()
    );
    assert_eq!(run(fixed).rounds.len(), 0);
}
