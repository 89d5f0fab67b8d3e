//! Time as something passed in.
//!
//! Server and client of a dry run share one clock that stands still until somebody
//! sleeps, so two hours of waiting take no time at all. The runtime's own paused
//! time would not do: it runs ahead of sockets that another thread serves.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

/// A clock, and a way to wait on it.
pub trait Clock: std::fmt::Debug + Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Waits; on a virtual clock by moving it.
    fn sleep(&self, duration: Duration);

    /// Moves the clock forward without waiting.
    fn advance(&self, duration: Duration);
}

/// The system's clock, with what was added to it.
#[derive(Debug, Default)]
pub struct SystemClock {
    ahead: Mutex<Duration>,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        later(Timestamp::now(), ahead)
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    fn advance(&self, duration: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(duration);
    }
}

/// A clock that only moves when it is told to.
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<Timestamp>,
}

impl ManualClock {
    /// A clock that shows this moment.
    pub fn at(now: Timestamp) -> Self {
        Self {
            now: Mutex::new(now),
        }
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }

    fn advance(&self, duration: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = later(*now, duration);
    }
}

/// The moment so much later; the last moment there is where that is too far.
pub fn later(moment: Timestamp, duration: Duration) -> Timestamp {
    moment.checked_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_when_somebody_sleeps_and_never_past_the_end_of_time() {
        let clock = ManualClock::at(Timestamp::UNIX_EPOCH);
        clock.sleep(Duration::from_secs(30));
        clock.advance(Duration::from_mins(1));
        assert_eq!(clock.now().as_second(), 90);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn the_system_clock_can_be_ahead() {
        let clock = SystemClock::default();
        let before = clock.now();
        clock.advance(Duration::from_hours(1));
        assert!(clock.now().duration_since(before).as_secs() >= 3600);
    }
}
