//! Machines that are no longer on offer.

use crate::knowledge::machines::{self, AS_OF, Access};
use crate::rules::prelude::*;

rule! {
    id: "instance-type-retired",
    category: Deprecation,
    summary: "a machine that Codemagic no longer lists",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let field = &view.workflow.instance_type;
    let (Some(node), Some(Value::Literal(kind))) = (field.node(), field.value()) else {
        return;
    };
    let word = kind.word();
    let has_it = &view.file.settings.known.instance_types;
    let access = machines::find(word).map(|machine| machine.access);
    let Some(Access::Retired { since, successor }) = access else {
        return;
    };
    if has_it.iter().any(|it| it == word) {
        return;
    }
    let tree = view.tree();
    let node = tree.resolve(node);
    let message = match since {
        Some(since) => {
            format!(
                "`{word}` left the list of machines in {since}; use `{successor}` (as of {AS_OF})"
            )
        }
        None => format!("`{word}` is the old name of a machine; use `{successor}` (as of {AS_OF})"),
    };
    let draft = report
        .at(node, message)
        .help("it may be refused one day, and then no build starts; if your team still has it, list it under `known.instance-types`")
        .fix(Fix::suggestion(format!("write `{successor}`"), tree.span(node), successor));
    // Of old names the documentation does not say that they end.
    if since.is_none() {
        draft.severity(Severity::Hint);
    }
}
