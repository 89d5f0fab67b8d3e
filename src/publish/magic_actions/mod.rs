//! What Codemagic does after the build, which it calls Magic Actions: one file a
//! step, each asking App Store Connect what the vendor's client asks.
//!
//! Sources: codemagic-cli-tools 0.70.0 for the steps and their order, and
//! <https://docs.codemagic.io/yaml-publishing/app-store-connect/> for the limits.

mod app_store_texts;
mod app_store_version;
mod arguments;
mod beta_groups;
mod cancel_submissions;
mod find_app;
mod find_build;
mod phased_release;
mod release_notes;
mod submit_to_app_store;
mod submit_to_testflight;
mod wait_for_processing;

use std::time::Duration;

use jiff::Timestamp;

use super::client::{Client, Failure, Resource};
use super::plan::{Place, Plan};
use super::timeline::{Cause, StepName};

/// Seconds for which the uploaded build is looked for.
pub const FIND_LIMIT: u64 = 15 * 60;

/// Seconds after which everything is cancelled.
pub const LIMIT: u64 = 120 * 60;

/// Seconds between two looks at the same thing.
const INTERVAL: Duration = Duration::from_secs(30);

/// A step, and who does it.
pub struct Action {
    /// The step.
    pub name: StepName,
    /// Does it; says what was done.
    pub run: Run,
}

/// Does a step, and says what was done.
pub type Run = fn(&mut Flow<'_>) -> Result<String, Trouble>;

/// The steps that a plan asks for, in the order of the vendor's client.
pub fn actions(plan: &Plan) -> Vec<Action> {
    let options = &plan.options;
    let has_notes = !plan.notes.test_notes.is_empty();
    let has_groups = !options.beta_groups.is_empty();
    let (beta, store) = (options.is_for_testflight(), options.is_for_app_store());
    let is_any = has_notes || has_groups || beta || store;
    let table: [(bool, StepName, Run); 11] = [
        (is_any, StepName::FindApp, find_app::run),
        (is_any, StepName::FindBuild, find_build::run),
        (has_notes, StepName::ReleaseNotes, release_notes::run),
        (
            has_groups || beta || store,
            StepName::WaitForProcessing,
            wait_for_processing::run,
        ),
        (has_groups, StepName::BetaGroups, beta_groups::run),
        (
            beta,
            StepName::SubmitToTestflight,
            submit_to_testflight::run,
        ),
        (
            store && options.cancels_submissions(),
            StepName::CancelPreviousSubmissions,
            cancel_submissions::run,
        ),
        (store, StepName::AppStoreVersion, app_store_version::run),
        (
            store && options.phased_release.is_some(),
            StepName::PhasedRelease,
            phased_release::run,
        ),
        (
            store && !plan.notes.store_texts.is_empty(),
            StepName::AppStoreTexts,
            app_store_texts::run,
        ),
        (store, StepName::SubmitToAppStore, submit_to_app_store::run),
    ];
    let wanted = table.into_iter().filter(|(is_wanted, ..)| *is_wanted);
    wanted.map(|(_, name, run)| Action { name, run }).collect()
}

/// Why a step did not do its work.
#[derive(Debug)]
pub enum Trouble {
    /// A request failed, and the vendor's client says so.
    Failed(Failure),
    /// A request failed that the vendor's client takes for granted: it ends without
    /// a reason.
    Unexpected(Failure),
    /// Something else, told by causes.
    Told(Vec<Cause>),
    /// The time for the step is over, told by a cause.
    TimedOut(Box<Cause>),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Cause> for Trouble {
    fn from(cause: Cause) -> Self {
        Self::Told(vec![cause])
    }
}

/// What the steps know of each other.
pub struct Flow<'p> {
    /// What was planned.
    pub plan: &'p Plan,
    /// Asks.
    pub client: Client,
    /// When the upload had finished.
    pub start: Timestamp,
    /// What deserves a look in the present step.
    pub warnings: Vec<Cause>,
    /// What the present request is about, for a failure's cause.
    pub subject: Option<Subject>,
    /// What was learnt.
    pub seen: Seen,
}

/// What a request is about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// What it is: `release_notes_de-DE.txt`.
    pub name: String,
    /// The language, for texts.
    pub locale: Option<String>,
    /// The text, for texts.
    pub text: Option<String>,
}

/// What the steps have learnt.
#[derive(Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts, each learnt by a step of its own"
)]
pub struct Seen {
    /// The app.
    pub app: Option<Resource>,
    /// The build, as it was last seen.
    pub build: Option<Resource>,
    /// What testers can do with it.
    pub beta_detail: Option<Resource>,
    /// Whether processing has ended well.
    pub is_processed: bool,
    /// Ids of the groups that were given the build.
    pub groups_reached: Vec<String>,
    /// Their names, and those of groups that get every build by themselves.
    pub group_names_reached: Vec<String>,
    /// Languages whose notes were written.
    pub notes_written: Vec<String>,
    /// How far beta review is, after the submission.
    pub beta_review: Option<String>,
    /// The builds that were expired, by number.
    pub expired: Vec<String>,
    /// The build and app of the App Store part.
    pub for_store: Option<(Resource, Resource)>,
    /// The version, as it was found or made.
    pub version: Option<Resource>,
    /// The version, as it was left.
    pub version_now: Option<Resource>,
    /// Whether no other version was ever there, and the ids of its texts.
    pub texts: Option<Texts>,
    /// Whether a phased release is on; `None` where nobody asked.
    pub is_phased: Option<bool>,
    /// Whether the cancellation of earlier submissions failed.
    pub is_cancel_refused: bool,
    /// Whether the submission that holds the version is still being cancelled.
    pub is_canceling: bool,
    /// Whether the version is in App Store review.
    pub is_submitted: bool,
}

/// What is known of a version's texts.
#[derive(Debug, Clone)]
pub struct Texts {
    /// Whether the app has no other version.
    pub is_first_version: bool,
    /// The ids of its localizations, by language.
    pub ids: Vec<(String, String)>,
}

impl<'p> Flow<'p> {
    /// A flow that begins now: the upload has just ended.
    pub fn new(plan: &'p Plan, client: Client) -> Self {
        Self {
            plan,
            start: client.now(),
            client,
            warnings: Vec::new(),
            subject: None,
            seen: Seen::default(),
        }
    }
}

impl Flow<'_> {
    /// Seconds since the upload had finished.
    pub fn elapsed(&self) -> u64 {
        let elapsed = self.client.now().duration_since(self.start);
        u64::try_from(elapsed.as_secs()).unwrap_or(0)
    }

    /// Notes something that deserves a look.
    fn warn(&mut self, cause: Cause) {
        self.warnings.push(cause.warning());
    }

    /// The id of the build. Steps that need it come after the one that finds it.
    fn build_id(&self) -> Result<String, Trouble> {
        let build = self.seen.build.as_ref();
        build.map(|build| build.id.clone()).ok_or_else(order)
    }

    /// The app's id, likewise.
    fn app_id(&self) -> Result<String, Trouble> {
        let app = self.seen.app.as_ref();
        app.map(|app| app.id.clone()).ok_or_else(order)
    }

    /// Version and number, as people write them: `1.0.0 (42)`.
    pub fn build_words(&self) -> String {
        let app = &self.plan.app;
        format!("{} ({})", app.version.value, app.build_number.value)
    }

    /// The platform that the vendor's client takes the package for.
    pub fn platform(&self) -> &'static str {
        use crate::app_store_connect::Platform::{Ios, MacOs, TvOs, VisionOs};
        match self.plan.app.platform {
            MacOs => MacOs.word(),
            TvOs => TvOs.word(),
            Ios | VisionOs => Ios.word(),
        }
    }

    /// Where an option is written, or else the section.
    pub fn place<T>(&self, option: Option<&super::plan::Sourced<T>>) -> Place {
        let place = option.and_then(|option| option.place.clone());
        place.or_else(|| self.plan.publishing.clone())
    }
}

/// A step ran before the one that it needs: a fault of this program.
fn order() -> Trouble {
    Trouble::Failed(Failure::Incomplete("an earlier step found nothing".into()))
}

/// Turns a failed request into one that the vendor's client does not expect.
fn unexpected(failure: Failure) -> Trouble {
    Trouble::Unexpected(failure)
}

/// The relationship to a resource, as a request writes it.
fn to(kind: &str, id: &str) -> serde_json::Value {
    serde_json::json!({ "data": { "id": id, "type": kind } })
}
