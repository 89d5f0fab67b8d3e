//! Paths of the repository.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::model::locate::Located;
use crate::repository::{Entry, paths::join};
use crate::syntax::{NodeId, Span};

use super::context::Context;
use super::offer::{Offer, Rank};
use super::quoting::Meant;
use super::values::value;

/// Most names of a directory that are offered.
const MOST: usize = 500;

/// Paths where a key takes them.
pub(super) fn offers(context: &Context<'_>, node: NodeId, located: &Located) -> Vec<Offer> {
    let only_directories = match located.field.key {
        "working_directory" => true,
        "includes" | "excludes" => false,
        _ => return Vec::new(),
    };
    let typed = context.typed;
    let directory = typed
        .rsplit_once('/')
        .map_or("", |(directory, _)| directory);
    let listed: Vec<&str> = context.siblings(node).collect();
    let entries = entries(context, directory, only_directories).into_iter();
    let entries = entries.filter(|(path, _)| !listed.contains(&path.as_str()));
    let offer = |(path, kind): (String, Kind)| value(context, &path, Meant::Text, kind);
    entries.map(offer).collect()
}

/// Commands whose arguments are paths.
const PATH_COMMANDS: [&str; 18] = [
    ".", "bash", "cat", "cd", "chmod", "cp", "head", "ls", "mkdir", "mv", "node", "pushd",
    "python", "python3", "rm", "ruby", "sh", "source",
];

/// Paths where a script has begun one, or names a command that takes one.
pub(super) fn in_script(context: &Context<'_>, script: NodeId) -> Vec<Offer> {
    let before = context.typed.trim_start_matches([' ', '\t']);
    let start = before
        .rfind([' ', '\t', '"', '\'', '=', '('])
        .map_or(0, |at| at + 1);
    let (line, word) = before.split_at(start);
    let command = line.rsplit(['&', ';', '|', '(']).next().unwrap_or_default();
    let command = command.split_whitespace().next();
    let (directory, name) = match word.rsplit_once('/') {
        Some(("", _)) => return Vec::new(),
        Some(parts) => parts,
        None if command.is_some_and(|it| PATH_COMMANDS.contains(&it)) => (".", word),
        None => return Vec::new(),
    };
    let below = match directory {
        "." => "",
        _ => directory.strip_prefix("./").unwrap_or(directory),
    };
    if directory.starts_with('/') || below.contains(['$', '*', '~']) {
        return Vec::new();
    }
    let Some(below) = in_directory_of(context, script, below) else {
        return Vec::new();
    };
    let end = context.cursor.typed.end();
    let over = Span::new(end - name.len(), end);
    let offer = |(path, kind): (String, Kind)| {
        let name = path.rsplit('/').next().unwrap_or_default();
        Offer::text(name, kind).over(over).rank(Rank::Usual)
    };
    let only_directories = matches!(command, Some("cd" | "pushd"));
    let entries = entries(context, &below, only_directories).into_iter();
    // A name that the shell would read as several words.
    let entries = entries.filter(|(path, _)| !path.contains([' ', '\'', '"', '$', '`', '\\']));
    entries.map(offer).collect()
}

/// A path below the directory that the script runs in; `None` where that is not known.
fn in_directory_of(context: &Context<'_>, script: NodeId, below: &str) -> Option<String> {
    let tree = context.tree;
    let step = tree.key_of(script).and_then(|key| tree.parent(key));
    let own = step.and_then(|step| context.below(step, &["working_directory"]));
    let directory = own.or_else(|| context.in_workflow(&["working_directory"]));
    match directory.and_then(|node| tree.scalar(node)) {
        Some(directory) if directory.contains('$') || directory.starts_with('/') => None,
        Some(directory) => join(directory, below),
        None => Some(below.to_owned()),
    }
}

/// What a directory of the repository holds.
fn entries(context: &Context<'_>, directory: &str, only_directories: bool) -> Vec<(String, Kind)> {
    let Some(repository) = context.settings().repository.as_deref() else {
        return Vec::new();
    };
    if directory.split('/').any(|part| part == "..") {
        return Vec::new();
    }
    let names = repository.list(directory.trim_end_matches('/'));
    let names = names.as_deref().unwrap_or_default().iter();
    let found = names.filter_map(|(name, entry)| {
        let kind = match entry {
            Entry::Directory => Kind::Folder,
            Entry::File { .. } if !only_directories => Kind::File,
            _ => return None,
        };
        let is_shown = name != ".git" && !name.contains(['\n', '\r']);
        Some((join(directory, name)?, kind)).filter(|_| is_shown)
    });
    found.take(MOST).collect()
}
