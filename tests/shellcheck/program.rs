//! Programs that do not behave, and how often one is started.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use codemagic_lint::rules::shell_lint::{Dialect, ShellLint as _, ShellScript};
use codemagic_lint::shellcheck::{Program, ProgramError, RunError, Shellcheck};

use super::literal;
use super::support::{self, cli::Project};

/// What answers like shellcheck when asked for its version.
const VERSION: &str = "#!/bin/sh\nif [ \"$1\" = --version ]; then\n  echo 'ShellCheck - x'\n  \
                       echo 'version: 0.11.0'\n  exit 0\nfi\n";

fn write_program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A repository with a program of this behaviour beside it, in `bin`.
fn project(program: &str) -> Project {
    let project = Project::new(&[("codemagic.yaml", &literal("echo $x")), ("bin/", "")]);
    write_program(&project.path("bin/shellcheck"), program);
    project
}

#[test]
fn absence_is_silent_unless_asked() {
    let project = Project::new(&[("codemagic.yaml", &literal("echo $x"))]);
    let run = project.run(&["check", "--select", "scripts"]);
    run.ends_with(0);
    let run = project.run(&["check", "--select", "scripts", "--verbose"]);
    assert!(
        run.stderr.contains("shellcheck is not installed"),
        "{run:?}"
    );
    let quiet = project.run(&["check", "--ignore", "shellcheck", "--verbose"]);
    assert!(!quiet.stderr.contains("shellcheck"), "{quiet:?}");
}

#[test]
fn a_program_that_was_asked_for_must_be_usable() {
    let cases = [
        ("no-such", "", "there is no"),
        (
            "bin/other",
            "#!/bin/sh\necho hello\n",
            "does not answer like shellcheck",
        ),
        (
            "bin/old",
            "#!/bin/sh\necho 'ShellCheck - x'\necho 'version: 0.6.0'\n",
            "is shellcheck 0.6.0",
        ),
        (
            "bin/failing",
            "#!/bin/sh\nexit 3\n",
            "failed: exit status: 3",
        ),
        ("bin/broken", "#!/no/such/interpreter\n", "could not be run"),
        (".", "", "is not a file"),
        ("", "", "is empty"),
    ];
    for (name, program, word) in cases {
        let project = project("");
        if !program.is_empty() {
            write_program(&project.path(name), program);
        }
        let run = project.run(&["check", "--shellcheck", name]);
        run.fails_with(&[word, "help: "]);
    }
    let old = project("#!/bin/sh\necho 'ShellCheck - x'\necho 'version: 0.6.0'\n");
    let path = old.path("bin/shellcheck");
    let error = Program::at(&path).unwrap_err();
    assert_eq!(error, ProgramError::TooOld(path, "0.6.0".to_owned()));
    assert_eq!(error.help(), "version 0.7.0 or newer is needed");
}

#[test]
fn a_program_that_fails_costs_a_note_or_where_asked_for_the_run() {
    let cases = [
        ("echo '{'", "cannot be read"),
        ("echo '[]'", "cannot be read"),
        ("printf '\\377\\376'", "cannot be read"),
        ("exit 4", "failed: exit status: 4"),
        ("kill -9 $$", "failed: signal: 9"),
        (":", "cannot be read"),
    ];
    for (behaviour, word) in cases {
        let project = project(&format!("{VERSION}{behaviour}\n"));
        let asked = project.run(&["check", "--shellcheck", "bin/shellcheck"]);
        asked.fails_with(&[word, "it was not heard on 1 script"]);

        let bin = project.path("bin");
        let select = ["--select", "shellcheck"];
        let mut command =
            project.command(&[&["check", "--output-format", "json"], &select[..]].concat());
        command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        let run = support::cli::Run::of(&mut command);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stderr.contains(word), "{behaviour}: {run:?}");
        assert_eq!(run.rules(), [""; 0]);
    }
}

#[test]
fn a_program_that_hangs_is_ended() {
    let project = project(&format!("{VERSION}exec sleep 100\n"));
    let program = Program::at(&project.path("bin/shellcheck")).unwrap();
    let shellcheck = Shellcheck::new(program).with_timeout(Duration::from_millis(300));
    let script = ShellScript {
        dialect: Dialect::Bash,
        text: "ls".to_owned(),
    };
    let begin = Instant::now();
    assert_eq!(shellcheck.lint(std::slice::from_ref(&script)), [None]);
    assert_eq!(shellcheck.lint(&[script]), [None]);
    assert!(begin.elapsed() < Duration::from_secs(30));
    assert!(!shellcheck.is_complete());
    assert_eq!(shellcheck.troubles(), (vec![RunError::TimedOut], 1));
}

#[test]
fn a_program_that_hangs_is_asked_once() {
    let project = project("");
    let (program, log) = (project.path("bin/shellcheck"), project.path("log"));
    let hangs = format!("{VERSION}echo run >> '{}'\nexec sleep 100\n", log.display());
    write_program(&program, &hangs);
    let program = Program::at(&program).unwrap();
    let shellcheck = Shellcheck::new(program).with_timeout(Duration::from_millis(300));
    let script = |text: &str| ShellScript {
        dialect: Dialect::Bash,
        text: text.to_owned(),
    };
    shellcheck.look_ahead(&[script("ls"), script("pwd")]);
    // Another file, and the first after a fix.
    shellcheck.look_ahead(&[script("id")]);
    assert_eq!(shellcheck.lint(&[script("ls -a")]), [None]);
    assert_eq!(project.read("log"), "run\n");
    assert_eq!(shellcheck.troubles(), (vec![RunError::TimedOut], 3));
}

#[test]
fn scripts_cannot_name_each_other() {
    let project = project("");
    let (program, log) = (project.path("bin/shellcheck"), project.path("log"));
    let prints = format!(
        "{VERSION}for i; do echo \"$i\" >> '{}'; done\necho '{{\"comments\":[]}}'\n",
        log.display()
    );
    write_program(&program, &prints);
    let shellcheck = Shellcheck::new(Program::at(&program).unwrap());
    let script = |text: &str| ShellScript {
        dialect: Dialect::Bash,
        text: text.to_owned(),
    };
    shellcheck.lint(&[script(". ./0"), script(". ./1")]);
    shellcheck.lint(&[script("ls")]);
    assert!(shellcheck.is_complete());
    let log = project.read("log");
    let (_, names) = log.split_once("--\n").unwrap();
    let names: Vec<&str> = names
        .lines()
        .filter(|it| it.starts_with(['0', '1']))
        .collect();
    assert_eq!(names.len(), 3, "{log}");
    assert!(names.iter().all(|name| name.len() > 16), "{log}");
    // Another one each time.
    assert_ne!(names.first(), names.last());
}

#[test]
fn that_there_is_no_temporary_directory_is_said() {
    let project = project(&format!("{VERSION}exit 0\n"));
    let mut command = project.command(&["check", "--shellcheck", "bin/shellcheck"]);
    command.env("TMPDIR", project.path("none"));
    let run = support::cli::Run::of(&mut command);
    run.fails_with(&["the temporary directory cannot be used"]);
}

#[test]
fn many_files_take_few_processes_and_equal_scripts_are_shown_once() {
    let Some(real) = support::shellcheck() else {
        return;
    };
    let project = project("");
    let log = project.path("log");
    let wrapper = format!(
        "#!/bin/sh\necho \"$#\" >> '{}'\nexec '{}' \"$@\"\n",
        log.display(),
        real.display()
    );
    write_program(&project.path("bin/shellcheck"), &wrapper);
    for index in 0..150 {
        let text = format!("{}      - echo {index} $y\n", literal("echo the same $x"));
        project.write(&format!("apps/{index}/codemagic.yaml"), text);
    }
    let run = project.run(&[
        "check",
        "apps",
        "--shellcheck",
        "bin/shellcheck",
        "--select",
        "shellcheck",
        "--output-format",
        "json",
    ]);
    assert_eq!(run.rules().len(), 300);
    let log = project.read("log");
    let counts: Vec<usize> = log.lines().map(|line| line.parse().unwrap()).collect();
    // One for the version; 151 scripts in two more, each with eight other words.
    assert_eq!(counts.len(), 3, "{counts:?}");
    assert_eq!(counts.iter().sum::<usize>(), 1 + 151 + 2 * 8);
}

#[test]
fn what_a_user_has_configured_for_shellcheck_changes_nothing() {
    let Some(real) = support::shellcheck() else {
        return;
    };
    let project = Project::new(&[
        ("codemagic.yaml", &literal("echo $x")),
        (".shellcheckrc", "disable=SC2086\n"),
    ]);
    let mut command = project.command(&[
        "check",
        "--shellcheck",
        real.to_str().unwrap(),
        "--select",
        "shellcheck",
        "--output-format",
        "json",
    ]);
    command
        .env("SHELLCHECK_OPTS", "-e SC2086")
        .env("LC_ALL", "C");
    let run = support::cli::Run::of(&mut command);
    assert_eq!(run.rules(), ["shellcheck[SC2086]"]);
}
