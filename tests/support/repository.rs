//! Files checked together with a repository in memory.

use std::sync::Arc;

use codemagic_lint::finding::Finding;
use codemagic_lint::repository::{Memory, Repository};
use codemagic_lint::rules::Settings;

/// What is added to the files of a repository.
pub type Files<'a> = &'a [(&'a str, &'a str)];

/// A repository of these files; a star behind a path makes it executable.
pub fn memory(files: Files<'_>) -> Memory {
    let mut memory = Memory::default();
    for (path, content) in files {
        memory.add(path.trim_end_matches('*'), content);
        if path.ends_with('*') {
            memory.set_executable(path.trim_end_matches('*'));
        }
    }
    memory
}

/// Checks a text at the root of a repository, or in a folder of it.
pub fn check_in(memory: Memory, folder: &str, text: &str) -> Vec<Finding> {
    let repository = Repository::new(Arc::new(memory), folder);
    let settings = Settings {
        repository: Some(Arc::new(repository)),
        ..super::settings()
    };
    super::check_with(text, &settings)
}

/// The texts at the findings of a rule.
pub fn found(files: Files<'_>, rule: &str, text: &str) -> Vec<String> {
    let findings = check_in(memory(files), "", text);
    let of_rule = findings.iter().filter(|it| it.rule == rule);
    of_rule.map(|it| text[it.span.range()].to_owned()).collect()
}

/// A workflow whose steps run these scripts.
pub fn steps(scripts: &[&str]) -> String {
    let mut text = String::from("workflows:\n  a:\n    scripts:\n");
    for script in scripts {
        text.push_str("      - |\n");
        text.push_str(&super::indented(script, 8));
    }
    text
}
