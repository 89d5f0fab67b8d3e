//! Repositories around the file.

use std::fs::File;
use std::path::Path;

use super::{Command, Input, WORKFLOW, command, folder, lines, put};

/// A workflow that makes rules look at the repository.
pub(super) const CURIOUS: &str = "workflows:
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

pub(super) const CHECK: [Command; 1] = [command("check", &["check", "--select", "all"])];

/// A repository that rules look into.
fn repository(directory: &Path, plist: &[u8], project: &[u8]) {
    put(directory, "codemagic.yaml", CURIOUS);
    put(directory, "ios/App.xcodeproj/project.pbxproj", project);
    put(directory, "ios/Info.plist", plist);
}

pub const INPUTS: [Input; 16] = [
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
