//! Keys that their section does not have, but another has, or nearly.
//!
//! Whoever writes `groups` beside `environment` has one mistake, not one for every
//! variable that the groups would bring.

use crate::knowledge::foreign_keys::foreign_key;
use crate::model::Declaration;
use crate::model::environment::{Environment, IosSigning};
use crate::model::workflow::{Integrations, Workflow};
use crate::rules::check::WorkflowView;
use crate::syntax::{NodeId, Tree};

use super::words::nearest;

/// Whether a mapping has, in place of a key of its section, one that may be meant
/// for it.
pub(crate) fn is_misnamed(
    tree: &Tree,
    mapping: NodeId,
    section: &'static Declaration,
    wanted: &'static str,
) -> bool {
    tree.fields(mapping)
        .filter_map(|entry| tree.scalar(entry.key))
        .any(|key| section.field(key).is_none() && is_meant(section, key, &[wanted]))
}

/// Whether the workflow has one of these keys in the wrong section or under a wrong
/// name: directly, under `environment`, `ios_signing` or `integrations`.
pub(crate) fn has_stray(view: &WorkflowView<'_>, wanted: &'static [&'static str]) -> bool {
    let workflow = view.workflow;
    let environment = workflow.environment.value();
    let signing = environment.and_then(|it| it.ios_signing.value());
    let integrations = workflow.integrations.value();
    let sections = [
        Some((workflow.mapping, Workflow::DECLARATION)),
        environment.map(|it| (it.mapping, Environment::DECLARATION)),
        signing.map(|it| (it.mapping, IosSigning::DECLARATION)),
        integrations.map(|it| (it.mapping, Integrations::DECLARATION)),
    ];
    let tree = view.tree();
    // Workflows share what they merge, keys and all.
    let is_stray = |section: &'static Declaration, key: NodeId, name: &str| {
        let question = (section.name, key, wanted);
        view.file
            .is_stray(question, || is_meant(section, name, wanted))
    };
    sections.into_iter().flatten().any(|(mapping, section)| {
        tree.fields(mapping).any(|entry| {
            let name = tree.scalar(entry.key);
            let unknown = name.filter(|name| section.field(name).is_none());
            unknown.is_some_and(|name| is_stray(section, entry.key, name))
        })
    })
}

fn is_meant(section: &Declaration, key: &str, wanted: &[&'static str]) -> bool {
    let renamed = foreign_key(section.name, key).and_then(|foreign| foreign.rename);
    renamed.is_some_and(|renamed| wanted.contains(&renamed))
        || nearest(key, wanted.iter().copied()).is_some()
}
