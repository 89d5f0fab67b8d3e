//! Damaged files: whatever happens to a text, there is a sound tree, somebody
//! is told, and most of the file is still read.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "tests may fail where they stand, and say it plainly"
)]

mod syntax_common;

use std::collections::HashMap;

use codemagic_lint::syntax::{NodeKind, SourceFile, SyntaxProblemKind as Kind, Tree, parse};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use syntax_common::pyyaml::PyYaml;
use syntax_common::{Numbers, check_invariants, damaged, fixtures, tree};

/// The representative file.
fn release() -> String {
    fixtures()
        .into_iter()
        .find(|(path, _)| path.ends_with("release.yaml"))
        .unwrap()
        .1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(20260626), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_leaves_a_sound_tree(seed in any::<u64>(), times in 1..5, line_break in 0..3) {
        let mut numbers = Numbers::new(seed);
        let mut text = release();
        for _ in 0..times {
            (text, _) = damaged(&text, &mut numbers);
        }
        let text = text.replace('\n', ["\n", "\r\n", "\r"][usize::try_from(line_break).unwrap()]);
        let tree = tree(&text);
        check_invariants(&tree);
        for id in tree.nodes() {
            // All that can be asked has an answer.
            let _ = (tree.path(id), tree.value(id), tree.is_damaged(id), tree.is_flagged(id));
            let _ = tree.fields(id).count();
        }
    }

    #[test]
    fn any_bytes_leave_a_sound_tree(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        let mut file = release().into_bytes();
        let at = at.index(file.len());
        file.splice(at..(at + 1).min(file.len()), bytes.iter().copied());
        check_invariants(&parse(SourceFile::from_bytes("f", file)));
        check_invariants(&parse(SourceFile::from_bytes("f", bytes)));
    }

    #[test]
    fn any_words_leave_a_sound_tree(words in proptest::collection::vec(
        prop::sample::select(vec![
            "a", "b:", ": ", "- ", "-", "\n", "\n  ", "\n    ", " ", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "#", " #", "&a ",
            "*a", "<<: ", "!x ", "? ", "\t", "\\", "---\n", "...", "é", "%", "@", "\u{feff}", "\r", "EOF", "<<EOF",
        ]), 0..60))
    {
        let text: String = words.concat();
        let tree = tree(&text);
        check_invariants(&tree);
    }
}

/// Every scalar's text, with how often it stands in the tree.
fn words(tree: &Tree) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for id in tree.nodes().filter(|&id| tree.kind(id) == NodeKind::Scalar) {
        *words
            .entry(tree.scalar(id).unwrap().trim().to_owned())
            .or_insert(0) += 1;
    }
    words
}

/// The parser that serde_yaml uses refuses the text.
fn is_broken(text: &str) -> bool {
    let result: Result<serde_yaml::Value, _> = serde_yaml::from_str(text);
    // A repeated key is no failure of parsing; the others are serde_yaml's alone.
    let others = [
        "duplicate entry",
        "more than one document",
        "found a tab character where an indentation",
    ];
    result.is_err_and(|error| !others.iter().any(|other| error.to_string().contains(other)))
}

/// Regressions of the diagnosis would show here before anybody reads them: one
/// piece of damage is mostly told once, and nearly everything is kept.
#[test]
fn one_mistake_is_told_once_and_costs_little() {
    let text = release();
    let healthy = words(&tree(&text));
    let all: usize = healthy.values().sum();
    let (mut broken, mut told_once, mut kept_all) = (0, 0, 0);
    for seed in 0..1200 {
        let mut numbers = Numbers::new(seed);
        let (text, damage) = damaged(&text, &mut numbers);
        // A new line makes two mistakes of one.
        if !is_broken(&text) || damage.starts_with("cut off") || damage.contains("\\n\" put in") {
            continue;
        }
        let tree = tree(&text);
        let told = tree
            .problems()
            .iter()
            .filter(|problem| problem.kind != Kind::DuplicateKey)
            .count();
        assert!(
            (1..12).contains(&told),
            "{damage}: {:?}\n{text}",
            tree.problems()
        );
        let words = words(&tree);
        let kept: usize = healthy
            .iter()
            .map(|(word, count)| *count.min(words.get(word).unwrap_or(&0)))
            .sum();
        broken += 1;
        if told > 1 {
            println!(
                "{told} {damage} {:?}",
                tree.problems()
                    .iter()
                    .map(|p| format!(
                        "{:?}@{}",
                        p.kind,
                        tree.source().position(p.span.start()).line
                    ))
                    .collect::<Vec<_>>()
            );
        }
        told_once += usize::from(told == 1);
        kept_all += kept;
    }
    let (told_once, kept) = (told_once * 100 / broken, kept_all * 100 / (broken * all));
    println!("{broken} broken, {told_once} % told once, {kept} % of the scalars kept");
    assert!(broken > 300 && told_once >= 90 && kept >= 95);
}

/// What PyYAML loads we do not refuse.
#[test]
fn nothing_is_refused_that_pyyaml_loads() {
    let Some(mut oracle) = PyYaml::start() else {
        return;
    };
    let text = release();
    let harmless = [
        Kind::DuplicateKey,
        Kind::HashStartedValue,
        Kind::DashWithoutSpace,
        Kind::RecursiveAlias,
    ];
    for seed in 5000..5300 {
        let (text, damage) = damaged(&text, &mut Numbers::new(seed));
        let tree = tree(&text);
        let fatal = tree
            .problems()
            .iter()
            .any(|problem| !harmless.contains(&problem.kind));
        let loads = oracle.load(&text).get("ok").is_some();
        assert!(
            !(fatal && loads),
            "{damage}: PyYAML loads what we refuse: {:?}\n{text}",
            tree.problems()
        );
    }
}
