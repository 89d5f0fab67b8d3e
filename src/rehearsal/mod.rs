//! A dry run in this process: plan, mock server and client put together.
//!
//! The two ends of the wire know nothing of each other; this is the place that knows
//! both, for all who let a workflow be played: the command line and the language server.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app_store_connect::{Clock, ManualClock};
use crate::mock_server::account::{Account, App, Group, TestLocalization};
use crate::mock_server::server::{Server, TokenClock};
use crate::publish::plan::Plan;
use crate::publish::timeline::{Step, Timeline};
use crate::publish::{Against, DryRunError, choose_numbers, dry_run};

/// Groups of testers that are played at most: each is a request, and no app has as many.
const MOST_GROUPS: usize = 200;

/// What a workflow is played against.
pub enum Stage<'a> {
    /// An account that somebody has described.
    Account(Account),
    /// The account that is ready to publish, with the groups and languages that the
    /// plan asks for.
    Ready,
    /// A mock server in another process, such as `http://127.0.0.1:8000`.
    Server(&'a str),
}

/// Why there is no timeline.
#[derive(Debug)]
pub enum RehearsalError {
    /// No mock server can be started here.
    NotStarted(io::ErrorKind),
    /// The address is none on this machine; why, in words.
    Address(String, &'static str),
    /// More groups of testers than are played; how many.
    Groups(usize),
    /// The dry run itself could not be made.
    DryRun(DryRunError),
}

impl fmt::Display for RehearsalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(kind) => write!(f, "the mock server cannot be started: {kind}"),
            Self::Address(url, words) => write!(f, "`{url}` {words}"),
            Self::Groups(number) => write!(
                f,
                "the workflow asks for {number} groups of testers; expected at most {MOST_GROUPS}, each of which is a request"
            ),
            Self::DryRun(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RehearsalError {}

/// Plays a plan, in virtual time that begins at `now`; `progress` is told of each step
/// when it ends, and says whether to go on. Numbers that nobody says are chosen, and what is assumed of the account
/// is noted in the plan.
///
/// # Errors
/// When there is no server, or the dry run cannot be made.
pub fn play(
    plan: &mut Plan,
    stage: Stage<'_>,
    now: Timestamp,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Timeline, RehearsalError> {
    let groups = plan.options.beta_groups.len();
    if groups > MOST_GROUPS {
        return Err(RehearsalError::Groups(groups));
    }
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(now));
    let mut account = match stage {
        Stage::Account(account) => account,
        Stage::Ready => assumed(Account::default(), plan),
        Stage::Server(url) => {
            let against = Against::remote(url)
                .map_err(|problem| RehearsalError::Address(url.to_owned(), problem.words()))?;
            return played(plan, against, clock, progress);
        }
    };
    // A key that only Codemagic knows is taken for the account's.
    if !plan.credentials.has_private_key() {
        account.key.public_key = None;
    }
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = Server::start(listen, account, Arc::clone(&clock), TokenClock::Own)
        .map_err(|error| RehearsalError::NotStarted(error.kind()))?;
    let address = server.address();
    let against = Against::in_process(address)
        .map_err(|problem| RehearsalError::Address(address.to_string(), problem.words()))?;
    played(plan, against, clock, progress)
}

fn played(
    plan: &mut Plan,
    against: Against,
    clock: Arc<dyn Clock>,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Timeline, RehearsalError> {
    choose_numbers(plan, &against)
        .and_then(|()| dry_run(plan, against, clock, progress))
        .map_err(RehearsalError::DryRun)
}

/// An account that nobody has described, with the groups and the languages that the plan
/// asks for: which there are is known to App Store Connect alone.
fn assumed(account: Account, plan: &mut Plan) -> Account {
    let mut app = App {
        bundle_id: plan.app.bundle_id.value.clone(),
        ..App::default()
    };
    let asked = plan.options.distinct_groups();
    let groups = asked.into_iter().map(|asked| asked.value.clone());
    let groups: Vec<String> = groups
        .filter(|asked| app.groups.iter().all(|group| group.name != *asked))
        .collect();
    let locales = plan.notes.test_notes.iter().map(|note| note.locale.clone());
    let locales: Vec<String> = locales
        .filter(|locale| *locale != app.primary_locale)
        .collect();
    if groups.is_empty() && locales.is_empty() {
        return account;
    }
    app.groups.extend(groups.iter().map(|name| Group {
        name: name.clone(),
        ..Group::default()
    }));
    let localizations = &mut app.test_information.localizations;
    localizations.extend(locales.iter().map(|locale| TestLocalization {
        locale: Some(locale.clone()),
        ..TestLocalization::default()
    }));
    plan.options.assumed_groups = groups;
    plan.notes.assumed_locales = locales;
    Account {
        apps: Some(vec![app]),
        ..account
    }
}

/// The variables of this process that are text.
pub fn process_variables() -> BTreeMap<String, String> {
    let all = std::env::vars_os();
    let text =
        all.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    text.collect()
}
