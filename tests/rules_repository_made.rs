//! Rules that compare the file with its repository: what scripts may have made, and
//! how much time a repository may cost.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use support::repository::{Files, check_in, found, memory, steps};

use codemagic_lint::finding::{Finding, Severity};
use codemagic_lint::repository::Memory;

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

/// A step before one that runs in a directory which is not there.
fn with_step_in(first: &str, directory: &str, more: &str) -> String {
    let steps = steps(&[first]);
    format!("{steps}      - script: ls\n        working_directory: {directory}\n{more}")
}

fn severities(files: Files<'_>, text: &str) -> Vec<Severity> {
    let findings = check_in(memory(files), "", text);
    let missing = findings
        .iter()
        .filter(|it| it.rule == "working-directory-missing");
    missing.map(|it| it.severity).collect()
}

#[test]
fn an_error_needs_commands_that_surely_make_nothing() {
    let package = r#"{"scripts": {"gen": "node gen.js", "lint": "eslint .", "pretest": "make"}}"#;
    let files: Files<'_> = &[
        ("package.json", package),
        (
            "hooks/package.json",
            r#"{"scripts": {"postinstall": "node gen.js"}}"#,
        ),
        ("bin/setup", "#!/usr/bin/env ruby\n"),
        ("bin/list", "#!/bin/sh\nls\n"),
        ("tools/gen.sh", "mkdir -p gen/deep\n"),
        ("tmpl/a", ""),
    ];
    let error = &[Severity::Error][..];
    let warning = &[Severity::Warning][..];
    let cases: &[(&str, &[Severity])] = &[
        ("export A=1\nflutter pub get\npod --version", error),
        ("xcode-project use-profiles\nls tmpl", error),
        ("npm run lint", error),
        ("bin/list", error),
        ("chmod +x bin/list\nf() {\n  ls\n}\nf", error),
        ("npm ci", warning),
        ("pod install", warning),
        ("./gradlew assembleDebug", warning),
        ("#!/usr/bin/env python3\nopen('gen/a', 'w')", &[]),
        ("bin/setup", &[]),
        ("npm run gen", &[]),
        ("npm test", &[]),
        ("npm start", &[]),
        ("yarn gen", &[]),
        ("yarn other", &[]),
        ("npm --prefix web run lint", &[]),
        ("cd hooks\nnpm install", &[]),
        ("tools/gen.sh", &[]),
        ("bash tools/gen.sh", &[]),
        ("./gradlew generate", &[]),
        ("mkdir -p gen/deep", &[]),
        ("mkdir -p \"$OUT\"", &[]),
        ("mkdir -p {gen,b}", &[]),
        ("cp -R tmpl gen", &[]),
        ("curl -s https://example.com/i | bash", &[]),
        ("bash < <(curl https://example.com/i)", &[]),
        ("$UNITY_HOME/Contents/MacOS/Unity -executeMethod B.ios", &[]),
    ];
    for (first, expected) in cases {
        let text = with_step_in(first, "gen", "");
        assert_eq!(severities(files, &text), *expected, "{first}");
    }
}

#[test]
fn a_step_that_need_not_run_is_no_error() {
    let files: Files<'_> = &[("pubspec.yaml", "")];
    let sure = check_in(memory(files), "", &with_step_in("ls", "gen", ""));
    let help = |findings: &[Finding]| {
        let mut missing = findings
            .iter()
            .filter(|it| it.rule == "working-directory-missing");
        missing.next().and_then(|it| it.help.clone()).unwrap()
    };
    assert!(help(&sure).ends_with("; the step fails otherwise"));
    for more in [
        "        ignore_failure: true\n",
        "        when:\n          condition: env.A\n",
    ] {
        let text = with_step_in("ls", "gen", more);
        assert_eq!(severities(files, &text), [Severity::Warning], "{more}");
        let found = check_in(memory(files), "", &text);
        assert!(!help(&found).contains("fails"), "{more}");
    }
}

#[test]
fn upper_and_lower_case_count_where_the_machine_tells_them_apart() {
    let files: Files<'_> = &[("pubspec.yaml", ""), ("App/ci/Run.sh", "")];
    for (machine, count) in [("linux_x2", 1), ("mac_mini_m2", 0), ("windows_x2", 0)] {
        let machine = format!("    instance_type: {machine}\n    scripts");
        let text = with_step_in("ls", "app", "").replace("    scripts", &machine);
        assert_eq!(severities(files, &text).len(), count, "{machine}");
        let text = steps(&["sh App/CI/run.sh"]).replace("    scripts", &machine);
        let scripts = found(files, "script-file-missing", &text);
        assert_eq!(scripts.len(), count, "{machine}");
    }
}

#[test]
fn what_a_script_of_the_repository_may_write_is_no_error() {
    let notes = r#"[{"language": "de-DE", "text": "<a>"}]"#;
    let package = r#"{"scripts": {"notes": "node n.js", "release_notes": "git log > release_notes.json", "lint": "eslint ."}}"#;
    let files: Files<'_> = &[("package.json", package), ("release_notes.json", notes)];
    for (script, expected) in [
        ("npm run lint", Some(Severity::Error)),
        ("npm run notes", Some(Severity::Warning)),
        ("bash other.sh", Some(Severity::Error)),
        ("fastlane notes", Some(Severity::Warning)),
        ("npm run release_notes", None),
        ("yarn release_notes", None),
    ] {
        let text = ASC.replace("- ls", &format!("- {script}"));
        let findings = check_in(memory(files), "", &text);
        let mut notes = findings
            .iter()
            .filter(|it| it.rule == "release-notes-angle-brackets");
        assert_eq!(notes.next().map(|it| it.severity), expected, "{script}");
    }
    // The name of the script does not say it, but its text does.
    let files: Files<'_> = &[
        ("Podfile", ""),
        ("ci/notes.sh", "git log > release_notes.json\n"),
        ("release_notes.json", notes),
    ];
    assert_eq!(
        messages(files, &ASC.replace("- ls", "- sh ci/notes.sh")),
        [""; 0]
    );
}

#[test]
fn dropped_entries_are_less_than_a_file_that_is_not_read() {
    let of = |content: &str| {
        let findings = check_in(memory(&[("release_notes.json", content)]), "", ASC);
        let json = findings.iter().find(|it| it.rule == "release-notes-json");
        json.map(|it| it.severity)
    };
    let entry = r#"{"language": "de-DE", "text": "a"}"#;
    assert_eq!(of(&format!("[{entry}]")), None);
    assert_eq!(of(&format!("[{entry}, 1]")), Some(Severity::Warning));
    assert_eq!(of("["), Some(Severity::Error));
    assert_eq!(of("{}"), Some(Severity::Error));
    let misspelt = [("RELEASE_NOTES_de-DE.TXT", "x")];
    assert_eq!(
        messages(&misspelt, ASC),
        [
            "release-notes-location `RELEASE_NOTES_de-DE.TXT` is not published: the name is written `release_notes_de-DE.txt`"
        ]
    );
}

#[test]
fn scripts_that_cannot_be_seen_silence_what_they_may_change() {
    let vars = "workflows:\n  a:\n    environment:\n      vars:\n        PACKAGE_NAME: io.acme.b\n    scripts:\n      - SCRIPT\n";
    let files: Files<'_> = &[
        ("android/app/build.gradle", "applicationId \"io.acme.a\""),
        (
            "android/wear/build.gradle.kts",
            "applicationId = \"io.acme.wear\"",
        ),
        ("ci/id.sh", "sed -i s/a/b/ android/app/build.gradle\n"),
        ("ci/list.sh", "ls\n"),
    ];
    let rule = "package-name-mismatch";
    for (script, count) in [
        ("ls", 1),
        ("sh ci/list.sh", 1),
        ("sh ci/id.sh", 0),
        ("make", 0),
    ] {
        let text = vars.replace("SCRIPT", script);
        assert_eq!(found(files, rule, &text).len(), count, "{script}");
    }
    let wear = vars.replace("io.acme.b", "io.acme.wear");
    assert_eq!(found(files, rule, &wear), [""; 0]);
    let settings = [
        ("settings.gradle", "include ':app', ':apps:phone'"),
        ("app/build.gradle", "applicationId 'io.acme.a'"),
        ("apps/phone/build.gradle", "applicationId 'io.acme.b'"),
    ];
    assert_eq!(found(&settings, rule, vars), [""; 0]);
    assert_eq!(found(&settings[1..], rule, vars).len(), 1);
    let one_line = [(
        "app/build.gradle",
        "applicationId \"io.acme.a\"\ndev { applicationIdSuffix \".dev\"; applicationId \"io.acme.b\" }",
    )];
    assert_eq!(found(&one_line, rule, vars), [""; 0]);
}

#[test]
fn flutter_needs_no_pubspec_for_the_machine_or_another_directory() {
    let files: Files<'_> = &[("melos.yaml", ""), ("packages/app/pubspec.yaml", "")];
    let rule = "project-file-missing";
    for (script, count) in [
        ("flutter pub get", 1),
        ("flutter analyze", 1),
        ("flutter analyze packages/app", 0),
        ("flutter pub get packages/app", 0),
        ("flutter pub token add https://example.com", 0),
        ("flutter pub global activate melos", 0),
        ("flutter pub cache repair", 0),
        ("flutter build --help", 0),
    ] {
        assert_eq!(
            found(files, rule, &steps(&[script])).len(),
            count,
            "{script}"
        );
    }
    let files: Files<'_> = &[("Gemfile", ""), ("ios/a", "")];
    let findings = check_in(
        memory(files),
        "",
        &steps(&["pod install --project-directory=ios"]),
    );
    let messages: Vec<_> = findings.iter().map(|it| &*it.message).collect();
    assert!(
        messages.contains(&"`pod install` looks in `ios`, and there is no `ios/Podfile`"),
        "{messages:?}"
    );
}

/// A file that compares this many patterns with the repository.
fn changesets(count: usize) -> String {
    let entries: Vec<_> = (0..count)
        .map(|at| format!("          - 'src/**/*{at}.zz'\n"))
        .collect();
    let entries = entries.concat();
    format!(
        "workflows:\n  a:\n    when:\n      changeset:\n        includes:\n{entries}    scripts:\n      - ls\n"
    )
}

#[test]
fn what_a_repository_costs_is_bounded() {
    let mut files = memory(&[("pubspec.yaml", "")]);
    for at in 0..300 {
        files.add(&format!("src/f{at}"), "");
    }
    files.add(".gitmodules", "path = zzzz/abc\n".repeat(100_000));
    let rule = "changeset-matches-nothing";
    let count = |files: &Memory, text: &str| {
        let findings = check_in(files.clone(), "", text);
        findings.iter().filter(|it| it.rule == rule).count()
    };
    assert_eq!(count(&files, &changesets(10)), 10);
    // Behind a million comparisons nothing is said.
    let most = count(&files, &changesets(2_000));
    assert!((500..1_900).contains(&most), "{most}");
    // A directory deeper than any is not followed.
    let deep = steps(&[&"cd a\n".repeat(20_000)]);
    let missing = found(&[("pubspec.yaml", "")], "working-directory-missing", &deep);
    assert_eq!(missing, ["cd a"]);
}

#[test]
fn stars_of_a_changeset_may_stand_for_nothing() {
    let files: Files<'_> = &[("pubspec.yaml", ""), ("lib/a.dart", "")];
    for (entry, count) in [
        ("**/pubspec.yaml", 0),
        ("lib/**/*.dart", 0),
        ("lib/**/a.dart", 0),
        ("**/b.dart", 1),
        ("lib/**/*.kt", 1),
    ] {
        let text = changesets(1).replace("src/**/*0.zz", entry);
        let found = found(files, "changeset-matches-nothing", &text);
        assert_eq!(found.len(), count, "{entry}");
    }
}
