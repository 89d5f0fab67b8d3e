//! What is told about a place: the first that has something to say, says it all.

mod aliases;
mod broken;
mod conditions;
mod inputs;
mod keys;
mod patterns;
mod place;
mod plain;
mod publishers;
mod steps;
mod tables;
mod values;
mod variables;
mod workflows;

use crate::syntax::Span;

use super::view::View;

pub(super) use aliases::{anchor_of, merging, short};
pub(super) use plain::plain;
pub(super) use tables::access;

use place::Place;

/// What is told about a part of the text.
pub(super) struct Told {
    /// Markdown.
    pub text: String,
    /// The part.
    pub span: Span,
}

impl Told {
    fn new(text: String, span: Span) -> Self {
        Self { text, span }
    }
}

/// What is told about the byte at an offset; `None` where there is nothing to say.
pub(super) fn told(view: &View<'_>, offset: usize) -> Option<Told> {
    let tree = view.tree();
    let in_comment = tree
        .comments()
        .iter()
        .any(|it| it.span.start() <= offset && offset < it.span.end());
    if in_comment {
        return None;
    }
    let told = aliases::anchor(view, offset)
        .or_else(|| Place::at(view, offset).and_then(|place| about(&place)))
        .or_else(|| broken::told(view, offset))?;
    Some(Told {
        text: view.veil().masked(&told.text),
        span: told.span,
    })
}

/// The special before the general.
fn about(place: &Place<'_>) -> Option<Told> {
    aliases::alias(place)
        .or_else(|| aliases::merge(place))
        .or_else(|| inputs::reference(place))
        .or_else(|| variables::reference(place))
        .or_else(|| inputs::declaration(place))
        .or_else(|| variables::declaration(place))
        .or_else(|| workflows::workflow(place))
        .or_else(|| workflows::triggering(place))
        .or_else(|| conditions::condition(place))
        .or_else(|| patterns::pattern(place))
        .or_else(|| publishers::publisher(place))
        .or_else(|| steps::step(place))
        .or_else(|| values::value(place))
        .or_else(|| keys::key(place))
}
