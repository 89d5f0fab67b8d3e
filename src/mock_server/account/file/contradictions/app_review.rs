//! Versions and submissions to App Store review.

use std::collections::HashMap;

use crate::app_store_connect::{AppVersionState, Platform, ReviewSubmissionState};
use crate::mock_server::account::{Submission, Version};
use crate::rules::shared::words::nearest;
use crate::syntax::NodeId;

use super::super::app::{AppSection, SubmissionSection, VersionSection};
use super::{Contradictions, value};

/// Whether the version is or was in the store.
fn is_released(state: AppVersionState) -> bool {
    matches!(
        state,
        AppVersionState::ReadyForDistribution | AppVersionState::ReplacedWithNewVersion
    )
}

/// The state of the submission that holds a version in this one, where one must.
fn submission_of(state: AppVersionState) -> Option<ReviewSubmissionState> {
    match state {
        AppVersionState::ReadyForReview => Some(ReviewSubmissionState::ReadyForReview),
        AppVersionState::WaitingForReview => Some(ReviewSubmissionState::WaitingForReview),
        AppVersionState::InReview => Some(ReviewSubmissionState::InReview),
        _ => None,
    }
}

/// Whether a submission in the one state can hold a version in the other.
fn fits(submission: ReviewSubmissionState, version: AppVersionState) -> bool {
    use AppVersionState as Version;
    match submission {
        ReviewSubmissionState::UnresolvedIssues => matches!(
            version,
            Version::Rejected | Version::MetadataRejected | Version::InvalidBinary
        ),
        // The version leaves review at once, the submission takes its time.
        ReviewSubmissionState::Canceling => version == Version::DeveloperRejected,
        ReviewSubmissionState::Completing | ReviewSubmissionState::Complete => {
            submission_of(version).is_none()
        }
        _ => submission_of(version) == Some(submission),
    }
}

impl Contradictions<'_> {
    pub(super) fn versions(&mut self, app: &AppSection) {
        let items = app.versions.items();
        self.unique(
            items,
            |it, section| {
                let version = it.convert.version(section);
                Some((version.version, version.platform))
            },
            |section| (section.version.node(), section.mapping),
            |(version, platform)| format!("version `{version}` of `{platform}` is given twice"),
            "join the two, or give one another number",
        );
        self.unique(
            items,
            |it, section| {
                let version = it.convert.version(section);
                (!is_released(version.state)).then_some(version.platform)
            },
            |section| (section.state.node(), section.mapping),
            |platform| format!("a second unreleased version of `{platform}`"),
            "App Store Connect has one at a time: make the others `READY_FOR_DISTRIBUTION` or \
             `REPLACED_WITH_NEW_VERSION`",
        );
        self.unique(
            items,
            |it, section| {
                let version = it.convert.version(section);
                let is_sold = version.state == AppVersionState::ReadyForDistribution;
                is_sold.then_some(version.platform)
            },
            |section| (section.state.node(), section.mapping),
            |platform| format!("a second version of `{platform}` in the store"),
            "write `REPLACED_WITH_NEW_VERSION` for the older one",
        );
        self.first_version(app);
        let mut numbers: HashMap<(String, Platform), Vec<String>> = HashMap::new();
        for section in app.builds.items().iter().filter_map(value) {
            let build = self.convert.build(section);
            let of_version = numbers.entry((build.version, build.platform));
            of_version.or_default().push(build.build_number);
        }
        for section in items.iter().filter_map(value) {
            let version = self.convert.version(section);
            let key = (version.version.clone(), version.platform);
            let known = numbers.get(&key).map(Vec::as_slice).unwrap_or_default();
            self.build_of_version(section, &version, known);
            self.phased_release(section, &version);
        }
    }

    fn first_version(&mut self, app: &AppSection) {
        let (Some(node), Some(is_first)) = (app.first_version.node(), app.first_version.value())
        else {
            return;
        };
        let versions = app.versions.items();
        let is_empty = app.versions.key().is_some() && versions.is_empty();
        let released = versions.iter().filter_map(value).find(|section| {
            let state = section.state.value().copied();
            is_released(state.unwrap_or(Version::default().state))
        });
        match (is_first, released) {
            (true, Some(released)) => {
                let number = self.convert.version(released).version;
                let message = format!("`first_version` although `{number}` is in the store");
                self.say(node, message, "remove one of the two");
            }
            (false, _) if is_empty => {
                let message = "`first_version: false` although there is no version".to_owned();
                let help = "remove `versions`: an earlier version is in the store then";
                self.say(node, message, help);
            }
            _ => {}
        }
    }

    fn build_of_version(&mut self, section: &VersionSection, version: &Version, known: &[String]) {
        let (Some(number), Some(node)) = (&version.build_number, section.build_number.node())
        else {
            if submission_of(version.state).is_some() {
                let node = section.state.node().unwrap_or(section.mapping);
                let (name, is) = (&version.version, version.state);
                let message = format!("version `{name}` is `{is}`, but has no build");
                let help = "add `build_number`, and the build itself to `builds`";
                self.say(node, message, help);
            }
            return;
        };
        if known.contains(number) {
            return;
        }
        let name = &version.version;
        let message = match nearest(number, known.iter().map(String::as_str)) {
            Some(near) => {
                format!("version `{name}` has no build `{number}`; did you mean `{near}`?")
            }
            None => format!("version `{name}` has no build `{number}`"),
        };
        let help = format!(
            "add it to `builds`: `- {{version: {name}, build_number: {number}, platform: {}}}`",
            version.platform
        );
        self.say(node, message, help);
    }

    fn phased_release(&mut self, section: &VersionSection, version: &Version) {
        use crate::app_store_connect::PhasedReleaseState::Inactive;
        let (Some(state), Some(node)) = (version.phased_release, section.phased_release.node())
        else {
            return;
        };
        if (state == Inactive) == is_released(version.state) {
            let is = version.state;
            let message = format!("the phased release is `{state}`, but the version is `{is}`");
            let help = "it is `INACTIVE` until the version is released, and never afterwards";
            self.say(node, message, help);
        }
    }

    pub(super) fn submissions(&mut self, app: &AppSection) {
        let items = app.submissions.items();
        self.unique(
            items,
            |it, section| {
                let submission = it.convert.submission(section);
                let is_open = submission.state != ReviewSubmissionState::Complete;
                is_open.then_some((submission.platform, submission.version.is_some()))
            },
            |section| (section.state.node(), section.mapping),
            |(platform, has_version)| {
                let with = if *has_version { "with" } else { "without" };
                format!("a second open submission of `{platform}` {with} a version")
            },
            "App Store Connect has one at a time: make the others `COMPLETE`",
        );
        let versions = app.versions.items().iter().filter_map(value);
        let versions: HashMap<(String, Platform), AppVersionState> = versions
            .map(|section| self.convert.version(section))
            .map(|version| ((version.version, version.platform), version.state))
            .collect();
        let mut open: HashMap<Platform, (NodeId, String)> = HashMap::new();
        for section in items.iter().filter_map(value) {
            let submission = self.convert.submission(section);
            self.contents(section, &submission, &versions);
            if submission.state != ReviewSubmissionState::Complete
                && let Some(version) = submission.version
            {
                open.insert(submission.platform, (section.mapping, version));
            }
        }
        // A version in review is in a submission also where none is described. That would
        // be a second one beside another version's.
        for section in app.versions.items().iter().filter_map(value) {
            let version = self.convert.version(section);
            let Some((node, other)) = open.get(&version.platform) else {
                continue;
            };
            if submission_of(version.state).is_some() && version.version != *other {
                let (name, is) = (&version.version, version.state);
                let message = format!(
                    "an open submission holds version `{other}`, while version `{name}` is `{is}`"
                );
                let help = "App Store Connect has one at a time: make this one `COMPLETE`";
                self.say(*node, message, help);
            }
        }
    }

    fn contents(
        &mut self,
        section: &SubmissionSection,
        submission: &Submission,
        versions: &HashMap<(String, Platform), AppVersionState>,
    ) {
        let state = submission.state;
        let Some(name) = &submission.version else {
            let may_be_empty = matches!(
                state,
                ReviewSubmissionState::ReadyForReview | ReviewSubmissionState::Complete
            );
            if submission.other_items == 0 && !may_be_empty {
                let node = section.state.node().unwrap_or(section.mapping);
                let message = format!("a submission that is `{state}` holds something");
                let help = "add `version`, or `other_items` for in-app events and the like";
                self.say(node, message, help);
            }
            return;
        };
        let Some(node) = section.version.node() else {
            return;
        };
        let platform = submission.platform;
        let Some(&version) = versions.get(&(name.clone(), platform)) else {
            let known = versions.keys().filter(|(_, of)| *of == platform);
            let near = nearest(name, known.map(|(version, _)| version.as_str()));
            let message = match near {
                Some(near) => {
                    format!("there is no version `{name}` of `{platform}`; did you mean `{near}`?")
                }
                None => format!("there is no version `{name}` of `{platform}`"),
            };
            self.say(node, message, "add it to `versions`, with its state");
            return;
        };
        if !fits(state, version) {
            let node = section.state.node().unwrap_or(node);
            let message =
                format!("the submission is `{state}`, but its version `{name}` is `{version}`");
            self.say(node, message, "give the two states that go together");
        }
    }
}
