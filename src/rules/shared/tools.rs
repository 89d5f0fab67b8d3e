//! The tool versions of a workflow and the machine they are for.

use crate::knowledge::machines::{self, Platform};
use crate::model::environment::{Environment, FlutterWithFlavor};
use crate::model::{Either, Field, TextNode, Value, Workflow};
use crate::syntax::{NodeId, Scalar, ScalarStyle, Tree};

use crate::rules::check::WorkflowView;

/// What the workflow's machine runs; `None` where the file does not say.
pub(crate) fn platform(workflow: &Workflow) -> Option<Platform> {
    let machine = workflow.instance_type.value()?.literal()?;
    Some(machines::find(machine.word())?.platform)
}

/// The environment, if it could be read.
pub(crate) fn environment<'a>(view: &WorkflowView<'a>) -> Option<&'a Environment> {
    view.workflow.environment.value().map(AsRef::as_ref)
}

/// A version that is written out, with its node, as Codemagic is given it.
/// Nothing where YAML makes another number of it: that is a finding of its own.
pub(crate) fn written<'t>(
    tree: &'t Tree,
    version: &Field<Value<TextNode>>,
) -> Option<(NodeId, &'t str)> {
    text(tree, *version.value()?.literal()?)
}

/// The version of `flutter`, in its short form or beside a flavor.
pub(crate) fn flutter<'t>(tree: &'t Tree, environment: &Environment) -> Option<(NodeId, &'t str)> {
    match environment.flutter.value()? {
        Either::Text(version) => text(tree, *version.literal()?),
        Either::Section(section) => flavored(tree, section),
    }
}

/// The version beside a flavor, if it is written out.
pub(crate) fn flavored<'t>(
    tree: &'t Tree,
    section: &FlutterWithFlavor,
) -> Option<(NodeId, &'t str)> {
    text(tree, *section.version.value()?)
}

fn text(tree: &Tree, text: TextNode) -> Option<(NodeId, &str)> {
    let node = text.0;
    let text = text.get(tree).trim();
    let is_reference = text.contains('$') || text.starts_with("Encrypted(");
    (!is_reference && keeps_its_text(tree, node, text)).then_some((node, text))
}

/// Whether the text that is written is the one that arrives: `3.10` and `017`
/// without quotes are other numbers.
fn keeps_its_text(tree: &Tree, node: NodeId, text: &str) -> bool {
    let is_number = matches!(tree.value(node), Some(Scalar::Int(_) | Scalar::Float(_)));
    if !is_number || tree.scalar_style(node) != Some(ScalarStyle::Plain) {
        return true;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let short = fraction == "0" || !fraction.ends_with('0');
    digits(whole) && digits(fraction) && !whole.starts_with('0') && short
}
