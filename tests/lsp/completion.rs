//! `textDocument/completion`

use serde_json::{Value, json};

use crate::client::Client;

/// An editor that can do everything.
pub fn able() -> Client {
    Client::start_with(json!({
        "processId": null,
        "rootUri": null,
        "capabilities": { "textDocument": { "completion": {
            "completionItem": {
                "snippetSupport": true,
                "documentationFormat": ["markdown"],
                "tagSupport": { "valueSet": [1] },
                "insertTextModeSupport": { "valueSet": [1, 2] },
            },
        } } },
    }))
}

/// What is offered at `<|>`.
pub fn offers(client: &mut Client, text: &str) -> Vec<Value> {
    let at = client.open_at_cursor(text);
    let list = client.ask("textDocument/completion", at);
    list["items"].as_array().cloned().unwrap_or_default()
}

/// The labels of what is offered, the best first.
pub fn labels(text: &str) -> Vec<String> {
    let mut items = offers(&mut able(), text);
    items.sort_by_key(|item| item["sortText"].as_str().map(str::to_owned));
    let labels = items.iter().map(|item| item["label"].as_str().unwrap());
    labels.map(str::to_owned).collect()
}

#[track_caller]
fn has(text: &str, expected: &[&str]) {
    let labels = labels(text);
    for label in expected {
        assert!(labels.iter().any(|it| it == label), "{label}: {labels:?}");
    }
}

#[track_caller]
fn has_not(text: &str, unexpected: &[&str]) {
    let labels = labels(text);
    for label in unexpected {
        assert!(labels.iter().all(|it| it != label), "{label}: {labels:?}");
    }
}

fn offset(text: &str, position: &Value) -> usize {
    let number = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
    let mut start = 0;
    for _ in 0..number("line") {
        start += text[start..].find('\n').unwrap() + 1;
    }
    let mut units = 0;
    let line = &text[start..];
    let within = line.char_indices().find(|(_, character)| {
        let is_there = units >= number("character");
        units += character.len_utf16();
        is_there
    });
    start + within.map_or(line.len(), |(at, _)| at)
}

/// A snippet with the texts that it would be filled with.
fn filled(snippet: &str) -> String {
    let text = unmarked(snippet);
    text.replace("\\$", "$")
        .replace("\\}", "}")
        .replace("\\\\", "\\")
}

/// Takes `${1:text}`, `${1|a,b|}`, `${1}` and `$1` away, one after the other.
fn unmarked(snippet: &str) -> String {
    let mut text = snippet
        .replace("\\\\", "\u{1}")
        .replace("\\$", "\u{2}")
        .replace("\\}", "\u{3}");
    while let Some(start) = text.find('$') {
        let rest = &text[start + 1..];
        let (length, put) = if let Some(place) = rest.strip_prefix('{') {
            let end = place.find('}').unwrap();
            let inner = place[..end].trim_start_matches(|it: char| it.is_ascii_digit());
            let put = match inner.strip_prefix('|') {
                Some(choice) => choice.trim_end_matches('|').split(',').next().unwrap(),
                None => inner.strip_prefix(':').unwrap_or(""),
            };
            (end + 2, put.to_owned())
        } else {
            let digits = rest.len()
                - rest
                    .trim_start_matches(|it: char| it.is_ascii_digit())
                    .len();
            (digits, String::new())
        };
        text.replace_range(start..=start + length, &put);
    }
    text.replace('\u{1}', "\\\\")
        .replace('\u{2}', "\\$")
        .replace('\u{3}', "\\}")
}

/// The text after an offer was accepted, as an editor does it.
pub fn accepted(text: &str, item: &Value) -> String {
    let mut edits = Vec::new();
    let edit = &item["textEdit"];
    let range = if edit["replace"].is_null() {
        &edit["range"]
    } else {
        &edit["replace"]
    };
    let start = offset(text, &range["start"]);
    let mut new_text = edit["newText"].as_str().unwrap().to_owned();
    if item["insertTextFormat"] == 2 {
        new_text = filled(&new_text);
    }
    if item["insertTextMode"] == 2 {
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line..start];
        let blanks = before.len() - before.trim_start_matches(' ').len();
        new_text = new_text.replace('\n', &format!("\n{}", " ".repeat(blanks)));
    }
    edits.push((start, offset(text, &range["end"]), new_text));
    for edit in item["additionalTextEdits"].as_array().into_iter().flatten() {
        let at = |key: &str| offset(text, &edit["range"][key]);
        edits.push((
            at("start"),
            at("end"),
            edit["newText"].as_str().unwrap().to_owned(),
        ));
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.0));
    let mut text = text.to_owned();
    for (start, end, new) in edits {
        text.replace_range(start..end, &new);
    }
    text
}

/// The text after the offer of this label was accepted.
#[track_caller]
fn after(text: &str, label: &str) -> String {
    let items = offers(&mut able(), text);
    let item = items.iter().find(|item| item["label"] == label);
    let labels: Vec<_> = items.iter().map(|item| &item["label"]).collect();
    accepted(
        &text.replace("<|>", ""),
        item.unwrap_or_else(|| panic!("{label}: {labels:?}")),
    )
}

#[test]
fn keys_are_those_of_their_section() {
    let top = "workflows:\n  ios:\n    name: A\n    environment:\n";
    has(&format!("{top}      <|>"), &["vars", "groups", "xcode"]);
    has(
        &format!("{top}      gr<|>\n    scripts:\n      - ls\n"),
        &["groups"],
    );
    has(&format!("{top}    <|>"), &["scripts", "publishing"]);
    has_not(&format!("{top}    <|>"), &["name", "environment", "xcode"]);
    has("<|>", &["workflows", "definitions"]);
    has_not("workflows:\n<|>", &["workflows"]);
    has("workflows:\n  a: {na<|>}", &["name"]);
}

#[test]
fn required_keys_come_first_and_deprecated_ones_last() {
    let text = "workflows:\n  a:\n    publishing:\n      google_play:\n        <|>";
    assert_eq!(labels(text)[..2], ["credentials", "track"]);
    let text = "workflows:\n  a:\n    publishing:\n      app_store_connect:\n        <|>";
    let last = labels(text);
    assert_eq!(last[last.len() - 2..], ["apple_id", "password"]);
    let items = offers(&mut able(), text);
    let password = items.iter().find(|item| item["label"] == "password");
    assert_eq!(password.unwrap()["tags"], json!([1]));
}

#[test]
fn what_a_merge_brings_may_be_overridden() {
    let text = "x: &x\n  name: A\nworkflows:\n  a:\n    <<: *x\n    <|>";
    let items = offers(&mut able(), text);
    let name = items.iter().find(|item| item["label"] == "name").unwrap();
    assert!(
        name["detail"]
            .as_str()
            .unwrap()
            .contains("overrides the merged value")
    );
}

#[test]
fn accepted_keys_bring_the_beginning_of_their_value() {
    let top = "workflows:\n  ios:\n    name: A\n";
    let is = |rest: &str, label, expected: &str| {
        assert_eq!(
            after(&format!("{top}{rest}"), label),
            format!("{top}{expected}")
        );
    };
    is("    env<|>", "environment", "    environment:\n      ");
    is("    <|>\n", "scripts", "    scripts:\n      - \n");
    is(
        "    max<|>",
        "max_build_duration",
        "    max_build_duration: ",
    );
    is(
        "    ma<|>x: 5\n",
        "max_build_duration",
        "    max_build_duration: 5\n",
    );
    is(
        "    scripts:\n      - sc<|>\n",
        "script",
        "    scripts:\n      - script: |\n          \n",
    );
    is(
        "    scripts:\n      <|>\n",
        "name",
        "    scripts:\n      - name: \n",
    );
    is(
        "    scripts:\n      -<|>\n",
        "name",
        "    scripts:\n      - name: \n",
    );
    is(
        "<|>\n    scripts:\n      - ls\n",
        "cache",
        "    cache:\n      \n    scripts:\n      - ls\n",
    );
    is(
        "    when:\n      <|>",
        "condition",
        "    when:\n      condition: ",
    );
}

#[test]
fn indentation_and_line_breaks_are_those_of_the_file() {
    let text = "workflows:\r\n    ios:\r\n        name: A\r\n        <|>\r\n";
    let mut plain = Client::start();
    let items = offers(&mut plain, text);
    let scripts = items
        .iter()
        .find(|item| item["label"] == "scripts")
        .unwrap();
    assert_eq!(scripts["textEdit"]["newText"], "scripts:\r\n            - ");
    assert!(scripts["insertTextFormat"].is_null());
    let items = offers(&mut able(), text);
    let scripts = items
        .iter()
        .find(|item| item["label"] == "scripts")
        .unwrap();
    assert_eq!(scripts["textEdit"]["newText"], "scripts:\n    - $0");
}

#[test]
fn values_are_those_of_their_key() {
    let top = "workflows:\n  a:\n";
    let is = |rest: &str, expected: &[&str]| has(&format!("{top}{rest}"), expected);
    is("    instance_type: <|>", &["mac_mini_m2", "linux_x2"]);
    is("    instance_type:<|>", &["mac_mini_m2"]);
    is(
        "    triggering:\n      events:\n        - pu<|>",
        &["push", "pull_request"],
    );
    is(
        "    triggering:\n      events: [push, <|>",
        &["pull_request", "tag"],
    );
    is(
        "    triggering:\n      cancel_previous_builds: <|>",
        &["true", "false"],
    );
    is(
        "    environment:\n      xcode: <|>",
        &["latest", "edge", "26"],
    );
    is("    environment:\n      java: <|>", &["17"]);
    is(
        "    environment:\n      flutter:\n        version: <|>",
        &["stable", "fvm"],
    );
    is(
        "    publishing:\n      app_store_connect:\n        auth: <|>",
        &["integration"],
    );
    has_not(
        &format!("{top}    triggering:\n      events: [push, <|>]"),
        &["push"],
    );
    let last = labels(&format!("{top}    instance_type: <|>"));
    assert!(
        last.iter().rposition(|it| it == "mac_pro") > last.iter().position(|it| it == "linux_x4")
    );
}

#[test]
fn values_that_yaml_would_misread_are_quoted() {
    let text = "workflows:\n  a:\n    environment:\n      ubuntu: <|>";
    assert!(after(text, "24.04").ends_with("ubuntu: '24.04'"));
    let text = "workflows:\n  a:\n    triggering:\n      branch_patterns:\n        - pattern: <|>";
    assert!(after(text, "*").ends_with("pattern: '*'"));
    let text =
        "workflows:\n  a:\n    triggering:\n      branch_patterns:\n        - pattern: \"<|>\"";
    assert!(after(text, "*").ends_with("pattern: \"*\""));
}

#[test]
fn names_used_elsewhere_are_offered() {
    let text = "workflows:\n  a:\n    environment:\n      groups:\n        - one\n        - two\n  b:\n    environment:\n      groups:\n        - one\n        - <|>";
    has(text, &["two"]);
    has_not(text, &["one"]);
}

#[test]
fn aliases_have_a_preview_and_fitting_ones_come_first() {
    let text = "definitions:\n  - &env\n    xcode: latest\n  - &word text\nworkflows:\n  a:\n    environment: *<|>\n";
    assert_eq!(labels(text), ["*env", "*word"]);
    let items = offers(&mut able(), text);
    let preview = items[0]["documentation"]["value"].as_str().unwrap();
    assert_eq!(preview, "```yaml\nxcode: latest\n```");
    let merge = text.replace("environment: *<|>", "environment:\n      <<: <|>");
    assert_eq!(labels(&merge), ["*env"]);
    let merge = text.replace("environment: *<|>", "environment:\n      <|>");
    has(&merge, &["<<: *env"]);
    assert!(after(&merge, "<<: *env").ends_with("      <<: *env\n"));
}

#[test]
fn anchors_may_be_named_after_aliases_below() {
    has("a: &<|>\n  b: 1\nc: *later\n", &["later", "a"]);
}

#[test]
fn inputs_and_variables_are_offered_behind_their_signs() {
    let top = "workflows:\n  a:\n    inputs:\n      track:\n        description: Which track\n        type: choice\n    environment:\n      vars:\n        FLAVOR: x\n";
    let labels_of = |rest: &str| format!("{top}{rest}");
    has(&labels_of("    name: ${{ <|>"), &["inputs.track"]);
    has(
        &labels_of("    scripts:\n      - echo $<|>\n"),
        &["$FLAVOR", "$CM_BRANCH"],
    );
    has(
        &labels_of("    scripts:\n      - |\n        N=1\n        echo \"${<|>}\"\n"),
        &["${CM_BRANCH}", "${N}"],
    );
    let text = labels_of("    scripts:\n      - |\n        echo ${CM_<|>}/x\n");
    assert!(after(&text, "${CM_TAG}").ends_with("echo ${CM_TAG}/x\n"));
    let text = labels_of("    name: ${{ in<|> }}\n");
    assert!(after(&text, "inputs.track").ends_with("name: ${{ inputs.track }}\n"));
    let text = labels_of("    name: ${{<|>\n");
    assert!(after(&text, "inputs.track").ends_with("name: ${{inputs.track }}\n"));
}

#[test]
fn what_scripts_persist_is_offered_to_others() {
    let text =
        "workflows:\n  a:\n    scripts:\n      - echo \"MADE=1\" >> $CM_ENV\n      - echo $<|>\n";
    has(text, &["$MADE"]);
    let windows = "workflows:\n  a:\n    instance_type: windows_x2\n    scripts:\n      - |\n        echo $<|>\n";
    has(windows, &["$env:CM_BRANCH"]);
}

#[test]
fn conditions_know_variables_payload_and_operators() {
    let top = "workflows:\n  a:\n    when:\n      condition: ";
    has(&format!("{top}<|>"), &["not", "env.", "event."]);
    has(&format!("{top}env.CM<|>"), &["env.CM_BRANCH"]);
    has(
        &format!("{top}not event.<|>"),
        &["event.pull_request.draft"],
    );
    has(
        &format!("{top}env.CM_TRIGGER_SOURCE == <|>"),
        &["\"webhook\""],
    );
    assert_eq!(labels(&format!("{top}env.A <|>")), ["==", "and", "or"]);
    assert!(
        after(&format!("{top}not ev<|>"), "event.pull_request.draft")
            .ends_with("not event.pull_request.draft")
    );
}

#[test]
fn comments_offer_suppressions() {
    has("a: 1 # <|>", &["codemagic-lint: ignore[…]"]);
    has(
        "# codemagic-lint: ignore[<|>",
        &["unknown-key", "shellcheck"],
    );
    has("# codemagic-lint: ig<|>", &["ignore[…]", "ignore-file[…]"]);
    assert_eq!(labels("# some text<|>"), [""; 0]);
}

#[test]
fn the_publisher_by_integration_adds_the_integration() {
    let text = "workflows:\n  ios:\n    name: A\n    publishing:\n      <|>\n";
    let label = "app_store_connect: by integration";
    let expected = "workflows:\n  ios:\n    name: A\n    integrations:\n      app_store_connect: Codemagic API key\n    publishing:\n      app_store_connect:\n        auth: integration\n        submit_to_testflight: true\n";
    assert_eq!(after(text, label), expected);
    let there = text.replace(
        "    name: A\n",
        "    integrations:\n      app_store_connect: X\n",
    );
    assert_eq!(after(&there, label).matches("integrations:").count(), 1);
}

#[test]
fn anchors_that_nothing_uses_yet_are_guessed() {
    let top = "definitions:\n  environment: &environment\n    ";
    has(&format!("{top}<|>"), &["vars", "xcode"]);
    has(
        "definitions:\n  steps:\n    - &step\n      script: ls\n      <|>",
        &["name"],
    );
    has(
        "definitions:\n  machine: &m\n    instance_type: <|>",
        &["mac_mini_m2"],
    );
}

#[test]
fn a_blank_asks_for_values_alone() {
    let mut client = able();
    let mut asked = |text: &str, typed: &str| {
        let mut at = client.open_at_cursor(text);
        at["context"] = json!({ "triggerKind": 2, "triggerCharacter": typed });
        let list = client.ask("textDocument/completion", at);
        list["items"].as_array().unwrap().len()
    };
    assert!(asked("workflows:\n  a:\n    instance_type: <|>", " ") > 0);
    assert_eq!(asked("workflows:\n  a:\n    <|>", " "), 0);
    assert_eq!(
        asked(
            "workflows:\n  a:\n    scripts:\n      - |\n        echo <|>",
            " "
        ),
        0
    );
    assert!(
        asked(
            "workflows:\n  a:\n    scripts:\n      - |\n        echo $<|>",
            "$"
        ) > 0
    );
}

#[test]
fn words_may_be_replaced_or_gone_on_with() {
    let mut client = Client::start_with(json!({
        "processId": null,
        "rootUri": null,
        "capabilities": {
            "general": { "positionEncodings": ["utf-8"] },
            "textDocument": { "completion": { "completionItem": { "insertReplaceSupport": true } } },
        },
    }));
    let before = "  é: {name: 'é', instance_type: ";
    client.open(&format!("workflows:\n{before}linux}}\n"));
    let at = json!({
        "textDocument": { "uri": crate::client::URI },
        "position": { "line": 1, "character": before.len() + 2 },
    });
    let list = client.ask("textDocument/completion", at);
    let items = list["items"].as_array().unwrap();
    let edit = &items
        .iter()
        .find(|item| item["label"] == "linux_x2")
        .unwrap()["textEdit"];
    assert_eq!(edit["insert"]["start"]["character"], before.len());
    assert_eq!(edit["insert"]["end"]["character"], before.len() + 2);
    assert_eq!(edit["replace"]["end"]["character"], before.len() + 5);
}

#[test]
fn columns_are_counted_in_the_editors_unit() {
    let text = "workflows:\n  a:\n    name: 'é𝄞' # 日\n    labels: ['é𝄞', $<|>]\n    environment:\n      vars:\n        B: 1\n";
    assert!(after(text, "$B").contains("labels: ['é𝄞', $B]\n"));
}

#[test]
fn nothing_is_offered_where_nothing_is_known() {
    assert_eq!(labels("workflows:\n  a:\n    name: x <|>y\n"), [""; 0]);
    assert_eq!(
        labels("workflows:\n  a:\n    scripts:\n      - |\n        ls<|>\n"),
        [""; 0]
    );
}
