//! What becomes of builds: processing, distribution, beta review, expiry.

use jiff::Timestamp;

use crate::app_store_connect::{
    BetaReviewState, BuildAudience, ExternalBuildState, InternalBuildState, ProcessingState,
};

use super::super::account::Delay;
use super::super::agenda;
use super::super::world::World;
use super::reviews::Review;
use super::{Build, notes};

/// What happens by itself to a build.
#[derive(Debug, Clone)]
pub enum Event {
    /// It can be found.
    BuildAppears {
        /// Its id.
        build: String,
    },
    /// App Store Connect writes down that there are no notes in the primary language.
    NotesAppear {
        /// Its id.
        build: String,
    },
    /// Processing ends.
    Processed {
        /// Its id.
        build: String,
    },
    /// Processing for external testers ends.
    ReadyOutside {
        /// Its id.
        build: String,
    },
    /// Beta review begins.
    ReviewBegins {
        /// Its id.
        build: String,
    },
    /// Beta review ends.
    ReviewEnds {
        /// Its id.
        build: String,
    },
    /// Its 90 days are over.
    Expires {
        /// Its id.
        build: String,
    },
}

/// How long after a build App Store Connect's own record of its notes appears. Clients
/// that come before create it, others change it.
const NOTES_AFTER: Delay = Delay::seconds(90);

/// Lets something happen.
pub fn happen(world: &mut World, event: Event) {
    match event {
        Event::BuildAppears { build } => appear(world, &build),
        Event::NotesAppear { build } => notes::appear(world, &build),
        Event::Processed { build } => process(world, &build),
        Event::ReadyOutside { build } => open_outside(world, &build),
        Event::ReviewBegins { build } => begin_review(world, &build),
        Event::ReviewEnds { build } => end_review(world, &build),
        Event::Expires { build } => expire(world, &build),
    }
}

/// Enters what will happen to a build.
pub(super) fn enter(world: &mut World, from: Timestamp, delay: Delay, event: Event) {
    let event = agenda::Event::TestFlight(event);
    world.agenda.enter(from, delay, event);
}

fn appear(world: &mut World, id: &str) {
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    build.is_listed = true;
    let app = build.app.clone();
    let Some(app) = world.app(&app) else { return };
    let processes = app.described.upload.processes;
    let now = world.now();
    let build = || id.to_owned();
    enter(world, now, processes, Event::Processed { build: build() });
    enter(
        world,
        now,
        NOTES_AFTER,
        Event::NotesAppear { build: build() },
    );
}

fn process(world: &mut World, id: &str) {
    let Some(build) = world.testflight.build(id) else {
        return;
    };
    let Some(app) = world.app(&build.app) else {
        return;
    };
    let result = app.described.upload.result;
    let lag = Delay::After(app.described.upload.beta_lag);
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    build.processing = result;
    match result {
        ProcessingState::Failed | ProcessingState::Invalid if !build.expired => {
            build.internal = InternalBuildState::ProcessingException;
            build.external = ExternalBuildState::ProcessingException;
        }
        ProcessingState::Valid => {
            open_inside(world, id);
            let now = world.now();
            let build = id.to_owned();
            enter(world, now, lag, Event::ReadyOutside { build });
        }
        _ => {}
    }
}

/// Internal testers may have a build that was processed.
pub(super) fn open_inside(world: &mut World, id: &str) {
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    if build.expired {
        return;
    }
    if build.uses_non_exempt_encryption.is_none() {
        build.internal = InternalBuildState::MissingExportCompliance;
        return;
    }
    build.internal = InternalBuildState::ReadyForBetaTesting;
    let app = build.app.clone();
    for group in &mut world.testflight.groups {
        let receives = group.app == app && group.is_internal && group.has_access_to_all_builds;
        if receives && !group.builds.iter().any(|build| build == id) {
            group.builds.push(id.to_owned());
        }
    }
    distribute(world, id);
}

/// A build may be submitted to beta review.
pub(super) fn open_outside(world: &mut World, id: &str) {
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    if build.expired {
        return;
    }
    build.external = if build.uses_non_exempt_encryption.is_none() {
        ExternalBuildState::MissingExportCompliance
    } else {
        ExternalBuildState::ReadyForBetaSubmission
    };
}

/// Testers have a build when it is ready and a group of theirs was given it.
pub(super) fn distribute(world: &mut World, id: &str) {
    let has = |is_internal| {
        let mut groups = world.testflight.groups_of(id);
        groups.any(|group| group.is_internal == is_internal)
    };
    let (is_inside, is_outside) = (has(true), has(false));
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    if is_inside && build.internal == InternalBuildState::ReadyForBetaTesting {
        build.internal = InternalBuildState::InBetaTesting;
    }
    if is_outside && build.external == ExternalBuildState::BetaApproved {
        build.external = ExternalBuildState::InBetaTesting;
    }
}

/// The question about encryption is answered.
pub(super) fn answer_encryption(world: &mut World, id: &str, answer: bool) {
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    build.uses_non_exempt_encryption = Some(answer);
    let waits_inside = build.internal == InternalBuildState::MissingExportCompliance;
    let waits_outside = build.external == ExternalBuildState::MissingExportCompliance;
    if waits_inside {
        open_inside(world, id);
    }
    if waits_outside {
        open_outside(world, id);
    }
}

/// A build can no longer be installed, and leaves a review that is not decided.
pub(super) fn expire(world: &mut World, id: &str) {
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    build.expired = true;
    build.internal = InternalBuildState::Expired;
    build.external = ExternalBuildState::Expired;
    if build.review.as_ref().is_some_and(Review::is_open) {
        build.review = None;
    }
}

/// A build goes to beta review. One of a version that was approved before is approved
/// at once.
pub(super) fn submit(world: &mut World, id: &str) {
    let now = world.now();
    let Some(build) = world.testflight.build(id) else {
        return;
    };
    let is_approved = |other: &Build| {
        let state = other.review.as_ref().map(|review| review.state);
        other.train == build.train && state == Some(BetaReviewState::Approved)
    };
    let is_known = world.testflight.builds.iter().any(is_approved);
    let Some(app) = world.app(&build.app) else {
        return;
    };
    let waits = app.described.review.beta_waits;
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    build.external = ExternalBuildState::WaitingForBetaReview;
    build.review = Some(Review {
        state: BetaReviewState::WaitingForReview,
        submitted_at: now,
    });
    if is_known {
        decide(world, id, BetaReviewState::Approved);
    } else {
        let build = id.to_owned();
        enter(world, now, waits, Event::ReviewBegins { build });
    }
}

fn begin_review(world: &mut World, id: &str) {
    let now = world.now();
    let Some(build) = world.testflight.build(id) else {
        return;
    };
    let Some(app) = world.app(&build.app) else {
        return;
    };
    let takes = app.described.review.beta_takes;
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    let Some(review) = &mut build.review else {
        return;
    };
    if review.state == BetaReviewState::WaitingForReview {
        review.state = BetaReviewState::InReview;
        build.external = ExternalBuildState::InBetaReview;
        let build = id.to_owned();
        enter(world, now, takes, Event::ReviewEnds { build });
    }
}

fn end_review(world: &mut World, id: &str) {
    let Some(build) = world.testflight.build(id) else {
        return;
    };
    let is_in_review = build
        .review
        .as_ref()
        .is_some_and(|review| review.state == BetaReviewState::InReview);
    let result = world
        .app(&build.app)
        .map(|app| app.described.review.beta_result);
    if let Some(result) = result.filter(|_| is_in_review) {
        decide(world, id, result);
    }
}

fn decide(world: &mut World, id: &str, result: BetaReviewState) {
    let Some(build) = world.testflight.build_mut(id) else {
        return;
    };
    let Some(review) = &mut build.review else {
        return;
    };
    match result {
        BetaReviewState::Approved => build.external = ExternalBuildState::BetaApproved,
        BetaReviewState::Rejected => build.external = ExternalBuildState::BetaRejected,
        // A review that the account describes as never decided.
        BetaReviewState::WaitingForReview | BetaReviewState::InReview => return,
    }
    review.state = result;
    distribute(world, id);
}

/// Whether external testers may ever have a build.
pub(super) fn is_for_outside(build: &Build) -> bool {
    build.audience == BuildAudience::AppStoreEligible
}
