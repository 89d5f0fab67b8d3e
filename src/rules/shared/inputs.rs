//! The inputs of a workflow.

use crate::expression::template::{Malformed, Part, PartKind};
use crate::model::Field;
use crate::model::workflow::{Input, InputType};
use crate::rules::check::WorkflowView;
use crate::rules::texts::Text;
use crate::syntax::{NodeId, Scalar, Span, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// An input of a workflow.
#[derive(Clone, Copy)]
pub(crate) struct Declared<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where the id stands.
    pub key: NodeId,
    /// What is said of it.
    pub input: &'a Input,
}

impl Declared<'_> {
    /// Its type; `None` where it could not be read.
    pub fn kind(&self) -> Option<InputType> {
        kind(self.input)
    }
}

/// An input's type; `None` where it could not be read.
pub(crate) fn kind(input: &Input) -> Option<InputType> {
    if input.kind.is_set() {
        input.kind.value().copied()
    } else {
        Some(InputType::String)
    }
}

/// The inputs that could be read, in the order of the file.
pub(crate) fn declared<'a>(view: &WorkflowView<'a>) -> impl Iterator<Item = Declared<'a>> {
    let tree = view.tree();
    view.workflow.inputs.entries().iter().filter_map(|entry| {
        Some(Declared {
            id: tree.scalar(entry.entry.key)?,
            key: entry.entry.key,
            input: entry.value.as_deref()?,
        })
    })
}

/// Whether inputs may be there that could not be read.
pub(crate) fn has_more(view: &WorkflowView<'_>) -> bool {
    let inputs = &view.workflow.inputs;
    inputs.is_set() && inputs.value().is_none()
}

/// The inputs that could be read, by id.
pub(crate) fn by_id<'a>(view: &WorkflowView<'a>) -> FxHashMap<&'a str, Declared<'a>> {
    declared(view).map(|input| (input.id, input)).collect()
}

/// The ids of all inputs, readable or not.
pub(crate) fn ids<'a>(view: &WorkflowView<'a>) -> FxHashSet<&'a str> {
    let entries = view.workflow.inputs.entries().iter();
    entries
        .filter_map(|entry| view.tree().scalar(entry.entry.key))
        .collect()
}

/// Where a part of a text stands.
pub(crate) fn span(view: &WorkflowView<'_>, text: &Text<'_>, part: &Part<'_>) -> Span {
    view.script_span(text.place.node, part.range.clone())
}

/// The whole text's input, where the text is nothing else.
pub(crate) fn whole<'t>(text: &'t Text<'_>) -> Option<&'t str> {
    let [part] = &text.parts[..] else { return None };
    match part.kind {
        PartKind::Input { id, .. } if text.is_whole(part) => Some(id),
        _ => None,
    }
}

/// The values that a `choice` offers, those written out.
pub(crate) fn options<'a>(
    tree: &'a Tree,
    input: &'a Input,
) -> impl Iterator<Item = (NodeId, &'a str)> {
    let items = input.options.items().iter();
    items.filter_map(|item| Some((item.node, item.value.as_ref()?.get(tree))))
}

/// A scalar as Codemagic casts options to text: booleans in lower case.
pub(crate) fn as_text(tree: &Tree, node: NodeId) -> String {
    match tree.value(node) {
        Some(Scalar::Bool(value)) => value.to_string(),
        _ => tree.scalar(node).unwrap_or_default().to_owned(),
    }
}

/// The value of a field, wherever it is written.
pub(crate) fn node<T>(tree: &Tree, field: &Field<T>) -> Option<NodeId> {
    field.node().map(|node| tree.resolve(node))
}

/// What is wrong with `${{ … }}`, what to do about it, and the text that is meant,
/// if that is clear.
pub(crate) fn explain(malformed: &Malformed<'_>) -> (String, String, Option<String>) {
    let only = "only `${{ inputs.<id> }}` is read";
    match *malformed {
        Malformed::Unclosed => ("has no closing `}}`".into(), only.into(), None),
        Malformed::Empty | Malformed::Operator(_) => ("names nothing".into(), only.into(), None),
        Malformed::NoContext(name) => {
            let wanted = format!("${{{{ inputs.{name} }}}}");
            let help = format!("write `{wanted}`");
            (
                "names no input: `inputs.` is missing".into(),
                help,
                Some(wanted),
            )
        }
        Malformed::Context { context, member } => {
            let is_variable = matches!(context, "env" | "secrets" | "vars");
            let wanted = member
                .filter(|_| is_variable)
                .map(|name| format!("${name}"));
            let instead = wanted
                .as_deref()
                .map(|it| format!("; write `{it}` for the variable"));
            let help = format!("{only}{}", instead.unwrap_or_default());
            let problem = format!("is not filled in: Codemagic has no context `{context}`");
            (problem, help, wanted)
        }
        Malformed::Id(id) => {
            let help = "ids begin with a letter and go on with letters, digits and `_`";
            (
                format!("names no input: `{id}` cannot be an id"),
                help.into(),
                None,
            )
        }
    }
}
