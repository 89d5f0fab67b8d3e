//! Folders: what lies around the file, and the other files that the program reads.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Command, Input, WORKFLOW, command, folder, lines, put};

/// A workflow that makes rules look at the repository.
const CURIOUS: &str = "workflows:
  a:
    name: A
    integrations:
      app_store_connect: Key
    environment:
      flutter: fvm
      vars:
        PACKAGE_NAME: io.acme.notes
      ios_signing:
        distribution_type: app_store
        bundle_identifier: io.acme.notes
    when:
      changeset:
        includes:
          - '**/*.swift'
          - ios/**/*.dart
    scripts:
      - ./ci/check.sh
      - cd ios && pod install
      - xcode-project build-ipa --project ios/App.xcodeproj
      - flutter build appbundle
    artifacts:
      - build/ios/ipa/*.ipa
    publishing:
      app_store_connect:
        auth: integration
        submit_to_testflight: true
";

/// The project of an app.
const PROJECT: &str = "{ rootObject = P; objects = { P = { targets = (A); };
A = { productType = \"com.apple.product-type.application\"; buildConfigurationList = L; };
L = { buildConfigurations = (R); };
R = { name = Release; buildSettings = { INFOPLIST_FILE = Info.plist;
PRODUCT_BUNDLE_IDENTIFIER = io.acme.other; }; }; }; }";

const PLIST: &str = "<plist><dict><key>A</key><true/></dict></plist>";

const CHECK: [Command; 1] = [command("check", &["check", "--select", "all"])];
const SCHEMA: [Command; 1] = [command("check", &["check", "--schema", "schema.json"])];
const BASELINE: [Command; 2] = [
    command("check", &["check", "--baseline", "baseline.json"]),
    command(
        "fix",
        &["check", "--baseline", "baseline.json", "--prune-baseline"],
    ),
];
const DRY_RUN: [Command; 1] = [command(
    "dry-run",
    &[
        "dry-run",
        "--now",
        "2026-01-31T12:00:00Z",
        "--bundle-id",
        "io.acme.notes",
        "--account",
        "account.yaml",
    ],
)];
const PACKAGE: [Command; 1] = [command(
    "dry-run",
    &[
        "dry-run",
        "--now",
        "2026-01-31T12:00:00Z",
        "--ipa",
        "app.ipa",
    ],
)];
const VARIABLES: [Command; 1] = [command(
    "dry-run",
    &[
        "dry-run",
        "--now",
        "2026-01-31T12:00:00Z",
        "--bundle-id",
        "io.acme.notes",
        "--env-file",
        "variables",
    ],
)];
const LSP: [Command; 1] = [Command {
    name: "lsp",
    arguments: &["lsp"],
    stdin: Some("messages"),
}];

/// A repository that rules look into.
fn repository(directory: &Path, plist: &[u8], project: &[u8]) {
    put(directory, "codemagic.yaml", CURIOUS);
    put(directory, "ios/App.xcodeproj/project.pbxproj", project);
    put(directory, "ios/Info.plist", plist);
}

/// An archive with one file in it, that may be wider than it looks.
fn package(directory: &Path, name: &str, size: usize) {
    put(directory, "codemagic.yaml", CURIOUS);
    let mut archive = ZipWriter::new(File::create(directory.join("app.ipa")).unwrap());
    archive
        .start_file(name, SimpleFileOptions::default())
        .unwrap();
    let block = vec![0; 1 << 16];
    for _ in 0..size >> 16 {
        archive.write_all(&block).unwrap();
    }
    archive.finish().unwrap();
}

pub const INPUTS: [Input; 28] = [
    folder(
        "plist-deep",
        "an Info.plist of nested lists",
        |directory, n| {
            let plist = format!("<plist>{}", "<array>".repeat(10 * n));
            repository(directory, plist.as_bytes(), PROJECT.as_bytes());
        },
        &CHECK,
    ),
    folder(
        "plist-huge",
        "an Info.plist of 3.9 MB",
        |directory, n| {
            let entries = "<key>A</key><string>b</string>\n".repeat(12 * n);
            repository(
                directory,
                format!("<plist><dict>{entries}</dict></plist>").as_bytes(),
                PROJECT.as_bytes(),
            );
        },
        &CHECK,
    ),
    folder(
        "plist-entities",
        "an Info.plist that defines a billion laughs",
        |directory, _| {
            let entities = lines(9, |level| {
                let below = format!("&l{level};").repeat(10);
                format!("<!ENTITY l{} \"{below}\">\n", level + 1)
            });
            let plist = format!(
                "<!DOCTYPE plist [<!ENTITY l0 \"lol\">{entities}]><plist><dict><key>A</key><string>&l9;</string></dict></plist>"
            );
            repository(directory, plist.as_bytes(), PROJECT.as_bytes());
        },
        &CHECK,
    ),
    folder(
        "plist-binary",
        "a binary Info.plist whose tables lie",
        |directory, n| {
            let mut plist = b"bplist00".to_vec();
            plist.extend(b"\xdf\x13\x7f\xff\xff\xff\xff\xff\xff\xff".repeat(n));
            plist.extend([
                0, 0, 0, 0, 0, 0, 8, 8, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 8,
            ]);
            repository(directory, &plist, PROJECT.as_bytes());
        },
        &CHECK,
    ),
    folder(
        "project-deep",
        "an Xcode project of parentheses",
        |directory, n| {
            repository(directory, PLIST.as_bytes(), "(".repeat(100 * n).as_bytes());
        },
        &CHECK,
    ),
    folder(
        "project-circular",
        "an Xcode project whose objects hold each other",
        |directory, n| {
            let targets = lines(n, |index| format!("A{index}, "));
            let objects = lines(n, |index| {
                format!(
                    "A{index} = {{ productType = \"com.apple.product-type.application\"; buildConfigurationList = L; \
                 dependencies = (A{}); targets = (P); }};\n",
                    (index + 1) % n
                )
            });
            let project = format!(
                "{{ rootObject = P; objects = {{ P = {{ targets = ({targets}); }}; {objects} \
             L = {{ buildConfigurations = (L, R, R); }}; R = {{ name = Release; baseConfigurationReference = R; \
             buildSettings = {{ A = \"$(B)$(B)\"; B = \"$(A)$(A)\"; INFOPLIST_FILE = \"$(A)\"; \
             PRODUCT_BUNDLE_IDENTIFIER = \"$(B)\"; }}; }}; }}; }}"
            );
            repository(directory, PLIST.as_bytes(), project.as_bytes());
        },
        &CHECK,
    ),
    folder(
        "project-large",
        "an Xcode project that is larger than is read",
        |directory, _| {
            repository(directory, PLIST.as_bytes(), b"");
            let file = File::options()
                .write(true)
                .open(directory.join("ios/App.xcodeproj/project.pbxproj"));
            file.unwrap().set_len(50 << 20).unwrap();
        },
        &CHECK,
    ),
    folder(
        "gradle-long",
        "Gradle on one line of a megabyte",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            put(directory, "android/gradlew", "");
            put(
                directory,
                "android/app/build.gradle",
                "applicationId \"a\" versionCode {".repeat(3 * n),
            );
        },
        &CHECK,
    ),
    folder(
        "gradle-comments",
        "Gradle of comments and quotes that never end",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            put(
                directory,
                "android/app/build.gradle.kts",
                "/* // \"\"\" ' \"${".repeat(6 * n),
            );
        },
        &CHECK,
    ),
    folder(
        "pubspec-bomb",
        "a pubspec.yaml that is an alias bomb",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            let lists = lines(10, |level| {
                format!(
                    "a{}: &a{} [{}]\n",
                    level + 1,
                    level + 1,
                    format!("*a{level},").repeat(10)
                )
            });
            put(
                directory,
                "pubspec.yaml",
                format!(
                    "a0: &a0 [x]\n{lists}flutter: *a10\nversion: {}\n",
                    "1.".repeat(n)
                ),
            );
        },
        &CHECK,
    ),
    folder(
        "package-json-deep",
        "a package.json of brackets",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            put(
                directory,
                "package.json",
                format!("{{\"scripts\": {}", "[".repeat(100 * n)),
            );
        },
        &CHECK,
    ),
    folder(
        "directories-deep",
        "directories in directories, below a pattern",
        |directory, n| {
            repository(directory, PLIST.as_bytes(), PROJECT.as_bytes());
            let deep = "d/".repeat((n / 10).min(1000));
            put(directory, &format!("ios/{deep}x.txt"), "");
        },
        &CHECK,
    ),
    folder(
        "directories-wide",
        "thousands of files, below a pattern",
        |directory, n| {
            repository(directory, PLIST.as_bytes(), PROJECT.as_bytes());
            for index in 0..n {
                put(directory, &format!("ios/{}/f{index}.txt", index % 100), "");
            }
        },
        &CHECK,
    ),
    folder(
        "files-many",
        "hundreds of files to check",
        |directory, n| {
            for index in 0..n / 20 {
                put(
                    directory,
                    &format!("p{index}/codemagic.yaml"),
                    WORKFLOW.replace("name", "nmae"),
                );
            }
        },
        &CHECK,
    ),
    folder(
        "ignore-file-huge",
        "a .gitignore of thousands of patterns",
        |directory, n| {
            put(
                directory,
                ".gitignore",
                lines(n / 10, |index| format!("**/a{index}*/**/*b*/[!c]**\n")),
            );
            put(directory, "codemagic.yaml", CURIOUS);
        },
        &CHECK,
    ),
    folder(
        "directory-of-that-name",
        "a directory that is called codemagic.yaml",
        |directory, _| {
            put(directory, "codemagic.yaml/codemagic.yaml", WORKFLOW);
            put(directory, "codemagic.yml/x", "");
        },
        &CHECK,
    ),
    folder(
        "configuration-huge",
        "a configuration of a megabyte",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            let names = lines(n, |index| format!("\"rule-{index}\", \"unknown-key\", "));
            put(
                directory,
                "codemagic-lint.toml",
                format!("ignore = [{names}]\n"),
            );
        },
        &CHECK,
    ),
    folder(
        "configuration-deep",
        "a configuration of brackets and dots",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(
                directory,
                "codemagic-lint.toml",
                format!("{}a = {}\n", "a.".repeat(n), "[".repeat(10 * n)),
            );
        },
        &CHECK,
    ),
    folder(
        "configuration-circular",
        "configurations that extend each other",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(directory, "codemagic-lint.toml", "extends = \"c0.toml\"\n");
            let count = n / 20;
            for index in 0..count {
                put(
                    directory,
                    &format!("c{index}.toml"),
                    format!("extends = \"c{}.toml\"\n", (index + 1) % count),
                );
            }
        },
        &CHECK,
    ),
    folder(
        "configuration-globs",
        "patterns in the configuration that explode",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            let exclude = format!(
                "exclude = ['{}', '{}', '{}']\n",
                "{a,b}".repeat(30),
                "**/".repeat(n / 10),
                "{a,".repeat(n / 10)
            );
            let overrides = lines(n / 20, |index| {
                format!("[[overrides]]\nfiles = ['{{a,b}}*{index}/**']\nignore = ['all']\n")
            });
            put(
                directory,
                "codemagic-lint.toml",
                format!("{exclude}{overrides}"),
            );
        },
        &CHECK,
    ),
    folder(
        "baseline-huge",
        "a baseline of thousands of findings",
        |directory, n| {
            put(
                directory,
                "codemagic.yaml",
                format!(
                    "{WORKFLOW}{}",
                    lines(n / 10, |index| format!("    k{index}: 1\n"))
                ),
            );
            let entries = lines(n, |index| {
                format!(
                    "{}{{\"rule\": \"unknown-key\", \"fingerprint\": \"{index:064}\"}}\n",
                    if index > 0 { "," } else { "" }
                )
            });
            put(
                directory,
                "baseline.json",
                format!("{{\"version\": 1, \"files\": {{\"codemagic.yaml\": [{entries}]}}}}"),
            );
        },
        &BASELINE,
    ),
    folder(
        "baseline-deep",
        "a baseline of brackets",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(
                directory,
                "baseline.json",
                format!("{{\"version\": 1, \"files\": {}", "[".repeat(100 * n)),
            );
        },
        &BASELINE,
    ),
    folder(
        "schema-deep",
        "a schema of brackets",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(
                directory,
                "schema.json",
                format!("{{\"not\": {}", "[".repeat(100 * n)),
            );
        },
        &SCHEMA,
    ),
    folder(
        "schema-pattern",
        "a schema whose pattern tries everything",
        |directory, n| {
            put(
                directory,
                "codemagic.yaml",
                format!("{WORKFLOW}    labels: [{}]\n", "a".repeat(n / 100)),
            );
            put(
                directory,
                "schema.json",
                r##"{"$defs": {"s": {"pattern": "^((a+)+)+$|^(a|a|aa)*b$|(a*)*\\1c"}},
            "additionalProperties": {"additionalProperties": {"properties": {"labels": {"items": {"$ref": "#/$defs/s"}}}}}}"##,
            );
        },
        &SCHEMA,
    ),
    folder(
        "schema-recursive",
        "a schema that refers to itself in every way",
        |directory, n| {
            put(
                directory,
                "codemagic.yaml",
                format!(
                    "{WORKFLOW}    labels: {}x{}\n",
                    "[".repeat((n / 100).min(100)),
                    "]".repeat((n / 100).min(100))
                ),
            );
            put(
                directory,
                "schema.json",
                r##"{"$ref": "#/definitions/a", "definitions": {"a": {"anyOf": [{"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"}]},
            "b": {"allOf": [{"additionalProperties": {"$ref": "#/definitions/a"}, "items": {"$ref": "#/definitions/a"}}]}}}"##,
            );
        },
        &SCHEMA,
    ),
    folder(
        "account-bomb",
        "an account file that is an alias bomb",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            let lists = lines(10, |level| {
                format!(
                    "a{}: &a{} [{}]\n",
                    level + 1,
                    level + 1,
                    format!("*a{level},").repeat(10)
                )
            });
            let builds = lines(n / 10, |index| {
                format!("      - {{version: '1.{index}', number: '{index}'}}\n")
            });
            put(
                directory,
                "account.yaml",
                format!(
                    "a0: &a0 [x]\n{lists}apps:\n  - bundle_id: io.acme.notes\n    builds:\n{builds}"
                ),
            );
        },
        &DRY_RUN,
    ),
    folder(
        "variables-file",
        "a file of variables of a megabyte",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            put(
                directory,
                "variables",
                lines(n, |index| {
                    format!("V{}=$V{index}${{V{index}}}\n= \0x\n", index + 1)
                }),
            );
        },
        &VARIABLES,
    ),
    folder(
        "package-bomb",
        "a package that holds a gigabyte of zeros in a megabyte",
        |directory, n| {
            package(directory, "Payload/A.app/Info.plist", n * 100_000);
        },
        &PACKAGE,
    ),
];

/// What is said to the language server itself.
pub const MESSAGES: [Input; 4] = [
    folder(
        "messages-deep",
        "a message of brackets",
        |directory, n| {
            let body = format!("{{\"jsonrpc\": \"2.0\", \"id\": {}", "[".repeat(10 * n));
            put(
                directory,
                "messages",
                format!("Content-Length: {}\r\n\r\n{body}", body.len()),
            );
        },
        &LSP,
    ),
    folder(
        "messages-endless",
        "a message that says it has an exabyte",
        |directory, _| {
            put(
                directory,
                "messages",
                "Content-Length: 1152921504606846976\r\n\r\n{}",
            );
        },
        &LSP,
    ),
    folder(
        "messages-header",
        "a header that never ends",
        |directory, n| {
            put(directory, "messages", "Content-Length".repeat(10 * n));
        },
        &LSP,
    ),
    folder(
        "messages-many",
        "thousands of requests for what is not there",
        |directory, n| {
            let messages = lines(n, |id| {
                let body = format!(
                    "{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"textDocument/hover\",\"params\":{{\"textDocument\":\
                 {{\"uri\":\"file:///x\"}},\"position\":{{\"line\":4294967295,\"character\":4294967295}}}}}}"
                );
                format!("Content-Length: {}\r\n\r\n{body}", body.len())
            });
            put(directory, "messages", messages);
        },
        &LSP,
    ),
];

/// What only Unix has.
#[cfg(unix)]
pub const UNIX: [Input; 5] = [
    folder(
        "links-circular",
        "symbolic links that lead back",
        |directory, _| {
            use std::os::unix::fs::symlink;
            repository(directory, PLIST.as_bytes(), PROJECT.as_bytes());
            symlink("..", directory.join("ios/up")).unwrap();
            symlink("ci", directory.join("ci")).unwrap();
            symlink("b", directory.join("a")).unwrap();
            symlink("a", directory.join("b")).unwrap();
        },
        &CHECK,
    ),
    folder(
        "link-to-itself",
        "a codemagic.yaml that is a link to itself",
        |directory, _| {
            std::os::unix::fs::symlink("codemagic.yaml", directory.join("codemagic.yaml")).unwrap();
        },
        &CHECK,
    ),
    folder(
        "pipe",
        "a codemagic.yaml that is a pipe nobody writes to",
        |directory, _| {
            pipe(&directory.join("codemagic.yaml"));
        },
        &CHECK,
    ),
    folder(
        "device",
        "a codemagic.yaml that leads to an endless device",
        |directory, _| {
            std::os::unix::fs::symlink("/dev/zero", directory.join("codemagic.yaml")).unwrap();
        },
        &CHECK,
    ),
    folder(
        "pipes-around",
        "pipes and devices where a project is expected",
        |directory, _| {
            put(directory, "codemagic.yaml", CURIOUS);
            put(directory, "ios/Podfile", "");
            pipe(&directory.join("ios/Info.plist"));
            pipe(&directory.join("pubspec.yaml"));
            std::os::unix::fs::symlink("/dev/zero", directory.join("package.json")).unwrap();
            put(directory, "ios/App.xcodeproj/x", "");
            pipe(&directory.join("ios/App.xcodeproj/project.pbxproj"));
        },
        &CHECK,
    ),
];

/// Nothing at all.
#[cfg(not(unix))]
pub const UNIX: [Input; 0] = [];

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}
