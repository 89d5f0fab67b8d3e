//! In which circumstances commands run.

use codemagic_lint::expression::shell::parse;

/// Each command by its first word, with `?` where it may not run, `!` where its
/// failure is looked at, `(` in a subshell, `$` in a substitution, `:f` in a function,
/// `>b` where `b` reads its output.
fn contexts(script: &str) -> String {
    let parsed = parse(script);
    let shown = parsed.commands.iter().map(|command| {
        let context = command.context;
        let mut text = command.tool().to_owned();
        for (mark, is_so) in [
            ("?", context.is_conditional),
            ("!", context.is_tested),
            ("(", context.in_subshell),
            ("$", context.in_substitution),
        ] {
            text.push_str(if is_so { mark } else { "" });
        }
        if let Some(function) = context.function {
            text = format!("{text}:{function}");
        }
        if let Some(next) = command.pipes_to {
            text = format!("{text}>{}", parsed.commands[next as usize].tool());
        }
        text
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn circumstances_are_known() {
    let cases = [
        ("a; b", "a b"),
        ("a && b || c; d", "a! b?! c? d"),
        ("a && b; c || d", "a b? c! d?"),
        ("a | b || c", "a!(>b b!( c?"),
        ("if a; then b; fi || c", "a! b?! c?"),
        ("a &&\n# c\n\nb\nc", "a b? c"),
        (
            "if a; then b; elif c; then d; else e; fi; f",
            "a! b? c?! d? e? f",
        ),
        ("if a && b; then c; fi", "a! b?! c?"),
        ("while a; do b; done; c", "a! b? c"),
        ("for x in y; do b; done", "b?"),
        ("case x in y) a;; z) b;; esac; c", "a? b? c"),
        ("! a; b", "a! b"),
        ("(a; b); c", "a( b( c"),
        ("{ a; b; }; c", "a b c"),
        ("a | b; c", "a(>b b( c"),
        ("{ a; b; } | c", "a( b( c"),
        ("a | while read b; do c; done", "a( read!( c?("),
        ("a & b", "a( b"),
        ("echo $(a; b) `c`", "echo a($ b($ c($"),
        ("x=$(a) && b", " a($ b?"),
        ("f() { a; b && c; }; f", "a:f b:f c?:f f"),
        ("function g { a; }\nb", "a:g b"),
        ("f() ( a )", "a(:f"),
        ("if a; then b; fi && c", "a! b? c?"),
        ("a && { b; c; }; d", "a b? c? d"),
        ("a || (b; c)", "a! b?( c?("),
    ];
    for (script, expected) in cases {
        assert_eq!(contexts(script), expected, "{script}");
    }
}

#[test]
fn a_groups_redirection_is_that_of_its_commands() {
    let parsed = parse("{ a > x; b; } >> y\nc");
    let outputs: Vec<Vec<(&str, bool)>> = parsed
        .commands
        .iter()
        .map(|command| {
            let outputs = command.outputs();
            outputs
                .map(|(it, target)| (&*target.text, it.is_inherited))
                .map(|(text, inherited)| (if text == "x" { "x" } else { "y" }, inherited))
                .collect()
        })
        .collect();
    assert_eq!(
        outputs,
        [vec![("x", false), ("y", true)], vec![("y", true)], vec![]]
    );
}
