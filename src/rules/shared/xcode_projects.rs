//! The Xcode projects and Gradle files that a workflow builds.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::repository::gradle::Gradle;
use crate::repository::xcode_project::XcodeProject;
use crate::repository::{Entry, Repository, paths};

use crate::rules::check::WorkflowView;

use super::apple_builds::builds;
use super::places::{literal, placed, workflow_directory};

/// An Xcode project and the directory that holds it.
pub(crate) struct Project {
    /// The directory, to which paths in the project are relative.
    pub directory: String,
    /// What the project says.
    pub project: Arc<XcodeProject>,
}

/// The Xcode projects in the workflow's directory or in `ios` there; `None` where
/// there are none, or one cannot be read.
pub(crate) fn xcode_projects(view: &WorkflowView<'_>) -> Option<Vec<Project>> {
    let repository = view.file.repository()?;
    let (_, base) = workflow_directory(view)?;
    let mut found = Vec::new();
    for directory in [base.clone(), paths::join(&base, "ios")?] {
        add_projects(repository, &directory, &mut found)?;
    }
    (!found.is_empty()).then_some(found)
}

/// Adds the projects of a directory.
fn add_projects(repository: &Repository, directory: &str, found: &mut Vec<Project>) -> Option<()> {
    if repository.entry(directory) != Entry::Directory {
        return Some(());
    }
    for path in repository.directories_ending(directory, ".xcodeproj")? {
        found.push(Project {
            directory: directory.to_owned(),
            project: repository.xcode_project(&path)?,
        });
    }
    Some(())
}

/// The Xcode projects that the commands of a workflow name or find where they run;
/// where no command does, those of [`xcode_projects`]. `None` where there are none,
/// or it cannot be told which.
pub(crate) fn built_projects(view: &WorkflowView<'_>) -> Option<Vec<Project>> {
    let repository = view.file.repository()?;
    let places = placed(view);
    let mut found = Vec::new();
    let mut has_build = false;
    for build in builds(view) {
        let command = build.command.command();
        let is_native = matches!(command.tool(), "xcodebuild" | "xcode-project");
        if !is_native || command.has("-exportArchive") {
            continue;
        }
        has_build = true;
        let directory = places.get(build.position)?.directory?;
        let named = |names: [&str; 2]| names.iter().find_map(|it| command.option_text(it));
        match (
            named(["--project", "-project"]),
            named(["--workspace", "-workspace"]),
        ) {
            (Some(project), _) => {
                let path = literal(directory, project)?;
                found.push(Project {
                    directory: paths::parent(&path).to_owned(),
                    project: repository.xcode_project(&path)?,
                });
            }
            // A workspace holds the projects beside it, mostly.
            (None, Some(workspace)) => {
                let path = literal(directory, workspace)?;
                add_projects(repository, paths::parent(&path), &mut found)?;
            }
            (None, None) => add_projects(repository, directory, &mut found)?,
        }
    }
    if !has_build {
        return xcode_projects(view);
    }
    (!found.is_empty()).then_some(found)
}

/// The modules below others that `settings.gradle` names, such as `:apps:phone`, by
/// their directories.
fn included(repository: &Repository, root: &str) -> Vec<String> {
    let names = ["settings.gradle", "settings.gradle.kts"];
    let mut paths = names.iter().filter_map(|name| paths::join(root, name));
    let text = paths.find_map(|path| repository.text(&path));
    let text = text.unwrap_or_default();
    let quoted = text.split(['"', '\'']).filter(|it| it.starts_with(':'));
    quoted
        .map(|module| module.trim_start_matches(':').replace(':', "/"))
        .collect()
}

/// Most modules that are looked at.
const MAX_MODULES: usize = 100;

/// What Gradle knows of the workflow's Android apps, all modules taken together, and
/// the path of the directory of the first.
pub(crate) fn gradle(repository: &Repository, base: &str) -> Option<(String, Gradle)> {
    let places = ["android/app", "app"];
    let mut places = places.iter().filter_map(|it| paths::join(base, it));
    let first = places.find(|path| repository.gradle(path).is_some())?;
    let root = paths::parent(&first);
    let names = repository.list(root)?;
    let directories = names.iter().filter(|(_, it)| *it == Entry::Directory);
    let beside = directories.map(|(name, _)| name.clone());
    let modules: BTreeSet<String> = beside.chain(included(repository, root)).collect();
    let mut all = Gradle::default();
    for name in modules.iter().take(MAX_MODULES) {
        let path = paths::join(root, name)?;
        let Some(found) = repository.gradle(&path) else {
            continue;
        };
        all.application_ids
            .extend(found.application_ids.iter().cloned());
        all.computes_application_id |= found.computes_application_id;
        all.has_suffix |= found.has_suffix;
    }
    Some((first, all))
}
