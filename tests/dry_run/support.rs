//! Plans and accounts made in code, and the two put together.

use std::net::SocketAddr;
use std::sync::Arc;

use codemagic_lint::app_store_connect::{Clock, ManualClock, Platform, ReleaseType};
use codemagic_lint::mock_server::account::{Account, App, Fault, FaultKind};
use codemagic_lint::mock_server::server::{Server, TokenClock};
use codemagic_lint::publish::plan::{
    AppPackage, Artifact, Credentials, Notes, Options, Origin, Place, Plan, Sourced, StoreText,
    TestNote,
};
use codemagic_lint::publish::timeline::{Outcome, Status, Step, StepName, Timeline};
use codemagic_lint::publish::{Against, choose_numbers, dry_run};
use jiff::Timestamp;
use serde_json::Value;

/// The places of a plan, which tests compare: each key has a number of its own.
pub mod places {
    use std::ops::Range;

    pub const PUBLISHING: Range<usize> = 10..20;
    pub const TESTFLIGHT: Range<usize> = 30..40;
    pub const EXPIRE: Range<usize> = 50..60;
    pub const APP_STORE: Range<usize> = 70..80;
    pub const CANCEL: Range<usize> = 90..100;
    pub const DATE: Range<usize> = 110..120;
    pub const PHASED: Range<usize> = 130..140;
    pub const KEY: Range<usize> = 150..160;
    pub const BUNDLE_ID: Range<usize> = 170..180;
    pub const VERSION: Range<usize> = 190..200;
    pub const BUILD_NUMBER: Range<usize> = 210..220;

    /// That of the group with an index.
    pub fn group(index: usize) -> Range<usize> {
        1000 + index..1001 + index
    }
}

/// When all tests begin.
pub fn start() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub fn sourced<T>(value: T, place: std::ops::Range<usize>) -> Sourced<T> {
    Sourced {
        value,
        origin: Origin::Configuration,
        place: Some(place),
    }
}

/// A plan that uploads `io.example.app` 1.0.0 (42) and does nothing afterwards.
pub fn plan() -> Plan {
    Plan {
        workflow: "ios".into(),
        workflow_name: None,
        place: Some(0..3),
        publishing: Some(places::PUBLISHING),
        credentials: Credentials::Integration { name: None },
        app: AppPackage {
            file: "App.ipa".into(),
            platform: Platform::Ios,
            bundle_id: sourced("io.example.app".into(), places::BUNDLE_ID),
            version: sourced("1.0.0".into(), places::VERSION),
            build_number: sourced("42".into(), places::BUILD_NUMBER),
            uses_non_exempt_encryption: None,
            is_read: false,
            filed_elsewhere: None,
        },
        options: Options::default(),
        notes: Notes::default(),
        build_steps: Vec::new(),
        variables: Vec::new(),
        artifacts: vec![Artifact {
            pattern: "build/ios/ipa/*.ipa".into(),
            may_match_package: true,
            place: None,
        }],
        others: Vec::new(),
        remarks: Vec::new(),
        secrets: Vec::new(),
    }
}

/// What a plan can ask for, chained.
pub trait Ask: Sized {
    fn testflight(self) -> Self;
    fn expire(self) -> Self;
    fn groups(self, names: &[&str]) -> Self;
    fn app_store(self) -> Self;
    fn cancel(self) -> Self;
    fn phased(self, on: bool) -> Self;
    fn release(self, kind: ReleaseType) -> Self;
    fn date(self, text: &str) -> Self;
    fn copyright(self, text: &str) -> Self;
    fn note(self, locale: &str, text: &str) -> Self;
    fn text(self, locale: &str, whats_new: &str) -> Self;
}

impl Ask for Plan {
    fn testflight(mut self) -> Self {
        self.options.submit_to_testflight = Some(sourced(true, places::TESTFLIGHT));
        self
    }

    fn expire(mut self) -> Self {
        self.options.expire_build_submitted_for_review = Some(sourced(true, places::EXPIRE));
        self
    }

    fn groups(mut self, names: &[&str]) -> Self {
        let names = names.iter().enumerate();
        let names = names.map(|(index, name)| sourced((*name).to_owned(), places::group(index)));
        self.options.beta_groups = names.collect();
        self
    }

    fn app_store(mut self) -> Self {
        self.options.submit_to_app_store = Some(sourced(true, places::APP_STORE));
        self
    }

    fn cancel(mut self) -> Self {
        self.options.cancel_previous_submissions = Some(sourced(true, places::CANCEL));
        self
    }

    fn phased(mut self, on: bool) -> Self {
        self.options.phased_release = Some(sourced(on, places::PHASED));
        self
    }

    fn release(mut self, kind: ReleaseType) -> Self {
        self.options.release_type = Some(sourced(kind, 230..240));
        self
    }

    fn date(mut self, text: &str) -> Self {
        self.options.earliest_release_date = Some(sourced(text.into(), places::DATE));
        self
    }

    fn copyright(mut self, text: &str) -> Self {
        self.options.copyright = Some(sourced(text.into(), 250..260));
        self
    }

    fn note(mut self, locale: &str, text: &str) -> Self {
        self.notes.test_notes.push(TestNote {
            locale: locale.into(),
            text: text.into(),
            file: format!("release_notes_{locale}.txt"),
        });
        self
    }

    fn text(mut self, locale: &str, whats_new: &str) -> Self {
        self.notes.store_texts.push(StoreText {
            locale: locale.into(),
            file: format!("release_notes_{locale}.txt"),
            whats_new: Some(whats_new.into()),
            ..StoreText::default()
        });
        self
    }
}

/// An account with one app, changed.
pub fn account(change: impl FnOnce(&mut App)) -> Account {
    let mut app = App::default();
    change(&mut app);
    Account {
        apps: Some(vec![app]),
        ..Account::default()
    }
}

/// An account with faults.
pub fn faulty(faults: &[Fault]) -> Account {
    Account {
        faults: faults.to_vec(),
        ..account(|_| {})
    }
}

/// A fault that strikes so many requests of a method and path.
pub fn fault(method: &str, path: &str, times: Option<u32>, kind: FaultKind) -> Fault {
    Fault {
        method: Some(method.into()),
        path: Some(path.into()),
        after: 0,
        times,
        takes_effect: false,
        kind,
    }
}

/// A dry run that is over, and the server it asked.
pub struct Played {
    pub timeline: Timeline,
    pub server: Server,
}

/// Plays a plan against an account on a clock that stands still.
pub fn play(plan: &Plan, account: Account) -> Played {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(start()));
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::start(anywhere, account, Arc::clone(&clock), TokenClock::Own).unwrap();
    let against = Against::in_process(server.address()).unwrap();
    let mut told = Vec::new();
    let timeline = dry_run(plan, against, clock, &mut |step| {
        told.push(step.clone());
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(told, timeline.steps, "each step is told when it ends");
    Played { timeline, server }
}

/// The plan with numbers that the account does not have yet.
pub fn with_numbers(mut plan: Plan, account: Account) -> Plan {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(start()));
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::start(anywhere, account, clock, TokenClock::Own).unwrap();
    let against = Against::in_process(server.address()).unwrap();
    choose_numbers(&mut plan, &against).unwrap();
    server.with_mock(|mock| assert_eq!(mock.log.entries().count(), 0));
    plan
}

impl Played {
    pub fn step(&self, name: StepName) -> &Step {
        let mut steps = self.timeline.steps.iter();
        steps.find(|step| step.name == name).unwrap()
    }

    pub fn outcome(&self) -> Outcome {
        self.timeline.outcome
    }

    /// The step that ended everything.
    pub fn ended_by(&self) -> Option<&Step> {
        let mut steps = self.timeline.steps.iter();
        steps.find(|step| matches!(step.status, Status::Failed | Status::Cancelled))
    }

    /// `GET /v1/apps?sort=name 200`, in order, as the server remembers it.
    pub fn asked(&self) -> Vec<String> {
        self.server.with_mock(|mock| {
            let entries = mock.log.entries().map(|entry| {
                let query: Vec<String> = entry
                    .query
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                let query = if query.is_empty() {
                    String::new()
                } else {
                    format!("?{}", query.join("&"))
                };
                format!("{} {}{query} {}", entry.method, entry.path, entry.status)
            });
            entries.collect()
        })
    }

    /// What was written, in order: method, path and body.
    pub fn writes(&self) -> Vec<(String, String, Option<Value>)> {
        self.server.with_mock(|mock| {
            let entries = mock.log.entries();
            let writes = entries.filter(|entry| entry.method != "GET");
            writes
                .map(|entry| (entry.method.clone(), entry.path.clone(), entry.body()))
                .collect()
        })
    }

    /// How often a request was made that begins so.
    pub fn count(&self, beginning: &str) -> usize {
        let asked = self.asked();
        asked.iter().filter(|it| it.starts_with(beginning)).count()
    }
}

/// The first cause of a step: its words and its place.
pub fn cause(step: &Step) -> (&str, Place) {
    let cause = step.causes.first().unwrap();
    (cause.message.as_str(), cause.place.clone())
}
