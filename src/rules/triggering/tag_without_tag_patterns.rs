//! Without patterns it is not said which tags are built, and not documented either.

use crate::model::triggering::Event;
use crate::rules::prelude::*;
use crate::rules::shared::edits::put_first;
use crate::rules::shared::triggers::Triggers;

rule! {
    id: "tag-without-tag-patterns",
    category: Triggering,
    severity: Hint,
    summary: "the event `tag` without `tag_patterns`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view) else {
        return;
    };
    let Some(tag) = triggers.event(Event::Tag) else {
        return;
    };
    if triggers.triggering.tag_patterns.is_set() {
        return;
    }
    let draft = report
        .at(
            tag,
            "`tag` without `tag_patterns`: which tags start a build is not documented",
        )
        .help("say which tags are built, such as `'v*'`; `'*'` builds all of them")
        .in_use();
    let mapping = triggers.triggering.mapping;
    let lines = ["tag_patterns:".to_owned(), "  - pattern: '*'".to_owned()];
    let is_new = triggers.triggering.tag_patterns.key().is_none();
    if is_new
        && !view.tree().is_flow(mapping)
        && let Some((span, text)) = put_first(view.tree(), mapping, &lines)
    {
        draft.fix(Fix::suggestion("match every tag explicitly", span, text));
    }
}
