//! The key to Google Play in the repository.

use crate::rules::prelude::*;
use crate::rules::shared::service_accounts::written_out;

rule! {
    id: "gp-credentials-literal",
    category: Security,
    summary: "the key of a service account written into `google_play.credentials`",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let play = view
        .workflow
        .publishing
        .value()
        .and_then(|it| it.google_play.value());
    let Some(node) = play.and_then(|play| written_out(tree, &play.credentials)) else {
        return;
    };
    report
        .span(node, tree.span(node), "the service account's key is written into the file, for everyone who can read the repository")
        .help("delete the key in the Google Cloud console, keep its successor as a Secret in a variable group, and write `credentials: $GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS`");
}
