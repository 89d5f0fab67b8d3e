//! Any text is a condition or has an error: places lie inside the text, what is written
//! from it reads the same and comes to the same, and `not` turns it round.

use codemagic_lint::expression::condition::{
    Condition, Data, Literal, MemberKind, Truth, Type, parse, type_of,
};

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let condition = parse(&text);
    places(&text, &condition);
    let judged = condition.evaluate(&World);
    assert_eq!(
        judged.truth == Truth::Unknown,
        !judged.needs.is_empty(),
        "{:?}",
        judged.needs
    );
    for need in &judged.needs {
        assert!(text.get(need.span.clone()).is_some(), "{need:?}");
    }
    let _ = type_of(&condition.expression, &|_| Type::Unknown);
    if condition.error.is_some() {
        return;
    }
    let negated = parse(&format!("not ({text}\n)"));
    if negated.error.is_none() && condition.marks.is_empty() {
        assert_eq!(
            negated.evaluate(&World).truth,
            judged.truth.not(),
            "`not` of it"
        );
    }
    // Inputs are put into a condition as text, before it is read.
    if !text.contains("{{") {
        written(&condition);
    }
}

fn places(text: &str, condition: &Condition) {
    for part in condition.expression.parts() {
        assert!(text.get(part.span.clone()).is_some(), "{part:?}");
    }
    for mark in &condition.marks {
        let marked = text.get(mark.span.clone());
        assert!(marked.is_some_and(|it| !it.is_empty()), "{mark:?}");
    }
    assert!(condition.marks.is_sorted_by_key(|mark| mark.span.start));
    if let Some(error) = &condition.error {
        assert!(text.get(error.span.clone()).is_some(), "{error:?}");
    }
}

/// What is written of a condition is the same condition.
fn written(condition: &Condition) {
    let text = condition.expression.to_string();
    let again = parse(&text);
    assert_eq!(again.error, None, "{text}");
    assert_eq!(again.expression, condition.expression, "{text}");
    assert_eq!(again.expression.to_string(), text);
    if condition.marks.is_empty() && again.marks.is_empty() {
        assert_eq!(
            again.evaluate(&World).truth,
            condition.evaluate(&World).truth,
            "{text}"
        );
    }
}

/// A world in which some things are known.
struct World;

impl Data for World {
    fn variable(&self, name: &str) -> Option<String> {
        (!name.len().is_multiple_of(3)).then(|| name.chars().take(2).collect())
    }

    fn event(&self, path: &[MemberKind]) -> Option<Literal> {
        match path.len() % 5 {
            0 => None,
            1 => Some(Literal::Text("main".to_owned())),
            2 => Some(Literal::Number(1.0)),
            3 => Some(Literal::Boolean(true)),
            _ => Some(Literal::Null),
        }
    }

    fn input(&self, id: &str) -> Option<Literal> {
        let known = id.len().is_multiple_of(2);
        known.then_some(Literal::Boolean(id.len().is_multiple_of(4)))
    }
}
