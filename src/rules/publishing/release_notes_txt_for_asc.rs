//! App Store Connect does not take `release_notes.txt`.

use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{Kind, files};
use crate::rules::shared::words::excerpt;

rule! {
    id: "release-notes-txt-for-asc",
    category: Publishing,
    summary: "publishing to App Store Connect where the only release notes are `release_notes.txt`",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let files = files(asc.view);
    let Some(only) = files.first().filter(|file| file.kind == Kind::Text) else {
        return;
    };
    if files.iter().any(|file| file.kind != Kind::Text) {
        return;
    }
    let config = asc.view.file.config;
    let is_for_others = config.workflows().any(|(_, workflow)| {
        let publishing = workflow.publishing.value();
        publishing.is_some_and(|it| it.google_play.is_set() || it.firebase.is_set())
    });
    let message = format!(
        "`{}` is not used for App Store Connect, which needs to know the language",
        excerpt(&only.path)
    );
    let draft = report.at(asc.key, message);
    draft
        .help("write `release_notes_en-US.txt`, or `release_notes.json` with all languages; testers read no notes otherwise")
        .in_use();
    if is_for_others {
        draft.severity(Severity::Info);
    }
}
