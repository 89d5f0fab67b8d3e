use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::mpsc;
use std::time::Duration;

use super::*;

#[test]
fn linked_files_count_and_linked_directories_do_not() {
    let project = Project::repository(&[("real/ci.yaml", ""), ("app/", "")]);
    symlink("../real/ci.yaml", project.at("app/codemagic.yaml")).unwrap();
    symlink("app", project.at("link")).unwrap();
    symlink("..", project.at("app/up")).unwrap();
    let found = project.discover(&["."]);
    assert_eq!(names(&found), ["app/codemagic.yaml"]);
    assert_eq!(errors(&found), NONE);
    // Named, a link to a directory is the directory.
    let found = project.discover(&["link"]);
    assert_eq!(names(&found), ["link/codemagic.yaml"]);
}

#[test]
fn links_that_lead_nowhere_are_errors() {
    let project = Project::repository(&[("a/", ""), ("b/", ""), ("c/codemagic.yaml", "")]);
    symlink("none.yaml", project.at("a/codemagic.yaml")).unwrap();
    symlink("codemagic.yaml", project.at("b/codemagic.yaml")).unwrap();
    let expected = [
        "`a/codemagic.yaml` is a broken symbolic link: `none.yaml` does not exist",
        "`b/codemagic.yaml` is a symbolic link that leads back to itself",
    ];
    let found = project.discover(&["."]);
    assert_eq!(names(&found), ["c/codemagic.yaml"]);
    assert_eq!(errors(&found), expected);
    let found = project.discover(&["a/codemagic.yaml", "b/codemagic.yaml"]);
    assert_eq!(errors(&found), expected);
}

#[test]
fn a_circle_of_links_to_directories_ends() {
    let project = Project::new(&[("codemagic.yaml", "")]);
    symlink("two", project.at("one")).unwrap();
    symlink("one", project.at("two")).unwrap();
    assert_eq!(names(&project.discover(&["."])), ["codemagic.yaml"]);
    let expected = "`one` is a symbolic link that leads back to itself";
    assert_eq!(errors(&project.discover(&["one"])), [expected]);
    assert_eq!(errors(&project.discover(&["one/x"])).len(), 1);
}

#[test]
fn what_may_not_be_read_is_an_error() {
    let project = Project::new(&[("codemagic.yaml", "x"), ("locked/codemagic.yaml", "")]);
    let (file, locked) = (project.at("codemagic.yaml"), project.at("locked"));
    let close = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o0)).unwrap();
    close(&file);
    close(&locked);

    let read = read_file(&file, "codemagic.yaml");
    let found = project.discover(&["."]);
    // Root reads everything: what the system refuses decides what is expected.
    if fs::read(&file).is_err() {
        let error = read.unwrap_err().to_string();
        assert_eq!(error, "`codemagic.yaml` cannot be read: permission denied");
        assert_eq!(
            errors(&found),
            ["`locked` cannot be read: permission denied"]
        );
    } else {
        assert_eq!(read, Ok(b"x".to_vec()));
        assert_eq!(errors(&found), NONE);
    }
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_pipe_is_refused_at_once() {
    let project = Project::new(&[]);
    let pipe = project.at("codemagic.yaml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let read = read_file(&pipe, "p");
        let found = project.discover(&[".", "codemagic.yaml"]);
        sender.send((read, errors(&found))).unwrap();
    });
    let (read, found) = receiver.recv_timeout(Duration::from_secs(30)).unwrap();
    let error = read.unwrap_err();
    assert_eq!(error.to_string(), "`p` is a pipe, expected a file");
    assert_eq!(error.help(), Some("pipe the text in and name the file `-`"));
    assert_eq!(found, ["`codemagic.yaml` is a pipe, expected a file"; 2]);
}

#[test]
fn names_that_are_not_unicode_are_shown_as_well_as_can_be() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new(&[]);
    let name = std::ffi::OsStr::from_bytes(b"a\xff.yaml");
    // Some file systems refuse such names.
    if fs::write(project.dir.path().join(name), "").is_err() {
        return;
    }
    let found = discover(project.dir.path(), &[name.into()], |_, _| false);
    assert_eq!(names(&found), ["a\u{fffd}.yaml"]);
    assert!(read_file(&found.files[0].path, "").is_ok());
}

/// A repository beside a file that is none of its business.
fn beside_a_secret() -> Project {
    let project = Project::new(&[("secret.toml", "token = s3cr3t: 1\n"), ("repo/.git/", "")]);
    project.write("repo/codemagic.yaml", "");
    project
}

#[test]
fn a_search_reads_no_file_outside_the_repository() {
    let project = beside_a_secret();
    project.write("repo/a/", "");
    symlink("../../secret.toml", project.at("repo/a/codemagic.yaml")).unwrap();
    for arguments in [&[][..], &["."], &["a"], &["../repo"]] {
        let found = project.discover_from("repo", arguments);
        let expected = "`a/codemagic.yaml` leads out of the repository, not read";
        assert_eq!(errors(&found), [expected], "{arguments:?}");
        assert_eq!(
            helps(&found),
            ["name it on the command line if it is meant"]
        );
    }
    // Whoever names it wants it.
    let found = project.discover_from("repo", &["a/codemagic.yaml"]);
    assert_eq!(errors(&found), NONE);
    // A search that begins outside of repositories ends where it began.
    let found = project.discover(&["."]);
    assert_eq!(errors(&found), NONE);
}

#[test]
fn a_configuration_that_was_found_leads_nowhere_outside_the_repository() {
    let secret = beside_a_secret().at("secret.toml");
    let absolute = secret.to_str().unwrap();
    let out = "leads out of the repository, not read";
    for (text, expected) in [
        (
            "extends = \"../secret.toml\"".to_owned(),
            format!("repo/codemagic-lint.toml:1:11: `secret.toml` {out}"),
        ),
        (
            "extends = \"inner.toml\"".to_owned(),
            format!("repo/codemagic-lint.toml:1:11: `repo/inner.toml` {out}"),
        ),
        (
            "schema = \"../secret.toml\"".to_owned(),
            format!("`secret.toml` {out}"),
        ),
        (
            "schema = \"inner.toml\"".to_owned(),
            format!("`repo/inner.toml` {out}"),
        ),
        (format!("schema = \"{absolute}\""), out.to_owned()),
        ("schema = \"none.json\"".to_owned(), String::new()),
    ] {
        let project = beside_a_secret();
        symlink("../secret.toml", project.at("repo/inner.toml")).unwrap();
        project.write("repo/codemagic-lint.toml", &text);
        let settings = project.workspace().settings_for("repo/x.yaml".as_ref());
        let error = settings.err().map(|error| error.to_string());
        let error = error.unwrap_or_default();
        assert!(error.ends_with(&expected), "{text}: {error}");
        assert_eq!(error.is_empty(), expected.is_empty(), "{text}: {error}");
    }
    let project = beside_a_secret();
    symlink("../secret.toml", project.at("repo/codemagic-lint.toml")).unwrap();
    assert_eq!(
        project.config_error("repo/x.yaml"),
        format!("`repo/codemagic-lint.toml` {out}")
    );
    // Whoever names it wants it.
    project.write("repo/mine.toml", "extends = \"../base.toml\"");
    project.write("base.toml", "fail-on = \"hint\"");
    let config = Some(project.at("repo/mine.toml"));
    let options = Options {
        config,
        ..Options::default()
    };
    let workspace = Workspace::new(project.dir.path(), options);
    let settings = workspace.settings_for("repo/x.yaml".as_ref()).unwrap();
    assert_eq!(settings.fail_on, FailOn::AtLeast(Severity::Hint));
}
