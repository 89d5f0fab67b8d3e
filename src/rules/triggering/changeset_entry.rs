//! An entry of a changeset that matches no path.

use crate::rules::prelude::*;
use crate::rules::shared::conditions::entries;
use crate::rules::shared::words::{excerpt, quoted};
use crate::syntax::ScalarStyle;

rule! {
    id: "changeset-entry",
    category: Triggering,
    summary: "an entry of a changeset that begins with `/` or `!`, or is blank",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for when in view.whens() {
        let Some(changeset) = when.when.changeset.value() else {
            continue;
        };
        for list in [&changeset.includes, &changeset.excludes] {
            for (node, text) in entries(tree, list) {
                check_entry(tree.resolve(node), text, report);
            }
        }
    }
}

fn check_entry(node: NodeId, text: &str, report: &mut Report<'_>) {
    let shown = excerpt(text);
    if text.trim().is_empty() {
        report
            .at(node, "a blank entry matches no path")
            .help("write a path relative to the repository, or leave the entry out");
    } else if let Some(inner) = text.strip_prefix('/') {
        let style = report.tree().scalar_style(node);
        let span = report.tree().span(node);
        let draft = report
            .at(
                node,
                format!("`{shown}` begins with `/`: paths are relative to the repository"),
            )
            .help("take the `/` away, or changes there do not count");
        if !style.is_some_and(ScalarStyle::is_block) {
            let inner = if inner.is_empty() { "." } else { inner };
            draft.fix(Fix::suggestion(
                "make the path relative",
                span,
                quoted(inner),
            ));
        }
    } else if text.starts_with('!') && !text.starts_with("!(") {
        report
            .at(
                node,
                format!("`{shown}` begins with `!`, which negates nothing here"),
            )
            .help("list under `excludes`, without `!`, what shall not count");
    }
}
