//! Values that are hard on those who read them.

use super::{Input, WORKFLOW, lines, text};

/// A workflow that is started by these patterns and files.
fn triggered(patterns: &str, changed: &str, condition: &str) -> Vec<u8> {
    format!(
        "workflows:\n  a:\n    name: A\n    triggering:\n      events: [push, tag, pull_request]\n      \
         branch_patterns:\n        - pattern: '{patterns}'\n      tag_patterns:\n        - pattern: '{patterns}'\n    \
         when:\n      changeset:\n        includes:\n          - '{changed}'\n      condition: '{condition}'\n    \
         scripts: [ls]\n    artifacts:\n      - '{changed}'\n"
    )
    .into()
}

/// A workflow with these variables.
fn variables(vars: &str) -> Vec<u8> {
    format!(
        "workflows:\n  a:\n    name: A\n    environment:\n      vars:\n{vars}    scripts: [ls]\n"
    )
    .into()
}

pub const INPUTS: [Input; 30] = [
    text(
        "numbers-huge",
        "numbers of a hundred thousand digits",
        |n| {
            let digits = "9".repeat(10 * n);
            format!(
            "workflows:\n  a:\n    name: {digits}\n    max_build_duration: -{digits}\n    \
             environment:\n      java: {digits}.{digits}\n      xcode: 1e{digits}\n    scripts: [ls]\n"
        )
        .into()
        },
    ),
    text(
        "numbers-strange",
        "octal, sexagesimal, infinity, not a number",
        |n| {
            let numbers = [
                "0o777",
                "0777",
                "190:20:30",
                ".inf",
                "-.INF",
                ".nan",
                "0x",
                "1__0",
                "+",
                "1e",
                "0b2",
            ];
            let steps = lines(n, |index| {
                format!("      - {}\n", numbers[index % numbers.len()])
            });
            format!("{WORKFLOW}{steps}").into()
        },
    ),
    text("versions", "versions without end, negative, empty", |n| {
        let long = "1.".repeat(n);
        let versions = format!(
            "      xcode: {long}1\n      flutter: -{long}\n      node: v{long}\n      java: -0\n      \
             ruby: '{long}x'\n      cocoapods: 99999999999999999999\n      ndk: ''\n"
        );
        format!("workflows:\n  a:\n    name: A\n    environment:\n{versions}    scripts: [ls]\n")
            .into()
    }),
    text("dates", "dates that no calendar has", |n| {
        let dates = [
            "9999999-99-99T99:99:99Z",
            "0000-00-00",
            "-1-1-1",
            "2026-02-30T25:61:61+99:99",
            "2026-01-01T00:00:00.9",
        ];
        let steps = lines(n / 10, |index| {
            format!(
                "          earliest_release_date: {}\n",
                dates[index % dates.len()]
            )
        });
        format!(
            "{WORKFLOW}    publishing:\n      app_store_connect:\n        auth: integration\n        \
             submit_to_app_store: true\n{}",
            steps.replace("          ", "        ")
        )
        .into()
    }),
    text("condition-parentheses", "a condition of parentheses", |n| {
        triggered("*", "x", &"(".repeat(n))
    }),
    text("condition-not", "a condition of `not`", |n| {
        triggered("*", "x", &"not ".repeat(n))
    }),
    text(
        "condition-long",
        "a condition of thousands of comparisons",
        |n| {
            triggered(
                "*",
                "x",
                &format!("{}true", "event.x == \"a\" and ".repeat(n)),
            )
        },
    ),
    text(
        "condition-closed",
        "parentheses in parentheses, closed",
        |n| {
            triggered(
                "*",
                "x",
                &format!("{}env.A == 1{}", "(".repeat(n), ")".repeat(n)),
            )
        },
    ),
    text(
        "conditions-of-steps",
        "a condition on each of thousands of steps",
        |n| {
            let step = |index| {
                format!(
                    "      - script: ls\n        when:\n          condition: env.V{index} == \"x\" && not (a or b)\n"
                )
            };
            format!("{WORKFLOW}{}", lines(n / 4, step)).into()
        },
    ),
    text("globs-deep", "`**/` without end", |n| {
        triggered(&"**/".repeat(n), &"**/".repeat(n), "true")
    }),
    text(
        "globs-stars",
        "stars that a matcher would try in every way",
        |n| {
            triggered(
                &format!("{}b", "a*".repeat(n / 10)),
                &format!("{}b", "*a*".repeat(n / 10)),
                "true",
            )
        },
    ),
    text("globs-braces", "2^100 alternatives", |_| {
        triggered(&"{a,b}".repeat(100), &"{a,b}".repeat(100), "true")
    }),
    text("globs-braces-deep", "alternatives in alternatives", |n| {
        let deep = format!("{}x{}", "{a,".repeat(n / 10), "}".repeat(n / 10));
        triggered(&deep, &deep, "true")
    }),
    text("globs-ranges", "ranges of numbers in braces", |_| {
        triggered(
            &"{1..99999}".repeat(10),
            &"{1..99999999999}".repeat(10),
            "true",
        )
    }),
    text(
        "globs-classes",
        "classes without end, begun and never closed",
        |n| triggered(&"[!a-".repeat(n), &"@(a|!(b|".repeat(n / 10), "true"),
    ),
    text(
        "globs-many",
        "thousands of patterns beside each other",
        |n| {
            let patterns = lines(n / 4, |index| {
                format!(
                    "        - pattern: '{{a,b}}/*{index}*/**/x'\n          include: {}\n",
                    index % 2 == 0
                )
            });
            let changed = lines(n / 4, |index| format!("          - '**/*{index}*/**'\n"));
            format!(
            "workflows:\n  a:\n    name: A\n    triggering:\n      events: [push]\n      branch_patterns:\n{patterns}    \
             when:\n      changeset:\n        includes:\n{changed}        excludes:\n{changed}    scripts: [ls]\n"
        )
        .into()
        },
    ),
    text("base64", "a megabyte of base64", |n| {
        variables(&format!(
            "        KEY: {}\n",
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo".repeat(3 * n)
        ))
    }),
    text("base64-lines", "base64 on thousands of lines", |n| {
        let line =
            "          QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3g=\n";
        variables(&format!("        KEY: |\n{}", line.repeat(n)))
    }),
    text("tokens", "`eyJ` without end", |n| {
        variables(&format!("        KEY: {}\n", "eyJ.".repeat(25 * n)))
    }),
    text("addresses", "`://` without end", |n| {
        variables(&format!("        KEY: {}\n", "a://b:c@".repeat(12 * n)))
    }),
    text(
        "keys-private",
        "private keys that begin and never end",
        |n| {
            let line = "          -----BEGIN RSA PRIVATE KEY-----\n          MIIEpAIBAAKCAQEA\n";
            variables(&format!("        KEY: |\n{}", line.repeat(n)))
        },
    ),
    text(
        "secrets-many",
        "a token in each of thousands of variables",
        |n| {
            let secret = |index| format!("        TOKEN_{index}: ghp_{index:036}\n");
            variables(&lines(n, secret))
        },
    ),
    text("encrypted", "`Encrypted(` without end", |n| {
        variables(&format!("        KEY: {}\n", "Encrypted(".repeat(10 * n)))
    }),
    text("references", "`$`, `${` and `${{` without end", |n| {
        variables(&format!(
            "        A: '{}'\n        B: '{}'\n        C: '{}'\n",
            "$".repeat(10 * n),
            "${".repeat(10 * n),
            "${{ inputs.".repeat(5 * n)
        ))
    }),
    text("complex-keys", "mappings and lists as keys", |n| {
        let keys = lines(n / 2, |index| {
            format!("  ? {{a: [{index}], ? b}}\n  : - x\n")
        });
        format!("{WORKFLOW}{keys}").into()
    }),
    text(
        "keys-of-every-kind",
        "null, numbers, times and texts as keys",
        |n| {
            let keys = [
                "~",
                "1",
                "0x1",
                "1.0",
                "true",
                "2026-01-01",
                "''",
                "\"a\\nb\"",
                "!!str 1",
                "=",
                "<<",
            ];
            let keys = lines(n, |index| {
                format!("    {}: {index}\n", keys[index % keys.len()])
            });
            format!("{WORKFLOW}{keys}").into()
        },
    ),
    text(
        "block-indicators",
        "blocks whose indicators say anything",
        |n| {
            let heads = ["|9", ">-1", "|+-", "|0", ">12", "|-9x", "| # c", ">\t"];
            let blocks = lines(n / 2, |index| {
                format!("      - {}\n  x\n", heads[index % heads.len()])
            });
            format!("{WORKFLOW}{blocks}").into()
        },
    ),
    text(
        "blank-blocks",
        "blocks of blank lines, wider than their text",
        |n| {
            let block = format!("      - |\n{}        x\n", "            \n".repeat(n / 10));
            format!("{WORKFLOW}{}", block.repeat(10)).into()
        },
    ),
    text(
        "names-of-rules",
        "values as long as those of the tables, nearly right",
        |n| {
            let flow = |index| {
                format!(
                    "  w{index}:\n    name: W\n    instance_type: mac_mini_m{index}\n    environment:\n      \
                 xcode: 15.{index}\n      flutter: stabel{index}\n      java: {index}\n    scripts: [ls]\n"
                )
            };
            format!("workflows:\n{}", lines(n / 8, flow)).into()
        },
    ),
    text(
        "choices-nearly",
        "long values that are nearly options",
        |n| {
            let name = "k".repeat(5 * n);
            format!(
                "workflows:\n  a:\n    name: A\n    inputs:\n      i:\n        type: choice\n        \
                 default: {name}x\n        options: [{name}y]\n    when:\n      condition: inputs.i == \
                 \"{name}z\"\n    scripts:\n      - echo ${{{{ inputs.i }}}}\n"
            )
            .into()
        },
    ),
];
