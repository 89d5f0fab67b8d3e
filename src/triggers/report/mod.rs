//! The answers, for people and for machines.

mod human;
mod json;
mod json_schema;
mod words;

use crate::report::Style;
use crate::syntax::SourceFile;

use super::{Answer, Webhook};

pub use json_schema::triggers_schema;

/// The answers on a terminal.
pub fn human(source: &SourceFile, webhook: &Webhook, answers: &[Answer], style: Style) -> String {
    human::report(source, webhook, answers, style)
}

/// The answers as one JSON object, as `schema/triggers.schema.json` describes it.
pub fn json(source: &SourceFile, webhook: &Webhook, answers: &[Answer]) -> String {
    json::report(source, webhook, answers)
}
