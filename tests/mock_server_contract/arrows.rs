//! The state machines: every arrow that there is, by what lets it be taken.

use std::collections::BTreeMap;

use codemagic_lint::mock_server::world::World;

/// What takes an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A request.
    Call,
    /// Time: App Store Connect itself.
    Time,
}

use By::{Call, Time};

/// From one of these states to one of those.
struct Arrow {
    machine: &'static str,
    by: By,
    from: &'static [&'static str],
    to: &'static [&'static str],
}

const fn arrow(
    machine: &'static str,
    by: By,
    from: &'static [&'static str],
    to: &'static [&'static str],
) -> Arrow {
    Arrow {
        machine,
        by,
        from,
        to,
    }
}

/// Where something begins that was not there before.
const NEW: &str = "";

const DRAFTS: &[&str] = &[
    "PREPARE_FOR_SUBMISSION",
    "DEVELOPER_REJECTED",
    "REJECTED",
    "METADATA_REJECTED",
    "INVALID_BINARY",
];

const ARROWS: &[Arrow] = &[
    arrow(
        "version",
        Call,
        &[NEW],
        &["PREPARE_FOR_SUBMISSION", "READY_FOR_DISTRIBUTION"],
    ),
    arrow("version", Call, DRAFTS, &["READY_FOR_REVIEW"]),
    arrow(
        "version",
        Call,
        &["READY_FOR_REVIEW"],
        &["WAITING_FOR_REVIEW", "PREPARE_FOR_SUBMISSION"],
    ),
    arrow(
        "version",
        Call,
        &["WAITING_FOR_REVIEW", "IN_REVIEW"],
        &["DEVELOPER_REJECTED"],
    ),
    arrow("version", Time, &["WAITING_FOR_REVIEW"], &["IN_REVIEW"]),
    arrow(
        "version",
        Time,
        &["IN_REVIEW"],
        &["REJECTED", "METADATA_REJECTED", "INVALID_BINARY"],
    ),
    arrow(
        "version",
        Time,
        &["IN_REVIEW"],
        &[
            "PENDING_DEVELOPER_RELEASE",
            "PENDING_APPLE_RELEASE",
            "PROCESSING_FOR_DISTRIBUTION",
        ],
    ),
    arrow(
        "version",
        Time,
        &["PENDING_APPLE_RELEASE"],
        &["PROCESSING_FOR_DISTRIBUTION"],
    ),
    arrow(
        "version",
        Time,
        &["PROCESSING_FOR_DISTRIBUTION"],
        &["READY_FOR_DISTRIBUTION"],
    ),
    arrow(
        "version",
        Time,
        &["READY_FOR_DISTRIBUTION"],
        &["REPLACED_WITH_NEW_VERSION"],
    ),
    arrow("submission", Call, &[NEW], &["READY_FOR_REVIEW"]),
    arrow(
        "submission",
        Call,
        &["READY_FOR_REVIEW"],
        &["WAITING_FOR_REVIEW", "CANCELING"],
    ),
    arrow(
        "submission",
        Call,
        &["WAITING_FOR_REVIEW", "IN_REVIEW", "UNRESOLVED_ISSUES"],
        &["CANCELING"],
    ),
    arrow("submission", Time, &["WAITING_FOR_REVIEW"], &["IN_REVIEW"]),
    arrow(
        "submission",
        Time,
        &["IN_REVIEW"],
        &["COMPLETING", "UNRESOLVED_ISSUES"],
    ),
    arrow(
        "submission",
        Time,
        &["COMPLETING", "CANCELING"],
        &["COMPLETE"],
    ),
    arrow("item", Call, &[NEW], &["READY_FOR_REVIEW"]),
    arrow("item", Call, &["READY_FOR_REVIEW"], &["REMOVED"]),
    arrow(
        "item",
        Time,
        &["READY_FOR_REVIEW"],
        &["APPROVED", "REJECTED", "REMOVED"],
    ),
    arrow("phased release", Call, &[NEW], &["INACTIVE"]),
    arrow("phased release", Call, &["ACTIVE"], &["PAUSED", "COMPLETE"]),
    arrow("phased release", Call, &["PAUSED"], &["ACTIVE", "COMPLETE"]),
    arrow("phased release", Time, &["INACTIVE"], &["ACTIVE"]),
    arrow("phased release", Time, &["ACTIVE"], &["COMPLETE"]),
    arrow(
        "build",
        Call,
        &[NEW],
        &["PROCESSING", "VALID", "INVALID", "FAILED"],
    ),
    arrow(
        "build",
        Time,
        &["PROCESSING"],
        &["VALID", "INVALID", "FAILED"],
    ),
    arrow("expired", Call, &[NEW], &["false"]),
    arrow("expired", Call, &["false"], &["true"]),
    arrow("expired", Time, &["false"], &["true"]),
    arrow("internal", Call, &[NEW], &["PROCESSING"]),
    arrow(
        "internal",
        Time,
        &["PROCESSING"],
        &[
            "MISSING_EXPORT_COMPLIANCE",
            "READY_FOR_BETA_TESTING",
            "IN_BETA_TESTING",
            "PROCESSING_EXCEPTION",
        ],
    ),
    arrow(
        "internal",
        Call,
        &["MISSING_EXPORT_COMPLIANCE"],
        &["READY_FOR_BETA_TESTING", "IN_BETA_TESTING"],
    ),
    arrow(
        "internal",
        Call,
        &["READY_FOR_BETA_TESTING"],
        &["IN_BETA_TESTING"],
    ),
    arrow("external", Call, &[NEW], &["PROCESSING"]),
    arrow(
        "external",
        Time,
        &["PROCESSING"],
        &[
            "MISSING_EXPORT_COMPLIANCE",
            "READY_FOR_BETA_SUBMISSION",
            "PROCESSING_EXCEPTION",
        ],
    ),
    arrow(
        "external",
        Call,
        &["MISSING_EXPORT_COMPLIANCE"],
        &["READY_FOR_BETA_SUBMISSION"],
    ),
    arrow(
        "external",
        Call,
        &["READY_FOR_BETA_SUBMISSION"],
        &[
            "WAITING_FOR_BETA_REVIEW",
            "BETA_APPROVED",
            "IN_BETA_TESTING",
        ],
    ),
    arrow("external", Call, &["BETA_APPROVED"], &["IN_BETA_TESTING"]),
    arrow(
        "external",
        Time,
        &["WAITING_FOR_BETA_REVIEW"],
        &["IN_BETA_REVIEW"],
    ),
    arrow(
        "external",
        Time,
        &["IN_BETA_REVIEW"],
        &["BETA_REJECTED", "BETA_APPROVED", "IN_BETA_TESTING"],
    ),
    arrow(
        "beta review",
        Call,
        &[NEW],
        &["WAITING_FOR_REVIEW", "APPROVED"],
    ),
    arrow("beta review", Time, &["WAITING_FOR_REVIEW"], &["IN_REVIEW"]),
    arrow(
        "beta review",
        Time,
        &["IN_REVIEW"],
        &["APPROVED", "REJECTED"],
    ),
];

/// The state of everything there is, by machine and id.
pub type States = BTreeMap<(&'static str, String), String>;

/// The state of everything there is.
pub fn states(world: &World) -> States {
    let mut states = States::new();
    let mut add = |machine, id: &String, state: &str| {
        states.insert((machine, id.clone()), state.to_owned());
    };
    let store = &world.store;
    store
        .versions
        .iter()
        .for_each(|it| add("version", &it.id, it.state.word()));
    store
        .submissions
        .iter()
        .for_each(|it| add("submission", &it.id, it.state.word()));
    store
        .items
        .iter()
        .for_each(|it| add("item", &it.id, it.state.word()));
    store
        .phased_releases
        .iter()
        .for_each(|it| add("phased release", &it.id, it.state.word()));
    for build in &world.testflight.builds {
        add("build", &build.id, build.processing.word());
        add("expired", &build.id, &build.expired.to_string());
        add("internal", &build.id, build.internal.word());
        add("external", &build.id, build.external.word());
        if let Some(review) = &build.review {
            add("beta review", &build.id, review.state.word());
        }
    }
    states
}

/// Whether there is a way from a state to another; a request takes one arrow, time
/// may take several at one moment.
fn is_way(machine: &str, by: By, from: &str, to: &str, steps: usize) -> bool {
    if to == "EXPIRED" {
        return true;
    }
    let arrows = || {
        ARROWS
            .iter()
            .filter(|it| it.machine == machine && it.by == by)
    };
    arrows().filter(|it| it.from.contains(&from)).any(|it| {
        it.to.contains(&to)
            || steps > 1
                && it
                    .to
                    .iter()
                    .any(|next| is_way(machine, by, next, to, steps - 1))
    })
}

/// The changes for which there is no arrow.
pub fn wrong(before: &States, after: &States, by: By) -> Vec<String> {
    let steps = if by == Call { 1 } else { 6 };
    let mut wrong = Vec::new();
    for ((machine, id), to) in after {
        let from = before
            .get(&(*machine, id.clone()))
            .map_or(NEW, String::as_str);
        if from != to && !is_way(machine, by, from, to, steps) {
            wrong.push(format!("{machine} {id}: `{from}` -> `{to}` by {by:?}"));
        }
    }
    wrong
}

#[test]
fn arrows_lead_from_words_of_the_api_to_others() {
    use codemagic_lint::app_store_connect::{
        AppVersionState, BetaReviewState, ExternalBuildState, InternalBuildState, ItemState,
        PhasedReleaseState, ProcessingState, ReviewSubmissionState,
    };
    for arrow in ARROWS {
        for word in arrow
            .from
            .iter()
            .chain(arrow.to)
            .filter(|word| **word != NEW)
        {
            let is_word = match arrow.machine {
                "version" => AppVersionState::parse(word).is_some(),
                "submission" => ReviewSubmissionState::parse(word).is_some(),
                "item" => ItemState::parse(word).is_some(),
                "phased release" => PhasedReleaseState::parse(word).is_some(),
                "build" => ProcessingState::parse(word).is_some(),
                "internal" => InternalBuildState::parse(word).is_some(),
                "external" => ExternalBuildState::parse(word).is_some(),
                "beta review" => BetaReviewState::parse(word).is_some(),
                _ => ["true", "false"].contains(word),
            };
            assert!(is_word, "{}: {word}", arrow.machine);
        }
    }
}
