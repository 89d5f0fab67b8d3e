//! Certificates, profiles and keystores.

mod asc_distribution_type;
mod asc_fetch_type;
mod asc_flutter_export_options;
mod asc_signing_absent;
mod asc_unsigned_build;
mod asc_use_profiles_missing;
mod asc_use_profiles_order;
mod ios_signing_pair;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &asc_distribution_type::RULE,
    &asc_fetch_type::RULE,
    &asc_flutter_export_options::RULE,
    &asc_signing_absent::RULE,
    &asc_unsigned_build::RULE,
    &asc_use_profiles_missing::RULE,
    &asc_use_profiles_order::RULE,
    &ios_signing_pair::RULE,
];
