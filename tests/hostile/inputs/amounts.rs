//! Much of everything.

use super::{Input, WORKFLOW, lines, text};

pub const INPUTS: [Input; 29] = [
    text("line-of-a-megabyte", "one line that is a list", |n| {
        format!("{WORKFLOW}    labels: [{}]\n", "ab, ".repeat(25 * n)).into()
    }),
    text("scalar-of-a-megabyte", "one plain value", |n| {
        format!("{WORKFLOW}      - {}\n", "x".repeat(100 * n)).into()
    }),
    text(
        "quoted-of-a-megabyte",
        "one quoted value, escaped throughout",
        |n| format!("{WORKFLOW}      - \"{}\"\n", "\\x41\\n".repeat(16 * n)).into(),
    ),
    text(
        "folded-of-a-megabyte",
        "one folded block of short lines",
        |n| format!("{WORKFLOW}      - >\n{}", "        ab cd\n".repeat(7 * n)).into(),
    ),
    text(
        "key-long",
        "a key of a hundred kilobytes, beside unknown ones",
        |n| {
            let key = "k".repeat(10 * n);
            let near = lines(n / 10, |index| format!("    k{index}: 1\n"));
            format!("{WORKFLOW}    {key}: 1\n    ? {key}{key}\n    : 2\n{near}").into()
        },
    ),
    text("comments", "lines of comments", |n| {
        format!("{}{WORKFLOW}", "# why\n".repeat(10 * n)).into()
    }),
    text("comment-long", "one comment of a megabyte", |n| {
        format!("{WORKFLOW}# {}\n", "ab ".repeat(33 * n)).into()
    }),
    text(
        "suppressions",
        "a comment that silences, on every line",
        |n| {
            let line = |index| format!("    k{index}: 1 # codemagic-lint: ignore[unknown-key]\n");
            format!("{WORKFLOW}{}", lines(n, line)).into()
        },
    ),
    text(
        "suppressions-unused",
        "comments that silence nothing",
        |n| {
            format!(
                "{}{WORKFLOW}",
                "# codemagic-lint: ignore[unknown-key]\n".repeat(n)
            )
            .into()
        },
    ),
    text(
        "suppressions-of-all",
        "thousands of rules in one comment",
        |n| {
            let names = lines(n, |index| format!("rule-{index}, unknown-key, "));
            format!("{WORKFLOW}    bogus: 1 # codemagic-lint: ignore[{names}]\n").into()
        },
    ),
    text("findings", "an unknown key on every line", |n| {
        format!(
            "{WORKFLOW}{}",
            lines(2 * n, |index| format!("    k{index}: 1\n"))
        )
        .into()
    }),
    text(
        "findings-on-a-line",
        "thousands of workflows on one line",
        |n| {
            let flow = lines(n / 2, |index| {
                format!("w{index}: {{scripts: [ls], bogus: é}}, ")
            });
            format!("workflows: {{{flow}}}").into()
        },
    ),
    text("fixes", "a safe fix on every line", |n| {
        let globs = "      - *.ipa\n".repeat(n / 10);
        format!("{WORKFLOW}    artifacts:\n{globs}").into()
    }),
    text("fixes-of-keys", "a misspelt key in every workflow", |n| {
        let flow = |index| format!("  w{index}:\n    nmae: A\n    scirpts: [ls]\n");
        format!("workflows:\n{}", lines(n / 20, flow)).into()
    }),
    text("workflows", "thousands of workflows", |n| {
        let flow = |index| {
            format!(
                "  w{index}:\n    name: W {index}\n    instance_type: mac_mini_m2\n    scripts:\n      \
                 - flutter build ipa --release\n    publishing:\n      app_store_connect:\n        \
                 auth: integration\n        submit_to_testflight: true\n"
            )
        };
        format!("workflows:\n{}", lines(n / 4, flow)).into()
    }),
    text("duplicate-keys", "one key again and again", |n| {
        format!("{WORKFLOW}{}", "    name: A\n".repeat(n)).into()
    }),
    text("duplicate-workflows", "one workflow again and again", |n| {
        format!(
            "workflows:\n{}",
            "  a:\n    name: A\n    scripts: [ls]\n".repeat(n / 2)
        )
        .into()
    }),
    text(
        "variables",
        "thousands of variables that name the one before",
        |n| {
            let vars = lines(n, |index| {
                format!("        V{}: $V{index}-${{V{index}}}\n", index + 1)
            });
            format!(
            "workflows:\n  a:\n    name: A\n    environment:\n      vars:\n        V0: x\n{vars}    scripts:\n      - echo $V{n}\n"
        )
        .into()
        },
    ),
    text(
        "variables-recursive",
        "variables that stand for each other, in what is published",
        |n| {
            let vars = lines(n / 10, |index| {
                let next = (index + 1) % (n / 10);
                format!("        V{index}: $V{next}$V{next}\n")
            });
            format!(
            "workflows:\n  a:\n    name: A\n    environment:\n      vars:\n{vars}    scripts: [ls]\n    \
             artifacts: [build/*.ipa]\n    publishing:\n      app_store_connect:\n        api_key: $V0\n        \
             key_id: $V1\n        issuer_id: $V2\n        submit_to_testflight: true\n"
        )
        .into()
        },
    ),
    text("inputs", "thousands of inputs, each used", |n| {
        let inputs = lines(n / 2, |index| {
            format!(
                "      i{index}:\n        type: string\n        default: ${{{{ inputs.i{index} }}}}\n"
            )
        });
        let steps = lines(n / 2, |index| {
            format!("      - echo ${{{{ inputs.i{index} }}}}\n")
        });
        format!("workflows:\n  a:\n    name: A\n    inputs:\n{inputs}    scripts:\n{steps}").into()
    }),
    text("choices", "an input of thousands of options", |n| {
        let options = lines(n, |index| format!("          - o{index}\n"));
        format!(
            "workflows:\n  a:\n    name: A\n    inputs:\n      i:\n        type: choice\n        default: no\n        options:\n{options}    scripts: [ls]\n"
        )
        .into()
    }),
    text(
        "release-notes",
        "thousands of notes and groups for testers",
        |n| {
            let groups = lines(n / 2, |index| format!("          - Group {index}\n"));
            let notes = lines(n / 4, |index| {
                format!("          - language: l-{index}\n            text: <b>{index}</b>\n")
            });
            format!(
            "workflows:\n  a:\n    name: A\n    integrations:\n      app_store_connect: Key\n    scripts: [ls]\n    \
             artifacts: [build/*.ipa]\n    publishing:\n      app_store_connect:\n        auth: integration\n        \
             submit_to_testflight: true\n        submit_to_app_store: true\n        beta_groups:\n{groups}        \
             release_notes:\n{notes}"
        )
        .into()
        },
    ),
    text("recipients", "thousands of addresses and channels", |n| {
        let to = lines(n, |index| format!("          - person{index}example.com\n"));
        format!("{WORKFLOW}    publishing:\n      email:\n        recipients:\n{to}").into()
    }),
    text("groups", "thousands of variable groups, each twice", |n| {
        let groups = lines(n, |index| format!("        - g{}\n", index / 2));
        format!("{WORKFLOW}    environment:\n      groups:\n{groups}").into()
    }),
    text("documents", "thousands of documents", |n| {
        format!("{WORKFLOW}{}", "---\na: 1\n...\n".repeat(n)).into()
    }),
    text("directives", "thousands of directives", |n| {
        format!(
            "{}---\n{WORKFLOW}",
            "%TAG !e! tag:example.com:\n%YAML 1.2\n".repeat(n)
        )
        .into()
    }),
    text("tags", "a tag on every value", |n| {
        let tags = "    - !!python/object/apply:os.system [ls]\n    - !!binary \"=\"\n    - !<x> y\n    - ! z\n";
        format!("{WORKFLOW}    labels:\n{}", tags.repeat(n / 10)).into()
    }),
    text(
        "conflict-markers",
        "a merge conflict that nobody resolved, everywhere",
        |n| {
            let conflict = "<<<<<<< ours\n    x: 1\n=======\n    y: 2\n>>>>>>> theirs\n";
            format!("{WORKFLOW}{}", conflict.repeat(n / 5)).into()
        },
    ),
    text(
        "broken-lines",
        "a different mistake of syntax on every line",
        |n| {
            let broken = "    foo bar\n    a: b: c\n  }\n      - \"x\n    @y: `z\n    - %\n";
            format!("{WORKFLOW}{}", broken.repeat(n / 6)).into()
        },
    ),
];
