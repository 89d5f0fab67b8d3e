//! The vocabulary of the App Store Connect API, shared by the mock server and the
//! client of the dry run: words of its enumerations, error answers, tokens, time.
//!
//! Source: Apple's `OpenAPI` document 4.4.1 of the App Store Connect API and
//! <https://developer.apple.com/documentation/appstoreconnectapi>.

pub mod clock;
pub mod error;
mod private_key;
pub mod token;
pub mod version_order;
mod words;

pub use clock::{Clock, ManualClock, SystemClock};
pub use error::ApiError;
pub use words::{
    AppVersionState, BetaReviewState, BuildAudience, ExternalBuildState, InternalBuildState,
    ItemState, PhasedReleaseState, Platform, ProcessingState, ReleaseType, ReviewSubmissionState,
};
