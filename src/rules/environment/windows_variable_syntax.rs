//! Variables as Bash writes them, in PowerShell.

use rustc_hash::FxHashSet;

use crate::expression::shell::Dialect;
use crate::expression::template::PartKind;
use crate::knowledge::variables::is_built_in;
use crate::rules::prelude::*;
use crate::rules::shared::bash_words::of_bash;

rule! {
    id: "windows-variable-syntax",
    category: Environment,
    summary: "a variable of the environment written as Bash does, on a Windows machine",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/",
    fix: Unsafe,
    check: Workflow(check),
}

/// Names that PowerShell itself sets.
const AUTOMATIC: &[&str] = &["HOME", "PWD"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts() {
        let Some(script) = text.script.as_ref() else {
            continue;
        };
        // A script for Bash has more to mend than its variables.
        let is_bash = || script.shell.commands.iter().any(|it| of_bash(it).is_some());
        if script.dialect != Dialect::PowerShell || is_bash() {
            continue;
        }
        let own = assigned(text.text);
        for part in text.parts.iter() {
            let PartKind::Variable { name } = part.kind else {
                continue;
            };
            let at = part.range.start;
            let is_of_environment = is_built_in(name) || view.has_var(name);
            let is_known = is_of_environment && !AUTOMATIC.contains(&name);
            let is_text = script.shell.is_comment(at) || script.shell.is_quoted(at);
            if !is_known || is_text || own.contains(name) {
                continue;
            }
            let span = view.script_span(text.place.node, part.range.clone());
            let wanted = format!("$env:{name}");
            report
                .span(
                    text.place.node,
                    span,
                    format!("`${name}` is empty here: PowerShell reads variables of the environment as `{wanted}`"),
                )
                .help("scripts run in PowerShell on Windows machines, unless `#!` on their first line names another shell")
                .fix(Fix::suggestion(format!("write `{wanted}`"), span, wanted))
                .in_use();
        }
    }
}

/// The names of the script's own variables.
fn assigned(script: &str) -> FxHashSet<&str> {
    let places = script.match_indices('$').map(|(at, _)| &script[at + 1..]);
    let names = places.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let (name, behind) = rest.split_at_checked(end)?;
        behind.trim_start().starts_with('=').then_some(name)
    });
    names.collect()
}
