//! The id of a workflow: what it is in short.

use std::fmt::Write as _;

use crate::lsp::veil::code;
use crate::model::Workflow;
use crate::rules::check::WorkflowView;
use crate::triggers::describe;

use super::place::Place;
use super::{Told, keys, tables};

/// A workflow in short.
pub(super) fn workflow(place: &Place<'_>) -> Option<Told> {
    let entries = place.view.checked.config.workflows.entries();
    let position = entries
        .iter()
        .position(|entry| entry.entry.key == place.node)?;
    let id = place.tree.scalar(place.node)?;
    let summary = place.look_at(position, |view| summary(place, view));
    let text = format!(
        "**{}**: a workflow\n{}\n[Documentation]({})\n",
        id.replace('`', "'"),
        summary.unwrap_or_default(),
        Workflow::DECLARATION.url,
    );
    Some(Told::new(text, place.span()))
}

/// The key `triggering`: what starts the workflow, above what the key is for.
pub(super) fn triggering(place: &Place<'_>) -> Option<Told> {
    let tree = place.tree;
    if !place.is_key() || tree.scalar(place.node) != Some("triggering") {
        return None;
    }
    let position = *place.workflows().first()?;
    let entries = place.view.checked.config.workflows.entries();
    let workflow = entries.get(position)?.value.as_deref()?;
    if workflow.triggering.key() != Some(place.node) {
        return None;
    }
    let told = describe(tree, workflow, place.veil.hidden());
    let text = format!("{}\n\n---\n\n{}", told.text, keys::help(place)?);
    Some(Told::new(text, place.span()))
}

fn summary(place: &Place<'_>, view: &WorkflowView<'_>) -> String {
    let workflow = view.workflow;
    let tree = view.tree();
    let mut text = String::new();
    let mut add = |name: &str, words: String| {
        let _ = write!(text, "\n- {name}: {words}");
    };
    if let Some(name) = workflow.name.value() {
        add("name", code(name.get(tree)));
    }
    if let Some(node) = workflow.instance_type.node() {
        let machine = tree.scalar(node).unwrap_or_default();
        let known = tables::machine(machine);
        let known = known.map_or_else(String::new, |it| format!(", {}", it.trim_end_matches('.')));
        add("machine", format!("{}{known}", code(machine)));
    }
    let hidden = place.veil.hidden();
    add("triggers", describe(tree, workflow, hidden).title);
    let steps = workflow.scripts.items().len();
    if steps > 0 {
        add("steps", steps.to_string());
    }
    let published = publishers(workflow);
    if !published.is_empty() {
        add("publishes to", published.join(", "));
    }
    let groups = workflow.environment.value().map(|it| it.groups.items());
    let groups = groups.unwrap_or_default().iter();
    let groups: Vec<String> = groups.map(|it| place.veil.quoted(it.node)).collect();
    if !groups.is_empty() {
        add("variable groups", groups.join(", "));
    }
    text.push('\n');
    text
}

fn publishers(workflow: &Workflow) -> Vec<&'static str> {
    let Some(publishing) = workflow.publishing.value() else {
        return Vec::new();
    };
    let all = [
        (publishing.app_store_connect.is_set(), "App Store Connect"),
        (publishing.google_play.is_set(), "Google Play"),
        (publishing.firebase.is_set(), "Firebase"),
        (publishing.partner_center.is_set(), "the Microsoft Store"),
        (publishing.email.is_set(), "e-mail"),
        (publishing.slack.is_set(), "Slack"),
        (!publishing.scripts.items().is_empty(), "scripts"),
    ];
    let set = all.into_iter().filter(|(is_set, _)| *is_set);
    set.map(|(_, name)| name).collect()
}
