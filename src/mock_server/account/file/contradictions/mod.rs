//! What fits the declarations and still cannot be.

mod app_review;
mod builds;
mod faults;
mod texts;

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use crate::knowledge::release_notes::LOCALES;
use crate::model::{Field, Item, TextNode};
use crate::rules::place;
use crate::rules::shared::words::{excerpt, nearest};
use crate::syntax::{NodeId, NodeKind, Tree};

use super::AccountProblem;
use super::app::{AppSection, GroupSection};
use super::convert::Convert;
use super::root::AccountSection;

/// Values that a file may come to once its aliases are written out, a long text
/// counting as several.
const MOST_VALUES: usize = 100_000;

/// Bytes of text that count as a value of their own.
const TEXT_STEP: usize = 256;

/// Lists and mappings inside each other once aliases are written out: far more than
/// the declarations have.
const DEEPEST: usize = 32;

/// The forms of languages that people mean who name none.
const USUAL: [&str; 7] = [
    "en-US", "de-DE", "fr-FR", "es-ES", "nl-NL", "pt-PT", "zh-Hans",
];

/// What contradicts itself in a file that fits the declarations otherwise.
pub fn contradictions(tree: &Tree, file: &AccountSection) -> Vec<AccountProblem> {
    let mut found = Contradictions {
        tree,
        convert: Convert { tree },
        problems: Vec::new(),
    };
    let mut budget = MOST_VALUES;
    if written_out(tree, file.mapping, &mut budget, DEEPEST).is_none() {
        let message = "the file is too large once its aliases are written out";
        found.say(file.mapping, message.into(), "leave out what is not needed");
        return found.problems;
    }
    found.rate_limit(file);
    found.faults(file.faults.items());
    found.unique(
        file.apps.items(),
        |it, app| it.convert.text(&app.bundle_id),
        |app| (app.bundle_id.node(), app.mapping),
        |id| format!("the bundle id `{id}` is given twice"),
        "an account has one app of each bundle id: join the two, or rename one",
    );
    for app in file.apps.items().iter().filter_map(value) {
        found.app(app);
    }
    found.problems
}

/// Takes from the budget what a node comes to; `None` when that is too much.
fn written_out(tree: &Tree, node: NodeId, budget: &mut usize, depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    let node = tree.resolve(node);
    let text = tree.scalar(node).unwrap_or_default();
    *budget = budget.checked_sub(1 + text.len() / TEXT_STEP)?;
    match tree.kind(node) {
        NodeKind::Sequence => tree
            .items(node)
            .iter()
            .try_for_each(|item| written_out(tree, *item, budget, depth)),
        NodeKind::Mapping => tree
            .fields(node)
            .try_for_each(|field| written_out(tree, field.value, budget, depth)),
        NodeKind::Scalar | NodeKind::Alias => Some(()),
    }
}

/// An item that could be read.
fn value<T>(item: &Item<Arc<T>>) -> Option<&T> {
    item.value.as_deref()
}

/// The node of the first of these that is written.
type Place = (Option<NodeId>, NodeId);

struct Contradictions<'t> {
    tree: &'t Tree,
    convert: Convert<'t>,
    problems: Vec<AccountProblem>,
}

impl Contradictions<'_> {
    fn say(&mut self, node: NodeId, message: String, help: impl Into<String>) {
        self.problems.push(AccountProblem {
            message,
            help: Some(help.into()),
            span: place(self.tree, node),
        });
    }

    /// Says it of every item whose key an earlier one has.
    fn unique<T, K: Hash + Eq>(
        &mut self,
        items: &[Item<Arc<T>>],
        key: impl Fn(&Self, &T) -> Option<K>,
        at: impl Fn(&T) -> Place,
        message: impl Fn(&K) -> String,
        help: &str,
    ) {
        let mut seen = HashSet::new();
        for item in items {
            let Some(section) = value(item) else { continue };
            let Some(key) = key(self, section) else {
                continue;
            };
            let message = message(&key);
            if !seen.insert(key) {
                // The same mapping through an alias is shown where it is used again.
                let (field, mapping) = at(section);
                let node = match self.tree.kind(item.node) {
                    NodeKind::Alias => item.node,
                    _ => field.unwrap_or(mapping),
                };
                self.say(node, message, help);
            }
        }
    }

    fn app(&mut self, app: &AppSection) {
        let primary = self.locale(&app.primary_locale);
        let primary = primary.unwrap_or_else(|| "en-US".into());
        self.texts(app, &primary);
        for group in app.groups.items().iter().filter_map(value) {
            self.group(group);
        }
        self.builds(app);
        self.upload(app);
        self.versions(app);
        self.submissions(app);
    }

    fn group(&mut self, group: &GroupSection) {
        let automatic = &group.automatic_distribution;
        let is_internal = group.internal.value() == Some(&true);
        if let Some(node) = automatic.node()
            && automatic.value() == Some(&true)
            && !is_internal
        {
            self.say(
                node,
                "an external group has no automatic distribution".into(),
                "remove the key, or add `internal: true`",
            );
        }
    }

    /// A language of App Store Connect; anything else is reported.
    fn locale(&mut self, field: &Field<TextNode>) -> Option<String> {
        let locale = self.convert.text(field)?;
        if LOCALES.contains(&locale.as_str()) {
            return Some(locale);
        }
        let shown = excerpt(&locale);
        let begins = format!("{locale}-");
        let usual = USUAL.into_iter().find(|it| it.starts_with(&begins));
        let regional = || LOCALES.into_iter().find(|it| it.starts_with(&begins));
        let near = usual.or_else(regional);
        let message = match near.or_else(|| nearest(&locale, LOCALES)) {
            Some(near) => {
                format!("`{shown}` is no language of App Store Connect; did you mean `{near}`?")
            }
            None => format!("`{shown}` is no language of App Store Connect"),
        };
        let help = "write a language as App Store Connect spells it, such as `en-US` or `ja`";
        self.say(field.node()?, message, help);
        None
    }
}
