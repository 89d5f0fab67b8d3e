//! The hooks, run by the real pre-commit.

use std::fs;
use std::process::Command;

use serde_yaml::Value;

use super::checkers::has_python;
use super::sandbox::Sandbox;
use super::support::cli::{BAD, GOOD, Run};
use super::support::{python, root, skip};
use super::{VERSION, file};

const MANIFEST: &str = ".pre-commit-hooks.yaml";

/// What pre-commit must not pass on.
const FOREIGN: [(&str, &str); 3] = [
    ("codecov.yml", "a: ["),
    ("old-codemagic.yaml", "a: ["),
    ("codemagic.yaml.bak", "a: ["),
];

/// A version that loses its zero, which is fixed safely.
const FIXABLE: &str = "workflows:\n  a:\n    name: A\n    instance_type: linux_x2\n    environment:\n      \
                       ndk: 3.10\n    scripts:\n      - ls\n";

fn hooks(name: &str) -> Vec<Value> {
    let hooks: Value = serde_yaml::from_str(&file(name)).unwrap();
    hooks.as_sequence().unwrap().clone()
}

/// A repository with our manifest and the tag of the release, as if it were ours.
/// `None` where pre-commit is missing.
pub fn machine(files: &[(&str, &str)]) -> Option<Sandbox> {
    if !has_python("pre_commit") {
        return None;
    }
    let sandbox = Sandbox::new(files);
    sandbox.install();
    fs::create_dir(sandbox.tool("hooks")).unwrap();
    fs::write(sandbox.tool("hooks").join(MANIFEST), file(MANIFEST)).unwrap();
    let mut git = sandbox.command("sh", &sandbox.tool("hooks"));
    let script = format!(
        "git init --quiet && git add --all && git commit --quiet --message all && git tag v{VERSION}"
    );
    Run::of(git.args(["-c", &script])).ends_with(0);
    Some(sandbox)
}

/// Tries a hook of this checkout, with what is not committed, on files.
fn try_hook(sandbox: &Sandbox, hook: &str, files: &str) -> Run {
    let script = format!("pre-commit try-repo \"$ROOT\" {hook} --files {files}");
    sandbox.shell(&script)
}

/// A repository in which hooks of this checkout can be tried.
fn tried(files: &[(&str, &str)]) -> Option<Sandbox> {
    if !root().join(".git").exists() {
        skip("a checkout with .git");
        return None;
    }
    machine(&[files, &FOREIGN].concat())
}

#[test]
fn a_good_file_passes_and_a_bad_one_fails_with_its_finding() {
    let Some(sandbox) = tried(&[("codemagic.yaml", GOOD), ("b/codemagic.yaml", BAD)]) else {
        return;
    };
    let good = try_hook(&sandbox, "codemagic-lint-system", "codemagic.yaml");
    assert_eq!(good.code, Some(0), "{good:?}");
    assert!(good.stdout.contains("Passed"), "{good:?}");

    let all = "$(git ls-files)";
    let bad = try_hook(&sandbox, "codemagic-lint-system", all);
    assert_eq!(bad.code, Some(1), "{bad:?}");
    assert!(bad.stdout.contains("error[unknown-key]"), "{bad:?}");
    assert!(
        bad.stdout.contains("in 2 files"),
        "only ours are checked: {bad:?}"
    );
    for (name, _) in FOREIGN {
        assert!(!bad.stdout.contains(name), "{name} is not ours: {bad:?}");
    }
    let foreign = try_hook(&sandbox, "codemagic-lint-system", "codecov.yml");
    assert!(foreign.stdout.contains("no files to check"), "{foreign:?}");
}

#[test]
fn the_fixing_hook_fails_when_it_changed_something_and_then_passes() {
    let Some(sandbox) = tried(&[("codemagic.yaml", FIXABLE)]) else {
        return;
    };
    let fixed = try_hook(&sandbox, "codemagic-lint-fix-system", "codemagic.yaml");
    assert_eq!(fixed.code, Some(1), "{fixed:?}");
    assert!(
        fixed.stdout.contains("files were modified by this hook"),
        "{fixed:?}"
    );
    assert!(
        sandbox
            .project
            .read("codemagic.yaml")
            .contains("ndk: '3.10'")
    );
    let again = try_hook(&sandbox, "codemagic-lint-fix-system", "codemagic.yaml");
    assert_eq!(again.code, Some(0), "{again:?}");
}

#[test]
fn names_that_were_meant_are_told_and_excluded_files_left_out() {
    let Some(sandbox) = tried(&[
        ("codemagic.yml", GOOD),
        ("third_party/codemagic.yaml", BAD),
        ("codemagic-lint.toml", "exclude = [\"third_party\"]\n"),
    ]) else {
        return;
    };
    let run = try_hook(&sandbox, "codemagic-lint-system", "$(git ls-files)");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.contains("error[file-name]"), "{run:?}");
    assert!(!run.stdout.contains("third_party"), "{run:?}");
}

#[test]
fn a_commit_is_refused_and_let_through() {
    let config = format!(
        "repos:\n  - repo: https://github.com/codemagic-lint/codemagic-lint\n    rev: v{VERSION}\n    \
         hooks:\n      - id: codemagic-lint-system\n"
    );
    let Some(sandbox) = machine(&[(".pre-commit-config.yaml", &config)]) else {
        return;
    };
    assert_eq!(sandbox.shell("pre-commit install").code, Some(0));
    for (text, code) in [(BAD, 1), (GOOD, 0)] {
        sandbox.project.write("codemagic.yaml", text);
        let run = sandbox.shell("git add --all && git commit --quiet --message next");
        assert_eq!(run.code, Some(code), "{run:?}");
    }
}

#[test]
fn the_manifests_can_be_read() {
    if !has_python("pre_commit") {
        return;
    }
    for name in [
        MANIFEST,
        "packaging/pre-commit-mirror/.pre-commit-hooks.yaml",
    ] {
        let run = Command::new(python())
            .args(["-m", "pre_commit", "validate-manifest"])
            .arg(root().join(name))
            .output()
            .unwrap();
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stdout)
        );
    }
}

#[test]
fn hooks_differ_only_in_where_the_program_comes_from() {
    let differ = ["id", "language", "description"];
    let common = |hook: &Value| {
        let mut hook = hook.as_mapping().unwrap().clone();
        for key in differ {
            hook.remove(key);
        }
        hook
    };
    let ours = hooks(MANIFEST);
    let (rust, system) = ours.split_at(2);
    let mirror = hooks("packaging/pre-commit-mirror/.pre-commit-hooks.yaml");
    for others in [system, &mirror] {
        assert_eq!(
            rust.iter().map(common).collect::<Vec<_>>(),
            others.iter().map(common).collect::<Vec<_>>()
        );
    }
}
