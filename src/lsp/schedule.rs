//! When the diagnostics of which document are made anew.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A document that is checked so fast needs no quiet.
const QUICK: Duration = Duration::from_millis(20);

/// The longest quiet that is waited for.
const LONGEST_QUIET: Duration = Duration::from_millis(500);

/// Diagnostics are made at the latest so long after a change, quiet or not.
const LATEST: Duration = Duration::from_secs(2);

/// Documents, by their URI, whose diagnostics are not those of their text.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    outdated: BTreeMap<String, Due>,
}

#[derive(Debug, Clone, Copy)]
struct Due {
    first: Instant,
    at: Instant,
}

impl Schedule {
    /// A document has changed whose last check took so long.
    pub fn add(&mut self, uri: &str, last_check: Duration, now: Instant) {
        let quiet = if last_check < QUICK {
            Duration::ZERO
        } else {
            (last_check * 2).min(LONGEST_QUIET)
        };
        let first = self.outdated.get(uri).map_or(now, |due| due.first);
        let at = (now + quiet).min(first + LATEST);
        self.outdated.insert(uri.to_owned(), Due { first, at });
    }

    /// A document needs none any more.
    pub fn remove(&mut self, uri: &str) {
        self.outdated.remove(uri);
    }

    /// When there is something to do.
    pub fn next(&self) -> Option<Instant> {
        self.outdated.values().map(|due| due.at).min()
    }

    /// A document whose time has come.
    pub fn take(&mut self, now: Instant) -> Option<String> {
        let mut due = self.outdated.iter().filter(|(_, due)| due.at <= now);
        let uri = due.next()?.0.clone();
        self.outdated.remove(&uri);
        Some(uri)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Duration = Duration::from_millis(100);

    #[test]
    fn what_is_quick_is_done_at_once() {
        let (mut schedule, now) = (Schedule::default(), Instant::now());
        schedule.add("a", Duration::from_millis(3), now);
        assert_eq!(schedule.take(now).as_deref(), Some("a"));
        assert_eq!(schedule.take(now), None);
        assert_eq!(schedule.next(), None);
    }

    #[test]
    fn what_is_slow_waits_for_quiet() {
        let (mut schedule, start) = (Schedule::default(), Instant::now());
        schedule.add("a", SLOW, start);
        assert_eq!(schedule.take(start + SLOW), None);
        schedule.add("a", SLOW, start + SLOW);
        assert_eq!(schedule.next(), Some(start + 3 * SLOW));
        assert_eq!(schedule.take(start + 3 * SLOW).as_deref(), Some("a"));
    }

    #[test]
    fn nobody_waits_for_ever() {
        let (mut schedule, start) = (Schedule::default(), Instant::now());
        for step in 0..1000 {
            schedule.add("a", Duration::from_mins(1), start + step * SLOW / 10);
        }
        assert_eq!(schedule.next(), Some(start + LATEST));
        schedule.remove("a");
        assert_eq!(schedule.next(), None);
    }
}
