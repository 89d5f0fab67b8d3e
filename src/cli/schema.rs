//! `schema`: JSON Schemas, made from the types.

use crate::effective::show_schema;
use crate::mock_server::account::file::account_schema;
use crate::model::json_schema::codemagic_schema;
use crate::publish::report::dry_run_schema;
use crate::report::report_schema;
use crate::triggers::report::triggers_schema;
use crate::workspace::config_schema;

use super::Outcome;
use super::args::{SchemaArgs, WhichSchema};
use super::failure::Failure;
use super::terminal::print;

pub(super) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let schema = match args.which {
        WhichSchema::Codemagic => codemagic_schema(),
        WhichSchema::Config => config_schema(),
        WhichSchema::Report => report_schema(),
        WhichSchema::DryRun => dry_run_schema(),
        WhichSchema::Show => show_schema(),
        WhichSchema::Triggers => triggers_schema(),
        WhichSchema::Account => account_schema(),
    };
    let mut text = serde_json::to_string_pretty(&schema).map_err(Failure::new)?;
    text.push('\n');
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}
