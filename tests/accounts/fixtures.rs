//! `fixtures/accounts/`: each file is a situation of its own, and is listed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use codemagic_lint::workspace::load_account;

use super::{account, support};

/// The file in which nothing is said but the bundle id.
const READY: &str = "ready";

fn folder() -> PathBuf {
    support::root().join("fixtures/accounts")
}

/// The files by name, without `.yaml`.
pub fn files() -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|it| it == "yaml"));
    yaml.map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, support::read(path))
    })
    .collect()
}

#[test]
fn every_file_is_read_without_a_problem() {
    let files = files();
    assert!(files.len() >= 40);
    for name in files.keys() {
        let path = folder().join(format!("{name}.yaml"));
        if let Err(error) = load_account(&path) {
            panic!("{error}");
        }
    }
}

#[test]
fn every_file_means_something_of_its_own() {
    let mut meanings: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in files() {
        let meaning = format!("{:?}", account(&text));
        if let Some(other) = meanings.insert(meaning, name.clone()) {
            panic!("{name} means the same as {other}");
        }
    }
    let ready = format!("{:?}", account("apps:\n  - bundle_id: io.example.app\n"));
    assert_eq!(meanings.get(&ready).map(String::as_str), Some(READY));
}

#[test]
fn every_file_begins_with_what_it_is_about() {
    for (name, text) in files() {
        let lines = text.lines().take_while(|line| line.starts_with("# "));
        let comment: Vec<&str> = lines.map(|line| &line[2..]).collect();
        let comment = comment.join(" ");
        let sentences = comment.matches(". ").count() + 1;
        assert!((2..=5).contains(&sentences), "{name}: {comment}");
        assert!(comment.ends_with('.'), "{name}");
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(90), "{name}");
        // As short as the situation allows.
        assert!(text.lines().count() <= 24, "{name}");
    }
}

#[test]
fn the_table_lists_every_file() {
    let table = support::read(folder().join("README.md"));
    let rows = table.lines().filter(|line| line.starts_with("| ["));
    let mut listed: Vec<String> = rows
        .map(|row| {
            let (name, rest) = row[3..].split_once("](").unwrap();
            let (path, line) = rest.split_once(") | ").unwrap();
            assert_eq!(path, format!("{name}.yaml"));
            assert!(line.trim_end_matches(" |").len() > 8, "{row}");
            name.to_owned()
        })
        .collect();
    listed.sort();
    assert_eq!(listed, files().into_keys().collect::<Vec<_>>());
}
