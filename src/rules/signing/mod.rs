//! Certificates, profiles and keystores.

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
mod firebase_ios_app_store_profile;
mod ios_bundle_identifier;
mod ios_signing_empty;
mod ios_signing_half_reference;
mod ios_signing_mixed;
mod ios_signing_pair;
mod signing_platform_mismatch;
mod signing_variable_clash;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
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
    &firebase_ios_app_store_profile::RULE,
    &ios_bundle_identifier::RULE,
    &ios_signing_empty::RULE,
    &ios_signing_half_reference::RULE,
    &ios_signing_mixed::RULE,
    &ios_signing_pair::RULE,
    &signing_platform_mismatch::RULE,
    &signing_variable_clash::RULE,
];
