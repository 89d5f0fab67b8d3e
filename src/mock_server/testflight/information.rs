//! Test information: `betaAppLocalizations` and `betaAppReviewDetails`.

use serde_json::json;

use super::super::account::TestLocalization;
use super::super::apps;
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::listing::{Filter, Listing};
use super::super::refusals::not_found;
use super::super::routes::{Access, Call, Route};
use super::super::single::one;
use super::super::world::{AppRecord, World};

/// The type of Beta App Information in a language.
const TEXTS: &str = "betaAppLocalizations";
/// The type of Beta App Review Information; its ids are those of the apps.
const DETAILS: &str = "betaAppReviewDetails";

/// Beta App Information in one language.
#[derive(Debug, Clone)]
pub struct TestText {
    /// Its id.
    pub id: String,
    /// The id of its app.
    pub app: String,
    /// The language.
    pub locale: String,
    /// What it says.
    pub described: TestLocalization,
}

pub(super) const ROUTES: &[Route] = &[
    get("/v1/betaAppLocalizations", list),
    get("/v1/betaAppLocalizations/{id}", read),
    get("/v1/apps/{id}/betaAppLocalizations", of_app),
    get("/v1/betaAppReviewDetails", list_details),
    get("/v1/betaAppReviewDetails/{id}", read_detail),
    get("/v1/apps/{id}/betaAppReviewDetail", detail_of_app),
];

const fn get(
    path: &'static str,
    answer: fn(&mut World, &Call<'_>) -> Result<Response, Refusal>,
) -> Route {
    Route {
        method: "GET",
        path,
        access: Access::ReadTestInformation,
        answer,
    }
}

const LISTING: Listing<TestText> = Listing {
    kind: TEXTS,
    filters: &[
        Filter::<TestText>::new("app", |_, text| Some(text.app.clone())),
        Filter::<TestText>::new("locale", |_, text| Some(text.locale.clone())),
    ],
    sorts: &[],
    includes: &["app"],
    write: |_, text| text_resource(text),
    include: |world, text, _| {
        world
            .app(&text.app)
            .map(apps::resource)
            .into_iter()
            .collect()
    },
};

const RELATED: Listing<TestText> = Listing {
    filters: &[],
    includes: &[],
    ..LISTING
};

const DETAIL_LISTING: Listing<AppRecord> = Listing {
    kind: DETAILS,
    filters: &[Filter::<AppRecord>::new("app", |_, app| Some(app.id.clone())).needed()],
    sorts: &[],
    includes: &["app"],
    write: |_, app| detail_resource(app),
    include: |_, app, _| vec![apps::resource(app)],
};

const RELATED_DETAIL: Listing<AppRecord> = Listing {
    includes: &[],
    ..DETAIL_LISTING
};

fn to_app(id: &str) -> Vec<Relationship> {
    vec![Relationship {
        name: "app",
        data: Some((apps::KIND, id.to_owned())),
    }]
}

fn text_resource(text: &TestText) -> Resource {
    let attributes = json!({
        "locale": text.locale,
        "description": text.described.description,
        "feedbackEmail": text.described.feedback_email,
        "marketingUrl": text.described.marketing_url,
        "privacyPolicyUrl": text.described.privacy_policy_url,
        "tvOsPrivacyPolicy": null,
    });
    Resource {
        kind: TEXTS,
        id: text.id.clone(),
        attributes: apps::object(attributes),
        relationships: to_app(&text.app),
    }
}

fn detail_resource(app: &AppRecord) -> Resource {
    let told = &app.described.test_information;
    let attributes = json!({
        "contactFirstName": told.contact_first_name,
        "contactLastName": told.contact_last_name,
        "contactPhone": told.contact_phone,
        "contactEmail": told.contact_email,
        "demoAccountName": told.demo_account_name,
        "demoAccountPassword": told.demo_account_password,
        "demoAccountRequired": told.demo_account_required,
        "notes": null,
    });
    Resource {
        kind: DETAILS,
        id: app.id.clone(),
        attributes: apps::object(attributes),
        relationships: to_app(&app.id),
    }
}

fn texts<'w>(world: &'w World, app: &'w str) -> impl Iterator<Item = &'w TestText> {
    let texts = world.testflight.texts.iter();
    texts.filter(move |text| text.app == app)
}

fn is_empty(text: Option<&String>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// Whether the app has Beta App Information in a language.
pub(super) fn has_language(world: &World, app: &AppRecord, locale: &str) -> bool {
    texts(world, &app.id).any(|text| text.locale == locale)
}

/// Whether the Beta App Description in the primary language is missing; in the first
/// language where there is none in the primary one.
pub(super) fn lacks_description(world: &World, app: &AppRecord) -> bool {
    let primary = &app.described.primary_locale;
    let text = texts(world, &app.id)
        .find(|text| text.locale == *primary)
        .or_else(|| texts(world, &app.id).next());
    is_empty(text.and_then(|text| text.described.description.as_ref()))
}

/// Whether something about the contact is missing.
pub(super) fn lacks_contact(app: &AppRecord) -> bool {
    let told = &app.described.test_information;
    [
        &told.contact_first_name,
        &told.contact_last_name,
        &told.contact_phone,
        &told.contact_email,
    ]
    .into_iter()
    .any(|text| is_empty(text.as_ref()))
}

/// Whether signing in is required, and nobody says as whom.
pub(super) fn lacks_demo_account(app: &AppRecord) -> bool {
    let told = &app.described.test_information;
    told.demo_account_required
        && (is_empty(told.demo_account_name.as_ref())
            || is_empty(told.demo_account_password.as_ref()))
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.answer(world, call.request, world.testflight.texts.iter())
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let mut texts = world.testflight.texts.iter();
    let text = texts.find(|text| text.id == call.id);
    let text = text.ok_or_else(|| not_found(TEXTS, call.id))?;
    one(&LISTING, world, call.request, 200, text)
}

fn of_app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    if world.app(call.id).is_none() {
        return Err(not_found(apps::KIND, call.id).into());
    }
    RELATED.answer(world, call.request, texts(world, call.id))
}

fn list_details(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    DETAIL_LISTING.answer(world, call.request, world.apps.iter())
}

fn read_detail(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let app = world.app(call.id);
    let app = app.ok_or_else(|| not_found(DETAILS, call.id))?;
    one(&DETAIL_LISTING, world, call.request, 200, app)
}

fn detail_of_app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let app = world.app(call.id);
    let app = app.ok_or_else(|| not_found(apps::KIND, call.id))?;
    one(&RELATED_DETAIL, world, call.request, 200, app)
}
