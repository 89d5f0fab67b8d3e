//! Which workflow is published.

use std::fmt;
use std::ops::Range;

use crate::model::{Config, MapEntry, Workflow};
use crate::rules::shared::words::{excerpt, nearest};
use crate::syntax::Tree;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where in codemagic.yaml.
    pub place: Option<Range<usize>>,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl PlanError {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: Some(help.into()),
            place: None,
        }
    }

    pub(super) fn at(mut self, place: Range<usize>) -> Self {
        self.place = Some(place);
        self
    }
}

/// Most names that a message lists, and most that are compared.
const MAX_LISTED: usize = 10;
const MAX_COMPARED: usize = 1_000;

/// Where a broken file is to be mended first.
pub(super) const MEND_FIRST: &str = "run `codemagic-lint check` and mend what it reports first";

/// The place of the workflow among those of the file. Where none is asked for: the
/// only one that publishes to App Store Connect, or the first where none does.
pub(super) fn choose(
    tree: &Tree,
    config: &Config,
    wanted: Option<&str>,
) -> Result<usize, PlanError> {
    let entries = config.workflows.entries();
    if entries.is_empty() {
        let broken = !tree.problems().is_empty();
        return Err(PlanError::new(
            if broken {
                "the file has syntax errors, and no workflow could be read"
            } else {
                "the file has no workflows"
            },
            MEND_FIRST,
        ));
    }
    let id = |entry: &MapEntry<_>| tree.scalar(entry.entry.key).unwrap_or_default();
    let chosen = if let Some(wanted) = wanted {
        let names: Vec<&str> = entries.iter().map(id).collect();
        let found = names.iter().position(|name| *name == wanted);
        found.ok_or_else(|| unknown(wanted, &names))?
    } else {
        let publishing = entries.iter().enumerate().filter(|(_, it)| publishes(it));
        let publishing: Vec<usize> = publishing.map(|(at, _)| at).collect();
        match publishing.as_slice() {
            [] => 0,
            [one] => *one,
            several => {
                let of = |at: &usize| entries.get(*at).map(id);
                let names: Vec<&str> = several.iter().filter_map(of).collect();
                let names = listed(&names);
                return Err(PlanError::new(
                    format!("several workflows publish to App Store Connect: {names}"),
                    "name one with `--workflow`",
                ));
            }
        }
    };
    let entry = entries.get(chosen);
    let place = entry.map(|entry| tree.span(entry.entry.key).range());
    let name = excerpt(entry.map(id).unwrap_or_default());
    let is_whole = entry.is_some_and(|entry| {
        entry.value.is_some() && !tree.is_incomplete(tree.resolve(entry.entry.value))
    });
    if is_whole {
        return Ok(chosen);
    }
    let error = PlanError::new(
        format!("the workflow `{name}` could not be read whole"),
        MEND_FIRST,
    );
    Err(match place {
        Some(place) => error.at(place),
        None => error,
    })
}

/// The workflows of a file of several, where none publishes to App Store Connect.
pub(super) fn nowhere(tree: &Tree, config: &Config) -> Option<String> {
    let entries = config.workflows.entries();
    if entries.len() < 2 || entries.iter().any(publishes) {
        return None;
    }
    let names = entries.iter().filter_map(|it| tree.scalar(it.entry.key));
    Some(listed(&names.collect::<Vec<_>>()))
}

fn publishes(entry: &MapEntry<std::sync::Arc<Workflow>>) -> bool {
    let publishing = entry.value.as_deref().and_then(|it| it.publishing.value());
    publishing.is_some_and(|it| it.app_store_connect.is_set())
}

fn unknown(wanted: &str, names: &[&str]) -> PlanError {
    let near = nearest(wanted, names.iter().take(MAX_COMPARED).copied());
    let help = match near {
        Some(near) => format!("did you mean `{}`?", excerpt(near)),
        None => format!("the file has {}", listed(names)),
    };
    PlanError::new(format!("there is no workflow `{}`", excerpt(wanted)), help)
}

fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(MAX_LISTED);
    let shown: Vec<String> = shown.map(|name| format!("`{}`", excerpt(name))).collect();
    let more = names.len().saturating_sub(MAX_LISTED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", shown.join(", "))
}
