//! The app record is looked up by the bundle id of the package.

use crate::publish::advice;

use super::{Cause, Flow, Trouble, arguments};

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    arguments::check(flow)?;
    let asked = &flow.plan.app.bundle_id;
    let id = asked.value.as_str();
    let parameters = [("sort", "name"), ("filter[bundleId]", id)];
    let apps = flow.client.list_all("/v1/apps", &parameters)?;
    // The filter may be generous; the client compares exactly.
    let app = apps
        .into_iter()
        .find(|app| app.text("bundleId") == Some(id));
    let Some(app) = app else {
        let place = asked.place.clone();
        return Err(Cause::new(format!("{} `{id}`", advice::NO_APP))
            .at(place.or_else(|| flow.plan.publishing.clone()))
            .log(format!(
                "Did not find app with bundle identifier \"{id}\" from App Store Connect"
            ))
            .into());
    };
    let name = app.text("name").unwrap_or(id).to_owned();
    flow.seen.app = Some(app);
    Ok(format!("found `{name}` with the bundle id `{id}`"))
}
