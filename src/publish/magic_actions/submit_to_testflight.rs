//! The build is submitted to beta review.

use serde_json::json;

use crate::publish::advice::CONTACT;
use crate::publish::client::{Resource, query};
use crate::publish::words::list;

use super::{Cause, Flow, Trouble, to, unexpected};

/// States in which a build is in beta review.
const IN_REVIEW: &str = "WAITING_FOR_REVIEW,IN_REVIEW";

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let id = flow.build_id()?;
    let (build, app) = flow.client.read_with(&format!("/v1/builds/{id}"), "app")?;
    check_test_information(flow, &app)?;
    if flow.plan.options.expires_build_in_review() {
        expire(flow, &build, &app)?;
    }
    let body = json!({ "data": { "type": "betaAppReviewSubmissions",
        "relationships": { "build": to("builds", &id) } } });
    let submission = flow
        .client
        .write("POST", "/v1/betaAppReviewSubmissions", &body)?;
    let state = submission
        .text("betaReviewState")
        .unwrap_or("WAITING_FOR_REVIEW");
    flow.seen.beta_review = Some(state.to_owned());
    let submitted = format!(
        "submitted {} to beta review (`{state}`)",
        flow.build_words()
    );
    Ok(match flow.seen.expired.as_slice() {
        [] => submitted,
        expired => format!("expired build {} and {submitted}", list(expired)),
    })
}

/// What the client looks at before it submits.
fn check_test_information(flow: &mut Flow<'_>, app: &Resource) -> Result<(), Trouble> {
    let link = |name: &str| {
        let own = || format!("/v1/apps/{}/{name}", app.id);
        app.related(name).map_or_else(own, str::to_owned)
    };
    let (texts, review) = (link("betaAppLocalizations"), link("betaAppReviewDetail"));
    // One page and no parameters, as the client asks.
    let texts = flow.client.list_page(&texts).map_err(unexpected)?;
    let primary = app.text("primaryLocale");
    let text = texts.iter().find(|text| text.text("locale") == primary);
    let text = text.or_else(|| texts.first());
    let review = flow.client.read(&review).map_err(unexpected)?;

    let mut lines = Vec::new();
    let mut fields = Vec::new();
    if text.is_none_or(|text| text.text("feedbackEmail").is_none()) {
        lines.push("App is missing required Beta App Information: Feedback Email.".to_owned());
        fields.push("Feedback Email");
    }
    let contact = CONTACT
        .iter()
        .filter(|(name, _)| review.text(name).is_none());
    let contact: Vec<&str> = contact.map(|(_, title)| *title).collect();
    if !contact.is_empty() {
        let names = contact.join(", ");
        lines.push(format!(
            "App is missing required Beta App Review Information: {names}."
        ));
        fields.extend(contact);
    }
    let option = flow.plan.options.submit_to_testflight.as_ref();
    if !lines.is_empty() {
        return Err(missing(flow, app, &fields, &lines)
            .at(flow.place(option))
            .into());
    }
    Ok(())
}

fn missing(flow: &Flow<'_>, app: &Resource, fields: &[&str], lines: &[String]) -> Cause {
    let name = app.text("name").unwrap_or(&flow.plan.app.bundle_id.value);
    let url = format!(
        "https://appstoreconnect.apple.com/apps/{}/testflight/test-info",
        app.id
    );
    let log = format!(
        "Complete test information is required to submit application {name} build for external testing.\n\
         {}\nFill in test information at {url}.",
        lines.join("\n")
    );
    let fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    Cause::new(format!(
        "the test information lacks {}, without which no build goes to beta review",
        fields.join(", ")
    ))
    .help(format!("fill it in at {url}"))
    .log(log)
}

fn expire(flow: &mut Flow<'_>, build: &Resource, app: &Resource) -> Result<(), Trouble> {
    let own = || format!("/v1/builds/{}/preReleaseVersion", build.id);
    let link = build
        .related("preReleaseVersion")
        .map_or_else(own, str::to_owned);
    let train = flow.client.read_if_any(&link).map_err(unexpected)?;
    let platform = train.as_ref().and_then(|train| train.text("platform"));
    let mut parameters = query::parameters(&[
        ("sort", "uploadedDate"),
        ("filter[app]", &app.id),
        ("filter[expired]", "False"),
        ("filter[betaAppReviewSubmission.betaReviewState]", IN_REVIEW),
    ]);
    if let Some(platform) = platform {
        parameters.extend(query::parameters(&[(
            "filter[preReleaseVersion.platform]",
            platform,
        )]));
    }
    let builds = flow
        .client
        .list("/v1/builds", &parameters, Some(100), None)?;
    let Some(oldest) = builds.first() else {
        return Ok(());
    };
    let number = |build: &Resource| build.text("version").unwrap_or(&build.id).to_owned();
    let option = flow.plan.options.expire_build_submitted_for_review.as_ref();
    let place = flow.place(option);
    if oldest.id == build.id {
        let words = flow.build_words();
        flow.warn(
            Cause::new(format!(
                "{words} is in beta review itself, and `expire_build_submitted_for_review` expires it: no tester can install it any more"
            ))
            .help("upload a build with a higher number instead of publishing this one again")
            .at(place.clone()),
        );
    } else if builds.len() > 1 {
        let others: Vec<String> = builds.iter().skip(1).map(number).collect();
        flow.warn(
            Cause::new(format!(
                "{} builds are in beta review, and only the oldest, `{}`, is expired; {} stays in review",
                builds.len(),
                number(oldest),
                list(&others)
            ))
            .help("expire the others by hand in TestFlight")
            .at(place),
        );
    }
    let body =
        json!({ "data": { "id": oldest.id, "type": "builds", "attributes": { "expired": true } } });
    let path = format!("/v1/builds/{}", oldest.id);
    flow.client.write("PATCH", &path, &body)?;
    flow.seen.expired.push(number(oldest));
    Ok(())
}
