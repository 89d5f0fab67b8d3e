//! Rules that compare the file with its repository: the edges.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use support::repository::{Files, check_in, found, memory, steps};

const FLUTTER: Files<'_> = &[
    ("pubspec.yaml", "name: a\n"),
    ("ios/Podfile", ""),
    ("ci/run.sh", "#!/bin/sh\nls\n"),
];

#[test]
fn what_is_surely_missing_is_found() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "script-file-missing",
            &["./ci/build.sh"],
            &["./ci/build.sh"],
        ),
        (
            "script-file-missing",
            &["bash -e ci/build.sh", "python3 ci/a.py"],
            &["ci/build.sh", "ci/a.py"],
        ),
        (
            "script-file-missing",
            &["cd ci\n./build.sh"],
            &["./build.sh"],
        ),
        (
            "script-file-missing",
            &["cd ci", "./build.sh"],
            &["./build.sh"],
        ),
        (
            "script-file-missing",
            &["chmod +x ci/build.sh\nci/build.sh"],
            &["ci/build.sh"],
        ),
        (
            "script-file-missing",
            &["sh $CM_BUILD_DIR/ci/build.sh"],
            &["$CM_BUILD_DIR/ci/build.sh"],
        ),
        (
            "script-file-missing",
            &["sh ci/run.sh\nsh ci/other.sh"],
            &["ci/other.sh"],
        ),
        (
            "script-file-missing",
            &["sh ci/one.sh\nsh ci/two.sh"],
            &["ci/one.sh", "ci/two.sh"],
        ),
        (
            "script-file-missing",
            &["if true; then\n  ls\nfi\ncd ci\n./build.sh"],
            &["./build.sh"],
        ),
        (
            "script-file-missing",
            &["(cd ios)\n./a.sh\npushd ci\n./b.sh"],
            &["./a.sh", "./b.sh"],
        ),
        (
            "script-file-missing",
            &["cd -- ci\n./a.sh\ncd -P ../ios\n./b.sh"],
            &["./a.sh", "./b.sh"],
        ),
        (
            "script-file-missing",
            &[
                "set +e\nset -e\nsh a.sh",
                "bash -o pipefail b.sh\n[ -n \"$X\" ] || exit 0\nsh c.sh",
            ],
            &["a.sh", "b.sh", "c.sh"],
        ),
        (
            "script-file-missing",
            &["node -r ./setup.js ci/a.js"],
            &["ci/a.js"],
        ),
        (
            "working-directory-missing",
            &["cd android"],
            &["cd android"],
        ),
        (
            "working-directory-missing",
            &["cd ios && cd Runner"],
            &["cd Runner"],
        ),
        ("working-directory-missing", &["cd ios\ncd ../ios"], &[]),
        (
            "project-file-missing",
            &["cd ios\nflutter build ipa\npod install"],
            &[],
        ),
        (
            "project-file-missing",
            &["cd ci\npod install"],
            &["pod install"],
        ),
        (
            "project-file-missing",
            &["pod install --project-directory=ci"],
            &["pod install"],
        ),
        (
            "project-file-missing",
            &["pod install --project-directory=ios"],
            &[],
        ),
        ("project-file-missing", &["npm ci"], &["npm ci"]),
        (
            "project-file-missing",
            &["npm install -g appcenter-cli"],
            &[],
        ),
        ("project-file-missing", &["yarn"], &["yarn"]),
        (
            "project-file-missing",
            &["./gradlew assemble"],
            &["./gradlew"],
        ),
        (
            "project-file-missing",
            &["xcodebuild -workspace A.xcworkspace archive"],
            &["-workspace A.xcworkspace"],
        ),
        (
            "project-file-missing",
            &["xcodebuild -workspace ios/A.xcworkspace archive"],
            &[],
        ),
        (
            "project-file-missing",
            &["xcodebuild -project $NAME.xcodeproj archive"],
            &[],
        ),
        (
            "project-file-missing",
            &["bundle install"],
            &["bundle install"],
        ),
    ];
    for (rule, scripts, expected) in cases {
        assert_eq!(
            found(FLUTTER, rule, &steps(scripts)),
            *expected,
            "{rule} {scripts:?}"
        );
    }
}

#[test]
fn what_may_be_there_is_left_alone() {
    let scripts = [
        "git clone https://example.com/a.git ci2\n./ci2/build.sh",
        "unzip tools.zip\nsh tools/build.sh",
        "echo ls > build.sh\nsh build.sh",
        "cat > build.sh <<END\nls\nEND\nsh build.sh",
        "[ -f build.sh ] && sh build.sh",
        "if [ -x build.sh ]; then\n  ./build.sh\nfi",
        "./build.sh || true",
        "if ./build.sh; then\n  ls\nfi",
        "bash -c 'sh build.sh'",
        "sh $DIR/build.sh",
        "sh ../build.sh",
        "sh /tmp/build.sh",
        "sh ~/build.sh",
        "sh node_modules/a/build.sh",
        "npx cap sync\n./build.sh",
        "make\n./build.sh",
        "cd $DIR\n./build.sh",
        "if true; then\n  cd ci\nfi\n./build.sh",
        "pushd $DIR\n./build.sh",
        "cd nowhere\n./build.sh",
        "popd\n./build.sh",
        "f() {\n  ./build.sh\n}\ncd ci\nf",
        "set +e\n./build.sh",
        "set +o errexit\n./build.sh",
        "exit 0\n./build.sh",
        "node -r ./setup.js",
        "node --require ./setup.js",
        "bash https://example.com/build.sh",
        "curl -s https://example.com/install | bash\nsh build.sh",
        "mkdir -p \"$OUT\"\ncd \"$OUT\"\nsh build.sh",
        "cp -R templates gen\nsh gen/build.sh",
        "cd -\n./build.sh",
        "# ./build.sh",
        "echo ./build.sh",
        "source venv/bin/activate",
    ];
    for script in scripts {
        let text = steps(&[script]);
        assert_eq!(
            found(FLUTTER, "script-file-missing", &text),
            [""; 0],
            "{script}"
        );
    }
    let python = "#!/usr/bin/env python3\nbuild.sh = 1\n./build.sh";
    assert_eq!(
        found(
            FLUTTER,
            "script-file-missing",
            &steps(&[python, "./build.sh"])
        ),
        [""; 0]
    );
    let windows = steps(&["sh build.sh"])
        .replace("    scripts", "    instance_type: windows_x2\n    scripts");
    assert_eq!(found(FLUTTER, "script-file-missing", &windows), [""; 0]);
    let before = steps(&["sh build.sh"]).replace(
        "    scripts",
        "    pre_clone_scripts:\n      - ls\n    scripts",
    );
    assert_eq!(found(FLUTTER, "script-file-missing", &before), [""; 0]);
}

#[test]
fn nothing_is_missing_without_a_project_in_submodules_or_behind_what_is_unknown() {
    let text = steps(&["sh lib/build.sh"]);
    let rule = "script-file-missing";
    assert_eq!(found(&[("README.md", "")], rule, &text), [""; 0]);
    assert_eq!(
        found(&[("Podfile", ""), ("lib/a", "")], rule, &text).len(),
        1
    );
    let module = "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib.git\n";
    let files = [("Podfile", ""), ("lib/", ""), (".gitmodules", module)];
    assert_eq!(found(&files, rule, &text), [""; 0]);
    let mut unknown = memory(&[("Podfile", "")]);
    unknown.add_unknown("lib");
    let findings = check_in(unknown, "", &text);
    assert!(findings.iter().all(|it| it.rule != rule), "{findings:?}");
}

#[test]
fn a_file_in_a_folder_sees_the_folder_and_the_root() {
    let files = [
        ("app/pubspec.yaml", ""),
        ("ci/build.sh", ""),
        ("app/tool/a.sh", ""),
    ];
    for (script, count) in [
        ("sh ci/build.sh", 0),
        ("sh tool/a.sh", 0),
        ("sh ci/none.sh", 1),
    ] {
        let findings = check_in(memory(&files), "app", &steps(&[script]));
        let missing = findings
            .iter()
            .filter(|it| it.rule == "script-file-missing");
        assert_eq!(missing.count(), count, "{script}");
    }
    for (folder, extra, expected) in [
        ("app", "README.md", true),
        ("app", "codemagic.yaml", false),
        ("examples/app", "README.md", false),
        ("app/.templates", "README.md", false),
        ("", "README.md", false),
    ] {
        let findings = check_in(memory(&[(extra, "")]), folder, &steps(&["ls"]));
        let is_found = findings.iter().any(|it| it.rule == "file-location");
        assert_eq!(is_found, expected, "{folder} {extra}");
    }
}

#[test]
fn rights_are_judged_where_they_are_known() {
    let files: Files<'_> = &[
        ("Podfile", ""),
        ("ci/run.sh", ""),
        ("ci/may.sh*", ""),
        ("gradlew", ""),
    ];
    let cases: &[(&str, &[&str])] = &[
        ("./ci/run.sh", &["./ci/run.sh"]),
        ("./ci/may.sh", &[]),
        ("sh ci/run.sh", &[]),
        ("./gradlew build", &["./gradlew"]),
        ("chmod +x gradlew\n./gradlew build", &[]),
        ("./gradlew build || ls", &[]),
    ];
    for (script, expected) in cases {
        let text = steps(&[script]);
        assert_eq!(
            found(files, "script-not-executable", &text),
            *expected,
            "{script}"
        );
    }
}

#[test]
fn scripts_of_packages_are_known_by_name() {
    let package = r#"{"scripts": {"lint": "eslint .", "gen": "expo prebuild"}}"#;
    let files: Files<'_> = &[("package.json", package), ("web/package.json", "{}")];
    let cases: &[(&str, &[&str])] = &[
        ("npm run lint", &[]),
        ("npm run lin", &["lin"]),
        ("npm run lin -- --fix", &["lin"]),
        ("npm run --silent lin", &[]),
        ("npm run lin --if-present", &[]),
        ("npm run lin -w web", &[]),
        ("npm run $TASK", &[]),
        ("yarn run lin", &[]),
        ("cd web\nnpm run lint", &["lint"]),
        ("npm run", &[]),
    ];
    for (script, expected) in cases {
        assert_eq!(
            found(files, "package-script-missing", &steps(&[script])),
            *expected,
            "{script}"
        );
    }
    // What the script does counts for what comes after.
    let after = |script: &str| found(files, "working-directory-missing", &steps(&[script]));
    assert_eq!(after("npm run lint\ncd ios").len(), 1);
    assert_eq!(after("npm run gen\ncd ios").len(), 0);
}

const ASC: &str = "workflows:\n  a:\n    integrations:\n      app_store_connect: k\n    scripts:\n      - ls\n    publishing:\n      app_store_connect:\n        auth: integration\n        submit_to_app_store: true\n";

fn messages(files: Files<'_>, text: &str) -> Vec<String> {
    let findings = check_in(memory(files), "", text);
    let notes = findings
        .into_iter()
        .filter(|it| it.rule.starts_with("release-notes"));
    notes
        .map(|it| format!("{} {}", it.rule, it.message))
        .collect()
}

#[test]
fn release_notes_are_judged_by_store_language_and_place() {
    let long = "a".repeat(501);
    let longest = "ä".repeat(4000);
    let play = "workflows:\n  a:\n    scripts:\n      - ls\n    publishing:\n      google_play:\n        track: internal\n        credentials: $C\n";
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (ASC, "release_notes_en-US.txt", "Fine — really → ©", &[]),
        (
            ASC,
            "release_notes_en-US.txt",
            "a\n  b > c",
            &[
                "release-notes-angle-brackets `>` at `release_notes_en-US.txt:2:5` (`en-US`): App Store Connect refuses it in release notes",
            ],
        ),
        (
            ASC,
            "release_notes_en-US.txt",
            "> 🎉",
            &[
                "release-notes-angle-brackets `🎉` (U+1F389) at `release_notes_en-US.txt:1:3` (`en-US`): App Store Connect refuses it in release notes",
            ],
        ),
        (
            ASC,
            "release_notes_en-US.txt",
            "a\u{fe0f}",
            &[
                "release-notes-angle-brackets the character U+FE0F at `release_notes_en-US.txt:1:2` (`en-US`): App Store Connect refuses it in release notes",
            ],
        ),
        (ASC, "release_notes_en-US.txt", &longest, &[]),
        (
            ASC,
            "release_notes_ja-JP.txt",
            "x",
            &[
                "release-notes-locale `release_notes_ja-JP.txt` has notes in `ja-JP`, which App Store Connect does not know (2026-09): they are left out",
            ],
        ),
        (
            ASC,
            "release_notes.json",
            "{}",
            &[
                "release-notes-json `release_notes.json` is not a list, expected `[{\"language\": …, \"text\": …}, …]`",
            ],
        ),
        (
            ASC,
            "release_notes.json",
            "[\n{]",
            &["release-notes-json `release_notes.json:2:2` is not JSON"],
        ),
        (
            ASC,
            "release_notes.json",
            "[1]",
            &["release-notes-json entry 1 of `release_notes.json` is not `{…}`, and is left out"],
        ),
        (ASC, "release_notes.json", "\u{feff}[]", &[]),
        (play, "release_notes.txt", "<b> ✓", &[]),
        (
            play,
            "release_notes.txt",
            &long,
            &[
                "release-notes-length the notes of `release_notes.txt` have 501 characters; Google Play takes at most 500",
            ],
        ),
        (play, "release_notes.txt", &long[1..], &[]),
        (play, "release_notes_de.txt", "x", &[]),
        (
            play,
            "docs/release_notes.txt",
            "x",
            &[
                "release-notes-location `docs/release_notes.txt` is not published: release notes are looked for at the root of the repository",
            ],
        ),
        (play, ".github/release_notes.txt", "x", &[]),
    ];
    for (text, name, content, expected) in cases {
        assert_eq!(
            messages(&[(name, content)], text),
            *expected,
            "{name} {content:.9}"
        );
    }
    let two = [("release_notes.txt", "x"), ("release_notes_de-DE.txt", "x")];
    assert_eq!(messages(&two, ASC), [""; 0]);
    // What a step may write is not judged.
    let written = ASC.replace("- ls", "- git log > release_notes.txt");
    assert_eq!(messages(&[("release_notes.txt", "x")], &written), [""; 0]);
}

#[test]
fn release_notes_of_the_working_directory_come_first() {
    let text = ASC.replace("    scripts", "    working_directory: app\n    scripts");
    let files = [
        ("app/release_notes_en-US.txt", "x"),
        ("release_notes_en-US.txt", "✓"),
    ];
    assert_eq!(messages(&files, &text), [""; 0]);
    assert_eq!(messages(&files[1..], &text).len(), 1);
    // Those of another workflow are its own.
    let other = format!("{text}  b:\n    working_directory: web\n    scripts:\n      - ls\n");
    let files = [("web/release_notes_en-US.txt", "x"), ("app/", "")];
    assert_eq!(messages(&files, &other), [""; 0]);
    assert_eq!(messages(&files, &text).len(), 1);
}

#[test]
fn changesets_are_compared_with_the_files() {
    let files: Files<'_> = &[("Podfile", ""), ("lib/src/a.dart", ""), ("docs/a.md", "")];
    let cases = [
        ("lib", true),
        ("lib/", true),
        ("./lib", true),
        ("lib/**", true),
        ("lib/*.dart", true),
        ("**/*.md", true),
        ("**/*.swift", false),
        ("docs/*.dart", false),
        ("libs/", false),
        ("lib/b.dart", false),
        (".", true),
        ("codemagic.yaml", true),
        ("/libs", true),
        ("$DIR/**", true),
        ("'{lib,libs}/**'", true),
    ];
    for (entry, matches) in cases {
        let text = format!(
            "workflows:\n  a:\n    when:\n      changeset:\n        includes:\n          - '{}'\n    scripts:\n      - ls\n",
            entry.trim_matches('\'')
        );
        let found = found(files, "changeset-matches-nothing", &text);
        assert_eq!(found.is_empty(), matches, "{entry}");
    }
    let bare = "workflows:\n  a:\n    when:\n      changeset:\n        includes:\n          - libs/**\n    scripts:\n      - ls\n";
    assert_eq!(
        found(&[("README.md", "")], "changeset-matches-nothing", bare),
        [""; 0]
    );
}

#[test]
fn ids_are_compared_only_when_all_are_known() {
    let gradle = |body: &str| format!("android {{\n  defaultConfig {{\n    {body}\n  }}\n}}\n");
    let text = "workflows:\n  a:\n    environment:\n      vars:\n        PACKAGE_NAME: io.acme.a.dev\n    scripts:\n      - ls\n";
    let cases = [
        ("applicationId \"io.acme.a.dev\"", 0),
        ("applicationId \"io.acme.a\"", 1),
        (
            "applicationId \"io.acme.a\"\n    applicationIdSuffix \".dev\"",
            0,
        ),
        (
            "applicationId \"io.acme.b\"\n    applicationIdSuffix \".dev\"",
            1,
        ),
        ("applicationId id", 0),
        ("applicationId \"io.acme.a\"\n    applicationId id", 0),
        ("namespace \"io.acme.a\"", 0),
    ];
    for (body, count) in cases {
        let gradle = gradle(body);
        for path in ["android/app/build.gradle", "app/build.gradle.kts"] {
            let found = found(&[(path, &gradle)], "package-name-mismatch", text);
            assert_eq!(found.len(), count, "{body}");
        }
    }
    let changed = text.replace("- ls", "- sed -i s/a/b/ android/app/build.gradle");
    let gradle = gradle("applicationId \"io.acme.a\"");
    let files = [("app/build.gradle", &*gradle)];
    assert_eq!(found(&files, "package-name-mismatch", &changed).len(), 0);
}
