//! Secrets in fields and variables: what must be found, what must not, and that no
//! format prints any of it.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::{Finding, Severity};
use codemagic_lint::report::{self, FileReport, Format, Report, Style};
use codemagic_lint::rules;
use codemagic_lint::syntax::SourceFile;

const LETTERS: &str = "aZ3kQ9wTm2LxVb7NsHdRfYc4Gj8PuE5iOo6Kt1Bv";
const BODY: &str = "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQC7VJTUt9Us8cKj";

/// Put together here, lest others take it for a real one.
fn token() -> String {
    format!("ghp_{}", &LETTERS[..36])
}

fn pem() -> String {
    format!("-----BEGIN PRIVATE KEY-----\\n{BODY}\\n-----END PRIVATE KEY-----")
}

fn workflow(lines: &str) -> String {
    let text = "workflows:\n  app:\n    name: App\n    artifacts: ['*.apk', '*.aab', '*.msix']\n    scripts: [make]\n";
    let lines: String = lines
        .lines()
        .flat_map(|line| ["    ", line, "\n"])
        .collect();
    format!("{text}{lines}")
}

fn vars(line: &str) -> String {
    workflow(&format!("environment:\n  vars:\n    {line}"))
}

fn publishing(lines: &str) -> String {
    workflow(&format!("publishing:\n  {lines}"))
}

fn findings(text: &str) -> Vec<Finding> {
    let settings = support::settings_without(&[
        "firebase-token-deprecated",
        "gp-credentials-path",
        "partner-center-artifact",
        "variable-sigil-missing",
    ]);
    support::check_with(text, &settings)
}

fn expect(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let found = findings(text);
        assert_eq!(support::ids(&found), *expected, "{text}\n{found:#?}");
    }
}

#[test]
fn one_secret_among_vars_is_one_finding() {
    let google = format!("AIza{}", &LETTERS[..35]);
    expect(&[
        (vars(&format!("DEPLOY: {}", token())), &["secret-in-vars"]),
        (
            vars(&format!("DEPLOY_TOKEN: {}", token())),
            &["secret-in-vars"],
        ),
        (
            vars(&format!("HEADER: 'Authorization: Bearer {}'", token())),
            &["secret-in-vars"],
        ),
        (
            vars("REPOSITORY: https://ci:Xq7wpRt2@git.mail.test/a.git"),
            &["secret-in-vars"],
        ),
        (
            vars(&format!("APP_PRIVATE_KEY: \"{}\"", pem())),
            &["asc-private-key-literal"],
        ),
        (
            vars(&format!("MAPS_API_KEY: {google}")),
            &["secret-in-vars"],
        ),
        (vars(&format!("FIREBASE_API_KEY: {google}")), &[]),
        (
            vars(&format!("FIREBASE_CI: {}", token())),
            &["secret-in-vars"],
        ),
        (
            vars("KEYSTORE_PASSWORD: blue-kettle"),
            &["secret-like-name"],
        ),
        (vars("KEYSTORE_PASSWORD: android"), &[]),
        (vars("KEYSTORE_PASSWORD: 20240101"), &[]),
        (vars("KEYSTORE_PASSWORD: true"), &[]),
        (vars("KEYSTORE_PASSWORD: $STORED"), &[]),
        (
            vars("KEYSTORE_PASSWORD: Encrypted(Z0FBQUFBQmVyYWJjZGVm)"),
            &["asc-encrypted-value"],
        ),
        (vars("KEYSTORE_PASSWORD: changeme"), &["placeholder-value"]),
        (
            vars("MAPS_API_KEY: 9f86d081884c7d65"),
            &["secret-like-name"],
        ),
        (vars("MAPS_KEY: 9f86d081884c7d65"), &[]),
        (vars("PASSWORD_HINT: blue-kettle"), &[]),
    ]);
    let severity = |text: &str| findings(text)[0].severity;
    assert_eq!(
        severity(&vars(&format!("MAPS: {google}"))),
        Severity::Warning
    );
    assert_eq!(
        severity(&vars(&format!("MAPS: {}", token()))),
        Severity::Error
    );
    assert_eq!(
        severity(&vars("A_SECRET: 9f86d081884c7d65")),
        Severity::Warning
    );
}

#[test]
fn variables_of_a_shared_mapping_are_reported_once() {
    let one = vars(&format!("<<: &shared {{DEPLOY: {}}}", token()));
    let two = vars("<<: *shared").replace("workflows:\n  app:", "  other:");
    assert_eq!(
        support::ids(&findings(&format!("{one}{two}"))),
        ["secret-in-vars"]
    );
}

#[test]
fn one_secret_in_a_credential_is_one_finding() {
    let json = format!(
        "{{\"type\": \"service_account\", \"private_key\": \"{}\"}}",
        pem()
    );
    let play = |value: &str| {
        publishing(&format!(
            "google_play: {{track: beta, credentials: {value}}}"
        ))
    };
    let firebase = |key: &str, value: &str| {
        publishing(&format!(
            "firebase: {{{key}: {value}, android: {{app_id: $ID}}}}"
        ))
    };
    let account = "firebase_service_account";
    let encoded = format!(
        "ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudC{}",
        LETTERS.repeat(30)
    );
    let refresh = format!("1//0{}", LETTERS.repeat(2));
    expect(&[
        (play(&format!("'{json}'")), &["gp-credentials-literal"]),
        (play(&encoded), &["gp-credentials-literal"]),
        (play(&token()), &["gp-credentials-literal"]),
        (play("$CREDENTIALS"), &[]),
        (play("service-account.json"), &[]),
        (
            firebase(account, &format!("'{json}'")),
            &["firebase-credentials-literal"],
        ),
        (firebase(account, "$ACCOUNT"), &[]),
        (firebase(account, "some words"), &[]),
        (
            firebase("firebase_token", &refresh),
            &["firebase-credentials-literal"],
        ),
        (
            firebase("firebase_token", "9f86d081884c7d65"),
            &["firebase-credentials-literal"],
        ),
        (firebase("firebase_token", "$TOKEN"), &[]),
        (firebase("firebase_token", "FIREBASE_CI_TOKEN"), &[]),
    ]);
    // JSON without quotes is a mapping for YAML.
    for text in [
        play(&json),
        firebase(account, &json),
        firebase("firebase_token", &json),
    ] {
        let found = findings(&text);
        let mut ids = support::ids(&found);
        ids.retain(|id| id.ends_with("-literal"));
        assert_eq!(ids.len(), 1, "{text}\n{found:#?}");
        assert_ne!(ids, ["asc-private-key-literal"]);
    }
}

#[test]
fn other_secrets_of_publishers() {
    let store = |secret: &str| {
        workflow(&format!(
            "environment:\n  vars: {{CLIENT_KEY: $X}}\npublishing:\n  partner_center: {{store_id: $A, tenant_id: $B, client_id: $C, client_secret: {secret}}}"
        ))
    };
    let slack = |channel: &str| publishing(&format!("slack: {{channel: '{channel}'}}"));
    let hook = format!(
        "https://hooks.slack.com/services/T09AF2345/B09AF2345/{}",
        &LETTERS[..24]
    );
    expect(&[
        (store("blue kettle"), &["partner-center-secret-literal"]),
        (store("$SECRET"), &[]),
        (store("CLIENT_KEY"), &[]),
        (store("Encrypted(abcdefghijkl)"), &["asc-encrypted-value"]),
        (store("<secret>"), &["placeholder-value"]),
        (slack(&hook), &["slack-webhook-literal"]),
        (slack("#builds"), &[]),
    ]);
}

fn printed(text: &str) -> Vec<(&'static str, String)> {
    let checked = rules::check(
        SourceFile::new("codemagic.yaml", text),
        &support::settings(),
    );
    let source = checked.tree.source().clone();
    let file = FileReport::new(source, checked.findings, checked.secrets, 100);
    let report = Report { files: vec![file] };
    let style = Style::default();
    let render = |format: Format| {
        (
            format.name(),
            report::render(&report, format, &style).unwrap(),
        )
    };
    Format::ALL.into_iter().map(render).collect()
}

#[test]
fn no_format_prints_any_of_them() {
    let json = format!(
        "{{\"type\": \"service_account\", \"private_key\": \"{}\"}}",
        pem()
    );
    let secret = "Kettle9-Blue-Harbour";
    let cases = [
        (vars(&format!("DEPLOY: {}", token())), token()),
        (vars(&format!("A_PASSWORD: {secret}")), secret.to_owned()),
        (
            publishing(&format!(
                "google_play: {{track: beta, credentials: '{json}'}}"
            )),
            BODY.to_owned(),
        ),
        (
            publishing(&format!(
                "google_play:\n    track: beta\n    credentials: {json}"
            )),
            BODY.to_owned(),
        ),
        (
            publishing(&format!("partner_center: {{client_secret: {secret}}}")),
            secret.to_owned(),
        ),
        // Not judged here, but near something that is.
        (
            workflow(&format!(
                "x: 1\nartifacts: []\nscripts:\n  - git clone https://{}@git.mail.test",
                token()
            )),
            token(),
        ),
        (workflow(&format!("x: 1 # {}", token())), token()),
    ];
    for (text, secret) in cases {
        for (format, out) in printed(&text) {
            assert!(!out.contains(&secret), "{format} of\n{text}\n{out}");
        }
    }
}

#[test]
fn spans_cover_the_value() {
    for (text, secret) in [
        (vars(&format!("DEPLOY: 'Bearer {}'", token())), token()),
        (
            vars(&format!("DEPLOY: |\n      first\n      {}", token())),
            token(),
        ),
        (vars("A_PASSWORD: blue-kettle"), "blue-kettle".to_owned()),
    ] {
        let found = findings(&text);
        assert!(text[found[0].span.range()].contains(&secret), "{text}");
        assert!(!found[0].message.contains(&secret));
    }
}

#[test]
fn real_files_keep_few_secrets() {
    let Some(files) = support::corpus() else {
        return;
    };
    for path in files {
        let found = support::check(&support::read(&path));
        let ours = found.iter().filter(|finding| {
            matches!(
                &*finding.rule,
                "secret-in-vars"
                    | "secret-like-name"
                    | "gp-credentials-literal"
                    | "firebase-credentials-literal"
            )
        });
        assert_eq!(
            ours.count(),
            0,
            "{}: secrets were taken out of these files",
            path.display()
        );
    }
}
