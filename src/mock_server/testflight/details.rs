//! Beta details of builds: what testers can do with them. Their ids are those of the
//! builds.

use serde_json::json;

use super::super::apps;
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::listing::{Filter, Listing};
use super::super::refusals::not_found;
use super::super::routes::{Call, Route};
use super::super::single::one;
use super::super::world::World;
use super::{Build, builds, get, named_build};

/// The type.
pub const KIND: &str = "buildBetaDetails";

pub(super) const ROUTES: &[Route] = &[
    get("/v1/buildBetaDetails", list),
    get("/v1/buildBetaDetails/{id}", read),
    get("/v1/builds/{id}/buildBetaDetail", of_build),
];

const LISTING: Listing<Build> = Listing {
    kind: KIND,
    filters: &[
        Filter::<Build>::new("build", |_, build| Some(build.id.clone())),
        Filter::<Build>::new("id", |_, build| Some(build.id.clone())),
    ],
    sorts: &[],
    includes: &["build"],
    write: |_, build| resource(build),
    include: |_, build, _| vec![builds::resource(build)],
};

/// The beta detail of a build.
pub(super) fn resource(build: &Build) -> Resource {
    let attributes = json!({
        "autoNotifyEnabled": true,
        "internalBuildState": build.internal.word(),
        "externalBuildState": build.external.word(),
    });
    Resource {
        kind: KIND,
        id: build.id.clone(),
        attributes: apps::object(attributes),
        relationships: vec![Relationship {
            name: "build",
            data: Some((builds::KIND, build.id.clone())),
        }],
    }
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.answer(world, call.request, world.testflight.listed())
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let build = world.testflight.build(call.id);
    let build = build.ok_or_else(|| not_found(KIND, call.id))?;
    one(&LISTING, world, call.request, 200, build)
}

fn of_build(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let build = named_build(world, call)?;
    one(&LISTING, world, call.request, 200, build)
}
