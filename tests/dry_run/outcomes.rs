//! How accounts with something wrong end a publish.

use std::fmt::Write as _;
use std::path::PathBuf;

use codemagic_lint::app_store_connect::ReleaseType;
use codemagic_lint::mock_server::account::Account;
use codemagic_lint::publish::plan::Plan;
use codemagic_lint::publish::timeline::{Cause, Outcome, Status, StepName};
use codemagic_lint::syntax::SourceFile;

use crate::support::{Ask, Played, cause, places, plan, play, sourced};

fn named(name: &str) -> Account {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures/accounts", name]
        .iter()
        .collect();
    let text = std::fs::read_to_string(path).unwrap();
    let (account, problems) = Account::read(&SourceFile::new(name, text));
    assert!(problems.is_empty(), "{name}: {problems:?}");
    account
}

/// Notes, group, beta review and the App Store.
fn whole() -> Plan {
    plan()
        .note("en-US", "Improvements and corrections")
        .groups(&["External"])
        .testflight()
        .app_store()
        .text("en-US", "Improvements and corrections")
}

fn told(cause: &Cause) -> String {
    let mut text = format!("    {}\n", cause.message);
    if let Some(help) = &cause.help {
        let _ = writeln!(text, "      help: {help}");
    }
    for line in cause.log.iter().flat_map(|log| log.lines()) {
        let _ = writeln!(text, "      log: {line}");
    }
    if let Some(place) = &cause.place {
        let _ = writeln!(text, "      at: {}", place.start);
    }
    text
}

/// How a run ended, on a few lines.
fn ending(played: &Played) -> String {
    let timeline = &played.timeline;
    let mut text = format!("{:?} at {}\n", timeline.outcome, timeline.ends_at);
    for step in &timeline.steps {
        if matches!(step.status, Status::Done | Status::Skipped) {
            continue;
        }
        let _ = writeln!(
            text,
            "  {:?} {:?} {}-{}",
            step.name, step.status, step.starts_at, step.ends_at
        );
        for cause in &step.causes {
            text.push_str(&told(cause));
        }
    }
    for audience in &timeline.audience {
        let mark = if audience.is_reached { '+' } else { '-' };
        let _ = writeln!(text, "  {mark} {}: {}", audience.who, audience.sees);
    }
    for step in &timeline.by_hand {
        let _ = writeln!(text, "  by hand: {step}");
    }
    without_ids(&text)
}

/// The mock numbers what it makes, which is of no interest here.
fn without_ids(text: &str) -> String {
    let mut parts = text.split("64400");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("ID");
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    out
}

#[test]
fn each_named_account_ends_a_whole_publish_as_it_says() {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures/accounts"]
        .iter()
        .collect();
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.strip_suffix(".yaml").is_some())
        .collect();
    names.sort();
    assert!(names.len() >= 40);
    for name in names {
        let played = play(&whole(), named(&name));
        insta::assert_snapshot!(name.trim_end_matches(".yaml"), ending(&played));
    }
}

/// The same with another plan, where the account is about another option.
#[test]
fn some_accounts_need_another_plan() {
    let cancel = || plan().app_store().cancel();
    let expire = || plan().testflight().expire();
    let cases: Vec<(&str, &str, Plan)> = vec![
        (
            "no-phased-release",
            "phased-release-not-found",
            plan().app_store().phased(true),
        ),
        (
            "update-without-notes",
            "release-notes-missing",
            plan().app_store(),
        ),
        ("expire-two", "two-builds-in-review", expire()),
        ("expire-one", "another-build-in-review", expire()),
        ("cancel-refused", "cancel-refused", cancel()),
        ("cancel-slow", "cancel-takes-long", cancel()),
        ("cancel-in-review", "version-in-review", cancel()),
        ("cancel-waiting", "version-waiting-for-review", cancel()),
        ("cancel-unsent", "version-ready-for-review", cancel()),
        ("cancel-rejected", "version-rejected", cancel()),
        (
            "first-phased",
            "first-version",
            plan().app_store().phased(true),
        ),
        ("not-phased", "ready", plan().app_store().phased(false)),
        (
            "emoji-in-notes",
            "ready",
            whole().note("en-US", "Fast 🚀 and ✓"),
        ),
        (
            "emoji-in-text",
            "ready",
            plan().app_store().text("en-US", "Fast 🚀"),
        ),
        (
            "group-in-other-case",
            "ready",
            plan().groups(&["external", "Nobody"]),
        ),
        (
            "group-without-review",
            "ready",
            plan().groups(&["External"]),
        ),
        ("review-without-group", "ready", plan().testflight()),
        (
            "date-gone",
            "ready",
            plan().app_store().date("2020-01-01T00:00:00Z"),
        ),
        (
            "date-with-minutes",
            "ready",
            plan().app_store().date("2030-01-01T00:30:00Z"),
        ),
        (
            "date-without-offset",
            "ready",
            plan().app_store().date("2030-01-01T00:00:00"),
        ),
        (
            "no-date",
            "ready",
            plan().app_store().release(ReleaseType::Scheduled),
        ),
        (
            "scheduled",
            "ready",
            plan()
                .app_store()
                .phased(true)
                .release(ReleaseType::Scheduled)
                .date("2030-01-01T00:00:00Z"),
        ),
        ("upload-only", "ready", plan()),
    ];
    for (name, account, plan) in cases {
        let played = play(&plan, named(&format!("{account}.yaml")));
        insta::assert_snapshot!(format!("plan_{name}"), ending(&played));
    }
}

#[test]
fn credentials_decide_what_happens_at_all() {
    use codemagic_lint::publish::plan::{Credentials, Secret};

    let with = |credentials| Plan {
        credentials,
        ..whole()
    };
    let key = |pem: Option<&str>| Credentials::ApiKey {
        private_key: sourced(pem.map(|pem| Secret(pem.into())), places::KEY),
        key_id: sourced(None, places::KEY),
        issuer_id: sourced(None, places::KEY),
    };
    let cases = [
        (
            Credentials::Missing(Box::new(Cause::new("it has neither"))),
            Outcome::Failed,
            true,
        ),
        (
            key(Some("-----BEGIN RSA PRIVATE KEY-----")),
            Outcome::Failed,
            true,
        ),
        (key(None), Outcome::Published, false),
        (
            Credentials::Integration {
                name: Some("Key".into()),
            },
            Outcome::Published,
            false,
        ),
    ];
    for (credentials, outcome, fails_at_upload) in cases {
        let played = play(&with(credentials), named("ready.yaml"));
        assert_eq!(played.outcome(), outcome);
        assert_eq!(
            played.step(StepName::Upload).status == Status::Failed,
            fails_at_upload
        );
        assert_eq!(played.asked().is_empty(), fails_at_upload);
    }

    let password = Credentials::AppSpecificPassword {
        apple_id: sourced(None, places::KEY),
        password: Some(places::KEY),
    };
    let played = play(&with(password), named("ready.yaml"));
    assert_eq!(played.step(StepName::Upload).status, Status::Done);
    let after = &played.timeline.steps[1..];
    assert_eq!(after.len(), 9);
    assert!(after.iter().all(
        |step| step.status == Status::Skipped && step.detail.contains("app-specific password")
    ));
    assert_eq!(
        (played.outcome(), played.asked().len()),
        (Outcome::Failed, 0)
    );
    let (message, place) = cause(&after[0]);
    assert!(message.contains("app-specific password"), "{message}");
    assert_eq!(place, Some(places::KEY));
    assert_eq!(
        played.timeline.by_hand,
        [
            "submit the build to beta review in TestFlight",
            "upload the release notes in `en-US` as What to Test",
            "distribute the build to the group `External`",
            "submit version 1.0.0 to App Store review",
        ]
    );
}

#[test]
fn a_workflow_without_a_package_or_publisher_publishes_nothing() {
    let mut nowhere = whole();
    nowhere.publishing = None;
    let mut nothing = whole();
    nothing.artifacts.clear();
    for plan in [nowhere, nothing] {
        let played = play(&plan, named("ready.yaml"));
        assert_eq!(played.outcome(), Outcome::NothingToPublish);
        assert_eq!(played.timeline.steps.len(), 1);
        assert_eq!(played.step(StepName::Upload).status, Status::Skipped);
    }
}
