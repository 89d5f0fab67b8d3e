//! App records.

use serde_json::{Map, Value, json};

use super::account::App;
use super::document::{Relationship, Resource};
use super::exchange::{Refusal, Response};
use super::listing::{Filter, Listing, Sort, is_platform};
use super::refusals::not_found;
use super::routes::{Access, Call, Route};
use super::single::one;
use super::store::Version;
use super::world::{AppRecord, World};
use super::{store, testflight};
use crate::app_store_connect::AppVersionState;
use crate::mock_server::account::file::is_bundle_id;

/// Requests about apps.
pub const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/v1/apps",
        access: Access::Read,
        answer: list,
    },
    Route {
        method: "GET",
        path: "/v1/apps/{id}",
        access: Access::Read,
        answer: get,
    },
];

/// The type.
pub const KIND: &str = "apps";

const LISTING: Listing<AppRecord> = Listing {
    kind: KIND,
    filters: &[
        Filter::<AppRecord>::new("bundleId", |_, app| Some(app.described.bundle_id.clone())),
        Filter::<AppRecord>::new("name", |_, app| Some(app.name.clone())),
        Filter::<AppRecord>::new("sku", |_, app| Some(app.sku.clone())),
        Filter::<AppRecord>::new("id", |_, app| Some(app.id.clone())),
        Filter::<AppRecord>::of_many("appStoreVersions", |world, app| {
            of_versions(world, app, |version| version.id.clone())
        }),
        Filter::<AppRecord>::of_many("appStoreVersions.platform", |world, app| {
            of_versions(world, app, |version| version.platform.word().into())
        })
        .taking(is_platform),
        Filter::<AppRecord>::of_many("appStoreVersions.appStoreState", |world, app| {
            of_versions(world, app, |version| version.state.legacy_word().into())
        })
        .taking(AppVersionState::is_legacy_word),
        Filter::<AppRecord>::of_many("appStoreVersions.appVersionState", |world, app| {
            of_versions(world, app, |version| version.state.word().into())
        })
        .taking(|word| AppVersionState::parse(word).is_some()),
    ],
    sorts: &[
        Sort {
            name: "name",
            by: |_, app| app.name.clone(),
        },
        Sort {
            name: "bundleId",
            by: |_, app| app.described.bundle_id.clone(),
        },
        Sort {
            name: "sku",
            by: |_, app| app.sku.clone(),
        },
    ],
    includes: &[],
    write: |_, app| resource(app),
    include: Listing::includes_nothing,
};

fn of_versions(world: &World, app: &AppRecord, of: fn(&Version) -> String) -> Vec<String> {
    let versions = world.store.versions.iter();
    let own = versions.filter(|version| version.app == app.id);
    own.map(of).collect()
}

/// Adds an app with all that its description says is there.
pub fn add(world: &mut World, described: App) {
    let id = world.next_id();
    let last = described.bundle_id.rsplit('.').next().unwrap_or_default();
    let mut letters = last.chars();
    let made_name: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    let app = AppRecord {
        id,
        name: described.name.clone().unwrap_or(made_name),
        sku: described
            .sku
            .clone()
            .unwrap_or_else(|| described.bundle_id.clone()),
        described,
    };
    world.apps.push(app.clone());
    testflight::add(world, &app);
    store::add(world, &app);
}

const RELATIONSHIPS: [&str; 10] = [
    "appInfos",
    "appStoreVersions",
    "betaAppLocalizations",
    "betaAppReviewDetail",
    "betaGroups",
    "betaLicenseAgreement",
    "builds",
    "endUserLicenseAgreement",
    "gameCenterEnabledVersions",
    "preReleaseVersions",
];

/// The app as the API writes it.
pub fn resource(app: &AppRecord) -> Resource {
    let attributes = json!({
        "name": app.name,
        "bundleId": app.described.bundle_id,
        "sku": app.sku,
        "primaryLocale": app.described.primary_locale,
        "isOrEverWasMadeForKids": false,
        "contentRightsDeclaration": app.described.store.content_rights
            .then_some("DOES_NOT_USE_THIRD_PARTY_CONTENT"),
    });
    Resource {
        kind: KIND,
        id: app.id.clone(),
        attributes: object(attributes),
        relationships: RELATIONSHIPS.map(Relationship::linked).to_vec(),
    }
}

/// The members of a JSON object.
pub fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.check(call.request)?;
    let mut query = call.request.query.iter();
    let asked = query.find(|(name, _)| name == "filter[bundleId]");
    for bundle_id in asked.iter().flat_map(|(_, value)| value.split(',')) {
        bring_about(world, bundle_id);
    }
    LISTING.answer(world, call.request, world.apps.iter())
}

/// Most apps that come into being by being asked for.
const MOST_APPS: usize = 100;

/// An account that was not described has every app that is asked for.
pub fn bring_about(world: &mut World, bundle_id: &str) {
    let is_known = |app: &AppRecord| app.described.bundle_id == bundle_id;
    if world.account.apps.is_some()
        || world.apps.len() >= MOST_APPS
        || world.apps.iter().any(is_known)
        || !is_bundle_id(bundle_id)
    {
        return;
    }
    let app = App {
        bundle_id: bundle_id.into(),
        ..App::default()
    };
    add(world, app);
}

fn get(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let app = world.app(call.id).ok_or_else(|| not_found(KIND, call.id))?;
    one(&LISTING, world, call.request, 200, app)
}
