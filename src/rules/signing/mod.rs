//! Certificates, profiles and keystores.

mod android_release_unsigned;
mod android_signing_file_name;
mod android_signing_multiple;
mod asc_distribution_type;
mod asc_fetch_type;
mod asc_flutter_export_options;
mod asc_signing_absent;
mod asc_unsigned_build;
mod asc_use_profiles_missing;
mod asc_use_profiles_order;
mod bundle_identifier_mismatch;
mod fetch_signing_certificate_key;
mod fetch_signing_credentials;
mod fetch_signing_platform;
mod fetch_signing_steps;
mod fetch_signing_type_value;
mod firebase_ios_app_store_profile;
mod ios_bundle_identifier;
mod ios_provisioning_profile_path;
mod ios_signing_and_fetch;
mod ios_signing_empty;
mod ios_signing_half_reference;
mod ios_signing_mixed;
mod ios_signing_pair;
mod ios_signing_redundant_keychain;
mod keystore_decode_missing;
mod mac_installer_certificate;
mod manual_signing_variables;
mod signing_platform_mismatch;
mod signing_variable_clash;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &android_release_unsigned::RULE,
    &android_signing_file_name::RULE,
    &android_signing_multiple::RULE,
    &asc_distribution_type::RULE,
    &asc_fetch_type::RULE,
    &asc_flutter_export_options::RULE,
    &asc_signing_absent::RULE,
    &asc_unsigned_build::RULE,
    &asc_use_profiles_missing::RULE,
    &asc_use_profiles_order::RULE,
    &bundle_identifier_mismatch::RULE,
    &fetch_signing_certificate_key::RULE,
    &fetch_signing_credentials::RULE,
    &fetch_signing_platform::RULE,
    &fetch_signing_steps::RULE,
    &fetch_signing_type_value::RULE,
    &firebase_ios_app_store_profile::RULE,
    &ios_bundle_identifier::RULE,
    &ios_provisioning_profile_path::RULE,
    &ios_signing_and_fetch::RULE,
    &ios_signing_empty::RULE,
    &ios_signing_half_reference::RULE,
    &ios_signing_mixed::RULE,
    &ios_signing_pair::RULE,
    &ios_signing_redundant_keychain::RULE,
    &keystore_decode_missing::RULE,
    &mac_installer_certificate::RULE,
    &manual_signing_variables::RULE,
    &signing_platform_mismatch::RULE,
    &signing_variable_clash::RULE,
];
