//! What the App Store part would fail at next.

use crate::app_store_connect::{AppVersionState, ReviewSubmissionState};

use super::super::magic_actions::Flow;
use super::super::timeline::StepName;
use super::account::{Account, state};
use super::foreseen::{
    ANSWER_COMPLIANCE, Hindrance, clear_away, has_submission, is_internal_only, lacks_compliance,
};
use super::{store, testflight};

/// Everything in the way of a submission to App Store review.
pub(super) fn hindrances(flow: &Flow<'_>, account: &Account) -> Vec<Hindrance> {
    if is_internal_only(flow) {
        let message = "the build is for internal testing only, so no version takes it";
        let it = Hindrance::new(flow, StepName::AppStoreVersion, message);
        return vec![it.help(testflight::INTERNAL_ONLY_HELP)];
    }
    let mut found = Vec::new();
    if flow.seen.version_now.is_none() {
        found.extend(version(flow, account));
    }
    found.extend(phased_release(flow, account));
    found.extend(submission(flow, account));
    found.extend(record(flow, account));
    found
}

/// A version that stands in the way of the one that is published.
fn version(flow: &Flow<'_>, account: &Account) -> Option<Hindrance> {
    const STEP: StepName = StepName::AppStoreVersion;
    let cancels = flow.plan.options.cancels_submissions();
    if let Some((version, state)) = account.blocking() {
        let number = version.text("versionString").unwrap_or_default();
        let message =
            format!("version {number} is `{state}`, and the app takes no other version beside it");
        let it = Hindrance::new(flow, STEP, message)
            .help(store::way_out(state, cancels))
            .told(format!("version {number} is"))
            .first(clear_away(number, state));
        if !(cancels && state == AppVersionState::InReview) {
            return Some(it);
        }
        // The cancellation comes first; where it failed, that says it all.
        return flow
            .seen
            .is_cancel_refused
            .then(|| it.told("can no longer be cancelled"));
    }
    let waiting = account
        .draft()
        .filter(|draft| state(draft) == Some(AppVersionState::WaitingForReview) && !cancels)?;
    let number = waiting.text("versionString").unwrap_or_default();
    let message = format!("version {number} waits for review and cannot be changed");
    let it = Hindrance::new(flow, STEP, message)
        .help("set `cancel_previous_submissions: true`, so that the review is cancelled first")
        .told("cannot be changed")
        .first(clear_away(number, AppVersionState::WaitingForReview));
    Some(it)
}

fn phased_release(flow: &Flow<'_>, account: &Account) -> Option<Hindrance> {
    let option = flow.plan.options.phased_release.as_ref()?;
    let versions = account.versions.as_ref()?;
    let others = versions.iter().filter(|version| {
        let own = flow.seen.version.as_ref().or(account.draft());
        own.is_none_or(|own| own.id != version.id)
    });
    if !option.value || flow.seen.is_phased.is_some() || others.count() > 0 {
        return None;
    }
    let message = "this is the app's first version, which may be refused a phased release";
    let it = Hindrance::new(flow, StepName::PhasedRelease, message).help(store::FIRST_PHASED_HELP);
    Some(it.told("takes no phased release"))
}

fn submission(flow: &Flow<'_>, account: &Account) -> Vec<Hindrance> {
    const STEP: StepName = StepName::SubmitToAppStore;
    let mut found = Vec::new();
    if has_submission(account, ReviewSubmissionState::Canceling) {
        found.push(
            Hindrance::new(
                flow,
                STEP,
                "a submission is still being cancelled and takes no version",
            )
            .help("wait until App Store Connect shows it as cancelled, and publish again")
            .told("still being cancelled")
            .first("wait until the cancellation of the earlier submission is through"),
        );
    }
    let cancels = flow.plan.options.cancels_submissions();
    if has_submission(account, ReviewSubmissionState::UnresolvedIssues) && !cancels {
        found.push(
            Hindrance::new(
                flow,
                STEP,
                "a submission that review has refused is still open, and may hold the version",
            )
            .help("set `cancel_previous_submissions: true`, or finish it in App Store Connect")
            .told("in another submission")
            .first("finish or cancel the submission that review has refused"),
        );
    }
    found
}

/// What the record lacks, as far as the API shows it.
fn record(flow: &Flow<'_>, account: &Account) -> Vec<Hindrance> {
    const STEP: StepName = StepName::SubmitToAppStore;
    const FIELDS: [(&str, &str); 3] = [
        ("description", "description"),
        ("keywords", "keywords"),
        ("supportUrl", "support URL"),
    ];
    let mut found = Vec::new();
    let mut lacks = |message: String, help: &str, told: &str| {
        found.push(Hindrance::new(flow, STEP, message).help(help).told(told));
    };
    if let Some(text) = &account.store_text {
        let texts = &flow.plan.notes.store_texts;
        let is_written = |name: &str| {
            texts.iter().any(|text| match name {
                "description" => text.description.is_some(),
                "keywords" => text.keywords.is_some(),
                _ => text.support_url.is_some(),
            })
        };
        for (name, title) in FIELDS {
            if text.text(name).is_none() && !is_written(name) {
                let message =
                    format!("the version has no {title}, which App Store review asks for");
                let help = "fill it in in App Store Connect, or in `release_notes.json`";
                lacks(message, help, &format!("has no {title}"));
            }
        }
    }
    let app = flow.seen.app.as_ref();
    if app.is_some_and(|app| app.text("contentRightsDeclaration").is_none()) {
        let message =
            "the question about content rights is not answered, which App Store review asks for";
        lacks(
            message.into(),
            "answer it under App Information",
            "content rights",
        );
    }
    if lacks_compliance(flow) && !flow.plan.options.is_for_testflight() {
        let message = "nobody has answered whether the build uses encryption, which App Store review asks for";
        let it = Hindrance::new(flow, STEP, message).help(testflight::COMPLIANCE_HELP);
        found.push(it.told("uses encryption").first(ANSWER_COMPLIANCE));
    }
    found
}
