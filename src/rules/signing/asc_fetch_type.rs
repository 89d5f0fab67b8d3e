//! App Store Connect takes App Store profiles.

use crate::expression::shell::{Command, Word};
use crate::knowledge::app_store_connect::PROFILE_TYPES;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;
use crate::rules::shared::fetching::fetches;
use crate::rules::steps::StepCommand;

rule! {
    id: "asc-fetch-type",
    category: Signing,
    severity: Error,
    summary: "signing files fetched for another kind of distribution than App Store Connect takes",
    source: "https://github.com/codemagic-ci-cd/cli-tools/blob/master/docs/app-store-connect/fetch-signing-files.md",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let environment = asc.workflow().environment.value();
    if environment.is_some_and(|environment| environment.ios_signing.is_set()) {
        return;
    }
    let fetches: Vec<&StepCommand<'_>> = fetches(asc.view).map(|(_, it)| it).collect();
    let all_for_other_use = fetches
        .iter()
        .all(|found| is_for_other_use(found.command()));
    if fetches.is_empty() || !all_for_other_use || mentions(asc.view, &["fastlane", "match "]) {
        return;
    }
    for found in fetches {
        match found.command().option("--type") {
            Some(word) => wrong_type(asc, found, word, report),
            None => without_type(asc, found, report),
        }
    }
}

fn is_for_other_use(command: &Command<'_>) -> bool {
    match command.option_text("--type") {
        // What is no type at all has a rule of its own.
        Some(kind) => PROFILE_TYPES.contains(&kind) && !kind.ends_with("_STORE"),
        // A variable behind the bundle identifier may hold the option.
        None => !command
            .words
            .iter()
            .skip(3)
            .any(|word| word.text.starts_with('$')),
    }
}

fn wrong_type(
    asc: &AppStoreConnectView<'_>,
    found: &StepCommand<'_>,
    word: &Word<'_>,
    report: &mut Report<'_>,
) {
    let kind = found.command().option_text("--type").unwrap_or_default();
    let mut range = word.range.clone();
    let is_plain = range.len() == word.text.len();
    if is_plain {
        range.start = range.end - kind.len();
    }
    let span = asc.view.script_span(found.script, range);
    let draft = report
        .span(
            found.script,
            span,
            format!("builds signed with `{kind}` profiles are refused by App Store Connect"),
        )
        .help("fetch profiles whose type ends in `_APP_STORE`")
        .related(asc.tree(), asc.key, "published to App Store Connect here")
        .in_use();
    if let Some((platform, _)) = kind.split_once("_APP_").filter(|_| is_plain) {
        let store = format!("{platform}_APP_STORE");
        draft.fix(Fix::suggestion(format!("write `{store}`"), span, store));
    }
}

fn without_type(asc: &AppStoreConnectView<'_>, found: &StepCommand<'_>, report: &mut Report<'_>) {
    let mut words = found.command().arguments().iter();
    let Some(word) = words.find(|word| word.text == "fetch-signing-files") else {
        return;
    };
    let span = asc.view.script_span(found.script, word.range.clone());
    report
        .span(found.script, span, "`fetch-signing-files` without `--type` fetches a development profile")
        .help("add `--type IOS_APP_STORE`; builds signed for development are refused by App Store Connect")
        .related(asc.tree(), asc.key, "published to App Store Connect here")
        .in_use();
}
