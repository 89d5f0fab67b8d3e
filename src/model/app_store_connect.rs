//! `publishing.app_store_connect`.

use super::decode::section;
use super::value::{
    AnyText, AppSpecificPassword, Boolean, Credential, InputOr, List, Templated, keywords,
};

keywords! {
    /// Where the App Store Connect API key comes from.
    pub enum Auth {
        /// The key named under the workflow's `integrations.app_store_connect`.
        Integration = "integration",
    }
}

keywords! {
    /// How an approved App Store version is released.
    pub enum ReleaseType {
        /// Someone releases it by hand in App Store Connect.
        Manual = "MANUAL",
        /// Apple releases it as soon as it is approved.
        AfterApproval = "AFTER_APPROVAL",
        /// Apple releases it at `earliest_release_date`, once approved.
        Scheduled = "SCHEDULED",
    }
}

section! {
    /// Uploads the build to App Store Connect and, after the build has ended,
    /// lets Codemagic's Magic Actions hand it to TestFlight and App Store
    /// review. Authenticate with `auth: integration` or with an API key's
    /// `api_key`, `key_id` and `issuer_id`; the key needs the App Manager role.
    "https://docs.codemagic.io/yaml-publishing/app-store-connect/"
    pub struct AppStoreConnect {
        /// `integration` takes the API key named under the workflow's
        /// `integrations.app_store_connect`.
        auth: InputOr<Auth>,
        /// The contents of the API key's `.p8` file, usually
        /// `$APP_STORE_CONNECT_PRIVATE_KEY`.
        api_key: Credential<AnyText>,
        /// The API key's ten-character identifier, usually
        /// `$APP_STORE_CONNECT_KEY_IDENTIFIER`.
        key_id: Credential<AnyText>,
        /// The UUID above the table of keys in App Store Connect, usually
        /// `$APP_STORE_CONNECT_ISSUER_ID`.
        issuer_id: Credential<AnyText>,
        /// Deprecated: the Apple Account that uploads, together with `password`.
        /// Magic Actions do not run with it.
        apple_id: Credential<AnyText>,
        /// Deprecated: the app-specific password of `apple_id`, in the form
        /// `abcd-abcd-abcd-abcd`.
        password: Credential<AppSpecificPassword>,
        /// Submits the build to beta review, so that external testers can have it.
        submit_to_testflight: Templated<Boolean> [default "false"],
        /// Expires an earlier build of the same version that still waits for
        /// beta review. Acts only together with `submit_to_testflight`.
        expire_build_submitted_for_review: Templated<Boolean> [default "false"],
        /// TestFlight groups that receive the build, by their exact names.
        /// Internal groups with automatic distribution receive every build
        /// anyway and refuse to be listed.
        beta_groups: List<Templated<AnyText>, 0>,
        /// Submits the build to App Store review.
        submit_to_app_store: Templated<Boolean> [default "false"],
        /// Cancels submissions that wait for or are in App Store review. Acts
        /// only together with `submit_to_app_store`.
        cancel_previous_submissions: Templated<Boolean> [default "false"],
        /// How the version is released once it is approved.
        release_type: InputOr<ReleaseType> [default "MANUAL"],
        /// When the version may be released at the earliest: an ISO 8601
        /// timestamp with a time zone, on the full hour, in the future. Only with
        /// `release_type: SCHEDULED`.
        earliest_release_date: InputOr<AnyText>,
        /// The year the rights were obtained and their owner, such as
        /// `2026 Example Ltd`, without a URL.
        copyright: Templated<AnyText>,
        /// Whether the version is rolled out over seven days. Left out, the
        /// setting in App Store Connect stays as it is.
        phased_release: Templated<Boolean>,
    }
}
