//! What one thing costs beside another, measured in turn in one run: the check
//! beside the YAML parser, a file beside its half, an editor's answers beside a
//! parse. `scripts/bench ratios` and `scripts/bench large` run it;
//! `docs/performance.md` says how to read it.
//!
//! ```sh
//! cargo bench --bench ratios -- [checks | growth | editor | large]… [--check]
//! ```
//!
//! Without names it measures all but `large`, which takes minutes. With `--check`
//! the exit code is 1 where an aim is missed.

mod clock;
#[allow(dead_code, reason = "the other benches need other kinds of files")]
mod input;
mod session;
mod settings;

use std::cell::Cell;
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, fs};

use clock::{Work, in_turn, timed, waited};
use codemagic_lint::rules;
use codemagic_lint::syntax::{self, SourceFile};
use session::Editor;

/// Most that the check may take, as a multiple of the YAML parser's events.
const CHECK_AIM: f64 = 3.0;
/// Most by which the time may grow where a file doubles.
const GROWTH_AIM: f64 = 2.2;
/// Most that an editor may wait, as a multiple of a parse.
const EDITOR_AIM: f64 = 5.0;

/// How long a comparison of small files goes on.
const BUDGET: Duration = Duration::from_secs(3);

/// The argument by which this program starts itself for a single check.
const ONCE: &str = "--once";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [once, series, count] = arguments.as_slice()
        && once == ONCE
    {
        return check_once(series, count);
    }
    // Cargo says so where the benches are measured, not only tried.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let mut names: Vec<&str> = arguments.iter().map(String::as_str).collect();
    names.retain(|name| !name.starts_with("--"));
    if names.is_empty() {
        names = vec!["checks", "growth", "editor"];
    }
    let mut all_hold = true;
    for name in names {
        let rows: Box<dyn Iterator<Item = Row>> = match name {
            "checks" => Box::new([1, 20, 500].into_iter().map(checked)),
            "growth" => Box::new(SERIES.iter().filter_map(|it| grown(it, it.small, 7))),
            "large" => Box::new(SERIES.iter().filter_map(|it| grown(it, it.large?, 3))),
            "editor" => Box::new(editor().into_iter()),
            other => {
                eprintln!("no comparison is named `{other}`");
                return ExitCode::from(2);
            }
        };
        all_hold &= print_table(name, rows);
    }
    if arguments.iter().any(|argument| argument == "--check") && !all_hold {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// A line of a table: what was compared, and what must not be above the aim.
struct Row {
    cells: Vec<String>,
    ratio: f64,
    aim: f64,
}

impl Row {
    fn holds(&self) -> bool {
        self.ratio <= self.aim
    }
}

/// Prints a table, row by row as they are measured, between the marks by which
/// `scripts/bench-page.py` finds its place; whether all aims hold.
fn print_table(name: &str, rows: impl Iterator<Item = Row>) -> bool {
    let heads = match name {
        "checks" => "Workflows | Size | Events | Whole check | Median of pairs",
        "editor" => "Answer to a keystroke | Time | One parse | Median of pairs",
        _ => "What doubles | From | To | Time for the last | MB/s | Memory / size | Each doubling",
    };
    println!("<!-- made by `scripts/bench`: {name}: begin -->");
    println!("| {heads} | Ratio | Aim | |");
    println!("|{}", " --- |".repeat(heads.split('|').count() + 3));
    let mut all_hold = true;
    for row in rows {
        let verdict = if row.holds() { "holds" } else { "missed" };
        all_hold &= row.holds();
        let Row { cells, ratio, aim } = row;
        let cells = cells.join(" | ");
        println!("| {cells} | {ratio:.2} | ≤ {aim} | {verdict} |");
    }
    println!("<!-- made by `scripts/bench`: {name}: end -->\n");
    all_hold
}

fn source(text: &str) -> SourceFile {
    SourceFile::new("codemagic.yaml", text)
}

/// The whole check with every rule on, beside the events of the YAML parser.
fn checked(workflows: usize) -> Row {
    let settings = settings::of(|_| true);
    let text = input::file(workflows);
    let mut works: [Work; 2] = [
        Box::new(|| timed(&text, |text| syntax::count_events(text))),
        Box::new(|| timed(source(&text), |source| rules::check(source, &settings))),
    ];
    let compared = in_turn(&mut works, 11, BUDGET);
    Row {
        cells: vec![
            workflows.to_string(),
            bytes(text.len()),
            time(compared.least[0]),
            time(compared.least[1]),
            format!("{:.2}", compared.medians[1]),
        ],
        ratio: compared.ratio(1, 0),
        aim: CHECK_AIM,
    }
}

/// What an editor waits for, beside one parse of a file of 1,100 lines.
fn editor() -> Vec<Row> {
    let text = input::file(18);
    let (mut typist, mut writer) = (Editor::open(&text), Editor::open(&text));
    let mut works: [Work; 3] = [
        Box::new(|| timed(source(&text), syntax::parse)),
        Box::new(|| waited(|| typist.keystroke())),
        Box::new(|| waited(|| writer.completion())),
    ];
    let compared = in_turn(&mut works, 11, BUDGET);
    let row = |(index, name): (usize, &str)| Row {
        cells: vec![
            name.to_owned(),
            time(compared.least[index]),
            time(compared.least[0]),
            format!("{:.2}", compared.medians[index]),
        ],
        ratio: compared.ratio(index, 0),
        aim: EDITOR_AIM,
    };
    [(1, "diagnostics"), (2, "completion")].map(row).into()
}

/// Files of one kind that double.
struct Series {
    name: &'static str,
    make: fn(usize) -> String,
    /// How many of what doubles the smallest file has.
    small: usize,
    /// The same for files of 3 to 50 MB, where those are measured.
    large: Option<usize>,
}

impl Series {
    const fn new(name: &'static str, make: fn(usize) -> String, small: usize) -> Self {
        Self {
            name,
            make,
            small,
            large: None,
        }
    }

    const fn or_large(mut self, large: usize) -> Self {
        self.large = Some(large);
        self
    }
}

/// How often a file doubles.
const DOUBLINGS: u32 = 4;

const SERIES: [Series; 9] = [
    Series::new("workflows", input::file, 50).or_large(1300),
    Series::new("scripts", input::scripts, 250).or_large(9500),
    Series::new("lines of one script", input::long_script, 2000).or_large(57_000),
    Series::new("aliases", input::aliases, 500).or_large(44_000),
    Series::new("variables set and read", input::flow, 500),
    Series::new("patterns", input::patterns, 500),
    Series::new("variables", input::variables, 500),
    Series::new("inputs", input::inputs, 500),
    Series::new("depth", input::depth, 15),
];

/// What a single check took, in a process of its own.
#[derive(Clone, Copy)]
struct Once {
    took: Duration,
    size: usize,
    /// Bytes that were in memory at most, the text included.
    peak: usize,
}

/// Each file beside its half, every check in a process of its own: so all get memory
/// that was not used before, as a check from the command line does.
fn grown(series: &Series, smallest: usize, rounds: usize) -> Option<Row> {
    let counts: Vec<usize> = (0..=DOUBLINGS).map(|power| smallest << power).collect();
    let latest: Vec<Cell<Option<Once>>> = counts.iter().map(|_| Cell::new(None)).collect();
    let mut works: Vec<Work> = Vec::new();
    for (count, latest) in counts.iter().zip(&latest) {
        works.push(Box::new(|| {
            latest.set(start_once(series.name, *count));
            latest.get().map_or(Duration::ZERO, |once| once.took)
        }));
    }
    let compared = in_turn(&mut works, rounds, Duration::ZERO);
    let measured: Vec<Once> = latest.iter().filter_map(Cell::get).collect();
    let (first, last) = (measured.first()?, measured.last()?);
    let steps: Vec<f64> = (1..counts.len())
        .map(|to| compared.ratio(to, to - 1))
        .collect();
    let took = *compared.least.last()?;
    let shown: Vec<String> = steps.iter().map(|step| format!("{step:.2}")).collect();
    Some(Row {
        cells: vec![
            series.name.to_owned(),
            bytes(first.size),
            bytes(last.size),
            time(took),
            format!("{:.1}", per_second(last.size, took)),
            format!("{:.0}", ratio(last.peak, last.size)),
            shown.join(", "),
        ],
        ratio: steps.iter().copied().fold(0.0, f64::max),
        aim: GROWTH_AIM,
    })
}

/// Starts this program for one check, and reads what it prints.
fn start_once(series: &str, count: usize) -> Option<Once> {
    let program = env::current_exe().ok()?;
    let count = count.to_string();
    let output = Command::new(program)
        .args([ONCE, series, &count])
        .output()
        .ok()?;
    let printed = String::from_utf8(output.stdout).ok()?;
    let mut numbers = printed.split_whitespace().map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(Once {
        took: Duration::from_nanos(u64::try_from(next()?).ok()?),
        size: next()?,
        peak: next()?,
    })
}

/// Checks one file, and prints nanoseconds, its size and the most memory, in bytes.
fn check_once(series: &str, count: &str) -> ExitCode {
    let series = SERIES.iter().find(|one| one.name == series);
    let (Some(series), Ok(count)) = (series, count.parse::<usize>()) else {
        return ExitCode::from(2);
    };
    let settings = settings::of(|_| true);
    // What is made once for all files is not counted.
    rules::check(source(&input::file(3)), &settings);
    let text = (series.make)(count);
    let size = text.len();
    let took = timed(source(&text), |source| rules::check(source, &settings));
    println!("{} {size} {}", took.as_nanos(), peak_memory());
    ExitCode::SUCCESS
}

/// The most memory that this process has had, in bytes, where the system tells.
fn peak_memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or_default() * 1024
}

fn bytes(count: usize) -> String {
    match count {
        0..100_000 => format!("{:.1} KB", ratio(count, 1000)),
        _ => format!("{:.2} MB", ratio(count, 1_000_000)),
    }
}

fn time(took: Duration) -> String {
    let millis = took.as_secs_f64() * 1e3;
    match millis {
        ..1.0 => format!("{:.0} µs", millis * 1e3),
        ..1000.0 => format!("{millis:.2} ms"),
        _ => format!("{:.2} s", millis / 1e3),
    }
}

/// Megabytes a second.
fn per_second(size: usize, took: Duration) -> f64 {
    ratio(size, 1_000_000) / took.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "shown with few digits")]
fn ratio(one: usize, other: usize) -> f64 {
    one as f64 / other as f64
}
