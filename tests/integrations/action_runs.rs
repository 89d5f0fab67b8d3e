//! The action for GitHub: what it shows, writes and gives back.

use std::collections::BTreeSet;

use serde_json::Value;

use super::action::{ActionRun, entries, run};
use super::checkers::{audit, judge};
use super::sandbox::Sandbox;
use super::support::cli::{BAD, GOOD};
use super::support::{read, root};
use super::{VERSION, file};

const BINARY: &str = env!("CARGO_BIN_EXE_codemagic-lint");

fn check(files: &[(&str, &str)], with: &[(&str, &str)]) -> (Sandbox, ActionRun) {
    let sandbox = Sandbox::new(files);
    let run = run(&sandbox, &[with, &[("binary", BINARY)]].concat());
    (sandbox, run)
}

fn results(run: &ActionRun) -> Vec<Value> {
    let log: Value = serde_json::from_str(&read(&run.outputs["sarif-file"])).unwrap();
    log["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn the_action_is_as_github_wants_it() {
    judge("github-actions", &file("action.yml"));
    audit(&root().join("action.yml"));
}

#[test]
fn a_good_file_passes_and_says_nothing() {
    let (_sandbox, run) = check(&[("codemagic.yaml", GOOD)], &[]);
    assert!(run.succeeded, "{run:?}");
    assert_eq!(run.log, format!("codemagic-lint {VERSION}\n"));
    assert_eq!((&*run.outputs["exit-code"], results(&run).len()), ("0", 0));
    assert_eq!(run.summary, "### codemagic-lint\n\nNo problems.\n\n");
    assert!(run.uploaded.is_none());
}

#[test]
fn findings_are_annotations_a_report_and_a_summary_and_fail_the_step() {
    let files = [("codemagic.yaml", GOOD), ("apps/a/codemagic.yaml", BAD)];
    let (_sandbox, run) = check(&files, &[]);
    assert!(!run.succeeded && run.complaints.is_empty(), "{run:?}");
    let annotation = "::error file=apps/a/codemagic.yaml,line=4,endLine=4,col=5,";
    assert!(run.log.contains(annotation), "{run:?}");
    assert_eq!((&*run.outputs["exit-code"], results(&run).len()), ("1", 1));
    let place = &results(&run)[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "apps/a/codemagic.yaml");
    assert!(
        run.summary
            .contains("\n    apps/a/codemagic.yaml:4:5: error[unknown-key]: ")
    );
    assert!(
        run.summary
            .lines()
            .skip(2)
            .all(|line| line.is_empty() || line.starts_with("    "))
    );
}

#[test]
fn the_upload_decides_nothing() {
    for (text, succeeded) in [(GOOD, true), (BAD, false)] {
        let (_sandbox, run) = check(&[("codemagic.yaml", text)], &[("upload-sarif", "true")]);
        assert_eq!(run.succeeded, succeeded);
        let uploaded = run.uploaded.unwrap();
        assert_eq!(uploaded["sarif_file"], run.outputs["sarif-file"]);
        assert_eq!(uploaded["category"], "codemagic-lint");
    }
}

#[test]
fn what_could_not_be_done_fails_and_uploads_nothing() {
    let upload = ("upload-sarif", "true");
    for (files, with) in [
        (&[("a.yaml", GOOD)][..], &[upload][..]),
        (
            &[("codemagic.yaml", GOOD)],
            &[upload, ("config", "none.toml")],
        ),
        (
            &[("codemagic.yaml", GOOD)],
            &[upload, ("fail-on", "sometimes")],
        ),
        (
            &[("codemagic.yaml", GOOD), ("codemagic-lint.toml", "a = 1")],
            &[upload],
        ),
    ] {
        let (_sandbox, run) = check(files, with);
        assert!(
            !run.succeeded && run.complaints.contains("error: "),
            "{run:?}"
        );
        assert_eq!(run.outputs["exit-code"], "2", "{run:?}");
        if run.outputs["sarif-file"].is_empty() {
            assert!(run.uploaded.is_none());
            assert!(run.summary.contains("Nothing could be checked"), "{run:?}");
        }
    }
}

#[test]
fn inputs_are_options() {
    let files = [
        ("a b/codemagic.yaml", BAD),
        ("c/codemagic.yaml", BAD),
        ("codemagic-lint.toml", "select = [\"unknown-key\"]\n"),
        (
            "strict.toml",
            "select = [\"unknown-key\"]\n[severity]\nunknown-key = \"info\"\n",
        ),
    ];
    let count = |with: &[(&str, &str)]| {
        let (_sandbox, run) = check(&files, with);
        (run.succeeded, results(&run).len())
    };
    assert_eq!(count(&[]), (false, 2));
    assert_eq!(count(&[("paths", "a b")]), (false, 1));
    assert_eq!(
        count(&[("paths", "a b\r\n\nc/codemagic.yaml\n")]),
        (false, 2)
    );
    assert_eq!(count(&[("config", "strict.toml")]), (true, 2));
    assert_eq!(
        count(&[("config", "strict.toml"), ("fail-on", "info")]),
        (false, 2)
    );
    assert_eq!(count(&[("fail-on", "never")]), (true, 2));
    assert_eq!(count(&[("args", "--ignore\nunknown-key\n")]), (true, 0));

    let (_sandbox, run) = check(&files, &[("summary", "false")]);
    assert_eq!(run.summary, "");
}

#[test]
fn a_baseline_hides_what_it_accepts() {
    let (sandbox, _) = check(&[("codemagic.yaml", BAD)], &[]);
    sandbox.install();
    sandbox
        .shell("codemagic-lint check --baseline b.json --write-baseline -q")
        .ends_with(0);
    let run = run(&sandbox, &[("binary", BINARY), ("baseline", "b.json")]);
    assert!(run.succeeded && results(&run).is_empty(), "{run:?}");
    assert!(run.complaints.contains("accepts 1 finding"), "{run:?}");
}

#[test]
fn a_checkout_elsewhere_is_named_as_its_repository_names_it() {
    let with = [
        ("working-directory", "app"),
        ("sarif-file", "lint.sarif"),
        ("upload-sarif", "true"),
    ];
    let sandbox = Sandbox::new(&[("app/codemagic.yaml", BAD)]);
    sandbox.project.write("app/.git/", "");
    let run = run(&sandbox, &[&with[..], &[("binary", BINARY)]].concat());
    assert!(
        run.log.contains("::error file=codemagic.yaml,line=4"),
        "{run:?}"
    );
    let expected = sandbox
        .project
        .path("app/lint.sarif")
        .canonicalize()
        .unwrap();
    assert_eq!(run.outputs["sarif-file"], expected.to_str().unwrap());
    assert!(run.uploaded.unwrap()["checkout_path"].ends_with("/app"));
}

#[test]
fn a_folder_of_the_checkout_is_named_as_its_repository_names_it() {
    let files = [("apps/a/codemagic.yaml", BAD), ("b/codemagic.yaml", BAD)];
    // Without paths the whole repository is meant, here as well.
    for paths in ["", "codemagic.yaml\n../../b"] {
        let with = [("working-directory", "apps/a"), ("paths", paths)];
        let (_sandbox, run) = check(&files, &with);
        assert!(
            run.log.contains("::error file=apps/a/codemagic.yaml,"),
            "{run:?}"
        );
        let places = results(&run);
        let uri = |result: &Value| {
            let place = &result["locations"][0]["physicalLocation"];
            place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let uris: BTreeSet<String> = places.iter().map(uri).collect();
        let all = ["apps/a/codemagic.yaml", "b/codemagic.yaml"];
        assert!(uris.iter().eq(&all), "{uris:?}");
    }
}

#[test]
fn a_program_is_named_from_the_workspace() {
    let files = [("app/codemagic.yaml", BAD), ("codemagic.yaml", GOOD)];
    let sandbox = Sandbox::new(&files);
    std::fs::create_dir(sandbox.project.path("tools")).unwrap();
    let program = sandbox.project.path("tools/codemagic-lint");
    std::os::unix::fs::symlink(BINARY, program).unwrap();
    sandbox.install();
    for binary in [
        "tools/codemagic-lint",
        "./tools/codemagic-lint",
        "codemagic-lint",
    ] {
        let with = [("binary", binary), ("working-directory", "app")];
        let run = run(&sandbox, &with);
        assert_eq!(run.outputs["exit-code"], "1", "{binary}: {run:?}");
    }
}

#[test]
fn a_program_that_ends_in_another_way_could_not_do_it() {
    for (ending, code) in [("exit 101", "101"), ("kill -9 $$", "137")] {
        let script = format!("#!/bin/sh\n[ \"$1\" = --version ] || {{ {ending}; }}\n");
        let sandbox = Sandbox::new(&[("codemagic.yaml", GOOD), ("broken", &script)]);
        sandbox.shell("chmod +x broken").ends_with(0);
        let run = run(&sandbox, &[("binary", "broken"), ("upload-sarif", "true")]);
        assert!(!run.succeeded && run.uploaded.is_none(), "{run:?}");
        assert_eq!(run.outputs["exit-code"], "2", "{run:?}");
        let said = format!("ended with {code}, expected 0, 1 or 2");
        assert!(run.complaints.contains(&said), "{run:?}");
        assert!(run.summary.contains("Nothing could be checked"), "{run:?}");
    }
}

#[test]
fn a_report_goes_over_a_report_and_over_nothing_else() {
    let files = [("codemagic.yaml", BAD), ("empty", "")];
    for name in ["lint.sarif", "empty"] {
        let (sandbox, first) = check(&files, &[("sarif-file", name)]);
        assert_eq!(
            (&*first.outputs["exit-code"], results(&first).len()),
            ("1", 1)
        );
        sandbox.project.write("codemagic.yaml", GOOD);
        let second = run(&sandbox, &[("sarif-file", name), ("binary", BINARY)]);
        assert_eq!(
            (&*second.outputs["exit-code"], results(&second).len()),
            ("0", 0)
        );
    }
    let (sandbox, run) = check(&files, &[("sarif-file", "codemagic.yaml")]);
    assert_eq!(sandbox.project.read("codemagic.yaml"), BAD);
    assert_eq!(run.outputs["exit-code"], "2", "{run:?}");
    assert!(
        run.complaints.contains("is there and is no SARIF report"),
        "{run:?}"
    );
    // Nothing is left behind that would be taken for a report.
    let (_sandbox, run) = check(&files, &[("sarif-file", "none/lint.sarif")]);
    assert_eq!(
        (&*run.outputs["exit-code"], &*run.outputs["sarif-file"]),
        ("2", "")
    );
}

#[test]
fn what_stands_in_an_input_is_no_command() {
    let evil = "$(touch evil)`touch evil`;touch evil";
    for name in [
        "paths",
        "config",
        "fail-on",
        "baseline",
        "args",
        "sarif-file",
        "version",
    ] {
        let sandbox = Sandbox::new(&[("codemagic.yaml", GOOD)]);
        let binary = [("binary", BINARY)];
        let binary = if name == "version" { &[][..] } else { &binary };
        run(&sandbox, &[&[(name, evil)], binary].concat());
        assert!(!sandbox.project.path("evil").exists(), "{name}");
        assert!(!sandbox.tool("temp/evil").exists(), "{name}");
    }
    // Nor is a path an option, nor a name another output.
    let files = [("codemagic.yaml", GOOD)];
    let (sandbox, run_of_path) = check(&files, &[("paths", "--add-ignore=why")]);
    assert_eq!(run_of_path.outputs["exit-code"], "2");
    assert_eq!(sandbox.project.read("codemagic.yaml"), GOOD);
    let (_sandbox, run_of_name) = check(&files, &[("sarif-file", "a\nexit-code=0")]);
    assert!(!run_of_name.succeeded && run_of_name.outputs["exit-code"].is_empty());
    let program = ("binary", "$(touch evil)");
    let sandbox = Sandbox::new(&[("codemagic.yaml", GOOD)]);
    assert!(!run(&sandbox, &[program]).succeeded);
    assert!(!sandbox.project.path("evil").exists());
}

#[test]
fn a_release_is_downloaded_and_compared() {
    let sandbox = Sandbox::new(&[("codemagic.yaml", BAD)]);
    let archive = sandbox.release("x86_64-unknown-linux-musl");
    let checked = run(&sandbox, &[]);
    assert_eq!(checked.outputs["exit-code"], "1", "{checked:?}");

    std::fs::write(archive, "not an archive").unwrap();
    let refused = run(&sandbox, &[]);
    assert!(!refused.succeeded && refused.outputs["exit-code"].is_empty());
    assert!(
        refused.complaints.contains("has the checksum"),
        "{refused:?}"
    );
}

#[test]
fn the_page_lists_every_input_and_output() {
    let action: serde_yaml::Value = serde_yaml::from_str(&file("action.yml")).unwrap();
    let page = file("docs/github-actions.md");
    let section = page
        .split("\n## ")
        .find(|it| it.starts_with("Inputs and outputs"))
        .unwrap();
    let rows: Vec<Vec<&str>> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"))
        .map(|row| row.split(" | ").collect())
        .collect();
    let listed: BTreeSet<&str> = rows
        .iter()
        .map(|row| row[0].trim_end_matches('`'))
        .collect();
    let mut there = BTreeSet::new();
    for part in ["inputs", "outputs"] {
        let names = action[part].as_mapping().unwrap().keys();
        there.extend(names.map(|name| name.as_str().unwrap()));
    }
    assert_eq!(listed, there);
    for row in rows.iter().filter(|row| row.len() == 3) {
        let input = &action["inputs"][row[0].trim_end_matches('`')];
        let default = &entries(input)["default"];
        let shown = row[2].strip_prefix('`').and_then(|it| it.strip_suffix('`'));
        // What is described in words is what the program does without the option.
        let says_it = shown == Some(default) || default.is_empty();
        assert!(says_it, "{row:?}: the default is `{default}`");
    }
}
