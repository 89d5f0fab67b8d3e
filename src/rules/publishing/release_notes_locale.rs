//! A language of release notes that App Store Connect does not know.

use rustc_hash::FxHashSet;

use crate::knowledge::release_notes::{DATED, LOCALES, WITHOUT_REGION};
use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{files, meant_language};
use crate::rules::shared::words::excerpt;

rule! {
    id: "release-notes-locale",
    category: Publishing,
    summary: "release notes in a language that App Store Connect does not know",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    // Google Play has languages of its own.
    let is_shared = asc.view.file.uses_google_play();
    let files = files(asc.view);
    let notes = || files.iter().flat_map(|file| &file.notes);
    let given: FxHashSet<&str> = notes()
        .filter_map(|note| note.language.as_deref())
        .filter(|language| LOCALES.contains(language))
        .map(bare)
        .collect();
    for note in notes() {
        let Some(language) = note.language.as_deref() else {
            continue;
        };
        // `cs-CZ` beside `cs` is there for another store, and nothing is lost.
        if given.contains(bare(language)) {
            continue;
        }
        let is_known = if is_shared {
            !WITHOUT_REGION.contains(&language)
        } else {
            LOCALES.contains(&language)
        };
        if is_known {
            continue;
        }
        let shown = excerpt(language);
        let message = format!(
            "`{}` has notes in `{shown}`, which App Store Connect does not know ({DATED}): they are left out",
            excerpt(&note.path)
        );
        let draft = report.at(asc.key, message).in_use();
        match meant_language(language) {
            Some(meant) => draft.help(format!(
                "write `{meant}`, or another code of the list in App Store Connect's API"
            )),
            None => draft
                .help("write a code such as `en-US`, `de-DE` or `ja`; upper and lower case count"),
        };
    }
}

/// A language without its region.
fn bare(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}
