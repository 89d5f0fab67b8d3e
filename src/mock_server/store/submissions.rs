//! Submissions to App Store review.

use jiff::Timestamp;
use serde_json::json;

use crate::app_store_connect::{ApiError, AppVersionState, Platform, ReviewSubmissionState};

use super::super::apps::object;
use super::super::body::Form;
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::refusals::{not_found, unknown_relative};
use super::super::routes::Call;
use super::super::single::one;
use super::super::testflight;
use super::super::world::World;
use super::{Item, Store, Version, approval, listings, versions};

/// The type.
pub(super) const KIND: &str = "reviewSubmissions";

/// A submission to review.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Its id.
    pub id: String,
    /// The id of its app.
    pub app: String,
    /// What it is for.
    pub platform: Platform,
    /// How far it has come.
    pub state: ReviewSubmissionState,
    /// When it was sent.
    pub submitted: Option<Timestamp>,
}

impl Submission {
    /// Whether it was sent and is not closed.
    pub fn is_in_progress(&self) -> bool {
        use ReviewSubmissionState as S;
        !matches!(self.state, S::ReadyForReview | S::Complete)
    }
}

impl Store {
    /// The id of the version in a submission.
    pub(super) fn version_under_review(&self, submission: &str) -> Option<&str> {
        let items = self.items.iter();
        let mut items = items.filter(|item| item.submission == submission && item.is_open());
        items.find_map(|item| item.version.as_deref())
    }

    /// Whether a submission keeps another of the same platform from being opened: one
    /// that holds a version, or one that was not sent. Source: "Overview of
    /// submitting for review" of App Store Connect Help.
    fn blocks(&self, submission: &Submission, empty_blocks: bool) -> bool {
        let is_empty = self.items_of(&submission.id).all(|item| !item.is_open());
        match submission.state {
            ReviewSubmissionState::Complete => false,
            ReviewSubmissionState::ReadyForReview => !is_empty || empty_blocks,
            _ => is_empty || self.version_under_review(&submission.id).is_some(),
        }
    }
}

/// The submission as the API writes it.
pub(super) fn resource(world: &World, submission: &Submission) -> Resource {
    let attributes = json!({
        "platform": submission.platform.word(),
        "submittedDate": submission.submitted.map(testflight::written),
        "state": submission.state.word(),
    });
    let version = world.store.version_under_review(&submission.id);
    let told = |name, data| Relationship { name, data };
    Resource {
        kind: KIND,
        id: submission.id.clone(),
        attributes: object(attributes),
        relationships: vec![
            told("app", Some(("apps", submission.app.clone()))),
            told(
                "appStoreVersionForReview",
                version.map(|id| (versions::KIND, id.to_owned())),
            ),
            Relationship::linked("items"),
        ],
    }
}

const NEW: Form = Form {
    kind: KIND,
    attributes: &["platform"],
    relationships: &["app"],
};

const CHANGE: Form = Form {
    kind: KIND,
    attributes: &["canceled", "platform", "submitted"],
    relationships: &[],
};

/// The submissions of the apps that the query names.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let submissions = world.store.submissions.iter();
    listings::SUBMISSIONS.answer(world, call.request, submissions)
}

/// The submissions of an app.
pub(super) fn of_app(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let app = world
        .app(call.id)
        .ok_or_else(|| not_found("apps", call.id))?;
    let submissions = world.store.submissions.iter();
    let submissions = submissions.filter(|submission| submission.app == app.id);
    listings::SUBMISSIONS_OF_APP.answer(world, call.request, submissions)
}

/// One submission.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let submission = find(world, call.id)?;
    one(&listings::SUBMISSIONS, world, call.request, 200, submission)
}

/// What is in a submission.
pub(super) fn items(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let submission = find(world, call.id)?;
    let items = world.store.items_of(&submission.id);
    listings::ITEMS.answer(world, call.request, items)
}

/// Opens a submission.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let sent = NEW.read(call.request)?;
    let platform = sent.word("platform", Platform::parse)?.value();
    let platform = platform.unwrap_or(Platform::Ios);
    let app = sent.required_relative("app", "apps")?;
    if world.app(&app).is_none() {
        return Err(unknown_relative("apps", &app, "app").into());
    }
    let empty_blocks = world.account.switches.empty_submission_blocks;
    let mut others = world.store.submissions.iter();
    let other = others.find(|other| {
        other.app == app && other.platform == platform && world.store.blocks(other, empty_blocks)
    });
    if let Some(other) = other {
        return Err(ApiError::new(
            409,
            "ENTITY_ERROR.RELATIONSHIP.INVALID",
            "The provided entity includes a relationship with an invalid value",
            format!(
                "There is another reviewSubmissions with id {} still in progress",
                other.id
            ),
        )
        .at("/data/relationships/app")
        .into());
    }
    let id = world.next_id();
    world.store.submissions.push(Submission {
        id: id.clone(),
        app,
        platform,
        state: ReviewSubmissionState::ReadyForReview,
        submitted: None,
    });
    let submission = find(world, &id)?;
    one(&listings::SUBMISSIONS, world, call.request, 201, submission)
}

/// Sends or cancels a submission.
pub(super) fn change(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let submission = find(world, call.id)?;
    let sent = CHANGE.read_change(call.request, call.id)?;
    let submits = sent.boolean("submitted")?.value() == Some(true);
    let cancels = sent.boolean("canceled")?.value() == Some(true);
    let platform = sent.word("platform", Platform::parse)?.value();
    if platform.is_some_and(|platform| platform != submission.platform) {
        return Err(state_invalid("The platform of the resource can not be changed").into());
    }
    if submits && cancels {
        return Err(state_invalid("Resource can not be submitted and cancelled at once").into());
    }
    if submits {
        check_submittable(world, submission)?;
    }
    if cancels {
        check_cancellable(world, submission)?;
    }
    if submits {
        submit(world, call.id);
    }
    if cancels {
        cancel(world, call.id);
    }
    let submission = find(world, call.id)?;
    one(&listings::SUBMISSIONS, world, call.request, 200, submission)
}

fn check_submittable(world: &World, submission: &Submission) -> Result<(), Refusal> {
    if submission.state != ReviewSubmissionState::ReadyForReview {
        return Err(state_invalid("Resource is not in submittable state").into());
    }
    let store = &world.store;
    let has_items = store.items_of(&submission.id).any(Item::is_open);
    let version = store.version_under_review(&submission.id);
    let mut versions = store.versions_of(&submission.app, submission.platform);
    let is_approved = versions.any(Version::is_closed);
    if !has_items || version.is_none() && !is_approved {
        return Err(ApiError::new(
            409,
            "ENTITY_ERROR.RELATIONSHIP.REQUIRED",
            "The provided entity is missing a required relationship",
            format!(
                "App {} must have an approved appStoreVersions for platform {}, or an \
                 appStoreVersions must be included in this review submission.",
                submission.app, submission.platform
            ),
        )
        .at("/data/relationships/items")
        .into());
    }
    let mut others = store.submissions.iter();
    let other = others.find(|other| {
        other.id != submission.id
            && other.app == submission.app
            && other.platform == submission.platform
            && other.is_in_progress()
            && store.version_under_review(&other.id).is_some() == version.is_some()
    });
    match other {
        None => Ok(()),
        Some(other) => Err(state_invalid(&format!(
            "There is another reviewSubmissions with id {} still in progress",
            other.id
        ))
        .into()),
    }
}

fn check_cancellable(world: &World, submission: &Submission) -> Result<(), Refusal> {
    use ReviewSubmissionState as S;

    let app = world.app(&submission.app);
    let is_refused = app.is_some_and(|app| app.described.review.cancellation_refused);
    let is_cancellable = match submission.state {
        S::WaitingForReview | S::InReview | S::UnresolvedIssues => !is_refused,
        S::ReadyForReview => world.account.switches.unsent_submission_cancellable,
        S::Canceling | S::Completing | S::Complete => false,
    };
    if is_cancellable {
        Ok(())
    } else {
        Err(state_invalid("Resource is not in cancellable state").into())
    }
}

fn submit(world: &mut World, id: &str) {
    let now = world.now();
    let version = world.store.version_under_review(id).map(str::to_owned);
    if let Some(submission) = world.store.submission_mut(id) {
        submission.state = ReviewSubmissionState::WaitingForReview;
        submission.submitted = Some(now);
    }
    if let Some(version) = version.and_then(|id| world.store.version_mut(&id))
        && version.state == AppVersionState::ReadyForReview
    {
        version.state = AppVersionState::WaitingForReview;
    }
    approval::enter_next(world, id);
}

fn cancel(world: &mut World, id: &str) {
    let version = world.store.version_under_review(id).map(str::to_owned);
    if let Some(version) = version.and_then(|id| world.store.version_mut(&id)) {
        match version.state {
            AppVersionState::WaitingForReview | AppVersionState::InReview => {
                version.state = AppVersionState::DeveloperRejected;
            }
            AppVersionState::ReadyForReview => {
                version.state = AppVersionState::PrepareForSubmission;
            }
            _ => {}
        }
    }
    if let Some(submission) = world.store.submission_mut(id) {
        submission.state = ReviewSubmissionState::Canceling;
    }
    approval::enter_next(world, id);
}

/// The submission with an id, or 404.
pub(super) fn find<'w>(world: &'w World, id: &str) -> Result<&'w Submission, Refusal> {
    let submission = world.store.submission(id);
    submission.ok_or_else(|| not_found(KIND, id).into())
}

/// 409: not in this state.
pub(super) fn state_invalid(detail: &str) -> ApiError {
    ApiError::new(
        409,
        "STATE_ERROR.ENTITY_STATE_INVALID",
        "Resource state is invalid.",
        detail,
    )
}
