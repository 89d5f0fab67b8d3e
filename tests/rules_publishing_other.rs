//! Firebase, the Microsoft Store, messages, groups and labels: what must be found
//! beyond the rules' pages, and what must not.

mod support;

use codemagic_lint::finding::{Finding, Safety, Severity};
use codemagic_lint::rules;

/// A workflow with parts that a case puts in.
fn workflow(top: &str, environment: &str, publishing: &str) -> String {
    let mut text = "workflows:\n  app:\n    name: App\n    scripts:\n      - make\n".to_owned();
    let mut put = |key: &str, lines: &str| {
        if lines.is_empty() {
            return;
        }
        let depth = if key.is_empty() { "    " } else { "      " };
        if !key.is_empty() {
            text.extend(["    ", key, ":\n"]);
        }
        for line in lines.lines() {
            text.extend([depth, line, "\n"]);
        }
    };
    put("", top);
    put("environment", environment);
    put("publishing", publishing);
    text
}

/// Findings of the rules of this part, variables that nothing sets aside.
fn findings(text: &str) -> Vec<Finding> {
    let settings = support::settings_without(&["placeholder-value", "variable-sigil-missing"]);
    support::check_with(text, &settings)
}

fn expect(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let found = findings(text);
        assert_eq!(support::ids(&found), *expected, "{text}\n{found:#?}");
    }
}

fn applied(text: &str, finding: &Finding) -> String {
    let mut text = text.to_owned();
    let fix = finding.fix.as_ref();
    for edit in fix.into_iter().flat_map(|fix| &fix.edits).rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

const ALL: &str = "artifacts: ['*.apk', '*.ipa']";

#[test]
fn firebase_logs_in_once() {
    let firebase = |fields: &str| workflow(ALL, "", &format!("firebase: {{{fields}}}"));
    let app = "android: {app_id: $ID}";
    let account = "firebase_service_account: $A";
    let token = "firebase_token: $T";
    expect(&[
        (firebase(&format!("{account}, {app}")), &[]),
        (firebase(app), &["firebase-auth-missing"]),
        (
            firebase(&format!("firebase_service_account: , {app}")),
            &["firebase-auth-missing", "null-section"],
        ),
        (
            firebase(&format!("{token}, {app}")),
            &["firebase-token-deprecated"],
        ),
        (
            firebase(&format!("firebase_token: , {account}, {app}")),
            &["null-section"],
        ),
        (
            firebase(&format!("firebase_service_account: , {token}, {app}")),
            &["null-section", "firebase-token-deprecated"],
        ),
        (
            firebase(&format!("{token}, {account}, {app}")),
            &["firebase-two-auths"],
        ),
        (firebase(account), &["firebase-platform-missing"]),
        (firebase(&format!("{account}, ios: {{app_id: $ID}}")), &[]),
    ]);
    let merged = firebase(&format!("<<: *more, {app}"));
    let ids = findings(&merged);
    assert!(
        !support::ids(&ids).contains(&"firebase-auth-missing"),
        "{ids:#?}"
    );
    let merged = firebase(&format!("<<: *more, {account}"));
    let ids = findings(&merged);
    assert!(
        !support::ids(&ids).contains(&"firebase-platform-missing"),
        "{ids:#?}"
    );
}

#[test]
fn a_token_beside_an_account_is_removed() {
    let text = workflow(
        ALL,
        "",
        "firebase:\n  firebase_token: $T\n  firebase_service_account: $A\n  android: {app_id: $ID}",
    );
    let found = findings(&text);
    let mended = applied(&text, &found[0]);
    assert!(
        !mended.contains("$T") && findings(&mended).is_empty(),
        "{mended}"
    );
}

#[test]
fn ids_of_apps_fit_their_platforms() {
    let app = |app: &str| {
        workflow(
            ALL,
            "vars: {MY_ID: '1'}",
            &format!("firebase:\n  firebase_service_account: $A\n  {app}"),
        )
    };
    expect(&[
        (app("android: {app_id: '1:12:android:0aF'}"), &[]),
        (app("android: {app_id: ' '}"), &[]),
        (app("android: {app_id: '1:$X:android'}"), &[]),
        (
            app("android: {app_id: Encrypted(abc)}"),
            &["asc-encrypted-value"],
        ),
        (app("android: {app_id: YOUR_APP_ID}"), &[]),
        (app("android: {app_id: MY_ID}"), &[]),
        (
            app("android: {app_id: '1:12:web:0a'}"),
            &["firebase-app-id"],
        ),
        (app("ios: {app_id: '1:12:ios'}"), &["firebase-app-id"]),
        (
            app("ios: {app_id: '1:12:android:0a'}"),
            &["firebase-app-id-platform"],
        ),
        (
            app("ios: {app_id: '1:12:android:0a'}\n  android: {app_id: '1:12:ios:0a'}"),
            &["firebase-app-id-platform"; 2],
        ),
        (
            app("ios: {app_id: $ID, artifact_type: aab}"),
            &["firebase-artifact-type-ios"],
        ),
        (
            app("ios: {app_id: $ID, artifact_type: }"),
            &["null-section"],
        ),
    ]);
    let message = |text: &str| findings(text)[0].message.clone();
    assert!(message(&app("ios: {app_id: x}")).contains("an iOS app"));
    assert!(message(&app("android: {app_id: x}")).contains("an Android app"));
    let text = app("ios: {app_id: '1:12:android:0a'}");
    let mended = applied(&text, &findings(&text)[0]);
    assert!(
        mended.contains("android: {app_id: '1:12:android:0a'}"),
        "{mended}"
    );
    let both = app("ios: {app_id: '1:12:android:0a'}\n  android: {app_id: $ID}");
    assert!(findings(&both)[0].fix.is_none());
}

#[test]
fn what_firebase_wants_is_kept() {
    let case = |artifacts: &str, fields: &str, more: &str| {
        let firebase = format!("firebase:\n  firebase_service_account: $A\n  {fields}\n{more}");
        workflow(artifacts, "", firebase.trim_end())
    };
    let android = |kind: &str| format!("android: {{app_id: $ID{kind}}}");
    let (apk, aab) = (
        android(", artifact_type: apk"),
        android(", artifact_type: aab"),
    );
    let (any, input) = (
        android(""),
        android(", artifact_type: '${{ inputs.kind }}'"),
    );
    let ios = "ios: {app_id: $ID}";
    let mismatch: &[&str] = &["firebase-artifact-mismatch"];
    expect(&[
        (case("artifacts: ['*.apk']", &apk, ""), &[]),
        (case("artifacts: ['*.aab']", &apk, ""), mismatch),
        (case("artifacts: ['*.aab']", &aab, ""), &[]),
        (case("artifacts: ['*.apk']", &aab, ""), mismatch),
        (case("artifacts: ['*.apk']", &any, ""), &[]),
        (case("artifacts: ['*.aab']", &any, ""), &[]),
        (case("artifacts: ['*.ipa']", &any, ""), mismatch),
        (case("artifacts: ['*.ipa']", &input, ""), mismatch),
        (case("artifacts: ['*.ipa']", ios, ""), &[]),
        (case("artifacts: ['*.apk']", ios, ""), mismatch),
        (case("artifacts: ['$OUT']", ios, ""), &[]),
        (
            case("artifacts:", ios, ""),
            &["publishing-without-artifacts", "null-section"],
        ),
        (case("artifacts: []", ios, ""), &["empty-list"]),
        (
            case("artifacts: ['*.log']", &format!("{any}\n  {ios}"), ""),
            &["firebase-artifact-mismatch"; 2],
        ),
    ]);
    // Another publisher has a rule about the same file.
    let ids = |text: &str| support::ids(&findings(text)).contains(&"firebase-artifact-mismatch");
    assert!(!ids(&case(
        "artifacts: ['*.ipa']",
        &any,
        "google_play: {credentials: $C, track: beta}"
    )));
    assert!(ids(&case(
        "artifacts: ['*.aab']",
        &apk,
        "google_play: {credentials: $C, track: beta}"
    )));
    assert!(!ids(&case(
        "artifacts: ['*.apk']",
        ios,
        "app_store_connect: {api_key: $A, key_id: $B, issuer_id: $C}"
    )));
    let copied = case("artifacts: ['*.apk']", ios, "")
        .replace("- make", "- cp App.ipa $CM_BUILD_OUTPUT_DIR");
    assert!(!ids(&copied));
}

#[test]
fn apps_for_firebase_are_not_signed_for_the_store() {
    let case = |signing: &str, script: &str, publishing: &str| {
        let signing = format!("ios_signing: {{bundle_identifier: io.acme.app{signing}}}");
        let firebase = format!("firebase:\n  firebase_service_account: $A\n  {publishing}");
        workflow(ALL, &signing, &firebase).replace("- make", &format!("- {script}"))
    };
    let (store, ios) = (", distribution_type: app_store", "ios: {app_id: $ID}");
    let found = |text: &str| {
        let all = findings(text);
        all.into_iter()
            .find(|it| it.rule == "firebase-ios-app-store-profile")
    };
    let finding = found(&case(store, "make", ios));
    let fix = finding.and_then(|it| it.fix);
    assert!(fix.is_some_and(|fix| fix.safety == Safety::Unsafe && fix.edits[0].text == "ad_hoc"));
    let both = format!("{ios}\napp_store_connect: {{api_key: $A, key_id: $B, issuer_id: $C}}");
    assert!(found(&case(store, "make", &both)).is_some_and(|it| it.fix.is_none()));
    for text in [
        case(", distribution_type: ad_hoc", "make", ios),
        case(", distribution_type: '${{ inputs.kind }}'", "make", ios),
        case("", "make", ios),
        case(store, "make", "android: {app_id: $ID}"),
        case(store, "make", "ios:\n  android: {app_id: $ID}"),
        case(
            store,
            "app-store-connect fetch-signing-files --type IOS_APP_ADHOC",
            ios,
        ),
        case(store, "fastlane beta", ios),
        case(
            &format!("{store}, provisioning_profiles: [adhoc]"),
            "make",
            ios,
        ),
    ] {
        assert!(found(&text).is_none(), "{text}");
    }
}

#[test]
fn the_microsoft_store_needs_its_keys_and_its_package() {
    let store =
        |top: &str, fields: &str| workflow(top, "", &format!("partner_center: {{{fields}}}"));
    let windows = "instance_type: windows_x2\nartifacts: ['*.msix']";
    let uuid = "21d78e2f-b8ad-4d2a-9f3b-1c2d3e4f5a6b";
    let keys = |store: &str, tenant: &str, client: &str| {
        format!("store_id: {store}, tenant_id: {tenant}, client_id: {client}, client_secret: $S")
    };
    let variables = keys("$A", "$B", "$C");
    expect(&[
        (store(windows, &variables), &[]),
        (store(windows, &keys("9NBLGGH4R315", uuid, uuid)), &[]),
        (
            store(windows, &keys("9NBLGGH4R315", "acme.onmicrosoft.com", uuid)),
            &[],
        ),
        (store(windows, &keys("' '", "<tenant>", "CLIENT_ID")), &[]),
        (
            store(windows, &keys("9NBLGGH4R31", uuid, uuid)),
            &["partner-center-ids"],
        ),
        (store(windows, &keys("9nblggh4r315", uuid, uuid)), &[]),
        (
            store(windows, &keys("9nblggh4r-15", uuid, uuid)),
            &["partner-center-ids"],
        ),
        (
            store(windows, &keys("$A", "acme", uuid)),
            &["partner-center-ids"],
        ),
        (
            store(windows, &keys("$A", uuid, "acme.app")),
            &["partner-center-ids"],
        ),
        (
            store(windows, "tenant_id: $A"),
            &["partner-center-incomplete"],
        ),
        (
            store(&windows.replace("msix", "msixbundle"), &variables),
            &[],
        ),
        (
            store(&windows.replace("msix", "msixupload"), &variables),
            &[],
        ),
        (
            store(&windows.replace("msix", "exe"), &variables),
            &["partner-center-artifact"],
        ),
        (store("artifacts: ['*.msix']", &variables), &[]),
        (
            store("instance_type: $M\nartifacts: ['*.msix']", &variables),
            &[],
        ),
        (
            store("instance_type: linux_x2\nartifacts: ['*.exe']", &variables),
            &["partner-center-artifact"],
        ),
        (
            store("instance_type: windows_x2\nartifacts:", &variables),
            &["publishing-without-artifacts", "null-section"],
        ),
        (
            store(&windows.replace("msix", "exe"), &variables)
                .replace("- make", "- copy App.msix %CM_EXPORT_DIR%"),
            &[],
        ),
    ]);
    let found = findings(&store(windows, "tenant_id: $A"));
    assert_eq!(
        found[0].message,
        "`partner_center` lacks `store_id`, `client_id`, `client_secret`"
    );
    let merged = findings(&store(windows, "<<: *more, tenant_id: $A"));
    assert!(
        !support::ids(&merged).contains(&"partner-center-incomplete"),
        "{merged:#?}"
    );
}

#[test]
fn channels_have_names() {
    let slack = |channel: &str| workflow("", "", &format!("slack: {{channel: {channel}}}"));
    let without: &[&str] = &["slack-channel"];
    expect(&[
        (slack("'#builds'"), &[]),
        (slack("'@someone'"), &[]),
        (slack("$CHANNEL"), &[]),
        (slack("C024BE91L"), &[]),
        (slack("G024BE91L"), &[]),
        (slack("' '"), &[]),
        (slack("<channel>"), &[]),
        (slack("https://acme.slack.com/archives/builds"), &[]),
        (slack("builds"), without),
        (slack("C024BE91"), without),
        (slack("X024BE91L"), without),
        (slack("C024be91L"), without),
    ]);
    let text = slack("my-builds_2");
    let found = findings(&text);
    assert_eq!(found[0].severity, Severity::Hint);
    assert!(applied(&text, &found[0]).contains("channel: '#my-builds_2'"));
    assert!(findings(&slack("'my builds'"))[0].fix.is_none());
    assert!(findings(&slack(&"ä".repeat(80)))[0].fix.is_some());
    assert!(findings(&slack(&"ä".repeat(81)))[0].fix.is_none());
    // A pasted token is no name, and is shown nowhere.
    let token = format!("ghp_{}", "aB3dE6gH9jK2".repeat(3));
    let found = findings(&slack(&token));
    let found = found.iter().find(|it| it.rule == "slack-channel");
    assert!(found.is_some_and(|it| it.fix.is_none() && it.message.starts_with("this value ")));
}

#[test]
fn recipients_are_addresses() {
    let email = |items: &str| workflow("", "", &format!("email: {{recipients: [{items}]}}"));
    let wrong: &[&str] = &["email-recipient"];
    expect(&[
        (
            email("dev+ci@mail.test, o'neil@a.mail.test, $WHO, 'ci-$X'"),
            &[],
        ),
        (email("'${{ inputs.who }}'"), &[]),
        (email("dev"), wrong),
        (email("''"), wrong),
        (email("'@mail.test'"), wrong),
        (email("dev@mail"), wrong),
        (email("dev@mail..test"), wrong),
        (email("dev@.test"), wrong),
        (email("'dev team@mail.test'"), wrong),
        (email("'Dev <dev@mail.test>'"), wrong),
        (email("'mailto:dev@mail.test'"), wrong),
        (email("'dev@qa@mail.test'"), wrong),
        (email("'dev@mail.te st'"), wrong),
        (email("'a@mail.test, b@mail.test'"), wrong),
        (
            email("a@mail.test, A@mail.TEST, ' a@mail.test'"),
            &["email-recipient-duplicate"; 2],
        ),
        (email("$A, $a"), &[]),
        (email("$A, $A"), &["email-recipient-duplicate"]),
    ]);
    let message = |items: &str| findings(&email(items))[0].message.clone();
    assert!(message("'a@mail.test;b@mail.test'").contains("several"));
    assert!(message("'a@mail.test b@mail.test'").contains("several"));
    assert!(message("'a@mail.test,'").contains("no e-mail address"));
}

#[test]
fn messages_are_sent_on_some_outcome() {
    let notify = |section: &str, notify: &str| {
        workflow("", "", &format!("{section}, notify: {{{notify}}}}}"))
    };
    let email = |it: &str| notify("email: {recipients: [a@mail.test]", it);
    let slack = |it: &str| notify("slack: {channel: '#a'", it);
    let started = |it: &str| notify("slack: {channel: '#a', notify_on_build_start: true", it);
    let nothing: &[&str] = &["notify-nothing"];
    expect(&[
        (email("success: false, failure: false"), nothing),
        (email("success: false"), &[]),
        (email("failure: false"), &[]),
        (email("success: false, failure: $F"), &[]),
        (email("success: $F, failure: false"), &[]),
        (slack("success: false, failure: false"), nothing),
        (started("success: false, failure: false"), &[]),
        (
            started("success: false, failure: false").replace("start: true", "start: false"),
            nothing,
        ),
    ]);
}

#[test]
fn publishing_needs_artifacts() {
    let without: &[&str] = &["publishing-without-artifacts"];
    let email = "email: {recipients: [a@mail.test]";
    let groups = "tester_groups: [friends]";
    expect(&[
        (workflow("", "", &format!("{email}}}")), &[]),
        (
            workflow("", "", &format!("{email}, notify: {{success: true}}}}")),
            without,
        ),
        (
            workflow("", "", &format!("{email}, notify: {{success: false}}}}")),
            &[],
        ),
        (workflow("", "", groups), without),
        (workflow("artifacts: ['*.apk']", "", groups), &[]),
        (workflow("artifacts: wrong", "", groups), &["wrong-type"]),
        (
            workflow("", "", groups).replace("- make", "- cp a.apk $CM_EXPORT_DIR"),
            &[],
        ),
        (
            workflow(
                "",
                "",
                &format!(
                    "firebase: {{firebase_service_account: $A, ios: {{app_id: $B}}}}\n{groups}"
                ),
            ),
            without,
        ),
    ]);
    let ids = |publisher: &str| {
        let found = findings(&workflow("", "", &format!("{groups}\n{publisher}")));
        support::ids(&found).contains(&"publishing-without-artifacts")
    };
    assert!(!ids(
        "app_store_connect: {api_key: $A, key_id: $B, issuer_id: $C}"
    ));
    assert!(!ids("google_play: {credentials: $C, track: beta}"));
}

#[test]
fn groups_and_labels_are_listed_once() {
    let groups = |items: &str| workflow("", &format!("groups: [{items}]"), "");
    let labels = |items: &str| workflow(&format!("labels: [{items}]"), "", "");
    expect(&[
        (groups("a, b"), &[]),
        (groups("a, A"), &[]),
        (groups("a, a, a"), &["variable-group-duplicate"; 2]),
        (groups("$A"), &["variable-group-name"]),
        (groups("'${A}'"), &["variable-group-name"]),
        (groups("' '"), &["variable-group-name"]),
        (groups("''"), &["empty-string-value"]),
        (labels("a, b, $A"), &[]),
        (labels("a, A"), &[]),
        (labels("a, b, a"), &["label-duplicate"]),
        (labels("$A, $A"), &["label-duplicate"]),
        (labels("a, '', ' '"), &["label-blank"; 2]),
    ]);
}

#[test]
fn the_group_that_counts_stays() {
    let text = workflow("", "groups:\n  - a\n  - b\n  - a", "");
    let found = findings(&text);
    let finding = &found[0];
    assert_eq!(finding.span.start(), text.rfind("- a").unwrap_or(0) + 2);
    assert_eq!(
        finding.related[0].span.start(),
        text.find("- a").unwrap_or(0) + 2
    );
    assert!(
        applied(&text, finding).contains("- b\n        - a\n"),
        "{finding:#?}"
    );
    let labels = workflow("labels:\n  - a\n  - b\n  - a", "", "");
    assert!(applied(&labels, &findings(&labels)[0]).contains("- a\n      - b\n"));
}

#[test]
fn a_list_shared_by_workflows_is_reported_once() {
    let one = workflow("labels: &labels [a, a]", "groups: &groups [b, b]", "");
    let two = workflow("labels: *labels", "groups: *groups", "")
        .replace("workflows:\n  app:", "  other:");
    let found = findings(&format!("{one}{two}"));
    assert_eq!(
        support::ids(&found),
        ["label-duplicate", "variable-group-duplicate"]
    );
}

#[test]
fn tester_groups_are_told_of_only_on_request() {
    let text = workflow(ALL, "", "tester_groups: [friends]");
    let mut settings = support::settings();
    assert!(support::check_with(&text, &settings).is_empty());
    let index = rules::index_of("tester-groups-team").unwrap_or(0);
    settings.selection.set(index, Some(Severity::Hint));
    assert_eq!(
        support::ids(&support::check_with(&text, &settings)),
        ["tester-groups-team"]
    );
    let null = workflow(ALL, "", "tester_groups:");
    assert_eq!(
        support::ids(&support::check_with(&null, &settings)),
        ["null-section"]
    );
}
