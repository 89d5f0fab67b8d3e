//! App Store Connect processes the build, and then what testers may do with it.

use crate::app_store_connect::{ExternalBuildState, InternalBuildState, ProcessingState};
use crate::publish::client::Resource;
use crate::publish::words::duration;

use super::{Cause, Flow, INTERVAL, Trouble};

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let id = flow.build_id()?;
    let started = flow.elapsed();
    while state(flow.seen.build.as_ref()) == Some(ProcessingState::Processing) {
        flow.client.pause(INTERVAL)?;
        flow.seen.build = Some(flow.client.read(&format!("/v1/builds/{id}"))?);
    }
    if let Some(ended @ (ProcessingState::Failed | ProcessingState::Invalid)) =
        state(flow.seen.build.as_ref())
    {
        return Err(unusable(flow, &id, ended).into());
    }
    let detail = loop {
        let link = flow
            .seen
            .build
            .as_ref()
            .and_then(|build| build.related("buildBetaDetail"));
        let path = link.map_or_else(|| format!("/v1/builds/{id}/buildBetaDetail"), str::to_owned);
        let detail = flow.client.read(&path)?;
        // The client goes on as soon as one of the two is done.
        let external = detail.text("externalBuildState");
        let internal = detail.text("internalBuildState");
        if external != Some(ExternalBuildState::Processing.word())
            || internal != Some(InternalBuildState::Processing.word())
        {
            break detail;
        }
        flow.client.pause(INTERVAL)?;
    };
    warn_of_compliance(flow, &detail);
    flow.seen.beta_detail = Some(detail);
    flow.seen.is_processed = true;
    Ok(match flow.elapsed().saturating_sub(started) {
        0 => "the build was processed already".into(),
        seconds => format!("the build was processed after {}", duration(seconds)),
    })
}

fn state(build: Option<&Resource>) -> Option<ProcessingState> {
    ProcessingState::parse(build?.text("processingState")?)
}

fn unusable(flow: &Flow<'_>, id: &str, state: ProcessingState) -> Cause {
    let words = flow.build_words();
    let (ended, help) = if state == ProcessingState::Invalid {
        (
            "found it invalid",
            "Apple sends the reasons by e-mail with an `ITMS-9…` number; mend them and build anew with a higher build number",
        )
    } else {
        (
            "failed",
            "build anew with a higher build number; where it fails again, ask Apple's developer support",
        )
    };
    Cause::new(format!("App Store Connect processed {words} and {ended}"))
        .help(help)
        .at(flow.plan.publishing.clone())
        .log(format!(
            "Uploaded build {id} is {}",
            state.word().to_lowercase()
        ))
}

fn warn_of_compliance(flow: &mut Flow<'_>, detail: &Resource) {
    let states = [
        detail.text("internalBuildState"),
        detail.text("externalBuildState"),
    ];
    if states.contains(&Some(InternalBuildState::MissingExportCompliance.word())) {
        let place = flow.plan.publishing.clone();
        flow.warn(
            Cause::new(
                "nobody has answered whether the build uses encryption, so no tester can install it",
            )
            .help(
                "set `ITSAppUsesNonExemptEncryption` in the app's Info.plist; for this build answer \
                 the question in TestFlight",
            )
            .at(place),
        );
    }
    if states.contains(&Some(InternalBuildState::ProcessingException.word())) {
        let place = flow.plan.publishing.clone();
        flow.warn(
            Cause::new("App Store Connect could not prepare the build for testers (`PROCESSING_EXCEPTION`)")
                .help("build anew with a higher build number")
                .at(place),
        );
    }
}
