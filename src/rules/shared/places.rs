//! Where in the repository the commands of a workflow run.

use crate::knowledge::machines::Platform;
use crate::model::step::AnyStep;
use crate::repository::{Entry, Repository, paths};
use crate::syntax::NodeId;

use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;

use super::cached_paths::{in_clone, normal};
use super::directories::{join, of_workflow};
use super::tools::platform;
use super::words::nearest;

/// A command, and where it runs.
pub(crate) struct Placed<'v> {
    /// The command.
    pub command: &'v StepCommand<'v>,
    /// Its place among the commands of the workflow.
    pub position: usize,
    /// The directory, below the folder of codemagic.yaml; `None` where that cannot
    /// be told.
    pub directory: Option<&'v str>,
    /// Whether its step goes on when it fails: it is a condition, something stands
    /// ready for that, or `set +e` came before.
    pub may_fail: bool,
}

/// A path in the repository, as a command in a directory, or a key, has it. `None`
/// for paths elsewhere, patterns, and what only a build knows.
pub(crate) fn literal(directory: &str, path: &str) -> Option<String> {
    let inside = normal(path);
    let inside = in_clone(&inside)?;
    if inside.contains(['$', '*', '?', '[', '{', '`', '\\', '%', '!', '(', '\n']) {
        return None;
    }
    join(directory, path)
}

/// The node and path of the workflow's `working_directory`, which is empty without
/// one. `None` where it cannot be told.
pub(crate) fn workflow_directory(view: &WorkflowView<'_>) -> Option<(Option<NodeId>, String)> {
    let path = of_workflow(view)?;
    let field = &view.workflow.working_directory;
    Some((field.node().filter(|_| field.is_set()), path))
}

/// The node and path of a step's own `working_directory`. The path is `None` where
/// it cannot be told; there is nothing where the step has none.
pub(crate) fn step_directory(
    view: &WorkflowView<'_>,
    step: usize,
) -> Option<(NodeId, Option<String>)> {
    let item = view.steps().get(step)?.value.as_ref()?;
    let AnyStep::Section(section) = item else {
        return None;
    };
    let field = &section.working_directory;
    let node = field.node().filter(|_| field.is_set())?;
    let text = view.tree().scalar(view.tree().resolve(node));
    Some((node, text.and_then(|text| join("", text))))
}

/// The commands of a workflow and where each runs. Nothing on Windows, whose scripts
/// are of another language, and nothing of scripts that another program reads.
pub(crate) fn placed<'v>(view: &'v WorkflowView<'_>) -> Vec<Placed<'v>> {
    if platform(view.workflow) == Some(Platform::Windows) {
        return Vec::new();
    }
    let repository = view.file.repository();
    // Where a `cd` leads that fails, nothing is known.
    let is_there = |path: &&str| {
        repository.is_none_or(|it| path.is_empty() || it.entry(path) != Entry::Missing)
    };
    let commands = view.commands().iter().zip(view.places()).enumerate();
    commands
        .map(|(position, (command, place))| Placed {
            command,
            position,
            directory: place.directory.as_deref().filter(is_there),
            may_fail: place.may_fail || command.command().context.is_tested,
        })
        .collect()
}

/// Whether a step ends when one of its commands fails, and the build with it.
pub(crate) fn ends_the_build(view: &WorkflowView<'_>, step: usize) -> bool {
    let item = view.steps().get(step).and_then(|it| it.value.as_ref());
    item.and_then(AnyStep::section)
        .is_none_or(|section| !section.ignore_failure.may_be_true() && !section.when.is_set())
}

/// What a help adds behind a question, or behind advice, where the step ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Otherwise(bool);

/// Whether a help says that the step fails otherwise.
pub(crate) fn otherwise(view: &WorkflowView<'_>, step: usize) -> Otherwise {
    Otherwise(ends_the_build(view, step))
}

impl Otherwise {
    /// Asks whether something else was meant.
    pub fn meant(self, other: &str) -> String {
        let rest = if self.0 {
            " The step fails otherwise"
        } else {
            ""
        };
        format!("did you mean `{other}`?{rest}")
    }

    /// Advice.
    pub fn advice(self, advice: &str) -> String {
        let rest = if self.0 {
            "; the step fails otherwise"
        } else {
            ""
        };
        format!("{advice}{rest}")
    }
}

/// Whether it can be said that nothing lies at a path when a place among the
/// workflow's commands is reached. Names that differ in case alone are the same on
/// other machines than those of Linux.
pub(crate) fn is_missing(
    view: &WorkflowView<'_>,
    repository: &Repository,
    before: usize,
    path: &str,
) -> bool {
    repository.is_missing(path)
        && !view.made().may_hold(before, path)
        && (platform(view.workflow) == Some(Platform::Linux)
            || repository.in_other_case(path).is_none())
}

/// Most names that are compared with one that is missing.
pub(crate) const MAX_COMPARED: usize = 300;

/// A name that lies where the path was looked for and is nearly the same.
pub(crate) fn similar(repository: &Repository, path: &str, is_directory: bool) -> Option<String> {
    let parent = paths::parent(path);
    let names = repository.list(parent)?;
    if names.len() > MAX_COMPARED {
        return None;
    }
    let own = paths::name(path);
    let of_kind = names
        .iter()
        .filter(|(name, entry)| (*entry == Entry::Directory) == is_directory && name != own)
        .map(|(name, _)| &**name);
    paths::join(parent, nearest(own, of_kind)?)
}
