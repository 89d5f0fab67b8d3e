//! App Store versions, their texts and phased releases, and App Store review.

use super::routes::Route;
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

/// Adds what the description of an app says is there.
pub fn add(_world: &mut World, _app: &AppRecord) {}

/// Lets something happen.
pub fn happen(_world: &mut World, event: Event) {
    match event {
        Event::ReviewBegins { submission: _ } => {}
    }
}
