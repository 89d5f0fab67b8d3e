//! Release notes that are too long.

use crate::knowledge::release_notes::{APP_STORE_LENGTH, GOOGLE_PLAY_LENGTH};
use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{Kind, files, unless_written};
use crate::rules::shared::words::excerpt;

rule! {
    id: "release-notes-length",
    category: Publishing,
    severity: Error,
    summary: "release notes longer than 4000 characters, or 500 for Google Play",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(publishing) = view.workflow.publishing.value() else {
        return;
    };
    let app_store = publishing.app_store_connect.key();
    let google_play = publishing.google_play.key();
    if app_store.is_none() && google_play.is_none() {
        return;
    }
    for file in files(view) {
        // Without a language they go to Google Play only.
        let app_store = app_store.filter(|_| file.kind != Kind::Text);
        let stores = [
            (app_store, "App Store Connect", APP_STORE_LENGTH),
            (google_play, "Google Play", GOOGLE_PLAY_LENGTH),
        ];
        for note in &file.notes {
            let length = note.text.trim().chars().count();
            for (key, store, most) in stores {
                let Some(key) = key.filter(|_| length > most) else {
                    continue;
                };
                let language = note.language.as_deref();
                let language =
                    language.map_or(String::new(), |it| format!(" in `{}`", excerpt(it)));
                let message = format!(
                    "the notes{language} of `{}` have {length} characters; {store} takes at most {most}",
                    excerpt(&note.path)
                );
                unless_written(view, report.at(key, message))
                    .help("shorten them; publishing fails after the whole build otherwise")
                    .in_use();
            }
        }
    }
}
