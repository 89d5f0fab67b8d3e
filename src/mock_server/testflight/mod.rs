//! Builds, groups of testers, test information and beta review.

mod builds;

use super::routes::Route;
use super::world::{AppRecord, World};

pub use builds::Build;

/// Requests about all of this.
pub const ROUTES: &[Route] = &[];

/// The state.
#[derive(Debug, Clone, Default)]
pub struct TestFlight {
    /// Builds, in the order of their uploads.
    pub builds: Vec<Build>,
}

/// What happens by itself.
#[derive(Debug, Clone)]
pub enum Event {
    /// A build can be found.
    BuildAppears {
        /// Its id.
        build: String,
    },
}

/// Adds what the description of an app says is there.
pub fn add(_world: &mut World, _app: &AppRecord) {}

/// Lets something happen.
pub fn happen(_world: &mut World, event: Event) {
    match event {
        Event::BuildAppears { build: _ } => {}
    }
}
