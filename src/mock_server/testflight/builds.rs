//! Builds.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::app_store_connect::{
    ApiError, BetaReviewState, BuildAudience, ExternalBuildState, InternalBuildState, Platform,
    ProcessingState,
};

use super::super::apps;
use super::super::body::{Form, Given};
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Request, Response};
use super::super::listing::{Filter, Listing, Sort, is_boolean, is_platform};
use super::super::refusals::not_found;
use super::super::routes::{Call, Route};
use super::super::single::{one, related};
use super::super::version_order::sortable;
use super::super::world::World;
use super::reviews::Review;
use super::{details, get, life, named_build, notes, reviews, trains, uploads, write, written};

/// The type.
pub const KIND: &str = "builds";

/// How long a build can be installed.
pub const LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A build that was uploaded.
#[derive(Debug, Clone)]
pub struct Build {
    /// Its id; also that of its beta detail and of its beta review.
    pub id: String,
    /// The id of its app.
    pub app: String,
    /// The id of its pre-release version.
    pub train: String,
    /// `CFBundleShortVersionString`.
    pub version: String,
    /// `CFBundleVersion`.
    pub build_number: String,
    /// What it runs on.
    pub platform: Platform,
    /// When it was uploaded.
    pub uploaded_at: Timestamp,
    /// Whether it can be found yet.
    pub is_listed: bool,
    /// How far processing has come.
    pub processing: ProcessingState,
    /// What internal testers can do with it.
    pub internal: InternalBuildState,
    /// What external testers can do with it.
    pub external: ExternalBuildState,
    /// Whether it can no longer be installed.
    pub expired: bool,
    /// Whom it is for.
    pub audience: BuildAudience,
    /// The answer about encryption.
    pub uses_non_exempt_encryption: Option<bool>,
    /// Its submission to beta review.
    pub review: Option<Review>,
    /// Whether it was built with an Xcode that external testing takes.
    pub sdk_allowed: bool,
}

pub(super) const ROUTES: &[Route] = &[
    get("/v1/builds", list),
    get("/v1/builds/{id}", read),
    get("/v1/builds/{id}/app", app),
    get("/v1/builds/{id}/preReleaseVersion", train),
    get("/v1/apps/{id}/builds", of_app),
    get("/v1/preReleaseVersions/{id}/builds", of_train),
    write("PATCH", "/v1/builds/{id}", change),
];

pub(super) const LISTING: Listing<Build> = Listing {
    kind: KIND,
    filters: &[
        Filter::<Build>::new("app", |_, build| Some(build.app.clone())),
        Filter::<Build>::new("version", |_, build| Some(build.build_number.clone())),
        Filter::<Build>::new("id", |_, build| Some(build.id.clone())),
        Filter::<Build>::new("expired", |_, build| Some(build.expired.to_string()))
            .taking(is_boolean),
        Filter::<Build>::new("processingState", |_, build| {
            Some(build.processing.to_string())
        })
        .taking(|word| ProcessingState::parse(word).is_some()),
        Filter::<Build>::new("buildAudienceType", |_, build| {
            Some(build.audience.to_string())
        })
        .taking(|word| BuildAudience::parse(word).is_some()),
        Filter::<Build>::new("usesNonExemptEncryption", |_, build| {
            Some(build.uses_non_exempt_encryption?.to_string())
        })
        .taking(is_boolean),
        Filter::<Build>::new("betaAppReviewSubmission.betaReviewState", |_, build| {
            Some(build.review.as_ref()?.state.to_string())
        })
        .taking(|word| BetaReviewState::parse(word).is_some()),
        Filter::<Build>::new("preReleaseVersion", |_, build| Some(build.train.clone())),
        Filter::<Build>::of_many("betaGroups", |world, build| {
            let groups = world.testflight.groups_of(&build.id);
            groups.map(|group| group.id.clone()).collect()
        }),
        Filter::<Build>::of_many("appStoreVersion", |world, build| {
            let versions = world.store.versions.iter();
            let own = versions.filter(|version| version.build.as_ref() == Some(&build.id));
            own.map(|version| version.id.clone()).collect()
        }),
        Filter::<Build>::new("preReleaseVersion.version", |_, build| {
            Some(build.version.clone())
        }),
        Filter::<Build>::new("preReleaseVersion.platform", |_, build| {
            Some(build.platform.to_string())
        })
        .taking(is_platform),
    ],
    sorts: &[
        Sort {
            name: "uploadedDate",
            by: |_, build| written(build.uploaded_at),
        },
        Sort {
            name: "version",
            by: |_, build| sortable(&build.build_number),
        },
        Sort {
            name: "preReleaseVersion",
            by: |_, build| sortable(&build.version),
        },
    ],
    includes: &[
        "app",
        "preReleaseVersion",
        "buildBetaDetail",
        "betaAppReviewSubmission",
        "betaBuildLocalizations",
    ],
    write: |_, build| resource(build),
    include,
};

/// Builds below another resource, which take neither filters nor an order.
const RELATED: Listing<Build> = Listing {
    filters: &[],
    sorts: &[],
    includes: &[],
    ..LISTING
};

/// The build as the API writes it.
pub fn resource(build: &Build) -> Resource {
    let expires = build
        .uploaded_at
        .checked_add(LIFE)
        .unwrap_or(Timestamp::MAX);
    let attributes = json!({
        "version": build.build_number,
        "uploadedDate": written(build.uploaded_at),
        "expirationDate": written(expires),
        "expired": build.expired,
        "minOsVersion": "15.0",
        "lsMinimumSystemVersion": null,
        "computedMinMacOsVersion": null,
        "computedMinVisionOsVersion": null,
        "iconAssetToken": null,
        "processingState": build.processing.word(),
        "buildAudienceType": build.audience.word(),
        "usesNonExemptEncryption": build.uses_non_exempt_encryption,
    });
    let to = |name, kind, id: &str| Relationship {
        name,
        data: Some((kind, id.to_owned())),
    };
    Resource {
        kind: KIND,
        id: build.id.clone(),
        attributes: apps::object(attributes),
        relationships: vec![
            to("app", apps::KIND, &build.app),
            to("preReleaseVersion", trains::KIND, &build.train),
            to("buildBetaDetail", details::KIND, &build.id),
            Relationship::linked("appEncryptionDeclaration"),
            Relationship::linked("appStoreVersion"),
            Relationship::linked("betaAppReviewSubmission"),
            Relationship::linked("betaBuildLocalizations"),
            Relationship::linked("icons"),
            Relationship::linked("individualTesters"),
        ],
    }
}

fn include(world: &World, build: &Build, name: &str) -> Vec<Resource> {
    match name {
        "app" => world
            .app(&build.app)
            .map(apps::resource)
            .into_iter()
            .collect(),
        "preReleaseVersion" => trains::of_build(world, build).into_iter().collect(),
        "buildBetaDetail" => vec![details::resource(build)],
        "betaAppReviewSubmission" => reviews::resource(build).into_iter().collect(),
        "betaBuildLocalizations" => notes::of_build(world, &build.id),
        _ => Vec::new(),
    }
}

/// Answers with a build.
///
/// # Errors
/// When the query has a parameter or value that the request does not take.
fn answer_build(world: &World, request: &Request, build: &Build) -> Result<Response, Refusal> {
    one(&LISTING, world, request, 200, build)
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.check(call.request)?;
    uploads::bring_about(world, call.request);
    LISTING.answer(world, call.request, world.testflight.listed())
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    answer_build(world, call.request, named_build(world, call)?)
}

fn app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let app = world.app(&named_build(world, call)?.app);
    related(call.request, app.map(apps::resource).as_ref())
}

fn train(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let train = trains::of_build(world, named_build(world, call)?);
    related(call.request, train.as_ref())
}

fn of_app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    if world.app(call.id).is_none() {
        return Err(not_found(apps::KIND, call.id).into());
    }
    let builds = world.testflight.listed();
    let builds = builds.filter(|build| build.app == call.id);
    RELATED.answer(world, call.request, builds)
}

fn of_train(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let mut builds = world.testflight.listed();
    let builds = builds.by_ref().filter(|build| build.train == call.id);
    let builds: Vec<&Build> = builds.collect();
    if builds.is_empty() {
        return Err(not_found(trains::KIND, call.id).into());
    }
    RELATED.answer(world, call.request, builds.into_iter())
}

const CHANGE: Form = Form {
    kind: KIND,
    attributes: &["expired", "usesNonExemptEncryption"],
    relationships: &[],
};

fn change(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let build = named_build(world, call)?;
    let sent = CHANGE.read_change(call.request, call.id)?;
    let expired = sent.boolean("expired")?;
    let encryption = sent.boolean("usesNonExemptEncryption")?;
    if build.expired && expired == Given::Value(false) {
        return Err(ApiError::new(
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_STATE",
            "An attribute value is not acceptable for the current resource state.",
            "An expired build cannot be made available again.",
        )
        .at("/data/attributes/expired")
        .into());
    }
    if build.uses_non_exempt_encryption.is_some() && encryption != Given::Absent {
        return Err(ApiError::new(
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_STATE",
            "An attribute value is not acceptable for the current resource state.",
            "You cannot update when the value is already set.",
        )
        .at("/data/attributes/usesNonExemptEncryption")
        .into());
    }
    if let Given::Value(answer) = encryption {
        life::answer_encryption(world, call.id, answer);
    }
    if expired == Given::Value(true) {
        life::expire(world, call.id);
    }
    answer_build(world, call.request, named_build(world, call)?)
}
