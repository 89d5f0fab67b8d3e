//! A value that a template or the documentation left to be filled in.

use crate::expression::reference;
use crate::knowledge::placeholders::{has_placeholder_part, is_placeholder, is_sample_address};
use crate::rules::prelude::*;
use crate::rules::shared::publishers::recipients;
use crate::rules::shared::real_values::{literal, real_values, vars};
use crate::rules::shared::triggers::Triggers;
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
    let waits = waits_for_a_request(view);
    for node in real_values(view)
        .into_iter()
        .filter(|node| is_unfilled(tree, *node, &vars))
    {
        let text = excerpt(tree.scalar(node).unwrap_or_default());
        let draft = report
            .at(node, format!("`{text}` looks like a placeholder"))
            .help("fill in the real value; for one that must stay secret, name a variable of a group, such as `$NAME`");
        // Stores and signing take nothing but the real value. A variable may go
        // unused, and sample identifiers are somebody's.
        let is_var = vars.contains(&node);
        if is_var && waits {
            draft.severity(Severity::Hint);
        } else if !is_var && !text.starts_with("com.") {
            draft.severity(Severity::Error);
        }
    }
    check_messages(view, report);
}

/// Looks at who is told of builds.
fn check_messages(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let publishing = view.workflow.publishing.value();
    let slack = publishing.and_then(|it| it.slack.value());
    if let Some(channel) = slack.and_then(|slack| literal(slack.channel.value())) {
        let text = channel.get(tree).trim();
        if is_placeholder(text.trim_start_matches('#')) {
            report
                .at(
                    channel.0,
                    format!("`{}` looks like a placeholder", excerpt(text)),
                )
                .help("write the channel that shall hear of builds");
        }
    }
    for address in recipients(view)
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

/// Whether no event starts the workflow, so that somebody does, or a program. The
/// request of a program may bring variables of its own.
fn waits_for_a_request(view: &WorkflowView<'_>) -> bool {
    !view.workflow.triggering.is_set()
        || Triggers::of(view).is_some_and(|triggers| triggers.events.is_empty())
}

/// Whether nobody means the value. `Encrypted(...)` has a rule of its own; of the
/// others, none but variables are paths.
fn is_unfilled(tree: &Tree, node: NodeId, vars: &[NodeId]) -> bool {
    let text = tree.scalar(node).unwrap_or_default().trim();
    reference(text).is_none()
        && !text.starts_with("Encrypted(")
        && (is_placeholder(text) || has_placeholder_part(text) && vars.contains(&node))
}
