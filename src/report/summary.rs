//! How much was found.

use std::ops::Add;

use serde::Serialize;

use crate::finding::{Finding, Severity};

use super::text::count;

/// Numbers of findings by severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
    /// Hints.
    pub hints: usize,
    /// Findings, of any severity, that come with a fix, safe or unsafe.
    pub fixable: usize,
}

impl Counts {
    /// The number of findings of one severity.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Info => self.infos,
            Severity::Hint => self.hints,
        }
    }

    /// The number of all findings.
    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.infos + self.hints
    }

    /// The severity of the worst finding; `None` when there is none.
    pub fn worst(&self) -> Option<Severity> {
        Severity::ALL
            .into_iter()
            .find(|&severity| self.of(severity) > 0)
    }

    /// The numbers in words, the worst first: "2 errors, 1 warning".
    pub(super) fn in_words(&self) -> String {
        let nouns = Severity::ALL.map(|severity| (self.of(severity), severity.name()));
        let some = nouns.into_iter().filter(|&(number, _)| number > 0);
        let words: Vec<_> = some.map(|(number, noun)| count(number, noun)).collect();
        words.join(", ")
    }
}

impl<'a> FromIterator<&'a Finding> for Counts {
    fn from_iter<I: IntoIterator<Item = &'a Finding>>(findings: I) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            let counter = match finding.severity {
                Severity::Error => &mut counts.errors,
                Severity::Warning => &mut counts.warnings,
                Severity::Info => &mut counts.infos,
                Severity::Hint => &mut counts.hints,
            };
            *counter += 1;
            counts.fixable += usize::from(finding.fix.is_some());
        }
        counts
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            hints: self.hints + other.hints,
            fixable: self.fixable + other.fixable,
        }
    }
}

/// The totals of a report, findings that are not shown included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Summary {
    /// Files that were checked, also those without findings.
    pub files: usize,
    /// Findings in all of them.
    #[serde(flatten)]
    pub counts: Counts,
}

impl Summary {
    /// The totals as one line: "2 errors, 1 warning in 3 files (1 fixable)".
    pub(super) fn in_words(&self) -> String {
        let files = count(self.files, "file");
        if self.counts.total() == 0 {
            return format!("no problems in {files}");
        }
        let found = self.counts.in_words();
        match self.counts.fixable {
            0 => format!("{found} in {files}"),
            fixable => format!("{found} in {files} ({fixable} fixable)"),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::finding::{Category, Fix};
    use crate::syntax::Span;

    /// A finding on the first byte of a file.
    pub(in super::super) fn finding(severity: Severity) -> Finding {
        Finding {
            rule: "some-rule".into(),
            category: Category::Publishing,
            severity,
            message: "`a` is not what was expected".to_owned(),
            help: None,
            url: "https://example.com/some-rule".to_owned(),
            path: "workflows.ios".to_owned(),
            span: Span::new(0, 1),
            related: Vec::new(),
            fix: None,
            fingerprint: "0123456789abcdef".to_owned(),
        }
    }

    fn words(files: usize, severities: &[Severity]) -> String {
        let findings: Vec<_> = severities.iter().copied().map(finding).collect();
        let counts = findings.iter().collect();
        Summary { files, counts }.in_words()
    }

    #[test]
    fn totals_read_as_a_sentence() {
        use Severity::{Error, Hint, Warning};
        assert_eq!(words(1, &[]), "no problems in 1 file");
        assert_eq!(
            words(3, &[Warning, Error, Error, Hint]),
            "2 errors, 1 warning, 1 hint in 3 files"
        );
    }

    #[test]
    fn fixes_are_counted() {
        let mut fixable = finding(Severity::Info);
        fixable.fix = Some(Fix::safe("quote", Span::at(0), "x"));
        let counts: Counts = [&fixable].into_iter().collect();
        assert_eq!(counts.worst(), Some(Severity::Info));
        assert_eq!(
            Summary { files: 1, counts }.in_words(),
            "1 info in 1 file (1 fixable)"
        );
    }
}
