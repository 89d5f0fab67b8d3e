//! Files while they are written: killed at any moment, by two at once, on full disks.
//! No text that anybody wrote is lost, and none is ever half there.
#![cfg(all(feature = "cli", unix))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../support/mod.rs"]
mod support;

mod killed;
mod refused;
mod together;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use support::cli::{Project, program};

/// The files of a repository, by their paths.
type Files = BTreeMap<String, String>;

/// Files in which every workflow has something to mend.
fn files(count: usize, workflows: usize) -> Files {
    let text = |file: usize| {
        let flow = |index: usize| {
            format!(
                "  w{index}: # of file {file}\n    name: W\n    artifacts:\n      - *.ipa\n    scripts:\n      - ls\n"
            )
        };
        let flows: String = (0..workflows).map(flow).collect();
        format!("workflows:\n{flows}")
    };
    (0..count)
        .map(|file| (format!("app{file}/codemagic.yaml"), text(file)))
        .collect()
}

fn repository(files: &Files) -> Project {
    let project = Project::new(&[]);
    for (name, text) in files {
        project.write(name, text);
    }
    project
}

/// What `--fix` makes of these files.
fn mended(files: &Files) -> Files {
    let project = repository(files);
    let run = project.run(&["check", "--fix"]);
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    let mended: Files = files
        .keys()
        .map(|name| (name.clone(), project.read(name)))
        .collect();
    for (name, text) in files {
        assert_ne!(&mended[name], text, "{name} has something to mend");
    }
    mended
}

/// Starts `--fix`.
fn start(project: &Project) -> Child {
    quiet(program(project.directory()).args(["check", "--fix"]))
}

fn quiet(command: &mut Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The names of temporary files in a directory.
fn temporaries(directory: &Path) -> Vec<String> {
    let names = fs::read_dir(directory).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| name.starts_with(".codemagic-lint-"))
        .collect()
}
