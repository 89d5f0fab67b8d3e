//! Test reports that Codemagic does not read.

use crate::rules::prelude::*;

rule! {
    id: "test-report-format",
    category: Scripts,
    summary: "a test report whose ending is neither `.xml` nor `.json`",
    source: "https://docs.codemagic.io/yaml-testing/testing/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        let Some(step) = script.step else { continue };
        let Some(node) = step.test_report.value() else {
            continue;
        };
        let text = node.get(view.tree());
        let file = text.rsplit('/').next().unwrap_or_default();
        let Some((_, ending)) = file.rsplit_once('.') else {
            continue;
        };
        let is_word = !ending.is_empty() && ending.bytes().all(|b| b.is_ascii_alphanumeric());
        let is_read = matches!(&*ending.to_ascii_lowercase(), "xml" | "json");
        if is_word && !is_read && view.file.is_first(report, node.0, false) {
            report
                .at(
                    node.0,
                    format!("`.{ending}` is no test report that Codemagic reads"),
                )
                .help("name a file of JUnit XML, or the JSON of `flutter test --machine`");
        }
    }
}
