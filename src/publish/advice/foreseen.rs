//! What would fail next, and what a person has to do first.

use crate::app_store_connect::{
    AppVersionState, BuildAudience, ExternalBuildState, InternalBuildState, ReviewSubmissionState,
};
use crate::rules::shared::words::nearest;

use super::super::client::Resource;
use super::super::magic_actions::Flow;
use super::super::timeline::{Cause, StepName};
use super::super::words::list;
use super::account::Account;
use super::{foreseen_store, place, testflight};

/// Something that a step would fail at.
#[derive(Debug)]
pub(super) struct Hindrance {
    pub step: StepName,
    pub cause: Cause,
    /// Parts of a message: a cause that has one says the same.
    pub told: Vec<String>,
    /// What to do by hand before anything else of this step.
    pub first: Option<String>,
}

impl Hindrance {
    pub(super) fn new(flow: &Flow<'_>, step: StepName, message: impl Into<String>) -> Self {
        Self {
            step,
            cause: Cause::new(message).at(place(flow, step)),
            told: Vec::new(),
            first: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.cause = self.cause.help(help);
        self
    }

    pub(super) fn told(mut self, part: impl Into<String>) -> Self {
        self.told.push(part.into());
        self
    }

    pub(super) fn first(mut self, first: impl Into<String>) -> Self {
        self.first = Some(first.into());
        self
    }
}

/// Whether App Store Connect has the build for internal testers alone.
pub(super) fn is_internal_only(flow: &Flow<'_>) -> bool {
    let build = flow.seen.build.as_ref();
    let audience = build.and_then(|build| build.text("buildAudienceType"));
    audience == Some(BuildAudience::InternalOnly.word())
}

/// Whether the build is in beta review, or through it.
pub(super) fn is_reviewed(flow: &Flow<'_>) -> bool {
    let detail = flow.seen.beta_detail.as_ref();
    let state = detail.and_then(|detail| detail.text("externalBuildState"));
    let reviewed = [
        ExternalBuildState::WaitingForBetaReview,
        ExternalBuildState::InBetaReview,
        ExternalBuildState::BetaApproved,
        ExternalBuildState::InBetaTesting,
    ];
    flow.seen.beta_review.is_some() || reviewed.iter().any(|known| Some(known.word()) == state)
}

/// Whether a group gets every build by itself.
pub(super) fn is_automatic(group: &Resource) -> bool {
    group.flag("isInternalGroup") == Some(true) && group.flag("hasAccessToAllBuilds") == Some(true)
}

/// Everything in the way of what was asked for and not done.
pub(super) fn hindrances(flow: &Flow<'_>, account: &Account) -> Vec<Hindrance> {
    let options = &flow.plan.options;
    let mut found = groups(flow, account);
    if options.is_for_testflight() && !is_reviewed(flow) {
        found.extend(beta_review(flow, account));
    }
    if options.is_for_app_store() && !flow.seen.is_submitted {
        found.extend(foreseen_store::hindrances(flow, account));
    }
    found
}

fn groups(flow: &Flow<'_>, account: &Account) -> Vec<Hindrance> {
    const STEP: StepName = StepName::BetaGroups;
    let Some(groups) = &account.groups else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for option in flow.plan.options.distinct_groups() {
        let name = &option.value;
        let mut same = groups.iter();
        let same = same.find(|group| group.text("name") == Some(name));
        let hindrance = match same {
            None => {
                let names = groups.iter().filter_map(|group| group.text("name"));
                let near = nearest(name, names);
                let help = match near {
                    Some(near) => {
                        format!("write `{near}`, as the group is called in App Store Connect")
                    }
                    None => "make the group in App Store Connect under TestFlight".into(),
                };
                let mut it = Hindrance::new(
                    flow,
                    STEP,
                    format!("the app has no group `{name}`, so nobody gets the build by it; the client only warns of that"),
                )
                .help(help);
                it.cause = it.cause.warning();
                it
            }
            Some(group) if is_automatic(group) => {
                Hindrance::new(flow, STEP, testflight::automatic(name))
                    .help(testflight::automatic_help(name))
            }
            Some(group)
                if is_internal_only(flow) && group.flag("isInternalGroup") != Some(true) =>
            {
                Hindrance::new(flow, STEP, testflight::internal_only_group(name))
                    .help(testflight::INTERNAL_ONLY_HELP)
            }
            Some(_) => continue,
        };
        let mut hindrance = hindrance.told(format!("`{name}`"));
        hindrance.cause = hindrance.cause.at(flow.place(Some(option)));
        found.push(hindrance);
    }
    found
}

fn beta_review(flow: &Flow<'_>, account: &Account) -> Vec<Hindrance> {
    const STEP: StepName = StepName::SubmitToTestflight;
    const INFORMATION: &str = "fill it in under TestFlight, Test Information";
    if is_internal_only(flow) {
        let it = Hindrance::new(
            flow,
            STEP,
            "the build is for internal testing only, so it is not taken to beta review",
        );
        return vec![
            it.help(testflight::INTERNAL_ONLY_HELP)
                .told("internal testing only"),
        ];
    }
    let mut found = Vec::new();
    let mut lacks = |field: &str, told: &str| {
        let message = format!(
            "the test information lacks {field}, without which no build goes to beta review"
        );
        found.push(
            Hindrance::new(flow, STEP, message)
                .help(INFORMATION)
                .told(told)
                .first(format!(
                    "fill in {field} under TestFlight, Test Information"
                )),
        );
    };
    if let Some(texts) = &account.test_texts {
        let has = |name| texts.iter().any(|text| text.text(name).is_some());
        if !has("feedbackEmail") {
            lacks("the `Feedback Email`", "`Feedback Email`");
        }
        if !has("description") {
            lacks("a Beta App Description", "Beta App Description");
        }
    }
    if let Some(detail) = &account.review_detail {
        let fields = testflight::CONTACT.iter();
        let missing = fields.filter(|(name, _)| detail.text(name).is_none());
        let missing: Vec<&str> = missing.map(|(_, title)| *title).collect();
        if let Some(first) = missing.first() {
            lacks(
                &format!("the contact's {}", list(&missing)),
                &format!("`{first}`"),
            );
        }
        let is_account = ["demoAccountName", "demoAccountPassword"];
        let is_account = is_account.iter().all(|name| detail.text(name).is_some());
        if detail.flag("demoAccountRequired") == Some(true) && !is_account {
            lacks(
                "the demo account that it says reviewers need",
                "demo account",
            );
        }
    }
    if lacks_compliance(flow) {
        let message = "nobody has answered whether the build uses encryption, so it is not taken to beta review";
        found.push(
            Hindrance::new(flow, STEP, message)
                .help(testflight::COMPLIANCE_HELP)
                .told("uses encryption, so it is not taken")
                .first(ANSWER_COMPLIANCE),
        );
    }
    let expires = flow.plan.options.expires_build_in_review();
    if !account.in_beta_review.is_empty() && (!expires || account.all_in_beta_review > 1) {
        let numbers = list(&account.in_beta_review);
        let help = if expires {
            "only the oldest build in review is expired: expire the others by hand in TestFlight"
        } else {
            "set `expire_build_submitted_for_review: true`, or publish to external testers less often"
        };
        found.push(
            Hindrance::new(
                flow,
                STEP,
                format!("{}: {numbers}", testflight::ANOTHER_IN_REVIEW),
            )
            .help(help)
            .told(testflight::ANOTHER_IN_REVIEW)
            .first(format!(
                "expire build {numbers} of this version in TestFlight, or wait for its review"
            )),
        );
    }
    found
}

/// What to do about the question that nobody has answered.
pub(super) const ANSWER_COMPLIANCE: &str =
    "answer the question about the build's encryption in TestFlight";

/// Whether nobody has answered the question about encryption.
pub(super) fn lacks_compliance(flow: &Flow<'_>) -> bool {
    let detail = flow.seen.beta_detail.as_ref();
    let word = InternalBuildState::MissingExportCompliance.word();
    let state = |name| detail.and_then(|detail| detail.text(name));
    state("internalBuildState") == Some(word) || state("externalBuildState") == Some(word)
}

/// Whether a submission to App Store review is in a state.
pub(super) fn has_submission(account: &Account, state: ReviewSubmissionState) -> bool {
    account.submissions.iter().any(|it| it == state.word())
}

/// What to do with a version that is in the way, by hand.
pub(super) fn clear_away(number: &str, state: AppVersionState) -> String {
    match state {
        AppVersionState::PendingDeveloperRelease | AppVersionState::PendingAppleRelease => {
            format!("release or reject version {number}, which is approved")
        }
        AppVersionState::ReadyForReview => {
            format!("delete the submission that holds version {number} and was never sent")
        }
        AppVersionState::InReview | AppVersionState::WaitingForReview => {
            format!("wait for the review of version {number}, or take it out of review")
        }
        _ => format!("wait until App Store Connect is done with version {number}"),
    }
}
