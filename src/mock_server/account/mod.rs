//! What an account in App Store Connect looks like when the mock starts, and how it
//! will behave: plain data with a default for everything.
//!
//! [`Account::default`] is an account that is ready to publish any app. An account
//! file (`docs/accounts.md`) changes what it names; [`mod@file`] reads one.

mod app;
mod build;
mod fault;
pub mod file;
mod key;
mod review;
mod store;
mod switches;

use std::time::Duration;

use jiff::Timestamp;

pub use app::{App, Group, TestInformation, TestLocalization};
pub use build::{Build, Upload, UploadRefusal};
pub use fault::{Fault, FaultKind};
pub use key::{Key, RateLimit, Role};
pub use review::{BetaRefusal, Review};
pub use store::{StoreLocalization, StoreRecord, Submission, Version};
pub use switches::Switches;

/// How long something takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delay {
    /// So long.
    After(Duration),
    /// For ever.
    Never,
}

impl Delay {
    /// So many seconds.
    pub const fn seconds(seconds: u64) -> Self {
        Self::After(Duration::from_secs(seconds))
    }
}

/// A whole account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The API key that asks.
    pub key: Key,
    /// Whether the account holder has accepted Apple's agreements.
    pub agreements_accepted: bool,
    /// Whether the membership in the developer program lasts.
    pub membership_active: bool,
    /// How many requests an hour are answered.
    pub rate_limit: RateLimit,
    /// The apps; `None` when every bundle id that is asked for is an app like
    /// [`App::default`].
    pub apps: Option<Vec<App>>,
    /// What goes wrong on the way, whatever is asked.
    pub faults: Vec<Fault>,
    /// What no source settles.
    pub switches: Switches,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            key: Key::default(),
            agreements_accepted: true,
            membership_active: true,
            rate_limit: RateLimit::default(),
            apps: None,
            faults: Vec::new(),
            switches: Switches::default(),
        }
    }
}

/// The moment `before` the start.
pub(crate) fn earlier(start: Timestamp, before: Duration) -> Timestamp {
    start.checked_sub(before).unwrap_or(Timestamp::MIN)
}
