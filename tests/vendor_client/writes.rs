//! Our client and the vendor's write the same, in the same order, for the same workflow
//! and account.

use std::collections::BTreeMap;
use std::process::Command;

use codemagic_lint::app_store_connect::{
    AppVersionState, BetaReviewState, PhasedReleaseState, ReviewSubmissionState,
};
use codemagic_lint::mock_server::account::{Account, App, Build, Submission, Version};
use serde_json::Value;

use crate::client::{Run, requests, run, start};

/// The same wishes, for both.
struct Wish {
    /// Keys of `publishing.app_store_connect`.
    keys: &'static str,
    /// The text of `release_notes.json`.
    notes: &'static str,
    /// What stands behind `publish --path App.ipa --skip-package-upload`.
    options: &'static [&'static str],
    account: fn(&mut App),
}

const NOTES: &str = r#"[{"language": "en-US", "text": "Faster"}, {"language": "de-DE", "text": "Schneller", "description": "Eine App"}]"#;
const TEST_NOTES: &str = r#"[{"locale": "en-US", "whats_new": "Faster"}, {"locale": "de-DE", "whats_new": "Schneller"}]"#;
const STORE_TEXTS: &str = r#"[{"locale": "en-US", "whats_new": "Faster"}, {"locale": "de-DE", "whats_new": "Schneller", "description": "Eine App"}]"#;

fn ready(_: &mut App) {}

fn with_german(app: &mut App) {
    let mut german = app.test_information.localizations[0].clone();
    german.locale = Some("de-DE".into());
    app.test_information.localizations.push(german);
}

fn with_draft(app: &mut App) {
    with_german(app);
    app.versions = vec![
        Version {
            version: "0.9.0".into(),
            ..Version::default()
        },
        Version {
            version: "2.0.0".into(),
            state: AppVersionState::PrepareForSubmission,
            phased_release: Some(PhasedReleaseState::Inactive),
            ..Version::default()
        },
    ];
}

fn with_submission(app: &mut App) {
    app.builds = vec![Build {
        build_number: "41".into(),
        ..Build::default()
    }];
    app.versions = vec![
        Version {
            version: "0.9.0".into(),
            ..Version::default()
        },
        Version {
            state: AppVersionState::WaitingForReview,
            build_number: Some("41".into()),
            ..Version::default()
        },
    ];
    app.submissions = vec![Submission {
        version: Some("1.0.0".into()),
        ..Submission::default()
    }];
}

fn with_build_in_review(app: &mut App) {
    app.builds = vec![Build {
        build_number: "41".into(),
        beta_review: Some(BetaReviewState::WaitingForReview),
        ..Build::default()
    }];
}

fn with_open_submission(app: &mut App) {
    app.submissions = vec![Submission {
        state: ReviewSubmissionState::ReadyForReview,
        other_items: 1,
        ..Submission::default()
    }];
}

fn first_version(app: &mut App) {
    with_german(app);
    app.first_version = true;
    let mut german = app.store.localizations[0].clone();
    german.locale = Some("de-DE".into());
    app.store.localizations.push(german);
}

#[rustfmt::skip]
const WISHES: &[Wish] = &[
    Wish { keys: "submit_to_testflight: true", notes: "", options: &["--testflight"], account: ready },
    Wish { keys: "beta_groups: [External]", notes: "", options: &["--beta-group", "External"], account: ready },
    Wish { keys: "submit_to_testflight: true\nbeta_groups: [External, Nobody]", notes: "",
        options: &["--testflight", "--beta-group", "External", "Nobody"], account: ready },
    Wish { keys: "submit_to_testflight: true\nbeta_groups: [Team, External]", notes: "",
        options: &["--testflight", "--beta-group", "Team", "External"], account: ready },
    Wish { keys: "submit_to_testflight: true\nexpire_build_submitted_for_review: true", notes: "",
        options: &["--testflight", "--expire-build-submitted-for-review"], account: with_build_in_review },
    Wish { keys: "submit_to_testflight: true", notes: "", options: &["--testflight"], account: with_build_in_review },
    Wish { keys: "submit_to_testflight: true", notes: NOTES,
        options: &["--testflight", "--beta-build-localizations", TEST_NOTES], account: with_german },
    Wish { keys: "submit_to_testflight: true", notes: NOTES,
        options: &["--testflight", "--beta-build-localizations", TEST_NOTES], account: ready },
    Wish { keys: "submit_to_app_store: true", notes: "", options: &["--app-store"], account: ready },
    Wish { keys: "submit_to_app_store: true\nrelease_type: MANUAL\ncopyright: 2026 Example Ltd", notes: "",
        options: &["--app-store", "--release-type", "MANUAL", "--copyright", "2026 Example Ltd"], account: ready },
    Wish { keys: "submit_to_app_store: true\nrelease_type: SCHEDULED\nearliest_release_date: '2099-01-01T14:00:00+02:00'", notes: "",
        options: &["--app-store", "--release-type", "SCHEDULED", "--earliest-release-date", "2099-01-01T14:00:00+02:00"], account: ready },
    Wish { keys: "submit_to_app_store: true\nrelease_type: SCHEDULED\nearliest_release_date: '2099-01-01T14:00:00Z'", notes: "",
        options: &["--app-store", "--release-type", "SCHEDULED", "--earliest-release-date", "2099-01-01T14:00:00Z"], account: with_draft },
    Wish { keys: "submit_to_app_store: true\nphased_release: true", notes: "", options: &["--app-store", "--phased-release"], account: ready },
    Wish { keys: "submit_to_app_store: true\nphased_release: true", notes: "", options: &["--app-store", "--phased-release"], account: with_draft },
    Wish { keys: "submit_to_app_store: true\nphased_release: false", notes: "", options: &["--app-store", "--no-phased-release"], account: with_draft },
    Wish { keys: "submit_to_app_store: true\nphased_release: false", notes: "", options: &["--app-store", "--no-phased-release"], account: ready },
    Wish { keys: "submit_to_app_store: true", notes: NOTES,
        options: &["--app-store", "--beta-build-localizations", TEST_NOTES, "--app-store-version-localizations", STORE_TEXTS], account: with_draft },
    Wish { keys: "submit_to_app_store: true", notes: NOTES,
        options: &["--app-store", "--beta-build-localizations", TEST_NOTES, "--app-store-version-localizations", STORE_TEXTS], account: first_version },
    Wish { keys: "submit_to_app_store: true\ncancel_previous_submissions: true", notes: "",
        options: &["--app-store", "--cancel-previous-submissions"], account: with_submission },
    Wish { keys: "submit_to_app_store: true", notes: "", options: &["--app-store"], account: with_submission },
    Wish { keys: "submit_to_app_store: true", notes: "", options: &["--app-store"], account: with_open_submission },
    Wish { keys: "submit_to_testflight: true\nbeta_groups: [External]\nsubmit_to_app_store: true\ncancel_previous_submissions: true\nrelease_type: AFTER_APPROVAL\nphased_release: true\ncopyright: 2026 Example Ltd",
        notes: NOTES,
        options: &["--testflight", "--beta-group", "External", "--app-store", "--cancel-previous-submissions", "--release-type", "AFTER_APPROVAL",
            "--phased-release", "--copyright", "2026 Example Ltd", "--beta-build-localizations", TEST_NOTES, "--app-store-version-localizations", STORE_TEXTS],
        account: with_german },
];

impl Wish {
    fn account(&self) -> Account {
        let mut app = App::default();
        (self.account)(&mut app);
        Account {
            apps: Some(vec![app]),
            ..Account::default()
        }
    }

    /// What our client asks, and whether it publishes.
    fn ours(&self) -> (Vec<Value>, bool) {
        let folder = tempfile::tempdir().unwrap();
        let mut text = String::from(
            "workflows:\n  ios:\n    name: iOS\n    integrations:\n      app_store_connect: key\n    \
             scripts:\n      - flutter build ipa\n    artifacts:\n      - build/ios/ipa/*.ipa\n    \
             publishing:\n      app_store_connect:\n        auth: integration\n",
        );
        for line in self.keys.lines() {
            text.push_str(&format!("        {line}\n"));
        }
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        std::fs::write(folder.path().join("codemagic.yaml"), text).unwrap();
        if !self.notes.is_empty() {
            std::fs::write(folder.path().join("release_notes.json"), self.notes).unwrap();
        }
        let server = start(self.account());
        let output = Command::new(env!("CARGO_BIN_EXE_codemagic-lint"))
            .current_dir(folder.path())
            .args(["dry-run", "codemagic.yaml", "--server", &server.url()])
            .args(["--bundle-id", "io.example.app"])
            .args(["--app-version", "1.0.0", "--build-number", "42"])
            .output()
            .unwrap();
        let code = output.status.code().unwrap();
        assert!(code < 2, "{}", String::from_utf8_lossy(&output.stderr));
        (requests(&server.url()), code == 0)
    }
}

/// Method, path and body of what was written, ids replaced by their order.
fn writes(requests: &[Value]) -> Vec<Value> {
    let mut ids = BTreeMap::new();
    requests
        .iter()
        .filter(|request| request["method"] != "GET" && !is_control(request))
        .map(|request| {
            let path = request["path"].as_str().unwrap_or_default();
            let path: Vec<String> = path
                .split('/')
                .map(|segment| without_ids(segment, &mut ids))
                .collect();
            let mut body = request["body"].clone();
            rewrite(&mut body, &mut ids);
            serde_json::json!({ "method": request["method"], "path": path.join("/"), "body": body })
        })
        .collect()
}

/// Method and path of everything that was asked, polls of one thing as one.
fn paths(requests: &[Value]) -> Vec<String> {
    let mut ids = BTreeMap::new();
    let mut paths: Vec<String> = requests
        .iter()
        .filter(|request| !is_control(request))
        .map(|request| {
            let path = request["path"].as_str().unwrap_or_default().split('/');
            let path: Vec<String> = path.map(|part| without_ids(part, &mut ids)).collect();
            format!(
                "{} {}",
                request["method"].as_str().unwrap_or_default(),
                path.join("/")
            )
        })
        .collect();
    paths.dedup();
    paths
}

fn is_control(request: &Value) -> bool {
    let path = request["path"].as_str().unwrap_or_default();
    path.starts_with("/_mock/")
}

fn without_ids(text: &str, ids: &mut BTreeMap<String, usize>) -> String {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) || text == "v1" {
        return text.to_owned();
    }
    let next = ids.len();
    let number = *ids.entry(text.to_owned()).or_insert(next);
    format!("#{number}")
}

fn rewrite(value: &mut Value, ids: &mut BTreeMap<String, usize>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, ids)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(id) if name == "id" => *id = without_ids(id, ids),
                    other => rewrite(other, ids),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn both_clients_write_the_same() {
    let runs: Vec<Run> = WISHES
        .iter()
        .map(|wish| {
            let fixed = ["publish", "--path", "App.ipa", "--skip-package-upload"];
            Run::new(wish.account(), &[&fixed, wish.options].concat())
        })
        .collect();
    let Some(ended) = run(&runs) else { return };
    assert!(WISHES.len() >= 15);
    for ((wish, run), ended) in WISHES.iter().zip(&runs).zip(&ended) {
        let (ours, is_published) = wish.ours();
        let requests = run.requests();
        let theirs = writes(&requests);
        assert_eq!(writes(&ours), theirs, "{}\n{}", wish.keys, ended.output);
        // Where a publish failed, ours has a look at what may be the cause.
        let ours = paths(&ours);
        let paths = paths(&requests);
        assert_eq!(ours[..paths.len().min(ours.len())], paths, "{}", wish.keys);
        assert_eq!(
            is_published,
            ended.code == 0,
            "{}\n{}",
            wish.keys,
            ended.output
        );
        assert!(!theirs.is_empty(), "{}", wish.keys);
    }
}
