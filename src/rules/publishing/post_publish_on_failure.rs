//! Steps of publishing also run after a failed build.

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::shared::calls::place_of_call;
use crate::rules::steps::StepScript;
use crate::rules::texts::Phase;

rule! {
    id: "post-publish-on-failure",
    category: Publishing,
    severity: Hint,
    summary: "a step of `publishing.scripts` that deploys, also when the build failed",
    source: "https://docs.codemagic.io/yaml-distributing/post-publish/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let scripts = view.scripts().iter();
    for script in scripts.filter(|it| it.phase == Phase::Publishing) {
        if script.step.is_some_and(|step| step.when.is_set()) {
            continue;
        }
        let Some(found) = first_deployment(script) else {
            continue;
        };
        report
            .span(
                script.node,
                place_of_call(view, &found),
                "this runs after failed builds as well: steps of publishing always run",
            )
            .help("let the last step of `scripts` leave a mark, such as `touch ~/SUCCESS`, and begin here with `[ -f ~/SUCCESS ] || exit 0`; what is incomplete may be deployed otherwise")
            .in_use();
    }
}

/// The first command that deploys and that nothing before it may have kept from
/// running.
fn first_deployment<'a>(script: &StepScript<'a>) -> Option<crate::rules::steps::StepCommand<'a>> {
    let found = script.commands().find(|it| deploys(it.command()))?;
    let commands = &script.read.shell.commands;
    let before = commands.get(..found.index).unwrap_or_default();
    let may_stop = before
        .iter()
        .any(|it| matches!(it.tool(), "exit" | "[" | "[[" | "test" | "return"));
    let context = &found.command().context;
    let is_sure = !context.is_conditional && context.function.is_none();
    // A package that is not there cannot be sent.
    let sends_package = found.command().arguments().iter().any(|word| {
        ["ipa", "apk", "aab", "build/", "$"]
            .iter()
            .any(|part| word.text.contains(part))
    });
    (is_sure && !may_stop && !sends_package).then_some(found)
}

/// Whether a command brings something to its users.
fn deploys(command: &Command<'_>) -> bool {
    let first = command.argument(0);
    match command.tool() {
        "firebase" | "netlify" | "vercel" | "surge" => first == "deploy" || first.is_empty(),
        "npx" => ["netlify", "vercel", "surge", "firebase"].contains(&first),
        "aws" => first == "s3",
        "gsutil" | "fastlane" => true,
        "gh" => first == "release" && command.argument(1) == "create",
        "npm" | "yarn" => first == "publish",
        "kubectl" => first == "apply",
        "flutter" | "dart" => first == "pub" && command.argument(1) == "publish",
        _ => false,
    }
}
