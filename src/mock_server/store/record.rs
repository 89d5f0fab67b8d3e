//! Versions and submissions that were there before.

use std::time::Duration;

use crate::app_store_connect::{
    AppVersionState, ItemState, Platform, ReleaseType, ReviewSubmissionState,
};

use super::super::account::{self, App, earlier};
use super::super::world::{AppRecord, World};
use super::{Item, Submission, Version, approval, items, phased_releases, versions};

/// How long before the start versions that were there before came into being.
const BEFORE: Duration = Duration::from_hours(30 * 24);

/// The number of the version that is in the store where none is described: lower than
/// any that is published.
const EARLIER: &str = "0.0.0";

/// Adds what the description of an app says is there.
pub fn add(world: &mut World, app: &AppRecord) {
    let described = &app.described;
    if described.versions.is_empty() {
        let mut platforms: Vec<Platform> = described
            .builds
            .iter()
            .map(|build| build.platform)
            .collect();
        if platforms.is_empty() {
            platforms.push(Platform::Ios);
        }
        for platform in platforms {
            add_earlier_version(world, &app.id, platform);
        }
    }
    for version in &described.versions {
        add_version(world, app, version, false);
    }
    for submission in &described.submissions {
        add_submission(world, app, submission);
    }
    add_implied_submissions(world, &app.id);
}

/// Adds the version that is in the store on a platform of an app of which no versions
/// are described.
pub(super) fn add_earlier_version(world: &mut World, app: &str, platform: Platform) {
    let Some(record) = world.app(app).cloned() else {
        return;
    };
    let described = &record.described;
    let is_there = world.store.versions_of(app, platform).next().is_some();
    if described.first_version || !described.versions.is_empty() || is_there {
        return;
    }
    let version = account::Version {
        version: EARLIER.into(),
        platform,
        state: AppVersionState::ReadyForDistribution,
        ..account::Version::default()
    };
    add_version(world, &record, &version, true);
}

fn add_version(world: &mut World, app: &AppRecord, described: &account::Version, is_made_up: bool) {
    let mut builds = world.testflight.builds.iter();
    let build = builds.find(|build| {
        build.app == app.id
            && build.platform == described.platform
            && build.version == described.version
            && Some(&build.build_number) == described.build_number.as_ref()
    });
    let build = build.map(|build| build.id.clone());
    let version = Version {
        id: String::new(),
        app: app.id.clone(),
        platform: described.platform,
        number: described.version.clone(),
        state: described.state,
        copyright: app.described.store.copyright.clone(),
        release_type: described.release_type.unwrap_or(ReleaseType::AfterApproval),
        earliest_release: None,
        uses_idfa: None,
        downloadable: true,
        created: earlier(world.now(), BEFORE),
        build,
        is_made_up,
    };
    let texts = described.localizations.clone();
    let mut app = App::clone(&app.described);
    app.store.localizations = texts.unwrap_or(app.store.localizations);
    let id = versions::add(world, &app, version);
    if let Some(state) = described.phased_release {
        phased_releases::add(world, id.clone(), state);
    }
    if described.state == AppVersionState::ProcessingForDistribution {
        approval::enter_distribution(world, &id);
    }
}

fn add_submission(world: &mut World, app: &AppRecord, described: &account::Submission) {
    let store = &world.store;
    let version = described.version.as_ref().and_then(|number| {
        let mut versions = store.versions_of(&app.id, described.platform);
        let version = versions.find(|version| version.number == *number);
        version.map(|version| version.id.clone())
    });
    let others = std::iter::repeat_n(None, described.other_items as usize);
    let contents = version.map(Some).into_iter().chain(others);
    let contents: Vec<Option<String>> = contents.collect();
    open(
        world,
        &app.id,
        described.platform,
        described.state,
        contents,
    );
}

/// A version that waits for review, or is on its way there, is in a submission, also
/// where only the version was described.
fn add_implied_submissions(world: &mut World, app: &str) {
    use AppVersionState as V;
    use ReviewSubmissionState as S;

    for version in world.store.versions.clone() {
        let state = match version.state {
            V::ReadyForReview => S::ReadyForReview,
            V::WaitingForReview => S::WaitingForReview,
            V::InReview => S::InReview,
            _ => continue,
        };
        let mut items = world.store.items.iter();
        let is_in_one = items.any(|item| item.version.as_ref() == Some(&version.id));
        if version.app == app && !is_in_one {
            open(world, app, version.platform, state, vec![Some(version.id)]);
        }
    }
}

/// Most items of a submission.
const MOST_ITEMS: usize = 1000;

fn open(
    world: &mut World,
    app: &str,
    platform: Platform,
    state: ReviewSubmissionState,
    contents: Vec<Option<String>>,
) {
    let is_sent = state != ReviewSubmissionState::ReadyForReview;
    let submission = Submission {
        id: world.next_id(),
        app: app.into(),
        platform,
        state,
        submitted: is_sent.then(|| world.now()),
    };
    let id = submission.id.clone();
    world.store.submissions.push(submission);
    let item_state = match state {
        ReviewSubmissionState::Complete | ReviewSubmissionState::Completing => ItemState::Approved,
        ReviewSubmissionState::UnresolvedIssues => ItemState::Rejected,
        _ => ItemState::ReadyForReview,
    };
    for version in contents.into_iter().take(MOST_ITEMS) {
        let item = Item {
            id: String::new(),
            submission: id.clone(),
            version,
            state: item_state,
            is_resolved: false,
        };
        items::add(world, item);
    }
    approval::enter_next(world, &id);
}
