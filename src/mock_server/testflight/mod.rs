//! Builds, groups of testers, test information and beta review.

mod builds;

use crate::app_store_connect::Platform;

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

/// An upload that was taken.
#[derive(Debug, Clone)]
pub struct Upload {
    /// `CFBundleShortVersionString`.
    pub version: String,
    /// `CFBundleVersion`.
    pub build_number: String,
    /// What it runs on.
    pub platform: Platform,
    /// The answer about encryption that its `Info.plist` gives.
    pub uses_non_exempt_encryption: Option<bool>,
}

/// Takes a build; gives its id.
pub fn upload(_world: &mut World, _app: &AppRecord, _upload: Upload) -> String {
    String::new()
}

/// The highest number of a build.
pub fn highest_build_number(_: &World, _: &str, _: Platform, _: &str) -> Option<String> {
    None
}

/// The state of an app's builds and groups as JSON.
pub fn snapshot(_world: &World, _app: &str) -> serde_json::Value {
    serde_json::Value::Null
}
