//! `textDocument/codeLens`

use serde_json::{Value, json};

use crate::client::{Client, URI};

#[test]
fn workflows_have_lenses_and_those_that_publish_a_dry_run() {
    let mut client = Client::start();
    client.open(
        "workflows:\n  ios:\n    publishing:\n      app_store_connect:\n        auth: integration\n  \
         test:\n    scripts: [x]\n",
    );
    let lenses = client.ask(
        "textDocument/codeLens",
        json!({ "textDocument": { "uri": URI } }),
    );
    let told = |lens: &Value| {
        let command = &lens["command"];
        assert_eq!(command["arguments"][0], URI);
        format!(
            "{} {} {} {}",
            lens["range"]["start"]["line"],
            command["title"],
            command["command"],
            command["arguments"][1]
        )
    };
    let lenses: Vec<String> = lenses.as_array().unwrap().iter().map(told).collect();
    let expected = [
        r#"1 "dry-run publish" "codemagic-lint.dryRun" "ios""#,
        r#"1 "what triggers this" "codemagic-lint.explainTriggers" "ios""#,
        r#"5 "what triggers this" "codemagic-lint.explainTriggers" "test""#,
    ];
    assert_eq!(lenses, expected);
    let offered = &client.capabilities["executeCommandProvider"]["commands"];
    assert_eq!(offered.as_array().map(Vec::len), Some(3), "{offered}");
}
