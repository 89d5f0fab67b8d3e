//! Rules about caches, artifacts and labels: what the pages do not show.

mod support;

use codemagic_lint::finding::{Finding, Safety};
use codemagic_lint::rules::{self, Settings};

const RULES: [&str; 11] = [
    "artifact-duplicate",
    "artifact-repeats-working-directory",
    "artifact-secret",
    "cache-build-output",
    "cache-compilation-flag",
    "cache-derived-data",
    "cache-duplicate",
    "cache-gradle-home",
    "cache-nested",
    "label-blank",
    "label-duplicate",
];

fn settings() -> Settings {
    let mut settings = support::settings();
    for id in RULES {
        if let Some(index) = rules::index_of(id) {
            settings.selection.switch_on(index);
        }
    }
    settings
}

fn found_in(text: &str) -> Vec<Finding> {
    let mut findings = support::check_with(text, &settings());
    findings.retain(|finding| RULES.contains(&finding.rule.as_ref()));
    findings
}

/// A workflow with lines before a list, and the list.
fn list(before: &str, key: &str, items: &[&str], step: &str) -> String {
    let key = if key == "cache_paths" {
        "cache:\n      cache_paths"
    } else {
        key
    };
    let items: String = items
        .iter()
        .flat_map(|item| ["        - ", item, "\n"])
        .collect();
    format!("workflows:\n  a:\n{before}    scripts:\n      - {step}\n    {key}:\n{items}")
}

/// Key, items, and what is found: rules with the index of their item.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, usize)],
);

const CASES: &[Case] = &[
    (
        "cache_paths",
        &["$HOME/.gradle/caches", "$HOME/.gradle/wrapper"],
        &[],
    ),
    (
        "cache_paths",
        &["~/a", "~/b", "${HOME}/a/", "~/a"],
        &[("cache-duplicate", 2), ("cache-duplicate", 3)],
    ),
    (
        "cache_paths",
        &["$CM_BUILD_DIR/Pods", "$HOME/clone/Pods"],
        &[("cache-duplicate", 1)],
    ),
    (
        "cache_paths",
        &["Pods", "./Pods"],
        &[("cache-duplicate", 1)],
    ),
    // Where relative paths begin depends on the working directory.
    ("cache_paths", &["Pods", "$CM_BUILD_DIR/Pods"], &[]),
    (
        "cache_paths",
        &["$FLUTTER_ROOT/.pub-cache", "$HOME/.pub-cache"],
        &[],
    ),
    (
        "cache_paths",
        &["~/.pub-cache/x", "~/.pub-cache"],
        &[("cache-nested", 0)],
    ),
    ("cache_paths", &["~/.pub", "~/.pub-cache"], &[]),
    (
        "cache_paths",
        &["~/.gradle/wrapper", "~/.gradle"],
        &[("cache-gradle-home", 1)],
    ),
    (
        "cache_paths",
        &["$CM_BUILD_DIR", "$CM_BUILD_DIR/x"],
        &[("cache-build-output", 0)],
    ),
    (
        "cache_paths",
        &["'${HOME}/.gradle/'"],
        &[("cache-gradle-home", 0)],
    ),
    (
        "cache_paths",
        &["$CM_BUILD_DIR/.gradle", "android/.gradle"],
        &[],
    ),
    (
        "cache_paths",
        &["~/Library/Developer/Xcode/DerivedData/x/SourcePackages"],
        &[],
    ),
    (
        "cache_paths",
        &["$CM_BUILD_DIR/DerivedData/Build"],
        &[("cache-derived-data", 0)],
    ),
    (
        "cache_paths",
        &["SourcePackages/DerivedData"],
        &[("cache-derived-data", 0)],
    ),
    ("cache_paths", &["~/MyDerivedData"], &[]),
    (
        "cache_paths",
        &["build", ".dart_tool", "android/app/build", "."],
        &[
            ("cache-build-output", 0),
            ("cache-build-output", 1),
            ("cache-build-output", 2),
            ("cache-build-output", 3),
        ],
    ),
    (
        "cache_paths",
        &[
            "~/build",
            "/tmp/build",
            "$X/build",
            "build/cache",
            "rebuild",
        ],
        &[],
    ),
    (
        "cache_paths",
        &["/Users/builder/clone"],
        &[("cache-build-output", 0)],
    ),
    (
        "artifacts",
        &["a/*.apk", "b/*.apk", "a//*.apk"],
        &[("artifact-duplicate", 2)],
    ),
    (
        "artifacts",
        &["$OUT/*.apk", "${OUT}/*.apk"],
        &[("artifact-duplicate", 1)],
    ),
    ("artifacts", &["${OUT:-a}/*.apk", "$OUT/*.apk"], &[]),
    (
        "artifacts",
        &[
            "x/AuthKey_*.p8",
            "*.P12",
            "android/key.properties",
            "app/.env",
            "'*.{apk,jks}'",
        ],
        &[
            ("artifact-secret", 0),
            ("artifact-secret", 1),
            ("artifact-secret", 2),
            ("artifact-secret", 3),
            ("artifact-secret", 4),
        ],
    ),
    (
        "artifacts",
        &["'**'", "$CM_BUILD_DIR/**/*", "./**/*.*"],
        &[
            ("artifact-secret", 0),
            ("artifact-secret", 1),
            ("artifact-secret", 2),
        ],
    ),
    (
        "artifacts",
        &[
            "build/**",
            "build/**/*",
            "$HOME/**/*",
            "debug.keystore",
            ".env.example",
            "jks/*.apk",
            "a.jks.txt",
        ],
        &[],
    ),
    ("labels", &["QA", "qa", "$A", "${A}"], &[]),
    (
        "labels",
        &["QA", "'QA '", "$A", "$A"],
        &[("label-duplicate", 1), ("label-duplicate", 3)],
    ),
    (
        "labels",
        &["''", "' '", "$A"],
        &[("label-blank", 0), ("label-blank", 1)],
    ),
];

#[test]
fn items_are_found_by_index() {
    let mut failures = Vec::new();
    for (key, items, expected) in CASES {
        let text = list("", key, items, "ls");
        let found: Vec<(String, String)> = found_in(&text)
            .iter()
            .map(|it| (it.rule.to_string(), it.path.clone()))
            .collect();
        let path = if *key == "cache_paths" {
            "cache.cache_paths"
        } else {
            key
        };
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(rule, index)| ((*rule).to_owned(), format!("workflows.a.{path}[{index}]")))
            .collect();
        if found != expected {
            failures.push(format!(
                "{items:?}\n  expected {expected:?}\n  found {found:?}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Working directory, pattern, and what is left of it.
const DIRECTORIES: &[(&str, &str, Option<&str>)] = &[
    ("app", "app/build/*.apk", Some("build/*.apk")),
    ("./app/", "./app/build/*.apk", Some("build/*.apk")),
    ("$CM_BUILD_DIR/app", "app/build/*.apk", Some("build/*.apk")),
    ("a/b", "a/b/*.apk", Some("'*.apk'")),
    ("app", "'app/build/*.apk'", Some("'build/*.apk'")),
    ("app", "application/*.apk", None),
    ("app", "app", None),
    ("app", "build/app/*.apk", None),
    ("a/b", "a/*.apk", None),
    ("app", "$CM_BUILD_DIR/app/*.apk", None),
    ("$APP", "$APP/*.apk", None),
    ("$CM_BUILD_DIR/$APP", "$APP/*.apk", None),
    ("/tmp/app", "/tmp/app/*.apk", None),
    (".", "build/*.apk", None),
];

/// The text after all fixes of a rule.
fn fixed(text: &str, rule: &str, safety: Safety) -> String {
    let mut text = text.to_owned();
    for finding in found_in(&text.clone())
        .iter()
        .rev()
        .filter(|it| it.rule == rule)
    {
        let Some(fix) = &finding.fix else { continue };
        assert_eq!(fix.safety, safety, "{rule}");
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.span.start()..edit.span.end(), &edit.text);
        }
    }
    text
}

#[test]
fn patterns_begin_at_the_working_directory() {
    let rule = "artifact-repeats-working-directory";
    for (directory, pattern, left) in DIRECTORIES {
        let before = format!("    working_directory: {directory}\n");
        let text = list(&before, "artifacts", &[pattern], "ls");
        let found = found_in(&text);
        assert_eq!(
            support::ids(&found),
            left.map_or(vec![], |_| vec![rule]),
            "{directory} {pattern}"
        );
        if let Some(left) = left {
            let expected = list(&before, "artifacts", &[left], "ls");
            assert_eq!(fixed(&text, rule, Safety::Unsafe), expected);
        }
    }
}

#[test]
fn fixes_leave_the_rest_alone() {
    // Key, items, rule, safety, and the items that are left.
    type Case<'a> = (&'a str, &'a [&'a str], &'a str, Safety, &'a [&'a str]);
    let cases: [Case<'_>; 8] = [
        (
            "cache_paths",
            &["~/a", "$HOME/a", "~/b"],
            "cache-duplicate",
            Safety::Safe,
            &["~/a", "~/b"],
        ),
        (
            "cache_paths",
            &["~/a/b", "~/a"],
            "cache-nested",
            Safety::Unsafe,
            &["~/a"],
        ),
        (
            "cache_paths",
            &["~/.gradle/", "~/b"],
            "cache-gradle-home",
            Safety::Safe,
            &["~/.gradle/caches", "~/b"],
        ),
        (
            "cache_paths",
            &["\"$HOME/.gradle\""],
            "cache-gradle-home",
            Safety::Safe,
            &["'$HOME/.gradle/caches'"],
        ),
        (
            "cache_paths",
            &["~/.gradle", "$HOME/.gradle/caches"],
            "cache-gradle-home",
            Safety::Safe,
            &["$HOME/.gradle/caches"],
        ),
        (
            "artifacts",
            &["a", "b", "./a"],
            "artifact-duplicate",
            Safety::Safe,
            &["a", "b"],
        ),
        ("labels", &["''", "a"], "label-blank", Safety::Safe, &["a"]),
        (
            "labels",
            &["a", "a", "b"],
            "label-duplicate",
            Safety::Safe,
            &["a", "b"],
        ),
    ];
    for (key, items, rule, safety, left) in cases {
        let text = list("", key, items, "ls");
        assert_eq!(
            fixed(&text, rule, safety),
            list("", key, left, "ls"),
            "{items:?}"
        );
    }
    let only = list("", "labels", &["''"], "ls");
    assert_eq!(fixed(&only, "label-blank", Safety::Safe), only);
}

#[test]
fn the_compilation_cache_may_be_switched_on_anywhere() {
    let path = "$HOME/Library/Developer/Xcode/DerivedData/CompilationCache.noindex";
    let cases = [
        ("", "xcodebuild archive", true),
        (
            "",
            "xcodebuild archive COMPILATION_CACHE_ENABLE_CACHING=YES",
            false,
        ),
        ("", "bundle exec fastlane beta", false),
        (
            "    environment:\n      groups:\n        - g\n",
            "xcodebuild archive",
            false,
        ),
        (
            "    environment:\n      vars:\n        COMPILATION_CACHE_ENABLE_CACHING: 'YES'\n",
            "xcodebuild archive",
            false,
        ),
        (
            "    environment:\n      vars:\n        OTHER: 'YES'\n",
            "xcodebuild archive",
            true,
        ),
    ];
    for (before, step, expected) in cases {
        let found = found_in(&list(before, "cache_paths", &[path], step));
        assert_eq!(
            support::ids(&found),
            if expected {
                vec!["cache-compilation-flag"]
            } else {
                vec![]
            },
            "{before}{step}"
        );
    }
}

#[test]
fn a_mistake_in_a_shared_list_is_one_finding() {
    let text = "workflows:\n  a:\n    cache: &cache\n      cache_paths:\n        - ~/a\n        - $HOME/a\n    scripts:\n      - ls\n  b:\n    cache: *cache\n    scripts:\n      - ls\n";
    let found = found_in(text);
    assert_eq!(support::ids(&found), ["cache-duplicate"]);
    assert_eq!(found[0].related.len(), 2, "the first, and the use");
}
