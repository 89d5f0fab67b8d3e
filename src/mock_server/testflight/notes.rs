//! What testers are told of builds: `betaBuildLocalizations`.

use serde_json::json;

use crate::app_store_connect::ApiError;
use crate::knowledge::release_notes::{LOCALES, is_refused};

use super::super::apps;
use super::super::body::{Form, Given};
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::listing::{Filter, Listing};
use super::super::refusals::{not_found, unknown_relative};
use super::super::routes::{Call, Route};
use super::super::single::one;
use super::super::world::World;
use super::{builds, get, information, named_build, write};

/// The type.
pub const KIND: &str = "betaBuildLocalizations";

/// Notes about a build in one language.
#[derive(Debug, Clone)]
pub struct Notes {
    /// Their id.
    pub id: String,
    /// The id of the build.
    pub build: String,
    /// The language.
    pub locale: String,
    /// The text.
    pub whats_new: Option<String>,
}

pub(super) const ROUTES: &[Route] = &[
    get("/v1/betaBuildLocalizations", list),
    get("/v1/betaBuildLocalizations/{id}", read),
    get("/v1/builds/{id}/betaBuildLocalizations", list_of_build),
    write("POST", "/v1/betaBuildLocalizations", create),
    write("PATCH", "/v1/betaBuildLocalizations/{id}", change),
    write("DELETE", "/v1/betaBuildLocalizations/{id}", delete),
];

const LISTING: Listing<Notes> = Listing {
    kind: KIND,
    filters: &[
        Filter::<Notes>::new("build", |_, notes| Some(notes.build.clone())),
        Filter::<Notes>::new("locale", |_, notes| Some(notes.locale.clone())),
    ],
    sorts: &[],
    includes: &["build"],
    write: |_, notes| resource(notes),
    include: |world, notes, _| {
        let build = world.testflight.build(&notes.build);
        build.map(builds::resource).into_iter().collect()
    },
};

const RELATED: Listing<Notes> = Listing {
    filters: &[],
    includes: &[],
    ..LISTING
};

fn resource(notes: &Notes) -> Resource {
    let attributes = json!({ "locale": notes.locale, "whatsNew": notes.whats_new });
    Resource {
        kind: KIND,
        id: notes.id.clone(),
        attributes: apps::object(attributes),
        relationships: vec![Relationship {
            name: "build",
            data: Some((builds::KIND, notes.build.clone())),
        }],
    }
}

/// The notes about a build.
pub(super) fn of_build(world: &World, build: &str) -> Vec<Resource> {
    let notes = world.testflight.notes.iter();
    let notes = notes.filter(|notes| notes.build == build);
    notes.map(resource).collect()
}

/// App Store Connect makes a record in the app's primary language by itself.
pub(super) fn appear(world: &mut World, build: &str) {
    let app = world.testflight.build(build).map(|build| &build.app);
    let Some(app) = app.and_then(|app| world.app(app)) else {
        return;
    };
    let locale = app.described.primary_locale.clone();
    if find(world, build, &locale).is_some() {
        return;
    }
    let id = world.next_id();
    world.testflight.notes.push(Notes {
        id,
        build: build.to_owned(),
        locale,
        whats_new: None,
    });
}

fn find<'w>(world: &'w World, build: &str, locale: &str) -> Option<&'w Notes> {
    let mut notes = world.testflight.notes.iter();
    notes.find(|notes| notes.build == build && notes.locale == locale)
}

fn named<'w>(world: &'w World, id: &str) -> Result<&'w Notes, Refusal> {
    let mut notes = world.testflight.notes.iter();
    let found = notes.find(|notes| notes.id == id);
    found.ok_or_else(|| not_found(KIND, id).into())
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.answer(world, call.request, world.testflight.notes.iter())
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    one(&LISTING, world, call.request, 200, named(world, call.id)?)
}

fn list_of_build(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    named_build(world, call)?;
    let notes = world.testflight.notes.iter();
    let notes = notes.filter(|notes| notes.build == call.id);
    RELATED.answer(world, call.request, notes)
}

const CREATION: Form = Form {
    kind: KIND,
    attributes: &["locale", "whatsNew"],
    relationships: &["build"],
};

const CHANGE: Form = Form {
    kind: KIND,
    attributes: &["whatsNew"],
    relationships: &[],
};

fn create(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let sent = CREATION.read(call.request)?;
    let locale = sent.required_text("locale")?;
    let whats_new = sent.text("whatsNew")?;
    let build = sent.required_relative("build", builds::KIND)?;
    let app = world
        .testflight
        .build(&build)
        .and_then(|build| world.app(&build.app))
        .ok_or_else(|| unknown_relative(builds::KIND, &build, "build"))?;
    if !LOCALES.contains(&locale.as_str()) {
        return Err(refused_locale(format!(
            "The locale '{locale}' is not supported."
        )));
    }
    if !information::has_language(world, app, &locale) {
        return Err(refused_locale(format!(
            "The app has no beta app localization for the locale '{locale}'."
        )));
    }
    if find(world, &build, &locale).is_some() {
        return Err(ApiError::new(
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE",
            "The provided entity includes an attribute with a value that has already been used",
            format!("The attribute 'locale' with value '{locale}' already exists. Try updating."),
        )
        .at("/data/attributes/locale")
        .into());
    }
    check_text(world, &whats_new)?;
    let notes = Notes {
        id: world.next_id(),
        build,
        locale,
        whats_new: whats_new.value(),
    };
    world.testflight.notes.push(notes.clone());
    one(&LISTING, world, call.request, 201, &notes)
}

fn change(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    named(world, call.id)?;
    let sent = CHANGE.read_change(call.request, call.id)?;
    let whats_new = sent.text("whatsNew")?;
    check_text(world, &whats_new)?;
    let mut notes = world.testflight.notes.iter_mut();
    if let Some(notes) = notes.find(|notes| notes.id == call.id) {
        whats_new.put(&mut notes.whats_new);
    }
    one(&LISTING, world, call.request, 200, named(world, call.id)?)
}

fn delete(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    named(world, call.id)?;
    world.testflight.notes.retain(|notes| notes.id != call.id);
    Ok(Response::no_content())
}

fn refused_locale(detail: String) -> Refusal {
    ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.INVALID",
        "The provided entity includes an attribute with an invalid value",
        detail,
    )
    .at("/data/attributes/locale")
    .into()
}

fn check_text(world: &World, text: &Given<String>) -> Result<(), Refusal> {
    let Given::Value(text) = text else {
        return Ok(());
    };
    let switches = &world.account.switches;
    let mut refused: Vec<String> = Vec::new();
    for c in text.chars().filter(|c| is_refused(*c)) {
        let c = c.to_string();
        if !refused.contains(&c) && refused.len() < MOST_NAMED {
            refused.push(c);
        }
    }
    if !refused.is_empty() {
        return Err(ApiError::new(
            409,
            &switches.notes_refusal_code,
            "An attribute value has invalid text.",
            format!(
                "Text for whatsNew contains invalid characters:'[{}]'",
                refused.join(", ")
            ),
        )
        .at("/data/attributes/whatsNew")
        .into());
    }
    if switches
        .notes_limit
        .is_some_and(|limit| text.chars().count() > limit)
    {
        return Err(ApiError::new(
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG",
            "An attribute value is too long.",
            "The text for whatsNew is too long.",
        )
        .at("/data/attributes/whatsNew")
        .into());
    }
    Ok(())
}

/// Most characters that a refusal names.
const MOST_NAMED: usize = 50;
