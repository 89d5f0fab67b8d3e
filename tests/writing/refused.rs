//! Where nothing can be written: read-only, full, too large.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use super::support::cli::{Project, Run, program};
use super::{Files, files, repository, temporaries};

/// A user without rights, where tests run as one with all.
const NOBODY: u32 = 65_534;

/// Nothing was written, and nothing was left.
fn is_as_it_was(project: &Project, old: &Files) {
    for (name, text) in old {
        assert_eq!(&project.read(name), text, "{name}");
        assert_eq!(temporaries(project.path(name).parent().unwrap()), [""; 0]);
    }
}

/// `--fix` as somebody whom permissions stop; `None` where that cannot be had.
fn as_anybody(project: &Project) -> Option<Run> {
    let probe = project.path("probe");
    fs::write(&probe, "").unwrap();
    fs::set_permissions(&probe, Permissions::from_mode(0o444)).unwrap();
    let is_superuser = fs::File::options().append(true).open(&probe).is_ok();
    fs::remove_file(&probe).unwrap();
    let mut command = program(project.directory());
    command.args(["check", "--fix"]);
    if is_superuser {
        fs::set_permissions(project.directory(), Permissions::from_mode(0o755)).unwrap();
        command.uid(NOBODY);
        let probe = Command::new(command.get_program())
            .arg("--version")
            .uid(NOBODY)
            .output();
        if !probe.is_ok_and(|it| it.status.success()) {
            println!("skipped: another user may not run the program");
            return None;
        }
    }
    Some(Run::of(&mut assert_cmd::Command::from_std(command)))
}

#[test]
fn a_read_only_file_is_not_replaced_and_others_are() {
    let old = files(2, 1);
    let project = repository(&old);
    let names: Vec<_> = old.keys().collect();
    fs::set_permissions(project.path(names[0]), Permissions::from_mode(0o444)).unwrap();
    let run = project.run(&["check", "--fix"]);
    run.fails_with(&["error: `app0/codemagic.yaml` cannot be written: permission denied"]);
    assert_eq!(project.read(names[0]), old[names[0]]);
    assert_ne!(project.read(names[1]), old[names[1]]);
}

#[test]
fn a_file_in_a_read_only_folder_is_not_replaced() {
    let old = files(2, 1);
    let project = repository(&old);
    let folders: Vec<_> = old
        .keys()
        .map(|name| project.path(name).parent().unwrap().to_owned())
        .collect();
    let open = |mode| {
        for folder in &folders {
            fs::set_permissions(folder, Permissions::from_mode(mode)).unwrap();
        }
    };
    open(0o555);
    let run = as_anybody(&project);
    open(0o755);
    if let Some(run) = run {
        run.fails_with(&[
            "`app0/codemagic.yaml` cannot be written: permission denied",
            "`app1/codemagic.yaml`",
        ]);
    }
    is_as_it_was(&project, &old);
}

/// `--fix` by a shell that prepares something first.
fn after(project: &Project, preparation: &str) -> Run {
    let program = program(project.directory());
    let mut shell = Command::new("/bin/sh");
    shell.current_dir(project.directory());
    shell
        .arg("-c")
        .arg(format!("{preparation}; exec \"$0\" check --fix"));
    shell.arg(program.get_program());
    Run::of(&mut assert_cmd::Command::from_std(shell))
}

#[test]
fn a_file_that_grows_beyond_what_is_allowed_stays() {
    // One block of 512 or 1024 bytes.
    let old = files(1, 100);
    let project = repository(&old);
    let run = after(&project, "trap '' XFSZ; ulimit -f 1");
    run.fails_with(&["error: `app0/codemagic.yaml` cannot be written: the file would be larger than the system allows"]);
    is_as_it_was(&project, &old);
}

#[test]
fn a_run_that_the_system_ends_for_it_leaves_the_file() {
    use std::os::unix::process::ExitStatusExt as _;
    let old = files(1, 100);
    let project = repository(&old);
    let mut shell = Command::new("/bin/sh");
    shell.current_dir(project.directory());
    shell.args(["-c", "ulimit -c 0; ulimit -f 1; exec \"$0\" check --fix"]);
    shell.arg(program(project.directory()).get_program());
    let status = shell.output().unwrap().status;
    assert!(
        status.signal().is_some() || status.code() == Some(2),
        "{status}"
    );
    for (name, text) in &old {
        assert_eq!(&project.read(name), text, "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_the_file() {
    let old = files(1, 400);
    let (name, text) = old.iter().next().unwrap();
    let project = Project::new(&[("disk/", ""), ("text", text)]);
    // A file system of its own that ends with the process: room for the old file alone.
    let script = format!(
        "set -e; mount -t tmpfs -o size={}k tmpfs disk || exit 77; mkdir disk/.git disk/app0; \
         cp text disk/{name}; cat /dev/zero > disk/rest 2>/dev/null || true; \
         cd disk; \"$0\" check --fix 2>../said || echo $? > ../code; ls -A app0 > ../left; cp {name} ../after",
        text.len() / 1024 + 64,
    );
    let status = Command::new("/usr/bin/unshare")
        .args(["--mount", "/bin/sh", "-c", &script])
        .arg(program(project.directory()).get_program())
        .current_dir(project.directory())
        .output();
    let Ok(output) = status.as_ref().map(|it| it.status.code()) else {
        println!("skipped: there is no unshare");
        return;
    };
    if output != Some(0) {
        println!("skipped: file systems may not be mounted here: {status:?}");
        return;
    }
    assert_eq!(project.read("code"), "2\n");
    let said = project.read("said");
    assert!(
        said.contains("`app0/codemagic.yaml` cannot be written: the disk is full"),
        "{said}"
    );
    assert_eq!(
        project.read("left"),
        "codemagic.yaml\n",
        "no temporary file"
    );
    assert_eq!(&project.read("after"), text);
}
