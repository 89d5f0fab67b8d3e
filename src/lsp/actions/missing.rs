//! What a finding misses and the file could have: an integration, a variable, a group.

use crate::expression::variable_name;
use crate::finding::{Edit, Finding};
use crate::knowledge::masking::sounds_secret;
use crate::model::Workflow;
use crate::rules::shared::edits::put_first;
use crate::rules::shared::insertion::{entry_after, item_after};
use crate::rules::takes_secret;
use crate::syntax::{NodeId, NodeKind, Scalar, Span, Tree, resolve_1_1};

use super::{Action, Asked, QUICK_FIX, Trial, Work};

/// Names from the configuration that are offered.
const MOST_NAMES: usize = 5;

/// What is written for a name that only its owner knows.
const KEY_PLACEHOLDER: &str = "YOUR_KEY_NAME";
const VALUE_PLACEHOLDER: &str = "change_me";
const GROUP_PLACEHOLDER: &str = "YOUR_GROUP_NAME";

/// Rules that tell of a variable that nothing sets.
const UNDEFINED: [&str; 2] = [
    "undefined-variable-in-config",
    "undefined-variable-in-script",
];

pub(super) fn offers(asked: &Asked<'_>, found: &mut Vec<Action>) {
    for (index, (finding, _)) in asked.findings.iter().enumerate() {
        let rule: &str = &finding.rule;
        let is_variable = UNDEFINED.contains(&rule);
        if rule != "asc-integration-undeclared" && !is_variable {
            continue;
        }
        let Some(workflow) = workflow_of(asked, finding) else {
            continue;
        };
        let tree = asked.view.tree();
        let mut offer = |title: String, edit: Option<Edit>| {
            let edits: Vec<Edit> = edit.into_iter().collect();
            if asked.trying.trial(finding, &edits) == Trial::Good {
                found.push(Action {
                    title,
                    kind: QUICK_FIX,
                    work: Work::Edits(edits),
                    mends: vec![index],
                    is_preferred: false,
                });
            }
        };
        if is_variable {
            variable(asked, finding, workflow, &mut offer);
            continue;
        }
        let known = asked.view.settings.known.integrations.as_deref();
        let placeholder = [KEY_PLACEHOLDER.to_owned()];
        let names = known.filter(|it| !it.is_empty()).unwrap_or(&placeholder);
        for name in names.iter().take(MOST_NAMES) {
            let path = ["integrations", "app_store_connect"];
            let edit = put(tree, workflow.mapping, &path, &quoted(name));
            offer(format!("name the integration `{name}`"), edit);
        }
    }
}

fn variable(
    asked: &Asked<'_>,
    finding: &Finding,
    workflow: &Workflow,
    offer: &mut impl FnMut(String, Option<Edit>),
) {
    let tree = asked.view.tree();
    let Some((name, is_secret)) = wanted(asked, finding) else {
        return;
    };
    // What is secret belongs in a group: the file is there for all to read.
    if !is_secret {
        let path = ["environment", "vars", name];
        let edit = put(tree, workflow.mapping, &path, VALUE_PLACEHOLDER);
        offer(format!("add `{name}` to `environment.vars`"), edit);
    }
    let known = asked.view.settings.known.groups.as_deref();
    let placeholder = [GROUP_PLACEHOLDER.to_owned()];
    let groups = known.filter(|it| !it.is_empty()).unwrap_or(&placeholder);
    for group in groups.iter().take(MOST_NAMES) {
        let edit = import(tree, workflow, group);
        offer(format!("import the variable group `{group}`"), edit);
    }
}

/// The variable that a finding is about, as the text names it, and whether its value is
/// or may be a secret.
fn wanted<'a>(asked: &'a Asked<'_>, finding: &Finding) -> Option<(&'a str, bool)> {
    let tree = asked.view.tree();
    let node = tree.innermost(finding.span.start());
    let written = match tree.kind(node) {
        NodeKind::Alias => tree.scalar(node)?,
        _ => tree.source().slice(finding.span).trim_matches(['"', '\'']),
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_name = |it: &&str| !it.is_empty() && it.chars().all(is_word);
    let name = Some(written).filter(is_name);
    let name = name.or_else(|| variable_name(written).filter(is_name))?;
    let is_script = tree.span(node) != finding.span;
    let is_secret = sounds_secret(name) || (!is_script && takes_secret(tree, node, written));
    Some((name, is_secret))
}

/// The workflow in whose text a finding stands.
fn workflow_of<'a>(asked: &'a Asked<'_>, finding: &Finding) -> Option<&'a Workflow> {
    let tree = asked.view.tree();
    let mut workflows = asked.view.checked.config.workflows();
    let holds = |node: NodeId| tree.span(node).contains(finding.span);
    let (_, workflow) = workflows.find(|(entry, _)| holds(entry.entry.value))?;
    Some(workflow)
}

/// An edit that imports a variable group.
fn import(tree: &Tree, workflow: &Workflow, group: &str) -> Option<Edit> {
    let environment = tree.field(workflow.mapping, "environment");
    let groups = environment.and_then(|it| tree.field(it.value, "groups"));
    let Some(groups) = groups else {
        let item = format!("[{}]", quoted(group));
        return put(tree, workflow.mapping, &["environment", "groups"], &item);
    };
    let last = *tree.items(groups.value).last()?;
    if tree.kind(groups.value) == NodeKind::Sequence && tree.is_flow(groups.value) {
        let at = Span::at(tree.span(last).end());
        let text = format!(", {}", quoted(group));
        return (!tree.is_shared(last)).then_some(Edit { span: at, text });
    }
    let (span, text) = item_after(tree, last, &[&quoted(group)])?;
    Some(Edit { span, text })
}

/// An edit that puts a value under a path of keys, of which some may be there.
fn put(tree: &Tree, mapping: NodeId, path: &[&str], value: &str) -> Option<Edit> {
    let (key, rest) = path.split_first()?;
    if let Some(field) = tree.field(mapping, key) {
        let is_mapping = tree.kind(field.value) == NodeKind::Mapping;
        let is_own = field.via.is_none() && is_mapping;
        return is_own
            .then(|| put(tree, field.value, rest, value))
            .flatten();
    }
    if tree.is_flow(mapping) {
        let opened = rest.iter().map(|key| format!("{{{key}: "));
        let opened: String = opened.collect();
        let line = format!("{key}: {opened}{value}{}", "}".repeat(rest.len()));
        let (span, text) = put_first(tree, mapping, &[line])?;
        return Some(Edit { span, text });
    }
    let mut lines: Vec<String> = Vec::new();
    for (depth, key) in path.iter().enumerate() {
        let value = if depth + 1 == path.len() { value } else { "" };
        let line = format!("{}{key}: {value}", "  ".repeat(depth));
        lines.push(line.trim_end().to_owned());
    }
    // Behind what a workflow begins with, where it stands in most files.
    let heads = [
        "integrations",
        "instance_type",
        "max_build_duration",
        "name",
    ];
    let is_head = |key: NodeId| tree.scalar(key).is_some_and(|key| heads.contains(&key));
    let mut entries = tree.entries(mapping).iter();
    let head = entries.rfind(|it| is_head(it.key));
    let borrowed: Vec<&str> = lines.iter().map(String::as_str).collect();
    let behind = head.and_then(|it| entry_after(tree, it.key, &borrowed));
    let (span, text) = behind.or_else(|| put_first(tree, mapping, &lines))?;
    Some(Edit { span, text })
}

/// A text in quotes, where it needs them or not.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphabetic() || c == '_';
    if text.chars().all(is_plain) && matches!(resolve_1_1(text), Scalar::Text(_)) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "''"))
}
