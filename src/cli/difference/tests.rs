use proptest::prelude::*;

use super::*;

fn change(text: &str, rounds: Vec<Vec<Edit>>) -> Change {
    let before = SourceFile::new("f", text);
    let mut after = before.clone();
    let mut steps = Vec::new();
    for edits in rounds {
        let text = applied(after.text(), &edits);
        steps.push((after, edits));
        after = SourceFile::new("f", text);
    }
    Change {
        before,
        after,
        steps,
        secrets: [Vec::new(), Vec::new()],
    }
}

fn edit(start: usize, end: usize, text: &str) -> Edit {
    Edit {
        span: Span::new(start, end),
        text: text.to_owned(),
    }
}

/// The text after the difference, as a program that applies it makes it.
fn patched(text: &str, diff: &str) -> String {
    let old = lines(text);
    let mut result = String::new();
    let mut at = 0;
    let mut last_sign = ' ';
    for line in diff.split_inclusive('\n').skip(2) {
        let (sign, rest) = line.split_at(1);
        match sign {
            "@" => {
                let start = line.split([' ', ',']).nth(1).unwrap();
                let start: usize = start.trim_start_matches('-').parse().unwrap();
                let is_empty = line.split(' ').nth(1).unwrap().ends_with(",0");
                let start = start - usize::from(!is_empty);
                result.extend(old[at..start].iter().copied());
                at = start;
            }
            "\\" => {
                if last_sign != '-' {
                    result.pop();
                }
            }
            "-" | " " => {
                assert_eq!(old[at].trim_end(), rest.trim_end(), "{diff}");
                at += 1;
                if sign == " " {
                    result.push_str(rest);
                }
            }
            _ => result.push_str(rest),
        }
        last_sign = sign.chars().next().unwrap();
    }
    result.extend(old[at..].iter().copied());
    result
}

#[test]
fn a_line_put_above_each_line_is_all_that_is_added() {
    let edits = [0, 2, 4].map(|at| edit(at, at, "x\n")).into();
    let shown = diff(&change("a\nb\nc\n", vec![edits]), false);
    assert_eq!(
        shown,
        "--- f\n+++ f\n@@ -1,3 +1,6 @@\n+x\n a\n+x\n b\n+x\n c\n"
    );
}

#[test]
fn far_changes_are_shown_apart() {
    let text = "0\n".repeat(30);
    let edits = vec![edit(0, 1, "1"), edit(14, 15, "1"), edit(32, 34, "")];
    let shown = diff(&change(&text, vec![edits]), false);
    let heads: Vec<&str> = shown.lines().filter(|it| it.starts_with('@')).collect();
    assert_eq!(heads, ["@@ -1,11 +1,11 @@", "@@ -15,7 +15,6 @@"]);
    assert_eq!(diff(&change(&text, Vec::new()), false), "");
}

#[test]
fn the_end_of_the_text_is_told() {
    let shown = diff(&change("a", vec![vec![edit(1, 1, "\n")]]), false);
    let expected = "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
    assert_eq!(shown, expected);
    let shown = diff(&change("", vec![vec![edit(0, 0, "a\n")]]), false);
    assert_eq!(shown, "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
}

#[test]
fn what_is_secret_in_one_text_is_shown_of_none() {
    let mut change = change("kye: hunter22\n", vec![vec![edit(0, 3, "key")]]);
    change.secrets[1] = vec![Span::new(5, 13)];
    let shown = diff(&change, false);
    assert!(
        shown.ends_with("-kye: ********\n+key: ********\n"),
        "{shown}"
    );
}

proptest! {
    #[test]
    fn the_difference_leads_to_the_text_after(
        text in "([ab]{0,2}\n){0,12}[ab]{0,2}",
        rounds in prop::collection::vec(
            prop::collection::vec((0_usize..40, 0_usize..4, "([ab\n]{0,3}|x\n)"), 0..5), 0..3),
    ) {
        let mut length = text.len();
        let mut made = Vec::new();
        for edits in rounds {
            let mut edits: Vec<Edit> = edits
                .into_iter()
                .map(|(at, count, text)| {
                    let start = at.min(length);
                    edit(start, (start + count).min(length), &text)
                })
                .collect();
            edits.sort_by_key(|edit| edit.span);
            let mut end = 0;
            edits.retain(|edit| {
                let is_apart = edit.span.start() >= end;
                end = if is_apart { edit.span.end() + 1 } else { end };
                is_apart
            });
            length = edits.iter().fold(length, |length, edit| {
                length - edit.span.len() + edit.text.len()
            });
            made.push(edits);
        }
        let change = change(&text, made);
        let shown = diff(&change, false);
        prop_assert_eq!(patched(&text, &shown), change.after.text(), "{}", shown);
    }
}
