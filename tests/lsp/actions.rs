//! `textDocument/codeAction`

use codemagic_lint::finding::Severity;
use codemagic_lint::rules::{Checked, Settings, check};
use codemagic_lint::syntax::SourceFile;
use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::editing::{NAMES, edited, edits_of, few_samples, position};
use crate::extracting::STEPS;
use crate::pyyaml::PyYaml;
use crate::quick_fixes::SECRETS;

fn checked(text: &str) -> Checked {
    check(
        SourceFile::new("codemagic.yaml", text),
        &Settings::default(),
    )
}

pub fn params(text: &str, from: usize, to: usize, context: &Value) -> Value {
    let range = json!({ "start": position(text, from), "end": position(text, to) });
    json!({ "textDocument": { "uri": URI }, "range": range, "context": context })
}

pub fn ask(client: &mut Client, text: &str, from: usize, to: usize, only: &[&str]) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let found = client.ask("textDocument/codeAction", params(text, from, to, &context));
    found.as_array().cloned().unwrap()
}

/// The actions at a word of a text, with what comes of them.
pub fn at_word(text: &str, word: &str, only: &[&str]) -> Vec<(String, String)> {
    let mut client = Client::start();
    client.open(text);
    let place = text.find(word).unwrap();
    let found = ask(&mut client, text, place, place, only);
    found.iter().map(|action| outcome(text, action)).collect()
}

pub fn outcome(text: &str, action: &Value) -> (String, String) {
    let title = action["title"].as_str().unwrap().to_owned();
    (title, edited(text, &edits_of(&action["edit"])))
}

/// What comes of the one action at a word whose title begins so.
pub fn after(text: &str, word: &str, title: &str) -> String {
    let found = at_word(text, word, &[]);
    let mut fitting = found.iter().filter(|(it, _)| it.starts_with(title));
    let Some((_, result)) = fitting.next() else {
        let titles: Vec<_> = found.iter().map(|(title, _)| title).collect();
        panic!("no {title:?} at {word:?}: {titles:?}");
    };
    result.clone()
}

const MISTAKES: &str = "\
workflows:
  a:
    name: A
    environment:
      node: 3.10
      java: 3.20
    scripts:
      - echo $NOWHERE
    artifacts:
      - x
";

#[test]
fn a_fix_is_linked_to_what_it_mends() {
    let mut client = Client::start();
    client.open(MISTAKES);
    let place = MISTAKES.find("3.10").unwrap();
    let found = ask(&mut client, MISTAKES, place, place, &["quickfix"]);
    let fix = &found[0];
    assert_eq!(fix["title"], "quote the value (version-loses-zero)");
    assert_eq!(
        (&fix["kind"], &fix["isPreferred"]),
        (&json!("quickfix"), &json!(true))
    );
    assert_eq!(fix["diagnostics"][0]["code"], "version-loses-zero");
    let expected = MISTAKES.replace("3.10", "'3.10'");
    assert_eq!(outcome(MISTAKES, fix).1.replace('"', "'"), expected);
    let titles: Vec<_> = found
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect();
    assert!(
        titles.contains(&"fix 2 findings of `version-loses-zero`"),
        "{titles:?}"
    );
}

#[test]
fn what_the_editor_names_is_what_is_mended() {
    let mut client = Client::start();
    client.open(MISTAKES);
    let diagnostics = client.diagnostics(URI);
    let one = diagnostics.as_array().unwrap().iter();
    let one = one
        .filter(|it| it["code"] == "version-loses-zero")
        .nth(1)
        .unwrap();
    let context = json!({ "diagnostics": [one, { "range": one["range"], "message": "other" }] });
    // The cursor stands at the other one.
    let place = MISTAKES.find("3.10").unwrap();
    let found = client.ask(
        "textDocument/codeAction",
        params(MISTAKES, place, place, &context),
    );
    assert_eq!(&found[0]["diagnostics"][0], one);
    let (_, text) = outcome(MISTAKES, &found[0]);
    assert!(
        text.contains("node: 3.10\n") && !text.contains("java: 3.20"),
        "{text}"
    );
}

#[test]
fn all_safe_fixes_are_those_of_the_command() {
    for only in ["source.fixAll", "source.fixAll.codemagic-lint", "source"] {
        let found = at_word(MISTAKES, "name", &[only]);
        assert_eq!(found.len(), 1, "{only}");
        assert_eq!(found[0].0, "fix 2 findings that can be fixed safely");
        let settings = Settings::default();
        let source = SourceFile::new("codemagic.yaml", MISTAKES);
        let safety = codemagic_lint::finding::Safety::Safe;
        let fixed = codemagic_lint::fix::fix(&source, &settings, safety, &|_| ());
        assert_eq!(found[0].1, fixed.checked.tree.source().text());
    }
    assert_eq!(at_word(MISTAKES, "name", &["source.organizeImports"]), []);
    assert_eq!(at_word(MISTAKES, "3.10", &["source.fixAll.eslint"]), []);
    let automatic = json!({ "diagnostics": [], "triggerKind": 2 });
    let mut client = Client::start();
    client.open(MISTAKES);
    let found = client.ask(
        "textDocument/codeAction",
        params(MISTAKES, 0, 0, &automatic),
    );
    let is_source = |it: &Value| it["kind"].as_str().unwrap().starts_with("source");
    assert!(!found.as_array().unwrap().iter().any(is_source));
}

#[test]
fn a_rule_is_silenced_here_or_everywhere() {
    let here = after(MISTAKES, "3.10", "silence `version-loses-zero` here");
    let comment = "# codemagic-lint: ignore[version-loses-zero] because …";
    assert_eq!(here, MISTAKES.replace("3.10", &format!("3.10 {comment}")));
    let everywhere = after(
        MISTAKES,
        "3.10",
        "silence `version-loses-zero` in the whole file",
    );
    let comment = "# codemagic-lint: ignore-file[version-loses-zero] because …\n";
    assert_eq!(everywhere, format!("{comment}{MISTAKES}"));
}

#[test]
fn a_variable_that_is_missing_is_added() {
    let text = after(MISTAKES, "$NOWHERE", "add `NOWHERE` to `environment.vars`");
    let expected = "    environment:\n      vars:\n        NOWHERE: change_me\n      node";
    assert_eq!(
        text,
        MISTAKES.replace("    environment:\n      node", expected)
    );
    let there = MISTAKES.replace("      node: 3.10\n", "      vars: {X: 1}\n");
    let text = after(&there, "$NOWHERE", "add `NOWHERE`");
    assert_eq!(text, there.replace("{X", "{NOWHERE: change_me, X"));
    let bare = "workflows:\n  a:\n    name: A\n    scripts:\n      - echo $X\n";
    let text = after(bare, "$X", "add `X`");
    let expected = "name: A\n    environment:\n      vars:\n        X: change_me\n";
    assert_eq!(text, bare.replace("name: A\n", expected));
}

#[test]
fn an_integration_that_is_missing_is_named() {
    let text = "workflows:\n  a:\n    name: A\n    scripts:\n      - ls\n    publishing:\n      app_store_connect:\n        auth: integration\n";
    let result = after(text, "integration", "name the integration `YOUR_KEY_NAME`");
    let expected = "name: A\n    integrations:\n      app_store_connect: YOUR_KEY_NAME\n";
    assert_eq!(result, text.replace("name: A\n", expected));
}

#[test]
fn names_of_the_configuration_are_offered() {
    let folder = tempfile::tempdir().unwrap();
    let known = "[known]\ngroups = [\"signing keys\", \"b\"]\nintegrations = [\"My key\"]\n";
    std::fs::write(folder.path().join("codemagic-lint.toml"), known).unwrap();
    let uri = format!("file://{}/codemagic.yaml", folder.path().display());
    let text = "workflows:\n  a:\n    name: A\n    environment:\n      groups: [b]\n    scripts:\n      - echo $X\n    publishing:\n      app_store_connect:\n        auth: integration\n";
    let text = &text
        .replace("[b]", "[other]")
        .replace("[other]", "\n        - b");
    let workspace = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "x" }]);
    let mut client = Client::start_with(json!({
        "workspaceFolders": workspace,
        "initializationOptions": { "shellcheck": "never" },
        "capabilities": {},
    }));
    client.open_as(&uri, text);
    let place = text.find("auth").unwrap() + "auth: ".len();
    let mut wanted = params(text, place, place, &json!({ "diagnostics": [] }));
    wanted["textDocument"]["uri"] = json!(uri);
    let found = client.ask("textDocument/codeAction", wanted);
    let titles: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].clone())
        .collect();
    assert!(
        titles.contains(&json!("name the integration `My key`")),
        "{titles:?}"
    );
}

#[test]
fn what_the_baseline_accepts_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let text = MISTAKES.replace("java: 3.20", "java: 3.20\n      nonsense: 1");
    std::fs::write(folder.path().join("codemagic.yaml"), &text).unwrap();
    let mut baseline = assert_cmd::Command::cargo_bin("codemagic-lint").unwrap();
    let arguments = [
        "check",
        "--shellcheck",
        "never",
        "--baseline",
        "accepted.json",
    ];
    baseline.current_dir(folder.path()).args(arguments);
    drop(baseline.arg("--write-baseline").assert());
    assert!(folder.path().join("accepted.json").is_file());
    let uri = format!("file://{}", folder.path().display());
    let mut client = Client::start_with(json!({
        "workspaceFolders": [{ "uri": uri, "name": "x" }],
        "initializationOptions": { "shellcheck": "never", "baseline": "accepted.json" },
        "capabilities": {},
    }));
    let file = format!("{uri}/codemagic.yaml");
    // One more than was accepted.
    let text = text.replace("    scripts", "      ubuntu: 24.10\n    scripts");
    client.open_as(&file, &text);
    let place = text.find("24.10").unwrap();
    let mut wanted = params(&text, place, place, &json!({ "diagnostics": [] }));
    wanted["textDocument"]["uri"] = json!(file);
    let found = client.ask("textDocument/codeAction", wanted);
    let titles: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].clone())
        .collect();
    assert!(
        titles.contains(&json!("quote the value (version-loses-zero)")),
        "{titles:?}"
    );
    assert!(
        titles.contains(&json!("fix 1 finding that can be fixed safely")),
        "{titles:?}"
    );
}

const REFACTORED: &str = "\
# head
workflows:
  ios:
    name: 'iOS' # why
    labels: [a, \"b c\"]
    environment: # vars
      vars:
        A: 1
        # two
        B: x # y
    cache:
      cache_paths:
        - ~/.pub-cache
        - $HOME/x
    scripts:
      - flutter pub get # packages
      - name: Build
        script: |
          echo a

          echo b
      - ls
";

#[test]
fn a_value_goes_to_an_anchor() {
    let text = after(
        REFACTORED,
        "cache_paths",
        "extract to the anchor `&cache_paths`",
    );
    let head = "definitions:\n  cache_paths: &cache_paths\n    - ~/.pub-cache\n    - $HOME/x\n# head\nworkflows:";
    let expected = REFACTORED
        .replace(
            "cache_paths:\n        - ~/.pub-cache\n        - $HOME/x",
            "cache_paths: *cache_paths",
        )
        .replace("# head\nworkflows:", head);
    assert_eq!(text, expected);
    // Once more, beside the first.
    let again = after(&text, "scripts", "extract to the anchor `&scripts`");
    assert!(again.contains("- $HOME/x\n  scripts: &scripts\n    - flutter pub get # packages\n    - name: Build\n      script: |\n        echo a\n\n        echo b\n    - ls\n# head\nworkflows:"), "{again}");
    assert!(again.ends_with("    scripts: *scripts\n"), "{again}");
    let merged = after(
        REFACTORED,
        "vars:\n",
        "extract to the anchor `&vars` and merge",
    );
    assert!(
        merged.contains("      vars:\n        <<: *vars\n    cache:"),
        "{merged}"
    );
    assert!(
        merged.contains("  vars: &vars\n    A: 1\n    # two\n    B: x # y\n# head\nworkflows:"),
        "{merged}"
    );
    let block = after(REFACTORED, "script: |", "extract to the anchor `&script`");
    assert!(
        block.contains("  script: &script |\n    echo a\n\n    echo b\n# head\nworkflows:"),
        "{block}"
    );
    assert!(
        block.contains("        script: *script\n      - ls"),
        "{block}"
    );
}

#[test]
fn a_selected_step_goes_to_an_anchor() {
    let mut client = Client::start();
    client.open(REFACTORED);
    let from = REFACTORED.find("name: Build").unwrap();
    let to = REFACTORED.find("      - ls").unwrap();
    let found = ask(&mut client, REFACTORED, from, to, &["refactor.extract"]);
    let (title, text) = outcome(REFACTORED, &found[0]);
    assert_eq!(title, "extract step to `&build`");
    assert!(text.contains("      - *build\n      - ls"), "{text}");
    assert!(
        text.contains("  build: &build\n    name: Build\n    script: |\n      echo a\n"),
        "{text}"
    );
}

#[test]
fn what_was_extracted_is_written_out_again() {
    for (word, title) in [
        ("cache_paths", "extract to the anchor `&cache_paths`"),
        ("script: |", "extract to the anchor `&script`"),
        ("[a, ", "extract to the anchor `&labels`"),
        ("ls\n", "extract step to `&ls`"),
    ] {
        let extracted = after(REFACTORED, word, title);
        let name = title.split('&').nth(1).unwrap().trim_end_matches('`');
        let alias = format!("*{name}");
        let back = after(&extracted, &alias, &format!("write out `{alias}`"));
        let (head, _) = extracted.split_once("workflows:").unwrap();
        let (_, body) = REFACTORED.split_once("workflows:").unwrap();
        assert_eq!(back, format!("{head}workflows:{body}"));
    }
}

const MERGED: &str =
    "b: &b\n  x: 1\n  y: &y [1]\n  z: |\n    t\nworkflows:\n  a:\n    <<: *b\n    x: 2\n";

#[test]
fn a_merge_is_written_out() {
    let text = MERGED;
    let result = after(text, "*b\n    x", "write out the fields of `*b`");
    assert_eq!(result, text.replace("<<: *b", "y: [1]\n    z: |\n      t"));
}

#[test]
fn a_value_is_written_in_another_way() {
    let opened = after(REFACTORED, "a, ", "write on lines of its own");
    assert_eq!(
        opened,
        REFACTORED.replace(" [a, \"b c\"]", "\n      - a\n      - \"b c\"")
    );
    assert_eq!(after(&opened, "- a\n", "write in one line"), REFACTORED);
    let unquoted = after(REFACTORED, "iOS", "leave out the quotes");
    assert_eq!(unquoted, REFACTORED.replace("'iOS'", "iOS"));
    assert_eq!(after(&unquoted, "iOS", "put in quotes"), REFACTORED);
    let block = after(REFACTORED, "flutter pub", "make it a block of lines");
    let expected = "- |- # packages\n        flutter pub get\n";
    assert_eq!(
        block,
        REFACTORED.replace("- flutter pub get # packages\n", expected)
    );
    let number = at_word(
        "workflows:\n  a:\n    environment:\n      node: 3.10\n",
        "3.10",
        &["refactor"],
    );
    let titles: Vec<_> = number.iter().map(|(title, _)| title.as_str()).collect();
    assert!(!titles.contains(&"put in quotes"), "{titles:?}");
}

/// What PyYAML reads, without `definitions`, and with mappings in one order: it has none
/// for Python.
fn comparable(mut loaded: Value) -> Value {
    if let Some(Value::Array(pairs)) = loaded.pointer_mut("/ok/map") {
        pairs.retain(|pair| pair[0] != "definitions");
    }
    sort(&mut loaded);
    loaded
}

fn sort(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(sort);
            if let Some(pairs) = object.get_mut("map").and_then(Value::as_array_mut) {
                pairs.sort_by_key(|pair| pair[0].to_string());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}

fn errors(checked: &Checked) -> usize {
    let findings = checked.findings.iter();
    findings.filter(|it| it.severity == Severity::Error).count()
}

fn comments(checked: &Checked) -> Vec<&str> {
    let source = checked.tree.source();
    let comments = checked.tree.comments().iter();
    let mut texts: Vec<_> = comments.map(|it| source.slice(it.span)).collect();
    texts.sort_unstable();
    texts
}

/// Everything that is offered at many places of all samples can be done, and does what
/// its kind promises.
#[test]
fn what_is_offered_can_be_done() {
    let mut oracle = PyYaml::start();
    let mut client = Client::start();
    let mut count = [0; 5];
    let mut texts = few_samples();
    // What there is to fix, extract and write out shall not depend on what samples hold.
    for own in [MISTAKES, SECRETS, REFACTORED, MERGED, STEPS, NAMES] {
        texts.extend([own.to_owned(), own.replace("name: A", "name: B")]);
    }
    for text in texts {
        client.open(&text);
        let before = checked(&text);
        let is_word = |c: char| c.is_alphanumeric() || "*&[{'\"".contains(c);
        let starts = text
            .char_indices()
            .filter(|(at, c)| is_word(*c) && !text[..*at].ends_with(is_word));
        let step = 1 + text.len() / 80;
        let mut known = Vec::new();
        for (place, _) in starts.step_by(step) {
            for action in ask(&mut client, &text, place, place, &[]) {
                let (title, result) = outcome(&text, &action);
                let key = (title.clone(), result.clone());
                if known.contains(&key) {
                    continue;
                }
                known.push(key);
                let told = || format!("{title} in {text:?} gives {result:?}");
                assert_ne!(result, text, "{}", told());
                let after = checked(&result);
                assert!(
                    after.tree.problems().len() <= before.tree.problems().len(),
                    "{}",
                    told()
                );
                match action["kind"].as_str().unwrap() {
                    "quickfix" => {
                        let code = &action["diagnostics"][0]["code"];
                        let alike = |it: &Checked| {
                            it.findings.iter().filter(|it| *code == *it.rule).count()
                        };
                        assert!(errors(&after) <= errors(&before), "{}", told());
                        assert!(alike(&after) < alike(&before), "{}", told());
                        count[0] += 1;
                    }
                    "source.fixAll.codemagic-lint" => {
                        assert!(after.findings.len() <= before.findings.len(), "{}", told());
                        count[1] += 1;
                    }
                    kind => {
                        let index = ["refactor.extract", "refactor.inline", "refactor.rewrite"]
                            .iter()
                            .position(|it| *it == kind)
                            .unwrap();
                        count[2 + index] += 1;
                        let (old, new) = (comments(&before), comments(&after));
                        assert!(
                            old.iter().all(|it| new.contains(it)) && old.len() <= new.len(),
                            "{}",
                            told()
                        );
                        let Some(oracle) = oracle.as_mut() else {
                            continue;
                        };
                        let old = comparable(oracle.load(&text));
                        if old["ok"] != Value::Null {
                            let new = comparable(oracle.load(&result));
                            assert_eq!(old, new, "{}", told());
                        }
                    }
                }
            }
        }
    }
    assert!(count.iter().all(|it| *it >= 3), "{count:?}");
}
