//! What a publisher will do.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::publish::plan::{Plan, PlanSettings};
use crate::publish::report::outline;

use super::Told;
use super::keys;
use super::place::Place;

/// The keys of publishers.
const PUBLISHERS: &[&str] = &[
    "app_store_connect",
    "email",
    "firebase",
    "google_play",
    "partner_center",
    "slack",
    "tester_groups",
];

/// The key of a publisher: what it will do, above what the key is for.
pub(super) fn publisher(place: &Place<'_>) -> Option<Told> {
    let name = place.tree.scalar(place.node)?;
    if !place.is_key() || !PUBLISHERS.contains(&name) {
        return None;
    }
    let help = keys::help(place)?;
    let text = match will(place, name) {
        Some(will) => format!("{will}\n---\n\n{help}"),
        None => help,
    };
    Some(Told::new(text, place.span()))
}

/// What it will do, as the plan of the dry run tells; of the first workflow that uses it.
fn will(place: &Place<'_>, name: &str) -> Option<String> {
    let entries = place.view.checked.config.workflows.entries();
    let position = *place.workflows().first()?;
    let id = place.tree.scalar(entries.get(position)?.entry.key)?;
    let settings = &place.view.settings;
    let plan = Plan::read(
        &place.view.checked,
        &PlanSettings {
            workflow: Some(id.to_owned()),
            repository: settings.repository.clone(),
            now: settings.now.unwrap_or(Timestamp::UNIX_EPOCH),
            ..PlanSettings::default()
        },
    );
    let plan = plan.ok()?;
    let own = place.tree.span(place.node).range();
    let id = id.replace('`', "'");
    if name == "app_store_connect" {
        if plan.publishing.as_ref() != Some(&own) {
            return None;
        }
        let mut text = format!("**What `{id}` will do here**\n\n");
        for (name, words) in outline(&plan, place.tree.source()) {
            let _ = writeln!(text, "- {name}: {}", escaped(&words));
        }
        return Some(text);
    }
    let other = plan
        .others
        .iter()
        .find(|it| it.place.as_ref() == Some(&own))?;
    Some(format!("**`{id}` will {}**\n", escaped(&other.would)))
}

/// A text without marks of Markdown, but for what stands in backticks.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut in_code = false;
    for character in text.chars() {
        in_code ^= character == '`';
        if !in_code && matches!(character, '*' | '<' | '[') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
