//! Nesting, anchors and aliases beyond all measure.

use crate::support::cli::Project;
use crate::{WORKFLOW, check, ends, finds, lines, many};

#[test]
fn ten_thousand_levels_are_refused_where_they_become_too_deep() {
    let deep = 10_000;
    finds(format!("a: {}", "[".repeat(deep)), "limit-exceeded", 1, 259);
    finds(
        format!("a: {}{}\n{WORKFLOW}", "[".repeat(deep), "]".repeat(deep)),
        "limit-exceeded",
        1,
        259,
    );
    finds(
        format!("a: {}", "{a: ".repeat(deep)),
        "limit-exceeded",
        1,
        1024,
    );
    finds(format!("{}x", "- ".repeat(deep)), "limit-exceeded", 1, 511);
    finds(format!("{}x", "? ".repeat(deep)), "limit-exceeded", 1, 511);
    let block = lines(1000, |level| format!("{}a:\n", " ".repeat(level)));
    finds(block, "limit-exceeded", 256, 256);
}

/// Ten levels, each naming the one before ten times.
fn bomb(level: impl Fn(usize, &str) -> String) -> String {
    lines(10, |index| {
        let below = vec![format!("*a{index}"); 10].join(", ");
        level(index + 1, &below)
    })
}

#[test]
fn ten_thousand_million_values_cost_no_more_than_their_text() {
    let lists = bomb(|level, below| format!("  - &a{level} [{below}]\n"));
    let definitions = format!("definitions:\n  - &a0 [ls]\n{lists}");
    ends(format!("{definitions}{WORKFLOW}")).ends_with(0);
    // The rules do not look at what a workflow makes of it, and say so.
    let steps = WORKFLOW.replace("\n      - ls", " *a10");
    finds(format!("{definitions}{steps}"), "limit-exceeded", 14, 3);

    let merges = bomb(|level, below| format!("  - &a{level} {{<<: [{below}], k{level}: x}}\n"));
    let definitions = format!("definitions:\n  - &a0 {{name: A}}\n{merges}");
    ends(format!("{definitions}{WORKFLOW}")).ends_with(0);
    let sharing = WORKFLOW.replace("    name: A", "    <<: *a10");
    finds(format!("{definitions}{sharing}"), "unknown-key", 3, 66);

    let chain = lines(3000, |level| {
        format!("  - &a{} {{<<: *a{level}, k{level}: x}}\n", level + 1)
    });
    let definitions = format!("definitions:\n  - &a0 {{name: A}}\n{chain}");
    let rules = check(format!("{definitions}{WORKFLOW}")).rules();
    assert_eq!(
        rules.first().map(String::as_str),
        Some("limit-exceeded"),
        "{rules:?}"
    );
}

#[test]
fn bombs_do_not_go_off_in_a_schema_of_the_users_own() {
    let lists = bomb(|level, below| format!("  - &a{level} [{below}]\n"));
    let chain = lines(many(100_000), |level| {
        format!("  - &a{} [*a{level}]\n", level + 1)
    });
    let texts = format!("  - [{}]\n", "*a0, ".repeat(20_000));
    let long = "x".repeat(100_000);
    for (first, definitions) in [("[ls]", lists), ("[ls]", chain), (long.as_str(), texts)] {
        let text = format!("definitions:\n  - &a0 {first}\n{definitions}{WORKFLOW}");
        let project = Project::new(&[("codemagic.yaml", &text), ("schema.json", "{}")]);
        let run = project.run(&[
            "check",
            "--schema",
            "schema.json",
            "--output-format",
            "json",
        ]);
        run.ends_with(1);
        assert!(run.rules().contains(&"custom-schema".to_owned()), "{run:?}");
        assert!(
            run.stdout.contains("too large or too deep"),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn what_holds_itself_is_named() {
    finds("workflows: &a\n  b: *a\n", "recursive-alias", 2, 6);
    finds(
        "workflows:\n  a: &a\n    <<: *a\n    scripts: [ls]\n",
        "recursive-alias",
        3,
        9,
    );
    finds(
        "workflows:\n  a:\n    scripts: &a\n      - ls\n      - *a\n",
        "recursive-alias",
        5,
        9,
    );
    finds(
        "&a {*a : *a, <<: *a, <<: [*a, *a]}",
        "recursive-alias",
        1,
        5,
    );
    finds("&a [&b [*a, *b]]", "recursive-alias", 1, 9);
    ends("a: &a [&b [*a], *b]\nb: &c {<<: [*c, *c], k: *c}\n");
}

#[test]
fn a_hundred_thousand_anchors_and_aliases_are_read() {
    let count = 100_000;
    let own = lines(count, |index| format!("  - &a{index} x\n  - *a{index}\n"));
    ends(format!("definitions:\n{own}{WORKFLOW}")).ends_with(0);
    let one = "  - *a\n".repeat(count);
    ends(format!("definitions:\n  - &a x\n{one}{WORKFLOW}")).ends_with(0);
    let chain = lines(many(count / 2), |index| {
        format!("a{}: &a{} [*a{index}]\n", index + 1, index + 1)
    });
    ends(format!("a0: &a0 [x]\n{chain}{WORKFLOW}"));
    let nowhere = lines(many(count / 2), |index| {
        format!("  - *b{index}\n  - &a{index} x\n")
    });
    finds(
        format!("definitions:\n{nowhere}{WORKFLOW}"),
        "undefined-alias",
        2,
        5,
    );
    let itself = "  - *a\n".repeat(many(count / 2));
    finds(
        format!("definitions: &a\n{itself}{WORKFLOW}"),
        "recursive-alias",
        2,
        5,
    );
}
