//! `<<` with something else than mappings.

use crate::model;
use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "merge-key-target",
    category: Syntax,
    summary: "a merge key `<<` with something else than a mapping",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::MergeKeyTarget {
        return;
    }
    let tree = report.tree();
    let text = tree.source().slice(problem.span);
    let node = tree.innermost(problem.span.start());
    let message = match model::found(tree, node) {
        Some(found) if text != "<<" => {
            let verb = if text.starts_with('*') { "names" } else { "is" };
            format!(
                "`<<` takes a mapping, but `{}` {verb} {}",
                excerpt(text),
                found.name()
            )
        }
        _ => "`<<` takes a mapping, but nothing is given".to_owned(),
    };
    let draft = report.text(problem.span, message);
    draft.help(
        "use the alias as a value, such as `key: *name`; `<<` only brings in the keys of a mapping",
    );
    if let Some(target) = problem.related {
        draft.related_span(target, "the alias names this");
    }
}
