//! Release notes of the repository, as Codemagic hands them to the client.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::knowledge::release_notes::LOCALES;
use crate::rules::shared::mentions::scripts_mention;
use crate::rules::shared::release_notes::{Kind, Note, NotesFile, files, lack, meant_language};
use crate::rules::shared::words::excerpt;

use super::variables::Resolver;
use super::{Notes, Place, Remark, StoreText, TestNote};

/// Reads the notes: those of `release_notes.json` in their order, then those of files
/// for one language each. What Codemagic drops without a word is remarked.
pub(super) fn read(resolver: &Resolver<'_, '_>, place: &Place, remarks: &mut Vec<Remark>) -> Notes {
    let view = resolver.view;
    let mut reader = Reader {
        place,
        remarks,
        seen: BTreeSet::new(),
        notes: Notes::default(),
    };
    if scripts_mention(view, &["release_notes"]) {
        reader.remark(
            "steps of the build write release notes, which are not known here".into(),
            "the dry run goes on without them",
        );
        return reader.notes;
    }
    let files = files(view);
    let (json, others): (Vec<_>, Vec<_>) = files.iter().partition(|it| it.kind == Kind::Json);
    for file in json {
        reader.json(file);
    }
    for file in others {
        reader.text(file);
    }
    reader.notes
}

struct Reader<'r> {
    place: &'r Place,
    remarks: &'r mut Vec<Remark>,
    seen: BTreeSet<String>,
    notes: Notes,
}

impl Reader<'_> {
    fn remark(&mut self, message: String, help: &str) {
        self.remarks.push(Remark {
            message,
            help: Some(help.to_owned()),
            place: self.place.clone(),
            is_fatal: false,
        });
    }

    fn json(&mut self, file: &NotesFile) {
        const HELP: &str =
            "list one `{\"language\": \"en-US\", \"text\": \"…\"}` for each language";
        let path = excerpt(&file.path);
        let entries = match serde_json::from_str(&file.text) {
            Ok(Value::Array(entries)) => entries,
            Ok(_) => {
                self.remark(format!("`{path}` is no list and is left out"), HELP);
                return;
            }
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let message = format!("`{path}:{line}:{column}` is not JSON: the file is left out");
                self.remark(message, HELP);
                return;
            }
        };
        for (number, lack) in entries.iter().enumerate().filter_map(lack) {
            let message = format!("entry {number} of `{path}` {lack}: Codemagic drops it");
            self.remark(message, HELP);
        }
        for note in &file.notes {
            // Without a language it was remarked above.
            if let Some(language) = note.language.as_deref()
                && self.is_known(note, language)
            {
                if !self.seen.insert(language.to_owned()) {
                    let message = format!("`{path}` has notes in `{language}` twice");
                    let help = "keep one entry for each language; the client refuses all otherwise";
                    self.remark(message, help);
                    if let Some(last) = self.remarks.last_mut() {
                        last.is_fatal = true;
                    }
                    continue;
                }
                self.add(note, language);
            }
        }
    }

    fn text(&mut self, file: &NotesFile) {
        let path = excerpt(&file.path);
        let Some(note) = file.notes.first() else {
            return;
        };
        let Kind::Localized(language) = &file.kind else {
            self.remark(
                format!("`{path}` has no language: App Store Connect gets nothing of it"),
                "name the file after the language, such as `release_notes_en-US.txt`",
            );
            return;
        };
        if !self.is_known(note, language) {
            return;
        }
        if !self.seen.insert(language.clone()) {
            let message =
                format!("`{path}` is left out: `release_notes.json` has `{language}` too");
            self.remark(message, "keep one of the two");
            return;
        }
        self.add(note, language);
    }

    /// Whether App Store Connect knows the language, and there is a text.
    fn is_known(&mut self, note: &Note, language: &str) -> bool {
        let path = excerpt(&note.path);
        if note.text.trim().is_empty() {
            let message = format!("the notes of `{path}` in `{}` are empty", excerpt(language));
            self.remark(message, "write what is new, or remove them");
            return false;
        }
        if LOCALES.contains(&language) {
            return true;
        }
        let message = format!(
            "`{path}` has notes in `{}`, which App Store Connect does not know: Codemagic drops them",
            excerpt(language)
        );
        let help = match meant_language(language) {
            Some(meant) => format!("write `{meant}`; upper and lower case count"),
            None => "write a code such as `en-US`, `de-DE` or `ja`".into(),
        };
        self.remark(message, &help);
        false
    }

    fn add(&mut self, note: &Note, language: &str) {
        let field = |key: &str| {
            let mut fields = note.fields.iter();
            let found = fields.find(|(name, _)| name == key);
            found
                .map(|(_, text)| text.clone())
                .filter(|it| !it.is_empty())
        };
        self.notes.test_notes.push(TestNote {
            locale: language.to_owned(),
            text: note.text.clone(),
            file: note.path.clone(),
        });
        self.notes.store_texts.push(StoreText {
            locale: language.to_owned(),
            file: note.path.clone(),
            description: field("description"),
            keywords: field("keywords"),
            marketing_url: field("marketing_url"),
            promotional_text: field("promotional_text"),
            support_url: field("support_url"),
            whats_new: Some(note.text.clone()),
        });
    }
}
