//! Refusals of App Store versions, texts and reviews.

use crate::app_store_connect::{ApiError, AppVersionState};

use super::super::client::{Refused, associated};
use super::super::magic_actions::Flow;
use super::super::timeline::Cause;
use super::refusals::quoted;

/// Why a cancellation was refused.
pub(super) fn cancellation(refused: &Refused) -> Vec<Cause> {
    let has = |words| refused.text().contains(words);
    if !has("not in cancellable state") && !has("Resource state is invalid") {
        return Vec::new();
    }
    let cause = Cause::new(
        "a submission can no longer be cancelled, as when its review ended a moment ago; the version is not submitted",
    );
    vec![
        cause.help(
            "look at the submission in App Store Connect, finish it there, and publish again",
        ),
    ]
}

/// How the cause begins that another version stands in the way.
pub(super) const BLOCKED: &str =
    "the app has a version that is neither released nor unfinished, and takes no other beside it";

/// Why a version could be neither made nor changed.
pub(super) fn version(flow: &Flow<'_>, refused: &Refused) -> Vec<Cause> {
    let number = &flow.plan.app.version.value;
    let options = &flow.plan.options;
    let mut causes = Vec::new();
    let is_locked = refused.text().contains("can not be modified");
    if is_locked {
        causes.push(locked(flow, refused));
    }
    for error in &refused.errors {
        let text = error.text();
        let words = quoted(error);
        let pointer = pointer(error);
        // A version that cannot be changed takes no build either.
        let is_told = text.contains("pre-release build could not be added")
            || text.contains("can not be modified");
        if is_locked && is_told {
            continue;
        }
        let cause = if text.contains("previously used") {
            Cause::new(format!("version {number} was used before: {words}"))
                .help("raise the app's version")
                .at(flow.plan.app.version.place.clone())
        } else if text.contains("cannot create a new version") {
            let again = if options.cancels_submissions() {
                "finish or delete in App Store Connect the version that is approved and not released, or ready for \
                 review and not submitted: `cancel_previous_submissions` covers neither"
            } else {
                "set `cancel_previous_submissions: true` where it is in review; release it where it waits for that; \
                 delete the draft submission where it is `READY_FOR_REVIEW`"
            };
            Cause::new(format!("{BLOCKED}: {words}")).help(again)
        } else if text.contains("pre-release build could not be added") {
            Cause::new(format!("the version does not take the build: {words}"))
                .help(format!(
                    "the build must be of version {number}, processed and not expired, and for more than internal testing"
                ))
        } else if pointer.contains("earliestReleaseDate") || text.contains("earliestReleaseDate") {
            let date = options.earliest_release_date.as_ref();
            let option = date.map(|date| date.place.clone());
            let option =
                option.or_else(|| options.release_type.as_ref().map(|it| it.place.clone()));
            Cause::new(format!("the release date is not taken: {words}"))
                .help("give `release_type: SCHEDULED` an `earliest_release_date` in the future, at a full hour")
                .at(option.flatten())
        } else if pointer.contains("copyright") {
            Cause::new(format!("the copyright is not taken: {words}"))
                .at(flow.place(options.copyright.as_ref()))
        } else {
            Cause::new(format!("version {number} is not taken: `{text}`"))
        };
        causes.push(cause);
    }
    causes
}

/// The cause that a version takes no changes, whatever the attributes.
fn locked(flow: &Flow<'_>, refused: &Refused) -> Cause {
    let version = flow.seen.version.as_ref();
    let text = |name| version.and_then(|version| version.text(name));
    let number = text("versionString").map_or(String::new(), |number| format!(" {number}"));
    let state = text("appVersionState").or(text("appStoreState"));
    let state = state.unwrap_or("in review");
    let locked = refused.errors.iter().map(ApiError::text);
    let mut locked = locked.filter(|text| text.contains("can not be modified"));
    let words = locked.next().unwrap_or_default();
    let more = match locked.count() {
        0 => String::new(),
        more => format!(", and {more} more like it"),
    };
    let help = if flow.plan.options.cancels_submissions() {
        "wait until its review is over or cancelled, and publish again"
    } else {
        "set `cancel_previous_submissions: true`, so that the review is cancelled first"
    };
    Cause::new(format!(
        "version{number} is `{state}` and cannot be changed: `{words}`{more}"
    ))
    .help(help)
}

/// What helps where a first version is refused a phased release.
pub(super) const FIRST_PHASED_HELP: &str = "leave `phased_release` out for the first version. Whether App Store Connect \
    refuses it is not settled by any source: `unsettled.first_version_phased_refused` of the account file switches it";

/// Why a phased release was refused.
pub(super) fn phased(flow: &Flow<'_>, refused: &Refused) -> Vec<Cause> {
    let words = refused.errors.first().map(quoted).unwrap_or_default();
    let has = |part: &str| refused.text().to_lowercase().contains(part);
    let option = flow.plan.options.phased_release.as_ref();
    let is_wanted = option.is_some_and(|option| option.value);
    let cause = if has("first version") {
        Cause::new(format!("the version takes no phased release: {words}")).help(FIRST_PHASED_HELP)
    } else if has("version state") || has("final state") {
        Cause::new(format!(
            "the phased release cannot be changed in the state that the version is in: {words}"
        ))
        .help("remove `phased_release`: absent, the setting stays as it is")
    } else if is_wanted {
        Cause::new(format!("the version takes no phased release: {words}"))
            .help("leave `phased_release` out, and set it by hand in App Store Connect")
    } else {
        Cause::new(format!(
            "the phased release cannot be switched off: {words}"
        ))
        .help("remove `phased_release`: absent, the setting stays as it is")
    };
    vec![cause]
}

/// Why a text was refused.
pub(super) fn text(flow: &Flow<'_>, refused: &Refused) -> Vec<Cause> {
    let file = flow.subject.as_ref().map(|subject| subject.name.as_str());
    let file = file.unwrap_or_default();
    let errors = refused.errors.iter();
    errors
        .map(|error| {
            let in_file = |cause: Cause| match file {
                "" => cause,
                file => cause.in_file(file, None),
            };
            let words = quoted(error);
            let what = match field(error) {
                Some(field) => format!("the {field} in `{file}`"),
                None => format!("a text in `{file}`"),
            };
            let code = error.code.as_str();
            in_file(if code.contains("INVALID_CHARACTERS") {
                Cause::new(format!(
                    "{what} has characters that App Store Connect refuses: {words}"
                ))
                .help("remove emoji, check marks, boxes and `<`")
            } else if code.contains("TOO_LONG") {
                Cause::new(format!("{what} is too long: {words}")).help("shorten it")
            } else if error.text().contains("cannot be edited") {
                Cause::new(format!(
                    "{what} cannot be changed in the version's state: {words}"
                ))
                .help("a version in review takes no text; whether a first version takes What's New differs, and the client leaves it out")
            } else {
                Cause::new(format!("{what} was refused: `{}`", error.text()))
            })
        })
        .collect()
}

/// What a refused version leaves behind.
const LEFT: &str = "the unfinished version and an empty submission are left behind";

/// Why the version did not go to review.
pub(super) fn submission(flow: &Flow<'_>, refused: &Refused) -> Vec<Cause> {
    let text = refused.text();
    if text.contains("another reviewSubmission") || text.contains("ITEM_PART_OF_ANOTHER") {
        let words = refused.errors.first().map(quoted).unwrap_or_default();
        if flow.seen.is_canceling {
            let cause = Cause::new(format!(
                "the submission that holds the version is still being cancelled: {words}"
            ));
            return vec![cause.help(
                "wait until App Store Connect shows it as cancelled; then submit the version there, or publish again",
            )];
        }
        let cause = Cause::new(format!(
            "the version is in another submission already: {words}"
        ));
        let help = if flow.plan.options.cancels_submissions() {
            "delete that submission in App Store Connect, or submit it there"
        } else {
            "set `cancel_previous_submissions: true`, which withdraws what waits for review, is in review or was \
             rejected; a submission that was never sent must be deleted in App Store Connect"
        };
        return vec![cause.help(help)];
    }
    let lacking = refused.errors.iter().flat_map(associated);
    let mut causes: Vec<Cause> = Vec::new();
    for (path, error) in lacking {
        let cause = lacks(flow, &path, &error);
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    if let [only] = causes.as_mut_slice() {
        only.message = format!(
            "{}; App Store review asks for that, and {LEFT}",
            only.message
        );
        return causes;
    }
    if !causes.is_empty() {
        let number = causes.len();
        let first = Cause::new(format!(
            "the version lacks {number} things that App Store review asks for; {LEFT}"
        ))
        .help("complete the version in App Store Connect, and submit it there or publish again");
        causes.insert(0, first);
        return causes;
    }
    let Some(error) = refused.errors.first() else {
        return Vec::new();
    };
    let words = quoted(error);
    if error.code.contains("ENTITY_STATE_INVALID") || error.code.contains("INVALID_STATE") {
        let cause = Cause::new(format!(
            "the submission or the version is in a state that cannot be submitted: {words}"
        ));
        return vec![cause.help("look at the version in App Store Connect; where a cancellation is under way, publish again after it")];
    }
    Vec::new()
}

/// What a version lacks, in words.
fn lacks(flow: &Flow<'_>, path: &str, error: &ApiError) -> Cause {
    let code = error.code.as_str();
    let (what, help): (String, &str) = if code.contains("SCREENSHOT_REQUIRED") {
        (
            "screenshots are missing".into(),
            "upload screenshots for the sizes that Apple asks for",
        )
    } else if code.contains("DATA_USAGES") || error.text().contains("data usages") {
        (
            "the answers about privacy are not published".into(),
            "answer the questions under App Privacy and publish them",
        )
    } else if path.contains("ageRatingDeclarations") {
        (
            "the questions for the age rating are not answered".into(),
            "answer them under App Information",
        )
    } else {
        match pointer(error).rsplit('/').next().unwrap_or_default() {
            "whatsNew" => {
                let help = if flow.plan.notes.store_texts.is_empty() {
                    "put `release_notes.json` or `release_notes_<language>.txt` beside codemagic.yaml"
                } else {
                    "write release notes for this language too, or fill them in in App Store Connect"
                };
                ("an update needs What's New in This Version".into(), help)
            }
            "contentRightsDeclaration" => (
                "the question about content rights is not answered".into(),
                "answer it under App Information",
            ),
            "primaryCategory" => (
                "no primary category is chosen".into(),
                "choose one under App Information",
            ),
            "usesNonExemptEncryption" => (
                "nobody has answered whether the build uses encryption".into(),
                "set `ITSAppUsesNonExemptEncryption` in the app's Info.plist; for this build answer the question in TestFlight",
            ),
            "copyright" => (
                "the version has no copyright".into(),
                "set `copyright`, such as `2026 Example Ltd`",
            ),
            "build" => (
                "the version has no build".into(),
                "attach it in App Store Connect",
            ),
            _ => match field(error) {
                Some(field) => (
                    format!("the version has no {field}"),
                    "fill it in in App Store Connect, or in `release_notes.json`",
                ),
                None => (format!("`{}`", error.text()), "see Apple's words"),
            },
        }
    };
    let place = if code.contains("REQUIRED") && pointer(error).ends_with("copyright") {
        flow.place(flow.plan.options.copyright.as_ref())
    } else {
        flow.place(flow.plan.options.submit_to_app_store.as_ref())
    };
    Cause::new(what).help(help).at(place)
}

fn pointer(error: &ApiError) -> &str {
    let source = error.source.as_ref();
    let pointer = source.and_then(|source| source.get("pointer"));
    pointer
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
}

/// The field of a text that an error is about, as App Store Connect titles it.
fn field(error: &ApiError) -> Option<&'static str> {
    const FIELDS: [(&str, &str); 6] = [
        ("description", "description"),
        ("keywords", "keywords"),
        ("marketingUrl", "marketing URL"),
        ("promotionalText", "promotional text"),
        ("supportUrl", "support URL"),
        ("whatsNew", "What's New"),
    ];
    let name = pointer(error).rsplit('/').next().unwrap_or_default();
    let mut fields = FIELDS.iter();
    let found = fields.find(|(known, _)| *known == name);
    found.map(|(_, title)| *title)
}

/// What helps against a version that stands in the way, by its state.
pub(super) fn way_out(state: AppVersionState, cancels: bool) -> &'static str {
    match state {
        AppVersionState::PendingDeveloperRelease => {
            "release it in App Store Connect, or reject it there; with `release_type: AFTER_APPROVAL` versions do not wait"
        }
        AppVersionState::PendingAppleRelease => {
            "wait for its date, or release or reject it in App Store Connect"
        }
        AppVersionState::ReadyForReview => {
            "an earlier run put it into a submission and did not send it: send or delete that in App Store Connect; \
             `cancel_previous_submissions` does not reach it"
        }
        AppVersionState::InReview if !cancels => {
            "wait for the review, or set `cancel_previous_submissions: true`"
        }
        _ => "wait until App Store Connect is done with it, and publish again",
    }
}
