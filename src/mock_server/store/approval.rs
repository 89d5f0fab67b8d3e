//! What App Store Connect does with submissions by itself: review, release, the end
//! of a cancellation.
//!
//! Each step looks at the state first: an event that was overtaken, by a cancellation
//! for instance, does nothing.

use std::time::Duration;

use crate::app_store_connect::{AppVersionState, ItemState, ReleaseType, ReviewSubmissionState};

use super::super::account::{Delay, Review};
use super::super::agenda;
use super::super::world::World;
use super::{Event, phased_releases};

/// How long a reviewed submission takes to be closed.
const CLOSING: Duration = Duration::from_mins(1);

/// How long a released version takes to come into the store.
const DISTRIBUTION: Duration = Duration::from_hours(1);

fn enter(world: &mut World, delay: Delay, event: Event) {
    let now = world.now();
    world.agenda.enter(now, delay, agenda::Event::Store(event));
}

/// Enters what will happen next to a submission.
pub(super) fn enter_next(world: &mut World, id: &str) {
    use ReviewSubmissionState as S;

    let Some(submission) = world.store.submission(id) else {
        return;
    };
    let app = world.app(&submission.app);
    let review = app.map_or_else(Review::default, |app| app.described.review.clone());
    let submission_id = submission.id.clone();
    let (delay, event) = match submission.state {
        S::WaitingForReview => (
            review.app_waits,
            Event::ReviewBegins {
                submission: submission_id,
            },
        ),
        S::InReview => (
            review.app_takes,
            Event::ReviewEnds {
                submission: submission_id,
            },
        ),
        S::Completing => (
            Delay::After(CLOSING),
            Event::SubmissionCloses {
                submission: submission_id,
            },
        ),
        S::Canceling => (
            review.cancellation_takes,
            Event::CancellationEnds {
                submission: submission_id,
            },
        ),
        S::ReadyForReview | S::UnresolvedIssues | S::Complete => return,
    };
    enter(world, delay, event);
}

/// Takes a submission from one state to another, and tells whether it was there.
fn step(
    world: &mut World,
    id: &str,
    from: ReviewSubmissionState,
    to: ReviewSubmissionState,
) -> bool {
    match world.store.submission_mut(id) {
        Some(submission) if submission.state == from => submission.state = to,
        _ => return false,
    }
    enter_next(world, id);
    true
}

/// Review begins.
pub(super) fn begin_review(world: &mut World, id: &str) {
    use ReviewSubmissionState as S;

    if !step(world, id, S::WaitingForReview, S::InReview) {
        return;
    }
    let version = world.store.version_under_review(id).map(str::to_owned);
    if let Some(version) = version.and_then(|id| world.store.version_mut(&id))
        && version.state == AppVersionState::WaitingForReview
    {
        version.state = AppVersionState::InReview;
    }
}

/// Review ends, as the account says.
pub(super) fn end_review(world: &mut World, id: &str) {
    use AppVersionState as V;
    use ReviewSubmissionState as S;

    let submission = world.store.submission(id);
    let app = submission.and_then(|submission| world.app(&submission.app));
    let result = app.map_or(V::PendingDeveloperRelease, |app| {
        app.described.review.app_result
    });
    let is_refused = matches!(result, V::Rejected | V::MetadataRejected | V::InvalidBinary);
    let next = if is_refused {
        S::UnresolvedIssues
    } else {
        S::Completing
    };
    if !step(world, id, S::InReview, next) {
        return;
    }
    let version = world.store.version_under_review(id).map(str::to_owned);
    let state = if is_refused {
        ItemState::Rejected
    } else {
        ItemState::Approved
    };
    for item in &mut world.store.items {
        if item.submission == id && item.state == ItemState::ReadyForReview {
            item.state = state;
        }
    }
    let Some(version) = version else {
        return;
    };
    let Some(reviewed) = world.store.version_mut(&version) else {
        return;
    };
    if reviewed.state != V::InReview {
        return;
    }
    if is_refused {
        reviewed.state = result;
    } else {
        approve(world, &version);
    }
}

/// What becomes of an approved version.
fn approve(world: &mut World, id: &str) {
    let now = world.now();
    let Some(version) = world.store.version_mut(id) else {
        return;
    };
    match version.release_type {
        ReleaseType::Manual => version.state = AppVersionState::PendingDeveloperRelease,
        ReleaseType::Scheduled => {
            version.state = AppVersionState::PendingAppleRelease;
            let date = version.earliest_release;
            enter_date(world, id, date.map(|date| date.max(now)));
        }
        ReleaseType::AfterApproval => release(world, id),
    }
}

/// Enters the date of a version that waits for it; one without a date waits for ever.
pub(super) fn enter_date(world: &mut World, id: &str, date: Option<jiff::Timestamp>) {
    let Some(date) = date else {
        return;
    };
    let event = Event::DateComes { version: id.into() };
    let event = agenda::Event::Store(event);
    world
        .agenda
        .enter(date, Delay::After(Duration::ZERO), event);
}

/// The date of a version has come.
pub(super) fn date_comes(world: &mut World, id: &str) {
    let version = world.store.version(id);
    if version.is_some_and(|version| version.state == AppVersionState::PendingAppleRelease) {
        release(world, id);
    }
}

fn release(world: &mut World, id: &str) {
    if let Some(version) = world.store.version_mut(id) {
        version.state = AppVersionState::ProcessingForDistribution;
    }
    enter_distribution(world, id);
}

/// Enters the moment at which a released version will be in the store.
pub(super) fn enter_distribution(world: &mut World, id: &str) {
    let event = Event::Distributed { version: id.into() };
    enter(world, Delay::After(DISTRIBUTION), event);
}

/// A version has come into the store and takes the place of the one before.
pub(super) fn distributed(world: &mut World, id: &str) {
    use AppVersionState as V;

    let Some(version) = world.store.version(id).cloned() else {
        return;
    };
    if version.state != V::ProcessingForDistribution {
        return;
    }
    for other in &mut world.store.versions {
        if (&other.app, other.platform) != (&version.app, version.platform) {
            continue;
        }
        if other.id == version.id {
            other.state = V::ReadyForDistribution;
        } else if other.state == V::ReadyForDistribution {
            other.state = V::ReplacedWithNewVersion;
        }
    }
    phased_releases::begin(world, id);
}

/// A reviewed submission is closed.
pub(super) fn close(world: &mut World, id: &str) {
    use ReviewSubmissionState as S;

    step(world, id, S::Completing, S::Complete);
}

/// A cancelled submission is closed, and what was in it is free again.
pub(super) fn end_cancellation(world: &mut World, id: &str) {
    use ReviewSubmissionState as S;

    if !step(world, id, S::Canceling, S::Complete) {
        return;
    }
    for item in &mut world.store.items {
        if item.submission == id && item.state == ItemState::ReadyForReview {
            item.state = ItemState::Removed;
        }
    }
}
