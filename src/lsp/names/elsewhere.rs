//! Files of the repository that a variable's new name does not reach.

use std::collections::BTreeSet;

use crate::expression::shell;
use crate::lsp::targets::working_directory;
use crate::lsp::view::View;
use crate::model::locate::field_at;
use crate::model::step::holds_script;
use crate::repository::{Repository, paths};
use crate::syntax::{NodeId, NodeKind, Tree};

use super::text::mentions;

/// The longest file that is looked at, in bytes.
const LONGEST: usize = 64 << 10;

/// Files that are looked at.
const MOST_FILES: usize = 100;

/// The files, named by commands of the document's scripts, that have a name as a word.
pub(in crate::lsp) fn naming(view: &View<'_>, name: &str) -> Vec<String> {
    let tree = view.tree();
    let Some(repository) = &view.settings.repository else {
        return Vec::new();
    };
    let scripts = tree.nodes().filter(|node| is_script(tree, *node));
    let files: BTreeSet<String> = scripts.flat_map(|node| named_files(tree, node)).collect();
    let reads = |path: &String| reads(repository, path, name);
    files.into_iter().take(MOST_FILES).filter(reads).collect()
}

fn reads(repository: &Repository, path: &str, name: &str) -> bool {
    let text = repository.is_file(path).then(|| repository.text(path));
    let text = text.flatten().filter(|it| it.len() <= LONGEST);
    text.is_some_and(|it| mentions(&it, name).next().is_some())
}

fn is_script(tree: &Tree, node: NodeId) -> bool {
    let list = tree.parent(node);
    let list = list.filter(|it| tree.kind(*it) == NodeKind::Sequence);
    let is_value = tree.kind(node) == NodeKind::Scalar && tree.value_of(node).is_none();
    let located = field_at(tree, list.unwrap_or(node)).filter(|_| is_value);
    located.is_some_and(|it| holds_script(it.field.key))
}

/// Paths among the words of a script, from its working directory and from the root.
fn named_files(tree: &Tree, node: NodeId) -> Vec<String> {
    let text = tree.scalar(node).unwrap_or_default();
    let directory = working_directory(tree, node).unwrap_or_default();
    let script = shell::parse(text);
    let words = script.commands.iter().flat_map(|command| &command.words);
    let paths = words
        .filter(|word| word.is_literal)
        .flat_map(|word| ["", directory].map(|directory| paths::join(directory, &word.text)));
    paths.flatten().filter(|it| !it.is_empty()).collect()
}
