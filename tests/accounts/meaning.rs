//! What the keys of an account file come to.

use std::time::Duration;

use codemagic_lint::app_store_connect::{AppVersionState, BetaReviewState, Platform};
use codemagic_lint::mock_server::account::{
    Account, App, BetaRefusal, Delay, FaultKind, Role, UploadRefusal,
};

use super::account;

fn app(body: &str) -> App {
    let text = format!("apps:\n  - bundle_id: io.example.app\n{body}");
    account(&text).apps.unwrap().remove(0)
}

fn debug(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

#[test]
fn nothing_said_is_the_default() {
    for text in ["", "# only a comment\n", "---\n", "{}\n", "null\n"] {
        assert_eq!(
            debug(&account(text)),
            debug(&Account::default()),
            "{text:?}"
        );
    }
    assert_eq!(debug(&app("")), debug(&App::default()));
    let everything_empty = "    test_information: {}\n    store: {}\n    upload: {}\n    builds: \
                            []\n    submissions: []\n    beta_review: {}\n    app_review: {}\n    \
                            cancellation: {}\n";
    assert_eq!(debug(&app(everything_empty)), debug(&App::default()));
    let sections = account("key: {}\nrate_limit: {}\nfaults: []\nunsettled: {}\n");
    assert_eq!(debug(&sections), debug(&Account::default()));
    assert!(account("apps: []\n").apps.unwrap().is_empty());
}

/// A default that the schema and the guide tell is the one that holds.
#[test]
fn told_defaults_are_true() {
    let mut said = String::new();
    for (path, section) in codemagic_lint::mock_server::account::file::sections() {
        let keys = section.fields.iter();
        let keys = keys.filter_map(|field| Some((field.key, field.default?)));
        let body: String = keys
            .map(|(key, default)| format!("{key}: {default}, "))
            .collect();
        let Some(rest) = path.strip_prefix("apps[].") else {
            continue;
        };
        if !rest.contains('.') && !rest.ends_with("[]") {
            said.push_str(&format!("    {rest}: {{{body}}}\n"));
        }
    }
    assert!(said.contains("processing_takes: 5m"), "{said}");
    assert_eq!(debug(&app(&said)), debug(&App::default()));
    for (path, section) in codemagic_lint::mock_server::account::file::sections() {
        let keys = section.fields.iter();
        let keys = keys.filter_map(|field| Some((field.key, field.default?)));
        let body: String = keys
            .map(|(key, default)| format!("{key}: {default}, "))
            .collect();
        match path.as_str() {
            "" => assert_eq!(
                debug(&account(&format!("{{{body}}}"))),
                debug(&Account::default())
            ),
            "key" | "rate_limit" | "unsettled" => {
                let text = format!("{path}: {{{body}}}\n");
                assert_eq!(debug(&account(&text)), debug(&Account::default()), "{text}");
            }
            "apps[].builds[]" | "apps[].versions[]" => {
                let list = path.trim_start_matches("apps[].").trim_end_matches("[]");
                let said = app(&format!("    {list}: [{{{body}}}]\n"));
                let silent = app(&format!("    {list}: [{{}}]\n"));
                assert_eq!(debug(&said), debug(&silent));
            }
            _ => {}
        }
    }
}

#[test]
fn an_empty_text_is_none_and_an_absent_key_the_default() {
    for written in ["\"\"", "null", "~", "", "'  '"] {
        let app = app(&format!(
            "    test_information:\n      feedback_email: {written}\n"
        ));
        let information = app.test_information;
        assert_eq!(
            information.localizations[0].feedback_email, None,
            "{written}"
        );
        assert!(information.localizations[0].description.is_some());
        assert!(information.contact_email.is_some());
    }
    let german = app("    test_information: {localizations: [{locale: de-DE}]}\n");
    let texts = &german.test_information.localizations;
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].locale.as_deref(), Some("de-DE"));
    assert!(texts[0].description.is_some());
    let none = app("    test_information: {localizations: []}\n");
    assert!(none.test_information.localizations.is_empty());
    let unanswered = app("    upload: {uses_non_exempt_encryption: null}\n");
    assert_eq!(unanswered.upload.uses_non_exempt_encryption, None);
    assert_eq!(
        account("unsettled: {notes_limit: null}\n")
            .switches
            .notes_limit,
        None
    );
}

#[test]
fn groups_and_versions_may_be_none() {
    assert!(app("    groups: []\n").groups.is_empty());
    assert!(app("    versions: []\n").first_version);
    assert!(!app("    versions: [{}]\n").first_version);
    let group = app("    groups: [{internal: true}]\n").groups.remove(0);
    assert!(group.is_internal && group.has_access_to_all_builds);
    assert_eq!((group.name.as_str(), group.testers), ("Team", 5));
}

#[test]
fn durations() {
    let appears = |text: &str| {
        app(&format!("    upload: {{appears_after: {text}}}\n"))
            .upload
            .appears
    };
    for (text, seconds) in [
        ("0s", 0),
        ("90s", 90),
        ("15m", 900),
        ("2h", 7200),
        ("1d", 86_400),
        ("1h30m", 5400),
        ("1d2h3m4s", 93_784),
    ] {
        assert_eq!(appears(text), Delay::seconds(seconds), "{text}");
    }
    assert_eq!(appears("never"), Delay::Never);
}

#[test]
fn numbers_stay_as_they_are_written() {
    let app = app("    builds: [{version: 1.10, build_number: 007}]\n");
    assert_eq!(app.builds[0].version, "1.10");
    assert_eq!(app.builds[0].build_number, "007");
}

#[test]
fn faults() {
    let text = "faults:\n  - {answer: 401, times: 1, after: 2}\n  - {request: GET, slow: 40s}\n  - {request: \
                /v1/apps, answer: 503, takes_effect: true}\n  - {request: POST /v1/betaAppReviewSubmissions, answer: \
                cut, times: always}\n";
    let faults = account(text).faults;
    let told: Vec<_> = faults
        .iter()
        .map(|it| (it.method.as_deref(), it.path.as_deref(), it.after, it.times))
        .collect();
    assert_eq!(
        told,
        [
            (None, None, 2, Some(1)),
            (Some("GET"), None, 0, None),
            (None, Some("/v1/apps"), 0, None),
            (Some("POST"), Some("/v1/betaAppReviewSubmissions"), 0, None),
        ]
    );
    let kinds: Vec<_> = faults
        .iter()
        .map(|it| (&it.kind, it.takes_effect))
        .collect();
    assert_eq!(
        kinds,
        [
            (&FaultKind::Unauthorized, false),
            (&FaultKind::Slow(Duration::from_secs(40)), false),
            (&FaultKind::ServerError(503), true),
            (&FaultKind::Cut, false),
        ]
    );
}

#[test]
fn words_become_what_they_say() {
    let roles = [
        ("admin", Role::Admin),
        ("app-manager", Role::AppManager),
        ("developer", Role::Developer),
        ("marketing", Role::Marketing),
        ("sales", Role::Sales),
        ("finance", Role::Finance),
        ("customer-support", Role::CustomerSupport),
    ];
    for (word, role) in roles {
        assert_eq!(account(&format!("key: {{role: {word}}}\n")).key.role, role);
    }
    let refusals = [
        ("authentication", UploadRefusal::Authentication),
        ("sdk-too-old", UploadRefusal::SdkTooOld),
        ("provisioning-profile", UploadRefusal::ProvisioningProfile),
        ("fails-afterwards", UploadRefusal::FailsAfterwards),
    ];
    for (word, refusal) in refusals {
        let upload = app(&format!("    upload: {{refused: {word}}}\n")).upload;
        assert_eq!(upload.refused, Some(refusal));
    }
    let review = app(
        "    beta_review: {result: REJECTED, refused: BETA_CONTRACT_MISSING}\n    app_review: \
         {result: INVALID_BINARY}\n    cancellation: {takes: never, refused: true}\n",
    )
    .review;
    assert_eq!(review.beta_result, BetaReviewState::Rejected);
    assert_eq!(review.beta_refusal, Some(BetaRefusal::BetaContractMissing));
    assert_eq!(review.app_result, AppVersionState::InvalidBinary);
    assert_eq!(review.cancellation_takes, Delay::Never);
    assert!(review.cancellation_refused);
    let build = app("    builds: [{platform: TV_OS, beta_review: APPROVED}]\n")
        .builds
        .remove(0);
    assert_eq!(build.platform, Platform::TvOs);
    assert_eq!(build.beta_review, Some(BetaReviewState::Approved));
}

#[test]
fn keys_are_checked() {
    let pem = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n";
    let block: String = pem.lines().map(|line| format!("    {line}\n")).collect();
    let key = account(&format!("key:\n  public_key: |\n{block}")).key;
    assert!(key.public_key.is_some());
}
