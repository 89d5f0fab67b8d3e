//! Large files, long lines, and many of everything. Nothing here measures time:
//! what does not grow with the text alone would not end in time.

use crate::support::cli::Project;
use crate::{WORKFLOW, ends, finds, lines, many, places};

/// The size of a large file, in bytes.
const LARGE: usize = if cfg!(debug_assertions) {
    5_000_000
} else {
    50_000_000
};

/// A workflow as people write them.
fn workflow(index: usize) -> String {
    format!(
        "  w{index}:\n    name: Workflow {index}\n    instance_type: linux_x2\n    scripts:\n      \
         - name: Build\n        script: |\n          flutter build apk --release\n          \
         echo \"$CM_BUILD_ID\"\n    artifacts:\n      - build/**/*.apk\n"
    )
}

#[test]
fn a_large_file_is_read() {
    let text = format!("workflows:\n{}", lines(LARGE / workflow(0).len(), workflow));
    ends(text).ends_with(0);
}

#[test]
fn a_long_line_is_read_and_shown() {
    let long = "x ".repeat(2_500_000);
    ends(format!("{WORKFLOW}      - {long}\n")).ends_with(0);
    let long = "x ".repeat(many(2_500_000));
    finds(
        format!("{WORKFLOW}      - a: {long}b: c\n"),
        "plain-scalar-colon",
        6,
        12,
    );
    let text = format!("{WORKFLOW}    # {long}\n    nmae: {long}\n    scirpts: [{long}]\n");
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let run = project.run(&["check", "--fail-on", "error"]);
    run.ends_with(1);
    assert!(
        run.stdout.lines().all(|line| line.len() < 1000),
        "lines are cut"
    );
}

#[test]
fn a_line_of_many_findings_is_read() {
    let flow = lines(many(50_000), |index| {
        format!("w{index}: {{scripts: [ls], bogus: é}}, ")
    });
    let text = format!("workflows: {{{flow}}}");
    // The last that is shown.
    let (at, _) = text.match_indices("bogus").nth(999).unwrap();
    let column = text[..at].chars().count() as u64 + 1;
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let options = ["--select", "unknown-key", "--output-format", "json"];
    let run = project.run(&[&["check"], &options[..]].concat());
    assert_eq!(places(&run, "unknown-key").last(), Some(&(1, column)));
    finds(format!("workflows: {{{flow}"), "unclosed-bracket", 1, 12);
}

#[test]
fn findings_without_end_are_cut_off() {
    let globs = "      - *.ipa\n".repeat(10_001);
    let text = format!("{WORKFLOW}{globs}");
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let arguments = [
        "check",
        "--select",
        "limit-exceeded,unquoted-glob",
        "--max-findings",
        "5",
        "--output-format",
        "json",
    ];
    let run = project.run(&arguments);
    run.ends_with(1);
    assert_eq!(places(&run, "limit-exceeded"), [(1, 1)]);
    assert!(run.stdout.contains("there are more than 10000 findings"));
}

#[test]
fn a_hundred_thousand_comments_are_read() {
    let count = 100_000;
    ends(format!("{}{WORKFLOW}", "# why\n".repeat(count))).ends_with(0);
    let unused = "# codemagic-lint: ignore[unknown-key]\n".repeat(many(count));
    let run = ends(format!("{unused}{WORKFLOW}"));
    assert_eq!(places(&run, "ignore-unused").first(), Some(&(1, 26)));
    let used = lines(many(count), |index| {
        format!("    k{index}: 1 # codemagic-lint: ignore[unknown-key]\n")
    });
    ends(format!("{WORKFLOW}{used}")).ends_with(0);
    let items = "      # codemagic-lint: ignore[unknown-key]\n      a,\n".repeat(many(count));
    ends(format!("{WORKFLOW}    labels: [\n{items}    ]\n"));
}

#[test]
fn scripts_of_every_kind_are_read() {
    let count = many(20_000);
    let steps = lines(count / 4, |index| {
        format!(
            "      - xcode-project use-profiles && flutter build ipa --build-number={index} && \
             app-store-connect publish --path x\n"
        )
    });
    let publishing = "    publishing:\n      app_store_connect:\n        auth: integration\n";
    ends(format!("{WORKFLOW}{steps}{publishing}"));
    let vars = lines(count, |index| format!("        V{index}: $V{index}\n"));
    let body = lines(count, |index| {
        format!("          run --x=$V{index} --y=$W{index}\n")
    });
    ends(format!(
        "workflows:\n  a:\n    name: A\n    environment:\n      vars:\n{vars}    scripts:\n      - |\n{body}"
    ));
    for line in [
        "sudo ",
        "cat <<E; ",
        "\"'",
        "<<<",
        "$((",
        "a=b ",
        "\\\n          ",
        "x;",
        "'",
        "`",
    ] {
        let script = line.repeat(count);
        ends(format!("{WORKFLOW}      - |\n          {script}\n"));
    }
}

#[test]
fn the_same_mistake_over_and_over_is_read() {
    let count = many(20_000);
    for (mistake, rule, column) in [
        ("    name: A\n", "duplicate-key", 5),
        (
            "<<<<<<< a\n    x: 1\n=======\n    y: 2\n>>>>>>> b\n",
            "merge-conflict-marker",
            1,
        ),
        ("\t- x\n", "tab-indentation", 1),
        ("      - \"x\n", "unclosed-quote", 9),
        ("    a: b: c\n", "plain-scalar-colon", 8),
        ("    foo bar\n", "missing-colon", 5),
        ("      - *.ipa\n", "unquoted-glob", 9),
        ("      - *nowhere\n", "undefined-alias", 9),
        ("---\na: 1\n", "multiple-documents", 1),
    ] {
        // An odd number, so that quotes do not pair up.
        let text = format!("{WORKFLOW}{}", mistake.repeat(count + 1));
        finds(text, rule, 6, column);
    }
    let near = lines(count, |index| format!("workflo{index}: 1\n"));
    finds(near, "unknown-root-key", 1, 1);
    let key = "k".repeat(many(1_000_000));
    ends(format!(
        "{WORKFLOW}  ? {key}\n  :\n    scripts: [ls]\n{}",
        lines(1000, |index| format!("    k{index}: 1\n"))
    ));
}

#[test]
fn a_dry_run_plays_no_more_groups_than_an_app_has() {
    let workflow = |groups: usize| {
        let groups = lines(groups, |index| format!("          - Group {index}\n"));
        format!(
            "workflows:\n  a:\n    name: A\n    integrations:\n      app_store_connect: Key\n    \
             scripts: [ls]\n    artifacts: [build/*.ipa]\n    publishing:\n      app_store_connect:\n        \
             auth: integration\n        submit_to_testflight: true\n        beta_groups:\n{groups}"
        )
    };
    let project = Project::new(&[]);
    let run = |groups| {
        project.write("codemagic.yaml", workflow(groups));
        let now = "2026-01-31T12:00:00Z";
        project.run(&["dry-run", "--bundle-id", "io.example.app", "--now", now])
    };
    run(3).ends_with(0);
    let refused = run(201);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("201 groups of testers"),
        "{refused:?}"
    );
}
