//! How much was found.

use std::ops::Add;

use serde::Serialize;

use crate::finding::{Finding, Safety, Severity};

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
    /// Those of them whose fix is safe.
    #[serde(skip)]
    pub safely_fixable: usize,
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
            let safety = finding.fix.as_ref().map(|fix| fix.safety);
            counts.fixable += usize::from(safety.is_some());
            counts.safely_fixable += usize::from(safety == Some(Safety::Safe));
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
            safely_fixable: self.safely_fixable + other.safely_fixable,
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
    /// Findings that were mended.
    #[serde(skip)]
    pub fixed: usize,
    /// Findings that were silenced just now.
    #[serde(skip)]
    pub ignored: usize,
}

impl Summary {
    /// The totals as one line: "2 errors, 1 warning in 3 files (1 fixed)".
    pub(super) fn in_words(&self) -> String {
        let files = count(self.files, "file");
        let found = match self.counts.total() {
            0 => format!("no problems in {files}"),
            _ => format!("{} in {files}", self.counts.in_words()),
        };
        let notes = self.notes().join(", ");
        if notes.is_empty() {
            return found;
        }
        format!("{found} ({notes})")
    }

    /// What was done, and what can be done about the rest.
    fn notes(&self) -> Vec<String> {
        let safe = self.counts.safely_fixable;
        let others = self.counts.fixable.saturating_sub(safe);
        let mut notes = Vec::new();
        if self.fixed > 0 {
            notes.push(format!("{} fixed", self.fixed));
        }
        if self.ignored > 0 {
            notes.push(format!("{} silenced", self.ignored));
        }
        if safe > 0 {
            notes.push(format!("{safe} fixable with `--fix`"));
        }
        match (safe, others) {
            (_, 0) => {}
            (0, _) => notes.push(format!("{others} fixable with `--fix --unsafe-fixes`")),
            (_, _) => notes.push(format!("{others} more with `--unsafe-fixes`")),
        }
        notes
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
        let summary = Summary {
            files,
            counts,
            ..Summary::default()
        };
        summary.in_words()
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
        let fixable = |safe: usize, others: usize, fixed: usize, ignored: usize| {
            let with = |fix: Fix| {
                let mut finding = finding(Severity::Info);
                finding.fix = Some(fix);
                finding
            };
            let safe = (0..safe).map(|_| with(Fix::safe("quote", Span::at(0), "x")));
            let others = (0..others).map(|_| with(Fix::suggestion("quote", Span::at(0), "x")));
            let findings: Vec<_> = safe.chain(others).collect();
            let counts: Counts = findings.iter().collect();
            assert_eq!(counts.fixable, findings.len());
            Summary {
                files: 1,
                counts,
                fixed,
                ignored,
            }
            .in_words()
        };
        for (words, expected) in [
            (
                fixable(1, 0, 0, 0),
                "1 info in 1 file (1 fixable with `--fix`)",
            ),
            (
                fixable(0, 1, 0, 0),
                "1 info in 1 file (1 fixable with `--fix --unsafe-fixes`)",
            ),
            (
                fixable(2, 1, 0, 0),
                "3 infos in 1 file (2 fixable with `--fix`, 1 more with `--unsafe-fixes`)",
            ),
            (
                fixable(0, 0, 3, 2),
                "no problems in 1 file (3 fixed, 2 silenced)",
            ),
            (
                fixable(0, 1, 3, 0),
                "1 info in 1 file (3 fixed, 1 fixable with `--fix --unsafe-fixes`)",
            ),
        ] {
            assert_eq!(words, expected);
        }
    }
}
