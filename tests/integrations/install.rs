//! `packaging/install.sh`: the right archive, compared with its checksum.

use std::fs;
use std::process::Command;

use super::sandbox::Sandbox;
use super::support::{cli::Run, root, shellcheck};
use super::{VERSION, file};

fn install(sandbox: &Sandbox, version: &str, env: &[(&str, &str)]) -> Run {
    let script = "sh \"$ROOT/packaging/install.sh\" \"$WANTED\" tools";
    let env = [env, &[("WANTED", version)]].concat();
    sandbox.script(&["sh"], script, &env)
}

#[test]
fn the_archive_of_the_machine_is_unpacked() {
    for (system, machine, target, program) in [
        (
            "Linux",
            "x86_64",
            "x86_64-unknown-linux-musl",
            "codemagic-lint",
        ),
        (
            "Linux",
            "aarch64",
            "aarch64-unknown-linux-musl",
            "codemagic-lint",
        ),
        ("Darwin", "arm64", "aarch64-apple-darwin", "codemagic-lint"),
        (
            "MINGW64_NT-10.0-26100",
            "x86_64",
            "x86_64-pc-windows-msvc",
            "codemagic-lint.exe",
        ),
    ] {
        let sandbox = Sandbox::new(&[]);
        sandbox.release(target);
        let machine = [("SYSTEM", system), ("MACHINE", machine)];
        install(&sandbox, VERSION, &machine).ends_with(0);
        let version = sandbox.shell(&format!("tools/{program} --version"));
        assert_eq!(
            version.stdout,
            format!("codemagic-lint {VERSION}\n"),
            "{target}"
        );
    }
}

#[test]
fn what_is_not_as_its_checksum_says_is_not_installed() {
    let sandbox = Sandbox::new(&[]);
    let archive = sandbox.release("x86_64-unknown-linux-musl");
    let mut bytes = fs::read(&archive).unwrap();
    bytes.push(0);
    fs::write(archive, bytes).unwrap();
    let run = install(&sandbox, VERSION, &[]);
    run.fails_with(&["has the checksum"]);
    assert!(!sandbox.project.path("tools").exists());
}

#[test]
fn what_cannot_be_had_is_said() {
    let sandbox = Sandbox::new(&[]);
    install(&sandbox, VERSION, &[("SYSTEM", "SunOS")]).fails_with(&["no release for SunOS"]);
    install(&sandbox, VERSION, &[]).fails_with(&["cannot download https://github.com/"]);
    for version in ["", "$(touch evil)", "../1", "a b"] {
        install(&sandbox, version, &[]).fails_with(&["is not a version"]);
    }
    assert!(!sandbox.project.path("evil").exists());
}

#[test]
fn shellcheck_finds_nothing_in_it() {
    let Some(shellcheck) = shellcheck() else {
        return;
    };
    let path = root().join("packaging/install.sh");
    let run = Command::new(shellcheck).arg(path).output().unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stdout)
    );
    assert!(file("packaging/install.sh").starts_with("#!/bin/sh\n"));
}
