//! What starts a workflow can be asked of any file: places lie inside the text, nothing
//! secret is told, and to know more decides no question the other way.

use codemagic_lint::effective::Hidden;
use codemagic_lint::expression::condition::Truth;
use codemagic_lint::model::triggering::Event;
use codemagic_lint::report::Style;
use codemagic_lint::rules::{check, secrets_of};
use codemagic_lint::triggers::{Answer, Webhook, answers, describe, report};

use super::support::{plain_secrets, settings, source};

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let checked = check(source(bytes), settings());
    let (tree, config) = (&checked.tree, &checked.config);
    let spans = secrets_of(&checked);
    let hidden = Hidden::new(tree, &spans);
    let secrets = plain_secrets(tree.source(), &spans);
    for (_, workflow) in config.workflows() {
        let _ = describe(tree, workflow, &hidden);
    }
    for event in [
        Event::Push,
        Event::PullRequest,
        Event::Tag,
        Event::PullRequestLabeled,
    ] {
        let vague = Webhook::new(event);
        let before = answers(tree, config, &vague, &hidden);
        let human = report::human(tree.source(), &vague, &before, Style::default());
        let json = report::json(tree.source(), &vague, &before);
        serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
        for secret in &secrets {
            assert!(
                !human.contains(secret) && !json.contains(secret),
                "{secret:?} is told"
            );
        }
        for branch in ["main", "feature/a", "release-1.0"] {
            let known = known(event, branch);
            let after = answers(tree, config, &known, &hidden);
            assert_eq!(before.len(), after.len());
            for (before, after) in before.iter().zip(&after) {
                compare(before, after);
                assert!(tree.source().text().get(after.span.range()).is_some());
                assert!(tree.source().text().get(after.event.span.range()).is_some());
            }
        }
    }
}

/// The same event, of which much is known.
fn known(event: Event, branch: &str) -> Webhook {
    Webhook {
        branch: (event != Event::Tag).then(|| branch.to_owned()),
        target: matches!(event, Event::PullRequest | Event::PullRequestLabeled)
            .then(|| "main".to_owned()),
        tag: (event == Event::Tag).then(|| branch.to_owned()),
        changed: Some(vec!["lib/main.dart".to_owned(), "docs/a.md".to_owned()]),
        ..Webhook::new(event)
    }
}

fn compare(before: &Answer, after: &Answer) {
    let agree = |before: Truth, after: Truth| before == Truth::Unknown || before == after;
    assert!(
        agree(before.event.listed, after.event.listed),
        "listed: {before:?} {after:?}"
    );
    assert!(
        agree(before.starts(), after.starts()),
        "starts: {before:?} {after:?}"
    );
    assert!(
        agree(before.verdict(), after.verdict()),
        "verdict: {before:?} {after:?}"
    );
    assert_eq!(before.fails(), after.fails());
}
