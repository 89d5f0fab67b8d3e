//! Whatever the text, reading ends, and speaks of places in it.

use proptest::prelude::*;

use super::fixtures::files;
use super::read;

fn holds(text: &str) {
    let (_, problems) = read(text);
    let mut last = None;
    for problem in problems {
        let range = problem.span.range();
        assert!(text.get(range).is_some(), "{text:?}: {problem:?}");
        assert!(last <= Some(problem.span), "{text:?}");
        assert!(!problem.message.contains('\n') && problem.message.len() < 600);
        assert!(problem.help.is_some(), "{problem:?}");
        last = Some(problem.span);
    }
}

/// Files with something cut out of them.
#[test]
fn of_files_that_are_cut() {
    for (_, text) in files() {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for window in places.windows(7).step_by(3) {
            let (start, end) = (window[0], window[6]);
            holds(&text[..start]);
            holds(&format!("{}{}", &text[..start], &text[end..]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn of_any_text(text in "\\PC{0,60}") {
        holds(&text);
    }

    #[test]
    fn of_texts_made_of_our_words(words in proptest::collection::vec(word(), 0..40)) {
        holds(&words.concat());
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "apps:",
        "\n",
        "  ",
        "- ",
        "bundle_id: ",
        "io.example.app",
        "builds: ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "versions:",
        "submissions:",
        "faults: ",
        "answer: ",
        "500",
        "slow: ",
        "40s",
        "&a ",
        "*a",
        "<<: ",
        "null",
        "\"",
        "state: ",
        "IN_REVIEW",
        "key: ",
        "public_key: ",
        "|\n",
        "é",
        "1.0",
        "# ",
        "\t",
    ])
}

#[test]
fn of_aliases_that_would_fill_the_memory() {
    let mut text = String::from("x0: &x0 [a]\n");
    for level in 1..40 {
        let inner = format!("*x{}, ", level - 1).repeat(9);
        text.push_str(&format!("x{level}: &x{level} [{inner}]\n"));
    }
    holds(&text);
    let list = "{name: a, testers: 1}, ".repeat(200);
    let apps: String = (0..190)
        .map(|number| format!("  - {{bundle_id: a.b{number}, groups: *groups}}\n"))
        .collect();
    let text = format!("apps:\n  - {{bundle_id: a, groups: &groups [{list}]}}\n{apps}");
    let (account, problems) = read(&text);
    assert_eq!(
        problems[0].message,
        "the file is too large once its aliases are written out"
    );
    assert!(account.apps.is_none());
}

#[test]
fn of_a_file_that_contains_itself() {
    holds("apps: &a\n  - *a\n");
    holds("key: &k {<<: *k}\n");
    holds("apps:\n  - &app {bundle_id: a, groups: [*app]}\n");
}
