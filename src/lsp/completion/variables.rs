//! Variables and inputs that a workflow has.

use rustc_hash::FxHashSet;

use crate::expression::shell::{Dialect, Flow, How, parse_for};
use crate::knowledge::machines::Platform;
use crate::knowledge::variables::{self, Availability, BuiltIn};
use crate::syntax::{NodeId, NodeKind, Tree};

use super::context::Context;
use super::offer::Rank;

/// A variable.
pub(super) struct Variable {
    pub name: String,
    pub detail: String,
    pub documentation: String,
    pub rank: Rank,
}

/// The names that `environment.vars` sets.
pub(super) fn set<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let entries = context.entries(&["environment", "vars"]).into_iter();
    entries.map(|(name, _)| name).collect()
}

/// The inputs: id, type and description.
pub(super) fn inputs<'a>(context: &'a Context<'_>) -> Vec<(&'a str, &'a str, &'a str)> {
    let text = |input, key| {
        let node = context.below(input, &[key])?;
        context.veil.text(node)
    };
    let entries = context.entries(&["inputs"]).into_iter();
    let found = entries.map(|(id, input)| {
        let kind = text(input, "type").unwrap_or("string");
        let description = text(input, "description").unwrap_or_default();
        (id, kind, description)
    });
    found.collect()
}

/// The variables that a text of the workflow may name, what is nearest first. `script`
/// is the script that names them, if it is one.
pub(super) fn all(context: &Context<'_>, script: Option<NodeId>) -> Vec<Variable> {
    let mut found = Found {
        list: Vec::new(),
        seen: FxHashSet::default(),
    };
    for name in set(context) {
        found.add(name, "set under `vars`", Rank::First);
    }
    found.of_scripts(context, script);
    for (name, key) in named(context) {
        found.add(name, &format!("named under `{key}`"), Rank::First);
    }
    if context
        .in_workflow(&["integrations", "app_store_connect"])
        .is_some()
    {
        let names = variables::conventional().iter();
        for name in names.filter(|name| variables::is_from_integration(name)) {
            found.add(name, "set by the integration", Rank::Usual);
        }
    }
    let signs = context
        .in_workflow(&["environment", "android_signing"])
        .is_some();
    for variable in variables::all_built_in() {
        let is_there = match variable.availability {
            Availability::WorkflowEditor => false,
            Availability::AndroidSigning => signs,
            _ => true,
        };
        if is_there && found.seen.insert(variable.name.to_owned()) {
            found.list.push(built_in(variable));
        }
    }
    if context.in_workflow(&["environment", "groups"]).is_some() {
        for name in variables::conventional() {
            found.add(name, "where a group has it", Rank::Last);
        }
    }
    found.list
}

fn built_in(variable: &BuiltIn) -> Variable {
    let when = variable.availability.words();
    Variable {
        name: variable.name.to_owned(),
        detail: when.map_or_else(|| "built in".into(), |when| format!("only {when}")),
        documentation: variable.meaning.to_owned(),
        rank: match variable.availability {
            Availability::Always => Rank::Usual,
            _ => Rank::Further,
        },
    }
}

struct Found {
    list: Vec<Variable>,
    seen: FxHashSet<String>,
}

impl Found {
    fn add(&mut self, name: &str, detail: &str, rank: Rank) {
        if !name.is_empty() && self.seen.insert(name.to_owned()) {
            self.list.push(Variable {
                name: name.to_owned(),
                detail: detail.to_owned(),
                documentation: String::new(),
                rank,
            });
        }
    }

    /// What scripts set: for themselves, and for steps after them.
    fn of_scripts(&mut self, context: &Context<'_>, own: Option<NodeId>) {
        let is_windows = context.platform() == Some(Platform::Windows);
        let own = own.map(|node| context.tree.resolve(node));
        for node in scripts(context) {
            let text = context.tree.scalar(node).unwrap_or_default();
            let is_own = Some(node) == own;
            if !is_own && !text.contains("CM_ENV") {
                continue;
            }
            let script = parse_for(text, Dialect::of(text, is_windows));
            let flow = Flow::of(text, &script);
            for set in &flow.sets {
                match set.how {
                    How::Persist => {
                        self.add(set.name, "written to `$CM_ENV` by a script", Rank::First);
                    }
                    How::Shell | How::Export if is_own => {
                        self.add(set.name, "set in this script", Rank::First);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The scripts of the workflow, each once.
pub(super) fn scripts(context: &Context<'_>) -> Vec<NodeId> {
    let tree = context.tree;
    let lists = [
        &["pre_clone_scripts"][..],
        &["scripts"],
        &["publishing", "scripts"],
    ];
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    for list in lists.iter().filter_map(|keys| context.in_workflow(keys)) {
        for item in steps(tree, list) {
            let script = match tree.kind(item) {
                NodeKind::Mapping => context.below(item, &["script"]),
                _ => Some(item),
            };
            found.extend(script.filter(|script| seen.insert(*script)));
        }
    }
    found
}

/// The items of a list, those of lists in it that aliases bring as well.
fn steps(tree: &Tree, list: NodeId) -> impl Iterator<Item = NodeId> {
    let resolved = move |item: &NodeId| tree.resolve(*item);
    tree.items(list).iter().map(resolved)
}

/// Names that sections give to variables, with the keys that do so.
fn named<'a>(context: &Context<'a>) -> Vec<(&'a str, &'a str)> {
    let tree = context.tree;
    let Some(environment) = context.in_workflow(&["environment"]) else {
        return Vec::new();
    };
    let within = tree.nodes_from(tree.span(environment).start());
    let within = within.take_while(|node| tree.is_within(*node, environment));
    let keys = within.filter_map(|node| {
        let key = tree.scalar(node)?;
        let value = tree.value_of(node)?;
        let is_name = key.ends_with("environment_variable");
        Some((tree.scalar(value)?, key)).filter(|_| is_name)
    });
    keys.collect()
}
