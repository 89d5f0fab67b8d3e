//! Steps that fetch signing files with Codemagic's command line tools.
//!
//! Source: `docs/app-store-connect/fetch-signing-files.md` of
//! `codemagic-cli-tools` 0.64.

use crate::knowledge::app_store_connect as keys;
use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;

use super::calls::may_have_variable;

/// The commands that fetch signing files, with their places among the commands of
/// the workflow.
pub(crate) fn fetches<'v, 'a>(
    view: &'v WorkflowView<'a>,
) -> impl Iterator<Item = (usize, &'v StepCommand<'a>)> {
    let commands = view.calls(["app-store-connect"]);
    commands.filter(|(_, found)| is_fetch(found))
}

fn is_fetch(found: &StepCommand<'_>) -> bool {
    found
        .command()
        .runs("app-store-connect", &["fetch-signing-files"])
}

/// Whether the workflow provides no key of App Store Connect: no integration, no
/// group, and none of the variables.
pub(crate) fn has_no_key(view: &WorkflowView<'_>) -> bool {
    let names = [keys::ISSUER_ID, keys::KEY_IDENTIFIER, keys::PRIVATE_KEY];
    !view.has_integration() && !names.iter().any(|name| may_have_variable(view, name))
}

/// Whether a command is given a key of App Store Connect as options.
pub(crate) fn has_key_options(found: &StepCommand<'_>) -> bool {
    let options = ["--issuer-id", "--key-id", "--private-key"];
    options
        .iter()
        .any(|option| found.command().has_option(option))
}
