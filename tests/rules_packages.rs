//! What scripts build, keep and throw away: what must be found beyond the rules'
//! pages, and what must not.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use support::scripts::{applied, check, expect, fixed, workflow};

const MISSING: &[&str] = &["artifact-missing"];

#[test]
fn packages_are_kept() {
    expect(&[
        ("", "flutter build ipa", MISSING),
        ("", "cd android\n./gradlew assembleRelease", MISSING),
        ("", "flutter build apk --debug", &[]),
        ("", "flutter build ios --no-codesign", &[]),
        ("", "build() {\n  flutter build apk\n}", &[]),
        (
            "",
            "flutter build apk\ncurl -F f=@app.apk https://a.test",
            &[],
        ),
        ("", "flutter build apk\nmake upload", &[]),
        ("", "flutter build apk\ncp build/app.apk out", &[]),
        ("", "flutter build apk\necho $CM_EXPORT_DIR", &[]),
        ("artifacts:", "flutter build apk", &[]),
        ("artefacts: [a]", "flutter build apk", &[]),
        ("publishing: {scripts: [ls]}", "flutter build apk", &[]),
        (
            "publishing: {google_play: {credentials: $A}}",
            "flutter build apk --debug",
            &["gp-debug-build"],
        ),
        (
            "publishing: {app_store_connect: {auth: integration}}",
            "flutter build ipa",
            &[],
        ),
        (
            "publishing: {email: {recipients: [a@b.test]}}",
            "flutter build ipa",
            MISSING,
        ),
        (
            "publishing: {email: {recipients: [a@b.test], notify: {success: true}}}",
            "flutter build ipa",
            &[],
        ),
        (
            "triggering: {events: [pull_request]}",
            "flutter build apk",
            &[],
        ),
        (
            "triggering: {events: [pull_request, push]}",
            "flutter build apk",
            MISSING,
        ),
    ]);
}

const MISMATCH: &[&str] = &["artifact-pattern-mismatch"];

#[test]
fn patterns_find_packages() {
    expect(&[
        (
            "artifacts: [build/ios/ipa/*.ipa]",
            "xcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [out/*.ipa]",
            "xcode-project build-ipa",
            MISMATCH,
        ),
        (
            "artifacts: [out/*.ipa]",
            "xcode-project build-ipa --ipa-directory out",
            &[],
        ),
        (
            "artifacts: [out/*.ipa]",
            "xcode-project build-ipa --ipa-directory $OUT",
            &[],
        ),
        (
            "artifacts: [$CM_BUILD_DIR/build/ios/ipa/*.ipa]",
            "xcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [/tmp/*.ipa]",
            "xcode-project build-ipa",
            MISMATCH,
        ),
        ("artifacts: [$OUT/*.ipa]", "xcode-project build-ipa", &[]),
        ("artifacts: ['../*.ipa']", "xcode-project build-ipa", &[]),
        (
            "artifacts: [build/ios/ipa/*.ipa]",
            "cd ios\nxcode-project build-ipa",
            MISMATCH,
        ),
        (
            "artifacts: [ios/build/ios/ipa/*.ipa]",
            "cd ios\nxcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]",
            "cd ios\ncd ..\nxcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]",
            "(cd ios && pod install)\nxcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]",
            "(cd ios && xcode-project build-ipa)",
            &[],
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]",
            "cd $APP\nxcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]",
            "if test -d ios; then cd ios; fi\nxcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]\nworking_directory: app",
            "xcode-project build-ipa",
            &[],
        ),
        // That it begins at the working directory is told by another rule.
        (
            "artifacts: [app/build/ios/ipa/*.ipa]\nworking_directory: app",
            "xcode-project build-ipa",
            &[],
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]\nworking_directory: app",
            "cd ../other\nxcode-project build-ipa",
            MISMATCH,
        ),
        (
            "artifacts: [build/ios/ipa/*.ipa]\nworking_directory: $APP",
            "cd other\nxcode-project build-ipa",
            &[],
        ),
        ("artifacts: ['*.log']", "flutter build apk", MISMATCH),
        ("artifacts: ['*.log']", "flutter build apk --debug", &[]),
        (
            "artifacts: [app.apk]",
            "flutter build apk --debug",
            MISMATCH,
        ),
        ("artifacts: ['*.aar']", "./gradlew assembleRelease", &[]),
        (
            "artifacts: ['*.log']",
            "./gradlew assembleRelease",
            MISMATCH,
        ),
        (
            "artifacts: ['*.log']",
            "flutter build apk\ncp -R build $OUT",
            &[],
        ),
        (
            "artifacts: ['*.log']",
            "flutter build apk\n./upload.sh",
            &[],
        ),
        (
            "artifacts: ['*.log']",
            "flutter build apk\nflutter build apk --split-per-abi",
            MISMATCH,
        ),
        (
            "artifacts: ['*.log']",
            "flutter build apk\nflutter build appbundle",
            &["artifact-pattern-mismatch", "artifact-pattern-mismatch"],
        ),
        ("artifacts: ['*.log', {a: b}]", "flutter build apk", &[]),
        (
            "artifacts: ['*.log']\npublishing: {google_play: {credentials: $A}}\nenvironment: {groups: [a]}",
            "flutter build appbundle",
            &[],
        ),
        (
            "artifacts: ['*.aab']\npublishing: {google_play: {credentials: $A}}\nenvironment: {groups: [a]}",
            "flutter build appbundle",
            MISMATCH,
        ),
        (
            "artifacts: ['*.log']\npublishing: {app_store_connect: {auth: integration}}",
            "flutter build ipa",
            &[],
        ),
        (
            "artifacts: ['*.log']\npublishing: {firebase: {firebase_token: $A, ios: {app_id: $B}}}",
            "flutter build ipa",
            &[],
        ),
        (
            "artifacts: ['*.log']\npublishing: {firebase: {firebase_token: $A, android: {app_id: $B}}}",
            "flutter build apk",
            &[],
        ),
    ]);
}

#[test]
fn a_step_may_have_a_directory() {
    let text = |directory: &str| {
        workflow("artifacts: [build/ios/ipa/*.ipa]", "flutter build ipa").replace(
            "      - script",
            &format!("      - working_directory: {directory}\n        script"),
        )
    };
    for (directory, expected) in [("app", MISMATCH), (".", &[]), ("$CM_BUILD_DIR/", &[])] {
        let text = text(directory);
        assert_eq!(support::ids(&check(&text)), expected, "{text}");
    }
}

#[test]
fn packages_are_not_deleted() {
    let found: &[&str] = &["clean-before-collect"];
    let kept = "artifacts: ['**/*.apk', '**/*.aab', '**/*.ipa']";
    expect(&[
        (kept, "flutter build apk\nflutter clean", found),
        (kept, "flutter clean\nflutter build apk", &[]),
        (
            kept,
            "flutter build apk\nflutter clean\nflutter build apk",
            &[],
        ),
        (
            kept,
            "flutter build apk\nflutter clean\nflutter build ipa",
            found,
        ),
        (kept, "flutter build apk\nrm -rf build/", found),
        (kept, "flutter build apk\nrm -rf ios/Pods", &[]),
        (kept, "flutter build apk\n[ -f x ] && flutter clean", &[]),
        (kept, "flutter build apk\n./gradlew clean", &[]),
        (
            kept,
            "./gradlew assembleRelease\n./gradlew :app:clean",
            found,
        ),
        (
            kept,
            "./gradlew assembleRelease\n./gradlew clean bundleRelease",
            &[],
        ),
        (kept, "./gradlew assembleRelease\nflutter clean", &[]),
        (kept, "./gradlew assembleRelease\nrm -rf build", &[]),
        (
            kept,
            "flutter build apk\ncp build/*.apk .\nflutter clean",
            &[],
        ),
        (kept, "flutter build apk\n./upload.sh\nflutter clean", &[]),
        (
            "artifacts: ['**/*.ipa']",
            "flutter build apk --debug\nflutter clean",
            &[],
        ),
    ]);
}

const GROUP: &str = "environment: {groups: [a]}";

#[test]
fn google_play_is_asked_with_an_account() {
    let found: &[&str] = &["gp-cli-credentials"];
    let ask = "google-play get-latest-build-number --package-name a";
    let play = |credentials: &str| {
        format!("publishing: {{google_play: {{credentials: {credentials}, track: internal}}}}")
    };
    expect(&[
        ("", ask, found),
        ("", "google-play tracks list", found),
        ("", "google-play --version", &[]),
        ("", "google-play", &[]),
        ("", &format!("{ask} --credentials a"), &[]),
        ("", &format!("{ask} $MORE"), &[]),
        ("", &format!("{ask}\n./set-up.sh"), &[]),
        (GROUP, ask, &[]),
        (
            "environment: {vars: {GCLOUD_SERVICE_ACCOUNT_CREDENTIALS: a}}",
            ask,
            &[],
        ),
        (
            "",
            &format!("export GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS=a\n{ask}"),
            &[],
        ),
        (&play("$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"), ask, &[]),
        (&play("$OTHER"), ask, found),
    ]);
}

#[test]
fn what_runs_after_a_failure_is_known() {
    let found: &[&str] = &["post-publish-on-failure"];
    let after = |step: &str| {
        let step = support::indented(step, 6);
        format!(
            "publishing:\n  scripts:\n    - script: |\n{}",
            support::indented(&step, 2)
        )
    };
    let cases: &[(&str, &[&str])] = &[
        ("firebase deploy", found),
        ("npx vercel --prod", found),
        ("npm publish", found),
        ("gh release create v1", found),
        ("aws s3 sync dist s3://a", found),
        ("dart pub publish --force", found),
        ("firebase use a", &[]),
        ("npm install", &[]),
        ("gh release create v1 build/a.apk", &[]),
        ("[ -f ~/SUCCESS ] || exit 0\nfirebase deploy", &[]),
        ("if [ -f ~/SUCCESS ]; then\n  firebase deploy\nfi", &[]),
        ("test -f a && firebase deploy", &[]),
        ("deploy() {\n  firebase deploy\n}", &[]),
    ];
    for (step, expected) in cases {
        expect(&[(&after(step), "flutter build web", expected)]);
    }
    let with_condition =
        after("firebase deploy").replace("- script", "- when: {condition: a}\n      script");
    expect(&[(&with_condition, "flutter build web", &[])]);
    expect(&[("", "firebase deploy", &[])]);
}

#[test]
fn licences_are_returned() {
    let found: &[&str] = &["unity-licence-return"];
    let take = "$UNITY_BIN -batchmode -serial a\n$UNITY_BIN -batchmode -serial a";
    let after = |step: &str| format!("publishing: {{scripts: ['{step}']}}");
    expect(&[
        ("", take, found),
        ("", "echo serial", &[]),
        ("", &format!("{take}\n# $UNITY_BIN -returnlicense"), found),
        (&after("$UNITY_BIN -quit -returnlicense"), take, &[]),
        (&after("client --return-ulf"), take, &[]),
        (&after("./return.sh"), take, &[]),
        (&after("ls"), take, found),
    ]);
}

#[test]
fn app_store_connect_is_asked_later() {
    let found: &[&str] = &["asc-sync-expectation"];
    let after = |step: &str| {
        format!(
            "integrations: {{app_store_connect: a}}\npublishing:\n  app_store_connect: {{auth: integration}}\n  scripts: ['{step}']"
        )
    };
    expect(&[
        (
            &after("app-store-connect get-latest-testflight-build-number 1"),
            "ls",
            found,
        ),
        (&after("app-store-connect builds list"), "ls", found),
        (&after("app-store-connect list-devices"), "ls", &[]),
        (&after("ls"), "app-store-connect builds list", &[]),
        (
            "publishing: {scripts: [app-store-connect builds list]}",
            "ls",
            &[],
        ),
    ]);
}

#[test]
fn years_go_by() {
    for (copyright, expected) in [
        ("2025 A", &["asc-copyright-stale"][..]),
        ("2026 A", &[]),
        ("2024-2026 A", &[]),
        ("2020, 2025 A", &["asc-copyright-stale"]),
        ("2026 A 2000", &[]),
        ("A", &[]),
        ("$YEAR", &[]),
    ] {
        let lines = format!(
            "publishing:\n  app_store_connect:\n    auth: integration\n    copyright: {copyright}"
        );
        expect(&[(&lines, "ls", expected)]);
    }
}

#[test]
fn options_without_effect_are_removed() {
    let option = "app-store-connect publish --skip-package-validation --path a.ipa";
    let text = workflow("", option);
    let found = check(&text);
    assert_eq!(support::ids(&found), ["deprecated-cli-flag"]);
    let fixed = applied(&text, found[0].fix.as_ref().unwrap());
    assert_eq!(fixed, text.replace(" --skip-package-validation", ""));
    let continued = workflow(
        "",
        "app-store-connect publish \\\n  --skip-package-validation",
    );
    assert!(check(&continued)[0].fix.is_none());
    expect(&[(
        "",
        "app-store-connect builds --skip-package-validation",
        &[],
    )]);
}

#[test]
fn caches_are_of_the_machine() {
    let found: &[&str] = &["cache-platform"];
    for (machine, path, expected) in [
        ("linux_x2", "~/Library/Caches/CocoaPods", found),
        ("windows_x2", "ios/Pods", found),
        ("linux_x2", "$HOME/.cocoapods", found),
        ("linux_x2", "~/.gradle/caches", &[][..]),
        ("mac_mini_m2", "ios/Pods", &[]),
        ("$MACHINE", "ios/Pods", &[]),
    ] {
        let lines = format!("instance_type: {machine}\ncache: {{cache_paths: [{path}]}}");
        expect(&[(&lines, "ls", expected)]);
    }
}

#[test]
fn patterns_are_added() {
    let rule = "artifact-pattern-mismatch";
    let with = |list: &str, end: &str| {
        format!(
            "workflows:\n  app:\n    scripts:\n      - cd a && flutter build ipa\n    artifacts:\n{list}{end}"
        )
    };
    let added = "      - a/build/ios/ipa/*.ipa";
    assert_eq!(
        fixed(&with("      - '*.ipa' # here", "\n"), rule),
        Some(with(&format!("      - '*.ipa' # here\n{added}"), "\n"))
    );
    assert_eq!(
        fixed(&with("      - '*.ipa'", ""), rule),
        Some(with(&format!("      - '*.ipa'\n{added}"), ""))
    );
    assert_eq!(fixed(&with("      ['*.ipa']", "\n"), rule), None);
    let gradle = workflow("artifacts:\n  - a.log", "cd $X\n./gradlew bundleRelease");
    assert_eq!(
        fixed(&gradle, rule),
        Some(gradle.replace("      - a.log\n", "      - a.log\n      - '**/*.aab'\n"))
    );
}

#[test]
fn artifacts_are_added() {
    let rule = "artifact-missing";
    let text = workflow("", "cd app\nflutter build apk");
    let added = "    artifacts:\n      - app/build/app/outputs/apk/**/*.apk\n";
    assert_eq!(fixed(&text, rule), Some(format!("{text}{added}")));
    let more = format!("{text}    environment: {{}}\n");
    assert_eq!(
        fixed(&more, rule),
        Some(format!("{text}{added}    environment: {{}}\n"))
    );
    let shared = "s: &s\n  - flutter build apk\nworkflows:\n  app:\n    scripts: *s\n";
    assert_eq!(fixed(shared, rule), None);
    let flow = "workflows:\n  app: {scripts: [flutter build apk]}\n";
    assert_eq!(fixed(flow, rule), None);
}
