//! When the diagnostics of which document are made anew.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A document that is checked so fast needs no quiet; one whose check takes longer is not
/// checked for a text that changes in the next moment.
pub(super) const QUICK: Duration = Duration::from_millis(20);

/// What an editor asks right behind a keystroke, such as completion, is answered before
/// the text is checked.
const GRACE: Duration = Duration::from_millis(1);

/// The longest quiet that is waited for.
const LONGEST_QUIET: Duration = Duration::from_millis(500);

/// Diagnostics are made at the latest so long after a change, quiet or not.
const LATEST: Duration = Duration::from_secs(2);

/// Documents, by their URI, whose diagnostics are not those of their text.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    outdated: BTreeMap<String, Due>,
    /// The document that was opened or edited last: somebody looks at it.
    current: Option<String>,
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
            GRACE
        } else {
            (last_check * 2).min(LONGEST_QUIET)
        };
        let first = self.outdated.get(uri).map_or(now, |due| due.first);
        let at = (now + quiet).min(first + LATEST);
        self.outdated.insert(uri.to_owned(), Due { first, at });
    }

    /// A document was opened or edited: it comes before the others.
    pub fn favour(&mut self, uri: &str) {
        self.current = Some(uri.to_owned());
    }

    /// A document needs none any more.
    pub fn remove(&mut self, uri: &str) {
        self.outdated.remove(uri);
        self.current.take_if(|current| current == uri);
    }

    /// Whether nothing is outdated, due or not.
    pub fn is_empty(&self) -> bool {
        self.outdated.is_empty()
    }

    /// When there is something to do.
    pub fn next(&self) -> Option<Instant> {
        self.outdated.values().map(|due| due.at).min()
    }

    /// A document whose time has come: the one that somebody looks at, else the one that
    /// is due for the longest time.
    pub fn take(&mut self, now: Instant) -> Option<String> {
        let due = self.outdated.iter().filter(|(_, due)| due.at <= now);
        let first = due.min_by_key(|(uri, due)| (self.current.as_ref() != Some(*uri), due.at));
        let uri = first?.0.clone();
        self.outdated.remove(&uri);
        Some(uri)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Duration = Duration::from_millis(100);

    #[test]
    fn what_is_quick_waits_only_for_what_comes_with_the_keystroke() {
        let (mut schedule, now) = (Schedule::default(), Instant::now());
        schedule.add("a", Duration::from_millis(3), now);
        assert_eq!(schedule.take(now), None);
        assert_eq!(schedule.take(now + GRACE).as_deref(), Some("a"));
        assert_eq!(schedule.take(now + GRACE), None);
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
    fn the_current_document_comes_first_and_then_the_oldest() {
        let (mut schedule, start) = (Schedule::default(), Instant::now());
        let fast = Duration::ZERO;
        for (step, uri) in ["c", "b", "a", "d"].into_iter().enumerate() {
            schedule.add(uri, fast, start + SLOW * u32::try_from(step).unwrap());
        }
        schedule.favour("a");
        let now = start + 10 * SLOW;
        let taken = std::iter::from_fn(|| schedule.take(now));
        assert_eq!(taken.collect::<Vec<_>>(), ["a", "c", "b", "d"]);
        assert!(schedule.is_empty());
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
