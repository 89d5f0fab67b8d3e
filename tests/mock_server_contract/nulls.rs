//! Where the service sends what its document does not allow: `null` above all. The
//! vendor's client needs these keys to be there, whether they have a value or not.

use std::collections::BTreeSet;

use serde_json::Value;

/// Attributes that may be `null`, with their types.
pub const ATTRIBUTES: &[(&str, &str, &str)] = &[
    (
        "apps",
        "contentRightsDeclaration",
        "the question was not answered",
    ),
    ("appStoreVersions", "copyright", "nothing was entered"),
    ("appStoreVersions", "earliestReleaseDate", "it has no date"),
    (
        "appStoreVersions",
        "usesIdfa",
        "the question was not answered",
    ),
    (
        "appStoreVersionLocalizations",
        "description",
        "nothing was entered",
    ),
    (
        "appStoreVersionLocalizations",
        "keywords",
        "nothing was entered",
    ),
    (
        "appStoreVersionLocalizations",
        "marketingUrl",
        "nothing was entered",
    ),
    (
        "appStoreVersionLocalizations",
        "promotionalText",
        "nothing was entered",
    ),
    (
        "appStoreVersionLocalizations",
        "supportUrl",
        "nothing was entered",
    ),
    (
        "appStoreVersionLocalizations",
        "whatsNew",
        "nothing was entered",
    ),
    (
        "appStoreVersionPhasedReleases",
        "currentDayNumber",
        "it has not begun",
    ),
    (
        "appStoreVersionPhasedReleases",
        "startDate",
        "it has not begun",
    ),
    (
        "appStoreVersionPhasedReleases",
        "totalPauseDuration",
        "it has not begun",
    ),
    ("betaAppLocalizations", "description", "nothing was entered"),
    (
        "betaAppLocalizations",
        "feedbackEmail",
        "nothing was entered",
    ),
    (
        "betaAppLocalizations",
        "marketingUrl",
        "nothing was entered",
    ),
    (
        "betaAppLocalizations",
        "tvOsPrivacyPolicy",
        "nothing was entered",
    ),
    (
        "betaAppReviewDetails",
        "contactEmail",
        "nothing was entered",
    ),
    (
        "betaAppReviewDetails",
        "contactFirstName",
        "nothing was entered",
    ),
    (
        "betaAppReviewDetails",
        "contactLastName",
        "nothing was entered",
    ),
    (
        "betaAppReviewDetails",
        "contactPhone",
        "nothing was entered",
    ),
    (
        "betaAppReviewDetails",
        "demoAccountName",
        "nothing was entered",
    ),
    (
        "betaAppReviewDetails",
        "demoAccountPassword",
        "nothing was entered",
    ),
    ("betaAppReviewDetails", "notes", "nothing was entered"),
    ("betaBuildLocalizations", "whatsNew", "nothing was entered"),
    ("betaGroups", "publicLink", "there is none"),
    (
        "betaGroups",
        "publicLinkEnabled",
        "internal groups have none",
    ),
    ("betaGroups", "publicLinkId", "there is none"),
    ("betaGroups", "publicLinkLimit", "there is none"),
    ("betaGroups", "publicLinkLimitEnabled", "there is no link"),
    (
        "builds",
        "computedMinMacOsVersion",
        "the build is not offered there",
    ),
    (
        "builds",
        "computedMinVisionOsVersion",
        "the build is not offered there",
    ),
    ("builds", "iconAssetToken", "the icon is not kept"),
    ("builds", "lsMinimumSystemVersion", "only Mac apps have it"),
    (
        "builds",
        "usesNonExemptEncryption",
        "the question was not answered",
    ),
    ("reviewSubmissions", "submittedDate", "it was not sent"),
];

/// Requests for one resource that may have none: `"data": null`.
pub const EMPTY: &[(&str, &str)] = &[
    (
        "/v1/builds/{id}/betaAppReviewSubmission",
        "it was not submitted",
    ),
    (
        "/v1/appStoreVersions/{id}/appStoreVersionPhasedRelease",
        "it is off",
    ),
    ("/v1/appStoreVersions/{id}/build", "none was chosen"),
    (
        "/v1/builds/{id}/appStoreVersion",
        "it is not for the App Store",
    ),
];

/// A link of errors that the document does not have: where agreements are signed.
const SEE: &str = "see";

/// An allowed `null`: type and attribute, or path and `data`.
pub type Null = (String, String);

/// Takes the allowed nulls out of an answer, and tells which there were.
pub fn take(path: &str, body: &mut Value) -> BTreeSet<Null> {
    let mut found = BTreeSet::new();
    if body.get("data") == Some(&Value::Null) && EMPTY.iter().any(|(known, _)| *known == path) {
        body.as_object_mut().unwrap().remove("data");
        found.insert((path.to_owned(), "data".to_owned()));
    }
    let errors = body.get_mut("errors").and_then(Value::as_array_mut);
    for error in errors.into_iter().flatten() {
        let links = error.get_mut("links").and_then(Value::as_object_mut);
        if links.and_then(|links| links.remove(SEE)).is_some() {
            found.insert(("errors".to_owned(), SEE.to_owned()));
        }
    }
    for member in ["data", "included"] {
        match body.get_mut(member) {
            Some(Value::Array(resources)) => {
                for resource in resources {
                    take_of(resource, &mut found);
                }
            }
            Some(resource) => take_of(resource, &mut found),
            None => {}
        }
    }
    found
}

fn take_of(resource: &mut Value, found: &mut BTreeSet<Null>) {
    let Some(kind) = resource["type"].as_str().map(str::to_owned) else {
        return;
    };
    let Some(attributes) = resource
        .get_mut("attributes")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    attributes.retain(|name, value| {
        let is_allowed = value.is_null()
            && ATTRIBUTES
                .iter()
                .any(|(known, attribute, _)| *known == kind && *attribute == name);
        if is_allowed {
            found.insert((kind.clone(), name.clone()));
        }
        !is_allowed
    });
}

/// All that are allowed.
pub fn all() -> BTreeSet<Null> {
    let attributes = ATTRIBUTES
        .iter()
        .map(|(kind, name, _)| ((*kind).to_owned(), (*name).to_owned()));
    let empty = EMPTY
        .iter()
        .map(|(path, _)| ((*path).to_owned(), "data".to_owned()));
    let see = ("errors".to_owned(), SEE.to_owned());
    attributes.chain(empty).chain([see]).collect()
}
