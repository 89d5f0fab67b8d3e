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

/// Every package is pinned by its hash, and no address says where it came from.
#[test]
fn the_lock_file_pins_packages_and_names_no_registry() {
    let folder = support::root().join("editors/vscode");
    let json = |name: &str| -> serde_json::Value {
        serde_json::from_str(&support::read(folder.join(name))).unwrap()
    };
    let (lock, manifest) = (json("package-lock.json"), json("package.json"));
    let packages = lock["packages"].as_object().unwrap();
    assert_eq!(lock["version"], manifest["version"]);
    assert_eq!(packages[""]["devDependencies"], manifest["devDependencies"]);
    for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        let hash = package["integrity"].as_str().unwrap_or_default();
        assert!(hash.starts_with("sha512-"), "{name}");
        assert!(package.get("resolved").is_none(), "{name}");
    }
    for (name, version) in manifest["devDependencies"].as_object().unwrap() {
        let version = version.as_str().unwrap();
        assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{name}");
    }
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
