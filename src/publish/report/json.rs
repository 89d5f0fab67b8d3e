//! The dry run as one JSON object.
//!
//! The shape is a contract: `schema/dry-run.schema.json` describes it.

use std::ops::Range;

use serde::Serialize;
use serde_json::Value;

use crate::finding::Severity;
use crate::publish::plan::{Remark, Sourced};
use crate::publish::timeline::{
    Audience, Cause, Exchange, FilePlace, Outcome, Phase, Status, Step, StepName,
};
use crate::report::json::SpanObject;
use crate::report::{TOOL_NAME, TOOL_VERSION};
use crate::syntax::{SourceFile, Span};

use super::planned::{ArtifactRow, OptionRow, VariableRow};
use super::{DryRun, words};

/// The version of the report's shape. New keys do not change it; keys that go or
/// change their meaning do.
pub(super) const VERSION: u32 = 1;

pub(super) fn report(run: &DryRun<'_>) -> String {
    let object = DryRunObject::new(run);
    // Keys are strings and numbers are finite, so nothing can fail.
    let mut text = serde_json::to_string_pretty(&object).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct DryRunObject<'a> {
    version: u32,
    tool: ToolObject,
    workflow: &'a str,
    plan: PlanObject<'a>,
    steps: Vec<StepObject<'a>>,
    outcome: Outcome,
    ends_at: u64,
    audience: Vec<AudienceObject<'a>>,
    by_hand: &'a [String],
    would_fail_next: Vec<ForeseenObject<'a>>,
    placeholders: &'a [String],
}

#[derive(Serialize)]
struct ToolObject {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct PlanObject<'a> {
    file: &'a str,
    workflow_name: Option<&'a str>,
    span: Option<SpanObject>,
    package: &'a str,
    platform: &'static str,
    bundle_id: ValueObject<'a>,
    app_version: ValueObject<'a>,
    build_number: ValueObject<'a>,
    credentials: String,
    options: Vec<OptionObject<'a>>,
    variables: Vec<VariableObject<'a>>,
    artifacts: Vec<ArtifactObject<'a>>,
    build_steps: Vec<BuildStepObject<'a>>,
    post_processing: &'a [StepName],
    remarks: Vec<RemarkObject<'a>>,
}

#[derive(Serialize)]
struct OptionObject<'a> {
    name: &'static str,
    value: &'a Value,
    origin: &'a str,
    is_set: bool,
    span: Option<SpanObject>,
}

#[derive(Serialize)]
struct VariableObject<'a> {
    name: &'a str,
    value: Option<&'a str>,
    origin: &'a str,
    is_missing: bool,
    span: Option<SpanObject>,
}

#[derive(Serialize)]
struct ArtifactObject<'a> {
    pattern: &'a str,
    may_match_package: bool,
    span: Option<SpanObject>,
}

#[derive(Serialize)]
struct BuildStepObject<'a> {
    name: &'a str,
    span: Option<SpanObject>,
}

#[derive(Serialize)]
struct ValueObject<'a> {
    value: &'a str,
    origin: String,
    span: Option<SpanObject>,
}

#[derive(Serialize)]
struct RemarkObject<'a> {
    message: &'a str,
    help: Option<&'a str>,
    span: Option<SpanObject>,
    is_fatal: bool,
}

#[derive(Serialize)]
struct StepObject<'a> {
    phase: Phase,
    name: StepName,
    status: Status,
    starts_at: u64,
    ends_at: u64,
    detail: &'a str,
    causes: Vec<CauseObject<'a>>,
    requests: &'a [Exchange],
}

#[derive(Serialize)]
struct CauseObject<'a> {
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    span: Option<SpanObject>,
    file: Option<&'a FilePlace>,
    log: Option<&'a str>,
}

#[derive(Serialize)]
struct ForeseenObject<'a> {
    step: StepName,
    #[serde(flatten)]
    cause: CauseObject<'a>,
}

#[derive(Serialize)]
struct AudienceObject<'a> {
    who: &'a str,
    sees: &'a str,
    is_reached: bool,
}

impl<'a> DryRunObject<'a> {
    fn new(run: &'a DryRun<'_>) -> Self {
        let timeline = run.timeline.as_ref();
        let steps = timeline.steps.iter();
        let foreseen = timeline.would_fail_next.iter();
        let foreseen = foreseen.map(|it| ForeseenObject {
            step: it.step,
            cause: CauseObject::new(&it.cause, run.source),
        });
        Self {
            version: VERSION,
            tool: ToolObject {
                name: TOOL_NAME,
                version: TOOL_VERSION,
            },
            workflow: &timeline.workflow,
            plan: PlanObject::new(run),
            steps: steps
                .map(|step| StepObject::new(step, run.source))
                .collect(),
            outcome: timeline.outcome,
            ends_at: timeline.ends_at,
            audience: timeline.audience.iter().map(AudienceObject::new).collect(),
            by_hand: &timeline.by_hand,
            would_fail_next: foreseen.collect(),
            placeholders: &timeline.placeholders,
        }
    }
}

impl<'a> PlanObject<'a> {
    fn new(run: &'a DryRun<'_>) -> Self {
        let (plan, source, planned) = (run.plan, run.source, &run.planned);
        let value = |sourced: &'a Sourced<String>| ValueObject {
            value: &sourced.value,
            origin: words::origin(&sourced.origin, source.name()),
            span: span(source, sourced.place.as_ref()),
        };
        let remark = |remark: &'a Remark| RemarkObject {
            message: &remark.message,
            help: remark.help.as_deref(),
            span: span(source, remark.place.as_ref()),
            is_fatal: remark.is_fatal,
        };
        let option = |it: &'a OptionRow| OptionObject {
            name: it.name,
            value: &it.value,
            origin: &it.origin,
            is_set: it.is_set,
            span: span(source, it.place.as_ref()),
        };
        let variable = |it: &'a VariableRow| VariableObject {
            name: &it.name,
            value: it.value.as_deref(),
            origin: &it.origin,
            is_missing: it.is_missing,
            span: span(source, it.place.as_ref()),
        };
        let artifact = |it: &'a ArtifactRow| ArtifactObject {
            pattern: &it.pattern,
            may_match_package: it.may_match_package,
            span: span(source, it.place.as_ref()),
        };
        let build_step = |(name, place): &'a (String, Option<Range<usize>>)| BuildStepObject {
            name,
            span: span(source, place.as_ref()),
        };
        Self {
            file: source.name(),
            workflow_name: plan.workflow_name.as_deref(),
            span: span(source, plan.place.as_ref()),
            package: &plan.app.file,
            platform: plan.app.platform.word(),
            bundle_id: value(&plan.app.bundle_id),
            app_version: value(&plan.app.version),
            build_number: value(&plan.app.build_number),
            credentials: words::credentials(&plan.credentials),
            options: planned.options.iter().map(option).collect(),
            variables: planned.variables.iter().map(variable).collect(),
            artifacts: planned.artifacts.iter().map(artifact).collect(),
            build_steps: planned.build_steps.iter().map(build_step).collect(),
            post_processing: &planned.post_processing,
            remarks: run.remarks.iter().map(remark).collect(),
        }
    }
}

impl<'a> StepObject<'a> {
    fn new(step: &'a Step, source: &SourceFile) -> Self {
        let causes = step.causes.iter();
        let causes = causes.map(|cause| CauseObject::new(cause, source));
        Self {
            phase: step.phase,
            name: step.name,
            status: step.status,
            starts_at: step.starts_at,
            ends_at: step.ends_at,
            detail: &step.detail,
            causes: causes.collect(),
            requests: &step.requests,
        }
    }
}

impl<'a> CauseObject<'a> {
    fn new(cause: &'a Cause, source: &SourceFile) -> Self {
        Self {
            severity: cause.severity,
            message: &cause.message,
            help: cause.help.as_deref(),
            span: span(source, cause.place.as_ref()),
            file: cause.file.as_deref(),
            log: cause.log.as_deref(),
        }
    }
}

impl<'a> AudienceObject<'a> {
    fn new(audience: &'a Audience) -> Self {
        Self {
            who: &audience.who,
            sees: &audience.sees,
            is_reached: audience.is_reached,
        }
    }
}

fn span(source: &SourceFile, place: Option<&Range<usize>>) -> Option<SpanObject> {
    place.map(|place| SpanObject::new(source, Span::new(place.start, place.end)))
}
