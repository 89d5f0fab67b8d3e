//! What a failure means, and what helps: for people who know their app, not the API.

mod account;
mod audience;
mod by_hand;
mod foreseen;
mod foreseen_store;
mod refusals;
mod store;
mod testflight;

use crate::app_store_connect::AppVersionState;

use super::client::{CRASH, Failure, Refused, Resource};
use super::magic_actions::Flow;
use super::plan::{Credentials, Place, Sourced, StoreText};
use super::timeline::{Cause, StepName};
use super::words::{MOST_QUOTED, shortened};
use crate::rules::shared::words::nearest;

pub use audience::audience;
pub use by_hand::{Ahead, everything_by_hand, look_ahead};
pub use testflight::CONTACT;

/// The causes of a failed request. With `is_expected` the vendor's client says what
/// was refused, else it ends without a word.
pub fn of_failure(
    flow: &Flow<'_>,
    step: StepName,
    failure: &Failure,
    is_expected: bool,
) -> Vec<Cause> {
    let is_silent = !is_expected && failure.refused().is_some() || failure.ends_process();
    let place = place(flow, step);
    let log = if is_silent {
        Some(CRASH.to_owned())
    } else {
        failure.log()
    };
    let mut causes = match failure {
        Failure::Refused(refused) => refusals::causes(flow, step, refused),
        other => vec![broken(other)],
    };
    if let Some(first) = causes.first_mut() {
        first.log = log;
        if is_silent {
            first.message.push_str(
                "; Codemagic's log does not say so, only that the client failed unexpectedly",
            );
        }
    }
    for cause in &mut causes {
        if cause.file.is_none() {
            cause.place = cause.place.take().or_else(|| place.clone());
        }
    }
    causes
}

/// How the cause begins that there is no app record.
pub const NO_APP: &str = "App Store Connect has no app with the bundle id";

/// The cause of a failure that is no refusal.
fn broken(failure: &Failure) -> Cause {
    let again = "publish again; where it happens often, look at Apple's system status";
    match failure {
        Failure::NoAnswer(words) => {
            Cause::new(format!("App Store Connect did not answer: {words}")).help(again)
        }
        Failure::NoJson(words) => Cause::new(format!(
            "App Store Connect's answer cannot be read: {words}"
        ))
        .help(again),
        Failure::Incomplete(what) => Cause::new(format!(
            "App Store Connect's answer lacks what the client needs: {what}"
        ))
        .help(again),
        Failure::Elsewhere(link) => Cause::new(format!(
            "an answer leads to another server, which a dry run does not follow: `{}`",
            shortened(link, MOST_QUOTED)
        ))
        .help("let the mock server build its links from the request's `Host`"),
        Failure::Moved(status, location) => Cause::new(match location {
            Some(location) => format!(
                "the answer leads elsewhere ({status}), to `{}`, which a dry run does not follow",
                shortened(location, MOST_QUOTED)
            ),
            None => format!("the answer leads elsewhere ({status}) and does not say where"),
        })
        .help("name with `--server` the mock server itself, without anything in between"),
        Failure::Endless(words) => Cause::new(format!(
            "{words}; the client reads on until it is cancelled"
        ))
        .help("let the last page of a list have no `links.next`"),
        Failure::Refused(_) | Failure::OutOfTime => Cause::new("the time was over"),
    }
}

/// Why everything was cancelled.
pub fn out_of_time(flow: &Flow<'_>, step: StepName) -> Cause {
    let words = flow.build_words();
    let message = if step == StepName::WaitForProcessing {
        format!(
            "App Store Connect was still processing {words} after 120 minutes, when Magic Actions are cancelled"
        )
    } else {
        "Magic Actions are cancelled after 120 minutes".to_owned()
    };
    let place = flow.plan.publishing.clone();
    Cause::new(message)
        .help("do what is left by hand once the build is there; Apple's system status says whether processing is slow for everybody")
        .at(place)
}

/// The line that is responsible for a step.
fn place(flow: &Flow<'_>, step: StepName) -> Place {
    let options = &flow.plan.options;
    match step {
        StepName::BetaGroups => flow.place(options.beta_groups.first()),
        StepName::SubmitToTestflight => flow.place(options.submit_to_testflight.as_ref()),
        StepName::CancelPreviousSubmissions => {
            flow.place(options.cancel_previous_submissions.as_ref())
        }
        StepName::PhasedRelease => flow.place(options.phased_release.as_ref()),
        StepName::AppStoreVersion | StepName::AppStoreTexts | StepName::SubmitToAppStore => {
            flow.place(options.submit_to_app_store.as_ref())
        }
        _ => flow.plan.publishing.clone(),
    }
}

/// Where the key is written; nowhere where an integration holds it.
fn place_of_key(flow: &Flow<'_>) -> Place {
    match &flow.plan.credentials {
        Credentials::ApiKey { key_id, .. } => key_id.place.clone(),
        _ => None,
    }
}

/// The cause of a group's refusal.
pub fn group_refused(
    flow: &Flow<'_>,
    group: &Resource,
    option: &Sourced<String>,
    build: &str,
    refused: &Refused,
) -> Cause {
    let name = &option.value;
    let mut cause = testflight::group(flow, group, name, refused)
        .or_else(|| refusals::general(flow, refused))
        .unwrap_or_else(|| {
            refusals::unknown(&format!("group `{name}` does not take the build"), refused)
        });
    if cause.place.is_none() {
        cause.place = flow.place(Some(option));
    }
    let text = refused.text();
    cause.log(format!(
        "Failed to add a build '{build}' to '{name}' beta group. {text}"
    ))
}

/// The cause of the refusal of a version's text, with which the publish goes on.
pub fn text_refused(flow: &Flow<'_>, text: &StoreText, verb: &str, refused: &Refused) -> Cause {
    let locale = &text.locale;
    let mut causes = refusals::causes(flow, StepName::AppStoreTexts, refused).into_iter();
    let cause = causes
        .next()
        .unwrap_or_else(|| Cause::new("the text was refused"));
    let message = format!(
        "{}; the version keeps its texts in `{locale}`, and the publish goes on",
        cause.message
    );
    let log = format!(
        "Failed to {verb} App Store Version Localization for locale {locale}:\n{}",
        refused.log()
    );
    let cause = Cause { message, ..cause }.log(log);
    if cause.file.is_some() || cause.place.is_some() {
        return cause;
    }
    cause.at(place(flow, StepName::AppStoreTexts))
}

/// Looks at what else App Store Connect has, to say more about a failure. The
/// vendor's client asks nothing more then.
pub fn look_closer(flow: &mut Flow<'_>, step: StepName, causes: &mut Vec<Cause>) {
    if step == StepName::AppStoreVersion {
        name_blocking_version(flow, causes);
    }
    if step == StepName::CancelPreviousSubmissions {
        flow.seen.is_cancel_refused = true;
    }
    let Some(first) = causes.first_mut() else {
        return;
    };
    if step == StepName::FindApp && first.message.starts_with(NO_APP) {
        first.help = Some(other_apps(flow));
    }
    if step == StepName::SubmitToTestflight
        && first.message.starts_with(testflight::ANOTHER_IN_REVIEW)
        && let Some(number) = build_in_review(flow)
    {
        first.message = format!("{}: `{number}`", first.message);
    }
}

/// Says which version stands in the way of another, and what to do with it.
fn name_blocking_version(flow: &mut Flow<'_>, causes: &mut Vec<Cause>) {
    let is_blocked = |cause: &Cause| cause.message.starts_with(store::BLOCKED);
    let Some(app) = flow.seen.app.as_ref().map(|app| app.id.clone()) else {
        return;
    };
    if !causes.first().is_some_and(is_blocked) {
        return;
    }
    let path = format!("/v1/apps/{app}/appStoreVersions");
    let platform = [("filter[platform]", flow.platform())];
    let versions = flow.client.list_all(&path, &platform).unwrap_or_default();
    let done = [
        AppVersionState::ReadyForDistribution,
        AppVersionState::ReplacedWithNewVersion,
    ];
    let state = |version: &Resource| AppVersionState::parse(version.text("appVersionState")?);
    let mut versions = versions
        .iter()
        .filter_map(|version| Some((version, state(version)?)));
    let Some((version, state)) = versions.find(|(_, state)| !done.contains(state)) else {
        return;
    };
    let number = version.text("versionString").unwrap_or_default().to_owned();
    let cancels = flow.plan.options.cancels_submissions();
    if number == flow.plan.app.version.value {
        // That the number was used follows from it.
        causes.truncate(1);
    }
    if let Some(first) = causes.first_mut() {
        first.message =
            format!("version {number} is `{state}`, and the app takes no other version beside it");
        first.help = Some(store::way_out(state, cancels).into());
    }
}

fn other_apps(flow: &mut Flow<'_>) -> String {
    let apps = flow.client.list_page("/v1/apps").unwrap_or_default();
    let wanted = &flow.plan.app.bundle_id.value;
    let ids: Vec<&str> = apps.iter().filter_map(|app| app.text("bundleId")).collect();
    match nearest(wanted, ids.iter().copied()) {
        Some(near) if near.eq_ignore_ascii_case(wanted) => {
            format!("case matters: the app record says `{near}`")
        }
        Some(near) => format!(
            "the account has `{near}`; publish with its bundle id, or make an app record for this one"
        ),
        None => {
            "make the app record in App Store Connect, or use a key of the team that has it".into()
        }
    }
}

fn build_in_review(flow: &mut Flow<'_>) -> Option<String> {
    let app = flow.seen.app.as_ref()?.id.clone();
    let parameters = [
        ("filter[app]", app.as_str()),
        (
            "filter[preReleaseVersion.version]",
            flow.plan.app.version.value.as_str(),
        ),
        (
            "filter[betaAppReviewSubmission.betaReviewState]",
            "WAITING_FOR_REVIEW,IN_REVIEW",
        ),
    ];
    let builds = flow.client.list_all("/v1/builds", &parameters).ok()?;
    builds.first()?.text("version").map(str::to_owned)
}
