//! What a repository says of its files, however often it is asked.

use std::fs;
use std::sync::Arc;

use codemagic_lint::repository::{Entry, Files as _, Repository};
use codemagic_lint::workspace::Checkout;

/// More often than a directory is asked about before it is listed.
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

/// What is said of each path, first of all by the disk alone.
fn entries(project: &tempfile::TempDir, folder: &str, often: usize) -> Vec<(&'static str, Entry)> {
    let checkout = Arc::new(Checkout::open(project.path()).unwrap());
    let repository = Repository::new(checkout.clone(), folder);
    for number in 0..often {
        // What is asked for once is remembered.
        assert_eq!(
            repository.entry(&format!("missing-{number}")),
            Entry::Missing
        );
    }
    if often > 0 {
        assert!(checkout.names("").is_some(), "the root was listed");
    }
    PATHS.map(|path| (path, repository.entry(path))).to_vec()
}

#[test]
fn names_tell_the_same_as_the_disk() {
    let project = project();
    for folder in ["", "app", "app/ios"] {
        let by_disk = entries(&project, folder, 0);
        assert_eq!(entries(&project, folder, OFTEN), by_disk, "from `{folder}`");
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
