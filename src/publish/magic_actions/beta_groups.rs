//! The build is given to the groups of testers that are asked for.

use serde_json::json;

use crate::app_store_connect::ExternalBuildState;
use crate::publish::advice;
use crate::publish::client::{Failure, Resource};
use crate::publish::words::list;
use crate::rules::shared::words::nearest;

use super::{Cause, Flow, Trouble, unexpected};

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let build = flow.build_id()?;
    let app = flow.client.read(&format!("/v1/builds/{build}/app"))?;
    let groups = flow
        .client
        .list_all("/v1/betaGroups", &[("filter[app]", &app.id)])
        .map_err(unexpected)?;
    let plan = flow.plan;
    let asked = |group: &Resource| {
        let name = group.text("name").unwrap_or_default();
        let mut options = plan.options.beta_groups.iter();
        options.find(|option| option.value == name)
    };
    let mut reached = Vec::new();
    let mut refused = Vec::new();
    for group in &groups {
        let Some(option) = asked(group) else {
            continue;
        };
        let path = format!("/v1/betaGroups/{}/relationships/builds", group.id);
        let body = json!({ "data": [{ "id": build, "type": "builds" }] });
        match flow.client.order("POST", &path, Some(&body)) {
            Ok(()) => {
                if !reached.contains(&option.value) {
                    reached.push(option.value.clone());
                }
                flow.seen.groups_reached.push(group.id.clone());
                flow.seen.group_names_reached.push(option.value.clone());
            }
            Err(Failure::Refused(answer)) if answer.is_readable => {
                if group.flag("hasAccessToAllBuilds") == Some(true) {
                    flow.seen.group_names_reached.push(option.value.clone());
                }
                refused.push(advice::group_refused(flow, group, option, &build, &answer));
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    warn_of_missing(flow, &groups);
    warn_of_twins(flow, &groups);
    warn_of_no_review(flow, &groups);
    if !refused.is_empty() {
        return Err(Trouble::Told(refused));
    }
    Ok(match reached.as_slice() {
        [] => "gave the build to no group".into(),
        names => format!("gave the build to {}", list(names)),
    })
}

fn warn_of_missing(flow: &mut Flow<'_>, groups: &[Resource]) {
    let names: Vec<&str> = groups
        .iter()
        .filter_map(|group| group.text("name"))
        .collect();
    for option in flow.plan.options.distinct_groups() {
        let name = option.value.as_str();
        if names.contains(&name) {
            continue;
        }
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("write `{near}`, as the group is called in App Store Connect"),
            None if names.is_empty() => {
                "make the group in App Store Connect under TestFlight; the app has none".into()
            }
            None => format!(
                "write one of {}, or make the group in App Store Connect",
                list(&names)
            ),
        };
        let cause = Cause::new(format!(
            "the app has no group `{name}`, so nobody gets the build by it; the client only warns of that"
        ));
        let log = format!("Cannot find Beta group with the name '{name}'");
        flow.warn(cause.help(help).at(option.place.clone()).log(log));
    }
}

fn warn_of_twins(flow: &mut Flow<'_>, groups: &[Resource]) {
    for option in flow.plan.options.distinct_groups() {
        let name = option.value.as_str();
        let same = groups
            .iter()
            .filter(|group| group.text("name") == Some(name));
        let number = same.count();
        if number > 1 {
            flow.warn(
                Cause::new(format!(
                    "{number} groups are called `{name}`, and the build goes to all of them"
                ))
                .help("give them different names in App Store Connect")
                .at(option.place.clone()),
            );
        }
    }
}

/// External testers get a build only after beta review, which nobody asks for here.
fn warn_of_no_review(flow: &mut Flow<'_>, groups: &[Resource]) {
    let detail = flow.seen.beta_detail.as_ref();
    let state = detail.and_then(|detail| detail.text("externalBuildState"));
    let approved = [
        ExternalBuildState::BetaApproved,
        ExternalBuildState::InBetaTesting,
        ExternalBuildState::WaitingForBetaReview,
        ExternalBuildState::InBetaReview,
    ];
    let is_approved = approved.iter().any(|known| Some(known.word()) == state);
    if flow.plan.options.is_for_testflight() || is_approved {
        return;
    }
    let is_waiting = |name: &str| {
        let mut groups = groups.iter();
        groups.any(|group| {
            group.text("name") == Some(name)
                && group.flag("isInternalGroup") != Some(true)
                && flow.seen.groups_reached.contains(&group.id)
        })
    };
    let options = flow.plan.options.distinct_groups().into_iter();
    let waiting: Vec<_> = options.filter(|option| is_waiting(&option.value)).collect();
    let Some(first) = waiting.first() else {
        return;
    };
    let place = flow.place(Some(*first));
    let names: Vec<&str> = waiting.iter().map(|option| option.value.as_str()).collect();
    let cause = Cause::new(format!(
        "nobody submits the build to beta review, so the external testers of {} do not get it yet",
        list(&names)
    ))
    .help("set `submit_to_testflight: true`, or submit the build by hand in TestFlight");
    flow.warn(cause.at(place));
}
