//! Texts for the App Store that are too long.

use crate::knowledge::release_notes::FIELD_LENGTHS;
use crate::rules::prelude::*;
use crate::rules::shared::release_notes::files;
use crate::rules::shared::words::excerpt;

rule! {
    id: "release-notes-metadata-length",
    category: Publishing,
    summary: "`keywords`, `promotional_text` or `description` in `release_notes.json` longer than the App Store takes",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    // Without a submission to the App Store they are not used.
    if !asc.publishing.submit_to_app_store.may_be_true() {
        return;
    }
    let files = files(asc.view);
    for note in files.iter().flat_map(|file| &file.notes) {
        for (name, text) in &note.fields {
            let limit = FIELD_LENGTHS.iter().find(|(field, _)| field == name);
            let length = text.trim().chars().count();
            let Some((_, most)) = limit.filter(|(_, most)| length > *most) else {
                continue;
            };
            let language = note.language.as_deref().unwrap_or("no language");
            let message = format!(
                "`{name}` of `{}` in `{}` has {length} characters; the App Store takes at most {most}",
                excerpt(&note.path),
                excerpt(language)
            );
            report
                .at(asc.key, message)
                .help("shorten it; App Store Connect refuses the texts of this language otherwise")
                .in_use();
        }
    }
}
