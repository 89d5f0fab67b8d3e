//! `codeAction/resolve`: edits that are made when an action is chosen.

use std::fmt::Write as _;

use codemagic_lint::rules::{Settings, check};
use codemagic_lint::syntax::SourceFile;
use serde_json::{Value, json};

use crate::actions::{ask, outcome};
use crate::client::{Client, URI};

/// A text with so many mistakes in its first workflow, and so long that not all of them
/// can be tried out for a list.
fn long(workflows: usize) -> String {
    let mut text = "workflows:\n  a:\n    name: A\n    environment:\n      node: 3.10\n      java: 3.20\n      ruby: 3.30\n      npm: 8.10\n    scripts:\n      - echo $NOWHERE\n".to_owned();
    for index in 0..workflows {
        let padding = "x".repeat(400);
        let _ = write!(
            text,
            "  w{index}:\n    name: W\n    scripts:\n      - echo {padding}\n"
        );
    }
    text
}

/// An editor that asks for the edits of what was chosen, or does not.
fn editor(asks: bool) -> Client {
    let mut action =
        json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    if asks {
        action["dataSupport"] = json!(true);
        action["resolveSupport"] = json!({ "properties": ["edit"] });
    }
    Client::able(json!({ "textDocument": { "codeAction": action } }))
}

fn range_of_first_workflow(text: &str) -> (usize, usize) {
    (0, text.find("    scripts").unwrap())
}

fn errors_of(client: &mut Client, action: &Value) -> String {
    let response = client.request("codeAction/resolve", action.clone());
    response.response_result.unwrap_err().message
}

#[test]
fn who_asks_is_told_that_it_may() {
    let resolves =
        |client: &Client| client.capabilities["codeActionProvider"]["resolveProvider"].clone();
    assert_eq!(resolves(&editor(true)), json!(true));
    assert_eq!(resolves(&editor(false)), Value::Null);
    // What is sent back without its data cannot be known again.
    let without_data = json!({
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
        "resolveSupport": { "properties": ["edit"] },
    });
    let client = Client::able(json!({ "textDocument": { "codeAction": without_data } }));
    assert_eq!(resolves(&client), Value::Null);
}

#[test]
fn what_is_short_has_its_edits_at_once() {
    let text = long(0);
    let mut titles = Vec::new();
    for asks in [false, true] {
        let mut client = editor(asks);
        client.open(&text);
        let place = text.find("3.10").unwrap();
        let found = ask(&mut client, &text, place, place, &[]);
        assert!(found.iter().all(|it| it["edit"].is_object()), "{found:?}");
        titles.push(
            found
                .iter()
                .map(|it| it["title"].clone())
                .collect::<Vec<_>>(),
        );
        // Asked for all the same, it comes back as it is.
        assert_eq!(client.ask("codeAction/resolve", found[0].clone()), found[0]);
    }
    assert_eq!(titles[0], titles[1]);
}

#[test]
fn what_was_not_tried_out_is_made_when_it_is_chosen() {
    let text = long(300);
    let (from, to) = range_of_first_workflow(&text);
    let mut client = editor(false);
    client.open(&text);
    let bare = ask(&mut client, &text, from, to, &[]);
    assert!(
        bare.iter()
            .all(|it| it["edit"].is_object() && it["data"].is_null())
    );
    let mut client = editor(true);
    client.open(&text);
    let found = ask(&mut client, &text, from, to, &[]);
    let is_later = |it: &&Value| it["edit"].is_null();
    let later: Vec<&Value> = found.iter().filter(is_later).collect();
    assert!(later.len() > 4 && found.len() > bare.len(), "{found:?}");
    let mut seen = Vec::new();
    for action in later {
        let made = client.ask("codeAction/resolve", action.clone());
        assert_eq!(made["title"], action["title"]);
        let (title, after) = outcome(&text, &made);
        assert_ne!(after, text, "{title}");
        let rule = action["diagnostics"][0]["code"].as_str();
        let count = |text: &str| {
            let source = SourceFile::new("codemagic.yaml", text.replace("because …", "as we say"));
            let found = check(source, &Settings::default()).findings;
            let alike =
                |it: &&codemagic_lint::finding::Finding| rule.is_none_or(|rule| it.rule == rule);
            found.iter().filter(alike).count()
        };
        assert!(count(&after) < count(&text), "{title}");
        seen.push(title);
    }
    for title in [
        "quote the value (version-loses-zero)",
        "fix all findings of `version-loses-zero`",
        "fix all findings that can be fixed safely",
        "silence `version-loses-zero` here",
        "silence `version-loses-zero` in the whole file",
    ] {
        assert!(seen.iter().any(|it| it == title), "no {title:?}: {seen:?}");
    }
}

#[test]
fn what_cannot_be_made_any_more_is_an_error() {
    let text = long(300);
    let (from, to) = range_of_first_workflow(&text);
    let mut client = editor(true);
    client.open(&text);
    let found = ask(&mut client, &text, from, to, &["quickfix"]);
    let action = found
        .iter()
        .find(|it| it["edit"].is_null())
        .unwrap()
        .clone();
    let mut other = action.clone();
    other["data"]["task"]["fingerprint"] = json!("0123456789abcdef");
    assert_eq!(
        errors_of(&mut client, &other),
        "what the action is for is not found any more"
    );
    other["data"] = json!({ "uri": URI });
    assert_eq!(
        errors_of(&mut client, &other),
        "the action is none of those that were offered here"
    );
    client.change(URI, json!([{ "text": "workflows: {}\n" }]));
    assert_eq!(
        errors_of(&mut client, &action),
        "the text has changed since the action was offered"
    );
}
