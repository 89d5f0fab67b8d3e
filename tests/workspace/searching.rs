use super::*;

#[test]
fn a_directory_means_every_file_below_in_order() {
    let project = Project::repository(&[
        ("codemagic.yaml", ""),
        ("b/codemagic.yaml", ""),
        ("a/deep/codemagic.yaml", ""),
        ("a/other.yaml", ""),
        (".hidden/codemagic.yaml", ""),
        (".git/codemagic.yaml", ""),
    ]);
    let found = project.discover(&["."]);
    let expected = [
        "a/deep/codemagic.yaml",
        "b/codemagic.yaml",
        "codemagic.yaml",
    ];
    assert_eq!(names(&found), expected);
    assert_eq!(errors(&found), NONE);
    assert!(found.files.iter().all(|file| !file.explicit));
}

#[test]
fn no_path_means_the_repository_around() {
    for git in [(".git/", ""), (".git", "gitdir: elsewhere\n")] {
        let project = Project::new(&[
            git,
            ("codemagic.yaml", ""),
            ("app/codemagic.yaml", ""),
            ("app/src/", ""),
        ]);
        let found = project.discover_from("app/src", &[]);
        assert_eq!(names(&found), ["../codemagic.yaml", "../../codemagic.yaml"]);
        let below = project.at("app/src");
        assert_eq!(repository_root(&below), Some(project.dir.path()));
    }
}

#[test]
fn no_path_outside_a_repository_means_the_directory() {
    let project = Project::new(&[("codemagic.yaml", ""), ("app/codemagic.yaml", "")]);
    assert_eq!(
        names(&project.discover_from("app", &[])),
        ["codemagic.yaml"]
    );
}

#[test]
fn a_named_file_is_taken_whatever_its_name() {
    let project = Project::repository(&[
        ("ci.yml", ""),
        (".hidden/x", ""),
        (".gitignore", "ci.yml"),
        ("codemagic-lint.toml", "exclude = [\"*\"]"),
    ]);
    let found = project.discover_configured(&["ci.yml", ".hidden/x"]);
    assert_eq!(names(&found), ["ci.yml", ".hidden/x"]);
    assert!(found.files.iter().all(|file| file.explicit));
}

#[test]
fn files_come_once_in_the_order_of_the_arguments() {
    let project = Project::repository(&[("b/codemagic.yaml", ""), ("a/codemagic.yaml", "")]);
    let absolute = project.at("a/codemagic.yaml");
    let arguments = [
        "b",
        "./a/../b/codemagic.yaml",
        absolute.to_str().unwrap(),
        ".",
    ];
    let found = project.discover(&arguments);
    assert_eq!(names(&found), ["b/codemagic.yaml", "a/codemagic.yaml"]);
    assert_eq!(errors(&found), NONE);
}

#[test]
fn git_decides_what_is_ignored() {
    let files = [
        (".gitignore", "build/\n"),
        ("build/codemagic.yaml", ""),
        ("app/build/codemagic.yaml", ""),
        ("app/codemagic.yaml", ""),
    ];
    let inside = Project::repository(&files);
    assert_eq!(names(&inside.discover(&["."])), ["app/codemagic.yaml"]);
    assert_eq!(names(&inside.discover(&["app"])), ["app/codemagic.yaml"]);
    // Outside a repository what lies above the directory says nothing.
    let outside = Project::new(&files);
    assert_eq!(names(&outside.discover(&["."])), ["app/codemagic.yaml"]);
    let all = ["app/build/codemagic.yaml", "app/codemagic.yaml"];
    assert_eq!(names(&outside.discover(&["app"])), all);
}

#[test]
fn a_missing_path_and_an_empty_one_are_errors() {
    let project = Project::repository(&[("codemagic.yaml", "")]);
    let found = project.discover(&["none.yaml", "", "codemagic.yaml/x", "."]);
    assert_eq!(names(&found), ["codemagic.yaml"]);
    let expected = [
        "`none.yaml` does not exist",
        "a path is empty, expected a file or directory",
    ];
    assert_eq!(errors(&found)[..2], expected);
    assert_eq!(errors(&found).len(), 3);
}

#[test]
fn nothing_found_names_what_comes_close() {
    let project = Project::repository(&[
        ("codemagic.yml", ""),
        (".codemagic.yaml", ""),
        ("app/Codemagic.yaml", ""),
        ("empty/", ""),
    ]);
    let found = project.discover(&["."]);
    assert_eq!(errors(&found), ["no codemagic.yaml to check below `.`"]);
    let help = "Codemagic reads only `codemagic.yaml`, not `.codemagic.yaml`, \
                `app/Codemagic.yaml`, `codemagic.yml`";
    assert_eq!(helps(&found), [help]);
    let found = project.discover(&["empty"]);
    assert_eq!(errors(&found), ["no codemagic.yaml to check below `empty`"]);
    assert_eq!(helps(&found), NONE);
}

#[test]
fn nothing_found_names_some_of_many_near_misses() {
    let project = Project::new(&[]);
    for number in 0..7 {
        project.write(&format!("{number}/codemagic.yml"), "");
    }
    let helps = helps(&project.discover(&["."]));
    assert!(
        helps[0].ends_with("`4/codemagic.yml` and 2 more"),
        "{helps:?}"
    );
}

#[test]
fn nothing_found_says_why() {
    let project = Project::repository(&[("codemagic.yaml", ""), (".gitignore", "*.yaml")]);
    let found = project.discover(&["."]);
    assert_eq!(errors(&found), ["no codemagic.yaml to check below `.`"]);
    assert!(
        helps(&found)[0].starts_with("git ignores"),
        "{:?}",
        helps(&found)
    );

    let project = Project::repository(&[
        ("codemagic.yaml", ""),
        ("a/codemagic.yaml", ""),
        ("codemagic-lint.toml", "exclude = [\"codemagic.yaml\"]"),
    ]);
    let found = project.discover_configured(&["."]);
    let expected = "no codemagic.yaml to check below `.`: all 2 are excluded by the \
                    configuration";
    assert_eq!(errors(&found), [expected]);
}

#[test]
fn excluded_files_are_left_out() {
    let project = Project::repository(&[
        (
            "codemagic-lint.toml",
            "exclude = [\"third_party\", \"apps/*/old\"]",
        ),
        ("codemagic.yaml", ""),
        ("third_party/x/codemagic.yaml", ""),
        ("third_party/codemagic-lint.toml", ""),
        ("apps/a/old/codemagic.yaml", ""),
        ("apps/a/codemagic.yaml", ""),
    ]);
    let found = project.discover_configured(&["."]);
    assert_eq!(names(&found), ["apps/a/codemagic.yaml", "codemagic.yaml"]);
}

#[test]
fn a_directory_of_that_name_is_an_error() {
    let project = Project::repository(&[("codemagic.yaml/x", "")]);
    let found = project.discover(&["."]);
    let expected = "`codemagic.yaml` is a directory, expected a file";
    assert_eq!(errors(&found), [expected]);
}

#[test]
fn names_from_elsewhere_lead_there() {
    let project = Project::new(&[("a/codemagic.yaml", ""), ("b/c/", "")]);
    let found = project.discover_from("b/c", &["../../a"]);
    assert_eq!(names(&found), ["../../a/codemagic.yaml"]);
    let bytes = read_file(&found.files[0].path, &found.files[0].name);
    assert_eq!(bytes, Ok(Vec::new()));
}

#[test]
fn a_search_goes_only_so_deep() {
    let at = |depth: usize| format!("{}codemagic.yaml", "d/".repeat(depth));
    let project = Project::repository(&[(&at(255), ""), (&at(256), "")]);
    assert_eq!(names(&project.discover(&["."])), [at(255)]);
}
