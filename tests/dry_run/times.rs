//! When steps begin and end, in virtual time.

use std::time::{Duration, Instant};

use codemagic_lint::app_store_connect::AppVersionState;
use codemagic_lint::app_store_connect::ReviewSubmissionState;
use codemagic_lint::mock_server::account::{Delay, FaultKind, Submission, Version};
use codemagic_lint::publish::timeline::{Outcome, Status, StepName};

use crate::support::{Ask, account, fault, faulty, plan, play};

fn everything() -> codemagic_lint::publish::plan::Plan {
    plan()
        .note("en-US", "New: everything")
        .groups(&["External"])
        .testflight()
        .app_store()
        .text("en-US", "New: everything")
}

#[test]
fn a_whole_publish_takes_as_long_as_the_account_says() {
    let real = Instant::now();
    let played = play(&everything(), account(|_| {}));
    let times: Vec<_> = played
        .timeline
        .steps
        .iter()
        .map(|step| (step.name, step.starts_at, step.ends_at))
        .collect();
    assert_eq!(
        times,
        [
            (StepName::Upload, 0, 0),
            (StepName::FindApp, 0, 0),
            (StepName::FindBuild, 0, 60),
            (StepName::ReleaseNotes, 60, 60),
            (StepName::WaitForProcessing, 60, 360),
            (StepName::BetaGroups, 360, 360),
            (StepName::SubmitToTestflight, 360, 360),
            (StepName::AppStoreVersion, 360, 360),
            (StepName::AppStoreTexts, 360, 360),
            (StepName::SubmitToAppStore, 360, 360),
        ]
    );
    assert_eq!(
        played.outcome(),
        Outcome::Published,
        "{:#?}",
        played.timeline.steps
    );
    assert_eq!(played.timeline.ends_at, 360);
    assert!(real.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_build_that_never_appears_ends_everything_at_900() {
    let played = play(
        &everything(),
        account(|app| app.upload.appears = Delay::Never),
    );
    let step = played.step(StepName::FindBuild);
    assert_eq!(
        (step.status, step.starts_at, step.ends_at),
        (Status::Failed, 0, 900)
    );
    assert_eq!(
        (played.outcome(), played.timeline.ends_at),
        (Outcome::TimedOut, 900)
    );
    // One look at once, and one each 30 seconds.
    assert_eq!(step.requests.len(), 31);
    assert_eq!(
        played.timeline.by_hand,
        [
            "submit the build to beta review in TestFlight",
            "upload the release notes in `en-US` as What to Test",
            "distribute the build to the group `External`",
            "submit version 2.0.0 to App Store review",
        ]
    );
    assert!(
        played
            .timeline
            .steps
            .iter()
            .skip(3)
            .all(|step| step.status == Status::Skipped)
    );
}

#[test]
fn a_build_found_at_the_last_look_is_found() {
    let played = play(
        &everything(),
        account(|app| app.upload.appears = Delay::seconds(900)),
    );
    assert_eq!(played.step(StepName::FindBuild).status, Status::Done);
    let played = play(
        &everything(),
        account(|app| app.upload.appears = Delay::seconds(901)),
    );
    assert_eq!(played.outcome(), Outcome::TimedOut);
}

#[test]
fn processing_that_never_ends_is_cancelled_at_7200() {
    let real = Instant::now();
    let played = play(
        &everything(),
        account(|app| app.upload.processes = Delay::Never),
    );
    let step = played.step(StepName::WaitForProcessing);
    assert_eq!(
        (step.status, step.starts_at, step.ends_at),
        (Status::Cancelled, 60, 7200)
    );
    assert_eq!(
        (played.outcome(), played.timeline.ends_at),
        (Outcome::TimedOut, 7200)
    );
    assert_eq!(
        played.timeline.by_hand,
        [
            "submit the build to beta review in TestFlight",
            "distribute the build to the group `External`",
            "submit version 2.0.0 to App Store review",
        ]
    );
    // The tokens were renewed on the way, and none was refused.
    assert!(
        played
            .asked()
            .iter()
            .all(|asked| asked.ends_with(" 200") || asked.ends_with(" 201"))
    );
    assert!(real.elapsed() < Duration::from_secs(20));
}

#[test]
fn testers_processing_that_lags_far_behind_is_cancelled_at_7200_too() {
    // As long as neither internal nor external testers could have the build.
    let forever = Duration::from_secs(1_000_000);
    let played = play(
        &plan().testflight(),
        account(|app| {
            app.upload.processes = Delay::seconds(60);
            app.upload.beta_lag = forever;
        }),
    );
    // Internal testers have it, so the client goes on, and is refused.
    let step = played.step(StepName::SubmitToTestflight);
    assert_eq!(step.status, Status::Failed);
    assert_eq!(played.timeline.ends_at, 120);
}

#[test]
fn a_cancellation_that_never_ends_is_waited_for_120_seconds() {
    let played = play(
        &plan().app_store().cancel(),
        account(|app| {
            app.review.cancellation_takes = Delay::Never;
            app.versions = vec![
                Version::default(),
                Version {
                    version: "1.5.0".into(),
                    state: AppVersionState::WaitingForReview,
                    ..Version::default()
                },
            ];
            app.submissions = vec![Submission {
                state: ReviewSubmissionState::WaitingForReview,
                version: Some("1.5.0".into()),
                ..Submission::default()
            }];
        }),
    );
    let step = played.step(StepName::CancelPreviousSubmissions);
    assert_eq!(step.status, Status::Warning);
    assert_eq!(step.ends_at - step.starts_at, 120);
    let polls = step
        .requests
        .iter()
        .filter(|it| it.method == "GET" && it.path == "/v1/reviewSubmissions");
    assert_eq!(
        polls.count(),
        121,
        "one for what is open, 120 for what is cancelled"
    );
}

#[test]
fn a_slow_answer_counts_as_time() {
    let slow = fault(
        "GET",
        "/v1/apps",
        Some(1),
        FaultKind::Slow(Duration::from_secs(45)),
    );
    let played = play(&everything(), faulty(&[slow]));
    assert_eq!(played.step(StepName::FindApp).ends_at, 45);
}

#[test]
fn an_answer_after_120_minutes_is_cancelled_at_7200() {
    let slow = fault(
        "GET",
        "/v1/apps",
        Some(1),
        FaultKind::Slow(Duration::from_secs(8000)),
    );
    let played = play(&everything(), faulty(&[slow]));
    assert_eq!(played.step(StepName::FindApp).status, Status::Cancelled);
    assert_eq!(
        (played.outcome(), played.timeline.ends_at),
        (Outcome::TimedOut, 7200)
    );
}
