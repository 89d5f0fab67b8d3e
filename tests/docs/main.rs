//! What README and the pages below `docs/` say is true: their examples are read by
//! the real readers, their options exist, their links lead somewhere, and what is
//! made from the code is current. `UPDATE_DOCS=1` makes it anew.
#![cfg(feature = "cli")]
// The exception for tests does not reach the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod account_fixtures;
mod accounts;
mod architecture;
mod configuration;
mod differences;
mod dry_run;
mod links;
mod made;
mod outputs;
mod readme;

use std::path::{Path, PathBuf};
use std::process::Command;

/// A fenced block: the words behind the fence, and its text.
struct Block {
    info: String,
    text: String,
}

fn page(name: &str) -> String {
    support::read(support::root().join(name)).replace("\r\n", "\n")
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let block = lines.by_ref().take_while(|line| line.trim() != "```");
        let mut text = String::new();
        for line in block {
            text.push_str(line.get(indent..).unwrap_or_default());
            text.push('\n');
        }
        found.push(Block {
            info: info.to_owned(),
            text,
        });
    }
    found
}

fn blocks_of(page: &str, language: &str) -> Vec<Block> {
    let mut found = blocks(page);
    found.retain(|block| block.info.split(' ').next() == Some(language));
    found
}

/// The page without its fenced blocks.
fn prose(page: &str) -> String {
    let mut inside = false;
    let mut text = String::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// What stands between backticks.
fn code_words(page: &str) -> Vec<String> {
    let prose = prose(page);
    let words = prose
        .lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    words.map(str::to_owned).collect()
}

/// Every page of the project, relative to its root.
fn pages() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["", "docs", "docs/rules"] {
        for entry in std::fs::read_dir(support::root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if Path::new(&name).extension().is_some_and(|it| it == "md") {
                found.push(Path::new(folder).join(name));
            }
        }
    }
    found.sort();
    found
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_codemagic-lint"));
    command.args(arguments).current_dir(support::root());
    // Whatever shellcheck is installed, the examples stay what they are.
    command.env("PATH", "");
    command
}

fn output_of(arguments: &[&str]) -> String {
    String::from_utf8(program(arguments).output().unwrap().stdout).unwrap()
}
