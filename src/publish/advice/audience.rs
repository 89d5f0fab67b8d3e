//! Who would see what in the end.

use crate::app_store_connect::{ExternalBuildState, InternalBuildState, ReleaseType};

use super::super::client::Resource;
use super::super::magic_actions::Flow;
use super::super::timeline::Audience;
use crate::rules::shared::words::nearest;

/// What testers and customers would see. Looks at the account once more, which
/// changes nothing.
pub fn audience(flow: &mut Flow<'_>) -> Vec<Audience> {
    let Some(app) = flow.seen.app.as_ref().map(|app| app.id.clone()) else {
        return Vec::new();
    };
    let groups = flow
        .client
        .list_all("/v1/betaGroups", &[("filter[app]", &app)]);
    let is_known = groups.is_ok();
    let groups = groups.unwrap_or_default();
    let detail = flow
        .seen
        .build
        .as_ref()
        .map(|build| format!("/v1/builds/{}/buildBetaDetail", build.id));
    let detail = detail.and_then(|path| flow.client.read(&path).ok());
    let detail = detail.or_else(|| flow.seen.beta_detail.clone());
    let mut audience = automatic(flow, &groups, detail.as_ref());
    audience.extend(asked(flow, &groups, is_known, detail.as_ref()));
    audience.extend(everybody_outside(flow, &groups));
    audience.extend(customers(flow));
    audience
}

fn is_internal(group: &Resource) -> bool {
    group.flag("isInternalGroup") == Some(true)
}

/// Groups that get every build by themselves.
fn automatic(flow: &Flow<'_>, groups: &[Resource], detail: Option<&Resource>) -> Vec<Audience> {
    let groups = groups.iter();
    let groups = groups
        .filter(|group| is_internal(group) && group.flag("hasAccessToAllBuilds") == Some(true));
    groups
        .filter_map(|group| {
            let (sees, is_reached) = inside(flow, detail);
            let name = group.text("name")?;
            Some(Audience {
                who: format!("Internal group `{name}`"),
                sees,
                is_reached,
            })
        })
        .collect()
}

/// What internal testers see.
fn inside(flow: &Flow<'_>, detail: Option<&Resource>) -> (String, bool) {
    let words = flow.build_words();
    let state = detail.and_then(|detail| detail.text("internalBuildState"));
    let state = state.and_then(InternalBuildState::parse);
    match state {
        None | Some(InternalBuildState::Processing) if flow.seen.build.is_none() => {
            (format!("{words}, if it appears"), false)
        }
        None | Some(InternalBuildState::Processing)
            if flow.seen.is_processed || detail.is_none() =>
        {
            (format!("{words} in a moment"), true)
        }
        None | Some(InternalBuildState::Processing) => {
            (format!("{words}, once it is processed"), false)
        }
        Some(InternalBuildState::ReadyForBetaTesting | InternalBuildState::InBetaTesting) => {
            (format!("{words} at once"), true)
        }
        Some(InternalBuildState::MissingExportCompliance) => (
            "nothing until the question about encryption is answered".into(),
            false,
        ),
        Some(InternalBuildState::InExportComplianceReview) => (
            format!("{words}, once Apple has looked at its encryption"),
            false,
        ),
        Some(InternalBuildState::Expired) => ("nothing: the build is expired".into(), false),
        Some(InternalBuildState::ProcessingException) => {
            ("nothing: the build could not be prepared".into(), false)
        }
    }
}

/// Groups that `beta_groups` names.
fn asked(
    flow: &Flow<'_>,
    groups: &[Resource],
    is_known: bool,
    detail: Option<&Resource>,
) -> Vec<Audience> {
    let mut audience = Vec::new();
    for option in flow.plan.options.distinct_groups() {
        let name = option.value.as_str();
        let mut same = groups
            .iter()
            .filter(|group| group.text("name") == Some(name));
        let Some(group) = same.next() else {
            let near = nearest(name, groups.iter().filter_map(|group| group.text("name")));
            let sees = match near {
                Some(near) => format!("nothing: there is no such group, only `{near}`"),
                None if is_known => "nothing: there is no such group".into(),
                None => "nothing: the group did not get the build".into(),
            };
            audience.push(Audience {
                who: format!("Group `{name}`"),
                sees,
                is_reached: false,
            });
            continue;
        };
        if is_internal(group) && group.flag("hasAccessToAllBuilds") == Some(true) {
            // Told among those that get every build.
            continue;
        }
        let has_build = flow.seen.groups_reached.contains(&group.id);
        let (sees, is_reached) = if !has_build {
            ("nothing: the group did not get the build".to_owned(), false)
        } else if is_internal(group) {
            inside(flow, detail)
        } else {
            outside(flow, detail)
        };
        let kind = if is_internal(group) {
            "Internal group"
        } else {
            "Group"
        };
        audience.push(Audience {
            who: format!("{kind} `{name}`"),
            sees,
            is_reached,
        });
    }
    audience
}

/// What external testers of a group that has the build see.
fn outside(flow: &Flow<'_>, detail: Option<&Resource>) -> (String, bool) {
    let words = flow.build_words();
    let state = detail.and_then(|detail| detail.text("externalBuildState"));
    match state.and_then(ExternalBuildState::parse) {
        Some(ExternalBuildState::InBetaTesting | ExternalBuildState::BetaApproved) => {
            (format!("{words} at once"), true)
        }
        Some(ExternalBuildState::WaitingForBetaReview | ExternalBuildState::InBetaReview) => {
            (format!("{words} after beta review"), true)
        }
        Some(ExternalBuildState::MissingExportCompliance) => (
            "nothing until the question about encryption is answered".into(),
            false,
        ),
        Some(ExternalBuildState::Expired) => ("nothing: the build is expired".into(), false),
        Some(ExternalBuildState::BetaRejected) => {
            ("nothing: beta review rejected the build".into(), false)
        }
        _ if flow.seen.beta_review.is_some() => (format!("{words} after beta review"), true),
        _ => (
            "nothing until the build is submitted to beta review".into(),
            false,
        ),
    }
}

/// External testers, where no group is named.
fn everybody_outside(flow: &Flow<'_>, groups: &[Resource]) -> Option<Audience> {
    let options = &flow.plan.options;
    if !options.beta_groups.is_empty() || !options.is_for_testflight() {
        return None;
    }
    let has_groups = groups.iter().any(|group| !is_internal(group));
    let sees = match (&flow.seen.beta_review, has_groups) {
        (None, _) => "nothing: the build was not submitted to beta review",
        (Some(_), true) => {
            "nothing until somebody gives the build to a group: `beta_groups` names none"
        }
        (Some(_), false) => "nothing: the app has no external group",
    };
    Some(Audience {
        who: "External testers".into(),
        sees: sees.into(),
        is_reached: false,
    })
}

/// Customers of the App Store.
fn customers(flow: &Flow<'_>) -> Option<Audience> {
    let options = &flow.plan.options;
    if !options.is_for_app_store() {
        return None;
    }
    let version = &flow.plan.app.version.value;
    let who = "App Store customers".to_owned();
    if !flow.seen.is_submitted {
        let sees = format!("nothing new: version {version} was not submitted");
        return Some(Audience {
            who,
            sees,
            is_reached: false,
        });
    }
    let left = flow.seen.version_now.as_ref();
    let release = left
        .and_then(|version| version.text("releaseType"))
        .and_then(ReleaseType::parse);
    let release = release.or_else(|| options.release_type.as_ref().map(|option| option.value));
    let date = left.and_then(|version| version.text("earliestReleaseDate"));
    let written = options
        .earliest_release_date
        .as_ref()
        .map(|date| date.value.as_str());
    let when = match (release, written.or(date)) {
        (Some(ReleaseType::AfterApproval), _) => "after App Store review, by itself".to_owned(),
        (Some(ReleaseType::Scheduled), Some(date)) => {
            format!("after App Store review, not before {date}")
        }
        (Some(ReleaseType::Scheduled), None) => {
            "after App Store review, on a date that nobody has set".into()
        }
        (Some(ReleaseType::Manual) | None, _) => {
            "after App Store review, when somebody releases it by hand".into()
        }
    };
    let phased = match flow.seen.is_phased {
        Some(true) => ", over seven days",
        Some(false) | None => "",
    };
    Some(Audience {
        who,
        sees: format!("version {version} {when}{phased}"),
        is_reached: true,
    })
}
