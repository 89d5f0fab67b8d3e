//! Webhooks open a channel to everyone.

use crate::knowledge::secrets::find;
use crate::rules::prelude::*;
use crate::rules::shared::publishers::text;

rule! {
    id: "slack-webhook-literal",
    category: Security,
    summary: "a webhook where the name of a Slack channel belongs",
    source: "https://docs.codemagic.io/yaml-notification/slack/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let slack = view
        .workflow
        .publishing
        .value()
        .and_then(|it| it.slack.value());
    let Some((node, channel)) = slack.and_then(|slack| text(view.tree(), &slack.channel)) else {
        return;
    };
    if find(channel).is_empty() {
        return;
    }
    report
        .span(node, view.tree().span(node), "`channel` is the name of a channel; this webhook lets everyone who can read the repository write to Slack")
        .help("revoke the webhook, connect Slack under Team integrations, and write the channel's name in quotes, such as `'#builds'`");
}
