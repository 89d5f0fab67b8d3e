//! `release_notes.json` that is not a list of texts with languages.

use serde_json::Value;

use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{Kind, files, lack, unless_written};
use crate::rules::shared::words::excerpt;

rule! {
    id: "release-notes-json",
    category: Publishing,
    severity: Error,
    summary: "a `release_notes.json` that is not a list of entries with `language` and `text`",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(publishing) = view.workflow.publishing.value() else {
        return;
    };
    let keys = [
        publishing.app_store_connect.key(),
        publishing.google_play.key(),
    ];
    let Some(key) = keys.into_iter().flatten().next() else {
        return;
    };
    for file in files(view).iter().filter(|file| file.kind == Kind::Json) {
        let path = excerpt(&file.path);
        let mut is_dropped = false;
        let message = match serde_json::from_str::<Value>(&file.text) {
            Err(error) => format!("`{path}:{}:{}` is not JSON", error.line(), error.column()),
            Ok(Value::Array(entries)) => match entries.iter().enumerate().find_map(lack) {
                Some((number, lack)) => {
                    is_dropped = true;
                    format!("entry {number} of `{path}` {lack}, and is left out")
                }
                None => continue,
            },
            Ok(_) => {
                format!("`{path}` is not a list, expected `[{{\"language\": …, \"text\": …}}, …]`")
            }
        };
        let draft = unless_written(view, report.at(key, message));
        draft
            .help("list one `{\"language\": \"en-US\", \"text\": \"…\"}` for each language; what is not such an entry is not published")
            .in_use();
        if is_dropped {
            draft.severity(Severity::Warning);
        }
    }
}
