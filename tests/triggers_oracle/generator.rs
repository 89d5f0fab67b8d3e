//! Workflows and webhooks, as people write and meet them, with what is odd but valid.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::syntax_common::Numbers;

/// A file with one workflow, and a webhook.
pub struct Case {
    pub yaml: String,
    pub event: &'static str,
    pub branch: Option<&'static str>,
    pub target: Option<&'static str>,
    pub tag: Option<&'static str>,
    pub changed: Option<Vec<&'static str>>,
    pub env: Vec<(&'static str, &'static str)>,
    pub payload: Value,
}

const EVENTS: &[&str] = &["push", "pull_request", "tag", "pull_request_labeled"];
const LISTED: &[&str] = &[
    "push",
    "pull_request",
    "tag",
    "pull_request_labeled",
    "pull_request_labelled",
];
const BRANCHES: &[&str] = &[
    "main",
    "develop",
    "feature/login",
    "feature/a/b",
    "release/1.2",
    "hotfix-7",
    "my-dev",
    "1",
    "3.1",
    "9223372036854775806",
    "9223372036854775807",
    "main-dev",
];
const TAGS: &[&str] = &[
    "v1.0.0",
    "v2.1.0-beta",
    "1.0.0",
    "nightly",
    "v10",
    "release/1",
];
/// As they stand in the file, quoted or not.
const PATTERNS: &[&str] = &[
    "main",
    "develop",
    "'*'",
    "\"*\"",
    "'**'",
    "feature/*",
    "release/**",
    "'*-dev'",
    "'!(*-dev)'",
    "'{main,develop}'",
    "'{feature,release}/*'",
    "hotfix-?",
    "m*",
    "'[md]*'",
    "'v*'",
    "v+([0-9]).+([0-9]).+([0-9])",
    "'*-beta'",
    "1",
    "3.10",
    "yes",
    "010",
    "$BRANCH",
    "'${{ inputs.branch }}'",
    "'release/$NAME'",
    "2021-11-10",
    "99999999999999999999",
    "-9223372036854775809",
    "9223372036854775806",
    "~",
    "'+(feature|hotfix)*'",
    "'?(v)1.0.0'",
    "main # comment",
    ">-\n            main",
];
const INCLUDES: &[&str] = &[
    "true", "false", "false", "yes", "no", "on", "off", "~", "True", "'false'",
];
const SOURCES: &[&str] = &["true", "false", "false", "no", "~", "'true'"];
const ENTRIES: &[&str] = &[
    "'.'",
    "./",
    "'**'",
    "'**/*'",
    "android",
    "android/",
    "ios/",
    "lib/**",
    "'**/*.md'",
    "'*.md'",
    "README.md",
    "modules/*",
    "modules/*/",
    "modules/a/**",
    "'{android,ios}/**'",
    "/android",
    "$FOLDER",
    "'docs/*.{md,txt}'",
    "'**/test/**'",
    "a/**/b",
    "'?ndroid'",
    "./ios",
    "codemagic.yaml",
    "1",
];
const FILES: &[&str] = &[
    "README.md",
    "android/app/build.gradle",
    "ios/Runner.xcodeproj/x",
    "lib/main.dart",
    "docs/guide.md",
    "docs/a/b.md",
    "docs/notes.txt",
    "modules/a/src/x.kt",
    "modules/b",
    "codemagic.yaml",
    "android",
    "a/b",
    "a/x/y/b",
    "lib/test/x.dart",
    "androidx/y",
    "1",
];
const ATOMS: &[&str] = &[
    "env.DEPLOY == \"true\"",
    "env.DEPLOY != \"true\"",
    "env.CM_BRANCH == \"main\"",
    "env.CM_TAG == \"v1.0.0\"",
    "env.CM_PULL_REQUEST == \"true\"",
    "env.CM_PULL_REQUEST_DEST == \"main\"",
    "env.CM_TRIGGER_SOURCE == 'webhook'",
    "env.CI == \"false\"",
    "env.OWN == \"yes\"",
    "env.NUMBER == \"7\"",
    "env.NUMBER == 7",
    "env.BIG == \"99999999999999999999\"",
    "env.BIG == \"9223372036854775807\"",
    "env.LARGE == \"9223372036854775806\"",
    "env.OWN == true",
    "env.OTHER == \"x\"",
    "env.CM_PULL_REQUEST",
    "event.pull_request.draft",
    "not event.pull_request.draft",
    "event.pull_request.draft == false",
    "event.pull_request.labels[0].name == \"ship\"",
    "event.pull_request.labels[1].name == \"ship\"",
    "event.pull_request.title == null",
    "event.number == 7",
    "event.pull_request.labels",
    "event[\"number\"] == 7.0",
    "${{ inputs.flag }}",
    "${{ inputs.branch }} == \"main\"",
    "${{ inputs.open }} == \"x\"",
    "${{ inputs.count }} == 3",
    "true",
    "false",
    "\"a\" == \"a\"",
    "null == null",
    "1 == true",
    "branch == \"main\"",
    "event.number < 9",
    "\"a\" in env.OWN",
    "\"main\" == env.CM_BRANCH == \"main\"",
    "$DEPLOY == \"true\"",
    "env.DEPLOY = \"true\"",
    "env.CI == \"true\" && true",
    "env.CI ==",
];

/// A part of a condition.
fn condition(numbers: &mut Numbers, depth: usize) -> String {
    if depth == 0 || numbers.below(3) == 0 {
        // The invalid ones at the end are rare.
        let limit = if numbers.below(8) == 0 {
            ATOMS.len()
        } else {
            ATOMS.len() - 8
        };
        return ATOMS[numbers.below(limit)].to_owned();
    }
    let left = condition(numbers, depth - 1);
    let right = condition(numbers, depth - 1);
    match numbers.below(6) {
        0 => format!("not ({left})"),
        1 => format!("not {left}"),
        2 => format!("({left}) and ({right})"),
        3 => format!("({left}) or ({right})"),
        4 => format!("{left} and {right}"),
        _ => format!("{left} or {right}"),
    }
}

fn some<T: Copy>(numbers: &mut Numbers, from: &[T], percent: usize) -> Option<T> {
    (numbers.below(100) < percent).then(|| *numbers.pick(from))
}

/// The items of a list of patterns, in block style.
fn patterns(numbers: &mut Numbers, with_source: bool, is_shared: bool) -> String {
    let mut text = String::new();
    for index in 0..=numbers.below(4) {
        let mut keys = Vec::new();
        if is_shared && numbers.below(3) == 0 {
            keys.push("<<: *item".to_owned());
        }
        if numbers.below(12) > 0 {
            keys.push(format!("pattern: {}", numbers.pick(PATTERNS)));
        }
        if numbers.below(2) == 0 || keys.is_empty() {
            // One that cannot be read is rare.
            let limit = if numbers.below(10) == 0 {
                INCLUDES.len()
            } else {
                INCLUDES.len() - 1
            };
            keys.push(format!("include: {}", INCLUDES[numbers.below(limit)]));
        }
        if with_source && numbers.below(2) == 0 {
            let limit = if numbers.below(10) == 0 {
                SOURCES.len()
            } else {
                SOURCES.len() - 1
            };
            keys.push(format!("source: {}", SOURCES[numbers.below(limit)]));
        }
        if index == 1 && is_shared && numbers.below(4) == 0 {
            text.push_str("        - *item\n");
            continue;
        }
        for (at, key) in keys.iter().enumerate() {
            let dash = if at == 0 { "- " } else { "  " };
            let _ = writeln!(text, "        {dash}{key}");
        }
    }
    text
}

fn triggering(numbers: &mut Numbers, event: &str, is_shared: bool) -> String {
    let mut text = String::new();
    if numbers.below(20) > 0 {
        let mut events: Vec<&str> = (0..numbers.below(3))
            .map(|_| *numbers.pick(LISTED))
            .collect();
        if numbers.below(6) > 0 {
            events.push(event);
        }
        let _ = writeln!(text, "      events: [{}]", events.join(", "));
    }
    if numbers.below(5) > 0 {
        let _ = write!(
            text,
            "      branch_patterns:\n{}",
            patterns(numbers, true, is_shared)
        );
    }
    if numbers.below(3) > 0 {
        let _ = write!(
            text,
            "      tag_patterns:\n{}",
            patterns(numbers, false, is_shared)
        );
    } else if numbers.below(6) == 0 {
        text.push_str("      tag_patterns: []\n");
    }
    if is_shared && numbers.below(3) == 0 {
        text.push_str("      <<: *triggering\n");
    }
    text
}

fn entries(numbers: &mut Numbers) -> String {
    let entries: Vec<&str> = (0..=numbers.below(3))
        .map(|_| *numbers.pick(ENTRIES))
        .collect();
    let items = entries.iter().map(|it| format!("          - {it}\n"));
    items.collect()
}

fn when(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    if numbers.below(3) == 0 {
        text.push_str("      changeset:\n");
        let kind = numbers.below(6);
        if kind < 4 {
            let _ = write!(text, "        includes:\n{}", entries(numbers));
        }
        if kind == 4 {
            text.push_str("        includes: []\n");
        }
        if kind > 2 || numbers.below(3) == 0 {
            let _ = write!(text, "        excludes:\n{}", entries(numbers));
        }
    }
    if numbers.below(2) == 0 {
        let condition = condition(numbers, 2);
        match numbers.below(3) {
            0 => {
                let _ = writeln!(text, "      condition: |\n        {condition}");
            }
            1 => {
                let _ = writeln!(text, "      condition: '{}'", condition.replace('\'', "''"));
            }
            _ => {
                let _ = writeln!(text, "      condition: >-\n        {condition}");
            }
        }
    }
    text
}

pub fn case(numbers: &mut Numbers) -> Case {
    let event = *numbers.pick(EVENTS);
    let is_request = event.starts_with("pull_request");
    let is_shared = numbers.below(3) == 0;
    let mut yaml = String::new();
    if is_shared {
        let items = patterns(numbers, true, false);
        let _ = write!(
            yaml,
            "definitions:\n  item: &item\n    pattern: 'feature/*'\n    include: false\n  triggering: &triggering\n      branch_patterns:\n{items}      events: [push, tag]\n"
        );
    }
    yaml.push_str("workflows:\n  one:\n    inputs:\n");
    yaml.push_str("      flag: {description: f, type: boolean, default: true}\n");
    yaml.push_str("      branch: {description: b, default: main}\n");
    yaml.push_str("      count: {description: c, type: number, default: 3}\n");
    yaml.push_str("      open: {description: o}\n");
    yaml.push_str("    environment:\n      vars: {OWN: 'yes', NUMBER: 7, OTHER: $SOMETHING, BIG: 99999999999999999999, LARGE: 9223372036854775806}\n");
    if numbers.below(30) > 0 {
        let triggering = triggering(numbers, event, is_shared);
        if !triggering.is_empty() {
            let _ = write!(yaml, "    triggering:\n{triggering}");
        }
    }
    let when = when(numbers);
    if !when.is_empty() {
        let _ = write!(yaml, "    when:\n{when}");
    }
    yaml.push_str("    scripts: [ls]\n");
    let changed = (numbers.below(10) < 7).then(|| {
        (0..=numbers.below(3))
            .map(|_| *numbers.pick(FILES))
            .collect()
    });
    let mut env = Vec::new();
    if numbers.below(2) == 0 {
        env.push(("DEPLOY", *numbers.pick(&["true", "false"])));
    }
    if numbers.below(8) == 0 {
        env.push(("OWN", *numbers.pick(&["yes", "no", ""])));
    }
    let payload = match numbers.below(3) {
        0 => Value::Null,
        1 => json!({"pull_request": {"draft": numbers.below(2) == 0}}),
        _ => json!({
            "number": 7,
            "pull_request": {"draft": numbers.below(2) == 0, "title": null, "labels": [{"name": "ship"}]},
        }),
    };
    Case {
        yaml,
        event,
        branch: some(numbers, BRANCHES, if event == "tag" { 20 } else { 85 }),
        target: if is_request {
            some(numbers, BRANCHES, 85)
        } else {
            None
        },
        tag: if event == "tag" {
            some(numbers, TAGS, 85)
        } else {
            None
        },
        changed,
        env,
        payload,
    }
}
