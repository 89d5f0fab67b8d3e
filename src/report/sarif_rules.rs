//! The rules that a SARIF log describes.

use std::collections::HashMap;

use serde::Serialize;

use crate::finding::{Category, Finding, Severity};
use crate::rules::{self, Rule};

use super::sarif::{Message, level};
use super::{FileReport, Report, uri};

/// Every rule of the catalogue, and those beyond it that findings name:
/// `shellcheck[SC2086]`.
pub(super) struct Rules<'a> {
    objects: Vec<RuleObject>,
    indices: HashMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    /// The rules for a report, in the order of the catalogue, then of the
    /// findings.
    pub(super) fn of(report: &'a Report) -> Self {
        let mut rules = Self {
            objects: Vec::new(),
            indices: HashMap::new(),
        };
        for rule in rules::all() {
            rules.add(rule.id, || RuleObject::of_rule(rule));
        }
        let of_file =
            |file: &'a FileReport| file.findings.iter().chain(file.accepted.iter().flatten());
        for finding in report.files.iter().flat_map(of_file) {
            rules.add(&finding.rule, || RuleObject::of_finding(finding));
        }
        rules
    }

    fn add(&mut self, id: &'a str, object: impl FnOnce() -> RuleObject) {
        if !self.indices.contains_key(id) {
            self.indices.insert(id, self.objects.len());
            self.objects.push(object());
        }
    }

    /// What SARIF says of the rules.
    pub(super) fn objects(&self) -> &[RuleObject] {
        &self.objects
    }

    /// A rule's index in [`Rules::objects`].
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.indices.get(id).copied()
    }
}

/// A `reportingDescriptor`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleObject {
    id: String,
    short_description: Message,
    /// GitHub refuses rules that lack it.
    full_description: Message,
    help: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [Category; 1],
    /// How GitHub ranks what is no security problem.
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
}

impl RuleObject {
    fn of_rule(rule: &Rule) -> Self {
        Self::new(
            rule.id,
            rule.summary,
            rule.category,
            rule.severity,
            &rule.url(),
        )
    }

    /// A rule that only its findings tell of: `tool[code]`.
    fn of_finding(finding: &Finding) -> Self {
        let tool_and_code = finding
            .rule
            .strip_suffix(']')
            .and_then(|id| id.split_once('['));
        let summary = match tool_and_code {
            Some((tool, code)) => format!("{code}, reported by {tool}"),
            None => format!("reported as {}", finding.rule),
        };
        Self::new(
            &finding.rule,
            &summary,
            finding.category,
            finding.severity,
            &finding.url,
        )
    }

    fn new(id: &str, summary: &str, category: Category, severity: Severity, url: &str) -> Self {
        let text = |text: &str| Message {
            text: text.to_owned(),
        };
        let is_link = uri::is_web_address(url);
        let help = if is_link {
            format!("{summary}: see {url}")
        } else {
            summary.to_owned()
        };
        Self {
            id: id.to_owned(),
            short_description: text(summary),
            full_description: text(summary),
            help: text(&help),
            help_uri: is_link.then(|| url.to_owned()),
            default_configuration: Configuration {
                level: level(severity),
            },
            properties: Properties {
                tags: [category],
                problem_severity: match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info | Severity::Hint => "recommendation",
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::FileReport;
    use crate::report::summary::tests::finding;
    use crate::syntax::SourceFile;

    #[test]
    fn the_catalogue_comes_first_and_nothing_twice() {
        let mut foreign = finding(Severity::Warning);
        foreign.rule = "shellcheck[SC2086]".into();
        let file = FileReport::new(
            SourceFile::new("f", "ab"),
            vec![foreign.clone(), foreign],
            Vec::new(),
            9,
        );
        let report = Report { files: vec![file] };
        let rules = Rules::of(&report);
        assert_eq!(rules.objects().len(), rules::all().len() + 1);
        assert_eq!(rules.index("shellcheck[SC2086]"), Some(rules::all().len()));
        let foreign = rules.objects().last().unwrap();
        assert_eq!(
            foreign.short_description.text,
            "SC2086, reported by shellcheck"
        );
    }
}
