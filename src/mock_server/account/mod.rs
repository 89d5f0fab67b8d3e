//! What an account in App Store Connect looks like when the mock starts, and how it
//! will behave: plain data with a default for everything.
//!
//! [`Account::default`] is an account that is ready to publish any app. An account
//! file (`docs/accounts.md`) changes what it names.

use std::time::Duration;

use jiff::Timestamp;

use crate::app_store_connect::token::PublicKey;
use crate::app_store_connect::{
    AppVersionState, BetaReviewState, BuildAudience, PhasedReleaseState, Platform, ProcessingState,
    ReleaseType, ReviewSubmissionState,
};

/// How long something takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delay {
    /// So long.
    After(Duration),
    /// For ever.
    Never,
}

impl Delay {
    /// So many seconds.
    pub const fn seconds(seconds: u64) -> Self {
        Self::After(Duration::from_secs(seconds))
    }
}

/// A whole account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The API key that asks.
    pub key: Key,
    /// Whether the account holder has accepted Apple's agreements.
    pub agreements_accepted: bool,
    /// Whether the membership in the developer program lasts.
    pub membership_active: bool,
    /// How many requests an hour are answered.
    pub rate_limit: RateLimit,
    /// The apps; `None` when every bundle id that is asked for is an app like
    /// [`App::default`].
    pub apps: Option<Vec<App>>,
    /// What goes wrong on the way, whatever is asked.
    pub faults: Vec<Fault>,
    /// What no source settles.
    pub switches: Switches,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            key: Key::default(),
            agreements_accepted: true,
            membership_active: true,
            rate_limit: RateLimit::default(),
            apps: None,
            faults: Vec::new(),
            switches: Switches::default(),
        }
    }
}

/// The API key. By default any well-formed token is taken, as of an App Manager.
#[derive(Debug, Clone, Default)]
pub struct Key {
    /// Its id; `None` for any.
    pub id: Option<String>,
    /// The team's UUID; `None` for any.
    pub issuer: Option<String>,
    /// Its public half; `None` when signatures are not checked.
    pub public_key: Option<PublicKey>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// What it may do.
    pub role: Role,
}

/// Roles of API keys, as far as publishing tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// May do everything.
    Admin,
    /// May do everything that publishing needs.
    #[default]
    AppManager,
    /// May upload and read, and change nothing.
    Developer,
    /// May read prices and texts; may not upload.
    Marketing,
    /// May read reports.
    Sales,
    /// May read reports.
    Finance,
    /// May read reviews.
    CustomerSupport,
}

/// The rolling limit of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests in any hour.
    pub per_hour: u32,
    /// How many of them others have made just before the start.
    pub used: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            per_hour: 3600,
            used: 0,
        }
    }
}

/// An app record.
#[derive(Debug, Clone)]
pub struct App {
    /// Its bundle id; case matters to clients.
    pub bundle_id: String,
    /// Its name; made from the bundle id where it is not given.
    pub name: Option<String>,
    /// The stock keeping unit; made from the bundle id where it is not given.
    pub sku: Option<String>,
    /// Its primary language.
    pub primary_locale: String,
    /// Test information.
    pub test_information: TestInformation,
    /// What the App Store asks for before a review.
    pub store: StoreRecord,
    /// Groups of testers.
    pub groups: Vec<Group>,
    /// Builds that were there before.
    pub builds: Vec<Build>,
    /// What happens to builds that come now.
    pub upload: Upload,
    /// Versions that were there before; without any, an earlier one is in the store
    /// unless `first_version` says otherwise.
    pub versions: Vec<Version>,
    /// Whether no version was ever in the store, and `versions` is empty because of
    /// that.
    pub first_version: bool,
    /// Submissions to App Store review that were there before.
    pub submissions: Vec<Submission>,
    /// How reviews go.
    pub review: Review,
}

impl Default for App {
    fn default() -> Self {
        Self {
            bundle_id: "io.example.app".into(),
            name: None,
            sku: None,
            primary_locale: "en-US".into(),
            test_information: TestInformation::default(),
            store: StoreRecord::default(),
            groups: vec![
                Group::default(),
                Group {
                    name: "Team".into(),
                    is_internal: true,
                    has_access_to_all_builds: true,
                    testers: 5,
                },
            ],
            builds: Vec::new(),
            upload: Upload::default(),
            versions: Vec::new(),
            first_version: false,
            submissions: Vec::new(),
            review: Review::default(),
        }
    }
}

/// Beta App Information and Beta App Review Information. A text that is absent is
/// empty in the record.
#[derive(Debug, Clone)]
pub struct TestInformation {
    /// Beta App Information, by language.
    pub localizations: Vec<TestLocalization>,
    /// First name of the contact.
    pub contact_first_name: Option<String>,
    /// Last name of the contact.
    pub contact_last_name: Option<String>,
    /// Phone number of the contact.
    pub contact_phone: Option<String>,
    /// E-mail address of the contact.
    pub contact_email: Option<String>,
    /// Whether reviewers need an account to sign in.
    pub demo_account_required: bool,
    /// Its name.
    pub demo_account_name: Option<String>,
    /// Its password.
    pub demo_account_password: Option<String>,
}

impl Default for TestInformation {
    fn default() -> Self {
        let text = |text: &str| Some(text.to_owned());
        Self {
            localizations: vec![TestLocalization::default()],
            contact_first_name: text("Ada"),
            contact_last_name: text("Example"),
            contact_phone: text("+49 30 1234567"),
            contact_email: text("ada@example.com"),
            demo_account_required: false,
            demo_account_name: None,
            demo_account_password: None,
        }
    }
}

/// Beta App Information in one language.
#[derive(Debug, Clone)]
pub struct TestLocalization {
    /// The language; the app's primary one where it is not given.
    pub locale: Option<String>,
    /// Beta App Description.
    pub description: Option<String>,
    /// Where testers write to.
    pub feedback_email: Option<String>,
    /// Marketing URL.
    pub marketing_url: Option<String>,
    /// Privacy Policy URL.
    pub privacy_policy_url: Option<String>,
}

impl Default for TestLocalization {
    fn default() -> Self {
        Self {
            locale: None,
            description: Some("An app for trying things out.".into()),
            feedback_email: Some("feedback@example.com".into()),
            marketing_url: None,
            privacy_policy_url: Some("https://example.com/privacy".into()),
        }
    }
}

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

/// A group of testers.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name; two may have the same.
    pub name: String,
    /// Whether its testers are members of the team.
    pub is_internal: bool,
    /// Automatic distribution: it receives every build and refuses to be given one.
    pub has_access_to_all_builds: bool,
    /// How many testers are in it.
    pub testers: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            name: "External".into(),
            is_internal: false,
            has_access_to_all_builds: false,
            testers: 20,
        }
    }
}

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
            uploaded_before: Duration::from_secs(24 * 60 * 60),
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

/// Something that goes wrong on the way.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The method it strikes; `None` for any.
    pub method: Option<String>,
    /// The path it strikes, with `*` for one segment: `/v1/builds/*`; `None` for any.
    pub path: Option<String>,
    /// How many such requests go well before.
    pub after: u32,
    /// How many it strikes; `None` for all.
    pub times: Option<u32>,
    /// Whether the request takes effect before its answer is spoilt.
    pub takes_effect: bool,
    /// What happens.
    pub kind: FaultKind,
}

/// What a fault does to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The token is refused although it is good.
    Unauthorized,
    /// 403: the role does not allow it.
    Forbidden,
    /// 404: there is no such resource.
    NotFound,
    /// A server error with this status, 500 to 599.
    ServerError(u16),
    /// 429.
    RateLimited,
    /// The answer comes so late, on the server's clock.
    Slow(Duration),
    /// The connection is closed in the middle of the answer.
    Cut,
    /// An HTML page instead of JSON, with status 502.
    Html,
    /// JSON that ends in the middle, with status 200.
    InvalidJson,
}

/// What no source settles: how App Store Connect answers in these cases. The defaults
/// are the likelier ones.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent switches, each a question of its own"
)]
pub struct Switches {
    /// The code of the refusal of characters in TestFlight notes.
    pub notes_refusal_code: String,
    /// Whether an open submission without items blocks another.
    pub empty_submission_blocks: bool,
    /// Whether a submission that was not sent may be cancelled.
    pub unsent_submission_cancellable: bool,
    /// Whether a version that waits for review may be changed.
    pub waiting_version_editable: bool,
    /// Whether `SCHEDULED` without a date is refused.
    pub schedule_needs_date: bool,
    /// Whether a phased release of a first version is refused.
    pub first_version_phased_refused: bool,
    /// Whether a missing phased release is 404 instead of `data: null`.
    pub missing_phased_release_is_404: bool,
    /// Whether a Developer's key may read test information.
    pub developer_reads_test_information: bool,
    /// Most characters of TestFlight notes; `None` for any number.
    pub notes_limit: Option<usize>,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            notes_refusal_code: "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS".into(),
            empty_submission_blocks: true,
            unsent_submission_cancellable: false,
            waiting_version_editable: false,
            schedule_needs_date: true,
            first_version_phased_refused: true,
            missing_phased_release_is_404: false,
            developer_reads_test_information: true,
            notes_limit: Some(4000),
        }
    }
}

/// The moment `before` the start.
pub(crate) fn earlier(start: Timestamp, before: Duration) -> Timestamp {
    start.checked_sub(before).unwrap_or(Timestamp::MIN)
}
