//! What a repository says of its files, however often it is asked.

use std::fs;
use std::sync::Arc;

use codemagic_lint::repository::{Entry, Files, Listing, Names, ReadProblem, Repository};
use codemagic_lint::workspace::Checkout;

/// More often than a directory is asked about before its names are read.
const OFTEN: usize = 120;

const PATHS: [&str; 14] = [
    "codemagic.yaml",
    "ios/Podfile",
    "ios",
    "ios/Nothing",
    "android/app/build.gradle",
    "Gemfile",
    "GEMFILE",
    "linked/main.dart",
    "linked",
    "dangling",
    "dangling/x",
    "outside/hosts",
    "./ios/../ios/Podfile",
    "-release",
];

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    for directory in [".git", "ios", "lib", "app/ios", "app/android"] {
        fs::create_dir_all(at(directory)).unwrap();
    }
    for file in [
        "ios/Podfile",
        "lib/main.dart",
        "Gemfile",
        "app/pubspec.yaml",
        "pubspec.yaml",
    ] {
        fs::write(at(file), "").unwrap();
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("lib", at("linked")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        symlink("/etc", at("outside")).unwrap();
    }
    folder
}

/// The files on disk, of which nothing is said from the names in a directory.
#[derive(Debug)]
struct Disk(Checkout);

impl Files for Disk {
    fn entry(&self, path: &str) -> Entry {
        self.0.entry(path)
    }

    fn list(&self, directory: &str) -> Option<Listing> {
        self.0.list(directory)
    }

    fn names(&self, _: &str) -> Option<Arc<Names>> {
        None
    }

    fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadProblem> {
        self.0.read(path)
    }
}

fn entries(repository: &Repository) -> Vec<(&'static str, Entry)> {
    PATHS.map(|path| (path, repository.entry(path))).to_vec()
}

#[test]
fn names_tell_the_same_as_the_disk() {
    let project = project();
    let checkout = || Checkout::open(project.path()).unwrap();
    for folder in ["", "app", "app/ios"] {
        let by_disk = entries(&Repository::new(Arc::new(Disk(checkout())), folder));
        let names = Arc::new(checkout());
        let repository = Repository::new(names.clone(), folder);
        for number in 0..OFTEN {
            let path = format!("missing-{number}");
            assert_eq!(repository.entry(&path), Entry::Missing);
        }
        assert!(names.names("").is_some(), "the names were read");
        assert_eq!(entries(&repository), by_disk, "from `{folder}`");
        let found = |path| by_disk.iter().find(|(it, _)| *it == path).unwrap().1;
        assert_eq!(found("-release"), Entry::Missing);
        assert!(matches!(found("Gemfile"), Entry::File { .. }));
        #[cfg(unix)]
        for path in ["dangling", "outside/hosts"] {
            assert_eq!(found(path), Entry::Unknown, "{path}");
        }
    }
}

#[test]
fn what_comes_while_an_editor_is_open_is_not_missing() {
    let project = project();
    let checkout = Checkout::open(project.path()).unwrap().lasting();
    let repository = Repository::new(Arc::new(checkout), "");
    for number in 0..OFTEN {
        repository.entry(&format!("missing-{number}"));
    }
    fs::create_dir(project.path().join("scripts")).unwrap();
    assert_eq!(repository.entry("scripts"), Entry::Directory);
}

#[test]
fn what_git_leaves_out_of_the_disk_is_not_missing() {
    let project = project();
    fs::create_dir(project.path().join(".git/info")).unwrap();
    fs::write(project.path().join(".git/info/sparse-checkout"), "ios\n").unwrap();
    let checkout = Arc::new(Checkout::open(project.path()).unwrap());
    let repository = Repository::new(checkout, "");
    for number in 0..OFTEN {
        assert_eq!(
            repository.entry(&format!("missing-{number}")),
            Entry::Unknown
        );
    }
}
