//! What fixes keep to, on every file there is: the examples of the rules' pages, the
//! fixtures, and real files where they are there.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::{Edit, Finding, Safety};
use codemagic_lint::fix::{Fixed, RefusalReason, fix, ignore};
use codemagic_lint::rules::{self, Settings, check};
use codemagic_lint::syntax::{NodeKind, SourceFile, Span, Tree, parse};
use proptest::prelude::*;
use support::pages::{examples, pages};

/// A text, and what is known when it is checked.
struct Input {
    name: String,
    file: String,
    text: String,
    settings: Settings,
}

impl Input {
    fn with(&self, text: String) -> Self {
        Self {
            name: self.name.clone(),
            file: self.file.clone(),
            text,
            settings: self.settings.clone(),
        }
    }

    fn source(&self) -> SourceFile {
        SourceFile::new(self.file.clone(), self.text.clone())
    }

    fn fixed(&self, safety: Safety) -> Fixed {
        fix(&self.source(), &self.settings, safety, &|_| {})
    }

    fn fixed_text(&self, safety: Safety) -> String {
        text_of(&self.fixed(safety)).to_owned()
    }
}

fn text_of(fixed: &Fixed) -> &str {
    fixed.checked.tree.source().text()
}

/// Everything that can be switched on.
fn all_rules() -> Settings {
    let mut settings = Settings::default();
    for index in 0..rules::all().len() {
        settings.selection.switch_on(index);
    }
    settings
}

fn files() -> Vec<Input> {
    let folders = ["mistakes", "workflows"].map(support::fixtures).concat();
    let corpus = support::corpus().unwrap_or_default();
    let input = |path: &std::path::PathBuf| Input {
        name: path.display().to_string(),
        file: "codemagic.yaml".to_owned(),
        text: std::fs::read_to_string(path).unwrap_or_default(),
        settings: all_rules(),
    };
    folders.iter().chain(&corpus).map(input).collect()
}

fn bad_examples() -> Vec<Input> {
    let mut inputs = Vec::new();
    for (rule, page) in pages() {
        for (index, example) in examples(&page).into_iter().enumerate() {
            let (file, settings) = support::pages::settings(&example, rule);
            if let (false, Ok(text)) =
                (example.expected.is_empty(), String::from_utf8(example.text))
            {
                let name = format!("{} {index}", rule.id);
                inputs.push(Input {
                    name,
                    file,
                    text,
                    settings,
                });
            }
        }
    }
    inputs
}

/// Holds a law to all inputs, for safe fixes and for all.
fn hold(law: impl Fn(&Input, Safety) -> Result<(), String>) {
    for_each(|input| law(input, Safety::Safe).and_then(|()| law(input, Safety::Unsafe)));
}

/// Holds a law to all inputs.
fn for_each(law: impl Fn(&Input) -> Result<(), String>) {
    let inputs: Vec<Input> = files().into_iter().chain(bad_examples()).collect();
    assert!(inputs.len() > 200, "only {} inputs", inputs.len());
    let mut broken = Vec::new();
    for input in &inputs {
        if let Err(what) = law(input) {
            broken.push(format!("{}: {what}", input.name));
        }
    }
    assert!(
        broken.is_empty(),
        "{} broken:\n{}",
        broken.len(),
        broken.join("\n\n")
    );
}

fn must(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// Each round of fixes, with the text after it.
fn rounds(fixed: &Fixed) -> impl Iterator<Item = (&codemagic_lint::fix::Round, &str)> {
    let after = fixed.rounds.iter().skip(1).map(|round| round.source.text());
    fixed.rounds.iter().zip(after.chain([text_of(fixed)]))
}

/// The text with edits, one after the other from the last.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[test]
fn what_was_fixed_is_gone() {
    hold(|input, safety| {
        let fixed = input.fixed(safety);
        for (round, after) in rounds(&fixed) {
            let count = |findings: &[Finding], one: &Finding| {
                let same = |it: &&Finding| (&it.rule, &it.message) == (&one.rule, &one.message);
                findings.iter().filter(same).count()
            };
            let before = check(round.source.clone(), &input.settings).findings;
            let after = check(SourceFile::new(&*input.file, after), &input.settings).findings;
            let mended: Vec<Finding> = round
                .applied
                .iter()
                .flat_map(|it| it.findings.clone())
                .collect();
            for finding in &mended {
                let left = count(&after, finding) + count(&mended, finding);
                must(left <= count(&before, finding), || {
                    format!("{}: {} is still there", finding.rule, finding.message)
                })?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_second_run_changes_nothing() {
    hold(|input, safety| {
        let fixed = input.fixed(safety);
        let again = input.with(text_of(&fixed).to_owned()).fixed(safety);
        must(again.rounds.is_empty(), || {
            let rules: Vec<_> = again
                .applied()
                .map(|it| it.findings[0].rule.clone())
                .collect();
            format!("{rules:?} again")
        })
    });
}

#[test]
fn there_is_much_to_fix() {
    let count = |safety| -> usize {
        let inputs = files().into_iter().chain(bad_examples());
        inputs.map(|input| input.fixed(safety).count()).sum()
    };
    let (safe, all) = (count(Safety::Safe), count(Safety::Unsafe));
    assert!(safe > 40 && all > safe + 100, "{safe} and {all}");
}

#[test]
fn nothing_is_refused() {
    hold(|input, safety| {
        let fixed = input.fixed(safety);
        must(fixed.refused.is_empty(), || {
            let refused = fixed.refused.iter();
            let words = refused.map(|it| {
                format!(
                    "{} {}: {:?} {:?}",
                    it.finding.rule, it.finding.message, it.reason, it.finding.fix
                )
            });
            words.collect::<Vec<_>>().join("\n")
        })
    });
}

#[test]
fn every_byte_outside_the_edits_is_as_it_was() {
    hold(|input, safety| {
        for (round, after) in rounds(&input.fixed(safety)) {
            let text = edited(round.source.text(), &round.edits());
            must(text == after, || {
                "another text than the edits make".to_owned()
            })?;
        }
        Ok(())
    });
}

/// Rules whose comments are none: a value that a `#` has made one, and the line that
/// names a schema for editors.
const ABOUT_COMMENTS: [&str; 2] = ["hash-started-value", "schema-comment-url"];

#[test]
fn comments_are_kept() {
    hold(|input, safety| {
        for (round, after) in rounds(&input.fixed(safety)) {
            let before = parse(round.source.clone());
            let after = parse(SourceFile::new(&*input.file, after));
            let edits = round.edits();
            let covered = |span: Span| edits.iter().any(|it| it.span.contains(span));
            let text = |tree: &Tree, span| tree.source().slice(span).trim_end().to_owned();
            let mut left: Vec<String> = after
                .comments()
                .iter()
                .map(|it| text(&after, it.span))
                .collect();
            for comment in before.comments() {
                let touched = edits
                    .iter()
                    .any(|it| it.span.start < comment.span.end && comment.span.start < it.span.end);
                if covered(comment.span) || touched || !before.is_whole() {
                    continue;
                }
                let words = text(&before, comment.span);
                let Some(at) = left.iter().position(|it| *it == words) else {
                    return Err(format!("`{words}` is lost"));
                };
                left.remove(at);
            }
            for applied in &round.applied {
                let rule = &applied.findings[0].rule;
                let is_safe = applied.fix.safety == Safety::Safe;
                let about = ABOUT_COMMENTS.contains(&rule.as_ref());
                let takes = |edit: &Edit| {
                    let mut comments = before.comments().iter();
                    comments
                        .any(|it| it.span.start < edit.span.end && edit.span.start < it.span.end)
                };
                must(
                    !is_safe || about || !applied.fix.edits.iter().any(takes),
                    || format!("{rule}: a safe fix takes a comment"),
                )?;
            }
        }
        Ok(())
    });
}

/// The scalars of a tree, in order, with what they say.
fn words(tree: &Tree) -> Vec<(Span, String)> {
    let scalars = tree
        .nodes()
        .filter(|&node| tree.kind(node) == NodeKind::Scalar);
    let said = scalars.map(|node| (tree.span(node), tree.scalar(node).unwrap().to_owned()));
    said.filter(|(span, _)| !span.is_empty()).collect()
}

#[test]
fn what_no_edit_touches_says_what_it_said() {
    hold(|input, safety| {
        for (round, after) in rounds(&input.fixed(safety)) {
            let before = parse(round.source.clone());
            let after = parse(SourceFile::new(&*input.file, after));
            must(after.problems().len() <= before.problems().len(), || {
                format!("new problems: {:?}", after.problems())
            })?;
            if !before.is_whole() {
                continue;
            }
            let edits = round.edits();
            let mut said = words(&after).into_iter();
            for (span, word) in words(&before) {
                let touches = |it: &Edit| it.span.start <= span.end && span.start <= it.span.end;
                if !edits.iter().any(touches) {
                    must(said.any(|(_, it)| it == word), || {
                        format!("`{word}` is lost")
                    })?;
                }
            }
        }
        Ok(())
    });
}

#[test]
fn line_endings_are_those_of_the_file() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    hold(|input, safety| {
        if input.text.contains('\r') {
            return Ok(());
        }
        let expected = crlf(&input.fixed_text(safety));
        let text = input.with(crlf(&input.text)).fixed_text(safety);
        must(text == expected, || difference(&expected, &text))
    });
}

#[test]
fn a_byte_order_mark_and_a_missing_last_line_break_stay() {
    hold(|input, safety| {
        let expected = input.fixed_text(safety);
        if !input.text.starts_with('\u{feff}') {
            let marked = input
                .with(format!("\u{feff}{}", input.text))
                .fixed_text(safety);
            must(marked.strip_prefix('\u{feff}') == Some(&*expected), || {
                format!("marked: {}", difference(&expected, &marked))
            })?;
        }
        let bare = input.text.trim_end_matches(['\n', '\r']);
        let text = input.with(bare.to_owned()).fixed_text(safety);
        must(bare.is_empty() || !text.ends_with('\n'), || {
            "a line break more".to_owned()
        })
    });
}

fn difference(expected: &str, text: &str) -> String {
    let pairs = expected.lines().zip(text.lines());
    let first = pairs.enumerate().find(|(_, (a, b))| a != b);
    format!(
        "{first:?} of {} and {} lines",
        expected.lines().count(),
        text.lines().count()
    )
}

/// Silences all that is found in the text, with nothing on but what `hide` leaves.
fn silenced(input: &Input) -> codemagic_lint::fix::Ignored {
    ignore(
        &input.source(),
        &input.settings,
        &"why".parse().unwrap(),
        &|_| {},
    )
}

#[test]
fn silencing_changes_nothing_but_comments() {
    for_each(|input| {
        let result = silenced(input);
        let tree = &result.checked.tree;
        let before = parse(input.source());
        let said = |tree: &Tree| {
            words(tree)
                .into_iter()
                .map(|(_, word)| word)
                .collect::<Vec<_>>()
        };
        must(said(&before) == said(tree), || "other values".to_owned())?;
        let problems = |tree: &Tree| tree.problems().len();
        must(problems(&before) == problems(tree), || {
            "other problems".to_owned()
        })?;
        let found = check(input.source(), &input.settings).findings.len();
        must(result.refused.len() + result.count == found, || {
            "findings are lost".to_owned()
        })?;
        let again = silenced(&input.with(tree.source().text().to_owned()));
        must(
            again.checked.tree.source().text() == tree.source().text(),
            || difference(tree.source().text(), again.checked.tree.source().text()),
        )
    });
}

/// What is said of the comments themselves.
const NOT_SILENCED: [&str; 3] = ["ignore-malformed", "ignore-unknown-rule", "ignore-unused"];

#[test]
fn what_is_found_can_be_silenced() {
    for_each(|input| {
        let left: Vec<String> = silenced(input)
            .refused
            .iter()
            .filter(|it| !NOT_SILENCED.contains(&it.rule.as_ref()))
            .map(|it| format!("{}: {} {:?}", it.rule, it.message, it.span))
            .collect();
        must(left.is_empty(), || left.join("\n"))
    });
}

/// A shuffle that a number decides.
fn shuffle(findings: &mut [Finding], seed: u64) {
    let mut state = seed | 1;
    for index in (1..findings.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let other = usize::try_from(state % (index as u64 + 1)).unwrap();
        findings.swap(index, other);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn the_order_of_findings_means_nothing(seed in any::<u64>()) {
        hold(|input, safety| {
            let expected = input.fixed_text(safety);
            let shuffled = |findings: &mut Vec<Finding>| shuffle(findings, seed);
            let fixed = fix(&input.source(), &input.settings, safety, &shuffled);
            must(text_of(&fixed) == expected, || difference(&expected, text_of(&fixed)))
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    /// Whatever the text, fixing it comes to an end, and a second run changes nothing.
    #[test]
    fn damaged_files_are_fixed_to_the_end(damage in support::damage::damaged()) {
        let source = SourceFile::from_bytes("codemagic.yaml", damage);
        let settings = all_rules();
        for safety in [Safety::Safe, Safety::Unsafe] {
            let fixed = fix(&source, &settings, safety, &|_| {});
            let again = fix(fixed.checked.tree.source(), &settings, safety, &|_| {});
            // What is said not to have been tried is for another run.
            let mut refused = fixed.refused.iter();
            let is_complete = !refused.any(|it| it.reason == RefusalReason::NotTried);
            prop_assert!(again.rounds.is_empty() || !is_complete, "{:?}", text_of(&fixed));
            let endless = fixed.refused.iter().find(|it| it.reason == RefusalReason::Endless);
            prop_assert!(endless.is_none(), "{:?}", endless.map(|it| &it.finding));
            let problems = |tree: &Tree| tree.problems().len();
            prop_assert!(problems(&fixed.checked.tree) <= problems(&parse(source.clone())));
        }
        let reason = "why".parse().unwrap();
        let ignored = ignore(&source, &settings, &reason, &|_| {});
        let again = ignore(ignored.checked.tree.source(), &settings, &reason, &|_| {});
        let (once, twice) = (ignored.checked.tree.source(), again.checked.tree.source());
        prop_assert!(once.text() == twice.text() || !ignored.is_complete, "{:?}", once.text());
    }
}
