//! Steps before cloning that need the repository.

use std::ops::Range;

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::steps::StepScript;
use crate::rules::texts::Phase;

rule! {
    id: "pre-clone-needs-repo",
    category: Scripts,
    summary: "a step that runs before the repository is cloned and needs it",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#scripts",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let scripts = view.scripts().iter();
    for script in scripts.filter(|script| script.phase == Phase::PreClone) {
        if !view.file.is_first(report, script.node, false) {
            continue;
        }
        if let Some((range, what)) = needs(script) {
            report
                .span(
                    script.node,
                    view.script_span(script.node, range),
                    format!("{what}, and the repository is not there yet"),
                )
                .help("move the step to `scripts`, which run after cloning");
        }
    }
}

/// The first place that needs the repository.
fn needs(script: &StepScript<'_>) -> Option<(Range<usize>, &'static str)> {
    let shell = &script.read.shell;
    // What it fetches itself is there.
    let fetch = shell
        .commands
        .iter()
        .find(|it| it.runs("git", &["clone"]) || it.runs("git", &["init"]) || it.tool() == "cd");
    let end = fetch.map_or(usize::MAX, |it| it.range.start);
    let read = shell.reads.iter().find(|it| it.name == "CM_BUILD_DIR");
    let read = read.map(|it| (it.range.clone(), "this is where the repository will be"));
    let used = shell
        .commands
        .iter()
        .find_map(|it| Some((it.range.clone(), purpose(script.read.text, it)?)));
    let first = [read, used].into_iter().flatten();
    let first = first.filter(|(range, _)| range.start < end);
    first.min_by_key(|(range, _)| range.start)
}

fn purpose(text: &str, command: &Command<'_>) -> Option<&'static str> {
    let program = command.program().map_or("", |word| &*word.text);
    let first = command.argument(0);
    let is_global = command.has("-g") || command.has("--global") || first == "global";
    // What the script made or fetched before is its own.
    let is_own = |file: &str| {
        let name = file.trim_start_matches("./");
        text.get(..command.range.start)
            .is_some_and(|before| before.contains(name))
    };
    match command.tool() {
        "gradlew" => Some("this is a file of the repository"),
        _ if program.starts_with("./") && !is_own(program) => {
            Some("this is a file of the repository")
        }
        "flutter"
            if matches!(first, "pub" | "build" | "test" | "analyze")
                && !is_global
                && command.argument(1) != "global" =>
        {
            Some("this works on the project")
        }
        "pod" if matches!(first, "install" | "update") => Some("this reads the `Podfile`"),
        "npm" if first == "ci" || (first == "install" && command.arguments().len() == 1) => {
            Some("this reads `package.json`")
        }
        "yarn" if matches!(first, "" | "install") && !is_global => {
            Some("this reads `package.json`")
        }
        "bundle" if matches!(first, "install" | "exec") => Some("this reads the `Gemfile`"),
        "xcodebuild" | "xcode-project" => Some("this works on the project"),
        _ => None,
    }
}
