//! The version is submitted to App Store review.

use serde_json::json;

use crate::app_store_connect::ReviewSubmissionState;
use crate::publish::client::{Failure, Refused, Resource};
use crate::report::text::count;

use super::{Cause, Flow, Trouble, app_store_texts, app_store_version, order, to, unexpected};

const KIND: &str = "reviewSubmissions";

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    app_store_texts::texts_of_version(flow)?;
    let (_, app) = app_store_version::build_and_app(flow)?;
    let version = flow.seen.version.as_ref().ok_or_else(order)?.id.clone();
    let body = json!({ "data": { "type": KIND, "attributes": { "platform": flow.platform() },
        "relationships": { "app": to("apps", &app.id) } } });
    let (submission, is_reused) = match flow.client.write("POST", &format!("/v1/{KIND}"), &body) {
        Ok(made) => (made, false),
        Err(Failure::Refused(refused)) => {
            let Some(open) = open_submission(&refused) else {
                return Err(Failure::Refused(refused).into());
            };
            let path = format!("/v1/{KIND}/{open}");
            let open = flow.client.read(&path).map_err(unexpected)?;
            let state = open.text("state").unwrap_or_default();
            flow.seen.is_canceling = state == ReviewSubmissionState::Canceling.word();
            warn_of_reuse(flow, state);
            (open, true)
        }
        Err(failure) => return Err(failure.into()),
    };
    let body = json!({ "data": { "type": "reviewSubmissionItems", "relationships": {
        "reviewSubmission": to(KIND, &submission.id),
        "appStoreVersion": to("appStoreVersions", &version) } } });
    flow.client
        .write("POST", "/v1/reviewSubmissionItems", &body)?;
    let body = json!({ "data": { "id": submission.id, "type": KIND, "attributes": { "submitted": true } } });
    let path = format!("/v1/{KIND}/{}", submission.id);
    flow.client.write("PATCH", &path, &body)?;
    flow.seen.is_submitted = true;
    if is_reused {
        warn_of_company(flow, &submission);
    }
    let number = &flow.plan.app.version.value;
    Ok(format!("submitted version {number} to App Store review"))
}

/// The id of the open submission that stands in the way of another, as the client
/// finds it in the words of the refusal.
fn open_submission(refused: &Refused) -> Option<String> {
    if !refused.is_readable {
        return None;
    }
    let details = refused
        .errors
        .iter()
        .filter_map(|error| error.detail.as_deref());
    details.into_iter().find_map(id_in)
}

fn id_in(detail: &str) -> Option<String> {
    let mut rest = detail;
    while let Some((_, after)) = rest.split_once("There is another reviewSubmissions with id ") {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let end = after.find(|c: char| !is_part(c)).unwrap_or(after.len());
        let (id, behind) = after.split_at(end);
        if !id.is_empty() && behind.starts_with(" still in progress") {
            return Some(id.to_owned());
        }
        rest = after;
    }
    None
}

fn warn_of_reuse(flow: &mut Flow<'_>, state: &str) {
    if flow.seen.is_canceling {
        // What follows is refused, and the refusal tells why.
        return;
    }
    let place = flow.place(flow.plan.options.submit_to_app_store.as_ref());
    flow.warn(
        Cause::new(format!("a submission was open already (`{state}`) and is used again"))
            .help("submit or delete it in App Store Connect, where the version is not meant to go along with it")
            .at(place)
            .log("Review submission already exists, reuse it"),
    );
}

/// The client does not look at what else is in the submission; this is done after
/// its last request.
fn warn_of_company(flow: &mut Flow<'_>, submission: &Resource) {
    flow.client.only_look();
    let path = format!("/v1/{KIND}/{}/items", submission.id);
    let Ok(items) = flow.client.list_all(&path, &[]) else {
        return;
    };
    let others = items.len().saturating_sub(1);
    if others == 0 {
        return;
    }
    let place = flow.place(flow.plan.options.submit_to_app_store.as_ref());
    flow.warn(
        Cause::new(format!(
            "{} of the open submission, such as in-app events, went to review along with the version",
            count(others, "other item")
        ))
        .help("remove from the submission in App Store Connect what is not meant to be reviewed now")
        .at(place),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_where_the_client_finds_it() {
        let words = "There is another reviewSubmissions with id 7f-3_a still in progress";
        assert_eq!(id_in(words).as_deref(), Some("7f-3_a"));
        assert_eq!(id_in(&format!("{words}, wait")).as_deref(), Some("7f-3_a"));
        for other in [
            "",
            "There is another reviewSubmissions with id  still in progress",
            "There is another reviewSubmissions with id 7 in progress",
            "There is another reviewSubmission with id 7 still in progress",
        ] {
            assert_eq!(id_in(other), None, "{other}");
        }
    }
}
