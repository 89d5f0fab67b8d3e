//! A value that a template or the documentation left to be filled in.

use crate::expression::reference;
use crate::knowledge::placeholders::{is_placeholder, is_sample_address};
use crate::rules::prelude::*;
use crate::rules::shared::real_values::{literal, real_values, vars};
use crate::rules::shared::words::excerpt;
use crate::syntax::Tree;

rule! {
    id: "placeholder-value",
    category: Environment,
    summary: "a value that a template left to be filled in",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let vars = vars(view);
    for node in real_values(view)
        .into_iter()
        .filter(|node| is_unfilled(tree, *node))
    {
        let text = excerpt(tree.scalar(node).unwrap_or_default());
        let draft = report
            .at(node, format!("`{text}` looks like a placeholder"))
            .help("fill in the real value; for one that must stay secret, name a variable of a group, such as `$NAME`");
        // Stores and signing take nothing but the real value. A variable may go
        // unused, and sample identifiers are somebody's.
        let is_var = vars.contains(&node);
        if !is_var && !text.starts_with("com.") {
            draft.severity(Severity::Error);
        }
    }
    let email = view
        .workflow
        .publishing
        .value()
        .and_then(|it| it.email.value());
    let recipients = email
        .map(|email| email.recipients.items())
        .unwrap_or_default();
    for address in recipients
        .iter()
        .filter_map(|item| literal(item.value.as_ref()))
    {
        let text = address.get(tree);
        if is_sample_address(text) {
            report
                .at(address.0, format!("`{text}` looks like a sample address"))
                .severity(Severity::Hint)
                .help("write the address of someone who shall hear of builds");
        }
    }
}

/// Whether nobody means the value. `Encrypted(...)` has a rule of its own.
fn is_unfilled(tree: &Tree, node: NodeId) -> bool {
    let text = tree.scalar(node).unwrap_or_default().trim();
    reference(text).is_none() && !text.starts_with("Encrypted(") && is_placeholder(text)
}
