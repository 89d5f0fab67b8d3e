//! Laws that hold for every condition.

use proptest::prelude::*;

use super::super::*;

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_][a-zA-Z0-9_]{0,6}".prop_filter("no word of the language", |name| {
        const WORDS: [&str; 12] = [
            "and", "or", "not", "in", "is", "env", "event", "true", "false", "null", "none", "",
        ];
        !WORDS.contains(&name.to_ascii_lowercase().as_str())
    })
}

/// Texts that are not `$NAME` as a whole, which stands for a variable.
fn text() -> impl Strategy<Value = String> {
    "[ -~é]{0,8}".prop_filter("no variable", |text| !text.starts_with('$'))
}

fn node(kind: ExpressionKind) -> Expression {
    Expression { kind, span: 0..0 }
}

fn path() -> impl Strategy<Value = ExpressionKind> {
    let member = prop_oneof![
        name().prop_map(MemberKind::Name),
        "-?[0-9]{1,3}".prop_map(MemberKind::Index),
        text().prop_map(MemberKind::Key),
    ];
    let member = member.prop_map(|kind| Member { kind, span: 0..0 });
    let root = prop_oneof![
        Just(Root::Env),
        Just(Root::Event),
        name().prop_map(Root::Other),
    ];
    (root, prop::collection::vec(member, 0..4)).prop_map(|(root, members)| {
        ExpressionKind::Path(Path {
            root,
            root_span: 0..0,
            members,
        })
    })
}

/// Binds tighter than any operator.
fn value() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        text().prop_map(ExpressionKind::Text),
        "-?[0-9]{1,3}(\\.[0-9]{1,2})?".prop_map(ExpressionKind::Number),
        any::<bool>().prop_map(ExpressionKind::Boolean),
        Just(ExpressionKind::Null),
        path(),
        "[a-z][a-z_0-9]{0,5}".prop_map(ExpressionKind::Input),
    ];
    leaf.prop_map(node).prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            or(inner.clone()).prop_map(|it| node(ExpressionKind::Group(Box::new(it)))),
            prop::collection::vec(or(inner), 0..4).prop_map(|it| node(ExpressionKind::List(it))),
        ]
    })
}

fn comparison() -> impl Strategy<Value = Comparison> {
    prop::sample::select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
        Comparison::In,
        Comparison::NotIn,
    ])
}

fn compare(value: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Expression> {
    let rest = prop::collection::vec((comparison(), value.clone()), 0..3);
    (value, rest).prop_map(|(first, rest)| {
        if rest.is_empty() {
            return first;
        }
        node(ExpressionKind::Compare {
            first: Box::new(first),
            rest,
        })
    })
}

fn not(value: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Expression> {
    (compare(value), 0..3).prop_map(|(inner, count)| {
        (0..count).fold(inner, |inner, _| node(ExpressionKind::Not(Box::new(inner))))
    })
}

fn chain(
    operand: impl Strategy<Value = Expression>,
    make: fn(Vec<Expression>) -> ExpressionKind,
) -> impl Strategy<Value = Expression> {
    prop::collection::vec(operand, 1..4).prop_map(move |mut parts| {
        if parts.len() > 1 {
            return node(make(parts));
        }
        parts.remove(0)
    })
}

fn or(value: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Expression> {
    chain(chain(not(value), ExpressionKind::And), ExpressionKind::Or)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_written_reads_as_what_was_meant(expression in or(value().boxed())) {
        let text = expression.to_string();
        let condition = parse(&text);
        prop_assert_eq!(&condition.error, &None, "{}", text);
        prop_assert_eq!(&condition.expression, &expression, "{}", text);
        prop_assert_eq!(condition.expression.to_string(), text);
    }

    #[test]
    fn writing_what_was_read_changes_nothing_more(words in prop::collection::vec(
        prop::sample::select(vec![
            "env", ".A", "event.b", "[0]", "[\"k\"]", "==", "!=", "and", "or", "not", "&&", "!",
            "(", ")", "\"t\"", "'t'", "1", "true", "None", "in", "$X", "\"$X\"", "${{ inputs.a }}", ",",
            "${", "${}", "${1}", "$env:X", "$env:1", "$env:",
        ]), 0..12,
    )) {
        let condition = parse(&words.join(" "));
        if condition.error.is_none() && words.iter().all(|word| !word.starts_with("${{")) {
            let text = condition.expression.to_string();
            let again = parse(&text);
            prop_assert_eq!(&again.error, &None, "{}", text);
            prop_assert_eq!(&again.expression, &condition.expression, "{}", text);
            prop_assert_eq!(again.expression.to_string(), text);
        }
    }

    #[test]
    fn any_text_gives_spans_inside_itself(text in "[ -~\n“é\u{0}]{0,40}") {
        let condition = parse(&text);
        for part in condition.expression.parts() {
            prop_assert!(text.get(part.span.clone()).is_some(), "{part:?}");
        }
        for mark in &condition.marks {
            prop_assert!(!text[mark.span.clone()].is_empty());
        }
        if let Some(error) = &condition.error {
            prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
        }
        prop_assert!(condition.marks.is_sorted_by_key(|mark| mark.span.start));
    }
}
