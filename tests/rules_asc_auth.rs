//! Authentication with App Store Connect: what must be found, and the near
//! misses about which nothing may be said.

mod support;

use codemagic_lint::finding::Finding;
use support::{check, check_with, ids};

const KEY: &str = "api_key: $APP_STORE_CONNECT_PRIVATE_KEY";
const KEY_ID: &str = "key_id: $APP_STORE_CONNECT_KEY_IDENTIFIER";
const ISSUER: &str = "issuer_id: $APP_STORE_CONNECT_ISSUER_ID";
const UUID: &str = "21d78e2f-b8ad-4d2a-9f3b-1c2d3e4f5a6b";
const GROUPS: &str = "environment: {groups: [credentials]}";
const INTEGRATION: &str = "integrations: {app_store_connect: Example API key}";
const SUBMIT: &str = "submit_to_testflight: true";

/// A workflow with these keys, and these under `app_store_connect`.
fn workflow(keys: &[&str], asc: &[&str]) -> String {
    let keys = keys.iter().map(|key| format!("    {key}"));
    let asc = asc.iter().map(|field| format!("        {field}"));
    let publishing = ["    publishing:", "      app_store_connect:"].map(str::to_owned);
    let head = ["workflows:", "  ios:", "    artifacts: ['*.ipa']"].map(str::to_owned);
    let lines: Vec<String> = head
        .into_iter()
        .chain(keys)
        .chain(publishing)
        .chain(asc)
        .collect();
    lines.join("\n") + "\n"
}

/// The ids of all findings about authentication, save the hint that nothing but
/// the upload is asked for.
fn found(text: &str) -> Vec<String> {
    let about = |rule: &&str| {
        let prefixes = [
            "asc-",
            "variable-sigil-",
            "encrypted-",
            "unknown-integration",
        ];
        prefixes.iter().any(|prefix| rule.starts_with(prefix)) && *rule != "asc-nothing-but-upload"
    };
    let findings = check(text);
    let found = ids(&findings);
    found.into_iter().filter(about).map(str::to_owned).collect()
}

#[test]
fn authentication_is_judged_as_a_whole() {
    let unset = "auth:";
    let no_auth: &[&str] = &["asc-auth-missing"];
    let incomplete: &[&str] = &["asc-api-key-incomplete"];
    let deprecated = "asc-app-specific-password-deprecated";
    let apple_id = "apple_id: $APPLE_ID";
    let password = "password: $APP_SPECIFIC_PASSWORD";
    #[rustfmt::skip]
    let cases: &[(&[&str], &[&str], &[&str])] = &[
        (&[GROUPS], &[SUBMIT], no_auth),
        (&[GROUPS], &[unset, SUBMIT], no_auth),
        (&[GROUPS], &["auth: '${{ inputs.auth }}'"], &[]),
        (&[GROUPS], &["auth: key"], &["asc-auth-value"]),
        (&[GROUPS], &["auth: Integration", KEY], &["asc-auth-value"]),
        (&[GROUPS], &["<<: *missing", SUBMIT], &[]),
        (&[GROUPS], &[KEY, KEY_ID, ISSUER], &[]),
        (&[GROUPS], &[KEY, KEY_ID], incomplete),
        (&[GROUPS], &[KEY], incomplete),
        (&[GROUPS], &[KEY_ID], incomplete),
        (&[GROUPS], &[ISSUER], incomplete),
        (&[GROUPS], &[KEY, KEY_ID, "issuer_id:"], incomplete),
        (&[GROUPS], &[KEY, KEY_ID, "issuer_id: ' '"], incomplete),
        (&[GROUPS], &["<<: *missing", KEY], &[]),
        // A value of another type is set, and the schema's concern.
        (&[GROUPS], &[KEY, KEY_ID, "issuer_id: 1"], &[]),
        (&[INTEGRATION], &["auth: integration"], &[]),
        (&["integrations: Example"], &["auth: integration"], &[]),
        (&["<<: *missing"], &["auth: integration"], &[]),
        (&["integrations:"], &["auth: integration"], &["asc-integration-undeclared"]),
        (&[INTEGRATION], &["auth: integration", KEY], &["asc-auth-and-keys"]),
        (&[INTEGRATION], &["auth: '${{ inputs.auth }}'", KEY], &[]),
        (&[INTEGRATION], &["auth: integration", "api_key:"], &[]),
        (&[GROUPS], &[apple_id, password], &[deprecated]),
        (&[GROUPS], &[apple_id], &["asc-password-pair", deprecated]),
        (&[GROUPS], &[KEY, KEY_ID, ISSUER, apple_id], &[deprecated]),
        (&[GROUPS], &[apple_id, password, SUBMIT, "beta_groups: [Testers]"], &[deprecated, "asc-password-disables-magic-actions", "asc-password-disables-magic-actions"]),
        (&[GROUPS], &[apple_id, password, "submit_to_testflight: $SUBMIT"], &[deprecated]),
        (&[GROUPS], &[apple_id, password, "submit_to_app_store: false"], &[deprecated]),
    ];
    for (keys, asc, expected) in cases {
        assert_eq!(found(&workflow(keys, asc)), *expected, "{keys:?} {asc:?}");
    }
}

#[test]
fn values_are_judged_only_where_they_are_known() {
    let format = "asc-key-id-format";
    let swapped = "asc-key-and-issuer-swapped";
    let uuid = format!("issuer_id: {UUID}");
    let uuid_as_key = format!("key_id: {UUID}");
    let wrong = "asc-private-key-wrong-variable";
    let is_path = "asc-private-key-is-path";
    let sigil = "variable-sigil-missing";
    #[rustfmt::skip]
    let cases: &[([&str; 3], &[&str])] = &[
        ([KEY, "key_id: 3MD9688D9K", &uuid], &[]),
        ([KEY, "key_id: 3MD9688D9", ISSUER], &[format]),
        ([KEY, "key_id: '3MD9688D9K '", ISSUER], &[]),
        ([KEY, "key_id: '@env:KEY_ID'", ISSUER], &[]),
        ([KEY, "key_id: '${{ inputs.key }}'", ISSUER], &[]),
        ([KEY, "key_id: key-$NUMBER", ISSUER], &[]),
        ([KEY, "key_id: Encrypted(Z0FBQUFB)", ISSUER], &["asc-encrypted-value"]),
        ([KEY, "key_id: Encrypted(...)", ISSUER], &["encrypted-placeholder"]),
        ([KEY, "key_id: Encrypted()", ISSUER], &["encrypted-placeholder"]),
        ([KEY, &uuid_as_key, ISSUER], &[format]),
        ([KEY, &uuid_as_key, "issuer_id: 3MD9688D9K"], &[swapped]),
        ([KEY, "key_id: $MY_ISSUER_ID", "issuer_id: $MY_KEY_ID"], &[swapped]),
        ([KEY, "key_id: $MY_ISSUER_ID", ISSUER], &[]),
        ([KEY, "key_id: $APP_STORE_CONNECT_ISSUER_ID", ISSUER], &[swapped]),
        ([KEY, KEY_ID, "issuer_id: 3MD9688D9K"], &["asc-issuer-id-format"]),
        ([KEY, KEY_ID, "issuer_id: APP_STORE_CONNECT_ISSUER_ID"], &[sigil]),
        ([KEY, KEY_ID, "issuer_id: SOME_WORD"], &["asc-issuer-id-format"]),
        (["api_key: $CERTIFICATE_PRIVATE_KEY", KEY_ID, ISSUER], &[wrong]),
        (["api_key: $APP_STORE_CONNECT_ISSUER_ID", KEY_ID, ISSUER], &[wrong]),
        (["api_key: $CERTIFICATE_PRIVATE_KEY_2", KEY_ID, ISSUER], &[]),
        (["api_key: '-----BEGIN CERTIFICATE-----'", KEY_ID, ISSUER], &[wrong]),
        (["api_key: '-----BEGIN PRIVATE KEY-----'", KEY_ID, ISSUER], &[]),
        (["api_key: AuthKey.p8", KEY_ID, ISSUER], &[is_path]),
        (["api_key: $CM_BUILD_DIR/AuthKey.p8", KEY_ID, ISSUER], &[is_path]),
        (["api_key: ~/keys/key", KEY_ID, ISSUER], &[is_path]),
        (["api_key: '@file:AuthKey.p8'", KEY_ID, ISSUER], &[]),
        (["api_key: APP_STORE_CONNECT_PRIVATE_KEY", KEY_ID, ISSUER], &[sigil]),
    ];
    for (asc, expected) in cases {
        assert_eq!(found(&workflow(&[GROUPS], asc)), *expected, "{asc:?}");
    }
}

#[test]
fn variables_are_missed_only_where_nothing_can_set_them() {
    let missing: &[&str] = &["asc-env-variable-unavailable"];
    let asc = [
        "api_key: $MY_KEY",
        "key_id: 3MD9688D9K",
        &format!("issuer_id: {UUID}"),
    ];
    #[rustfmt::skip]
    let cases: &[(&str, &[&str])] = &[
        ("name: iOS", missing),
        ("environment: {groups: []}", missing),
        ("environment: {groups: }", missing),
        ("environment: {vars: {OTHER: 1}}", missing),
        ("environment: {vars: {MY_KEY: $MY_KEY}}", &[]),
        (GROUPS, &[]),
        // What could not be read may set it.
        ("environment: credentials", &[]),
        ("environment: {groups: credentials}", &[]),
        ("environment: {vars: MY_KEY}", &[]),
        ("environment: {<<: *missing}", &[]),
        ("<<: *missing", &[]),
    ];
    for (key, expected) in cases {
        assert_eq!(found(&workflow(&[key], &asc)), *expected, "{key}");
    }
    // The integration sets three names, and no others.
    let standard = workflow(&[INTEGRATION], &[KEY, KEY_ID, ISSUER]);
    assert_eq!(found(&standard), [""; 0]);
    let other = workflow(&[INTEGRATION], &["api_key: $MY_KEY", KEY_ID, ISSUER]);
    assert_eq!(found(&other), missing);
}

#[test]
fn a_shared_anchor_is_judged_by_each_use() {
    let text = "\
definitions:
  publishing: &publishing
    app_store_connect:
      api_key: $MY_KEY
      key_id: $MY_KEY_ID
      issuer_id: $MY_ISSUER
      submit_to_testflight: true
  team: &team
    integrations:
      app_store_connect: Example API key
workflows:
  with-group:
    environment:
      groups: [credentials]
    publishing: *publishing
  without-group:
    publishing: *publishing
  merged:
    <<: *team
    publishing:
      app_store_connect:
        auth: integration
        submit_to_testflight: true
";
    let findings = check(text);
    let missing: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.rule.starts_with("asc-env-"))
        .collect();
    let alias = text.rfind("*publishing").unwrap();
    let shown = |finding: &Finding| (finding.rule.to_string(), finding.span.start());
    let expected = ("asc-env-variable-unavailable".to_owned(), alias);
    let places: Vec<_> = missing.iter().map(|finding| shown(finding)).collect();
    assert_eq!(places, [expected]);
    let related = missing[0].related.iter();
    let related: Vec<&str> = related.map(|it| it.message.as_str()).collect();
    let both = "nor this one";
    assert_eq!(related, ["written here", both, both, "in this workflow"]);
}

#[test]
fn scripts_that_upload_are_told_from_those_that_do_not() {
    let double: &[&str] = &["asc-double-upload"];
    #[rustfmt::skip]
    let cases: &[(&str, &[&str])] = &[
        ("app-store-connect publish", double),
        ("A=1 app-store-connect publish --testflight", double),
        ("app-store-connect publish --skip-package-upload", &[]),
        ("app-store-connect publish --path build/macos/App.pkg", &[]),
        ("app-store-connect publish --help", &[]),
        ("export APP_STORE_CONNECT_SKIP_PACKAGE_UPLOAD=1; app-store-connect publish", &[]),
        ("app-store-connect get-latest-build-number 1", &[]),
        ("echo app-store-connect publish", &[]),
        ("# app-store-connect publish", &[]),
        ("xcrun altool --upload-app -f a.ipa", double),
        ("xcrun altool --validate-app -f a.ipa", &[]),
        ("bundle exec fastlane pilot upload", double),
        ("fastlane run upload_to_testflight ipa:a.ipa", double),
        ("fastlane pilot list", &[]),
        ("fastlane pilot distribute", &[]),
        ("fastlane deliver --skip_binary_upload true", &[]),
        ("fastlane deliver", double),
        ("fastlane deliver download_metadata", &[]),
        ("fastlane beta", &[]),
    ];
    for (script, expected) in cases {
        let scripts = format!("scripts: ['{script}']");
        let text = workflow(&[INTEGRATION, &scripts], &["auth: integration", SUBMIT]);
        assert_eq!(found(&text), *expected, "{script}");
    }
    let waits = |script: &str| found(&format!("workflows: {{ios: {{scripts: ['{script}']}}}}"));
    assert_eq!(
        waits("app-store-connect publish --app-store"),
        ["asc-cli-publish-wait"]
    );
    assert_eq!(waits("app-store-connect publish --path a.ipa"), [""; 0]);
}

#[test]
fn names_are_unknown_only_where_the_project_lists_them() {
    let text = workflow(
        &[
            "integrations: {app_store_connect: Codemagic}",
            "environment: {groups: [a, $B, c]}",
        ],
        &["auth: integration", SUBMIT],
    );
    let mut settings = support::settings();
    assert_eq!(found(&text), [""; 0]);
    settings.known.integrations = Some(vec!["codemagic".into()]);
    settings.known.groups = Some(vec!["a".into()]);
    let findings = check_with(&text, &settings);
    let of = |rule: &str| -> Vec<&str> {
        let same = findings.iter().filter(|finding| finding.rule == rule);
        same.map(|finding| &*finding.message).collect()
    };
    assert_eq!(
        of("unknown-integration"),
        ["unknown integration `Codemagic`; did you mean `codemagic`?"]
    );
    assert_eq!(of("unknown-variable-group"), ["unknown variable group `c`"]);
}

#[test]
fn secrets_are_found_but_never_told() {
    let body =
        "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQgexampleOfNoUse0123456789exampleOfNoUse";
    let pem = format!("-----BEGIN PRIVATE KEY-----\\n{body}\\n-----END PRIVATE KEY-----");
    let fill = "x".repeat(64);
    let long = "0123456789".repeat(5) + "z";
    let key: &[&str] = &["asc-private-key-literal"];
    let password: &[&str] = &[
        "asc-app-specific-password-deprecated",
        "asc-password-literal",
    ];
    let form = &[
        "asc-app-specific-password-deprecated",
        "asc-password-form",
        "asc-password-literal",
    ];
    let none = &["asc-app-specific-password-deprecated"];
    let secret = |value: &str, field: &str| {
        let field = format!("{field}: \"{value}\"");
        if field.starts_with("password") {
            return workflow(&[GROUPS], &["apple_id: $APPLE_ID", &field]);
        }
        workflow(&[GROUPS], &[&field, KEY_ID, ISSUER])
    };
    #[rustfmt::skip]
    let cases: Vec<(String, &str, &[&str])> = vec![
        (secret(&pem, "api_key"), body, key),
        (secret(body, "api_key"), body, key),
        (secret(&format!("-----BEGIN PRIVATE KEY-----{fill}"), "api_key"), &fill, &[]),
        (secret("-----BEGIN PRIVATE KEY-----$KEY", "api_key"), "$$", &[]),
        (secret("dkfj-wmvn-qpxz-rtyb", "password"), "wmvn", password),
        (secret("hunter2hunter", "password"), "hunter", form),
        (secret("pa$$word", "password"), "pa$$", form),
        (secret("abcd-abcd-abcd-abcd", "password"), "$$", none),
        (secret("${{ inputs.password }}", "password"), "$$", none),
        // Whatever it is, it is no id.
        (workflow(&[GROUPS], &[KEY, &format!("key_id: {long}"), ISSUER]), &long, &["asc-key-id-format"]),
    ];
    for (text, secret, expected) in cases {
        assert_eq!(found(&text), expected, "{text}");
        for finding in check(&text) {
            let said = format!("{}{:?}{:?}", finding.message, finding.help, finding.fix);
            assert!(!said.contains(secret), "{said}");
        }
    }
    // In a script, the span is the key and nothing else.
    let script = format!(
        "workflows:\n  a:\n    scripts:\n      - |\n        cat > k <<E\n        -----BEGIN EC PRIVATE KEY-----\n        {body}\n        -----END EC PRIVATE KEY-----\n        E\n"
    );
    let findings = check(&script);
    let finding = findings
        .iter()
        .find(|it| it.rule == "asc-private-key-literal")
        .unwrap();
    let shown = &script[finding.span.range()];
    assert!(
        shown.starts_with("-----BEGIN EC") && shown.ends_with("KEY-----"),
        "{shown}"
    );
}

#[test]
fn fixes_mend_what_they_are_for() {
    let uuid = format!("issuer_id: {UUID}");
    let as_key = format!("key_id: {UUID}");
    #[rustfmt::skip]
    let cases: &[(&str, String)] = &[
        ("asc-auth-missing", workflow(&[INTEGRATION], &[SUBMIT])),
        ("asc-auth-missing", workflow(&[INTEGRATION], &["{submit_to_testflight: true}"])),
        ("asc-auth-missing", workflow(&[INTEGRATION], &[SUBMIT]).replace('\n', "\r\n")),
        ("asc-api-key-incomplete", workflow(&[GROUPS], &[KEY])),
        ("asc-auth-value", workflow(&[INTEGRATION], &["auth: Integration"])),
        ("asc-auth-value", workflow(&[INTEGRATION], &["auth: intergation"])),
        ("asc-key-id-format", workflow(&[GROUPS], &[KEY, "key_id: 3md9688d9k", &uuid])),
        ("asc-key-and-issuer-swapped", workflow(&[GROUPS], &[KEY, &as_key, "issuer_id: '3MD9688D9K'"])),
        ("asc-key-and-issuer-swapped", workflow(&[GROUPS], &[KEY, KEY_ID, "issuer_id: ${APP_STORE_CONNECT_KEY_IDENTIFIER}"])),
        ("asc-private-key-wrong-variable", workflow(&[GROUPS], &["api_key: $CERTIFICATE_PRIVATE_KEY", KEY_ID, ISSUER])),
        ("asc-env-variable-unavailable", workflow(&[INTEGRATION], &["api_key: $MY_KEY", KEY_ID, ISSUER])),
        ("asc-integration-type", "workflows: {ios: {integrations: {app_store_connect: 2026}}}".into()),
        ("asc-password-form", workflow(&[GROUPS], &["apple_id: $APPLE_ID", "password: APP_SPECIFIC_PASSWORD"])),
        ("variable-sigil-missing", workflow(&[GROUPS], &["api_key: APP_STORE_CONNECT_PRIVATE_KEY", KEY_ID, ISSUER])),
    ];
    for (rule, text) in cases {
        let findings = check(text);
        let finding = findings.iter().find(|finding| finding.rule == *rule);
        let fix = finding.and_then(|finding| finding.fix.clone());
        let fix = fix.unwrap_or_else(|| panic!("{rule} has no fix in\n{text}"));
        let mut mended = text.clone();
        for edit in fix.edits.iter().rev() {
            mended.replace_range(edit.span.range(), &edit.text);
        }
        let mut others = found(text);
        others.retain(|other| other != rule);
        assert_eq!(found(&mended), others, "{rule}\n{mended}");
        let bare_breaks = mended.matches('\n').count() - mended.matches("\r\n").count();
        assert!(!text.contains('\r') || bare_breaks == 0, "{mended:?}");
    }
}
