//! `publishing`: where builds go, and who hears of them.

use super::app_store_connect::AppStoreConnect;
use super::decode::section;
use super::step::Step;
use super::value::{
    AnyText, Boolean, Fraction, InputOr, Integer, List, Templated, Text, TextOr, keywords,
};

section! {
    /// What happens to a build's artifacts, and who is told. Stores and services
    /// that have no key here are reached from `scripts`.
    "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#publishing"
    pub struct Publishing {
        /// E-mails about the build.
        email: Email,
        /// Messages to a Slack channel.
        slack: Slack,
        /// Upload to App Store Connect, TestFlight and App Store review.
        app_store_connect: AppStoreConnect,
        /// Upload to Google Play.
        google_play: GooglePlay,
        /// Upload to Firebase App Distribution.
        firebase: Firebase,
        /// Upload to the Microsoft Store.
        partner_center: PartnerCenter,
        /// Steps that run after publishing, also when the build failed.
        scripts: List<TextOr<Text, Step>, 1>,
        /// Codemagic tester groups of the team that are told of the build.
        tester_groups: List<Text, 1>,
    }
}

section! {
    /// On which outcomes a message is sent.
    "https://docs.codemagic.io/yaml-notification/email/"
    pub struct Notify {
        /// Whether to tell of successful builds.
        success: Templated<Boolean> [default "true"],
        /// Whether to tell of failed builds.
        failure: Templated<Boolean> [default "true"],
    }
}

section! {
    /// E-mails about the build. A success is told only when artifacts exist.
    "https://docs.codemagic.io/yaml-notification/email/"
    pub struct Email {
        /// Addresses that receive the e-mail.
        recipients: List<Templated<AnyText>, 1> [required],
        /// On which outcomes to send it.
        notify: Notify,
    }
}

section! {
    /// Messages to a Slack channel; needs the Slack integration of the team.
    "https://docs.codemagic.io/yaml-notification/slack/"
    pub struct Slack {
        /// The channel, such as `'#builds'`; quoted, since `#` starts a comment.
        channel: Templated<Text> [required],
        /// Whether to tell that a build starts.
        notify_on_build_start: Templated<Boolean> [default "false"],
        /// On which outcomes to send a message.
        notify: Notify,
    }
}

section! {
    /// Upload of app bundles or packages to Google Play.
    "https://docs.codemagic.io/yaml-publishing/google-play/"
    pub struct GooglePlay {
        /// The service account's JSON key, usually
        /// `$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS`.
        credentials: Templated<Text> [required],
        /// The release's name; left out, Google Play takes the version name.
        release_name: Templated<Text>,
        /// The track: `internal`, `alpha`, `beta`, `production`,
        /// `internal app sharing` or a custom one; `wear:` before it for Wear OS.
        track: Templated<Text> [required],
        /// How strongly the in-app update is urged, from 0 to 5.
        in_app_update_priority: Templated<Integer<0, 5>> [default "0"],
        /// The part of users that receives a staged release, above 0 and below 1.
        rollout_fraction: Templated<Fraction>,
        /// Uploads without sending the changes for review; only for apps whose
        /// changes Google Play does not send automatically.
        changes_not_sent_for_review: Templated<Boolean> [default "false"],
        /// Uploads as a draft that someone completes in the Play Console.
        submit_as_draft: Templated<Boolean> [default "false"],
        /// Promotes the uploaded release to a second track.
        release_promotion: ReleasePromotion,
    }
}

section! {
    /// Promotion of the uploaded release to a second track.
    "https://docs.codemagic.io/yaml-publishing/google-play/"
    pub struct ReleasePromotion {
        /// The track to promote to.
        track: Templated<AnyText> [required],
        /// The part of users that receives the promoted release.
        rollout_fraction: Templated<Fraction>,
        /// Promotes as a draft.
        promote_as_draft: Templated<Boolean> [default "false"],
    }
}

section! {
    /// Upload to Firebase App Distribution.
    "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/"
    pub struct Firebase {
        /// Deprecated by Firebase: a command-line login token.
        firebase_token: Templated<Text>,
        /// The service account's JSON key, usually `$FIREBASE_SERVICE_ACCOUNT`.
        firebase_service_account: Templated<Text>,
        /// The iOS app.
        ios: FirebaseApp,
        /// The Android app.
        android: FirebaseApp,
    }
}

keywords! {
    /// What Android builds Firebase receives.
    pub enum ArtifactType {
        /// An Android App Bundle.
        Aab = "aab",
        /// An Android package.
        Apk = "apk",
    }
}

section! {
    /// An app in Firebase.
    "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/"
    pub struct FirebaseApp {
        /// The app's id in Firebase, such as `1:1234567890:ios:0a1b2c3d4e5f67890`.
        app_id: Templated<Text> [required],
        /// Aliases of the tester groups that receive the build.
        groups: List<Templated<AnyText>, 0>,
        /// For Android: upload the `apk` or the `aab`; left out, a bundle is
        /// preferred.
        artifact_type: InputOr<ArtifactType>,
    }
}

section! {
    /// Upload to the Microsoft Store; all four keys are needed.
    "https://docs.codemagic.io/yaml-publishing/microsoft-store/"
    pub struct PartnerCenter {
        /// The app's twelve-character Store ID.
        store_id: Templated<Text>,
        /// The Entra ID of the tenant.
        tenant_id: Templated<Text>,
        /// The Entra ID of the application.
        client_id: Templated<Text>,
        /// The application's secret, from a Secret variable.
        client_secret: Templated<Text>,
    }
}
