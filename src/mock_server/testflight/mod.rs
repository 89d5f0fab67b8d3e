//! Builds, groups of testers, test information and beta review.

mod builds;
mod details;
mod groups;
mod information;
mod life;
mod notes;
mod record;
mod reviews;
mod snapshot;
mod trains;
mod uploads;

use jiff::Timestamp;

use super::routes::{Access, Call, Route};
use super::world::World;
use super::{exchange, refusals};

pub use builds::{Build, LIFE, resource as build_resource};
pub use groups::Group;
pub use information::TestText;
pub use life::{Event, happen};
pub use notes::Notes;
pub use record::add;
pub use reviews::Review;
pub use snapshot::json as snapshot;
pub use trains::Train;
pub use uploads::{Upload, highest_build_number, upload};

/// Requests about all of this.
pub const ROUTES: &[&[Route]] = &[
    builds::ROUTES,
    details::ROUTES,
    groups::ROUTES,
    information::ROUTES,
    notes::ROUTES,
    reviews::ROUTES,
    trains::ROUTES,
];

/// The state.
#[derive(Debug, Clone, Default)]
pub struct TestFlight {
    /// Builds, in the order of their uploads.
    pub builds: Vec<Build>,
    /// Versions of builds.
    pub trains: Vec<Train>,
    /// Groups of testers.
    pub groups: Vec<Group>,
    /// Ids of the apps whose builds a client uploads itself: none comes into being by
    /// being asked for.
    pub uploading: Vec<String>,
    /// What testers are told of builds.
    pub notes: Vec<Notes>,
    /// Beta App Information.
    pub texts: Vec<TestText>,
}

impl TestFlight {
    /// Adds what is in another.
    pub fn append(&mut self, mut other: Self) {
        self.builds.append(&mut other.builds);
        self.trains.append(&mut other.trains);
        self.groups.append(&mut other.groups);
        self.notes.append(&mut other.notes);
        self.texts.append(&mut other.texts);
    }

    /// The build with an id, unless it cannot be found yet.
    pub fn build(&self, id: &str) -> Option<&Build> {
        self.listed().find(|build| build.id == id)
    }

    /// The builds that can be found.
    pub fn listed(&self) -> impl Iterator<Item = &Build> {
        self.builds.iter().filter(|build| build.is_listed)
    }

    fn build_mut(&mut self, id: &str) -> Option<&mut Build> {
        self.builds.iter_mut().find(|build| build.id == id)
    }

    /// The groups that a build was given to.
    pub fn groups_of(&self, build: &str) -> impl Iterator<Item = &Group> {
        let has = move |group: &&Group| group.builds.iter().any(|id| id == build);
        self.groups.iter().filter(has)
    }
}

/// A route that only reads.
const fn get(
    path: &'static str,
    answer: fn(&mut World, &Call<'_>) -> Result<exchange::Response, exchange::Refusal>,
) -> Route {
    Route {
        method: "GET",
        path,
        access: Access::Read,
        answer,
    }
}

/// A route that changes something.
const fn write(
    method: &'static str,
    path: &'static str,
    answer: fn(&mut World, &Call<'_>) -> Result<exchange::Response, exchange::Refusal>,
) -> Route {
    Route {
        method,
        path,
        access: Access::Write,
        answer,
    }
}

/// The build that a request's path names.
fn named_build<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Build, exchange::Refusal> {
    let build = world.testflight.build(call.id);
    build.ok_or_else(|| refusals::not_found(builds::KIND, call.id).into())
}

/// A moment as the API writes it. All are in one zone, so that they sort as text.
pub(super) fn written(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}
