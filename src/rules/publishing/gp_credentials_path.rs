//! `credentials` is the text of the key, not the file's name.

use crate::knowledge::google_play::CREDENTIALS;
use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;
use crate::rules::shared::google_play::{credentials, google_play};
use crate::rules::shared::words::excerpt;

rule! {
    id: "gp-credentials-path",
    category: Publishing,
    summary: "the path of a `.json` file where its contents belong",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((play, _)) = google_play(view) else {
        return;
    };
    let tree = view.tree();
    let field = credentials(play);
    let is_readable = matches!(
        field.field.value(),
        Some(Value::Literal(_) | Value::Variable)
    );
    let Some(node) = field.node(tree).filter(|_| is_readable) else {
        return;
    };
    let text = tree.scalar(node).unwrap_or_default().trim();
    let is_path = text.to_ascii_lowercase().ends_with(".json") && !text.contains(['\n', '"']);
    if !is_path || text.starts_with('@') || is_placeholder(text) {
        return;
    }
    report
        .at(node, format!("`{}` is a path; `credentials` takes the contents of the JSON key", excerpt(text)))
        .help(format!("put the contents into a Secret variable, usually `${CREDENTIALS}`; publishing fails otherwise"));
}
