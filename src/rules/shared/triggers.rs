//! What starts a workflow: its events and its patterns, with what holds where the
//! file says nothing.

use std::rc::Rc;
use std::sync::Arc;

use crate::expression::glob::Pattern;
use crate::expression::template;
use crate::model::triggering::{BranchPattern, Event, TagPattern, Triggering};
use crate::model::{Field, Item, TextNode, Value};
use crate::syntax::{NodeId, Tree};

use super::credentials::may_hold_more;
use crate::rules::check::WorkflowView;

/// The events of a workflow that has `triggering`, all of them understood.
pub(crate) struct Triggers<'a> {
    /// The section.
    pub triggering: &'a Triggering,
    /// The events, with their items.
    pub events: Vec<(NodeId, Event)>,
}

impl<'a> Triggers<'a> {
    /// What starts a workflow; `None` without `triggering`, and where it or its
    /// events could not be read.
    pub fn of(view: &WorkflowView<'a>) -> Option<Self> {
        let triggering: &'a Triggering = view.workflow.triggering.value()?;
        if may_hold_more(view.tree(), triggering.mapping) {
            return None;
        }
        let list = &triggering.events;
        if list.is_set() && list.value().is_none() {
            return None;
        }
        let items = list.items().iter();
        let events: Option<Vec<_>> = items.map(|item| Some((item.node, item.value?))).collect();
        Some(Self {
            triggering,
            events: events?,
        })
    }

    /// The item that lists an event.
    pub fn event(&self, event: Event) -> Option<NodeId> {
        let found = self.events.iter().find(|(_, listed)| *listed == event);
        found.map(|(node, _)| *node)
    }

    /// Whether events are listed and all concern pull requests.
    pub fn only_pull_requests(&self) -> bool {
        !self.events.is_empty() && self.events.iter().all(|(_, it)| is_pull_request(*it))
    }

    /// The item of the first event that concerns a pull request.
    pub fn pull_request(&self) -> Option<NodeId> {
        let found = self
            .events
            .iter()
            .find(|(_, event)| is_pull_request(*event));
        found.map(|(node, _)| *node)
    }

    /// The item of the first event that concerns a branch.
    pub fn branch_event(&self) -> Option<NodeId> {
        let found = self.events.iter().find(|(_, event)| *event != Event::Tag);
        found.map(|(node, _)| *node)
    }

    /// Whether events are listed and `tag` is the only one.
    pub fn only_tags(&self) -> bool {
        !self.events.is_empty() && self.branch_event().is_none()
    }
}

fn is_pull_request(event: Event) -> bool {
    matches!(
        event,
        Event::PullRequest | Event::PullRequestLabeled | Event::PullRequestLabelled
    )
}

/// A list of patterns.
pub(crate) struct PatternList<'a> {
    /// The list's key: `branch_patterns` or `tag_patterns`.
    pub key: NodeId,
    /// What the patterns are about: "branch" or "tag".
    pub kind: &'static str,
    /// Its items, in order.
    pub rules: Vec<PatternRule<'a>>,
}

impl PatternList<'_> {
    /// The first item, where it is written: the same wherever the list is used.
    pub fn first(&self) -> NodeId {
        self.rules.first().map_or(self.key, |rule| rule.item)
    }
}

/// An item of `branch_patterns` or `tag_patterns`.
pub(crate) struct PatternRule<'a> {
    /// The item, where it is written; it may be an alias.
    pub item: NodeId,
    /// The item's mapping.
    pub mapping: NodeId,
    /// The key `pattern`, where it is written.
    pub key: Option<NodeId>,
    /// The value of `pattern`, where it is written.
    pub node: Option<NodeId>,
    /// The pattern, `*` where none is written; `None` where variables or inputs
    /// decide, and where it could not be read.
    pub text: Option<&'a str>,
    /// Whether what matches is built; `None` where it could not be read.
    pub include: Option<bool>,
    /// Whether the source branch of a pull request is looked at; `None` for tags
    /// and where it could not be read.
    pub source: Option<bool>,
    /// The key `source`, where it is written.
    pub source_key: Option<NodeId>,
}

impl PatternRule<'_> {
    /// Where to show the rule: its pattern, or the item.
    pub fn place(&self) -> NodeId {
        self.node.unwrap_or(self.item)
    }

    /// The pattern, where it is known and could be parsed.
    pub fn pattern(&self, view: &WorkflowView<'_>) -> Option<Rc<Pattern>> {
        let pattern = view.file.pattern(self.place(), self.text?);
        pattern.is_readable().then_some(pattern)
    }
}

/// `branch_patterns`, if it is a list whose items could all be read.
pub(crate) fn branch_patterns<'a>(view: &WorkflowView<'a>) -> Option<PatternList<'a>> {
    let triggering: &'a Triggering = view.workflow.triggering.value()?;
    let rule = |item: &'a Item<Arc<BranchPattern>>| {
        let section = item.value.as_deref()?;
        let base = Base::of(view.tree(), item.node, section.mapping);
        let mut rule = base.rule(&section.pattern, &section.include)?;
        rule.source = switch(&section.source);
        rule.source_key = section.source.key();
        Some(rule)
    };
    let list = &triggering.branch_patterns;
    Some(PatternList {
        key: list.key()?,
        kind: "branch",
        rules: list.value()?.iter().map(rule).collect::<Option<_>>()?,
    })
}

/// `tag_patterns`, if it is a list whose items could all be read.
pub(crate) fn tag_patterns<'a>(view: &WorkflowView<'a>) -> Option<PatternList<'a>> {
    let triggering: &'a Triggering = view.workflow.triggering.value()?;
    let rule = |item: &'a Item<Arc<TagPattern>>| {
        let section = item.value.as_deref()?;
        let base = Base::of(view.tree(), item.node, section.mapping);
        base.rule(&section.pattern, &section.include)
    };
    let list = &triggering.tag_patterns;
    Some(PatternList {
        key: list.key()?,
        kind: "tag",
        rules: list.value()?.iter().map(rule).collect::<Option<_>>()?,
    })
}

/// Both lists, as far as they are there.
pub(crate) fn pattern_lists<'a>(view: &WorkflowView<'a>) -> impl Iterator<Item = PatternList<'a>> {
    [branch_patterns(view), tag_patterns(view)]
        .into_iter()
        .flatten()
}

struct Base<'a> {
    tree: &'a Tree,
    item: NodeId,
    mapping: NodeId,
}

impl<'a> Base<'a> {
    fn of(tree: &'a Tree, item: NodeId, mapping: NodeId) -> Self {
        Self {
            tree,
            item,
            mapping,
        }
    }

    fn rule(
        &self,
        pattern: &Field<Value<TextNode>>,
        include: &Field<bool>,
    ) -> Option<PatternRule<'a>> {
        if may_hold_more(self.tree, self.mapping) {
            return None;
        }
        let text = if pattern.is_set() {
            let written = pattern.literal(self.tree);
            written.filter(|text| template::parts(text).next().is_none())
        } else {
            Some("*")
        };
        Some(PatternRule {
            item: self.item,
            mapping: self.mapping,
            key: pattern.key(),
            node: pattern.node().filter(|_| pattern.is_set()),
            text,
            include: switch(include),
            source: None,
            source_key: None,
        })
    }
}

/// A switch that is on unless the file says otherwise.
fn switch(field: &Field<bool>) -> Option<bool> {
    if field.is_set() {
        field.value().copied()
    } else {
        Some(true)
    }
}
