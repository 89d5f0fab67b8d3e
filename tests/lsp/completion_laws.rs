//! Laws of completion: what was written is offered where it is typed again, what is
//! offered can be accepted, and no place makes the server panic.

use std::path::PathBuf;

use codemagic_lint::finding::{Category, Finding, Severity};
use codemagic_lint::model::locate::{field_at, shape_at};
use codemagic_lint::rules::{Settings, check};
use codemagic_lint::syntax::{NodeId, SourceFile, Tree, parse};
use serde_json::Value;

use crate::client::Client;
use crate::completion::{able, accepted, offers};

fn files() -> Vec<(PathBuf, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let workflows = ["app-store-release", "everything"];
    let workflows = workflows.map(|name| root.join("workflows").join(name).join("codemagic.yaml"));
    let syntax = ["release.yaml"].map(|name| root.join("syntax").join(name));
    let files = workflows.into_iter().chain(syntax);
    files
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

fn tree(text: &str) -> Tree {
    parse(SourceFile::new("codemagic.yaml", text))
}

/// The three ways in which a line may be unfinished behind a place.
fn unfinished(text: &str, cut: usize, end: usize) -> [String; 3] {
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    [
        format!("{}<|>{}", &text[..cut], &text[end..]),
        format!("{}<|>{}", &text[..cut], &text[line_end..]),
        format!("{}<|>", &text[..cut]),
    ]
}

fn is_offered(client: &mut Client, text: &str, label: &str) -> bool {
    let items = offers(client, text);
    items.iter().any(|item| item["label"] == label)
}

#[test]
fn a_key_that_is_typed_again_is_offered() {
    let mut client = able();
    let mut seen = 0;
    for (path, text) in files() {
        let tree = tree(&text);
        for node in tree.nodes() {
            if tree.value_of(node).is_none() || field_at(&tree, node).is_none() {
                continue;
            }
            let key = tree.scalar(node).unwrap().to_owned();
            let span = tree.span(node);
            let half = span.start() + key.len().min(2);
            let texts = unfinished(&text, half, span.end());
            let [_, _, empty] = unfinished(&text, span.start(), span.end());
            let is_used_below = !tree.path_of(node).starts_with("workflows");
            for (way, text) in texts.iter().chain([&empty]).enumerate() {
                // What an anchor is for is known from its use.
                if way >= 2 && is_used_below {
                    continue;
                }
                seen += 1;
                let path = path.display();
                assert!(
                    is_offered(&mut client, text, &key),
                    "{path}: {key}, way {way}:\n{text}"
                );
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn a_word_that_is_typed_again_is_offered() {
    let mut client = able();
    let mut seen = 0;
    for (path, text) in files() {
        let tree = tree(&text);
        for node in tree.nodes() {
            let span = tree.span(node);
            let Some(word) = word(&tree, node) else {
                continue;
            };
            let is_used_below = !tree.path_of(node).starts_with("workflows");
            for cut in [span.start(), span.start() + word.len().min(2)] {
                for (way, text) in unfinished(&text, cut, span.end()).iter().enumerate() {
                    if way == 2 && is_used_below {
                        continue;
                    }
                    seen += 1;
                    let path = path.display();
                    assert!(
                        is_offered(&mut client, text, &word),
                        "{path}: {word}, way {way}:\n{text}"
                    );
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// The word of an enumeration that stands there.
fn word(tree: &Tree, node: NodeId) -> Option<String> {
    let word = tree.scalar(node)?;
    let shape = shape_at(tree, node)?;
    let is_one = shape.keywords().iter().any(|it| it.value == word);
    (is_one && tree.source().slice(tree.span(node)) == word).then(|| word.to_owned())
}

#[test]
fn aliases_and_variables_that_are_typed_again_are_offered() {
    let mut client = able();
    let mut seen = 0;
    for (path, text) in files() {
        let tree = tree(&text);
        for anchor in tree.anchors() {
            for &alias in &anchor.aliases {
                let span = tree.span(alias);
                let label = format!("*{}", anchor.name);
                for text in &unfinished(&text, span.start() + 1, span.end()) {
                    seen += 1;
                    let path = path.display();
                    assert!(
                        is_offered(&mut client, text, &label),
                        "{path}: {label}:\n{text}"
                    );
                }
            }
        }
        let built_in = codemagic_lint::knowledge::variables::all_built_in().iter();
        for name in built_in.map(|it| it.name) {
            let label = format!("${name}");
            for (start, _) in text.match_indices(&label) {
                let end = start + label.len();
                let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
                let is_longer =
                    text[end..].starts_with(|it: char| it.is_alphanumeric() || it == '_');
                if is_longer || text[line..start].contains('#') {
                    continue;
                }
                seen += 1;
                let text = &unfinished(&text, start + 1, end)[0];
                assert!(is_offered(&mut client, text, &label), "{label}:\n{text}");
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

fn findings(text: &str) -> Vec<Finding> {
    check(
        SourceFile::new("codemagic.yaml", text),
        &Settings::default(),
    )
    .findings
}

/// Findings that say that a text is broken, or has a key or value where it cannot be.
fn broken(text: &str) -> Vec<String> {
    let rules = [
        "unknown-key",
        "wrong-type",
        "unknown-root-key",
        "misplaced-key",
        "duplicate-key",
    ];
    let is_broken = |finding: &Finding| {
        let rule = finding.rule.as_ref();
        // An anchor that nothing uses is no syntax error.
        (finding.category == Category::Syntax && finding.severity == Severity::Error)
            || rules.contains(&rule)
    };
    let findings = findings(text);
    let told = findings.iter().filter(|it| is_broken(it));
    told.map(|it| format!("{}: {}", it.rule, it.message))
        .collect()
}

/// Texts with an empty line before some key, indented as the key is.
fn with_empty_lines(text: &str, every: usize) -> Vec<String> {
    let tree = tree(text);
    let keys = tree.nodes().filter(|node| {
        let start = tree.span(*node).start();
        tree.value_of(*node).is_some() && tree.source().begins_line(start)
    });
    let texts = keys.step_by(every).map(|node| {
        let start = tree.span(node).start();
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        format!(
            "{}{}<|>\n{}",
            &text[..line],
            &text[line..start],
            &text[line..]
        )
    });
    texts.collect()
}

#[test]
fn what_is_accepted_breaks_nothing() {
    let mut seen = 0;
    for mut client in [able(), Client::start()] {
        for (path, text) in files() {
            let before = broken(&text);
            for (index, text) in with_empty_lines(&text, 4).iter().enumerate() {
                let items = offers(&mut client, text);
                let items = items.iter().enumerate();
                for (_, item) in items.filter(|(at, _)| (at + index) % 3 == 0) {
                    seen += 1;
                    let result = accepted(&text.replace("<|>", ""), item);
                    let broken = broken(&result);
                    let (path, label) = (path.display(), &item["label"]);
                    assert_eq!(broken, before, "{path}: {label}\n{result}");
                }
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn every_skeleton_is_without_errors() {
    let around = |section: &str| {
        format!(
            "workflows:\n  a:\n    name: A\n    instance_type: mac_mini_m2\n    environment:\n      groups:\n        - secrets\n      xcode: latest\n    scripts:\n      - name: X\n        script: flutter build ipa --export-options-plist=/Users/builder/export_options.plist\n      - flutter build appbundle\n    artifacts:\n      - build/**/*.ipa\n      - build/**/*.aab\n      - build/**/*.apk\n{section}"
        )
    };
    let places = [
        String::from("<|>"),
        String::from("workflows:\n  <|>\n"),
        around("    <|>\n"),
        around("    publishing:\n      <|>\n"),
        around("    inputs:\n      <|>\n"),
        around("    triggering:\n      events: [push, tag]\n      <|>\n"),
        around("    when:\n      <|>\n"),
        around("").replace("      xcode: latest\n", "      <|>\n"),
        around("").replace("        script: fl", "        <|>\n        script: fl"),
    ];
    let mut seen = 0;
    for mut client in [able(), Client::start()] {
        for text in &places {
            for item in offers(&mut client, text) {
                // 15 is a snippet.
                if item["kind"] != 15 {
                    continue;
                }
                seen += 1;
                let result = accepted(&text.replace("<|>", ""), &item);
                let findings = findings(&result);
                let mut errors = findings.iter().filter(|it| it.severity == Severity::Error);
                let (label, error) = (&item["label"], errors.next());
                assert!(error.is_none(), "{label}: {error:?}\n{result}");
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn no_place_of_any_file_makes_the_server_panic() {
    let mut client = able();
    let mut texts: Vec<String> = files().into_iter().map(|(_, text)| text).collect();
    texts.truncate(2);
    texts.extend(hostile());
    for text in texts {
        client.open(&text);
        let is_file = text.len() > 1000;
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        for (line, content) in lines.split('\n').enumerate() {
            // Every place of short texts, and some of long ones.
            let length = content.encode_utf16().count();
            let step = (length / 60).max(if is_file { 3 } else { 1 });
            for character in (0..=length + 1).step_by(step) {
                let at = serde_json::json!({
                    "textDocument": { "uri": crate::client::URI },
                    "position": { "line": line, "character": character },
                });
                let list = client.ask("textDocument/completion", at);
                for item in list["items"].as_array().into_iter().flatten() {
                    let range = &item["textEdit"]["range"];
                    assert_eq!(range["start"]["line"], line, "{text}: {item}");
                    assert_eq!(range["end"]["line"], line, "{text}: {item}");
                    let at = |key: &str, field: &Value| field[key]["character"].as_u64().unwrap();
                    let cursor = u64::try_from(character.min(length)).unwrap();
                    assert!(
                        at("start", range) <= cursor && cursor <= at("end", range),
                        "{text}: {item}"
                    );
                }
            }
        }
    }
}

/// Texts that nobody would write.
fn hostile() -> Vec<String> {
    let deep = (0..60).map(|depth| format!("{}a:\n", " ".repeat(depth)));
    vec![
        "a: [b, {c: \"d\n- 'e\r\n\t- f:\n".into(),
        "- - &a b: *c\n ? x\n: y\n---\n...\n%YAML 1.2\n".into(),
        "日: 'é'\n- 𝄞: |\n  é $\n # é\n${{ 日 }}: *日\n".into(),
        "workflows: &w\n  a: *w\n  <<: *w\n  b: &b\n    <<: [*b, *w]\n    \n".into(),
        "workflows:\n  a:\n    environment: {vars: {A: [}, xcode: $\n    when: {condition: env.\n".into(),
        "workflows:\n  a:\n    scripts:\n      - |\n        ${{\n        ${\n        $env:\n        \\$\n      - >-\n       ./\n".into(),
        "# codemagic-lint: ignore[\n# codemagic-lint:\n#\n".into(),
        "[".repeat(200),
        "- ".repeat(100),
        "\u{feff}workflows:\n\u{feff}".into(),
        "x: &a [*a, *a]\n\"\n'\n".into(),
        "\r\r\n\n\r".into(),
        deep.collect(),
        format!("a: {}\n", "x".repeat(20_000)),
    ]
}
