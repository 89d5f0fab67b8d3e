//! Which rules are on, and how severe.

use crate::finding::Severity;
use crate::rules::{Rule, RuleSeverity, SHELLCHECK, Selection};

use super::selector::{Selector, Specificity, UnknownSelector};

/// What one source of configuration says about rules: a file, an override, the
/// command line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SelectionLayer {
    /// Starts over: only these are on. `None` keeps what earlier layers chose.
    pub select: Option<Vec<Selector>>,
    /// Switched on as well.
    pub extend_select: Vec<Selector>,
    /// Switched off.
    pub ignore: Vec<Selector>,
    /// How severe; never switches a rule on.
    pub severity: Vec<(Selector, Level)>,
}

/// A value in `[severity]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// `off`: the same as ignoring.
    Off,
    /// Findings have this severity.
    At(Severity),
}

impl SelectionLayer {
    /// The layer that the options `--select`, `--extend-select` and `--ignore`
    /// make. An option that was not given is an empty list.
    ///
    /// # Errors
    /// Every name that is unknown, in the order of the arguments.
    pub fn from_names(
        rules: &[&'static Rule],
        select: &[String],
        extend_select: &[String],
        ignore: &[String],
    ) -> Result<Self, Vec<UnknownSelector>> {
        let mut unknown = Vec::new();
        let mut parse = |names: &[String]| -> Vec<Selector> {
            let parsed = names.iter().map(|name| Selector::parse(rules, name));
            parsed
                .filter_map(|selector| selector.map_err(|error| unknown.push(error)).ok())
                .collect()
        };
        let layer = Self {
            select: (!select.is_empty()).then(|| parse(select)),
            extend_select: parse(extend_select),
            ignore: parse(ignore),
            severity: Vec::new(),
        };
        if unknown.is_empty() {
            Ok(layer)
        } else {
            Err(unknown)
        }
    }

    /// The checks of shellcheck that it names.
    fn checks(&self) -> impl Iterator<Item = u16> + '_ {
        let names = self.select.iter().flatten().chain(&self.extend_select);
        let graded = self.severity.iter().map(|(selector, _)| selector);
        let all = names.chain(&self.ignore).chain(graded);
        all.filter_map(|selector| match selector {
            Selector::Check(check) => Some(*check),
            _ => None,
        })
    }

    /// Whether the layer leaves everything as it is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What the layers, the weakest first, together say about every rule.
///
/// At first the rules that are not pedantic are on. A layer's `select` forgets
/// what was on or off before it. Within a layer the more exact name wins,
/// whether it selects or ignores: a rule beats a category or `pedantic`, which
/// beat `all`; of two equally exact ones the one that ignores wins. `off` counts
/// as ignoring, unless a more exact entry of the same table gives a severity.
/// Severities of a later layer beat those of an earlier one, and no `select`
/// forgets them.
pub fn resolve<'a>(
    rules: &[&'static Rule],
    layers: impl IntoIterator<Item = &'a SelectionLayer, IntoIter: Clone>,
) -> Selection {
    let layers = layers.into_iter();
    let level = |rule: &Rule, check| {
        let start = State {
            on: !rule.pedantic,
            level: RuleSeverity::of(rule),
        };
        let end = layers
            .clone()
            .fold(start, |state, layer| state.after(layer, rule, check));
        end.on.then_some(end.level)
    };
    let mut selection: Selection = rules.iter().map(|rule| level(rule, None)).collect();
    // The checks behind a rule follow it, unless they are named themselves.
    let shellcheck = rules.iter().find(|rule| rule.id == SHELLCHECK);
    for check in layers.clone().flat_map(SelectionLayer::checks) {
        if let Some(rule) = shellcheck {
            selection.set_check(check, level(rule, Some(check)));
        }
    }
    selection
}

/// What is known of one rule after some layers.
#[derive(Clone, Copy)]
struct State {
    on: bool,
    level: RuleSeverity,
}

impl State {
    fn after(mut self, layer: &SelectionLayer, rule: &Rule, check: Option<u16>) -> Self {
        let level = level(layer, rule, check);
        if let Some((_, Level::At(severity))) = level {
            self.level = RuleSeverity::chosen(severity);
        }
        let off = level.and_then(|(at, level)| (level == Level::Off).then_some(at));
        if layer.select.is_some() {
            self.on = false;
        }
        let selectors = layer.select.iter().flatten().chain(&layer.extend_select);
        for exactness in Specificity::ALL {
            let mut selected = selectors
                .clone()
                .filter(|item| item.specificity() == exactness);
            if selected.any(|item| item.selects(rule, check)) {
                self.on = true;
            }
            let mut ignored = layer
                .ignore
                .iter()
                .filter(|item| item.specificity() == exactness);
            if off == Some(exactness) || ignored.any(|item| item.names(rule, check)) {
                self.on = false;
            }
        }
        self
    }
}

/// The most exact entry of the layer's `[severity]` that names the rule.
fn level(layer: &SelectionLayer, rule: &Rule, check: Option<u16>) -> Option<(Specificity, Level)> {
    let entries = layer.severity.iter();
    entries
        .filter(|(selector, _)| selector.names(rule, check))
        .map(|(selector, level)| (selector.specificity(), *level))
        .max_by_key(|(exactness, _)| *exactness)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DEFAULT, RULES};
    use super::*;

    const AUTH: usize = 1;
    const GROUPS: usize = 2;

    fn selectors(names: &str) -> Vec<Selector> {
        let names = names.split_whitespace();
        names
            .map(|name| Selector::parse(RULES, name).unwrap())
            .collect()
    }

    fn layer(select: Option<&str>, extend: &str, ignore: &str) -> SelectionLayer {
        SelectionLayer {
            select: select.map(selectors),
            extend_select: selectors(extend),
            ignore: selectors(ignore),
            severity: Vec::new(),
        }
    }

    fn severities(entries: &[(&str, Level)]) -> SelectionLayer {
        let entries = entries.iter();
        SelectionLayer {
            severity: entries
                .map(|(name, level)| (selectors(name)[0], *level))
                .collect(),
            ..SelectionLayer::default()
        }
    }

    fn outcome(layers: &[SelectionLayer]) -> Vec<Option<Severity>> {
        let selection = resolve(RULES, layers);
        (0..RULES.len())
            .map(|index| selection.severity(index))
            .collect()
    }

    /// The ids that are on.
    fn on(layers: &[SelectionLayer]) -> Vec<&'static str> {
        let outcome = outcome(layers);
        let both = RULES.iter().zip(outcome);
        both.filter(|(_, severity)| severity.is_some())
            .map(|(rule, _)| rule.id)
            .collect()
    }

    #[test]
    fn checks_behind_a_rule_follow_it_unless_named() {
        let rules = crate::rules::all();
        let index = crate::rules::index_of(SHELLCHECK).unwrap();
        let names =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let level = |select: &str, extend: &str, ignore: &str, check| {
            let layer =
                SelectionLayer::from_names(rules, &names(select), &names(extend), &names(ignore));
            let selection = resolve(rules, &[layer.unwrap()]);
            let level = selection.level_of(index, Some(check));
            (level.is_some(), selection.may_report(index))
        };
        assert_eq!(level("", "", "", 2086), (true, true));
        assert_eq!(level("", "", "SC2086", 2086), (false, true));
        assert_eq!(level("", "", "SC2086", 2164), (true, true));
        assert_eq!(level("", "", "shellcheck", 2086), (false, false));
        assert_eq!(level("", "SC2086", "shellcheck", 2086), (true, true));
        assert_eq!(level("", "SC2086", "shellcheck", 2164), (false, true));
        assert_eq!(level("SC2086", "", "", 2086), (true, true));
        assert_eq!(level("SC2086", "", "", 2164), (false, true));
        assert_eq!(level("shellcheck", "", "SC2086", 2086), (false, true));

        let graded = severities(&[("SC2086", Level::At(Severity::Error))]);
        let selection = resolve(rules, &[graded]);
        let severity = |check| {
            let level = selection.level_of(index, Some(check)).unwrap();
            (level.severity, level.is_chosen)
        };
        assert_eq!(severity(2086), (Severity::Error, true));
        assert_eq!(severity(2164), (Severity::Warning, false));
    }

    #[test]
    fn without_layers_the_rules_that_are_not_pedantic_are_on() {
        assert_eq!(outcome(&[]), DEFAULT);
        assert_eq!(outcome(&[SelectionLayer::default()]), DEFAULT);
    }

    #[test]
    fn select_replaces_and_extend_select_adds() {
        let select = |names| layer(Some(names), "", "");
        assert_eq!(on(&[select("syntax")]), ["tab-indentation"]);
        assert_eq!(on(&[select("")]), [""; 0]);
        assert_eq!(on(&[select("all")]).len(), 5);
        assert_eq!(
            on(&[select("pedantic")]),
            ["asc-role-reminder", "workflow-name"]
        );
        assert_eq!(on(&[layer(None, "pedantic", "")]).len(), 5);
    }

    #[test]
    fn a_category_selects_no_pedantic_rules_but_ignores_them() {
        let selected = on(&[layer(Some("publishing"), "", "")]);
        assert_eq!(selected, ["asc-auth-missing", "beta-groups-empty"]);
        let rest = on(&[layer(Some("all"), "", "publishing")]);
        assert_eq!(rest, ["tab-indentation", "workflow-name"]);
    }

    #[test]
    fn the_more_exact_name_wins_within_a_layer() {
        let selected = on(&[layer(Some("asc-auth-missing"), "", "publishing")]);
        assert_eq!(selected, ["asc-auth-missing"]);
        let selected = on(&[layer(Some("publishing"), "", "all")]);
        assert_eq!(selected, ["asc-auth-missing", "beta-groups-empty"]);
        let selected = on(&[layer(Some("all"), "", "pedantic")]);
        assert_eq!(selected.len(), 3);
    }

    #[test]
    fn of_two_equally_exact_names_ignoring_wins() {
        let both = layer(Some("asc-auth-missing"), "", "asc-auth-missing");
        assert_eq!(on(&[both]), [""; 0]);
        let both = layer(Some("pedantic"), "", "style");
        assert_eq!(on(&[both]), ["asc-role-reminder"]);
    }

    #[test]
    fn a_later_layer_adds_to_or_replaces_an_earlier_one() {
        let first = layer(Some("publishing"), "", "asc-auth-missing");
        assert_eq!(on(std::slice::from_ref(&first)), ["beta-groups-empty"]);
        let more = layer(None, "syntax", "");
        assert_eq!(
            on(&[first.clone(), more]),
            ["tab-indentation", "beta-groups-empty"]
        );
        let again = layer(Some("asc-auth-missing"), "", "");
        assert_eq!(on(&[first, again]), ["asc-auth-missing"]);
    }

    #[test]
    fn a_later_category_beats_an_earlier_rule() {
        let first = layer(None, "asc-auth-missing", "");
        let second = layer(None, "", "publishing");
        assert_eq!(on(&[first, second]), ["tab-indentation"]);
    }

    #[test]
    fn the_severity_of_a_rule_beats_that_of_its_category() {
        let layer = severities(&[
            ("asc-auth-missing", Level::At(Severity::Error)),
            ("publishing", Level::At(Severity::Info)),
        ]);
        let outcome = outcome(&[layer]);
        assert_eq!(outcome[AUTH], Some(Severity::Error));
        assert_eq!(outcome[GROUPS], Some(Severity::Info));
    }

    #[test]
    fn a_severity_switches_nothing_on() {
        let layer = severities(&[("all", Level::At(Severity::Error))]);
        assert_eq!(on(&[layer]).len(), 3);
    }

    #[test]
    fn a_severity_is_chosen_even_where_it_is_the_rule_s_own() {
        let chosen = |layers: &[SelectionLayer]| {
            let selection = resolve(RULES, layers);
            selection.level(AUTH).is_some_and(|level| level.is_chosen)
        };
        let own = severities(&[("asc-auth-missing", Level::At(RULES[AUTH].severity))]);
        assert!(chosen(&[own.clone(), layer(None, "all", "")]));
        assert!(chosen(&[
            own,
            severities(&[("all", Level::Off)]),
            layer(None, "all", "")
        ]));
        assert!(!chosen(&[layer(Some("asc-auth-missing"), "", "")]));
        assert!(!chosen(&[
            severities(&[("asc-auth-missing", Level::Off)]),
            layer(None, "all", "")
        ]));
    }

    #[test]
    fn off_ignores_unless_a_more_exact_severity_stands_beside_it() {
        let off = severities(&[("publishing", Level::Off)]);
        assert_eq!(on(&[off]), ["tab-indentation"]);
        let most = severities(&[
            ("publishing", Level::Off),
            ("asc-auth-missing", Level::At(Severity::Error)),
        ]);
        assert_eq!(outcome(&[most])[AUTH], Some(Severity::Error));
        let mut chosen = severities(&[("publishing", Level::Off)]);
        chosen.extend_select = selectors("beta-groups-empty");
        assert_eq!(outcome(&[chosen])[GROUPS], Some(Severity::Warning));
    }

    #[test]
    fn select_brings_back_what_was_off_but_keeps_severities() {
        let first = severities(&[
            ("beta-groups-empty", Level::Off),
            ("asc-auth-missing", Level::At(Severity::Hint)),
        ]);
        let second = layer(Some("publishing"), "", "");
        let outcome = outcome(&[first, second]);
        assert_eq!(outcome[AUTH], Some(Severity::Hint));
        assert_eq!(outcome[GROUPS], Some(Severity::Warning));
    }

    #[test]
    fn names_from_the_command_line_report_all_that_are_unknown() {
        let names = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let list: Vec<String> = names("publishing nonsense");
        let unknown = SelectionLayer::from_names(RULES, &list, &[], &list).unwrap_err();
        assert_eq!(unknown.len(), 2);
        let layer = SelectionLayer::from_names(RULES, &[], &names("all"), &[]).unwrap();
        assert_eq!(layer.select, None);
        assert!(!layer.is_empty());
    }
}
