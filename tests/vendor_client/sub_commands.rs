//! Each sub-command that takes part in a publish, by itself, one after the other
//! against one account.

use codemagic_lint::app_store_connect::AppVersionState;
use codemagic_lint::mock_server::account::{Account, App, Build, Delay, Version};
use serde_json::{Value, json};

use crate::client::{Run, run_cases};

/// A command, and what later ones need of its answer: `name=path`.
const COMMANDS: &[(&str, &str)] = &[
    (
        "apps list --bundle-id-identifier io.example.app --strict-match-identifier",
        "app=0.id",
    ),
    ("apps get $app", ""),
    (
        "builds list --app-id $app --build-version-number 42 --pre-release-version 1.0.0",
        "build=0.id",
    ),
    (
        "builds list --app-id $app --build-version-number 41",
        "earlier=0.id",
    ),
    ("builds get $build", ""),
    ("builds app $build", ""),
    ("builds pre-release-version $build", ""),
    ("builds beta-details $build", ""),
    ("apps builds $app", ""),
    ("apps pre-release-versions $app", ""),
    ("apps app-store-versions $app", ""),
    (
        "builds add-beta-test-info $build --locale en-US --whats-new Faster",
        "",
    ),
    ("beta-build-localizations list $build", "note=0.id"),
    ("beta-build-localizations get $note", ""),
    (
        "beta-build-localizations modify $note --whats-new Slower",
        "",
    ),
    ("beta-build-localizations delete $note", ""),
    (
        "beta-build-localizations create $build --locale en-US --whats-new Faster",
        "",
    ),
    ("beta-groups add-build $build --beta-group External", ""),
    ("beta-groups remove-build $build --beta-group External", ""),
    ("beta-app-review-submissions create $earlier", ""),
    ("beta-app-review-submissions list $earlier", ""),
    ("apps expire-build-submitted-for-review $app", ""),
    (
        "builds submit-to-testflight $build --expire-build-submitted-for-review --max-build-processing-wait 0",
        "",
    ),
    ("get-latest-testflight-build-number $app", ""),
    ("get-latest-app-store-build-number $app", ""),
    (
        "app-store-versions create $build --version-string 1.0.0 --platform IOS --copyright Example",
        "version=id",
    ),
    ("app-store-versions get $version", ""),
    (
        "app-store-versions modify $version --release-type AFTER_APPROVAL",
        "",
    ),
    ("app-store-versions localizations $version", "texts=0.id"),
    ("app-store-version-localizations get $texts", ""),
    (
        "app-store-version-localizations modify $texts --whats-new Faster",
        "",
    ),
    (
        "app-store-version-localizations create $version de-DE --description Neu --keywords neu --support-url https://example.com --whats-new Neu",
        "german=id",
    ),
    ("app-store-version-localizations delete $german", ""),
    (
        "app-store-version-phased-releases enable $version",
        "phased=id",
    ),
    ("app-store-versions phased-release $version", ""),
    ("app-store-version-phased-releases cancel $phased", ""),
    ("builds app-store-version $build", ""),
    (
        "review-submissions create $app --platform IOS",
        "submission=id",
    ),
    ("review-submissions get $submission", ""),
    (
        "review-submission-items create $submission --version-id $version",
        "item=id",
    ),
    ("review-submissions items $submission", ""),
    ("review-submission-items delete $item", ""),
    (
        "review-submission-items create $submission --version-id $version",
        "",
    ),
    ("review-submissions confirm $submission", ""),
    ("apps list-review-submissions $app", ""),
    ("apps cancel-review-submissions $app", ""),
    ("app-store-versions delete $version", ""),
    (
        "builds submit-to-app-store $build --max-build-processing-wait 0 --whats-new Faster",
        "",
    ),
    ("builds expire $earlier", ""),
    ("apps expire-builds $app --exclude-build-id $build", ""),
];

#[test]
fn each_ends_well_and_leaves_an_answer_that_the_next_can_use() {
    let mut app = App::default();
    app.upload.appears = Delay::seconds(0);
    app.upload.processes = Delay::seconds(0);
    app.review.cancellation_takes = Delay::seconds(0);
    // A build that is there already and one that is asked for.
    app.builds = vec![Build {
        build_number: "41".into(),
        ..Build::default()
    }];
    app.versions = vec![Version {
        version: "0.9.0".into(),
        state: AppVersionState::ReadyForDistribution,
        ..Version::default()
    }];
    let account = Account {
        apps: Some(vec![app]),
        ..Account::default()
    };
    let run = Run::new(account, &[]);
    let cases: Vec<Value> = COMMANDS
        .iter()
        .map(|(command, keep)| {
            let mut arguments: Vec<String> = command.split(' ').map(str::to_owned).collect();
            arguments.push("--json".into());
            let mut case = run.case(&arguments);
            if let Some((name, path)) = keep.split_once('=') {
                case["keep"] = json!({ name: path });
            }
            case
        })
        .collect();
    let Some(ended) = run_cases(&cases) else {
        return;
    };
    for ((command, _), ended) in COMMANDS.iter().zip(&ended) {
        assert_eq!(ended.code, 0, "{command}\n{}", ended.output);
    }
    assert!(run.requests().len() > COMMANDS.len());
}
