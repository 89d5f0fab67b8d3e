//! What lists of versions, texts, submissions and items can be asked.

use crate::app_store_connect::{AppVersionState, ReviewSubmissionState};

use super::super::apps;
use super::super::document::Resource;
use super::super::listing::{Filter, Listing, is_platform};
use super::super::testflight;
use super::super::world::World;
use super::{Item, Localization, PhasedRelease, Submission, Version};
use super::{items, localizations, phased_releases, submissions, versions};

pub(super) const VERSIONS: Listing<Version> = Listing {
    kind: versions::KIND,
    filters: &[
        Filter::<Version>::new("platform", |_, version| {
            Some(version.platform.word().into())
        })
        .taking(is_platform),
        Filter::<Version>::new("versionString", |_, version| Some(version.number.clone())),
        Filter::<Version>::new("appStoreState", |_, version| {
            Some(version.state.legacy_word().into())
        })
        .taking(AppVersionState::is_legacy_word),
        Filter::<Version>::new("appVersionState", |_, version| {
            Some(version.state.word().into())
        })
        .taking(|word| AppVersionState::parse(word).is_some()),
        Filter::<Version>::new("id", |_, version| Some(version.id.clone())),
    ],
    sorts: &[],
    includes: &[
        "app",
        "appStoreVersionLocalizations",
        "appStoreVersionPhasedRelease",
        "build",
    ],
    write: versions::resource,
    include: |world, version, name| match name {
        "app" => world
            .app(&version.app)
            .map(apps::resource)
            .into_iter()
            .collect(),
        "appStoreVersionLocalizations" => {
            let localizations = world.store.localizations_of(&version.id);
            localizations
                .map(|it| localizations::resource(world, it))
                .collect()
        }
        "appStoreVersionPhasedRelease" => {
            let phased_release = world.store.phased_release_of(&version.id);
            phased_release
                .map(|it| phased_releases::resource(world, it))
                .into_iter()
                .collect()
        }
        "build" => {
            let build = version.build.as_deref();
            let build = build.and_then(|id| world.testflight.build(id));
            build.map(testflight::build_resource).into_iter().collect()
        }
        _ => Vec::new(),
    },
};

pub(super) const LOCALIZATIONS: Listing<Localization> = Listing {
    kind: localizations::KIND,
    filters: &[Filter::<Localization>::new("locale", |_, localization| {
        Some(localization.locale.clone())
    })],
    sorts: &[],
    includes: &["appStoreVersion"],
    write: localizations::resource,
    include: |world, localization, _| included_version(world, Some(&localization.version)),
};

pub(super) const PHASED_RELEASES: Listing<PhasedRelease> = Listing {
    kind: phased_releases::KIND,
    filters: &[],
    sorts: &[],
    includes: &[],
    write: phased_releases::resource,
    include: Listing::includes_nothing,
};

pub(super) const SUBMISSIONS: Listing<Submission> = Listing {
    kind: submissions::KIND,
    filters: &[
        Filter::<Submission>::new("app", |_, submission| Some(submission.app.clone())).needed(),
        PLATFORM,
        STATE,
    ],
    sorts: &[],
    includes: SUBMISSION_INCLUDES,
    write: submissions::resource,
    include: include_of_submission,
};

/// The list at an app, which needs no filter to say which.
pub(super) const SUBMISSIONS_OF_APP: Listing<Submission> = Listing {
    kind: submissions::KIND,
    filters: &[PLATFORM, STATE],
    sorts: &[],
    includes: SUBMISSION_INCLUDES,
    write: submissions::resource,
    include: include_of_submission,
};

const PLATFORM: Filter<Submission> = Filter::<Submission>::new("platform", |_, submission| {
    Some(submission.platform.word().into())
})
.taking(is_platform);

const STATE: Filter<Submission> = Filter::<Submission>::new("state", |_, submission| {
    Some(submission.state.word().into())
})
.taking(|word| ReviewSubmissionState::parse(word).is_some());

const SUBMISSION_INCLUDES: &[&str] = &["app", "appStoreVersionForReview", "items"];

fn include_of_submission(world: &World, submission: &Submission, name: &str) -> Vec<Resource> {
    match name {
        "app" => world
            .app(&submission.app)
            .map(apps::resource)
            .into_iter()
            .collect(),
        "items" => {
            let items = world.store.items_of(&submission.id);
            items.map(|item| items::resource(world, item)).collect()
        }
        _ => included_version(world, world.store.version_under_review(&submission.id)),
    }
}

pub(super) const ITEMS: Listing<Item> = Listing {
    kind: items::KIND,
    filters: &[],
    sorts: &[],
    includes: &["appStoreVersion"],
    write: items::resource,
    include: |world, item, _| included_version(world, item.version.as_deref()),
};

fn included_version(world: &World, id: Option<&str>) -> Vec<Resource> {
    let version = id.and_then(|id| world.store.version(id));
    version
        .map(|version| versions::resource(world, version))
        .into_iter()
        .collect()
}
