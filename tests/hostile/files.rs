//! Files that cannot be read, or whose names are no names.

use std::fs::File;
use std::io::Write as _;

use codemagic_lint::report::Format;
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::{Limit, MAX_FILE_SIZE, SourceFile, SyntaxProblemKind};

use crate::support::cli::{BAD, GOOD, Project};

/// A path is told to be this, whichever option names it.
fn is_refused(project: &Project, path: &str, message: &str) {
    project.write("good.yaml", GOOD);
    for arguments in [
        &[path][..],
        &["good.yaml", "--config", path],
        &["good.yaml", "--schema", path],
        &["good.yaml", "--baseline", path],
        &["good.yaml", "--baseline", path, "--write-baseline"],
    ] {
        let run = project.run(&[&["check"], arguments].concat());
        run.fails_with(&[&format!("error: `{path}` {message}")]);
    }
}

#[test]
fn what_is_not_a_file_is_named() {
    let project = Project::new(&[("empty/", ""), ("file", "")]);
    project
        .run(&["check", "empty"])
        .fails_with(&["error: no codemagic.yaml to check below `empty`"]);
    project
        .run(&["check", "none.yaml"])
        .fails_with(&["error: `none.yaml` does not exist"]);
    project
        .run(&["check", "file/codemagic.yaml"])
        .fails_with(&["error: `file/codemagic.yaml` does not exist: a part of its path is a file"]);
}

/// What lies above it is not looked for.
#[test]
fn a_name_longer_than_any_path_is_refused() {
    let project = Project::new(&[("good.yaml", GOOD)]);
    let long = format!("{}codemagic.yaml", "a/".repeat(30_000));
    project
        .run(&["check", "-", "--stdin-filename", &long])
        .fails_with(&[
            "error: `--stdin-filename` is longer than",
            "which no path is",
        ]);
    project.run(&["check", &long]).fails_with(&["error: `"]);
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_not_begun() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[]);
    let made = std::process::Command::new("mkfifo")
        .arg(project.path("pipe"))
        .status();
    assert!(made.unwrap().success());
    is_refused(&project, "pipe", "is a pipe, expected a file");
    is_refused(&project, "/dev/zero", "is a device, expected a file");
    symlink("pipe", project.path("link")).unwrap();
    is_refused(&project, "link", "is a pipe, expected a file");
    symlink("loop", project.path("loop")).unwrap();
    is_refused(
        &project,
        "loop",
        "is a symbolic link that leads back to itself",
    );
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named_and_the_rest_is_checked() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new(&[("codemagic.yaml", BAD), ("app/codemagic.yaml", BAD)]);
    let closed = project.path("codemagic.yaml");
    set_permissions(&closed, Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if File::open(&closed).is_ok() {
        return;
    }
    let run = project.run(&["check", "--output-format", "json"]);
    run.fails_with(&["error: `codemagic.yaml` cannot be read: permission denied"]);
    assert_eq!(run.files(), ["app/codemagic.yaml"]);
}

#[test]
fn too_large_a_file_is_refused() {
    let project = Project::new(&[]);
    let size = u64::try_from(MAX_FILE_SIZE).unwrap();
    let mut file = File::create(project.path("codemagic.yaml")).unwrap();
    file.write_all(GOOD.as_bytes()).unwrap();
    file.set_len(size + 1).unwrap();
    let message = "error: `codemagic.yaml` is larger than 64 MiB";
    project.run(&["check"]).fails_with(&[message]);
    project
        .run(&["check", "codemagic.yaml", "--schema", "codemagic.yaml"])
        .fails_with(&[message]);
}

#[test]
fn the_library_has_the_same_limit() {
    let source = SourceFile::new("codemagic.yaml", " ".repeat(MAX_FILE_SIZE + 1));
    let checked = rules::check(source, &Settings::default());
    let kind = SyntaxProblemKind::LimitExceeded(Limit::Size);
    let kinds: Vec<_> = checked.tree.problems().iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [kind]);
    assert_eq!(checked.findings.len(), 1);
}

#[test]
fn names_do_not_command_terminals() {
    let name = "a\u{1b}[31m\n::error::b.yaml";
    let project = Project::new(&[]);
    for exists in [false, true] {
        if exists && !cfg!(unix) {
            continue;
        }
        if exists {
            project.write(name, BAD);
        }
        for format in Format::ALL {
            let run = project.run(&["check", name, "-v", "--output-format", format.name()]);
            assert_eq!(run.code, Some(if exists { 1 } else { 2 }));
            for text in [&run.stdout, &run.stderr] {
                assert!(!text.contains('\u{1b}'), "{run:?}");
                assert!(!text.contains("\n::error::b"), "{run:?}");
            }
            if exists && format == Format::Json {
                assert_eq!(run.files(), [name]);
            }
        }
    }
    let run = project.run(&["check", "--baseline", name]);
    run.fails_with(&["`a\\u{1b}[31m\\n::error::b.yaml`"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_need_not_be_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let project = Project::new(&[]);
    let name = OsStr::from_bytes(b"ci-\xff.yaml");
    let check = |arguments: &[&OsStr]| {
        let mut all = vec![OsStr::new("check")];
        all.extend(arguments);
        crate::support::cli::Run::of(&mut project.command(&all))
    };
    check(&[name]).fails_with(&["error: `ci-\u{fffd}.yaml` does not exist"]);
    std::fs::write(project.directory().join(name), BAD).unwrap();
    for format in Format::ALL {
        let format = format.name();
        let run = check(&[name, OsStr::new("--output-format"), OsStr::new(format)]);
        run.ends_with(1);
    }
    let report = OsStr::from_bytes(b"out-\xff.json");
    let options = ["--output-format", "json", "--output-file"].map(OsStr::new);
    check(&[&[name], &options[..], &[report]].concat()).ends_with(1);
    assert!(project.directory().join(report).exists());
    check(&[OsStr::new("--select"), name]).fails_with(&["UTF-8"]);

    std::fs::rename(
        project.directory().join(name),
        project.path("codemagic.yaml"),
    )
    .unwrap();
    let folder = project.directory().join(OsStr::from_bytes(b"dir-\xff"));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("codemagic.yaml"), BAD).unwrap();
    let run = check(&options[..2]);
    run.ends_with(1);
    assert_eq!(
        run.files(),
        ["codemagic.yaml", "dir-\u{fffd}/codemagic.yaml"]
    );
}
