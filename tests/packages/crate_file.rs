//! What `cargo package` takes.

use std::collections::BTreeSet;

use super::{command, succeeds, support};

#[test]
fn the_crate_has_what_the_build_needs_and_no_more() {
    let list = succeeds(command(env!("CARGO")).args([
        "package",
        "--list",
        "--allow-dirty",
        "--offline",
        "--quiet",
    ]));
    let files: BTreeSet<&str> = list.lines().collect();
    for name in [
        "Cargo.lock",
        "Cargo.toml",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "src/main.rs",
    ] {
        assert!(files.contains(name), "{name}: {list}");
    }
    for rule in codemagic_lint::rules::all() {
        let page = format!("docs/rules/{}.md", rule.id);
        assert!(files.contains(page.as_str()), "{page}");
    }
    let strange = files.iter().find(|name| {
        [
            "tests/",
            "fixtures/",
            "scripts/",
            "node_modules/",
            ".github/",
        ]
        .iter()
        .any(|folder| name.starts_with(folder))
    });
    assert_eq!(strange, None);
    let bytes: u64 = files
        .iter()
        .filter_map(|name| std::fs::metadata(support::root().join(name)).ok())
        .map(|it| it.len())
        .sum();
    // The registry takes 10 MiB, compressed.
    assert!(bytes < 8 << 20, "{bytes} bytes");
}
