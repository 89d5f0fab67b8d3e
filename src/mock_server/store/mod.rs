//! App Store versions, their texts and phased releases, and App Store review.

mod approval;
mod checks;
mod completeness;
mod items;
mod listings;
mod localizations;
mod number;
mod phased_releases;
mod record;
mod requests;
mod snapshot;
mod submissions;
mod versions;

use super::version_order::compare_versions;
use super::world::World;
use crate::app_store_connect::Platform;

pub use items::Item;
pub use localizations::Localization;
pub use phased_releases::PhasedRelease;
pub use record::add;
pub use requests::ROUTES;
pub use snapshot::snapshot;
pub use submissions::Submission;
pub use versions::Version;

/// The state.
#[derive(Debug, Clone, Default)]
pub struct Store {
    /// App Store versions, in the order in which they came into being.
    pub versions: Vec<Version>,
    /// Their texts.
    pub localizations: Vec<Localization>,
    /// Their phased releases.
    pub phased_releases: Vec<PhasedRelease>,
    /// Submissions to review.
    pub submissions: Vec<Submission>,
    /// What is in the submissions.
    pub items: Vec<Item>,
}

/// What happens by itself.
#[derive(Debug, Clone)]
pub enum Event {
    /// The review of a submission begins.
    ReviewBegins {
        /// The id of the submission.
        submission: String,
    },
    /// The review of a submission ends.
    ReviewEnds {
        /// The id of the submission.
        submission: String,
    },
    /// A reviewed submission is closed.
    SubmissionCloses {
        /// The id of the submission.
        submission: String,
    },
    /// A cancelled submission is closed.
    CancellationEnds {
        /// The id of the submission.
        submission: String,
    },
    /// The date of an approved version has come.
    DateComes {
        /// The id of the version.
        version: String,
    },
    /// A released version is in the store.
    Distributed {
        /// The id of the version.
        version: String,
    },
    /// The next day of a phased release begins.
    NextDay {
        /// The id of the phased release.
        phased_release: String,
    },
}

/// Lets something happen.
pub fn happen(world: &mut World, event: Event) {
    match event {
        Event::ReviewBegins { submission } => approval::begin_review(world, &submission),
        Event::ReviewEnds { submission } => approval::end_review(world, &submission),
        Event::SubmissionCloses { submission } => approval::close(world, &submission),
        Event::CancellationEnds { submission } => approval::end_cancellation(world, &submission),
        Event::DateComes { version } => approval::date_comes(world, &version),
        Event::Distributed { version } => approval::distributed(world, &version),
        Event::NextDay { phased_release } => phased_releases::next_day(world, &phased_release),
    }
}

impl Store {
    /// Adds what is in another.
    pub fn append(&mut self, mut other: Self) {
        self.versions.append(&mut other.versions);
        self.localizations.append(&mut other.localizations);
        self.phased_releases.append(&mut other.phased_releases);
        self.submissions.append(&mut other.submissions);
        self.items.append(&mut other.items);
    }

    /// The version with an id.
    pub fn version(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    fn version_mut(&mut self, id: &str) -> Option<&mut Version> {
        self.versions.iter_mut().find(|version| version.id == id)
    }

    /// The versions of an app on a platform.
    pub fn versions_of<'s>(
        &'s self,
        app: &'s str,
        platform: Platform,
    ) -> impl Iterator<Item = &'s Version> {
        let versions = self.versions.iter();
        versions.filter(move |version| version.app == app && version.platform == platform)
    }

    /// The texts of a version.
    pub fn localizations_of<'s>(
        &'s self,
        version: &'s str,
    ) -> impl Iterator<Item = &'s Localization> {
        let localizations = self.localizations.iter();
        localizations.filter(move |localization| localization.version == version)
    }

    /// The phased release of a version.
    pub fn phased_release_of(&self, version: &str) -> Option<&PhasedRelease> {
        let mut phased_releases = self.phased_releases.iter();
        phased_releases.find(|phased_release| phased_release.version == version)
    }

    /// The submission with an id.
    pub fn submission(&self, id: &str) -> Option<&Submission> {
        self.submissions
            .iter()
            .find(|submission| submission.id == id)
    }

    fn submission_mut(&mut self, id: &str) -> Option<&mut Submission> {
        self.submissions
            .iter_mut()
            .find(|submission| submission.id == id)
    }

    /// What is in a submission.
    pub fn items_of<'s>(&'s self, submission: &'s str) -> impl Iterator<Item = &'s Item> {
        let items = self.items.iter();
        items.filter(move |item| item.submission == submission)
    }
}

/// The highest version of an app on a platform that was approved, whether it is in
/// the store yet or not: no further build of it or of a lower one is taken.
pub fn highest_closed_version(world: &World, app: &str, platform: Platform) -> Option<String> {
    let versions = world.store.versions_of(app, platform);
    let closed = versions.filter(|version| version.is_closed() && !version.is_made_up);
    let numbers = closed.map(|version| version.number.clone());
    numbers.max_by(|one, other| compare_versions(one, other))
}
