//! Release notes in the repository, as Codemagic takes them from there.

use std::rc::Rc;

use serde_json::Value;

use crate::knowledge::release_notes::LOCALES;
use crate::repository::{Entry, Repository, paths};
use crate::syntax::{self, NodeId, SourceFile, SourceMap, Tree};

use crate::finding::Severity;
use crate::rules::Draft;
use crate::rules::check::WorkflowView;

use super::mentions::scripts_mention;
use super::places::workflow_directory;
use super::words::nearest;

/// What a file of release notes is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `release_notes.json`: every language.
    Json,
    /// `release_notes.txt`: no language.
    Text,
    /// `release_notes_<language>.txt`.
    Localized(String),
}

/// A file of release notes.
pub(crate) struct NotesFile {
    /// Its path.
    pub path: String,
    /// What it is for.
    pub kind: Kind,
    /// Its text.
    pub text: String,
    /// The notes in it; none in a `release_notes.json` that is no list.
    pub notes: Vec<Note>,
}

/// Notes in one language.
pub(crate) struct Note {
    /// The path of the file.
    pub path: String,
    /// The language, where the file names one.
    pub language: Option<String>,
    /// The text.
    pub text: String,
    /// The other fields of `release_notes.json` that are texts.
    pub fields: Vec<(String, String)>,
    place: Place,
}

enum Place {
    /// The text is the file.
    File,
    /// The text is a string of the file.
    Json(Rc<Tree>, NodeId),
    Unknown,
}

impl Note {
    /// Line and column, from 1, of a byte of the text; `None` where that cannot be
    /// told.
    pub fn position(&self, byte: usize) -> Option<(usize, usize)> {
        let position = match &self.place {
            Place::File => SourceFile::new("", &*self.text).position(byte),
            Place::Json(tree, node) => {
                let offset = SourceMap::new(tree, *node).offset(byte);
                tree.source().position(offset)
            }
            Place::Unknown => return None,
        };
        Some((position.line, position.column))
    }

    /// How a message names a place in the notes.
    pub fn named(&self, byte: usize) -> String {
        let language = self.language.as_deref();
        let language = language.map_or(String::new(), |it| format!(" (`{it}`)"));
        match self.position(byte) {
            Some((line, column)) => format!("`{}:{line}:{column}`{language}", self.path),
            None => format!("`{}`{language}", self.path),
        }
    }
}

/// What a name says that a file of release notes is for.
pub(crate) fn kind(name: &str) -> Option<Kind> {
    match name.strip_prefix("release_notes")? {
        ".json" => Some(Kind::Json),
        ".txt" => Some(Kind::Text),
        rest => {
            let language = rest.strip_prefix('_')?.strip_suffix(".txt")?;
            (!language.is_empty()).then(|| Kind::Localized(language.to_owned()))
        }
    }
}

/// The directories in which the workflow's release notes are looked for: its own,
/// and the root. `None` where they cannot be told, or a step may write notes.
pub(crate) fn directories(view: &WorkflowView<'_>) -> Option<Vec<String>> {
    let found = places(view)?;
    (!scripts_mention(view, &["release_notes"])).then_some(found)
}

/// The same, whatever the steps write.
pub(crate) fn places(view: &WorkflowView<'_>) -> Option<Vec<String>> {
    let (_, own) = workflow_directory(view)?;
    let mut found = vec![own];
    if found.iter().all(|it| !it.is_empty()) {
        found.push(String::new());
    }
    Some(found)
}

/// Names in a directory that are those of release notes but for upper and lower case,
/// which Codemagic does not take for them.
pub(crate) fn in_other_case(repository: &Repository, directory: &str) -> Option<(String, String)> {
    let names = repository.list(directory)?;
    let mut files = names
        .iter()
        .filter(|(name, entry)| kind(name).is_none() && matches!(entry, Entry::File { .. }));
    files.find_map(|(name, _)| {
        let (stem, rest) = name.split_at_checked("release_notes".len())?;
        let (rest, ending) = rest.rsplit_once('.')?;
        let right = format!("{}{rest}.{}", stem.to_lowercase(), ending.to_lowercase());
        kind(&right)?;
        Some((paths::join(directory, name)?, right))
    })
}

/// The names of the release notes in a directory.
pub(crate) fn names_in(repository: &Repository, directory: &str) -> Vec<(String, Kind)> {
    let names = repository.list(directory);
    let names = names.iter().flat_map(|it| it.iter());
    names
        .filter(|(_, entry)| matches!(entry, Entry::File { .. }))
        .filter_map(|(name, _)| Some((paths::join(directory, name)?, kind(name)?)))
        .collect()
}

/// The release notes that the workflow publishes; those of its own directory before
/// those of the root. Files that cannot be read are left out.
pub(crate) fn files(view: &WorkflowView<'_>) -> Vec<Rc<NotesFile>> {
    let Some(repository) = view.file.repository() else {
        return Vec::new();
    };
    let all = places(view).unwrap_or_default();
    let mut places = all.iter().map(|it| names_in(repository, it));
    let Some(first) = places.find(|names| !names.is_empty()) else {
        return Vec::new();
    };
    // Asked last: all scripts are looked through for it.
    if directories(view).is_none() {
        return Vec::new();
    }
    let read = |(path, kind)| {
        view.file
            .release_notes(path, |path| read(repository, path, kind))
    };
    first.into_iter().filter_map(read).collect()
}

/// Lowers an error to a warning where a step may write the notes anew: it runs what is
/// not to be seen.
pub(crate) fn unless_written<'d>(view: &WorkflowView<'_>, draft: &'d mut Draft) -> &'d mut Draft {
    if view.made().may_hold(usize::MAX, "release_notes") {
        draft.severity(Severity::Warning);
    }
    draft
}

/// The longest file of release notes that is looked at, in bytes. All languages with
/// all they may hold have less.
const MAX_FILE: usize = 512 << 10;

fn read(repository: &Repository, path: &str, kind: Kind) -> Option<NotesFile> {
    let text = repository.text(path).filter(|it| it.len() <= MAX_FILE)?;
    let mut file = NotesFile {
        path: path.to_owned(),
        kind,
        text,
        notes: Vec::new(),
    };
    file.notes = notes_of(&file);
    Some(file)
}

fn notes_of(file: &NotesFile) -> Vec<Note> {
    let language = match &file.kind {
        Kind::Json => return json_notes(file),
        Kind::Text => None,
        Kind::Localized(language) => Some(language.clone()),
    };
    vec![Note {
        path: file.path.clone(),
        language,
        text: file.text.clone(),
        fields: Vec::new(),
        place: Place::File,
    }]
}

fn json_notes(file: &NotesFile) -> Vec<Note> {
    let Ok(Value::Array(entries)) = serde_json::from_str(&file.text) else {
        return Vec::new();
    };
    // JSON is YAML, and there every text has its place.
    let tree = Rc::new(syntax::parse(SourceFile::new("", &*file.text)));
    let nodes = tree.root().map(|root| tree.items(root)).unwrap_or_default();
    let note = |(index, entry): (usize, &Value)| {
        let field = |key: &str| entry.get(key).and_then(Value::as_str);
        let text = field("text")?;
        let of_text = |node: &NodeId| {
            let mut entries = tree.entries(*node).iter();
            let value = entries
                .find(|it| tree.scalar(it.key) == Some("text"))?
                .value;
            (tree.scalar(value) == Some(text)).then_some(value)
        };
        let node = nodes.get(index).and_then(of_text);
        let fields = entry.as_object()?.iter();
        let fields = fields.filter_map(|(key, it)| Some((key.clone(), it.as_str()?.to_owned())));
        Some(Note {
            path: file.path.clone(),
            language: field("language").map(str::to_owned),
            text: text.to_owned(),
            fields: fields.collect(),
            place: node.map_or(Place::Unknown, |node| Place::Json(Rc::clone(&tree), node)),
        })
    };
    entries.iter().enumerate().filter_map(note).collect()
}

/// What an entry of `release_notes.json` lacks to be published, with its number from 1,
/// given its place.
pub(crate) fn lack((index, entry): (usize, &Value)) -> Option<(usize, String)> {
    let Some(entry) = entry.as_object() else {
        return Some((index + 1, "is not `{…}`".to_owned()));
    };
    let is_text = |key: &&str| entry.get(*key).is_some_and(Value::is_string);
    let missing = ["language", "text"].into_iter().find(|key| !is_text(key))?;
    Some((index + 1, format!("lacks `{missing}`, or it is not a text")))
}

/// The code of App Store Connect that may be meant by a language it does not know.
pub(crate) fn meant_language(language: &str) -> Option<&'static str> {
    let of_region = format!("{language}-");
    let meant = LOCALES.iter().find(|it| it.starts_with(&of_region));
    let meant = meant.copied().or_else(|| nearest(language, LOCALES));
    meant.filter(|_| !language.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Vec<Note> {
        notes_of(&NotesFile {
            path: "release_notes.json".to_owned(),
            kind: Kind::Json,
            text: text.to_owned(),
            notes: Vec::new(),
        })
    }

    #[test]
    fn names_tell_what_notes_are_for() {
        assert_eq!(kind("release_notes.json"), Some(Kind::Json));
        assert_eq!(kind("release_notes.txt"), Some(Kind::Text));
        let localized = Kind::Localized("de-DE".to_owned());
        assert_eq!(kind("release_notes_de-DE.txt"), Some(localized));
        for name in [
            "release_notes.md",
            "release_notes_.txt",
            "notes.txt",
            "release_notes_a.json",
        ] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn places_in_json_are_exact() {
        let text = "[\n  {\"language\": \"en-GB\",\n   \"text\": \"a\\nü <b>\"}\n]\n";
        let found = json(text);
        let at = found[0].text.find('<').unwrap();
        assert_eq!(found[0].position(at), Some((3, 18)));
        assert_eq!(found[0].named(at), "`release_notes.json:3:18` (`en-GB`)");
        assert!(json("{}").is_empty() && json("[1, {\"language\": \"a\"}]").is_empty());
    }

    #[test]
    fn a_place_that_yaml_reads_in_another_way_is_left_out() {
        let found = json(r#"[{"language": "en-GB", "text": "\ud83d\ude00"}]"#);
        assert_eq!(found[0].text, "😀");
        let named = found[0].named(0);
        assert!(named.starts_with("`release_notes.json"), "{named}");
    }
}
