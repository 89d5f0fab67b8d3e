//! Builds that come while the mock runs.

use crate::app_store_connect::clock::later;
use crate::app_store_connect::{ExternalBuildState, InternalBuildState, Platform, ProcessingState};

use super::super::account::{Delay, Role, UploadRefusal};
use super::super::exchange::Request;
use super::super::version_order::compare_versions;
use super::super::world::{AppRecord, World};
use super::life::Event;
use super::{Build, builds, life, trains};

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
pub fn upload(world: &mut World, app: &AppRecord, upload: Upload) -> String {
    let now = world.now();
    let id = world.next_id();
    let train = trains::bring_about(world, &app.id, upload.platform, &upload.version);
    let described = &app.described.upload;
    world.testflight.builds.push(Build {
        id: id.clone(),
        app: app.id.clone(),
        train,
        version: upload.version,
        build_number: upload.build_number,
        platform: upload.platform,
        uploaded_at: now,
        is_listed: false,
        processing: ProcessingState::Processing,
        internal: InternalBuildState::Processing,
        external: ExternalBuildState::Processing,
        expired: false,
        audience: described.audience,
        uses_non_exempt_encryption: upload.uses_non_exempt_encryption,
        review: None,
        sdk_allowed: described.sdk_allowed,
    });
    let build = || id.clone();
    if described.appears == Delay::seconds(0) {
        life::happen(world, Event::BuildAppears { build: build() });
    } else {
        let appears = described.appears;
        life::enter(world, now, appears, Event::BuildAppears { build: build() });
    }
    let end = later(now, builds::LIFE.unsigned_abs());
    life::enter(
        world,
        end,
        Delay::seconds(0),
        Event::Expires { build: build() },
    );
    id
}

/// The highest number of an app's builds of a version.
pub fn highest_build_number(
    world: &World,
    app: &str,
    platform: Platform,
    version: &str,
) -> Option<String> {
    let builds = world.testflight.builds.iter();
    builds
        .filter(|build| build.app == app && build.platform == platform && build.version == version)
        .map(|build| &build.build_number)
        .max_by(|one, other| compare_versions(one, other))
        .cloned()
}

/// Most builds that come into being by being asked for.
const MOST_BUILDS: usize = 1000;

/// The build that a list is asked for counts as uploaded at that moment, where the
/// app's description says so and its upload would not have been refused.
pub(super) fn bring_about(world: &mut World, request: &Request) {
    let parameter = |name: &str| {
        let mut query = request.query.iter();
        let (_, value) = query.find(|(given, _)| given == name)?;
        (!value.is_empty() && !value.contains(',')).then_some(value)
    };
    let (Some(app), Some(build_number), Some(version)) = (
        parameter("filter[app]").and_then(|id| world.app(id)),
        parameter("filter[version]"),
        parameter("filter[preReleaseVersion.version]"),
    ) else {
        return;
    };
    let platform = match parameter("filter[preReleaseVersion.platform]") {
        None => Some(Platform::Ios),
        Some(name) => Platform::parse(name),
    };
    let Some(platform) = platform else { return };
    let would_be_taken = matches!(
        app.described.upload.refused,
        None | Some(UploadRefusal::FailsAfterwards)
    );
    let has_role = matches!(
        world.account.key.role,
        Role::Admin | Role::AppManager | Role::Developer
    );
    let is_there = world.testflight.builds.iter().any(|build| {
        build.app == app.id
            && build.platform == platform
            && build.version == *version
            && build.build_number == *build_number
    });
    if !app.described.upload.on_demand
        || world.testflight.uploading.contains(&app.id)
        || !would_be_taken
        || !has_role
        || is_there
        || world.testflight.builds.len() >= MOST_BUILDS
    {
        return;
    }
    let app = app.clone();
    let taken = Upload {
        version: version.clone(),
        build_number: build_number.clone(),
        platform,
        uses_non_exempt_encryption: app.described.upload.uses_non_exempt_encryption,
    };
    upload(world, &app, taken);
}
