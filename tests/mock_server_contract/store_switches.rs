//! What no source settles, answered either way.

use codemagic_lint::app_store_connect::{AppVersionState as V, ReviewSubmissionState as S};
use codemagic_lint::mock_server::account::{Account, App, Switches};
use serde_json::{Value, json};

use crate::accounts::{first_version, ready};
use crate::release::{
    cancel, create_item, create_phased_release, create_submission, create_version, draft,
    localization, send_to_review, submission, submission_state, version_state,
};
use crate::server::Server;

fn with(app: App, switches: Switches) -> Server {
    Server::new(Account {
        apps: Some(vec![app]),
        switches,
        ..Account::default()
    })
}

#[test]
fn an_empty_submission_may_let_others_be_opened() {
    for empty_submission_blocks in [true, false] {
        let switches = Switches {
            empty_submission_blocks,
            ..Switches::default()
        };
        let mut server = with(ready(), switches);
        let first = submission(&mut server);
        let expected = if empty_submission_blocks { 409 } else { 201 };
        assert_eq!(create_submission(&mut server).status, expected);
        let version = draft(&mut server);
        create_item(&mut server, &first, &version).ok(201);
        create_submission(&mut server).refused(409);
    }
}

#[test]
fn a_submission_that_was_not_sent_may_be_cancellable() {
    let switches = Switches {
        unsent_submission_cancellable: true,
        ..Switches::default()
    };
    let mut server = with(ready(), switches);
    let version = draft(&mut server);
    let submission = submission(&mut server);
    create_item(&mut server, &submission, &version).ok(201);
    cancel(&mut server, &submission).ok(200);
    assert_eq!(
        version_state(&mut server, &version),
        V::PrepareForSubmission
    );
    server.advance(20);
    assert_eq!(submission_state(&mut server, &submission), S::Complete);
    send_to_review(&mut server, &version);
}

#[test]
fn a_version_that_waits_for_review_may_be_editable() {
    for waiting_version_editable in [true, false] {
        let switches = Switches {
            waiting_version_editable,
            ..Switches::default()
        };
        let mut server = with(ready(), switches);
        let version = draft(&mut server);
        send_to_review(&mut server, &version);
        let expected = if waiting_version_editable { 200 } else { 409 };
        let change = json!({ "copyright": "2027" });
        assert_eq!(
            server.patch("appStoreVersions", &version, &change).status,
            expected
        );
        let texts = localization(&mut server, &version);
        let news = json!({ "whatsNew": "New" });
        assert_eq!(
            server
                .patch("appStoreVersionLocalizations", &texts, &news)
                .status,
            expected
        );
        assert_eq!(version_state(&mut server, &version), V::WaitingForReview);
    }
}

#[test]
fn a_schedule_may_have_no_date() {
    let switches = Switches {
        schedule_needs_date: false,
        ..Switches::default()
    };
    let mut server = with(ready(), switches);
    let scheduled = json!({ "releaseType": "SCHEDULED" });
    let body = create_version(&mut server, "1.0.0", &scheduled).ok(201);
    let version = body["data"]["id"].as_str().unwrap();
    send_to_review(&mut server, version);
    server.advance(100 * 24 * 60 * 60);
    assert_eq!(version_state(&mut server, version), V::PendingAppleRelease);
}

#[test]
fn a_first_version_may_be_released_in_phases() {
    let switches = Switches {
        first_version_phased_refused: false,
        ..Switches::default()
    };
    let mut server = with(first_version(), switches);
    let version = draft(&mut server);
    create_phased_release(&mut server, &version).ok(201);
}

#[test]
fn a_missing_phased_release_may_be_not_found() {
    for missing_phased_release_is_404 in [true, false] {
        let switches = Switches {
            missing_phased_release_is_404,
            ..Switches::default()
        };
        let mut server = with(ready(), switches);
        let version = draft(&mut server);
        let path = format!("/v1/appStoreVersions/{version}/appStoreVersionPhasedRelease");
        let answer = server.get(&path);
        if missing_phased_release_is_404 {
            answer.refused(404);
        } else {
            assert_eq!(answer.ok(200)["data"], Value::Null);
        }
    }
}
