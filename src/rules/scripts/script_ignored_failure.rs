//! Steps that must not fail unnoticed.

use crate::expression::shell::Command;
use crate::model::Field;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::flutter_build;
use crate::rules::shared::scripts::is_overlooked;

rule! {
    id: "script-ignored-failure",
    category: Scripts,
    summary: "a failure to build, sign or publish that nobody will notice",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#scripts",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.build_scripts() {
        let found = &script.read;
        let commands = || found.shell.commands.iter().enumerate();
        let matters = commands().find_map(|(index, it)| {
            let is_open = !it.context.is_tested && !it.context.is_conditional;
            Some((index, it, purpose(it)?)).filter(|_| is_open)
        });
        let ignored = script.step.map(|step| &step.ignore_failure);
        let key = ignored.filter(|it| it.is_true()).and_then(Field::key);
        if let (Some(key), Some((_, command, what))) = (key, &matters) {
            let place = view.script_span(script.node, command.range.clone());
            report
                .at(
                    key,
                    format!("the build goes on when this step fails to {what}"),
                )
                .help("leave out `ignore_failure`: what comes after builds on this step")
                .related_span(place, "this may fail")
                .in_use();
        }
        if !view.file.is_first(report, script.node, true) {
            continue;
        }
        let last_stop = found.shell.commands.iter().rposition(stops);
        for (index, command) in commands() {
            let Some(what) = purpose(command) else {
                continue;
            };
            // What is missing afterwards may be looked for.
            let is_looked_for = last_stop.is_some_and(|last| last > index);
            let is_overlooked = is_overlooked(found.text, &found.shell, index);
            if is_overlooked && !is_looked_for && !command.context.in_substitution {
                report
                    .span(
                        script.node,
                        view.script_span(script.node, command.range.clone()),
                        format!("the build goes on when this fails to {what}"),
                    )
                    .help("leave out what follows `||`: the rest of the build needs this command");
            }
        }
    }
}

fn stops(command: &Command<'_>) -> bool {
    matches!(command.tool(), "exit" | "return" | "false") && command.argument(0) != "0"
}

/// What the command is for, if nothing after it makes sense without it.
fn purpose(command: &Command<'_>) -> Option<&'static str> {
    if matches!(
        flutter_build(command),
        Some("ipa" | "ios" | "apk" | "appbundle")
    ) {
        return Some("build");
    }
    let task = |part: &str| command.arguments().iter().any(|it| it.text.contains(part));
    match command.tool() {
        "xcode-project" => match command.argument(0) {
            "build-ipa" => Some("build"),
            "use-profiles" => Some("sign"),
            _ => None,
        },
        "xcodebuild" if command.has("archive") || command.has("-exportArchive") => Some("build"),
        "gradlew" | "gradle" if task("bundleRelease") || task("assembleRelease") => Some("build"),
        "app-store-connect" => match command.argument(0) {
            "fetch-signing-files" => Some("sign"),
            "publish" => Some("publish"),
            _ => None,
        },
        "keychain" if command.has("add-certificates") => Some("sign"),
        "firebase" if command.argument(0) == "appdistribution:distribute" => Some("publish"),
        _ => None,
    }
}
