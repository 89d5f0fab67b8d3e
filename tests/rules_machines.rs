//! Rules about machines and versions of tools: what the pages do not show.

mod support;

use std::fmt::Write as _;

use codemagic_lint::finding::{Finding, Severity};
use codemagic_lint::rules::{self, Settings};

const RULES: [&str; 11] = [
    "flutter-flavor-without-fvm",
    "flutter-version",
    "instance-type-plan",
    "instance-type-retired",
    "java-version",
    "mac-for-android",
    "ruby-slow",
    "tool-on-wrong-platform",
    "ubuntu-version",
    "version-format",
    "xcode-version",
];

/// Settings with these rules on, the pedantic ones too.
fn settings() -> Settings {
    let mut settings = support::settings();
    for id in RULES {
        if let Some(index) = rules::index_of(id) {
            settings.selection.switch_on(index);
        }
    }
    settings
}

fn found_in(text: &str, settings: &Settings) -> Vec<Finding> {
    let mut findings = support::check_with(text, settings);
    findings.retain(|finding| RULES.contains(&finding.rule.as_ref()));
    findings
}

/// `rule severity: message`, the first letter of the severity.
fn shown(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|it| format!("{} {}: {}", it.rule, &it.severity.name()[..1], it.message))
        .collect()
}

fn workflow(lines: &str) -> String {
    let mut text = String::from("workflows:\n  a:\n");
    for line in lines.lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    if !lines.contains("scripts:") {
        text.push_str("    scripts:\n      - ls\n");
    }
    text
}

/// A workflow on a machine (none where empty) with one line under `environment`.
fn tool(machine: &str, line: &str) -> String {
    let machine = if machine.is_empty() {
        String::new()
    } else {
        format!("instance_type: {machine}\n")
    };
    workflow(&format!("{machine}environment:\n  {line}"))
}

/// Machine, line and what is found, of the rule about the version only.
const VERSIONS: &[(&str, &str, &str)] = &[
    ("", "xcode: 16", ""),
    ("", "xcode: 16.4", ""),
    ("", "xcode: '16.4.1'", ""),
    ("", "xcode: edge", ""),
    ("", "xcode: 26.9", ""),
    ("", "xcode: 28", ""),
    ("", "xcode: $XCODE", ""),
    ("", "xcode: ${{ inputs.xcode }}", ""),
    ("", "xcode: 0x10", ""),
    ("", "xcode: 14.10", ""),
    (
        "",
        "xcode: 15.0",
        "xcode-version w: no machine has Xcode `15.0` any more: 16 is the oldest (as of 2026-06)",
    ),
    (
        "",
        "xcode: '15.10'",
        "xcode-version w: no machine has Xcode `15.10` any more: 16 is the oldest (as of 2026-06)",
    ),
    (
        "",
        "xcode: 16.5",
        "xcode-version w: no machine has Xcode `16.5` (as of 2026-06)",
    ),
    (
        "",
        "xcode: 18",
        "xcode-version w: no machine has Xcode `18` (as of 2026-06)",
    ),
    (
        "$MACHINE",
        "xcode: 14.3",
        "xcode-version w: no machine has Xcode `14.3` any more: 16 is the oldest (as of 2026-06)",
    ),
    (
        "",
        "xcode: none",
        "xcode-version w: `none` is no version of Xcode",
    ),
    (
        "",
        "xcode: Latest",
        "xcode-version w: there is no Xcode `Latest`; did you mean `latest`?",
    ),
    ("", "java: 8", ""),
    ("", "java: 1.8", ""),
    ("", "java: 17.0.2", ""),
    ("", "java: default", ""),
    ("", "java: 30", ""),
    ("", "java: 017", ""),
    ("", "java: 20", ""),
    ("linux_x2", "java: 30", ""),
    ("windows_x2", "java: 20", ""),
    ("mac_mini_m2", "java: 26", ""),
    (
        "mac_mini_m2",
        "java: 20",
        "java-version w: there is no Java `20` on macOS machines (as of 2026-06)",
    ),
    (
        "linux_x2",
        "java: 1.7",
        "java-version w: there is no Java `1.7` on Linux machines (as of 2026-06)",
    ),
    (
        "linux_x2",
        "java: 22",
        "java-version h: there is no Java `22` on Linux machines (as of 2026-06)",
    ),
    (
        "windows_x2",
        "java: 26",
        "java-version h: there is no Java `26` on Windows machines (as of 2026-06)",
    ),
    (
        "",
        "java: 19",
        "java-version w: there is no Java `19` on any machine (as of 2026-06)",
    ),
    (
        "",
        "java: 1",
        "java-version w: there is no Java `1` on any machine (as of 2026-06)",
    ),
    (
        "",
        "java: defualt",
        "java-version w: there is no Java `defualt`; did you mean `default`?",
    ),
    (
        "",
        "java: temurin",
        "java-version w: `temurin` is no version of Java",
    ),
    ("", "ubuntu: 24.04", ""),
    ("", "ubuntu: 26.04", ""),
    ("", "ubuntu: 24.10", ""),
    ("", "ubuntu: latest", ""),
    (
        "",
        "ubuntu: 24",
        "ubuntu-version w: `24` is no version of Ubuntu",
    ),
    (
        "",
        "ubuntu: 22",
        "ubuntu-version w: no machine has Ubuntu `22`: they run 24.04 (as of 2026-06)",
    ),
    (
        "linux_x4",
        "ubuntu: '22.04'",
        "ubuntu-version w: no machine has Ubuntu `22.04`: they run 24.04 (as of 2026-06)",
    ),
    (
        "linux_x4",
        "ubuntu: '24.03'",
        "ubuntu-version w: no machine has Ubuntu `24.03`: they run 24.04 (as of 2026-06)",
    ),
    ("", "flutter: main", ""),
    ("", "flutter: v1.12.13+hotfix.9", ""),
    ("", "flutter: 3.27.0-0.1.pre", ""),
    ("", "flutter: $FLUTTER", ""),
    ("", "flutter: 3.10", ""),
    (
        "",
        "flutter: 3",
        "flutter-version h: `3` is no version of Flutter: they have three numbers",
    ),
    (
        "",
        "flutter: latest",
        "flutter-version w: there is no channel `latest` of Flutter",
    ),
    (
        "",
        "flutter: default",
        "flutter-version h: `default` is neither a channel of Flutter nor a version",
    ),
    (
        "",
        "flutter: ^3.0.0",
        "flutter-version h: `^3.0.0` is neither a channel of Flutter nor a version",
    ),
    (
        "",
        "flutter: {version: betta, flavor: x}",
        "flutter-version w: there is no channel `betta` of Flutter; did you mean `beta`?",
    ),
    ("", "node: hydrogen", ""),
    ("", "node: lithium", ""),
    ("", "node: v22.13.1", ""),
    ("", "node: 22", ""),
    (
        "",
        "node: '>=20'",
        "version-format h: `>=20` is not how a version of `node` is written",
    ),
    (
        "",
        "node: 20.x",
        "version-format h: `20.x` is not how a version of `node` is written",
    ),
    ("", "npm: 6", ""),
    ("", "npm: next", ""),
    (
        "",
        "npm: ltss",
        "version-format h: `npm` knows no `ltss`; did you mean `lts`?",
    ),
    (
        "",
        "npm: hydrogen",
        "version-format h: `hydrogen` is not how a version of `npm` is written",
    ),
    ("", "ndk: r27", ""),
    ("", "ndk: r19c", ""),
    ("", "ndk: 26.1.10909125", ""),
    ("", "ndk: default", ""),
    (
        "",
        "ndk: r",
        "version-format h: `r` is not how a version of `ndk` is written",
    ),
    (
        "",
        "ndk: r2x7",
        "version-format h: `r2x7` is not how a version of `ndk` is written",
    ),
    (
        "",
        "ndk: 26.1",
        "version-format h: `26.1` is not how a version of `ndk` is written",
    ),
    ("mac_mini_m2", "cocoapods: 1.16.2", ""),
    (
        "",
        "cocoapods: 1.17.0.beta.1",
        "version-format h: `1.17.0.beta.1` is not how a version of `cocoapods` is written",
    ),
    ("", "unity: 6000.0.23f1", ""),
    ("", "unity: 2021.3.15f1c1", ""),
    (
        "",
        "unity: 2021.3.15",
        "version-format h: `2021.3.15` is not how a version of `unity` is written",
    ),
    (
        "",
        "unity: 2021.3f1",
        "version-format h: `2021.3f1` is not how a version of `unity` is written",
    ),
    (
        "",
        "unity: 2021.3.15fx",
        "version-format h: `2021.3.15fx` is not how a version of `unity` is written",
    ),
    (
        "",
        "unity: 2021.3.15x1",
        "version-format h: `2021.3.15x1` is not how a version of `unity` is written",
    ),
    ("", "ruby: default", ""),
    ("", "ruby: $RUBY", ""),
    (
        "mac_mini_m2",
        "ruby: 3.2.2",
        "ruby-slow h: another Ruby than `default` makes the machine's preparation much longer",
    ),
    (
        "",
        "ruby: 3.2.2-p1",
        "ruby-slow h: another Ruby than `default` makes the machine's preparation much longer",
    ),
];

#[test]
fn versions_are_judged_by_table_and_form() {
    let mut failures = Vec::new();
    for (machine, line, expected) in VERSIONS {
        let mut findings = found_in(&tool(machine, line), &settings());
        findings.retain(|it| it.rule != "instance-type-plan");
        let expected: Vec<&str> = expected.lines().collect();
        let found = shown(&findings);
        if found != expected {
            failures.push(format!(
                "{machine} {line}\n  expected {expected:?}\n  found {found:?}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn keys_of_other_platforms_are_reported_once_and_by_one_rule() {
    let keys = [
        ("xcode: 14.3", "mac"),
        ("cocoapods: default", "mac"),
        ("ruby: 3.2.2", "mac"),
        ("unity: 2022.3.10f1", "mac windows"),
        ("ubuntu: 20.04", "linux"),
        ("java: 17", "mac linux windows"),
        ("flutter: stable", "mac linux windows"),
    ];
    for (line, platforms) in keys {
        for machine in ["mac_mini_m2", "linux_x2", "windows_x2"] {
            let findings = found_in(&tool(machine, line), &settings());
            let wrong = findings
                .iter()
                .filter(|it| it.rule == "tool-on-wrong-platform");
            let platform = machine.split('_').next().unwrap_or_default();
            let expected = usize::from(!platforms.contains(platform));
            assert_eq!(wrong.count(), expected, "{machine} {line}");
            // What has no effect is not judged further.
            let others = findings.iter().filter(|it| {
                !matches!(
                    it.rule.as_ref(),
                    "tool-on-wrong-platform" | "instance-type-plan"
                )
            });
            assert!(expected == 0 || others.count() == 0, "{machine} {line}");
        }
        for machine in ["", "$MACHINE", "${{ inputs.machine }}"] {
            let findings = found_in(&tool(machine, line), &settings());
            assert!(
                !support::ids(&findings).contains(&"tool-on-wrong-platform"),
                "{machine} {line}"
            );
        }
    }
    assert!(
        found_in(&tool("linux", "xcode:"), &support::settings())
            .iter()
            .all(|it| it.rule != "tool-on-wrong-platform")
    );
}

#[test]
fn a_machine_that_cannot_build_at_all_is_the_only_finding() {
    let text =
        "instance_type: linux_x2\nenvironment:\n  xcode: latest\n  ubuntu: 20.04\nscripts:\n  - ";
    for (step, found) in [
        ("flutter build ipa", vec!["ubuntu-version"]),
        (
            "flutter build apk",
            vec!["tool-on-wrong-platform", "ubuntu-version"],
        ),
    ] {
        let findings = found_in(&workflow(&format!("{text}{step}")), &support::settings());
        assert_eq!(support::ids(&findings), found, "{step}");
    }
    let publishing = "instance_type: linux_x2\nenvironment:\n  xcode: latest\npublishing:\n  app_store_connect:\n    auth: integration";
    assert!(found_in(&workflow(publishing), &support::settings()).is_empty());
}

#[test]
fn machines_are_judged_by_table_and_configuration() {
    let retired = "instance-type-retired w: ";
    let plan = "instance-type-plan h: ";
    let cases = [
        ("mac_mini", format!("{retired}`mac_mini` left the list of machines in 2023-09; use `mac_mini_m2` (as of 2026-06)")),
        ("mac_mini_m1", format!("{retired}`mac_mini_m1` left the list of machines in 2024-09; use `mac_mini_m2` (as of 2026-06)")),
        ("mac_pro", format!("{retired}`mac_pro` left the list of machines in 2024-04; use `mac_mini_m2` (as of 2026-06)")),
        ("linux", "instance-type-retired h: `linux` is the old name of a machine; use `linux_x2` (as of 2026-06)".into()),
        ("mac_mini_m2", String::new()),
        ("mac_mini_m4", format!("{plan}`mac_mini_m4` needs billing to be enabled (as of 2026-06)")),
        ("mac_studio_m4_max", format!("{plan}`mac_studio_m4_max` needs billing, and is given on request (as of 2026-06)")),
        ("linux_x2", format!("{plan}`linux_x2` needs billing to be enabled (as of 2026-06)")),
        ("linux_x4", format!("{plan}`linux_x4` needs billing, and is given on request (as of 2026-06)")),
        ("windows_x2", format!("{plan}`windows_x2` needs billing to be enabled (as of 2026-06)")),
        ("$MACHINE", String::new()),
    ];
    for (machine, expected) in cases {
        let text = workflow(&format!("instance_type: {machine}"));
        let expected: Vec<&str> = expected.lines().collect();
        assert_eq!(shown(&found_in(&text, &settings())), expected);
        let mut listed = settings();
        listed.known.instance_types = vec![machine.into()];
        assert_eq!(shown(&found_in(&text, &listed)), [""; 0], "{machine}");
        listed.known.instance_types = vec!["other".into()];
        assert_eq!(shown(&found_in(&text, &listed)), expected);
    }
}

#[test]
fn machines_that_the_structure_refuses_are_left_to_it() {
    let text = workflow("instance_type: mac_mini_m9\nenvironment:\n  xcode: latest");
    let findings = support::check_with(&text, &settings());
    assert_eq!(support::ids(&findings), ["invalid-enum"]);
}

/// What a workflow on a Mac has, and whether it needs no Mac.
const MACS: &[(&str, bool)] = &[
    ("scripts:\n  - flutter build apk", true),
    ("scripts:\n  - fvm flutter build aar", true),
    ("scripts:\n  - flutter build web", true),
    ("scripts:\n  - ./gradlew assembleDebug", true),
    ("scripts:\n  - ./gradlew test", false),
    ("scripts:\n  - echo assemble", false),
    // Nothing uses these.
    (
        "environment:\n  xcode: latest\n  cocoapods: default\nscripts:\n  - flutter build apk",
        true,
    ),
    (
        "scripts:\n  - flutter build macos\n  - flutter build apk",
        false,
    ),
    ("scripts:\n  - flutter build linux", false),
    ("scripts:\n  - flutter build apk\n  - ./deploy.sh", false),
    ("scripts:\n  - flutter build apk\n  - brew install x", false),
    (
        "environment:\n  ios_signing:\n    distribution_type: app_store\n    bundle_identifier: io.example\nscripts:\n  - flutter build apk",
        false,
    ),
    (
        "integrations:\n  app_store_connect: key\nscripts:\n  - flutter build apk",
        false,
    ),
    (
        "scripts:\n  - flutter build apk\nartifacts:\n  - build/IOS/*",
        false,
    ),
    (
        "scripts:\n  - flutter build apk\nartifacts:\n  - build/**/*.apk",
        true,
    ),
    (
        "scripts:\n  - flutter build apk\nartifacts:\n  - build/**\npublishing:\n  scripts:\n    - ls",
        false,
    ),
    (
        "scripts:\n  - flutter build apk\nartifacts:\n  - build/**\npublishing:\n  app_store_connect:\n    auth: integration",
        false,
    ),
    (
        "scripts:\n  - flutter build apk\nartifacts:\n  - build/**\npublishing:\n  firebase:\n    firebase_token: $T\n    ios:\n      app_id: '1'",
        false,
    ),
    (
        "scripts:\n  - flutter build apk\nartifacts:\n  - build/**\npublishing:\n  firebase:\n    firebase_token: $T\n    android:\n      app_id: '1'",
        true,
    ),
];

#[test]
fn only_what_surely_needs_no_mac_is_told_so() {
    for (lines, expected) in MACS {
        for (machine, is_mac) in [("mac_mini_m2", true), ("linux_x2", false)] {
            let text = workflow(&format!("instance_type: {machine}\n{lines}"));
            let findings = found_in(&text, &settings());
            let found = support::ids(&findings).contains(&"mac-for-android");
            assert_eq!(found, *expected && is_mac, "{machine}\n{lines}");
        }
    }
}

#[test]
fn flavors_need_fvm() {
    let cases = [
        ("{version: fvm, flavor: x}", 0),
        ("{version: $FLUTTER, flavor: x}", 0),
        ("{version: stable}", 0),
        ("{version: stable, flavor: }", 0),
        ("{version: 3.38.1, flavor: $FLAVOR}", 1),
    ];
    for (value, count) in cases {
        let mut findings = found_in(&tool("", &format!("flutter: {value}")), &settings());
        findings.retain(|it| it.rule == "flutter-flavor-without-fvm");
        assert_eq!(findings.len(), count, "{value}");
    }
}

/// The text after the first fix of a rule.
fn fixed(text: &str, rule: &str) -> Option<String> {
    let findings = found_in(text, &settings());
    let fix = findings.iter().find(|it| it.rule == rule)?.fix.as_ref()?;
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.start()..edit.span.end(), &edit.text);
    }
    Some(text)
}

#[test]
fn fixes_write_what_is_meant() {
    let cases = [
        ("", "xcode: lastest", "xcode-version", Some("xcode: latest")),
        ("", "xcode: 15", "xcode-version", None),
        (
            "",
            "ubuntu: 20.04",
            "ubuntu-version",
            Some("ubuntu: '24.04'"),
        ),
        (
            "",
            "flutter: 'stabel'",
            "flutter-version",
            Some("flutter: stable"),
        ),
        ("", "flutter: ~3.1", "flutter-version", None),
        ("", "node: ltss", "version-format", Some("node: lts")),
        ("", "ndk: 27", "version-format", None),
    ];
    for (machine, line, rule, expected) in cases {
        let expected = expected.map(|line| tool(machine, line));
        assert_eq!(fixed(&tool(machine, line), rule), expected, "{line}");
    }
    let text = workflow("instance_type: linux_x2\nenvironment:\n  java: 17\n  xcode: latest");
    let expected = workflow("instance_type: linux_x2\nenvironment:\n  java: 17");
    assert_eq!(fixed(&text, "tool-on-wrong-platform"), Some(expected));
}

#[test]
fn versions_that_another_machine_needs_are_one_hint() {
    let mut text = String::from(
        "definitions:\n  env: &env\n    java: 17\n    xcode: latest\n    cocoapods: default\nworkflows:\n  a:\n    instance_type: mac_mini_m2\n    environment: *env\n    scripts:\n      - ls\n",
    );
    for index in 0..20 {
        let _ = write!(
            text,
            "  b{index}:\n    instance_type: linux_x2\n    environment:\n      <<: *env\n    scripts:\n      - ls\n"
        );
    }
    let mut findings = found_in(&text, &support::settings());
    findings.retain(|it| it.rule == "tool-on-wrong-platform");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    let at = text.find("xcode").unwrap_or_default();
    assert_eq!(
        (finding.span.start(), finding.severity),
        (at, Severity::Hint)
    );
    assert!(finding.message.starts_with("`xcode` and `cocoapods` have"));
    assert!(finding.fix.is_none(), "other workflows use the anchor");
}
