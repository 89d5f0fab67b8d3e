//! Two runs at once, and editors that save meanwhile.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::support::cli::{Project, program};
use super::{files, mended, repository, start, temporaries};

#[test]
fn two_runs_at_once_come_to_one_result() {
    let old = files(4, 6);
    let new = mended(&old);
    for _ in 0..10 {
        let project = repository(&old);
        let runs = [start(&project), start(&project), start(&project)];
        for mut run in runs {
            let code = run.wait().unwrap().code();
            assert!(matches!(code, Some(0 | 1)), "{code:?}");
        }
        for (name, text) in &new {
            assert_eq!(&project.read(name), text, "{name}");
            assert_eq!(temporaries(project.path(name).parent().unwrap()), [""; 0]);
        }
    }
}

/// How an editor saves.
type Save = fn(&Path, &str);

/// Writes into the file that is there.
fn in_place(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

/// Writes another file and gives it the name.
fn by_renaming(path: &Path, text: &str) {
    let other = path.with_extension("saved");
    fs::write(&other, text).unwrap();
    fs::rename(other, path).unwrap();
}

/// Lets an editor save after `delay`, while a run is on its way. The text that is there in
/// the end is the editor's, or what the program makes of it.
fn is_kept(project: &Project, save: Save, delay: Duration) {
    let old = files(1, 20);
    let (name, text) = old.iter().next().unwrap();
    let path = project.path(name);
    project.write(name, text);
    let saved = format!("{text}  saved:\n    name: S\n    scripts:\n      - echo saved\n");
    let mut run = start(project);
    std::thread::sleep(delay);
    save(&path, &saved);
    run.wait().unwrap();
    let present = project.read(name);
    let others: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
    assert!(present.contains("echo saved"), "what was saved is lost");
    assert!(present == saved || present == mended(&[(name.clone(), saved)].into())[name]);
    assert_eq!(others.len(), 1, "{others:?}");
}

#[test]
fn what_an_editor_saves_meanwhile_is_kept() {
    let old = files(1, 20);
    let project = repository(&old);
    let begin = Instant::now();
    start(&project).wait().unwrap();
    let whole = begin.elapsed();
    for part in 0..24 {
        let delay = whole.mul_f64(f64::from(part) / 20.0);
        is_kept(&project, in_place, delay);
        is_kept(&project, by_renaming, delay);
    }
}

#[test]
fn what_is_saved_by_renaming_again_and_again_is_never_lost() {
    let old = files(1, 1);
    let (name, text) = old.iter().next().unwrap();
    let project = repository(&old);
    let path = project.path(name);
    for round in 0..10 {
        project.write(name, text);
        let mut run = start(&project);
        let mut saves = 0;
        let mut last = String::new();
        while run.try_wait().unwrap().is_none() {
            last = format!("{text}# {round}.{saves}\n");
            by_renaming(&path, &last);
            saves += 1;
        }
        let end = format!("# {round}.{}\n", saves - 1);
        let present = project.read(name);
        assert!(
            saves == 0 || present.ends_with(&end),
            "{saves} saves: {present}"
        );
        assert!(saves > 0 && !last.is_empty());
        assert_eq!(temporaries(path.parent().unwrap()), [""; 0]);
    }
}

#[test]
fn a_link_instead_of_the_file_is_not_followed_to_what_was_not_read() {
    let old = files(1, 20);
    let (name, text) = old.iter().next().unwrap();
    let project = repository(&old);
    let path = project.path(name);
    let secret = project.path("secret");
    let begin = Instant::now();
    start(&project).wait().unwrap();
    let whole = begin.elapsed();
    for part in 0..20 {
        let _ = fs::remove_file(&path);
        project.write(name, text);
        fs::write(&secret, "of somebody else").unwrap();
        let mut run = start(&project);
        std::thread::sleep(whole.mul_f64(f64::from(part) / 18.0));
        let link = path.with_extension("link");
        std::os::unix::fs::symlink(&secret, &link).unwrap();
        fs::rename(link, &path).unwrap();
        run.wait().unwrap();
        assert_eq!(fs::read_to_string(&secret).unwrap(), "of somebody else");
    }
}

#[test]
fn what_belongs_to_a_file_stays() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    let old = files(1, 1);
    let new = mended(&old);
    let (name, text) = old.iter().next().unwrap();
    let project = Project::new(&[("ci/real.yaml", text), ("app0/", "")]);
    let real = project.path("ci/real.yaml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o751)).unwrap();
    symlink("../ci/real.yaml", project.path(name)).unwrap();
    let before = fs::metadata(&real).unwrap();
    project
        .run(&["check", "--fix", "--fail-on", "never"])
        .ends_with(0);
    assert!(
        fs::symlink_metadata(project.path(name))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(project.read("ci/real.yaml"), new[name]);
    let after = fs::metadata(&real).unwrap();
    assert_eq!(
        (after.mode(), after.uid(), after.gid()),
        (before.mode(), before.uid(), before.gid())
    );

    // Another name of the file keeps the old text, and that is said.
    let project = Project::new(&[(name, text)]);
    fs::hard_link(project.path(name), project.path("other")).unwrap();
    let run = project.run(&["check", "--fix", "--fail-on", "never"]);
    assert!(run.stderr.contains("other hard links"), "{run:?}");
    assert_eq!(
        (&project.read("other"), &project.read(name)),
        (text, &new[name])
    );
}

#[test]
fn a_report_is_there_whole_or_as_it_was() {
    let old = files(3, 10);
    let project = repository(&old);
    let options = [
        "check",
        "--output-format",
        "json",
        "--output-file",
        "report.json",
    ];
    project
        .run(&[&options[..], &["--fail-on", "never"]].concat())
        .ends_with(0);
    let whole = project.read("report.json");
    for part in 0..20 {
        project.write("report.json", "old");
        let begin = Instant::now();
        let mut run = super::quiet(program(project.directory()).args(options));
        while begin.elapsed() < Duration::from_millis(10 * part) {}
        run.kill().unwrap();
        run.wait().unwrap();
        let present = project.read("report.json");
        assert!(present == "old" || present == whole, "{present}");
    }
}
