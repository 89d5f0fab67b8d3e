//! What the App Store knows of an app: texts, versions, submissions.

use crate::app_store_connect::{
    AppVersionState, PhasedReleaseState, Platform, ReleaseType, ReviewSubmissionState,
};

/// What the App Store wants to know about an app before a review.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts, each a question on a form"
)]
pub struct StoreRecord {
    /// Texts of a new version, which App Store Connect copies from the one before.
    pub localizations: Vec<StoreLocalization>,
    /// Copyright of a new version, likewise.
    pub copyright: Option<String>,
    /// Whether screenshots are there.
    pub screenshots: bool,
    /// Whether the questions about privacy are answered and published.
    pub privacy_answers: bool,
    /// Whether the questions for the age rating are answered.
    pub age_rating: bool,
    /// Whether the question about content rights is answered.
    pub content_rights: bool,
    /// Whether a primary category is chosen.
    pub primary_category: bool,
}

impl Default for StoreRecord {
    fn default() -> Self {
        Self {
            localizations: vec![StoreLocalization::default()],
            copyright: Some("2026 Example Ltd".into()),
            screenshots: true,
            privacy_answers: true,
            age_rating: true,
            content_rights: true,
            primary_category: true,
        }
    }
}

/// Texts of a version in one language.
#[derive(Debug, Clone)]
pub struct StoreLocalization {
    /// The language; the app's primary one where it is not given.
    pub locale: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Keywords, separated by commas.
    pub keywords: Option<String>,
    /// Marketing URL.
    pub marketing_url: Option<String>,
    /// Promotional text.
    pub promotional_text: Option<String>,
    /// Support URL.
    pub support_url: Option<String>,
    /// What's New in This Version. App Store Connect copies it from nowhere; the
    /// default stands for a person who has written it.
    pub whats_new: Option<String>,
}

impl Default for StoreLocalization {
    fn default() -> Self {
        Self {
            locale: None,
            description: Some("An app for trying things out.".into()),
            keywords: Some("example,app".into()),
            marketing_url: None,
            promotional_text: None,
            support_url: Some("https://example.com/support".into()),
            whats_new: Some("Improvements and corrections.".into()),
        }
    }
}

/// An App Store version that was there before.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its number.
    pub version: String,
    /// What it runs on.
    pub platform: Platform,
    /// How far it has come.
    pub state: AppVersionState,
    /// The number of its build, one of the app's builds of the same version.
    pub build_number: Option<String>,
    /// How it is released.
    pub release_type: Option<ReleaseType>,
    /// Its phased release.
    pub phased_release: Option<PhasedReleaseState>,
    /// Its texts; those of the record where they are not given.
    pub localizations: Option<Vec<StoreLocalization>>,
}

impl Default for Version {
    fn default() -> Self {
        Self {
            version: "1.0.0".into(),
            platform: Platform::Ios,
            state: AppVersionState::ReadyForDistribution,
            build_number: None,
            release_type: None,
            phased_release: None,
            localizations: None,
        }
    }
}

/// A submission to App Store review that was there before.
#[derive(Debug, Clone)]
pub struct Submission {
    /// What it is for.
    pub platform: Platform,
    /// How far it has come.
    pub state: ReviewSubmissionState,
    /// The number of the version in it, one of the app's versions.
    pub version: Option<String>,
    /// How many other items, such as in-app events, are in it.
    pub other_items: u32,
}

impl Default for Submission {
    fn default() -> Self {
        Self {
            platform: Platform::Ios,
            state: ReviewSubmissionState::WaitingForReview,
            version: None,
            other_items: 0,
        }
    }
}
