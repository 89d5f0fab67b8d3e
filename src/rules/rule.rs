//! What a rule is.

use crate::finding::{Category, Safety, Severity};

use super::check::Check;

/// One rule: what it is called, what it says about itself, and its check.
///
/// The one declaration from which the registry, `explain`, the documentation's
/// index, SARIF metadata, the configuration's schema and editor links are made.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case, never renamed without a redirect, reads well after "allow".
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// Its default severity.
    pub severity: Severity,
    /// Off unless selected: reminders and matters of taste.
    pub pedantic: bool,
    /// One sentence: what it finds.
    pub summary: &'static str,
    /// The best fix it offers.
    pub fix: Option<Safety>,
    /// The public page behind the rule.
    pub source: &'static str,
    /// `docs/rules/<id>.md`.
    pub page: &'static str,
    /// How it looks.
    pub check: Check,
}

impl Rule {
    /// Where the rule's page can be read.
    pub fn url(&self) -> String {
        format!("{}/{}.md", super::PAGES_URL, self.id)
    }
}

/// Declares `RULE` of a rule file.
///
/// ```text
/// rule! {
///     id: "asc-auth-missing",
///     category: Publishing,
///     severity: Error,            // left out: the category's default
///     summary: "App Store Connect publishing without any authentication",
///     source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
///     fix: Unsafe,                // left out: no fix
///     pedantic: true,             // left out: on by default
///     check: AppStoreConnect(check),
/// }
/// ```
macro_rules! rule {
    (
        id: $id:literal,
        category: $category:ident,
        $(severity: $severity:ident,)?
        summary: $summary:literal,
        source: $source:literal,
        $(fix: $fix:ident,)?
        $(pedantic: $pedantic:literal,)?
        check: $kind:ident($($check:expr),+) $(,)?
    ) => {
        /// What this rule is.
        pub(crate) static RULE: $crate::rules::Rule = $crate::rules::Rule {
            id: $id,
            category: $crate::finding::Category::$category,
            severity: rule!(@severity $category $($severity)?),
            pedantic: rule!(@or false $($pedantic)?),
            summary: $summary,
            fix: rule!(@fix $($fix)?),
            source: $source,
            page: include_str!(concat!("../../../docs/rules/", $id, ".md")),
            check: $crate::rules::check::Check::$kind($($check),+),
        };
    };
    (@severity $category:ident) => {
        $crate::finding::Category::$category.default_severity()
    };
    (@severity $category:ident $severity:ident) => { $crate::finding::Severity::$severity };
    (@or $default:literal) => { $default };
    (@or $default:literal $given:literal) => { $given };
    (@fix) => { None };
    (@fix $fix:ident) => { Some($crate::finding::Safety::$fix) };
}
pub(crate) use rule;
