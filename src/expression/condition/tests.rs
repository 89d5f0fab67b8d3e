#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod round_trip;

use super::*;

/// What is written in the vendor's documentation, and what it says.
const DOCUMENTED: &[&str] = &[
    "not event.pull_request.draft",
    "env.CM_BRANCH == \"master\"",
    "env.RUN_TEST == \"true\"",
    "not event.pull_request.labels[0].name == \"codemagicTest\"",
    "event.pull_request.labels[0].name == \"build-app-preview\"",
    "event.pull_request_labeled.labels[0].name == \"build-app-preview\"",
    "(not event.pull_request.draft) and (event.pull_request.labels[0].name == \"codemagicTest\")",
    "(not event.pull_request.draft) and (not event.pull_request.labels[0].name == \"codemagicTest\")",
    "env.CM_BRANCH == \"develop\" or env.CM_BRANCH == \"master\"",
    "${{ inputs.runTests }}",
];

#[test]
fn documented_conditions_are_sound_and_unmarked() {
    for text in DOCUMENTED {
        let condition = parse(text);
        assert_eq!(condition.error, None, "{text}");
        assert_eq!(condition.marks, [], "{text}");
        assert_eq!(condition.expression.to_string(), *text);
        assert_eq!(condition.expression.span, 0..text.len());
    }
}

#[test]
fn operators_bind_as_documented() {
    let cases = [
        ("not env.A == \"x\"", "(not (env.A == \"x\"))"),
        ("not env.A and env.B", "((not env.A) and env.B)"),
        ("env.A or env.B and env.C", "(env.A or (env.B and env.C))"),
        ("env.A and env.B or env.C", "((env.A and env.B) or env.C)"),
        ("not not env.A", "(not (not env.A))"),
    ];
    for (text, explicit) in cases {
        let plain = parse(text).expression;
        let bracketed = parse(explicit);
        assert_eq!(bracketed.error, None);
        assert_eq!(plain, without_groups(&bracketed.expression), "{text}");
    }
}

fn without_groups(expression: &Expression) -> Expression {
    let inner = expression.ungrouped();
    let all = |parts: &[Expression]| parts.iter().map(without_groups).collect();
    let kind = match &inner.kind {
        ExpressionKind::Not(inner) => ExpressionKind::Not(Box::new(without_groups(inner))),
        ExpressionKind::And(parts) => ExpressionKind::And(all(parts)),
        ExpressionKind::Or(parts) => ExpressionKind::Or(all(parts)),
        ExpressionKind::Compare { first, rest } => ExpressionKind::Compare {
            first: Box::new(without_groups(first)),
            rest: rest
                .iter()
                .map(|(operator, part)| (*operator, without_groups(part)))
                .collect(),
        },
        other => other.clone(),
    };
    Expression {
        kind,
        span: inner.span.clone(),
    }
}

/// A condition, what it says in canonical words, and its marks.
type Marked = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// The text of each mark with what it is.
fn marks(text: &str) -> Vec<(&str, String)> {
    let condition = parse(text);
    assert_eq!(condition.error, None, "{text}");
    let told = |mark: &Mark| match &mark.kind {
        MarkKind::WrongOperator { meant, certain } => {
            format!("{meant}{}", if *certain { "" } else { "?" })
        }
        MarkKind::Undocumented => "undocumented".to_owned(),
        MarkKind::ShellVariable { meant } => meant.clone().unwrap_or_default(),
    };
    let marks = condition.marks.iter();
    marks
        .map(|mark| (&text[mark.span.clone()], told(mark)))
        .collect()
}

#[test]
fn other_spellings_are_understood_and_marked() {
    #[rustfmt::skip]
    let cases: &[Marked] = &[
        ("env.A && env.B", "env.A and env.B", &[("&&", "and")]),
        ("env.A&&env.B", "env.A and env.B", &[("&&", "and")]),
        ("env.A || env.B", "env.A or env.B", &[("||", "or")]),
        ("env.A & env.B | env.C", "env.A and env.B or env.C", &[("&", "and?"), ("|", "or?")]),
        ("env.A AND NOT env.B Or env.C", "env.A and not env.B or env.C", &[("AND", "and"), ("NOT", "not"), ("Or", "or")]),
        ("!env.A", "not env.A", &[("!", "not")]),
        ("!(env.A == \"x\")", "not (env.A == \"x\")", &[("!", "not")]),
        ("!env.A == \"x\"", "not env.A == \"x\"", &[("!", "not?")]),
        ("NOT env.A == \"x\"", "not env.A == \"x\"", &[("NOT", "not")]),
        ("env.A = \"x\"", "env.A == \"x\"", &[("=", "==")]),
        ("env.A === \"x\"", "env.A == \"x\"", &[("===", "==")]),
        ("env.A !== \"x\"", "env.A != \"x\"", &[("!==", "!=")]),
        ("env.A <> \"x\"", "env.A != \"x\"", &[("<>", "!=")]),
        ("env.A != \"x\"", "env.A != \"x\"", &[("!=", "undocumented")]),
        ("event.a<1 and event.a<=2", "event.a < 1 and event.a <= 2", &[("<", "undocumented"), ("<=", "undocumented")]),
        ("event.a>-1.5 and event.a>=2", "event.a > -1.5 and event.a >= 2", &[(">", "undocumented"), (">=", "undocumented")]),
        ("\"a\" in event.b", "\"a\" in event.b", &[("in", "undocumented")]),
        ("\"a\" not  in event.b", "\"a\" not in event.b", &[("not  in", "undocumented")]),
        ("event.a is None", "event.a == null", &[("is", "undocumented"), ("None", "undocumented")]),
        ("event.a is not null", "event.a != null", &[("is not", "undocumented"), ("null", "undocumented")]),
        ("event.a == True or event.b == False", "event.a == true or event.b == false", &[("True", "undocumented"), ("False", "undocumented")]),
        ("event.a == true or event.b == false", "event.a == true or event.b == false", &[]),
        ("env.A == 'x'", "env.A == \"x\"", &[("'x'", "undocumented")]),
        ("event[\"a b\"].c", "event[\"a b\"].c", &[("\"a b\"", "undocumented")]),
        ("env.A in [\"a\", \"b\"]", "env.A in [\"a\", \"b\"]", &[("in", "undocumented"), ("[\"a\", \"b\"]", "undocumented")]),
        ("env.A in (\"a\", \"b\")", "env.A in [\"a\", \"b\"]", &[("in", "undocumented"), ("(\"a\", \"b\")", "undocumented")]),
        ("env.A in []", "env.A in []", &[("in", "undocumented"), ("[]", "undocumented")]),
        ("$A == \"x\"", "env.A == \"x\"", &[("$A", "env.A")]),
        ("${A} == \"x\"", "env.A == \"x\"", &[("${A}", "env.A")]),
        ("${A:-b} == \"x\"", "env.A == \"x\"", &[("${A:-b}", "")]),
        ("\"$A\" == \"x\"", "env.A == \"x\"", &[("\"$A\"", "env.A")]),
        ("\"${A}\" == \"$A-b\"", "env.A == \"$A-b\"", &[("\"${A}\"", "env.A")]),
        ("$env:A == \"x\"", "env.A == \"x\"", &[("$env:A", "env.A")]),
        ("$env.A == \"x\"", "env.A == \"x\"", &[("$env", "env")]),
        ("$event.a[0]", "event.a[0]", &[("$event", "event")]),
        ("$env == \"x\"", "env.env == \"x\"", &[("$env", "env.env")]),
    ];
    for (text, canonical, expected) in cases {
        let told: Vec<(&str, String)> = marks(text);
        let told: Vec<(&str, &str)> = told.iter().map(|(at, it)| (*at, it.as_str())).collect();
        assert_eq!(told, *expected, "{text}");
        assert_eq!(parse(text).expression.to_string(), *canonical, "{text}");
    }
}

#[test]
fn the_first_error_stands_at_the_right_character() {
    let value = "expected a value such as `env.NAME` or a text in quotes, found";
    let operator = "expected `==`, `and`, `or` or the end, found";
    #[rustfmt::skip]
    let cases: &[(&str, usize, usize, &str)] = &[
        ("", 0, 0, &format!("{value} the end")),
        ("   ", 0, 0, &format!("{value} the end")),
        ("env.A ==", 8, 8, &format!("{value} the end")),
        ("env.A ==  \n", 8, 8, &format!("{value} the end")),
        ("env.A == and env.B", 9, 12, &format!("{value} `and`")),
        ("env.A == not env.B", 9, 12, &format!("{value} `not`")),
        ("and env.A", 0, 3, &format!("{value} `and`")),
        ("env.A == == env.B", 9, 11, &format!("{value} `==`")),
        ("env.A == !env.B", 9, 10, &format!("{value} `!`")),
        ("not", 3, 3, &format!("{value} the end")),
        ("()", 1, 2, &format!("{value} `)`")),
        ("env.A \"x\"", 6, 9, &format!("{operator} a text")),
        ("env.A eq \"x\"", 6, 8, &format!("{operator} `eq`")),
        ("env.A env.B", 6, 9, &format!("{operator} `env`")),
        ("env.A == \"é\" ü env.B", 14, 16, &format!("{operator} `ü`")),
        ("env.A == “x”", 9, 12, &format!("{value} `“`")),
        ("env.A ? env.B : env.C", 6, 7, &format!("{operator} `?`")),
        ("event.pull-request", 10, 11, &format!("{operator} `-`")),
        ("env. == \"x\"", 5, 7, "expected a name behind the dot, found `==`"),
        ("env.0", 4, 5, "expected a name behind the dot, found `0`"),
        ("event.a[b]", 8, 9, "expected a number in `[ ]`, found `b`"),
        ("event.a[0", 7, 8, "`[` is never closed"),
        ("event.a[", 7, 8, "`[` is never closed"),
        ("event.a[0)", 7, 8, "`[` is never closed"),
        ("event.a[0 1]", 10, 11, "expected `]`, found `1`"),
        ("(env.A", 0, 1, "`(` is never closed"),
        ("(env.A]", 0, 1, "`(` is never closed"),
        ("(env.A env.B)", 7, 10, "expected `==`, `and`, `or` or `)`, found `env`"),
        ("[env.A env.B]", 7, 10, "expected `,` or the closing bracket, found `env`"),
        ("env.A)", 5, 6, "`)` closes nothing"),
        ("(env.A))", 7, 8, "`)` closes nothing"),
        ("env.A == \"x", 9, 10, "the quote `\"` is never closed"),
        ("env.A == \"x\\\"", 9, 10, "the quote `\"` is never closed"),
        ("env.A == 'x", 9, 10, "the quote `'` is never closed"),
        ("${{ inputs.a", 0, 3, "`{{` is never closed"),
        ("{{ inputs.a }", 0, 2, "`{{` is never closed"),
        ("contains(env.A, \"x\")", 0, 9, "conditions have no functions"),
        ("env.A.startswith(\"x\")", 0, 17, "conditions have no functions"),
        ("$(git log) == \"x\"", 0, 2, "conditions run no commands"),
        ("`git log` == \"x\"", 0, 1, "conditions run no commands"),
        ("env.A =~ \"x\"", 6, 8, "conditions cannot match patterns"),
        ("env.A !~ \"x\"", 6, 8, "conditions cannot match patterns"),
        ("$ == \"x\"", 0, 1, &format!("{value} `$`")),
        ("true == aVeryLongNameThatNobodyWouldWrite1 x", 43, 44, &format!("{operator} `x`")),
    ];
    for (text, start, end, message) in cases {
        let error = parse(text).error;
        let error = error.unwrap_or_else(|| panic!("{text}: no error"));
        assert_eq!(error.to_string(), *message, "{text}");
        assert_eq!(error.span, *start..*end, "{text}");
    }
}

#[test]
fn behind_an_error_the_rest_is_still_read() {
    let names = |text: &str| -> Vec<String> {
        let condition = parse(text);
        assert!(condition.error.is_some(), "{text}");
        let paths = condition.expression.paths();
        paths.map(|(path, _)| path.to_string()).collect()
    };
    assert_eq!(
        names("env.A env.B) and ? env.C"),
        ["env.A", "env.B", "env.C"]
    );
    assert_eq!(names("(env.A == == env.B"), ["env.A", "env.B"]);
    assert_eq!(
        names("f(env.A, env.B) and env.C"),
        ["f", "env.A", "env.B", "env.C"]
    );
    assert_eq!(parse("env.A ? $B && env.C").marks.len(), 2);
}

#[test]
fn what_an_input_may_complete_is_not_judged() {
    let sound = [
        "${{ inputs.a }}",
        "  ${{inputs.a}}\n",
        "${{ inputs.a }} == \"x\" and env.A",
        "env.A ${{ inputs.operator }} \"x\"",
        "env.${{ inputs.name }} == \"x\"",
        "${{ inputs.a }}.b",
        "${{ inputs.a }} env.B",
        "(${{ inputs.a }} env.B)",
        "{{ inputs.a }} == \"x\"",
        "env.A == \"${{ inputs.a }}\"",
    ];
    for text in sound {
        assert_eq!(parse(text).error, None, "{text}");
    }
    let earlier = parse("env.A == == ${{ inputs.a }} x");
    assert_eq!(earlier.error.unwrap().span, 9..11);
    let kind = |text: &str| parse(text).expression.kind;
    assert_eq!(
        kind("${{ inputs.a_1 }}"),
        ExpressionKind::Input("a_1".into())
    );
    for other in [
        "env.A",
        "inputs.1",
        "inputs.a-b",
        "inputs.",
        "inputs.a == 1",
    ] {
        let text = format!("${{{{ {other} }}}}");
        assert_eq!(kind(&text), ExpressionKind::Template(other.into()));
    }
}

#[test]
fn paths_know_their_bytes_and_variables() {
    let condition = parse(" env.CM_BRANCH == event.a[0].b");
    let paths: Vec<_> = condition.expression.paths().collect();
    let (variable, span) = paths[0].0.variable().unwrap();
    assert_eq!((variable, span), ("CM_BRANCH", &(5..14)));
    assert_eq!(paths[0].1, &(1..14));
    assert_eq!(paths[0].0.root_span, 1..4);
    assert_eq!(paths[1].1, &(18..30));
    assert_eq!(paths[1].0.variable(), None);
    let key = parse("env[\"A\"]").expression;
    assert_eq!(key.paths().next().unwrap().0.variable().unwrap().0, "A");
    for none in ["env", "env[0]", "event.A", "other.A"] {
        let expression = parse(none).expression;
        assert_eq!(
            expression.paths().next().unwrap().0.variable(),
            None,
            "{none}"
        );
    }
}

#[test]
fn marks_are_found_by_their_bytes() {
    let condition = parse("$A == $B");
    assert!(condition.mark_at(&(0..2)).is_some());
    assert!(condition.mark_at(&(6..8)).is_some());
    assert!(condition.mark_at(&(6..7)).is_none());
    assert!(condition.mark_at(&(3..5)).is_none());
}

#[test]
fn types_are_known_where_they_are_written() {
    let input = |id: &str| match id {
        "flag" => Type::Boolean,
        _ => Type::Unknown,
    };
    let cases = [
        ("env.A", Type::Text),
        ("(env[\"A\"])", Type::Text),
        ("env", Type::Unknown),
        ("env.A.b", Type::Unknown),
        ("event.a", Type::Unknown),
        ("\"x\"", Type::Text),
        ("1", Type::Number),
        ("true", Type::Boolean),
        ("null", Type::Null),
        ("[1]", Type::List),
        ("not env.A", Type::Boolean),
        ("env.A == 1", Type::Boolean),
        ("env.A and env.B", Type::Text),
        ("env.A or true", Type::Unknown),
        ("${{ inputs.flag }}", Type::Boolean),
        ("${{ inputs.other }}", Type::Unknown),
        ("${{ env.A }}", Type::Unknown),
    ];
    for (text, expected) in cases {
        assert_eq!(type_of(&parse(text).expression, &input), expected, "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let fits = "(".repeat(100) + "env.A" + &")".repeat(100);
    assert_eq!(parse(&fits).error, None);
    let deep = "(".repeat(101) + "env.A" + &")".repeat(101);
    let error = parse(&deep).error.unwrap();
    assert_eq!((error.kind, error.span), (ErrorKind::TooDeep, 100..101));
    let negated = "not ".repeat(100_000) + "env.A";
    assert_eq!(parse(&negated).error.unwrap().kind, ErrorKind::TooDeep);
}

#[test]
fn hostile_texts_take_linear_time_and_no_deep_stack() {
    let parts = [
        "(",
        "[",
        ")",
        "]",
        "not ",
        "!",
        "a.",
        "a[",
        "a(",
        "\"",
        "'",
        "${",
        "${a",
        "${{",
        "{{",
        "}}",
        "$",
        "`",
        "env.A and ",
        "env.A == ",
        ", ",
        "\\",
        "\"\\",
        "é",
        "\u{0}",
        "1.",
        "-",
        "a.b[0]",
        "$a$",
        "${{}}",
        "x ",
        "(a,",
    ];
    for part in parts {
        let text = part.repeat(20_000);
        let condition = parse(&text);
        let _ = condition.expression.to_string().len();
        for span in condition.marks.iter().map(|mark| &mark.span) {
            assert!(text.get(span.clone()).is_some(), "{part}");
        }
    }
}
