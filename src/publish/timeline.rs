//! What happened, step by step, in virtual time.

use std::ops::Range;

use serde::Serialize;

use crate::finding::Severity;

use super::words::shortened;

/// A whole dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The workflow's id.
    pub workflow: String,
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// How it ended.
    pub outcome: Outcome,
    /// Seconds from the end of the upload to the end of everything.
    pub ends_at: u64,
    /// What people would see at the end: testers and customers.
    pub audience: Vec<Audience>,
    /// What a person can still do by hand once the build is there; empty unless the
    /// time ran out or a step failed after the upload.
    pub by_hand: Vec<String>,
    /// What steps that were not done would fail at next, as far as App Store Connect
    /// tells: looked up after the run, with reading requests that count as no step's.
    pub would_fail_next: Vec<Foreseen>,
    /// Values that were made up, each in words.
    pub placeholders: Vec<String>,
}

/// A failure that nobody has met yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The step that would meet it.
    pub step: StepName,
    /// What it would be, and what to change.
    pub cause: Cause,
}

/// How a dry run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Everything that was asked for was done.
    Published,
    /// So it was, and something deserves a look.
    PublishedWithWarnings,
    /// A step failed.
    Failed,
    /// A step took longer than Magic Actions wait.
    TimedOut,
    /// The workflow publishes nothing to App Store Connect.
    NothingToPublish,
}

impl Outcome {
    /// Whether a build that ended so is where it should be.
    pub fn is_published(self) -> bool {
        matches!(self, Self::Published | Self::PublishedWithWarnings)
    }
}

/// When a step runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// In the build, which is paid by the minute and turns red.
    Build,
    /// Afterwards, in Magic Actions: the build itself stays green.
    PostProcessing,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Done.
    Done,
    /// Done, but something deserves a look.
    Warning,
    /// Not done.
    Failed,
    /// Not tried: an earlier step failed, nobody asked for it, or it is not simulated.
    Skipped,
    /// Stopped because time ran out.
    Cancelled,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When it runs.
    pub phase: Phase,
    /// Its name: `find-build`.
    pub name: StepName,
    /// How it ended.
    pub status: Status,
    /// Seconds from the end of the upload to its start.
    pub starts_at: u64,
    /// Seconds from the end of the upload to its end.
    pub ends_at: u64,
    /// What happened, in one sentence.
    pub detail: String,
    /// What deserves a look, or why it failed.
    pub causes: Vec<Cause>,
    /// What was asked, in order.
    pub requests: Vec<Exchange>,
}

/// The steps there are, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    /// The package goes to App Store Connect.
    Upload,
    /// Google Play, which is not simulated.
    GooglePlay,
    /// Firebase App Distribution, which is not simulated.
    Firebase,
    /// The Microsoft Store, which is not simulated.
    MicrosoftStore,
    /// E-mail to people, which is not simulated.
    Email,
    /// A Slack channel, which is not simulated.
    Slack,
    /// A Discord channel, which is not simulated.
    Discord,
    /// Any other publisher, which is not simulated.
    OtherPublisher,
    /// The app record is looked up by its bundle id.
    FindApp,
    /// The build is looked up until it is there; 15 minutes at most.
    FindBuild,
    /// What to Test is written.
    ReleaseNotes,
    /// App Store Connect processes the build.
    WaitForProcessing,
    /// The build is given to groups.
    BetaGroups,
    /// The build is submitted to beta review.
    SubmitToTestflight,
    /// Submissions in App Store review are cancelled.
    CancelPreviousSubmissions,
    /// The version is made or changed, and the build attached.
    AppStoreVersion,
    /// The phased release is switched on or off.
    PhasedRelease,
    /// Texts of the version are written.
    AppStoreTexts,
    /// The version is submitted to App Store review.
    SubmitToAppStore,
}

/// A file of the repository that is responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilePlace {
    /// The file, from the root of the repository: `release_notes_en-US.txt`.
    pub name: String,
    /// The line, counted from 1, where one is known.
    pub line: Option<usize>,
}

/// Why a step failed or deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// An error has failed the step; a warning would not have, whatever came of it.
    pub severity: Severity,
    /// What happened, in words; App Store Connect's own words are quoted.
    pub message: String,
    /// What to change.
    pub help: Option<String>,
    /// The line of codemagic.yaml that is responsible, as a byte range.
    pub place: Option<Range<usize>>,
    /// The file that is responsible, where that is not codemagic.yaml.
    pub file: Option<Box<FilePlace>>,
    /// The vendor's client's own message, as a log would show it.
    pub log: Option<String>,
}

/// Longest text of a report, in characters: servers may send anything.
const LONGEST: usize = 4000;

fn shorten<'t>(texts: impl IntoIterator<Item = &'t mut String>) {
    for text in texts {
        // No text has fewer bytes than characters.
        if text.len() > LONGEST {
            *text = shortened(text, LONGEST);
        }
    }
}

impl Timeline {
    /// Cuts texts that are too long to be read, but for those of the steps.
    pub fn shorten(&mut self) {
        for audience in &mut self.audience {
            shorten([&mut audience.who, &mut audience.sees]);
        }
        shorten(self.by_hand.iter_mut().chain(&mut self.placeholders));
        for foreseen in &mut self.would_fail_next {
            foreseen.cause.shorten();
        }
    }
}

impl Step {
    /// Cuts texts that are too long to be read.
    pub fn shorten(&mut self) {
        shorten([&mut self.detail]);
        for cause in &mut self.causes {
            cause.shorten();
        }
        shorten(self.requests.iter_mut().map(|request| &mut request.path));
    }
}

impl Cause {
    fn shorten(&mut self) {
        let texts = [&mut self.message].into_iter();
        shorten(texts.chain(&mut self.help).chain(&mut self.log));
    }

    /// The cause of a failure, in words.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            help: None,
            place: None,
            file: None,
            log: None,
        }
    }

    /// Makes it something that deserves a look and fails nothing.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Adds the responsible file of the repository, and its line where one is known.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>, line: Option<usize>) -> Self {
        let name = name.into();
        self.file = Some(Box::new(FilePlace { name, line }));
        self
    }

    /// Adds what to change.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the responsible line.
    #[must_use]
    pub fn at(mut self, place: Option<Range<usize>>) -> Self {
        self.place = place;
        self
    }

    /// Adds what a log of the vendor's client shows.
    #[must_use]
    pub fn log(mut self, log: impl Into<String>) -> Self {
        self.log = Some(log.into());
        self
    }
}

/// A request and the status of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path, without the query: `/v1/builds`.
    pub path: String,
    /// The HTTP status; 0 where there was no answer.
    pub status: u16,
}

/// What a group of people would see at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// Who: `Group External (20 testers)`, `App Store customers`.
    pub who: String,
    /// What they see: `1.0.0 (42) after beta review`.
    pub sees: String,
    /// Whether that is what was asked for.
    pub is_reached: bool,
}
