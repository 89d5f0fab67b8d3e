//! Groups of testers, and which builds they were given.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app_store_connect::{ApiError, ExternalBuildState, InternalBuildState, ProcessingState};

use super::super::apps;
use super::super::body::linkages;
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::listing::{Filter, Listing, Sort, is_boolean};
use super::super::refusals::{not_found, unknown_relative};
use super::super::routes::{Call, Route};
use super::super::single::{one, related};
use super::super::world::World;
use super::{Build, builds, get, life, named_build, write, written};

/// The type.
pub const KIND: &str = "betaGroups";

/// A group of testers.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// The id of its app.
    pub app: String,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether its testers are members of the team.
    pub is_internal: bool,
    /// Automatic distribution.
    pub has_access_to_all_builds: bool,
    /// How many testers are in it.
    pub testers: u32,
    /// The ids of its builds, in the order in which it was given them.
    pub builds: Vec<String>,
}

pub(super) const ROUTES: &[Route] = &[
    get("/v1/betaGroups", list),
    get("/v1/betaGroups/{id}", read),
    get("/v1/betaGroups/{id}/app", app),
    get("/v1/betaGroups/{id}/builds", its_builds),
    get("/v1/apps/{id}/betaGroups", of_app),
    write("POST", "/v1/betaGroups/{id}/relationships/builds", give),
    write("DELETE", "/v1/betaGroups/{id}/relationships/builds", take),
    write("POST", "/v1/builds/{id}/relationships/betaGroups", add),
    write("DELETE", "/v1/builds/{id}/relationships/betaGroups", remove),
];

const LISTING: Listing<Group> = Listing {
    kind: KIND,
    filters: &[
        Filter::<Group>::new("app", |_, group| Some(group.app.clone())),
        Filter::<Group>::new("name", |_, group| Some(group.name.clone())),
        Filter::<Group>::new("isInternalGroup", |_, group| {
            Some(group.is_internal.to_string())
        })
        .taking(is_boolean),
        Filter::<Group>::new("id", |_, group| Some(group.id.clone())),
        Filter::<Group>::of_many("builds", |_, group| group.builds.clone()),
    ],
    sorts: &[
        Sort {
            name: "name",
            by: |_, group| group.name.clone(),
        },
        Sort {
            name: "createdDate",
            by: |_, group| written(group.created_at),
        },
    ],
    includes: &["app", "builds"],
    write: |_, group| resource(group),
    include: |world, group, name| match name {
        "app" => world
            .app(&group.app)
            .map(apps::resource)
            .into_iter()
            .collect(),
        _ => given(world, group).map(builds::resource).collect(),
    },
};

const RELATED: Listing<Group> = Listing {
    filters: &[],
    sorts: &[],
    includes: &[],
    ..LISTING
};

/// The builds of a group.
const BUILDS: Listing<Build> = Listing {
    filters: &[],
    sorts: &[],
    includes: &[],
    ..builds::LISTING
};

fn resource(group: &Group) -> Resource {
    let of_outsiders = |value: Value| {
        if group.is_internal {
            Value::Null
        } else {
            value
        }
    };
    let attributes = json!({
        "name": group.name,
        "createdDate": written(group.created_at),
        "isInternalGroup": group.is_internal,
        "hasAccessToAllBuilds": group.has_access_to_all_builds,
        "publicLinkEnabled": of_outsiders(json!(false)),
        "publicLinkId": null,
        "publicLinkLimitEnabled": of_outsiders(json!(false)),
        "publicLinkLimit": null,
        "publicLink": null,
        "feedbackEnabled": true,
    });
    Resource {
        kind: KIND,
        id: group.id.clone(),
        attributes: apps::object(attributes),
        relationships: vec![
            Relationship {
                name: "app",
                data: Some((apps::KIND, group.app.clone())),
            },
            Relationship::linked("builds"),
            Relationship::linked("betaTesters"),
        ],
    }
}

fn given<'w>(world: &'w World, group: &'w Group) -> impl Iterator<Item = &'w Build> {
    let builds = group.builds.iter();
    builds.filter_map(|id| world.testflight.build(id))
}

fn named<'w>(world: &'w World, id: &str) -> Result<&'w Group, Refusal> {
    let mut groups = world.testflight.groups.iter();
    let group = groups.find(|group| group.id == id);
    group.ok_or_else(|| not_found(KIND, id).into())
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.answer(world, call.request, world.testflight.groups.iter())
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    one(&LISTING, world, call.request, 200, named(world, call.id)?)
}

fn app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let app = world.app(&named(world, call.id)?.app);
    related(call.request, app.map(apps::resource).as_ref())
}

fn its_builds(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let group = named(world, call.id)?;
    BUILDS.answer(world, call.request, given(world, group))
}

fn of_app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    if world.app(call.id).is_none() {
        return Err(not_found(apps::KIND, call.id).into());
    }
    let groups = world.testflight.groups.iter();
    let groups = groups.filter(|group| group.app == call.id);
    RELATED.answer(world, call.request, groups)
}

/// POST to a group.
fn give(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    named(world, call.id)?;
    let builds = linkages(call.request, builds::KIND)?;
    let pairs: Vec<_> = builds
        .into_iter()
        .map(|build| (call.id.to_owned(), build))
        .collect();
    connect(world, &pairs)
}

/// DELETE from a group.
fn take(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    named(world, call.id)?;
    let builds = linkages(call.request, builds::KIND)?;
    let pairs: Vec<_> = builds
        .into_iter()
        .map(|build| (call.id.to_owned(), build))
        .collect();
    disconnect(world, &pairs)
}

/// POST to a build.
fn add(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    named_build(world, call)?;
    let groups = known(world, linkages(call.request, KIND)?)?;
    let pairs: Vec<_> = groups
        .into_iter()
        .map(|group| (group, call.id.to_owned()))
        .collect();
    connect(world, &pairs)
}

/// DELETE from a build.
fn remove(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    named_build(world, call)?;
    let groups = known(world, linkages(call.request, KIND)?)?;
    let pairs: Vec<_> = groups
        .into_iter()
        .map(|group| (group, call.id.to_owned()))
        .collect();
    disconnect(world, &pairs)
}

/// The same groups, where there are all of them.
fn known(world: &World, groups: Vec<String>) -> Result<Vec<String>, Refusal> {
    for id in &groups {
        if !world.testflight.groups.iter().any(|it| it.id == *id) {
            return Err(unknown_relative(KIND, id, "betaGroups").into());
        }
    }
    Ok(groups)
}

/// Gives builds to groups: all of the pairs, or none.
fn connect(world: &mut World, pairs: &[(String, String)]) -> Result<Response, Refusal> {
    for (group, build) in pairs {
        let (group, build) = pair(world, group, build)?;
        check(group, build)?;
    }
    for (group, build) in pairs {
        let mut groups = world.testflight.groups.iter_mut();
        if let Some(group) = groups.find(|it| it.id == *group && !it.builds.contains(build)) {
            group.builds.push(build.clone());
        }
        life::distribute(world, build);
    }
    Ok(Response::no_content())
}

/// Takes builds from groups: all of the pairs, or none.
fn disconnect(world: &mut World, pairs: &[(String, String)]) -> Result<Response, Refusal> {
    for (group, build) in pairs {
        let (group, _) = pair(world, group, build)?;
        check_is_manual(group)?;
    }
    for (group, build) in pairs {
        let mut groups = world.testflight.groups.iter_mut();
        if let Some(group) = groups.find(|it| it.id == *group) {
            group.builds.retain(|it| it != build);
        }
    }
    Ok(Response::no_content())
}

/// Group and build of one app. A build that was just uploaded is not known yet.
fn pair<'w>(world: &'w World, group: &str, build: &str) -> Result<(&'w Group, &'w Build), Refusal> {
    let group = named(world, group)?;
    let found = world.testflight.build(build);
    let found = found.filter(|found| found.app == group.app);
    let found = found.ok_or_else(|| not_found(builds::KIND, build))?;
    Ok((group, found))
}

fn check_is_manual(group: &Group) -> Result<(), Refusal> {
    if group.is_internal && group.has_access_to_all_builds {
        return Err(ApiError::new(
            422,
            "ENTITY_UNPROCESSABLE",
            "Builds cannot be assigned to this internal group.",
            "Cannot add internal group to a build.",
        )
        .into());
    }
    Ok(())
}

fn check(group: &Group, build: &Build) -> Result<(), Refusal> {
    check_is_manual(group)?;
    let not_assignable = |side: &str| {
        let text = format!("Build is not in an {side} assignable state.");
        Err(ApiError::new(422, "ENTITY_UNPROCESSABLE", &text, &text).into())
    };
    let is_processed = build.processing == ProcessingState::Valid && !build.expired;
    if group.is_internal {
        if !is_processed || build.internal == InternalBuildState::Processing {
            return not_assignable("internally");
        }
    } else if !is_processed
        || build.external == ExternalBuildState::Processing
        || !life::is_for_outside(build)
    {
        return not_assignable("externally");
    }
    Ok(())
}
