//! Account files of the mock App Store Connect: what is said of them, the schema,
//! the named ones below `fixtures/accounts/`, and the guide.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "short texts, put together once"
)]

#[path = "../support/mod.rs"]
mod support;

mod fixtures;
mod laws;
mod meaning;
mod problems;
mod schema;

use codemagic_lint::mock_server::account::Account;
use codemagic_lint::mock_server::account::file::AccountProblem;
use codemagic_lint::syntax::SourceFile;

fn read(text: &str) -> (Account, Vec<AccountProblem>) {
    Account::read(&SourceFile::new("account.yaml", text))
}

/// The account of a file that has no problem.
fn account(text: &str) -> Account {
    let (account, problems) = read(text);
    assert_eq!(problems, [], "{text}");
    account
}
