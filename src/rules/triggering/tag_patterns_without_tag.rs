//! Tag patterns are for tag events.

use crate::model::triggering::Event;
use crate::rules::prelude::*;
use crate::rules::shared::triggers::Triggers;

rule! {
    id: "tag-patterns-without-tag",
    category: Triggering,
    summary: "`tag_patterns` without the event `tag`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view) else {
        return;
    };
    let patterns = &triggers.triggering.tag_patterns;
    let (Some(key), Some((first, _))) = (patterns.key(), triggers.events.first()) else {
        return;
    };
    if !patterns.is_set() || triggers.event(Event::Tag).is_some() {
        return;
    }
    report
        .at(key, "`tag_patterns` has no effect: `tag` is not among the events")
        .help("add `tag` to `events`, or remove the patterns; pushing a tag starts no build otherwise")
        .related(view.tree(), *first, "the events")
        .in_use();
}
