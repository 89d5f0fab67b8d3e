//! Signing files that a step fetches have to be put in place.

use crate::finding::{Edit, Safety};
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{builds, mentions, needs_profiles};
use crate::rules::shared::calls::place_of_call;
use crate::rules::shared::fetching::fetches;
use crate::rules::shared::insertion::{command_before, commands_after};
use crate::rules::shared::signing::ios_signing;
use crate::rules::steps::StepCommand;

rule! {
    id: "fetch-signing-steps",
    category: Signing,
    summary: "`fetch-signing-files` without the commands that put the files in place",
    source: "https://docs.codemagic.io/yaml-code-signing/alternative-code-signing-methods/",
    fix: Unsafe,
    check: Workflow(check),
}

const INITIALIZE: &str = "keychain initialize";
const ADD: &str = "keychain add-certificates";
const APPLY: &str = "xcode-project use-profiles";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    if ios_signing(view).is_some() {
        return;
    }
    let (Some((first, found)), Some((last, _))) = (fetches(view).next(), fetches(view).last())
    else {
        return;
    };
    let missing = missing(view, first, last);
    if missing.is_empty() || view.hides_commands() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|it| format!("`{it}`")).collect();
    let draft = report
        .span(
            found.script,
            place_of_call(view, found),
            format!("signing files are fetched without {}", names.join(" and ")),
        )
        .help("run `keychain initialize` before fetching, `keychain add-certificates` and `xcode-project use-profiles` after it; the build is not signed with these files otherwise")
        .in_use();
    if first == last
        && let Some(fix) = fix(view, found, &missing)
    {
        draft.fix(fix);
    }
}

/// The commands that the workflow does not run at their time.
fn missing(view: &WorkflowView<'_>, first: usize, last: usize) -> Vec<&'static str> {
    let position = |tool: &str, argument: &str, from: usize| {
        let mut commands = view.commands().iter().enumerate().skip(from);
        let found = commands.find(|(_, it)| it.command().runs(tool, &[argument]));
        found.map(|(at, _)| at)
    };
    let added = position("keychain", "add-certificates", first);
    let set_up = position("keychain", "initialize", 0)
        .or_else(|| position("keychain", "create", 0))
        .or_else(|| position("keychain", "use-login", 0));
    let own_keychain = mentions(view, &["security import", "security create-keychain"]);
    let own_profiles = mentions(
        view,
        &["use-profiles", "provision", "code_sign", "exportoptions"],
    );
    let applies = builds(view).any(|build| build.position > last && needs_profiles(&build));
    let is_set_up = set_up.is_some_and(|at| added.is_none_or(|added| at < added));
    [
        (INITIALIZE, is_set_up || own_keychain),
        (ADD, added.is_some() || own_keychain),
        (APPLY, own_profiles || !applies),
    ]
    .into_iter()
    .filter_map(|(name, is_there)| (!is_there).then_some(name))
    .collect()
}

fn fix(view: &WorkflowView<'_>, found: &StepCommand<'_>, missing: &[&str]) -> Option<Fix> {
    let mut edits = Vec::new();
    let after: Vec<&str> = missing
        .iter()
        .copied()
        .filter(|it| *it != INITIALIZE)
        .collect();
    if after.len() < missing.len() {
        edits.push(command_before(view, found, INITIALIZE)?);
    }
    if !after.is_empty() {
        edits.push(commands_after(view, found, &after)?);
    }
    let edits = edits.into_iter().map(|(span, text)| Edit { span, text });
    Some(Fix {
        title: "add the missing commands".to_owned(),
        safety: Safety::Unsafe,
        edits: edits.collect(),
    })
}
