//! The text is not the YAML that Codemagic's reader accepts.

mod ambiguous_scalar;
mod bad_indentation;
mod block_scalar_dedent;
mod control_character;
mod dash_without_space;
mod duplicate_key;
mod empty_document;
mod file_location;
mod file_name;
mod hash_started_value;
mod invalid_escape;
mod invalid_utf8;
mod item_key_indentation;
mod limit_exceeded;
mod merge_conflict_marker;
mod merge_key_target;
mod missing_colon;
mod multiple_documents;
mod nested_list_alias;
mod plain_scalar_colon;
mod recursive_alias;
mod schema_comment_url;
mod tab_indentation;
mod text_after_quote;
mod unclosed_bracket;
mod unclosed_quote;
mod undefined_alias;
mod unquoted_glob;
mod unsupported_tag;
mod unused_anchor;
mod version_loses_zero;
mod yaml_parse;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &ambiguous_scalar::RULE,
    &bad_indentation::RULE,
    &block_scalar_dedent::RULE,
    &control_character::RULE,
    &dash_without_space::RULE,
    &duplicate_key::RULE,
    &empty_document::RULE,
    &file_location::RULE,
    &file_name::RULE,
    &hash_started_value::RULE,
    &invalid_escape::RULE,
    &invalid_utf8::RULE,
    &item_key_indentation::RULE,
    &limit_exceeded::RULE,
    &merge_conflict_marker::RULE,
    &merge_key_target::RULE,
    &missing_colon::RULE,
    &multiple_documents::RULE,
    &nested_list_alias::RULE,
    &plain_scalar_colon::RULE,
    &recursive_alias::RULE,
    &schema_comment_url::RULE,
    &tab_indentation::RULE,
    &text_after_quote::RULE,
    &unclosed_bracket::RULE,
    &unclosed_quote::RULE,
    &undefined_alias::RULE,
    &unquoted_glob::RULE,
    &unsupported_tag::RULE,
    &unused_anchor::RULE,
    &version_loses_zero::RULE,
    &yaml_parse::RULE,
];
