//! The rolling limit of requests an hour.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::account::RateLimit;

/// How many requests may still be made.
#[derive(Debug)]
pub struct Quota {
    per_hour: usize,
    /// When the requests of the last hour were made: at most `per_hour`.
    made: VecDeque<Timestamp>,
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Quota {
    /// A quota of which others have used some just before.
    pub fn new(limit: RateLimit, now: Timestamp) -> Self {
        Self {
            per_hour: limit.per_hour as usize,
            made: std::iter::repeat_n(now, limit.used.min(limit.per_hour) as usize).collect(),
        }
    }

    /// Counts a request; `false` when it is one too many, which does not count.
    pub fn take(&mut self, now: Timestamp) -> bool {
        self.forget(now);
        let is_allowed = self.made.len() < self.per_hour;
        if is_allowed {
            self.made.push_back(now);
        }
        is_allowed
    }

    /// The value of the header `X-Rate-Limit`.
    pub fn header(&mut self, now: Timestamp) -> String {
        self.forget(now);
        let remaining = self.per_hour.saturating_sub(self.made.len());
        format!("user-hour-lim:{};user-hour-rem:{remaining};", self.per_hour)
    }

    /// The value of the header beside a refusal that others have caused.
    pub fn exhausted_header(&self) -> String {
        format!("user-hour-lim:{};user-hour-rem:0;", self.per_hour)
    }

    fn forget(&mut self, now: Timestamp) {
        while let Some(first) = self.made.front() {
            if now.duration_since(*first) < HOUR {
                break;
            }
            self.made.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;

    #[test]
    fn the_hour_rolls() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let limit = RateLimit {
            per_hour: 3,
            used: 1,
        };
        let mut quota = Quota::new(limit, at(0));
        assert_eq!(quota.header(at(0)), "user-hour-lim:3;user-hour-rem:2;");
        assert!(quota.take(at(10)) && quota.take(at(20)));
        assert!(!quota.take(at(3599)));
        assert!(quota.take(at(3600)));
        assert!(!quota.take(at(3601)));
        assert_eq!(quota.header(at(3620)), "user-hour-lim:3;user-hour-rem:2;");
    }
}
