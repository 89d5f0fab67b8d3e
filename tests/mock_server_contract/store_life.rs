//! How versions, submissions and phased releases go through their states.

use codemagic_lint::app_store_connect::Platform;
use codemagic_lint::app_store_connect::{
    AppVersionState as V, PhasedReleaseState as P, ReviewSubmissionState as S,
};
use codemagic_lint::mock_server::account::{App, Build, Delay, Review, Submission};
use codemagic_lint::mock_server::store::highest_closed_version;
use serde_json::{Value, json};

use crate::accounts::{first_version, ready, version, with_versions};
use crate::release::{
    cancel, create_item, create_phased_release, create_submission, create_version, draft,
    draft_with, localization, phased_release, send_to_review, submission, submission_state, submit,
    version_state,
};
use crate::server::{Server, id_of};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

#[test]
fn an_approved_version_waits_for_a_person_a_date_or_nobody() {
    let date = "2026-11-25T09:00:00+00:00";
    let scheduled = json!({ "releaseType": "SCHEDULED", "earliestReleaseDate": date });
    for (attributes, approved, later, released) in [
        (
            json!({ "releaseType": "MANUAL" }),
            V::PendingDeveloperRelease,
            30 * DAY,
            V::PendingDeveloperRelease,
        ),
        (
            scheduled,
            V::PendingAppleRelease,
            2 * DAY,
            V::ReadyForDistribution,
        ),
        (
            Value::Null,
            V::ProcessingForDistribution,
            HOUR,
            V::ReadyForDistribution,
        ),
    ] {
        let mut server = Server::with_app(ready());
        let version = draft_with(&mut server, &attributes);
        assert_eq!(
            version_state(&mut server, &version),
            V::PrepareForSubmission
        );
        let submission = submission(&mut server);
        create_item(&mut server, &submission, &version).ok(201);
        assert_eq!(version_state(&mut server, &version), V::ReadyForReview);
        submit(&mut server, &submission).ok(200);
        assert_eq!(version_state(&mut server, &version), V::WaitingForReview);
        assert_eq!(
            submission_state(&mut server, &submission),
            S::WaitingForReview
        );
        server.advance(DAY - 1);
        assert_eq!(
            submission_state(&mut server, &submission),
            S::WaitingForReview
        );
        server.advance(1);
        assert_eq!(version_state(&mut server, &version), V::InReview);
        assert_eq!(submission_state(&mut server, &submission), S::InReview);
        server.advance(2 * HOUR);
        assert_eq!(version_state(&mut server, &version), approved);
        assert_eq!(submission_state(&mut server, &submission), S::Completing);
        server.advance(60);
        assert_eq!(submission_state(&mut server, &submission), S::Complete);
        server.advance(later);
        assert_eq!(version_state(&mut server, &version), released);
    }
}

#[test]
fn a_released_version_takes_the_place_of_the_one_before() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    send_to_review(&mut server, &version);
    server.advance(2 * DAY);
    let app = crate::release::app(&mut server);
    let body = server
        .get(&format!("/v1/apps/{app}/appStoreVersions"))
        .ok(200);
    let states: Vec<_> = body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let it = &it["attributes"];
            (
                it["versionString"].as_str().unwrap(),
                it["appStoreState"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("1.0.0", "READY_FOR_SALE"),
            ("0.0.0", "REPLACED_WITH_NEW_VERSION")
        ]
    );
}

#[test]
fn a_refused_version_can_be_sent_again_when_its_submission_is_cancelled() {
    for result in [V::Rejected, V::MetadataRejected, V::InvalidBinary] {
        let review = Review {
            app_result: result,
            ..Review::default()
        };
        let mut server = Server::with_app(App { review, ..ready() });
        let version = draft(&mut server);
        let submission = send_to_review(&mut server, &version);
        server.advance(2 * DAY);
        assert_eq!(version_state(&mut server, &version), result);
        assert_eq!(
            submission_state(&mut server, &submission),
            S::UnresolvedIssues
        );
        let item = server.first_id(&format!("/v1/reviewSubmissions/{submission}/items"));
        server
            .patch("reviewSubmissionItems", &item, &json!({ "resolved": true }))
            .ok(200);
        create_submission(&mut server).refused(409);
        cancel(&mut server, &submission).ok(200);
        server.advance(20);
        assert_eq!(version_state(&mut server, &version), result);
        send_to_review(&mut server, &version);
        assert_eq!(version_state(&mut server, &version), V::WaitingForReview);
    }
}

#[test]
fn a_cancelled_submission_frees_its_version_in_the_end() {
    for wait in [0, 25 * HOUR] {
        let mut server = Server::with_app(ready());
        let version = draft(&mut server);
        let submission = send_to_review(&mut server, &version);
        server.advance(wait);
        cancel(&mut server, &submission).ok(200);
        assert_eq!(version_state(&mut server, &version), V::DeveloperRejected);
        assert_eq!(submission_state(&mut server, &submission), S::Canceling);
        let other = create_submission(&mut server);
        let detail = other.refused(409)["detail"].as_str().unwrap();
        assert_eq!(
            detail,
            format!("There is another reviewSubmissions with id {submission} still in progress")
        );
        server.advance(20);
        assert_eq!(submission_state(&mut server, &submission), S::Complete);
        let body = server
            .get(&format!("/v1/reviewSubmissions/{submission}/items"))
            .ok(200);
        assert_eq!(body["data"][0]["attributes"]["state"], "REMOVED");
        send_to_review(&mut server, &version);
        server.advance(2 * DAY);
        assert_eq!(
            version_state(&mut server, &version),
            V::ReadyForDistribution
        );
    }
}

#[test]
fn review_may_never_begin() {
    let review = Review {
        app_waits: Delay::Never,
        ..Review::default()
    };
    let mut server = Server::with_app(App { review, ..ready() });
    let version = draft(&mut server);
    send_to_review(&mut server, &version);
    server.advance(1000 * DAY);
    assert_eq!(version_state(&mut server, &version), V::WaitingForReview);
}

#[test]
fn an_item_that_is_taken_out_leaves_a_draft() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let submission = submission(&mut server);
    for removes in [true, false] {
        let item = id_of(&create_item(&mut server, &submission, &version).ok(201)["data"]);
        if removes {
            let body = server.patch("reviewSubmissionItems", &item, &json!({ "removed": true }));
            assert_eq!(body.ok(200)["data"]["attributes"]["state"], "REMOVED");
        } else {
            server
                .delete(&format!("/v1/reviewSubmissionItems/{item}"))
                .ok(204);
        }
        assert_eq!(
            version_state(&mut server, &version),
            V::PrepareForSubmission
        );
    }
}

#[test]
fn a_phased_release_takes_seven_days_and_pauses_do_not_count() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let phased = id_of(&create_phased_release(&mut server, &version).ok(201)["data"]);
    assert_eq!(phased_release(&mut server, &version), (P::Inactive, None));
    send_to_review(&mut server, &version);
    server.advance(DAY + 3 * HOUR);
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(1)));
    server.advance(2 * DAY);
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(3)));
    let change = |server: &mut Server, state: &str| {
        let state = json!({ "phasedReleaseState": state });
        server
            .patch("appStoreVersionPhasedReleases", &phased, &state)
            .ok(200)
    };
    change(&mut server, "PAUSED");
    server.advance(5 * DAY);
    assert_eq!(phased_release(&mut server, &version), (P::Paused, Some(3)));
    let body = change(&mut server, "ACTIVE");
    assert_eq!(body["data"]["attributes"]["totalPauseDuration"], 5);
    server.advance(3 * DAY);
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(6)));
    server.advance(DAY);
    assert_eq!(
        phased_release(&mut server, &version),
        (P::Complete, Some(7))
    );
}

/// However often and whenever somebody pauses, a day has 24 hours of its own.
#[test]
fn a_day_of_a_phased_release_goes_on_where_it_was_paused() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let phased = id_of(&create_phased_release(&mut server, &version).ok(201)["data"]);
    send_to_review(&mut server, &version);
    server.advance(DAY + 3 * HOUR);
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(1)));
    let before = server.mock.world.clone();
    let change = |server: &mut Server, state: &str| {
        let state = json!({ "phasedReleaseState": state });
        server
            .patch("appStoreVersionPhasedReleases", &phased, &state)
            .ok(200);
    };
    for _ in 0..20 {
        server.advance(HOUR);
        change(&mut server, "PAUSED");
        server.advance(30 * HOUR);
        change(&mut server, "ACTIVE");
    }
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(1)));
    assert_eq!(server.mock.world.agenda.len(), before.agenda.len());
    server.advance(4 * HOUR - 1);
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(1)));
    server.advance(1);
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(2)));
    server.advance(DAY);
    assert_eq!(phased_release(&mut server, &version), (P::Active, Some(3)));
}

#[test]
fn the_earlier_version_that_nobody_described_takes_no_number_away() {
    for number in ["0.0.0", "0.0.1", "0.1"] {
        let mut server = Server::with_app(App {
            builds: vec![Build {
                version: number.into(),
                ..Build::default()
            }],
            ..App::default()
        });
        let version = id_of(&create_version(&mut server, number, &Value::Null).ok(201)["data"]);
        send_to_review(&mut server, &version);
        let app = &server.mock.world.apps[0].id;
        let closed = highest_closed_version(&server.mock.world, app, Platform::Ios);
        assert_eq!(closed, None, "{number}");
    }
}

#[test]
fn a_phased_release_can_be_turned_off_and_completed_early() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let phased = id_of(&create_phased_release(&mut server, &version).ok(201)["data"]);
    let path = format!("/v1/appStoreVersionPhasedReleases/{phased}");
    server.delete(&path).ok(204);
    let related = format!("/v1/appStoreVersions/{version}/appStoreVersionPhasedRelease");
    assert_eq!(server.get(&related).ok(200)["data"], Value::Null);
    let phased = id_of(&create_phased_release(&mut server, &version).ok(201)["data"]);
    send_to_review(&mut server, &version);
    server.advance(2 * DAY);
    let done = json!({ "phasedReleaseState": "COMPLETE" });
    server
        .patch("appStoreVersionPhasedReleases", &phased, &done)
        .ok(200);
    assert_eq!(phased_release(&mut server, &version).0, P::Complete);
}

#[test]
fn a_new_version_has_the_texts_of_the_record() {
    for (app, whats_new) in [
        (ready(), json!("Improvements and corrections.")),
        (first_version(), Value::Null),
    ] {
        let mut server = Server::with_app(app);
        let version = draft(&mut server);
        let texts = localization(&mut server, &version);
        let body = server
            .get(&format!("/v1/appStoreVersionLocalizations/{texts}"))
            .ok(200);
        let attributes = &body["data"]["attributes"];
        assert_eq!(attributes["locale"], "en-US");
        assert_eq!(attributes["description"], "An app for trying things out.");
        assert_eq!(attributes["whatsNew"], whats_new);
        let body = server
            .get(&format!("/v1/appStoreVersions/{version}"))
            .ok(200);
        assert_eq!(body["data"]["attributes"]["copyright"], "2026 Example Ltd");
    }
}

#[test]
fn texts_are_changed_one_by_one_and_a_change_may_change_nothing() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let texts = localization(&mut server, &version);
    let kind = "appStoreVersionLocalizations";
    server.patch(kind, &texts, &Value::Null).ok(200);
    let body = server
        .patch(
            kind,
            &texts,
            &json!({ "whatsNew": "New", "keywords": null }),
        )
        .ok(200);
    let attributes = &body["data"]["attributes"];
    assert_eq!(
        (&attributes["whatsNew"], &attributes["keywords"]),
        (&json!("New"), &Value::Null)
    );
    assert_eq!(attributes["description"], "An app for trying things out.");
    let german = json!({ "locale": "de-DE", "whatsNew": "Neu" });
    let relationships = [("appStoreVersion", "appStoreVersions", &*version)];
    let german = id_of(&server.post(kind, &german, &relationships).ok(201)["data"]);
    let path = format!("/v1/appStoreVersions/{version}/appStoreVersionLocalizations");
    assert_eq!(
        server.get(&path).ok(200)["data"].as_array().unwrap().len(),
        2
    );
    server.delete(&format!("/v1/{kind}/{german}")).ok(204);
    assert_eq!(
        server.get(&path).ok(200)["data"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn a_draft_is_renamed_and_deleted() {
    let mut server = Server::with_app(with_versions(vec![
        version("0.9.0", V::ReadyForDistribution),
        version("2.0.0", V::PrepareForSubmission),
    ]));
    let app = crate::release::app(&mut server);
    let path =
        format!("/v1/apps/{app}/appStoreVersions?filter[appStoreState]=PREPARE_FOR_SUBMISSION");
    let draft = server.first_id(&path);
    let build = crate::release::build(&mut server);
    let attributes = json!({
        "versionString": "1.0.0",
        "releaseType": "SCHEDULED",
        "earliestReleaseDate": "2030-01-01T14:00:00+00:00",
    });
    let builds = [("build", "builds", &*build)];
    let body = server
        .patch_with("appStoreVersions", &draft, &attributes, &builds)
        .ok(200);
    let attributes = &body["data"]["attributes"];
    assert_eq!(attributes["versionString"], "1.0.0");
    assert_eq!(
        attributes["earliestReleaseDate"],
        "2030-01-01T14:00:00+00:00"
    );
    let related = server
        .get(&format!("/v1/appStoreVersions/{draft}/build"))
        .ok(200);
    assert_eq!(id_of(&related["data"]), build);
    let related = server
        .get(&format!("/v1/builds/{build}/appStoreVersion"))
        .ok(200);
    assert_eq!(id_of(&related["data"]), draft);
    server
        .patch(
            "appStoreVersions",
            &draft,
            &json!({ "versionString": "1.0.1" }),
        )
        .ok(200);
    let related = server
        .get(&format!("/v1/appStoreVersions/{draft}/build"))
        .ok(200);
    assert_eq!(related["data"], Value::Null);
    server
        .delete(&format!("/v1/appStoreVersions/{draft}"))
        .ok(204);
    server
        .get(&format!("/v1/appStoreVersions/{draft}"))
        .refused(404);
}

#[test]
fn dates_are_read_in_both_formats_of_the_client() {
    for date in [
        "2026-12-22T14:00:00.000+0000",
        "2026-12-22T14:00:00+00:00",
        "2026-12-22T06:00:00-08:00",
    ] {
        let mut server = Server::with_app(ready());
        let attributes = json!({ "releaseType": "SCHEDULED", "earliestReleaseDate": date });
        let body = create_version(&mut server, "1.0.0", &attributes).ok(201);
        assert_eq!(
            body["data"]["attributes"]["earliestReleaseDate"],
            "2026-12-22T14:00:00+00:00"
        );
    }
}

#[test]
fn a_described_submission_goes_on() {
    for (state, after, ended) in [
        (S::ReadyForReview, 30 * DAY, S::ReadyForReview),
        (S::WaitingForReview, 2 * DAY, S::Complete),
        (S::InReview, 3 * HOUR, S::Complete),
        (S::UnresolvedIssues, 30 * DAY, S::UnresolvedIssues),
        (S::Canceling, 20, S::Complete),
        (S::Completing, 60, S::Complete),
        (S::Complete, DAY, S::Complete),
    ] {
        let submissions = vec![Submission {
            state,
            other_items: 2,
            ..Submission::default()
        }];
        let mut server = Server::with_app(App {
            submissions,
            ..ready()
        });
        let app = crate::release::app(&mut server);
        let id = server.first_id(&format!("/v1/reviewSubmissions?filter[app]={app}"));
        assert_eq!(submission_state(&mut server, &id), state);
        server.advance(after);
        assert_eq!(submission_state(&mut server, &id), ended, "{state}");
        let path = format!("/v1/reviewSubmissions/{id}/items");
        assert_eq!(
            server.get(&path).ok(200)["data"].as_array().unwrap().len(),
            2
        );
    }
}

#[test]
fn a_described_version_under_review_is_in_a_submission() {
    for (state, submission) in [
        (V::ReadyForReview, S::ReadyForReview),
        (V::WaitingForReview, S::WaitingForReview),
        (V::InReview, S::InReview),
    ] {
        let versions = vec![
            version("0.9.0", V::ReadyForDistribution),
            version("1.0.0", state),
        ];
        let mut server = Server::with_app(with_versions(versions));
        let app = crate::release::app(&mut server);
        let id = server.first_id(&format!("/v1/apps/{app}/reviewSubmissions"));
        assert_eq!(submission_state(&mut server, &id), submission);
        server.advance(3 * DAY);
        let path = format!("/v1/apps/{app}/appStoreVersions?filter[versionString]=1.0.0");
        let version = server.first_id(&path);
        let ended = if state == V::ReadyForReview {
            state
        } else {
            V::PendingDeveloperRelease
        };
        assert_eq!(version_state(&mut server, &version), ended);
    }
}
