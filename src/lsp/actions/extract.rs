//! Extracting a value to an anchor under `definitions`.

use rustc_hash::FxHashSet;

use crate::finding::Edit;
use crate::model::WORKFLOWS;
use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::places::{
    column, end_before, is_block, is_in_flow, moved, parent_column, trimmed, with_comment_behind,
};
use super::pointed::{is_step, pointed};
use super::proof::{DEFINITIONS, keeps_values};
use super::{Action, Asked, EXTRACT};

/// Bytes of an anchor's name that is made.
const LONGEST_NAME: usize = 40;

pub(super) fn offers(asked: &Asked<'_>, found: &mut Vec<Action>) {
    let Some(extract) = Extract::at(asked) else {
        return;
    };
    let name = &extract.name;
    let mut offer = |title: String, edits: Option<Vec<Edit>>| {
        if let Some(edits) = edits.filter(|edits| keeps_values(asked, edits)) {
            found.push(Action::refactoring(title, EXTRACT, edits));
        }
    };
    let title = if extract.is_step() {
        format!("extract step to `&{name}`")
    } else {
        format!("extract to the anchor `&{name}`")
    };
    offer(title, extract.edits(false));
    if extract.may_merge() {
        let title = format!("extract to the anchor `&{name}` and merge it here");
        offer(title, extract.edits(true));
    }
}

struct Extract<'t> {
    tree: &'t Tree,
    node: NodeId,
    name: String,
    line_break: &'static str,
}

impl<'t> Extract<'t> {
    fn at(asked: &'t Asked<'_>) -> Option<Self> {
        let tree = asked.view.tree();
        let node = pointed(asked)?;
        let is_anchored = tree.anchors_at(node).next().is_some() || tree.tag(node).is_some();
        let is_nothing = tree.span(node).is_empty() || tree.kind(node) == NodeKind::Alias;
        if is_anchored || is_nothing || !is_in_workflow(tree, node) {
            return None;
        }
        Some(Self {
            tree,
            node,
            name: free_name(tree, node),
            line_break: tree.source().line_break(),
        })
    }

    fn is_step(&self) -> bool {
        is_step(self.tree, self.node)
    }

    /// The list of steps under [`DEFINITIONS`], where there is one to add to.
    fn kept_steps(&self) -> Option<NodeId> {
        let tree = self.tree;
        let own = |mapping: NodeId, key: &str| {
            let mut entries = tree.entries(mapping).iter();
            let entry = entries.find(|it| tree.scalar(it.key) == Some(key))?;
            is_block(tree, entry.value).then_some(entry.value)
        };
        let list = own(own(tree.root()?, DEFINITIONS)?, "scripts")?;
        (self.is_step() && tree.kind(list) == NodeKind::Sequence).then_some(list)
    }

    /// Whether the value is a mapping of its own lines under a key.
    fn may_merge(&self) -> bool {
        let tree = self.tree;
        tree.kind(self.node) == NodeKind::Mapping
            && is_block(tree, self.node)
            && tree.key_of(self.node).is_some()
    }

    fn edits(&self, merges: bool) -> Option<Vec<Edit>> {
        let replaced = self.replaced(merges)?;
        let definition = self.definition()?;
        // An alias may only stand behind its anchor.
        let before = definition.span.end() <= replaced.span.start();
        before.then(|| vec![definition, replaced])
    }

    /// What the node's text becomes where it stands.
    fn replaced(&self, merges: bool) -> Option<Edit> {
        let tree = self.tree;
        let alias = format!("*{}", self.name);
        let text = self.text();
        if !is_block(tree, self.node) || tree.key_of(self.node).is_none() {
            return Some(Edit {
                span: text,
                text: alias,
            });
        }
        let start = end_before(tree, self.node)?;
        let text_here = if merges {
            let indent = column(tree, tree.span(self.node).start());
            format!("{}{}<<: {alias}", self.line_break, " ".repeat(indent))
        } else {
            format!(" {alias}")
        };
        Some(Edit {
            span: Span::new(start, text.end()),
            text: text_here,
        })
    }

    /// The text that goes to the anchor.
    fn text(&self) -> Span {
        let text = trimmed(self.tree, self.node);
        if is_block(self.tree, self.node) && !is_in_flow(self.tree, self.node) {
            return with_comment_behind(self.tree, text);
        }
        text
    }

    /// The entry with the anchor.
    fn definition(&self) -> Option<Edit> {
        let tree = self.tree;
        let text = tree.source().slice(self.text());
        let (line_break, name) = (self.line_break, &self.name);
        let list = self.kept_steps();
        let (at, indent, head) = match list {
            Some(list) => self.behind(list),
            None => self.place()?,
        };
        let blanks = " ".repeat(indent);
        let value = if is_block(tree, self.node) {
            let from = column(tree, tree.span(self.node).start());
            let text = moved(text, from, indent + 2, line_break);
            format!("{line_break}{blanks}  {text}")
        } else {
            let from = parent_column(tree, self.node)?;
            format!(" {}", moved(text, from, indent, line_break))
        };
        let sign = list.map_or_else(|| format!("{name}:"), |_| "-".to_owned());
        let entry = format!("{head}{blanks}{sign} &{name}{value}{line_break}");
        let before = tree.source().text().get(..at)?;
        let is_behind_text = !before.is_empty() && !before.ends_with(['\n', '\r']);
        let entry = if is_behind_text {
            let entry = entry.strip_suffix(line_break).unwrap_or(&entry);
            format!("{line_break}{entry}")
        } else {
            entry
        };
        Some(Edit {
            span: Span::at(at),
            text: entry,
        })
    }

    /// The line behind a list or mapping, and its indentation.
    fn behind(&self, node: NodeId) -> (usize, usize, String) {
        let source = self.tree.source();
        let last = source.line_index(trimmed(self.tree, node).end());
        let next = source.line_starts().get(last + 1);
        let at = next.map_or(source.text().len(), |&at| at as usize);
        let indent = column(self.tree, self.tree.span(node).start());
        (at, indent, String::new())
    }

    /// Where the entry is put, its indentation, and what has to stand above it.
    fn place(&self) -> Option<(usize, usize, String)> {
        let tree = self.tree;
        let source = tree.source();
        let root = tree.root().filter(|root| is_block(tree, *root))?;
        let kept = tree.entries(root).iter();
        let mut kept = kept.filter(|it| tree.scalar(it.key) == Some(DEFINITIONS));
        let line_start = |offset: usize| {
            let line = source.line_span(source.line_index(offset));
            line.map_or(offset, Span::start)
        };
        let Some(kept) = kept.next() else {
            let first = tree.entries(root).first()?;
            let at = line_start(tree.span(first.key).start());
            return Some((
                above_comments(tree, at),
                2,
                format!("{DEFINITIONS}:{}", self.line_break),
            ));
        };
        if tree.kind(kept.value) != NodeKind::Mapping || !is_block(tree, kept.value) {
            return None;
        }
        Some(self.behind(kept.value))
    }
}

/// The start of the lines of comment that stand right above what follows; those that
/// are about the whole file stay where they are.
fn above_comments(tree: &Tree, at: usize) -> usize {
    let source = tree.source();
    let mut line = source.line_index(at);
    while let Some(above) = line
        .checked_sub(1)
        .and_then(|above| source.line_span(above))
    {
        let text = source.slice(above).trim_start();
        let is_of_file = text.contains("ignore-file[") || text.contains("yaml-language-server:");
        if !text.starts_with('#') || is_of_file {
            break;
        }
        line -= 1;
    }
    source.line_span(line).map_or(at, Span::start)
}

/// Whether the node stands inside a workflow.
fn is_in_workflow(tree: &Tree, node: NodeId) -> bool {
    let Some(root) = tree.root() else {
        return false;
    };
    let workflows = tree.entries(root).iter();
    let mut workflows = workflows.filter(|it| tree.scalar(it.key) == Some(WORKFLOWS.key));
    let holds = workflows.any(|it| it.value != node && tree.is_within(node, it.value));
    // A workflow as a whole is nothing to share.
    let is_workflow = tree
        .parent(node)
        .is_some_and(|parent| tree.parent(parent) == Some(root));
    holds && !is_workflow
}

/// A name after the key or the step that no anchor and no entry has.
fn free_name(tree: &Tree, node: NodeId) -> String {
    let key = tree.key_of(node).and_then(|key| tree.scalar(key));
    let step = tree
        .field(node, "name")
        .and_then(|it| tree.scalar(it.value));
    let words = key
        .or(step)
        .or_else(|| tree.scalar(node))
        .unwrap_or_default();
    let mut base = String::new();
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            base.push(c.to_ascii_lowercase());
        } else if !base.ends_with('_') && !base.is_empty() {
            base.push('_');
        }
        if base.len() >= LONGEST_NAME {
            break;
        }
    }
    let base = match base.trim_end_matches('_') {
        "" => "shared",
        base if base.starts_with(|c: char| c.is_ascii_digit()) => "shared",
        base => base,
    };
    let anchors = tree.anchors().iter().map(|it| &*it.name);
    let undefined = tree.undefined_aliases().iter().map(|it| &*it.name);
    let root = tree.root();
    let kept = root.and_then(|root| tree.field(root, DEFINITIONS));
    let entries = kept.map(|it| tree.entries(it.value)).unwrap_or_default();
    let keys = entries.iter().filter_map(|it| tree.scalar(it.key));
    let taken: FxHashSet<&str> = anchors.chain(undefined).chain(keys).collect();
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let mut names = std::iter::once(base.to_owned()).chain(numbered);
    let free = names.find(|name| !taken.contains(name.as_str()));
    free.unwrap_or_default()
}
