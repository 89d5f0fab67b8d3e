//! The uploaded build is looked up until App Store Connect shows it.

use crate::app_store_connect::BuildAudience;

use super::{Cause, FIND_LIMIT, Flow, INTERVAL, Trouble};

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let app = flow.app_id()?;
    let package = &flow.plan.app;
    let (version, number) = (&package.version.value, &package.build_number.value);
    let platform = flow.platform();
    let parameters = [
        ("sort", "-uploadedDate"),
        ("filter[app]", app.as_str()),
        ("filter[version]", number),
        ("filter[preReleaseVersion.version]", version),
        ("filter[preReleaseVersion.platform]", platform),
    ];
    loop {
        let builds = flow.client.list_all("/v1/builds", &parameters)?;
        if let Some(build) = builds.into_iter().next() {
            warn_of_audience(flow, build.text("buildAudienceType"));
            flow.seen.build = Some(build);
            let words = flow.build_words();
            return Ok(match flow.elapsed() {
                0 => format!("{words} is in App Store Connect"),
                seconds => format!(
                    "{words} appeared within {}",
                    super::super::words::duration(seconds)
                ),
            });
        }
        let left = FIND_LIMIT.saturating_sub(flow.elapsed());
        if left == 0 {
            return Err(Trouble::TimedOut(Box::new(never_appeared(flow))));
        }
        flow.client
            .pause(INTERVAL.min(std::time::Duration::from_secs(left)))?;
    }
}

fn never_appeared(flow: &Flow<'_>) -> Cause {
    let words = flow.build_words();
    let package = &flow.plan.app;
    let file = &package.file;
    let cause = if let Some(system) = package.filed_elsewhere {
        Cause::new(format!(
            "{words} is a build for {system}, and the client looks for builds for iOS only, so it is never found"
        ))
        .help("remove the keys for TestFlight and the App Store, and do those steps by hand")
    } else {
        Cause::new(format!(
            "App Store Connect took the upload, but did not show {words} within 15 minutes, \
             when Magic Actions stop looking"
        ))
        .help(
            "look for an e-mail from Apple with an `ITMS-9…` number: builds that fail its first checks \
             never appear; where there is none, Apple was slow, and the steps can be done by hand later",
        )
    };
    cause.at(flow.plan.publishing.clone()).log(format!(
        "The build was successfully uploaded to App Store Connect but processing the corresponding \
         artifact \"{file}\" by Apple took longer than expected. Further actions like updating the \
         \"What to test information\" or submitting the build to beta review could not be performed \
         at the moment but can be completed manually in TestFlight once the build has finished \
         processing."
    ))
}

fn warn_of_audience(flow: &mut Flow<'_>, audience: Option<&str>) {
    let options = &flow.plan.options;
    let is_internal = audience == Some(BuildAudience::InternalOnly.word());
    if !is_internal || !(options.is_for_testflight() || options.is_for_app_store()) {
        return;
    }
    let option = options.submit_to_testflight.as_ref().filter(|it| it.value);
    let place = flow.place(option.or(options.submit_to_app_store.as_ref()));
    flow.warn(
        Cause::new("the build is for internal testing only: it goes neither to external testers nor to a review")
            .help("export it without `testFlightInternalTestingOnly`, or remove the submissions")
            .at(place),
    );
}
