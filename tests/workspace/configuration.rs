use super::*;

const ROOT: &str = "known.groups = [\"root\"]";

#[test]
fn the_nearest_file_wins() {
    let project = Project::repository(&[
        ("codemagic-lint.toml", ROOT),
        ("app/codemagic-lint.toml", "known.groups = [\"app\"]"),
    ]);
    assert_eq!(project.groups("codemagic.yaml"), ["root"]);
    assert_eq!(project.groups("lib/codemagic.yaml"), ["root"]);
    assert_eq!(project.groups("app/ios/codemagic.yaml"), ["app"]);
    let config = project.settings("app/ios/codemagic.yaml").config;
    assert_eq!(config, Some(project.at("app/codemagic-lint.toml")));
}

#[test]
fn the_search_ends_at_the_root_of_the_repository() {
    for git in ["inner/.git/", "inner/.git"] {
        let project = Project::new(&[("codemagic-lint.toml", ROOT), (git, "gitdir: x")]);
        assert_eq!(project.groups("inner/app/codemagic.yaml"), NONE);
        project.write("inner/codemagic-lint.toml", "known.groups = [\"inner\"]");
        assert_eq!(project.groups("inner/app/codemagic.yaml"), ["inner"]);
    }
    // Outside a repository nothing stops it.
    let project = Project::new(&[("codemagic-lint.toml", ROOT)]);
    assert_eq!(project.groups("not/there/yet.yaml"), ["root"]);
}

#[test]
fn a_given_file_replaces_the_search() {
    let project = Project::repository(&[
        ("codemagic-lint.toml", ROOT),
        (
            "ci/strict.toml",
            "fail-on = \"hint\"\nschema = \"own.json\"",
        ),
    ]);
    let options = |config: &str| Options {
        config: Some(config.into()),
        ..Options::default()
    };
    let workspace = Workspace::new(project.dir.path(), options("ci/strict.toml"));
    let settings = workspace.settings_for("codemagic.yaml".as_ref()).unwrap();
    assert_eq!(settings.fail_on, FailOn::AtLeast(Severity::Hint));
    assert_eq!(settings.schema, Some(project.at("ci/own.json")));
    assert_eq!(settings.settings.known.groups, None);

    let workspace = Workspace::new(project.dir.path(), options("none.toml"));
    let error = workspace
        .settings_for("codemagic.yaml".as_ref())
        .unwrap_err();
    assert_eq!(error.to_string(), "`none.toml` does not exist");
}

#[test]
fn the_command_line_beats_the_file() {
    let config = "fail-on = \"hint\"\nschema = \"own.json\"";
    let project = Project::repository(&[("codemagic-lint.toml", config)]);
    let options = Options {
        fail_on: Some(FailOn::Never),
        schema: Some("given.json".into()),
        ..Options::default()
    };
    let workspace = Workspace::new(project.dir.path(), options);
    let settings = workspace.settings_for("a/codemagic.yaml".as_ref()).unwrap();
    assert_eq!(settings.fail_on, FailOn::Never);
    assert_eq!(settings.schema, Some(project.at("given.json")));
}

#[test]
fn without_a_file_the_defaults_hold() {
    let project = Project::repository(&[]);
    let settings = project.settings("codemagic.yaml");
    assert_eq!(settings.fail_on, FailOn::AtLeast(Severity::Error));
    assert_eq!(settings.schema, None);
    assert_eq!(settings.config, None);
    assert_eq!(settings.settings.known.groups, None);
}

#[test]
fn a_base_holds_where_the_file_is_silent() {
    let project = Project::repository(&[
        (
            "org/base.toml",
            "extends = \"../far.toml\"\nfail-on = \"warning\"\nschema = \"org.json\"\n\
             known.groups = [\"a\", \"b\"]\nknown.keystores = [\"k\"]",
        ),
        (
            "far.toml",
            "fail-on = \"hint\"\nknown.integrations = [\"far\"]\n\
             known.max-build-duration = 90\nknown.internal-beta-groups = [\"t\"]\n\
             known.instance-types = [\"m9\"]",
        ),
        (
            "codemagic-lint.toml",
            "extends = \"org/base.toml\"\nknown.groups = [\"c\"]\n\
             known.max-build-duration = 180",
        ),
    ]);
    let settings = project.settings("app/codemagic.yaml");
    assert_eq!(settings.fail_on, FailOn::AtLeast(Severity::Warning));
    assert_eq!(settings.schema, Some(project.at("org/org.json")));
    let known = settings.settings.known;
    assert_eq!(known.groups, Some(vec!["c".to_owned()]));
    assert_eq!(known.keystores, Some(vec!["k".to_owned()]));
    assert_eq!(known.integrations, Some(vec!["far".to_owned()]));
    assert_eq!(known.internal_beta_groups, ["t"]);
    assert_eq!(known.instance_types, ["m9"]);
    assert_eq!(known.max_build_duration, Some(180));
}

#[test]
fn a_circle_is_told_where_it_closes() {
    let project = Project::repository(&[
        ("codemagic-lint.toml", "extends = \"b.toml\""),
        ("b.toml", "# b\nextends = \"c.toml\""),
        ("c.toml", "extends = \"./b.toml\""),
        (
            "self/codemagic-lint.toml",
            "extends = \"codemagic-lint.toml\"",
        ),
    ]);
    assert_eq!(
        project.config_error("codemagic.yaml"),
        "c.toml:1:11: `extends` runs in a circle: `b.toml` -> `c.toml` -> `b.toml`"
    );
    assert_eq!(
        project.config_error("self/codemagic.yaml"),
        "self/codemagic-lint.toml:1:11: `extends` runs in a circle: \
         `self/codemagic-lint.toml` -> `self/codemagic-lint.toml`"
    );
}

#[test]
fn every_problem_of_every_file_is_reported() {
    let project = Project::repository(&[
        (
            "codemagic-lint.toml",
            "extends = \"base.toml\"\nfail-on = \"fatal\"\nselct = []\nschema = 1",
        ),
        ("base.toml", "extends = \"none.toml\"\nexclude = [\"[\"]"),
    ]);
    let error = project.config_error("codemagic.yaml");
    let places: Vec<_> = error
        .lines()
        .map(|line| line.split(": ").next().unwrap_or_default())
        .collect();
    let expected = [
        "codemagic-lint.toml:2:11",
        "codemagic-lint.toml:3:1",
        "codemagic-lint.toml:4:10",
        "base.toml:1:11",
        "base.toml:2:12",
    ];
    assert_eq!(places, expected);
    assert!(error.contains("`extends` leads nowhere: `none.toml` does not exist"));
}

#[test]
fn a_broken_configuration_is_one_error_for_all_its_files() {
    let project = Project::repository(&[
        ("codemagic-lint.toml", "x = 1"),
        ("a/codemagic-lint.toml", "y = 1"),
        ("b/codemagic-lint.toml", ""),
    ]);
    let workspace = project.workspace();
    for file in ["1.yaml", "2.yaml", "c/3.yaml", "a/4.yaml"] {
        assert!(workspace.settings_for(file.as_ref()).is_err());
        assert!(!workspace.is_excluded(file.as_ref(), "".as_ref()));
    }
    assert!(workspace.settings_for("b/5.yaml".as_ref()).is_ok());
    let errors = workspace.errors();
    let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 2);
    assert!(errors[0].starts_with("a/codemagic-lint.toml:1:1: `y`"));
    assert!(errors[1].starts_with("codemagic-lint.toml:1:1: `x`"));
}

#[test]
fn a_configuration_that_cannot_be_read_is_not_passed_over() {
    let project = Project::repository(&[("a/codemagic-lint.toml/", "")]);
    assert_eq!(
        project.config_error("a/codemagic.yaml"),
        "`a/codemagic-lint.toml` is a directory, expected a file"
    );
    let large = "#".repeat((1 << 20) + 1);
    project.write("b/codemagic-lint.toml", &large);
    let error = project.workspace().settings_for("b/x.yaml".as_ref());
    assert!(matches!(*error.unwrap_err(), ConfigError::Unreadable(_)));
    #[cfg(unix)]
    {
        project.write("c/", "");
        let link = project.at("c/codemagic-lint.toml");
        std::os::unix::fs::symlink("none.toml", link).unwrap();
        let expected = "`c/codemagic-lint.toml` is a broken symbolic link: `none.toml` does \
                        not exist";
        assert_eq!(project.config_error("c/codemagic.yaml"), expected);
    }
}
