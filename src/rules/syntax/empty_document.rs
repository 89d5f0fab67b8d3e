//! A file without any workflow.

use crate::model::WORKFLOWS;
use crate::rules::prelude::*;

rule! {
    id: "empty-document",
    category: Syntax,
    summary: "a file without any workflow",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: File(check),
}

const HELP: &str = "a workflow needs an id and steps: `workflows:`, below it `my-workflow:`, below that `scripts:` with a list of commands";

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let tree = file.tree;
    // What could not be read may be all there is.
    if !tree.is_whole() {
        return;
    }
    let empty = match tree.root() {
        None => true,
        Some(root) => tree.value(root) == Some(Scalar::Null),
    };
    if empty && tree.problems().is_empty() {
        let first = tree.comments().first();
        report
            .text(
                first.map(|comment| comment.span).unwrap_or_default(),
                "the file is empty: there is nothing to build",
            )
            .help(HELP);
        return;
    }
    let Some(entry) = file.config.workflows.entry() else {
        return;
    };
    let workflows = tree.resolve(entry.value);
    let nothing = tree.value(workflows) == Some(Scalar::Null)
        || (tree.kind(workflows) == NodeKind::Mapping && tree.entries(workflows).is_empty());
    if nothing && !tree.is_flagged(workflows) {
        report
            .at(
                entry.key,
                format!("`{}` is empty: there is nothing to build", WORKFLOWS.key),
            )
            .help(HELP);
    }
}
