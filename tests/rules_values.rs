//! Values that nobody filled in, names that Codemagic does not have, integrations
//! that nothing uses, and which of several rules or severities speaks.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::Severity::{self, Error, Hint, Warning};
use codemagic_lint::finding::{Edit, Finding};
use codemagic_lint::rules::{self, Settings};
use support::check;

/// The severities of a rule's findings.
fn severities(findings: &[Finding], rule: &str) -> Vec<Severity> {
    let of_rule = findings.iter().filter(|it| it.rule == rule);
    of_rule.map(|it| it.severity).collect()
}

/// A workflow of these lines, indented as they are below it.
fn workflow(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!("workflows:\n  app:\n{}", lines.concat())
}

fn expect(rule: &str, cases: &[(&str, &[Severity])]) {
    for (lines, expected) in cases {
        let found = check(&workflow(lines));
        assert_eq!(severities(&found, rule), *expected, "{lines}");
    }
}

#[test]
fn names_that_codemagic_lacks_are_told_even_with_a_default() {
    let script = |text: &str| format!("scripts:\n  - {text}");
    let cases: &[(&str, &[Severity])] = &[
        ("echo ${CM_BUILD_NUMBER:-1}", &[Warning]),
        ("echo ${CM_BRANCHES:-main}", &[Warning]),
        ("test -n \"$CM_BUILD_NUMBER\"", &[Warning]),
        ("echo ${CM_FLAVOR:-free}", &[]),
        ("test -n \"$CM_FLAVOR\"", &[]),
        ("echo $CM_FLAVOR", &[Warning]),
        ("CM_BUILD_NUMBER=7; echo ${CM_BUILD_NUMBER:-1}", &[]),
        ("echo ${CM_BRANCH:-main}", &[]),
    ];
    for (text, expected) in cases {
        expect("unknown-cm-variable", &[(&script(text), expected)]);
        let group = format!("environment: {{groups: [a]}}\n{}", script(text));
        // A group may hold what is near to nothing.
        let near = !text.contains("CM_FLAVOR");
        let softened: &[Severity] = if near || expected.is_empty() {
            expected
        } else {
            &[Hint]
        };
        expect("unknown-cm-variable", &[(&group, softened)]);
    }
    let help = |text: &str| {
        let found = check(&workflow(&script(text)));
        found[0].help.clone().unwrap_or_default()
    };
    assert!(help("echo ${CM_BUILD_NUMBER:-1}").ends_with("unset in every build"));
    assert!(help("echo $CM_BUILD_NUMBER").ends_with("it is empty"));
}

#[test]
fn placeholders_may_be_sent_by_whoever_starts_the_build() {
    let app_id = "environment: {vars: {ID: YOUR_APP_ID}}\nscripts: [ls]";
    let team = "publishing: {firebase: {firebase_token: YOUR_TOKEN}}\nscripts: [ls]";
    let starts: &[(&str, Severity)] = &[
        ("name: a", Hint),
        ("triggering: {events: []}", Hint),
        ("triggering: {branch_patterns: [{pattern: a}]}", Hint),
        ("triggering: {events: [push]}", Warning),
        ("triggering: {events: [psh]}", Warning),
        ("triggering: true", Warning),
    ];
    for (start, expected) in starts {
        let text = format!("{start}\n{app_id}");
        expect("placeholder-value", &[(&text, &[*expected])]);
        let text = format!("{start}\n{team}");
        expect("placeholder-value", &[(&text, &[Error])]);
    }
}

#[test]
fn a_shared_placeholder_is_as_bad_as_its_worst_use() {
    let text = "\
definitions:
  environment: &environment
    vars:
      ID: YOUR_APP_ID
workflows:
  by-hand:
    environment: *environment
    scripts: [ls]
  by-push:
    environment: *environment
    triggering:
      events: [push]
    scripts: [ls]
";
    assert_eq!(severities(&check(text), "placeholder-value"), [Warning]);
}

#[test]
fn placeholders_stand_in_paths_and_channels_too() {
    let var = |value: &str| {
        format!("triggering: {{events: [push]}}\nenvironment:\n  vars:\n    A: {value}")
    };
    let channel = |value: &str| format!("publishing:\n  slack:\n    channel: {value}");
    expect(
        "placeholder-value",
        &[
            (&var("ios/YOUR_APP.xcworkspace"), &[Warning]),
            (&var("ios/App.xcworkspace"), &[]),
            (&var("1111111111"), &[Warning]),
            (&var("1111111112"), &[]),
            (&var("ENCRYPTED[!]"), &[]),
            (&channel("'#your-channel-name'"), &[Warning]),
            (&channel("your-channel-name"), &[Warning]),
            (&channel("'<channel>'"), &[Warning]),
            (&channel("'#builds'"), &[]),
            (&channel("$SLACK_CHANNEL"), &[]),
        ],
    );
    expect(
        "encrypted-placeholder",
        &[
            (&var("ENCRYPTED[!]"), &[Error]),
            (&var("ENCRYPTED[0a1b2c]"), &[Error]),
            (&var("'ENCRYPTED[0a1b2c'"), &[]),
            (&var("NOT_ENCRYPTED[0a1b2c]"), &[]),
            (&var("Encrypted(...)"), &[Error]),
        ],
    );
}

#[test]
fn encrypted_elsewhere_is_said_once() {
    let text = workflow(
        "publishing:\n  app_store_connect:\n    api_key: $A\n    key_id: ENCRYPTED[0a1b2c]\n    issuer_id: $B\nenvironment:\n  ios_signing:\n    distribution_type: app_store\n    bundle_identifier: ENCRYPTED[0a1b2c]",
    );
    let found = check(&text);
    let about = |it: &&Finding| text[it.span.range()].starts_with("ENCRYPTED[");
    let rules: Vec<&str> = found.iter().filter(about).map(|it| &*it.rule).collect();
    assert_eq!(rules, ["encrypted-placeholder", "encrypted-placeholder"]);
}

#[test]
fn one_rule_speaks_of_a_version() {
    let of = |tool: &str| workflow(&format!("environment:\n  {tool}\nscripts: [ls]"));
    let about_versions = |text: &str, settings: &Settings| {
        let found = support::check_with(text, settings);
        let ids: Vec<String> = found.iter().map(|it| it.rule.to_string()).collect();
        ids
    };
    let settings = support::settings();
    let cases = [
        ("xcode: 15.0", "xcode-version"),
        ("xcode: 16.0", "version-loses-zero"),
        ("xcode: 15.10", "version-loses-zero"),
        ("flutter: 3.0", "flutter-version"),
        ("ubuntu: 22.0", "ubuntu-version"),
        ("java: 9.0", "java-version"),
        ("ndk: 26.0", "version-format"),
        ("node: 20.0", "version-loses-zero"),
    ];
    for (tool, expected) in cases {
        assert_eq!(about_versions(&of(tool), &settings), [expected], "{tool}");
    }
    // Where the better one is off, the other speaks.
    let without = support::settings_without(&["xcode-version"]);
    let found = about_versions(&of("xcode: 15.0"), &without);
    assert_eq!(found, ["version-loses-zero"]);
    // Each value is judged by itself.
    let text = of("xcode: 15.0\n  vars: {APP: 1.10}");
    let found = about_versions(&text, &settings);
    assert_eq!(found, ["xcode-version", "version-loses-zero"]);
}

#[test]
fn an_integration_is_unused_only_where_nothing_can_need_it() {
    const UNUSED: &[Severity] = &[Hint];
    let integration = "integrations: {app_store_connect: Key}";
    let cases: &[(&str, &[Severity])] = &[
        ("scripts: [flutter build apk]", UNUSED),
        ("scripts: [flutter build ios --no-codesign]", UNUSED),
        (
            "scripts: [ls]\npublishing: {email: {recipients: [a@b.test]}}",
            UNUSED,
        ),
        ("scripts: [ls]\nenvironment: {vars: {A: $B}}", UNUSED),
        ("name: no steps", &[]),
        ("scripts: [app-store-connect builds list]", &[]),
        ("scripts: [xcode-project use-profiles]", &[]),
        ("scripts: ['echo $APP_STORE_CONNECT_ISSUER_ID']", &[]),
        ("scripts: [Fastlane beta]", &[]),
        ("scripts: [./release.sh]", &[]),
        ("scripts: [eas submit]", &[]),
        ("scripts: true", &[]),
        (
            "scripts: [ls]\nenvironment: {vars: {A: $APP_STORE_CONNECT_ISSUER_ID}}",
            &[],
        ),
        (
            "scripts: [ls]\nenvironment: {ios_signing: {distribution_type: ad_hoc, bundle_identifier: a.b}}",
            &[],
        ),
        ("scripts: [ls]\nenvironment: true", &[]),
        ("scripts: [ls]\npublishing: {scripts: [ls]}", &[]),
        ("scripts: [ls]\npublishing: true", &[]),
        (
            "scripts: [ls]\npublishing: {app_store_connect: {auth: integration}}",
            &[],
        ),
        ("scripts: [ls]\npublishing: {app_store_connect: true}", &[]),
        (
            "scripts: [ls]\npublishing: {app_store_connect: {auth: integration, api_key: $A}}",
            &[],
        ),
        (
            "scripts: [ls]\npublishing: {app_store_connect: {api_key: $A}}",
            UNUSED,
        ),
        (
            "scripts: [app-store-connect x]\npublishing: {app_store_connect: {api_key: $A}}",
            &[],
        ),
    ];
    for (lines, expected) in cases {
        let lines = format!("{integration}\n{lines}");
        expect("asc-integration-unused", &[(&lines, expected)]);
    }
}

#[test]
fn a_shared_integration_is_used_by_whoever_publishes() {
    let text = |last: &str| {
        format!(
            "\
definitions:
  team: &team
    integrations:
      app_store_connect: Key
workflows:
  android:
    <<: *team
    scripts: [flutter build apk]
  other:
    <<: *team
    scripts: [ls]
{last}"
        )
    };
    let found = |text: &str| severities(&check(text), "asc-integration-unused");
    let publishes = "    publishing: {app_store_connect: {auth: integration}}\n";
    assert_eq!(found(&text(publishes)), []);
    assert_eq!(found(&text("")), [Hint]);
}

#[test]
fn a_tool_that_signs_is_a_word_of_its_own() {
    let unsigned = "scripts:\n  - flutter build ios --no-codesign --release\n";
    let publishing = "publishing: {app_store_connect: {auth: integration}}";
    let cases: &[(&str, &[Severity])] = &[
        ("", &[Error]),
        ("  - codesign -s Me Runner.app\n", &[]),
        ("  - /usr/bin/codesign --sign Me Runner.app\n", &[]),
        ("  - '# codesign Runner.app'\n", &[Error]),
        ("  - ./gradlew package\n", &[]),
    ];
    for (step, expected) in cases {
        let lines = format!("{unsigned}{step}{publishing}");
        expect("asc-unsigned-build", &[(&lines, expected)]);
    }
}

#[test]
fn missing_credentials_of_a_section_are_one_finding() {
    let asc = |lines: &str| {
        let text = format!(
            "integrations: {{app_store_connect: Key}}\npublishing:\n  app_store_connect:\n{lines}"
        );
        let text = workflow(&text);
        let mut found = check(&text);
        found.retain(|it| it.rule == "asc-env-variable-unavailable");
        assert_eq!(found.len(), 1, "{text}");
        (found.remove(0), text)
    };
    // In the order of the text, each name once.
    let (found, text) = asc("    issuer_id: $B\n    api_key: $A\n    key_id: $B");
    assert_eq!(&text[found.span.range()], "$B");
    assert!(
        found.message.starts_with("nothing sets `$B` or `$A`: "),
        "{}",
        found.message
    );
    let places: Vec<&str> = found
        .related
        .iter()
        .map(|it| &text[it.span.range()])
        .collect();
    assert_eq!(places, ["$A", "$B", "app"]);
    let edits = found.fix.unwrap().edits;
    let edits: Vec<&str> = edits
        .iter()
        .map(|Edit { text, .. }| text.as_str())
        .collect();
    let usual = ["ISSUER_ID", "PRIVATE_KEY", "KEY_IDENTIFIER"];
    assert_eq!(
        edits,
        usual.map(|name| format!("$APP_STORE_CONNECT_{name}"))
    );
    // What the integration sets is not missing.
    let (found, text) = asc("    api_key: $A\n    key_id: $APP_STORE_CONNECT_KEY_IDENTIFIER");
    assert!(
        found.message.ends_with("lack the name"),
        "{}",
        found.message
    );
    assert_eq!(&text[found.span.range()], "$A");
    assert!(found.help.unwrap().contains("App Manager"));
    // A password has no usual name that something sets, and no role.
    let (found, _) = asc("    apple_id: $A\n    password: $B");
    assert!(found.fix.is_none());
    assert!(!found.help.unwrap().contains("App Manager"));
}

#[test]
fn tools_inside_an_unknown_key_are_told_where_they_belong() {
    let help = |lines: &str| {
        let mut found = check(&workflow(lines));
        found.retain(|it| it.rule.ends_with("-key"));
        found.remove(0).help.unwrap()
    };
    let told = "there is `environment.ndk`; ";
    for lines in [
        "android: {ndk: 27.1.12297006, sdk: 35}",
        "environment: {android: {ndk: 27.1.12297006}}",
        "my_tools: {ndk: 27.1.12297006}",
    ] {
        assert!(help(lines).starts_with(told), "{lines}: {}", help(lines));
    }
    for lines in [
        "android: {sdk: 35}",
        "android: 35",
        "publishing: {my_tools: {ndk: 27.1.12297006}}",
    ] {
        assert!(
            !help(lines).contains("there is"),
            "{lines}: {}",
            help(lines)
        );
    }
}

#[test]
fn a_chosen_severity_beats_that_of_the_finding() {
    // The rule's own severity is a warning, that of this finding an error.
    let text = workflow("publishing: {firebase: {firebase_token: YOUR_TOKEN}}");
    let index = rules::index_of("placeholder-value").unwrap();
    let mut settings = support::settings();
    let found = |settings: &Settings| {
        let found = support::check_with(&text, settings);
        severities(&found, "placeholder-value")
    };
    assert_eq!(found(&settings), [Error]);
    for severity in Severity::ALL {
        settings.selection.set(index, Some(severity));
        assert_eq!(found(&settings), [severity]);
    }
    settings.selection.switch_on(index);
    assert_eq!(found(&settings), [Error]);
    settings.selection.set(index, None);
    assert_eq!(found(&settings), []);
}
