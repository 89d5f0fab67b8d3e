//! Options of the command line tools that do nothing any more.

use crate::rules::prelude::*;

rule! {
    id: "deprecated-cli-flag",
    category: Deprecation,
    summary: "an option of Codemagic's command line tools that has no effect",
    source: "https://github.com/codemagic-ci-cd/cli-tools/blob/master/docs/app-store-connect/publish.md",
    fix: Safe,
    check: Workflow(check),
}

/// Packages are not validated unless `--enable-package-validation` is given, since
/// 0.14 of the tools.
const FLAG: &str = "--skip-package-validation";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let after = view.publishing_commands();
    let built = view.calls(["app-store-connect"]).map(|(_, it)| it.clone());
    for found in built.chain(after) {
        let command = found.command();
        if !command.runs("app-store-connect", &["publish"]) {
            continue;
        }
        let words = &command.words;
        let Some(at) = words.iter().position(|word| word.text == FLAG) else {
            continue;
        };
        let Some(word) = words.get(at) else { continue };
        let span = view.script_span(found.script, word.range.clone());
        let draft = report
            .span(
                found.script,
                span,
                format!("`{FLAG}` has had no effect for years"),
            )
            .help("remove it; packages are validated only with `--enable-package-validation`");
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let gap = before.map(|before| before.range.end..word.range.start);
        // What follows a line break may be a line of its own.
        if let Some(gap) = gap
            && let Some(" ") = found.read.text.get(gap.clone())
        {
            let cut = view.script_span(found.script, gap.start..word.range.end);
            draft.fix(Fix::safe("remove the option", cut, ""));
        }
    }
}
