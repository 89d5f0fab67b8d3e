//! What is said after a failure: what would fail next, what is left to do by hand, and
//! what is no longer claimed.

use codemagic_lint::app_store_connect::{AppVersionState, BuildAudience};
use codemagic_lint::finding::Severity;
use codemagic_lint::mock_server::account::{
    FaultKind, Group, TestLocalization, UploadRefusal, Version,
};
use codemagic_lint::publish::timeline::{FilePlace, Outcome, Status, StepName};

use crate::support::{Ask, Played, account, cause, fault, faulty, places, plan, play};

/// The messages about a step that would fail next.
fn next(played: &Played, step: StepName) -> Vec<&str> {
    let all = played.timeline.would_fail_next.iter();
    all.filter(|it| it.step == step)
        .map(|it| it.cause.message.as_str())
        .collect()
}

#[test]
fn what_later_steps_would_fail_at_is_told_along_with_the_first_failure() {
    let played = play(
        &plan().groups(&["Nobody"]).testflight().app_store(),
        account(|app| {
            app.test_information.localizations = vec![TestLocalization {
                description: None,
                feedback_email: None,
                ..TestLocalization::default()
            }];
            app.test_information.demo_account_required = true;
            app.store.content_rights = false;
            app.versions = vec![Version {
                version: "0.9.0".into(),
                state: AppVersionState::PendingDeveloperRelease,
                ..Version::default()
            }];
        }),
    );
    let step = played.ended_by().unwrap();
    assert_eq!(step.name, StepName::SubmitToTestflight);
    let beta = next(&played, StepName::SubmitToTestflight);
    assert_eq!(beta.len(), 2, "{beta:?}");
    assert!(beta[0].contains("Beta App Description"), "{beta:?}");
    assert!(beta[1].contains("demo account"), "{beta:?}");
    let version = next(&played, StepName::AppStoreVersion);
    assert!(version[0].contains("0.9.0 is `PENDING_DEVELOPER_RELEASE`"));
    let store = next(&played, StepName::SubmitToAppStore);
    assert!(store[0].contains("content rights"), "{store:?}");
    // The group was told by the step that ran.
    assert!(next(&played, StepName::BetaGroups).is_empty());
    let by_hand = &played.timeline.by_hand;
    let at = |part: &str| by_hand.iter().position(|it| it.contains(part)).unwrap();
    assert!(at("Feedback Email") < at("submit the build"));
    assert!(at("release or reject version 0.9.0") < at("submit version 1.0.0"));
    // Nothing of the looking counts as a step's request.
    assert!(
        step.requests
            .iter()
            .all(|it| !it.path.contains("appStoreVersions"))
    );
    assert!(played.writes().is_empty(), "{:?}", played.asked());
}

#[test]
fn a_refused_upload_is_no_reason_not_to_look() {
    let played = play(
        &plan().groups(&["Extern", "External"]).testflight(),
        account(|app| {
            app.upload.refused = Some(UploadRefusal::SdkTooOld);
            app.test_information.contact_phone = None;
        }),
    );
    assert_eq!(played.step(StepName::Upload).status, Status::Failed);
    assert!(played.timeline.by_hand.is_empty());
    let groups = next(&played, StepName::BetaGroups);
    assert!(groups[0].contains("no group `Extern`"), "{groups:?}");
    let beta = next(&played, StepName::SubmitToTestflight);
    assert!(beta[0].contains("`Phone Number`"), "{beta:?}");
}

#[test]
fn a_publish_that_succeeds_is_not_looked_behind() {
    let played = play(&plan().groups(&["External"]).testflight(), account(|_| {}));
    assert_eq!(played.outcome(), Outcome::Published);
    assert!(played.timeline.would_fail_next.is_empty());
    assert_eq!(
        played.count("GET /v1/apps/6440000001/betaAppReviewDetail"),
        1
    );
}

fn internal(has_access_to_all_builds: bool) -> Group {
    Group {
        name: "Crew".into(),
        is_internal: true,
        has_access_to_all_builds,
        testers: 1,
    }
}

#[test]
fn only_a_group_that_gets_every_build_is_said_to_get_it() {
    for (is_automatic, kind) in [
        (true, FaultKind::Forbidden),
        (false, FaultKind::Forbidden),
        (false, FaultKind::NotFound),
    ] {
        let path = "/v1/betaGroups/*/relationships/builds";
        let mut account = faulty(&[fault("POST", path, None, kind)]);
        for app in account.apps.iter_mut().flatten() {
            app.groups = vec![internal(is_automatic)];
        }
        let played = play(&plan().groups(&["Crew"]).testflight(), account);
        let (message, place) = cause(played.step(StepName::BetaGroups));
        assert!(!message.contains("automatic distribution"), "{message}");
        assert_eq!(place, Some(places::group(0)));
    }
}

#[test]
fn a_build_for_internal_testers_leaves_nothing_to_do_by_hand() {
    let played = play(
        &plan().groups(&["External"]).testflight().app_store(),
        account(|app| app.upload.audience = BuildAudience::InternalOnly),
    );
    let (message, place) = cause(played.step(StepName::BetaGroups));
    assert!(message.contains("for internal testing only"), "{message}");
    assert_eq!(place, Some(places::group(0)));
    assert!(
        played.timeline.by_hand.is_empty(),
        "{:?}",
        played.timeline.by_hand
    );
}

#[test]
fn a_warning_of_a_failed_step_stays_a_warning() {
    let played = play(
        &plan().groups(&["Nobody", "Crew"]).testflight(),
        account(|app| app.groups = vec![internal(true)]),
    );
    let step = played.step(StepName::BetaGroups);
    assert_eq!(step.status, Status::Failed);
    let severities: Vec<Severity> = step.causes.iter().map(|it| it.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning]);
    let told = format!("{:?}", step.causes);
    assert!(!told.contains("counts as done"), "{told}");
}

#[test]
fn a_key_that_was_taken_before_is_not_called_revoked() {
    let later = fault("GET", "/v1/builds", None, FaultKind::Unauthorized);
    let played = play(&plan().testflight(), faulty(&[later]));
    let step = played.step(StepName::FindBuild);
    let (message, _) = cause(step);
    assert!(message.contains("had taken a moment before"), "{message}");
    let help = step.causes[0].help.as_deref().unwrap();
    assert!(help.starts_with("publish again"), "{help}");
}

#[test]
fn a_group_written_twice_is_told_once() {
    let played = play(
        &plan().groups(&["External", "Nobody", "External", "Nobody"]),
        account(|_| {}),
    );
    let who = |name: &str| {
        let all = played.timeline.audience.iter();
        all.filter(|it| it.who.contains(name)).count()
    };
    assert_eq!((who("External"), who("Nobody")), (1, 1));
    let step = played.step(StepName::BetaGroups);
    let missing = step
        .causes
        .iter()
        .filter(|it| it.message.contains("`Nobody`"));
    assert_eq!(missing.count(), 1);
}

#[test]
fn refused_notes_name_their_file_and_line() {
    let played = play(
        &plan().note("en-US", "Fine\nFast 🚀").testflight(),
        account(|_| {}),
    );
    let cause = &played.step(StepName::ReleaseNotes).causes[0];
    let file = FilePlace {
        name: "release_notes_en-US.txt".into(),
        line: Some(2),
    };
    assert_eq!((cause.file.as_deref(), &cause.place), (Some(&file), &None));
}

#[test]
fn an_unknown_refusal_of_apps_does_not_ask_for_an_app_record() {
    let played = play(
        &plan().testflight(),
        faulty(&[fault("GET", "/v1/apps", None, FaultKind::NotFound)]),
    );
    let help = played.step(StepName::FindApp).causes[0].help.clone();
    assert!(!help.unwrap_or_default().contains("app record"));
}
