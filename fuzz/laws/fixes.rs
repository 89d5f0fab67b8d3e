//! What fixes keep to, whatever the text: the result reads no worse, a second run
//! changes nothing, the order of findings means nothing, the bytes outside the edits and
//! the line breaks stay; and findings can be silenced without changing any value.

use codemagic_lint::finding::{Finding, Safety};
use codemagic_lint::fix::{Fixed, RefusalReason, fix, ignore};
use codemagic_lint::model;
use codemagic_lint::syntax::{NodeKind, Tree, parse};

use super::support::{settings, source};

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    for safety in [Safety::Safe, Safety::Unsafe] {
        fixed(bytes, safety);
    }
    silenced(bytes);
}

fn text_of(fixed: &Fixed) -> &str {
    fixed.checked.tree.source().text()
}

fn fixed(bytes: &[u8], safety: Safety) {
    let before = source(bytes);
    let fixed = fix(&before, settings(), safety, &|_| {});
    for (index, round) in fixed.rounds.iter().enumerate() {
        let next = fixed.rounds.get(index + 1).map(|round| round.source.text());
        let mut text = round.source.text().to_owned();
        let mut behind = text.len();
        for edit in round.edits().iter().rev() {
            assert!(edit.span.end() <= behind, "edits overlap");
            behind = edit.span.start();
            text.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(
            text,
            next.unwrap_or(text_of(&fixed)),
            "another text than the edits make"
        );
    }
    let refused = |reason| fixed.refused.iter().find(|it| it.reason == reason);
    let again = fix(fixed.checked.tree.source(), settings(), safety, &|_| {});
    // What was left for want of effort is for another run, and that is said.
    let is_done = refused(RefusalReason::NotTried).is_none();
    assert!(
        again.rounds.is_empty() || !is_done,
        "fixed again: {:?}",
        rules(&again)
    );
    let endless = refused(RefusalReason::Endless);
    assert!(
        endless.is_none(),
        "endless: {}",
        endless.map_or("", |it| &it.finding.rule)
    );
    no_worse(&parse(before.clone()), &fixed.checked.tree);
    let backwards = fix(&before, settings(), safety, &|findings: &mut Vec<
        Finding,
    >| {
        findings.reverse();
    });
    assert_eq!(
        text_of(&backwards),
        text_of(&fixed),
        "the order means something"
    );
}

fn rules(fixed: &Fixed) -> Vec<String> {
    let applied = fixed.applied().flat_map(|it| &it.findings);
    applied.map(|it| it.rule.to_string()).collect()
}

fn no_worse(before: &Tree, after: &Tree) {
    let problems = |tree: &Tree| tree.problems().len();
    assert!(
        problems(after) <= problems(before),
        "problems of syntax: {:?}",
        after.problems()
    );
    if before.is_whole() {
        let structure = |tree: &Tree| model::decode(tree).1.len();
        assert!(
            structure(after) <= structure(before),
            "problems of structure"
        );
    }
}

fn silenced(bytes: &[u8]) {
    let before = source(bytes);
    let reason = "why".parse().expect("a reason");
    let result = ignore(&before, settings(), &reason, &|_| {});
    let tree = &result.checked.tree;
    let tree_before = parse(before);
    assert_eq!(words(&tree_before), words(tree), "silencing changes values");
    // What the comment ends a line with, such as a tab, it makes part of itself.
    assert!(tree.problems().len() <= tree_before.problems().len());
    let again = ignore(tree.source(), settings(), &reason, &|_| {});
    assert!(
        again.checked.tree.source().text() == tree.source().text() || !result.is_complete,
        "silenced again"
    );
}

/// What the scalars say, in order.
fn words(tree: &Tree) -> Vec<&str> {
    let scalars = tree
        .nodes()
        .filter(|&node| tree.kind(node) == NodeKind::Scalar);
    scalars.filter_map(|node| tree.scalar(node)).collect()
}
