//! Environment variables that Codemagic sets.
//!
//! Source: <https://docs.codemagic.io/yaml-basic-configuration/environment-variables/>,
//! as of 2026-06.

/// Names that are set in every build, or in builds of the kind they belong to.
const BUILT_IN: &[&str] = &[
    "ANDROID_HOME",
    "ANDROID_NDK_HOME",
    "ANDROID_SDK_ROOT",
    "BUILD_NUMBER",
    "CI",
    "CM_ARTIFACT_LINKS",
    "CM_BRANCH",
    "CM_BUILD_DIR",
    "CM_BUILD_ID",
    "CM_BUILD_OUTPUT_DIR",
    "CM_BUILD_STARTED_BY",
    "CM_BUILD_STEP_STATUS",
    "CM_CLONE_DEPTH",
    "CM_CLONE_UNSHALLOW",
    "CM_COMMIT",
    "CM_ENV",
    "CM_EXPORT_DIR",
    "CM_FLUTTER_SCHEME",
    "CM_KEYSTORE_PASSWORD",
    "CM_KEYSTORE_PATH",
    "CM_KEY_ALIAS",
    "CM_KEY_PASSWORD",
    "CM_PREVIOUS_COMMIT",
    "CM_PROJECT_ID",
    "CM_PULL_REQUEST",
    "CM_PULL_REQUEST_DEST",
    "CM_PULL_REQUEST_NUMBER",
    "CM_RECURSIVE_SUBMODULE_INIT",
    "CM_REPO_SLUG",
    "CM_TAG",
    "CM_TEST_STEP_STATUS",
    "CM_TRIGGER_SOURCE",
    "CM_WORKFLOW_NAME",
    "CONTINUOUS_INTEGRATION",
    "FLUTTER_ROOT",
    "HOME",
    "JAVA_HOME",
    "PATH",
    "PROJECT_BUILD_NUMBER",
    "PWD",
    "TMPDIR",
    "UNITY_HOME",
    "USER",
];

/// Whether Codemagic or the machine sets a variable of this name.
pub fn is_built_in(name: &str) -> bool {
    BUILT_IN.binary_search(&name).is_ok()
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
    fn the_table_is_sorted() {
        assert!(BUILT_IN.is_sorted());
        assert!(is_built_in("CM_BRANCH"));
        assert!(!is_built_in("CM_BUILD_NUMBER"));
    }
}
