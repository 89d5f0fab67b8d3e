//! Requests that bring a release further, as chance alone seldom does.

use codemagic_lint::app_store_connect::{PhasedReleaseState, ReviewSubmissionState};
use codemagic_lint::mock_server::world::World;
use serde_json::{Value, json};

use crate::server::resource;

/// All of them, those on the way to the store more often.
pub const AIMS: &[u8] = &[0, 0, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 6, 7, 8, 9];

/// Method, path and body of a request that fits the state; `None` where nothing does.
pub fn aimed(world: &World, aim: u8) -> Option<(&'static str, String, Value)> {
    let store = &world.store;
    let app = world.apps.first()?;
    let post = |kind: &str, attributes: Value, relationships: &[(&str, &str, &str)]| {
        let body = resource(kind, None, &attributes, relationships);
        Some(("POST", format!("/v1/{kind}"), body))
    };
    let patch = |kind: &str, id: &str, attributes: Value| {
        let body = resource(kind, Some(id), &attributes, &[]);
        Some(("PATCH", format!("/v1/{kind}/{id}"), body))
    };
    let mut versions = store.versions.iter().rev().filter(|it| it.app == app.id);
    let mut submissions = store.submissions.iter().rev();
    let mut open = |state| submissions.find(|it| it.app == app.id && it.state == state);
    let mut builds = world.testflight.listed().filter(|it| it.app == app.id);
    match aim {
        0 => {
            let is_new = |number: &str| store.versions.iter().all(|it| it.number != number);
            let build = builds.find(|it| is_new(&it.version))?;
            let attributes = json!({
                "platform": "IOS",
                "versionString": build.version,
                "releaseType": (["MANUAL", "AFTER_APPROVAL"])[store.items.len() % 2],
            });
            post(
                "appStoreVersions",
                attributes,
                &[("app", "apps", &app.id), ("build", "builds", &build.id)],
            )
        }
        1 => {
            let draft = versions.find(|it| it.is_draft())?;
            let build = builds.find(|it| it.version == draft.number)?;
            let date = later_hour(world);
            let attributes = json!({ "releaseType": "SCHEDULED", "earliestReleaseDate": date });
            let body = resource(
                "appStoreVersions",
                Some(&draft.id),
                &attributes,
                &[("build", "builds", &build.id)],
            );
            Some(("PATCH", format!("/v1/appStoreVersions/{}", draft.id), body))
        }
        2 => post(
            "reviewSubmissions",
            json!({ "platform": "IOS" }),
            &[("app", "apps", &app.id)],
        ),
        3 => {
            let draft = versions.find(|it| it.is_draft())?;
            let submission = open(ReviewSubmissionState::ReadyForReview)?;
            let relationships = [
                ("reviewSubmission", "reviewSubmissions", &*submission.id),
                ("appStoreVersion", "appStoreVersions", &*draft.id),
            ];
            post("reviewSubmissionItems", Value::Null, &relationships)
        }
        4 => {
            let submission = open(ReviewSubmissionState::ReadyForReview)?;
            patch(
                "reviewSubmissions",
                &submission.id,
                json!({ "submitted": true }),
            )
        }
        5 => {
            let submission = open(ReviewSubmissionState::WaitingForReview)?;
            patch(
                "reviewSubmissions",
                &submission.id,
                json!({ "canceled": true }),
            )
        }
        6 => {
            let submission = open(ReviewSubmissionState::UnresolvedIssues)?;
            patch(
                "reviewSubmissions",
                &submission.id,
                json!({ "canceled": true }),
            )
        }
        7 => {
            let draft = versions.find(|it| it.is_draft())?;
            post(
                "appStoreVersionPhasedReleases",
                Value::Null,
                &[("appStoreVersion", "appStoreVersions", &draft.id)],
            )
        }
        8 => {
            let mut phased_releases = store.phased_releases.iter();
            let running = phased_releases.find(|it| it.state != PhasedReleaseState::Inactive)?;
            let state = if running.state == PhasedReleaseState::Active {
                "PAUSED"
            } else {
                "ACTIVE"
            };
            patch(
                "appStoreVersionPhasedReleases",
                &running.id,
                json!({ "phasedReleaseState": state }),
            )
        }
        _ => {
            let build = builds.last()?;
            post(
                "betaAppReviewSubmissions",
                Value::Null,
                &[("build", "builds", &build.id)],
            )
        }
    }
}

/// An hour that is about to come.
fn later_hour(world: &World) -> String {
    let second = world.now().as_second() / 3600 * 3600 + 2 * 86_400;
    crate::server::moment(second).to_string()
}
