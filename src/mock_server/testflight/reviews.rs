//! Submissions to beta review. Their ids are those of the builds.

use jiff::Timestamp;
use serde_json::json;

use crate::app_store_connect::{
    ApiError, BetaReviewState, BuildAudience, ExternalBuildState, InternalBuildState,
    ProcessingState,
};

use super::super::account::BetaRefusal;
use super::super::apps;
use super::super::body::Form;
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::listing::{Filter, Listing};
use super::super::refusals::{not_found, server_error, unknown_relative};
use super::super::routes::{Call, Route};
use super::super::single::{one, related};
use super::super::world::{AppRecord, World};
use super::{Build, builds, get, information, life, named_build, write, written};

/// The type.
pub const KIND: &str = "betaAppReviewSubmissions";

/// A submission to beta review.
#[derive(Debug, Clone)]
pub struct Review {
    /// How far it has come.
    pub state: BetaReviewState,
    /// When the build was submitted.
    pub submitted_at: Timestamp,
}

impl Review {
    /// Whether it is not decided.
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            BetaReviewState::WaitingForReview | BetaReviewState::InReview
        )
    }
}

pub(super) const ROUTES: &[Route] = &[
    get("/v1/betaAppReviewSubmissions", list),
    get("/v1/betaAppReviewSubmissions/{id}", read),
    get("/v1/builds/{id}/betaAppReviewSubmission", of_build),
    write("POST", "/v1/betaAppReviewSubmissions", submit),
];

const LISTING: Listing<Build> = Listing {
    kind: KIND,
    filters: &[
        Filter::<Build>::new("build", |_, build| Some(build.id.clone())).needed(),
        Filter::<Build>::new("betaReviewState", |_, build| {
            Some(build.review.as_ref()?.state.to_string())
        })
        .taking(|word| BetaReviewState::parse(word).is_some()),
    ],
    sorts: &[],
    includes: &["build"],
    write: |_, build| written_review(build),
    include: |_, build, _| vec![builds::resource(build)],
};

/// The submission of a build, where it has one.
pub(super) fn resource(build: &Build) -> Option<Resource> {
    build.review.is_some().then(|| written_review(build))
}

fn written_review(build: &Build) -> Resource {
    let review = build.review.as_ref();
    let attributes = json!({
        "betaReviewState": review.map(|review| review.state.word()),
        "submittedDate": review.map(|review| written(review.submitted_at)),
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

fn submitted(world: &World) -> impl Iterator<Item = &Build> {
    let builds = world.testflight.listed();
    builds.filter(|build| build.review.is_some())
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    LISTING.answer(world, call.request, submitted(world))
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let build = submitted(world).find(|build| build.id == call.id);
    let build = build.ok_or_else(|| not_found(KIND, call.id))?;
    one(&LISTING, world, call.request, 200, build)
}

fn of_build(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    related(call.request, resource(named_build(world, call)?).as_ref())
}

const CREATION: Form = Form {
    kind: KIND,
    attributes: &[],
    relationships: &["build"],
};

fn submit(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let sent = CREATION.read(call.request)?;
    let id = sent.required_relative("build", builds::KIND)?;
    let (build, app) = world
        .testflight
        .build(&id)
        .and_then(|build| Some((build, world.app(&build.app)?)))
        .ok_or_else(|| unknown_relative(builds::KIND, &id, "build"))?;
    check(world, app, build)?;
    life::submit(world, &id);
    let build = world.testflight.build(&id);
    let build = build.ok_or_else(|| not_found(builds::KIND, &id))?;
    one(&LISTING, world, call.request, 201, build)
}

fn unprocessable(word: &str, title: &str) -> Refusal {
    let code = if word.is_empty() {
        "ENTITY_UNPROCESSABLE".to_owned()
    } else {
        format!("ENTITY_UNPROCESSABLE.{word}")
    };
    ApiError::new(422, &code, title, title).into()
}

fn check(world: &World, app: &AppRecord, build: &Build) -> Result<(), Refusal> {
    check_build(build)?;
    check_information(world, app)?;
    let is_in_the_way = |other: &&Build| {
        other.id != build.id
            && other.train == build.train
            && other.review.as_ref().is_some_and(Review::is_open)
    };
    if world.testflight.builds.iter().any(|it| is_in_the_way(&it)) {
        return Err(ApiError::new(
            422,
            "ENTITY_UNPROCESSABLE.ANOTHER_BUILD_IN_REVIEW",
            "Another build is in review.",
            "Another build in the same train is already in beta review.",
        )
        .into());
    }
    match app.described.review.beta_refusal {
        Some(BetaRefusal::SubmissionLimitReached) => Err(unprocessable(
            "SUBMISSION_LIMIT_REACHED",
            "You have reached the limit of builds that can be submitted for beta review.",
        )),
        Some(BetaRefusal::BetaContractMissing) => Err(unprocessable(
            "BETA_CONTRACT_MISSING",
            "The beta contract is missing for this app.",
        )),
        None => Ok(()),
    }
}

fn check_build(build: &Build) -> Result<(), Refusal> {
    if build.review.is_some() || build.expired {
        return Err(unprocessable(
            "INVALID_QC_STATE",
            "The build is not in a state in which it can be submitted for beta review.",
        ));
    }
    let is_processed = build.processing == ProcessingState::Valid
        && !matches!(
            build.external,
            ExternalBuildState::Processing | ExternalBuildState::ProcessingException
        );
    if !is_processed {
        return Err(unprocessable(
            "",
            "The build is not in a valid processing state for this operation.",
        ));
    }
    if build.uses_non_exempt_encryption.is_none() {
        // Captured without a detail.
        let title = "The build is missing export compliance.";
        return Err(ApiError::untold(422, "ENTITY_UNPROCESSABLE", title).into());
    }
    if !matches!(
        build.internal,
        InternalBuildState::ReadyForBetaTesting | InternalBuildState::InBetaTesting
    ) {
        return Err(ApiError::new(
            422,
            "ENTITY_UNPROCESSABLE",
            "The build is not in state for internal testing.",
            "Build is not in internal testing state.",
        )
        .into());
    }
    if build.audience == BuildAudience::InternalOnly {
        return Err(unprocessable(
            "",
            "The build is for internal testing only and cannot be submitted for beta review.",
        ));
    }
    if !build.sdk_allowed {
        return Err(unprocessable(
            "BUILD_SDK_NOT_ALLOWED_FOR_EXTERNAL_TESTING",
            "The SDK that the build was made with is not allowed for external testing.",
        ));
    }
    Ok(())
}

fn check_information(world: &World, app: &AppRecord) -> Result<(), Refusal> {
    if information::lacks_description(world, app) {
        return Err(ApiError::new(
            422,
            "ENTITY_UNPROCESSABLE",
            "Beta App Description is missing.",
            "Beta App Description is required to submit a build for external testing.",
        )
        .into());
    }
    if information::lacks_demo_account(app) {
        return Err(ApiError::new(
            422,
            "ENTITY_UNPROCESSABLE",
            "Beta App Review Information is missing.",
            "A demo account is required to submit a build for external testing, since signing in \
             is said to be required.",
        )
        .into());
    }
    if information::lacks_contact(app) {
        // As it was captured: the server stumbles over the missing contact.
        return Err(server_error(500).into());
    }
    Ok(())
}
