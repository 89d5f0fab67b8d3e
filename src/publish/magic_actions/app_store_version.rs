//! The App Store version is made, or an unfinished one changed, and gets the build.

use serde_json::{Map, Value, json};

use crate::app_store_connect::AppVersionState;
use crate::publish::client::Resource;

use super::arguments::sent_date;
use super::{Cause, Flow, Trouble, to, unexpected};

/// States in which the client takes a version for unfinished. `READY_FOR_REVIEW` is
/// not among them.
const EDITABLE: [AppVersionState; 6] = [
    AppVersionState::DeveloperRejected,
    AppVersionState::InvalidBinary,
    AppVersionState::MetadataRejected,
    AppVersionState::PrepareForSubmission,
    AppVersionState::Rejected,
    AppVersionState::WaitingForReview,
];

const KIND: &str = "appStoreVersions";

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let (build, app) = build_and_app(flow)?;
    let states = EDITABLE.map(AppVersionState::word).join(",");
    let parameters = [
        ("filter[platform]", flow.platform()),
        ("filter[appStoreState]", states.as_str()),
    ];
    let path = format!("/v1/apps/{}/{KIND}", app.id);
    let versions = flow
        .client
        .list_all(&path, &parameters)
        .map_err(unexpected)?;
    match highest(versions) {
        Some(draft) => change(flow, draft, &build),
        None => make(flow, &build.id),
    }
}

/// The build and its app, which the App Store part reads once.
pub(super) fn build_and_app(flow: &mut Flow<'_>) -> Result<(Resource, Resource), Trouble> {
    if let Some(pair) = &flow.seen.for_store {
        return Ok(pair.clone());
    }
    let id = flow.build_id()?;
    let pair = flow.client.read_with(&format!("/v1/builds/{id}"), "app")?;
    flow.seen.for_store = Some(pair.clone());
    Ok(pair)
}

fn make(flow: &mut Flow<'_>, build: &str) -> Result<String, Trouble> {
    // The client reads both once more.
    let path = format!("/v1/builds/{build}");
    let (build, app) = flow.client.read_with(&path, "app")?;
    let version = flow.plan.app.version.value.clone();
    let mut attributes = Map::new();
    attributes.insert("platform".into(), json!(flow.platform()));
    attributes.insert("versionString".into(), json!(version));
    let options = &flow.plan.options;
    if let Some(release_type) = &options.release_type {
        attributes.insert("releaseType".into(), json!(release_type.value.word()));
    }
    if let Some(copyright) = copyright(flow) {
        attributes.insert("copyright".into(), copyright);
    }
    if let Some(date) = date(flow, true) {
        attributes.insert("earliestReleaseDate".into(), date);
    }
    let body = json!({ "data": { "type": KIND, "attributes": attributes,
        "relationships": { "app": to("apps", &app.id), "build": to("builds", &build.id) } } });
    let made = flow.client.write("POST", &format!("/v1/{KIND}"), &body)?;
    flow.seen.version = Some(made.clone());
    flow.seen.version_now = Some(made);
    Ok(format!("made version {version} with the build"))
}

fn change(flow: &mut Flow<'_>, draft: Resource, build: &Resource) -> Result<String, Trouble> {
    let version = flow.plan.app.version.value.clone();
    let before = draft.text("versionString").unwrap_or_default().to_owned();
    let state = draft
        .text("appVersionState")
        .or(draft.text("appStoreState"));
    let state = state.unwrap_or_default().to_owned();
    let mut attributes = Map::new();
    if let Some(copyright) = copyright(flow) {
        attributes.insert("copyright".into(), copyright);
    }
    if let Some(date) = date(flow, false) {
        attributes.insert("earliestReleaseDate".into(), date);
    }
    if let Some(release_type) = &flow.plan.options.release_type {
        attributes.insert("releaseType".into(), json!(release_type.value.word()));
    }
    attributes.insert("versionString".into(), json!(version));
    let body = json!({ "data": { "id": draft.id, "type": KIND, "attributes": attributes,
        "relationships": { "build": to("builds", &build.id) } } });
    let path = format!("/v1/{KIND}/{}", draft.id);
    flow.seen.version = Some(draft);
    let changed = flow.client.write("PATCH", &path, &body)?;
    flow.seen.version_now = Some(changed);
    if before == version {
        return Ok(format!("gave the build to version {version} (`{state}`)"));
    }
    let place = flow.place(flow.plan.options.submit_to_app_store.as_ref());
    flow.warn(
        Cause::new(format!(
            "the unfinished version {before} (`{state}`) is renamed to {version}, with all its texts and screenshots"
        ))
        .help(format!(
            "finish or delete version {before} in App Store Connect first, where it is not meant to become {version}"
        ))
        .at(place),
    );
    Ok(format!(
        "renamed version {before} to {version} and gave it the build"
    ))
}

/// An empty text counts as none.
fn copyright(flow: &Flow<'_>) -> Option<Value> {
    let copyright = flow.plan.options.copyright.as_ref()?;
    (!copyright.value.is_empty()).then(|| json!(copyright.value))
}

fn date(flow: &Flow<'_>, for_new_version: bool) -> Option<Value> {
    let date = flow.plan.options.earliest_release_date.as_ref()?;
    sent_date(&date.value, for_new_version).map(Value::from)
}

/// The version with the highest number; the first of several equal ones.
fn highest(versions: Vec<Resource>) -> Option<Resource> {
    let mut best: Option<(Vec<u64>, Resource)> = None;
    for version in versions {
        let number = number(version.text("versionString").unwrap_or_default());
        if best.as_ref().is_none_or(|(highest, _)| number > *highest) {
            best = Some((number, version));
        }
    }
    best.map(|(_, version)| version)
}

/// The numbers of a version, without zeros at the end; what is no version is lowest.
fn number(version: &str) -> Vec<u64> {
    let parts = version.trim_start_matches(['v', 'V', '.']).split('.');
    let numbers: Option<Vec<u64>> = parts.map(|part| part.parse().ok()).collect();
    let mut numbers = numbers.unwrap_or_default();
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(number("1.10") > number("1.9.9"));
        assert!(number("v2") > number("1.99"));
        assert_eq!(number("1.0.0"), number("1"));
        assert!(number("one") < number("0.0.1"));
    }
}
