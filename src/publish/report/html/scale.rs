//! Where a moment stands on the time axis.
//!
//! A step may take five seconds and the next two hours. The axis runs from one moment
//! at which something happens to the next, and the stretch between grows only with
//! the logarithm of the time: all steps are seen, and the longer is the longer.

use crate::publish::timeline::{Phase, Step, Timeline};

/// A moment at which Magic Actions stop: seconds after the upload, and what for.
pub(super) struct Limit {
    pub seconds: u64,
    pub label: &'static str,
}

/// After 15 minutes the build must have been found, after 120 all must be done.
pub(super) const LIMITS: [Limit; 2] = [
    Limit {
        seconds: 15 * 60,
        label: "15 min: the build must be there",
    },
    Limit {
        seconds: 120 * 60,
        label: "120 min: Magic Actions stop",
    },
];

/// Per cent of the width that stand for the build before the upload ends.
pub(super) const BUILD: f64 = 12.0;

/// Where the axis ends; the rest is for marks that stand at its end.
const END: f64 = 97.0;

/// Per cent of the width for each limit that is never reached.
const TAIL: f64 = 11.0;

/// A time axis, in per cent of the drawing's width.
pub(super) struct Scale {
    /// Moments and where they stand, both rising.
    points: Vec<(u64, f64)>,
}

impl Scale {
    pub(super) fn new(timeline: &Timeline) -> Self {
        let after_build = |step: &&Step| step.phase == Phase::PostProcessing;
        let steps = timeline.steps.iter().filter(after_build);
        let has_limits = steps.clone().next().is_some();
        let mut moments: Vec<u64> = steps
            .flat_map(|step| [step.starts_at, step.ends_at])
            .chain([0, timeline.ends_at])
            .collect();
        let last = moments.iter().copied().max().unwrap_or_default();
        let limits = LIMITS.iter().map(|limit| limit.seconds);
        let limits = limits.filter(|_| has_limits);
        moments.extend(limits.clone().filter(|&limit| limit < last));
        moments.sort_unstable();
        moments.dedup();
        let tails: Vec<u64> = limits.filter(|&limit| limit > last).collect();

        let stretch = |from: u64, to: u64| {
            let seconds = to.saturating_sub(from);
            #[allow(clippy::cast_precision_loss, reason = "hours of a drawing")]
            let seconds = seconds as f64;
            1.0 + (1.0 + seconds / 10.0).ln()
        };
        let stretches = moments.windows(2).filter_map(|pair| match pair {
            [from, to] => Some((*to, stretch(*from, *to))),
            _ => None,
        });
        let stretches: Vec<_> = stretches.collect();
        let total: f64 = stretches.iter().map(|(_, stretch)| stretch).sum();
        #[allow(clippy::cast_precision_loss, reason = "two at most")]
        let number = tails.len() as f64;
        // Where nothing takes time, only the limits are left to be drawn.
        let tail = if stretches.is_empty() {
            (END - BUILD) / number.max(1.0)
        } else {
            TAIL
        };
        let width = END - BUILD - tail * number;

        let mut points = vec![(0, BUILD)];
        let mut at = BUILD;
        for (moment, stretch) in stretches {
            at += width * stretch / total;
            points.push((moment, at));
        }
        for moment in tails {
            at += tail;
            points.push((moment, at));
        }
        Self { points }
    }

    /// Where a moment stands.
    pub(super) fn at(&self, seconds: u64) -> f64 {
        let after = self.points.partition_point(|(moment, _)| *moment < seconds);
        let (Some(&(to, end)), before) = (self.points.get(after), after.checked_sub(1)) else {
            return self.points.last().map_or(BUILD, |(_, at)| *at);
        };
        let Some(&(from, start)) = before.and_then(|before| self.points.get(before)) else {
            return end;
        };
        #[allow(clippy::cast_precision_loss, reason = "hours of a drawing")]
        let part = (seconds - from) as f64 / (to - from).max(1) as f64;
        start + (end - start) * part
    }

    /// Limits and where they stand.
    pub(super) fn limits(&self) -> impl Iterator<Item = (&'static Limit, f64)> + '_ {
        let last = self.points.last().map_or(0, |(moment, _)| *moment);
        let shown = LIMITS.iter().filter(move |limit| limit.seconds <= last);
        shown.map(|limit| (limit, self.at(limit.seconds)))
    }

    /// Moments that are named on the axis, far enough from each other: the start, the
    /// end, and of those between as many as there is room for.
    pub(super) fn named(&self, ends_at: u64) -> Vec<(u64, f64)> {
        const ROOM: f64 = 15.0;
        let end = self.at(ends_at);
        let mut named = vec![(0, BUILD)];
        for &(moment, at) in &self.points {
            let before = named.last().map_or(BUILD, |(_, at)| *at);
            let is_free = at - before >= ROOM && (end - at >= ROOM || moment == ends_at);
            if moment <= ends_at && is_free {
                named.push((moment, at));
            }
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::timeline::{Outcome, Status, StepName};

    /// The scale of steps that start where the one before ends.
    fn scale(ends: &[u64]) -> Scale {
        let starts = std::iter::once(&0).chain(ends);
        let step = |(&starts_at, &ends_at)| Step {
            phase: Phase::PostProcessing,
            name: StepName::FindBuild,
            status: Status::Done,
            starts_at,
            ends_at,
            detail: String::new(),
            causes: Vec::new(),
            requests: Vec::new(),
        };
        Scale::new(&Timeline {
            workflow: String::new(),
            steps: starts.zip(ends).map(step).collect(),
            outcome: Outcome::Published,
            ends_at: ends.last().copied().unwrap_or_default(),
            audience: Vec::new(),
            by_hand: Vec::new(),
            would_fail_next: Vec::new(),
            placeholders: Vec::new(),
        })
    }

    #[test]
    fn five_seconds_and_two_hours_are_both_seen() {
        let scale = scale(&[5, 7200]);
        let (start, short, long) = (scale.at(0), scale.at(5), scale.at(7200));
        assert!((start - BUILD).abs() < 0.01 && (long - END).abs() < 0.01);
        assert!(short - start > 5.0, "{short}");
        assert!(long - short > 3.0 * (short - start), "{long}");
    }

    #[test]
    fn later_is_further_right_and_nothing_leaves_the_drawing() {
        for ends in [
            &[0][..],
            &[60],
            &[900],
            &[60, 380],
            &[7200],
            &[9000],
            &[u64::MAX],
        ] {
            let scale = scale(ends);
            let moments = [0, 1, 59, 60, 61, 380, 899, 900, 7199, 7200, u64::MAX];
            let places = moments.map(|moment| scale.at(moment));
            assert!(places.is_sorted(), "{ends:?}: {places:?}");
            assert!(places.iter().all(|at| (BUILD..=END + 0.01).contains(at)));
        }
    }

    #[test]
    fn limits_are_there_also_where_nothing_reaches_them() {
        for ends in [&[0][..], &[60], &[900], &[7200]] {
            let places: Vec<f64> = scale(ends).limits().map(|(_, at)| at).collect();
            let [found, done] = places[..] else {
                panic!("{places:?}");
            };
            assert!(found + 5.0 < done, "{ends:?}: {places:?}");
        }
        assert_eq!(scale(&[]).limits().count(), 0);
    }

    #[test]
    fn names_on_the_axis_keep_their_distance() {
        let ends: Vec<u64> = (1..40).map(|step| step * 20).collect();
        let named = scale(&ends).named(780);
        assert!(named.len() > 2 && named.last().map(|it| it.0) == Some(780));
        assert!(named.windows(2).all(|pair| pair[1].1 - pair[0].1 >= 14.9));
    }
}
