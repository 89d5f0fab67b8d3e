//! What is wrong with the structure of an account file, in words.

use crate::model::{Found, Problem, ProblemKind, Shape, join_or};
use crate::rules::place;
use crate::rules::shared::keywords::meant;
use crate::rules::shared::subject::subject;
use crate::rules::shared::words::{excerpt, nearest};
use crate::syntax::{NodeId, ScalarStyle, Tree};

use super::AccountProblem;

/// The problem in words; `None` where another says it already.
pub fn tell(tree: &Tree, problem: &Problem) -> Option<AccountProblem> {
    let node = problem.node;
    let (message, help) = match problem.kind {
        ProblemKind::UnknownKey => unknown_key(tree, problem),
        ProblemKind::KeyNotText => (
            "a key must be text".to_owned(),
            "keys are words such as `apps` or `bundle_id`".to_owned(),
        ),
        ProblemKind::MissingKey => missing_key(tree, problem)?,
        ProblemKind::WrongType { expected, found } => wrong_type(tree, problem, expected, found),
        ProblemKind::UnknownKeyword { expected } => unknown_word(tree, problem, expected),
        ProblemKind::OutOfRange {
            expected: Shape::List { max, .. },
        } => (
            format!(
                "{} has {} items, more than {max}",
                subject(tree, problem),
                tree.items(node).len()
            ),
            "leave out what is not needed".to_owned(),
        ),
        ProblemKind::OutOfRange { expected } => (
            format!(
                "{} must be {}, not `{}`",
                subject(tree, problem),
                expected.expected(),
                written(tree, node)
            ),
            if problem.is_at("FaultSection", "answer") {
                "write the status of an error, or one of the words".to_owned()
            } else {
                "write a number within the bounds".to_owned()
            },
        ),
        ProblemKind::WrongForm { expected } => wrong_form(tree, problem, expected),
        ProblemKind::EmptyText => (
            format!("{} is empty", subject(tree, problem)),
            "write the text, or leave the key out".to_owned(),
        ),
        ProblemKind::EmptyList => (
            format!("{} is empty", subject(tree, problem)),
            "add an item, or leave the key out".to_owned(),
        ),
        ProblemKind::EmptySection | ProblemKind::NullValue { .. } => nothing(tree, problem),
    };
    Some(AccountProblem {
        message,
        help: Some(help),
        span: place(tree, node),
    })
}

fn written(tree: &Tree, node: NodeId) -> String {
    excerpt(tree.scalar(node).unwrap_or_default())
}

fn unknown_key(tree: &Tree, problem: &Problem) -> (String, String) {
    let key = tree.scalar(problem.node).unwrap_or_default();
    let shown = excerpt(key);
    let fields = problem.section.map(|section| section.fields);
    let known: Vec<&str> = fields
        .unwrap_or_default()
        .iter()
        .map(|field| field.key)
        .collect();
    let message = match nearest(key, known.iter().copied()) {
        Some(near) => format!("unknown key `{shown}`; did you mean `{near}`?"),
        None => format!("unknown key `{shown}`"),
    };
    let help = match home(key) {
        Some(home) => format!("`{shown}` belongs {home}; known here: {}", known.join(", ")),
        None => format!("known here: {}", known.join(", ")),
    };
    (message, help)
}

/// Where a key of that name is known, if that is one place.
fn home(key: &str) -> Option<String> {
    let mut homes = super::sections()
        .into_iter()
        .filter(|(_, section)| section.field(key).is_some());
    let (path, _) = homes.next()?;
    if homes.next().is_some() {
        return None;
    }
    if path.is_empty() {
        return Some("at the top of the file".to_owned());
    }
    Some(format!("under `{}`", path.replace("[]", "")))
}

fn missing_key(tree: &Tree, problem: &Problem) -> Option<(String, String)> {
    let (field, section) = (problem.field?, problem.section?);
    // Said at the key that is nearly it.
    let is_misspelt = tree.fields(problem.node).any(|entry| {
        let key = tree.scalar(entry.key).unwrap_or_default();
        section.field(key).is_none()
            && nearest(key, section.fields.iter().map(|it| it.key)) == Some(field.key)
    });
    if is_misspelt {
        return None;
    }
    let message = format!("`{}` is missing: each app needs it", field.key);
    let help = format!("add it, such as `{}: io.example.app`", field.key);
    Some((message, help))
}

fn wrong_type(tree: &Tree, problem: &Problem, expected: &Shape, found: Found) -> (String, String) {
    let what = subject(tree, problem);
    let wanted = match expected {
        Shape::AnyOf(_) | Shape::Keyword(_) if expected.keywords().len() > LISTED => {
            "one of the words of the API".to_owned()
        }
        _ => expected.expected(),
    };
    let message = match found {
        Found::List | Found::Mapping | Found::Null => {
            format!("{what} must be {wanted}, not {}", found.name())
        }
        _ => format!(
            "{what} must be {wanted}, not {} `{}`",
            found.name(),
            written(tree, problem.node)
        ),
    };
    let number = matches!(found, Found::Integer | Found::Float);
    let style = tree.scalar_style(problem.node);
    let is_quoted = style.is_some_and(ScalarStyle::is_quoted);
    let without_quotes = if is_quoted { " without quotes" } else { "" };
    let help = match expected {
        Shape::List { .. } => "put `- ` before each item".to_owned(),
        Shape::Section(section) => {
            let keys: Vec<&str> = section.fields.iter().map(|field| field.key).collect();
            format!(
                "its keys stand on lines of their own below: {}",
                keys.join(", ")
            )
        }
        Shape::Boolean => format!("write `true` or `false`{without_quotes}"),
        Shape::Integer { .. } => format!("write a number{without_quotes}"),
        _ if is_duration(expected) && number => {
            let text = written(tree, problem.node);
            format!("add a unit: `{text}s` for seconds, `{text}m` for minutes")
        }
        _ if !expected.keywords().is_empty() => format!("write {}", expected.expected()),
        Shape::Form(form) => format!("write {}", form.name),
        _ if !matches!(found, Found::List | Found::Mapping) => {
            "quote the value to make it text".to_owned()
        }
        _ => "write one value".to_owned(),
    };
    (message, help)
}

/// Most words that a message lists.
const LISTED: usize = 7;

fn is_duration(shape: &Shape) -> bool {
    shape.expected().starts_with("a duration")
}

fn unknown_word(tree: &Tree, problem: &Problem, expected: &Shape) -> (String, String) {
    let value = tree.scalar(problem.node).unwrap_or_default();
    let what = subject(tree, problem);
    let words = || expected.keywords().iter().map(|word| word.value);
    let shown = excerpt(value);
    let message = match meant(value, words) {
        Some(near) => format!("{what} cannot be `{shown}`; did you mean `{near}`?"),
        None => format!("{what} cannot be `{shown}`"),
    };
    (message, format!("write {}", expected.expected()))
}

fn wrong_form(tree: &Tree, problem: &Problem, expected: &Shape) -> (String, String) {
    let what = subject(tree, problem);
    let text = written(tree, problem.node);
    let expected = expected.expected();
    if problem.is_at("KeySection", "public_key") {
        return (
            format!("{what} is not the public half of a P-256 key in PEM"),
            "write the output of `openssl ec -in AuthKey.p8 -pubout` below `public_key: |`"
                .to_owned(),
        );
    }
    let number = text.strip_prefix('-').filter(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && !expected.starts_with("a method")
    });
    let help = match number {
        Some(rest) => format!("it cannot be negative: write `{rest}`"),
        None => format!("write {expected}"),
    };
    (format!("{what} cannot be `{text}`"), help)
}

fn nothing(tree: &Tree, problem: &Problem) -> (String, String) {
    let what = subject(tree, problem);
    let shape = problem.field.map(|field| field.shape);
    let is_item = matches!(problem.kind, ProblemKind::NullValue { .. });
    let help = match shape {
        Some(Shape::List { .. }) if is_item => "remove the dash, or write the item".to_owned(),
        Some(Shape::List { .. }) => "write `[]` for none, or leave the key out".to_owned(),
        Some(shape) => format!(
            "write {}, or leave the key out",
            join_or(&[shape.expected()])
        ),
        None => "write something".to_owned(),
    };
    (format!("{what} has no value"), help)
}
