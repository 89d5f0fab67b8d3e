//! Any bytes are an account file or have problems, each in its place with help; and
//! whatever the account, the mock server lives with it for years.

use std::time::Duration;

use codemagic_lint::app_store_connect::clock::later;
use codemagic_lint::mock_server::account::Account;
use codemagic_lint::mock_server::world::World;

use super::support::{source, start};

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let source = source(bytes);
    let (account, problems) = Account::read(&source);
    let mut last = None;
    for problem in &problems {
        assert!(
            source.text().get(problem.span.range()).is_some(),
            "{problem:?}"
        );
        assert!(last <= Some(problem.span), "out of order");
        assert!(
            !problem.message.contains('\n') && problem.message.len() < 600,
            "{problem:?}"
        );
        assert!(problem.help.is_some(), "{problem:?}");
        last = Some(problem.span);
    }
    if !problems.is_empty() {
        assert!(account.apps.is_none(), "an account of a file with problems");
        return;
    }
    let mut world = World::new(account, start());
    for days in [0, 1, 30, 10_000] {
        world.settle(later(start(), Duration::from_secs(days * 86_400)));
    }
}
