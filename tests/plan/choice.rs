//! Which workflow is published.

use super::*;

const TWO: &str = "workflows:
  ios:
    publishing: {app_store_connect: {auth: integration}}
  android:
    publishing: {email: {recipients: [a@example.org]}}
  ios-beta:
    publishing: {app_store_connect: {auth: integration}}
";

fn of(text: &str, workflow: Option<&str>) -> Result<String, (String, String)> {
    let given = Given {
        workflow,
        ..Given::default()
    };
    let plan = try_plan(text, &given.settings());
    plan.map(|plan| plan.workflow)
        .map_err(|error| (error.message, error.help.unwrap_or_default()))
}

#[test]
fn the_only_one_that_publishes_needs_no_name() {
    let one = TWO.replace("  ios-beta:", "  beta-not:").replacen(
        "app_store_connect: {auth: integration}",
        "email: {recipients: [a@example.org]}",
        1,
    );
    assert_eq!(of(&one, None).unwrap(), "beta-not");
    assert_eq!(of(TWO, Some("ios-beta")).unwrap(), "ios-beta");
    assert_eq!(of(TWO, Some("android")).unwrap(), "android");
}

#[test]
fn of_several_one_must_be_named() {
    let (message, help) = of(TWO, None).unwrap_err();
    assert_eq!(
        message,
        "several workflows publish to App Store Connect: `ios`, `ios-beta`"
    );
    assert_eq!(help, "name one with `--workflow`");
}

#[test]
fn a_name_that_is_none_leads_to_the_nearest() {
    let (message, help) = of(TWO, Some("ios_bta")).unwrap_err();
    assert_eq!(message, "there is no workflow `ios_bta`");
    assert_eq!(help, "did you mean `ios-beta`?");
    let (_, help) = of(TWO, Some("windows")).unwrap_err();
    assert_eq!(help, "the file has `ios`, `android`, `ios-beta`");
}

#[test]
fn a_workflow_that_publishes_nothing_has_a_plan_that_says_so() {
    let text = "workflows:\n  android:\n    scripts: [echo]\n  web:\n    scripts: [echo]\n";
    let plan = plan(text);
    assert!(!plan.publishes());
    assert_eq!(plan.workflow, "android");
    let said = |text: &str, workflow: Option<&str>| {
        let given = Given {
            workflow,
            ..Given::default()
        };
        let all = remarks(&plan_of(text, &given), text);
        all.into_iter()
            .find(|it| !it.starts_with("`check`"))
            .unwrap()
    };
    assert_eq!(
        said(text, None),
        "no workflow has `publishing.app_store_connect`; there are `android`, `web` @ android"
    );
    assert_eq!(
        said(text, Some("web")),
        "the workflow has no `publishing.app_store_connect` @ web"
    );
    let empty = "workflows:\n  ios:\n    publishing:\n      app_store_connect:\n";
    assert_eq!(
        said(empty, None),
        "`app_store_connect` is empty: there is nothing behind it @ app_store_connect"
    );
}

#[test]
fn what_cannot_be_read_is_sent_to_the_check() {
    let cases = [
        ("", "the file has no workflows"),
        ("- a\n", "the file has no workflows"),
        (
            "workflows:\n  ios:\n    publishing:\n      app_store_connect: true\n",
            "`app_store_connect` of `ios` could not be read",
        ),
        (
            "workflows:\n  ios: 7\n",
            "the workflow `ios` could not be read whole",
        ),
    ];
    for (text, message) in cases {
        let (said, help) = of(text, None).unwrap_err();
        assert_eq!(said, message, "{text}");
        assert!(help.starts_with("run `codemagic-lint check`"), "{help}");
    }
    let broken = "workflows:\n  ios:\n    publishing:\n      app_store_connect:\n        auth: integration\n    scripts:\n      - \"echo\n";
    let found = remarks(&plan(broken), broken);
    assert!(
        found[0].starts_with("`check` reports 3 errors about `ios`"),
        "{found:?}"
    );
}
