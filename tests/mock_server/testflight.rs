//! Builds, groups, notes and beta review over time.

use codemagic_lint::app_store_connect::{BetaReviewState, BuildAudience, ProcessingState};
use codemagic_lint::mock_server::account::{Account, App, BetaRefusal, Build, Delay};
use serde_json::{Value, json};

use crate::support::{Bench, text};

/// An account with one app, changed from the default.
pub fn account(change: impl FnOnce(&mut App)) -> Account {
    let mut app = App::default();
    change(&mut app);
    Account {
        apps: Some(vec![app]),
        ..Account::default()
    }
}

/// A build that was processed long ago.
pub fn old_build(version: &str, build_number: &str) -> Build {
    Build {
        version: version.into(),
        build_number: build_number.into(),
        ..Build::default()
    }
}

/// The id of the build with a number.
pub fn build(bench: &mut Bench, build_number: &str) -> String {
    let found = bench.get(&format!("/v1/builds?filter[version]={build_number}"));
    text(&found["data"][0]["id"])
}

/// Internal and external state.
pub fn states(bench: &mut Bench, build: &str) -> (String, String) {
    let detail = bench.get(&format!("/v1/builds/{build}/buildBetaDetail"));
    let attributes = &detail["data"]["attributes"];
    (
        text(&attributes["internalBuildState"]),
        text(&attributes["externalBuildState"]),
    )
}

pub fn group(bench: &mut Bench, name: &str) -> String {
    let found = bench.get(&format!("/v1/betaGroups?filter[name]={name}"));
    text(&found["data"][0]["id"])
}

pub fn submit(bench: &mut Bench, build: &str) -> (u16, Value) {
    let body = json!({ "data": {
        "type": "betaAppReviewSubmissions",
        "relationships": { "build": { "data": { "type": "builds", "id": build } } },
    }});
    bench.ask("POST", "/v1/betaAppReviewSubmissions", &body)
}

pub fn give(bench: &mut Bench, group: &str, build: &str) -> (u16, Value) {
    let body = json!({ "data": [{ "type": "builds", "id": build }] });
    let path = format!("/v1/betaGroups/{group}/relationships/builds");
    bench.ask("POST", &path, &body)
}

pub fn note(bench: &mut Bench, build: &str, locale: &str, whats_new: &str) -> (u16, Value) {
    let body = json!({ "data": {
        "type": "betaBuildLocalizations",
        "attributes": { "locale": locale, "whatsNew": whats_new },
        "relationships": { "build": { "data": { "type": "builds", "id": build } } },
    }});
    bench.ask("POST", "/v1/betaBuildLocalizations", &body)
}

pub fn patch(bench: &mut Bench, kind: &str, id: &str, attributes: &Value) -> (u16, Value) {
    let body = json!({ "data": { "type": kind, "id": id, "attributes": attributes } });
    bench.ask("PATCH", &format!("/v1/{kind}/{id}"), &body)
}

/// Status, code and text of the first error.
pub fn refusal(answer: &(u16, Value)) -> (u16, String, String) {
    let error = &answer.1["errors"][0];
    let title = text(&error["title"]);
    let detail = error["detail"].as_str().unwrap_or(&title);
    let told = if title == detail {
        title
    } else {
        format!("{title} - {detail}")
    };
    (answer.0, text(&error["code"]), told)
}

pub fn pair(internal: &str, external: &str) -> (String, String) {
    (internal.into(), external.into())
}

#[test]
fn a_build_that_is_asked_for_appears_is_processed_and_reviewed() {
    let mut bench = Bench::new(Account::default());
    let app = bench.app();
    let query = format!(
        "/v1/builds?limit=100&sort=-uploadedDate&filter[app]={app}&filter[version]=42\
         &filter[preReleaseVersion.version]=1.0.0&filter[preReleaseVersion.platform]=IOS"
    );
    assert_eq!(bench.get(&query)["data"], json!([]));
    bench.wait(59);
    assert_eq!(bench.get(&query)["data"], json!([]));
    bench.wait(1);
    let found = bench.get(&query);
    let id = text(&found["data"][0]["id"]);
    assert_eq!(
        found["data"][0]["attributes"]["processingState"],
        "PROCESSING"
    );
    assert_eq!(
        found["data"][0]["attributes"]["uploadedDate"],
        "2026-03-01T12:00:00+00:00"
    );
    assert_eq!(states(&mut bench, &id), pair("PROCESSING", "PROCESSING"));
    bench.wait(300);
    let states_now = states(&mut bench, &id);
    assert_eq!(
        states_now,
        pair("IN_BETA_TESTING", "READY_FOR_BETA_SUBMISSION")
    );
    let external = group(&mut bench, "External");
    assert_eq!(give(&mut bench, &external, &id).0, 204);
    let (status, body) = submit(&mut bench, &id);
    assert_eq!(
        (status, &body["data"]["attributes"]["betaReviewState"]),
        (201, &json!("WAITING_FOR_REVIEW"))
    );
    bench.wait(12 * 60 * 60);
    assert_eq!(states(&mut bench, &id).1, "IN_BETA_REVIEW");
    bench.wait(60 * 60);
    assert_eq!(states(&mut bench, &id).1, "IN_BETA_TESTING");
    let review = bench.get(&format!("/v1/betaAppReviewSubmissions?filter[build]={id}"));
    assert_eq!(
        review["data"][0]["attributes"]["betaReviewState"],
        "APPROVED"
    );
    bench.wait(90 * 24 * 60 * 60);
    assert_eq!(states(&mut bench, &id), pair("EXPIRED", "EXPIRED"));
    assert_eq!(
        refusal(&submit(&mut bench, &id)).1,
        "ENTITY_UNPROCESSABLE.INVALID_QC_STATE"
    );
}

#[test]
fn what_cannot_be_found_yet_cannot_be_used() {
    let mut bench = Bench::new(account(|_| {}));
    let (status, body) = bench.upload("1.1.0", "7");
    assert_eq!(status, 201);
    let id = text(&body["build"]);
    assert_eq!(
        bench
            .ask("GET", &format!("/v1/builds/{id}"), &Value::Null)
            .0,
        404
    );
    let external = group(&mut bench, "External");
    assert_eq!(give(&mut bench, &external, &id).0, 404);
    let unknown = (
        409,
        "ENTITY_ERROR.RELATIONSHIP.INVALID".to_owned(),
        format!(
            "The provided entity includes a relationship with an invalid value - build with id {id} \
         cannot be found"
        ),
    );
    assert_eq!(refusal(&submit(&mut bench, &id)), unknown);
    assert_eq!(refusal(&note(&mut bench, &id, "en-US", "x")), unknown);
    assert_eq!(bench.get("/v1/preReleaseVersions")["data"], json!([]));
    bench.wait(60);
    assert_eq!(
        bench.get("/v1/preReleaseVersions")["data"][0]["attributes"]["version"],
        "1.1.0"
    );
}

#[test]
fn beta_review_refuses_with_the_words_of_app_store_connect() {
    type Case = (&'static str, fn(&mut App), u16, &'static str, &'static str);
    let cases: [Case; 12] = [
        (
            "still processing",
            |app| app.builds[0].processing = ProcessingState::Processing,
            422,
            "ENTITY_UNPROCESSABLE",
            "The build is not in a valid processing state for this operation.",
        ),
        (
            "invalid",
            |app| app.builds[0].processing = ProcessingState::Invalid,
            422,
            "ENTITY_UNPROCESSABLE",
            "The build is not in a valid processing state for this operation.",
        ),
        (
            "encryption",
            |app| app.builds[0].uses_non_exempt_encryption = None,
            422,
            "ENTITY_UNPROCESSABLE",
            "The build is missing export compliance.",
        ),
        (
            "internal only",
            |app| app.builds[0].audience = BuildAudience::InternalOnly,
            422,
            "ENTITY_UNPROCESSABLE",
            "The build is for internal testing only and cannot be submitted for beta review.",
        ),
        (
            "description",
            |app| app.test_information.localizations[0].description = None,
            422,
            "ENTITY_UNPROCESSABLE",
            "Beta App Description is missing. - Beta App Description is required to submit a \
             build for external testing.",
        ),
        (
            "contact",
            |app| app.test_information.contact_phone = Some(String::new()),
            500,
            "UNEXPECTED_ERROR",
            "An unexpected error occurred. - An unexpected error occurred on the server side. If \
             this issue continues, contact us at https://developer.apple.com/contact/.",
        ),
        (
            "another of the version",
            |app| {
                app.builds.push(Build {
                    beta_review: Some(BetaReviewState::InReview),
                    ..old_build("1.0.0", "2")
                });
            },
            422,
            "ENTITY_UNPROCESSABLE.ANOTHER_BUILD_IN_REVIEW",
            "Another build is in review. - Another build in the same train is already in beta \
             review.",
        ),
        (
            "submitted before",
            |app| app.builds[0].beta_review = Some(BetaReviewState::WaitingForReview),
            422,
            "ENTITY_UNPROCESSABLE.INVALID_QC_STATE",
            "The build is not in a state in which it can be submitted for beta review.",
        ),
        (
            "expired",
            |app| app.builds[0].expired = true,
            422,
            "ENTITY_UNPROCESSABLE.INVALID_QC_STATE",
            "The build is not in a state in which it can be submitted for beta review.",
        ),
        (
            "limit",
            |app| app.review.beta_refusal = Some(BetaRefusal::SubmissionLimitReached),
            422,
            "ENTITY_UNPROCESSABLE.SUBMISSION_LIMIT_REACHED",
            "You have reached the limit of builds that can be submitted for beta review.",
        ),
        (
            "contract",
            |app| app.review.beta_refusal = Some(BetaRefusal::BetaContractMissing),
            422,
            "ENTITY_UNPROCESSABLE.BETA_CONTRACT_MISSING",
            "The beta contract is missing for this app.",
        ),
        (
            "demo account",
            |app| app.test_information.demo_account_required = true,
            422,
            "ENTITY_UNPROCESSABLE",
            "Beta App Review Information is missing. - A demo account is required to submit a \
             build for external testing, since signing in is said to be required.",
        ),
    ];
    for (name, change, status, code, told) in cases {
        let mut bench = Bench::new(account(|app| {
            app.builds = vec![old_build("1.0.0", "1")];
            change(app);
        }));
        let id = build(&mut bench, "1");
        let before = bench.get("/_mock/account");
        let answer = submit(&mut bench, &id);
        assert_eq!(
            refusal(&answer),
            (status, code.to_owned(), told.to_owned()),
            "{name}"
        );
        assert_eq!(bench.get("/_mock/account"), before, "{name}");
    }
}

#[test]
fn an_old_xcode_keeps_a_build_from_external_testing() {
    let mut bench = Bench::new(account(|app| app.upload.sdk_allowed = false));
    bench.upload("1.1.0", "7");
    bench.wait(60 * 60);
    let id = build(&mut bench, "7");
    assert_eq!(
        refusal(&submit(&mut bench, &id)).1,
        "ENTITY_UNPROCESSABLE.BUILD_SDK_NOT_ALLOWED_FOR_EXTERNAL_TESTING"
    );
}

#[test]
fn builds_of_different_versions_are_reviewed_together() {
    let mut bench = Bench::new(account(|app| {
        app.builds = vec![old_build("1.0.0", "1"), old_build("1.1.0", "2")];
    }));
    for build_number in ["1", "2"] {
        let id = build(&mut bench, build_number);
        assert_eq!(submit(&mut bench, &id).0, 201);
    }
}

#[test]
fn an_expired_build_leaves_its_review() {
    let mut bench = Bench::new(account(|app| {
        app.builds = vec![old_build("1.0.0", "1"), old_build("1.0.0", "2")];
    }));
    let (old, new) = (build(&mut bench, "1"), build(&mut bench, "2"));
    assert_eq!(submit(&mut bench, &old).0, 201);
    assert_eq!(submit(&mut bench, &new).0, 422);
    let in_review = "/v1/builds?sort=uploadedDate&filter[expired]=False\
        &filter[betaAppReviewSubmission.betaReviewState]=WAITING_FOR_REVIEW,IN_REVIEW";
    assert_eq!(bench.get(in_review)["data"][0]["id"], old.as_str());
    assert_eq!(
        patch(&mut bench, "builds", &old, &json!({ "expired": true })).0,
        200
    );
    assert_eq!(bench.get(in_review)["data"], json!([]));
    assert_eq!(states(&mut bench, &old), pair("EXPIRED", "EXPIRED"));
    assert_eq!(submit(&mut bench, &new).0, 201);
    bench.wait(24 * 60 * 60);
    assert_eq!(states(&mut bench, &old), pair("EXPIRED", "EXPIRED"));
    let again = patch(&mut bench, "builds", &old, &json!({ "expired": false }));
    assert_eq!(again.0, 409);
}

#[test]
fn a_version_that_was_approved_once_is_approved_at_once() {
    let mut bench = Bench::new(account(|app| {
        app.builds = vec![
            Build {
                beta_review: Some(BetaReviewState::Approved),
                ..old_build("1.0.0", "1")
            },
            old_build("1.0.0", "2"),
        ];
    }));
    let id = build(&mut bench, "2");
    let (status, body) = submit(&mut bench, &id);
    assert_eq!(
        (status, &body["data"]["attributes"]["betaReviewState"]),
        (201, &json!("APPROVED"))
    );
    assert_eq!(states(&mut bench, &id).1, "BETA_APPROVED");
}

#[test]
fn a_rejected_build_stays_rejected() {
    let mut bench = Bench::new(account(|app| {
        app.builds = vec![old_build("1.0.0", "1")];
        app.review.beta_result = BetaReviewState::Rejected;
    }));
    let id = build(&mut bench, "1");
    submit(&mut bench, &id);
    bench.wait(24 * 60 * 60);
    assert_eq!(states(&mut bench, &id).1, "BETA_REJECTED");
    assert_eq!(submit(&mut bench, &id).0, 422);
}

#[test]
fn the_external_state_may_lag_behind_the_build() {
    let mut bench = Bench::new(account(|app| {
        app.upload.appears = Delay::seconds(0);
        app.upload.processes = Delay::seconds(10);
        app.upload.beta_lag = std::time::Duration::from_secs(30);
    }));
    bench.upload("1.1.0", "7");
    bench.wait(10);
    let id = build(&mut bench, "7");
    assert_eq!(
        bench.get(&format!("/v1/builds/{id}"))["data"]["attributes"]["processingState"],
        "VALID"
    );
    assert_eq!(
        states(&mut bench, &id),
        pair("IN_BETA_TESTING", "PROCESSING")
    );
    assert_eq!(
        refusal(&submit(&mut bench, &id)).2,
        "The build is not in a valid processing state for this operation."
    );
    bench.wait(30);
    assert_eq!(submit(&mut bench, &id).0, 201);
}

#[test]
fn the_question_about_encryption_is_answered_once() {
    let mut bench = Bench::new(account(|app| {
        app.builds = vec![Build {
            uses_non_exempt_encryption: None,
            ..old_build("1.0.0", "1")
        }];
    }));
    let id = build(&mut bench, "1");
    let missing = "MISSING_EXPORT_COMPLIANCE";
    assert_eq!(states(&mut bench, &id), pair(missing, missing));
    let answer = json!({ "usesNonExemptEncryption": false });
    assert_eq!(patch(&mut bench, "builds", &id, &answer).0, 200);
    assert_eq!(
        states(&mut bench, &id),
        pair("IN_BETA_TESTING", "READY_FOR_BETA_SUBMISSION")
    );
    let again = patch(&mut bench, "builds", &id, &answer);
    assert_eq!(
        again.1["errors"][0]["detail"],
        "You cannot update when the value is already set."
    );
    let pointer = &again.1["errors"][0]["source"]["pointer"];
    assert_eq!(pointer, "/data/attributes/usesNonExemptEncryption");
}
