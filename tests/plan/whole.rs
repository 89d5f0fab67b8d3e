//! Whole files.

use codemagic_lint::publish::plan::{BuildStep, OtherPublisher};

use super::*;

#[test]
fn steps_and_other_publishers_are_listed() {
    let more = "pre_clone_scripts:\n  - echo early\nscripts:\n  - name: Tests\n    script: make test\n  - |\n    #!/bin/bash\n    flutter build ipa\n";
    let mut text = workflow("auth: integration\n", more);
    text.push_str("      google_play: {credentials: $C, track: beta, submit_as_draft: true, release_promotion: {track: production}}
      firebase: {firebase_service_account: $F, ios: {app_id: x, groups: [qa, $NOBODY]}, android: {app_id: y}}
      partner_center: {store_id: ABCDEFGHIJKL}
      email: {recipients: [a@example.org, b@example.org], notify: {success: false}}
      slack: {channel: '#builds', notify_on_build_start: true}
      tester_groups: [one]
      scripts:
        - name: Tell the world
          script: curl https://discord.com/api/webhooks/1
        - ./deploy.sh
");
    let plan = plan(&text);
    let names: Vec<_> = plan
        .build_steps
        .iter()
        .map(|BuildStep { name, .. }| &**name)
        .collect();
    assert_eq!(names, ["echo early", "Tests", "flutter build ipa"]);
    let others: Vec<_> = plan
        .others
        .iter()
        .map(|OtherPublisher { name, would, .. }| (*name, &**would))
        .collect();
    assert_eq!(
        others,
        [
            (
                "google-play",
                "upload to Google Play's track `beta` as a draft, then promote to `production`"
            ),
            (
                "firebase",
                "give the iOS app to the group `qa` and the Android app to nobody yet in Firebase"
            ),
            (
                "microsoft-store",
                "upload the package to the Microsoft Store app `ABCDEFGHIJKL`"
            ),
            ("email", "tell 2 recipients by e-mail, but of failures only"),
            (
                "slack",
                "tell the channel `#builds`, also when the build starts"
            ),
            (
                "tester-groups",
                "tell 1 tester group of the team in Codemagic"
            ),
            ("discord", "run the step `Tell the world`"),
            ("scripts", "run a step without a name"),
        ]
    );
    assert_eq!(&text[plan.others[4].place.clone().unwrap()], "slack");
}

#[test]
fn errors_of_the_check_are_counted() {
    let text = workflow("auth: integration\nsubmit_to_testflght: true\n", "");
    let all = remarks(&plan(&text), &text);
    assert_eq!(
        all,
        ["`check` reports 1 error about `ios`: `unknown-key` in line 10 @ submit_to_testflght"]
    );
}

#[test]
fn the_release_of_the_fixtures_has_its_plan() {
    let path = support::root().join("fixtures/workflows/app-store-release/codemagic.yaml");
    let plan = plan(&support::read(path));
    insta::assert_debug_snapshot!(plan);
}

#[test]
fn every_real_file_has_a_plan_or_an_answer() {
    let Some(files) = support::corpus() else {
        return;
    };
    let mut plans = 0;
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        let checked = check(
            SourceFile::from_bytes("codemagic.yaml", bytes),
            &Settings::default(),
        );
        let (config, _) = codemagic_lint::model::decode(&checked.tree);
        for (entry, _) in config.workflows() {
            let id = checked.tree.scalar(entry.entry.key).unwrap_or_default();
            let settings = Given {
                workflow: Some(id),
                ..Given::default()
            };
            match Plan::read(&checked, &settings.settings()) {
                Ok(plan) => {
                    plans += usize::from(plan.publishes());
                    let length = checked.tree.source().text().len();
                    let mut places = plan.remarks.iter().filter_map(|it| it.place.clone());
                    assert!(places.all(|it| it.end <= length));
                }
                Err(error) => assert!(error.help.is_some(), "{}", path.display()),
            }
        }
    }
    eprintln!("{plans} plans");
    assert!(plans > 50, "{plans}");
}
