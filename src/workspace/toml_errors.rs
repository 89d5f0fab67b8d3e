//! TOML that cannot be read, in our own words.

use rustc_hash::FxHashSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::syntax::{SourceFile, Span};

use super::config::ConfigProblem;

/// What is wrong with the TOML of a file.
pub(super) struct TomlErrors {
    /// One problem for each line that has any.
    pub(super) problems: Vec<ConfigProblem>,
    /// Regions that were not understood, where nothing else should be reported.
    lost: Vec<Span>,
    /// Indices of the lines that have a problem.
    lines: FxHashSet<usize>,
}

impl TomlErrors {
    /// Whether what was read at `span` can be judged at all.
    pub(super) fn spare(&self, source: &SourceFile, span: Span) -> bool {
        let inside = self.lost.iter().any(|lost| lost.contains(span));
        !inside && !self.lines.contains(&source.line_index(span.start()))
    }
}

/// Explains the parser's errors. `table` is what it made of the file in spite of
/// them.
pub(super) fn explain(source: &SourceFile, table: &DeTable, errors: &[Error]) -> TomlErrors {
    let mut problems = Vec::new();
    let mut lost: Vec<Span> = Vec::new();
    for error in errors.iter().filter(|error| is_unclosed(error)) {
        let end = span_of(error).end();
        // The outermost value that runs to where its end was missed.
        let Some(open) = outermost(table, end) else {
            continue;
        };
        if lost.iter().any(|lost| lost.contains(open)) {
            continue;
        }
        lost.push(open);
        problems.push(unclosed(source, open));
    }
    for error in errors {
        let problem = describe(source, error);
        if !lost.iter().any(|lost| lost.contains(problem.span)) {
            problems.push(problem);
        }
    }
    problems.sort_by_key(|problem| problem.span);
    let mut lines = FxHashSet::default();
    problems.retain(|problem| lines.insert(source.line_index(problem.span.start())));
    TomlErrors {
        problems,
        lost,
        lines,
    }
}

fn is_unclosed(error: &Error) -> bool {
    let message = error.message();
    message.starts_with("unclosed array,") || message.starts_with("unclosed inline table")
}

fn span_of(error: &Error) -> Span {
    let span = error.span().unwrap_or_default();
    Span::new(span.start, span.end)
}

fn outermost(table: &DeTable, end: usize) -> Option<Span> {
    table.values().find_map(|value| {
        let span = value.span();
        let bracket = matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        if bracket && span.end == end {
            return Some(Span::new(span.start, span.end));
        }
        nested(value, end)
    })
}

fn nested(value: &Spanned<DeValue>, end: usize) -> Option<Span> {
    match value.get_ref() {
        DeValue::Table(table) => outermost(table, end),
        DeValue::Array(items) => items.iter().find_map(|item| nested(item, end)),
        _ => None,
    }
}

fn unclosed(source: &SourceFile, open: Span) -> ConfigProblem {
    let bracket = Span::new(open.start(), open.start() + 1);
    let (left, right) = match source.slice(bracket) {
        "{" => ("{", "}"),
        _ => ("[", "]"),
    };
    ConfigProblem {
        message: format!("`{left}` is never closed with `{right}`"),
        span: bracket,
        help: None,
    }
}

fn describe(source: &SourceFile, error: &Error) -> ConfigProblem {
    let span = span_of(error);
    let text = source.slice(span);
    let (message, help) = words(error.message(), text);
    let span = visible(source, span);
    ConfigProblem {
        message,
        span,
        help,
    }
}

/// Our words for the parser's. `text` is what it points at.
fn words(message: &str, text: &str) -> (String, Option<String>) {
    let starts = |beginning: &str| message.starts_with(beginning);
    let plain = |message: &str| (message.to_owned(), None);
    let helped = |message: &str, help: &str| (message.to_owned(), Some(help.to_owned()));
    if (starts("string values must be quoted") && text.is_empty()) || starts("missing value") {
        plain("a value is missing after `=`")
    } else if starts("string values must be quoted") || is_word(message) {
        let help = format!("write `\"{}\"`", text.trim_end_matches(';'));
        (format!("`{text}` is not in quotes"), Some(help))
    } else if starts("missing comma") {
        plain("a comma is missing here")
    } else if starts("duplicate key") {
        let message = format!("`{text}` is set twice, expected once");
        (message, Some("keep one of the two".to_owned()))
    } else if message.contains("string, expected `\"`") || message.contains("string, expected `'`")
    {
        plain("the quote is never closed on this line")
    } else if starts("missing escaped value") || starts("too few unicode") {
        helped(
            "`\\` starts an escape that TOML does not know",
            "put the text into single quotes, where `\\` stands for itself",
        )
    } else if starts("key with no value") {
        plain("`=` and a value are missing after the key")
    } else if starts("invalid unquoted key") {
        let message = format!("`{text}` cannot stand in a key");
        let help = match text {
            ":" => Some("write `=` between key and value".to_owned()),
            "//" => Some("comments start with `#`".to_owned()),
            _ => None,
        };
        (message, help)
    } else if starts("unquoted keys cannot be empty") {
        plain("a key is missing here")
    } else if starts("unclosed") {
        plain("a bracket is never closed")
    } else if starts("extra") {
        plain("one sign too many")
    } else if starts("unexpected key or value") {
        helped(
            "text after the value, expected the end of the line",
            "put every key on its own line",
        )
    } else if starts("cannot recurse") {
        plain("nested too deeply")
    } else if starts("invalid") || starts("unexpected") || starts("`_`") {
        plain("this is not a value that TOML knows")
    } else {
        plain("this is not valid TOML")
    }
}

/// Whether the parser took a bare word such as `info` for a word of its own,
/// because of its first letter.
fn is_word(message: &str) -> bool {
    let own = ["true", "false", "inf", "nan"];
    own.iter()
        .any(|word| message.ends_with(&format!("expected `{word}`")))
}

/// The span, or if it is empty the character at it or before it, so that there
/// is something to underline.
fn visible(source: &SourceFile, span: Span) -> Span {
    if !span.is_empty() {
        return span;
    }
    let at = source.floor_char_boundary(span.start());
    let text = source.text();
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let wide = |c: char| !c.is_control();
    if let Some(next) = after.chars().next().filter(|c| wide(*c)) {
        return Span::new(at, at + next.len_utf8());
    }
    match before.chars().next_back().filter(|c| wide(*c)) {
        Some(last) => Span::new(at - last.len_utf8(), at),
        None => Span::at(at),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let source = SourceFile::new("c", text);
        let (table, errors) = DeTable::parse_recoverable(text);
        let errors = explain(&source, table.get_ref(), &errors);
        let line = |problem: ConfigProblem| {
            let at = source.position(problem.span.start());
            let help = problem.help.map(|help| format!(" [{help}]"));
            let help = help.unwrap_or_default();
            format!("{}:{} {}{help}", at.line, at.column, problem.message)
        };
        errors.problems.into_iter().map(line).collect()
    }

    #[test]
    fn common_mistakes_are_explained() {
        let cases = [
            ("a = ", "1:4 a value is missing after `=`"),
            (
                "a = warning",
                "1:5 `warning` is not in quotes [write `\"warning\"`]",
            ),
            ("a = 1;", "1:5 `1;` is not in quotes [write `\"1\"`]"),
            ("a = [\"b\" \"c\"]", "1:10 a comma is missing here"),
            (
                "a = 1\na = 2",
                "2:1 `a` is set twice, expected once [keep one of the two]",
            ),
            ("a = \"b", "1:6 the quote is never closed on this line"),
            (
                "a = \"\\q\"",
                "1:7 `\\` starts an escape that TOML does not know [put the text into single \
                 quotes, where `\\` stands for itself]",
            ),
            ("a", "1:1 `=` and a value are missing after the key"),
            (
                "a: 1",
                "1:2 `:` cannot stand in a key [write `=` between key and value]",
            ),
            (
                "// a",
                "1:1 `//` cannot stand in a key [comments start with `#`]",
            ),
            ("= 1", "1:1 a key is missing here"),
            ("[a\nb = 1", "1:2 a bracket is never closed"),
            ("a == 1", "1:4 one sign too many"),
            (
                "a = 'b' c = 1",
                "1:9 text after the value, expected the end of the line [put every key on its \
                 own line]",
            ),
            ("a = info", "1:5 `info` is not in quotes [write `\"info\"`]"),
            (
                "a = never",
                "1:5 `never` is not in quotes [write `\"never\"`]",
            ),
            (
                "a = fatal",
                "1:5 `fatal` is not in quotes [write `\"fatal\"`]",
            ),
            ("a = 01", "1:5 this is not a value that TOML knows"),
            ("a = 2024-13-01", "1:5 this is not a value that TOML knows"),
            ("a = 1\r", "2:1 this is not valid TOML"),
        ];
        for (text, problem) in cases {
            assert_eq!(problems(text), [problem], "{text}");
        }
    }

    #[test]
    fn a_bracket_that_is_never_closed_is_one_problem() {
        let text = "x = 1\nselect = [\"a\",\n  \"b\"\n[known]\ngroups = [\"c\"]\n";
        assert_eq!(problems(text), ["2:10 `[` is never closed with `]`"]);
        assert_eq!(
            problems("a = { b = 1"),
            ["1:5 `{` is never closed with `}`"]
        );
        let deep = format!("a = {}", "[".repeat(500));
        assert_eq!(problems(&deep), ["1:85 nested too deeply"]);
    }

    #[test]
    fn lines_have_one_problem_each() {
        assert_eq!(problems("a = yes no 'x\nb = \nc = 1\n").len(), 2);
    }

    proptest! {
        #[test]
        fn every_error_of_the_parser_is_explained_inside_the_text(
            text in "[a-b\\[\\]{}=\",'\\\\\n\r日# .:-]{0,40}"
        ) {
            let source = SourceFile::new("c", text.as_str());
            let (table, errors) = DeTable::parse_recoverable(&text);
            let explained = explain(&source, table.get_ref(), &errors);
            prop_assert_eq!(errors.is_empty(), explained.problems.is_empty());
            for problem in explained.problems {
                prop_assert!(text.get(problem.span.range()).is_some(), "{:?}", problem);
            }
        }
    }
}
