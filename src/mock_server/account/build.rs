//! Builds, and what happens to those that come.

use std::time::Duration;

use crate::app_store_connect::{BetaReviewState, BuildAudience, Platform, ProcessingState};

use super::Delay;

/// A build that was there before.
#[derive(Debug, Clone)]
pub struct Build {
    /// `CFBundleShortVersionString`.
    pub version: String,
    /// `CFBundleVersion`.
    pub build_number: String,
    /// What it runs on.
    pub platform: Platform,
    /// How long before the start it was uploaded.
    pub uploaded_before: Duration,
    /// How far processing has come.
    pub processing: ProcessingState,
    /// Whether it can no longer be installed.
    pub expired: bool,
    /// The answer about encryption; `None` when nobody has answered.
    pub uses_non_exempt_encryption: Option<bool>,
    /// Whom it is for.
    pub audience: BuildAudience,
    /// How far beta review has come; `None` when it was never submitted.
    pub beta_review: Option<BetaReviewState>,
}

impl Default for Build {
    fn default() -> Self {
        Self {
            version: "1.0.0".into(),
            build_number: "1".into(),
            platform: Platform::Ios,
            uploaded_before: Duration::from_hours(24),
            processing: ProcessingState::Valid,
            expired: false,
            uses_non_exempt_encryption: Some(false),
            audience: BuildAudience::AppStoreEligible,
            beta_review: None,
        }
    }
}

/// What happens to a build that is uploaded now.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Why the upload itself is refused, in the words of `altool`; `None` when it is
    /// taken.
    pub refused: Option<UploadRefusal>,
    /// When it can be found.
    pub appears: Delay,
    /// How long it is processed, counted from when it can be found.
    pub processes: Delay,
    /// How processing ends.
    pub result: ProcessingState,
    /// How much longer than the build its external state for testers is processed.
    pub beta_lag: Duration,
    /// The answer about encryption that its `Info.plist` gives; `None` for none.
    pub uses_non_exempt_encryption: Option<bool>,
    /// Whom it is for.
    pub audience: BuildAudience,
    /// Whether Xcode was a release that external testing takes.
    pub sdk_allowed: bool,
    /// Whether builds that a client asks for count as uploaded a moment ago.
    pub on_demand: bool,
}

impl Default for Upload {
    fn default() -> Self {
        Self {
            refused: None,
            appears: Delay::seconds(60),
            processes: Delay::seconds(5 * 60),
            result: ProcessingState::Valid,
            beta_lag: Duration::ZERO,
            uses_non_exempt_encryption: Some(false),
            audience: BuildAudience::AppStoreEligible,
            sdk_allowed: true,
            on_demand: true,
        }
    }
}

/// Why App Store Connect refuses an upload whatever it holds. That a build number was
/// used before, or that a version is closed, follows from builds and versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadRefusal {
    /// -19209: the key is not known.
    Authentication,
    /// 90725: built with an SDK that is too old.
    SdkTooOld,
    /// 1176: not signed for distribution.
    ProvisioningProfile,
    /// The build was taken, and then the server answered with a fault.
    FailsAfterwards,
}
