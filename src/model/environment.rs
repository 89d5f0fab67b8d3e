//! `environment`: variables, signing files and tool versions.

use super::decode::section;
use super::value::{
    AnyScalar, InputOr, List, Map, Templated, Text, TextOr, VersionNumber, keywords,
};

/// A version: a word, a number, `$NAME` or `${{ inputs.id }}`.
pub type Version = Templated<VersionNumber>;

section! {
    /// Variables, signing files and tool versions of the build machine.
    "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#environment"
    pub struct Environment {
        /// Environment variables. Secrets belong into variable groups.
        vars: Map<AnyScalar>,
        /// Variable groups of the application or team that are imported.
        groups: List<Text, 0>,
        /// Certificates and provisioning profiles for iOS.
        ios_signing: IosSigning,
        /// Keystores for Android, by reference name.
        android_signing: List<TextOr<Templated<Text>, Keystore>, 1>,
        /// Xcode: `latest`, `edge` or a version such as `'26.2'`; macOS only.
        xcode: Version [default "latest"],
        /// Ubuntu version; Linux only.
        ubuntu: Version,
        /// CocoaPods: `default` or a version; macOS only.
        cocoapods: Version [default "default"],
        /// Node.js: a version, `latest`, `current`, `lts` or a release name.
        node: Version,
        /// npm: a version, `latest`, `next` or `lts`.
        npm: Version,
        /// Android NDK revision, such as `r27`.
        ndk: Version,
        /// Java: `default` or a major version such as `17`.
        java: Version,
        /// Ruby: `default` or a version; macOS only.
        ruby: Version,
        /// Flutter: a channel, a version such as `3.38.1`, or `fvm`.
        flutter: TextOr<Version, FlutterWithFlavor>,
        /// Unity: an exact version such as `2022.3.10f1`.
        unity: Templated<Text>,
    }
}

section! {
    /// A Flutter version together with a flavor of Flutter Version Management.
    "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/#setting-the-flutter-version"
    pub struct FlutterWithFlavor {
        /// A channel, a version or `fvm`.
        version: VersionNumber [required],
        /// The flavor, with `fvm`.
        flavor: Templated<Text>,
    }
}

keywords! {
    /// What a provisioning profile is for.
    pub enum DistributionType {
        /// Registered devices.
        AdHoc = "ad_hoc",
        /// TestFlight and the App Store.
        AppStore = "app_store",
        /// Development devices.
        Development = "development",
        /// In-house distribution of an enterprise.
        Enterprise = "enterprise",
    }
}

section! {
    /// Signing files for iOS: either the type and bundle identifier for which to
    /// find them, or references to those uploaded to the team.
    "https://docs.codemagic.io/yaml-code-signing/signing-ios/"
    pub struct IosSigning {
        /// The kind of profile to find; together with `bundle_identifier`.
        distribution_type: InputOr<DistributionType>,
        /// The app's bundle identifier; together with `distribution_type`.
        bundle_identifier: Templated<Text>,
        /// Reference names of provisioning profiles.
        provisioning_profiles: List<TextOr<Templated<Text>, ProfileReference>, 1>,
        /// Reference names of certificates.
        certificates: List<TextOr<Templated<Text>, CertificateReference>, 1>,
    }
}

section! {
    /// A provisioning profile, and the variable that shall hold its path.
    "https://docs.codemagic.io/yaml-code-signing/signing-ios/"
    pub struct ProfileReference {
        /// The reference name.
        profile: Templated<Text> [required],
        /// The variable that shall hold the path.
        environment_variable: Text,
    }
}

section! {
    /// A certificate, and the variable that shall hold its path.
    "https://docs.codemagic.io/yaml-code-signing/signing-ios/"
    pub struct CertificateReference {
        /// The reference name.
        certificate: Templated<Text> [required],
        /// The variable that shall hold the path.
        environment_variable: Text,
    }
}

section! {
    /// A keystore, and the variables that shall hold what belongs to it.
    "https://docs.codemagic.io/yaml-code-signing/signing-android/"
    pub struct Keystore {
        /// The keystore's reference name.
        keystore: Templated<Text> [required],
        /// The variable for its path.
        keystore_environment_variable: Text [default "CM_KEYSTORE_PATH"],
        /// The variable for its password.
        keystore_password_environment_variable: Text [default "CM_KEYSTORE_PASSWORD"],
        /// The variable for the key's alias.
        key_alias_environment_variable: Text [default "CM_KEY_ALIAS"],
        /// The variable for the key's password.
        key_password_environment_variable: Text [default "CM_KEY_PASSWORD"],
    }
}
