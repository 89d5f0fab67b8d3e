//! Beta groups, release options, dates, signing and artifacts of App Store
//! Connect publishing: what must be found beyond the rules' pages, and what must
//! not.

mod support;

use codemagic_lint::finding::{Finding, Severity};
use codemagic_lint::rules::Settings;

/// A workflow that publishes; every part can be changed by a replacement.
const WORKFLOW: &str = "\
workflows:
  ios:
    name: iOS
    instance_type: mac_mini_m2
    integrations:
      app_store_connect: Example API key
    environment:
      ios_signing:
        distribution_type: app_store
        bundle_identifier: io.example.app
    scripts:
      - xcode-project use-profiles
      - xcode-project build-ipa --scheme App
    artifacts:
      - build/ios/ipa/*.ipa
    publishing:
      app_store_connect:
        auth: integration
";

const SIGNING: &str = "    environment:
      ios_signing:
        distribution_type: app_store
        bundle_identifier: io.example.app
";
const SCRIPTS: &str = "      - xcode-project use-profiles
      - xcode-project build-ipa --scheme App
";

fn publishing(fields: &str) -> String {
    let mut text = WORKFLOW.to_owned();
    for line in fields.lines() {
        text.push_str("        ");
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn with(replacements: &[(&str, &str)]) -> String {
    let mut text = WORKFLOW.to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

fn scripts(scripts: &str) -> String {
    with(&[(SCRIPTS, scripts)])
}

fn settings() -> Settings {
    let mut settings = support::settings_without(&[
        "artifact-pattern-mismatch",
        "fetch-signing-certificate-key",
        "fetch-signing-steps",
        "ios-signing-and-fetch",
    ]);
    settings.now = "2026-07-01T12:00:00Z".parse().ok();
    settings
}

fn findings(text: &str) -> Vec<Finding> {
    support::check_with(text, &settings())
}

fn expect(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let found = findings(text);
        let mut ids = support::ids(&found);
        ids.retain(|id| !matches!(*id, "asc-release-type-implicit" | "asc-nothing-but-upload"));
        assert_eq!(ids, *expected, "{text}\n{found:#?}");
    }
}

#[test]
fn beta_groups() {
    let groups =
        |items: &str| publishing(&format!("submit_to_testflight: true\nbeta_groups: {items}"));
    expect(&[
        (groups("[External]"), &[]),
        (groups("[$GROUP, '${{ inputs.group }}']"), &[]),
        (groups("['  ']"), &["asc-beta-group-blank"]),
        (groups("[A, A, A]"), &["asc-beta-group-duplicate"; 2]),
        // One defect, one finding: white space is what differs.
        (groups("[A, 'A ']"), &["asc-beta-group-whitespace"]),
        (groups("[yes, 1.0]"), &["asc-beta-group-type"; 2]),
        (groups("External"), &["asc-beta-group-type"]),
        (groups("[Group name 12]"), &["asc-beta-group-placeholder"]),
        (groups("[Group names]"), &[]),
        (
            groups("[app store connect users]"),
            &["asc-beta-group-internal"],
        ),
        (groups("['A, B']"), &["asc-beta-group-comma"]),
        (groups("['A,']"), &[]),
        (
            publishing("beta_groups: [A]\nsubmit_to_testflight: $SUBMIT"),
            &[],
        ),
        (
            publishing("beta_groups: [A]\nsubmit_to_testflight: false"),
            &["asc-beta-groups-without-review"],
        ),
    ]);
}

#[test]
fn an_empty_list_that_overrides_a_merge_has_an_effect() {
    let text = publishing("<<: *base\nbeta_groups: []").replace(
        "workflows:\n",
        "definitions:\n  base: &base\n    submit_to_testflight: true\n    beta_groups: [A]\nworkflows:\n",
    );
    assert_eq!(support::ids(&findings(&text)), [""; 0]);
}

#[test]
fn groups_of_a_shared_list_are_reported_once() {
    let one = publishing("submit_to_testflight: true\nbeta_groups: *groups");
    let two = one.replace("workflows:\n  ios:", "  other:");
    let definitions = "definitions:\n  groups: &groups\n    - External\n    - Internal\n";
    let found = findings(&format!("{definitions}{one}{two}"));
    assert_eq!(support::ids(&found), ["asc-beta-group-internal"]);
    assert_eq!(found[0].span.start(), definitions.find("Internal").unwrap());
    assert_eq!(found[0].related.len(), 2);
}

#[test]
fn a_known_internal_group_is_an_error() {
    let mut settings = settings();
    settings.known.internal_beta_groups = vec!["Team".to_owned()];
    let text = publishing("submit_to_testflight: true\nbeta_groups: [Team, team]");
    let found = support::check_with(&text, &settings);
    let internal: Vec<Severity> = found
        .iter()
        .filter(|finding| finding.rule == "asc-beta-group-internal")
        .map(|finding| finding.severity)
        .collect();
    assert_eq!(internal, [Severity::Error]);
}

#[test]
fn options_need_what_they_belong_to() {
    expect(&[
        (
            publishing(
                "expire_build_submitted_for_review: true\nsubmit_to_testflight: ${{ inputs.x }}",
            ),
            &[],
        ),
        (publishing("expire_build_submitted_for_review: false"), &[]),
        (
            publishing("cancel_previous_submissions: true\nsubmit_to_testflight: true"),
            &["asc-cancel-without-app-store"],
        ),
        (publishing("phased_release: false"), &[]),
        (
            publishing("phased_release: true"),
            &["asc-release-options-without-app-store"],
        ),
        (
            publishing(
                "submit_to_app_store: true\nrelease_type: Scheduled\nearliest_release_date: 2030-01-01T00:00:00Z",
            ),
            &["asc-release-type-value"],
        ),
        (
            publishing(
                "submit_to_app_store: true\nrelease_type: ${{ inputs.x }}\nearliest_release_date: 2030-01-01T00:00:00Z",
            ),
            &[],
        ),
        (
            publishing(
                "submit_to_app_store: true\nrelease_type: SCHEDULED\nearliest_release_date: ${{ inputs.x }}",
            ),
            &[],
        ),
        (
            publishing("submit_to_app_store: true\nearliest_release_date: 2030-01-01T00:00:00Z"),
            &["asc-date-without-scheduled"],
        ),
    ]);
    expect(&[
        (
            with(&[("auth: integration", "auth: $AUTH")]),
            &["variable-not-allowed-here"],
        ),
        (
            publishing("submit_to_app_store: true\nrelease_type: LATER"),
            &["asc-release-type-value"],
        ),
    ]);
}

#[test]
fn dates() {
    let date = |date: &str| {
        publishing(&format!(
            "submit_to_app_store: true\nrelease_type: SCHEDULED\nearliest_release_date: {date}"
        ))
    };
    expect(&[
        (date("2030-01-31T14:00:00+00:00"), &[]),
        (date("20300131T140000Z"), &[]),
        (date("2030-01-31T14:00:00.000Z"), &[]),
        (date("2026-07-01T12:00:00Z"), &["asc-date-in-past"]),
        (date("2026-07-01T15:00:00+02:00"), &[]),
        (date("2026-07-01T14:00:00+02:00"), &["asc-date-in-past"]),
        (
            date("2021-11-10T14:55:41+00:00"),
            &["asc-date-in-past", "asc-date-hour-precision"],
        ),
        (date("2030-01-31T14:00:00.5Z"), &["asc-date-hour-precision"]),
        (date("2030-01-31"), &["asc-date-format"]),
        (date("2030-01-31 14:00:00"), &["asc-date-format"]),
        (date("$RELEASE_DATE"), &["asc-date-format"]),
        (date("'2030-02-31T14:00:00Z'"), &["asc-date-format"]),
    ]);
    let text = date("2030-01-31T14:55:41+00:00");
    let found = findings(&text);
    assert_eq!(&text[found[0].span.range()], "55:41");
    let without_clock = support::check(&date("2021-11-10T14:00:00Z"));
    assert_eq!(support::ids(&without_clock), [""; 0]);
}

#[test]
fn copyrights() {
    let copyright = |text: &str| {
        publishing(&format!(
            "submit_to_app_store: true\nrelease_type: MANUAL\ncopyright: {text}"
        ))
    };
    for good in [
        "2026 Example Ltd",
        "2019-2026 Example",
        "2019, 2026 Example",
        "$COPYRIGHT",
    ] {
        assert_eq!(support::ids(&findings(&copyright(good))), [""; 0], "{good}");
    }
    for bad in [
        "Example Ltd",
        "'2026'",
        "2026, Example",
        "(c) 2026 A",
        "2026 A www.example.com",
        "''",
        "２０２６ A",
    ] {
        let found = findings(&copyright(bad));
        assert_eq!(support::ids(&found), ["asc-copyright-format"], "{bad}");
    }
}

#[test]
fn internal_testing() {
    let submitted = |text: String| text + "        submit_to_testflight: true\n";
    let profiles = |option: &str| {
        submitted(scripts(&format!(
            "      - |\n        xcode-project use-profiles \\\n          --custom-export-options={option}\n        xcode-project build-ipa\n"
        )))
    };
    expect(&[
        (
            profiles(r#"'{"testFlightInternalTestingOnly": true}'"#),
            &["asc-internal-only-conflict"],
        ),
        (
            profiles(r#""{\"testFlightInternalTestingOnly\": true}""#),
            &["asc-internal-only-conflict"],
        ),
        (
            profiles(r#"'{"testFlightInternalTestingOnly": false}'"#),
            &[],
        ),
    ]);
}

#[test]
fn signing() {
    let unsigned = |script: &str| with(&[(SIGNING, ""), (SCRIPTS, script)]);
    let fetch = |options: &str| {
        unsigned(&format!(
            "      - app-store-connect fetch-signing-files $ID {options}\n      - keychain add-certificates\n      - xcode-project build-ipa\n"
        ))
    };
    expect(&[
        (fetch("--type IOS_APP_STORE"), &[]),
        (fetch("--type=\"$TYPE\""), &[]),
        (fetch("--create"), &["asc-fetch-type"]),
        (fetch("$OPTIONS"), &[]),
        (fetch("--type=MAC_CATALYST_APP_DIRECT"), &["asc-fetch-type"]),
        (
            unsigned("      - make ios\n      - xcode-project build-ipa\n"),
            &[],
        ),
        (
            unsigned("      - ./sign.sh && xcode-project build-ipa\n"),
            &[],
        ),
        (
            unsigned("      - xcode-project build-ipa\n"),
            &["asc-signing-absent"],
        ),
        (
            unsigned("      - flutter build ipa --no-codesign\n"),
            &["asc-unsigned-build"],
        ),
        (
            with(&[(
                "distribution_type: app_store",
                "distribution_type: ${{ inputs.x }}",
            )]),
            &[],
        ),
        (
            with(&[
                ("distribution_type: app_store", "distribution_type: ad_hoc"),
                (
                    "use-profiles\n",
                    "use-profiles\n      - app-store-connect fetch-signing-files x --type IOS_APP_STORE\n",
                ),
            ]),
            &[],
        ),
    ]);
}

#[test]
fn profiles() {
    expect(&[
        (
            scripts("      - xcode-project build-ipa\n"),
            &["asc-use-profiles-missing"],
        ),
        (
            scripts("      - flutter build ipa --export-options-plist=ios/own.plist\n"),
            &[],
        ),
        (
            scripts(
                "      - flutter build ipa --export-options-plist=$HOME/export_options.plist\n",
            ),
            &["asc-use-profiles-missing"],
        ),
        (
            scripts("      - melos run ios\n      - xcode-project build-ipa\n"),
            &[],
        ),
        (scripts("      - bundle exec fastlane beta\n"), &[]),
        (
            scripts("      - xcode-project build-ipa\n      - xcode-project use-profiles\n"),
            &["asc-use-profiles-order"],
        ),
        (
            scripts(
                "      - xcode-project build-ipa\n      - xcode-project use-profiles\n      - xcode-project build-ipa\n",
            ),
            &[],
        ),
        (
            scripts(
                "      - flutter build ios --no-codesign\n      - xcode-project use-profiles\n      - xcode-project build-ipa\n",
            ),
            &[],
        ),
        (
            scripts("      - xcode-project use-profiles\n      - flutter build ipa $ARGS\n"),
            &[],
        ),
        (
            scripts(
                "      - xcode-project use-profiles\n      - flutter build ipa --export-method app-store\n",
            ),
            &[],
        ),
        (
            scripts(
                "      - xcode-project use-profiles\n      - flutter build ipa\n      - xcodebuild -exportArchive\n",
            ),
            &[],
        ),
    ]);
}

#[test]
fn artifacts_and_machines() {
    let artifact = |pattern: &str| with(&[("build/ios/ipa/*.ipa", pattern)]);
    expect(&[
        (artifact("build/ios/ipa/*"), &[]),
        (artifact("'*.{apk,ipa}'"), &[]),
        (artifact("$OUT"), &[]),
        (artifact("'*.apk'"), &["asc-artifact-missing"]),
        (artifact("build/*.app"), &["asc-artifact-missing"]),
        (with(&[("mac_mini_m2", "windows_x2")]), &["asc-needs-mac"]),
        (with(&[("mac_mini_m2", "$MACHINE")]), &[]),
        (
            "workflows:\n  a:\n    instance_type: linux_x2\n    scripts:\n      - flutter build ipa\n".to_owned(),
            &["asc-needs-mac"],
        ),
        (
            "workflows:\n  a:\n    instance_type: linux_x2\n    scripts:\n      - flutter build apk\n".to_owned(),
            &[],
        ),
    ]);
}

#[test]
fn build_numbers() {
    let step = |step: &str| scripts(&format!("      - {step}\n{SCRIPTS}"));
    expect(&[
        (
            step("agvtool new-version -all 12"),
            &["asc-constant-build-number"],
        ),
        (step("agvtool new-version -all $(($N + 1))"), &[]),
        (step("flutter build ios --build-number=$BUILD_NUMBER"), &[]),
        (step("flutter build apk --build-number=1"), &[]),
    ]);
}

/// Applies every fix of a text by itself: what it mends is gone, nothing new is
/// broken, and everything outside the edit is as it was.
#[test]
fn fixes_mend() {
    let mut applied = 0;
    let groups = "submit_to_testflight: true\nbeta_groups:\n  - A\n  - A\n  - \"\"\n  - 'B  C'\n  - D, E\n  - 2026\n";
    let flow = "submit_to_testflight: true\nbeta_groups: ['', A, A, on]\n";
    let release = "submit_to_app_store: true\nrelease_type: manual\ncopyright: 2026\n";
    let dates = "submit_to_app_store: true\nrelease_type: MANUAL\nearliest_release_date: 2030-12-31T23:30:00Z\n";
    let texts = [
        publishing(groups),
        publishing(flow),
        publishing(release),
        publishing(dates),
        publishing("submit_to_app_store: true\nearliest_release_date: 2030-12-31T23:00:00\n"),
        publishing("submit_to_testflight: true\nbeta_groups: []\n"),
        with(&[("app_store\n", "ad_hoc\n"), ("mac_mini_m2", "linux_x2")]),
        scripts("      - xcode-project use-profiles\n      - flutter build ipa --release\n"),
    ];
    for text in texts {
        let before = findings(&text);
        for finding in before.iter().filter(|finding| finding.fix.is_some()) {
            let fix = finding.fix.as_ref().unwrap();
            let mut fixed = text.clone();
            for edit in fix.edits.iter().rev() {
                fixed.replace_range(edit.span.range(), &edit.text);
            }
            let after = findings(&fixed);
            let count = |all: &[Finding]| all.iter().filter(|it| it.rule == finding.rule).count();
            assert_eq!(
                count(&after) + 1,
                count(&before),
                "{}\n{fixed}",
                finding.rule
            );
            let syntax = after.iter().any(|it| it.category.name() == "syntax");
            assert!(!syntax, "{}\n{fixed}", finding.rule);
            applied += 1;
        }
    }
    assert!(applied >= 15, "{applied} fixes");
}

#[test]
fn comments_survive_fixes() {
    for groups in [
        "submit_to_testflight: true\nbeta_groups: [] # none",
        "submit_to_testflight: true\nbeta_groups:\n  - A\n  - A # twice",
        "submit_to_testflight: true\nbeta_groups: [A, # first\n  A]",
    ] {
        let found = findings(&publishing(groups));
        assert_eq!(found.len(), 1, "{groups}");
        assert!(found[0].fix.is_none(), "{groups}");
    }
}

#[test]
fn lines_of_a_block_are_not_offered_inside_braces() {
    let text = "workflows: {\n  \"a\": {\n    \"name\": \"A\",\n    \"publishing\": {\n      \
                \"app_store_connect\": {\n        \"auth\": \"integration\"\n      }\n    },\n    \
                \"integrations\": {\"app_store_connect\": \"k\"},\n    \"environment\": {\"ios_signing\": \
                {\"distribution_type\": \"app_store\", \"bundle_identifier\": \"io.x.y\"}},\n    \
                \"scripts\": [\"flutter build ipa\"]\n  }\n}\n";
    let source = codemagic_lint::syntax::SourceFile::new("codemagic.yaml", text);
    let settings = codemagic_lint::rules::Settings::default();
    let checked = codemagic_lint::rules::check(source.clone(), &settings);
    let missing = checked.findings.iter();
    let missing: Vec<_> = missing
        .filter(|it| it.rule == "asc-artifact-missing")
        .collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].fix, None);
    let safety = codemagic_lint::finding::Safety::Unsafe;
    let fixed = codemagic_lint::fix::fix(&source, &settings, safety, &|_| {});
    assert!(fixed.refused.is_empty());
}
