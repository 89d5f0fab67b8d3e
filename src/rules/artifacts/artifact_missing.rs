//! A package is built to be had.

use crate::rules::prelude::*;
use crate::rules::shared::artifacts::fills_output_folder;
use crate::rules::shared::packages::{add_pattern, makings, takes_packages_away};
use crate::rules::shared::strays::has_stray;
use crate::rules::shared::triggers::Triggers;

use super::publishing_without_artifacts::publisher;

rule! {
    id: "artifact-missing",
    category: Artifacts,
    summary: "a workflow that builds a package and keeps no artifacts",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let artifacts = &view.workflow.artifacts;
    if artifacts.is_set() || artifacts.key().is_some() || has_stray(view, &["artifacts"]) {
        return;
    }
    // What pull requests start only has to show that the build succeeds.
    if Triggers::of(view).is_some_and(|it| it.only_pull_requests()) {
        return;
    }
    let made = makings(view);
    let Some(release) = made.iter().find(|it| !it.is_debug) else {
        return;
    };
    // Publishing without artifacts is worse, and a rule of its own. Steps of
    // publishing may take the package somewhere.
    let publishing = view.workflow.publishing.value();
    let is_published = publishing.is_some_and(|it| {
        it.app_store_connect.is_set()
            || it.google_play.is_set()
            || it.scripts.is_set()
            || publisher(it).is_some()
    });
    if is_published
        || fills_output_folder(view)
        || takes_packages_away(view)
        || view.hides_commands()
    {
        return;
    }
    let ending = release.package.ending();
    let pattern = release.pattern(view);
    let draft = report
        .at(view.key(), format!("the workflow builds an `{ending}` and keeps no artifacts"))
        .help(format!("add `artifacts` with the pattern of the file, such as `{pattern}`; what is built is lost otherwise"))
        .caused_by(view.tree(), release.command.script, "built here");
    if let Some(fix) = add_pattern(view, &pattern) {
        draft.fix(fix);
    }
}
