//! Flutter has channels and versions of three numbers.

use crate::expression::version;
use crate::knowledge::versions::{FLUTTER_CHANNELS, FVM};
use crate::rules::prelude::*;
use crate::rules::shared::tools;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "flutter-version",
    category: Environment,
    summary: "a `flutter` that is neither channel nor version nor `fvm`",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let Some(environment) = tools::environment(view) else {
        return;
    };
    let Some((node, text)) = tools::flutter(tree, environment) else {
        return;
    };
    let words = || FLUTTER_CHANNELS.iter().copied().chain([FVM]);
    if words().any(|word| word == text) {
        return;
    }
    let shown = excerpt(text);
    if let Some(version) = version(text) {
        if version.numbers.len() != 3 {
            report
                .at(
                    node,
                    format!("`{shown}` is no version of Flutter: they have three numbers"),
                )
                .severity(Severity::Hint)
                .help("write all of it, such as `3.38.1`, or a channel");
        }
        return;
    }
    // What `default` gives is not documented, but it may well be something.
    let is_word = text.bytes().all(|b| b.is_ascii_alphabetic()) && text != "default";
    let near = nearest(text, words()).filter(|_| is_word);
    let message = match near {
        Some(near) => format!("there is no channel `{shown}` of Flutter; did you mean `{near}`?"),
        None if is_word => format!("there is no channel `{shown}` of Flutter"),
        None => format!("`{shown}` is neither a channel of Flutter nor a version"),
    };
    let draft = report
        .at(node, message)
        .help("write `stable`, `beta`, `master`, a version such as `3.38.1`, or `fvm` for the one that the project names");
    if !is_word {
        draft.severity(Severity::Hint);
    }
    if let Some(near) = near {
        draft.fix(Fix::suggestion(
            format!("write `{near}`"),
            tree.span(node),
            near,
        ));
    }
}
