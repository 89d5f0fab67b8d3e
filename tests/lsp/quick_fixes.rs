//! `textDocument/codeAction`: fixes of what is found, and the diagnostics they are for.

use serde_json::{Value, json};

use crate::actions::{after, at_word, outcome, params};
use crate::client::{Client, URI};

pub const SECRETS: &str = "\
workflows:
  a:
    name: A
    environment:
      node: 3.10
    scripts:
      - ls
    artifacts:
      - build/**/*.aab
    publishing:
      google_play:
        credentials: $GCLOUD_SERVICE_ACCOUNT_CREDENTIALS
        track: internal
      email:
        recipients: [$WHO]
";

#[test]
fn a_secret_is_never_added_to_plain_variables() {
    for text in [
        SECRETS.to_owned(),
        SECRETS.replace("GCLOUD_SERVICE_ACCOUNT_CREDENTIALS", "GP"),
    ] {
        let found = at_word(&text, "$G", &["quickfix"]);
        let is_plain =
            |(title, result): &(String, String)| title.contains("vars") || result.contains("vars:");
        assert!(!found.iter().any(is_plain), "{found:?}");
        let result = after(&text, "$G", "import the variable group `YOUR_GROUP_NAME`");
        let expected = "    environment:\n      groups: [YOUR_GROUP_NAME]\n";
        assert_eq!(result, text.replace("    environment:\n", expected));
    }
    after(SECRETS, "$WHO", "add `WHO` to `environment.vars`");
    after(
        SECRETS,
        "$WHO",
        "import the variable group `YOUR_GROUP_NAME`",
    );
}

const TWO: &str = "\
workflows:
  a:
    name: A
    environment:
      node: 3.10
      java: 3.20
    scripts:
      - ls
";

fn quick_fixes(client: &mut Client, text: &str, sent: &[Value]) -> Vec<Value> {
    let context = json!({ "diagnostics": sent, "only": ["quickfix"] });
    let found = client.ask("textDocument/codeAction", params(text, 0, 0, &context));
    let found = found.as_array().unwrap().iter();
    let fixes = found.filter(|it| it["title"].as_str().unwrap().starts_with("quote the value"));
    fixes.cloned().collect()
}

#[test]
fn diagnostics_of_the_text_before_still_have_their_fixes() {
    let mut client = Client::start_with(json!({
        "initializationOptions": { "shellcheck": "never" },
        "capabilities": { "textDocument": { "publishDiagnostics": { "dataSupport": true } } },
    }));
    client.open(TWO);
    let all = client.diagnostics(URI);
    let zeros = all.as_array().unwrap().iter();
    let zeros: Vec<Value> = zeros
        .filter(|it| it["code"] == "version-loses-zero")
        .cloned()
        .collect();
    assert_eq!(zeros.len(), 2);
    // Two lines came in above: the ranges are those of other lines now.
    let text = format!("# one\n# two\n{TWO}");
    client.open(&text);
    for (sent, was) in zeros.iter().zip(["3.10", "3.20"]) {
        let found = quick_fixes(&mut client, &text, std::slice::from_ref(sent));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(&found[0]["diagnostics"], &json!([sent]));
        assert!(!outcome(&text, &found[0]).1.contains(&format!(": {was}\n")));
    }
    // Without data the line tells, where it is the same.
    let mut bare = zeros[0].clone();
    bare.as_object_mut().unwrap().remove("data");
    let text = TWO.replace("node: 3.10", "node:   3.10");
    client.open(&text);
    assert_eq!(quick_fixes(&mut client, &text, &[bare]).len(), 1);
}

#[test]
fn findings_of_one_rule_and_place_each_have_their_own_diagnostic() {
    let text = "workflows:\n  a:\n    name: A\n    scripts:\n      - {script: \"echo $ONE_X $TWO_X\", name: b}\n    environment: {node: 3.10, java: 3.20}\n";
    let mut client = Client::start();
    client.open(text);
    let all = client.diagnostics(URI);
    let all: Vec<Value> = all.as_array().unwrap().clone();
    let mut sent: Vec<Value> = all
        .into_iter()
        .filter(|it| it["code"] == "version-loses-zero")
        .collect();
    // As an editor has them that keeps lines only.
    for diagnostic in &mut sent {
        diagnostic["range"]["start"]["character"] = json!(0);
        diagnostic["range"]["end"]["character"] = json!(0);
    }
    sent[0]["message"] = json!("first");
    sent[1]["message"] = json!("second");
    let found = quick_fixes(&mut client, text, &sent);
    let told: Vec<&Value> = found
        .iter()
        .map(|it| &it["diagnostics"][0]["message"])
        .collect();
    assert_eq!(told, ["first", "second"]);
}

#[test]
fn a_placeholder_is_no_reason() {
    let text = after(TWO, "3.10", "silence `version-loses-zero` here");
    assert!(text.contains("because …"), "{text}");
    let mut client = Client::start();
    client.open(&text);
    let found = client.diagnostics(URI);
    let codes: Vec<&Value> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["code"])
        .collect();
    assert_eq!(
        codes.iter().filter(|it| **it == "ignore-malformed").count(),
        1,
        "{codes:?}"
    );
    client.open(&text.replace("because …", "because nobody reads it…"));
    let found = client.diagnostics(URI);
    let is_odd = |it: &Value| it["code"] == "ignore-malformed";
    assert!(!found.as_array().unwrap().iter().any(is_odd), "{found}");
}

#[test]
fn an_anchor_is_removed_with_the_line_it_stands_alone_on() {
    let text = "definitions:\n  scripts:\n    - &unused_step\n      name: A\n      script: ls\n    - &other\n        name: B\nworkflows:\n  a:\n    scripts: [ls]\n";
    let result = after(text, "&unused_step", "remove the anchor");
    let expected = text.replace("- &unused_step\n      name", "- name");
    assert_eq!(result, expected);
    // A key of another column would change the mapping.
    let result = after(text, "&other", "remove the anchor");
    assert_eq!(result, text.replace("- &other\n", "-\n"));
}

#[test]
fn of_very_many_diagnostics_the_first_count() {
    let workflows = (0..250).map(|index| {
        format!("  w{index}:\n    name: W\n    environment: {{node: 3.10}}\n    scripts: [ls]\n")
    });
    let text = format!("workflows:\n{}", workflows.collect::<String>());
    let mut client = Client::start();
    client.open(&text);
    let all = client.diagnostics(URI);
    let zeros = all.as_array().unwrap().iter().rev();
    let zeros: Vec<Value> = zeros
        .filter(|it| it["code"] == "version-loses-zero")
        .cloned()
        .collect();
    assert_eq!(zeros.len(), 250);
    let found = quick_fixes(&mut client, &text, &zeros);
    assert_eq!(found[0]["diagnostics"][0], zeros[249]);
}
