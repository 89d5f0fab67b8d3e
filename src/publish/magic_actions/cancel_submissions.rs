//! Submissions that are in App Store review are cancelled.

use std::time::Duration;

use serde_json::json;

use crate::publish::words::duration;
use crate::report::text::count;

use super::{Cause, Flow, Trouble, app_store_version, unexpected};

/// How often the client looks whether the cancellations are through.
const TRIES: u64 = 120;

const KIND: &str = "reviewSubmissions";

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let (_, app) = app_store_version::build_and_app(flow)?;
    let platform = flow.platform();
    let list = |states| {
        [
            ("filter[app]", app.id.clone()),
            ("filter[platform]", platform.to_owned()),
            ("filter[state]", String::from(states)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
    };
    let path = format!("/v1/{KIND}");
    let open = list("WAITING_FOR_REVIEW,IN_REVIEW,UNRESOLVED_ISSUES");
    let open = flow.client.list(&path, &open, Some(100), None)?;
    for submission in &open {
        let body = json!({ "data": { "id": submission.id, "type": KIND, "attributes": { "canceled": true } } });
        let own = format!("{path}/{}", submission.id);
        flow.client.write("PATCH", &own, &body)?;
    }
    if open.is_empty() {
        return Ok("no submission was in review".into());
    }
    let number = count(open.len(), "submission");
    let canceling = list("CANCELING");
    for waited in 0..TRIES {
        let left = flow.client.list(&path, &canceling, Some(100), None);
        if left.map_err(unexpected)?.is_empty() {
            return Ok(format!("cancelled {number} within {}", duration(waited)));
        }
        flow.client.pause(Duration::from_secs(1))?;
    }
    let place = flow.place(flow.plan.options.cancel_previous_submissions.as_ref());
    flow.warn(
        Cause::new(
            "the cancellation was not through after 120 seconds; the client goes on as if it were",
        )
        .help("wait until the submission is cancelled in App Store Connect, and publish again")
        .at(place)
        .log("Cancelling submissions was not completed in 120 seconds. Try to continue..."),
    );
    Ok(format!(
        "asked to cancel {number}, which was not through in time"
    ))
}
