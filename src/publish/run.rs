//! Plays a plan against a server.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use crate::app_store_connect::clock::later;
use crate::app_store_connect::{Clock, SystemClock};

use super::advice::{self, Ahead};
use super::client::{Address, AddressProblem, Client, Failure};
use super::credentials::{self, Unfit};
use super::known_account::{self, KnownAccount};
use super::magic_actions::{self, Action, Flow, LIMIT, Trouble};
use super::plan::{Credentials, Origin, Plan};
use super::timeline::{Audience, Cause, Outcome, Phase, Status, Step, StepName, Timeline};
use super::upload::{self, Refusal};

/// Which server a dry run asks.
#[derive(Debug, Clone, Copy)]
pub struct Against {
    address: Address,
    has_own_clock: bool,
}

impl Against {
    /// A mock server in this process, which shares the dry run's clock.
    ///
    /// # Errors
    /// When the address is not loopback.
    pub fn in_process(address: SocketAddr) -> Result<Self, AddressProblem> {
        Ok(Self {
            address: Address::of(address)?,
            has_own_clock: false,
        })
    }

    /// A mock server in another process, such as `http://127.0.0.1:8000`. It is told
    /// when time passes.
    ///
    /// # Errors
    /// When the text is no address on this machine.
    pub fn remote(address: &str) -> Result<Self, AddressProblem> {
        Ok(Self {
            address: Address::parse(address)?,
            has_own_clock: true,
        })
    }
}

/// Why there is no timeline at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DryRunError {
    /// Nobody answers; why, in words.
    NoServer(String),
    /// The system has no random numbers to make a key with.
    NoRandomNumbers,
}

impl std::fmt::Display for DryRunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoServer(words) => write!(f, "the mock server cannot be asked: {words}"),
            Self::NoRandomNumbers => {
                f.write_str("the system has no random numbers to make a key with")
            }
        }
    }
}

impl std::error::Error for DryRunError {}

/// Plays a plan against a server and tells what happened. `clock` is virtual time;
/// `progress` is told of each step when it ends, and says whether to go on: a timeline that
/// was broken off lacks the steps that follow.
///
/// # Errors
/// When there is no server to ask, or no key can be made.
pub fn dry_run(
    plan: &Plan,
    server: Against,
    clock: Arc<dyn Clock>,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Timeline, DryRunError> {
    let mut record = Record {
        steps: Vec::new(),
        progress,
        is_broken_off: false,
    };
    if let Some(cause) = publishes_nothing(plan) {
        record.upload_ended(Status::Skipped, cause.message.clone(), vec![cause]);
        record.others(plan);
        return Ok(record.timeline(plan, Outcome::NothingToPublish, None));
    }
    // A server of its own judges tokens by the system's clock, whatever it was told.
    let for_tokens: Arc<dyn Clock> = if server.has_own_clock {
        Arc::new(SystemClock::default())
    } else {
        Arc::clone(&clock)
    };
    let nothing = KnownAccount::default();
    let signer = match credentials::signer(plan, &nothing, Arc::clone(&for_tokens)) {
        Ok(signer) => signer,
        Err(Unfit::NoRandomNumbers) => return Err(DryRunError::NoRandomNumbers),
        Err(Unfit::Told(cause)) => {
            record.upload_failed(plan, "the client does not start", vec![*cause]);
            return Ok(record.timeline(plan, Outcome::Failed, None));
        }
    };
    let mut client = Client::new(server.address, signer, clock, server.has_own_clock);
    let account = asked_for_account(&client)?;
    if let Ok(signer) = credentials::signer(plan, &account, for_tokens) {
        client.sign_with(signer);
    }
    match upload::upload(plan, &mut client) {
        Ok(detail) => record.add(Phase::Build, StepName::Upload, Status::Done, detail),
        Err(Refusal::NoAnswer(words)) => return Err(DryRunError::NoServer(words)),
        Err(Refusal::Refused(causes)) => {
            record.upload_failed(plan, "App Store Connect refused the package", causes);
            let mut flow = Flow::new(plan, client);
            return Ok(record.timeline(plan, Outcome::Failed, Some(&mut flow)));
        }
    }
    record.others(plan);
    if matches!(plan.credentials, Credentials::AppSpecificPassword { .. }) {
        record.only_uploaded(plan);
        let outcome = record.outcome(false);
        let mut timeline = record.timeline(plan, outcome, None);
        if !outcome.is_published() {
            timeline.by_hand = advice::everything_by_hand(plan);
        }
        return Ok(timeline);
    }
    client.end_at(later(client.now(), Duration::from_secs(LIMIT)));
    let mut flow = Flow::new(plan, client);
    let is_late = record.play(&mut flow);
    let outcome = record.outcome(is_late);
    let flow = (!record.is_broken_off).then_some(&mut flow);
    Ok(record.timeline(plan, outcome, flow))
}

fn asked_for_account(client: &Client) -> Result<KnownAccount, DryRunError> {
    match client.account() {
        Ok(account) => Ok(KnownAccount(account.unwrap_or_default())),
        Err(Failure::NoAnswer(words)) => Err(DryRunError::NoServer(words)),
        Err(_) => Ok(KnownAccount::default()),
    }
}

/// Raises version and build number of a plan, where they are made up, above those that
/// the server's account has. What is asked for that is in no step.
///
/// # Errors
/// When there is no server to ask, or no key can be made.
pub fn choose_numbers(plan: &mut Plan, server: &Against) -> Result<(), DryRunError> {
    let package = &plan.app;
    let values = [&package.version, &package.build_number];
    let is_made_up = values
        .iter()
        .any(|value| value.origin == Origin::Placeholder);
    if !plan.publishes() || !is_made_up {
        return Ok(());
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let signer = credentials::anybody(Arc::clone(&clock)).ok_or(DryRunError::NoRandomNumbers)?;
    let client = Client::new(server.address, signer, clock, false);
    known_account::choose_numbers(plan, &asked_for_account(&client)?);
    Ok(())
}

/// Why the workflow has nothing for App Store Connect, if so.
fn publishes_nothing(plan: &Plan) -> Option<Cause> {
    if !plan.publishes() {
        if let Credentials::Missing(cause) = &plan.credentials
            && cause.place.is_some()
        {
            return Some((**cause).clone());
        }
        return Some(
            Cause::new("the workflow has no `publishing.app_store_connect`").at(plan.place.clone()),
        );
    }
    let may_match = plan
        .artifacts
        .iter()
        .any(|artifact| artifact.may_match_package);
    if may_match || plan.app.is_read {
        return None;
    }
    let first = plan
        .artifacts
        .first()
        .and_then(|artifact| artifact.place.clone());
    Some(
        Cause::new(
            "no pattern of `artifacts` matches an `.ipa` or `.pkg`, so there is nothing to upload",
        )
        .help("add the package to `artifacts`, such as `build/ios/ipa/*.ipa`")
        .at(first.or_else(|| plan.publishing.clone())),
    )
}

struct Record<'p> {
    steps: Vec<Step>,
    progress: &'p mut dyn FnMut(&Step) -> ControlFlow<()>,
    is_broken_off: bool,
}

impl Record<'_> {
    fn push(&mut self, mut step: Step) {
        step.shorten();
        self.is_broken_off |= (self.progress)(&step).is_break();
        self.steps.push(step);
    }

    /// A step that asks nothing and takes no time.
    fn add(&mut self, phase: Phase, name: StepName, status: Status, detail: impl Into<String>) {
        let now = self.ends_at();
        self.push(Step {
            phase,
            name,
            status,
            starts_at: now,
            ends_at: now,
            detail: detail.into(),
            causes: Vec::new(),
            requests: Vec::new(),
        });
    }

    fn ends_at(&self) -> u64 {
        self.steps.last().map_or(0, |step| step.ends_at)
    }

    fn upload_ended(&mut self, status: Status, detail: String, causes: Vec<Cause>) {
        self.push(Step {
            phase: Phase::Build,
            name: StepName::Upload,
            status,
            starts_at: 0,
            ends_at: 0,
            detail,
            causes,
            requests: Vec::new(),
        });
    }

    fn upload_failed(&mut self, plan: &Plan, detail: &str, causes: Vec<Cause>) {
        let detail = format!("{detail}, and the build is red");
        self.upload_ended(Status::Failed, detail, causes);
        self.others(plan);
        self.skip_all(plan, "not tried: the upload failed");
    }

    fn others(&mut self, plan: &Plan) {
        for other in &plan.others {
            let name = match other.name {
                "google-play" => StepName::GooglePlay,
                "firebase" => StepName::Firebase,
                "microsoft-store" | "partner-center" => StepName::MicrosoftStore,
                "email" => StepName::Email,
                "slack" => StepName::Slack,
                "discord" => StepName::Discord,
                _ => StepName::OtherPublisher,
            };
            let detail = format!("not simulated: {}", other.would);
            self.add(Phase::Build, name, Status::Skipped, detail);
        }
    }

    fn skip_all(&mut self, plan: &Plan, why: &str) {
        for action in magic_actions::actions(plan) {
            self.add(Phase::PostProcessing, action.name, Status::Skipped, why);
        }
    }

    /// Skips what an app-specific password cannot do, and tells why.
    fn only_uploaded(&mut self, plan: &Plan) {
        let Credentials::AppSpecificPassword { password, .. } = &plan.credentials else {
            return;
        };
        let why =
            "not done: with an app-specific password Codemagic uploads and does nothing afterwards";
        let cause = Cause::new(
            "with an app-specific password Codemagic uploads, and does nothing afterwards",
        )
        .help("use an API key, such as `auth: integration`, or do the steps by hand")
        .at(password.clone().or_else(|| plan.publishing.clone()));
        let mut causes = vec![cause];
        for action in magic_actions::actions(plan) {
            let now = self.ends_at();
            self.push(Step {
                phase: Phase::PostProcessing,
                name: action.name,
                status: Status::Skipped,
                starts_at: now,
                ends_at: now,
                detail: why.to_owned(),
                causes: std::mem::take(&mut causes),
                requests: Vec::new(),
            });
        }
    }

    /// Plays the steps; whether time ran out.
    fn play(&mut self, flow: &mut Flow<'_>) -> bool {
        let mut ended: Option<&'static str> = None;
        let mut is_late = false;
        for action in magic_actions::actions(flow.plan) {
            if self.is_broken_off {
                break;
            }
            if let Some(why) = ended {
                self.add(Phase::PostProcessing, action.name, Status::Skipped, why);
                continue;
            }
            let (step, is_over) = played(flow, &action);
            is_late |= is_over;
            match step.status {
                Status::Done | Status::Warning | Status::Skipped => {}
                Status::Cancelled => ended = Some("not tried: the time was over"),
                Status::Failed => ended = Some("not tried: an earlier step failed"),
            }
            self.push(step);
        }
        is_late
    }

    fn outcome(&self, is_late: bool) -> Outcome {
        let has = |status| self.steps.iter().any(|step| step.status == status);
        let is_undone =
            |step: &Step| step.phase == Phase::PostProcessing && step.status == Status::Skipped;
        if is_late {
            Outcome::TimedOut
        } else if has(Status::Failed) || self.steps.iter().any(is_undone) {
            Outcome::Failed
        } else if has(Status::Warning) {
            Outcome::PublishedWithWarnings
        } else {
            Outcome::Published
        }
    }

    fn timeline(self, plan: &Plan, mut outcome: Outcome, flow: Option<&mut Flow<'_>>) -> Timeline {
        let ends_at = self.ends_at();
        let (audience, ahead) = match flow {
            Some(flow) => {
                flow.client.only_look();
                let ahead = if outcome.is_published() {
                    Ahead::default()
                } else {
                    advice::look_ahead(flow, &self.steps)
                };
                (advice::audience(flow), ahead)
            }
            None => (Vec::new(), Ahead::default()),
        };
        let is_missed = |it: &Audience| !it.is_reached && is_asked_for(plan, it);
        let is_short = plan.options.left_out > 0 || audience.iter().any(is_missed);
        if outcome == Outcome::Published && is_short {
            outcome = Outcome::PublishedWithWarnings;
        }
        let mut timeline = Timeline {
            workflow: plan.workflow.clone(),
            steps: self.steps,
            outcome,
            ends_at,
            audience,
            by_hand: ahead.by_hand,
            would_fail_next: ahead.would_fail_next,
            placeholders: placeholders(plan),
        };
        timeline.shorten();
        timeline
    }
}

/// Plays one step; whether its time ran out.
fn played(flow: &mut Flow<'_>, action: &Action) -> (Step, bool) {
    let starts_at = flow.elapsed();
    let result = (action.run)(flow);
    let requests = flow.client.take_exchanges();
    let ends_at = flow.elapsed();
    let mut causes = std::mem::take(&mut flow.warnings);
    let (status, ends_at, detail, is_late) = match result {
        Ok(detail) if causes.is_empty() => (Status::Done, ends_at, detail, false),
        Ok(detail) => (Status::Warning, ends_at, detail, false),
        Err(Trouble::Failed(Failure::OutOfTime) | Trouble::Unexpected(Failure::OutOfTime)) => {
            causes.push(advice::out_of_time(flow, action.name));
            let detail = "cancelled after 120 minutes".to_owned();
            (Status::Cancelled, LIMIT, detail, true)
        }
        Err(Trouble::TimedOut(cause)) => {
            causes.push(*cause);
            (Status::Failed, ends_at, "not found in time".into(), true)
        }
        Err(trouble) => {
            flow.client.only_look();
            let why = match trouble {
                Trouble::Failed(failure) => advice::of_failure(flow, action.name, &failure, true),
                Trouble::Unexpected(failure) => {
                    advice::of_failure(flow, action.name, &failure, false)
                }
                Trouble::Told(causes) => causes,
                Trouble::TimedOut(cause) => vec![*cause],
            };
            // What failed comes before what deserves a look.
            causes.splice(0..0, why);
            advice::look_closer(flow, action.name, &mut causes);
            let detail = causes
                .first()
                .map_or_else(String::new, |cause| cause.message.clone());
            (Status::Failed, ends_at, detail, false)
        }
    };
    let step = Step {
        phase: Phase::PostProcessing,
        name: action.name,
        status,
        starts_at,
        ends_at,
        detail,
        causes,
        requests,
    };
    (step, is_late)
}

/// Whether the plan asks that these people see the build. Internal groups may get every
/// build by themselves.
fn is_asked_for(plan: &Plan, audience: &Audience) -> bool {
    let Some(name) = audience.who.strip_prefix("Internal group ") else {
        return true;
    };
    let mut groups = plan.options.beta_groups.iter();
    groups.any(|group| name.trim_matches('`') == group.value)
}

/// Values that were made up, in words.
fn placeholders(plan: &Plan) -> Vec<String> {
    let package = &plan.app;
    let values = [
        ("bundle id", &package.bundle_id, "--bundle-id"),
        ("version", &package.version, "--app-version"),
        ("build number", &package.build_number, "--build-number"),
    ];
    let made_up = values.into_iter().filter_map(|(name, value, option)| {
        let why = match &value.origin {
            Origin::Placeholder => String::new(),
            Origin::Above(taken) => format!(", above `{taken}`, the highest that the account has"),
            _ => return None,
        };
        Some(format!(
            "{name} `{}`{why}; say another with `{option}` or `--ipa`",
            value.value
        ))
    });
    let groups = plan.options.assumed_groups.iter();
    let groups = groups.map(|name| {
        format!("group `{name}`, taken for an external group of the app; `--account` tells which there are")
    });
    let locales = plan.notes.assumed_locales.iter();
    let locales = locales.map(|locale| {
        format!("test information in `{locale}`, taken for there; `--account` tells which there is")
    });
    made_up.chain(groups).chain(locales).collect()
}
