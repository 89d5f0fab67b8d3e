//! A pattern: what it matches, with examples.

use std::fmt::Write as _;

use crate::expression::glob::Pattern;
use crate::expression::template::parts;
use crate::lsp::veil::code;
use crate::model::locate::field_at;
use crate::syntax::{NodeId, NodeKind, Tree};

use super::Told;
use super::keys;
use super::place::Place;

/// Names of branches and tags that examples are taken from.
const BRANCHES: &[&str] = &[
    "main",
    "develop",
    "feature/login",
    "release/1.2",
    "hotfix/1.2.1",
    "bugfix/crash",
];
const TAGS: &[&str] = &["v1.2.0", "1.2.0", "v2.0.0-rc1", "release-7", "nightly"];

/// Most examples of a kind.
const MOST: usize = 3;

/// A pattern of branches, tags or files.
pub(super) fn pattern(place: &Place<'_>) -> Option<Told> {
    if place.is_key() {
        return None;
    }
    let tree = place.tree;
    let holder = tree.parent(place.node)?;
    let in_list = tree.kind(holder) == NodeKind::Sequence;
    let located = field_at(tree, if in_list { holder } else { place.node })?;
    let field = (located.section?.name, located.field.key);
    // Secrets are looked for only where the text will be shown.
    let text = || place.veil.text(place.node);
    let mut words = match field {
        ("BranchPattern", "pattern") => of_names(place, text()?, "branches", BRANCHES),
        ("TagPattern", "pattern") => of_names(place, text()?, "tags", TAGS),
        ("Workflow", "artifacts") => of_artifacts(place, text()?),
        ("Changeset", "includes") => of_changes(text()?, "count"),
        ("Changeset", "excludes") => of_changes(text()?, "do not count"),
        _ => return None,
    };
    words.push_str("\n---\n\n");
    words.push_str(&keys::line(place).unwrap_or_default());
    Some(Told::new(words, place.span()))
}

fn of_names(place: &Place<'_>, text: &str, kind: &str, names: &[&str]) -> String {
    let tree = place.tree;
    let title = code(text);
    if parts(text).next().is_some() {
        return format!("{title}\n\nWhat it matches is known when the build starts.\n");
    }
    let pattern = Pattern::parse(text);
    let mut words = format!(
        "{title}\n\nMatches {kind} that {}.\n",
        pattern.in_words(text)
    );
    if pattern.is_readable() {
        let matching = names.iter().filter(|name| pattern.matches(name));
        let mut matching: Vec<String> = matching.map(|it| (*it).to_owned()).collect();
        if matching.is_empty() {
            matching.extend(pattern.example());
        }
        let other = names.iter().filter(|name| !pattern.matches(name));
        let other: Vec<String> = other.map(|it| (*it).to_owned()).collect();
        for (title, names) in [("Matches", matching), ("Does not match", other)] {
            let names: Vec<String> = names.iter().take(MOST).map(|it| code(it)).collect();
            if !names.is_empty() {
                let _ = writeln!(words, "\n- {title}: {}", names.join(", "));
            }
        }
    }
    if let Some(mapping) = tree.parent(place.node) {
        words.push_str(&decides(tree, mapping, kind));
    }
    words
}

/// What matching means: in or out, and which of the patterns decides.
fn decides(tree: &Tree, mapping: NodeId, kind: &str) -> String {
    let mut words = String::new();
    let flag = |key: &str| {
        let field = tree.field(mapping, key)?;
        tree.scalar(field.value).map(str::to_owned)
    };
    let verb = if flag("include").as_deref() == Some("false") {
        "are left out"
    } else {
        "are built"
    };
    let _ = write!(words, "\nMatching {kind} {verb}");
    let list = tree.parent(mapping);
    let list = list.filter(|list| tree.kind(*list) == NodeKind::Sequence);
    let items = list.map(|list| tree.items(list)).unwrap_or_default();
    let place = items.iter().position(|item| *item == mapping);
    match place {
        Some(at) if items.len() > 1 => {
            let all = items.len();
            let _ = write!(
                words,
                ", unless a later pattern says otherwise: this is {} of {all}, and the last that \
                 matches decides",
                at + 1
            );
        }
        _ => {}
    }
    words.push_str(".\n");
    if kind == "branches" {
        let which = if flag("source").as_deref() == Some("false") {
            "target"
        } else {
            "source"
        };
        let _ = writeln!(
            words,
            "\nOf a pull request the {which} branch is looked at."
        );
    }
    words
}

fn of_artifacts(place: &Place<'_>, text: &str) -> String {
    let directory = place.look(|view| {
        let field = &view.workflow.working_directory;
        let node = field.node().filter(|_| field.is_set())?;
        Some(place.veil.quoted(node))
    });
    let from = match directory.flatten() {
        _ if text.starts_with(['/', '~', '$']) => String::new(),
        Some(directory) => format!(", seen from the working directory {directory}"),
        None => ", seen from the root of the repository".to_owned(),
    };
    format!(
        "{}\n\nKeeps the files that match{from}.{}\n",
        code(text),
        stars(text)
    )
}

fn of_changes(text: &str, verb: &str) -> String {
    format!(
        "{}\n\nChanges of the files that match {verb}; paths begin at the root of the \
         repository.{}\n",
        code(text),
        stars(text)
    )
}

fn stars(text: &str) -> &'static str {
    if text.contains("**") {
        " `**` stands for any number of directories, `*` for a part of one name."
    } else if text.contains('*') {
        " `*` stands for any text within one name."
    } else {
        ""
    }
}
