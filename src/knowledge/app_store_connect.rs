//! Keys of the App Store Connect API: what they look like, which variables hold
//! them, what they may do.
//!
//! Sources: <https://docs.codemagic.io/yaml-publishing/app-store-connect/>,
//! `codemagic-cli-tools` 0.70 (`docs/app-store-connect/publish.md`) and Apple's
//! "App Store Connect API keys", as of 2026-06.

/// The variable that holds the text of the key's `.p8` file.
pub const PRIVATE_KEY: &str = "APP_STORE_CONNECT_PRIVATE_KEY";
/// The variable that holds the key's ten-character identifier.
pub const KEY_IDENTIFIER: &str = "APP_STORE_CONNECT_KEY_IDENTIFIER";
/// The variable that holds the issuer's UUID.
pub const ISSUER_ID: &str = "APP_STORE_CONNECT_ISSUER_ID";
/// The variable that holds the private key of the signing certificate.
pub const CERTIFICATE_PRIVATE_KEY: &str = "CERTIFICATE_PRIVATE_KEY";

/// Names that people give to variables with credentials for App Store Connect:
/// those of the documentation, and others seen in public repositories.
const VARIABLES: &[&str] = &[
    "APPLE_ID",
    "APPLE_ID_PASSWORD",
    "APP_SPECIFIC_PASSWORD",
    "APP_STORE_CONNECT_API_KEY",
    "APP_STORE_CONNECT_API_KEY_ID",
    ISSUER_ID,
    "APP_STORE_CONNECT_KEY",
    "APP_STORE_CONNECT_KEY_ID",
    KEY_IDENTIFIER,
    PRIVATE_KEY,
    "APP_STORE_ISSUER",
    "APP_STORE_ISSUER_ID",
    "APP_STORE_KEY",
    "APP_STORE_KEY_ID",
    CERTIFICATE_PRIVATE_KEY,
];

/// Types of provisioning profiles that `app-store-connect fetch-signing-files` knows.
///
/// Source: `docs/app-store-connect/fetch-signing-files.md` of `codemagic-cli-tools`
/// 0.64, as of 2026-06.
pub const PROFILE_TYPES: [&str; 14] = [
    "IOS_APP_ADHOC",
    "IOS_APP_DEVELOPMENT",
    "IOS_APP_INHOUSE",
    "IOS_APP_STORE",
    "MAC_APP_DEVELOPMENT",
    "MAC_APP_DIRECT",
    "MAC_APP_STORE",
    "MAC_CATALYST_APP_DEVELOPMENT",
    "MAC_CATALYST_APP_DIRECT",
    "MAC_CATALYST_APP_STORE",
    "TVOS_APP_ADHOC",
    "TVOS_APP_DEVELOPMENT",
    "TVOS_APP_INHOUSE",
    "TVOS_APP_STORE",
];

/// Whether variables with credentials for App Store Connect are called so.
pub fn is_credential_variable(name: &str) -> bool {
    VARIABLES.contains(&name)
}

/// Whether the text has the form of a key's identifier: ten upper-case letters
/// and digits.
pub fn is_key_id(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether the text has the form of an issuer's identifier: a UUID.
pub fn is_issuer_id(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert!(is_key_id("3MD9688D9K"));
        assert!(!is_key_id("3md9688d9k") && !is_key_id("3MD9688D9") && !is_key_id("3MD9688D9É"));
        assert!(is_issuer_id("21d78e2f-b8ad-4d2a-9f3b-1c2d3e4f5a6b"));
        assert!(!is_issuer_id("21d78e2f-b8ad-4d2a-9f3b1c2d3e4f5a6b") && !is_issuer_id(""));
        assert!(!is_issuer_id("21d78e2g-b8ad-4d2a-9f3b-1c2d3e4f5a6b"));
    }
}
