//! The state of the account: the one place where it lives.

use jiff::Timestamp;

use super::account::{Account, App};
use super::agenda::{Agenda, Event};
use super::store::Store;
use super::testflight::TestFlight;
use super::{apps, store, testflight};

/// Everything there is in the account.
#[derive(Debug, Clone)]
pub struct World {
    /// How the account was described.
    pub account: Account,
    /// The app records.
    pub apps: Vec<AppRecord>,
    /// Builds, groups and beta review.
    pub testflight: TestFlight,
    /// Versions and App Store review.
    pub store: Store,
    /// What App Store Connect will do by itself.
    pub agenda: Agenda,
    now: Timestamp,
    last_id: u64,
}

/// An app record.
#[derive(Debug, Clone)]
pub struct AppRecord {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its stock keeping unit.
    pub sku: String,
    /// How it was described.
    pub described: App,
}

impl World {
    /// The account as it is described, at the moment the mock starts.
    pub fn new(account: Account, now: Timestamp) -> Self {
        let mut world = Self {
            account,
            apps: Vec::new(),
            testflight: TestFlight::default(),
            store: Store::default(),
            agenda: Agenda::default(),
            now,
            last_id: 6_440_000_000,
        };
        for app in world.account.apps.clone().unwrap_or_default() {
            // Each app finds only its own things while it is added: a file with many apps
            // would take quadratic time otherwise.
            let others = (
                std::mem::take(&mut world.testflight),
                std::mem::take(&mut world.store),
            );
            apps::add(&mut world, app);
            let own = (
                std::mem::replace(&mut world.testflight, others.0),
                std::mem::replace(&mut world.store, others.1),
            );
            world.testflight.append(own.0);
            world.store.append(own.1);
        }
        world
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Lets everything happen that is due; time never runs back.
    pub fn settle(&mut self, now: Timestamp) {
        let now = now.max(self.now);
        while let Some((moment, event)) = self.agenda.due(now) {
            self.now = moment.max(self.now);
            match event {
                Event::TestFlight(event) => testflight::happen(self, event),
                Event::Store(event) => store::happen(self, event),
            }
        }
        self.now = now;
    }

    /// An id that nothing else has.
    pub fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }

    /// The app with an id.
    pub fn app(&self, id: &str) -> Option<&AppRecord> {
        // The last one first: that is the one asked for while a file is read.
        self.apps.iter().rev().find(|app| app.id == id)
    }
}
