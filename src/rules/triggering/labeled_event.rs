//! The event for labels has two spellings.

use crate::model::triggering::Event;
use crate::rules::prelude::*;
use crate::rules::shared::edits::replace;
use crate::rules::shared::triggers::Triggers;

rule! {
    id: "labeled-event",
    category: Triggering,
    severity: Hint,
    summary: "`pull_request_labelled`, the spelling that is not documented",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view) else {
        return;
    };
    let Some(event) = triggers.event(Event::PullRequestLabelled) else {
        return;
    };
    let mut fix = replace(
        view.tree(),
        event,
        "use the documented spelling",
        Event::PullRequestLabeled.word(),
    );
    fix.safety = crate::finding::Safety::Unsafe;
    report
        .at(
            event,
            "`pull_request_labelled` is not documented: the event is called `pull_request_labeled`",
        )
        .help("write `pull_request_labeled`; Codemagic's schema knows both spellings today")
        .fix(fix);
}
