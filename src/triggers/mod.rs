//! What starts a workflow: whether a webhook does, and why.
//!
//! What is documented: the event must be listed; of the patterns that match, from the
//! first to the last, the last decides; for pull requests a pattern is about the source
//! branch unless it has `source: false`; patterns of branches do not apply to tags;
//! without patterns every branch matches. `when` is judged after cloning: its changeset
//! and its condition must both hold, or the build is skipped. What is not known, and
//! what no documentation tells, is [`Truth::Unknown`], with the reason.

mod changeset;
mod data;
mod describe;
mod patterns;
#[cfg(feature = "cli")]
pub mod report;
mod when;

use std::collections::BTreeMap;

use crate::effective::Hidden;
use crate::expression::condition::Truth;
use crate::model::triggering::{Event, Triggering};
use crate::model::{Config, Workflow};
use crate::rules::shared::credentials::may_hold_more;
use crate::syntax::{NodeId, Span, Tree};

pub use changeset::{ChangesetAnswer, EntryAnswer};
pub use describe::{Description, describe};
pub use patterns::{PatternAnswer, PatternsAnswer, PatternsGap, Subject, Unclear};
pub use when::{ConditionAnswer, StepAnswer, WhenAnswer};

use data::Known;

/// A webhook, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    /// What happened; one of the two spellings of a label stands for both.
    pub event: Event,
    /// The branch that was pushed, or the source branch of the pull request.
    pub branch: Option<String>,
    /// The target branch of the pull request.
    pub target: Option<String>,
    /// The tag.
    pub tag: Option<String>,
    /// The files that changed since the last successful build, relative to the
    /// repository.
    pub changed: Option<Vec<String>>,
    /// Environment variables; they win over those of the file.
    pub variables: BTreeMap<String, String>,
    /// What is known of the payload that the repository's host sends.
    pub payload: serde_json::Value,
}

impl Webhook {
    /// An event of which nothing else is known.
    pub fn new(event: Event) -> Self {
        Self {
            event,
            branch: None,
            target: None,
            tag: None,
            changed: None,
            variables: BTreeMap::new(),
            payload: serde_json::Value::Null,
        }
    }

    /// Whether the event concerns a pull request.
    pub fn is_pull_request(&self) -> bool {
        is_pull_request(self.event)
    }
}

fn is_pull_request(event: Event) -> bool {
    matches!(
        event,
        Event::PullRequest | Event::PullRequestLabeled | Event::PullRequestLabelled
    )
}

/// Whether two events are the same, whatever the spelling.
fn is_same(one: Event, other: Event) -> bool {
    let one_spelling = |event| match event {
        Event::PullRequestLabelled => Event::PullRequestLabeled,
        other => other,
    };
    one_spelling(one) == one_spelling(other)
}

/// What a webhook does to a workflow.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The workflow's id, without secrets.
    pub id: String,
    /// The id's place.
    pub span: Span,
    /// Whether the event is one that starts the workflow.
    pub event: EventAnswer,
    /// The patterns that apply to the event; `None` where there are none and so every
    /// branch matches, and where the event is not listed.
    pub patterns: Option<PatternsAnswer>,
    /// The workflow's `when`.
    pub when: Option<WhenAnswer>,
    /// The steps that have a `when`.
    pub steps: Vec<StepAnswer>,
    /// Inputs without a default, by id: a build that a webhook starts fails for them.
    pub inputs_without_default: Vec<String>,
    /// Whether running builds of the same branch are cancelled.
    pub cancels_previous: bool,
}

impl Answer {
    /// Whether the webhook starts a build.
    pub fn starts(&self) -> Truth {
        let patterns = self.patterns.as_ref().map_or(Truth::True, |it| it.truth);
        self.event.listed.and(patterns)
    }

    /// Whether it starts a build that is not skipped.
    pub fn verdict(&self) -> Truth {
        let when = self.when.as_ref().map_or(Truth::True, WhenAnswer::truth);
        self.starts().and(when)
    }

    /// Whether a build that starts fails before anything is run, for want of inputs.
    pub fn fails(&self) -> bool {
        !self.inputs_without_default.is_empty()
    }
}

/// Whether an event is one that starts a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventAnswer {
    /// Whether it is listed.
    pub listed: Truth,
    /// Where: the item, else the key `events` or `triggering`, else the workflow's id.
    pub span: Span,
    /// Why not.
    pub why: Option<EventReason>,
}

/// Why an event starts nothing, or may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventReason {
    /// The workflow has no `triggering`.
    NoTriggering,
    /// `triggering` lists no events.
    NoEvents,
    /// Others are listed.
    NotListed,
    /// A part of the workflow that decides could not be read.
    Unread,
}

/// What a webhook does to each workflow of a file, in the order of the file. The text of
/// `hidden` is in none of the answers.
pub fn answers(tree: &Tree, config: &Config, webhook: &Webhook, hidden: &Hidden) -> Vec<Answer> {
    let entries = config.workflows.entries().iter();
    let answers = entries.map(|entry| {
        let key = entry.entry.key;
        let workflow = entry.value.as_deref();
        Question {
            tree,
            webhook,
            hidden,
            key,
        }
        .answer(workflow)
    });
    answers.collect()
}

/// What is asked about one workflow.
struct Question<'a> {
    tree: &'a Tree,
    webhook: &'a Webhook,
    hidden: &'a Hidden,
    key: NodeId,
}

impl Question<'_> {
    fn answer(&self, workflow: Option<&Workflow>) -> Answer {
        let tree = self.tree;
        let mut answer = Answer {
            id: self.hidden.text(tree, self.key).into_owned(),
            span: tree.span(self.key),
            event: self.no_event(self.key, Truth::Unknown, EventReason::Unread),
            patterns: None,
            when: None,
            steps: Vec::new(),
            inputs_without_default: Vec::new(),
            cancels_previous: false,
        };
        let Some(workflow) = workflow else {
            return answer;
        };
        answer.event = self.event(workflow);
        let known = Known::new(tree, workflow, self.key, self.webhook);
        if let Some(triggering) = workflow.triggering.value()
            && answer.event.listed != Truth::False
        {
            answer.patterns = patterns::answer(tree, triggering, self.webhook, self.hidden);
            answer.cancels_previous =
                triggering.cancel_previous_builds.is_true() && self.webhook.event != Event::Tag;
        }
        answer.when = when::of_workflow(&known, workflow, self.hidden);
        answer.steps = when::of_steps(&known, workflow, self.hidden);
        answer.inputs_without_default = known.inputs_without_default();
        answer
    }

    fn event(&self, workflow: &Workflow) -> EventAnswer {
        let tree = self.tree;
        let triggering = &workflow.triggering;
        let Some(key) = triggering.key().filter(|_| triggering.is_set()) else {
            let place = triggering.key().unwrap_or(self.key);
            return if may_hold_more(tree, workflow.mapping) {
                self.no_event(place, Truth::Unknown, EventReason::Unread)
            } else {
                self.no_event(place, Truth::False, EventReason::NoTriggering)
            };
        };
        let Some(triggering) = triggering.value() else {
            return self.no_event(key, Truth::Unknown, EventReason::Unread);
        };
        self.listed(triggering, key)
    }

    fn listed(&self, triggering: &Triggering, key: NodeId) -> EventAnswer {
        let events = &triggering.events;
        let place = events.key().unwrap_or(key);
        let items = events.items();
        let is_it = |event: Option<Event>| event.is_some_and(|it| is_same(it, self.webhook.event));
        if let Some(item) = items.iter().find(|item| is_it(item.value)) {
            return EventAnswer {
                listed: Truth::True,
                span: self.tree.span(item.node),
                why: None,
            };
        }
        let is_unread = (events.is_set() && events.value().is_none())
            || items.iter().any(|item| item.value.is_none())
            || may_hold_more(self.tree, triggering.mapping);
        if is_unread {
            return self.no_event(place, Truth::Unknown, EventReason::Unread);
        }
        let why = if items.is_empty() {
            EventReason::NoEvents
        } else {
            EventReason::NotListed
        };
        self.no_event(place, Truth::False, why)
    }

    fn no_event(&self, place: NodeId, listed: Truth, why: EventReason) -> EventAnswer {
        EventAnswer {
            listed,
            span: self.tree.span(place),
            why: Some(why),
        }
    }
}
