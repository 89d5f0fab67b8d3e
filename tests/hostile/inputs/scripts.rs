//! Shell that no shell would read.

use super::{Input, WORKFLOW, lines, text};

/// A workflow with this as the script of its step.
fn script(body: &str) -> Vec<u8> {
    let body = body.replace('\n', "\n          ");
    format!("{WORKFLOW}      - |\n          {body}\n").into()
}

pub const INPUTS: [Input; 21] = [
    text("substitutions-deep", "`$(` in `$(`", |n| {
        script(&"echo $(".repeat(n))
    }),
    text("substitutions-quoted", "`\"$(` in `\"$(`", |n| {
        script(&"\"$(".repeat(n))
    }),
    text("backquotes", "backquotes without end", |n| {
        script(&"`a ".repeat(10 * n))
    }),
    text("parentheses", "subshells in subshells", |n| {
        script(&"( ".repeat(n))
    }),
    text(
        "parentheses-closed",
        "subshells in subshells, closed",
        |n| script(&format!("{}ls{}", "( ".repeat(n), " )".repeat(n))),
    ),
    text("arithmetic", "`$((` in `$((`", |n| {
        script(&"$((1+".repeat(n))
    }),
    text("expansions", "`${a:-` in `${a:-`", |n| {
        script(&"${a:-".repeat(n))
    }),
    text("heredocs-unclosed", "documents that never end", |n| {
        script(&lines(n, |index| format!("cat <<E{index}\nx\n")))
    }),
    text(
        "heredocs-on-a-line",
        "thousands of documents begun on one line",
        |n| script(&lines(n, |index| format!("cat <<E{index}; "))),
    ),
    text("quotes", "a hundred thousand quotes", |n| {
        script(&"\"'".repeat(10 * n))
    }),
    text("quotes-unclosed", "a quote left open on every line", |n| {
        script(&"echo 'it\necho \"x\n".repeat(n / 2))
    }),
    text("pipeline", "one giant pipeline", |n| {
        script(&"cat x | ".repeat(10 * n))
    }),
    text("and-or", "one giant list of `&&` and `||`", |n| {
        script(&"test -f x && ls || ".repeat(3 * n))
    }),
    text("compounds", "`if` in `for` in `while` in `case`", |n| {
        script(&"if a; then for x in y; do while b; do case c in d) \n".repeat(n / 10))
    }),
    text(
        "functions",
        "thousands of functions that call each other",
        |n| {
            script(&lines(n / 2, |index| {
                format!("f{}() {{ f{index}; }}\n", index + 1)
            }))
        },
    ),
    text("continuations", "one line, continued without end", |n| {
        script(&"a \\\n".repeat(5 * n))
    }),
    text("assignments", "thousands of variables, set and read", |n| {
        script(&lines(n, |index| {
            format!("export V{}=$V{index}\n", index + 1)
        }))
    }),
    text(
        "written-variables",
        "thousands of lines for `$CM_ENV`",
        |n| {
            let mut body = lines(n / 2, |index| {
                format!("echo \"V{index}=$V{index}\" >> $CM_ENV\n")
            });
            body.push_str("cat >> $CM_ENV <<E\n");
            body.push_str(&lines(n / 2, |index| format!("W{index}<<D\nx\nD\n")));
            script(&body)
        },
    ),
    text("braces", "alternatives in alternatives", |n| {
        script(&"rm {a,b}{1..9999}".repeat(n / 2))
    }),
    text("tools", "thousands of commands that rules know", |n| {
        script(
            &"flutter build ipa --build-number=$(($(app-store-connect get-latest-build-number 1) + 1))\n\
              curl -u a:b http://x | sudo bash\nxcode-project build-ipa --project x\ngit clone https://a:b@c\n"
                .repeat(n / 20),
        )
    }),
    text(
        "commands-unknown",
        "a line of a hundred thousand semicolons",
        |n| script(&"x;".repeat(10 * n)),
    ),
];
