//! Depth.

use super::{Input, WORKFLOW, lines, text};

pub const INPUTS: [Input; 13] = [
    text("deep-brackets", "`[` without end", |n| {
        format!("{WORKFLOW}x: {}", "[".repeat(n)).into()
    }),
    text("deep-brackets-closed", "`[` and as many `]`", |n| {
        format!("x: {}{}\n{WORKFLOW}", "[".repeat(n), "]".repeat(n)).into()
    }),
    text("deep-braces", "`{a: ` without end", |n| {
        format!("{WORKFLOW}x: {}", "{a: ".repeat(n)).into()
    }),
    text(
        "deep-brackets-on-lines",
        "`[` on a line each, deeper and deeper",
        |n| lines(n / 10, |level| format!("{}[\n", " ".repeat(level))).into(),
    ),
    text("deep-dashes", "`- - - ` without end", |n| {
        format!("{}x", "- ".repeat(n)).into()
    }),
    text("deep-question-marks", "`? ? ? ` without end", |n| {
        format!("{}x", "? ".repeat(n)).into()
    }),
    text("deep-block", "mappings in mappings, a line each", |n| {
        lines(n / 10, |level| format!("{}a:\n", " ".repeat(level))).into()
    }),
    text(
        "deep-allowed",
        "many values at the greatest depth that is read",
        |n| {
            let deep = format!("  - {}x{}\n", "[".repeat(250), "]".repeat(250));
            format!("definitions:\n{}{WORKFLOW}", deep.repeat(n / 100)).into()
        },
    ),
    text(
        "deep-in-a-workflow",
        "steps in steps where texts are expected",
        |n| {
            let deep = format!("      - {}x{}\n", "{a: [".repeat(100), "]}".repeat(100));
            format!("{WORKFLOW}{}", deep.repeat(n / 100)).into()
        },
    ),
    text(
        "deep-path",
        "a finding under keys of a kilobyte each",
        |n| {
            let key = "k".repeat(n / 10);
            let levels = lines(100, |level| format!("{}{key}:\n", " ".repeat(level + 4)));
            format!("{WORKFLOW}    bogus:\n{levels}{}a: *no\n", " ".repeat(104)).into()
        },
    ),
    text(
        "deep-tags-and-anchors",
        "a tag and an anchor on every level",
        |n| {
            let open = lines(n / 10, |level| format!("!t &a{level} ["));
            format!("{WORKFLOW}x: {open}").into()
        },
    ),
    text(
        "brackets-that-never-close",
        "a flow list begun on every line",
        |n| format!("{WORKFLOW}{}", "    labels: [a, b\n".repeat(n)).into(),
    ),
    text("brackets-mixed", "brackets that close each other", |n| {
        format!("{WORKFLOW}x: {}", "[{]}".repeat(n)).into()
    }),
];
