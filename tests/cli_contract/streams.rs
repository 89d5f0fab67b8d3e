//! What goes to standard output and standard error, in which colours, and what
//! happens when nobody reads it.

use std::io::Write as _;
use std::process::{Child, Stdio};

use codemagic_lint::report::Format;

use crate::support::cli::{BAD, GOOD, Project, Run, program};

fn project(text: &str) -> Project {
    Project::new(&[
        ("codemagic.yaml", text),
        ("codemagic-lint.toml", "fail-on = \"error\"\n"),
    ])
}

#[test]
fn quiet_prints_findings_only() {
    let quiet = project(BAD).run(&["check", "-q"]);
    quiet.ends_with(1);
    assert!(quiet.stdout.contains("unknown-key"), "{quiet:?}");
    assert!(!quiet.stdout.contains("in 1 file"), "{quiet:?}");
    let clean = project(GOOD).run(&["check", "--quiet"]);
    clean.ends_with(0);
    assert_eq!(clean.stdout, "");
    let plain = project(GOOD).run(&["check"]);
    assert_eq!(plain.stdout, "no problems in 1 file\n");
    // What could not be done is always said.
    project(GOOD)
        .run(&["check", "-q", "none"])
        .fails_with(&["error: `none` does not exist\n"]);
}

#[test]
fn verbose_names_files_and_configurations() {
    let project = project(GOOD);
    project.write("app/.git/", "");
    project.write("app/codemagic.yaml", GOOD);
    let files = ["codemagic.yaml", "app/codemagic.yaml"];
    let run = project.run(&[&["check", "-v", "--shellcheck", "never"], &files[..]].concat());
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.stderr,
        "checking codemagic.yaml (codemagic-lint.toml)\nchecking app/codemagic.yaml (no \
         configuration)\n"
    );
    assert_eq!(run.stdout, "no problems in 2 files\n");
    let run = project.run_with_input(&["check", "--verbose", "--shellcheck", "never", "-"], GOOD);
    assert_eq!(run.stderr, "checking <stdin> (codemagic-lint.toml)\n");
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let project = project(BAD);
        let mut command = project.command(&[&["check"], arguments].concat());
        let run = Run::of(command.envs(variables.iter().copied()));
        run.ends_with(1);
        run.stdout.contains('\u{1b}')
    };
    let (no, force) = (("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1"));
    for format in ["human", "concise"] {
        let format = ["--output-format", format];
        let with = |arguments: &[&'static str]| [&format[..], arguments].concat();
        assert!(!colored(&with(&[]), &[]));
        assert!(!colored(&with(&["--color", "auto"]), &[]));
        assert!(colored(&with(&["--color", "auto"]), &[force]));
        assert!(!colored(&with(&[]), &[force, no]));
        assert!(colored(&with(&["--color", "always"]), &[]));
        assert!(colored(&with(&["--color", "always"]), &[no]));
        assert!(!colored(&with(&["--color", "never"]), &[force]));
    }
    assert!(!colored(
        &["--color", "always", "--output-format", "json"],
        &[]
    ));
}

#[test]
fn files_are_never_coloured() {
    let project = project(BAD);
    let options = [
        "--output-format",
        "human",
        "--output-file",
        "report",
        "--color",
        "always",
    ];
    project
        .run(&[&["check"], &options[..]].concat())
        .ends_with(1);
    assert!(!project.read("report").contains('\u{1b}'));
}

/// The program, waiting for its standard input.
fn start(project: &Project, arguments: &[&str]) -> Child {
    let mut program = program(project.path("").as_path());
    program
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    program.spawn().unwrap()
}

fn finish(mut child: Child, input: &str) -> (Option<i32>, String) {
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let many = format!(
        "workflows:\n  a:\n    scripts:\n      - ls\n{}",
        "    b0: 1\n".repeat(2000)
    );
    for format in Format::ALL {
        let project = Project::new(&[]);
        let mut child = start(&project, &["check", "-", "--output-format", format.name()]);
        // Closed before the program has read anything, let alone written.
        drop(child.stdout.take());
        assert_eq!(
            finish(child, &many),
            (Some(1), String::new()),
            "{}",
            format.name()
        );
    }
}

#[test]
fn a_reader_of_complaints_that_goes_away_is_no_error_either() {
    let project = Project::new(&[]);
    let mut child = start(
        &project,
        &[
            "check",
            "-v",
            "-",
            "--stdin-filename",
            "codemagic.yaml",
            "none",
        ],
    );
    drop(child.stderr.take());
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(GOOD.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "no problems in 1 file\n"
    );
}

#[test]
fn the_other_commands_may_be_cut_off_too() {
    for arguments in [
        &["explain", "unknown-key"][..],
        &["rules"],
        &["schema", "config"],
        &["man"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let project = Project::new(&[]);
        let mut child = start(&project, arguments);
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for arguments in [
        &["check", "-q", "codemagic.yaml"][..],
        &["rules"],
        &["schema", "report"],
    ] {
        let project = project(BAD);
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut program = program(project.path("").as_path());
        let output = program.args(arguments).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(
            stderr.starts_with("error: standard output cannot be written"),
            "{stderr}"
        );
    }
}
