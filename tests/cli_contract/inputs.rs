//! What is checked: standard input, names, directories, the repository.

use crate::JSON;
use crate::support::cli::{BAD, GOOD, Project};

const STRICT: &str = "select = [\"unknown-key\"]\n";
const LENIENT: &str = "ignore = [\"all\"]\n";

fn check(project: &Project, arguments: &[&str]) -> crate::support::cli::Run {
    project.run(&[&["check"], &JSON[..], arguments].concat())
}

fn check_input(project: &Project, arguments: &[&str]) -> crate::support::cli::Run {
    project.run_with_input(&[&["check"], &JSON[..], arguments].concat(), BAD)
}

#[test]
fn standard_input_is_a_file_like_others() {
    let project = Project::new(&[]);
    let run = check_input(&project, &["-"]);
    run.ends_with(1);
    assert_eq!(
        (run.files(), run.rules()),
        (vec!["<stdin>".to_owned()], vec!["unknown-key".to_owned()])
    );
    let run = check_input(&project, &["-", "--stdin-filename", "app/codemagic.yaml"]);
    run.ends_with(1);
    assert_eq!(run.files(), ["app/codemagic.yaml"]);
}

#[test]
fn the_name_of_standard_input_need_not_be_exact_but_ours() {
    let project = Project::new(&[("codemagic-lint.toml", STRICT)]);
    for (name, ours) in [
        ("codemagic.yaml", true),
        ("/nowhere/codemagic.yaml", true),
        ("codemagic.yml", true),
        (".codemagic.yaml", true),
        ("docker-compose.yaml", false),
        (".github/workflows/ci.yml", false),
        ("codemagic.yaml/", true),
        ("..", true),
    ] {
        let run = check_input(&project, &["-", "--stdin-filename", name]);
        run.ends_with(i32::from(ours));
        assert_eq!(run.files().len(), usize::from(ours), "{name}");
    }
    let run = project.run_with_input(&["check", "-", "--stdin-filename", "other.yaml"], BAD);
    run.ends_with(0);
    assert_eq!(run.stdout, "");
}

#[test]
fn what_is_passed_over_is_read_all_the_same() {
    let project = Project::new(&[]);
    let large = "# more than a pipe holds\n".repeat(40_000);
    // Writing fails when the other end is closed early.
    let run = project.run_with_input(&["check", "-", "--stdin-filename", "other.yaml"], large);
    run.ends_with(0);
}

#[test]
fn standard_input_has_the_configuration_of_its_name() {
    let project = Project::new(&[
        ("codemagic-lint.toml", STRICT),
        ("lenient/codemagic-lint.toml", LENIENT),
    ]);
    for (name, code) in [
        ("codemagic.yaml", 1),
        ("app/codemagic.yaml", 1),
        ("lenient/codemagic.yaml", 0),
        ("lenient/not/there/codemagic.yaml", 0),
    ] {
        check_input(&project, &["-", "--stdin-filename", name]).ends_with(code);
    }
    project.write("broken/codemagic-lint.toml", "x = 1\n");
    let run = check_input(
        &project,
        &["-", "--stdin-filename", "broken/codemagic.yaml"],
    );
    run.fails_with(&["error: broken/codemagic-lint.toml:1:1: `x`"]);
}

#[test]
fn standard_input_and_files_may_be_checked_together() {
    let project = Project::new(&[("codemagic.yaml", GOOD), ("codemagic-lint.toml", STRICT)]);
    let run = check_input(&project, &["codemagic.yaml", "-"]);
    run.ends_with(1);
    assert_eq!(run.files(), ["<stdin>", "codemagic.yaml"]);
}

#[test]
fn a_file_may_be_called_like_an_option() {
    let project = Project::new(&[("-q", BAD), ("-", BAD), ("codemagic-lint.toml", STRICT)]);
    let run = check(&project, &["./-", "--", "-q"]);
    run.ends_with(1);
    assert_eq!(run.files(), ["-", "-q"]);
}

#[test]
fn no_path_means_the_repository_around() {
    let project = Project::new(&[
        ("codemagic.yaml", GOOD),
        ("app/codemagic.yaml", BAD),
        ("app/lib/", ""),
        ("build/codemagic.yaml", BAD),
        (".gitignore", "build/\n"),
        ("codemagic-lint.toml", STRICT),
    ]);
    let run = check(&project, &[]);
    run.ends_with(1);
    assert_eq!(run.files(), ["app/codemagic.yaml", "codemagic.yaml"]);
    let mut below = project.command(&[&["check"], &JSON[..]].concat());
    let run = crate::support::cli::Run::of(below.current_dir(project.path("app/lib")));
    assert_eq!(run.files(), ["../codemagic.yaml", "../../codemagic.yaml"]);
}

#[test]
fn a_directory_means_every_file_below_and_a_name_means_itself() {
    let project = Project::new(&[
        ("a/codemagic.yaml", BAD),
        ("a/b/codemagic.yaml", BAD),
        ("a/codemagic.yml", BAD),
        ("a/ci.yaml", BAD),
        ("c/codemagic.yaml", BAD),
        (
            "codemagic-lint.toml",
            "select = [\"unknown-key\"]\nexclude = [\"a/b\"]\n",
        ),
    ]);
    for (arguments, files) in [
        (&["a"][..], &["a/codemagic.yaml"][..]),
        (&["c", "a"], &["c/codemagic.yaml", "a/codemagic.yaml"]),
        (&["a/b/codemagic.yaml"], &["a/b/codemagic.yaml"]),
        (
            &["a/codemagic.yml", "a/ci.yaml"],
            &["a/codemagic.yml", "a/ci.yaml"],
        ),
        (
            &["a", "a/codemagic.yaml", "./a/../a"],
            &["a/codemagic.yaml"],
        ),
    ] {
        let run = check(&project, arguments);
        run.ends_with(1);
        assert_eq!(run.files(), files);
    }
}

#[test]
fn nothing_to_check_is_trouble() {
    let project = Project::new(&[("empty/", ""), ("near/codemagic.yml", BAD)]);
    check(&project, &["empty"]).fails_with(&["no codemagic.yaml to check below `empty`"]);
    let near = [
        "no codemagic.yaml to check below `near`",
        "not `near/codemagic.yml`",
    ];
    check(&project, &["near"]).fails_with(&near);
    check(&project, &[]).fails_with(&["no codemagic.yaml to check"]);
    check(&project, &[""]).fails_with(&["a path is empty"]);
    assert_eq!(check(&project, &["empty"]).files(), [""; 0]);
}

#[test]
fn reports_are_the_same_each_time_and_in_the_order_of_the_paths() {
    let names: Vec<String> = (0..30)
        .map(|index| format!("p{index:02}/codemagic.yaml"))
        .collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), BAD)).collect();
    let project = Project::new(&files);
    let first = check(&project, &[]);
    assert_eq!(first.files(), names);
    for _ in 0..3 {
        assert_eq!(check(&project, &[]).stdout, first.stdout);
    }
}

#[test]
fn what_is_excluded_is_checked_where_it_is_named_unless_that_is_forced() {
    let project = Project::new(&[
        ("a/codemagic.yaml", BAD),
        ("b/codemagic.yaml", BAD),
        (
            "codemagic-lint.toml",
            "select = [\"unknown-key\"]\nexclude = [\"a\"]\n",
        ),
    ]);
    let named = ["check", "a/codemagic.yaml", "b/codemagic.yaml"];
    let run = |more: &[&str]| project.run(&[&named[..], &JSON[..], more].concat());
    assert_eq!(run(&[]).files(), ["a/codemagic.yaml", "b/codemagic.yaml"]);
    let forced = run(&["--force-exclude"]);
    assert_eq!(forced.files(), ["b/codemagic.yaml"]);
    assert_eq!((forced.code, forced.stderr.as_str()), (Some(1), ""));

    // Nothing may be left: that is no trouble.
    let alone = ["check", "--force-exclude", "a/codemagic.yaml", "-q"];
    project.run(&alone).ends_with(0);
    let input = ["check", "-", "--stdin-filename", "a/codemagic.yaml", "-q"];
    assert_eq!(project.run_with_input(&input, BAD).code, Some(1));
    let forced = [&input[..], &["--force-exclude"]].concat();
    project.run_with_input(&forced, BAD).ends_with(0);
    let fixed = [&forced[..], &["--fix"]].concat();
    assert_eq!(project.run_with_input(&fixed, BAD).stdout, BAD);
}
