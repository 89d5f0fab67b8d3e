//! A Mac where a cheaper machine would do.

use crate::model::Field;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{flutter_build, mentions};
use crate::rules::shared::kept_files::patterns;
use crate::rules::steps::StepCommand;

rule! {
    id: "mac-for-android",
    category: Environment,
    severity: Hint,
    summary: "a Mac for a workflow that builds nothing for Apple's platforms",
    source: "https://docs.codemagic.io/billing/pricing/",
    fix: Unsafe,
    pedantic: true,
    check: Workflow(check),
}

/// Words that may mean work for a Mac, in whatever way.
const APPLE: &[&str] = &[
    "ios",
    "macos",
    "darwin",
    "xcode",
    "xcrun",
    "swift",
    "pod install",
    "brew",
    "simctl",
    "keychain",
    "app-store-connect",
    "/users/builder",
    "ipa",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let machine = &view.workflow.instance_type;
    let (Some(node), Some(Value::Literal(kind))) = (machine.node(), machine.value()) else {
        return;
    };
    if !kind.is_mac() || view.hides_commands() || mentions(view, APPLE) || is_for_apple(view) {
        return;
    }
    let Some((build, what)) = view
        .calls(["flutter", "gradlew"])
        .find_map(|(_, it)| Some((it, target(it)?)))
    else {
        return;
    };
    let place = view.script_span(build.script, build.command().range.clone());
    let tree = view.tree();
    let draft = report
        .at(node, format!("`{}` builds nothing that needs a Mac", kind.word()))
        .help("where the team has billing enabled, `linux_x2` costs less; the shell and paths such as `/home/builder` differ")
        .related_span(place, format!("{what} is built here"))
        .in_use();
    if tree.kind(node) == NodeKind::Scalar && !tree.is_shared(node) {
        draft.fix(Fix::suggestion(
            "write `linux_x2`",
            tree.span(node),
            "linux_x2",
        ));
    }
}

/// Whether another part of the workflow speaks of Apple's platforms.
fn is_for_apple(view: &WorkflowView<'_>) -> bool {
    let signs = view
        .workflow
        .environment
        .value()
        .is_some_and(|it| it.ios_signing.is_set());
    let publishes = view.workflow.publishing.value().is_some_and(|it| {
        let firebase = it.firebase.value();
        it.app_store_connect.is_set()
            || it.scripts.is_set()
            || firebase.is_some_and(|firebase| Field::is_set(&firebase.ios))
    });
    let is_apple = |pattern: &str| {
        let pattern = pattern.to_ascii_lowercase();
        ["ios", "ipa", "xcode", "macos", ".app", ".pkg"]
            .iter()
            .any(|it| pattern.contains(it))
    };
    signs || publishes || view.has_integration() || patterns(view).any(|(_, it)| is_apple(it))
}

/// What a command builds, where Linux can do the same.
fn target(found: &StepCommand<'_>) -> Option<&'static str> {
    let command = found.command();
    match flutter_build(command) {
        Some("apk" | "appbundle" | "aar") => return Some("an Android app"),
        Some("web") => return Some("a web app"),
        Some(_) => return None,
        None => {}
    }
    let is_build = |word: &str| word.contains("assemble") || word.contains("bundle");
    let mut arguments = command.arguments().iter();
    (command.tool() == "gradlew" && arguments.any(|word| is_build(&word.text)))
        .then_some("an Android app")
}
