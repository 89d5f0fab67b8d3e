//! `textDocument/prepareRename`, `rename`, `references`, `definition`,
//! `documentHighlight` and `linkedEditingRange`.

use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::editing::{NAMES, at, edits_of, few_samples, renamed, slice, span};
use crate::pyyaml::PyYaml;

/// Renames the first place of the text that reads so.
fn rename(text: &str, word: &str, new_name: &str) -> Result<(String, usize), String> {
    let mut client = Client::start();
    client.open(text);
    let place = text.find(word).unwrap() + word.len();
    renamed(&mut client, text, place, new_name)
}

/// What is refused, and why.
fn refusal(text: &str, word: &str, new_name: &str) -> String {
    rename(text, word, new_name).expect_err("is refused")
}

fn references(client: &mut Client, text: &str, offset: usize) -> Vec<Value> {
    let mut params = at(text, offset);
    params["context"] = json!({ "includeDeclaration": true });
    let found = client.ask("textDocument/references", params);
    found.as_array().cloned().unwrap_or_default()
}

#[test]
fn an_anchor_is_renamed_with_its_aliases() {
    let text = "a: &x 1\nb: *x\nc: &x 2\nd: [*x, *x]\n";
    assert_eq!(
        rename(text, "&x", "first").unwrap(),
        (
            "a: &first 1\nb: *first\nc: &x 2\nd: [*x, *x]\n".to_owned(),
            2
        )
    );
    assert_eq!(
        rename(text, "d: [*x", "second").unwrap(),
        (
            "a: &x 1\nb: *x\nc: &second 2\nd: [*second, *second]\n".to_owned(),
            3
        )
    );
}

#[test]
fn a_variable_is_renamed_wherever_it_is_used() {
    let (text, edits) = rename(NAMES, "        OWN", "MINE").unwrap();
    let expected = NAMES.split("  android:").collect::<Vec<_>>();
    // That of the other workflow is another one.
    let first = expected[0].replace("OWN", "MINE");
    assert_eq!(text, format!("{first}  android:{}", expected[1]));
    assert_eq!(edits, 6);
}

#[test]
fn what_aliases_share_has_one_name_in_all_workflows() {
    let (text, _) = rename(NAMES, "    SHARED", "COMMON").unwrap();
    // Not in the comment.
    let expected = NAMES
        .replace("SHARED", "COMMON")
        .replace("# $COMMON", "# $SHARED");
    assert_eq!(text, expected);
    let (text, edits) = rename(NAMES, "inputs.kind", "sort").unwrap();
    let expected = NAMES.replace("inputs.kind", "inputs.sort");
    let expected = expected.replace("      kind:", "      sort:");
    assert_eq!((text, edits), (expected, 4));
}

#[test]
fn what_a_script_passes_on_is_renamed_in_the_next() {
    let (text, edits) = rename(NAMES, "\"NEW", "LATER").unwrap();
    assert_eq!((text, edits), (NAMES.replace("NEW", "LATER"), 2));
}

#[test]
fn names_that_cannot_be_are_refused() {
    let text = "a: &x 1\nb: *x\nc: &y 2\nd: *z\n";
    assert_eq!(
        refusal(text, "*x", "y"),
        "`y` is already an anchor's name, in line 3"
    );
    assert_eq!(
        refusal(text, "*x", "z"),
        "`z` is already an anchor's name, in line 4"
    );
    assert!(refusal(text, "*x", "a b").starts_with("`a b` cannot name an anchor"));
    assert!(refusal(text, "*x", "").starts_with("`` cannot name an anchor"));
    assert_eq!(refusal(text, "*z", "q"), "no `&z` stands before this alias");
    assert!(refusal(text, "a", "q").starts_with("there is no anchor"));
    let own = "        OWN";
    assert!(refusal(NAMES, own, "1X").starts_with("`1X` cannot name a variable"));
    assert!(refusal(NAMES, own, "SHARED").contains("already used by a workflow"));
    assert!(refusal(NAMES, own, "CM_BRANCH").contains("a variable of Codemagic"));
    assert!(refusal(NAMES, own, "NO").contains("something else than text"));
    assert!(refusal(NAMES, "$CM_ENV", "X").contains("knows it by this name only"));
    assert!(refusal(NAMES, "inputs.other", "2").starts_with("`2` cannot name an input"));
    assert!(refusal(NAMES, "inputs.other", "kind").contains("already used"));
}

#[test]
fn a_use_that_cannot_be_understood_stands_in_the_way() {
    let script = |script: &str| {
        format!(
            "workflows:\n  a:\n    environment:\n      vars:\n        X: 1\n    scripts:\n      - |\n        {script}\n"
        )
    };
    for odd in [
        "python3 -c 'import os; os.environ[\"X\"]'",
        "bash -c 'echo $X'",
        "#!/usr/bin/env python3\n        X = 1",
    ] {
        let refused = refusal(&script(odd), "        X", "Y");
        assert!(
            refused.contains("may be the same or another word"),
            "{odd}: {refused}"
        );
    }
    for (plain, expected) in [
        (
            "echo $X ${X:-1} $((X + 1)) ${#X}",
            "echo $Y ${Y:-1} $((Y + 1)) ${#Y}",
        ),
        ("unset X; printenv X", "unset Y; printenv Y"),
        ("echo XY $XY # X", "echo XY $XY # X"),
    ] {
        let (text, _) = rename(&script(plain), "        X", "Y").unwrap();
        assert_eq!(text, script(expected).replace("        X", "        Y"));
    }
    let escaped = "workflows:\n  a:\n    environment:\n      vars:\n        XY: 1\n    scripts:\n      - \"echo $X\\x59\"\n";
    assert!(refusal(escaped, "        XY", "Z").contains("may be the same"));
    let group = "workflows:\n  a:\n    scripts:\n      - echo $X\n";
    assert!(refusal(group, "$X", "Y").contains("a variable group has it, or nobody"));
}

#[test]
fn what_may_be_renamed_is_told_before() {
    let mut client = Client::start();
    let place = client.open_at_cursor("a: &x 1\nb: *x<|>\nc: *y\n");
    let prepared = client.ask("textDocument/prepareRename", place);
    assert_eq!(prepared["placeholder"], "x");
    assert_eq!(
        prepared["range"]["start"],
        json!({ "line": 1, "character": 4 })
    );
    let place = client.open_at_cursor("a<|>: &x 1\n");
    assert_eq!(client.ask("textDocument/prepareRename", place), Value::Null);
    let place = client.open_at_cursor("a: *x<|>\n");
    let refused = client.request("textDocument/prepareRename", place);
    let error = refused.response_result.expect_err("is refused");
    assert_eq!(error.message, "no `&x` stands before this alias");
}

#[test]
fn the_declaration_is_found() {
    let mut client = Client::start();
    client.open(NAMES);
    let place = NAMES.find("*step").unwrap() + 1;
    let found = client.ask("textDocument/definition", at(NAMES, place));
    assert_eq!(found[0]["uri"], URI);
    assert_eq!(slice(NAMES, &found[0]["range"]), "step");
    assert_eq!(
        span(NAMES, &found[0]["range"]).start,
        NAMES.find("&step").unwrap() + 1
    );
    let place = NAMES.find("inputs.kind").unwrap() + 8;
    let found = client.ask("textDocument/declaration", at(NAMES, place));
    // Both workflows that use the step declare the input.
    assert_eq!(found.as_array().unwrap().len(), 2);
    let place = NAMES.find("echo $NEW").unwrap() + 6;
    let found = client.ask("textDocument/definition", at(NAMES, place));
    assert_eq!(
        span(NAMES, &found[0]["range"]).start,
        NAMES.find("NEW=").unwrap()
    );
}

#[test]
fn links_are_given_to_editors_that_take_them() {
    let capabilities = json!({ "textDocument": { "definition": { "linkSupport": true } } });
    let mut client = Client::start_with(json!({ "capabilities": capabilities }));
    client.open(NAMES);
    let place = NAMES.find("*step").unwrap() + 1;
    let found = client.ask("textDocument/definition", at(NAMES, place));
    assert_eq!(slice(NAMES, &found[0]["originSelectionRange"]), "step");
    assert_eq!(slice(NAMES, &found[0]["targetSelectionRange"]), "step");
    let whole = slice(NAMES, &found[0]["targetRange"]);
    assert!(
        whole.starts_with("&step\n    name") && whole.ends_with("# $SHARED"),
        "{whole}"
    );
}

#[test]
fn paths_lead_to_files_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("app/scripts")).unwrap();
    std::fs::write(folder.path().join("app/scripts/build.sh"), "ls").unwrap();
    let uri = format!("file://{}/codemagic.yaml", folder.path().display());
    let text = "workflows:\n  a:\n    working_directory: app\n    scripts:\n      - sh scripts/build.sh ../x.sh\n";
    let mut client = Client::start();
    client.open_as(&uri, text);
    let mut find = |word: &str| {
        let mut params = at(text, text.find(word).unwrap() + 1);
        params["textDocument"]["uri"] = json!(uri);
        let found = client.ask("textDocument/definition", params);
        found[0]["uri"]
            .as_str()
            .map(|uri| uri.rsplit_once('/').unwrap().1.to_owned())
    };
    assert_eq!(find("app"), Some("app".to_owned()));
    assert_eq!(find("scripts/build"), Some("build.sh".to_owned()));
    assert_eq!(find("../x.sh"), None);
    assert_eq!(find("working"), None);
}

#[test]
fn uses_are_highlighted_by_what_is_done() {
    let mut client = Client::start();
    client.open(NAMES);
    let place = NAMES.find("        OWN").unwrap() + 9;
    let found = client.ask("textDocument/documentHighlight", at(NAMES, place));
    let kinds: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].clone())
        .collect();
    // Declared, read in the condition, exported, read twice, read by the publisher.
    assert_eq!(kinds, [3, 2, 3, 2, 2, 2]);
}

#[test]
fn an_anchor_is_typed_with_its_aliases() {
    let mut client = Client::start();
    let text = "a: &x 1\nb: *x\nc: &y 2\n";
    client.open(text);
    let found = client.ask("textDocument/linkedEditingRange", at(text, 4));
    assert_eq!(found["ranges"].as_array().unwrap().len(), 2);
    let alone = client.ask(
        "textDocument/linkedEditingRange",
        at(text, text.find("&y").unwrap() + 1),
    );
    assert_eq!(alone, Value::Null);
}

/// In every sample, everything that has a name gets another and its own back.
#[test]
fn a_name_given_and_taken_back_leaves_every_byte() {
    let mut oracle = PyYaml::start();
    let mut client = Client::start();
    let mut count = 0;
    for text in few_samples().iter().map(String::as_str).chain([NAMES]) {
        client.open(text);
        let mut seen = Vec::new();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        for (place, c) in text.char_indices() {
            let begins = is_word(c) && !text[..place].ends_with(is_word);
            if !begins
                || seen
                    .iter()
                    .any(|it: &std::ops::Range<usize>| it.contains(&place))
            {
                continue;
            }
            let found = references(&mut client, text, place);
            if found.is_empty() {
                continue;
            }
            let spans: Vec<_> = found.iter().map(|it| span(text, &it["range"])).collect();
            let Some(here) = spans
                .iter()
                .find(|it| it.start <= place + 1 && place <= it.end)
            else {
                panic!("{place} in {text:?}: {spans:?}");
            };
            let name = text[here.clone()].to_owned();
            assert!(
                spans.iter().all(|it| text[it.clone()] == name),
                "{name}: {spans:?}"
            );
            seen.extend(spans.clone());
            let Ok((other, edits)) = renamed(&mut client, text, here.start, "FRESH_name") else {
                continue;
            };
            assert_eq!(edits, spans.len(), "{name} in {text:?}");
            assert_ne!(other, text);
            let is_anchor = text[..here.start].ends_with(['&', '*']);
            if let Some(oracle) = oracle.as_mut().filter(|_| is_anchor) {
                let (old, new) = (oracle.load(text), oracle.load(&other));
                assert!(
                    old["ok"] == new["ok"] || old["error"] != Value::Null,
                    "{name}"
                );
            }
            let before = other.find("FRESH_name").unwrap();
            client.open(&other);
            match renamed(&mut client, &other, before, &name) {
                Ok((back, _)) => assert_eq!(back, text, "{name}"),
                // Somebody overrides it.
                Err(refused) => assert!(refused.contains("variable of Codemagic"), "{refused}"),
            }
            client.open(text);
            count += 1;
        }
    }
    assert!(count > 50, "{count} names");
}

#[test]
fn edits_are_for_a_version_where_the_editor_can_tell() {
    let capabilities = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut client = Client::start_with(json!({ "capabilities": capabilities }));
    let text = "a: &x 1\nb: *x\n";
    client.open(text);
    let mut params = at(text, 4);
    params["newName"] = json!("y");
    let edit = client.ask("textDocument/rename", params);
    let document = &edit["documentChanges"][0]["textDocument"];
    assert_eq!(
        (&document["uri"], &document["version"]),
        (&json!(URI), &json!(1))
    );
    assert_eq!(edits_of(&edit).len(), 2);
}
