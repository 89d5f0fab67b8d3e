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
        .any(|key| section.field(key).is_none() && is_meant(section, key, wanted))
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
    let is_stray = |section: &'static Declaration, key: NodeId| {
        let Some(name) = tree.scalar(key) else {
            return false;
        };
        let mut wanted = wanted.iter();
        section.field(name).is_none() && wanted.any(|wanted| is_meant(section, name, wanted))
    };
    sections.into_iter().flatten().any(|(mapping, section)| {
        let mut keys = tree.fields(mapping).map(|entry| entry.key);
        keys.any(|key| {
            let question = (section.name, key, wanted);
            // Workflows share what they merge, keys and all.
            view.file.is_stray(question, || is_stray(section, key))
        })
    })
}

fn is_meant(section: &Declaration, key: &str, wanted: &'static str) -> bool {
    let renamed = foreign_key(section.name, key).and_then(|foreign| foreign.rename);
    renamed == Some(wanted) || nearest(key, [wanted]).is_some()
}
