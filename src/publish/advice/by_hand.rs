//! What a person can still do when Magic Actions did not.

use crate::app_store_connect::ProcessingState;

use super::super::magic_actions::Seen;
use super::super::plan::Plan;
use super::super::words::list;

/// What was asked for and not done, each as something to do once the build is there.
pub fn by_hand(plan: &Plan, seen: &Seen) -> Vec<String> {
    let options = &plan.options;
    let state = seen
        .build
        .as_ref()
        .and_then(|build| build.text("processingState"));
    let state = state.and_then(ProcessingState::parse);
    if matches!(
        state,
        Some(ProcessingState::Failed | ProcessingState::Invalid)
    ) {
        // Nothing can be done with such a build.
        return Vec::new();
    }
    let mut steps = Vec::new();
    if options.is_for_testflight() && seen.beta_review.is_none() {
        steps.push("submit the build to beta review in TestFlight".to_owned());
    }
    let notes = plan
        .notes
        .test_notes
        .iter()
        .map(|note| note.locale.as_str());
    let notes: Vec<&str> = notes
        .filter(|locale| !seen.notes_written.iter().any(|written| written == locale))
        .collect();
    if !notes.is_empty() {
        steps.push(format!(
            "upload the release notes in {} as What to Test",
            list(&notes)
        ));
    }
    let groups: Vec<&str> = options
        .beta_groups
        .iter()
        .map(|group| group.value.as_str())
        .filter(|name| {
            !seen
                .group_names_reached
                .iter()
                .any(|reached| reached == name)
        })
        .collect();
    if !groups.is_empty() {
        let noun = if groups.len() == 1 { "group" } else { "groups" };
        steps.push(format!(
            "distribute the build to the {noun} {}",
            list(&groups)
        ));
    }
    if options.is_for_app_store() && !seen.is_submitted {
        let version = &plan.app.version.value;
        steps.push(format!("submit version {version} to App Store review"));
    }
    steps
}
