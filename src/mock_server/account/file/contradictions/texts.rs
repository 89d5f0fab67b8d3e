//! Texts by language.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Field, Item, TextNode};
use crate::syntax::NodeId;

use super::super::app::{AppSection, StoreLocalizationSection, TestLocalizationSection};
use super::{Contradictions, value};

/// Texts in one language.
trait Localization {
    fn locale(&self) -> &Field<TextNode>;
    fn mapping(&self) -> NodeId;
}

impl Localization for TestLocalizationSection {
    fn locale(&self) -> &Field<TextNode> {
        &self.locale
    }

    fn mapping(&self) -> NodeId {
        self.mapping
    }
}

impl Localization for StoreLocalizationSection {
    fn locale(&self) -> &Field<TextNode> {
        &self.locale
    }

    fn mapping(&self) -> NodeId {
        self.mapping
    }
}

impl Contradictions<'_> {
    pub(super) fn texts(&mut self, app: &AppSection, primary: &str) {
        if let Some(section) = app.test_information.value() {
            let direct = [
                &section.description,
                &section.feedback_email,
                &section.marketing_url,
                &section.privacy_policy_url,
            ];
            self.either(&direct, section.localizations.key().is_some());
            self.languages(section.localizations.items(), primary);
        }
        if let Some(section) = app.store.value() {
            let direct = [
                &section.description,
                &section.keywords,
                &section.marketing_url,
                &section.promotional_text,
                &section.support_url,
                &section.whats_new,
            ];
            self.either(&direct, section.localizations.key().is_some());
            self.languages(section.localizations.items(), primary);
        }
        for version in app.versions.items().iter().filter_map(value) {
            self.languages(version.localizations.items(), primary);
        }
    }

    /// Texts of the primary language stand in one place.
    fn either(&mut self, direct: &[&Field<TextNode>], has_list: bool) {
        let first = direct.iter().find_map(|field| field.key());
        let Some(key) = first.filter(|_| has_list) else {
            return;
        };
        let name = self.tree.scalar(key).unwrap_or_default();
        let message = format!("`{name}` beside `localizations`: one of the two is lost");
        let help = "move it into the item of its language";
        self.say(key, message, help);
    }

    fn languages<T: Localization>(&mut self, items: &[Item<Arc<T>>], primary: &str) {
        let mut seen = HashSet::new();
        for texts in items.iter().filter_map(value) {
            let field = texts.locale();
            let locale = match field.node() {
                Some(_) => match self.locale(field) {
                    Some(locale) => locale,
                    None => continue,
                },
                None => primary.to_owned(),
            };
            let message = format!("texts in `{locale}` are given twice");
            if !seen.insert(locale) {
                let help = "join the two, or give one another `locale`";
                self.say(field.node().unwrap_or(texts.mapping()), message, help);
            }
        }
    }
}
