//! What a check found, and what may be done about it.

pub mod fingerprint;
pub mod suppression;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::syntax::Span;

/// How bad it is.
///
/// The order is the order of `--fail-on`: an error is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Worth a thought.
    Info,
    /// Very likely not what was meant.
    Warning,
    /// Codemagic rejects it, the publish surely fails, a secret is exposed or
    /// part of the file is lost.
    Error,
}

impl Severity {
    /// All severities, the worst first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Info, Self::Hint];

    /// The name used in reports, configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Hint => "hint",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a rule is about. Decides the default severity of its rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// The text is not the YAML that Codemagic's reader accepts.
    Syntax,
    /// The structure is not that of a codemagic.yaml.
    Schema,
    /// Publishing to stores and people.
    Publishing,
    /// Certificates, profiles and keystores.
    Signing,
    /// Machines, versions and variables.
    Environment,
    /// What starts a build.
    Triggering,
    /// Build inputs.
    Inputs,
    /// What steps run.
    Scripts,
    /// What is kept of a build.
    Artifacts,
    /// Exposed secrets.
    Security,
    /// What still works but is on its way out.
    Deprecation,
    /// What reads badly.
    Style,
}

impl Category {
    /// All categories, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::Syntax,
        Self::Schema,
        Self::Publishing,
        Self::Signing,
        Self::Environment,
        Self::Triggering,
        Self::Inputs,
        Self::Scripts,
        Self::Artifacts,
        Self::Security,
        Self::Deprecation,
        Self::Style,
    ];

    /// The name used in reports, configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Schema => "schema",
            Self::Publishing => "publishing",
            Self::Signing => "signing",
            Self::Environment => "environment",
            Self::Triggering => "triggering",
            Self::Inputs => "inputs",
            Self::Scripts => "scripts",
            Self::Artifacts => "artifacts",
            Self::Security => "security",
            Self::Deprecation => "deprecation",
            Self::Style => "style",
        }
    }

    /// The severity of a rule of this category that does not say otherwise.
    pub const fn default_severity(self) -> Severity {
        match self {
            Self::Syntax | Self::Schema | Self::Security => Severity::Error,
            Self::Style => Severity::Hint,
            _ => Severity::Warning,
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is none of those known.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownName;

impl FromStr for Severity {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        Self::ALL
            .into_iter()
            .find(|item| item.name() == text)
            .ok_or(UnknownName)
    }
}

impl FromStr for Category {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        Self::ALL
            .into_iter()
            .find(|item| item.name() == text)
            .ok_or(UnknownName)
    }
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// The file means what its author meant, and nothing else changes.
    Safe,
    /// Likely right; a person should look.
    Unsafe,
}

/// One replacement of bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What is put there; empty to delete.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in the imperative: "quote the pattern".
    pub title: String,
    /// Whether it may be applied without asking.
    pub safety: Safety,
    /// Edits that do not overlap, in the order of the text.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit that may be applied without asking.
    pub fn safe(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::single(title.into(), Safety::Safe, span, text.into())
    }

    /// A fix of one edit that a person should look at.
    pub fn suggestion(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::single(title.into(), Safety::Unsafe, span, text.into())
    }

    fn single(title: String, safety: Safety, span: Span, text: String) -> Self {
        Self {
            title,
            safety,
            edits: vec![Edit { span, text }],
        }
    }
}

/// Another place that explains a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there: "used here", "first defined here".
    pub message: String,
}

/// One defect, at the place where it is written.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// The rule's id. Linters run by this one add their own: `shellcheck[SC2086]`.
    pub rule: Cow<'static, str>,
    /// The rule's category.
    pub category: Category,
    /// After configuration.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the offending text in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The documentation behind the rule.
    pub url: String,
    /// The place in the file's structure: `workflows.ios.publishing`.
    pub path: String,
    /// The place in the text.
    pub span: Span,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// Stays the same when lines move: see [`fingerprint`].
    pub fingerprint: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for severity in Severity::ALL {
            let written = serde_json::to_value(severity).unwrap();
            assert_eq!(written, severity.name());
            assert_eq!(severity.name().parse(), Ok(severity));
        }
        for category in Category::ALL {
            let written = serde_json::to_value(category).unwrap();
            assert_eq!(written, category.name());
            assert_eq!(category.name().parse(), Ok(category));
        }
    }

    #[test]
    fn a_category_decides_how_bad_its_findings_are() {
        let of = |severity| {
            let all = Category::ALL.into_iter();
            all.filter(move |it| it.default_severity() == severity)
        };
        let errors = [Category::Syntax, Category::Schema, Category::Security];
        assert!(of(Severity::Error).eq(errors));
        assert!(of(Severity::Hint).eq([Category::Style]));
        assert_eq!(of(Severity::Warning).count(), 8);
    }
}
