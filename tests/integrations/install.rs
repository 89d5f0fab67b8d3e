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
fn what_has_no_checksum_is_not_installed() {
    let digits = "0123456789abcdef".repeat(4);
    for checksum in ["", "\n", "<html>", &digits[1..], &digits.replace('0', "g")] {
        let sandbox = Sandbox::new(&[]);
        let archive = sandbox.release("x86_64-unknown-linux-musl");
        fs::write(format!("{}.sha256", archive.display()), checksum).unwrap();
        let run = install(&sandbox, VERSION, &[]);
        run.fails_with(&["holds no SHA-256 checksum"]);
        assert!(!sandbox.project.path("tools").exists(), "{checksum:?}");
    }
}

/// A `PATH` of what the script needs and the system has, but for some tools.
fn path_without(sandbox: &Sandbox, missing: &[&str]) -> String {
    let folder = sandbox.tool("few");
    fs::create_dir(&folder).unwrap();
    for name in [
        "sh",
        "curl",
        "uname",
        "tar",
        "unzip",
        "gzip",
        "sha256sum",
        "shasum",
        "mktemp",
        "cut",
        "rm",
        "cp",
        "mkdir",
        "mv",
        "chmod",
    ] {
        let find = Command::new("sh")
            .args(["-c", "command -v \"$0\"", name])
            .output();
        let found = String::from_utf8(find.unwrap().stdout).unwrap();
        let own = sandbox.tool("bin").join(name);
        let source = if own.exists() {
            own
        } else {
            found.trim().into()
        };
        if !missing.contains(&name) && source.is_file() {
            std::os::unix::fs::symlink(source, folder.join(name)).unwrap();
        }
    }
    folder.display().to_string()
}

#[test]
fn what_is_missing_to_verify_or_unpack_is_said_first() {
    for (missing, target, said) in [
        (
            &["curl"][..],
            "x86_64-unknown-linux-musl",
            "`curl` is not installed",
        ),
        (
            &["tar"],
            "x86_64-unknown-linux-musl",
            "`tar` is not installed",
        ),
        (
            &["unzip"],
            "x86_64-pc-windows-msvc",
            "`unzip` is not installed",
        ),
        (
            &["sha256sum", "shasum"],
            "x86_64-unknown-linux-musl",
            "neither `sha256sum` nor `shasum` is installed",
        ),
    ] {
        let sandbox = Sandbox::new(&[]);
        let archive = sandbox.release(target);
        // What an unverified installation would take for its checksum.
        fs::write(format!("{}.sha256", archive.display()), "").unwrap();
        let path = path_without(&sandbox, missing);
        let run = install(
            &sandbox,
            VERSION,
            &[("PATH", &path), ("CODEMAGIC_LINT_TARGET", target)],
        );
        run.fails_with(&[said]);
        assert!(!sandbox.project.path("tools").exists(), "{missing:?}");
    }
    // Each of the two is enough.
    for missing in ["sha256sum", "shasum"] {
        let sandbox = Sandbox::new(&[]);
        sandbox.release("x86_64-unknown-linux-musl");
        let path = path_without(&sandbox, &[missing]);
        install(&sandbox, VERSION, &[("PATH", &path)]).ends_with(0);
    }
}

#[test]
fn only_encrypted_connections_are_made() {
    let text = file("packaging/install.sh");
    let calls: Vec<&str> = text.lines().filter(|it| it.contains("  curl ")).collect();
    assert_eq!(calls.len(), 1);
    assert!(calls[0].contains("curl --proto '=https' --tlsv1.2 "));
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
