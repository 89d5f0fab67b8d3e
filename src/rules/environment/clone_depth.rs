//! The history of a clone that has next to none.

use crate::expression::shell::Command;
use crate::model::triggering::Event;
use crate::rules::prelude::*;

rule! {
    id: "clone-depth",
    category: Environment,
    severity: Hint,
    summary: "a look at the history, of which the clone has only the last commits",
    source: "https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    check: Workflow(check),
}

/// How many commits are there.
enum Needed {
    /// All are counted.
    All,
    /// Those since the last tag.
    SinceTag,
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let is_deep = view.has_var("CM_CLONE_DEPTH")
        || view.has_var("CM_CLONE_UNSHALLOW")
        || view.calls(["git"]).any(|(_, it)| deepens(it.command()));
    if is_deep {
        return;
    }
    let events = view.workflow.triggering.value();
    let mut events = events
        .map(|it| it.events.items())
        .unwrap_or_default()
        .iter();
    let builds_tags = events.any(|event| event.value == Some(Event::Tag));
    let found = view.calls(["git"]).find_map(|(_, it)| {
        let needed = needed(it.command())?;
        (builds_tags || matches!(needed, Needed::All)).then_some((it, needed))
    });
    let Some((found, needed)) = found else { return };
    let span = view.script_span(found.script, found.command().range.clone());
    let message = match (needed, builds_tags) {
        (Needed::All, false) => "this counts 50 commits at most: no more are cloned",
        (Needed::All, true) => {
            "this counts 50 commits at most, and one where a tag is built: no more are cloned"
        }
        (Needed::SinceTag, _) => "builds of tags clone one commit: there is no history to look at",
    };
    report
        .span(found.script, span, message)
        .help("set `CM_CLONE_UNSHALLOW: true` or a greater `CM_CLONE_DEPTH` under `environment.vars`, or run `git fetch --unshallow --tags` first")
        .in_use();
}

fn deepens(command: &Command<'_>) -> bool {
    command.tool() == "git" && (command.has("fetch") || command.has("clone") || command.has("pull"))
}

fn needed(command: &Command<'_>) -> Option<Needed> {
    if command.tool() != "git" {
        return None;
    }
    match command.argument(0) {
        "rev-list" if command.has("--count") => Some(Needed::All),
        "describe" if command.has("--abbrev=0") || command.has("--tags") => Some(Needed::SinceTag),
        "log" | "shortlog" if command.arguments().iter().any(|it| it.text.contains("..")) => {
            Some(Needed::SinceTag)
        }
        _ => None,
    }
}
