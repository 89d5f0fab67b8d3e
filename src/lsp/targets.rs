//! Files and directories that a text names.

use std::path::{Component, Path};

use gen_lsp_types as lsp;

use crate::expression::shell;
use crate::model::locate::field_at;
use crate::model::step::holds_script;
use crate::syntax::{NodeId, NodeKind, SourceMap, Span, Tree};

use super::uri;
use super::view::View;

/// A file or directory that a text names.
pub(super) struct Target {
    /// The text.
    pub span: Span,
    /// What it names.
    pub uri: lsp::Uri,
}

/// Keys whose texts are paths inside the repository.
const PATH_KEYS: &[&str] = &[
    "excludes",
    "includes",
    "test_report",
    "working_directory",
    "cache_paths",
    "artifacts",
];

/// The file or directory that is named at an offset, if it is there. Paths are read
/// from the folder of the document, as Codemagic reads its file at the root only, and
/// those of a step from its working directory first.
pub(super) fn at(view: &View<'_>, offset: usize) -> Option<Target> {
    let file = uri::to_path(view.uri)?;
    let root = file.parent()?;
    let tree = view.tree();
    let node = tree.innermost(offset);
    let text = tree.scalar(node)?;
    if tree.kind(node) != NodeKind::Scalar {
        return None;
    }
    let list_or_self = tree
        .parent(node)
        .filter(|it| tree.kind(*it) == NodeKind::Sequence);
    let located = field_at(tree, list_or_self.unwrap_or(node))?;
    let key = located.field.key;
    if PATH_KEYS.contains(&key) && tree.value_of(node).is_none() {
        return existing(root, "", text).map(|uri| Target {
            span: tree.span(node),
            uri,
        });
    }
    let is_script = holds_script(key);
    if !is_script || tree.value_of(node).is_some() {
        return None;
    }
    // Of the words of a script, the one here.
    let map = SourceMap::new(tree, node);
    let script = shell::parse(text);
    let words = script.commands.iter().flat_map(|command| &command.words);
    let (word, span) = words
        .filter(|word| word.is_literal)
        .map(|word| (word, map.span(word.range.clone())))
        .find(|(_, span)| span.start() <= offset && offset <= span.end())?;
    let directory = working_directory(tree, node).unwrap_or_default();
    let found = existing(root, directory, &word.text).or_else(|| existing(root, "", &word.text));
    found.map(|uri| Target { span, uri })
}

/// The directory in which a script runs: the step's own, or the workflow's.
pub(super) fn working_directory(tree: &Tree, script: NodeId) -> Option<&str> {
    let mut at = script;
    while let Some(parent) = tree.parent(at) {
        let field = tree.field(parent, "working_directory");
        if let Some(directory) = field.and_then(|it| tree.scalar(it.value)) {
            return Some(directory);
        }
        at = parent;
    }
    None
}

fn existing(root: &Path, directory: &str, path: &str) -> Option<lsp::Uri> {
    let is_inside = |path: &Path| {
        let mut parts = path.components();
        parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
    };
    let path = path.trim_end_matches('/');
    let (directory, path) = (Path::new(directory), Path::new(path));
    if path.as_os_str().is_empty() || !is_inside(directory) || !is_inside(path) {
        return None;
    }
    // `Path::join` keeps `./` where it is; editors compare URIs by their text.
    let whole: std::path::PathBuf = root.join(directory).join(path).components().collect();
    whole.exists().then(|| uri::from_path(&whole))
}
