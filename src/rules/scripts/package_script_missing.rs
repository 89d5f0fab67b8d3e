//! A script that `package.json` does not have.

use crate::repository::paths;
use crate::rules::prelude::*;
use crate::rules::shared::places::{MAX_COMPARED, Placed, otherwise, placed};
use crate::rules::shared::repository_scripts::package_script;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "package-script-missing",
    category: Scripts,
    summary: "`npm run` with a script that `package.json` does not have",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-react-native-app/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(repository) = view.file.repository() else {
        return;
    };
    for found in placed(view) {
        let (Some(at), Some(directory)) = (script(&found), found.directory) else {
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
            || found.may_fail
            || paths::join(directory, "package.json")
                .is_none_or(|path| view.made().may_hold(found.position, &path))
        {
            continue;
        }
        let otherwise = otherwise(view, found.command.step);
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
            Some(other) => draft.help(otherwise.meant(other)).fix(Fix::suggestion(
                format!("run `{other}`"),
                span,
                other,
            )),
            None => draft.help(otherwise.advice("add it to `scripts` there")),
        };
    }
}

/// The place of the script's name among the words of the command. Others than npm
/// also run the programs of packages.
fn script(found: &Placed<'_>) -> Option<usize> {
    let command = found.command.command();
    let name = package_script(command).filter(|_| command.tool() == "npm")?;
    let (first, rest) = command.arguments().split_first()?;
    let is_named = matches!(&*first.text, "run" | "run-script");
    // Options choose another package, or allow the script to be missing.
    let mut options = rest.iter().take_while(|it| it.text != "--");
    let is_plain = options.all(|it| !it.text.starts_with("--") && !it.text.starts_with("-w"));
    let at = command.words.iter().position(|it| it.text == name)?;
    (is_named && is_plain).then_some(at)
}
