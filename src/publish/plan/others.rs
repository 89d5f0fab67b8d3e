//! Publishers that are not simulated, each with what it would do.

use crate::model::publishing::{FirebaseApp, GooglePlay, Notify, Publishing};
use crate::model::step::AnyStep;
use crate::model::{Field, Value};
use crate::rules::shared::words::excerpt;
use crate::syntax::NodeId;

use super::OtherPublisher;
use super::variables::{Resolver, overlaps};

/// The publishers in the order in which the documentation lists them.
pub(super) fn read(resolver: &Resolver<'_, '_>, publishing: &Publishing) -> Vec<OtherPublisher> {
    let reader = Reader { resolver };
    let mut found = Vec::new();
    let mut add = |name, key: Option<NodeId>, would: Option<String>| {
        found.extend(would.map(|would| OtherPublisher {
            name,
            would,
            place: key.map(|key| resolver.place(key)),
        }));
    };
    if let Some(play) = publishing.google_play.value() {
        let key = publishing.google_play.key();
        add("google-play", key, Some(reader.google_play(play)));
    }
    if let Some(firebase) = publishing.firebase.value() {
        let key = publishing.firebase.key();
        let apps = [("iOS", &firebase.ios), ("Android", &firebase.android)];
        let apps = apps.map(|(system, app)| Some(reader.firebase(system, app.value()?)));
        let apps: Vec<String> = apps.into_iter().flatten().collect();
        let would = format!("give {} in Firebase", apps.join(" and "));
        add("firebase", key, (!apps.is_empty()).then_some(would));
    }
    if let Some(store) = publishing.partner_center.value() {
        let key = publishing.partner_center.key();
        let id = reader
            .text(&store.store_id)
            .unwrap_or_else(|| "unknown id".into());
        let would = format!("upload the package to the Microsoft Store app {id}");
        add("microsoft-store", key, Some(would));
    }
    if let Some(email) = publishing.email.value() {
        let count = email.recipients.items().len();
        let people = if count == 1 {
            "recipient"
        } else {
            "recipients"
        };
        let would = format!(
            "tell {count} {people} by e-mail{}",
            Reader::on(&email.notify)
        );
        add("email", publishing.email.key(), Some(would));
    }
    if let Some(slack) = publishing.slack.value() {
        let channel = reader.text(&slack.channel);
        let channel = channel.map_or_else(|| "a channel".into(), |it| format!("the channel {it}"));
        let start = if slack.notify_on_build_start.may_be_true() {
            ", also when the build starts"
        } else {
            ""
        };
        let would = format!("tell {channel}{}{start}", Reader::on(&slack.notify));
        add("slack", publishing.slack.key(), Some(would));
    }
    let groups = publishing.tester_groups.items().len();
    if groups > 0 {
        let noun = if groups == 1 { "group" } else { "groups" };
        let would = format!("tell {groups} tester {noun} of the team in Codemagic");
        add("tester-groups", publishing.tester_groups.key(), Some(would));
    }
    for item in publishing.scripts.items() {
        let Some(step) = item.value.as_ref() else {
            continue;
        };
        let (name, would) = reader.script(step);
        add(name, Some(item.node), Some(would));
    }
    found
}

struct Reader<'r, 'v, 'a> {
    resolver: &'r Resolver<'v, 'a>,
}

impl Reader<'_, '_, '_> {
    /// A field's text in backticks; as it is written where it cannot be known.
    fn text<T>(&self, field: &Field<Value<T>>) -> Option<String> {
        let node = field.node().filter(|_| field.is_set())?;
        let found = self.resolver.scalar(node);
        if found.is_secret {
            return None;
        }
        let tree = self.resolver.view.tree();
        let written = || {
            tree.scalar(tree.resolve(node))
                .unwrap_or_default()
                .to_owned()
        };
        let text = found.value.unwrap_or_else(written);
        Some(format!("`{}`", excerpt(&text)))
    }

    fn google_play(&self, play: &GooglePlay) -> String {
        let track = self.text(&play.track).unwrap_or_else(|| "unknown".into());
        let mut would = format!("upload to Google Play's track {track}");
        if play.submit_as_draft.may_be_true() {
            would += " as a draft";
        }
        if let Some(part) = self.text(&play.rollout_fraction) {
            would.extend([" for the part ", &part, " of users"]);
        }
        if play.changes_not_sent_for_review.may_be_true() {
            would += ", without sending the changes for review";
        }
        let promotion = play.release_promotion.value();
        if let Some(track) = promotion.and_then(|it| self.text(&it.track)) {
            would.extend([", then promote to ", &track]);
        }
        would
    }

    fn firebase(&self, system: &str, app: &FirebaseApp) -> String {
        let groups: Vec<String> = app
            .groups
            .items()
            .iter()
            .filter_map(|item| {
                let found = self.resolver.scalar(item.node);
                let text = found.value.filter(|_| !found.is_secret)?;
                Some(format!("`{}`", excerpt(&text)))
            })
            .collect();
        match groups.as_slice() {
            [] => format!("the {system} app to nobody yet"),
            [one] => format!("the {system} app to the group {one}"),
            all => format!("the {system} app to the groups {}", all.join(", ")),
        }
    }

    /// On which outcomes somebody is told.
    fn on(notify: &Field<std::sync::Arc<Notify>>) -> &'static str {
        let Some(notify) = notify.value() else {
            return "";
        };
        let is_off = |field: &Field<Value<bool>>| field.value() == Some(&Value::Literal(false));
        match (is_off(&notify.success), is_off(&notify.failure)) {
            (true, true) => ", but neither of success nor of failure",
            (true, false) => ", but of failures only",
            (false, true) => " of success only",
            (false, false) => "",
        }
    }

    /// A step of `publishing.scripts`: what it is, and what it does.
    fn script(&self, step: &AnyStep) -> (&'static str, String) {
        let tree = self.resolver.view.tree();
        let script = step.script().map(|it| it.get(tree)).unwrap_or_default();
        let kind = if script.contains("discord.com/api/webhooks") || script.contains("DISCORD") {
            "discord"
        } else {
            "scripts"
        };
        let name = step.section().and_then(|step| step.name.value());
        let hides = |node: NodeId| {
            let place = self.resolver.place(node);
            overlaps(self.resolver.secrets, &place)
        };
        let name = name.filter(|name| !hides(name.0));
        let would = match name {
            Some(name) => format!("run the step `{}`", excerpt(name.get(tree))),
            None => "run a step without a name".into(),
        };
        (kind, would)
    }
}
