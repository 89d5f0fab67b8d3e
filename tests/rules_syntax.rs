//! The rules about the text itself, beyond the examples on their pages: fixes
//! that mend, neighbours that stay silent, names, limits.

mod support;

use codemagic_lint::finding::{Finding, Fix, Severity};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::{MAX_FILE_SIZE, SourceFile};

use support::{check, ids};

/// A workflow with `lines` among its keys, which stand at column 4.
fn workflow(lines: &str) -> String {
    format!("workflows:\n  ios:\n    scripts:\n      - flutter test\n{lines}\n")
}

/// What `rule` finds in the text.
fn of(rule: &str, text: &str) -> Vec<Finding> {
    let mut findings = check(text);
    findings.retain(|finding| finding.rule == rule);
    findings
}

fn apply(text: &str, fix: &Fix) -> String {
    let mut fixed = text.to_owned();
    for edit in fix.edits.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    fixed
}

#[test]
fn fixes_mend_what_they_are_for() {
    let cases = [
        (
            "unquoted-glob",
            "    artifacts:\n      - **/*.ipa",
            "    artifacts:\n      - '**/*.ipa'",
        ),
        ("unquoted-glob", "    name: @it's", "    name: \"@it's\""),
        (
            "plain-scalar-colon",
            "    name: iOS: beta # why",
            "    name: 'iOS: beta' # why",
        ),
        (
            "hash-started-value",
            "    labels:\n    name: #a # why",
            "    labels:\n    name: '#a' # why",
        ),
        (
            "dash-without-space",
            "    artifacts:\n      -a\n\n      -b",
            "    artifacts:\n      - a\n\n      - b",
        ),
        (
            "dash-without-space",
            "    artifacts:\n      - a\n      -b",
            "    artifacts:\n      - a\n      - b",
        ),
        (
            "missing-colon",
            "    artifacts\n    name: x",
            "    artifacts:\n    name: x",
        ),
        ("missing-colon", "    name:x", "    name: x"),
        (
            "missing-colon",
            "    pre_clone_scripts:\n      - name:Build aab\n        script: flutter build aab",
            "    pre_clone_scripts:\n      - name: Build aab\n        script: flutter build aab",
        ),
        (
            "text-after-quote",
            "    name: \"a\" b",
            "    name: '\"a\" b'",
        ),
        ("text-after-quote", "    name: 'it's'", "    name: \"it's\""),
        (
            "invalid-escape",
            r#"    name: "\\\d""#,
            r#"    name: "\\\\d""#,
        ),
        (
            "invalid-escape",
            r#"    name: "a\xZ""#,
            r#"    name: "a\\xZ""#,
        ),
        ("control-character", "    name: a\u{1}b", "    name: ab"),
        (
            "control-character",
            "    name: a\u{7f}\u{7f}b # \u{7f}",
            "    name: ab # ",
        ),
        (
            "control-character",
            "    name: a\u{2028}\n    artifacts: [\"\u{2028}\"] #\u{2028}",
            "    name: a\n    artifacts: [\"\u{2028}\"] #",
        ),
        ("unused-anchor", "    name: &a x", "    name: x"),
        (
            "unused-anchor",
            "    artifacts: &a\n      - x",
            "    artifacts:\n      - x",
        ),
        (
            "tab-indentation",
            "    artifacts:\n\t\t- a\n\t\t- b",
            "    artifacts:\n    - a\n    - b",
        ),
        (
            "ambiguous-scalar",
            "    artifacts:\n      - 0x1F",
            "    artifacts:\n      - '0x1F'",
        ),
        (
            "version-loses-zero",
            "    environment:\n      xcode: 16.0",
            "    environment:\n      xcode: '16.0'",
        ),
    ];
    for (rule, bad, good) in cases {
        let (bad, good) = (workflow(bad), workflow(good));
        let found = of(rule, &bad);
        assert_eq!(found.len(), 1, "{rule}: {found:#?}\n{bad}");
        let fix = found[0]
            .fix
            .as_ref()
            .unwrap_or_else(|| panic!("{rule}: no fix"));
        assert_eq!(apply(&bad, fix), good, "{rule}");
        assert_eq!(of(rule, &good), [], "{rule}: still there\n{good}");
    }
}

#[test]
fn keys_and_commands_move_with_what_belongs_to_them() {
    let cases = [
        (
            "item-key-indentation",
            "      - name: a\n      script: |\n        one\n\n        two\n    name: x",
            "      - name: a\n        script: |\n          one\n\n          two\n    name: x",
        ),
        (
            "plain-scalar-colon",
            "      - name: a\n        script: echo \"b: 'c'\"\n    name: x",
            "      - name: a\n        script: |\n          echo \"b: 'c'\"\n    name: x",
        ),
    ];
    for (rule, bad, good) in cases {
        for end in ["\n", "\r\n"] {
            let (bad, good) = (workflow(bad), workflow(good));
            let (bad, good) = (bad.replace('\n', end), good.replace('\n', end));
            let found = of(rule, &bad);
            assert_eq!(found.len(), 1, "{rule}: {found:#?}\n{bad}");
            let fix = found[0].fix.as_ref().expect("a fix");
            assert_eq!(apply(&bad, fix), good, "{rule}");
            assert!(check(&good).is_empty(), "{good}");
        }
    }
}

#[test]
fn what_is_right_stays_silent() {
    let cases = [
        "    name: '#general' # a comment\n    labels: [] #none",
        "    name: a:b http://x.io:80/",
        "    name: 'It''s'\n    working_directory: \"a\\\"b\\x41\\u263A\"",
        "    environment:\n      <<: {xcode: latest}\n      <<: {node: 20.10.0}",
        "    environment:\n      vars: {A: true, B: False, C: 14, D: -3, E: 1.5, F: 99999999999999999999}",
        "    environment:\n      vars: {A: ~x, B: 1.2.3, C: 2021-11-10, D: y, E: '0644', F: !!str 0644}",
        "    artifacts:\n      - '1.10'\n      - build/*.ipa\n      - $X/**",
        "    inputs:\n      a:\n        description: d\n        type: boolean\n        default: on",
    ];
    for case in cases {
        let found: Vec<Finding> = check(&workflow(case))
            .into_iter()
            .filter(|finding| finding.severity > Severity::Hint)
            .collect();
        assert_eq!(found, [], "{case}");
    }
}

#[test]
fn scalars_that_change_are_told_with_their_value() {
    let cases = [
        ("yes", "`yes` is read as `true`"),
        ("OFF", "`OFF` is read as `false`"),
        ("0000000017", "`0000000017` is read as the number 15"),
        ("1_000", "`1_000` is read as the number 1000"),
        ("+5", "`+5` is read as the number 5"),
        ("0b11", "`0b11` is read as the number 3"),
        (".5", "`.5` is read as the number 0.5"),
        (
            "08",
            "`08` is text to Codemagic, but the number 8 to readers of YAML 1.2",
        ),
        (
            "0o17",
            "`0o17` is text to Codemagic, but the number 15 to readers of YAML 1.2",
        ),
    ];
    for (text, message) in cases {
        let found = check(&workflow(&format!(
            "    environment:\n      vars:\n        A: {text}"
        )));
        let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, [message]);
    }
}

#[test]
fn only_near_misses_of_the_name_are_told() {
    let judge = |name: &str| {
        let source = SourceFile::new(name, workflow(""));
        let findings = rules::check(source, &Settings::default()).findings;
        findings.iter().any(|finding| finding.rule == "file-name")
    };
    let near = [
        "codemagic.yml",
        "a/b/codemagic.yml",
        "a\\.codemagic.yaml",
        ".codemagic.yml",
        "Codemagic.yaml",
        "CODEMAGIC.YML",
        "codemagic.yaml.yaml",
        "codemagic.yaml.txt",
        "codemagic.ymal",
        "code-magic.yaml",
        "codemagics.yaml",
        "codemagic",
    ];
    for name in near {
        assert!(judge(name), "{name}");
    }
    let other = [
        "codemagic.yaml",
        "a/codemagic.yaml",
        "-",
        "<stdin>",
        "owner__app.yaml",
        "owner__app__codemagic_yml.yaml",
        "codemagic_old.yaml",
        "codemagic2.yaml",
        "ios-codemagic.yaml",
        "codemagic.example.yaml",
        "workflow.yml",
    ];
    for name in other {
        assert!(!judge(name), "{name}");
    }
}

#[test]
fn a_list_inside_a_list_is_one_finding_at_its_use() {
    let text = "\
d:
  base: &base [a, b]
  other: [*base]
workflows:
  one:
    scripts:
      - *base
      - *base
    artifacts: *base
  two:
    scripts:
      - - c
";
    let found = of("nested-list-alias", text);
    let source = SourceFile::new("f", text);
    let lines: Vec<usize> = found
        .iter()
        .map(|finding| source.position(finding.span.start()).line)
        .collect();
    assert_eq!(lines, [7, 8, 12]);
    assert_eq!(ids(&check(text)), ["nested-list-alias"; 3]);
}

#[test]
fn broken_text_is_not_said_to_lack_what_it_may_hold() {
    let cases = [
        (
            "undefined-alias",
            "d:\n  a: 1\n   b: &x 2\nworkflows:\n  ios:\n    scripts:\n      - *x\n",
        ),
        (
            "unused-anchor",
            "d: &x 1\nworkflows:\n  ios:\n    scripts:\n      - a\n   b: *x\n",
        ),
        ("empty-document", "workflows:\n\tios:\n"),
    ];
    for (rule, text) in cases {
        assert!(!check(text).is_empty());
        assert!(of(rule, text).is_empty(), "{rule}");
        // The same without the break is told.
        let whole = text.replace("&x 2", "2").replace(": *x", ": 1");
        let whole = whole.replace("   b", "  b").replace("\tios:", "#");
        assert_eq!(of(rule, &whole).len(), 1, "{rule}\n{whole}");
    }
}

#[test]
fn a_file_without_workflows_is_one_finding() {
    for text in [
        "",
        "\n",
        "# a\n",
        "---\n",
        "null\n",
        "workflows:\n",
        "workflows: {}\n",
        "workflows: ~\n",
    ] {
        assert_eq!(ids(&check(text)), ["empty-document"], "{text:?}");
    }
    assert_eq!(ids(&check("workflows: #ios\n")), ["hash-started-value"]);
}

#[test]
fn limits_are_told() {
    let found = check(&" ".repeat(MAX_FILE_SIZE + 1));
    assert_eq!(ids(&found), ["limit-exceeded"]);
    assert_eq!(
        found[0].message,
        "the file is larger than 64 MB and was not checked"
    );
    let keys: Vec<String> = (0..200).map(|key| format!("k{key}: v")).collect();
    let merges: Vec<String> = (0..6000).map(|m| format!("m{m}: {{<<: *a}}")).collect();
    let bomb = format!("a: &a {{{}}}\n{}\n", keys.join(", "), merges.join("\n"));
    let bomb = bomb + "workflows:\n  ios:\n    scripts:\n      - x\n";
    let found = of("limit-exceeded", &bomb);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        "merge keys bring in more than a million keys"
    );
}

#[test]
fn long_texts_are_cut_in_messages() {
    let long = "x".repeat(5000);
    for text in [
        format!("    name: *{long}"),
        format!("    name: **{long}"),
        format!("    name: &{long} y"),
        format!("    {long}"),
        format!("    name: #{long}"),
        format!("    artifacts:\n      -{long}"),
        format!("    {long}: 1\n    {long}: 2"),
        format!("    name: !{long} y"),
    ] {
        for finding in check(&workflow(&text)) {
            if finding.rule != "unknown-key" {
                assert!(finding.message.len() < 250, "{}", finding.message);
            }
        }
    }
}

#[test]
fn the_old_name_of_a_merged_rule_leads_to_the_new_one() {
    for (old, new) in rules::REDIRECTS {
        assert!(rules::find(old).is_none(), "{old}");
        assert!(rules::find(new).is_some(), "{new}");
    }
}
