//! Killed at any moment.
//!
//! `CODEMAGIC_LINT_KILLS` says how often; `scripts/kill` does it 600 times and prints
//! what was found.

#[cfg(target_os = "linux")]
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
#[cfg(target_os = "linux")]
use std::path::Path;
use std::path::PathBuf;
#[cfg(target_os = "linux")]
use std::process::{Child, Command};
use std::time::{Duration, Instant, SystemTime};

#[cfg(target_os = "linux")]
use super::quiet;
use super::support::cli::Project;
#[cfg(target_os = "linux")]
use super::support::cli::program;
use super::{Files, files, mended, repository, start, temporaries};

const FILES: usize = 6;

/// How often, where nothing else is said.
const KILLS: usize = 60;

/// Numbers that are different in every run: chance finds what a fixed choice misses.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Self(u64::from(now.unwrap().subsec_nanos()) | 1)
    }

    /// Up to so much.
    fn below(&mut self, most: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let share = u32::try_from(self.0 >> 48).unwrap();
        most * share / (1 << 16)
    }
}

/// What was found after the kills.
#[derive(Default, Debug)]
struct Found {
    kills: usize,
    /// The program was done before.
    too_late: usize,
    nothing_written: usize,
    some_written: usize,
    all_written: usize,
    temporaries: usize,
}

impl Found {
    /// Looks at the files after a kill: each is the old one or the new one.
    fn look(&mut self, project: &Project, old: &Files, new: &Files) {
        let mut written = 0;
        for (name, text) in old {
            let present = project.read(name);
            let is_new = present == new[name];
            assert!(is_new || present == *text, "{name} is neither old nor new");
            written += usize::from(is_new);
        }
        match written {
            0 => self.nothing_written += 1,
            all if all == old.len() => self.all_written += 1,
            _ => self.some_written += 1,
        }
        self.temporaries += strays(project, old).len();
    }
}

fn strays(project: &Project, files: &Files) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for name in files.keys() {
        let directory = project.path(name).parent().unwrap().to_path_buf();
        all.extend(
            temporaries(&directory)
                .into_iter()
                .map(|name| directory.join(name)),
        );
    }
    all
}

/// The next run does what the killed one did not, and what that one left is not in its way.
fn is_finished_by_the_next(project: &Project, old: &Files, new: &Files) {
    let left = strays(project, old);
    let checked = project.run(&["check", "--output-format", "json", "--fail-on", "never"]);
    assert_eq!(checked.files(), old.keys().cloned().collect::<Vec<_>>());
    let fixed = project.run(&["check", "--fix", "--fail-on", "never"]);
    assert_eq!(fixed.code, Some(0), "{fixed:?}");
    // Nothing but what may be somebody's is told of.
    let kept = left
        .iter()
        .filter(|it| it.extension().is_some_and(|end| end == "kept"));
    assert_eq!(fixed.stderr.lines().count(), 2 * kept.count(), "{fixed:?}");
    for (name, text) in new {
        assert_eq!(&project.read(name), text, "{name}");
    }
    // They are young, and might be those of a run that is under way, or somebody's.
    assert_eq!(strays(project, old), left);
}

#[test]
fn a_killed_run_leaves_every_file_old_or_new() {
    let kills = std::env::var("CODEMAGIC_LINT_KILLS").map_or(KILLS, |it| it.parse().unwrap());
    let old = files(FILES, 12);
    let new = mended(&old);
    let project = repository(&old);
    let begin = Instant::now();
    assert!(start(&project).wait().unwrap().code().is_some());
    let whole = begin.elapsed();

    let mut chance = Chance::new();
    let mut found = Found::default();
    while found.kills < kills {
        for (name, text) in &old {
            project.write(name, text);
        }
        for stray in strays(&project, &old) {
            fs::remove_file(stray).unwrap();
        }
        let mut child = start(&project);
        if found.kills % 2 == 0 {
            std::thread::sleep(chance.below(whole));
        } else {
            // From the first sign of writing on.
            while strays(&project, &old).is_empty() && child.try_wait().unwrap().is_none() {}
            std::thread::sleep(chance.below(whole / 20));
        }
        child.kill().unwrap();
        if child.wait().unwrap().signal() != Some(9) {
            found.too_late += 1;
            continue;
        }
        found.kills += 1;
        found.look(&project, &old, &new);
        if found.kills % 10 == 0 {
            is_finished_by_the_next(&project, &old, &new);
        }
    }
    println!("{found:#?}");
    assert!(
        found.some_written > 0,
        "no kill fell between two files: {found:?}"
    );
}

/// The calls by which a file is written; some have two names.
#[cfg(target_os = "linux")]
const CALLS: [&[&str]; 6] = [
    &["openat"],
    &["write"],
    &["fchmod"],
    &["fsync"],
    &["renameat2"],
    &["unlink", "unlinkat"],
];

/// Runs the program below strace, with one thread that writes.
#[cfg(target_os = "linux")]
struct Traced<'p> {
    project: &'p Project,
    log: PathBuf,
}

#[cfg(target_os = "linux")]
impl<'p> Traced<'p> {
    /// `None` where there is no strace, or it may not look.
    fn new(project: &'p Project) -> Option<Self> {
        let log = project.path("calls.log");
        let traced = Self { project, log };
        let is_there = Path::new(STRACE).exists()
            && traced.start(&[]).wait().unwrap().code().is_some()
            && !traced.lines().is_empty();
        if !is_there {
            println!("skipped: strace is not there or may not look");
        }
        is_there.then_some(traced)
    }

    /// Starts `--fix` with these disturbances. The child is the program itself.
    fn start(&self, disturbances: &[String]) -> Child {
        let program = program(self.project.directory());
        let mut command = Command::new(STRACE);
        command.current_dir(self.project.directory());
        command.env("PATH", "").env("RAYON_NUM_THREADS", "1");
        command.args(["-D", "-f", "-qq", "-o"]).arg(&self.log);
        let calls: Vec<_> = CALLS.concat();
        command.args(["-e", &format!("trace={}", calls.join(","))]);
        for disturbance in disturbances {
            command.args(["-e", &format!("inject={disturbance}")]);
        }
        command.arg(program.get_program()).args(["check", "--fix"]);
        quiet(&mut command)
    }

    /// The calls of the thread that wrote, from the first temporary file on, and how many
    /// it had made of each before.
    fn calls(&self) -> (BTreeMap<String, usize>, Vec<String>) {
        let (mut before, mut after) = (BTreeMap::new(), Vec::new());
        let lines = self.lines();
        let first = lines.iter().find(|line| is_temporary(line));
        let writer = first.unwrap().split(' ').next().unwrap();
        for line in lines.iter().filter(|line| line.starts_with(writer)) {
            let call = line.trim_start_matches(writer).trim_start();
            let Some((name, _)) = call.split_once('(') else {
                continue;
            };
            if after.is_empty() && !is_temporary(line) {
                *before.entry(name.to_owned()).or_default() += 1;
            } else {
                after.push(name.to_owned());
            }
        }
        (before, after)
    }

    /// What strace wrote, once it is done: that may be later than the program is.
    fn lines(&self) -> Vec<String> {
        let mut text = fs::read_to_string(&self.log).unwrap_or_default();
        for _ in 0..500 {
            std::thread::sleep(Duration::from_millis(2));
            let now = fs::read_to_string(&self.log).unwrap_or_default();
            if now == text && now.ends_with('\n') {
                break;
            }
            text = now;
        }
        text.lines().map(str::to_owned).collect()
    }
}

#[cfg(target_os = "linux")]
const STRACE: &str = "/usr/bin/strace";

/// Whether a call makes a temporary file.
#[cfg(target_os = "linux")]
fn is_temporary(line: &str) -> bool {
    line.contains("openat(") && line.contains("/.codemagic-lint-")
}

/// What a killed run leaves is ours alone where its name says so, and else old or new.
#[cfg(target_os = "linux")]
fn leftovers_are_what_they_are_called(project: &Project, old: &Files, new: &Files) {
    for stray in strays(project, old) {
        let name = stray.display();
        let text = fs::read_to_string(&stray).unwrap();
        let is_ours = new.values().any(|new| new.starts_with(&text));
        match stray.extension().and_then(|end| end.to_str()) {
            Some("tmp") => assert!(is_ours, "{name}: {text}"),
            Some("kept") => assert!(
                old.values().chain(new.values()).any(|it| *it == text),
                "{name}: {text}"
            ),
            _ => panic!("{name}"),
        }
    }
}

/// Kills the program at each system call from the first temporary file on.
#[cfg(target_os = "linux")]
#[test]
fn a_run_killed_at_any_system_call_leaves_every_file_old_or_new() {
    let old = files(2, 2);
    let new = mended(&old);
    let project = repository(&old);
    let Some(traced) = Traced::new(&project) else {
        return;
    };
    let (before, after) = traced.calls();
    let mut found = Found::default();
    let mut kills: BTreeMap<&str, usize> = BTreeMap::new();
    for call in CALLS.concat() {
        let made = after.iter().filter(|name| *name == call).count();
        for number in 1..=made {
            for (name, text) in &old {
                project.write(name, text);
            }
            for stray in strays(&project, &old) {
                fs::remove_file(stray).unwrap();
            }
            let number = before.get(call).unwrap_or(&0) + number;
            let kill = format!("{call}:signal=KILL:when={number}");
            let ended = traced.start(&[kill]).wait().unwrap();
            assert_eq!(ended.signal(), Some(9), "{call} {number}: {ended:?}");
            found.kills += 1;
            *kills.entry(call).or_default() += 1;
            found.look(&project, &old, &new);
            leftovers_are_what_they_are_called(&project, &old, &new);
            if number == before.get(call).unwrap_or(&0) + made {
                is_finished_by_the_next(&project, &old, &new);
            }
        }
    }
    println!("{found:#?} {kills:#?}");
    for names in CALLS {
        let killed = names.iter().any(|name| kills.contains_key(name));
        assert!(killed, "never killed at {names:?}: {kills:?}");
    }
    assert!(found.nothing_written > 0 && found.some_written > 0 && found.all_written > 0);
    assert!(found.temporaries > 0, "{found:?}");
}

/// An editor saves right before the places are changed, and the run is killed right after.
#[cfg(target_os = "linux")]
#[test]
fn what_an_editor_saved_is_told_of_after_a_kill() {
    let old = files(1, 2);
    let (name, text) = old.iter().next().unwrap();
    let new = &mended(&old)[name];
    let project = repository(&old);
    let Some(traced) = Traced::new(&project) else {
        return;
    };
    let (before, after) = traced.calls();
    let renames = after.iter().filter(|call| *call == "renameat2").count();
    let last = before.get("renameat2").unwrap_or(&0) + renames;
    project.write(name, text);
    let delay = format!("renameat2:delay_enter=1500000:delay_exit=3000000:when={last}");
    let mut run = traced.start(&[delay]);
    let is_aside = |path: &PathBuf| path.extension().is_some_and(|end| end == "kept");
    while !strays(&project, &old).iter().any(is_aside) {
        assert!(run.try_wait().unwrap().is_none());
    }
    project.write(name, "of an editor");
    while project.read(name) != *new {
        assert!(run.try_wait().unwrap().is_none());
    }
    run.kill().unwrap();
    assert_eq!(run.wait().unwrap().signal(), Some(9));

    let left = strays(&project, &old);
    assert_eq!(fs::read_to_string(&left[0]).unwrap(), "of an editor");
    for _ in 0..2 {
        let run = project.run(&["check", "--fix", "--quiet"]);
        let file = left[0].file_name().unwrap().to_str().unwrap();
        let told = format!("`app0/{file}` was left when a file was replaced");
        assert!(run.stderr.contains(&told), "{run:?}");
    }
    assert_eq!(strays(&project, &old), left);
    fs::remove_file(&left[0]).unwrap();
    let run = project.run(&["check", "--fix"]);
    assert!(!run.stderr.contains(".kept"), "{run:?}");
}

/// How often the run reads a directory, where it mends so many files of one.
#[cfg(target_os = "linux")]
fn reads_of_directories(count: usize) -> Option<usize> {
    let text = files(1, 1).into_values().next().unwrap();
    let project = Project::new(&[]);
    let names: Vec<_> = (0..count).map(|it| format!("f{it}.yaml")).collect();
    for name in &names {
        project.write(name, &text);
    }
    let log = project.path("calls.log");
    let program = program(project.directory());
    let mut command = Command::new(STRACE);
    command.current_dir(project.directory()).env("PATH", "");
    command.args(["-f", "-qq", "-e", "trace=getdents64", "-o"]);
    command.arg(&log).arg(program.get_program());
    command.args(["check", "--fix"]).args(&names);
    quiet(&mut command).wait().unwrap();
    if project.read(&names[0]) == text {
        return None;
    }
    Some(fs::read_to_string(log).unwrap().lines().count())
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_is_not_read_for_every_file_in_it() {
    if !Path::new(STRACE).exists() {
        println!("skipped: strace is not there");
        return;
    }
    let Some(few) = reads_of_directories(4) else {
        println!("skipped: strace may not look");
        return;
    };
    let many = reads_of_directories(24).unwrap();
    assert!(
        few > 0 && many < few + 20,
        "{few} for 4 files, {many} for 24"
    );
}
