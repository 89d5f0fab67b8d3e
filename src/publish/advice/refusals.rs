//! Refusals that any request may meet, and what is said where nothing is known.

use crate::app_store_connect::ApiError;

use super::super::client::Refused;
use super::super::magic_actions::Flow;
use super::super::timeline::{Cause, StepName};
use super::{place_of_key, store, testflight};

/// How the cause begins that the membership has lapsed.
pub(super) const MEMBERSHIP: &str = "the team's membership in the Apple Developer Program";

/// How the cause begins that an agreement is missing.
pub(super) const AGREEMENT: &str = "an agreement with Apple was not accepted";

/// What a refusal says, each error in words.
pub(super) fn causes(flow: &Flow<'_>, step: StepName, refused: &Refused) -> Vec<Cause> {
    if let Some(cause) = general(flow, refused) {
        return vec![cause];
    }
    let known = match step {
        StepName::ReleaseNotes => testflight::notes(flow, refused),
        StepName::SubmitToTestflight => testflight::review(flow, refused),
        StepName::CancelPreviousSubmissions => store::cancellation(refused),
        StepName::AppStoreVersion => store::version(flow, refused),
        StepName::PhasedRelease => store::phased(flow, refused),
        StepName::AppStoreTexts => store::text(flow, refused),
        StepName::SubmitToAppStore => store::submission(flow, refused),
        _ => Vec::new(),
    };
    if known.is_empty() {
        return vec![unknown("App Store Connect refused the request", refused)];
    }
    known
}

/// A refusal of which no more is known.
pub(super) fn unknown(what: &str, refused: &Refused) -> Cause {
    let status = refused.status;
    match refused.errors.first() {
        Some(error) => Cause::new(format!("{what} ({status}): `{}`", error.text())),
        None => Cause::new(format!("{what} ({status}) without a reason")),
    }
}

/// Apple's own words, quoted.
pub(super) fn quoted(error: &ApiError) -> String {
    let words = error.detail.as_deref().unwrap_or(&error.title);
    format!("`{words}`")
}

/// What is wrong with the key, the account or the service, whatever was asked.
pub(super) fn general(flow: &Flow<'_>, refused: &Refused) -> Option<Cause> {
    let first = refused.errors.first();
    let has = |words: &str| {
        first.is_some_and(|error| error.code.contains(words) || error.text().contains(words))
    };
    let request = format!(
        "{} {}",
        refused.method,
        super::super::client::query::path_alone(&refused.path)
    );
    let status = refused.status;
    let cause = match status {
        401 if flow.seen.app.is_some() => Cause::new(
            "App Store Connect refused three tokens of the API key (401), which it had taken a moment before",
        )
        .help(
            "publish again: good tokens are refused now and then, and Apple's system status says whether \
             everybody is affected; where it lasts, check that the key was not revoked meanwhile",
        ),
        401 => Cause::new("App Store Connect refused the API key three times (401)")
            .help(
                "the upload was made with the same key, so that it is not wrong: publish again later, and check \
                 that it was not revoked meanwhile and that the machine's clock is right: a token may end 20 \
                 minutes from now at most",
            )
            .at(place_of_key(flow)),
        403 if has("REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED") => Cause::new(format!(
            "{AGREEMENT} or has expired, so App Store Connect refuses everything (403)"
        ))
        .help("let the account holder accept it at https://appstoreconnect.apple.com/business"),
        403 if has("not associated with an active membership") => Cause::new(format!(
            "{MEMBERSHIP} has lapsed, so App Store Connect refuses everything (403)"
        ))
        .help("let the account holder renew it"),
        403 => Cause::new(format!("the API key's role does not allow `{request}` (403)"))
            .help("use a key with the role App Manager or Admin; a Developer's key uploads, but changes nothing")
            .at(place_of_key(flow)),
        404 if refused.path.ends_with("/appStoreVersionPhasedRelease") => Cause::new(
            "App Store Connect answers 404 where the version has no phased release, at which the client ends",
        )
        .help(
            "remove `phased_release` and set it by hand in App Store Connect; publishing again ends the same \
             way. Whether App Store Connect answers so is not settled: `unsettled.missing_phased_release_is_404` \
             of the account file switches it",
        ),
        404 => Cause::new(format!(
            "App Store Connect did not find what `{request}` is about (404): {}",
            first.map(quoted).unwrap_or_default()
        ))
            .help("publish again: what was made a moment ago is sometimes not found at once"),
        429 => Cause::new(
            "App Store Connect takes no more requests from the key for now (429); the client does not wait, it gives up",
        )
        .help(
            "publish again later, in a minute or within the hour, since both have limits; where it happens often, \
             use a key of its own for each pipeline: a publish takes 10 to 25 requests, and 2 more for each minute \
             of waiting",
        )
        .at(place_of_key(flow)),
        500.. if refused.method == "GET" => Cause::new(format!(
            "App Store Connect failed three times at `{request}` ({status})"
        ))
        .help("publish again later; Apple's system status says whether everybody is affected"),
        500.. => Cause::new(format!(
            "App Store Connect failed three times at `{request}` ({status}); what was asked may have been done all the same"
        ))
        .help("look in App Store Connect before publishing again"),
        _ => return None,
    };
    Some(cause)
}
