//! `textDocument/hover`

use serde_json::json;

use crate::client::{Client, URI};
use codemagic_lint::lsp::End;

/// What is told at the cursor; empty where that is nothing.
fn hover(text: &str) -> String {
    let mut client = Client::start();
    let at = client.open_at_cursor(text);
    let hover = client.ask("textDocument/hover", at);
    let text = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(hover.is_null() || hover["range"].is_object(), "{hover}");
    text.to_owned()
}

/// Fails unless all of these words are told at the cursor.
fn tells(text: &str, words: &[&str]) {
    let told = hover(text);
    for words in words {
        assert!(told.contains(words), "`{words}` is not in:\n{told}");
    }
}

#[test]
fn a_key_says_what_it_is_for() {
    let mut client = Client::start();
    let at = client.open_at_cursor("workflows:\n  ios:\n    max_build<|>_duration: 30\n");
    let hover = client.ask("textDocument/hover", at);
    let text = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(text.starts_with("**max_build_duration**"), "{hover}");
    assert_eq!(client.diagnostics(URI)[0]["code"], "workflow-name");
    assert_eq!(client.shut_down(), End::Orderly);
}

#[test]
fn an_editor_without_markdown_gets_plain_text() {
    let formats = json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } });
    let mut client = Client::start_with(json!({ "capabilities": formats }));
    let at = client.open_at_cursor("workflows:\n  ios:\n    instance_type: mac_<|>pro\n");
    let hover = client.ask("textDocument/hover", at);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("mac_pro: Retired"), "{text}");
    assert!(
        !text.contains("**") && text.contains("Documentation: https://"),
        "{text}"
    );
}

#[test]
fn nothing_is_said_of_blanks_and_comments() {
    assert_eq!(hover("workflows:\n <|>  ios:\n    name: a\n"), "");
    assert_eq!(hover("workflows: # the <|>name\n  ios:\n    name: a\n"), "");
    assert_eq!(hover("<|>"), "");
}

#[test]
fn a_value_says_what_it_means() {
    tells(
        "workflows:\n  ios:\n    instance_type: mac<|>_mini\n",
        &[
            "Intel",
            "retired since 2023-09; use `mac_mini_m2` (as of 2026-06)",
            "**instance_type**",
        ],
    );
    tells(
        "workflows:\n  ios:\n    environment:\n      xcode: 15<|>.4\n",
        &["no longer have it (as of 2026-06)"],
    );
    tells(
        "workflows:\n  ios:\n    scripts:\n      - script: x\n        on_failure: pub<|>lish\n",
        &["**publish**: Straight to publishing."],
    );
}

const VARIABLES: &str = "\
workflows:
  ios:
    triggering:
      events: [push]
    environment:
      groups: [release]
      vars:
        SCHEME: App
        API_TOKEN: s3cr3t-by-name
    scripts:
      - name: Set
        script: |
          echo \"NUMBER=7\" >> $CM_ENV
      - script: |
          echo $SCHEME ${NUMBER} $API_TOKEN $CM_TAG $FROM_GROUP $CM_APP_ID
";

/// [`VARIABLES`] with the cursor on this word.
fn at(word: &str) -> String {
    VARIABLES.replacen(word, &format!("{word}<|>"), 1)
}

#[test]
fn a_variable_says_who_sets_it() {
    tells(
        &at("$SCHEME"),
        &["**$SCHEME**", "`environment.vars`, line 8, sets it: `App`"],
    );
    tells(
        &at("${NUMBER"),
        &["Step 1, `Set` writes it to `$CM_ENV`, line 13: steps after it have it"],
    );
    tells(
        &at("$CM_T"),
        &[
            "the tag that started the build",
            "No tag starts this workflow",
        ],
    );
    tells(&at("$FROM"), &["It may come from the group `release`"]);
    tells(
        &at("$CM_APP"),
        &["Codemagic sets no such variable", "`CM_PROJECT_ID`"],
    );
    tells(&at("echo \"NUM"), &["**$NUMBER**"]);
    tells(&at("        SCH"), &["**$SCHEME**"]);
    let secret = hover(&at("$API_TOK"));
    assert!(secret.contains("line 9, sets it: `***`"), "{secret}");
    assert!(!secret.contains("s3cr3t"), "{secret}");
}

#[test]
fn a_variable_without_a_group_says_that_nothing_sets_it() {
    let text = "workflows:\n  ios:\n    scripts:\n      - echo $NO<|>BODY\n";
    tells(text, &["Nothing in this workflow sets it"]);
}

#[test]
fn an_input_says_what_was_declared() {
    let text = "\
workflows:
  ios:
    inputs:
      track:
        description: Which track
        type: choice
        options: [alpha, beta]
        default: alpha
    working_directory: ${{ inputs.tr<|>ack }}
";
    tells(
        text,
        &[
            "**inputs.track**: choice",
            "Which track",
            "`alpha`, `beta`",
            "Default: `alpha`",
        ],
    );
    let unknown = text.replace("inputs.tr<|>ack", "inputs.o<|>ther");
    tells(&unknown, &["the workflow has no such input"]);
    let key = text
        .replace("<|>", "")
        .replace("      track:", "      tr<|>ack:");
    tells(&key, &["**inputs.track**", "Declared in line 4"]);
}

const MERGES: &str = "\
base: &base
  name: Base
  environment:
    xcode: 26.1
workflows:
  ios:
    <<: *base
    name: App
";

#[test]
fn aliases_and_merges_say_what_they_yield() {
    tells(
        &MERGES.replace("*base", "*ba<|>se"),
        &[
            "**\\*base**: written in line 1",
            "`name` of line 2 is overridden by line 8",
            "```yaml\n",
            "xcode: 26.1",
        ],
    );
    tells(
        &MERGES.replace("<<: *", "<<|><: *"),
        &[
            "**<<**",
            "name: App",
            "xcode: 26.1",
            "`name` of line 2 is overridden",
        ],
    );
    tells(
        &MERGES.replace("&base", "&b<|>ase"),
        &["**&base**: used once", "- line 7: `workflows.ios.<<`"],
    );
    tells("a: &lon<|>e 1\n", &["nothing uses it"]);
}

#[test]
fn no_secret_is_told_through_an_alias() {
    let text = "\
secret: &secret hunter2hunter2
vars: &vars
  MY_PASSWORD: *secret
  DEPLOY_TOKEN: s3cr3t-by-name
workflows:
  ios:
    environment:
      vars: *vars
      xcode: *secret
";
    for place in [
        "vars: *va<|>rs",
        "xcode: *sec<|>ret",
        "MY_PASSWORD: *sec<|>ret",
    ] {
        let told = hover(&text.replace(&place.replace("<|>", ""), place));
        let is_told = told.contains("hunter2") || told.contains("s3cr3t");
        assert!(!told.is_empty() && !is_told, "{told}");
    }
}

#[test]
fn patterns_are_told_in_words_and_examples() {
    let text = "\
workflows:
  ios:
    triggering:
      branch_patterns:
        - pattern: 'release<|>/*'
          include: false
        - pattern: '*'
";
    tells(
        text,
        &[
            "Matches branches that begin with `release/`.",
            "Matches: `release/1.2`",
            "Does not match: `main`",
            "are left out",
            "this is 1 of 2, and the last that matches decides",
            "the source branch",
        ],
    );
    tells(
        "workflows:\n  ios:\n    working_directory: app\n    artifacts:\n      - build/**/*.i<|>pa\n",
        &["working directory `app`", "`**` stands for any number"],
    );
    tells(
        "workflows:\n  ios:\n    when:\n      changeset:\n        excludes: ['**/*.m<|>d']\n",
        &["do not count", "root of the repository"],
    );
}

#[test]
fn conditions_are_told_part_by_part() {
    let text =
        |condition: &str| format!("workflows:\n  ios:\n    when:\n      condition: {condition}\n");
    tells(
        &text("not<|> event.pull_request.draft and env.CM_BRANCH == \"main\""),
        &[
            "- all of\n",
            "  - `event.pull_request.draft` (of the webhook's payload) is not true",
            "is `\"main\"`",
        ],
    );
    tells(&text("env.CM_<|>TAG == \"v1\""), &["**$CM_TAG**"]);
    tells(&text("not <|>(a == 1 or"), &["could be read in part only"]);
}

#[test]
fn publishers_say_what_they_will_do() {
    let text = "\
workflows:
  ios:
    integrations:
      app_store_connect: Key
    environment:
      ios_signing:
        distribution_type: app_store
        bundle_identifier: io.example.app
    publishing:
      app_store<|>_connect:
        auth: integration
        submit_to_testflight: true
        beta_groups: [Friends]
      google_play:
        credentials: $GCLOUD
        track: beta
        submit_as_draft: true
      slack:
        channel: '#builds'
";
    tells(
        text,
        &[
            "**What `ios` will do here**",
            "`io.example.app`",
            "integration `Key`",
            "submit_to_testflight",
            "Beta review",
        ],
    );
    let play = text.replace("<|>", "").replace("google", "goo<|>gle");
    tells(
        &play,
        &["**`ios` will upload to Google Play's track `beta` as a draft**"],
    );
    let slack = text.replace("<|>", "").replace("  slack", "  sl<|>ack");
    tells(&slack, &["**`ios` will tell the channel `#builds`**"]);
}

#[test]
fn steps_and_workflows_are_told_in_short() {
    let text = "\
workflows:
  ios:
    name: App
    instance_type: mac_mini_m2
    working_directory: app
    triggering:
      events: [tag]
    scripts:
      - flutter test
      - name: Build
        working_directory: app/ios
        ignore_failure: true
        script: make
    publishing:
      slack:
        channel: '#a'
";
    let with = |word: &str| text.replacen(word, &format!("{word}<|>"), 1);
    tells(
        &with("flutter"),
        &[
            "**Step 1** of 2 in `scripts`",
            "Runs in `app`: the workflow's `working_directory`, line 5",
        ],
    );
    tells(
        &with("name: Bui"),
        &[
            "**Step 2, `Build`** of 2",
            "Runs in `app/ios`: its own",
            "goes on when it fails",
        ],
    );
    tells(
        &with("  ios"),
        &[
            "**ios**: a workflow",
            "macOS",
            "triggers: on tag",
            "steps: 2",
            "publishes to: Slack",
        ],
    );
}

#[test]
fn half_typed_text_is_understood() {
    let broken = "workflows:\n  ios:\n    scripts: [\n    max_build_dur<|>ation\n    name: 'x\n";
    tells(broken, &["**max_build_duration**"]);
    let broken = "workflows:\n  ios:\n    name: \"$CM_TA<|>G\n    scripts:\n      - x\n";
    tells(broken, &["the tag that started the build"]);
}

#[test]
fn positions_are_those_of_the_editor() {
    let text = "workflows:\n  ios:\n    name: 🚀 ü <|>$CM_TAG\n";
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let general = json!({ "general": { "positionEncodings": [encoding] } });
        let mut client = Client::start_with(json!({ "capabilities": general }));
        let mut params = client.open_at_cursor(text);
        let before = "    name: 🚀 ü ";
        let column = match encoding {
            "utf-8" => before.len(),
            "utf-16" => before.encode_utf16().count(),
            _ => before.chars().count(),
        };
        params["position"]["character"] = column.into();
        let hover = client.ask("textDocument/hover", params);
        let range = &hover["range"];
        assert_eq!(range["start"]["character"], column, "{encoding} {hover}");
        assert_eq!(range["end"]["character"], column + 7, "{encoding} {hover}");
    }
}
