//! A key of another CI system, or of Codemagic's workflow editor.

use crate::knowledge::foreign_keys::foreign_key;
use crate::rules::prelude::*;
use crate::rules::shared::keys::settings_inside;

rule! {
    id: "foreign-ci-key",
    category: Schema,
    summary: "a key of another CI system or of the workflow editor",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let (ProblemKind::UnknownKey, Some(section)) = (problem.kind, problem.section) else {
        return;
    };
    let tree = report.tree();
    let key = tree.scalar(problem.node).unwrap_or_default();
    let Some(foreign) = foreign_key(section.name, key) else {
        return;
    };
    let message = format!("`{key}` is not a Codemagic key: {}", foreign.advice);
    let taken = |name: &str| {
        let mapping = tree.parent(problem.node);
        mapping.is_some_and(|mapping| tree.field(mapping, name).is_some())
    };
    let fix = foreign.rename.filter(|name| !taken(name)).map(|name| {
        let title = format!("rename to `{name}`");
        Fix::suggestion(title, tree.span(problem.node), name)
    });
    let inside = settings_inside(tree, problem);
    let draft = report.at(problem.node, message).help(format!(
        "{inside}Codemagic rejects the whole file for a key it does not know"
    ));
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}
