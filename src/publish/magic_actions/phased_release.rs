//! The phased release is switched on or off.

use serde_json::json;

use super::{Flow, Trouble, order, to, unexpected};

const KIND: &str = "appStoreVersionPhasedReleases";

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let version = flow.seen.version.as_ref().ok_or_else(order)?.id.clone();
    let option = flow.plan.options.phased_release.as_ref();
    let is_wanted = option.is_some_and(|option| option.value);
    let path = format!("/v1/appStoreVersions/{version}/appStoreVersionPhasedRelease");
    let existing = flow.client.read_if_any(&path).map_err(unexpected)?;
    let done = match existing {
        Some(_) if is_wanted => "the phased release was on already",
        None if !is_wanted => "the phased release was off already",
        Some(existing) => {
            let path = format!("/v1/{KIND}/{}", existing.id);
            flow.client.order("DELETE", &path, None)?;
            "switched the phased release off: everybody gets the version at once"
        }
        None => {
            let body = json!({ "data": { "type": KIND,
                "relationships": { "appStoreVersion": to("appStoreVersions", &version) } } });
            flow.client.write("POST", &format!("/v1/{KIND}"), &body)?;
            "switched the phased release on: customers get the version over seven days"
        }
    };
    flow.seen.is_phased = Some(is_wanted);
    Ok(done.into())
}
