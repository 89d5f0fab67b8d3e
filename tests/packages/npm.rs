//! The npm packages: the launcher and the package of this platform, installed from
//! files into an empty folder, without a network.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{command, finds_what_it_should, program, read, succeeds, support, text, tool};

/// Rust's name of this platform, where it is one that we publish for.
fn target() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("x86_64-unknown-linux-gnu"),
        ("linux", "aarch64") => Some("aarch64-unknown-linux-gnu"),
        ("macos", "x86_64") => Some("x86_64-apple-darwin"),
        ("macos", "aarch64") => Some("aarch64-apple-darwin"),
        _ => None,
    }
}

/// A folder with packed packages, and projects that install them.
struct Registry {
    folder: tempfile::TempDir,
    /// Those of platforms first.
    packages: Vec<PathBuf>,
}

impl Registry {
    /// Packs the program of the tests; `None` where tools are missing.
    fn new() -> Option<Self> {
        let (_npm, node, target) = (tool("npm")?, tool("node")?, target()?);
        let folder = tempfile::tempdir().unwrap();
        let folders = command(node)
            .arg("packaging/npm/build.mjs")
            .arg(folder.path())
            .arg(format!("{target}={}", program().display()))
            .output()
            .unwrap();
        assert!(folders.status.success(), "{}", text(&folders));
        let folders = String::from_utf8(folders.stdout).unwrap();
        let pack = |package: &str| {
            let packed = npm(folder.path())
                .args(["pack", "--silent", package])
                .output()
                .unwrap();
            assert!(packed.status.success(), "{}", text(&packed));
            let name = String::from_utf8(packed.stdout).unwrap();
            folder.path().join(name.trim())
        };
        let packages = folders.lines().map(pack).collect();
        Some(Self { folder, packages })
    }

    /// An empty project that installs these packages.
    fn project(&self, name: &str, packages: &[PathBuf]) -> PathBuf {
        let project = self.folder.path().join(name);
        std::fs::create_dir(&project).unwrap();
        std::fs::write(project.join("package.json"), r#"{"private":true}"#).unwrap();
        let options = ["--offline", "--no-audit", "--no-fund", "--no-package-lock"];
        succeeds(npm(&project).arg("install").args(options).args(packages));
        project
    }
}

/// npm in a folder, with nothing that it has kept from before.
fn npm(folder: &Path) -> Command {
    let mut npm = command("npm");
    npm.current_dir(folder)
        .env("npm_config_cache", folder.join(".npm"));
    npm
}

/// `npx codemagic-lint` in a project that has it.
fn npx(project: &Path) -> Command {
    let mut npx = command("npx");
    npx.args(["--offline", "--no", "--", "codemagic-lint"])
        .current_dir(project)
        .env("npm_config_cache", project.join(".npm"));
    npx
}

/// What `npx` runs. Signals that npx gets are its own affair.
fn launcher(project: &Path) -> Command {
    command(project.join("node_modules/.bin/codemagic-lint"))
}

#[test]
fn the_packages_install_and_check() {
    let Some(registry) = Registry::new() else {
        return;
    };
    let project = registry.project("all", &registry.packages);
    finds_what_it_should(|| npx(&project));
    standard_input_arrives(&project);
    signals_arrive(&project);
    they_describe_themselves(&project);

    let main = registry.packages.last().unwrap();
    let alone = registry.project("alone", std::slice::from_ref(main));
    a_missing_platform_is_explained(&alone);
}

fn standard_input_arrives(project: &Path) {
    let mut child = launcher(project)
        .args(["check", "--output-format", "concise", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(support::cli::BAD.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("unknown-key"), "{}", text(&output));
}

/// Who ends the launcher ends the program with it, and sees that it was a signal.
fn signals_arrive(project: &Path) {
    for (name, number) in [("TERM", 15), ("INT", 2), ("HUP", 1), ("QUIT", 3)] {
        let mut child = launcher(project)
            .arg("mock-server")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap();
        assert!(std::net::TcpStream::connect(address).is_ok());

        let id = child.id().to_string();
        succeeds(command("kill").args(["-s", name, &id]));
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(number), "{name}: {status}");
        assert!(
            std::net::TcpStream::connect(address).is_err(),
            "{name}: the program still runs"
        );
    }
}

fn a_missing_platform_is_explained(project: &Path) {
    let output = launcher(project).arg("check").output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert_eq!(output.stdout, b"");
    for words in ["error: the package @codemagic-lint/", "--omit=optional"] {
        assert!(text(&output).contains(words), "{}", text(&output));
    }
}

fn they_describe_themselves(project: &Path) {
    let modules = project.join("node_modules");
    let main = read(&modules.join("codemagic-lint"), "package.json");
    let main: serde_json::Value = serde_json::from_str(&main).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(main["version"], version);
    assert_eq!(main["description"], env!("CARGO_PKG_DESCRIPTION"));
    let platforms = support::read(support::root().join("packaging/npm/platforms.json"));
    let platforms: serde_json::Value = serde_json::from_str(&platforms).unwrap();
    let platforms = platforms.as_object().unwrap();
    let optional = main["optionalDependencies"].as_object().unwrap();
    assert_eq!(optional.len(), platforms.len());
    assert!(optional.values().all(|it| it == version), "{optional:?}");

    let platform = &platforms[target().unwrap()];
    let folder = modules.join("@codemagic-lint");
    let folder = folder.join(platform["name"].as_str().unwrap());
    let own: serde_json::Value = serde_json::from_str(&read(&folder, "package.json")).unwrap();
    assert_eq!(own["os"][0], platform["os"]);
    assert_eq!(own["cpu"][0], platform["cpu"]);
    for package in [modules.join("codemagic-lint"), folder] {
        for name in ["LICENSE-MIT", "LICENSE-APACHE", "README.md"] {
            assert!(package.join(name).is_file(), "{name}");
        }
    }
}

/// What a registry has is kept in a folder, and the third package that is published is
/// refused once.
const FAKE_NPM: &str = r#"#!/bin/sh
set -eu
case $1 in
  view) cat "$REGISTRY/$(printf '%s' "$2" | tr '/' '_')" 2>/dev/null ;;
  publish)
    [ "$2 $3 $4" = "--provenance --access public" ] || exit 9
    echo "${5##*/}" >>"$REGISTRY/log"
    [ "$(wc -l <"$REGISTRY/log")" != 3 ] || exit 1
    spec=$(tar -xOzf "$5" package/package.json | tr -d '",' |
      awk '$1 == "name:" { n = $2 } $1 == "version:" { print n "@" $2 }')
    echo there >"$REGISTRY/$(printf '%s' "$spec" | tr '/' '_')" ;;
esac
"#;

#[test]
fn publishing_goes_on_where_it_failed() {
    use std::os::unix::fs::PermissionsExt as _;
    if tool("node").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for name in ["bin", "npm", "registry", "package"] {
        std::fs::create_dir(path.join(name)).unwrap();
    }
    let npm = path.join("bin/npm");
    std::fs::write(&npm, FAKE_NPM).unwrap();
    std::fs::set_permissions(&npm, std::fs::Permissions::from_mode(0o755)).unwrap();
    let names = ["linux-x64-gnu", "darwin-x64", "win32-x64", ""];
    let files = names.map(|name| match name {
        "" => "codemagic-lint-1.2.3.tgz".to_owned(),
        name => format!("codemagic-lint-{name}-1.2.3.tgz"),
    });
    for (name, file) in names.iter().zip(&files) {
        let scoped = match *name {
            "" => "codemagic-lint".to_owned(),
            name => format!("@codemagic-lint/{name}"),
        };
        let manifest = format!("{{\n\"name\": \"{scoped}\",\n\"version\": \"1.2.3\"\n}}\n");
        std::fs::write(path.join("package/package.json"), manifest).unwrap();
        let archive = path.join("npm").join(file);
        succeeds(
            command("tar")
                .arg("-czf")
                .arg(archive)
                .arg("package")
                .current_dir(path),
        );
    }
    let search = std::env::var("PATH").unwrap();
    let publish = || {
        let output = command(support::root().join("packaging/npm/publish.sh"))
            .arg(path.join("npm"))
            .env("PATH", format!("{}:{search}", path.join("bin").display()))
            .env("REGISTRY", path.join("registry"))
            .output();
        output.unwrap()
    };
    assert!(!publish().status.success());
    let again = publish();
    assert!(again.status.success(), "{}", text(&again));
    assert_eq!(text(&again).matches("is there already").count(), 2);
    let log = read(&path.join("registry"), "log");
    let [linux, darwin, windows, main] = &files;
    let expected = [darwin, linux, windows, windows, main];
    assert_eq!(log.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn unknown_platforms_are_refused() {
    let Some(node) = tool("node") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let output = command(node)
        .arg("packaging/npm/build.mjs")
        .arg(folder.path())
        .arg("sparc-sun-solaris=program")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output).contains("aarch64-apple-darwin"),
        "{}",
        text(&output)
    );
}
