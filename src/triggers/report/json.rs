//! The answers as one JSON object.
//!
//! The shape is a contract: `schema/triggers.schema.json` describes it.

use serde::Serialize;

use crate::expression::condition::{NeedKind, Truth};
use crate::report::json::SpanObject;
use crate::report::{TOOL_NAME, TOOL_VERSION};
use crate::syntax::{SourceFile, Span};

use super::super::{
    Answer, ChangesetAnswer, ConditionAnswer, PatternsAnswer, StepAnswer, Subject, Webhook,
    WhenAnswer,
};
use super::words;

/// The version of the shape. New keys do not change it; keys that go or change their
/// meaning do.
pub(super) const VERSION: u32 = 1;

pub(super) fn report(source: &SourceFile, webhook: &Webhook, answers: &[Answer]) -> String {
    let writer = Writer { source, webhook };
    let object = ReportObject {
        version: VERSION,
        tool: ToolObject {
            name: TOOL_NAME,
            version: TOOL_VERSION,
        },
        file: source.name(),
        event: EventObject {
            kind: webhook.event.word(),
            branch: webhook.branch.as_deref(),
            target: webhook.target.as_deref(),
            tag: webhook.tag.as_deref(),
            changed: webhook.changed.as_deref(),
        },
        workflows: answers.iter().map(|it| writer.workflow(it)).collect(),
    };
    // Keys are strings and numbers are finite, so nothing can fail.
    let mut text = serde_json::to_string_pretty(&object).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct ReportObject<'a> {
    version: u32,
    tool: ToolObject,
    file: &'a str,
    event: EventObject<'a>,
    workflows: Vec<WorkflowObject<'a>>,
}

#[derive(Serialize)]
struct ToolObject {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct EventObject<'a> {
    kind: &'static str,
    branch: Option<&'a str>,
    target: Option<&'a str>,
    tag: Option<&'a str>,
    changed: Option<&'a [String]>,
}

#[derive(Serialize)]
struct WorkflowObject<'a> {
    id: &'a str,
    span: SpanObject,
    verdict: &'static str,
    starts: &'static str,
    fails: bool,
    summary: String,
    depends_on: Vec<String>,
    event: ListedObject,
    patterns: Option<PatternsObject<'a>>,
    when: Option<WhenObject<'a>>,
    steps: Vec<StepObject<'a>>,
    inputs_without_default: &'a [String],
    cancels_previous: bool,
}

#[derive(Serialize)]
struct ListedObject {
    listed: &'static str,
    span: SpanObject,
}

#[derive(Serialize)]
struct PatternsObject<'a> {
    key: &'static str,
    span: SpanObject,
    verdict: &'static str,
    deciding: Option<usize>,
    items: Vec<PatternObject<'a>>,
}

#[derive(Serialize)]
struct PatternObject<'a> {
    pattern: Option<&'a str>,
    span: SpanObject,
    include: Option<bool>,
    about: Option<&'static str>,
    matches: &'static str,
    decides: bool,
    reason: String,
}

#[derive(Serialize)]
struct WhenObject<'a> {
    span: SpanObject,
    verdict: &'static str,
    changeset: Option<ChangesetObject<'a>>,
    condition: Option<ConditionObject<'a>>,
}

#[derive(Serialize)]
struct ChangesetObject<'a> {
    span: SpanObject,
    verdict: &'static str,
    reason: String,
    entries: Vec<EntryObject<'a>>,
}

#[derive(Serialize)]
struct EntryObject<'a> {
    entry: Option<&'a str>,
    span: SpanObject,
    include: bool,
    matches: &'static str,
    files: &'a [String],
}

#[derive(Serialize)]
struct ConditionObject<'a> {
    text: &'a str,
    span: SpanObject,
    verdict: &'static str,
    needs: Vec<NeedObject<'a>>,
}

#[derive(Serialize)]
struct NeedObject<'a> {
    kind: &'static str,
    name: Option<&'a str>,
    help: String,
}

#[derive(Serialize)]
struct StepObject<'a> {
    name: &'a str,
    section: &'static str,
    when: WhenObject<'a>,
}

fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "unknown",
    }
}

struct Writer<'a> {
    source: &'a SourceFile,
    webhook: &'a Webhook,
}

impl<'a> Writer<'a> {
    fn span(&self, span: Span) -> SpanObject {
        SpanObject::new(self.source, span)
    }

    fn workflow(&self, answer: &'a Answer) -> WorkflowObject<'a> {
        let verdict = answer.verdict();
        WorkflowObject {
            id: &answer.id,
            span: self.span(answer.span),
            verdict: word(verdict),
            starts: word(answer.starts()),
            fails: answer.fails(),
            summary: words::summary(answer, self.webhook),
            depends_on: if verdict == Truth::Unknown {
                words::open(answer, self.webhook)
            } else {
                Vec::new()
            },
            event: ListedObject {
                listed: word(answer.event.listed),
                span: self.span(answer.event.span),
            },
            patterns: answer.patterns.as_ref().map(|it| self.patterns(it)),
            when: answer.when.as_ref().map(|it| self.when(it)),
            steps: answer.steps.iter().map(|it| self.step(it)).collect(),
            inputs_without_default: &answer.inputs_without_default,
            cancels_previous: answer.cancels_previous,
        }
    }

    fn patterns(&self, answer: &'a PatternsAnswer) -> PatternsObject<'a> {
        let items = answer.patterns.iter().enumerate();
        let items = items.map(|(index, pattern)| PatternObject {
            pattern: pattern.text.as_deref(),
            span: self.span(pattern.span),
            include: pattern.include,
            about: pattern.subject.map(subject),
            matches: word(pattern.matches),
            decides: answer.deciding == Some(index),
            reason: words::pattern_reason(answer, index, self.webhook, self.source),
        });
        PatternsObject {
            key: answer.key,
            span: self.span(answer.span),
            verdict: word(answer.truth),
            deciding: answer.deciding,
            items: items.collect(),
        }
    }

    fn when(&self, answer: &'a WhenAnswer) -> WhenObject<'a> {
        WhenObject {
            span: self.span(answer.span),
            verdict: word(answer.truth()),
            changeset: answer.changeset.as_ref().map(|it| self.changeset(it)),
            condition: answer.condition.as_ref().map(|it| self.condition(it)),
        }
    }

    fn changeset(&self, answer: &'a ChangesetAnswer) -> ChangesetObject<'a> {
        let entries = answer.entries.iter().map(|entry| EntryObject {
            entry: entry.text.as_deref(),
            span: self.span(entry.span),
            include: entry.include,
            matches: word(entry.matches),
            files: &entry.files,
        });
        ChangesetObject {
            span: self.span(answer.span),
            verdict: word(answer.truth),
            reason: words::changeset_reason(answer),
            entries: entries.collect(),
        }
    }

    fn condition(&self, answer: &'a ConditionAnswer) -> ConditionObject<'a> {
        ConditionObject {
            text: &answer.text,
            span: self.span(answer.span),
            verdict: word(answer.truth),
            needs: answer.needs.iter().map(|it| self.need(it)).collect(),
        }
    }

    fn need(&self, need: &'a NeedKind) -> NeedObject<'a> {
        let (kind, name) = words::need_parts(need);
        NeedObject {
            kind,
            name,
            help: words::need(need, self.webhook),
        }
    }

    fn step(&self, answer: &'a StepAnswer) -> StepObject<'a> {
        StepObject {
            name: &answer.name,
            section: answer.section,
            when: self.when(&answer.when),
        }
    }
}

fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Branch => "branch",
        Subject::Source => "source",
        Subject::Target => "target",
        Subject::Tag => "tag",
    }
}
