//! The catalogue of rules.

pub(crate) mod check;
mod rule;
mod settings;

pub use rule::Rule;
pub use settings::{Known, Selection, Settings};

/// Where the rules' pages can be read.
pub const PAGES_URL: &str = "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/rules";

/// Every rule, in the order of the documentation.
pub fn all() -> &'static [&'static Rule] { &[] }

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.id == id)
}
