//! Certificates, profiles and keystores: what must be found beyond the rules'
//! pages, and what must not.

mod support;

use codemagic_lint::finding::{Finding, Severity};

const IOS: &str = "\
workflows:
  ios:
    name: iOS
    environment:
      ios_signing:
        distribution_type: app_store
        bundle_identifier: io.acme.notes
    scripts:
      - xcode-project use-profiles
      - xcode-project build-ipa --scheme App
    artifacts:
      - build/ios/ipa/*.ipa
";
const PAIR: &str =
    "        distribution_type: app_store\n        bundle_identifier: io.acme.notes\n";
const SCRIPTS: &str =
    "      - xcode-project use-profiles\n      - xcode-project build-ipa --scheme App\n";

/// The workflow with these lines under `ios_signing`.
fn ios(lines: &str) -> String {
    let mut section = String::new();
    for line in lines.lines() {
        section.push_str("        ");
        section.push_str(line);
        section.push('\n');
    }
    IOS.replace(PAIR, &section)
}

/// A workflow with these lines under `android_signing`.
fn android(lines: &str) -> String {
    let mut text = String::from(
        "workflows:\n  android:\n    scripts:\n      - ./gradlew bundleRelease\n    environment:\n      android_signing:\n",
    );
    for line in lines.lines() {
        text.push_str("        ");
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A keystore whose variables begin with a word.
fn keystore(word: &str) -> String {
    format!(
        "- keystore: {word}\n  keystore_environment_variable: {word}_PATH\n  keystore_password_environment_variable: {word}_PASSWORD\n  key_alias_environment_variable: {word}_ALIAS\n  key_password_environment_variable: {word}_KEY_PASSWORD\n"
    )
}

fn check(text: &str) -> Vec<Finding> {
    support::check_with(
        text,
        &support::settings_without(&[
            "artifact-pattern-mismatch",
            "ios-signing-and-fetch",
            "variable-sigil-missing",
        ]),
    )
}

fn expect(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let found = check(text);
        assert_eq!(support::ids(&found), *expected, "{text}\n{found:#?}");
    }
}

fn at<'t>(text: &'t str, finding: &Finding) -> &'t str {
    &text[finding.span.start()..finding.span.end()]
}

#[test]
fn files_are_found_or_listed() {
    let listed = "provisioning_profiles: [a]\ncertificates: [b]\n";
    expect(&[
        (IOS.to_owned(), &[]),
        (ios(listed), &[]),
        (
            ios(&format!("distribution_type: app_store\n{listed}")),
            &["ios-signing-mixed"],
        ),
        (
            ios(&format!("bundle_identifier: io.acme.notes\n{listed}")),
            &["ios-signing-mixed"],
        ),
        (
            ios(
                "distribution_type: app_store\nbundle_identifier: io.acme.notes\ncertificates: [b]",
            ),
            &["ios-signing-mixed"],
        ),
        (ios("distribution_type: app_store"), &["ios-signing-pair"]),
        (
            ios("distribution_type: app_store\nbundle_identifier: io.acme.notes\ncertificates:"),
            &["null-section"],
        ),
    ]);
    let text = ios("certificates: [b]\nbundle_identifier: io.acme.notes");
    let found = check(&text);
    assert_eq!(at(&text, &found[0]), "certificates");
    assert!(found[0].message.contains("beside `bundle_identifier`"));
}

#[test]
fn a_mix_through_a_merge_is_found() {
    let text = ios("<<: *found\ncertificates: [b]").replace(
        "workflows:\n",
        "definitions:\n  found: &found\n    distribution_type: app_store\n    bundle_identifier: io.acme.notes\nworkflows:\n",
    );
    expect(&[(text, &["ios-signing-mixed"])]);
}

#[test]
fn something_is_asked_for() {
    let empty = |value: &str| {
        IOS.replace(PAIR, "").replace(
            "ios_signing:\n",
            &format!("ios_signing: {value}\n      xcode: latest\n"),
        )
    };
    expect(&[
        (empty("{}"), &["ios-signing-empty"]),
        (empty(""), &["null-section"]),
        (empty("[]"), &["wrong-type"]),
        (ios("profile: a"), &["misplaced-key"]),
        (ios("<<: *nothing"), &["undefined-alias"]),
    ]);
    let fix = check(&empty("{}"))[0].fix.clone();
    let span = fix.expect("a fix").edits[0].span;
    assert_eq!(
        &empty("{}")[span.start()..span.end()],
        "      ios_signing: {}\n"
    );
    // Alone under `environment` the key stays.
    let alone = IOS
        .replace(PAIR, "")
        .replace("ios_signing:", "ios_signing: {}");
    let found = check(&alone);
    assert_eq!(support::ids(&found), ["ios-signing-empty"]);
    assert!(found[0].fix.is_none());
}

#[test]
fn both_halves_are_listed() {
    let half: &[&str] = &["ios-signing-half-reference"];
    expect(&[
        (ios("provisioning_profiles: [a]"), half),
        (ios("certificates: [a]"), half),
        (
            ios("certificates: [a]").replace(
                SCRIPTS,
                "      - xcode-project use-profiles\n      - bundle exec fastlane beta\n",
            ),
            &[],
        ),
    ]);
    for step in [
        "keychain add-certificates --certificate a.p12",
        "app-store-connect fetch-signing-files io.acme.notes --type IOS_APP_STORE",
        "fastlane match appstore",
        "cp a.mobileprovision b",
        "mkdir -p \"$HOME/Library/MobileDevice/Provisioning Profiles\"",
        "security import a.p12",
    ] {
        let text =
            ios("certificates: [a]").replace(SCRIPTS, &format!("      - '{step}'\n{SCRIPTS}"));
        expect(&[(text, &[])]);
    }
}

#[test]
fn identifiers_have_few_characters() {
    let identifier = |text: &str| IOS.replace("io.acme.notes", text);
    let odd: &[&str] = &["ios-bundle-identifier"];
    expect(&[
        (identifier("Io.Acme-2.notes"), &[]),
        (identifier("$BUNDLE_ID"), &[]),
        (identifier("io.acme.$FLAVOR"), &[]),
        (identifier("'${{ inputs.id }}'"), &[]),
        (identifier("Encrypted(a_b)"), &["asc-encrypted-value"]),
        (identifier("'*'"), odd),
        (identifier("io.acme.*"), odd),
        (identifier("io.acme.my_notes"), odd),
        (identifier("'io.acme.notes '"), odd),
        (identifier("io.äcme.notes"), odd),
        (identifier("io/acme"), odd),
        (identifier("io.acme:notes"), odd),
        // Said by another rule.
        (identifier("com.example.*"), &["placeholder-value"]),
        (identifier("YOUR_BUNDLE_ID"), &["placeholder-value"]),
    ]);
    let named = identifier("BUNDLE_ID").replace(
        "      ios_signing:",
        "      vars:\n        BUNDLE_ID: io.acme.notes\n      ios_signing:",
    );
    expect(&[(named, &[])]);
    let message = |text: &str| check(&identifier(text))[0].message.clone();
    assert!(message("io.acme.*").contains("names no app"));
    assert!(message("'io.acme.notes '").starts_with("white space in"));
    assert!(message("io.acme.my_notes").starts_with("`_` in"));
}

#[test]
fn several_keystores_have_variables_of_their_own() {
    let several: &[&str] = &["android-signing-multiple"];
    let (one, two) = (keystore("ONE"), keystore("TWO"));
    expect(&[
        (android("- one"), &[]),
        (android("- keystore: one"), &[]),
        (android(&format!("{one}{two}")), &[]),
        (android("- one\n- two"), several),
        (android(&format!("{one}- two")), several),
        (android("- $ONE\n- $TWO"), several),
    ]);
    for line in two.lines().skip(1) {
        let text = android(&format!("{one}{}", two.replace(&format!("{line}\n"), "")));
        let found = check(&text);
        assert_eq!(support::ids(&found), several, "{text}");
        assert_eq!(found[0].severity, Severity::Warning);
        let key = line.trim().split(':').next().unwrap_or_default();
        assert_eq!(
            found[0].related[0].message,
            format!("`{key}` is missing here")
        );
    }
    let found = check(&android(&format!("- one\n- two\n{one}")));
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(found[0].related.len(), 2);
    // What could not be read is not judged.
    expect(&[(android(&format!("{one}- [two]")), &["nested-list-alias"])]);
}

#[test]
fn a_variable_is_filled_once() {
    let (one, two) = (keystore("ONE"), keystore("TWO"));
    let text = android(&format!("{one}{}", two.replace("TWO_ALIAS", "ONE_ALIAS")));
    let found = check(&text);
    assert_eq!(support::ids(&found), ["signing-variable-clash"]);
    assert_eq!(
        found[0].span.start(),
        text.rfind("ONE_ALIAS").unwrap_or_default()
    );
    assert_eq!(
        found[0].related[0].span.start(),
        text.find("ONE_ALIAS").unwrap_or_default()
    );
    // What two entries have in common is told once.
    let same = two.replace("TWO_", "ONE_");
    let text = android(&format!("{one}{same}"));
    let found = check(&text);
    assert_eq!(support::ids(&found), ["signing-variable-clash"]);
    assert!(
        found[0].message.starts_with(
            "`ONE_PATH`, `ONE_PASSWORD`, `ONE_ALIAS`, `ONE_KEY_PASSWORD` are filled twice: "
        ),
        "{}",
        found[0].message
    );
    assert_eq!(
        found[0].span.start(),
        text.rfind("keystore: TWO").unwrap_or_default()
    );
    assert_eq!(
        found[0].related[0].span.start(),
        text.find("keystore: ONE").unwrap_or_default()
    );
    expect(&[(
        android(&format!("{one}{same}{}", same.replace("TWO", "THREE"))),
        &["signing-variable-clash"; 2],
    )]);
    // One name at two places of the later entry is changed at both.
    let twice = two
        .replace("TWO_ALIAS", "ONE_ALIAS")
        .replace("TWO_PASSWORD", "ONE_ALIAS");
    expect(&[(
        android(&format!("{one}{twice}")),
        &["signing-variable-clash"; 2],
    )]);
    // Three times are two too many, whatever the entry repeats besides.
    let thrice = one
        .replace("_PASSWORD", "_PATH")
        .replace("ONE_KEY_PATH", "ONE_PATH");
    expect(&[(android(&thrice), &["signing-variable-clash"; 2])]);
    let two_pairs = one
        .replace("_PASSWORD", "_PATH")
        .replace("ONE_KEY_PATH", "ONE_ALIAS");
    let text = android(&two_pairs);
    let found = check(&text);
    let places: Vec<&str> = found.iter().map(|it| at(&text, it)).collect();
    assert_eq!(places, ["ONE_PATH", "ONE_ALIAS"]);
}

#[test]
fn profiles_certificates_and_keystores_share_the_variables() {
    let lists = |profile: &str, certificate: &str| {
        ios(&format!(
            "provisioning_profiles:\n  - profile: a\n    environment_variable: {profile}\n  - b\ncertificates:\n  - certificate: c\n    environment_variable: {certificate}\n"
        ))
    };
    let clash: &[&str] = &["signing-variable-clash"];
    expect(&[
        (lists("A", "B"), &[]),
        (lists("A", "A"), clash),
        (
            lists("A", "ONE_PATH").replace(
                "      ios_signing:\n",
                &format!(
                    "      android_signing:\n        {}\n      ios_signing:\n",
                    keystore("ONE").trim_end().replace('\n', "\n        ")
                ),
            ),
            clash,
        ),
    ]);
    // The later place, whatever the order of the sections.
    let text = lists("A", "B").replace(
        "      ios_signing:\n",
        "      android_signing:\n        - keystore: k\n          key_alias_environment_variable: A\n      ios_signing:\n",
    );
    let found = check(&text);
    assert_eq!(
        found[0].span.start(),
        text.rfind(": A\n").unwrap_or_default() + 2
    );
}

#[test]
fn what_is_listed_twice_is_shown_where_it_comes_in_again() {
    let one = keystore("ONE").replace("- keystore", "- &one\n  keystore");
    let text = android(&format!("{one}- *one"));
    let found = check(&text);
    assert_eq!(support::ids(&found), ["signing-variable-clash"]);
    assert_eq!(at(&text, &found[0]), "*one");
    let text = android(&format!("{one}- <<: *one\n  keystore: TWO"));
    let found = check(&text);
    assert_eq!(support::ids(&found), ["signing-variable-clash"]);
    assert_eq!(at(&text, &found[0]), "*one");
}

#[test]
fn a_shared_clash_is_one_finding() {
    let clash = keystore("ONE").replace("ONE_ALIAS", "ONE_PATH");
    let mut text = android(&clash).replace("android_signing:", "android_signing: &signing");
    for id in ["second", "third"] {
        let other = format!(
            "  {id}:\n    scripts:\n      - ./gradlew bundleRelease\n    environment:\n      android_signing: *signing\n"
        );
        text.push_str(&other);
    }
    expect(&[(text, &["signing-variable-clash"])]);
}

#[test]
fn keystores_are_named() {
    let file: &[&str] = &["android-signing-file-name"];
    for name in [
        "a.jks",
        "A.KEYSTORE",
        "a.p12",
        "a.pfx",
        "keys/upload",
        "'/a'",
    ] {
        expect(&[
            (android(&format!("- {name}")), file),
            (android(&format!("- keystore: {name}")), file),
        ]);
    }
    for name in [
        "upload",
        "jks",
        "a.jks.old",
        "$KEYSTORE",
        "$DIR/a.jks",
        "a$X.jks",
    ] {
        expect(&[(android(&format!("- {name}")), &[])]);
    }
    let mut settings = support::settings_without(&[]);
    settings.known.keystores = Some(vec!["a.jks".to_owned()]);
    for (name, expected) in [("a.jks", None), ("b.jks", Some("unknown-keystore"))] {
        let found = support::check_with(&android(&format!("- {name}")), &settings);
        assert_eq!(support::ids(&found).first().copied(), expected);
        assert!(found.len() < 2);
    }
}

#[test]
fn signing_files_go_to_macs() {
    let on = |machine: &str| {
        IOS.replace(
            "    name: iOS\n",
            &format!("    instance_type: {machine}\n"),
        )
        .replace(SCRIPTS, "      - ./gradlew bundleRelease\n")
    };
    expect(&[
        (on("linux_x2"), &["signing-platform-mismatch"]),
        (on("windows_x2"), &["signing-platform-mismatch"]),
        (on("mac_mini_m2"), &[]),
        (on("$MACHINE"), &[]),
        (
            IOS.replace("    name: iOS\n", "    instance_type: linux_x2\n"),
            &["asc-needs-mac"],
        ),
        (on("linux_x2").replace(PAIR, ""), &["null-section"]),
    ]);
    let text = on("linux_x2");
    assert_eq!(at(&text, &check(&text)[0]), "ios_signing");
}

#[test]
fn only_the_use_on_linux_is_at_fault() {
    let text = "\
definitions:
  signing: &signing
    distribution_type: app_store
    bundle_identifier: io.acme.notes
workflows:
  ios:
    environment:
      ios_signing: *signing
    scripts:
      - xcode-project use-profiles
  android:
    instance_type: linux_x2
    environment:
      ios_signing: *signing
    scripts:
      - ./gradlew bundleRelease
";
    let found = check(text);
    assert_eq!(support::ids(&found), ["signing-platform-mismatch"]);
    assert_eq!(
        found[0].span.start(),
        text.rfind("ios_signing").unwrap_or_default()
    );
}

#[test]
fn old_names_still_work() {
    for (old, new) in [
        ("android-signing-variable-clash", "signing-variable-clash"),
        ("number-out-of-range", "gp-rollout-range"),
    ] {
        assert_eq!(codemagic_lint::rules::current_id(old), new);
    }
}
