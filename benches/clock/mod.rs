//! Times that can be compared on a machine that does other things as well.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Something that can be done again and again, and tells how long it took.
pub type Work<'a> = Box<dyn FnMut() -> Duration + 'a>;

/// From here on others may have had the processor meanwhile.
const LONG: Duration = Duration::from_millis(5);

/// How long something made of `input` takes; making it and dropping the result are
/// not counted. Where it takes long, only the time is counted in which this thread
/// had a processor, if the system tells: it must do its work in this thread.
pub fn timed<I, O>(input: I, measured: impl FnOnce(I) -> O) -> Duration {
    let before = processor_time();
    let start = Instant::now();
    let output = black_box(measured(black_box(input)));
    let took = start.elapsed();
    if took < LONG {
        return took;
    }
    let alone = processor_time().zip(before);
    drop(output);
    alone.map_or(took, |(after, before)| {
        took.min(after.saturating_sub(before))
    })
}

/// How long something takes, whoever does it.
pub fn waited<O>(measured: impl FnOnce() -> O) -> Duration {
    let start = Instant::now();
    black_box(measured());
    start.elapsed()
}

/// How long this thread had a processor, where the system tells.
fn processor_time() -> Option<Duration> {
    // The system counts up to the last time that another thread might have been chosen.
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The least time of each, and of each the median ratio to the first.
pub struct Compared {
    /// The least times, in the order of the works.
    pub least: Vec<Duration>,
    /// The medians of `work / first work` of one round.
    pub medians: Vec<f64>,
}

impl Compared {
    /// How many times the least time of one is that of another, by their places.
    pub fn ratio(&self, one: usize, other: usize) -> f64 {
        self.least[one].as_secs_f64() / self.least[other].as_secs_f64()
    }
}

/// Does all works in turn, so that what disturbs one disturbs the others too: at
/// least so many rounds, and more until the time is spent.
pub fn in_turn(works: &mut [Work<'_>], rounds: usize, budget: Duration) -> Compared {
    let start = Instant::now();
    let mut times: Vec<Vec<Duration>> = Vec::new();
    while times.len() < rounds || (start.elapsed() < budget && times.len() < 2000) {
        times.push(works.iter_mut().map(|work| work()).collect());
    }
    let least = |index: usize| times.iter().map(|round| round[index]).min();
    let ratios = |index: usize| {
        let ratio = |round: &Vec<Duration>| round[index].as_secs_f64() / round[0].as_secs_f64();
        median(times.iter().map(ratio).collect())
    };
    Compared {
        least: (0..works.len()).filter_map(least).collect(),
        medians: (0..works.len()).map(ratios).collect(),
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
