//! Nesting, merging or size beyond what is read.

use crate::rules::allowance::MAX_SHARED;
use crate::rules::prelude::*;
use crate::rules::report::{MAX_FINDINGS, MAX_REPORTS};
use crate::syntax::{Limit, MAX_FILE_SIZE};

rule! {
    id: "limit-exceeded",
    category: Syntax,
    summary: "a file too large, too deep or with too many merges to be checked",
    source: "https://yaml.org/spec/1.1/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    let SyntaxProblemKind::LimitExceeded(limit) = problem.kind else {
        return;
    };
    let (message, help) = match limit {
        Limit::Depth => (
            "lists and mappings are nested too deep here".to_owned(),
            "no configuration nests more than 255 deep; what follows was not checked",
        ),
        Limit::Merges => (
            "merge keys bring in more than a million keys".to_owned(),
            "aliases multiply here; later merge keys were not followed",
        ),
        Limit::Size => (
            format!(
                "the file is larger than {} MB and was not checked",
                MAX_FILE_SIZE / (1024 * 1024)
            ),
            "this is hardly a configuration: was the right file given?",
        ),
        Limit::Aliases => (
            format!(
                "workflows share more than {} MB of text through aliases",
                MAX_SHARED / (1024 * 1024)
            ),
            "aliases multiply here; this workflow and later ones that share as much were not checked",
        ),
        Limit::Findings => (
            format!("there are more than {MAX_FINDINGS} findings"),
            "the others are left out: was the right file given?",
        ),
        Limit::Repetitions => (
            format!("workflows share more than {MAX_REPORTS} findings"),
            "aliases multiply here; the others are left out",
        ),
    };
    report.text(problem.span, message).help(help);
}
