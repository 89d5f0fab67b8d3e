//! Only builds of branches and pull requests are cancelled.

use crate::rules::prelude::*;
use crate::rules::shared::triggers::Triggers;

rule! {
    id: "cancel-without-branch-event",
    category: Triggering,
    summary: "`cancel_previous_builds` with `tag` as the only event",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view).filter(Triggers::only_tags) else {
        return;
    };
    let cancels = &triggers.triggering.cancel_previous_builds;
    let Some(key) = cancels.key().filter(|_| cancels.is_true()) else {
        return;
    };
    report
        .at(key, "`cancel_previous_builds` has no effect: `tag` is the only event")
        .help("remove it; builds are cancelled when a newer push or pull request update starts one for the same branch")
        .in_use();
}
