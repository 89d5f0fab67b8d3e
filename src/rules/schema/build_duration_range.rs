//! Builds last from 1 minute to what the plan allows.

use crate::rules::prelude::*;

rule! {
    id: "build-duration-range",
    category: Schema,
    summary: "a `max_build_duration` below 1 or above what the plan allows",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: SchemaAndWorkflow(too_short, too_long),
}

/// The longest build in minutes, unless the plan says otherwise.
const LONGEST: u32 = 120;

fn too_short(problem: &Problem, report: &mut Report<'_>) {
    if !problem.is_at("Workflow", "max_build_duration")
        || !matches!(problem.kind, ProblemKind::OutOfRange { .. })
    {
        return;
    }
    let minutes = report.tree().scalar(problem.node).unwrap_or_default();
    report
        .at(
            problem.node,
            format!("`max_build_duration` must be at least 1 minute, not `{minutes}`"),
        )
        .help("write the minutes after which the build is stopped, or leave the key out for 60");
}

fn too_long(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let field = &view.workflow.max_build_duration;
    let limit = view
        .file
        .settings
        .known
        .max_build_duration
        .unwrap_or(LONGEST);
    let (Some(Value::Literal(minutes)), Some(node)) = (field.value(), field.node()) else {
        return;
    };
    if *minutes <= i64::from(limit) {
        return;
    }
    let tree = view.tree();
    let fix = Fix::suggestion(
        format!("set the limit of {limit} minutes"),
        tree.span(node),
        limit.to_string(),
    );
    report
        .at(
            node,
            format!("`max_build_duration` is {minutes} minutes, but builds end after {limit}"),
        )
        .severity(Severity::Warning)
        .help("a longer time needs an enterprise plan; set `known.max-build-duration` to what yours allows")
        .fix(fix);
}
