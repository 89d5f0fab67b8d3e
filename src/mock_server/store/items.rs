//! What is in a submission: a version, or something that the mock has no other notion
//! of, such as an in-app event.

use serde_json::json;

use crate::app_store_connect::{ApiError, AppVersionState, ItemState, ReviewSubmissionState};

use super::super::apps::object;
use super::super::body::{Form, Given};
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::refusals::{not_found, unknown_relative};
use super::super::routes::Call;
use super::super::single::one;
use super::super::world::World;
use super::submissions::{self, state_invalid};
use super::{Version, completeness, listings, versions};

/// The type.
pub(super) const KIND: &str = "reviewSubmissionItems";

/// An item of a submission.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The id of the submission.
    pub submission: String,
    /// The id of the version; `None` for something else.
    pub version: Option<String>,
    /// How far it has come.
    pub state: ItemState,
    /// Whether its developer says that what was wrong is mended.
    pub is_resolved: bool,
}

impl Item {
    /// Whether it still belongs to its submission.
    pub fn is_open(&self) -> bool {
        self.state != ItemState::Removed
    }
}

/// The item as the API writes it.
pub(super) fn resource(_: &World, item: &Item) -> Resource {
    let version = item.version.clone().map(|id| (versions::KIND, id));
    Resource {
        kind: KIND,
        id: item.id.clone(),
        attributes: object(json!({ "state": item.state.word() })),
        relationships: vec![Relationship {
            name: "appStoreVersion",
            data: version,
        }],
    }
}

/// What may be in a submission, each with its type, besides versions. The mock has
/// none of them.
const OTHERS: [(&str, &str); 13] = [
    (
        "appCustomProductPageVersion",
        "appCustomProductPageVersions",
    ),
    ("appEvent", "appEvents"),
    ("appStoreVersionExperiment", "appStoreVersionExperiments"),
    ("appStoreVersionExperimentV2", "appStoreVersionExperiments"),
    ("backgroundAssetVersion", "backgroundAssetVersions"),
    (
        "gameCenterAchievementVersion",
        "gameCenterAchievementVersions",
    ),
    ("gameCenterActivityVersion", "gameCenterActivityVersions"),
    ("gameCenterChallengeVersion", "gameCenterChallengeVersions"),
    (
        "gameCenterLeaderboardSetVersion",
        "gameCenterLeaderboardSetVersions",
    ),
    (
        "gameCenterLeaderboardVersion",
        "gameCenterLeaderboardVersions",
    ),
    ("inAppPurchaseVersion", "inAppPurchaseVersions"),
    ("subscriptionGroupVersion", "subscriptionGroupVersions"),
    ("subscriptionVersion", "subscriptionVersions"),
];

const NEW: Form = Form {
    kind: KIND,
    attributes: &[],
    relationships: &[
        "appCustomProductPageVersion",
        "appEvent",
        "appStoreVersion",
        "appStoreVersionExperiment",
        "appStoreVersionExperimentV2",
        "backgroundAssetVersion",
        "gameCenterAchievementVersion",
        "gameCenterActivityVersion",
        "gameCenterChallengeVersion",
        "gameCenterLeaderboardSetVersion",
        "gameCenterLeaderboardVersion",
        "inAppPurchaseVersion",
        "reviewSubmission",
        "subscriptionGroupVersion",
        "subscriptionVersion",
    ],
};

const CHANGE: Form = Form {
    kind: KIND,
    attributes: &["removed", "resolved"],
    relationships: &[],
};

/// Puts a version into a submission.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let sent = NEW.read(call.request)?;
    let submission = sent.required_relative("reviewSubmission", submissions::KIND)?;
    let submission = world
        .store
        .submission(&submission)
        .ok_or_else(|| unknown_relative(submissions::KIND, &submission, "reviewSubmission"))?;
    for (name, kind) in OTHERS {
        if let Given::Value(id) = sent.relative(name, kind)? {
            return Err(unknown_relative(kind, &id, name).into());
        }
    }
    let version = sent.required_relative("appStoreVersion", versions::KIND)?;
    let version = world
        .store
        .version(&version)
        .filter(|version| {
            (&version.app, version.platform) == (&submission.app, submission.platform)
        })
        .ok_or_else(|| unknown_relative(versions::KIND, &version, "appStoreVersion"))?;
    check_elsewhere(world, version)?;
    if submission.state != ReviewSubmissionState::ReadyForReview {
        return Err(state_invalid(&format!(
            "reviewSubmissions with id {} is not in a state to take items: {}",
            submission.id, submission.state
        ))
        .into());
    }
    completeness::check(world, version)?;
    let item = Item {
        id: String::new(),
        submission: submission.id.clone(),
        version: Some(version.id.clone()),
        state: ItemState::ReadyForReview,
        is_resolved: false,
    };
    let version = version.id.clone();
    let id = add(world, item);
    if let Some(version) = world.store.version_mut(&version) {
        version.state = AppVersionState::ReadyForReview;
    }
    let item = find(world, &id)?;
    one(&listings::ITEMS, world, call.request, 201, item)
}

/// Adds an item; gives its id.
pub(super) fn add(world: &mut World, mut item: Item) -> String {
    let id = world.next_id();
    item.id.clone_from(&id);
    world.store.items.push(item);
    id
}

/// Whether a version is in a submission that is not closed.
fn check_elsewhere(world: &World, version: &Version) -> Result<(), Refusal> {
    let store = &world.store;
    let mut items = store.items.iter();
    let place = items.find_map(|item| {
        let is_there = item.version.as_deref() == Some(version.id.as_str()) && item.is_open();
        let submission = store.submission(&item.submission).filter(|_| is_there)?;
        (submission.state != ReviewSubmissionState::Complete).then_some(submission)
    });
    let Some(place) = place else {
        return Ok(());
    };
    let detail = if place.is_in_progress() {
        format!(
            "appStoreVersions with id {} is already in another reviewSubmission with id {} \
             still in progress",
            version.id, place.id
        )
    } else {
        format!(
            "appStoreVersions with id {} was already added to another reviewSubmission with id {}",
            version.id, place.id
        )
    };
    Err(ApiError::new(
        409,
        "ENTITY_ERROR.RELATIONSHIP.INVALID",
        "The provided entity includes a relationship with an invalid value",
        detail,
    )
    .at("/data/relationships/appStoreVersion")
    .into())
}

/// Marks an item as mended, or takes it out.
pub(super) fn change(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let item = find(world, call.id)?;
    let sent = CHANGE.read_change(call.request, call.id)?;
    let resolves = sent.boolean("resolved")?.value();
    let removes = sent.boolean("removed")?.value() == Some(true);
    let submission = submissions::find(world, &item.submission)?;
    if resolves.is_some() && submission.state != ReviewSubmissionState::UnresolvedIssues {
        return Err(state_invalid("Resource has no issues that could be resolved").into());
    }
    if removes {
        check_removable(world, item)?;
    }
    let mut items = world.store.items.iter_mut();
    if let (Some(item), Some(is_resolved)) = (items.find(|item| item.id == call.id), resolves) {
        item.is_resolved = is_resolved;
    }
    if removes {
        free_version(world, call.id);
        let mut items = world.store.items.iter_mut();
        if let Some(item) = items.find(|item| item.id == call.id) {
            item.state = ItemState::Removed;
        }
    }
    let item = find(world, call.id)?;
    one(&listings::ITEMS, world, call.request, 200, item)
}

/// Takes an item out.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let item = find(world, call.id)?;
    check_removable(world, item)?;
    free_version(world, call.id);
    world.store.items.retain(|item| item.id != call.id);
    Ok(Response::no_content())
}

fn check_removable(world: &World, item: &Item) -> Result<(), Refusal> {
    let submission = submissions::find(world, &item.submission)?;
    let is_unsent = submission.state == ReviewSubmissionState::ReadyForReview;
    if is_unsent && item.state == ItemState::ReadyForReview {
        return Ok(());
    }
    Err(state_invalid("Resource is not in a state in which it can be removed").into())
}

/// Makes a draft again of the version of an item that is taken out.
fn free_version(world: &mut World, item: &str) {
    let mut items = world.store.items.iter();
    let version = items
        .find(|known| known.id == item)
        .and_then(|item| item.version.clone());
    if let Some(version) = version.and_then(|id| world.store.version_mut(&id))
        && version.state == AppVersionState::ReadyForReview
    {
        version.state = AppVersionState::PrepareForSubmission;
    }
}

fn find<'w>(world: &'w World, id: &str) -> Result<&'w Item, Refusal> {
    let mut items = world.store.items.iter();
    items
        .find(|item| item.id == id)
        .ok_or_else(|| not_found(KIND, id).into())
}
