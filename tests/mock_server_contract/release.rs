//! The steps of a release.

use codemagic_lint::app_store_connect::{
    AppVersionState, PhasedReleaseState, ReviewSubmissionState,
};
use serde_json::{Value, json};

use crate::server::{Answer, Server, id_of};

/// The id of the only app.
pub fn app(server: &mut Server) -> String {
    server.first_id("/v1/apps")
}

/// The id of the newest build.
pub fn build(server: &mut Server) -> String {
    server.first_id("/v1/builds?sort=-uploadedDate")
}

/// Asks for a version of the app.
#[track_caller]
pub fn create_version(server: &mut Server, number: &str, attributes: &Value) -> Answer {
    let (app, build) = (app(server), build(server));
    let mut all = json!({ "platform": "IOS", "versionString": number });
    for (name, value) in attributes.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
    let relationships = [("app", "apps", &*app), ("build", "builds", &*build)];
    server.post("appStoreVersions", &all, &relationships)
}

/// The id of a new version 1.0.0 with a build.
#[track_caller]
pub fn draft(server: &mut Server) -> String {
    draft_with(server, &Value::Null)
}

/// The id of a new version 1.0.0 with a build and these attributes.
#[track_caller]
pub fn draft_with(server: &mut Server, attributes: &Value) -> String {
    id_of(&create_version(server, "1.0.0", attributes).ok(201)["data"])
}

/// Asks for a submission.
#[track_caller]
pub fn create_submission(server: &mut Server) -> Answer {
    let app = app(server);
    let attributes = json!({ "platform": "IOS" });
    server.post("reviewSubmissions", &attributes, &[("app", "apps", &app)])
}

/// The id of a new submission.
#[track_caller]
pub fn submission(server: &mut Server) -> String {
    id_of(&create_submission(server).ok(201)["data"])
}

/// Asks for an item.
#[track_caller]
pub fn create_item(server: &mut Server, submission: &str, version: &str) -> Answer {
    let relationships = [
        ("reviewSubmission", "reviewSubmissions", submission),
        ("appStoreVersion", "appStoreVersions", version),
    ];
    server.post("reviewSubmissionItems", &Value::Null, &relationships)
}

/// Asks to send a submission.
#[track_caller]
pub fn submit(server: &mut Server, submission: &str) -> Answer {
    server.patch(
        "reviewSubmissions",
        submission,
        &json!({ "submitted": true }),
    )
}

/// Asks to cancel a submission.
#[track_caller]
pub fn cancel(server: &mut Server, submission: &str) -> Answer {
    server.patch(
        "reviewSubmissions",
        submission,
        &json!({ "canceled": true }),
    )
}

/// Puts a version into a new submission and sends it; gives the submission's id.
#[track_caller]
pub fn send_to_review(server: &mut Server, version: &str) -> String {
    let submission = submission(server);
    create_item(server, &submission, version).ok(201);
    submit(server, &submission).ok(200);
    submission
}

/// Asks for a phased release.
#[track_caller]
pub fn create_phased_release(server: &mut Server, version: &str) -> Answer {
    let relationships = [("appStoreVersion", "appStoreVersions", version)];
    server.post(
        "appStoreVersionPhasedReleases",
        &Value::Null,
        &relationships,
    )
}

/// The texts of a version, the first ones.
pub fn localization(server: &mut Server, version: &str) -> String {
    server.first_id(&format!(
        "/v1/appStoreVersions/{version}/appStoreVersionLocalizations"
    ))
}

/// The state of a version at this moment.
#[track_caller]
pub fn version_state(server: &mut Server, id: &str) -> AppVersionState {
    let body = server.get(&format!("/v1/appStoreVersions/{id}")).ok(200);
    let word = body["data"]["attributes"]["appVersionState"].as_str();
    AppVersionState::parse(word.unwrap()).unwrap()
}

/// The state of a submission at this moment.
#[track_caller]
pub fn submission_state(server: &mut Server, id: &str) -> ReviewSubmissionState {
    let body = server.get(&format!("/v1/reviewSubmissions/{id}")).ok(200);
    let word = body["data"]["attributes"]["state"].as_str();
    ReviewSubmissionState::parse(word.unwrap()).unwrap()
}

/// State and day of the phased release of a version at this moment.
#[track_caller]
pub fn phased_release(server: &mut Server, version: &str) -> (PhasedReleaseState, Option<u64>) {
    let path = format!("/v1/appStoreVersions/{version}/appStoreVersionPhasedRelease");
    let body = server.get(&path).ok(200);
    let attributes = &body["data"]["attributes"];
    let word = attributes["phasedReleaseState"].as_str();
    let state = PhasedReleaseState::parse(word.unwrap()).unwrap();
    (state, attributes["currentDayNumber"].as_u64())
}
