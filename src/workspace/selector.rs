//! Names for one rule or for many.

use std::borrow::Cow;
use std::fmt;

use crate::finding::Category;
use crate::rules::{REDIRECTS, Rule, shellcheck_number};

use crate::rules::shared::words::nearest;

/// Selects every rule.
const ALL: &str = "all";
/// Selects the rules that are off by default.
const PEDANTIC: &str = "pedantic";

/// One rule or many, as named in the configuration or on the command line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Selector {
    /// `all`: every rule, also the pedantic ones.
    All,
    /// `pedantic`: the rules that are off unless selected.
    Pedantic,
    /// A category. Selects its rules that are not pedantic, but ignores and
    /// grades all of them.
    Category(Category),
    /// The rule with this id.
    Rule(&'static str),
    /// The check of shellcheck with this number: `SC2086`.
    Check(u16),
}

/// How exactly a selector names a rule; the greater beats the smaller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Specificity {
    /// `all`.
    Everything,
    /// A category or `pedantic`.
    Group,
    /// One rule.
    Rule,
    /// One of the checks behind a rule.
    Check,
}

impl Specificity {
    /// The least exact first.
    pub(super) const ALL: [Self; 4] = [Self::Everything, Self::Group, Self::Rule, Self::Check];
}

/// A name that is neither a rule nor a category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownSelector {
    /// What was written.
    pub text: String,
    /// The known name that was most likely meant.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is neither a rule nor a category", self.text)
    }
}

impl std::error::Error for UnknownSelector {}

impl UnknownSelector {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self.nearest {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`codemagic-lint rules` lists all of them".to_owned(),
        }
    }
}

impl Selector {
    /// The selector with this name. A rule's old ids stand for the rule.
    ///
    /// # Errors
    /// When there is none, with the nearest name.
    pub fn parse(rules: &[&'static Rule], text: &str) -> Result<Self, UnknownSelector> {
        let current = current_id(REDIRECTS, text);
        if let Some(rule) = rules.iter().find(|rule| rule.id == current) {
            return Ok(Self::Rule(rule.id));
        }
        if let Some(check) = shellcheck_number(text) {
            return Ok(Self::Check(check));
        }
        match text {
            ALL => return Ok(Self::All),
            PEDANTIC => return Ok(Self::Pedantic),
            _ => {}
        }
        text.parse()
            .map(Self::Category)
            .map_err(|_| UnknownSelector {
                text: text.to_owned(),
                nearest: nearest(text, names(rules)),
            })
    }

    /// The name it is written by.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::All => ALL.into(),
            Self::Pedantic => PEDANTIC.into(),
            Self::Category(category) => category.name().into(),
            Self::Rule(id) => id.into(),
            Self::Check(number) => format!("SC{number:04}").into(),
        }
    }

    pub(super) fn specificity(self) -> Specificity {
        match self {
            Self::All => Specificity::Everything,
            Self::Pedantic | Self::Category(_) => Specificity::Group,
            Self::Rule(_) => Specificity::Rule,
            Self::Check(_) => Specificity::Check,
        }
    }

    /// Whether the rule is among those named, or this one of the checks behind it.
    pub(super) fn names(self, rule: &Rule, check: Option<u16>) -> bool {
        match self {
            Self::All => true,
            Self::Pedantic => rule.pedantic,
            Self::Category(category) => rule.category == category,
            Self::Rule(id) => rule.id == id,
            Self::Check(number) => check == Some(number),
        }
    }

    /// Whether `select` with this name switches the rule on.
    pub(super) fn selects(self, rule: &Rule, check: Option<u16>) -> bool {
        self.names(rule, check) && !(matches!(self, Self::Category(_)) && rule.pedantic)
    }
}

/// Every name that [`Selector::parse`] takes, old ids and checks of shellcheck aside:
/// `all`, `pedantic`, the categories, the rules.
pub(super) fn names(rules: &[&'static Rule]) -> impl Iterator<Item = &'static str> {
    let groups = Category::ALL.into_iter().map(Category::name);
    let ids: Vec<_> = rules.iter().map(|rule| rule.id).collect();
    [ALL, PEDANTIC].into_iter().chain(groups).chain(ids)
}

/// The id that `id` has today.
fn current_id<'a>(redirects: &'a [(&str, &str)], id: &'a str) -> &'a str {
    let redirect = redirects.iter().find(|(old, _)| *old == id);
    redirect.map_or(id, |(_, new)| new)
}

#[cfg(test)]
mod tests {
    use super::super::testing::RULES;
    use super::*;

    #[test]
    fn every_name_is_understood() {
        for name in names(RULES) {
            assert_eq!(
                Selector::parse(RULES, name).map(Selector::name),
                Ok(name.into())
            );
        }
    }

    #[test]
    fn checks_of_shellcheck_go_by_their_code() {
        for name in ["SC2086", "shellcheck[SC2086]"] {
            assert_eq!(Selector::parse(RULES, name), Ok(Selector::Check(2086)));
        }
        assert_eq!(Selector::Check(1).name(), "SC0001");
        for name in ["SC", "SC20", "SC20866", "sc2086", "SC20x6"] {
            assert!(Selector::parse(RULES, name).is_err(), "{name}");
        }
    }

    #[test]
    fn an_unknown_name_brings_the_nearest() {
        let error = Selector::parse(RULES, "asc-auth-mising").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`asc-auth-mising` is neither a rule nor a category"
        );
        assert_eq!(error.help(), "did you mean `asc-auth-missing`?");
        let error = Selector::parse(RULES, "publish").unwrap_err();
        assert_eq!(error.nearest, Some("publishing"));
        let error = Selector::parse(RULES, "E501").unwrap_err();
        assert_eq!(error.help(), "`codemagic-lint rules` lists all of them");
    }

    #[test]
    fn old_ids_lead_to_the_new_one() {
        let redirects = [("old", "new")];
        assert_eq!(current_id(&redirects, "old"), "new");
        assert_eq!(current_id(&redirects, "other"), "other");
    }

    #[test]
    fn redirects_lead_to_rules_and_shadow_none() {
        for (old, new) in REDIRECTS {
            assert!(crate::rules::find(new).is_some(), "{new}");
            assert!(crate::rules::find(old).is_none(), "{old}");
        }
    }

    #[test]
    fn no_rule_is_called_like_a_group() {
        for rule in crate::rules::all() {
            assert!(rule.id.parse::<Category>().is_err(), "{}", rule.id);
            assert!(![ALL, PEDANTIC].contains(&rule.id), "{}", rule.id);
        }
    }
}
