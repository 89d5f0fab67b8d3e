//! `docs/architecture.md` tells of every folder and dependency.

use std::collections::BTreeSet;

use super::{page, support};

#[test]
fn the_house_is_described() {
    let page = page("docs/architecture.md");
    for entry in std::fs::read_dir(support::root().join("src")).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            let row = format!("\n| `src/{}/` | ", entry.file_name().to_str().unwrap());
            assert!(page.contains(&row), "no row {row}");
        }
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = page("Cargo.toml").parse().unwrap();
    let text = page("docs/architecture.md");
    let tables = text.split("## Dependencies").nth(1).unwrap();
    let tables = tables.split("\n##").next().unwrap();
    let rows = tables.lines().filter_map(|line| line.strip_prefix("| `"));
    let described: BTreeSet<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let sections = ["dependencies", "dev-dependencies"];
    let used: BTreeSet<&str> = sections
        .into_iter()
        .flat_map(|section| manifest[section].as_table().unwrap().keys())
        .map(String::as_str)
        .collect();
    assert_eq!(described, used);
}
