//! Links, and the files and tests that pages name.

use std::collections::BTreeSet;

use super::{code_words, page, pages, prose, support};

/// The addresses of a page's links and pictures.
fn links(page: &str) -> Vec<String> {
    let prose = prose(page);
    let ends = prose
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    ends.map(str::to_owned).collect()
}

/// The anchors that a page's headings make, as GitHub names them.
fn anchors(page: &str) -> BTreeSet<String> {
    let prose = prose(page);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let text = line.trim_start_matches('#').trim().to_lowercase();
            let kept = text
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    for name in pages() {
        let text = page(name.to_str().unwrap());
        for link in links(&text) {
            if link.starts_with("http") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() {
                name.clone()
            } else {
                name.parent().unwrap().join(path)
            };
            let full = support::root().join(&target);
            assert!(full.exists(), "{}: `{link}` leads nowhere", name.display());
            if !anchor.is_empty() {
                let exists = anchors(&support::read(full)).contains(anchor);
                assert!(exists, "{}: `{link}` has no heading", name.display());
            }
        }
    }
}

/// A path that a page names: `src/rules/`, `tests/docs/links.rs::links_lead_somewhere`.
fn is_path(word: &str) -> bool {
    let folders = [
        "src/",
        "tests/",
        "docs/",
        "scripts/",
        "packaging/",
        "schema/",
        "fixtures/",
        "fuzz/",
        "benches/",
    ];
    let plain = word
        .chars()
        .all(|c| c.is_alphanumeric() || "/_-.:".contains(c));
    plain && folders.iter().any(|folder| word.starts_with(folder))
}

#[test]
fn files_and_tests_that_are_named_exist() {
    // Folders that git does not keep until a file needs them.
    let made_when_needed = ["fixtures/bytes/"];
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/architecture.md",
        "docs/fixes.md",
        "docs/install.md",
        "docs/quality.md",
        "docs/schema-differences.md",
    ] {
        for word in code_words(&page(name)) {
            if !is_path(&word) || made_when_needed.contains(&word.as_str()) {
                continue;
            }
            let (path, test) = word.split_once("::").unwrap_or((&word, ""));
            let full = support::root().join(path);
            assert!(full.exists(), "{name}: there is no `{path}`");
            if !test.is_empty() {
                let exists = support::read(full).contains(&format!("fn {test}("));
                assert!(exists, "{name}: there is no test `{test}` in `{path}`");
            }
        }
    }
}
