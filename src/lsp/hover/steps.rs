//! A step: its place, its name, and where it runs.

use std::fmt::Write as _;

use crate::expression::shell::Dialect;
use crate::lsp::veil::code;
use crate::model::Field;
use crate::model::step::{holds_script, holds_steps};
use crate::rules::check::WorkflowView;
use crate::rules::steps::StepScript;
use crate::rules::texts::Phase;
use crate::syntax::NodeId;

use super::Told;
use super::keys;
use super::place::Place;

/// A step's script, its name, or their keys.
pub(super) fn step(place: &Place<'_>) -> Option<Told> {
    let name = place.key_name()?;
    let is_step = name == "name" || holds_script(name);
    // The key of the list is told as a key, and of a long script only its beginning.
    let is_list = place.is_key() && holds_steps(name);
    if !is_step || is_list || place.is_in_block() {
        return None;
    }
    let summary = place.look(|view| {
        let tree = view.tree();
        let holds = |item: NodeId| tree.is_within(place.node, tree.resolve(item));
        let script = view.scripts().iter().find(|it| holds(it.item))?;
        Some(summary(place, view, script))
    })??;
    let mut text = summary;
    if place.is_key() {
        text.push('\n');
        text.push_str(&keys::help(place)?);
    }
    Some(Told::new(text, place.span()))
}

fn summary(place: &Place<'_>, view: &WorkflowView<'_>, script: &StepScript<'_>) -> String {
    let list = list_of(script.phase);
    let count = view
        .scripts()
        .iter()
        .filter(|it| it.phase == script.phase)
        .count();
    let others = place.workflows().len().saturating_sub(1);
    let of = if others == 0 {
        String::new()
    } else {
        let id = view.tree().scalar(view.key()).unwrap_or_default();
        format!(" of {}, and used by {others} more", code(id))
    };
    let mut text = format!("**{}** of {count} in `{list}`{of}\n", called(view, script));
    let _ = writeln!(text, "\n{}", runs_in(place, view, script));
    match script.read.dialect {
        Dialect::PowerShell => text.push_str("\nRun by PowerShell.\n"),
        Dialect::Other => text.push_str("\nRun by the program that its first line names.\n"),
        Dialect::Bourne => {}
    }
    if let Some(step) = script.step {
        if step.ignore_failure.is_true() {
            text.push_str("\nThe build goes on when it fails.\n");
        }
        if step.when.is_set() {
            text.push_str("\nSkipped where its `when` does not hold.\n");
        }
    }
    text
}

fn runs_in(place: &Place<'_>, view: &WorkflowView<'_>, script: &StepScript<'_>) -> String {
    if script.phase == Phase::PreClone {
        return "Runs before the repository is cloned.".to_owned();
    }
    let tree = view.tree();
    let own = script.step.map(|step| &step.working_directory);
    let own = own.filter(|field| field.is_set()).and_then(Field::node);
    let all = &view.workflow.working_directory;
    let all = all.node().filter(|_| all.is_set());
    let (node, whose) = match (own, all) {
        (Some(node), _) => (node, "its own `working_directory`"),
        (None, Some(node)) => (node, "the workflow's `working_directory`"),
        (None, None) => return "Runs in the root of the repository.".to_owned(),
    };
    let directory = tree.scalar(node).map_or_else(String::new, code);
    let at = place.line(node);
    format!("Runs in {directory}: {whose}, line {at}.")
}

fn list_of(phase: Phase) -> &'static str {
    match phase {
        Phase::PreClone => "pre_clone_scripts",
        Phase::Build => "scripts",
        Phase::Publishing => "publishing.scripts",
    }
}

/// How a step is called in a sentence: "Step 2, `Build`".
pub(super) fn called(view: &WorkflowView<'_>, script: &StepScript<'_>) -> String {
    let name = script.step.and_then(|step| step.name.value());
    let name = name.map_or_else(String::new, |it| format!(", {}", code(it.get(view.tree()))));
    let kind = match script.phase {
        Phase::Build => "Step",
        Phase::PreClone => "Pre-clone step",
        Phase::Publishing => "Publishing step",
    };
    format!("{kind} {}{name}", script.index + 1)
}
