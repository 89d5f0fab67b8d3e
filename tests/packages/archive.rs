//! Archives for people who download the program itself, and what accompanies them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::{command, finds_what_it_should, program, script, succeeds, support, text};

fn pack(target: &str, binary: &Path, out: &Path) -> String {
    let mut pack = script("packaging/archive.py");
    pack.arg(target).arg(binary).arg(out);
    let output = pack.arg("--pages-by").arg(program()).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let path = String::from_utf8(output.stdout).unwrap();
    path.trim().to_owned()
}

#[test]
fn an_archive_unpacks_and_checks() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let target = "x86_64-unknown-linux-gnu";
    let archive = pack(target, program(), out);
    let checksum = format!("{archive}.sha256");
    succeeds(
        command("sha256sum")
            .args(["--check", "--strict", &checksum])
            .current_dir(out),
    );
    succeeds(command("tar").args(["xf", &archive]).current_dir(out));
    let unpacked = out.join(format!("codemagic-lint-{target}"));
    finds_what_it_should(|| command(unpacked.join("codemagic-lint")));
    let found: BTreeSet<String> = ["", "completions", "man/man1"]
        .into_iter()
        .flat_map(|part| std::fs::read_dir(unpacked.join(part)).unwrap())
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for name in [
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "CHANGELOG.md",
        "codemagic-lint.bash",
        "_codemagic-lint",
        "codemagic-lint.fish",
        "codemagic-lint.elv",
        "_codemagic-lint.ps1",
        "codemagic-lint.1",
        "codemagic-lint-check.1",
    ] {
        assert!(found.contains(name), "{name}: {found:?}");
    }
}

#[test]
fn an_archive_for_windows_is_a_zip_and_always_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("binary");
    std::fs::write(&binary, "MZ").unwrap();
    let archive = pack("x86_64-pc-windows-msvc", &binary, folder.path());
    let first = std::fs::read(&archive).unwrap();
    let list = succeeds(Command::new(support::python()).args(["-m", "zipfile", "-l", &archive]));
    let program = "codemagic-lint-x86_64-pc-windows-msvc/codemagic-lint.exe";
    assert!(list.contains(program), "{list}");
    pack("x86_64-pc-windows-msvc", &binary, folder.path());
    assert_eq!(std::fs::read(&archive).unwrap(), first, "the same bytes");
}

#[test]
fn a_release_needs_its_tag_and_its_notes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::create_dir(path.join("packaging")).unwrap();
    let notes = "packaging/release-notes.py";
    std::fs::copy(support::root().join(notes), path.join(notes)).unwrap();
    std::fs::write(path.join("Cargo.toml"), "[package]\nversion = \"1.2.3\"\n").unwrap();
    let run = |tag: &str, heading: &str| {
        let changelog =
            format!("# Changelog\n\n{heading}\n\n- new\n\n## 1.2.2 - 2026-01-01\n\n- old\n");
        std::fs::write(path.join("CHANGELOG.md"), changelog).unwrap();
        let output = command(support::python())
            .arg(path.join(notes))
            .arg(tag)
            .output()
            .unwrap();
        (output.status.code(), text(&output).trim().to_owned())
    };
    let released = "## 1.2.3 - 2026-02-01";
    assert_eq!(run("v1.2.3", released), (Some(0), "- new".to_owned()));
    for (tag, heading, words) in [
        ("v1.2.4", released, "the tag is `v1.2.4`"),
        ("v1.2.3", "## 1.2.3 - unreleased", "has no section"),
        ("v1.2.3", "## 1.2.4 - 2026-02-01", "has no section"),
    ] {
        let (code, said) = run(tag, heading);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(words), "{said}");
    }
    for version in ["1.2.3-rc.1", "1.2.3+build"] {
        let manifest = format!("[package]\nversion = \"{version}\"\n");
        std::fs::write(path.join("Cargo.toml"), manifest).unwrap();
        let heading = format!("## {version} - 2026-02-01");
        let (code, said) = run(&format!("v{version}"), &heading);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("is no X.Y.Z"), "{said}");
    }
}
