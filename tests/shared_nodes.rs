//! One finding per defect: what anchors, aliases and merges share is judged where
//! it is written, and shown where it is used.

mod support;

use std::fmt::Write as _;

use codemagic_lint::finding::Finding;

fn line(text: &str, finding: &Finding) -> String {
    let at = finding.span.start();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    text[start..]
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn only<'f>(findings: &'f [Finding], rule: &str) -> &'f Finding {
    let of_rule: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .collect();
    assert_eq!(of_rule.len(), 1, "{of_rule:#?}");
    of_rule[0]
}

fn related(text: &str, finding: &Finding) -> Vec<(String, String)> {
    let slice = |span: codemagic_lint::syntax::Span| text[span.range()].to_owned();
    finding
        .related
        .iter()
        .map(|related| (slice(related.span), related.message.clone()))
        .collect()
}

#[test]
fn a_defect_in_an_anchor_is_one_finding_with_a_related_span_for_each_alias() {
    let mut text = String::from(
        "workflows:\n  w1: \n    name: one\n    environment: &environment\n      flutterr: stable\n    scripts: [ls]\n",
    );
    for index in 2..=5 {
        let _ = write!(
            text,
            "  w{index}:\n    name: n{index}\n    environment: *environment\n    scripts: [ls]\n"
        );
    }
    let findings = support::check(&text);
    let finding = only(&findings, "unknown-key");
    assert_eq!(line(&text, finding), "flutterr: stable");
    assert_eq!(finding.related.len(), 4);
    assert!(finding.related.iter().all(|it| it.message == "used here"));
    assert_eq!(finding.path, "workflows.w1.environment.flutterr");
}

#[test]
fn twenty_workflows_that_merge_a_defect_are_one_finding() {
    let mut text = String::from(
        "definitions:\n  base: &base\n    scripts: [ls]\n    instance_typo: x\nworkflows:\n",
    );
    for index in 0..20 {
        let _ = write!(text, "  w{index}:\n    <<: *base\n    name: n{index}\n");
    }
    let findings = support::check(&text);
    assert_eq!(only(&findings, "unknown-key").related.len(), 20);
}

const SHARED_PUBLISHING: &str = "\
definitions:
  publishing: &publishing
    app_store_connect:
      auth: integration
workflows:
  good:
    name: good
    integrations:
      app_store_connect: Key
    artifacts: ['*.ipa']
    scripts: [ls]
    publishing: *publishing
  bad:
    name: bad
    artifacts: ['*.ipa']
    scripts: [ls]
    publishing:
      <<: *publishing
";

#[test]
fn a_defect_of_one_use_is_shown_at_that_use_and_names_the_origin() {
    let findings = support::check(SHARED_PUBLISHING);
    let finding = only(&findings, "asc-integration-undeclared");
    assert_eq!(line(SHARED_PUBLISHING, finding), "<<: *publishing");
    let related = related(SHARED_PUBLISHING, finding);
    assert_eq!(
        related[0],
        ("integration".to_owned(), "written here".to_owned())
    );
    assert!(related.iter().any(|(text, _)| text == "bad"), "{related:?}");
}

#[test]
fn a_defect_of_all_uses_is_shown_where_it_is_written() {
    let text = SHARED_PUBLISHING.replace("    integrations:\n      app_store_connect: Key\n", "");
    let findings = support::check(&text);
    let finding = only(&findings, "asc-integration-undeclared");
    assert_eq!(line(&text, finding), "auth: integration");
    let used = finding
        .related
        .iter()
        .filter(|it| it.message == "used here")
        .count();
    assert_eq!(used, 2);
}

#[test]
fn a_key_that_the_use_overrides_is_not_held_against_it() {
    let text = SHARED_PUBLISHING.replace(
        "      <<: *publishing\n",
        "      <<: *publishing\n      app_store_connect:\n        api_key: $A\n        key_id: $B\n        issuer_id: $C\n",
    );
    let findings = support::check(&text);
    assert!(
        !support::ids(&findings).contains(&"asc-integration-undeclared"),
        "{findings:#?}"
    );
}

#[test]
fn nested_aliases_lead_to_the_outermost_use() {
    let text = "\
definitions:
  inner: &inner
    distributionn_type: app_store
  outer: &outer
    ios_signing: *inner
workflows:
  a:
    name: a
    scripts: [ls]
    environment: *outer
  b:
    name: b
    scripts: [ls]
    environment: *outer
";
    let findings = support::check(text);
    let related = related(text, only(&findings, "unknown-key"));
    let aliases: Vec<&str> = related.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(aliases, ["*inner", "*outer", "*outer"]);
}
