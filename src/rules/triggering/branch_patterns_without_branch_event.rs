//! Branch patterns do not apply to tags.

use crate::rules::prelude::*;
use crate::rules::shared::triggers::Triggers;

rule! {
    id: "branch-patterns-without-branch-event",
    category: Triggering,
    summary: "`branch_patterns` with `tag` as the only event",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view).filter(Triggers::only_tags) else {
        return;
    };
    let patterns = &triggers.triggering.branch_patterns;
    let Some(key) = patterns.key().filter(|_| patterns.is_set()) else {
        return;
    };
    let draft = report
        .at(key, "`branch_patterns` has no effect: `tag` is the only event, and a tag belongs to no branch")
        .help("choose tags with `tag_patterns`; a tagged commit is built whatever branch it is on")
        .in_use();
    if let Some((tag, _)) = triggers.events.first() {
        draft.related(view.tree(), *tag, "the only event");
    }
}
