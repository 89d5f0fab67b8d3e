//! `when`: changeset and condition must both hold, or the build or step is skipped.

use std::sync::Arc;

use crate::effective::Hidden;
use crate::expression::condition::{self, NeedKind, Truth};
use crate::model::step::When;
use crate::model::{Either, Field, Workflow};
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::words::excerpt;
use crate::syntax::{NodeId, Span};

use super::changeset::{self, ChangesetAnswer};
use super::data::Known;

/// What a `when` says.
#[derive(Debug, Clone)]
pub struct WhenAnswer {
    /// The key's place.
    pub span: Span,
    /// Its changeset.
    pub changeset: Option<ChangesetAnswer>,
    /// Its condition.
    pub condition: Option<ConditionAnswer>,
    /// Whether all of it could be read.
    pub is_readable: bool,
}

impl WhenAnswer {
    /// Whether both hold, as far as they are there.
    pub fn truth(&self) -> Truth {
        let changeset = self.changeset.as_ref().map_or(Truth::True, |it| it.truth);
        let condition = self.condition.as_ref().map_or(Truth::True, |it| it.truth);
        let both = changeset.and(condition);
        if self.is_readable {
            both
        } else {
            both.and(Truth::Unknown)
        }
    }
}

/// What a condition says.
#[derive(Debug, Clone)]
pub struct ConditionAnswer {
    /// Its text on one line, without secrets.
    pub text: String,
    /// Its place.
    pub span: Span,
    /// Whether it holds.
    pub truth: Truth,
    /// What it depends on, each once, in the order of the text.
    pub needs: Vec<NeedKind>,
}

/// A step with a `when`.
#[derive(Debug, Clone)]
pub struct StepAnswer {
    /// The step's name, or the beginning of its script.
    pub name: String,
    /// `pre_clone_scripts`, `scripts` or `publishing.scripts`.
    pub section: &'static str,
    /// The place of its `when`.
    pub span: Span,
    /// What its `when` says.
    pub when: WhenAnswer,
}

/// The `when` of a workflow.
pub(super) fn of_workflow(
    known: &Known<'_>,
    workflow: &Workflow,
    hidden: &Hidden,
) -> Option<WhenAnswer> {
    answer(known, &workflow.when, hidden)
}

/// The steps that have a `when`, in the order of the file's sections.
pub(super) fn of_steps(known: &Known<'_>, workflow: &Workflow, hidden: &Hidden) -> Vec<StepAnswer> {
    let mut found = Vec::new();
    for item in workflow.pre_clone_scripts.items() {
        if let Some(Either::Section(step)) = &item.value {
            let names = [step.name.value(), step.script.value()];
            let nodes = names.map(|node| node.map(|it| it.0));
            found.extend(of_step(
                known,
                "pre_clone_scripts",
                &step.when,
                nodes,
                hidden,
            ));
        }
    }
    let publishing = workflow.publishing.value().map(|it| it.scripts.items());
    let build = workflow.scripts.items().iter().map(|it| ("scripts", it));
    let publishing = publishing.unwrap_or_default().iter();
    let publishing = publishing.map(|it| ("publishing.scripts", it));
    for (section, item) in build.chain(publishing) {
        if let Some(Either::Section(step)) = &item.value {
            let names = [step.name.value(), step.script.value()];
            let nodes = names.map(|node| node.map(|it| it.0));
            found.extend(of_step(known, section, &step.when, nodes, hidden));
        }
    }
    found
}

fn of_step(
    known: &Known<'_>,
    section: &'static str,
    when: &Field<Arc<When>>,
    names: [Option<NodeId>; 2],
    hidden: &Hidden,
) -> Option<StepAnswer> {
    let when = answer(known, when, hidden)?;
    let name = names.into_iter().flatten().next();
    let name = name.map(|node| excerpt(hidden.text(known.tree, node).trim_start()));
    Some(StepAnswer {
        name: name.unwrap_or_default(),
        section,
        span: when.span,
        when,
    })
}

/// What a `when` says; `None` where there is none.
fn answer(known: &Known<'_>, field: &Field<Arc<When>>, hidden: &Hidden) -> Option<WhenAnswer> {
    let tree = known.tree;
    let key = field.key().filter(|_| field.is_set())?;
    let mut answer = WhenAnswer {
        span: tree.span(key),
        changeset: None,
        condition: None,
        is_readable: false,
    };
    let Some(when) = field.value() else {
        return Some(answer);
    };
    let changed = known.webhook.changed.as_deref();
    let changeset = &when.changeset;
    if let (Some(key), Some(changeset)) = (changeset.key(), changeset.value()) {
        answer.changeset = Some(changeset::answer(tree, key, changeset, changed, hidden));
    }
    answer.condition = condition(known, when, hidden);
    let is_unread = changeset.is_set() && changeset.value().is_none();
    answer.is_readable = !is_unread && !may_hold_more(tree, when.mapping);
    Some(answer)
}

fn condition(known: &Known<'_>, when: &When, hidden: &Hidden) -> Option<ConditionAnswer> {
    let tree = known.tree;
    let field = &when.condition;
    let node = tree.resolve(field.node().filter(|_| field.is_set())?);
    let text = tree.scalar(node).unwrap_or_default();
    let shown = hidden.text(tree, node);
    let lines: Vec<&str> = shown.split_whitespace().collect();
    let mut answer = ConditionAnswer {
        text: lines.join(" "),
        span: tree.span(node),
        truth: Truth::Unknown,
        needs: vec![NeedKind::Invalid],
    };
    // Something else than text is no condition.
    if field.value().is_some() {
        if text.trim().is_empty() {
            return None;
        }
        let judged = condition::parse(text).evaluate(known);
        answer.truth = judged.truth;
        answer.needs.clear();
        for need in judged.needs {
            if !answer.needs.contains(&need.kind) {
                answer.needs.push(need.kind);
            }
        }
    }
    Some(answer)
}
