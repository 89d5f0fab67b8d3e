//! A build number that stands in the repository is the same for every push.

use crate::model::triggering::Event;
use crate::repository::Repository;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{Build, builds, flutter_build};
use crate::rules::shared::mentions::scripts_may_change;
use crate::rules::shared::places::workflow_directory;
use crate::rules::shared::triggers::Triggers;
use crate::rules::shared::words::excerpt;
use crate::rules::shared::xcode_projects::xcode_projects;

rule! {
    id: "build-number-source",
    category: Publishing,
    severity: Hint,
    summary: "every push is uploaded to App Store Connect with the build number that stands in the repository",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-versioning/",
    check: AppStoreConnect(check),
}

/// Scripts that mention one of these, in lower case, may count up.
const COUNTS: [&str; 10] = [
    "info.plist",
    "plistbuddy",
    "build-number",
    "build_number",
    "agvtool",
    "bundleversion",
    "project_version",
    "pubspec",
    "sed ",
    "cider",
];

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let view = asc.view;
    let on_push = Triggers::of(view).and_then(|triggers| triggers.event(Event::Push));
    let (Some(repository), Some(event)) = (view.file.repository(), on_push) else {
        return;
    };
    if scripts_may_change(view, &COUNTS) {
        return;
    }
    let Some(build) = builds(view).find(Build::makes_signed_package) else {
        return;
    };
    let is_flutter = flutter_build(build.command.command()).is_some();
    let Some((number, place)) = (if is_flutter {
        of_pubspec(view, repository)
    } else {
        of_project(view)
    }) else {
        return;
    };
    let range = build.command.command().range.clone();
    let span = view.script_span(build.command.script, range);
    let message = format!(
        "each push is uploaded as build `{}` of {place}; App Store Connect takes each number once",
        excerpt(&number)
    );
    report
        .span(build.command.script, span, message)
        .help("count up, such as with `$PROJECT_BUILD_NUMBER` or `app-store-connect get-latest-testflight-build-number`")
        .related(view.tree(), event, "each push starts a build")
        .in_use();
}

/// The build number of `pubspec.yaml`.
fn of_pubspec(view: &WorkflowView<'_>, repository: &Repository) -> Option<(String, &'static str)> {
    let (_, directory) = workflow_directory(view)?;
    let pubspec = repository.pubspec(&directory)?;
    Some((pubspec.build_number()?.to_owned(), "`pubspec.yaml`"))
}

/// The build number of the Xcode project, where it has only one.
fn of_project(view: &WorkflowView<'_>) -> Option<(String, &'static str)> {
    let projects = xcode_projects(view)?;
    let apps = projects.iter().flat_map(|it| it.project.applications());
    let mut numbers = apps
        .flat_map(|target| &target.configurations)
        .map(|it| it.literal("CURRENT_PROJECT_VERSION"));
    let first = numbers.next()??;
    let is_only = numbers.all(|number| number == Some(first));
    is_only.then(|| (first.to_owned(), "the Xcode project"))
}
