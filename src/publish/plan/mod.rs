//! What a workflow would publish: every value with the place it comes from.

mod artifacts;
mod behind;
mod choice;
mod credentials;
mod env_file;
mod ipa;
mod notes;
mod options;
mod others;
mod package;
mod project;
mod read;
pub(super) mod release_date;
mod settings;
mod steps;
mod variables;

use std::fmt;
use std::ops::Range;

use crate::app_store_connect::{Platform, ReleaseType};

use super::timeline::Cause;

pub use choice::PlanError;
pub use env_file::{EnvFile, EnvFileProblem};
pub use ipa::{Ipa, IpaProblem};
pub use settings::PlanSettings;

/// Everything that a publish depends on.
#[derive(Debug)]
pub struct Plan {
    /// The workflow's id.
    pub workflow: String,
    /// Its name.
    pub workflow_name: Option<String>,
    /// The place of its key.
    pub place: Place,
    /// The place of the key `app_store_connect`; `None` where the workflow has none
    /// and publishes nothing.
    pub publishing: Place,
    /// How the workflow authenticates.
    pub credentials: Credentials,
    /// What is published.
    pub app: AppPackage,
    /// What Magic Actions are asked to do.
    pub options: Options,
    /// Release notes of the repository.
    pub notes: Notes,
    /// The steps of the build before publishing, by name.
    pub build_steps: Vec<BuildStep>,
    /// Variables that publishing reads.
    pub variables: Vec<Variable>,
    /// Patterns of `artifacts`, and the packages that they match.
    pub artifacts: Vec<Artifact>,
    /// Other publishers, which are not simulated.
    pub others: Vec<OtherPublisher>,
    /// What is noteworthy before anything happens.
    pub remarks: Vec<Remark>,
    /// Where secrets stand in codemagic.yaml: no output may show the text there. In
    /// the order of the text.
    pub secrets: Vec<Range<usize>>,
}

impl Plan {
    /// Whether the workflow publishes to App Store Connect at all.
    pub fn publishes(&self) -> bool {
        self.publishing.is_some()
    }
}

/// A byte range of codemagic.yaml; `None` where a thing is not written there.
pub type Place = Option<Range<usize>>;

/// A value, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it is written.
    pub place: Place,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Written in codemagic.yaml.
    Configuration,
    /// An option of the command line, such as `--bundle-id`.
    CommandLine(&'static str),
    /// The package that `--ipa` names.
    Package(String),
    /// A variable, and where that comes from.
    Variable(String, VariableOrigin),
    /// The default of an input; its id.
    Input(String),
    /// A project file of the repository.
    Repository(String),
    /// What holds when nobody says anything.
    Default,
    /// Made up, since nothing says it. The report names such values.
    Placeholder,
    /// Made up above this one, the highest that the account has.
    Above(String),
}

/// Where a variable comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariableOrigin {
    /// `environment.vars`.
    Vars,
    /// The file that `--env-file` names.
    EnvFile(String),
    /// The environment of this process.
    Process,
    /// Codemagic sets it in each build.
    BuiltIn,
    /// A group that only Codemagic knows; its name where there is one group.
    Group(Option<String>),
    /// A step of the build, which is not run here.
    Step,
    /// Nobody sets it.
    Missing,
}

#[allow(
    clippy::large_enum_variant,
    reason = "there is one of them, and it is read by name"
)]
/// How a workflow authenticates. The debug text tells where the parts come from, and
/// none of them.
pub enum Credentials {
    /// `auth: integration`: a key that only Codemagic knows. Taken for a good one.
    Integration {
        /// The name under `integrations.app_store_connect`.
        name: Option<String>,
    },
    /// An API key's three parts.
    ApiKey {
        /// The text of the `.p8` file; `None` where only Codemagic knows it.
        private_key: Sourced<Option<Secret>>,
        /// The key's id; `None` where only Codemagic knows it.
        key_id: Sourced<Option<String>>,
        /// The team's UUID; `None` where only Codemagic knows it.
        issuer_id: Sourced<Option<String>>,
    },
    /// An Apple Account with an app-specific password: uploads, and no more.
    AppSpecificPassword {
        /// The account; `None` where only Codemagic knows it.
        apple_id: Sourced<Option<String>>,
        /// Where `password` is written.
        password: Place,
    },
    /// Nothing that would do: what is missing, and what to do about it.
    Missing(Box<Cause>),
}

impl Credentials {
    /// Whether the private key itself is known, and not to Codemagic alone.
    pub fn has_private_key(&self) -> bool {
        matches!(self, Self::ApiKey { private_key, .. } if private_key.value.is_some())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integration { name } => f.debug_tuple("Integration").field(name).finish(),
            Self::ApiKey {
                private_key,
                key_id,
                issuer_id,
            } => f
                .debug_struct("ApiKey")
                .field("private_key", &private_key.origin)
                .field("key_id", &key_id.origin)
                .field("issuer_id", &issuer_id.origin)
                .finish(),
            Self::AppSpecificPassword { apple_id, .. } => f
                .debug_tuple("AppSpecificPassword")
                .field(&apple_id.origin)
                .finish(),
            Self::Missing(cause) => f.debug_tuple("Missing").field(&cause.message).finish(),
        }
    }
}

/// A text that nobody may see. Its debug text tells nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is published.
#[derive(Debug, Clone)]
pub struct AppPackage {
    /// The file's name, as the build would make it: `App.ipa`.
    pub file: String,
    /// What it runs on.
    pub platform: Platform,
    /// `CFBundleIdentifier`.
    pub bundle_id: Sourced<String>,
    /// `CFBundleShortVersionString`.
    pub version: Sourced<String>,
    /// `CFBundleVersion`.
    pub build_number: Sourced<String>,
    /// `ITSAppUsesNonExemptEncryption` of the package; `None` where it is not set or
    /// there is no package to look into.
    pub uses_non_exempt_encryption: Option<bool>,
    /// Whether the package was looked into.
    pub is_read: bool,
    /// What the package is for, where App Store Connect files it under a platform at
    /// which the client does not look: `visionOS`. Such a build is never found.
    pub filed_elsewhere: Option<&'static str>,
    /// Why App Store Connect takes no such package, whatever the account.
    pub refused: Vec<Cause>,
}

impl AppPackage {
    /// Where App Store Connect files the build. It has no platform for the watch alone:
    /// such a build stands under another than the one at which the client looks.
    pub fn filed_under(&self) -> Platform {
        match self.filed_elsewhere {
            None => self.platform,
            Some("macOS") => Platform::MacOs,
            Some(_) => Platform::VisionOs,
        }
    }
}

/// What Magic Actions are asked to do, after defaults.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `submit_to_testflight`.
    pub submit_to_testflight: Option<Sourced<bool>>,
    /// `expire_build_submitted_for_review`.
    pub expire_build_submitted_for_review: Option<Sourced<bool>>,
    /// `beta_groups`.
    pub beta_groups: Vec<Sourced<String>>,
    /// Groups of `beta_groups` that are taken for external groups of the app, since
    /// nobody has described the account. The report names them.
    pub assumed_groups: Vec<String>,
    /// `submit_to_app_store`.
    pub submit_to_app_store: Option<Sourced<bool>>,
    /// `cancel_previous_submissions`.
    pub cancel_previous_submissions: Option<Sourced<bool>>,
    /// `release_type`. Absent, none is sent.
    pub release_type: Option<Sourced<ReleaseType>>,
    /// `earliest_release_date`, as written.
    pub earliest_release_date: Option<Sourced<String>>,
    /// `copyright`.
    pub copyright: Option<Sourced<String>>,
    /// `phased_release`. Absent, the setting stays as it is.
    pub phased_release: Option<Sourced<bool>>,
    /// Arguments that the client refuses: it ends before its first request.
    pub refused: Vec<Cause>,
    /// How many parts are written and left out, since their value is not known here or
    /// is none.
    pub left_out: usize,
}

impl Options {
    /// Whether the build goes to beta review.
    pub fn is_for_testflight(&self) -> bool {
        is_on(self.submit_to_testflight.as_ref())
    }

    /// Whether the version goes to App Store review.
    pub fn is_for_app_store(&self) -> bool {
        is_on(self.submit_to_app_store.as_ref())
    }

    /// Whether an earlier build in beta review is expired.
    pub fn expires_build_in_review(&self) -> bool {
        is_on(self.expire_build_submitted_for_review.as_ref())
    }

    /// The groups of `beta_groups`, one that is written twice once.
    pub fn distinct_groups(&self) -> Vec<&Sourced<String>> {
        let mut distinct: Vec<&Sourced<String>> = Vec::new();
        for group in &self.beta_groups {
            if distinct.iter().all(|known| known.value != group.value) {
                distinct.push(group);
            }
        }
        distinct
    }

    /// Whether submissions in App Store review are cancelled.
    pub fn cancels_submissions(&self) -> bool {
        is_on(self.cancel_previous_submissions.as_ref())
    }
}

fn is_on(option: Option<&Sourced<bool>>) -> bool {
    option.is_some_and(|option| option.value)
}

/// Release notes of the repository, in the order of the client.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// What to Test, by language: the body of `--beta-build-localizations`.
    pub test_notes: Vec<TestNote>,
    /// Texts of the App Store version: `--app-store-version-localizations`.
    pub store_texts: Vec<StoreText>,
    /// Languages of `test_notes` in which the app is taken to have test information,
    /// since nobody has described the account. The report names them.
    pub assumed_locales: Vec<String>,
}

/// What to Test in one language.
#[derive(Debug, Clone)]
pub struct TestNote {
    /// The language.
    pub locale: String,
    /// The text.
    pub text: String,
    /// The file it comes from.
    pub file: String,
}

/// Texts of a version in one language; what is absent is not sent.
#[derive(Debug, Clone, Default)]
pub struct StoreText {
    /// The language.
    pub locale: String,
    /// The file they come from.
    pub file: String,
    /// Description.
    pub description: Option<String>,
    /// Keywords.
    pub keywords: Option<String>,
    /// Marketing URL.
    pub marketing_url: Option<String>,
    /// Promotional text.
    pub promotional_text: Option<String>,
    /// Support URL.
    pub support_url: Option<String>,
    /// What's New in This Version.
    pub whats_new: Option<String>,
}

/// A step of the build.
#[derive(Debug, Clone)]
pub struct BuildStep {
    /// Its name, or the first line of its script.
    pub name: String,
    /// Where it is written.
    pub place: Place,
}

/// A variable that publishing reads.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: VariableOrigin,
    /// Its value, unless it is a secret or unknown.
    pub shown: Option<String>,
    /// Where it is read.
    pub place: Place,
}

/// A pattern of `artifacts`.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// The pattern.
    pub pattern: String,
    /// Whether it may match a package that App Store Connect takes.
    pub may_match_package: bool,
    /// Where it is written.
    pub place: Place,
}

/// A publisher that is not simulated.
#[derive(Debug, Clone)]
pub struct OtherPublisher {
    /// Its key, with dashes: `google-play`.
    pub name: &'static str,
    /// What would happen, in words.
    pub would: String,
    /// Where it is written.
    pub place: Place,
}

/// Something noteworthy about the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The line that it is about.
    pub place: Place,
    /// Whether the client refuses its arguments because of it: post-processing then
    /// ends before its first request.
    pub is_fatal: bool,
}
