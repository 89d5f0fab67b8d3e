//! What an app's description says was there before.

use crate::app_store_connect::clock::later;
use crate::app_store_connect::{
    BetaReviewState, ExternalBuildState, InternalBuildState, ProcessingState,
};

use super::super::account::{self, Delay, earlier};
use super::super::world::{AppRecord, World};
use super::life::Event;
use super::reviews::Review;
use super::{Build, Group, TestText, builds, life, notes, trains};

/// How long before the start groups were made: 180 days.
const GROUPS_BEFORE: std::time::Duration = std::time::Duration::from_hours(180 * 24);

/// Adds what the description of an app says is there.
pub fn add(world: &mut World, app: &AppRecord) {
    let created_at = earlier(world.now(), GROUPS_BEFORE);
    for group in &app.described.groups {
        let id = world.next_id();
        world.testflight.groups.push(Group {
            id,
            app: app.id.clone(),
            name: group.name.clone(),
            created_at,
            is_internal: group.is_internal,
            has_access_to_all_builds: group.has_access_to_all_builds,
            testers: group.testers,
            builds: Vec::new(),
        });
    }
    for described in &app.described.test_information.localizations {
        let id = world.next_id();
        let primary = &app.described.primary_locale;
        world.testflight.texts.push(TestText {
            id,
            app: app.id.clone(),
            locale: described.locale.as_ref().unwrap_or(primary).clone(),
            described: described.clone(),
        });
    }
    for described in &app.described.builds {
        add_build(world, app, described);
    }
}

fn add_build(world: &mut World, app: &AppRecord, described: &account::Build) {
    let now = world.now();
    let id = world.next_id();
    let train = trains::bring_about(world, &app.id, described.platform, &described.version);
    let uploaded_at = earlier(now, described.uploaded_before);
    let ends = later(uploaded_at, builds::LIFE.unsigned_abs());
    let submitted = |state| Review {
        state,
        submitted_at: uploaded_at,
    };
    // Only what can be used was ever submitted.
    let is_valid = described.processing == ProcessingState::Valid;
    let review = described.beta_review.filter(|_| is_valid);
    let (internal, external) = match described.processing {
        ProcessingState::Processing | ProcessingState::Valid => (
            InternalBuildState::Processing,
            ExternalBuildState::Processing,
        ),
        ProcessingState::Failed | ProcessingState::Invalid => (
            InternalBuildState::ProcessingException,
            ExternalBuildState::ProcessingException,
        ),
    };
    world.testflight.builds.push(Build {
        id: id.clone(),
        app: app.id.clone(),
        train,
        version: described.version.clone(),
        build_number: described.build_number.clone(),
        platform: described.platform,
        uploaded_at,
        is_listed: true,
        processing: described.processing,
        internal,
        external,
        expired: false,
        audience: described.audience,
        uses_non_exempt_encryption: described.uses_non_exempt_encryption,
        review: review.map(submitted),
        sdk_allowed: true,
    });
    notes::appear(world, &id);
    match described.processing {
        ProcessingState::Processing => {
            let build = id.clone();
            let processes = app.described.upload.processes;
            life::enter(world, now, processes, Event::Processed { build });
        }
        ProcessingState::Valid => {
            life::open_inside(world, &id);
            life::open_outside(world, &id);
            resume_review(world, app, described, &id);
        }
        ProcessingState::Failed | ProcessingState::Invalid => {}
    }
    if described.expired || ends <= now {
        life::expire(world, &id);
    } else {
        let build = id;
        life::enter(world, ends, Delay::seconds(0), Event::Expires { build });
    }
}

/// A build that was submitted before goes on from there.
fn resume_review(world: &mut World, app: &AppRecord, described: &account::Build, id: &str) {
    let Some(state) = described.beta_review else {
        return;
    };
    let now = world.now();
    let build = id.to_owned();
    let external = match state {
        BetaReviewState::WaitingForReview => {
            let waits = app.described.review.beta_waits;
            life::enter(world, now, waits, Event::ReviewBegins { build });
            ExternalBuildState::WaitingForBetaReview
        }
        BetaReviewState::InReview => {
            let takes = app.described.review.beta_takes;
            life::enter(world, now, takes, Event::ReviewEnds { build });
            ExternalBuildState::InBetaReview
        }
        BetaReviewState::Rejected => ExternalBuildState::BetaRejected,
        BetaReviewState::Approved => ExternalBuildState::BetaApproved,
    };
    if let Some(build) = world.testflight.build_mut(id) {
        build.external = external;
    }
}
