//! The Xcode projects and Gradle files that a workflow builds.

use std::sync::Arc;

use crate::repository::gradle::Gradle;
use crate::repository::xcode_project::XcodeProject;
use crate::repository::{Entry, Repository, paths};

use crate::rules::check::WorkflowView;

use super::places::workflow_directory;

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
        if repository.entry(&directory) != Entry::Directory {
            continue;
        }
        for path in repository.directories_ending(&directory, ".xcodeproj")? {
            found.push(Project {
                directory: directory.clone(),
                project: repository.xcode_project(&path)?,
            });
        }
    }
    (!found.is_empty()).then_some(found)
}

/// What Gradle knows of the workflow's Android app, and the path of its directory.
pub(crate) fn gradle(repository: &Repository, base: &str) -> Option<(String, Arc<Gradle>)> {
    let places = ["android/app", "app"];
    let mut places = places.iter().filter_map(|it| paths::join(base, it));
    places.find_map(|path| Some((path.clone(), repository.gradle(&path)?)))
}
