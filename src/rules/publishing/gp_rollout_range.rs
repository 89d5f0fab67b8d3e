//! A staged release reaches a part of the users.

use crate::rules::prelude::*;
use crate::rules::shared::removal;
use crate::rules::shared::words::excerpt;
use crate::syntax::Tree;

rule! {
    id: "gp-rollout-range",
    category: Schema,
    summary: "a `rollout_fraction` that is not between 0 and 1",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    fix: Unsafe,
    check: Schema(check),
}

/// What the writer of a number outside the range had in mind.
enum Meant {
    /// So many of a hundred users.
    Percent(f64),
    Everyone,
    Nobody,
    Unclear,
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let is_fraction = problem.is_at("GooglePlay", "rollout_fraction")
        || problem.is_at("ReleasePromotion", "rollout_fraction");
    let (tree, node) = (report.tree(), problem.node);
    let Some(meant) = meant(tree, problem).filter(|_| is_fraction) else {
        return;
    };
    let written = excerpt(tree.scalar(node).unwrap_or_default());
    let message = format!("`rollout_fraction` must be above 0 and below 1, not `{written}`");
    let draft = report.at(node, message);
    let advice = match meant {
        Meant::Percent(percent) => {
            let fraction = ((percent * 10_000.0).round() / 1_000_000.0).to_string();
            let title = format!("write `{fraction}`");
            let advice = format!("write `{fraction}` for {percent} of a hundred users");
            draft.fix(Fix::suggestion(title, tree.span(node), fraction));
            advice
        }
        Meant::Everyone => {
            let key = tree.key_of(node);
            if let Some(span) = key.and_then(|key| removal::of_entry(tree, key)) {
                draft.fix(Fix::suggestion("release to everyone", span, ""));
            }
            "leave the key out to release to everyone".to_owned()
        }
        Meant::Nobody => {
            "make the release a draft instead, if nobody shall receive it yet".to_owned()
        }
        Meant::Unclear => {
            "write a part such as `0.25`, or leave the key out to release to everyone".to_owned()
        }
    };
    draft.help(format!(
        "{advice}; Codemagic rejects the whole file otherwise"
    ));
}

/// `None` where the value is no number and no percentage either.
fn meant(tree: &Tree, problem: &Problem) -> Option<Meant> {
    let text = tree.scalar(problem.node)?.trim();
    let (number, is_percent) = match problem.kind {
        ProblemKind::OutOfRange { .. } => (text, false),
        ProblemKind::WrongType { .. } => (text.strip_suffix('%')?.trim_end(), true),
        _ => return None,
    };
    let Ok(number) = number.parse::<f64>() else {
        return (!is_percent).then_some(Meant::Unclear);
    };
    let is = |other: f64| (number - other).abs() < f64::EPSILON;
    Some(if is(0.0) {
        Meant::Nobody
    } else if is(100.0) || (is(1.0) && !is_percent) {
        Meant::Everyone
    } else if (0.01..=99.9).contains(&number) {
        Meant::Percent(number)
    } else {
        Meant::Unclear
    })
}
