//! Names of channels begin with `#`.

use crate::knowledge::secret_names::stands_for_another;
use crate::knowledge::secrets;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::shown;
use crate::rules::shared::publishers::text;

rule! {
    id: "slack-channel",
    category: Publishing,
    severity: Hint,
    summary: "a Slack channel without `#`",
    source: "https://docs.codemagic.io/yaml-notification/slack/",
    fix: Unsafe,
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
    if channel.starts_with(['#', '@'])
        || is_id(channel)
        || channel.contains("://")
        || stands_for_another(channel)
    {
        return;
    }
    let draft = report
        .at(node, format!("{} does not begin with `#` as names of channels do", shown(channel)))
        .help("write the name as Slack shows it, in quotes, such as `'#builds'`: without them `#` starts a comment");
    if is_name(channel) {
        let name = format!("'#{channel}'");
        draft.fix(Fix::suggestion(
            format!("write `{name}`"),
            view.tree().span(node),
            name,
        ));
    }
}

/// Whether the text is the id of a channel or of a person: `C024BE91L`.
fn is_id(channel: &str) -> bool {
    channel.len() >= 9
        && channel.starts_with(['C', 'D', 'G', 'U', 'W'])
        && channel
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Most characters of a channel's name.
///
/// Source: <https://slack.com/help/articles/201402297-Create-a-channel>.
const LONGEST_NAME: usize = 80;

/// Whether a channel may be called so. What looks like a token is none.
fn is_name(channel: &str) -> bool {
    channel
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && channel.chars().count() <= LONGEST_NAME
        && secrets::find(channel).is_empty()
}
