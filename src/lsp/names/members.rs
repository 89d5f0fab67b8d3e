//! Inputs and variables: what a workflow declares, and its texts use.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::machines::Platform;
use crate::model::walk::{self, TextUse};
use crate::model::{Config, Workflow};
use crate::rules::Allowance;
use crate::rules::shared::tools::platform;
use crate::syntax::{NodeId, NodeKind, SourceMap, Span, Tree};

use super::text::{Found, TextNames, is_identifier, mentions, names};
use super::{Declared, Kind, Named, Role, Use, inside_quotes, whole};

/// A name of a workflow, by the workflow's place in the file.
type Key<'t> = (usize, Kind, &'t str);

/// The inputs and variables of a file.
pub(in crate::lsp) struct Members<'t> {
    tree: &'t Tree,
    groups: Vec<Group<'t>>,
    /// Which group leads to which; a root leads to itself.
    roots: Vec<usize>,
    by_key: FxHashMap<Key<'t>, usize>,
    by_place: FxHashMap<Span, usize>,
    texts: FxHashMap<(NodeId, bool), TextNames<'t>>,
    /// The texts of each workflow.
    workflows: Vec<Vec<(NodeId, bool)>>,
    /// Whether all workflows were looked at.
    is_whole: bool,
}

/// A name of one workflow.
struct Group<'t> {
    key: Key<'t>,
    uses: Vec<Use>,
    declared: Vec<Declared>,
}

impl<'t> Members<'t> {
    /// Reads a file.
    pub fn of(tree: &'t Tree, config: &Config) -> Self {
        let mut members = Self {
            tree,
            groups: Vec::new(),
            roots: Vec::new(),
            by_key: FxHashMap::default(),
            by_place: FxHashMap::default(),
            texts: FxHashMap::default(),
            workflows: Vec::new(),
            is_whole: tree.is_whole(),
        };
        let mut allowance = Allowance::new(tree);
        for (entry, workflow) in config.workflows() {
            if allowance.may_be_shown(entry.entry.value) {
                members.workflow(workflow);
            } else {
                members.is_whole = false;
            }
        }
        members
    }

    fn workflow(&mut self, workflow: &Workflow) {
        let tree = self.tree;
        let index = self.workflows.len();
        if let Some(inputs) = workflow.inputs.node() {
            self.declare(index, Kind::Input, inputs);
        }
        let vars = workflow.environment.value().and_then(|it| it.vars.node());
        if let Some(vars) = vars {
            self.declare(index, Kind::Variable, vars);
        }
        let is_windows = platform(workflow) == Some(Platform::Windows);
        let texts = walk::texts(tree, workflow.mapping, Workflow::DECLARATION);
        let mut own = Vec::new();
        for text in texts {
            self.text(index, &text, is_windows);
            own.push((text.node, is_windows));
        }
        own.sort_unstable();
        own.dedup();
        self.workflows.push(own);
    }

    /// The keys of a mapping and of all that it merges.
    fn declare(&mut self, workflow: usize, kind: Kind, mapping: NodeId) {
        let tree = self.tree;
        let mut seen = FxHashSet::default();
        let mut waiting = vec![mapping];
        while let Some(node) = waiting.pop() {
            let node = tree.resolve(node);
            if !seen.insert(node) {
                continue;
            }
            if tree.kind(node) == NodeKind::Sequence {
                waiting.extend(tree.items(node));
                continue;
            }
            for entry in tree.entries(node) {
                if tree.is_merge_key(entry.key) {
                    waiting.push(entry.value);
                    continue;
                }
                let Some(name) = tree.scalar(entry.key) else {
                    continue;
                };
                if tree.kind(entry.key) != NodeKind::Scalar || !is_identifier(name) {
                    continue;
                }
                let span = inside_quotes(tree, entry.key);
                if tree.source().slice(span) != name {
                    continue;
                }
                let group = self.group((workflow, kind, name));
                let place = Declared {
                    name: span,
                    whole: whole(tree, tree.span(entry.key), tree.span(entry.value)),
                };
                self.put(group, span, Role::Declaration);
                if let Some(group) = self.groups.get_mut(group) {
                    group.declared.push(place);
                }
            }
        }
    }

    fn text(&mut self, workflow: usize, text: &TextUse, is_windows: bool) {
        let at = (text.node, is_windows);
        let read = self
            .texts
            .remove(&at)
            .unwrap_or_else(|| names(self.tree, text, is_windows));
        for Found {
            kind,
            name,
            span,
            role,
        } in &read.found
        {
            let group = self.group((workflow, *kind, name));
            self.put(group, *span, *role);
        }
        self.texts.insert(at, read);
    }

    fn group(&mut self, key: Key<'t>) -> usize {
        let next = self.groups.len();
        let group = *self.by_key.entry(key).or_insert(next);
        if group == next {
            self.roots.push(next);
            self.groups.push(Group {
                key,
                uses: Vec::new(),
                declared: Vec::new(),
            });
        }
        group
    }

    fn put(&mut self, group: usize, span: Span, role: Role) {
        let first = *self.by_place.entry(span).or_insert(group);
        let (a, b) = (self.root(first), self.root(group));
        if a != b
            && let Some(root) = self.roots.get_mut(b)
        {
            *root = a;
        }
        if let Some(group) = self.groups.get_mut(group) {
            group.uses.push(Use { span, role });
        }
    }

    fn root(&mut self, group: usize) -> usize {
        let mut at = group;
        while let Some(&next) = self.roots.get(at).filter(|&&next| next != at) {
            // Halves the way for those that come after.
            let far = self.roots.get(next).copied().unwrap_or(next);
            if let Some(root) = self.roots.get_mut(at) {
                *root = far;
            }
            at = far;
        }
        at
    }

    /// The input or variable at an offset.
    pub fn at(mut self, offset: usize) -> Option<Named> {
        let touches = |span: &&Span| span.start() <= offset && offset <= span.end();
        // Where two touch, the one that begins here.
        let place = *self.by_place.keys().filter(touches).max()?;
        let group = *self.by_place.get(&place)?;
        let root = self.root(group);
        Some(self.named(root))
    }

    fn members(&mut self, root: usize) -> Vec<usize> {
        let all = 0..self.groups.len();
        all.filter(|&group| self.root(group) == root).collect()
    }

    fn named(&mut self, root: usize) -> Named {
        let members = self.members(root);
        let groups = members.iter().filter_map(|&group| self.groups.get(group));
        let mut uses: Vec<Use> = Vec::new();
        let mut declared: Vec<Declared> = Vec::new();
        for group in groups {
            uses.extend(&group.uses);
            declared.extend(&group.declared);
        }
        uses.sort_unstable();
        uses.dedup_by_key(|it| it.span);
        declared.sort_unstable_by_key(|it| it.name);
        declared.dedup();
        let (_, kind, name) = self
            .groups
            .get(root)
            .map_or((0, Kind::Input, ""), |it| it.key);
        Named {
            kind,
            name: name.to_owned(),
            uses,
            declared,
        }
    }

    /// What stands in the way of giving something another name: uses that cannot be
    /// written anew, or the other name being used already.
    pub fn obstacle(mut self, named: &Named, new_name: &str) -> Option<Obstacle> {
        if !self.is_whole {
            return Some(Obstacle::Unseen);
        }
        let place = named.uses.first()?.span;
        let group = *self.by_place.get(&place)?;
        let root = self.root(group);
        let workflows: FxHashSet<usize> = self
            .members(root)
            .into_iter()
            .filter_map(|group| Some(self.groups.get(group)?.key.0))
            .collect();
        let taken = workflows
            .iter()
            .filter_map(|&workflow| self.by_key.get(&(workflow, named.kind, new_name)))
            .filter_map(|&group| Some(self.groups.get(group)?.uses.first()?.span))
            .min();
        if let Some(span) = taken {
            return Some(Obstacle::Taken(span));
        }
        let texts: FxHashSet<(NodeId, bool)> = workflows
            .iter()
            .filter_map(|&workflow| self.workflows.get(workflow))
            .flatten()
            .copied()
            .collect();
        let known: FxHashSet<Span> = named.uses.iter().map(|it| it.span).collect();
        let unmapped = texts.iter().filter_map(|text| {
            let read = self.texts.get(text)?;
            unmapped(self.tree, text.0, read, named, &known)
        });
        unmapped.min().map(Obstacle::Unmapped)
    }
}

/// Why something cannot have another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lsp) enum Obstacle {
    /// The text is broken, or shares too much: uses may be missing.
    Unseen,
    /// Something else has the name; where.
    Taken(Span),
    /// The name stands in a text of which nobody can tell what it means there.
    Unmapped(Span),
}

/// Where a text names something in a way that is not understood.
fn unmapped(
    tree: &Tree,
    node: NodeId,
    read: &TextNames<'_>,
    named: &Named,
    known: &FxHashSet<Span>,
) -> Option<Span> {
    if read.scattered.contains(&named.name.as_str()) {
        return Some(tree.span(node));
    }
    if !read.is_script {
        return None;
    }
    let value = tree.scalar(node)?;
    let map = SourceMap::new(tree, node);
    let is_comment = |at: usize| {
        let after = read.comments.partition_point(|it| it.start <= at);
        let last = after.checked_sub(1).and_then(|it| read.comments.get(it));
        last.is_some_and(|it| it.contains(&at))
    };
    mentions(value, &named.name)
        // Inputs are used in one way only; their ids are words like any other.
        .filter(|&at| named.kind == Kind::Variable || is_odd_input(value, at))
        .filter(|&at| !is_comment(at))
        .map(|at| map.span(at..at + named.name.len()))
        .find(|span| !known.contains(span))
}

/// Whether `inputs.` stands before a name: `${{ inputs.x || y }}`.
fn is_odd_input(text: &str, at: usize) -> bool {
    text.get(..at)
        .is_some_and(|before| before.ends_with("inputs."))
}
