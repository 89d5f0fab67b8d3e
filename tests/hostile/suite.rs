//! Every hostile input, shown to every command that it is for. What each may cost is
//! measured by `scripts/hostile`; here nothing is timed, but memory is limited.

use crate::inputs::{self, Command, FULL, Input};
use crate::support::cli::{Run, program};

/// Smaller where a debug build must cope.
const AMOUNT: usize = if cfg!(debug_assertions) {
    FULL / 100
} else {
    FULL
};

/// What one command may use, in KiB: far more than it does, far less than a bomb.
const MEMORY: usize = 1 << 20;

/// Runs a command on an input: it ends by itself, without a panic and within the memory.
fn ends(input: &Input, command: &Command) {
    let project = tempfile::tempdir().unwrap();
    input.lay_out(project.path(), AMOUNT);
    let plain = program(project.path());
    let mut run = if cfg!(target_os = "linux") {
        let mut limited = std::process::Command::new("/bin/sh");
        limited.current_dir(project.path()).env("PATH", "");
        limited
            .arg("-c")
            .arg(format!("ulimit -d {MEMORY}; exec \"$0\" \"$@\""));
        limited.arg(plain.get_program());
        limited
    } else {
        plain
    };
    run.args(command.arguments);
    let mut run = assert_cmd::Command::from_std(run);
    if let Some(file) = command.stdin {
        run.write_stdin(std::fs::read(project.path().join(file)).unwrap());
    }
    let ran = Run::of(&mut run);
    let name = input.name;
    let short: String = ran.stderr.chars().take(500).collect();
    // A check of a text is never a failure; whatever else is refused is said.
    match ran.code {
        Some(0 | 1) => {}
        Some(2) => assert!(
            !short.is_empty(),
            "{name}, {}: refused without a word",
            command.name
        ),
        code => panic!("{name}, {}: {code:?}: {short}", command.name),
    }
}

fn all_end(of: &[Input]) {
    for input in of {
        for command in input.commands() {
            ends(input, command);
        }
    }
}

#[test]
fn there_are_at_least_sixty_and_each_has_a_name_of_its_own() {
    assert!(inputs::all().all(|input| !input.what.is_empty()));
    let mut names: Vec<_> = inputs::all().map(|input| input.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 60, "{count}");
}

#[test]
fn a_check_refuses_only_what_is_no_utf8() {
    for input in inputs::all() {
        let Some(check) = input.commands().iter().find(|it| it.name == "formats") else {
            continue;
        };
        let project = tempfile::tempdir().unwrap();
        input.lay_out(project.path(), 100);
        let mut command = program(project.path());
        command.args(check.arguments);
        let code = Run::of(&mut assert_cmd::Command::from_std(command)).code;
        let is_wide = input.name.starts_with("utf");
        assert_eq!(code == Some(2), is_wide, "{}: {code:?}", input.name);
    }
}

#[test]
fn sharing_ends() {
    all_end(&inputs::sharing::INPUTS);
}

#[test]
fn nesting_ends() {
    all_end(&inputs::nesting::INPUTS);
}

#[test]
fn bytes_end() {
    all_end(&inputs::bytes::INPUTS);
}

#[test]
fn amounts_end() {
    all_end(&inputs::amounts::INPUTS);
}

#[test]
fn scripts_end() {
    all_end(&inputs::scripts::INPUTS);
}

#[test]
fn values_end() {
    all_end(&inputs::values::INPUTS);
}

#[test]
fn projects_end() {
    all_end(&inputs::projects::INPUTS);
    all_end(&inputs::projects::UNIX);
}

#[test]
fn other_files_end() {
    all_end(&inputs::other_files::INPUTS);
    all_end(&inputs::other_files::MESSAGES);
}
