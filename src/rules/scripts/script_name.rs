//! Long scripts without a name.

use crate::rules::prelude::*;

rule! {
    id: "script-name",
    category: Scripts,
    severity: Hint,
    summary: "a script of several lines without a name",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#section-names",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        let text = script.read.text;
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let is_named = script.step.is_some_and(|step| step.name.is_set());
        // Those before cloning are not shown with their keys.
        let is_long_form = view.tree().key_of(script.node).is_some();
        let is_unnamed = !is_named && (script.step.is_some() || !is_long_form);
        if lines.count() > 1 && is_unnamed && view.file.is_first(report, script.node, false) {
            report
                .at(script.node, "this script of several lines has no `name`")
                .help("the build's log then shows its first line");
        }
    }
}
