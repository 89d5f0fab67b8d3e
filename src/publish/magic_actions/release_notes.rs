//! What to Test is written, language by language.

use serde_json::json;

use crate::publish::client::Failure;
use crate::publish::words::list;

use super::{Flow, Subject, Trouble, to};

const KIND: &str = "betaBuildLocalizations";

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let build = flow.build_id()?;
    for note in &flow.plan.notes.test_notes {
        flow.subject = Some(Subject {
            name: note.file.clone(),
            locale: Some(note.locale.clone()),
            text: Some(note.text.clone()),
        });
        let parameters = [
            ("filter[build]", build.as_str()),
            ("filter[locale]", note.locale.as_str()),
        ];
        let found = flow
            .client
            .list_all("/v1/betaBuildLocalizations", &parameters);
        let found = match found {
            // The client takes a refusal for "there is none".
            Err(Failure::Refused(refused)) if refused.is_readable => Vec::new(),
            found => found?,
        };
        if let Some(existing) = found.first() {
            let body = json!({ "data": { "id": existing.id, "type": KIND,
                "attributes": { "whatsNew": note.text } } });
            let path = format!("/v1/{KIND}/{}", existing.id);
            flow.client.write("PATCH", &path, &body)?;
        } else {
            let body = json!({ "data": { "type": KIND,
                "attributes": { "locale": note.locale, "whatsNew": note.text },
                "relationships": { "build": to("builds", &build) } } });
            flow.client.write("POST", &format!("/v1/{KIND}"), &body)?;
        }
        flow.seen.notes_written.push(note.locale.clone());
    }
    flow.subject = None;
    let written = list(&flow.seen.notes_written);
    Ok(format!("wrote What to Test in {written}"))
}
