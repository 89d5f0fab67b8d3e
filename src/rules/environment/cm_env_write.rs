//! Writes to `$CM_ENV` that do not arrive as they are meant.

use rustc_hash::FxHashMap;

use crate::expression::shell::{EnvWrite, WriteProblem};
use crate::rules::prelude::*;
use crate::rules::steps::StepScript;

rule! {
    id: "cm-env-write",
    category: Environment,
    summary: "a write to `$CM_ENV` that loses variables or garbles them",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/#setting-environment-variables-at-build-time",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        if !view.file.is_first(report, script.node, false) {
            continue;
        }
        let mut written = FxHashMap::default();
        for write in &script.read.flow.writes {
            match write.problem {
                Some(problem) => tell(view, report, script, write, problem),
                None => twice(view, report, script, write, &mut written),
            }
        }
    }
}

fn tell(
    view: &WorkflowView<'_>,
    report: &mut Report<'_>,
    script: &StepScript<'_>,
    write: &EnvWrite<'_>,
    problem: WriteProblem,
) {
    let span = view.script_span(script.node, write.range.clone());
    let (message, help) = match problem {
        WriteProblem::Truncates => (
            "this overwrites `$CM_ENV`: what was written there before is lost",
            "append with `>>`, or with `tee -a`",
        ),
        WriteProblem::Exports => (
            "`export` does not belong into `$CM_ENV`, which holds lines `NAME=value`",
            "leave out `export`: what the file names is exported to the steps that follow",
        ),
        WriteProblem::SeveralLines => (
            "a value of several lines is cut after the first",
            "write `NAME<<END`, then the lines, then `END`",
        ),
        WriteProblem::NoAssignment => (
            "this sets no variable: `$CM_ENV` holds lines `NAME=value`",
            "write the name, `=` and the value without blanks between them",
        ),
    };
    let draft = report.span(script.node, span, message).help(help);
    if let Some((title, text)) = mended(view.tree().source().slice(span), problem) {
        draft.fix(Fix::suggestion(title, span, text));
    }
}

/// The text in place of the problem.
fn mended(written: &str, problem: WriteProblem) -> Option<(&'static str, String)> {
    match problem {
        WriteProblem::Truncates if matches!(written, ">" | ">|") => Some(("append", ">>".into())),
        WriteProblem::Truncates => {
            let rest = written.strip_prefix("tee ")?;
            Some(("append", format!("tee -a {rest}")))
        }
        WriteProblem::Exports => {
            let name = written.strip_prefix("export")?.trim_start();
            Some(("leave out `export`", name.to_owned()))
        }
        WriteProblem::SeveralLines | WriteProblem::NoAssignment => None,
    }
}

/// A second write of the same name, which does not know of the first.
fn twice<'a>(
    view: &WorkflowView<'_>,
    report: &mut Report<'_>,
    script: &StepScript<'_>,
    write: &EnvWrite<'a>,
    written: &mut FxHashMap<&'a str, Span>,
) {
    let command = script.read.shell.commands.get(write.command);
    let context = command.map(|it| it.context).unwrap_or_default();
    let Some(name) = write.name else { return };
    if context.is_conditional || context.function.is_some() {
        return;
    }
    let span = view.script_span(script.node, write.range.clone());
    if let Some(first) = written.insert(name, span) {
        report
            .span(
                script.node,
                span,
                format!("`{name}` is written to `$CM_ENV` twice, and only the last value counts"),
            )
            .help("write the whole value once; within this step the variable does not change")
            .related_span(first, "first written here");
    }
}
