//! The steps of the build before publishing.

use crate::expression::shell;
use crate::model::TextNode;
use crate::rules::shared::passwords::in_command;
use crate::rules::shared::words::excerpt;
use crate::syntax::NodeId;

use super::BuildStep;
use super::variables::{Resolver, looks_secret, overlaps};

/// The steps in the order in which they run.
pub(super) fn read(resolver: &Resolver<'_, '_>) -> Vec<BuildStep> {
    let workflow = resolver.view.workflow;
    let mut found = Vec::new();
    for item in workflow.pre_clone_scripts.items() {
        let step = item.value.as_ref();
        let name = step.and_then(|step| step.section()?.name.value());
        let script = step.and_then(crate::model::step::AnyPreCloneStep::script);
        found.push(read_step(resolver, item.node, name, script));
    }
    for item in workflow.scripts.items() {
        let step = item.value.as_ref();
        let name = step.and_then(|step| step.section()?.name.value());
        let script = step.and_then(crate::model::step::AnyStep::script);
        found.push(read_step(resolver, item.node, name, script));
    }
    found
}

fn read_step(
    resolver: &Resolver<'_, '_>,
    item: NodeId,
    name: Option<&TextNode>,
    script: Option<TextNode>,
) -> BuildStep {
    let tree = resolver.view.tree();
    let text = name.copied().or(script);
    let hides = |node: NodeId| overlaps(resolver.secrets, &resolver.place(node));
    let shown = text.filter(|text| !hides(text.0)).map(|text| {
        let lines = text.get(tree).lines().map(str::trim);
        let mut code = lines.filter(|line| !line.is_empty() && !line.starts_with("#!"));
        excerpt(code.next().unwrap_or_default())
    });
    let shown = shown.filter(|name| !name.is_empty() && !has_secret(name));
    BuildStep {
        name: shown.unwrap_or_else(|| "a step without a name".into()),
        place: Some(resolver.place(text.map_or(item, |text| text.0))),
    }
}

/// Whether a name, or the command that stands for one, holds a secret.
fn has_secret(name: &str) -> bool {
    let commands = shell::parse(name).commands;
    looks_secret(name) || commands.iter().any(|it| !in_command(it).is_empty())
}
