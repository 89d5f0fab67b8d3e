//! Refusals of notes, groups and beta review.

use crate::app_store_connect::ExternalBuildState;
use crate::knowledge::release_notes::is_refused;

use super::super::client::{Refused, Resource};
use super::super::magic_actions::{Flow, Subject};
use super::super::timeline::Cause;
use super::foreseen::is_internal_only;
use super::refusals::quoted;

/// How the cause begins that another build is in beta review.
pub(super) const ANOTHER_IN_REVIEW: &str =
    "another build of this version is in beta review already";

/// Why notes were refused.
pub(super) fn notes(flow: &Flow<'_>, refused: &Refused) -> Vec<Cause> {
    let Some(subject) = &flow.subject else {
        return Vec::new();
    };
    let file = &subject.name;
    let line = line_of_refused(subject);
    let locale = subject.locale.as_deref().unwrap_or_default();
    let stops = "and nothing after the notes runs, neither TestFlight nor the App Store";
    let errors = refused.errors.iter();
    errors
        .map(|error| {
            let words = quoted(error);
            let text = error.text();
            if text.contains("invalid characters") || text.contains("invalid text") {
                let found: Vec<String> = subject
                    .text
                    .iter()
                    .flat_map(|text| text.chars())
                    .filter(|c| is_refused(*c))
                    .take(5)
                    .map(|c| format!("`{c}` (U+{:04X})", u32::from(c)))
                    .collect();
                let found = if found.is_empty() {
                    words
                } else {
                    found.join(", ")
                };
                return Cause::new(format!(
                    "the notes in `{file}` have characters that App Store Connect refuses, {found}, {stops}"
                ))
                .help("remove emoji, check marks, boxes and `<` from the notes")
                .in_file(file, line);
            }
            if error.code.contains("TOO_LONG") || text.contains("too long") || text.contains("longer than") {
                return Cause::new(format!("the notes in `{file}` are too long, {stops}: {words}"))
                    .help("shorten them to the length that is quoted, which is 4000 characters as far as anybody knows")
                    .in_file(file, None);
            }
            if text.contains("locale") || error.code.contains("RELATIONSHIP") {
                return Cause::new(format!(
                    "the app has no test information in `{locale}`, so it takes no notes in that language, {stops}: {words}"
                ))
                .help(format!(
                    "add `{locale}` under TestFlight, Test Information, or remove `{file}`"
                ))
                .in_file(file, None);
            }
            Cause::new(format!("the notes in `{file}` were refused, {stops}: `{text}`")).in_file(file, None)
        })
        .collect()
}

/// The line of the first refused character, where the text is a whole file.
fn line_of_refused(subject: &Subject) -> Option<usize> {
    let path = std::path::Path::new(&subject.name);
    let is_whole = path.extension().is_some_and(|ending| ending == "txt");
    let text = subject.text.as_ref().filter(|_| is_whole)?;
    let line = text.lines().position(|line| line.chars().any(is_refused));
    line.map(|index| index + 1)
}

/// Whom reviewers may call: attributes, and their titles.
pub const CONTACT: [(&str, &str); 4] = [
    ("contactFirstName", "First Name"),
    ("contactLastName", "Last Name"),
    ("contactPhone", "Phone Number"),
    ("contactEmail", "Email"),
];

/// What helps against a question that nobody has answered.
pub(super) const COMPLIANCE_HELP: &str = "set `ITSAppUsesNonExemptEncryption` in the app's Info.plist; for this build answer the question in TestFlight";

/// What helps against a build for internal testers alone.
pub(super) const INTERNAL_ONLY_HELP: &str = "export it without `testFlightInternalTestingOnly`, or remove what goes beyond internal testers";

/// How the cause begins that a beta of Xcode made the build.
pub(super) const BETA_XCODE: &str =
    "the build was made with a beta of Xcode, which external testing does not take";

/// Why a group with automatic distribution is given nothing.
pub(super) fn automatic(name: &str) -> String {
    format!(
        "`{name}` is an internal group with automatic distribution: it gets every build by itself and refuses to be given one"
    )
}

/// What helps against that.
pub(super) fn automatic_help(name: &str) -> String {
    format!("remove `{name}` from `beta_groups`; its testers get the build all the same")
}

/// Why an external group does not take a build for internal testers.
pub(super) fn internal_only_group(name: &str) -> String {
    format!(
        "the build is for internal testing only, so the external group `{name}` does not take it"
    )
}

/// Why a group was refused the build.
pub(super) fn group(
    flow: &Flow<'_>,
    group: &Resource,
    name: &str,
    refused: &Refused,
) -> Option<Cause> {
    let text = refused.text();
    let options = &flow.plan.options;
    let prevents = match (options.is_for_testflight(), options.is_for_app_store()) {
        (true, true) => "; because of that neither TestFlight review nor the App Store is tried",
        (true, false) => "; because of that the build is not submitted to beta review",
        (false, true) => "; because of that the version is not submitted to the App Store",
        (false, false) => "",
    };
    let is_internal = group.flag("isInternalGroup") == Some(true);
    let is_automatic = is_internal && group.flag("hasAccessToAllBuilds") == Some(true);
    if is_automatic && refused.status == 422 {
        let words = automatic(name);
        return Some(Cause::new(format!("{words}{prevents}")).help(automatic_help(name)));
    }
    if refused.status != 422 {
        return None;
    }
    if is_internal_only(flow) && !is_internal {
        let words = internal_only_group(name);
        return Some(Cause::new(format!("{words}{prevents}")).help(INTERNAL_ONLY_HELP));
    }
    let state = flow.seen.beta_detail.as_ref();
    let state = state.and_then(|detail| detail.text("externalBuildState"));
    if state == Some(ExternalBuildState::Processing.word()) {
        return Some(
            Cause::new(format!(
                "App Store Connect was done with the build for internal testers, but not for external ones, so `{name}` does not take it; the client goes on as soon as either is done{prevents}"
            ))
            .help("give the build to the group by hand, or publish again in a few minutes"),
        );
    }
    let is_expired = flow.seen.build.as_ref();
    let is_expired = is_expired.is_some_and(|build| build.flag("expired") == Some(true));
    let why = if is_expired {
        "expired"
    } else {
        "expired or still processed"
    };
    text.contains("not in an externally assignable state")
        .then(|| {
            Cause::new(format!(
                "the build cannot be given to the external group `{name}`: it is {why}{prevents}"
            ))
            .help("look at the build's state in TestFlight")
        })
}

/// How the cause begins that the build went to beta review before.
const SUBMITTED_BEFORE: &str = "the build was submitted to beta review before";

/// What is known about refusals of beta review: a part of code or words, what it
/// means, and what helps.
const REVIEW: [(&str, &str, &str); 11] = [
    (
        "not in a valid processing state",
        "App Store Connect was done with the build for internal testers, but not for external ones; the client \
         goes on as soon as either is done",
        "submit the build by hand in TestFlight, or publish again in a few minutes",
    ),
    (
        "internal testing",
        "the build is not ready for internal testers yet, and so not for a review",
        "submit the build by hand in TestFlight in a few minutes",
    ),
    (
        "missing export compliance",
        "nobody has answered whether the build uses encryption, so it is not taken to beta review",
        COMPLIANCE_HELP,
    ),
    (
        "Beta App Description",
        "the test information has no Beta App Description, without which no build goes to beta review; the \
         client does not look for it beforehand",
        "fill it in under TestFlight, Test Information",
    ),
    (
        "demo account",
        "the test information says that reviewers must sign in, and has no demo account; the client does not look \
         for it beforehand",
        "fill in user name and password under TestFlight, Test Information",
    ),
    (
        "ANOTHER_BUILD_IN_REVIEW",
        ANOTHER_IN_REVIEW,
        "set `expire_build_submitted_for_review: true`, or publish to external testers less often",
    ),
    (
        "INVALID_QC_STATE",
        SUBMITTED_BEFORE,
        "look in TestFlight how far its review is; a build that was reviewed is not submitted again",
    ),
    (
        "SUBMISSION_LIMIT_REACHED",
        "too many builds wait for beta review, or too many were submitted today",
        "set `submit_to_testflight` only in workflows for releases, not on every push",
    ),
    (
        "BETA_CONTRACT_MISSING",
        "App Store Connect misses the team's contract for beta testing, which is a fault on Apple's side",
        "publish again later; where it lasts, ask Apple's developer support",
    ),
    (
        "BUILD_SDK_NOT_ALLOWED_FOR_EXTERNAL_TESTING",
        BETA_XCODE,
        "use a released `environment.xcode`, not `edge`",
    ),
    (
        "INTERNAL",
        "the build is for internal testing only, so it is not taken to beta review",
        "export it without `testFlightInternalTestingOnly`, or remove `submit_to_testflight`",
    ),
];

/// Why beta review was refused.
pub(super) fn review(flow: &Flow<'_>, refused: &Refused) -> Vec<Cause> {
    let errors = refused.errors.iter();
    let known = errors.filter_map(|error| {
        let text = error.text();
        let of = |part: &str| error.code.contains(part) || text.contains(part);
        let mut table = REVIEW.iter();
        let (_, means, help) = table.find(|(part, ..)| of(part))?;
        let says_all = *means == ANOTHER_IN_REVIEW;
        let message = if says_all {
            (*means).to_owned()
        } else {
            format!("{means}: {}", quoted(error))
        };
        if *means == SUBMITTED_BEFORE && refused.faults_before > 0 {
            let cause = Cause::new(format!(
                "App Store Connect answered with a server error and had submitted the build all the same, so the next attempt was refused: {}",
                quoted(error)
            ));
            return Some(cause.help("the build is in beta review; only what comes after it is left to do"));
        }
        let is_expiring = says_all && flow.plan.options.expires_build_in_review();
        let help = if is_expiring {
            "more than one build was in review, and only the oldest is expired: expire the others by hand in TestFlight"
        } else {
            help
        };
        Some(Cause::new(message).help(help))
    });
    known.collect()
}
