//! Where in the repository the commands of a workflow run.

use crate::knowledge::machines::Platform;
use crate::model::step::AnyStep;
use crate::repository::{Entry, Repository, paths};
use crate::syntax::NodeId;

use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;

use super::cached_paths::{in_clone, normal};
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
    pub directory: Option<String>,
}

/// A path in the repository, as a command in a directory, or a key, has it. `None`
/// for paths elsewhere, patterns, and what only a build knows.
pub(crate) fn literal(directory: &str, path: &str) -> Option<String> {
    let path = normal(path);
    let is_of_root = path.starts_with("$CM_BUILD_DIR");
    let path = in_clone(&path)?;
    if path.contains(['$', '*', '?', '[', '{', '`', '\\', '%', '!', '(', '\n']) {
        return None;
    }
    paths::join(if is_of_root { "" } else { directory }, path)
}

/// The node and path of the workflow's `working_directory`, which is empty without
/// one. `None` where it cannot be told.
pub(crate) fn workflow_directory(view: &WorkflowView<'_>) -> Option<(Option<NodeId>, String)> {
    let field = &view.workflow.working_directory;
    if !field.is_set() {
        return Some((None, String::new()));
    }
    let node = field.node().filter(|_| field.value().is_some())?;
    // Also `$CM_BUILD_DIR/app`, which counts as a variable.
    let path = literal("", view.tree().scalar(node)?)?;
    Some((Some(node), path))
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
    Some((node, text.and_then(|text| literal("", text))))
}

/// The commands of a workflow and where each runs. Nothing on Windows, whose scripts
/// are of another language, and nothing of scripts that another program reads.
pub(crate) fn placed<'v>(view: &'v WorkflowView<'_>) -> Vec<Placed<'v>> {
    if platform(view.workflow) == Some(Platform::Windows) {
        return Vec::new();
    }
    let base = workflow_directory(view).map(|(_, path)| path);
    let mut found: Vec<Placed<'v>> = Vec::new();
    let mut step = None;
    let mut walk: Option<String> = None;
    for (position, command) in view.commands().iter().enumerate() {
        if step != Some(command.step) {
            step = Some(command.step);
            let own = step_directory(view, command.step);
            walk = own.map_or_else(|| base.clone(), |(_, path)| path);
        }
        found.push(Placed {
            command,
            position,
            directory: walk.clone(),
        });
        let words = &command.command().words;
        if words
            .iter()
            .any(|word| matches!(&*word.text, "cd" | "pushd" | "popd"))
        {
            let target = target_of_cd(command).filter(|_| is_certain(command));
            walk = walk.zip(target).and_then(|(at, to)| literal(&at, to));
        }
    }
    found
}

/// Whether a command runs for sure, and in the shell of the script itself.
fn is_certain(found: &StepCommand<'_>) -> bool {
    let context = found.command().context;
    !context.is_conditional && !context.in_subshell && context.function.is_none()
}

/// The directory that a command changes to.
pub(crate) fn target_of_cd<'c>(found: &'c StepCommand<'_>) -> Option<&'c str> {
    match (found.command().tool(), found.command().arguments()) {
        ("cd", [target]) if target.text != "-" => Some(&target.text),
        _ => None,
    }
}

/// Whether a step goes on when the command fails: it is a condition, or something
/// stands ready for that.
pub(crate) fn may_fail(found: &StepCommand<'_>) -> bool {
    found.command().context.is_tested
}

/// Most names that are compared with one that is missing.
const MAX_COMPARED: usize = 300;

/// A name that lies where the path was looked for and is nearly the same.
pub(crate) fn similar(repository: &Repository, path: &str, is_directory: bool) -> Option<String> {
    let parent = paths::parent(path);
    let names = repository.list(parent)?;
    if names.len() > MAX_COMPARED {
        return None;
    }
    let of_kind = names
        .iter()
        .filter(|(_, entry)| (*entry == Entry::Directory) == is_directory)
        .map(|(name, _)| &**name);
    paths::join(parent, nearest(paths::name(path), of_kind)?)
}
