//! What will happen when: everything that App Store Connect does by itself.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::app_store_connect::clock::later;

use super::account::Delay;
use super::{store, testflight};

/// Something that App Store Connect does by itself.
#[derive(Debug, Clone)]
pub enum Event {
    /// To a build.
    TestFlight(testflight::Event),
    /// To a version or submission.
    Store(store::Event),
}

/// Events in their order.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    events: BTreeMap<(Timestamp, u64), Event>,
    entered: u64,
}

impl Agenda {
    /// Enters an event, unless it never comes.
    pub fn enter(&mut self, from: Timestamp, delay: Delay, event: Event) {
        if let Delay::After(duration) = delay {
            self.entered += 1;
            let key = (later(from, duration), self.entered);
            self.events.insert(key, event);
        }
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing will happen.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// When the next event is due.
    pub fn next(&self) -> Option<Timestamp> {
        let ((moment, _), _) = self.events.first_key_value()?;
        Some(*moment)
    }

    /// Takes out the first event that is due.
    pub fn due(&mut self, now: Timestamp) -> Option<(Timestamp, Event)> {
        let first = self.events.first_entry()?;
        let (moment, _) = *first.key();
        (moment <= now).then(|| (moment, first.remove()))
    }
}
