//! Completion makes sense: what goes on from what was typed, the likely first, and
//! nothing where there is text.

use codemagic_lint::model::Shape;
use codemagic_lint::model::locate::shape_at;
use codemagic_lint::syntax::{NodeKind, SourceFile, parse};
use serde_json::{Value, json};

use crate::client::{Client, file_uri};
use crate::completion::{able, accepted, labels, offers};

const TOP: &str = "workflows:\n  a:\n";

/// The labels below a workflow, the best first.
fn below(rest: &str) -> Vec<String> {
    labels(&format!("{TOP}{rest}"))
}

fn all() -> String {
    let path = "fixtures/workflows/everything/codemagic.yaml";
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn what_does_not_go_on_from_what_was_typed_is_left_out() {
    assert_eq!(
        below("    instance_type: lin<|>")[..2],
        ["linux_x2", "linux_x4"]
    );
    assert_eq!(below("    instance_type: mini<|>")[0], "mac_mini_m2");
    assert_eq!(
        below("    scripts:\n      - echo $CM_BRA<|>\n"),
        ["$CM_BRANCH"]
    );
    assert_eq!(
        below("    scripts:\n      - echo $BRANC<|>\n"),
        ["$CM_BRANCH"]
    );
    let text = format!("{TOP}    triggering:\n      events:\n        - zzz<|>");
    assert_eq!(labels(&text), [""; 0]);
    let mut client = able();
    let mut incomplete = |text: &str| {
        let at = client.open_at_cursor(text);
        let list = client.ask("textDocument/completion", at);
        for item in list["items"].as_array().unwrap() {
            assert!(item["filterText"].is_string(), "{item}");
        }
        list["isIncomplete"] == true
    };
    // What is typed instead may fit what was left out.
    assert!(incomplete(&format!("{TOP}    instance_type: lin<|>")));
    assert!(!incomplete(&format!("{TOP}    instance_type: <|>")));
}

#[test]
fn the_first_offers_are_what_somebody_means() {
    let first = |rest: &str, expected: &[&str]| {
        let found = below(rest);
        let shown = found.get(..expected.len()).unwrap_or(&found);
        assert_eq!(shown, expected, "{rest}");
    };
    let vars = "    environment:\n      vars:\n        A: 1\n        B: 2\n";
    first("    scripts:\n      - name: <|>", &[]);
    assert_eq!(below("    scripts:\n      - name: <|>"), [""; 0]);
    first(
        &format!("{vars}    max_build_duration: <|>"),
        &["60", "90", "120"],
    );
    first(&format!("{vars}    instance_type: <|>"), &["mac_mini_m2"]);
    first(&format!("{vars}      xcode: <|>"), &["latest"]);
    let publishing = format!("{vars}    publishing:\n");
    let track = "      google_play:\n        rollout_fraction: <|>";
    first(&format!("{publishing}{track}"), &["0.1", "0.5"]);
    let groups = "      app_store_connect:\n        beta_groups:\n          - <|>";
    assert_eq!(below(&format!("{publishing}{groups}")), [""; 0]);
    first(
        "    artifacts:\n      - <|>",
        &["build/**/outputs/**/*.aab"],
    );
    first(
        "    triggering:\n      branch_patterns:\n        - pattern: <|>",
        &["main"],
    );
    assert_eq!(
        below(&format!(
            "{vars}    integrations:\n      app_store_connect: <|>"
        )),
        [""; 0]
    );
    let set = |name: &str| below(&format!("{vars}    {name}: $<|>"))[0].clone();
    assert_eq!(set("name"), "$A");
}

#[test]
fn lists_are_offered_behind_their_key() {
    let text = format!("{TOP}    triggering:\n      events: <|>");
    let labels = labels(&text);
    assert_eq!(labels[..1], ["[push]"]);
    assert!(labels.contains(&"- …".to_owned()), "{labels:?}");
    let items = offers(&mut able(), &text);
    let item = |label: &str| items.iter().find(|it| it["label"] == label).unwrap();
    let plain = text.replace("<|>", "");
    assert!(accepted(&plain, item("[push]")).ends_with("events: [push]"));
    assert!(accepted(&plain, item("- …")).ends_with("events: \n        - "));
}

#[test]
fn anchors_stand_where_what_they_hold_fits() {
    let top = "definitions:\n  word: &word text\n  step: &step\n    name: A\n    script: ls\n  list: &list [a]\n  inputs: &inputs\n    b:\n      description: B\nworkflows:\n  a:\n";
    assert_eq!(labels(&format!("{top}    inputs: <|>")), ["*inputs"]);
    assert!(labels(&format!("{top}    name: <|>")).contains(&"*word".to_owned()));
    assert!(!labels(&format!("{top}    max_build_duration: <|>")).contains(&"*word".to_owned()));
}

#[test]
fn a_line_that_goes_on_with_text_is_text() {
    let script = "    scripts:\n      - cd android\n        ";
    assert_eq!(
        below(&format!("{script}./gradlew assembleDebug<|>")),
        [""; 0]
    );
    assert_eq!(below(&format!("{script}ins<|>")), [""; 0]);
    assert_eq!(below(&format!("{script}echo $CM_BRAN<|>")), ["$CM_BRANCH"]);
    assert_eq!(below("    name: A\n      scr<|>\n"), [""; 0]);
    assert_eq!(
        below("    scripts:\n      - name: A\n        scr<|>\n")[0],
        "script"
    );
}

#[test]
fn single_quotes_and_comments_of_the_shell_hold_no_variables() {
    for text in [
        "    scripts:\n      - echo '$F<|>'\n",
        "    scripts:\n      - |\n        echo '$F<|>'\n",
        "    scripts:\n      - |\n        awk '\n          $F<|>\n",
        "    scripts:\n      - |\n        ls # $F<|>\n",
        "    scripts:\n      - name: A\n        script: 'echo ''$F<|>'''\n",
    ] {
        assert_eq!(below(text), [""; 0], "{text}");
    }
    for text in [
        "    scripts:\n      - echo 'a' $CM_BRAN<|>\n",
        "    scripts:\n      - |\n        echo \"it's $CM_BRAN<|>\"\n",
        "    scripts:\n      - |\n        # don't\n        echo $CM_BRAN<|>\n",
        "    scripts:\n      - name: A\n        script: 'echo $CM_BRAN<|>'\n",
    ] {
        assert_eq!(below(text), ["$CM_BRANCH"], "{text}");
    }
}

#[test]
fn names_that_scripts_wait_for_are_set_first_and_secrets_never() {
    let text = "    environment:\n      vars:\n        <|>\n    scripts:\n      - echo $FLAVOR $CM_BRANCH $MADE $API_PASSWORD\n      - echo \"MADE=1\" >> $CM_ENV\n";
    let names = below(text);
    assert_eq!(names[0], "FLAVOR");
    for name in [
        "MADE",
        "CM_BRANCH",
        "API_PASSWORD",
        "APP_STORE_CONNECT_PRIVATE_KEY",
        "CM_KEYSTORE",
        "CM_CERTIFICATE",
        "GCLOUD_SERVICE_ACCOUNT_CREDENTIALS",
        "UNITY_PASSWORD",
    ] {
        assert!(!names.contains(&name.to_owned()), "{name}: {names:?}");
    }
    assert!(names.contains(&"BUNDLE_ID".to_owned()));
}

#[test]
fn the_keys_beside_say_which_come_first() {
    let top = "    publishing:\n      app_store_connect:\n        ";
    let names = below(&format!("{top}auth: integration\n        <|>"));
    let at = |name: &str| names.iter().position(|it| it == name).unwrap();
    for name in ["api_key", "key_id", "issuer_id"] {
        assert!(at("submit_to_testflight") < at(name), "{names:?}");
        assert!(at("release_type") < at(name), "{names:?}");
    }
    let names = below(&format!("{top}release_type: SCHEDULED\n        <|>"));
    assert_eq!(names[0], "earliest_release_date");
    let names = below(&format!("{top}earliest_release_date: <|>"));
    assert_eq!(names[0], "2030-01-31T14:00:00+00:00");
}

#[test]
fn retired_machines_are_told_of_as_hover_does() {
    for (capabilities, deprecated, tags) in [
        (
            json!({ "deprecatedSupport": true }),
            json!(true),
            Value::Null,
        ),
        (
            json!({ "tagSupport": { "valueSet": [1] } }),
            Value::Null,
            json!([1]),
        ),
    ] {
        let mut client = Client::start_with(json!({ "processId": null, "rootUri": null,
            "capabilities": { "textDocument": { "completion": { "completionItem": capabilities } } } }));
        let items = offers(&mut client, &format!("{TOP}    instance_type: linu<|>"));
        let linux = items.iter().find(|it| it["label"] == "linux").unwrap();
        assert_eq!(linux["detail"], "retired; use linux_x2");
        assert_eq!(
            linux["documentation"],
            "Retired: a Linux machine; linux_x2 is used instead."
        );
        assert_eq!(linux["deprecated"], deprecated);
        assert_eq!(linux["tags"], tags);
        let items = offers(&mut client, &format!("{TOP}    instance<|>"));
        let text = items[0]["documentation"].as_str().unwrap();
        assert!(!text.contains('`') && !text.contains("]("), "{text}");
    }
}

#[test]
fn scripts_of_one_line_know_paths_too() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join(".git")).unwrap();
    std::fs::create_dir_all(root.join("scripts")).unwrap();
    std::fs::create_dir_all(root.join("app/bin")).unwrap();
    std::fs::write(root.join("scripts/build.sh"), "").unwrap();
    std::fs::write(root.join("setup.sh"), "").unwrap();
    let mut client = Client::in_folder(root, json!({}), json!({}));
    let uri = file_uri(&root.join("codemagic.yaml"));
    let mut is = |rest: &str, expected: &[&str]| {
        let text = format!("{TOP}{rest}");
        let (before, after) = text.split_once("<|>").unwrap();
        client.open_as(&uri, &format!("{before}{after}"));
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').unwrap() - 1;
        let at = json!({ "textDocument": { "uri": uri },
            "position": { "line": line, "character": character } });
        let list = client.ask("textDocument/completion", at);
        let items = list["items"].as_array().unwrap();
        let labels: Vec<&str> = items
            .iter()
            .map(|it| it["label"].as_str().unwrap())
            .collect();
        assert_eq!(labels, expected, "{rest}");
    };
    for (before, after) in [
        ("    scripts:\n      - name: A\n        script: ", "\n"),
        ("    scripts:\n      - name: A\n        script: \"", "\"\n"),
        ("    scripts:\n      - ", "\n"),
        ("    scripts:\n      - |\n        ", "\n"),
    ] {
        let mut case = |typed: &str, expected: &[&str]| {
            is(&format!("{before}{typed}<|>{after}"), expected);
        };
        case("./scripts/", &["build.sh"]);
        case("bash ./scripts/b", &["build.sh"]);
        case("bash scr", &["scripts"]);
        case("ls && cd s", &["scripts"]);
        case("bash se", &["setup.sh"]);
        case("echo scr", &[]);
        case("cat /scr", &[]);
    }
    is(
        "    scripts:\n      - name: A\n        working_directory: app\n        script: cd <|>\n",
        &["bin"],
    );
}

/// Whether a place takes `true` and `false`, and no other text.
fn is_boolean(shape: &Shape) -> bool {
    match shape {
        Shape::Boolean => true,
        Shape::AnyOf(shapes) => {
            let takes_text = shapes.iter().any(|it| matches!(it, Shape::Text { .. }));
            !takes_text && shapes.iter().any(|it| is_boolean(it))
        }
        _ => false,
    }
}

#[test]
fn what_is_offered_at_any_value_has_its_shape() {
    let text = all();
    let tree = parse(SourceFile::new("codemagic.yaml", text.as_str()));
    let mut client = able();
    let mut seen = 0;
    for node in tree.nodes() {
        let is_plain = tree.kind(node) == NodeKind::Scalar
            && tree.scalar_style(node).is_some_and(|it| !it.is_block())
            && tree.value_of(node).is_none();
        let Some(shape) = shape_at(&tree, node).filter(|_| is_plain) else {
            continue;
        };
        let span = tree.span(node);
        let text = format!("{}<|>{}", &text[..span.start()], &text[span.end()..]);
        let items = offers(&mut client, &text);
        let path = tree.path(node);
        let values: Vec<&str> = items
            .iter()
            .map(|it| it["label"].as_str().unwrap())
            .collect();
        let is_truth = |it: &&str| matches!(*it, "true" | "false");
        assert_eq!(
            values.iter().any(is_truth),
            is_boolean(shape),
            "{path}: {values:?}"
        );
        let words = shape.keywords();
        let Some(first) = values.first() else {
            continue;
        };
        seen += 1;
        let is_reference = first.starts_with(['$', '*']);
        assert!(
            words.is_empty() || is_reference || words.iter().any(|word| word.value == *first),
            "{path}: {first}"
        );
        if let Shape::Integer { .. } = shape {
            assert!(first.parse::<i64>().is_ok(), "{path}: {first}");
        }
    }
    assert!(seen > 50, "{seen}");
}
