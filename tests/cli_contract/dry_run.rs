//! `dry-run`: exit codes, refusals, streams.

use std::io::{Cursor, Write as _};

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{
    self,
    cli::{Project, Run},
};

const IOS: &str = "workflows:
  ios:
    name: Release
    instance_type: mac_mini_m2
    integrations:
      app_store_connect: Key
    environment:
      groups: [more]
    scripts:
      - flutter build ipa
    artifacts:
      - build/*.ipa
    publishing:
      app_store_connect:
        auth: integration
        submit_to_testflight: true
        beta_groups: [External]
";

const NOW: &str = "2026-11-20T12:00:00Z";

fn project() -> Project {
    Project::new(&[("codemagic.yaml", IOS)])
}

fn account(name: &str) -> String {
    let path = support::root().join(format!("fixtures/accounts/{name}.yaml"));
    path.to_str().unwrap().to_owned()
}

fn ipa(plist: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer
        .start_file("Payload/A.app/Info.plist", options)
        .unwrap();
    writer.write_all(plist.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

const PLIST: &str = "<plist><dict><key>CFBundleIdentifier</key><string>org.example.read</string><key>CFBundleShortVersionString</key><string>3.2.1</string><key>CFBundleVersion</key><string>77</string></dict></plist>";

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn exit_codes_say_whether_it_was_published() {
    let two =
        format!("{IOS}  other:\n    publishing: {{app_store_connect: {{auth: integration}}}}\n");
    let none = "workflows:\n  android:\n    scripts: [ls]\n";
    let cases: [(&str, &[&str], i32, &str); 9] = [
        (IOS, &[], 0, "published"),
        (IOS, &["--account", "ready"], 0, "published"),
        (IOS, &["--account", "no-app"], 1, "failed"),
        (IOS, &["--account", "build-never-appears"], 1, "timed-out"),
        (IOS, &["--account", "processing-never-ends"], 1, "timed-out"),
        (none, &[], 1, "nothing-to-publish"),
        (&two, &["--workflow", "ios"], 0, "published"),
        (&two, &[], 2, ""),
        (IOS, &["--workflow", "iso"], 2, ""),
    ];
    for (text, arguments, code, outcome) in cases {
        let project = Project::new(&[("codemagic.yaml", text)]);
        let mut all = vec!["dry-run".to_owned()];
        for pair in arguments.chunks(2) {
            let value = match pair[0] {
                "--account" => account(pair[1]),
                _ => pair[1].to_owned(),
            };
            all.extend([pair[0].to_owned(), value]);
        }
        for format in ["json", "human", "html"] {
            let mut words: Vec<&str> = all.iter().map(String::as_str).collect();
            words.extend(["--now", NOW, "--output-format", format]);
            let run = project.run(&words);
            assert_eq!(run.code, Some(code), "{arguments:?} {format}: {run:?}");
            if format == "json" && code != 2 {
                let report = json(&run);
                assert_eq!(
                    (&report["version"], &report["outcome"]),
                    (&1.into(), &outcome.into())
                );
            }
            assert_eq!(run.stderr.is_empty(), code != 2, "{run:?}");
        }
    }
}

#[test]
fn time_outs_end_exactly_where_they_should() {
    for (name, end) in [
        ("build-never-appears", 900),
        ("processing-never-ends", 7200),
    ] {
        let path = account(name);
        let run = project().run(&["dry-run", "--account", &path, "--output-format", "json"]);
        assert_eq!(json(&run)["ends_at"], end, "{name}");
    }
}

#[test]
fn the_package_and_the_options_say_what_is_published() {
    let project = project();
    project.write("App.ipa", ipa(PLIST));
    let read = json(&project.run(&["dry-run", "--ipa", "App.ipa", "--output-format", "json"]));
    let text = read.to_string();
    for value in ["org.example.read", "3.2.1", "77"] {
        assert!(text.contains(value), "{text}");
    }
    let options = [
        "--bundle-id",
        "org.example.said",
        "--app-version",
        "8.9",
        "--build-number",
        "1234",
    ];
    let mut words = vec!["dry-run", "--output-format", "json"];
    words.extend(options);
    let said = json(&project.run(&words)).to_string();
    for value in ["org.example.said", "8.9", "1234"] {
        assert!(said.contains(value), "{said}");
    }
    // Nothing was made up, so nothing is named.
    assert!(!said.contains("say another"), "{said}");
    let made_up = project.run(&["dry-run"]).stdout;
    assert!(
        made_up.contains("say another with `--app-version`"),
        "{made_up}"
    );
}

#[test]
fn what_cannot_be_used_is_refused_with_a_reason() {
    let project = project();
    project.write("junk.ipa", "junk");
    project.write("less.ipa", ipa(&PLIST.replace("CFBundleIdentifier", "X")));
    project.write("bad.env", "A=1\nB\n");
    project.write("bad-account.yaml", "apps: 7\n");
    project.write("empty/", "");
    project.write("broken.yaml", "workflows: [\n");
    let ipa = project.path("App.ipa");
    std::fs::write(ipa, super::dry_run::ipa(PLIST)).unwrap();
    let cases: [(&[&str], &str); 20] = [
        (&["--ipa", "none.ipa"], "`none.ipa` cannot be read"),
        (&["--ipa", "junk.ipa"], "`junk.ipa` is no zip archive"),
        (
            &["--ipa", "less.ipa"],
            "`less.ipa` has no `CFBundleIdentifier`",
        ),
        (&["--ipa", "empty"], "`empty` is no file"),
        (
            &["--ipa", "App.ipa", "--build-number", "1"],
            "cannot be used with",
        ),
        (
            &["--env-file", "bad.env"],
            "bad.env:2: expected `NAME=value`",
        ),
        (&["--env-file", "none.env"], "none.env"),
        (&["--account", "none.yaml"], "none.yaml"),
        (&["--account", "bad-account.yaml"], "bad-account.yaml:1:"),
        (
            &["--server", "http://example.com"],
            "is not on this machine",
        ),
        (
            &["--server", "http://192.168.0.7:80"],
            "is not on this machine",
        ),
        (&["--server", "https://127.0.0.1:80"], "is not plain `http`"),
        (&["--server", "127.0.0.1:80"], "is no address"),
        (
            &["--server", "http://127.0.0.1:1", "--account", "x"],
            "cannot be used with",
        ),
        (
            &["--server", "http://127.0.0.1:1"],
            "the mock server cannot be asked",
        ),
        (&["--now", "today"], "expected a date and time"),
        (&["--bundle-id", ""], "expected one word"),
        (&["--output-format", "xml"], "invalid value 'xml'"),
        (&["nowhere.yaml"], "nowhere.yaml"),
        (&["empty"], "empty"),
    ];
    for (arguments, expected) in cases {
        let mut all = vec!["dry-run"];
        all.extend(arguments);
        let run = project.run(&all);
        assert_eq!(run.code, Some(2), "{arguments:?}: {run:?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(
            run.stderr.contains(expected),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    let run = project.run(&["dry-run", "broken.yaml"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("codemagic-lint check"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_file_is_that_of_the_repository_unless_named() {
    let project = project();
    project.write("deep/er/readme", "");
    let text = IOS.replace("  ios:", "  other:");
    project.write("samples/codemagic.yaml", &text);
    let workflow = |directory: &str, arguments: &[&str]| {
        let mut all = vec!["dry-run", "--output-format", "json"];
        all.extend(arguments);
        let mut command = project.command(&all);
        command.current_dir(project.path(directory));
        json(&Run::of(&mut command))["workflow"].clone()
    };
    assert_eq!(workflow("", &[]), "ios");
    assert_eq!(workflow("deep/er", &[]), "ios");
    assert_eq!(workflow("samples", &[]), "other");
    assert_eq!(workflow("", &["samples/codemagic.yaml"]), "other");
    assert_eq!(workflow("", &["samples"]), "other");
}

#[test]
fn a_file_takes_the_report() {
    let project = project();
    let run = project.run(&[
        "dry-run",
        "--output-format",
        "html",
        "--output-file",
        "run.html",
    ]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""));
    assert!(project.read("run.html").starts_with("<!DOCTYPE html>"));
    let run = project.run(&["dry-run", "--output-file", "no/such/folder/run.txt"]);
    assert_eq!(run.code, Some(2));
}

#[test]
fn the_same_moment_gives_the_same_report() {
    let project = project();
    for format in ["human", "json", "html"] {
        let words = ["dry-run", "--now", NOW, "--output-format", format];
        assert_eq!(
            project.run(&words).stdout,
            project.run(&words).stdout,
            "{format}"
        );
    }
}

#[test]
fn secrets_are_never_printed() {
    const HUSH: &str = "hUsh7Qz9LmN4pR8sT2vW6xY";
    let text = IOS.replace("auth: integration", "api_key: $KEY_SECRET\n        key_id: $APP_STORE_CONNECT_KEY_IDENTIFIER\n        issuer_id: $APP_STORE_CONNECT_ISSUER_ID\n        copyright: $API_TOKEN");
    let env = format!(
        "KEY_SECRET='{HUSH}'\nAPP_STORE_CONNECT_KEY_IDENTIFIER={HUSH}\nAPP_STORE_CONNECT_ISSUER_ID={HUSH}\nAPI_TOKEN={HUSH}\n"
    );
    let project = Project::new(&[("codemagic.yaml", &text), ("secrets.env", &env)]);
    for format in ["human", "json", "html"] {
        let words = [
            "dry-run",
            "--env-file",
            "secrets.env",
            "-v",
            "--output-format",
            format,
        ];
        let run = project.run(&words);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(!format!("{run:?}").contains(HUSH), "{format}: {run:?}");
    }
}

#[test]
fn a_server_that_runs_already_is_asked() {
    use std::io::{BufRead as _, BufReader};
    let project = project();
    let mut server = support::cli::program(project.directory());
    server.args(["mock-server", "--account", &account("ready")]);
    server.stdout(std::process::Stdio::piped());
    let mut server = server.spawn().unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(server.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap();
    let run = project.run(&["dry-run", "--server", url, "--output-format", "json"]);
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(run.code, Some(0), "{run:?}");
}

/// Runs with a text on standard input.
fn run_with_input(project: &Project, arguments: &[&str], input: &str) -> Run {
    let mut command = project.command(arguments);
    command.write_stdin(input.to_owned());
    Run::of(&mut command)
}

#[test]
fn credentials_of_odd_names_come_from_a_pipe_and_are_never_printed() {
    const HUSH: &str = "hUsh7Qz9LmN4pR8sT2vW6xY";
    const ISSUER: &str = "57246542-96fe-1a63-e053-0824d011072a";
    let text = format!(
        "{}    \n",
        IOS.replace(
            "auth: integration",
            "api_key: $THING\n        key_id: $ASC_ID1\n        issuer_id: $TEAM_X\n        copyright: (c) $THING"
        )
        .replace(
            "      groups: [more]\n",
            &format!("      groups: [more]\n      vars:\n        TEAM_X: {ISSUER}\n        THING: $INNER\n"),
        )
    );
    let env = format!("INNER='{HUSH}'\nASC_ID1=ABCDE12345\n");
    let project = Project::new(&[("codemagic.yaml", &text)]);
    for format in ["human", "json", "html"] {
        for file in ["-", "/dev/stdin"] {
            if cfg!(not(unix)) && file != "-" {
                continue;
            }
            let words = [
                "dry-run",
                "--env-file",
                file,
                "-v",
                "--output-format",
                format,
            ];
            let run = run_with_input(&project, &words, &env);
            assert_eq!(run.code, Some(1), "{run:?}");
            let said = format!("{run:?}");
            assert!(said.contains("is no PEM"), "{said}");
            for secret in [HUSH, "ABCDE12345", ISSUER] {
                assert!(!said.contains(secret), "{format} {secret}: {said}");
            }
        }
    }
    let run = run_with_input(&project, &["dry-run", "--env-file", "-"], "A='b");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("standard input:1:"), "{run:?}");
}

#[test]
fn a_key_of_the_integration_is_taken_for_that_of_the_account() {
    let own = "key:\n  id: ABCDE12345\n  issuer: 21d78e2f-b8ad-4d2a-9f3b-1c2d3e4f5a6b\n  public_key: |\n    -----BEGIN PUBLIC KEY-----\n    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n    -----END PUBLIC KEY-----\n";
    let trio = IOS.replace(
        "auth: integration",
        "api_key: $KEY\n        key_id: $ID\n        issuer_id: $TEAM",
    );
    let (groups, revoked) = (
        trio.replace("    integrations:\n      app_store_connect: Key\n", ""),
        format!("{own}  revoked: true\n"),
    );
    for (text, key, code) in [
        (IOS, own, 0),
        (&*groups, own, 0),
        (IOS, &*revoked, 1),
        (&*groups, &*revoked, 1),
    ] {
        let project = Project::new(&[("codemagic.yaml", text), ("account.yaml", key)]);
        let run = project.run(&["dry-run", "--account", "account.yaml"]);
        assert_eq!(run.code, Some(code), "{key}: {run:?}");
        assert_eq!(
            run.stdout.contains("does not know the API key"),
            code == 1,
            "{run:?}"
        );
    }
}

#[test]
fn a_package_for_another_system_is_never_found() {
    for (platform, system) in [("XROS", "visionOS"), ("WatchOS", "watchOS")] {
        let plist = PLIST.replace(
            "</dict>",
            &format!("<key>CFBundleSupportedPlatforms</key><array><string>{platform}</string></array></dict>"),
        );
        let project = project();
        std::fs::write(project.path("App.ipa"), ipa(&plist)).unwrap();
        let run = project.run(&["dry-run", "--ipa", "App.ipa", "--output-format", "json"]);
        assert_eq!(run.code, Some(1));
        let report = json(&run);
        assert_eq!(
            (&report["outcome"], &report["ends_at"]),
            (&"timed-out".into(), &900.into())
        );
        assert!(
            run.stdout.contains(&format!("is a build for {system}")),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn numbers_that_only_a_build_knows_are_above_those_of_the_account() {
    let text = IOS.replace(
        "flutter build ipa",
        "flutter build ipa --build-number=$PROJECT_BUILD_NUMBER",
    );
    let account = "apps:\n  - bundle_id: io.example.app\n    builds:\n      - version: 1.0.0\n        build_number: 120\n";
    let project = Project::new(&[("codemagic.yaml", &text), ("account.yaml", account)]);
    let words = ["dry-run", "--account", "account.yaml", "--output-format"];
    let run = project.run(&[&words[..], &["json"]].concat());
    assert_eq!(run.code, Some(0), "{run:?}");
    let said = json(&run)["placeholders"].to_string();
    assert!(said.contains("build number `121`, above `120`"), "{said}");
    let human = project.run(&[&words[..], &["human"]].concat());
    assert!(human.stdout.contains("above `120`"), "{human:?}");
    let low = project.run(&[
        "dry-run",
        "--account",
        "account.yaml",
        "--build-number",
        "5",
    ]);
    assert!(low.stdout.contains("is lower than `120`"), "{low:?}");
}

/// Which groups there are is known to App Store Connect alone: without an account file
/// nobody is told that a group is missing.
#[test]
fn groups_of_an_account_that_nobody_has_described_are_taken_for_its_groups() {
    let text = IOS.replace("[External]", "[External, Friends]");
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let run = project.run(&["dry-run", "--now", NOW, "--output-format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let json = json(&run);
    assert_eq!(json["outcome"], "published");
    let made_up = json["placeholders"].to_string();
    assert!(made_up.contains("group `Friends`, taken for"), "{made_up}");
    assert!(!made_up.contains("External"), "{made_up}");

    let notes = r#"[{"language": "de-DE", "text": "Schneller"}]"#;
    let files = [
        ("codemagic.yaml", IOS),
        ("release_notes.json", notes),
        (".git/HEAD", ""),
    ];
    let run = Project::new(&files).run(&["dry-run", "--now", NOW]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(
        run.stdout.contains("test information in `de-DE`"),
        "{}",
        run.stdout
    );

    let ready = account("ready");
    let run = project.run(&["dry-run", "--now", NOW, "--account", &ready]);
    assert!(run.stdout.contains("no group `Friends`"), "{}", run.stdout);
}
