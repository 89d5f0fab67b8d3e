//! The variable with the service account's key has another name today.

use crate::knowledge::google_play::{CREDENTIALS, OLD_CREDENTIALS};
use crate::rules::prelude::*;
use crate::rules::shared::google_play::{credentials, google_play};

rule! {
    id: "gp-credentials-old-name",
    category: Deprecation,
    severity: Hint,
    summary: "Google Play credentials in a variable of the name that was usual until 2025",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((play, _)) = google_play(view) else {
        return;
    };
    let credentials = credentials(play);
    let Some(node) = credentials.node(view.tree()) else {
        return;
    };
    if credentials.variable_used(view.tree()) != Some(OLD_CREDENTIALS) {
        return;
    }
    report
        .at(node, format!("`{OLD_CREDENTIALS}` is the old name of `{CREDENTIALS}`"))
        .help("rename the variable in its group first, then here; it works under any name here, but `google-play` in a step looks for the new one");
}
