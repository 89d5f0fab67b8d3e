//! The words of the API's enumerations, spelt as the API spells them.

/// Declares an enumeration of the API.
macro_rules! words {
    (
        $(#[doc = $doc:expr])+
        pub enum $name:ident { $( $(#[doc = $word_doc:expr])+ $variant:ident = $word:literal ),+ $(,)? }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $word_doc])+ $variant ),+ }

        impl $name {
            /// Every word, in the order of Apple's document.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Every word with what it means.
            pub const KEYWORDS: &'static [$crate::model::Keyword] = &[
                $($crate::model::Keyword { value: $word, doc: concat!($($word_doc, "\n"),+) }),+
            ];

            /// The word as the API spells it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that the API spells so; case matters.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What an app runs on.
    pub enum Platform {
        /// iPhone and iPad; the client also files watchOS and visionOS packages here.
        Ios = "IOS",
        /// Mac.
        MacOs = "MAC_OS",
        /// Apple TV.
        TvOs = "TV_OS",
        /// Apple Vision Pro.
        VisionOs = "VISION_OS",
    }
}

words! {
    /// How far App Store Connect has come with an uploaded build.
    pub enum ProcessingState {
        /// Still at work.
        Processing = "PROCESSING",
        /// Gave up.
        Failed = "FAILED",
        /// Refused the build.
        Invalid = "INVALID",
        /// The build may be used.
        Valid = "VALID",
    }
}

words! {
    /// Who a build may be given to.
    pub enum BuildAudience {
        /// Internal testers alone; exported with `testFlightInternalTestingOnly`.
        InternalOnly = "INTERNAL_ONLY",
        /// Everybody.
        AppStoreEligible = "APP_STORE_ELIGIBLE",
    }
}

words! {
    /// What internal testers can do with a build.
    pub enum InternalBuildState {
        /// Still being processed.
        Processing = "PROCESSING",
        /// Processing went wrong.
        ProcessingException = "PROCESSING_EXCEPTION",
        /// The question about encryption is not answered.
        MissingExportCompliance = "MISSING_EXPORT_COMPLIANCE",
        /// Ready, nobody has it yet.
        ReadyForBetaTesting = "READY_FOR_BETA_TESTING",
        /// Testers have it.
        InBetaTesting = "IN_BETA_TESTING",
        /// Can no longer be installed.
        Expired = "EXPIRED",
        /// Apple looks at the answer about encryption.
        InExportComplianceReview = "IN_EXPORT_COMPLIANCE_REVIEW",
    }
}

words! {
    /// What external testers can do with a build.
    pub enum ExternalBuildState {
        /// Still being processed.
        Processing = "PROCESSING",
        /// Processing went wrong.
        ProcessingException = "PROCESSING_EXCEPTION",
        /// The question about encryption is not answered.
        MissingExportCompliance = "MISSING_EXPORT_COMPLIANCE",
        /// Approved and ready.
        ReadyForBetaTesting = "READY_FOR_BETA_TESTING",
        /// Testers have it.
        InBetaTesting = "IN_BETA_TESTING",
        /// Can no longer be installed.
        Expired = "EXPIRED",
        /// May be submitted to beta review.
        ReadyForBetaSubmission = "READY_FOR_BETA_SUBMISSION",
        /// Apple looks at the answer about encryption.
        InExportComplianceReview = "IN_EXPORT_COMPLIANCE_REVIEW",
        /// Submitted to beta review.
        WaitingForBetaReview = "WAITING_FOR_BETA_REVIEW",
        /// Being reviewed.
        InBetaReview = "IN_BETA_REVIEW",
        /// Refused.
        BetaRejected = "BETA_REJECTED",
        /// Approved.
        BetaApproved = "BETA_APPROVED",
    }
}

words! {
    /// How far beta review has come.
    pub enum BetaReviewState {
        /// Submitted.
        WaitingForReview = "WAITING_FOR_REVIEW",
        /// Being reviewed.
        InReview = "IN_REVIEW",
        /// Refused.
        Rejected = "REJECTED",
        /// Approved.
        Approved = "APPROVED",
    }
}

words! {
    /// How an approved version is released.
    pub enum ReleaseType {
        /// A person releases it.
        Manual = "MANUAL",
        /// As soon as it is approved.
        AfterApproval = "AFTER_APPROVAL",
        /// At its earliest release date.
        Scheduled = "SCHEDULED",
    }
}

words! {
    /// How far an App Store version has come.
    pub enum AppVersionState {
        /// Approved, waits for other items.
        Accepted = "ACCEPTED",
        /// Its submission was cancelled.
        DeveloperRejected = "DEVELOPER_REJECTED",
        /// Being reviewed.
        InReview = "IN_REVIEW",
        /// Its build cannot be used.
        InvalidBinary = "INVALID_BINARY",
        /// Its texts or pictures were refused.
        MetadataRejected = "METADATA_REJECTED",
        /// Approved, waits for its date.
        PendingAppleRelease = "PENDING_APPLE_RELEASE",
        /// Approved, waits for a person.
        PendingDeveloperRelease = "PENDING_DEVELOPER_RELEASE",
        /// A draft.
        PrepareForSubmission = "PREPARE_FOR_SUBMISSION",
        /// On its way to the store.
        ProcessingForDistribution = "PROCESSING_FOR_DISTRIBUTION",
        /// In the store.
        ReadyForDistribution = "READY_FOR_DISTRIBUTION",
        /// Item of a submission that was not sent.
        ReadyForReview = "READY_FOR_REVIEW",
        /// Refused.
        Rejected = "REJECTED",
        /// Was in the store once.
        ReplacedWithNewVersion = "REPLACED_WITH_NEW_VERSION",
        /// The question about encryption is not answered.
        WaitingForExportCompliance = "WAITING_FOR_EXPORT_COMPLIANCE",
        /// Submitted.
        WaitingForReview = "WAITING_FOR_REVIEW",
    }
}

impl AppVersionState {
    /// The word of the deprecated attribute `appStoreState`, on which clients still
    /// filter.
    pub const fn legacy_word(self) -> &'static str {
        match self {
            Self::ReadyForDistribution => "READY_FOR_SALE",
            Self::ProcessingForDistribution => "PROCESSING_FOR_APP_STORE",
            other => other.word(),
        }
    }

    /// Whether the attribute `appStoreState` can have the value: it has words for states
    /// that the newer attribute does not know.
    pub fn is_legacy_word(word: &str) -> bool {
        const OF_NO_STATE: [&str; 5] = [
            "DEVELOPER_REMOVED_FROM_SALE",
            "NOT_APPLICABLE",
            "PENDING_CONTRACT",
            "PREORDER_READY_FOR_SALE",
            "REMOVED_FROM_SALE",
        ];
        let is_one = |state: &&Self| state.legacy_word() == word;
        OF_NO_STATE.contains(&word) || Self::ALL.iter().any(|state| is_one(&state))
    }
}

words! {
    /// How far a submission to App Store review has come.
    pub enum ReviewSubmissionState {
        /// Not sent yet.
        ReadyForReview = "READY_FOR_REVIEW",
        /// Sent.
        WaitingForReview = "WAITING_FOR_REVIEW",
        /// Being reviewed.
        InReview = "IN_REVIEW",
        /// Apple wants something changed.
        UnresolvedIssues = "UNRESOLVED_ISSUES",
        /// Being withdrawn.
        Canceling = "CANCELING",
        /// Being closed.
        Completing = "COMPLETING",
        /// Closed.
        Complete = "COMPLETE",
    }
}

words! {
    /// How far an item of a submission has come.
    pub enum ItemState {
        /// Not decided.
        ReadyForReview = "READY_FOR_REVIEW",
        /// Accepted, waits for others.
        Accepted = "ACCEPTED",
        /// Approved.
        Approved = "APPROVED",
        /// Refused.
        Rejected = "REJECTED",
        /// Taken out.
        Removed = "REMOVED",
    }
}

words! {
    /// How far a phased release has come.
    pub enum PhasedReleaseState {
        /// The version is not released yet.
        Inactive = "INACTIVE",
        /// Rolling out.
        Active = "ACTIVE",
        /// Held.
        Paused = "PAUSED",
        /// Everybody has it.
        Complete = "COMPLETE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for state in AppVersionState::ALL {
            assert_eq!(AppVersionState::parse(state.word()), Some(*state));
        }
        assert_eq!(Platform::parse("ios"), None);
        assert_eq!(
            AppVersionState::ReadyForDistribution.legacy_word(),
            "READY_FOR_SALE"
        );
    }
}
