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

/// Paths where a script has begun one.
pub(super) fn in_script(context: &Context<'_>) -> Vec<Offer> {
    let word = context
        .typed
        .rsplit([' ', '\t', '"', '\'', '=', '('])
        .next();
    let word = word.unwrap_or_default();
    let Some((directory, name)) = word.rsplit_once('/') else {
        return Vec::new();
    };
    let below = directory.strip_prefix('.').unwrap_or(directory);
    let below = below.trim_start_matches('/');
    if directory.starts_with('/') || below.contains(['$', '*', '~']) {
        return Vec::new();
    }
    let end = context.cursor.typed.end();
    let over = Span::new(end - name.len(), end);
    let offer = |(path, kind): (String, Kind)| {
        let name = path.rsplit('/').next().unwrap_or_default();
        Offer::text(name, kind).over(over).rank(Rank::Usual)
    };
    let entries = entries(context, below, false).into_iter();
    // A name that the shell would read as several words.
    let entries = entries.filter(|(path, _)| !path.contains([' ', '\'', '"', '$', '`', '\\']));
    entries.map(offer).collect()
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
