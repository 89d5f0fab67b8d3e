//! A flavor of Flutter Version Management needs that to be in use.

use crate::expression::version;
use crate::knowledge::versions::{FLUTTER_CHANNELS, FVM};
use crate::model::Either;
use crate::rules::prelude::*;
use crate::rules::shared::tools;
use crate::rules::shared::words::excerpt;

rule! {
    id: "flutter-flavor-without-fvm",
    category: Environment,
    summary: "a Flutter `flavor` beside a version other than `fvm`",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let Some(environment) = tools::environment(view) else {
        return;
    };
    let Some(Either::Section(section)) = environment.flutter.value() else {
        return;
    };
    let (Some(flavor), Some((node, text))) = (section.flavor.key(), tools::flavored(tree, section))
    else {
        return;
    };
    // What is neither may be a misspelt `fvm`, which is a finding of its own.
    let is_other = FLUTTER_CHANNELS.contains(&text) || version(text).is_some();
    if !section.flavor.is_set() || !is_other {
        return;
    }
    report
        .at(
            flavor,
            format!("`flavor` has no effect with the version `{}`", excerpt(text)),
        )
        .help("write `version: fvm` to use the flavor's version, or remove the flavor; it has nothing to do with flavors of the app")
        .related(tree, node, "this version is used")
        .fix(Fix::suggestion("write `fvm`", tree.span(node), FVM));
}
