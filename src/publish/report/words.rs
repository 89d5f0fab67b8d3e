//! What every report calls things.

use crate::app_store_connect::Platform;
use crate::publish::plan::{Credentials, Origin, Plan, Remark, Sourced, VariableOrigin};
use crate::publish::timeline::{
    Exchange, FilePlace, Foreseen, Outcome, Phase, Status, Step, StepName, Timeline,
};
use crate::report::text::count;

pub(super) use crate::publish::words::duration;

/// All steps there are, in their order.
pub(super) const STEPS: [StepName; 19] = [
    StepName::Upload,
    StepName::GooglePlay,
    StepName::Firebase,
    StepName::MicrosoftStore,
    StepName::Email,
    StepName::Slack,
    StepName::Discord,
    StepName::OtherPublisher,
    StepName::FindApp,
    StepName::FindBuild,
    StepName::ReleaseNotes,
    StepName::WaitForProcessing,
    StepName::BetaGroups,
    StepName::SubmitToTestflight,
    StepName::CancelPreviousSubmissions,
    StepName::AppStoreVersion,
    StepName::PhasedRelease,
    StepName::AppStoreTexts,
    StepName::SubmitToAppStore,
];

/// All ends of a step.
pub(super) const STATUSES: [Status; 5] = [
    Status::Done,
    Status::Warning,
    Status::Failed,
    Status::Skipped,
    Status::Cancelled,
];

/// A step's heading.
pub(super) fn title(name: StepName) -> &'static str {
    match name {
        StepName::Upload => "Upload",
        StepName::GooglePlay => "Google Play",
        StepName::Firebase => "Firebase",
        StepName::MicrosoftStore => "Microsoft Store",
        StepName::Email => "E-mail",
        StepName::Slack => "Slack",
        StepName::Discord => "Discord",
        StepName::OtherPublisher => "Other publisher",
        StepName::FindApp => "Find the app",
        StepName::FindBuild => "Find the build",
        StepName::ReleaseNotes => "What to Test",
        StepName::WaitForProcessing => "Processing",
        StepName::BetaGroups => "Beta groups",
        StepName::SubmitToTestflight => "Beta review",
        StepName::CancelPreviousSubmissions => "Cancel submissions",
        StepName::AppStoreVersion => "App Store version",
        StepName::PhasedRelease => "Phased release",
        StepName::AppStoreTexts => "App Store texts",
        StepName::SubmitToAppStore => "App Store review",
    }
}

/// How a step ended, in a word.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Done => "done",
        Status::Warning => "warning",
        Status::Failed => "failed",
        Status::Skipped => "skipped",
        Status::Cancelled => "cancelled",
    }
}

/// How a step ended, in a character.
pub(super) fn mark(status: Status, unicode: bool) -> char {
    match (status, unicode) {
        (Status::Done, true) => '✓',
        (Status::Done, false) => '+',
        (Status::Warning, _) => '!',
        (Status::Failed, true) => '✗',
        (Status::Failed, false) => 'x',
        (Status::Skipped, true) => '–',
        (Status::Skipped, false) => '-',
        (Status::Cancelled, true) => '⊘',
        (Status::Cancelled, false) => 'o',
    }
}

/// The heading of a phase, and what to know about it.
pub(super) fn phase(phase: Phase) -> (&'static str, &'static str) {
    match phase {
        Phase::Build => (
            "Build",
            "costs build minutes, and turns red when a step fails",
        ),
        Phase::PostProcessing => (
            "Magic Actions",
            "after the build, without build minutes; a failure here leaves the build green",
        ),
    }
}

/// A moment: `+0:06:30`, hours, minutes and seconds after the upload.
pub(super) fn moment(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("+{hours}:{minutes:02}:{:02}", seconds % 60)
}

/// What happened in a step, unless a cause says the same.
pub(super) fn detail(step: &Step) -> Option<&str> {
    let is_said = step.causes.iter().any(|cause| cause.message == step.detail);
    (!is_said).then_some(step.detail.as_str())
}

/// What to know about what would fail next.
pub(super) const WOULD_FAIL_NEXT: &str = "in steps that were not reached or not done";

/// What would fail next, with its step.
pub(super) fn foreseen(foreseen: &Foreseen) -> String {
    format!("{}: {}", title(foreseen.step), foreseen.cause.message)
}

/// A file of the repository, with its line.
pub(super) fn file(file: &FilePlace) -> String {
    match file.line {
        Some(line) => format!("{}:{line}", file.name),
        None => file.name.clone(),
    }
}

/// Lines of a log, with dashes instead of the tabs that it is moved in by.
pub(super) fn log(log: &str) -> String {
    log.replace('\t', "- ")
}

/// What to know about what can still be done by hand.
pub(super) fn by_hand(timeline: &Timeline) -> &'static str {
    match timeline.outcome {
        Outcome::TimedOut => "in App Store Connect, once the build is there",
        _ => "in App Store Connect",
    }
}

/// How long a step takes.
pub(super) fn length(step: &Step) -> u64 {
    step.ends_at.saturating_sub(step.starts_at)
}

/// What is published: `1.0.0 (42)`.
pub(super) fn version(plan: &Plan) -> String {
    let app = &plan.app;
    format!("{} ({})", app.version.value, app.build_number.value)
}

/// What it runs on.
pub(super) fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "iOS",
        Platform::MacOs => "macOS",
        Platform::TvOs => "tvOS",
        Platform::VisionOs => "visionOS",
    }
}

/// Where a value comes from: `from codemagic.yaml`; after "the value is".
pub(super) fn origin(origin: &Origin, file: &str) -> String {
    match origin {
        Origin::Configuration => format!("from {file}"),
        Origin::CommandLine(option) => format!("from {option}"),
        Origin::Package(package) => format!("from {package}"),
        Origin::Variable(name, origin) => format!("from ${name}, {}", variable_origin(origin)),
        Origin::Input(id) => format!("the default of the input {id}"),
        Origin::Repository(path) => format!("from {path}"),
        Origin::Default => "the default".to_owned(),
        Origin::Placeholder => "made up".to_owned(),
        Origin::Above(taken) => format!("made up above {taken}"),
    }
}

/// Where a variable comes from; after its name and a comma.
pub(super) fn variable_origin(origin: &VariableOrigin) -> String {
    match origin {
        VariableOrigin::Vars => "set in environment.vars".to_owned(),
        VariableOrigin::EnvFile(file) => format!("set in {file}"),
        VariableOrigin::Process => "set in the environment of this program".to_owned(),
        VariableOrigin::BuiltIn => "set by Codemagic".to_owned(),
        VariableOrigin::Group(Some(group)) => format!("which the group {group} may set"),
        VariableOrigin::Group(None) => "which a group may set".to_owned(),
        VariableOrigin::Step => "which a step of the build sets".to_owned(),
        VariableOrigin::Missing => "which nobody sets".to_owned(),
    }
}

/// Where bundle id, version and build number come from, those of one origin together:
/// `bundle id from codemagic.yaml; version and build number made up`.
pub(super) fn app_origins(plan: &Plan, file: &str) -> Vec<(String, String)> {
    let app = &plan.app;
    let values: [(&str, &Sourced<String>); 3] = [
        ("bundle id", &app.bundle_id),
        ("version", &app.version),
        ("build number", &app.build_number),
    ];
    let mut origins: Vec<(String, String)> = Vec::new();
    for (name, value) in values {
        let origin = origin(&value.origin, file);
        match origins.iter_mut().find(|(_, known)| *known == origin) {
            Some((names, _)) if names.contains(" and ") => {
                *names = format!("{}, {name}", names.replace(" and ", ", "));
            }
            Some((names, _)) => *names = format!("{names} and {name}"),
            None => origins.push((name.to_owned(), origin)),
        }
    }
    origins
}

/// How the workflow authenticates; nothing of the credentials themselves.
pub(super) fn credentials(credentials: &Credentials) -> String {
    match credentials {
        Credentials::Integration { name: Some(name) } => {
            format!("integration `{name}`, taken for a good one")
        }
        Credentials::Integration { name: None } => "an integration without a name".to_owned(),
        Credentials::ApiKey { key_id, .. } => match &key_id.value {
            Some(_) => "an API key".to_owned(),
            None => "an API key that only Codemagic knows".to_owned(),
        },
        Credentials::AppSpecificPassword { .. } => {
            "an app-specific password, which only uploads".to_owned()
        }
        Credentials::Missing(what) => format!("none: {}", what.message),
    }
}

/// How it ended: in two words, and in a sentence.
pub(super) fn outcome(timeline: &Timeline) -> (&'static str, String) {
    let total = duration(timeline.ends_at);
    let stopped = |status| timeline.steps.iter().find(|step| step.status == status);
    match timeline.outcome {
        Outcome::Published => (
            "published",
            format!("all that was asked for is done {total} after the upload"),
        ),
        Outcome::PublishedWithWarnings => {
            let warned = |step: &&Step| step.status == Status::Warning;
            let number = timeline.steps.iter().filter(warned).count();
            let verb = if number == 1 { "deserves" } else { "deserve" };
            let steps = count(number, "step");
            let ended = format!("the last step ends {total} after the upload");
            (
                "published with warnings",
                if number == 0 {
                    ended
                } else {
                    format!("{ended}, and {steps} {verb} a look")
                },
            )
        }
        Outcome::Failed => ("not published", failure(stopped(Status::Failed))),
        Outcome::TimedOut => {
            let last = stopped(Status::Cancelled).or_else(|| stopped(Status::Failed));
            let during = last.map_or(String::new(), |step| {
                format!(" during `{}`", title(step.name))
            });
            (
                "timed out",
                format!(
                    "Magic Actions give up{during} {total} after the upload; the build stays green"
                ),
            )
        }
        Outcome::NothingToPublish => (
            "nothing to publish",
            "the workflow publishes nothing to App Store Connect".to_owned(),
        ),
    }
}

fn failure(step: Option<&Step>) -> String {
    let Some(step) = step else {
        return "the package is uploaded, and nothing else of what was asked for is done"
            .to_owned();
    };
    let name = title(step.name);
    match step.phase {
        Phase::Build => format!("`{name}` fails, and the build with it"),
        Phase::PostProcessing => format!(
            "`{name}` fails {} after the upload; the build stays green",
            duration(step.ends_at)
        ),
    }
}

/// The status that a remark looks like.
pub(super) fn remark_status(remark: &Remark) -> Status {
    if remark.is_fatal {
        Status::Failed
    } else {
        Status::Warning
    }
}

/// The status that an outcome looks like.
pub(super) fn outcome_status(outcome: Outcome) -> Status {
    match outcome {
        Outcome::Published => Status::Done,
        Outcome::PublishedWithWarnings => Status::Warning,
        Outcome::Failed => Status::Failed,
        Outcome::TimedOut => Status::Cancelled,
        Outcome::NothingToPublish => Status::Skipped,
    }
}

/// Requests in their order, the same ones in a row as one with their number.
pub(super) fn summed_up(requests: &[Exchange]) -> Vec<(&Exchange, usize)> {
    let runs = requests.chunk_by(|one, other| one == other);
    runs.filter_map(|run| Some((run.first()?, run.len())))
        .collect()
}

/// How often a step asked the same again and again; 0 where it did not wait.
pub(super) fn polls(step: &Step) -> usize {
    let same = |one: &Exchange, other: &Exchange| {
        one.method == "GET" && one.method == other.method && one.path == other.path
    };
    let longest = step.requests.chunk_by(same).map(<[_]>::len).max();
    longest.filter(|&polls| polls > 2).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_in_the_list_once() {
        // The last has the highest number, and a sorted list without gaps has all.
        assert_eq!(StepName::SubmitToAppStore as usize + 1, STEPS.len());
        assert!(STEPS.is_sorted_by(|one, other| *one as usize + 1 == *other as usize));
    }

    #[test]
    fn marks_differ_with_and_without_unicode() {
        for unicode in [true, false] {
            let mut marks = STATUSES.map(|status| mark(status, unicode)).to_vec();
            marks.sort_unstable();
            marks.dedup();
            assert_eq!(marks.len(), STATUSES.len());
            assert!(unicode || marks.iter().all(char::is_ascii));
        }
    }

    #[test]
    fn times_are_written_in_full() {
        assert_eq!(moment(0), "+0:00:00");
        assert_eq!(moment(7200 + 61), "+2:01:01");
        assert_eq!(moment(360_000), "+100:00:00");
    }
}
