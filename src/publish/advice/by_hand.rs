//! What a person can still do when Magic Actions did not.

use crate::app_store_connect::{ExternalBuildState, ProcessingState};

use super::super::magic_actions::Flow;
use super::super::plan::Plan;
use super::super::timeline::{Foreseen, Status, Step, StepName};
use super::super::words::list;
use super::account::{self, Account};
use super::foreseen::{Hindrance, hindrances, is_automatic, is_internal_only, is_reviewed};
use super::{refusals, testflight};

/// What comes after a run that did not do everything.
#[derive(Debug, Default)]
pub struct Ahead {
    /// What a person can do now, in this order.
    pub by_hand: Vec<String>,
    /// What steps that were not done would fail at next.
    pub would_fail_next: Vec<Foreseen>,
}

/// Looks at what App Store Connect has, and says what comes next. Asks only; nothing
/// of it counts as a step's request.
pub fn look_ahead(flow: &mut Flow<'_>, steps: &[Step]) -> Ahead {
    flow.client.only_look();
    let account = account::look(flow);
    let hindrances = hindrances(flow, &account);
    let by_hand = by_hand(flow, steps, &account, &hindrances);
    let errors = steps
        .iter()
        .filter(|step| matches!(step.status, Status::Failed | Status::Cancelled))
        .flat_map(|step| &step.causes);
    let errors: Vec<&str> = errors.map(|cause| cause.message.as_str()).collect();
    let undone = |step: StepName| {
        let mut all = steps.iter().filter(|it| it.name == step);
        all.any(|it| !matches!(it.status, Status::Done | Status::Warning))
    };
    let is_new = |it: &Hindrance| {
        let is_told = |part: &String| errors.iter().any(|error| error.contains(part.as_str()));
        undone(it.step) && !it.told.iter().any(is_told)
    };
    let next = hindrances.into_iter().filter(is_new);
    let next = next.map(|it| Foreseen {
        step: it.step,
        cause: it.cause,
    });
    Ahead {
        by_hand,
        would_fail_next: next.collect(),
    }
}

/// What was asked for and not done, each as something to do once the build is there.
fn by_hand(
    flow: &Flow<'_>,
    steps: &[Step],
    account: &Account,
    hindrances: &[Hindrance],
) -> Vec<String> {
    if is_lost(flow, steps) {
        return Vec::new();
    }
    let options = &flow.plan.options;
    let mut todo = Vec::new();
    if let Some(first) = refused_altogether(steps) {
        todo.push(first.to_owned());
    }
    let firsts = |todo: &mut Vec<String>, of: &[StepName]| {
        let own = hindrances.iter().filter(|it| of.contains(&it.step));
        for first in own.filter_map(|it| it.first.as_ref()) {
            if !todo.contains(first) {
                todo.push(first.clone());
            }
        }
    };
    let can_be_reviewed = !is_internal_only(flow) && !is_refused_for_good(flow, steps);
    if options.is_for_testflight() && !is_reviewed(flow) && can_be_reviewed {
        firsts(&mut todo, &[StepName::SubmitToTestflight]);
        todo.push("submit the build to beta review in TestFlight".to_owned());
    }
    todo.extend(notes(flow));
    todo.extend(groups(flow, account));
    if options.is_for_app_store() && !flow.seen.is_submitted && !is_internal_only(flow) {
        firsts(
            &mut todo,
            &[StepName::AppStoreVersion, StepName::SubmitToAppStore],
        );
        todo.push(submission(flow, steps));
    }
    todo
}

/// All that was asked for, where only the upload was made.
pub fn everything_by_hand(plan: &Plan) -> Vec<String> {
    let options = &plan.options;
    let mut todo = Vec::new();
    if options.is_for_testflight() {
        todo.push("submit the build to beta review in TestFlight".to_owned());
    }
    let notes = plan.notes.test_notes.iter();
    let notes: Vec<&str> = notes.map(|note| note.locale.as_str()).collect();
    if !notes.is_empty() {
        todo.push(upload_notes(&notes));
    }
    let groups = options.distinct_groups().into_iter();
    let groups: Vec<&str> = groups.map(|group| group.value.as_str()).collect();
    if !groups.is_empty() {
        todo.push(distribute(&groups));
    }
    if options.is_for_app_store() {
        let version = &plan.app.version.value;
        todo.push(format!("submit version {version} to App Store review"));
    }
    todo
}

fn upload_notes(locales: &[&str]) -> String {
    format!(
        "upload the release notes in {} as What to Test",
        list(locales)
    )
}

fn distribute(groups: &[&str]) -> String {
    let noun = if groups.len() == 1 { "group" } else { "groups" };
    format!("distribute the build to the {noun} {}", list(groups))
}

/// Whether nothing can be done with the build: it is not there, unusable or expired.
fn is_lost(flow: &Flow<'_>, steps: &[Step]) -> bool {
    let is_upload_refused =
        |step: &Step| step.name == StepName::Upload && step.status == Status::Failed;
    let build = flow.seen.build.as_ref();
    let state = build.and_then(|build| ProcessingState::parse(build.text("processingState")?));
    let is_unusable = matches!(
        state,
        Some(ProcessingState::Failed | ProcessingState::Invalid)
    );
    let is_expired = build.is_some_and(|build| build.flag("expired") == Some(true));
    is_unusable || is_expired || steps.iter().any(is_upload_refused)
}

/// What the account holder must do before App Store Connect takes anything.
fn refused_altogether(steps: &[Step]) -> Option<&'static str> {
    let mut causes = steps.iter().flat_map(|step| &step.causes);
    causes.find_map(|cause| {
        if cause.message.starts_with(refusals::MEMBERSHIP) {
            Some("let the account holder renew the membership; until then nothing else is possible")
        } else if cause.message.starts_with(refusals::AGREEMENT) {
            Some("let the account holder accept the agreement; until then nothing else is possible")
        } else {
            None
        }
    })
}

/// Whether beta review refuses this build whoever submits it.
fn is_refused_for_good(flow: &Flow<'_>, steps: &[Step]) -> bool {
    let detail = flow.seen.beta_detail.as_ref();
    let state = detail.and_then(|detail| detail.text("externalBuildState"));
    let mut causes = steps.iter().flat_map(|step| &step.causes);
    state == Some(ExternalBuildState::BetaRejected.word())
        || causes.any(|cause| cause.message.starts_with(testflight::BETA_XCODE))
}

fn notes(flow: &Flow<'_>) -> Option<String> {
    let written = &flow.seen.notes_written;
    let notes = flow.plan.notes.test_notes.iter();
    let notes = notes.map(|note| note.locale.as_str());
    let notes: Vec<&str> = notes
        .filter(|locale| !written.iter().any(|written| written == locale))
        .collect();
    (!notes.is_empty()).then(|| upload_notes(&notes))
}

/// Groups that did not get the build and can.
fn groups(flow: &Flow<'_>, account: &Account) -> Vec<String> {
    let reached = &flow.seen.group_names_reached;
    let asked = flow.plan.options.distinct_groups().into_iter();
    let missing = asked.filter(|group| !reached.contains(&group.value));
    let mut unknown: Vec<&str> = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    for option in missing {
        let name = option.value.as_str();
        let Some(groups) = &account.groups else {
            known.push(name);
            continue;
        };
        let mut same = groups.iter();
        match same.find(|group| group.text("name") == Some(name)) {
            None => unknown.push(name),
            Some(group) if is_automatic(group) => {}
            Some(group)
                if is_internal_only(flow) && group.flag("isInternalGroup") != Some(true) => {}
            Some(_) => known.push(name),
        }
    }
    let mut todo = Vec::new();
    if !unknown.is_empty() {
        let (noun, it) = match unknown.as_slice() {
            [_] => ("group", "it"),
            _ => ("groups", "them"),
        };
        let names = list(&unknown);
        todo.push(format!(
            "make the {noun} {names}, and distribute the build to {it}"
        ));
    }
    if !known.is_empty() {
        todo.push(distribute(&known));
    }
    todo
}

fn submission(flow: &Flow<'_>, steps: &[Step]) -> String {
    let version = &flow.plan.app.version.value;
    let lacks = |step: &Step| {
        let mut causes = step.causes.iter();
        step.status == Status::Failed
            && causes.any(|it| it.message.contains("App Store review asks for"))
    };
    let complete = if steps.iter().any(lacks) {
        format!("complete version {version} in what it lacks, and ")
    } else {
        String::new()
    };
    let phased = flow.plan.options.phased_release.as_ref();
    let is_left = phased.is_some_and(|option| option.value) && flow.seen.is_phased.is_none();
    let phased = if is_left {
        ", with a phased release where it is offered"
    } else {
        ""
    };
    let it = if complete.is_empty() {
        format!("version {version}")
    } else {
        "it".into()
    };
    format!("{complete}submit {it} to App Store review{phased}")
}
