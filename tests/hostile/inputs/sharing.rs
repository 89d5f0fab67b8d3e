//! Anchors, aliases and merge keys.

use super::{Input, WORKFLOW, lines, text};

/// Ten levels, each naming the one before ten times.
fn bomb(level: impl Fn(usize, &str) -> String) -> String {
    lines(10, |index| {
        let below = vec![format!("*a{index}"); 10].join(", ");
        level(index + 1, &below)
    })
}

pub const INPUTS: [Input; 19] = [
    text("alias-bomb", "10^10 values by lists of aliases", |_| {
        let lists = bomb(|level, below| format!("  - &a{level} [{below}]\n"));
        format!("definitions:\n  - &a0 [ls]\n{lists}{WORKFLOW}").into()
    }),
    text(
        "alias-bomb-in-scripts",
        "the same as steps of a workflow",
        |_| {
            let lists = bomb(|level, below| format!("  - &a{level} [{below}]\n"));
            let steps = WORKFLOW.replace("\n      - ls", " *a10");
            format!("definitions:\n  - &a0 [ls]\n{lists}{steps}").into()
        },
    ),
    text("billion-laughs", "10^9 texts, the classic", |_| {
        let lists = lines(9, |level| {
            let below = vec![format!("*a{level}"); 10].join(",");
            format!("a{}: &a{} [{below}]\n", level + 1, level + 1)
        });
        format!("a0: &a0 [lol]\n{lists}{WORKFLOW}").into()
    }),
    text(
        "alias-bomb-of-mappings",
        "10^10 values by mappings in vars",
        |_| {
            let level = |level: usize, below: &str| {
                let fields = below.split(", ").enumerate();
                let fields: Vec<_> = fields
                    .map(|(key, alias)| format!("k{key}: {alias}"))
                    .collect();
                format!("  - &a{level} {{{}}}\n", fields.join(", "))
            };
            let lists = bomb(level);
            format!(
                "definitions:\n  - &a0 {{k: v}}\n{lists}workflows:\n  a:\n    environment:\n      \
             vars: *a10\n    scripts: [ls]\n"
            )
            .into()
        },
    ),
    text("merge-bomb", "10^10 fields by merges of merges", |_| {
        let merges = bomb(|level, below| format!("  - &a{level} {{<<: [{below}], k{level}: x}}\n"));
        let sharing = WORKFLOW.replace("    name: A", "    <<: *a10");
        format!("definitions:\n  - &a0 {{name: A}}\n{merges}{sharing}").into()
    }),
    text(
        "merge-chain",
        "thousands of merges, each of the one before",
        |n| {
            let chain = lines(n / 3, |level| {
                format!("  - &a{} {{<<: *a{level}, k{level}: x}}\n", level + 1)
            });
            format!("definitions:\n  - &a0 {{name: A}}\n{chain}{WORKFLOW}").into()
        },
    ),
    text(
        "merge-of-many",
        "a mapping of many keys, merged into many workflows",
        |n| {
            let keys = lines(n / 20, |index| format!("    k{index}: 1\n"));
            let flows = lines(n / 20, |index| format!("  w{index}: {{<<: *base}}\n"));
            format!("definitions:\n  base: &base\n    name: B\n{keys}workflows:\n{flows}").into()
        },
    ),
    text(
        "merge-repeated",
        "`<<` thousands of times in one mapping",
        |n| {
            let merges = "    <<: *base\n".repeat(n);
            format!(
                "definitions:\n  base: &base {{name: A, scripts: [ls]}}\nworkflows:\n  a:\n{merges}"
            )
            .into()
        },
    ),
    text("merge-list-long", "one `<<` of thousands of aliases", |n| {
        let list = "*base, ".repeat(n);
        format!(
            "definitions:\n  base: &base {{name: A, scripts: [ls]}}\nworkflows:\n  a:\n    <<: [{list}]\n"
        )
        .into()
    }),
    text(
        "merge-of-anything",
        "`<<` of numbers, texts, lists and nothing",
        |n| {
            let merges = "    <<: 1\n    <<: [x, *b, {<<: 2}]\n    <<:\n    <<: {<<: {<<: ~}}\n";
            format!("{WORKFLOW}{}", merges.repeat(n / 10)).into()
        },
    ),
    text(
        "alias-chain",
        "thousands of anchors, each holding the one before",
        |n| {
            let chain = lines(n, |index| {
                format!("a{}: &a{} [*a{index}]\n", index + 1, index + 1)
            });
            format!("a0: &a0 [x]\n{chain}{WORKFLOW}").into()
        },
    ),
    text("alias-recursive", "a workflow that holds itself", |_| {
        b"workflows: &all\n  a: &a\n    <<: *a\n    name: A\n    scripts: &s\n      - *s\n      - *a\n  b: *all\n"
            .to_vec()
    }),
    text(
        "alias-recursive-many",
        "a list that names itself thousands of times",
        |n| format!("definitions: &a\n{}{WORKFLOW}", "  - *a\n".repeat(n)).into(),
    ),
    text(
        "alias-undefined",
        "aliases of nothing, and anchors too late",
        |n| {
            let items = lines(n, |index| format!("  - *b{index}\n  - &a{index} x\n"));
            format!("definitions:\n{items}{WORKFLOW}").into()
        },
    ),
    text(
        "anchors-many",
        "an anchor and its alias on every line",
        |n| {
            let items = lines(n, |index| format!("  - &a{index} x\n  - *a{index}\n"));
            format!("definitions:\n{items}{WORKFLOW}").into()
        },
    ),
    text(
        "anchor-redefined",
        "one anchor, defined again and again",
        |n| {
            let items = "  - &a [x]\n  - *a\n".repeat(n);
            format!("definitions:\n{items}{WORKFLOW}").into()
        },
    ),
    text("alias-step", "one long step in thousands of places", |n| {
        let script = "      flutter build ipa\n".repeat(n / 10);
        let all = "      - *step\n".repeat(n / 4);
        format!(
            "definitions:\n  step: &step\n    script: |\n{script}workflows:\n  a:\n    name: A\n    scripts:\n{all}"
        )
        .into()
    }),
    text(
        "workflows-shared",
        "thousands of workflows that are one",
        |n| {
            let flows = lines(n / 2, |index| format!("  w{index}: *base\n"));
            format!(
            "definitions:\n  base: &base\n    name: B\n    instance_typ: x\n    scripts: [flutter build ipa]\n    \
             publishing:\n      app_store_connect:\n        auth: integration\nworkflows:\n{flows}"
        )
        .into()
        },
    ),
    text(
        "alias-nearly",
        "long aliases that are nearly anchors",
        |n| {
            let name = "k".repeat(n / 10);
            let anchors = lines(100, |index| format!("  - &{name}{index} x\n"));
            let aliases = lines(100, |index| format!("  - *{name}z{index}\n"));
            format!("definitions:\n{anchors}{aliases}{WORKFLOW}").into()
        },
    ),
];
