//! Killed at any moment.
//!
//! `CODEMAGIC_LINT_KILLS` says how often; `scripts/kill` does it 600 times and prints
//! what was found.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use super::support::cli::{Project, program};
use super::{Files, files, mended, quiet, repository, start, temporaries};

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
    project
        .run(&["check", "--fix", "--fail-on", "never"])
        .ends_with(0);
    for (name, text) in new {
        assert_eq!(&project.read(name), text, "{name}");
    }
    // They are young, and might be those of a run that is under way.
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

/// The calls by which a file is written.
const CALLS: [&str; 8] = [
    "openat",
    "write",
    "fchmod",
    "fchown",
    "fsync",
    "rename",
    "renameat2",
    "unlink",
];

/// Kills the program when it has made a system call so many times, by strace.
#[cfg(target_os = "linux")]
#[test]
fn a_run_killed_at_any_system_call_leaves_every_file_old_or_new() {
    let strace = PathBuf::from("/usr/bin/strace");
    let old = files(2, 2);
    let new = mended(&old);
    let project = repository(&old);
    let run = |call: &str, number: usize| {
        let program = program(project.directory());
        let mut command = Command::new(&strace);
        command.current_dir(project.directory()).env("PATH", "");
        command
            .args(["-f", "-qq", "-o", "/dev/null", "-P"])
            .arg(project.directory());
        for name in old.keys() {
            command.arg("-P").arg(project.path(name));
        }
        command.args(["-e", &format!("trace={call}")]);
        command.args(["-e", &format!("inject={call}:signal=KILL:when={number}")]);
        command.arg(program.get_program()).args(["check", "--fix"]);
        quiet(&mut command).wait().unwrap()
    };
    if !strace.exists() || run("none", 1).code().is_none() {
        println!("skipped: strace is not there or may not look");
        return;
    }
    let mut found = Found::default();
    for call in CALLS {
        for number in 1.. {
            for (name, text) in &old {
                project.write(name, text);
            }
            for stray in strays(&project, &old) {
                fs::remove_file(stray).unwrap();
            }
            if run(call, number).signal() != Some(9) {
                break;
            }
            found.kills += 1;
            found.look(&project, &old, &new);
        }
    }
    println!("{found:#?}");
    assert!(found.kills > 0, "{found:?}");
}
