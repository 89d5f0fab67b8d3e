//! Publishing to stores and people.

mod asc_api_key_incomplete;
mod asc_auth_and_keys;
mod asc_auth_missing;
mod asc_auth_value;
mod asc_beta_group_blank;
mod asc_beta_group_comma;
mod asc_beta_group_duplicate;
mod asc_beta_group_internal;
mod asc_beta_group_placeholder;
mod asc_beta_group_type;
mod asc_beta_group_whitespace;
mod asc_beta_groups_empty;
mod asc_beta_groups_without_review;
mod asc_cancel_without_app_store;
mod asc_cli_publish_wait;
mod asc_constant_build_number;
mod asc_copyright_format;
mod asc_copyright_stale;
mod asc_copyright_type;
mod asc_date_format;
mod asc_date_hour_precision;
mod asc_date_in_past;
mod asc_date_without_scheduled;
mod asc_double_upload;
mod asc_env_variable_nonstandard_name;
mod asc_env_variable_unavailable;
mod asc_expire_without_testflight;
mod asc_integration_placeholder;
mod asc_integration_type;
mod asc_integration_undeclared;
mod asc_integration_unused;
mod asc_internal_only_conflict;
mod asc_internal_only_with_groups;
mod asc_issuer_id_format;
mod asc_key_and_issuer_swapped;
mod asc_key_id_format;
mod asc_nothing_but_upload;
mod asc_password_disables_magic_actions;
mod asc_password_form;
mod asc_password_pair;
mod asc_phased_release_implicit;
mod asc_private_key_is_path;
mod asc_private_key_wrong_variable;
mod asc_release_options_without_app_store;
mod asc_release_type_implicit;
mod asc_release_type_value;
mod asc_role_reminder;
mod asc_scheduled_without_date;
mod asc_sync_expectation;
mod build_number_source;
mod email_recipient;
mod email_recipient_duplicate;
mod encryption_declaration;
mod firebase_app_id;
mod firebase_app_id_platform;
mod firebase_artifact_type_ios;
mod firebase_auth_missing;
mod firebase_platform_missing;
mod firebase_two_auths;
mod gp_changes_not_sent;
mod gp_cli_credentials;
mod gp_credentials_path;
mod gp_debug_build;
mod gp_parallel_edits;
mod gp_priority_range;
mod gp_promotion_of_draft;
mod gp_promotion_rollout_with_draft;
mod gp_promotion_same_track;
mod gp_rollout_range;
mod gp_rollout_with_draft;
mod gp_track_env_override;
mod gp_track_missing;
mod gp_track_spelling;
mod notify_nothing;
mod partner_center_ids;
mod partner_center_incomplete;
mod post_publish_on_failure;
mod release_from_pull_request;
mod release_notes_angle_brackets;
mod release_notes_duplicate_locale;
mod release_notes_json;
mod release_notes_length;
mod release_notes_locale;
mod release_notes_location;
mod release_notes_metadata_length;
mod release_notes_txt_for_asc;
mod slack_channel;
mod tester_groups_team;
mod unity_licence_return;
mod unknown_integration;

use super::Rule;

/// Rules that word a structural problem of this category's sections; they come
/// before the general rules of `schema`.
pub(super) static SCHEMA_RULES: &[&Rule] = &[
    &asc_auth_value::RULE,
    &asc_beta_group_type::RULE,
    &asc_copyright_type::RULE,
    &asc_integration_type::RULE,
    &asc_password_form::RULE,
    &asc_release_type_value::RULE,
    &gp_priority_range::RULE,
    &gp_rollout_range::RULE,
    &gp_track_missing::RULE,
];

pub(super) static RULES: &[&Rule] = &[
    &asc_api_key_incomplete::RULE,
    &asc_auth_and_keys::RULE,
    &asc_auth_missing::RULE,
    &asc_beta_group_blank::RULE,
    &asc_beta_group_comma::RULE,
    &asc_beta_group_duplicate::RULE,
    &asc_beta_group_internal::RULE,
    &asc_beta_group_placeholder::RULE,
    &asc_beta_group_whitespace::RULE,
    &asc_beta_groups_empty::RULE,
    &asc_beta_groups_without_review::RULE,
    &asc_cancel_without_app_store::RULE,
    &asc_cli_publish_wait::RULE,
    &asc_constant_build_number::RULE,
    &asc_copyright_format::RULE,
    &asc_copyright_stale::RULE,
    &asc_date_format::RULE,
    &asc_date_hour_precision::RULE,
    &asc_date_in_past::RULE,
    &asc_date_without_scheduled::RULE,
    &asc_double_upload::RULE,
    &asc_env_variable_nonstandard_name::RULE,
    &asc_env_variable_unavailable::RULE,
    &asc_expire_without_testflight::RULE,
    &asc_integration_placeholder::RULE,
    &asc_integration_undeclared::RULE,
    &asc_integration_unused::RULE,
    &asc_internal_only_conflict::RULE,
    &asc_internal_only_with_groups::RULE,
    &asc_issuer_id_format::RULE,
    &asc_key_and_issuer_swapped::RULE,
    &asc_key_id_format::RULE,
    &asc_nothing_but_upload::RULE,
    &asc_password_disables_magic_actions::RULE,
    &asc_password_pair::RULE,
    &asc_phased_release_implicit::RULE,
    &asc_private_key_is_path::RULE,
    &asc_private_key_wrong_variable::RULE,
    &asc_release_options_without_app_store::RULE,
    &asc_release_type_implicit::RULE,
    &asc_role_reminder::RULE,
    &asc_scheduled_without_date::RULE,
    &asc_sync_expectation::RULE,
    &build_number_source::RULE,
    &email_recipient::RULE,
    &email_recipient_duplicate::RULE,
    &encryption_declaration::RULE,
    &firebase_app_id::RULE,
    &firebase_app_id_platform::RULE,
    &firebase_artifact_type_ios::RULE,
    &firebase_auth_missing::RULE,
    &firebase_platform_missing::RULE,
    &firebase_two_auths::RULE,
    &gp_changes_not_sent::RULE,
    &gp_cli_credentials::RULE,
    &gp_credentials_path::RULE,
    &gp_debug_build::RULE,
    &gp_parallel_edits::RULE,
    &gp_promotion_of_draft::RULE,
    &gp_promotion_rollout_with_draft::RULE,
    &gp_promotion_same_track::RULE,
    &gp_rollout_with_draft::RULE,
    &gp_track_env_override::RULE,
    &gp_track_spelling::RULE,
    &notify_nothing::RULE,
    &partner_center_ids::RULE,
    &partner_center_incomplete::RULE,
    &post_publish_on_failure::RULE,
    &release_from_pull_request::RULE,
    &release_notes_angle_brackets::RULE,
    &release_notes_duplicate_locale::RULE,
    &release_notes_json::RULE,
    &release_notes_length::RULE,
    &release_notes_locale::RULE,
    &release_notes_location::RULE,
    &release_notes_metadata_length::RULE,
    &release_notes_txt_for_asc::RULE,
    &slack_channel::RULE,
    &tester_groups_team::RULE,
    &unity_licence_return::RULE,
    &unknown_integration::RULE,
];
