//! Environment variables: those that Codemagic and its machines set, those that
//! people set by convention, and names that are no more or never were.
//!
//! Source: <https://docs.codemagic.io/yaml-basic-configuration/environment-variables/>,
//! as of 2026-06. Names that the machines or shells set, not Codemagic, are not on
//! that page.

/// When a variable of Codemagic has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// In every build.
    Always,
    /// A setting: users give it the value, Codemagic or a tool reads it.
    Setting,
    /// In builds that the push of a tag started.
    Tag,
    /// In builds of pull requests.
    PullRequest,
    /// In builds that were started by hand or by the REST API.
    Api,
    /// Where there was a successful build of the branch before.
    PreviousBuild,
    /// Where `android_signing` names a keystore.
    AndroidSigning,
    /// In `publishing.scripts` only.
    Publishing,
    /// With the workflow editor only, never with codemagic.yaml.
    WorkflowEditor,
}

impl Availability {
    /// When that is, in words that follow "set"; `None` for always.
    pub fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::Always => return None,
            Self::Setting => "where somebody gives it a value",
            Self::Tag => "in builds that the push of a tag started",
            Self::PullRequest => "in builds of pull requests",
            Self::Api => "in builds that were started by hand or by the REST API",
            Self::PreviousBuild => "where the branch was built successfully before",
            Self::AndroidSigning => "where `android_signing` names a keystore",
            Self::Publishing => "in `publishing.scripts`",
            Self::WorkflowEditor => "with the workflow editor, never with codemagic.yaml",
        })
    }
}

/// A variable that Codemagic sets or reads.
#[derive(Debug)]
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// When it has a value.
    pub availability: Availability,
    /// What it holds.
    pub meaning: &'static str,
}

macro_rules! built_in {
    ($($name:literal $availability:ident $meaning:literal,)+) => {
        /// Sorted by name.
        const BUILT_IN: &[BuiltIn] = &[
            $(BuiltIn {
                name: $name,
                availability: Availability::$availability,
                meaning: $meaning,
            }),+
        ];
    };
}

built_in! {
    "ANDROID_HOME" Always "where the Android SDK is",
    "ANDROID_NDK_HOME" Always "where the Android NDK is",
    "ANDROID_SDK_ROOT" Always "where the Android SDK is",
    "BUILD_NUMBER" Always "how many builds of this workflow there were, this one included",
    "CI" Always "`true`",
    "CM_ARTIFACT_LINKS" Publishing "the artifacts as a JSON list with name, type, address, MD5 sum, version and bundle identifier",
    "CM_BRANCH" Always "the branch; of a pull request the source branch",
    "CM_BUILD_DIR" Always "where the repository is cloned to",
    "CM_BUILD_ID" Always "the build's id",
    "CM_BUILD_OUTPUT_DIR" Always "where artifacts are gathered",
    "CM_BUILD_STARTED_BY" Api "the e-mail address of the person who started the build",
    "CM_BUILD_STEP_STATUS" WorkflowEditor "whether the build step failed",
    "CM_CLONE_DEPTH" Setting "how many commits are cloned; 50 of branches and 1 of tags by default",
    "CM_CLONE_UNSHALLOW" Setting "`true` clones the whole history",
    "CM_COMMIT" Always "the commit; of a pull request the source commit",
    "CM_ENV" Always "the file that takes variables for later steps",
    "CM_EXPORT_DIR" Always "a directory whose files become one zipped artifact",
    "CM_FLUTTER_SCHEME" Setting "the iOS scheme of a Flutter app",
    "CM_KEYSTORE_PASSWORD" AndroidSigning "the keystore's password",
    "CM_KEYSTORE_PATH" AndroidSigning "the keystore's path",
    "CM_KEY_ALIAS" AndroidSigning "the key's alias",
    "CM_KEY_PASSWORD" AndroidSigning "the key's password",
    "CM_PREVIOUS_COMMIT" PreviousBuild "the commit of the last successful build of the branch",
    "CM_PROJECT_ID" Always "the app's id",
    "CM_PULL_REQUEST" Always "`true` in builds of pull requests, else `false`",
    "CM_PULL_REQUEST_DEST" PullRequest "the target branch",
    "CM_PULL_REQUEST_NUMBER" PullRequest "the number of the pull request",
    "CM_RECURSIVE_SUBMODULE_INIT" Setting "`false` leaves out submodules of submodules",
    "CM_REPO_SLUG" Always "owner and name of the repository",
    "CM_TAG" Tag "the tag that started the build",
    "CM_TEST_STEP_STATUS" Always "`success` or `failure` of the test steps",
    "CM_TRIGGER_SOURCE" Always "what started the build: `webhook`, `schedule` or `api`",
    "CM_WORKFLOW_NAME" Always "the workflow's name",
    "CONTINUOUS_INTEGRATION" Always "`true`",
    "FLUTTER_ROOT" Always "where the Flutter SDK is",
    "HOME" Always "the home directory",
    "JAVA_HOME" Always "where the Java Development Kit is",
    "PATH" Always "where programs are looked for",
    "PROJECT_BUILD_NUMBER" Always "how many builds of the app there were, this one included",
    "PWD" Always "the current directory",
    "TMPDIR" Always "the directory for temporary files",
    "UNITY_HOME" Always "where Unity is",
    "USER" Always "the user's name",
}

/// Names under which people keep what tools read. Nothing sets them by itself.
///
/// Source: the pages about signing and publishing of the same documentation.
const CONVENTIONAL: &[&str] = &[
    "APP_APPLE_ID",
    "APP_STORE_APPLE_ID",
    "APP_STORE_CONNECT_ISSUER_ID",
    "APP_STORE_CONNECT_KEY_IDENTIFIER",
    "APP_STORE_CONNECT_PRIVATE_KEY",
    "APP_STORE_ID",
    "BUNDLE_ID",
    "CERTIFICATE_PRIVATE_KEY",
    "CERTIFICATE_PRIVATE_KEY_PASSWORD",
    "CM_CERTIFICATE",
    "CM_CERTIFICATE_PASSWORD",
    "CM_KEYSTORE",
    "CM_KEY_ALIAS_PASSWORD",
    "CM_KEY_ALIAS_USERNAME",
    "CM_PROVISIONING_PROFILE",
    "FIREBASE_SERVICE_ACCOUNT",
    "FIREBASE_TOKEN",
    "GCLOUD_SERVICE_ACCOUNT_CREDENTIALS",
    "GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS",
    "GOOGLE_PLAY_TRACK",
    "INSTALLER_CERTIFICATE",
    "INSTALLER_CERTIFICATE_PASSWORD",
    "PACKAGE_NAME",
    "UNITY_EMAIL",
    "UNITY_PASSWORD",
    "UNITY_SERIAL",
    "XCODE_SCHEME",
    "XCODE_WORKSPACE",
];

/// Names that people take for those of Codemagic, and what is meant.
///
/// Source: public codemagic.yaml files and sample projects, as of 2026-06.
const INVENTED: &[(&str, &[&str])] = &[
    ("CM_APP_ID", &["CM_PROJECT_ID"]),
    ("CM_BUILD_NUMBER", &["BUILD_NUMBER", "PROJECT_BUILD_NUMBER"]),
    ("CM_BUILD_RESULT", &["CM_TEST_STEP_STATUS"]),
    ("CM_PROJECT_BUILD_NUMBER", &["PROJECT_BUILD_NUMBER"]),
    ("CM_PULL_REQUEST_BASE_BRANCH", &["CM_PULL_REQUEST_DEST"]),
];

/// When Codemagic renamed its variables.
pub const RENAMED_IN: &str = "2022-02";

/// The prefix of Codemagic's variables before [`RENAMED_IN`].
pub const OLD_PREFIX: &str = "FCI_";

/// Old names without a successor of the same ending.
const DROPPED: &[&str] = &["FCI_SYMROOT"];

/// The variable of this name that Codemagic or the machine sets or reads.
pub fn built_in(name: &str) -> Option<&'static BuiltIn> {
    let at = BUILT_IN.binary_search_by_key(&name, |it| it.name).ok()?;
    BUILT_IN.get(at)
}

/// All variables that Codemagic or the machine sets or reads, by name.
pub fn all_built_in() -> &'static [BuiltIn] {
    BUILT_IN
}

/// Names under which people keep what tools read, in the order of the alphabet.
pub fn conventional() -> &'static [&'static str] {
    CONVENTIONAL
}

/// Whether Codemagic or the machine sets a variable of this name.
pub fn is_built_in(name: &str) -> bool {
    built_in(name).is_some()
}

/// Whether people usually keep something in a variable of this name. Numbered
/// names such as `CM_PROVISIONING_PROFILE_2` count too.
pub fn is_conventional(name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = stem.strip_suffix('_').unwrap_or(stem);
    [name, stem]
        .iter()
        .any(|name| CONVENTIONAL.binary_search(name).is_ok())
        || name.starts_with("CM_PROVISIONING_PROFILE_")
        || name.starts_with("CM_CERTIFICATE_")
        || name.starts_with("CM_KEYSTORE_")
}

/// The names that people take for Codemagic's.
pub fn invented() -> impl Iterator<Item = &'static str> {
    INVENTED.iter().map(|(name, _)| *name)
}

/// What is meant by a name that Codemagic never had.
pub fn meant_by(name: &str) -> &'static [&'static str] {
    INVENTED
        .iter()
        .find(|(invented, _)| *invented == name)
        .map_or(&[], |(_, meant)| meant)
}

/// The name that took the place of an old `FCI_…` one; `None` where there is
/// none.
pub fn successor(old: &str) -> Option<&'static str> {
    if DROPPED.contains(&old) {
        return None;
    }
    let rest = old.strip_prefix(OLD_PREFIX)?;
    let found = BUILT_IN
        .iter()
        .find(|it| it.name.strip_prefix("CM_") == Some(rest));
    found.map(|it| it.name)
}

/// Whether `integrations.app_store_connect` sets a variable of this name.
pub fn is_from_integration(name: &str) -> bool {
    matches!(
        name,
        "APP_STORE_CONNECT_PRIVATE_KEY"
            | "APP_STORE_CONNECT_KEY_IDENTIFIER"
            | "APP_STORE_CONNECT_ISSUER_ID"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(BUILT_IN.is_sorted_by_key(|it| it.name));
        assert!(CONVENTIONAL.is_sorted());
        assert!(is_built_in("CM_BRANCH"));
        assert!(!is_built_in("CM_BUILD_NUMBER"));
    }

    #[test]
    fn names_that_never_were_lead_to_those_that_are() {
        for (invented, meant) in INVENTED {
            assert!(!is_built_in(invented), "{invented}");
            assert!(meant.iter().all(|name| is_built_in(name)), "{meant:?}");
        }
        assert_eq!(meant_by("CM_APP_ID"), ["CM_PROJECT_ID"]);
        assert!(meant_by("CM_BRANCH").is_empty());
    }

    #[test]
    fn old_names_have_successors() {
        assert_eq!(successor("FCI_BUILD_DIR"), Some("CM_BUILD_DIR"));
        assert_eq!(successor("FCI_SYMROOT"), None);
        assert_eq!(successor("FCI_MY_OWN"), None);
        assert_eq!(successor("CM_TAG"), None);
    }

    #[test]
    fn conventional_names_may_be_numbered() {
        for name in [
            "CM_KEYSTORE",
            "CM_PROVISIONING_PROFILE_2",
            "CM_CERTIFICATE_1",
            "BUNDLE_ID_2",
        ] {
            assert!(is_conventional(name), "{name}");
        }
        assert!(!is_conventional("CM_BUILD_NUMBER"));
        assert!(!is_conventional("CM_BRANCH"));
    }
}
