//! What is written, in which order and with which bodies, and what is read in between.

use std::collections::HashMap;
use std::fmt::Write as _;

use codemagic_lint::app_store_connect::{
    AppVersionState, BetaReviewState, Platform, ReleaseType, ReviewSubmissionState,
};
use codemagic_lint::mock_server::account::{Account, App, Build, Submission, Version};
use codemagic_lint::publish::plan::{Plan, StoreText};

use crate::support::{Ask, Played, account, plan, play};

/// Ids are named by what they were first seen in, so that the mock may number as it
/// likes.
struct Names(HashMap<String, String>);

impl Names {
    fn of(played: &Played) -> Self {
        let mut names = HashMap::new();
        played.server.with_mock(|mock| {
            for app in &mock.world.apps {
                names.insert(app.id.clone(), "APP".to_owned());
            }
            for build in &mock.world.testflight.builds {
                names.insert(build.id.clone(), format!("BUILD{}", build.build_number));
            }
        });
        Self(names)
    }

    fn replace(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("64400") {
            let (before, from) = rest.split_at(at);
            let end = from
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(from.len());
            let (id, after) = from.split_at(end);
            let next = format!("ID{}", self.0.len());
            let name = self.0.entry(id.to_owned()).or_insert(next);
            out.push_str(before);
            out.push_str(name);
            rest = after;
        }
        out + rest
    }
}

/// Writes with their bodies, one a line.
fn writes(played: &Played) -> String {
    let mut names = Names::of(played);
    let mut text = String::new();
    for (method, path, body) in played.writes() {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let line = format!("{method} {path} {body}");
        let _ = writeln!(text, "{}", names.replace(line.trim_end()));
    }
    text
}

fn with_draft(version: &str, state: AppVersionState) -> Account {
    let version = version.to_owned();
    account(|app: &mut App| {
        app.versions = vec![
            Version {
                version: "0.9.0".into(),
                ..Version::default()
            },
            Version {
                version,
                state,
                ..Version::default()
            },
        ];
    })
}

fn in_beta_review() -> Account {
    account(|app| {
        app.builds = vec![Build {
            build_number: "41".into(),
            beta_review: Some(BetaReviewState::WaitingForReview),
            ..Build::default()
        }];
    })
}

fn in_app_review() -> Account {
    account(|app| {
        app.versions = vec![
            Version {
                version: "0.9.0".into(),
                ..Version::default()
            },
            Version {
                version: "0.9.5".into(),
                state: AppVersionState::WaitingForReview,
                ..Version::default()
            },
        ];
        app.submissions = vec![Submission {
            state: ReviewSubmissionState::WaitingForReview,
            version: Some("0.9.5".into()),
            ..Submission::default()
        }];
    })
}

fn full_text(locale: &str) -> StoreText {
    let text = |text: &str| Some(text.to_owned());
    StoreText {
        locale: locale.into(),
        file: "release_notes.json".into(),
        description: text("An app"),
        keywords: text("a,b"),
        marketing_url: text("https://example.com"),
        promotional_text: text("Now!"),
        support_url: text("https://example.com/help"),
        whats_new: text("Line one\nLine “two”"),
    }
}

fn with_texts(mut plan: Plan, locales: &[&str]) -> Plan {
    plan.notes.store_texts = locales.iter().map(|locale| full_text(locale)).collect();
    plan
}

#[test]
fn what_is_written_is_what_was_asked_for() {
    let draft = || with_draft("1.0.0", AppVersionState::PrepareForSubmission);
    let mut mac = plan().app_store();
    mac.app.platform = Platform::MacOs;
    let cases: Vec<(&str, Plan, Account)> = vec![
        (
            "notes",
            plan().note("en-US", "New").note("de-DE", "Neu"),
            account(|app| {
                let german = codemagic_lint::mock_server::account::TestLocalization {
                    locale: Some("de-DE".into()),
                    ..Default::default()
                };
                app.test_information.localizations.push(german);
            }),
        ),
        (
            "groups",
            plan().groups(&["External", "Nobody"]),
            account(|_| {}),
        ),
        ("testflight", plan().testflight(), account(|_| {})),
        (
            "testflight_expire_none",
            plan().testflight().expire(),
            account(|_| {}),
        ),
        (
            "testflight_expire_one",
            plan().testflight().expire(),
            in_beta_review(),
        ),
        ("store_new", plan().app_store(), account(|_| {})),
        (
            "store_new_full",
            plan()
                .app_store()
                .release(ReleaseType::Scheduled)
                .date("2030-01-01T14:00:00+00:00")
                .copyright("2026 Example Ltd")
                .phased(true),
            account(|_| {}),
        ),
        (
            "store_new_date_elsewhere",
            plan()
                .app_store()
                .release(ReleaseType::Scheduled)
                .date("2030-01-01T14:00:00+02:00"),
            account(|_| {}),
        ),
        (
            "store_draft_full",
            plan()
                .app_store()
                .release(ReleaseType::Scheduled)
                .date("2030-01-01T14:00:00Z")
                .copyright("2026 Example Ltd")
                .phased(false),
            draft(),
        ),
        (
            "store_draft_renamed",
            plan().app_store().copyright(""),
            with_draft("2.0.0", AppVersionState::Rejected),
        ),
        (
            "store_texts",
            with_texts(plan().app_store(), &["en-US", "de-DE"]),
            draft(),
        ),
        (
            "store_texts_first",
            plan().app_store().text("en-US", "New").text("de-DE", "Neu"),
            account(|app| {
                app.first_version = true;
            }),
        ),
        ("store_cancel", plan().app_store().cancel(), in_app_review()),
        (
            "store_cancel_none",
            plan().app_store().cancel(),
            account(|_| {}),
        ),
        ("store_mac", mac, account(|_| {})),
        (
            "everything",
            with_texts(
                plan()
                    .note("en-US", "New")
                    .groups(&["External"])
                    .testflight()
                    .expire()
                    .app_store()
                    .cancel(),
                &["en-US"],
            ),
            in_beta_review(),
        ),
    ];
    for (name, plan, account) in cases {
        let played = play(&plan, account);
        insta::assert_snapshot!(name, writes(&played));
    }
}

#[test]
fn what_is_read_in_between_is_what_the_vendors_client_reads() {
    let plan = with_texts(
        plan()
            .note("en-US", "New")
            .groups(&["External"])
            .testflight()
            .expire()
            .app_store()
            .cancel()
            .phased(true),
        &["en-US"],
    );
    let played = play(
        &plan,
        account(|app| {
            app.upload.appears = codemagic_lint::mock_server::account::Delay::seconds(30);
            app.upload.processes = codemagic_lint::mock_server::account::Delay::seconds(30);
        }),
    );
    let mut names = Names::of(&played);
    let asked: Vec<String> = played
        .asked()
        .iter()
        .map(|line| names.replace(line))
        .collect();
    insta::assert_snapshot!("whole_sequence", asked.join("\n"));
}
