//! Names of variables that stand for others, and names that nothing sets.

use crate::expression::{Reference, reference};
use crate::finding::Severity;
use crate::knowledge::variables::{all_built_in, invented, is_conventional, meant_by};
use crate::rules::check::{VariableSource, WorkflowView};
use crate::rules::texts::Text;

use super::words::nearest;

/// Most of the workflow's own names that an unknown one is compared with.
const MOST_COMPARED: usize = 200;

/// The variables of Codemagic that may be meant by a name, the likeliest first.
pub(crate) fn meant_of_codemagic(name: &str) -> Vec<&'static str> {
    let known = meant_by(name);
    if !known.is_empty() {
        return known.to_vec();
    }
    let ours = all_built_in().iter().map(|it| it.name);
    let ours = ours.filter(|name| name.starts_with("CM_"));
    match nearest(name, ours.chain(invented())) {
        // A misspelt name of those that never were.
        Some(near) if !meant_by(near).is_empty() => meant_by(near).to_vec(),
        near => near.into_iter().collect(),
    }
}

/// The variable of the workflow or of Codemagic that may be meant by a name.
pub(crate) fn meant<'a>(view: &WorkflowView<'a>, name: &str) -> Option<&'a str> {
    let tree = view.tree();
    let environment = view.workflow.environment.value();
    let entries = environment.map(|it| it.vars.entries()).unwrap_or_default();
    let own = entries.iter().take(MOST_COMPARED);
    nearest(name, own.filter_map(|it| tree.scalar(it.entry.key)))
        .or_else(|| meant_of_codemagic(name).first().copied())
}

/// Whether a step sets the variable, or may: for later steps and their
/// conditions.
pub(crate) fn may_be_set_by_a_step(view: &WorkflowView<'_>, name: &str) -> bool {
    let assignments = view.assignments();
    assignments.from_files || assignments.names.contains(name)
}

/// Whether the name has the prefix of Codemagic's variables and is none of them,
/// nor set by anything in the file.
pub(crate) fn is_unknown_of_codemagic(view: &WorkflowView<'_>, name: &str) -> bool {
    if !name.starts_with("CM_")
        || view.variable(name) == VariableSource::Known
        || is_conventional(name)
        || may_be_set_by_a_step(view, name)
    {
        return false;
    }
    // A script that expects it unset may have it from elsewhere, unless the name is
    // that of something else.
    !view.assignments().tested.contains(name) || !meant_of_codemagic(name).is_empty()
}

/// How bad a variable in this text is that nothing sets: `None` where a group may
/// hold it, where Codemagic does not fill in the text, or where another rule says
/// more: keys of App Store Connect have one, and conditions take no `$NAME`.
pub(crate) fn severity_of_undefined(view: &WorkflowView<'_>, text: &Text<'_>) -> Option<Severity> {
    let place = text.place;
    let credentials = ["api_key", "key_id", "issuer_id", "apple_id", "password"];
    let is_credential =
        place.section.name == "AppStoreConnect" && credentials.contains(&place.field.key);
    let is_filled_in = place.shape.accepts_variable()
        && reference(text.text) == Some(Reference::Variable)
        && !is_credential
        && place.field.key != "condition";
    if !is_filled_in || view.imports_groups() {
        return None;
    }
    // One report says that Codemagic takes it for an empty recipient.
    Some(match place.field.key {
        "recipients" => Severity::Warning,
        _ => Severity::Error,
    })
}
