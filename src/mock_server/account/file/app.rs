//! An app in an account file.

use super::values::{BundleId, Dotted, Span, SpanOrNever};
use super::words::{
    AppReviewResult, BetaRefusalWord, BetaReviewResult, ProcessingResult, UploadRefusalWord,
};
use crate::app_store_connect::{
    AppVersionState, BetaReviewState, BuildAudience, PhasedReleaseState, Platform, ProcessingState,
    ReleaseType, ReviewSubmissionState,
};
use crate::model::{AnyText, Boolean, Formed, Integer, List, Nullable, Text, section};

section! {
    /// An app record. Everything but the bundle id may be left out.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct AppSection {
        /// Its bundle id. Case matters to clients.
        bundle_id: Formed<BundleId> [required],
        /// Its name. Left out, the last part of the bundle id.
        name: Text,
        /// The stock keeping unit. Left out, the bundle id.
        sku: Text,
        /// Its primary language.
        primary_locale: Text [default "en-US"],
        /// Test information of TestFlight. Left out, complete.
        test_information: TestInformationSection,
        /// What the App Store asks for before a review. Left out, complete.
        store: StoreSection,
        /// Groups of testers. Left out, an external `External` and an internal `Team` with
        /// automatic distribution; `[]` for none.
        groups: List<GroupSection, 0, 200>,
        /// Builds that were there before.
        builds: List<BuildSection, 0, 1000>,
        /// What happens to builds that come now.
        upload: UploadSection,
        /// App Store versions that were there before. Left out, an earlier version is in the
        /// store; `[]` for none, as with `first_version: true`.
        versions: List<VersionSection, 0, 200>,
        /// Whether no version was ever in the store.
        first_version: Boolean [default "false"],
        /// Submissions to App Store review that were there before.
        submissions: List<SubmissionSection, 0, 200>,
        /// How beta review goes.
        beta_review: BetaReviewSection,
        /// How App Store review goes.
        app_review: AppReviewSection,
        /// How the cancellation of a submission goes.
        cancellation: CancellationSection,
    }
}

section! {
    /// Test information: what TestFlight asks for before external testing. An empty text, or
    /// nothing behind a key, is a text that nobody has filled in; a key that is left out is
    /// filled in.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct TestInformationSection {
        /// Beta App Description. Without one no build is taken to beta review.
        description: Nullable<AnyText>,
        /// Where testers write to.
        feedback_email: Nullable<AnyText>,
        /// Marketing URL.
        marketing_url: Nullable<AnyText>,
        /// Privacy Policy URL.
        privacy_policy_url: Nullable<AnyText>,
        /// The texts by language, instead of those above, which are of the primary language.
        localizations: List<TestLocalizationSection, 0, 100>,
        /// First name of the contact for reviewers.
        contact_first_name: Nullable<AnyText>,
        /// Last name of the contact.
        contact_last_name: Nullable<AnyText>,
        /// Phone number of the contact.
        contact_phone: Nullable<AnyText>,
        /// E-mail address of the contact.
        contact_email: Nullable<AnyText>,
        /// Whether reviewers need an account to sign in.
        demo_account_required: Boolean [default "false"],
        /// The name of that account.
        demo_account_name: Nullable<AnyText>,
        /// The password of that account.
        demo_account_password: Nullable<AnyText>,
    }
}

section! {
    /// Test information in one language.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct TestLocalizationSection {
        /// The language; left out, the app's primary one.
        locale: Text,
        /// Beta App Description. Without one no build is taken to beta review.
        description: Nullable<AnyText>,
        /// Where testers write to.
        feedback_email: Nullable<AnyText>,
        /// Marketing URL.
        marketing_url: Nullable<AnyText>,
        /// Privacy Policy URL.
        privacy_policy_url: Nullable<AnyText>,
    }
}

section! {
    /// What the App Store asks for before a review. Texts as in `test_information`.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct StoreSection {
        /// Description.
        description: Nullable<AnyText>,
        /// Keywords, separated by commas.
        keywords: Nullable<AnyText>,
        /// Marketing URL.
        marketing_url: Nullable<AnyText>,
        /// Promotional text.
        promotional_text: Nullable<AnyText>,
        /// Support URL.
        support_url: Nullable<AnyText>,
        /// What's New in This Version. An update needs it, a first version must not have it.
        whats_new: Nullable<AnyText>,
        /// The texts by language, instead of those above, which are of the primary language.
        localizations: List<StoreLocalizationSection, 0, 100>,
        /// Copyright of a new version.
        copyright: Nullable<AnyText>,
        /// Whether screenshots are there.
        screenshots: Boolean [default "true"],
        /// Whether the questions about privacy are answered and published.
        privacy_answers: Boolean [default "true"],
        /// Whether the questions for the age rating are answered.
        age_rating: Boolean [default "true"],
        /// Whether the question about content rights is answered.
        content_rights: Boolean [default "true"],
        /// Whether a primary category is chosen.
        primary_category: Boolean [default "true"],
    }
}

section! {
    /// Texts of the App Store in one language.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct StoreLocalizationSection {
        /// The language; left out, the app's primary one.
        locale: Text,
        /// Description.
        description: Nullable<AnyText>,
        /// Keywords, separated by commas.
        keywords: Nullable<AnyText>,
        /// Marketing URL.
        marketing_url: Nullable<AnyText>,
        /// Promotional text.
        promotional_text: Nullable<AnyText>,
        /// Support URL.
        support_url: Nullable<AnyText>,
        /// What's New in This Version. An update needs it, a first version must not have it.
        whats_new: Nullable<AnyText>,
    }
}

section! {
    /// A group of testers.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct GroupSection {
        /// Its name. Left out, `Team` for an internal group, else `External`.
        name: Text,
        /// Whether its testers are members of the team.
        internal: Boolean [default "false"],
        /// Automatic distribution: the group receives every build and refuses to be given
        /// one. Internal groups alone can have it; left out, they do.
        automatic_distribution: Boolean,
        /// How many testers are in it. Left out, 20, or 5 in an internal group.
        testers: Integer<0, 10_000>,
    }
}

section! {
    /// A build that was there before.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct BuildSection {
        /// `CFBundleShortVersionString`.
        version: Dotted [default "1.0.0"],
        /// `CFBundleVersion`.
        build_number: Dotted [default "1"],
        /// What it runs on.
        platform: Platform [default "IOS"],
        /// How long before the start it was uploaded.
        uploaded_ago: Span [default "1d"],
        /// How far processing has come.
        processing_state: ProcessingState [default "VALID"],
        /// Whether it can no longer be installed.
        expired: Boolean [default "false"],
        /// The answer about encryption; `null` when nobody has answered.
        uses_non_exempt_encryption: Nullable<Boolean> [default "false"],
        /// Whom it is for.
        audience: BuildAudience [default "APP_STORE_ELIGIBLE"],
        /// How far beta review has come. Left out, it was never submitted.
        beta_review: Nullable<BetaReviewState>,
    }
}

section! {
    /// What happens to a build that is uploaded now.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct UploadSection {
        /// Why the upload itself is refused, whatever the account holds. That a build number
        /// was used before, or that a version is closed, follows from `builds` and
        /// `versions`.
        refused: Nullable<UploadRefusalWord>,
        /// When it can be found, counted from the end of the upload.
        appears_after: SpanOrNever [default "60s"],
        /// How long it is processed, counted from when it can be found.
        processing_takes: SpanOrNever [default "5m"],
        /// How processing ends.
        processing_result: ProcessingResult [default "VALID"],
        /// How much longer than the build its external state for testers is processed.
        testers_lag: Span [default "0s"],
        /// The answer about encryption that its `Info.plist` gives; `null` for none.
        uses_non_exempt_encryption: Nullable<Boolean> [default "false"],
        /// Whom it is for.
        audience: BuildAudience [default "APP_STORE_ELIGIBLE"],
        /// Whether Xcode was a release that external testing takes.
        sdk_allowed: Boolean [default "true"],
        /// Whether the version and build number that a client asks for count as uploaded a
        /// moment ago.
        on_demand: Boolean [default "true"],
    }
}

section! {
    /// An App Store version that was there before.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct VersionSection {
        /// Its number.
        version: Dotted [default "1.0.0"],
        /// What it runs on.
        platform: Platform [default "IOS"],
        /// How far it has come.
        state: AppVersionState [default "READY_FOR_DISTRIBUTION"],
        /// The number of its build, one of `builds` with the same version.
        build_number: Nullable<Dotted>,
        /// How it is released. Left out, nobody has said.
        release_type: Nullable<ReleaseType>,
        /// Its phased release. Left out, it has none.
        phased_release: Nullable<PhasedReleaseState>,
        /// Its texts. Left out, those of `store`.
        localizations: List<StoreLocalizationSection, 0, 100>,
    }
}

section! {
    /// A submission to App Store review that was there before.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct SubmissionSection {
        /// What it is for.
        platform: Platform [default "IOS"],
        /// How far it has come.
        state: ReviewSubmissionState [default "WAITING_FOR_REVIEW"],
        /// The number of the version in it, one of `versions`. Left out, none.
        version: Nullable<Dotted>,
        /// How many other items, such as in-app events, are in it.
        other_items: Integer<0, 100> [default "0"],
    }
}

section! {
    /// How beta review goes.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct BetaReviewSection {
        /// How long a build waits for it.
        waits: SpanOrNever [default "12h"],
        /// How long it takes.
        takes: SpanOrNever [default "1h"],
        /// How it ends.
        result: BetaReviewResult [default "APPROVED"],
        /// Why no further build is taken. Left out, builds are.
        refused: Nullable<BetaRefusalWord>,
    }
}

section! {
    /// How App Store review goes.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct AppReviewSection {
        /// How long a version waits for it.
        waits: SpanOrNever [default "1d"],
        /// How long it takes.
        takes: SpanOrNever [default "2h"],
        /// How it ends. `PENDING_DEVELOPER_RELEASE` is an approval, whatever the release type
        /// makes of it.
        result: AppReviewResult [default "PENDING_DEVELOPER_RELEASE"],
    }
}

section! {
    /// How the cancellation of a submission goes.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct CancellationSection {
        /// How long it takes.
        takes: SpanOrNever [default "20s"],
        /// Whether it is refused, as when the review ends that moment.
        refused: Boolean [default "false"],
    }
}
