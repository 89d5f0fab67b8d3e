//! Lists of patterns that no event looks at.

use crate::model::triggering::Event;
use crate::rules::check::WorkflowView;

use super::triggers::{PatternList, Triggers, pattern_lists};

/// The lists of patterns that may choose something. What is odd in a list without
/// effect is no matter: that it has none is what its author has to know, and
/// `trigger-without-events`, `branch-patterns-without-branch-event` and
/// `tag-patterns-without-tag` say so.
pub(crate) fn lists_in_effect<'a>(
    view: &WorkflowView<'a>,
) -> impl Iterator<Item = PatternList<'a>> {
    let triggers = Triggers::of(view);
    pattern_lists(view).filter(move |list| {
        // What could not be read may name any event.
        triggers.as_ref().is_none_or(|it| has_event(it, list))
    })
}

/// Whether an event is listed that the patterns are about.
fn has_event(triggers: &Triggers<'_>, list: &PatternList<'_>) -> bool {
    let event = match list.kind {
        "tag" => triggers.event(Event::Tag),
        _ => triggers.branch_event(),
    };
    event.is_some()
}
