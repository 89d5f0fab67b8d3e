//! `--fix`, `--unsafe-fixes`, `--diff` and `--add-ignore`: what is written, what is
//! printed where, and how the program ends.

use std::fs;

use rayon::prelude::*;

use crate::JSON;
use crate::support::cli::{BAD, GOOD, Project, Run};

/// A version that loses its zero, which is fixed safely, and nothing else.
const SAFE: &str = "workflows:\n  a:\n    name: A\n    instance_type: linux_x2\n    environment:\n      \
                    ndk: 3.10\n    scripts:\n      - ls\n";

/// The only rules that are on: the first is fixed safely, the second on demand.
const CONFIG: &str = "select = [\"version-loses-zero\", \"unknown-key\", \"ignore-unused\"]\n";

/// What the two make of [`SAFE`] and [`BAD`].
fn fixed(text: &str) -> String {
    text.replace("3.10", "'3.10'")
        .replace("instance_typ:", "instance_type:")
}

fn project(text: &str) -> Project {
    Project::new(&[("codemagic.yaml", text), ("codemagic-lint.toml", CONFIG)])
}

fn check(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["check"], arguments].concat())
}

#[test]
fn the_exit_code_is_that_of_what_is_left() {
    let both = BAD.replace(
        "    scripts",
        "    environment:\n      ndk: 3.10\n    scripts",
    );
    let fix = &["--fix"][..];
    let fix_all = &["--fix", "--unsafe-fixes"][..];
    let diff = &["--diff"][..];
    let diff_all = &["--diff", "--unsafe-fixes"][..];
    #[rustfmt::skip]
    let cases: [(&str, &[&str], i32, bool); 16] = [
        // The file, the options, the exit code, and whether it is written.
        (GOOD, fix, 0, false), (GOOD, fix_all, 0, false), (GOOD, diff, 0, false),
        (SAFE, fix, 0, true), (SAFE, fix_all, 0, true), (SAFE, diff, 1, false), (SAFE, &["--diff", "--fix"], 1, false),
        (BAD, fix, 1, false), (BAD, fix_all, 0, true), (BAD, diff, 0, false), (BAD, diff_all, 1, false),
        (BAD, &["--unsafe-fixes"], 1, false),
        (&both, fix, 1, true), (&both, fix_all, 0, true),
        (&both, &["--fix", "--fail-on", "never"], 0, true), (&both, &["--diff", "--fail-on", "never"], 1, false),
    ];
    for (text, options, code, written) in cases {
        let project = project(text);
        let run = check(&project, options);
        assert_eq!(run.code, Some(code), "{options:?} {run:?}");
        let is_written = project.read("codemagic.yaml") != text;
        assert_eq!(is_written, written, "{options:?} {text}");
    }
}

#[test]
fn what_was_fixed_is_counted_and_what_is_left_reported() {
    let both = BAD.replace(
        "    scripts",
        "    environment:\n      ndk: 3.10\n    scripts",
    );
    let summary = |options: &[&str]| {
        let run = check(&project(&both), options);
        run.stdout.lines().last().unwrap_or_default().to_owned()
    };
    let plain = summary(&[]);
    assert!(
        plain.ends_with("in 1 file (1 fixable with `--fix`, 1 more with `--unsafe-fixes`)"),
        "{plain}"
    );
    assert_eq!(
        summary(&["--fix"]),
        "1 error in 1 file (1 fixed, 1 fixable with `--fix --unsafe-fixes`)"
    );
    assert_eq!(
        summary(&["--fix", "--unsafe-fixes"]),
        "no problems in 1 file (2 fixed)"
    );
    let run = check(&project(&both), &[&JSON[..], &["--fix"]].concat());
    assert_eq!(run.rules(), ["unknown-key"]);
    let run = check(&project(SAFE), &["--fix", "-v"]);
    assert!(
        run.stderr
            .contains("fixed codemagic.yaml:6:12: version-loses-zero: "),
        "{run:?}"
    );
}

#[test]
fn more_findings_than_are_shown_are_fixed_all_the_same() {
    let project = project(SAFE);
    check(&project, &["--fix", "--max-findings", "0"]).ends_with(0);
    assert_eq!(project.read("codemagic.yaml"), fixed(SAFE));
}

#[test]
fn rules_that_are_off_silenced_or_accepted_fix_nothing() {
    let unchanged = |project: &Project, options: &[&str]| {
        let before = project.read("codemagic.yaml");
        let run = check(project, &[&["--fix", "--unsafe-fixes"], options].concat());
        assert_eq!(project.read("codemagic.yaml"), before, "{run:?}");
        assert_eq!(run.code, Some(0), "{run:?}");
    };
    unchanged(&project(SAFE), &["--ignore", "version-loses-zero"]);
    let comment = "3.10 # codemagic-lint: ignore[version-loses-zero] why\n";
    unchanged(&project(&SAFE.replace("3.10\n", comment)), &[]);
    let accepted = project(SAFE);
    check(&accepted, &["--baseline", "b.json", "--write-baseline"]);
    unchanged(&accepted, &["--baseline", "b.json"]);
}

#[test]
fn a_file_that_needs_nothing_is_not_touched() {
    let project = project(&fixed(SAFE));
    let path = project.path("codemagic.yaml");
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1);
    fs::File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .set_modified(past)
        .unwrap();
    check(&project, &["--fix", "--add-ignore", "why"]).ends_with(0);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), past);
}

#[test]
fn a_file_that_cannot_be_written_does_not_keep_others_from_it() {
    let project = project(SAFE);
    project.write("app/codemagic.yaml", SAFE);
    let path = project.path("app/codemagic.yaml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let run = check(&project, &[&JSON[..], &["--fix"]].concat());
    run.fails_with(&["error: `app/codemagic.yaml` cannot be written: permission denied\n"]);
    // It is as it was, and so are its findings.
    assert_eq!(run.rules(), ["version-loses-zero"]);
    assert_eq!(project.read("app/codemagic.yaml"), SAFE);
    assert_eq!(project.read("codemagic.yaml"), fixed(SAFE));
}

#[cfg(unix)]
#[test]
fn mode_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = project(GOOD);
    project.write("real.yaml", SAFE);
    let path = project.path("real.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.yaml", project.path("link.yaml")).unwrap();
    check(&project, &["--fix", "link.yaml"]).ends_with(0);
    assert_eq!(project.read("real.yaml"), fixed(SAFE));
    assert!(
        fs::symlink_metadata(project.path("link.yaml"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[test]
fn runs_at_the_same_time_do_not_harm_each_other() {
    let project = project(SAFE);
    for name in ["b", "c"] {
        project.write(&format!("{name}/codemagic.yaml"), SAFE);
    }
    let runs: Vec<Run> = (0..8)
        .into_par_iter()
        .map(|_| check(&project, &["--fix"]))
        .collect();
    // Who comes second finds nothing to do, or the same result.
    for run in runs {
        run.ends_with(0);
    }
    for name in ["codemagic.yaml", "b/codemagic.yaml", "c/codemagic.yaml"] {
        assert_eq!(project.read(name), fixed(SAFE));
    }
    let left = fs::read_dir(project.directory()).unwrap();
    assert_eq!(left.count(), 5, "something was left behind");
}

#[test]
fn what_is_not_utf_8_is_not_written() {
    let project = project("");
    let bytes = [SAFE.as_bytes(), b"# \xff\n"].concat();
    project.write("codemagic.yaml", &bytes);
    let run = check(&project, &["--fix", "--add-ignore", "why"]);
    assert!(
        run.stderr.contains("codemagic.yaml: not UTF-8 throughout"),
        "{run:?}"
    );
    assert_eq!(fs::read(project.path("codemagic.yaml")).unwrap(), bytes);
}

#[test]
fn the_difference_is_shown_in_the_unified_format() {
    let project = project(&SAFE.replace('\n', "\r\n"));
    project.write("app/codemagic.yaml", BAD.trim_end());
    let run = check(&project, &["--diff", "--unsafe-fixes"]);
    assert_eq!(
        run.stdout,
        "--- app/codemagic.yaml\n+++ app/codemagic.yaml\n@@ -1,6 +1,6 @@\n workflows:\n   a:\n     \
         name: A\n-    instance_typ: linux_x2\n+    instance_type: linux_x2\n     scripts:\n       \
         - ls\n\\ No newline at end of file\n--- codemagic.yaml\n+++ codemagic.yaml\n@@ -3,6 +3,6 \
         @@\n     name: A\r\n     instance_type: linux_x2\r\n     environment:\r\n-      ndk: \
         3.10\r\n+      ndk: '3.10'\r\n     scripts:\r\n       - ls\r\n"
    );
    assert_eq!(run.stderr, "would fix 2 findings\n");
    // A report that has a file of its own is still written.
    let report = ["--output-format", "json", "--output-file", "r.json"];
    let run = check(&project, &[&["--diff", "-q"], &report[..]].concat());
    run.ends_with(1);
    assert!(project.read("r.json").contains("version-loses-zero"));
}

#[test]
fn the_difference_says_how_many_fixes_it_leaves_out() {
    let both = BAD.replace(
        "    scripts",
        "    environment:\n      ndk: 3.10\n    scripts",
    );
    for (text, stderr) in [
        (
            &*both,
            "would fix 1 finding\n1 more with `--unsafe-fixes`\n",
        ),
        (BAD, "1 more with `--unsafe-fixes`\n"),
        (SAFE, "would fix 1 finding\n"),
    ] {
        let project = project(text);
        assert_eq!(check(&project, &["--diff"]).stderr, stderr);
        assert_eq!(check(&project, &["--diff", "-q"]).stderr, "");
        // What a baseline accepts is not fixed, so it does not count.
        let baseline = ["--baseline", "b.json"];
        check(&project, &[&baseline[..], &["--write-baseline"]].concat());
        let run = check(&project, &[&baseline[..], &["--diff"]].concat());
        assert!(!run.stderr.contains("more with"), "{run:?}");
    }
}

#[test]
fn the_difference_shows_no_secret() {
    let secret = "hunter2hunter2";
    let text = SAFE.replace(
        "    scripts",
        &format!("      vars:\n        DB_PASSWORD: {secret}\n    scripts"),
    );
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let run = check(&project, &["--diff"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.contains("DB_PASSWORD: ****"), "{run:?}");
    assert!(
        !run.stdout.contains(secret) && !run.stderr.contains(secret),
        "{run:?}"
    );
}

#[test]
fn the_difference_shows_no_secret_that_only_one_text_tells() {
    let secret = "SuperSecretValue123456";
    let text = SAFE.replace(
        "    scripts",
        &format!(
            "    publishing:\n      app_store_connect:\n        api_kye: {secret}\n    scripts"
        ),
    );
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let run = check(&project, &["--diff", "--unsafe-fixes"]);
    assert!(run.stdout.contains("api_key: ***"), "{run:?}");
    assert!(!run.stdout.contains(secret), "{run:?}");
}

#[cfg(unix)]
#[test]
fn that_other_links_keep_the_old_text_is_said() {
    let project = project(SAFE);
    let (path, link) = (project.path("codemagic.yaml"), project.path("other"));
    fs::hard_link(path, link).unwrap();
    let run = check(&project, &["--fix"]);
    assert!(run.stderr.contains("other hard links"), "{run:?}");
    assert_eq!(
        (project.read("codemagic.yaml"), project.read("other")),
        (fixed(SAFE), SAFE.to_owned())
    );
}

#[test]
fn that_a_file_is_not_text_is_said_only_where_it_matters() {
    let project = project("");
    let bytes = [BAD.as_bytes(), b"# \xff\n"].concat();
    project.write("codemagic.yaml", &bytes);
    let run = check(&project, &["--fix"]);
    assert!(!run.stderr.contains("not UTF-8"), "{run:?}");
    let run = check(&project, &["--fix", "--unsafe-fixes"]);
    assert!(run.stderr.contains("not UTF-8"), "{run:?}");
}

#[test]
fn standard_input_comes_out_fixed() {
    let project = project(GOOD);
    let fix = |options: &[&str], input: &[u8]| {
        project.run_with_input(&[&["check", "-"], options].concat(), input)
    };
    let run = fix(&["--fix"], SAFE.as_bytes());
    assert_eq!((run.code, run.stdout), (Some(0), fixed(SAFE)));
    assert_eq!(run.stderr, "no problems in 1 file (1 fixed)\n");
    let run = fix(&["--fix", "-q"], BAD.as_bytes());
    assert_eq!((run.code, run.stdout), (Some(1), BAD.to_owned()));
    assert!(run.stderr.contains("unknown-key"));
    // Editors send every YAML file; it must not be lost.
    let run = fix(&["--fix", "--stdin-filename", "other.yaml"], b"a: 1");
    assert_eq!((run.code, &*run.stdout), (Some(0), "a: 1"));
    let wide = b"a\0:\0\n\0".repeat(12 << 20);
    for input in [b"\xff\xfea\0", &wide[..]] {
        let mut command = project.command(&["check", "-", "--fix", "--stdin-filename", "x.yaml"]);
        let output = command.write_stdin(input).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout == input, "{} bytes", output.stdout.len());
    }
    let run = fix(&["--diff"], SAFE.as_bytes());
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.starts_with("--- <stdin>\n+++ <stdin>\n"),
        "{run:?}"
    );
    let run = fix(&["--add-ignore", "why", "-q"], BAD.as_bytes());
    assert_eq!(run.code, Some(0));
    assert!(
        run.stdout
            .contains("linux_x2 # codemagic-lint: ignore[unknown-key] why\n")
    );
}

#[test]
fn what_is_left_is_silenced() {
    let both = BAD.replace(
        "    scripts",
        "    environment:\n      ndk: 3.10\n    scripts",
    );
    let project = project(&both);
    let run = check(&project, &["--fix", "--add-ignore", "being tried out"]);
    run.ends_with(0);
    assert_eq!(run.stdout, "no problems in 1 file (1 fixed, 1 silenced)\n");
    let comment = "linux_x2 # codemagic-lint: ignore[unknown-key] being tried out\n";
    let expected = fixed(&both).replace(
        "instance_type: linux_x2\n",
        &format!("instance_typ: {comment}"),
    );
    assert_eq!(project.read("codemagic.yaml"), expected);
    let run = check(&project, &["--add-ignore", "being tried out"]);
    assert_eq!(run.stdout, "no problems in 1 file\n");
    assert_eq!(project.read("codemagic.yaml"), expected);
    // Shown, not written.
    project.write("codemagic.yaml", BAD);
    let run = check(&project, &["--diff", "--add-ignore", "why"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout
            .contains("+    instance_typ: linux_x2 # codemagic-lint"),
        "{run:?}"
    );
    assert_eq!(run.stderr, "would silence 1 finding\n");
    assert_eq!(project.read("codemagic.yaml"), BAD);
}

#[test]
fn an_anchor_tells_whom_it_changes() {
    let text = "definitions:\n  env: &env\n    ndk: 3.10\nworkflows:\n  a:\n    environment: *env\n    \
                scripts:\n      - ls\n  b:\n    environment: *env\n    scripts:\n      - ls\n";
    let run = check(&project(text), &["--fix", "--unsafe-fixes"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.stderr.contains("also changes workflows `a` and `b`\n"),
        "{run:?}"
    );
    // It is not safe: another version may be meant there.
    let safe = project(text);
    check(&safe, &["--fix"]);
    assert_eq!(safe.read("codemagic.yaml"), text);
}

#[test]
fn wrong_usage_is_said() {
    for (options, words) in [
        (&["--add-ignore"][..], &["--add-ignore <REASON>"][..]),
        (
            &["--add-ignore", " "],
            &["expected a reason for the next reader"],
        ),
        (
            &["--add-ignore", "a\nb"],
            &["expected one line without control characters"],
        ),
        (
            &["--fix", "--baseline", "b", "--write-baseline"],
            &["--fix", "--write-baseline"],
        ),
        (
            &["--diff", "--baseline", "b", "--write-baseline"],
            &["--diff", "--write-baseline"],
        ),
    ] {
        let project = project(SAFE);
        check(&project, options).fails_with(words);
        assert_eq!(project.read("codemagic.yaml"), SAFE);
    }
}
