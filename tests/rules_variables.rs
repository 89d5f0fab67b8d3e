//! Variables in scripts and fields: what must be found, and the near misses about
//! which nothing may be said.

mod support;

use codemagic_lint::finding::{Finding, Severity};
use support::ids;

fn check(text: &str) -> Vec<Finding> {
    let others = [
        "keystore-decode-missing",
        "manual-signing-variables",
        "script-empty",
    ];
    support::check_with(text, &support::settings_without(&others))
}

/// A workflow with further keys and one script, which stands in a block.
fn workflow(keys: &str, script: &str) -> String {
    let keys = support::indented(keys, 4);
    let script = support::indented(script, 8);
    format!("workflows:\n  app:\n{keys}    scripts:\n      - |\n{script}")
}

const GROUPS: &str = "environment: {groups: [secrets]}";

fn expect(cases: &[(&str, &str, &[&str])]) {
    for (keys, script, expected) in cases {
        let text = workflow(keys, script);
        let findings = check(&text);
        assert_eq!(ids(&findings), *expected, "{text}\n{findings:#?}");
    }
}

#[test]
fn names_with_our_prefix_are_known_or_told() {
    let wrong: &[&str] = &["unknown-cm-variable"];
    expect(&[
        (
            "",
            "echo $CM_BRANCH ${CM_COMMIT} $CM_KEYSTORE $CM_CERTIFICATE_2",
            &[],
        ),
        ("", "echo $CM_BUILD_NUMBER", wrong),
        ("", "echo ${CM_BUILD_NUMBER}", wrong),
        ("", "echo ${CM_BUILD_NUMBER%.*}", wrong),
        ("", "echo $env:CM_BUILD_NUMBER", wrong),
        (GROUPS, "echo $CM_BUILD_NUMBER", wrong),
        ("", "# $CM_BUILD_NUMBER", &[]),
        ("", "echo 1 # $CM_BUILD_NUMBER", &[]),
        ("", "CM_BUILD_NUMBER=1\necho $CM_BUILD_NUMBER", &[]),
        (
            "",
            "echo CM_BUILD_NUMBER=1 >> $CM_ENV\necho $CM_BUILD_NUMBER",
            &["cm-env-read-too-early"],
        ),
        ("", "source names.sh\necho $CM_BUILD_NUMBER", &[]),
        (
            "environment: {vars: {CM_BUILD_NUMBER: 5}}",
            "echo $CM_BUILD_NUMBER",
            &[],
        ),
        (
            "",
            "if [ -n \"$CM_OWN_THING\" ]; then echo $CM_OWN_THING; fi",
            &[],
        ),
        ("", "if [ -z \"$CM_OWN_THING\" ]; then exit; fi", &[]),
        ("", "echo ${CM_OWN_THING:-x}", &[]),
        ("", "echo $CM_OWN_THING", wrong),
        ("labels: [$CM_OWN_THING]", "ls", wrong),
    ]);
}

#[test]
fn the_name_that_is_meant_is_proposed() {
    let only = |keys: &str, script: &str| {
        let text = workflow(keys, script);
        let mut findings = check(&text);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        let finding = findings.remove(0);
        let place = text[finding.span.range()].to_owned();
        (place, finding)
    };
    let (place, finding) = only("", "echo $CM_BRANCHH");
    assert_eq!(
        (&*place, finding.severity),
        ("CM_BRANCHH", Severity::Warning)
    );
    assert_eq!(
        finding.fix.map(|fix| fix.edits[0].text.clone()).as_deref(),
        Some("CM_BRANCH")
    );
    let (_, finding) = only("", "echo $CM_BUILD_NUMBR");
    assert!(
        finding
            .help
            .is_some_and(|help| help.contains("`BUILD_NUMBER` or `PROJECT_BUILD_NUMBER`"))
    );
    let (_, finding) = only("", "echo $CM_BUILD_NUMBER");
    assert_eq!(finding.fix, None, "two may be meant");
    assert!(
        finding
            .help
            .is_some_and(|help| help.contains("`BUILD_NUMBER` or `PROJECT_BUILD_NUMBER`"))
    );
    let (_, finding) = only(GROUPS, "echo $CM_OWN_THING");
    assert_eq!(finding.severity, Severity::Hint);
    let (_, finding) = only("", "echo $CM_OWN_THING");
    assert_eq!(finding.severity, Severity::Warning);
}

#[test]
fn what_is_undefined_is_told_once() {
    let play = "artifacts: [x.aab]\npublishing:\n  google_play:\n    credentials: $GP\n    track: $CM_OWN_THING";
    let asc = "artifacts: [x.ipa]\npublishing:\n  app_store_connect:\n    api_key: $CM_OWN_THING";
    let mail = "publishing: {email: {recipients: [$CM_OWN_THING]}}";
    let cases: &[(&str, &str, Severity, &str)] = &[
        (
            "labels: [$CM_OWN_THING]",
            "ls",
            Severity::Error,
            "build stops",
        ),
        ("labels: [$CM_BRANCHH]", "ls", Severity::Error, "CM_BRANCH`"),
        (play, "ls", Severity::Error, "build stops"),
        (mail, "ls", Severity::Warning, "build stops"),
        // Other rules tell that it is missing, or that no field reads it so.
        (asc, "ls", Severity::Warning, "so it is empty"),
        (
            "labels: ['x $CM_OWN_THING']",
            "ls",
            Severity::Warning,
            "so it is empty",
        ),
        (
            "",
            "echo $CM_OWN_THING",
            Severity::Warning,
            "so it is empty",
        ),
    ];
    for (keys, script, severity, help) in cases {
        let text = workflow(keys, script);
        let mut found = support::check(&text);
        found.retain(|it| it.message.contains("CM_") || it.rule == "unknown-cm-variable");
        found.retain(|it| it.rule != "asc-env-variable-unavailable");
        assert_eq!(ids(&found), ["unknown-cm-variable"], "{text}\n{found:#?}");
        assert_eq!(found[0].severity, *severity, "{text}");
        let shown = found[0].help.as_deref().unwrap_or_default();
        assert!(shown.contains(help), "{text}\n{shown}");
    }
    // What the other rule does not speak of.
    let undefined: &[&str] = &["undefined-variable-in-config"];
    let both: &[&str] = &["unknown-cm-variable", "undefined-variable-in-config"];
    for (keys, script, expected) in [
        ("labels: [$CM_KEYSTORE]", "ls", undefined),
        ("labels: [$CM_OWN_THING]", "CM_OWN_THING=1", undefined),
        (
            "labels: [$CM_OWN_THING]",
            "[ -z \"$CM_OWN_THING\" ]",
            undefined,
        ),
        ("labels: [$OWN_THING]", "ls", undefined),
        ("labels: [$CM_OWN_THING/$OWN_THING]", "ls", both),
    ] {
        let text = workflow(keys, script);
        let mut found = support::check(&text);
        found.sort_by_key(|it| std::cmp::Reverse(it.rule.len() < 20));
        assert_eq!(ids(&found), expected, "{text}");
    }
    // A group may hold it.
    let text = workflow(
        "environment: {groups: [secrets]}\nlabels: [$CM_OWN_THING, $CM_BRANCHH]",
        "ls",
    );
    let severities: Vec<Severity> = support::check(&text).iter().map(|it| it.severity).collect();
    assert_eq!(severities, [Severity::Hint, Severity::Warning]);
}

#[test]
fn old_names_are_told_unless_they_are_the_users_own() {
    let old: &[&str] = &["fci-prefix"];
    expect(&[
        ("", "echo $FCI_BRANCH", old),
        (GROUPS, "echo $FCI_BRANCH", old),
        ("", "echo ${FCI_BUILD_DIR}/x $FCI_TAG", &["fci-prefix"; 2]),
        ("", "# $FCI_BRANCH", &[]),
        ("when: {condition: env.FCI_BRANCH == \"a\"}", "ls", old),
        ("", "FCI_BRANCH=x\necho $FCI_BRANCH", &[]),
        (
            "environment: {vars: {FCI_BRANCH: x}}",
            "echo $FCI_BRANCH",
            &[],
        ),
        ("", "echo $FCI_SYMROOT", old),
        (GROUPS, "echo $FCI_OWN_THING", &[]),
        ("", "echo $FCI_OWN_THING", old),
        (
            "",
            "echo $FCI_KEYSTORE_PATH $FCI_CLONE_DEPTH",
            &["fci-prefix"; 2],
        ),
        // A group may hold what users set themselves.
        (GROUPS, "echo $FCI_KEYSTORE_PATH $FCI_CLONE_DEPTH", &[]),
    ]);
}

#[test]
fn variables_are_there_in_their_time() {
    let late: &[&str] = &["artifact-links-too-early"];
    let publishing = "artifacts: [x.apk]\npublishing:\n  scripts:\n    - echo $CM_ARTIFACT_LINKS";
    let before = "pre_clone_scripts:\n  - echo $CM_ARTIFACT_LINKS";
    let push = "triggering: {events: [push]}";
    let tag = "triggering: {events: [push, tag]}";
    let pull = "triggering: {events: [pull_request_labeled]}";
    let hint: &[&str] = &["variable-without-event"];
    expect(&[
        ("", "echo $CM_ARTIFACT_LINKS", late),
        ("", "echo ${CM_ARTIFACT_LINKS:-none}", &[]),
        (
            "environment: {vars: {CM_ARTIFACT_LINKS: x}}",
            "echo $CM_ARTIFACT_LINKS",
            &["reserved-variable-override"],
        ),
        (before, "ls", late),
        (publishing, "ls", &[]),
        (
            "",
            "echo $CM_BUILD_STEP_STATUS",
            &["builtin-unavailable-in-yaml"],
        ),
        (
            "",
            "CM_BUILD_STEP_STATUS=1\necho $CM_BUILD_STEP_STATUS",
            &[],
        ),
        (
            "environment: {vars: {CM_BUILD_STEP_STATUS: x}}",
            "echo $CM_BUILD_STEP_STATUS",
            &["reserved-variable-override"],
        ),
        (push, "echo $CM_TAG", hint),
        (push, "echo $CM_PULL_REQUEST_NUMBER", hint),
        (push, "echo $CM_PULL_REQUEST", &[]),
        (push, "CM_TAG=x\necho $CM_TAG", &[]),
        (push, "[ -z \"$CM_TAG\" ] || echo $CM_TAG", &[]),
        (tag, "echo $CM_TAG", &[]),
        (tag, "echo $CM_PULL_REQUEST_DEST", hint),
        (pull, "echo $CM_PULL_REQUEST_DEST", &[]),
        ("triggering: {events: []}", "echo $CM_TAG", &[]),
        ("", "echo $CM_TAG", &[]),
    ]);
}

#[test]
fn values_of_codemagic_are_not_replaced_by_chance() {
    let vars = |entry: &str| format!("environment: {{vars: {{{entry}}}}}");
    let cases: &[(&str, &[&str])] = &[
        ("BUILD_NUMBER: 5", &["reserved-variable-override"]),
        ("CM_BRANCH: x", &["reserved-variable-override"]),
        ("CM_BRANCH: $CM_BRANCH", &[]),
        ("CI: true", &[]),
        ("CI: 'false'", &["reserved-variable-override"]),
        ("CONTINUOUS_INTEGRATION: true", &[]),
        ("CM_CLONE_DEPTH: 100", &[]),
        ("CM_KEYSTORE_PATH: /tmp/k", &[]),
        ("JAVA_HOME: /opt/java", &[]),
        ("PATH: /opt/bin", &[]),
        ("OWN: 1", &[]),
        ("my-own: 1", &["variable-name"]),
        ("1OWN: 1", &["variable-name"]),
        ("OWN_1: 1", &[]),
        ("_own: 1", &[]),
    ];
    for (entry, expected) in cases {
        let text = workflow(&vars(entry), "ls");
        assert_eq!(ids(&check(&text)), *expected, "{text}");
    }
}

#[test]
fn no_shell_reads_fields() {
    let wrong: &[&str] = &["shell-expansion-in-config"];
    let fixed =
        "artifacts: [x.aab]\npublishing:\n  google_play:\n    credentials: $GP\n    track: ";
    let track = |value: &str| format!("{fixed}{value}");
    expect(&[
        ("artifacts: ['out/$(date)/x.apk']", "ls", wrong),
        ("artifacts: ['out/`date`/x.apk']", "ls", wrong),
        ("artifacts: ['out/${A:-x}/x.apk']", "ls", wrong),
        ("artifacts: ['out/$A/x.apk']", "ls", &[]),
        ("working_directory: $(pwd)/app", "ls", wrong),
        ("name: Builds $(date)", "ls", &[]),
        ("environment: {vars: {A: $(date)}}", "ls", &[]),
        ("", "echo $(date) `date` ${A:-x}", &[]),
        (&track("$(cat track)"), "ls", wrong),
        (&track("$TRACK"), "ls", &[]),
    ]);
}

#[test]
fn fields_of_fixed_words_take_no_variable() {
    let not: &[&str] = &["variable-not-allowed-here"];
    let signing =
        "environment:\n  ios_signing:\n    bundle_identifier: io.acme.x\n    distribution_type: ";
    let typed = |value: &str| format!("{signing}{value}");
    let steps = "xcode-project use-profiles";
    expect(&[
        (&typed("$TYPE"), steps, not),
        (&typed("${TYPE}"), steps, not),
        (&typed("TYPE"), steps, &["invalid-enum"]),
        ("triggering: {events: [$EVENT]}", "ls", not),
        (
            "triggering: {events: [push], branch_patterns: [{pattern: a, include: $X}]}",
            "ls",
            not,
        ),
        ("max_build_duration: $MINUTES", "ls", &[]),
    ]);
}

#[test]
fn names_need_their_sigil_where_a_value_is_wanted() {
    let play = |track: &str| {
        format!(
            "artifacts: [x.aab]\npublishing:\n  google_play:\n    credentials: $GP\n    track: {track}"
        )
    };
    let missing: &[&str] = &["variable-sigil-missing"];
    expect(&[
        (&play("GOOGLE_PLAY_TRACK"), "ls", missing),
        (&play("CM_BRANCH"), "ls", missing),
        (&play("internal"), "ls", &[]),
        (&play("MY_TRACK"), "ls", &[]),
        ("labels: [CM_BRANCH]", "ls", &[]),
        (
            "environment: {vars: {MY_DIR: app}}\nworking_directory: MY_DIR",
            "ls",
            missing,
        ),
    ]);
}
