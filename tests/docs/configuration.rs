//! Examples of configuration, and the list of its keys.

use std::collections::BTreeSet;

use codemagic_lint::finding::Category;
use codemagic_lint::rules;
use codemagic_lint::syntax::{SourceFile, parse};
use codemagic_lint::workspace::{config_schema, read_config};

use super::{blocks_of, page, pages, prose, support};

/// Reads a configuration as the program does; the files that it extends exist.
fn problems_of_config(text: &str) -> Option<String> {
    let dir = tempfile::tempdir().unwrap();
    let project = dir.path().join("project");
    std::fs::create_dir(&project).unwrap();
    let table: toml::Table = text.parse().unwrap();
    if let Some(base) = table.get("extends").and_then(toml::Value::as_str) {
        let base = project.join(base);
        std::fs::create_dir_all(base.parent().unwrap()).unwrap();
        std::fs::write(base, "").unwrap();
    }
    let path = project.join("codemagic-lint.toml");
    std::fs::write(&path, text).unwrap();
    let config = read_config(&path, None, &project, rules::all());
    config.err().map(|error| error.to_string())
}

#[test]
fn toml_examples_are_configurations() {
    let mut count = 0;
    for name in pages() {
        for block in blocks_of(&support::read(support::root().join(&name)), "toml") {
            // The configuration of something else, whose file the words behind name.
            if block.info != "toml" {
                continue;
            }
            let problems = problems_of_config(&block.text);
            assert_eq!(problems, None, "{}:\n{}", name.display(), block.text);
            count += 1;
        }
    }
    assert!(count > 0);
    assert!(problems_of_config("no-such-key = 1").is_some());
}

#[test]
fn yaml_examples_can_be_read() {
    for name in ["README.md", "docs/configuration.md"] {
        for block in blocks_of(&page(name), "yaml") {
            let tree = parse(SourceFile::new(name, block.text.as_str()));
            assert_eq!(tree.problems(), [], "{name}:\n{}", block.text);
            if !block.text.contains("workflows:\n") {
                continue;
            }
            for finding in support::check(&block.text) {
                let structural = matches!(finding.category, Category::Syntax | Category::Schema);
                let wrong = structural || finding.rule.starts_with("ignore-");
                assert!(!wrong, "{name}: {}\n{}", finding.message, block.text);
            }
        }
    }
}

#[test]
fn every_key_of_the_configuration_is_explained() {
    let text = prose(&page("docs/configuration.md"));
    let headings: BTreeSet<&str> = text
        .lines()
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| {
            line.trim_start_matches('#')
                .trim()
                .strip_prefix('`')?
                .strip_suffix('`')
        })
        .collect();
    let schema = config_schema();
    let tables = [
        "/properties",
        "/properties/known/properties",
        "/properties/overrides/items/properties",
    ];
    let keys: BTreeSet<&str> = tables
        .into_iter()
        .flat_map(|table| schema.pointer(table).unwrap().as_object().unwrap().keys())
        .map(String::as_str)
        .collect();
    assert_eq!(headings, keys);
}
