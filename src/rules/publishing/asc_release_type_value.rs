//! `release_type` knows three words.

use crate::expression::{Reference, reference};
use crate::rules::prelude::*;
use crate::rules::shared::words::nearest;

rule! {
    id: "asc-release-type-value",
    category: Schema,
    summary: "`release_type` with an unknown word",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: Schema(check),
}

const WORDS: [&str; 3] = ["MANUAL", "AFTER_APPROVAL", "SCHEDULED"];

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !problem.is_at("AppStoreConnect", "release_type")
        || !matches!(problem.kind, ProblemKind::UnknownKeyword { .. })
    {
        return;
    }
    let tree = report.tree();
    let value = tree.scalar(problem.node).unwrap_or_default();
    if reference(value) == Some(Reference::Variable) {
        return;
    }
    let span = tree.span(problem.node);
    let same = WORDS
        .into_iter()
        .find(|word| word.eq_ignore_ascii_case(value.trim()));
    let near = same.or_else(|| nearest(value.trim(), WORDS));
    let message = match near {
        Some(near) => format!("`{value}` is not a release type; did you mean `{near}`?"),
        None => format!("`{value}` is not a release type"),
    };
    let draft = report
        .at(problem.node, message)
        .help("write `MANUAL`, `AFTER_APPROVAL` or `SCHEDULED`, in capitals; Codemagic rejects the whole file otherwise");
    if tree
        .scalar_style(problem.node)
        .is_some_and(crate::syntax::ScalarStyle::is_block)
    {
        return;
    }
    if let Some(word) = same {
        draft.fix(Fix::safe(format!("write `{word}`"), span, word));
    } else if let Some(word) = near {
        draft.fix(Fix::suggestion(format!("write `{word}`"), span, word));
    }
}
