//! How reviews go.

use crate::app_store_connect::{AppVersionState, BetaReviewState};

use super::Delay;

/// How reviews go.
#[derive(Debug, Clone)]
pub struct Review {
    /// How long a build waits for beta review.
    pub beta_waits: Delay,
    /// How long beta review takes.
    pub beta_takes: Delay,
    /// How it ends: approved or rejected.
    pub beta_result: BetaReviewState,
    /// Why App Store Connect takes no further build to beta review.
    pub beta_refusal: Option<BetaRefusal>,
    /// How long a version waits for App Store review.
    pub app_waits: Delay,
    /// How long App Store review takes.
    pub app_takes: Delay,
    /// How it ends: `PENDING_DEVELOPER_RELEASE` for an approval, whatever the release
    /// type makes of it, or one of the refusals.
    pub app_result: AppVersionState,
    /// How long the cancellation of a submission takes.
    pub cancellation_takes: Delay,
    /// Whether a cancellation is refused, as when the review ends that moment.
    pub cancellation_refused: bool,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            beta_waits: Delay::seconds(12 * 60 * 60),
            beta_takes: Delay::seconds(60 * 60),
            beta_result: BetaReviewState::Approved,
            beta_refusal: None,
            app_waits: Delay::seconds(24 * 60 * 60),
            app_takes: Delay::seconds(2 * 60 * 60),
            app_result: AppVersionState::PendingDeveloperRelease,
            cancellation_takes: Delay::seconds(20),
            cancellation_refused: false,
        }
    }
}

/// Why no build is taken to beta review, whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BetaRefusal {
    /// Too many builds wait, or too many came today.
    SubmissionLimitReached,
    /// The contract for beta testing is missing, a fault on Apple's side.
    BetaContractMissing,
}
