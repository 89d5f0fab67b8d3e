//! How rules report.

use std::borrow::Cow;

use crate::finding::{Category, Fix, Severity};
use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::settings::Settings;

/// A finding before the engine adds what all findings have.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(super) rule: usize,
    pub(super) workflow: Option<usize>,
    pub(super) node: NodeId,
    pub(super) span: Span,
    /// The span as reported, before a use of an anchor is shown instead.
    pub(super) secret: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) related: Vec<(Span, String)>,
    pub(super) fix: Option<Fix>,
    pub(super) severity: Option<Severity>,
    pub(super) in_use: bool,
    /// What makes something missing: see [`Draft::caused_by`].
    pub(super) cause: Option<NodeId>,
    /// The number of another linter's check: see [`Draft::code`].
    pub(super) code: Option<u16>,
}

/// Findings of one file at most, exposed secrets aside. Nobody reads more, and a file of
/// garbage would take gigabytes.
pub(super) const MAX_FINDINGS: usize = 10_000;

/// How often rules may report in one file, each workflow that shares a defect counted.
pub(super) const MAX_REPORTS: usize = 100_000;

/// Collects what a rule reports.
pub struct Report<'a> {
    tree: &'a Tree,
    settings: &'a Settings,
    pub(super) rule: usize,
    pub(super) workflow: Option<usize>,
    pub(super) drafts: Vec<Draft>,
    /// Drafts that may still be reported.
    room: usize,
    /// The last that did not find room.
    refused: Option<Draft>,
}

impl<'a> Report<'a> {
    pub(super) fn new(tree: &'a Tree, settings: &'a Settings) -> Self {
        Self {
            tree,
            settings,
            rule: 0,
            workflow: None,
            drafts: Vec::new(),
            room: MAX_REPORTS,
            refused: None,
        }
    }

    /// Whether the rule with this index is on.
    pub(super) fn is_on(&self, index: usize) -> bool {
        self.settings.selection.severity(index).is_some()
    }

    /// Whether something was reported that found no room.
    pub(super) fn is_full(&self) -> bool {
        self.refused.is_some()
    }

    /// Whether more was reported since the last time than a file may have.
    pub(super) fn is_enough(&self) -> bool {
        self.is_full() || self.drafts.len() > MAX_FINDINGS
    }

    /// Makes room for one more: to say that there is no room.
    pub(super) fn make_room(&mut self) {
        self.room = self.room.max(1);
    }

    /// The tree.
    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// What the project says of itself.
    pub fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// Where the node is shown.
    pub(super) fn place(&self, node: NodeId) -> Span {
        place(self.tree, node)
    }

    /// Where something was reported since the workflows were last looked at.
    pub(super) fn places(&self) -> impl Iterator<Item = Span> + use<> {
        let places: Vec<Span> = self.drafts.iter().map(|draft| draft.span).collect();
        places.into_iter()
    }

    /// Reports at a key, a value, or the key of a list or mapping.
    pub fn at(&mut self, node: NodeId, message: impl Into<String>) -> &mut Draft {
        self.push(node, place(self.tree, node), message.into())
    }

    /// Reports at a part of a node, or at a place that belongs to it.
    pub fn span(&mut self, node: NodeId, span: Span, message: impl Into<String>) -> &mut Draft {
        self.push(node, span, message.into())
    }

    /// Reports at a place of the text that has no node of its own.
    pub fn text(&mut self, span: Span, message: impl Into<String>) -> &mut Draft {
        let node = self.tree.innermost(span.start());
        self.push(node, span, message.into())
    }

    fn push(&mut self, node: NodeId, span: Span, message: String) -> &mut Draft {
        let draft = Draft {
            rule: self.rule,
            workflow: self.workflow,
            node,
            span,
            secret: span,
            message,
            help: None,
            related: Vec::new(),
            fix: None,
            severity: None,
            in_use: false,
            cause: None,
            code: None,
        };
        let is_secret = super::all()[self.rule].category == Category::Security;
        match self.room.checked_sub(1) {
            Some(room) => self.room = room,
            // What no report may show must be known, all of it.
            None if is_secret => {}
            None => return self.refused.insert(draft),
        }
        let index = self.drafts.len();
        self.drafts.push(draft);
        &mut self.drafts[index]
    }
}

impl Draft {
    /// What to do about it: a sentence or two.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Another node that explains the finding.
    pub fn related(&mut self, tree: &Tree, node: NodeId, message: impl Into<String>) -> &mut Self {
        self.related_span(place(tree, node), message)
    }

    /// Another place that explains the finding.
    pub fn related_span(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push((span, message.into()));
        self
    }

    /// The node that makes what the workflow lacks a defect. Workflows that share it
    /// share the finding, though each is shown by its own key.
    pub fn caused_by(
        &mut self,
        tree: &Tree,
        node: NodeId,
        message: impl Into<String>,
    ) -> &mut Self {
        self.cause = Some(node);
        self.in_use = true;
        self.related(tree, node, message)
    }

    /// Another linter found it, with its check of this number. Draws on text of the
    /// script, so that no secret may be in it.
    pub fn code(&mut self, code: u16) -> &mut Self {
        self.code = Some(code);
        self
    }

    /// The id of the finding: the rule's, with the check of another linter.
    pub(super) fn id(&self) -> Cow<'static, str> {
        let rule = super::all()[self.rule].id;
        match self.code {
            Some(code) => format!("{rule}[SC{code:04}]").into(),
            None => rule.into(),
        }
    }

    /// How to mend it.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// A severity other than the rule's own; configuration still wins.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = Some(severity);
        self
    }

    /// The defect depends on the rest of the workflow. Where the node comes from
    /// an anchor, it is then shown where the workflow uses it.
    pub fn in_use(&mut self) -> &mut Self {
        self.in_use = true;
        self
    }
}

/// Where a node is shown: scalars and flow collections as written, block ones at
/// their key or their first line.
pub(crate) fn place(tree: &Tree, node: NodeId) -> Span {
    let span = tree.span(node);
    let block = match tree.kind(node) {
        NodeKind::Alias => false,
        NodeKind::Scalar => tree
            .scalar_style(node)
            .is_some_and(crate::syntax::ScalarStyle::is_block),
        NodeKind::Sequence | NodeKind::Mapping => !tree.is_flow(node),
    };
    if !block && !span.is_empty() {
        return span;
    }
    if let Some(key) = tree.key_of(node) {
        return tree.span(key);
    }
    if let Some(first) = tree.entries(node).first() {
        return tree.span(first.key);
    }
    tree.source().first_line_of(span)
}
