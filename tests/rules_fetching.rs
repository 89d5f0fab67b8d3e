//! How scripts get and use signing files: what must be found beyond the rules'
//! pages, and what must not.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use support::scripts::{applied, check, expect, fixed, workflow};

const IOS: &str =
    "environment: {ios_signing: {distribution_type: app_store, bundle_identifier: a.b}}";

const GROUP: &str = "environment: {groups: [a]}";

const FETCH: &str = "app-store-connect fetch-signing-files a.b --type IOS_APP_STORE";

#[test]
fn keychains_are_set_up_once() {
    let found: &[&str] = &["ios-signing-redundant-keychain"];
    expect(&[
        (IOS, "keychain initialize", found),
        (IOS, "keychain add-certificates", found),
        (IOS, "keychain initialize\nkeychain add-certificates", found),
        (IOS, "keychain list-certificates", &[]),
        (
            IOS,
            "keychain initialize\nkeychain add-certificates --certificate a.p12",
            &[],
        ),
        (
            IOS,
            "keychain initialize\nkeychain add-certificates -c a.p12",
            &[],
        ),
        (IOS, "keychain initialize\nsecurity import a.p12", &[]),
        (
            IOS,
            "keychain initialize\napp-store-connect certificates list --save",
            &[],
        ),
        (GROUP, "keychain initialize", &[]),
        (
            IOS,
            &format!("keychain initialize\n{FETCH}"),
            &["ios-signing-and-fetch"],
        ),
        (
            IOS,
            &format!("{FETCH}\n{FETCH}"),
            &["ios-signing-and-fetch"],
        ),
    ]);
}

/// [`FETCH`] with the commands around it.
fn complete(fetch: &str) -> String {
    format!("keychain initialize\n{fetch}\nkeychain add-certificates")
}

#[test]
fn fetching_takes_keys() {
    let found: &[&str] = &["fetch-signing-credentials"];
    let key: &[&str] = &["fetch-signing-certificate-key"];
    let own = format!("{FETCH} --issuer-id a --key-id b --private-key c");
    let latest = "app-store-connect get-latest-testflight-build-number 1";
    let integration = "integrations: {app_store_connect: key}";
    expect(&[
        ("", &complete(FETCH), found),
        ("", &complete(&own), key),
        ("", &complete(&format!("{own} --certificate-key d")), &[]),
        ("", &complete(&format!("{FETCH} --create $MORE")), &[]),
        ("", &format!("{}\n./set-up.sh", complete(FETCH)), &[]),
        (GROUP, &complete(FETCH), &[]),
        (integration, &complete(FETCH), key),
        (integration, &format!("{}\nmake", complete(FETCH)), &[]),
        (
            integration,
            &format!("export CERTIFICATE_PRIVATE_KEY=a\n{}", complete(FETCH)),
            &[],
        ),
        (
            "environment: {vars: {APP_STORE_CONNECT_ISSUER_ID: a}}",
            &complete(FETCH),
            key,
        ),
        (
            "environment: {vars: {APP_STORE_CONNECT_ISSUER_ID: a, CERTIFICATE_PRIVATE_KEY: b}}",
            &complete(FETCH),
            &[],
        ),
        ("", latest, found),
        (
            "",
            "app-store-connect get-latest-app-store-build-number 1",
            found,
        ),
        ("", "app-store-connect list-devices", &[]),
        (
            "",
            "app-store-connect fetch-signing-files --help",
            &["fetch-signing-steps"],
        ),
        (
            "publishing: {app_store_connect: {auth: integration}}",
            latest,
            &[],
        ),
        (
            "publishing: {app_store_connect: {issuer_id: $APP_STORE_CONNECT_ISSUER_ID}}",
            latest,
            &[],
        ),
        (
            "publishing: {app_store_connect: {issuer_id: $ISSUER}}",
            latest,
            found,
        ),
    ]);
}

#[test]
fn a_failure_that_is_looked_at_is_less_grave() {
    for (script, severity) in [
        (
            "app-store-connect get-latest-testflight-build-number 1",
            "error",
        ),
        (
            "N=$(app-store-connect get-latest-testflight-build-number 1)",
            "warning",
        ),
        (
            "app-store-connect get-latest-testflight-build-number 1 || echo 0",
            "warning",
        ),
    ] {
        let found = check(&workflow("", script));
        let severities: Vec<&str> = found.iter().map(|it| it.severity.name()).collect();
        assert_eq!(severities, [severity], "{script}");
    }
}

#[test]
fn fetching_takes_steps() {
    let found: &[&str] = &["fetch-signing-steps"];
    let built = "xcode-project build-ipa --scheme A";
    let all = format!("{}\nxcode-project use-profiles\n{built}", complete(FETCH));
    let kept = "environment: {groups: [a]}\nartifacts: [build/ios/ipa/*.ipa]";
    let without = |line: &str| all.replace(&format!("{line}\n"), "");
    expect(&[
        (kept, &all, &[]),
        (kept, &without("keychain initialize"), found),
        (kept, &without("keychain add-certificates"), found),
        (kept, &without("xcode-project use-profiles"), found),
        (
            kept,
            &format!("{}\nmake", without("keychain initialize")),
            &[],
        ),
        (
            kept,
            &all.replace("keychain initialize", "keychain create"),
            &[],
        ),
        (
            kept,
            &all.replace("keychain initialize", "security create-keychain a"),
            &[],
        ),
        (
            kept,
            &format!("{}\nkeychain initialize", without("keychain initialize")),
            found,
        ),
        (
            kept,
            &without("xcode-project use-profiles").replace(built, "flutter build ios"),
            &[],
        ),
        (
            kept,
            &without("xcode-project use-profiles").replace(built, "plutil exportOptions.plist"),
            &[],
        ),
        (
            kept,
            &format!(
                "keychain add-certificates\n{}",
                without("keychain add-certificates")
            ),
            found,
        ),
    ]);
}

#[test]
fn types_and_platforms_are_known() {
    let fetch = |options: &str| {
        complete(&format!(
            "app-store-connect fetch-signing-files a {options}"
        ))
    };
    let kind: &[&str] = &["fetch-signing-type-value"];
    let platform: &[&str] = &["fetch-signing-platform"];
    for (options, expected) in [
        ("--type IOS_APP_STORE", &[][..]),
        ("--type=IOS_STORE", kind),
        ("--type ios_app_store", kind),
        ("--type \"IOS_APP_STOR\"", kind),
        ("--type PROFILE", kind),
        ("--type $TYPE", &[]),
        ("--type '${{ inputs.type }}'", &[]),
        ("--type MAC_APP_STORE", platform),
        ("--type=MAC_APP_STORE", platform),
        ("--type MAC_APP_STORE --platform IOS", platform),
        ("--type MAC_APP_STORE --platform=IOS", platform),
        ("--type MAC_APP_STORE --platform MAC_OS", &[]),
        ("--type MAC_APP_STORE --platform $P", &[]),
        ("--type MAC_APP_STORE --create $MORE", &[]),
        ("--type MAC_CATALYST_APP_STORE", &[]),
        ("--platform IOS", &[]),
    ] {
        let script = fetch(options);
        expect(&[(GROUP, &script, expected)]);
        for finding in check(&workflow(GROUP, &script)) {
            let text = workflow(GROUP, &script);
            if let Some(fix) = &finding.fix {
                let found = check(&applied(&text, fix));
                assert_eq!(support::ids(&found), [""; 0], "{options}");
            }
        }
    }
}

#[test]
fn packages_of_macs_have_certificates() {
    let found: &[&str] = &["mac-installer-certificate"];
    let fetch = "app-store-connect fetch-signing-files a --type MAC_APP_STORE --platform MAC_OS";
    let script = |line: &str| format!("{}\n{line}", complete(fetch));
    let ios = script("productsign a b").replace("MAC_APP_STORE", "IOS_APP_STORE");
    expect(&[
        (GROUP, &script("productsign --sign x a b"), found),
        (GROUP, &script("xcrun productbuild --sign x a b"), found),
        (GROUP, &script("productbuild --component a b"), &[]),
        (
            GROUP,
            &script("productsign a b\necho $INSTALLER_CERTIFICATE"),
            &[],
        ),
        (GROUP, &script("productsign a b\nmake"), &[]),
        (GROUP, &ios, &[]),
    ]);
}

#[test]
fn manual_signing_has_variables() {
    let found: &[&str] = &["manual-signing-variables"];
    let read = "echo $CM_CERTIFICATE | base64 --decode > a.p12";
    expect(&[
        ("", read, found),
        ("", &format!("{read}\n{read}"), found),
        ("", "echo $CM_PROVISIONING_PROFILE", found),
        ("", "echo ${CM_KEYSTORE:-none}", &[]),
        ("", "echo $CM_CERTIFICATE_PASSWORD", &[]),
        (
            "",
            &format!("[ -n \"$CM_CERTIFICATE\" ] || exit 0\n{read}"),
            &[],
        ),
        ("", &format!("CM_CERTIFICATE=a\n{read}"), &[]),
        (GROUP, read, &[]),
        ("environment: {vars: {CM_CERTIFICATE: a}}", read, &[]),
    ]);
}

#[test]
fn keystores_are_written() {
    let found: &[&str] = &["keystore-decode-missing"];
    let vars = |path: &str, more: &str| {
        format!("environment:\n  groups: [a]\n  vars:\n    CM_KEYSTORE_PATH: {path}\n{more}")
    };
    let tmp = vars("/tmp/k.jks", "");
    let signed = vars("/tmp/k.jks", "  android_signing: [a]");
    expect(&[
        (&tmp, "flutter test", found),
        (&vars("~/k.jks", ""), "flutter test", found),
        (&vars("android/k.jks", ""), "flutter test", &[]),
        (&signed, "flutter test", &[]),
        (&tmp, "echo $CM_KEYSTORE | base64 -d > /tmp/k.jks", &[]),
        (&tmp, "aws s3 cp s3://a/k.jks /tmp/k.jks", &[]),
        (&tmp, "openssl x > $CM_KEYSTORE_PATH", &[]),
        (&tmp, "make", &[]),
    ]);
}

#[test]
fn releases_for_google_play_are_signed() {
    let found: &[&str] = &["android-release-unsigned"];
    let play = |environment: &str| {
        format!(
            "environment: {{{environment}}}\nartifacts: ['**/*.aab', '**/*.apk']\npublishing: {{google_play: {{credentials: $A, track: internal}}}}"
        )
    };
    let build = "flutter build appbundle";
    let none = play("java: 17");
    expect(&[
        (&none, build, found),
        (&none, "./gradlew assembleRelease", found),
        (&none, "flutter build apk --debug", &["gp-debug-build"]),
        (&none, "flutter build apk --debug\nflutter build apk", found),
        (
            &none,
            "flutter build apk --debug\nshorebird release android",
            &[],
        ),
        (&none, "flutter build apk --debug\nmake", &[]),
        (&none, "flutter build ipa", &["artifact-pattern-mismatch"]),
        (&none, &format!("{build}\njarsigner a"), &[]),
        (
            &none,
            &format!("echo a > android/key.properties\n{build}"),
            &[],
        ),
        (&none, &format!("make\n{build}"), &[]),
        (&play("groups: [a]"), build, &[]),
        (&play("android_signing: [a]"), build, &[]),
        (&play("vars: {UPLOAD_KEY: a}"), build, &[]),
        (&play("vars: {OTHER: a}"), build, found),
        (&none.replace("google_play", "other"), build, &[]),
    ]);
}

#[test]
fn profiles_are_looked_for_in_their_place() {
    let found: &[&str] = &["ios-provisioning-profile-path"];
    let old = "\"$HOME/Library/MobileDevice/Provisioning Profiles\"";
    for (command, expected) in [
        (format!("ls {old}"), found),
        (format!("cp {old}/a.mobileprovision out"), found),
        (format!("cp a.mobileprovision {old}"), &[][..]),
        (format!("mkdir -p {old}"), &[]),
        (format!("PROFILES={old}"), &[]),
        (
            "ls \"$HOME/Library/Developer/Xcode/UserData/Provisioning Profiles\"".to_owned(),
            &[],
        ),
    ] {
        expect(&[("", &command, expected)]);
    }
}

#[test]
fn profiles_are_applied_before_the_build() {
    let rule = "asc-use-profiles-missing";
    let with = |scripts: &str| {
        format!(
            "workflows:\n  app:\n    {IOS}\n    artifacts: [build/ios/ipa/*.ipa]\n    scripts:\n{scripts}"
        )
    };
    let steps = "      - pod install\n      # Build\n      - xcode-project build-ipa\n";
    let step = "      - name: Apply profiles\n        script: xcode-project use-profiles\n";
    assert_eq!(
        fixed(&with(steps), rule),
        Some(with(
            &steps.replace("      # Build", &format!("{step}      # Build"))
        ))
    );
    let windows = with(steps).replace('\n', "\r\n");
    assert_eq!(
        fixed(&windows, rule),
        fixed(&with(steps), rule).map(|it| it.replace('\n', "\r\n"))
    );
    let command = "      - script: |\n          pod install\n          xcode-project build-ipa\n";
    let before = "          xcode-project use-profiles\n          xcode-project build-ipa";
    assert_eq!(
        fixed(&with(command), rule),
        Some(with(
            &command.replace("          xcode-project build-ipa", before)
        ))
    );
    for scripts in [
        "      - pod install && xcode-project build-ipa\n",
        "      - script: |\n          pod install && xcode-project build-ipa\n",
        "      - script: >\n          pod install;\n          xcode-project build-ipa\n",
        "      [pod install, xcode-project build-ipa]\n",
    ] {
        assert_eq!(fixed(&with(scripts), rule), None, "{scripts}");
    }
}

#[test]
fn missing_commands_are_put_around_the_one_that_fetches() {
    let rule = "fetch-signing-steps";
    let lines = format!("{GROUP}\nartifacts: [build/ios/ipa/*.ipa]");
    let build = "xcode-project build-ipa";
    let bare = workflow(&lines, &format!("pod install\n{FETCH} # all\n\n{build}"));
    let whole = format!(
        "pod install\nkeychain initialize\n{FETCH} # all\nkeychain add-certificates\nxcode-project use-profiles\n\n{build}"
    );
    assert_eq!(fixed(&bare, rule), Some(workflow(&lines, &whole)));
    for script in [
        format!("{FETCH} || {FETCH}\n{build}"),
        format!("{FETCH} && ls\n{build}"),
        format!("if true; then\n  {FETCH}\nfi\n{build}"),
    ] {
        assert_eq!(fixed(&workflow(&lines, &script), rule), None, "{script}");
    }
}
