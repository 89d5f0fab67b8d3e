//! SARIF 2.1.0, the format of code scanning services.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::finding::{Edit, Finding, Fix, Related, Severity};
use crate::syntax::{SourceFile, Span};

use super::json::SpanObject;
use super::sarif_rules::{RuleObject, Rules};
use super::{FileReport, Report, TOOL_NAME, TOOL_URL, TOOL_VERSION, uri};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rules = Rules::of(report);
    let artifacts = report.files.iter().map(|file| Artifact {
        location: ArtifactLocation::new(file),
    });
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: TOOL_NAME,
                    semantic_version: TOOL_VERSION,
                    information_uri: TOOL_URL,
                    rules: rules.objects(),
                },
            },
            artifacts: artifacts.collect(),
            results: Results {
                files: &report.files,
                rules: &rules,
            },
            column_kind: "unicodeCodePoints",
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// SARIF's three levels.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    artifacts: Vec<Artifact>,
    results: Results<'a>,
    column_kind: &'static str,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: &'a [RuleObject],
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactLocation,
}

#[derive(Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

impl ArtifactLocation {
    fn new(file: &FileReport) -> Self {
        Self {
            uri: uri::from_path(file.service_name()),
            index: None,
        }
    }
}

/// The results of all files, made one by one while they are written.
struct Results<'a> {
    files: &'a [FileReport],
    rules: &'a Rules<'a>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let results = self.files.iter().enumerate().flat_map(|(index, file)| {
            let artifact = ArtifactLocation {
                index: Some(index),
                ..ArtifactLocation::new(file)
            };
            let make = move |finding| result(&file.source, &artifact, finding, self.rules);
            let make_accepted = make.clone();
            let is_compared = file.accepted.is_some();
            let new = file.findings.iter().map(move |finding| ResultObject {
                baseline_state: is_compared.then_some("new"),
                ..make(finding)
            });
            let accepted = file.accepted.iter().flatten();
            new.chain(accepted.map(move |finding| ResultObject {
                baseline_state: Some("unchanged"),
                suppressions: vec![Suppression::IN_BASELINE],
                ..make_accepted(finding)
            }))
        });
        serializer.collect_seq(results)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Properties<'a>,
}

/// Why a result does not count.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: &'static str,
}

impl Suppression {
    const IN_BASELINE: Self = Self {
        kind: "external",
        status: "accepted",
        justification: "accepted by the baseline",
    };
}

fn result<'a>(
    source: &SourceFile,
    artifact: &ArtifactLocation,
    finding: &'a Finding,
    rules: &Rules<'_>,
) -> ResultObject<'a> {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.related.iter().enumerate();
    ResultObject {
        rule_id: &finding.rule,
        rule_index: rules.index(&finding.rule),
        level: level(finding.severity),
        message: Message { text },
        locations: [Location::new(source, artifact, finding.span)],
        related_locations: related
            .map(|(index, related)| Location::related(source, artifact, index + 1, related))
            .collect(),
        partial_fingerprints: Fingerprints {
            v1: &finding.fingerprint,
        },
        fixes: finding
            .fix
            .iter()
            .map(|fix| FixObject::new(source, artifact, fix))
            .collect(),
        baseline_state: None,
        suppressions: Vec::new(),
        properties: Properties {
            severity: finding.severity,
            path: &finding.path,
        },
    }
}

#[derive(Serialize)]
pub(super) struct Message {
    pub text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "SARIF names it so")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

impl Location {
    fn new(source: &SourceFile, artifact: &ArtifactLocation, span: Span) -> Self {
        let artifact_location = artifact.clone();
        let region = Region::new(source, span);
        Self {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location,
                region,
            },
            message: None,
        }
    }

    fn related(
        source: &SourceFile,
        artifact: &ArtifactLocation,
        id: usize,
        related: &Related,
    ) -> Self {
        let message = Some(Message {
            text: related.message.clone(),
        });
        Self {
            id: Some(id),
            message,
            ..Self::new(source, artifact, related.span)
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

impl Region {
    fn new(source: &SourceFile, span: Span) -> Self {
        let SpanObject { start, end } = SpanObject::new(source, span);
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_offset: start.offset,
            byte_length: end.offset - start.offset,
        }
    }
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "codemagicLint/v1")]
    v1: &'a str,
}

/// What SARIF has no place for.
#[derive(Serialize)]
struct Properties<'a> {
    severity: Severity,
    path: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'a> {
    description: Message,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

impl<'a> FixObject<'a> {
    fn new(source: &SourceFile, artifact: &ArtifactLocation, fix: &'a Fix) -> Self {
        let replacement = |edit: &'a Edit| Replacement {
            deleted_region: Region::new(source, edit.span),
            inserted_content: Content { text: &edit.text },
        };
        Self {
            description: Message {
                text: fix.title.clone(),
            },
            artifact_changes: [ArtifactChange {
                artifact_location: artifact.clone(),
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::summary::tests::finding;
    use crate::report::{Format, Style, render};

    #[test]
    fn results_point_at_their_rules() {
        let mut other = finding(Severity::Hint);
        other.rule = "shellcheck[SC2086]".into();
        let source = SourceFile::new("a b.yaml", "ab");
        let findings = vec![finding(Severity::Error), other.clone(), other];
        let report = Report {
            files: vec![FileReport::new(source, findings, Vec::new(), 9)],
        };
        let text = render(&report, Format::Sarif, &Style::default()).unwrap();
        let log: serde_json::Value = serde_json::from_str(&text).unwrap();
        let run = &log["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                result["ruleId"]
            );
        }
        assert_eq!(run["results"][2]["level"], "note");
        assert_eq!(run["results"][2]["properties"]["severity"], "hint");
    }
}
