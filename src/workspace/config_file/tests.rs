use proptest::prelude::*;

use crate::finding::{Category, Severity};

use super::super::testing::RULES;
use super::*;

fn read(text: &str) -> (ConfigFile, Vec<String>) {
    let source = SourceFile::from_bytes("c", text.into());
    let (file, problems) = decode(&source, Path::new("/r"), RULES);
    let line = |problem: ConfigProblem| {
        let at = source.position(problem.span.start());
        let help = problem.help.map(|help| format!(" [{help}]"));
        let help = help.unwrap_or_default();
        format!("{}:{} {}{help}", at.line, at.column, problem.message)
    };
    (file, problems.into_iter().map(line).collect())
}

fn problems(text: &str) -> Vec<String> {
    read(text).1
}

#[test]
fn everything_in_a_sound_file_is_understood() {
    let (file, problems) = read(
        r#"
        extends = "base.toml"
        select = ["all"]
        extend-select = ["pedantic"]
        ignore = ["style"]
        fail-on = "never"
        exclude = ["third_party"]
        schema = "s.json"
        severity.asc-auth-missing = "off"
        severity.publishing = "hint"
        [known]
        groups = ["g"]
        integrations = ["i"]
        keystores = ["k"]
        internal-beta-groups = ["b"]
        instance-types = ["t"]
        max-build-duration = 180
        [[overrides]]
        paths = ["legacy"]
        ignore = ["syntax"]
        "#,
    );
    assert_eq!(problems, [""; 0]);
    let layer = &file.layer;
    assert_eq!(layer.select, Some(vec![Selector::All]));
    assert_eq!(layer.extend_select, [Selector::Pedantic]);
    assert_eq!(layer.ignore, [Selector::Category(Category::Style)]);
    let publishing = Selector::Category(Category::Publishing);
    let severity = [
        (Selector::Rule("asc-auth-missing"), Level::Off),
        (publishing, Level::At(Severity::Hint)),
    ];
    assert_eq!(layer.severity, severity);
    assert_eq!(file.fail_on, Some(FailOn::Never));
    assert_eq!(file.schema.as_deref(), Some("s.json"));
    assert_eq!(file.extends.map(|(path, _)| path), Some("base.toml".into()));
    let third_party = Path::new("/r/third_party/codemagic.yaml");
    assert!(file.exclude.is_some_and(|globs| globs.matches(third_party)));
    let one = |name: &str| Some(vec![name.to_owned()]);
    assert_eq!(file.known.groups, one("g"));
    assert_eq!(file.known.integrations, one("i"));
    assert_eq!(file.known.keystores, one("k"));
    assert_eq!(file.known.internal_beta_groups, one("b"));
    assert_eq!(file.known.instance_types, one("t"));
    assert_eq!(file.known.max_build_duration, Some(180));
    let [item] = file.overrides.as_slice() else {
        panic!("{:?}", file.overrides);
    };
    assert!(item.paths.matches(Path::new("/r/legacy/codemagic.yaml")));
    assert_eq!(item.layer.ignore, [Selector::Category(Category::Syntax)]);
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "\u{feff}", "# only a comment\r\n"] {
        let (file, problems) = read(text);
        assert_eq!(problems, [""; 0]);
        assert!(file.layer.is_empty());
    }
}

#[test]
fn all_problems_are_reported_in_the_order_of_the_text() {
    let text = "selct = []\nignore = [\"asc-auth-mising\", 3]\nfail-on = \"warn\"\n\
                exclude = [\"a[\"]\n[severity]\nstile = \"fatal\"\n";
    let expected = [
        "1:1 `selct` is not a key that can stand here [did you mean `select`?]",
        "2:11 `asc-auth-mising` is neither a rule nor a category [did you mean \
         `asc-auth-missing`?]",
        "2:30 a number cannot stand in `ignore`, which takes a list of rules or categories \
         [for example `ignore = [\"publishing\", \"style\"]`]",
        "3:11 `warn` is not a severity, expected `error`, `warning`, `info`, `hint` or \
         `never` [did you mean `warning`?]",
        "4:12 `a[` is not a glob: `[` is never closed with `]`",
        "6:1 `stile` is neither a rule nor a category [did you mean `style`?]",
        "6:9 `fatal` is not a severity, expected `error`, `warning`, `info`, `hint` or `off`",
    ];
    assert_eq!(problems(text), expected);
}

#[test]
fn what_a_broken_line_or_list_swallowed_is_not_judged() {
    let text = "select = [\"none\",\n\"nonsense\"\n[known]\n";
    assert_eq!(problems(text), ["1:10 `[` is never closed with `]`"]);
    let text = "fail-on = fatal\nschema = 1";
    let found = problems(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("is not in quotes"), "{found:?}");
}

#[test]
fn wrong_types_say_what_is_expected() {
    let cases = [
        (
            "select = \"all\"",
            "1:10 `select` takes a list of rules or categories, not a string [for example \
             `select = [\"publishing\", \"style\"]`]",
        ),
        (
            "severity = \"error\"",
            "1:12 `severity` takes a table of rules or categories and their severities, not \
             a string [write `[severity]` on a line above the keys of the table]",
        ),
        (
            "severity.style = 1",
            "1:18 `style` takes `error`, `warning`, `info`, `hint` or `off`, not a number",
        ),
        (
            "known = []",
            "1:9 `known` takes a table, not a list [write `[known]` on a line above the keys \
             of the table]",
        ),
        (
            "[overrides]\npaths = [\"a\"]",
            "1:1 `overrides` takes a list of tables, not a table [write `[[overrides]]` on a \
             line above the keys of each table]",
        ),
        (
            "overrides = [1.5]",
            "1:14 a fraction cannot stand in `overrides`, which takes a list of tables \
             [write `[[overrides]]` on a line above the keys of each table]",
        ),
        (
            "schema = 1979-05-27",
            "1:10 `schema` takes the path of a file, not a date [for example `schema = \
             \"path/to/file\"`]",
        ),
        (
            "schema = \" \"",
            "1:10 `schema` is blank, expected the path of a file",
        ),
        ("known.groups = [\"\"]", "1:17 a name in `groups` is blank"),
    ];
    for (text, problem) in cases {
        assert_eq!(problems(text), [problem]);
    }
}

#[test]
fn minutes_are_whole_and_positive() {
    let minutes = |text: &str| read(&format!("known.max-build-duration = {text}"));
    assert_eq!(minutes("0x78").0.known.max_build_duration, Some(120));
    for text in ["0", "-5", "99999999999"] {
        let message = format!(
            "1:28 `max-build-duration` takes a whole number of minutes, at least 1, not `{text}`"
        );
        assert_eq!(minutes(text).1, [message]);
    }
    assert_eq!(minutes("true").1.len(), 1);
}

#[test]
fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
    let cases = [
        ("groups = []", "1:1", "it belongs under `[known]`"),
        (
            "known.select = []",
            "1:7",
            "it belongs above the first `[table]`",
        ),
        ("paths = []", "1:1", "it belongs in one of `[[overrides]]`"),
        ("per-file-ignores = {}", "1:1", "did you mean `overrides`?"),
        (
            "known-groups = []",
            "1:1",
            "did you mean `groups`? it belongs under `[known]`",
        ),
    ];
    for (text, at, help) in cases {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(at), "{found:?}");
        assert!(found[0].ends_with(&format!("[{help}]")), "{found:?}");
    }
    let list = problems("known.workflows = []");
    assert!(
        list[0].contains("known here are `groups`, `integrations`"),
        "{list:?}"
    );
}

#[test]
fn an_override_without_paths_is_refused() {
    let message = "this override has no `paths`, so it would apply to nothing [for example \
                   `paths = [\"apps/legacy\"]`]";
    for text in ["[[overrides]]\n", "[[overrides]]\npaths = []\n"] {
        assert_eq!(problems(text), [format!("1:1 {message}")]);
    }
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let source = SourceFile::from_bytes("c", b"a = '\xff'".to_vec());
    let (_, problems) = decode(&source, Path::new("/r"), RULES);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].span, Span::new(5, 6));
}

proptest! {
    #[test]
    fn whatever_the_text_every_problem_is_inside_it_and_in_order(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "select", "severity", "known", "overrides", "fail-on", "exclude", "groups", "paths",
            "[", "]", "{", "}", "[[", "]]", "=", " ", ",", ".", "\n", "\r\n", "#", "\"", "'",
            "\"publishing\"", "\"a[\"", "日", "1", "-1", "true", "\\", "\u{feff}",
        ]), 0..40)
    ) {
        let text = parts.concat();
        let source = SourceFile::new("c", text.as_str());
        let (_, problems) = decode(&source, Path::new("/r"), RULES);
        if toml::de::DeTable::parse(&text).is_err() {
            prop_assert!(!problems.is_empty());
        }
        prop_assert!(problems.is_sorted_by_key(|problem| problem.span));
        for problem in problems {
            prop_assert!(text.get(problem.span.range()).is_some(), "{:?}", problem);
        }
    }
}
