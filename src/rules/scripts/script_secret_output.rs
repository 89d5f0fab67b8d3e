//! Secrets in the log.

use std::cell::LazyCell;
use std::ops::Range;

use crate::expression::shell::{Command, Dialect, Read, ReadKind, Script};
use crate::knowledge::secret_names::named;
use crate::rules::prelude::*;
use crate::rules::shared::scripts::prints_to_log;
use crate::rules::steps::StepScript;

rule! {
    id: "script-secret-output",
    category: Scripts,
    summary: "a secret that a script prints to the build's log",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        let found = &script.read;
        if found.dialect == Dialect::Other || !view.file.is_first(report, script.node, false) {
            continue;
        }
        let inner = LazyCell::new(|| substituted(&found.shell));
        for command in found.shell.commands.iter().filter(|it| prints_to_log(it)) {
            let Some((range, message)) = printed(script, command, &inner) else {
                continue;
            };
            let is_certain = message.starts_with("the value");
            let draft = report
                .span(script.node, view.script_span(script.node, range), message)
                .help("the log shows the values of variables that are not marked Secret, and everyone who sees the build reads it");
            if !is_certain {
                draft.severity(Severity::Hint);
            }
        }
    }
}

/// Commands whose output becomes part of a word, in the order of the text.
fn substituted(script: &Script<'_>) -> Vec<Range<usize>> {
    let inner = script
        .commands
        .iter()
        .filter(|it| it.context.in_substitution);
    let mut ranges: Vec<Range<usize>> = inner.map(|it| it.range.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// What a command prints that may be a secret; `inner` are the commands in words.
fn printed(
    script: &StepScript<'_>,
    command: &Command<'_>,
    inner: &[Range<usize>],
) -> Option<(Range<usize>, String)> {
    let reads = &script.read.shell.reads;
    let secret = |range: &Range<usize>| {
        let first = reads.partition_point(|read| read.range.start < range.start);
        let mut inside = reads[first..]
            .iter()
            .take_while(|read| read.range.end <= range.end);
        inside.find(|read| is_secret(read))
    };
    match command.tool() {
        "echo" | "printf" | "Write-Output" | "Write-Host" => {
            let read = command
                .arguments()
                .iter()
                .find_map(|word| secret(&word.range))?;
            // What a substitution in it reads is not what it prints.
            let first = inner.partition_point(|it| it.start <= command.range.start);
            let is_inner = inner[first..]
                .iter()
                .take_while(|it| it.start <= read.range.start)
                .any(|it| read.range.end <= it.end);
            let message = format!("the value of `{}` is printed to the log", read.name);
            (!is_inner).then(|| (read.range.clone(), message))
        }
        "cat" => {
            let file = command.operands().find(|word| holds_secrets(&word.text))?;
            let message = format!("`{}` is printed to the log", file.text);
            Some((command.range.clone(), message))
        }
        "printenv" | "env" if command.arguments().is_empty() => {
            let message = "this prints every variable to the log".to_owned();
            Some((command.range.clone(), message))
        }
        "set" if matches!(command.argument(0), "-x" | "-ex" | "-xe" | "-eux" | "-exu") => {
            let rest = command.range.end..script.read.text.len();
            let read = secret(&rest)?;
            let message = format!(
                "from here on commands are printed to the log, `{}` with its value",
                read.name
            );
            Some((command.range.clone(), message))
        }
        _ => None,
    }
}

/// Whether a file is one in which secrets stand, by its name.
fn holds_secrets(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_named = matches!(
        name,
        ".env" | "key.properties" | ".netrc" | ".npmrc" | ".pypirc"
    );
    is_named
        || name.starts_with(".env.")
        || [".p8", ".pem", ".p12"].iter().any(|it| name.ends_with(it))
}

fn is_secret(read: &Read<'_>) -> bool {
    matches!(read.kind, ReadKind::Plain | ReadKind::PowerShell) && named(read.name).is_some()
}
