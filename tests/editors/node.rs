//! The VS Code extension: its types, its style, its package, and its tests, which run it
//! with the real language client under Node. VS Code itself is not run.

use std::path::Path;
use std::process::Command;

use super::{PROGRAM, is_there, support, text_of};

#[test]
fn the_extension_of_vs_code() {
    let folder = support::root().join("editors/vscode");
    let has_packages = folder.join("node_modules/.installed.json").is_file();
    if !has_packages || !is_there(Path::new("npm")) {
        support::skip("npm and the packages of editors/vscode");
        return;
    }
    let output = Command::new("npm")
        .args(["run", "--silent", "check"])
        .current_dir(&folder)
        .env("CODEMAGIC_LINT", PROGRAM)
        .output()
        .unwrap();
    let text = text_of(&output);
    assert!(text.contains("# fail 0"), "{text}");
    assert!(text.contains("# skipped 0"), "{text}");
    assert_eq!(
        packed(),
        [
            "LICENSE.txt",
            "THIRD-PARTY-LICENSES",
            "changelog.md",
            "dist/extension.js",
            "images/icon.png",
            "package.json",
            "readme.md",
        ]
    );
    let size = std::fs::metadata(folder.join("out/codemagic-lint.vsix"))
        .unwrap()
        .len();
    assert!(size < 300_000, "the package has {size} bytes");
}

/// What is in the package, from its directory.
fn packed() -> Vec<String> {
    let file = support::root().join("editors/vscode/out/codemagic-lint.vsix");
    let archive = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    let inside = names.filter_map(|name| name.strip_prefix("extension/").map(str::to_owned));
    let mut names: Vec<String> = inside.collect();
    names.sort();
    names
}
