//! The command line tools need a service account for Google Play.

use std::cell::LazyCell;

use crate::knowledge::google_play::CREDENTIALS;
use crate::rules::prelude::*;
use crate::rules::shared::calls::{may_have_more_options, may_have_variable, place_of_call};
use crate::rules::shared::google_play::{credentials, google_play};

rule! {
    id: "gp-cli-credentials",
    category: Publishing,
    summary: "`google-play` commands in a workflow that has no credentials for them",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-versioning/",
    check: Workflow(check),
}

/// The name before May 2025; the tools still look there.
const OLD: &str = "GCLOUD_SERVICE_ACCOUNT_CREDENTIALS";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let is_given = LazyCell::new(|| {
        [CREDENTIALS, OLD]
            .iter()
            .any(|name| may_have_variable(view, name))
            || publishes_with_variable(view)
            || view.hides_commands()
    });
    for (_, found) in view.calls(["google-play"]) {
        let command = found.command();
        let action = command.argument(0);
        let asks = command.tool() == "google-play"
            && !action.is_empty()
            && !action.starts_with(['-', '$'])
            && !command.has("--help");
        let names_credentials =
            command.has_option("--credentials") || may_have_more_options(command);
        if !asks || names_credentials || *is_given {
            continue;
        }
        report
            .span(
                found.script,
                place_of_call(view, found),
                format!("`google-play {action}` has no credentials: `{CREDENTIALS}` is not set"),
            )
            .help(format!("import a variable group with the key of the service account as `{CREDENTIALS}`; the command fails otherwise"))
            .in_use();
    }
}

/// Whether publishing lacks the same variable: that is the graver matter.
fn publishes_with_variable(view: &WorkflowView<'_>) -> bool {
    let used = google_play(view).and_then(|(play, _)| credentials(play).variable_used(view.tree()));
    matches!(used, Some(CREDENTIALS | OLD))
}
