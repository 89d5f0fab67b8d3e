//! `--baseline` and `--write-baseline`.

use crate::JSON;
use crate::support::cli::{BAD, GOOD, Project, Run};

const FILE: &str = "baseline.json";
const CONFIG: (&str, &str) = ("codemagic-lint.toml", "select = [\"unknown-key\"]\n");

fn check(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["check", "--baseline", FILE], &JSON[..], arguments].concat())
}

#[test]
fn what_is_accepted_is_hidden_and_what_is_new_is_not() {
    let project = Project::new(&[("codemagic.yaml", BAD), CONFIG]);
    let written = check(&project, &["--write-baseline"]);
    assert_eq!(written.code, Some(0));
    assert_eq!(written.stderr, "the baseline accepts 1 finding\n");

    let accepted = check(&project, &[]);
    assert_eq!((accepted.code, accepted.rules().len()), (Some(0), 0));
    assert_eq!(accepted.stderr, "the baseline accepts 1 finding\n");

    // Lines above change nothing; another mistake is another finding.
    let moved = format!(
        "# more\n\n{}",
        BAD.replace("    scripts", "    scirpt: 1\n    scripts")
    );
    project.write("codemagic.yaml", moved);
    let new = check(&project, &[]);
    assert_eq!((new.code, new.rules().len()), (Some(1), 1));
    assert!(new.stdout.contains("scirpt"));
}

#[test]
fn what_is_fixed_is_told_and_taken_out() {
    let project = Project::new(&[("codemagic.yaml", BAD), ("old/codemagic.yaml", BAD), CONFIG]);
    check(&project, &["--write-baseline"]);
    let before = project.read(FILE);
    project.write("codemagic.yaml", GOOD);
    let fixed = check(&project, &[]);
    assert_eq!(fixed.code, Some(0));
    assert_eq!(
        fixed.stderr,
        "the baseline accepts 1 finding\nfixed: 1 finding of the baseline; `--prune-baseline` takes \
         out what is fixed\n  codemagic.yaml: unknown-key: unknown key `instance_typ`; did you mean \
         `instance_type`?\n"
    );
    assert_eq!(project.read(FILE), before, "only `--write-baseline` writes");
    // A rule that is off has fixed nothing.
    let off = check(&project, &["--ignore", "unknown-key"]);
    assert_eq!(off.stderr, "");
    check(&project, &["--write-baseline"]);
    assert_eq!(project.read(FILE).matches("\"rule\"").count(), 1);
}

#[test]
fn pruning_takes_out_what_is_fixed_and_accepts_nothing_new() {
    let project = Project::new(&[("codemagic.yaml", BAD), ("old/codemagic.yaml", BAD), CONFIG]);
    check(&project, &["--write-baseline"]);
    let before = project.read(FILE);
    check(&project, &["--prune-baseline", "--ignore", "unknown-key"]).ends_with(0);
    assert_eq!(
        project.read(FILE),
        before,
        "a rule that is off fixed nothing"
    );

    project.write(
        "codemagic.yaml",
        BAD.replace("instance_typ", "instanc_type"),
    );
    let pruned = check(&project, &["--prune-baseline"]);
    assert_eq!((pruned.code, pruned.rules().len()), (Some(1), 1));
    let words = "fixed: 1 finding of the baseline, taken out of it\n  codemagic.yaml: unknown-key";
    assert!(pruned.stderr.contains(words), "{pruned:?}");
    assert_eq!(project.read(FILE).matches("\"rule\"").count(), 1);
    assert!(!project.read(FILE).contains("instanc_type"));
    let again = check(&project, &["--prune-baseline", "old"]);
    assert_eq!(again.stderr, "the baseline accepts 1 finding\n");

    let both = ["--prune-baseline", "--write-baseline"];
    check(&project, &both).fails_with(&["--prune-baseline"]);
    project
        .run(&["check", "--prune-baseline"])
        .fails_with(&["--baseline"]);
}

#[test]
fn sarif_lists_what_is_accepted_only_where_that_is_asked_for() {
    let project = Project::new(&[("codemagic.yaml", BAD), CONFIG]);
    check(&project, &["--write-baseline"]);
    let more = BAD.replace("    scripts", "    scirpt: 1\n    scripts");
    project.write("codemagic.yaml", more);
    let sarif = ["check", "--baseline", FILE, "--output-format", "sarif"];
    let results = |more: &[&str]| {
        let run = project.run(&[&sarif[..], more].concat());
        assert_eq!(run.code, Some(1), "{run:?}");
        let results = run.json()["runs"][0]["results"].clone();
        results.as_array().unwrap().clone()
    };
    let plain = results(&[]);
    assert_eq!(plain.len(), 1);
    assert!(plain[0].get("suppressions").is_none() && plain[0].get("baselineState").is_none());

    let all = results(&["--report-accepted"]);
    let states: Vec<_> = all.iter().map(|it| &it["baselineState"]).collect();
    assert_eq!(states, ["new", "unchanged"]);
    assert!(all[0].get("suppressions").is_none());
    assert_eq!(all[1]["suppressions"][0]["kind"], "external");
    assert_eq!(
        all[0]["partialFingerprints"],
        plain[0]["partialFingerprints"]
    );
}

#[test]
fn quiet_says_nothing_of_it() {
    let project = Project::new(&[("codemagic.yaml", BAD), CONFIG]);
    check(&project, &["--write-baseline", "-q"]).ends_with(0);
    check(&project, &["-q"]).ends_with(0);
}

#[test]
fn standard_input_is_compared_by_its_name() {
    let project = Project::new(&[("codemagic.yaml", BAD), CONFIG]);
    check(&project, &["--write-baseline"]);
    for (name, code) in [("codemagic.yaml", 0), ("other/codemagic.yaml", 1)] {
        let arguments = [
            "check",
            "-",
            "--stdin-filename",
            name,
            "--baseline",
            FILE,
            "-q",
        ];
        let run = project.run_with_input(&arguments, BAD);
        run.ends_with(code);
    }
}

#[test]
fn a_baseline_that_cannot_be_used_is_trouble() {
    let project = Project::new(&[("codemagic.yaml", BAD), CONFIG]);
    check(&project, &[]).fails_with(&["`baseline.json` does not exist", "`--write-baseline`"]);
    for (text, words) in [
        ("", "`baseline.json` is not a baseline: line 1, column 1"),
        ("{\n<<<<<<< HEAD\n", "line 2, column 1"),
        (
            "{\"version\": 9, \"entries\": []}",
            "a baseline of version 9",
        ),
    ] {
        project.write(FILE, text);
        for arguments in [&[][..], &["--write-baseline"]] {
            check(&project, arguments).fails_with(&[words]);
            assert_eq!(project.read(FILE), text);
        }
    }
    let nowhere = ["check", "--baseline", "none/b.json", "--write-baseline"];
    project
        .run(&nowhere)
        .fails_with(&["`none/b.json` cannot be written"]);
}

#[test]
fn what_could_not_be_checked_is_not_forgotten() {
    let project = Project::new(&[("codemagic.yaml", BAD), CONFIG]);
    check(&project, &["--write-baseline"]);
    let before = project.read(FILE);
    project.write("codemagic.yaml", [0xff, 0xfe, b'a', 0]);
    check(&project, &["--write-baseline"]).fails_with(&["UTF-16"]);
    assert_eq!(project.read(FILE), before);
}
