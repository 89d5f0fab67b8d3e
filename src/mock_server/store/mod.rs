//! App Store versions, their texts and phased releases, and App Store review.

use crate::app_store_connect::{AppVersionState, Platform};

use super::account::Version;
use super::routes::Route;
use super::version_order::compare_versions;
use super::world::{AppRecord, World};

/// Requests about all of this.
pub const ROUTES: &[Route] = &[];

/// The state.
#[derive(Debug, Clone, Default)]
pub struct Store {}

/// What happens by itself.
#[derive(Debug, Clone)]
pub enum Event {
    /// A version's review begins.
    ReviewBegins {
        /// The id of the submission.
        submission: String,
    },
}

/// The highest version that takes no further builds, because it was approved.
pub fn highest_closed_version(world: &World, app: &str, platform: Platform) -> Option<String> {
    let is_closed = |version: &&Version| {
        version.platform == platform
            && matches!(
                version.state,
                AppVersionState::Accepted
                    | AppVersionState::PendingAppleRelease
                    | AppVersionState::PendingDeveloperRelease
                    | AppVersionState::ProcessingForDistribution
                    | AppVersionState::ReadyForDistribution
                    | AppVersionState::ReplacedWithNewVersion
            )
    };
    let versions = world.app(app)?.described.versions.iter();
    let highest = versions
        .filter(is_closed)
        .max_by(|one, other| compare_versions(&one.version, &other.version))?;
    Some(highest.version.clone())
}

/// Adds what the description of an app says is there.
pub fn add(_world: &mut World, _app: &AppRecord) {}

/// Lets something happen.
pub fn happen(_world: &mut World, event: Event) {
    match event {
        Event::ReviewBegins { submission: _ } => {}
    }
}
