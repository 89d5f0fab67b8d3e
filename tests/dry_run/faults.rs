//! What goes wrong on the way: retries, answers that cannot be read.

use codemagic_lint::mock_server::account::{Fault, FaultKind};
use codemagic_lint::publish::client::CRASH;
use codemagic_lint::publish::timeline::{Outcome, StepName};

use crate::support::{Ask, account, cause, fault, faulty, plan, play};

#[test]
fn a_refused_token_and_a_server_fault_are_tried_three_times_and_all_else_once() {
    let cases = [
        (FaultKind::Unauthorized, 3),
        (FaultKind::ServerError(500), 3),
        (FaultKind::ServerError(503), 3),
        (FaultKind::Html, 3),
        (FaultKind::RateLimited, 1),
        (FaultKind::Forbidden, 1),
        (FaultKind::NotFound, 1),
        (FaultKind::Cut, 1),
        (FaultKind::InvalidJson, 1),
    ];
    for (kind, attempts) in cases {
        let always = fault("GET", "/v1/apps", None, kind.clone());
        let played = play(&plan().testflight(), faulty(&[always]));
        let step = played.step(StepName::FindApp);
        assert_eq!(step.requests.len(), attempts, "{kind:?}");
        assert_eq!(played.outcome(), Outcome::Failed, "{kind:?}");
        assert_eq!(
            played.ended_by().map(|step| step.name),
            Some(StepName::FindApp)
        );
    }
}

#[test]
fn what_goes_well_at_the_third_attempt_goes_well() {
    for kind in [FaultKind::Unauthorized, FaultKind::ServerError(500)] {
        let twice = fault(
            "POST",
            "/v1/betaAppReviewSubmissions",
            Some(2),
            kind.clone(),
        );
        let played = play(&plan().testflight(), faulty(&[twice]));
        assert!(played.outcome().is_published(), "{kind:?}");
        assert_eq!(played.count("POST /v1/betaAppReviewSubmissions"), 3);
    }
}

#[test]
fn a_write_that_took_effect_before_its_answer_was_lost_is_made_again() {
    let once = Fault {
        takes_effect: true,
        ..fault(
            "POST",
            "/v1/betaAppReviewSubmissions",
            Some(1),
            FaultKind::ServerError(500),
        )
    };
    let played = play(&plan().testflight(), faulty(&[once]));
    let step = played.step(StepName::SubmitToTestflight);
    assert_eq!(
        cause(step).0.split(':').next(),
        Some(
            "App Store Connect answered with a server error and had submitted the build all the same, so the next attempt was refused"
        )
    );
}

#[test]
fn refusals_that_the_client_does_not_expect_are_told_all_the_same() {
    for path in [
        "/v1/apps/*/betaAppLocalizations",
        "/v1/apps/*/betaAppReviewDetail",
    ] {
        let always = fault("GET", path, None, FaultKind::Forbidden);
        let played = play(&plan().testflight(), faulty(&[always]));
        let step = played.step(StepName::SubmitToTestflight);
        let first = &step.causes[0];
        assert_eq!(first.log.as_deref(), Some(CRASH), "{path}");
        assert!(
            first.message.contains("role does not allow"),
            "{}",
            first.message
        );
        assert!(
            first.message.contains("does not say so"),
            "{}",
            first.message
        );
    }
    let always = fault(
        "GET",
        "/v1/appStoreVersions/*/appStoreVersionPhasedRelease",
        None,
        FaultKind::NotFound,
    );
    let played = play(&plan().app_store().phased(true), faulty(&[always]));
    let step = played.step(StepName::PhasedRelease);
    assert_eq!(step.causes[0].log.as_deref(), Some(CRASH));
}

#[test]
fn a_refusal_while_notes_are_looked_up_counts_as_none() {
    let always = fault(
        "GET",
        "/v1/betaBuildLocalizations",
        None,
        FaultKind::Forbidden,
    );
    let played = play(&plan().note("en-US", "New"), faulty(&[always]));
    assert_eq!(played.count("POST /v1/betaBuildLocalizations"), 1);
}

#[test]
fn every_page_of_a_list_is_read() {
    let played = play(
        &plan().groups(&["Group 207"]).testflight(),
        account(|app| {
            app.groups = (0..208)
                .map(|number| codemagic_lint::mock_server::account::Group {
                    name: format!("Group {number}"),
                    ..Default::default()
                })
                .collect();
        }),
    );
    assert_eq!(played.outcome(), Outcome::Published);
    let step = played.step(StepName::BetaGroups);
    let pages = step
        .requests
        .iter()
        .filter(|it| it.path == "/v1/betaGroups");
    assert_eq!(pages.count(), 3);
}

#[test]
fn no_token_is_in_anything_that_is_told() {
    let refused = fault("GET", "/v1/apps", None, FaultKind::Unauthorized);
    let played = play(&plan().testflight(), faulty(&[refused]));
    let told = format!("{:?}", played.timeline);
    assert!(told.contains("refused the API key"), "{told}");
    assert!(!told.contains("Bearer") && !told.contains("eyJ"), "{told}");
}
