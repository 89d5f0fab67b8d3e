//! Many workflows that share what has defects.

use codemagic_lint::finding::Finding;
use codemagic_lint::rules;
use codemagic_lint::syntax::SourceFile;

use crate::{finds, lines, support};

const COUNT: usize = 5_000;

const BASE: &str = "\
definitions:
  base: &base
    name: B
    instance_typ: linux_x2
    scripts:
      - flutter build ipa
    publishing:
      app_store_connect:
        auth: integration
";

fn check(text: &str) -> Vec<Finding> {
    let source = SourceFile::new("codemagic.yaml", text);
    rules::check(source, &support::settings()).findings
}

fn only<'f>(findings: &'f [Finding], rule: &str) -> &'f Finding {
    let mut of_rule = findings.iter().filter(|finding| finding.rule == rule);
    let first = of_rule.next().unwrap();
    assert!(of_rule.next().is_none(), "{rule} more than once");
    first
}

#[test]
fn a_defect_is_one_finding_however_many_workflows_share_it() {
    for workflow in [
        "\n    <<: *base",
        "\n    <<: [*base]\n    labels: [a]",
        " *base",
    ] {
        let text = format!(
            "{BASE}workflows:\n{}",
            lines(COUNT, |index| format!("  w{index}:{workflow}\n"))
        );
        let findings = check(&text);
        for (rule, at) in [
            ("unknown-key", "instance_typ"),
            ("asc-integration-undeclared", "integration"),
        ] {
            let finding = only(&findings, rule);
            assert_eq!(&text[finding.span.range()], at, "{workflow:?}");
            let last = finding.related.last().unwrap();
            let rest = COUNT - 99;
            assert!(
                finding.related.len() == 100 && last.message.contains("more places"),
                "{last:?} {rest}"
            );
        }
    }
}

#[test]
fn many_defects_in_much_that_is_shared_are_found() {
    let count = 500;
    let keys = lines(count, |index| format!("    k{index}: 1\n"));
    let text = format!(
        "{BASE}{keys}workflows:\n{}",
        lines(count, |index| format!("  w{index}: {{<<: *base}}\n"))
    );
    let unknown = check(&text)
        .iter()
        .filter(|it| it.rule == "unknown-key")
        .count();
    assert_eq!(unknown, count + 1);
}

#[test]
fn what_is_shared_without_measure_is_not_looked_at_again_and_again() {
    let steps = lines(500, |index| {
        format!("      - flutter build apk --build-number=$V{index}\n")
    });
    let base =
        format!("definitions:\n  base: &base\n    name: B\n    scripts:\n{steps}workflows:\n");
    let merges = lines(2_000, |index| {
        format!("  w{index}:\n    <<: *base\n    labels: [x]\n")
    });
    let findings = check(&format!("{base}{merges}"));
    let limit = only(&findings, "limit-exceeded");
    assert!(limit.path.starts_with("workflows.w"), "{}", limit.path);
    assert!(limit.message.contains("32 MB"), "{}", limit.message);

    let step = "definitions:\n  step: &step\n    script: |\n";
    let script = "      flutter build ipa\n".repeat(5_000);
    let all = "      - *step\n".repeat(COUNT);
    let text = format!("{step}{script}workflows:\n  a:\n    name: A\n    scripts:\n{all}");
    finds(text, "limit-exceeded", 5_005, 3);
}

#[test]
fn no_secret_is_shown_of_what_is_not_looked_at() {
    let script = "      echo\n".repeat(5_000);
    let text = format!(
        "definitions:\n  step: &step\n    script: |\n{script}workflows:\n  a:\n    name: A\n    \
         publishing:\n      app_store_connect:\n        apple_id: a@example.com\n        password: \
         abcd-efgh-ijkl-mnop\n        bogus: 1\n    scripts:\n{}",
        "      - *step\n".repeat(COUNT)
    );
    let project = support::cli::Project::new(&[("codemagic.yaml", &text)]);
    let run = project.run(&["check"]);
    run.ends_with(1);
    assert!(run.stdout.contains("unknown-key") && run.stdout.contains("limit-exceeded"));
    assert!(!run.stdout.contains("abcd-efgh"), "{}", run.stdout);
}
