//! A variable: what it means, when it has a value, and who sets it.

use std::fmt::Write as _;

use crate::expression::condition;
use crate::expression::shell::How;
use crate::expression::template::{PartKind, parts};
use crate::knowledge::variables::{
    Availability, OLD_PREFIX, RENAMED_IN, built_in, is_conventional, is_from_integration, meant_by,
    successor,
};
use crate::lsp::veil::code;
use crate::model::triggering::Event;
use crate::rules::check::{VariableSource, WorkflowView};
use crate::rules::shared::signing::named_variables;
use crate::rules::shared::triggers::Triggers;
use crate::rules::texts::Phase;
use crate::syntax::{NodeId, Tree};

use super::Told;
use super::place::{Place, line};
use super::steps::called;

/// Most places that set a variable which are told.
const MOST_SETS: usize = 5;

/// A variable in a text: `$NAME`, `env.NAME`, or `NAME=` in a script.
pub(super) fn reference(place: &Place<'_>) -> Option<Told> {
    let text = place.tree.scalar(place.node)?;
    let named = parts(text).filter_map(|part| match part.kind {
        PartKind::Variable { name }
        | PartKind::PowerShell { name }
        | PartKind::ShellParameter { name, .. } => Some((part.range, name)),
        _ => None,
    });
    if let Some((name, span)) = place.part(named) {
        return Some(Told::new(about(place, name), span));
    }
    if place.is_key() {
        return None;
    }
    if place.key_name() == Some("condition") {
        let condition = condition::parse(text);
        let named = condition.expression.paths().filter_map(|(path, range)| {
            let (name, _) = path.variable()?;
            Some((range.clone(), name.to_owned()))
        });
        let (name, span) = place.part(named)?;
        return Some(Told::new(about(place, &name), span));
    }
    if !place.may_be_script() {
        return None;
    }
    let (name, span) = place.look(|view| {
        let script = view.scripts().iter().find(|it| it.node == place.node)?;
        let sets = script.read.flow.sets.iter();
        place.part(sets.map(|set| (set.range.clone(), set.name.to_owned())))
    })??;
    Some(Told::new(about(place, &name), span))
}

/// A key of `environment.vars`, or its value.
pub(super) fn declaration(place: &Place<'_>) -> Option<Told> {
    let tree = place.tree;
    let key = tree.key_of(place.node).unwrap_or(place.node);
    if place.is_in_block() || tree.value_of(key).is_none() || !is_in(tree, key, "vars") {
        return None;
    }
    let name = tree.scalar(key)?;
    Some(Told::new(about(place, name), place.span()))
}

/// Whether a key belongs to the mapping under a key of this name.
pub(super) fn is_in(tree: &Tree, key: NodeId, name: &str) -> bool {
    let is_under = |node: NodeId| {
        let key = tree.key_of(node).and_then(|key| tree.scalar(key));
        key == Some(name)
    };
    let Some(mapping) = tree.parent(key) else {
        return false;
    };
    let mut aliases = tree.anchors_at(mapping).flat_map(|it| &it.aliases);
    is_under(mapping) || aliases.any(|alias| is_under(*alias))
}

/// What is known of a variable of this name.
pub(super) fn about(place: &Place<'_>, name: &str) -> String {
    let known = built_in(name);
    let meaning = known.map(|it| format!(": {}", it.meaning));
    let mut text = format!("**${name}**{}\n", meaning.unwrap_or_default());
    if let Some(known) = known {
        let _ = writeln!(text, "\n{}.", availability(known.availability));
    } else if let Some(ours) = successor(name) {
        let _ = writeln!(text, "\nOld name of `{ours}`, since {RENAMED_IN}.");
    } else if name.starts_with(OLD_PREFIX) {
        let _ = writeln!(
            text,
            "\nA name from before {RENAMED_IN}; there is none now."
        );
    } else if let [meant, ..] = meant_by(name) {
        let _ = writeln!(
            text,
            "\nCodemagic sets no such variable; meant may be `{meant}`."
        );
    }
    let told = place.look(|view| {
        let mut told = of_workflow(place, view, name);
        if let Some(known) = known
            && let Some(warning) = never_here(view, known.availability)
        {
            told.insert(0, warning.to_owned());
        }
        told
    });
    for line in told.unwrap_or_default() {
        let _ = writeln!(text, "\n{line}.");
    }
    text
}

fn availability(availability: Availability) -> &'static str {
    match availability {
        Availability::Always => "Set in every build",
        Availability::Setting => "A setting: you give it a value, Codemagic or a tool reads it",
        Availability::Tag => "Set only in builds that the push of a tag started",
        Availability::PullRequest => "Set only in builds of pull requests",
        Availability::Api => "Set only in builds that were started by hand or by the REST API",
        Availability::PreviousBuild => {
            "Set only where there was a successful build of the branch before"
        }
        Availability::AndroidSigning => "Set only where `android_signing` names a keystore",
        Availability::Publishing => "Set only in `publishing.scripts`, once artifacts are there",
        Availability::WorkflowEditor => {
            "Set only with the workflow editor, never with codemagic.yaml"
        }
    }
}

/// Why a variable never has a value in builds that webhooks start here.
fn never_here(view: &WorkflowView<'_>, availability: Availability) -> Option<&'static str> {
    let triggers = Triggers::of(view)?;
    if triggers.events.is_empty() {
        return None;
    }
    match availability {
        Availability::Tag if triggers.event(Event::Tag).is_none() => {
            Some("No tag starts this workflow")
        }
        Availability::PullRequest if triggers.pull_request().is_none() => {
            Some("No pull request starts this workflow")
        }
        _ => None,
    }
}

/// Who sets the variable in a workflow, a sentence each.
fn of_workflow(place: &Place<'_>, view: &WorkflowView<'_>, name: &str) -> Vec<String> {
    let tree = view.tree();
    let mut told = Vec::new();
    if let Some(entry) = view.var(name) {
        let value = place.veil.quoted(entry.value);
        let at = place.line(entry.key);
        told.push(format!("`environment.vars`, line {at}, sets it: {value}"));
    }
    if is_from_integration(name) && view.has_integration() {
        told.push("`integrations.app_store_connect` sets it".to_owned());
    }
    if let Some(environment) = view.workflow.environment.value() {
        let named = named_variables(environment);
        let field = named
            .iter()
            .find(|(_, field)| field.value().is_some_and(|it| it.get(tree) == name));
        if let Some(key) = field.and_then(|(_, field)| field.key()) {
            let at = place.line(key);
            told.push(format!("Signing files set it, line {at}"));
        }
    }
    told.extend(set_by_steps(view, name));
    match view.variable(name) {
        VariableSource::MaybeInGroup => told.push(groups(view)),
        VariableSource::Nothing if told.is_empty() => {
            let hint = if is_conventional(name) {
                ", though people usually keep it in a group"
            } else {
                ""
            };
            told.push(format!("Nothing in this workflow sets it{hint}"));
        }
        _ => {}
    }
    told
}

fn set_by_steps(view: &WorkflowView<'_>, name: &str) -> Vec<String> {
    let mut told = Vec::new();
    for script in view.scripts() {
        let sets = script.read.flow.sets.iter().filter(|set| set.name == name);
        for set in sets {
            let span = view.script_span(script.node, set.range.clone());
            let at = line(view.tree(), span.start());
            let step = called(view, script);
            told.push(match (set.how, script.phase) {
                (How::Persist, Phase::Publishing) => {
                    format!("{step} writes it to `$CM_ENV`, line {at}")
                }
                (How::Persist, _) => {
                    format!("{step} writes it to `$CM_ENV`, line {at}: steps after it have it")
                }
                (How::Prefix, _) => format!("{step} sets it for one command, line {at}"),
                (How::Shell | How::Export, _) => {
                    format!("{step} sets it for itself, line {at}")
                }
            });
        }
    }
    // A write to `$CM_ENV` may be an assignment of the script, too.
    told.dedup();
    let more = told.len().saturating_sub(MOST_SETS);
    if more > 0 {
        told.truncate(MOST_SETS);
        told.push(format!("{more} more places set it"));
    }
    told
}

fn groups(view: &WorkflowView<'_>) -> String {
    let environment = view.workflow.environment.value();
    let items = environment.map(|it| it.groups.items()).unwrap_or_default();
    let names = items.iter().filter_map(|it| it.value);
    let names: Vec<String> = names.map(|it| code(it.get(view.tree()))).collect();
    match names.as_slice() {
        [] => "It may come from a variable group".to_owned(),
        [one] => format!("It may come from the group {one}"),
        all => format!("It may come from one of the groups {}", all.join(", ")),
    }
}
