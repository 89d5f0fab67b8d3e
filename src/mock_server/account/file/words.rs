//! Words of an account file that are not the API's.

use crate::app_store_connect::{AppVersionState, BetaReviewState, ProcessingState};
use crate::mock_server::account::{BetaRefusal, Role, UploadRefusal};
use crate::model::keywords;

keywords! {
    /// Roles of API keys.
    pub enum RoleWord {
        /// May do everything.
        Admin = "admin",
        /// May do everything that publishing needs.
        AppManager = "app-manager",
        /// May upload and read, and change nothing.
        Developer = "developer",
        /// May read all but test information, and not upload.
        Marketing = "marketing",
        /// May read all but test information, and not upload.
        Sales = "sales",
        /// May read all but test information, and not upload.
        Finance = "finance",
        /// May read all but test information, and not upload.
        CustomerSupport = "customer-support",
    }
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Admin => Self::Admin,
            RoleWord::AppManager => Self::AppManager,
            RoleWord::Developer => Self::Developer,
            RoleWord::Marketing => Self::Marketing,
            RoleWord::Sales => Self::Sales,
            RoleWord::Finance => Self::Finance,
            RoleWord::CustomerSupport => Self::CustomerSupport,
        }
    }
}

keywords! {
    /// Why an upload is refused.
    pub enum UploadRefusalWord {
        /// -19209: the key is not known.
        Authentication = "authentication",
        /// 90725: built with an SDK that is too old.
        SdkTooOld = "sdk-too-old",
        /// 1176: not signed for distribution.
        ProvisioningProfile = "provisioning-profile",
        /// The build is taken, and then the server answers with a fault.
        FailsAfterwards = "fails-afterwards",
    }
}

impl From<UploadRefusalWord> for UploadRefusal {
    fn from(word: UploadRefusalWord) -> Self {
        match word {
            UploadRefusalWord::Authentication => Self::Authentication,
            UploadRefusalWord::SdkTooOld => Self::SdkTooOld,
            UploadRefusalWord::ProvisioningProfile => Self::ProvisioningProfile,
            UploadRefusalWord::FailsAfterwards => Self::FailsAfterwards,
        }
    }
}

keywords! {
    /// How processing ends.
    pub enum ProcessingResult {
        /// The build may be used.
        Valid = "VALID",
        /// App Store Connect refuses the build.
        Invalid = "INVALID",
        /// App Store Connect gives up.
        Failed = "FAILED",
    }
}

impl From<ProcessingResult> for ProcessingState {
    fn from(word: ProcessingResult) -> Self {
        match word {
            ProcessingResult::Valid => Self::Valid,
            ProcessingResult::Invalid => Self::Invalid,
            ProcessingResult::Failed => Self::Failed,
        }
    }
}

keywords! {
    /// How beta review ends.
    pub enum BetaReviewResult {
        /// External testers get the build.
        Approved = "APPROVED",
        /// They do not.
        Rejected = "REJECTED",
    }
}

impl From<BetaReviewResult> for BetaReviewState {
    fn from(word: BetaReviewResult) -> Self {
        match word {
            BetaReviewResult::Approved => Self::Approved,
            BetaReviewResult::Rejected => Self::Rejected,
        }
    }
}

keywords! {
    /// Why no build is taken to beta review.
    pub enum BetaRefusalWord {
        /// Too many builds wait, or too many came today.
        SubmissionLimitReached = "SUBMISSION_LIMIT_REACHED",
        /// The contract for beta testing is missing, a fault on Apple's side.
        BetaContractMissing = "BETA_CONTRACT_MISSING",
    }
}

impl From<BetaRefusalWord> for BetaRefusal {
    fn from(word: BetaRefusalWord) -> Self {
        match word {
            BetaRefusalWord::SubmissionLimitReached => Self::SubmissionLimitReached,
            BetaRefusalWord::BetaContractMissing => Self::BetaContractMissing,
        }
    }
}

keywords! {
    /// How App Store review ends.
    pub enum AppReviewResult {
        /// Approved; the release type says what follows.
        PendingDeveloperRelease = "PENDING_DEVELOPER_RELEASE",
        /// Refused.
        Rejected = "REJECTED",
        /// Texts or pictures are refused.
        MetadataRejected = "METADATA_REJECTED",
        /// The build cannot be used.
        InvalidBinary = "INVALID_BINARY",
    }
}

impl From<AppReviewResult> for AppVersionState {
    fn from(word: AppReviewResult) -> Self {
        match word {
            AppReviewResult::PendingDeveloperRelease => Self::PendingDeveloperRelease,
            AppReviewResult::Rejected => Self::Rejected,
            AppReviewResult::MetadataRejected => Self::MetadataRejected,
            AppReviewResult::InvalidBinary => Self::InvalidBinary,
        }
    }
}
