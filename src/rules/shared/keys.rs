//! What a key that its section does not have may have been meant for.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::knowledge::foreign_keys::foreign_key;
use crate::knowledge::publishers;
use crate::model::environment::Environment;
use crate::model::publishing::Publishing;
use crate::model::{self, Declaration, Found, Problem, Workflow};
use crate::syntax::Tree;

use super::subject::fits;
use super::words::nearest;

/// Keys that many tools have: too common to say that another section was meant,
/// unless that is the next one in or out.
const COMMON: &[&str] = &[
    "android", "channel", "include", "ios", "name", "source", "version",
];

/// Further than this apart, sections are not mistaken for each other. Counted in
/// steps out and in.
const REACH: usize = 3;

struct Section {
    steps: Vec<String>,
    declaration: &'static Declaration,
}

fn all() -> &'static [Section] {
    static SECTIONS: OnceLock<Vec<Section>> = OnceLock::new();
    SECTIONS.get_or_init(|| {
        let steps = |path: &str| path.split('.').skip(2).map(str::to_owned).collect();
        model::sections()
            .into_iter()
            .map(|(path, declaration)| Section {
                steps: steps(&path),
                declaration,
            })
            .collect()
    })
}

/// The sections that have a key.
fn having(key: &str) -> &'static [&'static Section] {
    static BY_KEY: OnceLock<FxHashMap<&str, Vec<&Section>>> = OnceLock::new();
    let by_key = BY_KEY.get_or_init(|| {
        let mut found: FxHashMap<&str, Vec<&Section>> = FxHashMap::default();
        for section in all() {
            for field in section.declaration.fields {
                found.entry(field.key).or_default().push(section);
            }
        }
        found
    });
    by_key.get(key).map_or(&[], Vec::as_slice)
}

/// The sections that have the key and may be meant, in words: "under
/// `environment`". The nearest only, and of those the ones that can take a value
/// of the type found.
pub(crate) fn homes(section: &Declaration, key: &str, found: Option<Found>) -> Vec<String> {
    if having(key).is_empty() {
        return Vec::new();
    }
    let from: Vec<&Section> = all()
        .iter()
        .filter(|it| std::ptr::eq(it.declaration, section) || it.declaration.name == section.name)
        .collect();
    let distance = |to: &Section| from.iter().map(|from| apart(&from.steps, &to.steps)).min();
    nearest_homes(key, found, distance)
}

/// The same for a key at the top of the file.
pub(crate) fn homes_from_root(key: &str, found: Option<Found>) -> Vec<String> {
    let deep = |to: &Section| (to.steps.len() <= 1).then_some(to.steps.len());
    nearest_homes(key, found, deep)
}

fn nearest_homes(
    key: &str,
    found: Option<Found>,
    distance: impl Fn(&Section) -> Option<usize>,
) -> Vec<String> {
    let reach = if COMMON.contains(&key) { 1 } else { REACH };
    let fit = |to: &Section| {
        let shape = to.declaration.field(key).map(|field| field.shape);
        shape.is_some_and(|shape| found.is_none_or(|found| fits(shape, found)))
    };
    let mut candidates: Vec<(bool, usize, &Section)> = having(key)
        .iter()
        .copied()
        // Steps before cloning are rare, and inputs are chosen names.
        .filter(|to| !matches!(to.declaration.name, "PreCloneStep" | "Input"))
        .filter_map(|to| Some((!fit(to), distance(to).filter(|it| *it <= reach)?, to)))
        .collect();
    candidates.sort_by_key(|(unfit, distance, _)| (*unfit, *distance));
    let best = candidates
        .first()
        .map(|(unfit, distance, _)| (*unfit, *distance));
    candidates
        .iter()
        .filter(|(unfit, distance, _)| Some((*unfit, *distance)) == best)
        .map(|(_, _, to)| in_words(&to.steps))
        .collect()
}

fn apart(from: &[String], to: &[String]) -> usize {
    let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    from.len() + to.len() - 2 * common
}

fn in_words(steps: &[String]) -> String {
    let path = steps.join(".");
    match path.strip_suffix("[]") {
        _ if path.is_empty() => "directly under the workflow".to_owned(),
        Some(list) => format!("in an item of `{}`", list.replace("[]", "")),
        None => format!("under `{}`", path.replace("[]", "")),
    }
}

/// Keys of `environment` that stand inside the value of an unknown key beside or in
/// it: `ndk` of `android: {ndk: 27.1.12297006}`. In words for a help text, or empty.
pub(crate) fn settings_inside(tree: &Tree, problem: &Problem) -> String {
    let near = [Environment::DECLARATION.name, Workflow::DECLARATION.name];
    let is_near = problem.section.is_some_and(|it| near.contains(&it.name));
    let Some(value) = tree.value_of(problem.node).filter(|_| is_near) else {
        return String::new();
    };
    let keys = tree
        .fields(value)
        .filter_map(|field| tree.scalar(field.key));
    let known = keys.filter(|key| Environment::DECLARATION.field(key).is_some());
    let names: Vec<String> = known.map(|key| format!("`environment.{key}`")).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("there is {}; ", names.join(" and "))
}

/// Whether the key looks like the name of an environment variable.
pub(crate) fn is_variable_name(key: &str) -> bool {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    key.len() > 2 && key.starts_with(|c: char| c.is_ascii_uppercase()) && key.chars().all(is_part)
}

/// The key of the section that was most likely meant, where a new name is all it
/// takes.
pub(crate) fn renamed(
    section: &'static Declaration,
    key: &str,
    found: Option<Found>,
) -> Option<&'static str> {
    if let Some(foreign) = foreign_key(section.name, key) {
        return foreign.rename;
    }
    let is_publisher = section.name == Publishing::DECLARATION.name;
    if is_publisher && publishers::unsupported(key).is_some() {
        return None;
    }
    if !homes(section, key, found).is_empty() {
        return None;
    }
    nearest(key, section.fields.iter().map(|field| field.key))
}

/// Whether the mapping has a missing key under a wrong name, which is said at
/// that.
pub(crate) fn is_misspelt(tree: &Tree, problem: &Problem) -> bool {
    let (Some(section), Some(missing)) = (problem.section, problem.field) else {
        return false;
    };
    tree.fields(problem.node).any(|entry| {
        let Some(key) = tree.scalar(entry.key) else {
            return false;
        };
        let found = model::found(tree, entry.value);
        section.field(key).is_none() && renamed(section, key, found) == Some(missing.key)
    })
}
