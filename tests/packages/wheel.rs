//! The wheel for `PyPI`, built by maturin and installed by pip.

use std::path::{Path, PathBuf};

use super::{command, finds_what_it_should, program, read, script, succeeds, support, text, tool};

/// Builds the wheel into a folder, from what cargo has built for the tests.
fn build(maturin: &Path, out: &Path) -> PathBuf {
    succeeds(
        command(maturin)
            .args(["build", "--profile", "dev", "--locked"])
            .args(["--compatibility", "linux", "--out"])
            .arg(out),
    );
    let entry = std::fs::read_dir(out).unwrap().next().unwrap();
    entry.unwrap().path()
}

#[test]
fn the_wheel_installs_and_checks() {
    let Some(maturin) = tool("maturin") else {
        return;
    };
    // Before it is replaced: other tests run it at the same time.
    program();
    let folder = tempfile::tempdir().unwrap();
    let wheel = build(&maturin, &folder.path().join("wheel"));

    let venv = folder.path().join("venv");
    let python = support::python();
    succeeds(
        command(&python)
            .args(["-m", "venv", "--without-pip"])
            .arg(&venv),
    );
    succeeds(
        command(&python)
            .args(["-m", "pip", "--python"])
            .arg(venv.join("bin/python"))
            .args(["install", "--no-index", "--disable-pip-version-check"])
            .arg(&wheel),
    );
    let program = venv.join("bin/codemagic-lint");
    finds_what_it_should(|| command(&program));
    succeeds(command(support::root().join("packaging/try.sh")).arg(&program));

    describes_itself(&venv);
    lists_components(&wheel, folder.path());
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    belongs_to_a_release(&wheel, folder.path());
}

/// What the workflow does with binaries and wheels, with those of one platform.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn belongs_to_a_release(wheel: &Path, folder: &Path) {
    if tool("npm").is_none() {
        return;
    }
    let (binaries, release) = (folder.join("binaries"), folder.join("release"));
    let own = binaries.join("x86_64-unknown-linux-gnu");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::copy(program(), own.join("codemagic-lint")).unwrap();
    succeeds(
        command(support::root().join("packaging/package.sh"))
            .arg(&binaries)
            .arg(wheel)
            .arg(&release)
            .env("npm_config_cache", folder.join(".npm")),
    );
    let archives = release.join("archives");
    let check = ["--check", "--strict", "SHA256SUMS"];
    let checked = succeeds(command("sha256sum").args(check).current_dir(&archives));
    for name in [
        "codemagic-lint-x86_64-unknown-linux-gnu.tar.gz",
        "codemagic-lint.cyclonedx.json",
    ] {
        assert!(checked.contains(&format!("{name}: OK")), "{checked}");
    }
    let version = env!("CARGO_PKG_VERSION");
    for name in ["codemagic-lint-linux-x64-gnu", "codemagic-lint"] {
        let package = release.join(format!("npm/{name}-{version}.tgz"));
        assert!(package.is_file(), "{}", package.display());
    }
}

fn describes_itself(venv: &Path) {
    let lib = std::fs::read_dir(venv.join("lib")).unwrap().next().unwrap();
    let info = format!(
        "site-packages/codemagic_lint-{}.dist-info",
        env!("CARGO_PKG_VERSION")
    );
    let info = lib.unwrap().path().join(info);
    let metadata = read(&info, "METADATA");
    for line in [
        "Name: codemagic-lint",
        concat!("Version: ", env!("CARGO_PKG_VERSION")),
        concat!("Summary: ", env!("CARGO_PKG_DESCRIPTION")),
        "License-Expression: MIT OR Apache-2.0",
        "# codemagic-lint",
    ] {
        assert!(metadata.lines().any(|it| it == line), "{line}: {metadata}");
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let own = read(&support::root(), name);
        assert_eq!(read(&info.join("licenses"), name), own);
    }
}

/// The list of components beside a release: as `CycloneDX` wants it, with everything that
/// the program is linked from, and the same for every build.
fn lists_components(wheel: &Path, folder: &Path) {
    let list = folder.join("components.json");
    succeeds(script("packaging/sbom.py").arg(wheel).arg(&list));
    let judge = "import sys\n\
        from cyclonedx.schema import SchemaVersion\n\
        from cyclonedx.validation.json import JsonStrictValidator\n\
        validator = JsonStrictValidator(SchemaVersion.V1_5)\n\
        sys.exit(validator.validate_str(open(sys.argv[1]).read()))";
    succeeds(command(support::python()).args(["-c", judge]).arg(&list));

    let text = support::read(&list);
    let root = support::root();
    assert!(!text.contains(root.to_str().unwrap()), "names this machine");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let components = json["components"].as_array().unwrap();
    let names: Vec<_> = components.iter().map(|it| it["name"].as_str()).collect();
    for name in ["clap", "granit-parser", "ring"] {
        assert!(names.contains(&Some(name)), "{name}");
    }
    assert!(!names.contains(&Some("proptest")), "only tests need it");
}

#[test]
fn the_source_distribution_has_what_the_build_needs() {
    let Some(maturin) = tool("maturin") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    succeeds(command(maturin).args(["sdist", "--out"]).arg(&out));
    let archive = std::fs::read_dir(&out).unwrap().next().unwrap();
    let list = command("tar")
        .arg("tf")
        .arg(archive.unwrap().path())
        .output();
    let list = text(&list.unwrap());
    for name in [
        "pyproject.toml",
        "packaging/README.md",
        "src/main.rs",
        "docs/rules/README.md",
        "LICENSE-MIT",
    ] {
        let is_it = |line: &str| line.ends_with(&format!("/{name}"));
        assert!(list.lines().any(is_it), "{name}: {list}");
    }
    let tests = concat!("codemagic_lint-", env!("CARGO_PKG_VERSION"), "/tests/");
    assert!(!list.contains(tests), "{list}");
}
