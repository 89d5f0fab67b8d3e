//! A script that `package.json` does not have.

use crate::rules::prelude::*;
use crate::rules::shared::places::{may_fail, placed};
use crate::rules::shared::words::{excerpt, nearest};
use crate::rules::steps::StepCommand;

rule! {
    id: "package-script-missing",
    category: Scripts,
    summary: "`npm run` with a script that `package.json` does not have",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-react-native-app/",
    fix: Unsafe,
    check: Workflow(check),
}

/// Most names that are compared with one that is missing.
const MAX_COMPARED: usize = 300;

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(repository) = view.file.repository() else {
        return;
    };
    for found in placed(view) {
        let (Some(at), Some(directory)) = (script(found.command), found.directory.as_deref())
        else {
            continue;
        };
        let Some(package) = repository.package_json(directory) else {
            continue;
        };
        let Some(word) = found.command.command().words.get(at) else {
            continue;
        };
        let name = &*word.text;
        if name.contains('$')
            || package.script(name).is_some()
            || may_fail(found.command)
            || view.made().may_hold(found.position, "package.json")
        {
            continue;
        }
        let node = found.command.script;
        let span = view.script_span(node, word.range.clone());
        let message = format!("`package.json` has no script `{}`", excerpt(name));
        let draft = report.span(node, span, message).in_use();
        match nearest(
            name,
            package
                .scripts
                .iter()
                .take(MAX_COMPARED)
                .map(|(it, _)| it.as_str()),
        ) {
            Some(other) => draft
                .help(format!("did you mean `{other}`? The step fails otherwise"))
                .fix(Fix::suggestion(format!("run `{other}`"), span, other)),
            None => draft.help("add it to `scripts` there; the step fails otherwise"),
        };
    }
}

/// The place of the script's name among the words of the command.
fn script(found: &StepCommand<'_>) -> Option<usize> {
    let command = found.command();
    let tool = command.tool();
    let [first, second, rest @ ..] = command.arguments() else {
        return None;
    };
    // Options choose another package, or allow the script to be missing.
    let is_plain = !second.text.starts_with('-')
        && rest
            .iter()
            .take_while(|it| it.text != "--")
            .all(|it| !it.text.starts_with("--") && !it.text.starts_with("-w"));
    let runs =
        matches!(tool, "npm" | "yarn" | "pnpm") && matches!(&*first.text, "run" | "run-script");
    // Yarn also runs the programs of packages.
    (runs && is_plain && tool == "npm").then_some(command.words.len() - rest.len() - 1)
}
