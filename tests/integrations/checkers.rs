//! What judges our files and is not ours.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::{python, skip};

/// Whether a Python package of `scripts/requirements.txt` is there; says so where it
/// is not.
pub fn has_python(package: &str) -> bool {
    let import = format!("import {package}");
    let run = Command::new(python()).args(["-c", &import]).output();
    let found = run.is_ok_and(|it| it.status.success());
    if !found {
        skip(package);
    }
    found
}

/// Judges a text by the schema of a service.
pub fn judge(schema: &str, text: &str) {
    if !has_python("check_jsonschema") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file.yml");
    fs::write(&path, text).unwrap();
    let schema = format!("vendor.{schema}");
    let run = Command::new(python())
        .args(["-m", "check_jsonschema", "--builtin-schema", &schema])
        // Some schemas have patterns that the stricter reading refuses.
        .args(["--regex-variant", "nonunicode"])
        .arg(&path)
        .output()
        .unwrap();
    let said = [run.stdout, run.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(run.status.success(), "{schema}:\n{said}\n{text}");
}

/// Lets zizmor look for what is dangerous in an action or a workflow. Examples name
/// tags, which readers can check, where it asks for hashes.
pub fn audit(path: &Path) {
    let zizmor = python().with_file_name("zizmor");
    if !zizmor.is_file() {
        skip("zizmor");
        return;
    }
    let config = tempfile::NamedTempFile::new().unwrap();
    fs::write(&config, "rules:\n  unpinned-uses:\n    disable: true\n").unwrap();
    let run = Command::new(zizmor)
        .args(["--offline", "--quiet", "--config"])
        .arg(config.path())
        .arg(path)
        .output()
        .unwrap();
    let said = [run.stdout, run.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(run.status.success(), "{}:\n{said}", path.display());
}

#[test]
fn the_judges_find_mistakes() {
    let dangerous = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.head_ref }}\n";
    for (schema, text) in [
        ("github-actions", "name: 1\nruns: {}\n"),
        ("github-workflows", "on: push\n"),
        ("gitlab-ci", "a:\n  script: 1\n"),
    ] {
        if has_python("check_jsonschema") {
            let judged = std::panic::catch_unwind(|| judge(schema, text));
            assert!(judged.is_err(), "{schema} finds nothing");
        }
    }
    if python().with_file_name("zizmor").is_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(".github/workflows/a.yml");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, dangerous).unwrap();
        let audited = std::panic::catch_unwind(|| audit(&path));
        assert!(audited.is_err(), "zizmor finds nothing");
    }
}
