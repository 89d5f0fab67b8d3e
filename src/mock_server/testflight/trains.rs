//! Pre-release versions: builds of one app, platform and version.

use serde_json::json;

use crate::app_store_connect::{BuildAudience, Platform, ProcessingState};

use super::super::apps;
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::listing::{Filter, Listing, Sort, is_boolean, is_platform};
use super::super::refusals::not_found;
use super::super::routes::{Call, Route};
use super::super::single::one;
use super::super::version_order::sortable;
use super::super::world::World;
use super::{Build, builds, get};

/// The type.
pub const KIND: &str = "preReleaseVersions";

/// A pre-release version.
#[derive(Debug, Clone)]
pub struct Train {
    /// Its id.
    pub id: String,
    /// The id of its app.
    pub app: String,
    /// Its platform.
    pub platform: Platform,
    /// Its number.
    pub version: String,
}

pub(super) const ROUTES: &[Route] = &[
    get("/v1/preReleaseVersions", list),
    get("/v1/preReleaseVersions/{id}", read),
    get("/v1/apps/{id}/preReleaseVersions", of_app),
];

const LISTING: Listing<Train> = Listing {
    kind: KIND,
    filters: &[
        Filter::<Train>::new("app", |_, train| Some(train.app.clone())),
        Filter::<Train>::new("platform", |_, train| Some(train.platform.to_string()))
            .taking(is_platform),
        Filter::<Train>::new("version", |_, train| Some(train.version.clone())),
        Filter::<Train>::of_many("builds", |world, train| {
            of_builds(world, train, |build| build.id.clone())
        }),
        Filter::<Train>::of_many("builds.version", |world, train| {
            of_builds(world, train, |build| build.build_number.clone())
        }),
        Filter::<Train>::of_many("builds.expired", |world, train| {
            of_builds(world, train, |build| build.expired.to_string())
        })
        .taking(is_boolean),
        Filter::<Train>::of_many("builds.processingState", |world, train| {
            of_builds(world, train, |build| build.processing.to_string())
        })
        .taking(|word| ProcessingState::parse(word).is_some()),
        Filter::<Train>::of_many("builds.buildAudienceType", |world, train| {
            of_builds(world, train, |build| build.audience.to_string())
        })
        .taking(|word| BuildAudience::parse(word).is_some()),
    ],
    sorts: &[Sort {
        name: "version",
        by: |_, train| sortable(&train.version),
    }],
    includes: &["app", "builds"],
    write: |_, train| resource(train),
    include: |world, train, name| match name {
        "app" => world
            .app(&train.app)
            .map(apps::resource)
            .into_iter()
            .collect(),
        _ => listed(world, train).map(builds::resource).collect(),
    },
};

const RELATED: Listing<Train> = Listing {
    filters: &[],
    sorts: &[],
    includes: &[],
    ..LISTING
};

fn of_builds(world: &World, train: &Train, of: fn(&Build) -> String) -> Vec<String> {
    listed(world, train).map(of).collect()
}

fn resource(train: &Train) -> Resource {
    let attributes = json!({
        "version": train.version,
        "platform": train.platform.word(),
    });
    Resource {
        kind: KIND,
        id: train.id.clone(),
        attributes: apps::object(attributes),
        relationships: vec![
            Relationship {
                name: "app",
                data: Some((apps::KIND, train.app.clone())),
            },
            Relationship::linked("builds"),
        ],
    }
}

fn listed<'w>(world: &'w World, train: &'w Train) -> impl Iterator<Item = &'w Build> {
    let builds = world.testflight.listed();
    builds.filter(move |build| build.train == train.id)
}

/// The versions of which a build can be found.
fn visible(world: &World) -> impl Iterator<Item = &Train> {
    let trains = world.testflight.trains.iter();
    trains.filter(|train| listed(world, train).next().is_some())
}

/// The version of a build.
pub(super) fn of_build(world: &World, build: &Build) -> Option<Resource> {
    let mut trains = world.testflight.trains.iter();
    trains.find(|train| train.id == build.train).map(resource)
}

/// The id of a version; it comes into being with its first build.
pub(super) fn bring_about(
    world: &mut World,
    app: &str,
    platform: Platform,
    version: &str,
) -> String {
    let is_same =
        |train: &&Train| train.app == app && train.platform == platform && train.version == version;
    if let Some(train) = world.testflight.trains.iter().find(is_same) {
        return train.id.clone();
    }
    let id = world.next_id();
    world.testflight.trains.push(Train {
        id: id.clone(),
        app: app.to_owned(),
        platform,
        version: version.to_owned(),
    });
    id
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.answer(world, call.request, visible(world))
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let train = visible(world).find(|train| train.id == call.id);
    let train = train.ok_or_else(|| not_found(KIND, call.id))?;
    one(&LISTING, world, call.request, 200, train)
}

fn of_app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    if world.app(call.id).is_none() {
        return Err(not_found(apps::KIND, call.id).into());
    }
    let trains = visible(world).filter(|train| train.app == call.id);
    RELATED.answer(world, call.request, trains)
}
