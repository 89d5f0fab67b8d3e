//! Bash on Windows machines.

use crate::expression::shell::Dialect;
use crate::rules::prelude::*;
use crate::rules::shared::bash_words::of_bash;

rule! {
    id: "script-windows-shell",
    category: Scripts,
    summary: "Bash in a script that PowerShell runs",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        if script.read.dialect != Dialect::PowerShell {
            continue;
        }
        let mut commands = script.read.shell.commands.iter();
        let Some((range, what)) = commands.find_map(|it| Some((it.range.clone(), of_bash(it)?)))
        else {
            continue;
        };
        report
            .span(
                script.node,
                view.script_span(script.node, range),
                format!("{what} is not known to PowerShell, which runs scripts on Windows machines"),
            )
            .help("write it for PowerShell, or begin the script with `#!` and the path of another shell")
            .in_use();
    }
}
