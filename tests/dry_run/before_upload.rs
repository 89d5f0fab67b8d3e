//! What is decided before anything is in App Store Connect: numbers, keys, platforms.

use codemagic_lint::app_store_connect::{AppVersionState, Platform};
use codemagic_lint::mock_server::account::{Account, Build, Key, Upload, Version};
use codemagic_lint::publish::plan::{Credentials, Origin, Plan, Secret};
use codemagic_lint::publish::timeline::{Cause, Outcome, Status, StepName};

use crate::support::{Ask, account, cause, places, plan, play, sourced, with_numbers};

fn made_up(version: &str, number: &str) -> Plan {
    let mut plan = plan().groups(&["External"]).testflight();
    for (value, text) in [
        (&mut plan.app.version, version),
        (&mut plan.app.build_number, number),
    ] {
        value.value = text.into();
        value.origin = Origin::Placeholder;
    }
    plan
}

fn build(version: &str, number: &str, platform: Platform) -> Build {
    Build {
        version: version.into(),
        build_number: number.into(),
        platform,
        ..Build::default()
    }
}

/// An account with builds 7, 40 and 41 for iOS, and 90 for tvOS.
fn with_builds() -> Account {
    account(|app| {
        app.builds = vec![
            build("0.9.0", "41", Platform::Ios),
            build("1.0.0", "7", Platform::Ios),
            build("1.0.0", "40", Platform::Ios),
            build("1.0.0", "90", Platform::TvOs),
        ];
    })
}

fn numbers(plan: &Plan) -> (&str, &str) {
    (&plan.app.version.value, &plan.app.build_number.value)
}

#[test]
fn a_made_up_build_number_is_above_all_that_the_account_has() {
    let plan = with_numbers(made_up("1.0.0", "1"), with_builds());
    assert_eq!(numbers(&plan), ("1.0.0", "42"));
    assert_eq!(plan.app.build_number.origin, Origin::Above("41".into()));
    assert_eq!(plan.app.version.origin, Origin::Placeholder);
    assert_eq!(plan.app.build_number.place, Some(places::BUILD_NUMBER));
    let played = play(&plan, with_builds());
    assert_eq!(played.outcome(), Outcome::Published);
    assert_eq!(
        played.timeline.placeholders[1],
        "build number `42`, above `41`, the highest that the account has; say another with \
         `--build-number` or `--ipa`"
    );
}

#[test]
fn a_made_up_version_is_above_the_closed_ones() {
    let closed = || {
        account(|app| {
            app.versions = vec![
                Version {
                    version: "2.3.9".into(),
                    state: AppVersionState::ReadyForDistribution,
                    ..Version::default()
                },
                Version {
                    version: "3.0.0".into(),
                    state: AppVersionState::PrepareForSubmission,
                    ..Version::default()
                },
            ];
        })
    };
    let plan = with_numbers(made_up("1.0.0", "1"), closed());
    assert_eq!(numbers(&plan), ("2.3.10", "1"));
    assert_eq!(play(&plan, closed()).outcome(), Outcome::Published);
    // What somebody says is left alone, and so is what does for the account.
    let mut said = made_up("1.0.0", "1");
    said.app.version.origin = Origin::CommandLine("--app-version");
    assert_eq!(numbers(&with_numbers(said, closed())), ("1.0.0", "1"));
    let above = with_numbers(made_up("9.0.0", "1"), Account::default());
    assert_eq!(numbers(&above), ("9.0.0", "1"));
}

#[test]
fn used_before_is_not_too_low() {
    for (number, expected) in [
        ("40", "build number `40` of version 1.0.0 was used before"),
        (
            "39",
            "build number `39` of version 1.0.0 is lower than `40`, which was uploaded before",
        ),
    ] {
        let mut plan = plan();
        plan.app.build_number.value = number.into();
        let played = play(&plan, with_builds());
        let (message, place) = cause(played.step(StepName::Upload));
        assert!(message.starts_with(expected), "{message}");
        assert_eq!(place, Some(places::BUILD_NUMBER));
    }
}

#[test]
fn a_build_that_is_filed_elsewhere_is_never_found() {
    for system in ["visionOS", "watchOS", "macOS"] {
        let mut plan = plan().groups(&["External"]).testflight().app_store();
        plan.app.is_read = true;
        plan.app.filed_elsewhere = Some(system);
        let played = play(&plan, account(|_| {}));
        assert_eq!(played.outcome(), Outcome::TimedOut, "{system}");
        let step = played.step(StepName::FindBuild);
        assert_eq!((step.status, step.ends_at), (Status::Failed, 900));
        assert!(cause(step).0.contains(system), "{step:?}");
        assert_eq!(step.requests.len(), 31);
        assert_eq!(played.count("POST"), 0);
        // The build is there all the same.
        let builds = played
            .server
            .with_mock(|mock| mock.world.testflight.builds.len());
        assert_eq!(builds, 1, "{system}");
    }
}

/// A key of this kind: what of it is known here.
fn key(pem: Option<&str>, ids: Option<(&str, &str)>) -> Plan {
    let id = |id: Option<&str>| sourced(id.map(str::to_owned), places::KEY);
    Plan {
        credentials: Credentials::ApiKey {
            private_key: sourced(pem.map(|pem| Secret(pem.into())), places::KEY),
            key_id: id(ids.map(|it| it.0)),
            issuer_id: id(ids.map(|it| it.1)),
        },
        ..plan().groups(&["External"]).testflight()
    }
}

#[test]
fn a_key_is_judged_at_the_upload_as_far_as_it_is_known() {
    const TEAM: (&str, &str) = ("ABCDE12345", "21d78e2f-b8ad-4d2a-9f3b-1c2d3e4f5a6b");
    let of_team = |revoked| Account {
        key: Key {
            id: Some(TEAM.0.into()),
            issuer: Some(TEAM.1.into()),
            revoked,
            ..Key::default()
        },
        ..account(|_| {})
    };
    let integration = plan().groups(&["External"]).testflight();
    let cases = [
        (integration, false, true),
        (plan().groups(&["External"]).testflight(), true, false),
        (key(None, None), false, true),
        (key(None, None), true, false),
        (key(None, Some(TEAM)), false, true),
        (key(None, Some(("OTHER12345", TEAM.1))), false, false),
        (
            key(None, Some((TEAM.0, "00000000-0000-4000-8000-000000000001"))),
            false,
            false,
        ),
    ];
    for (plan, revoked, is_published) in cases {
        let played = play(&plan, of_team(revoked));
        assert_eq!(
            played.outcome().is_published(),
            is_published,
            "{:?}",
            plan.credentials
        );
        if is_published {
            continue;
        }
        let step = played.step(StepName::Upload);
        let (message, place) = cause(step);
        assert!(message.contains("does not know the API key"), "{message}");
        let is_written = matches!(plan.credentials, Credentials::ApiKey { .. });
        let expected = if is_written {
            places::KEY
        } else {
            places::PUBLISHING
        };
        assert_eq!(place, Some(expected));
        let log = step.causes[0].log.as_deref().unwrap();
        assert!(log.contains("Unable to authenticate"), "{log}");
        assert!(played.writes().is_empty());
    }
}

#[test]
fn what_is_left_out_or_reaches_nobody_is_no_full_success() {
    let whole = || plan().groups(&["External"]).testflight();
    assert_eq!(
        play(&whole(), account(|_| {})).outcome(),
        Outcome::Published
    );
    let mut less = whole();
    less.options.left_out = 1;
    let played = play(&less, account(|_| {}));
    assert_eq!(played.outcome(), Outcome::PublishedWithWarnings);
    let nobody = account(|app| app.groups.clear());
    let played = play(&plan().testflight(), nobody);
    assert_eq!(played.outcome(), Outcome::PublishedWithWarnings);
    let told = &played.timeline.audience;
    assert!(
        told.iter()
            .any(|it| !it.is_reached && it.sees.contains("no external group"))
    );
    // Nobody asked for internal testers.
    let held = account(|app| {
        app.upload = Upload {
            uses_non_exempt_encryption: None,
            ..Upload::default()
        };
    });
    let played = play(&plan().note("en-US", "New"), held);
    assert!(played.timeline.audience.iter().any(|it| !it.is_reached));
    assert_eq!(played.outcome(), Outcome::Published);
}

#[test]
fn a_package_that_is_never_taken_is_not_uploaded() {
    let mut plan = plan().groups(&["External"]).testflight();
    let cause = Cause::new("the build is signed for `development`").at(Some(3..14));
    plan.app.refused = vec![cause];
    let played = play(&plan, account(|_| {}));
    assert_eq!(played.outcome(), Outcome::Failed);
    let step = played.ended_by().unwrap();
    assert_eq!((step.name, step.status), (StepName::Upload, Status::Failed));
    assert_eq!(step.causes[0].place, Some(3..14));
    assert_eq!(played.writes(), []);
}
