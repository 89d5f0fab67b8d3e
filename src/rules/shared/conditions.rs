//! The `when` of a workflow and of its steps, with their conditions read.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::expression::condition::{Condition, Path, Type};
use crate::finding::{Edit, Fix, Safety};
use crate::model::step::When;
use crate::model::workflow::InputType;
use crate::model::{Either, Field, Item, TextNode};
use crate::rules::check::WorkflowView;
use crate::syntax::{NodeId, ScalarStyle, Span, Tree};

use super::credentials::may_hold_more;

/// A `when`.
pub(crate) struct WhenUse<'a> {
    /// The key `when`.
    pub key: NodeId,
    /// The section.
    pub when: &'a When,
    /// What it is about.
    pub place: WhenPlace,
    /// Its condition, if there is one that is not blank.
    pub condition: Option<WrittenCondition<'a>>,
}

/// What a `when` decides about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhenPlace {
    /// The whole build.
    Workflow,
    /// A step of `pre_clone_scripts`.
    PreClone,
    /// A step of `scripts` or `publishing.scripts`.
    Step,
}

/// A condition as written and as read.
pub(crate) struct WrittenCondition<'a> {
    /// The scalar, aliases followed.
    pub node: NodeId,
    /// Its text.
    pub text: &'a str,
    /// What it says.
    pub parsed: Rc<Condition>,
}

/// Every `when` of a workflow, in the order of the sections.
pub(crate) fn whens<'a>(view: &WorkflowView<'a>) -> Vec<WhenUse<'a>> {
    let workflow = view.workflow;
    let mut found = Vec::new();
    let mut add = |field: &'a Field<Arc<When>>, place| {
        if let (Some(key), Some(when)) = (field.key(), field.value()) {
            found.push(WhenUse {
                key,
                when,
                place,
                condition: condition(view, when),
            });
        }
    };
    add(&workflow.when, WhenPlace::Workflow);
    for item in workflow.pre_clone_scripts.items() {
        if let Some(Either::Section(step)) = &item.value {
            add(&step.when, WhenPlace::PreClone);
        }
    }
    let publishing = workflow.publishing.value().map(|it| it.scripts.items());
    let publishing = publishing.unwrap_or_default();
    for item in workflow.scripts.items().iter().chain(publishing) {
        if let Some(Either::Section(step)) = &item.value {
            add(&step.when, WhenPlace::Step);
        }
    }
    found
}

fn condition<'a>(view: &WorkflowView<'a>, when: &When) -> Option<WrittenCondition<'a>> {
    let tree = view.tree();
    // Whether it is a literal or refers to something, only text was accepted.
    when.condition.value()?;
    let node = tree.resolve(when.condition.node()?);
    let text = tree.scalar(node)?;
    (!text.trim().is_empty()).then(|| WrittenCondition {
        node,
        text,
        parsed: view.file.condition(node, text),
    })
}

impl WrittenCondition<'_> {
    /// A part of the text.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The paths of a condition without errors: behind one, words may be anything.
    pub fn sound_paths(&self) -> impl Iterator<Item = (&Path, &Range<usize>)> {
        let is_sound = self.parsed.error.is_none();
        self.parsed.expression.paths().filter(move |_| is_sound)
    }

    /// Another text in place of a part; `None` where the YAML around it would read
    /// it in another way.
    pub fn replace(
        &self,
        view: &WorkflowView<'_>,
        range: &Range<usize>,
        text: &str,
    ) -> Option<Edit> {
        let tree = view.tree();
        let span = view.script_span(self.node, range.clone());
        let text = match tree.scalar_style(self.node)? {
            ScalarStyle::DoubleQuoted => text.replace('\\', "\\\\").replace('"', "\\\""),
            ScalarStyle::SingleQuoted => text.replace('\'', "''"),
            ScalarStyle::Plain => {
                let in_flow = tree.parent(self.node).is_some_and(|it| tree.is_flow(it));
                let quotes_all = range.start == 0 && text.starts_with(['"', '\'']);
                if quotes_all || (in_flow && text.contains(['{', '}', '[', ']', ','])) {
                    return None;
                }
                text.to_owned()
            }
            ScalarStyle::Literal | ScalarStyle::Folded => text.to_owned(),
        };
        // What a line break divides is more than one simple edit.
        let is_one_line = !tree.source().slice(span).contains(['\n', '\r']);
        is_one_line.then_some(Edit { span, text })
    }

    /// Brackets around some parts.
    pub fn brackets(&self, view: &WorkflowView<'_>, parts: &[Range<usize>]) -> Vec<Edit> {
        let put = |at, text: &str| Edit {
            span: Span::at(at),
            text: text.to_owned(),
        };
        let around = |part: &Range<usize>| {
            let span = view.script_span(self.node, part.clone());
            [put(span.start(), "("), put(span.end(), ")")]
        };
        parts.iter().flat_map(around).collect()
    }
}

/// A fix of one edit.
pub(crate) fn fix(title: impl Into<String>, safety: Safety, edit: Edit) -> Fix {
    Fix {
        title: title.into(),
        safety,
        edits: vec![edit],
    }
}

/// The type of an input of the workflow.
pub(crate) fn type_of_input(view: &WorkflowView<'_>, id: &str) -> Type {
    let tree = view.tree();
    let mut entries = view.workflow.inputs.entries().iter();
    let entry = entries.find(|entry| tree.scalar(entry.entry.key) == Some(id));
    let Some(input) = entry.and_then(|entry| entry.value.as_ref()) else {
        return Type::Unknown;
    };
    match input.kind.value() {
        Some(InputType::Boolean) => Type::Boolean,
        Some(InputType::Number) => Type::Number,
        None if input.kind.is_set() => Type::Unknown,
        Some(InputType::String | InputType::Choice) | None => Type::Text,
    }
}

/// Whether no webhook starts the workflow: it is started by hand, by the API or on
/// a schedule, and never has an `event`.
pub(crate) fn has_no_webhook(view: &WorkflowView<'_>) -> bool {
    let triggering = &view.workflow.triggering;
    if !triggering.is_set() {
        return !may_hold_more(view.tree(), view.workflow.mapping);
    }
    // What could not be read may name events.
    triggering.value().is_some_and(|triggering| {
        let events = &triggering.events;
        let lists_none = !events.is_set() || events.value().is_some_and(|it| it.is_empty());
        lists_none && !may_hold_more(view.tree(), triggering.mapping)
    })
}

/// The paths of a changeset's list that could be read: their nodes and texts.
pub(crate) fn entries<'a>(
    tree: &'a Tree,
    list: &'a Field<Arc<Vec<Item<TextNode>>>>,
) -> impl Iterator<Item = (NodeId, &'a str)> {
    let items = list.items().iter();
    items.filter_map(|item| Some((item.node, item.value?.get(tree))))
}
