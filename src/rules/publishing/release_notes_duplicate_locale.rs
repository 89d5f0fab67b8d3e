//! Release notes that give one language twice.

use rustc_hash::FxHashSet;

use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{Kind, files, unless_written};
use crate::rules::shared::words::excerpt;

rule! {
    id: "release-notes-duplicate-locale",
    category: Publishing,
    severity: Error,
    summary: "a `release_notes.json` with two entries for one language",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let files = files(asc.view);
    let json = files.iter().filter(|file| file.kind == Kind::Json);
    let mut seen = FxHashSet::default();
    let mut told = FxHashSet::default();
    for note in json.flat_map(|file| &file.notes) {
        let Some(language) = note.language.as_deref() else {
            continue;
        };
        if seen.insert(language) || !told.insert(language) {
            continue;
        }
        let message = format!(
            "`{}` has notes in `{}` twice, and App Store Connect gets none of the file's notes",
            excerpt(&note.path),
            excerpt(language)
        );
        unless_written(asc.view, report.at(asc.key, message))
            .help("keep one entry for each language; the upload ends with `Ambiguous definitions for locale(s)` otherwise")
            .in_use();
    }
}
