//! Phased releases: a version reaches its users in seven days.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use crate::app_store_connect::{ApiError, AppVersionState, PhasedReleaseState};

use super::super::account::Delay;
use super::super::agenda;
use super::super::apps::object;
use super::super::body::Form;
use super::super::document::Resource;
use super::super::exchange::{Refusal, Response};
use super::super::refusals::{not_found, unknown_relative};
use super::super::routes::Call;
use super::super::single::{one, one_or_none};
use super::super::testflight;
use super::super::world::World;
use super::{Event, Version, listings, versions};

/// The type.
pub(super) const KIND: &str = "appStoreVersionPhasedReleases";

/// Days after which everybody has the version: 1, 2, 5, 10, 20, 50, 100 %.
const DAYS: u32 = 7;

const DAY: Duration = Duration::from_hours(24);

/// The phased release of a version.
#[derive(Debug, Clone)]
pub struct PhasedRelease {
    /// Its id.
    pub id: String,
    /// The id of the version.
    pub version: String,
    /// How far it has come.
    pub state: PhasedReleaseState,
    /// When it began.
    pub started: Option<Timestamp>,
    /// Which day it is; 0 before it began.
    pub day: u32,
    /// How long the present day still lasts, counted from `resumed_at`.
    day_left: Duration,
    /// Since when the present day runs on.
    resumed_at: Timestamp,
    /// Whether the end of a day is in the agenda: there it is once at most, however
    /// often somebody pauses.
    is_entered: bool,
    /// How long the earlier pauses were, together.
    pub paused_for: Duration,
    /// When the present pause began.
    pub paused_at: Option<Timestamp>,
}

/// The phased release as the API writes it.
pub(super) fn resource(world: &World, phased_release: &PhasedRelease) -> Resource {
    let present = phased_release
        .paused_at
        .map_or(Duration::ZERO, |since| since_then(since, world.now()));
    let paused = phased_release.paused_for.saturating_add(present);
    let has_begun = phased_release.day > 0;
    let attributes = json!({
        "phasedReleaseState": phased_release.state.word(),
        "startDate": phased_release.started.map(testflight::written),
        "totalPauseDuration": has_begun.then_some(paused.as_secs() / DAY.as_secs()),
        "currentDayNumber": has_begun.then_some(phased_release.day),
    });
    Resource {
        kind: KIND,
        id: phased_release.id.clone(),
        attributes: object(attributes),
        relationships: Vec::new(),
    }
}

fn since_then(then: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(then)).unwrap_or_default()
}

const NEW: Form = Form {
    kind: KIND,
    attributes: &["phasedReleaseState"],
    relationships: &["appStoreVersion"],
};

const CHANGE: Form = Form {
    kind: KIND,
    attributes: &["phasedReleaseState"],
    relationships: &[],
};

/// The phased release of a version.
pub(super) fn of_version(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let version = versions::find(world, call.id)?;
    let phased_release = world.store.phased_release_of(&version.id);
    if phased_release.is_none() && world.account.switches.missing_phased_release_is_404 {
        return Err(not_found(KIND, call.id).into());
    }
    one_or_none(
        &listings::PHASED_RELEASES,
        world,
        call.request,
        phased_release,
    )
}

/// Turns phased release on.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let sent = NEW.read(call.request)?;
    let state = sent.word("phasedReleaseState", PhasedReleaseState::parse)?;
    let id = sent.required_relative("appStoreVersion", versions::KIND)?;
    let version = world
        .store
        .version(&id)
        .ok_or_else(|| unknown_relative(versions::KIND, &id, "appStoreVersion"))?;
    let is_other = |state| state != PhasedReleaseState::Inactive;
    if version.is_released() || state.value().is_some_and(is_other) {
        return Err(unchangeable(CURRENT_STATE).into());
    }
    let refused = |detail: String| {
        let error = ApiError::new(
            409,
            "ENTITY_ERROR.RELATIONSHIP.INVALID",
            "The provided entity includes a relationship with an invalid value",
            detail,
        );
        Err(error.at("/data/relationships/appStoreVersion").into())
    };
    if world.store.phased_release_of(&id).is_some() {
        return refused(format!(
            "appStoreVersion with id {id} already has a phased release"
        ));
    }
    if version.is_first(world) && world.account.switches.first_version_phased_refused {
        return refused("The first version of an app cannot be released in phases".into());
    }
    let state = PhasedReleaseState::Inactive;
    let id = add(world, id, state);
    let phased_release = find(world, &id)?;
    one(
        &listings::PHASED_RELEASES,
        world,
        call.request,
        201,
        phased_release,
    )
}

/// Adds a phased release to a version; gives its id.
pub(super) fn add(world: &mut World, version: String, state: PhasedReleaseState) -> String {
    let id = world.next_id();
    let day = match state {
        PhasedReleaseState::Inactive => 0,
        PhasedReleaseState::Active | PhasedReleaseState::Paused => 1,
        PhasedReleaseState::Complete => DAYS,
    };
    let now = world.now();
    world.store.phased_releases.push(PhasedRelease {
        id: id.clone(),
        version,
        state,
        started: (day > 0).then_some(now),
        day,
        day_left: DAY,
        resumed_at: now,
        is_entered: false,
        paused_for: Duration::ZERO,
        paused_at: (state == PhasedReleaseState::Paused).then_some(now),
    });
    if state == PhasedReleaseState::Active {
        enter_next_day(world, &id);
    }
    id
}

/// Begins the phased release of a version that has come into the store.
pub(super) fn begin(world: &mut World, version: &str) {
    let now = world.now();
    let mut phased_releases = world.store.phased_releases.iter_mut();
    let found = phased_releases
        .find(|it| it.version == version && it.state == PhasedReleaseState::Inactive);
    let Some(phased_release) = found else {
        return;
    };
    phased_release.state = PhasedReleaseState::Active;
    phased_release.started = Some(now);
    phased_release.day = 1;
    phased_release.resumed_at = now;
    let id = phased_release.id.clone();
    enter_next_day(world, &id);
}

/// Has the agenda come back when the present day ends, unless it will anyhow.
fn enter_next_day(world: &mut World, id: &str) {
    let Some(phased_release) = find_mut(world, id) else {
        return;
    };
    if phased_release.is_entered {
        return;
    }
    phased_release.is_entered = true;
    let (from, left) = (phased_release.resumed_at, phased_release.day_left);
    let event = Event::NextDay {
        phased_release: id.into(),
    };
    let event = agenda::Event::Store(event);
    world.agenda.enter(from, Delay::After(left), event);
}

/// Lets the next day begin, where the present one has ended. It has not where there was
/// a pause in between.
pub(super) fn next_day(world: &mut World, id: &str) {
    let now = world.now();
    let Some(phased_release) = find_mut(world, id) else {
        return;
    };
    phased_release.is_entered = false;
    if phased_release.state != PhasedReleaseState::Active {
        return;
    }
    if since_then(phased_release.resumed_at, now) >= phased_release.day_left {
        phased_release.day += 1;
        phased_release.day_left = DAY;
        phased_release.resumed_at = now;
        if phased_release.day >= DAYS {
            phased_release.state = PhasedReleaseState::Complete;
            return;
        }
    }
    enter_next_day(world, id);
}

/// Pauses, resumes or completes a phased release.
pub(super) fn change(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    use PhasedReleaseState as S;

    let before = find(world, call.id)?.state;
    let sent = CHANGE.read_change(call.request, call.id)?;
    if let Some(after) = sent.word("phasedReleaseState", S::parse)?.value() {
        match (before, after) {
            (S::Complete, _) => return Err(unchangeable(FINAL_STATE).into()),
            _ if before == after => return Err(unchangeable(SAME_VALUE).into()),
            (S::Active, S::Paused)
            | (S::Paused, S::Active)
            | (S::Active | S::Paused, S::Complete) => {
                change_state(world, call.id, after);
            }
            _ => return Err(unchangeable(CURRENT_STATE).into()),
        }
    }
    let phased_release = find(world, call.id)?;
    one(
        &listings::PHASED_RELEASES,
        world,
        call.request,
        200,
        phased_release,
    )
}

fn change_state(world: &mut World, id: &str, state: PhasedReleaseState) {
    let now = world.now();
    let Some(phased_release) = find_mut(world, id) else {
        return;
    };
    phased_release.state = state;
    if let Some(since) = phased_release.paused_at.take() {
        let pause = since_then(since, now);
        phased_release.paused_for = phased_release.paused_for.saturating_add(pause);
    }
    match state {
        PhasedReleaseState::Paused => {
            let gone = since_then(phased_release.resumed_at, now);
            phased_release.day_left = phased_release.day_left.saturating_sub(gone);
            phased_release.paused_at = Some(now);
        }
        PhasedReleaseState::Active => {
            phased_release.resumed_at = now;
            enter_next_day(world, id);
        }
        PhasedReleaseState::Inactive | PhasedReleaseState::Complete => {}
    }
}

/// Turns phased release off.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let phased_release = find(world, call.id)?;
    let version = world.store.version(&phased_release.version);
    if version.is_some_and(is_in_the_store) {
        return Err(unchangeable(CURRENT_STATE).into());
    }
    world.store.phased_releases.retain(|it| it.id != call.id);
    Ok(Response::no_content())
}

fn is_in_the_store(version: &Version) -> bool {
    version.is_released() && version.state != AppVersionState::ProcessingForDistribution
}

fn find<'w>(world: &'w World, id: &str) -> Result<&'w PhasedRelease, Refusal> {
    let mut phased_releases = world.store.phased_releases.iter();
    let phased_release = phased_releases.find(|it| it.id == id);
    phased_release.ok_or_else(|| not_found(KIND, id).into())
}

fn find_mut<'w>(world: &'w mut World, id: &str) -> Option<&'w mut PhasedRelease> {
    let mut phased_releases = world.store.phased_releases.iter_mut();
    phased_releases.find(|it| it.id == id)
}

const CURRENT_STATE: &str =
    "You cannot change the state of a phased release in the current version state.";
const FINAL_STATE: &str =
    "You cannot change the state of a phased release that is in a final state.";
const SAME_VALUE: &str = "The phased release already has this value.";

fn unchangeable(detail: &str) -> ApiError {
    ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_STATE",
        "An attribute value is not acceptable for the current resource state.",
        detail,
    )
    .at("/data/attributes/phasedReleaseState")
}
