//! Mistakes that people have made in their files, and mostly mended: each folder of
//! `fixtures/mistakes` holds one of them in an otherwise healthy file, and exactly
//! that one is found there.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::BTreeSet;

use codemagic_lint::finding::Severity::{self, Error, Hint, Warning};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;

/// A rule, how severe the finding is, and the text at its place.
type Expected = (&'static str, Severity, &'static str);

/// A folder and what is found in it. Nothing else there is a warning or worse.
type Row = (&'static str, &'static [Expected]);

/// Everything but the patterns and events of `triggering`.
#[rustfmt::skip]
const MISTAKES: &[Row] = &[
    ("apple-account-password", &[("asc-app-specific-password-deprecated", Warning, "apple_id")]),
    ("artifact-in-another-directory", &[("artifact-pattern-mismatch", Warning, "build/app/outputs/flutter-apk/*.apk")]),
    ("artifact-of-another-kind", &[("artifact-pattern-mismatch", Warning, "artifacts")]),
    ("artifact-repeats-working-directory", &[("artifact-repeats-working-directory", Warning, "mobile/build/**/outputs/**/*.apk")]),
    ("beta-groups-without-review", &[("asc-beta-groups-without-review", Warning, "beta_groups")]),
    ("cache-as-list", &[("wrong-type", Error, "cache")]),
    ("cache-empty", &[("null-section", Warning, "cache")]),
    ("cache-with-paths", &[("foreign-ci-key", Error, "paths")]),
    ("cancel-without-app-store", &[("asc-cancel-without-app-store", Warning, "cancel_previous_submissions")]),
    ("certificate-without-group", &[("manual-signing-variables", Warning, "$CM_CERTIFICATE")]),
    ("cleaned-after-the-build", &[("clean-before-collect", Warning, "./gradlew clean")]),
    ("credentials-without-sigil", &[("variable-sigil-missing", Error, "GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS")]),
    ("dash-without-space", &[("dash-without-space", Error, "-google_play")]),
    ("deployed-after-failure", &[("post-publish-on-failure", Hint, "firebase deploy")]),
    ("duplicate-email", &[("duplicate-key", Error, "email")]),
    ("duplicate-script", &[("duplicate-key", Error, "script")]),
    ("duplicate-triggering", &[("duplicate-key", Error, "triggering")]),
    ("duplicate-vars", &[("duplicate-key", Error, "vars")]),
    ("empty-variable", &[("empty-string-value", Error, r#""""#)]),
    ("encrypted-elsewhere", &[("encrypted-placeholder", Error, "ENCRYPTED[!]")]),
    ("fetched-and-not-applied", &[("fetch-signing-steps", Warning, "app-store-connect fetch-signing-files")]),
    ("fetched-beside-signing", &[("ios-signing-and-fetch", Warning, "app-store-connect fetch-signing-files")]),
    ("fetched-for-development", &[("asc-fetch-type", Error, "IOS_APP_DEVELOPMENT")]),
    ("fetched-for-mac-without-platform", &[("fetch-signing-platform", Warning, "MAC_APP_STORE")]),
    ("fetched-with-unknown-type", &[("fetch-signing-type-value", Error, "IOS_IN_HOUSE")]),
    ("fetched-without-certificate-key", &[("fetch-signing-certificate-key", Warning, "app-store-connect fetch-signing-files")]),
    ("fetched-without-key", &[("fetch-signing-credentials", Error, "app-store-connect fetch-signing-files")]),
    ("firebase-token", &[("firebase-token-deprecated", Warning, "firebase_token")]),
    ("firebase-without-authentication", &[("firebase-auth-missing", Error, "firebase")]),
    ("groups-at-workflow", &[("misplaced-key", Error, "groups")]),
    ("input-blocks-automatic-builds", &[("inputs-block-automatic-builds", Error, "backend")]),
    ("integration-and-keys", &[("asc-auth-and-keys", Warning, "api_key")]),
    ("integration-beside-keys", &[("asc-integration-unused", Hint, "Bunting release key")]),
    ("integration-never-used", &[("asc-integration-unused", Hint, "Chough key")]),
    ("integration-undeclared", &[("asc-integration-undeclared", Error, "integration")]),
    ("integration-under-environment", &[("misplaced-key", Error, "integrations")]),
    ("invented-app-id", &[("unknown-cm-variable", Warning, "CM_APP_ID")]),
    ("invented-build-number", &[("unknown-cm-variable", Warning, "CM_BUILD_NUMBER")]),
    ("invented-build-number-with-default", &[("unknown-cm-variable", Warning, "CM_BUILD_NUMBER")]),
    ("invented-build-result", &[("unknown-cm-variable", Warning, "CM_BUILD_RESULT")]),
    ("ios-build-on-linux", &[("asc-needs-mac", Error, "linux_x2")]),
    ("ipa-without-export-options", &[("asc-flutter-export-options", Warning, "flutter build ipa --release \\\n            --build-name=\"${CM_TAG#v}\" \\\n            --build-number=\"$PROJECT_BUILD_NUMBER\"")]),
    ("key-id-without-sigil", &[("variable-sigil-missing", Error, "APP_STORE_CONNECT_KEY_IDENTIFIER")]),
    ("keychain-beside-signing", &[("ios-signing-redundant-keychain", Warning, "keychain initialize")]),
    ("mac-for-android", &[("mac-for-android", Hint, "mac_mini_m2")]),
    ("machine-intel", &[("instance-type-retired", Warning, "mac_mini")]),
    ("machine-m1", &[("instance-type-retired", Warning, "mac_mini_m1")]),
    ("machine-mac-pro", &[("instance-type-retired", Warning, "mac_pro")]),
    ("machine-old-linux", &[("instance-type-retired", Hint, "linux")]),
    ("old-variable-prefix", &[("fci-prefix", Warning, "FCI_BUILD_DIR"), ("fci-prefix", Warning, "FCI_COMMIT")]),
    ("package-without-artifacts", &[("artifact-missing", Warning, "android-release")]),
    ("placeholder-app-id", &[("placeholder-value", Warning, "YOUR_APP_ID")]),
    ("placeholder-bundle-identifier", &[("placeholder-value", Warning, "com.yourcompany.Raven")]),
    ("placeholder-channel", &[("placeholder-value", Warning, "\"#your-channel-name\"")]),
    ("placeholder-encrypted", &[("encrypted-placeholder", Error, "Encrypted(...)"), ("encrypted-placeholder", Error, r#"Encrypted("")"#)]),
    ("placeholder-in-braces", &[("wrong-type", Error, "{BUNDLE_IDENTIFIER}")]),
    ("placeholder-in-path", &[("placeholder-value", Warning, "ios/YOUR_WORKSPACE_NAME.xcworkspace")]),
    ("placeholder-keystore", &[("wrong-type", Error, "{ANDROID_SIGNING_KEY}")]),
    ("placeholder-mail", &[("placeholder-value", Hint, "your-email@example.com")]),
    ("placeholder-mail-numbered", &[("placeholder-value", Hint, "user_1@example.com")]),
    ("placeholder-ones", &[("placeholder-value", Warning, "1111111111")]),
    ("placeholder-replace-with", &[("placeholder-value", Warning, "REPLACE_WITH_YOUR_APP_ID")]),
    ("placeholder-word", &[("placeholder-value", Warning, "placeholder")]),
    ("placeholder-zeros", &[("placeholder-value", Warning, "0000000000")]),
    ("play-debug-build", &[("gp-debug-build", Warning, "./gradlew bundleDebug")]),
    ("play-draft-with-rollout", &[("gp-rollout-with-draft", Error, "rollout_fraction")]),
    ("play-number-without-account", &[("gp-cli-credentials", Warning, "google-play get-latest-build-number")]),
    ("play-release-without-keystore", &[("android-release-unsigned", Warning, "android-release")]),
    ("play-upload-without-bundle", &[("gp-artifact-missing", Error, "artifacts")]),
    ("play-variable-without-group", &[("undefined-variable-in-config", Error, "$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS")]),
    ("profiles-not-applied", &[("asc-use-profiles-missing", Warning, "ios_signing")]),
    ("publishing-scripts-as-mapping", &[("scripts-not-a-list", Error, "scripts")]),
    ("publishing-variable-without-group", &[("asc-env-variable-unavailable", Error, "$APP_STORE_CONNECT_PRIVATE_KEY")]),
    ("recipient-from-variable", &[("undefined-variable-in-config", Warning, "$RELEASE_NOTIFY_EMAIL")]),
    ("release-type-without-app-store", &[("asc-release-options-without-app-store", Warning, "release_type")]),
    ("run-instead-of-script", &[("foreign-ci-key", Error, "run")]),
    ("scheduled-without-date", &[("asc-scheduled-without-date", Error, "SCHEDULED")]),
    ("secret-account-password", &[("secret-like-name", Warning, "grey-Kettle-7431")]),
    ("secret-chat-webhook", &[("slack-webhook-literal", Error, "https://hooks.slack.com/services/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")]),
    ("secret-encrypted", &[("asc-encrypted-value", Warning, "Encrypted(Z0FBQUFBQmZ3c3RhbGVjaXBoZXJ0ZXh0)")]),
    ("secret-firebase-token", &[("firebase-credentials-literal", Error, "1//03kQ9wTm2LxVb7NsHdRfYc4Gj8PuE5iOo6Kt1BvZaSdFgHjK"), ("firebase-token-deprecated", Warning, "firebase_token")]),
    ("secret-in-address", &[("secret-in-vars", Error, "https://ci:Xq7wpRt2@maven.gull.test/releases")]),
    ("secrets-expression", &[("input-expression", Error, "${{ secrets.SENTRY_ORGANIZATION }}")]),
    ("signing-pair-half", &[("ios-signing-pair", Error, "ios_signing")]),
    ("slack-variable-undefined", &[("undefined-variable-in-config", Error, "$SLACK_CHANNEL")]),
    ("step-script-outdented", &[("item-key-indentation", Error, "script")]),
    ("steps-at-the-root", &[("unknown-root-key", Warning, "post")]),
    ("steps-instead-of-scripts", &[("foreign-ci-key", Error, "steps")]),
    ("store-upload-signed-ad-hoc", &[("asc-distribution-type", Error, "ad_hoc")]),
    ("store-upload-signed-for-development", &[("asc-distribution-type", Error, "development")]),
    ("store-upload-unsigned", &[("asc-unsigned-build", Error, r#"flutter build ios --release --build-number="$PROJECT_BUILD_NUMBER" --no-codesign"#)]),
    ("store-upload-unsigned-flag-first", &[("asc-unsigned-build", Error, r#"flutter build ios --release --no-codesign --build-number="$PROJECT_BUILD_NUMBER""#)]),
    ("store-upload-without-ipa", &[("asc-artifact-missing", Error, "artifacts")]),
    ("track-without-sigil", &[("variable-sigil-missing", Warning, "GOOGLE_PLAY_TRACK")]),
    ("unity-seat-kept", &[("unity-licence-return", Warning, "-serial")]),
    ("unknown-root-key", &[("unknown-root-key", Warning, "name")]),
    ("unused-anchor", &[("unused-anchor", Hint, "&cleaning")]),
    ("vars-as-text", &[("wrong-type", Error, "PUB_CREDENTIALS")]),
    ("vars-at-workflow", &[("misplaced-key", Error, "vars")]),
    ("workflow-with-publishing-scripts-only", &[("workflow-without-scripts", Hint, "release")]),
    ("workflow-without-steps", &[("workflow-without-scripts", Warning, "ios")]),
    ("xcode-on-linux", &[("tool-on-wrong-platform", Hint, "xcode")]),
];

/// What starts builds, and what does not.
#[rustfmt::skip]
const TRIGGERING: &[Row] = &[
    ("cancel-with-tags-only", &[("cancel-without-branch-event", Warning, "cancel_previous_builds")]),
    ("cancel-without-events", &[("trigger-without-events", Warning, "triggering")]),
    ("every-branch", &[("branch-event-without-patterns", Hint, "push")]),
    ("last-pattern-overrides", &[("pattern-overridden", Warning, "\"wip/*\"")]),
    ("pattern-entry-without-pattern", &[("pattern-entry-without-pattern", Warning, "include")]),
    ("patterns-only-exclude", &[("patterns-only-exclude", Warning, "branch_patterns")]),
    ("patterns-without-events", &[("trigger-without-events", Warning, "triggering")]),
    ("pull-requests-from-main", &[("pr-source-implicit", Hint, "develop")]),
    ("source-without-pull-request", &[("source-without-pr", Hint, "source")]),
    ("tag-patterns-without-tag", &[("tag-patterns-without-tag", Warning, "tag_patterns")]),
    ("tag-with-branch-patterns", &[("branch-patterns-without-branch-event", Warning, "branch_patterns")]),
    ("tag-without-patterns", &[("tag-without-tag-patterns", Hint, "tag")]),
    ("triggering-empty", &[("trigger-without-events", Hint, "triggering")]),
];

/// What scripts do.
#[rustfmt::skip]
const SCRIPTS: &[Row] = &[
    ("export-lost", &[("export-not-persisted", Warning, "VERSION")]),
    ("export-at-the-end", &[("export-not-persisted", Warning, "PATH")]),
    ("cm-env-truncated", &[("cm-env-write", Warning, ">")]),
    ("cm-env-export", &[("cm-env-write", Warning, "export BUILD_NAME")]),
    ("cm-env-path-twice", &[("cm-env-write", Warning, "PATH")]),
    ("cm-env-read-in-its-step", &[("cm-env-read-too-early", Warning, "$BUILD_NAME")]),
    ("script-variable-undefined", &[("undefined-variable-in-script", Warning, "$BUILD_ENV")]),
    ("script-of-comments", &[("script-empty", Warning, "script")]),
    ("step-of-cd", &[("script-cd-only", Warning, "cd mobile")]),
    ("shebang-late", &[("script-shebang-position", Warning, "#!/bin/sh")]),
    ("script-lines-joined", &[("script-folded", Warning, "./gradlew")]),
    ("script-backslash-joined", &[("script-folded", Warning, "\\")]),
    ("script-tools-joined", &[("script-folded", Warning, "bundle")]),
    ("build-failure-ignored", &[("script-ignored-failure", Warning, "ignore_failure")]),
    ("build-or-true", &[("script-ignored-failure", Warning, "./gradlew assembleRelease")]),
    ("bash-on-windows", &[("script-windows-shell", Warning, "export BUILD_NAME=1.7.0")]),
    ("bash-variables-on-windows", &[("windows-variable-syntax", Warning, "$CM_BUILD_DIR")]),
    ("secret-echoed", &[("script-secret-output", Warning, "$BACKEND_AUTH_TOKEN")]),
    ("project-before-clone", &[("pre-clone-needs-repo", Warning, "flutter pub get")]),
    ("report-as-page", &[("test-report-format", Warning, "android/app/build/reports/tests/index.html")]),
    ("emulator-on-mac", &[("emulator-on-mac", Warning, "emulator -avd pixel -no-window")]),
    ("docker-on-mac", &[("linux-only-tool", Warning, "docker run --rm -v \"$PWD/reports:/reports\" uploader")]),
    ("linux-app-on-mac", &[("linux-only-tool", Error, "flutter build linux --release")]),
    ("windows-app-on-linux", &[("windows-build-elsewhere", Error, "flutter build windows --release")]),
    ("keychain-on-linux", &[("mac-only-tool", Error, "keychain initialize")]),
    ("home-of-a-mac-on-linux", &[("hardcoded-home", Warning, "/Users/builder")]),
    ("commits-counted", &[("clone-depth", Hint, "git rev-list --count HEAD")]),
    ("secret-in-command", &[("secret-in-script", Error, "ghp_a9Kd73LmQx02TzVb58RcNw41YsHj6PfEu7Gi")]),
    ("password-in-properties", &[("password-in-script", Warning, "grey-Kettle-7431")]),
    ("password-as-argument", &[("password-in-script", Warning, "grey-Kettle-7431")]),
];

/// The text of a folder's file.
fn text(folder: &str) -> String {
    let folders = support::root().join("fixtures/mistakes");
    support::read(folders.join(folder).join("codemagic.yaml"))
}

/// Every rule at its own severity, the pedantic ones too.
fn settings() -> Settings {
    let mut settings = Settings::default();
    for index in 0..rules::all().len() {
        settings.selection.switch_on(index);
    }
    settings
}

/// What differs between a row and what is found.
fn difference((folder, expected): &Row, settings: &Settings) -> Option<String> {
    let text = text(folder);
    let found = rules::check(SourceFile::new("codemagic.yaml", &*text), settings).findings;
    let mut left: Vec<(&str, Severity, &str)> = found
        .iter()
        .map(|it| {
            let place = &text[it.span.range()];
            (it.rule.as_ref(), it.severity, place)
        })
        .collect();
    let mut missing = Vec::new();
    for row in *expected {
        if let Some(index) = left.iter().position(|it| it == row) {
            left.remove(index);
        } else {
            missing.push(row);
        }
    }
    left.retain(|(_, severity, _)| matches!(severity, Error | Warning));
    if missing.is_empty() && left.is_empty() {
        return None;
    }
    Some(format!(
        "{folder}: missing {missing:#?}, unexpected {left:#?}"
    ))
}

fn expect(rows: &[Row]) {
    let settings = settings();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| difference(row, &settings))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_mistake_is_found_and_nothing_else() {
    expect(MISTAKES);
}

#[test]
fn each_mistake_about_triggering_is_found_and_nothing_else() {
    expect(TRIGGERING);
}

#[test]
fn each_mistake_in_a_script_is_found_and_nothing_else() {
    expect(SCRIPTS);
}

#[test]
fn every_folder_has_a_row_and_every_row_a_folder() {
    let entries = std::fs::read_dir(support::root().join("fixtures/mistakes")).unwrap();
    let folders: BTreeSet<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let rows: Vec<String> = [MISTAKES, TRIGGERING, SCRIPTS]
        .concat()
        .iter()
        .map(|(folder, _)| (*folder).to_owned())
        .collect();
    let distinct: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(distinct, folders);
    assert_eq!(rows.len(), distinct.len(), "a folder has two rows");
}

#[test]
fn every_file_begins_with_what_is_wrong_and_every_row_expects_something() {
    for (folder, expected) in [MISTAKES, TRIGGERING, SCRIPTS].concat() {
        let text = text(folder);
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("# ") && first.ends_with('.'), "{folder}");
        assert!(!expected.is_empty(), "{folder}");
    }
}
