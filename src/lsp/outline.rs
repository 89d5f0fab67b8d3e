//! What a file consists of: workflows, their sections, steps and variables, and what
//! is kept for aliases.

use gen_lsp_types as lsp;
use gen_lsp_types::SymbolKind as Kind;

use crate::effective::Hidden;
use crate::model::WORKFLOWS;
use crate::model::step::holds_steps;
use crate::syntax::{Entry, NodeId, NodeKind, Span, Tree};

use super::names::whole;
use super::veil::Veil;

/// Something in the outline. No value is shown, since one may be a secret.
#[derive(Debug)]
pub(super) struct Symbol {
    /// How it is called; never empty.
    pub name: String,
    /// What is said beside the name.
    pub detail: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub whole: Span,
    /// Its name in the text, inside of `whole`.
    pub selection: Span,
    /// What it holds, inside of `whole`.
    pub children: Vec<Symbol>,
}

/// Characters of a name that are shown.
const LONGEST: usize = 80;

/// Mappings inside each other that are shown of what is kept for aliases.
const DEPTH: usize = 3;

/// The outline of a file, in the order of its text.
pub(super) fn outline(tree: &Tree, veil: &Veil<'_>) -> Vec<Symbol> {
    let hidden = veil.hidden();
    let outline = Outline { tree, hidden };
    let entries = tree.root().map(|root| outline.entries(root));
    let entries = entries.unwrap_or_default().iter();
    let symbol = |entry: &Entry| {
        let children = if tree.scalar(entry.key) == Some(WORKFLOWS.key) {
            outline.children(entry.value, |entry| outline.workflow(entry))
        } else {
            outline.children(entry.value, |entry| outline.kept(entry, DEPTH))
        };
        outline.symbol(*entry, Kind::Namespace, children)
    };
    entries.map(symbol).collect()
}

struct Outline<'t> {
    tree: &'t Tree,
    hidden: &'t Hidden,
}

impl Outline<'_> {
    /// The entries that are written in a mapping itself.
    fn entries(&self, node: NodeId) -> &[Entry] {
        match self.tree.kind(node) {
            NodeKind::Mapping => self.tree.entries(node),
            _ => &[],
        }
    }

    fn children(&self, node: NodeId, child: impl Fn(Entry) -> Symbol) -> Vec<Symbol> {
        self.entries(node).iter().copied().map(child).collect()
    }

    fn workflow(&self, entry: Entry) -> Symbol {
        let sections = self.children(entry.value, |entry| self.section(entry));
        let mut symbol = self.symbol(entry, Kind::Class, sections);
        let entries = self.entries(entry.value).iter();
        let name = entries
            .filter(|it| self.tree.scalar(it.key) == Some("name"))
            .map(|it| self.hidden.text(self.tree, it.value))
            .find(|name| !name.is_empty());
        symbol.detail = name
            .map(|name| short(&name))
            .filter(|name| !name.is_empty())
            .or(symbol.detail);
        symbol
    }

    fn section(&self, entry: Entry) -> Symbol {
        let key = self.tree.scalar(entry.key).unwrap_or_default();
        let plain = |kind: Kind| {
            let child = move |entry| self.symbol(entry, kind, Vec::new());
            self.children(entry.value, child)
        };
        let children = match key {
            "scripts" | "pre_clone_scripts" => self.steps(entry.value),
            "inputs" => plain(Kind::Variable),
            "environment" | "publishing" => self.children(entry.value, |entry| self.part(entry)),
            "triggering" | "when" | "cache" | "integrations" => plain(Kind::Property),
            _ => Vec::new(),
        };
        let kind = match self.tree.kind(entry.value) {
            NodeKind::Mapping => Kind::Struct,
            NodeKind::Sequence => Kind::Array,
            NodeKind::Scalar | NodeKind::Alias => Kind::Property,
        };
        self.symbol(entry, kind, children)
    }

    /// A part of `environment` or `publishing`.
    fn part(&self, entry: Entry) -> Symbol {
        let (kind, children) = match self.tree.scalar(entry.key) {
            Some("vars") => {
                let var = |entry| self.symbol(entry, Kind::Variable, Vec::new());
                (Kind::Struct, self.children(entry.value, var))
            }
            Some("scripts") => (Kind::Array, self.steps(entry.value)),
            _ => match self.tree.kind(entry.value) {
                // A publisher, or signing files.
                NodeKind::Mapping => (Kind::Interface, Vec::new()),
                NodeKind::Sequence => (Kind::Array, Vec::new()),
                NodeKind::Scalar | NodeKind::Alias => (Kind::Property, Vec::new()),
            },
        };
        self.symbol(entry, kind, children)
    }

    /// What stands under a key besides `workflows`.
    fn kept(&self, entry: Entry, depth: usize) -> Symbol {
        let kind = match self.tree.kind(entry.value) {
            NodeKind::Mapping => Kind::Struct,
            NodeKind::Sequence => Kind::Array,
            NodeKind::Scalar | NodeKind::Alias => Kind::Constant,
        };
        let key = self.tree.scalar(entry.key);
        let children = match depth.checked_sub(1) {
            _ if key.is_some_and(holds_steps) => self.steps(entry.value),
            Some(depth) => self.children(entry.value, |entry| self.kept(entry, depth)),
            None => Vec::new(),
        };
        self.symbol(entry, kind, children)
    }

    fn steps(&self, list: NodeId) -> Vec<Symbol> {
        if self.tree.kind(list) != NodeKind::Sequence {
            return Vec::new();
        }
        let items = self.tree.items(list).iter();
        // A dash behind which nothing stands yet is no step.
        let written = items.filter(|it| !self.tree.span(**it).is_empty());
        written.map(|&item| self.step(item)).collect()
    }

    /// A step: by its name, or by the first line of its script.
    fn step(&self, item: NodeId) -> Symbol {
        let tree = self.tree;
        let text_of = |key: &str| {
            let entries = self.entries(tree.resolve(item)).iter();
            let mut found = entries.filter(|it| tree.scalar(it.key) == Some(key));
            found.next().map(|it| it.value)
        };
        let named = text_of("name").or_else(|| text_of("script"));
        let written = named.unwrap_or_else(|| tree.resolve(item));
        let text = self.hidden.text(tree, written);
        let mut lines = text.lines();
        let name = lines.find(|line| !line.trim().is_empty());
        let whole = whole(tree, tree.span(item), tree.span(item));
        let selection = tree.source().first_line_of(tree.span(written));
        Symbol {
            name: shown(name.unwrap_or_default()),
            detail: self.link(item),
            kind: Kind::Function,
            selection: if whole.contains(selection) {
                selection
            } else {
                whole
            },
            whole,
            children: Vec::new(),
        }
    }

    fn symbol(&self, entry: Entry, kind: Kind, children: Vec<Symbol>) -> Symbol {
        let tree = self.tree;
        let selection = tree.span(entry.key);
        Symbol {
            name: shown(&self.hidden.text(tree, entry.key)),
            detail: self.link(entry.value),
            kind,
            whole: whole(tree, selection, tree.span(entry.value)),
            selection,
            children,
        }
    }

    /// The alias that stands there, or the anchor that is put on it.
    fn link(&self, node: NodeId) -> Option<String> {
        if self.tree.kind(node) == NodeKind::Alias {
            return Some(short(self.tree.source().slice(self.tree.span(node))));
        }
        let anchor = self.tree.anchors_at(node).next()?;
        Some(short(&format!("&{}", anchor.name)))
    }
}

/// A name as it is shown. Editors refuse an empty one.
fn shown(name: &str) -> String {
    let name = short(name);
    if name.is_empty() {
        "…".to_owned()
    } else {
        name
    }
}

fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
    }
}

impl Symbol {
    /// The symbol and all below it, each with the name of what holds it.
    pub fn flat(self, container: Option<String>, found: &mut Vec<(Symbol, Option<String>)>) {
        let mut symbol = self;
        let children = std::mem::take(&mut symbol.children);
        let name = symbol.name.clone();
        found.push((symbol, container));
        for child in children {
            child.flat(Some(name.clone()), found);
        }
    }
}

/// A symbol as a list has it that knows no levels.
pub(super) fn information(
    (symbol, container): (Symbol, Option<String>),
    location: lsp::Location,
) -> lsp::SymbolInformation {
    let base = lsp::BaseSymbolInformation {
        name: symbol.name,
        kind: symbol.kind,
        tags: None,
        container_name: container,
    };
    lsp::SymbolInformation::new(None, location, base)
}
