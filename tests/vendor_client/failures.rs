//! Publishes that end badly, or well with a warning, each with its exit code and what
//! it says.

use std::time::Duration;

use codemagic_lint::app_store_connect::{
    AppVersionState, BetaReviewState, PhasedReleaseState, ProcessingState, ReviewSubmissionState,
};
use codemagic_lint::mock_server::account::{
    Account, App, BetaRefusal, Build, Delay, Fault, FaultKind, Group, Role, Submission, Version,
};

use crate::client::{Run, run};

struct Case {
    name: &'static str,
    account: Account,
    /// What stands behind `publish --path App.ipa --skip-package-upload`.
    options: &'static [&'static str],
    code: i32,
    /// What the output holds.
    says: &'static [&'static str],
}

fn app(change: impl FnOnce(&mut App)) -> Account {
    let mut app = App::default();
    change(&mut app);
    Account {
        apps: Some(vec![app]),
        ..Account::default()
    }
}

fn faulty(on: (&str, &str), kind: FaultKind, times: Option<u32>) -> Account {
    Account {
        faults: vec![Fault {
            method: Some(on.0.into()),
            path: Some(on.1.into()),
            after: 0,
            times,
            takes_effect: false,
            kind,
        }],
        ..app(|_| ())
    }
}

fn version(version: &str, state: AppVersionState) -> Version {
    Version {
        version: version.into(),
        state,
        ..Version::default()
    }
}

const TESTFLIGHT: &[&str] = &["--testflight"];
const APP_STORE: &[&str] = &["--app-store", "--whats-new", "Faster"];
const UPLOADS: (&str, &str) = ("GET", "/v1/builds");

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    let case = |name, account, options, code, says| Case { name, account, options, code, says };
    vec![
        case("nothing asked for", Account::default(), &[], 0, &["Skip uploading"]),
        case("late build", app(|app| app.upload.appears = Delay::seconds(100)), TESTFLIGHT, 0, &[
            "Could not find the build matching the uploaded version, waiting 30 seconds to try again. Timeout in 10 minutes.",
            "waiting 30 seconds to try again.",
            "Submit build",
        ]),
        case("missing group", Account::default(), &["--beta-group", "External", "Nobody", "--testflight"], 0, &[
            "Cannot find Beta group with the name 'Nobody'",
        ]),
        case("internal group", Account::default(), &["--beta-group", "Team", "External", "--testflight"], 1, &[
            "to 'Team' beta group. Builds cannot be assigned to this internal group. - Cannot add internal group to a build.",
            "Failed to publish App.ipa",
        ]),
        case("missing test information", app(|app| {
            app.test_information.localizations[0].feedback_email = None;
            app.test_information.contact_phone = None;
        }), TESTFLIGHT, 1, &[
            "Complete test information is required to submit application App build for external testing.",
            "App is missing required Beta App Information: Feedback Email.",
            "App is missing required Beta App Review Information: Phone Number.",
            "Fill in test information at https://appstoreconnect.apple.com/apps/",
        ]),
        case("first version incomplete", app(|app| {
            app.first_version = true;
            app.store.localizations[0].keywords = None;
            app.store.localizations[0].support_url = None;
        }), &["--app-store"], 1, &[
            "Please ensure that App Store Version Localization for your application default locale defines",
            "returned 409: appStoreVersions with id '",
            "Associated error: ",
        ]),
        case("version pending release", app(|app| app.versions = vec![
            version("0.9.0", AppVersionState::PendingDeveloperRelease)]), APP_STORE, 1, &[
            "POST http", "/v1/appStoreVersions returned 409: The provided entity includes a relationship with an invalid value - You cannot create a new version of the App in the current state.",
        ]),
        case("401 three times", faulty(UPLOADS, FaultKind::Unauthorized, Some(3)), TESTFLIGHT, 1, &[
            "returned 401: Authentication credentials are missing or invalid. - Provide a properly configured",
        ]),
        case("401 twice", faulty(UPLOADS, FaultKind::Unauthorized, Some(2)), TESTFLIGHT, 0, &["Submit build"]),
        case("500 three times", faulty(UPLOADS, FaultKind::ServerError(500), Some(3)), TESTFLIGHT, 1, &[
            "returned 500: An unexpected error occurred. - An unexpected error occurred on the server side.",
        ]),
        case("500 twice", faulty(UPLOADS, FaultKind::ServerError(500), Some(2)), TESTFLIGHT, 0, &["Submit build"]),
        case("a developer's key, notes", Account { key: role(Role::Developer), ..app(|_| ()) }, &["--whats-new", "Faster", "--testflight"], 1, &[
            "returned 403: This request is forbidden for security reasons - The API key in use does not allow this request",
        ]),
        case("a developer's key, review", Account { key: role(Role::Developer), ..app(|_| ()) }, TESTFLIGHT, 1, &[
            "POST http", "/v1/betaAppReviewSubmissions returned 403: This request is forbidden",
        ]),
        case("agreement", Account { agreements_accepted: false, ..app(|_| ()) }, TESTFLIGHT, 1, &[
            "returned 403: A required agreement is missing or has expired. - This request requires an in-effect agreement",
        ]),
        case("membership", Account { membership_active: false, ..app(|_| ()) }, TESTFLIGHT, 1, &[
            "returned 403: ", "is not associated with an active membership",
        ]),
        case("429", faulty(UPLOADS, FaultKind::RateLimited, None), TESTFLIGHT, 1, &[
            "returned 429: The request rate limit has been reached. - We've received too many requests",
        ]),
        case("no app", app(|app| app.bundle_id = "io.example.other".into()), TESTFLIGHT, 1, &[
            "Did not find app with bundle identifier \"io.example.app\" from App Store Connect",
        ]),
        case("app in another case", app(|app| app.bundle_id = "io.example.App".into()), TESTFLIGHT, 1, &[
            "Did not find app with bundle identifier \"io.example.app\" from App Store Connect",
        ]),
        case("build never appears", app(|app| app.upload.appears = Delay::Never), TESTFLIGHT, 1, &[
            "Timeout reached, stop trying.",
            "processing the corresponding artifact \"App.ipa\" by Apple took longer than expected",
        ]),
        case("invalid build", app(|app| app.upload.result = ProcessingState::Invalid), TESTFLIGHT, 1, &["Uploaded build ", " is invalid"]),
        case("failed build", app(|app| app.upload.result = ProcessingState::Failed), TESTFLIGHT, 1, &["Uploaded build ", " is failed"]),
        case("processing never ends", app(|app| app.upload.processes = Delay::Never), TESTFLIGHT, 1, &[
            "Waiting for build ", " processing timed out in 20 minutes. You can configure maximum timeout using --max-build-processing-wait",
        ]),
        case("no wait for processing", Account::default(), &["--testflight", "--max-build-processing-wait", "0"], 1, &["timed out in 0 minutes"]),
        case("characters", Account::default(), &["--whats-new", "Faster 🐤", "--testflight"], 1, &[
            "returned 409: An attribute value has invalid text. - Text for whatsNew contains invalid characters:'[🐤]'",
        ]),
        case("export compliance", app(|app| app.upload.uses_non_exempt_encryption = None), TESTFLIGHT, 1, &[
            "returned 422: ", "The build is missing export compliance.",
        ]),
        case("another build in review", app(|app| app.builds = vec![in_review("41")]), TESTFLIGHT, 1, &[
            "returned 422: Another build is in review. - Another build in the same train is already in beta review.",
        ]),
        case("another build in review, expired", app(|app| app.builds = vec![in_review("41")]), &["--testflight", "--expire-build-submitted-for-review"], 0, &["Submit build"]),
        case("two builds in review, one expired", app(|app| app.builds = vec![
            Build { version: "0.9.0".into(), uploaded_before: Duration::from_hours(25), ..in_review("40") }, in_review("41"),
        ]), &["--testflight", "--expire-build-submitted-for-review"], 1, &["Another build is in review."]),
        case("no beta app description", app(|app| app.test_information.localizations[0].description = None), TESTFLIGHT, 1, &[
            "returned 422: Beta App Description is missing. - Beta App Description is required to submit a build for external testing.",
        ]),
        case("submission limit", app(|app| app.review.beta_refusal = Some(BetaRefusal::SubmissionLimitReached)), TESTFLIGHT, 1, &["returned 422: "]),
        case("half processed", app(|app| {
            app.upload.beta_lag = Duration::from_hours(1);
        }), TESTFLIGHT, 1, &[
            "returned 422: The build is not in a valid processing state for this operation.",
        ]),
        case("many groups", app(|app| app.groups = (0..250).map(|n| Group { name: format!("Group {n}"), ..Group::default() }).collect()),
            &["--beta-group", "Group 249", "--testflight"], 0, &["Group 249"]),
        case("item elsewhere", app(|app| {
            app.versions = vec![version("0.9.0", AppVersionState::ReadyForDistribution), version("1.0.0", AppVersionState::Rejected)];
            app.submissions = vec![Submission { state: ReviewSubmissionState::UnresolvedIssues, version: Some("1.0.0".into()), ..Submission::default() }];
        }), APP_STORE, 1, &["returned 409: "]),
        case("cancellation refused", app(|app| {
            waiting(app);
            app.review.cancellation_refused = true;
        }), &["--app-store", "--cancel-previous-submissions"], 1, &["returned 409: Resource state is invalid. - Resource is not in cancellable state"]),
        case("cancellation takes long", app(|app| {
            waiting(app);
            app.review.cancellation_takes = Delay::seconds(600);
        }), &["--app-store", "--cancel-previous-submissions"], 1, &["Cancelling submissions was not completed in 120 seconds. Try to continue..."]),
        case("cancelled", app(waiting), &["--app-store", "--cancel-previous-submissions", "--whats-new", "Faster"], 0, &["Check App Store review submission details"]),
        case("waiting version is locked", app(waiting), APP_STORE, 1, &["returned 409: An attribute value is not acceptable for the current resource state."]),
        case("texts refused, goes on", Account::default(), &["--app-store", "--app-store-version-localizations", r#"[{"locale": "en-US", "whats_new": "Better 🐤"}]"#], 0, &[
            "Failed to update", "locale en-US", "Check App Store review submission details",
        ]),
        case("draft in an unsent submission", app(|app| {
            app.versions = vec![version("0.9.0", AppVersionState::ReadyForDistribution), version("1.0.0", AppVersionState::ReadyForReview)];
            app.submissions = vec![Submission { state: ReviewSubmissionState::ReadyForReview, version: Some("1.0.0".into()), ..Submission::default() }];
        }), APP_STORE, 1, &["You cannot create a new version of the App in the current state."]),
        case("open submission is reused", app(|app| {
            app.submissions = vec![Submission { state: ReviewSubmissionState::ReadyForReview, other_items: 1, ..Submission::default() }];
        }), APP_STORE, 0, &["Review submission already exists, reuse it", "Check App Store review submission details"]),
        case("draft is renamed", app(|app| app.versions = vec![
            version("0.9.0", AppVersionState::ReadyForDistribution), version("2.0.0", AppVersionState::PrepareForSubmission),
        ]), APP_STORE, 0, &["Check App Store review submission details"]),
        case("scheduled and phased", Account::default(), &["--app-store", "--whats-new", "Faster", "--phased-release", "--release-type", "SCHEDULED",
            "--earliest-release-date", "2099-01-01T14:00:00+00:00", "--copyright", "2026 Example Ltd"], 0, &["Check App Store review submission details"]),
        case("phased release switched off", app(|app| app.versions = vec![
            version("0.9.0", AppVersionState::ReadyForDistribution),
            Version { phased_release: Some(PhasedReleaseState::Inactive), ..version("1.0.0", AppVersionState::PrepareForSubmission) },
        ]), &["--app-store", "--whats-new", "Faster", "--no-phased-release"], 0, &["Check App Store review submission details"]),
        case("update without release notes", app(|app| app.store.localizations[0].whats_new = None), &["--app-store"], 1, &["returned 409: appStoreVersions with id '"]),
        case("everything", Account::default(), &["--beta-group", "External", "--testflight", "--app-store", "--whats-new", "Faster", "--locale", "en-US"], 0, &[
            "Check App Store review submission details",
        ]),
        case("an HTML page", faulty(UPLOADS, FaultKind::Html, None), TESTFLIGHT, 1, &["Request failed - Request failed with status code 502"]),
        case("a cut connection", faulty(UPLOADS, FaultKind::Cut, None), TESTFLIGHT, 9, &["failed unexpectedly"]),
        case("reading test information is refused", faulty(("GET", "/v1/apps/*/betaAppLocalizations"), FaultKind::Forbidden, None), TESTFLIGHT, 9, &["failed unexpectedly"]),
        case("a date in the past", Account::default(), &["--app-store", "--earliest-release-date", "2020-01-01T14:00:00+00:00"], 2, &["date cannot be in the past"]),
        case("minutes in a date", Account::default(), &["--app-store", "--earliest-release-date", "2099-01-01T14:30:00+00:00"], 2, &["only hour precision is allowed"]),
    ]
}

fn role(role: Role) -> codemagic_lint::mock_server::account::Key {
    codemagic_lint::mock_server::account::Key {
        role,
        ..Default::default()
    }
}

fn in_review(number: &str) -> Build {
    Build {
        build_number: number.into(),
        beta_review: Some(BetaReviewState::WaitingForReview),
        ..Build::default()
    }
}

/// Version 1.0.0 waits for review with its build 41.
fn waiting(app: &mut App) {
    app.builds = vec![Build {
        build_number: "41".into(),
        ..Build::default()
    }];
    app.versions = vec![
        version("0.9.0", AppVersionState::ReadyForDistribution),
        Version {
            build_number: Some("41".into()),
            ..version("1.0.0", AppVersionState::WaitingForReview)
        },
    ];
    app.submissions = vec![Submission {
        version: Some("1.0.0".into()),
        ..Submission::default()
    }];
}

#[test]
fn each_case_ends_as_it_should() {
    let cases = cases();
    let runs: Vec<Run> = cases
        .iter()
        .map(|case| {
            let fixed = ["publish", "--path", "App.ipa", "--skip-package-upload"];
            let arguments = [&fixed, case.options].concat();
            Run::new(case.account.clone(), &arguments)
        })
        .collect();
    let Some(ended) = run(&runs) else { return };
    let mut wrong = Vec::new();
    for (case, ended) in cases.iter().zip(&ended) {
        let missing = case
            .says
            .iter()
            .find(|words| !ended.output.contains(**words));
        if ended.code != case.code || missing.is_some() {
            let Case { name, code, .. } = case;
            wrong.push(format!(
                "{name}: exit code {}, expected {code}; missing {missing:?}\n{}",
                ended.code, ended.output
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
    let failing = cases.iter().filter(|case| case.code != 0).count();
    assert!(failing >= 30, "{failing} failing cases");
}
