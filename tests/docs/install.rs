//! `docs/install.md`: its commands for shells and manual are run, what it names exists.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::support::markdown::{Block, blocks_of};
use super::{code_words, page, support};

const PAGE: &str = "docs/install.md";

#[test]
fn the_archives_are_those_of_the_platforms() {
    let platforms = page("packaging/npm/platforms.json");
    let platforms: serde_json::Value = serde_json::from_str(&platforms).unwrap();
    let platforms = platforms.as_object().unwrap().keys();
    let expected: BTreeSet<String> = platforms
        .map(|target| {
            let ending = if target.contains("windows") {
                "zip"
            } else {
                "tar.gz"
            };
            format!("codemagic-lint-{target}.{ending}")
        })
        .collect();
    let words = code_words(&page(PAGE));
    let named: BTreeSet<String> = words
        .into_iter()
        .filter(|word| word.starts_with("codemagic-lint-") && !word.contains(' '))
        .collect();
    assert_eq!(named, expected);
}

#[test]
fn every_command_is_one_for_a_shell() {
    for block in blocks_of(&page(PAGE), "sh") {
        let checked = Command::new("bash")
            .args(["-n", "-c", &block.text])
            .status();
        assert!(checked.unwrap().success(), "{}", block.text);
    }
}

#[test]
fn the_oldest_rust_is_that_of_the_manifest() {
    let words = format!("With Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"));
    assert!(page(PAGE).contains(&words));
    let readme = page("README.md");
    assert!(readme.contains(&format!("Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"))));
}

#[test]
#[cfg(unix)]
fn completions_and_manual_go_where_the_page_says() {
    let page = page(PAGE);
    let section = page.split("## Shell completions").nth(1).unwrap();
    let home = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_codemagic-lint"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let blocks = blocks_of(section, "sh");
    assert_eq!(blocks.len(), 5, "four shells, and the manual");
    for Block { text, .. } in blocks {
        // The last line of the manual shows it, in a pager.
        let commands = text.replace("man codemagic-lint-check\n", "");
        let done = Command::new("bash")
            .args(["-euo", "pipefail", "-c", &commands])
            .env("HOME", home.path())
            .env("PATH", &path)
            .status();
        assert!(done.unwrap().success(), "{text}");
    }
    for file in [
        ".local/share/bash-completion/completions/codemagic-lint",
        ".zfunc/_codemagic-lint",
        ".config/fish/completions/codemagic-lint.fish",
        ".config/elvish/lib/codemagic-lint.elv",
        ".local/share/man/man1/codemagic-lint-check.1",
    ] {
        let text = support::read(home.path().join(file));
        assert!(text.len() > 1000, "{file}");
    }
}
