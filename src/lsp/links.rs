//! What in a document leads somewhere: paths of the repository, and keys with a page.

use crate::expression::template;
use crate::model::locate::field_at;
use crate::model::{Config, Workflow};
use crate::repository::{Entry, Repository, paths};
use crate::rules::check::WorkflowView;
use crate::rules::shared::places::{literal, placed, workflow_directory};
use crate::rules::shared::script_files::script_file;
use crate::rules::{Checked, Settings, look_at_first};
use crate::syntax::{NodeId, Span, Tree};

/// Most words of scripts that are looked for in the repository, for one document.
const MOST_WORDS: usize = 5_000;

/// Most workflows that are looked at.
const MOST_WORKFLOWS: usize = 100;

/// A part of the text that leads somewhere.
pub(super) struct Link {
    /// The part.
    pub span: Span,
    /// Where it leads.
    pub target: Target,
}

/// Where a link leads.
pub(super) enum Target {
    /// A page of the documentation.
    Page(String),
    /// A file or directory, below the folder of codemagic.yaml or the root.
    File(String),
}

/// The keys of workflows that hold sections, with the pages about those.
pub(super) fn documentation(tree: &Tree, config: &Config) -> Vec<Link> {
    let mut found = Vec::new();
    for (entry, _) in config.workflows() {
        for written in tree.entries(entry.entry.value) {
            let name = tree.scalar(written.key).unwrap_or_default();
            let field = Workflow::DECLARATION.field(name);
            if let Some(section) = field.and_then(|field| field.shape.section()) {
                found.push(Link {
                    span: tree.span(written.key),
                    target: Target::Page(section.url.to_owned()),
                });
            }
        }
    }
    found.sort_by_key(|link| link.span.start());
    found.dedup_by_key(|link| link.span);
    found
}

/// Paths that lead to something in the repository.
pub(super) fn files(checked: &Checked, settings: &Settings, repository: &Repository) -> Vec<Link> {
    let tree = &checked.tree;
    let mut finder = Finder {
        repository,
        left: MOST_WORDS,
        found: Vec::new(),
    };
    let file = (tree, &checked.config, settings);
    look_at_first(file, MOST_WORKFLOWS, |view| finder.workflow(view));
    finder.found
}

struct Finder<'r> {
    repository: &'r Repository,
    left: usize,
    found: Vec<Link>,
}

impl Finder<'_> {
    fn workflow(&mut self, view: &WorkflowView<'_>) {
        let tree = view.tree();
        for text in view.texts() {
            let is_directory = text.place.field.key == "working_directory";
            let from = match text.place.field.key {
                "working_directory" | "includes" | "excludes" => Some(String::new()),
                "artifacts"
                | "test_report"
                | "credentials"
                | "firebase_service_account"
                | "api_key" => workflow_directory(view).map(|(_, path)| path),
                _ => None,
            };
            if let Some(from) = from {
                self.value(tree, text.place.node, &from, is_directory);
            }
        }
        for found in placed(view) {
            if let Some(file) = script_file(&found) {
                let span = view.script_span(found.command.script, file.word.range.clone());
                self.add(span, file.path);
            }
            let Some(directory) = found.directory else {
                continue;
            };
            for word in found.command.command().arguments() {
                let Some(left) = self.left.checked_sub(1) else {
                    return;
                };
                self.left = left;
                let text = &*word.text;
                // Also the value of an option: `--export-options-plist=ios/Export.plist`.
                let value = match text.split_once('=') {
                    Some((name, value)) if name.starts_with('-') => value,
                    _ => text,
                };
                let is_path = !value.starts_with('-') && value.contains(['/', '.']);
                // The bytes of the value are known only where no quotes stand in the word.
                let start = word.range.end.checked_sub(value.len());
                let range = match start {
                    Some(start) if word.range.len() == text.len() => start..word.range.end,
                    _ => word.range.clone(),
                };
                if !word.is_literal || !is_path {
                    continue;
                }
                if let Some(path) = literal(directory, value)
                    && self.repository.is_file(&path)
                {
                    let span = view.script_span(found.command.script, range);
                    self.add(span, path);
                }
            }
        }
    }

    fn value(&mut self, tree: &Tree, node: NodeId, from: &str, is_directory: bool) {
        let Some(text) = tree.scalar(node) else {
            return;
        };
        let is_plain = template::parts(text).next().is_none() && field_or_item(tree, node);
        let Some(path) = literal(from, text).filter(|path| is_plain && !path.is_empty()) else {
            return;
        };
        let leads = match self.repository.entry(&path) {
            Entry::File { .. } => true,
            Entry::Directory => is_directory,
            _ => false,
        };
        if leads {
            self.add(tree.span(node), path);
        }
    }

    fn add(&mut self, span: Span, path: String) {
        let is_there = self.repository.entry(&path) != Entry::Missing;
        if is_there && paths::join("", &path).is_some() && !span.is_empty() {
            self.found.push(Link {
                span,
                target: Target::File(path),
            });
        }
    }
}

/// Whether a node is a value that a key of the model has, or an item of its list.
fn field_or_item(tree: &Tree, node: NodeId) -> bool {
    field_at(tree, node).is_some()
        || tree
            .parent(node)
            .is_some_and(|list| field_at(tree, list).is_some())
}
