//! Dry runs to report: a success, a failure, a time-out, and one full of hostile text.

use std::ops::Range;

use codemagic_lint::app_store_connect::Platform;
use codemagic_lint::finding::Severity;
use codemagic_lint::publish::plan::{
    AppPackage, Credentials, Notes, Options, Origin, Plan, Remark, Sourced, Variable,
    VariableOrigin,
};
use codemagic_lint::publish::report::DryRun;
use codemagic_lint::publish::timeline::{
    Audience, Cause, Exchange, FilePlace, Foreseen, Outcome, Phase, Status, Step, StepName,
    Timeline,
};
use codemagic_lint::syntax::SourceFile;

/// What the samples say about `codemagic.yaml`.
pub const TEXT: &str = "\
workflows:
  app-store-release:
    name: App Store release
    integrations:
      app_store_connect: Release key
    publishing:
      slack:
        channel: \"#releases\"
      app_store_connect:
        auth: integration
        submit_to_testflight: true
        beta_groups:
          - External
          - Team
        submit_to_app_store: true
        release_type: MANUAL
";

/// A dry run that owns all it is made of.
pub struct Sample {
    pub timeline: Timeline,
    pub plan: Plan,
    pub source: SourceFile,
}

impl Sample {
    /// What reports take.
    pub fn run(&self) -> DryRun<'_> {
        DryRun::new(&self.timeline, &self.plan, &self.source)
    }
}

/// Where a text stands in [`TEXT`].
fn place(text: &str) -> Range<usize> {
    let start = TEXT.find(text).unwrap();
    start..start + text.len()
}

/// Everything goes well.
pub fn success() -> Sample {
    let mut steps = build_steps();
    steps.extend(until_processed());
    steps.extend([
        step(
            StepName::BetaGroups,
            360,
            360,
            "the build is given to `External`",
        )
        .asks("GET", "/v1/builds/b1/app", 200, 1)
        .asks("GET", "/v1/betaGroups", 200, 1)
        .asks("POST", "/v1/betaGroups/g1/relationships/builds", 204, 1),
        step(
            StepName::SubmitToTestflight,
            360,
            360,
            "submitted to beta review, which waits for about 12 hours",
        )
        .asks("POST", "/v1/betaAppReviewSubmissions", 201, 1),
        step(
            StepName::CancelPreviousSubmissions,
            360,
            380,
            "the submission of 0.9.0 is cancelled",
        )
        .asks("PATCH", "/v1/reviewSubmissions/s1", 200, 1)
        .asks("GET", "/v1/reviewSubmissions", 200, 21),
        step(
            StepName::AppStoreVersion,
            380,
            380,
            "version 1.0.0 is created, released by hand",
        ),
        step(StepName::PhasedRelease, 380, 380, "nobody asked for it").ends(Status::Skipped),
        step(
            StepName::AppStoreTexts,
            380,
            380,
            "What's New is written in en-US and de-DE",
        ),
        step(
            StepName::SubmitToAppStore,
            380,
            380,
            "submitted to App Store review",
        ),
    ]);
    sample(Timeline {
        workflow: "app-store-release".into(),
        steps,
        outcome: Outcome::Published,
        ends_at: 380,
        audience: vec![
            seen(
                "Group Team (5 testers)",
                "1.0.0 (42) as soon as it is processed",
                true,
            ),
            seen(
                "Group External (20 testers)",
                "1.0.0 (42) after beta review",
                true,
            ),
            seen(
                "App Store customers",
                "1.0.0 after App Store review, once somebody releases it",
                true,
            ),
        ],
        by_hand: Vec::new(),
        would_fail_next: Vec::new(),
        placeholders: vec![
            "version 1.0.0 and build number 42, since neither codemagic.yaml nor --ipa says them"
                .into(),
        ],
    })
}

/// A group that takes no builds, and a key that is not allowed to submit.
pub fn failure() -> Sample {
    let mut steps = build_steps();
    steps.extend(until_processed());
    let mut groups = step(
        StepName::BetaGroups,
        360,
        360,
        "the build is given to `External`, but `Team` refuses it",
    )
    .ends(Status::Failed)
    .asks("GET", "/v1/builds/b1/app", 200, 1)
    .asks("GET", "/v1/betaGroups", 200, 1)
    .asks("POST", "/v1/betaGroups/g1/relationships/builds", 204, 1)
    .asks("POST", "/v1/betaGroups/g2/relationships/builds", 422, 1);
    groups.causes.push(Cause {
        severity: Severity::Error,
        message: "`Team` is an internal group with automatic distribution: it receives every build and refuses to be given one".into(),
        help: Some("remove `Team` from `beta_groups`; its testers get the build without it".into()),
        place: Some(place("Team")),
        file: None,
        log: Some("Failed to add a build 'b1' to 'Team' beta group. Builds cannot be assigned to this internal group. - Cannot add internal group to a build.".into()),
    });
    let mut notes = step(
        StepName::ReleaseNotes,
        60,
        60,
        "one of two languages is left out",
    )
    .ends(Status::Warning);
    notes.causes.push(Cause {
        severity: Severity::Warning,
        message: "`release_notes.json` has notes in `de`, which App Store Connect does not know"
            .into(),
        help: Some("call the language `de-DE`".into()),
        place: None,
        file: Some(Box::new(FilePlace {
            name: "release_notes.json".into(),
            line: Some(3),
        })),
        log: None,
    });
    steps.insert(4, notes);
    steps.push(groups);
    for name in [
        StepName::SubmitToTestflight,
        StepName::AppStoreVersion,
        StepName::SubmitToAppStore,
    ] {
        steps.push(
            step(name, 360, 360, "not tried, since a step before it failed").ends(Status::Skipped),
        );
    }
    sample(Timeline {
        workflow: "app-store-release".into(),
        steps,
        outcome: Outcome::Failed,
        ends_at: 360,
        audience: vec![
            seen("Group Team (5 testers)", "1.0.0 (42) as soon as it is processed", true),
            seen("Group External (20 testers)", "nothing new: the build never gets to beta review", false),
            seen("App Store customers", "nothing new", false),
        ],
        by_hand: vec![
            "submit build 42 to beta review in TestFlight".into(),
            "create version 1.0.0 in App Store Connect, choose build 42 and submit it to App Store review".into(),
        ],
        would_fail_next: vec![Foreseen {
            step: StepName::SubmitToTestflight,
            cause: Cause::new("the test information lacks a Beta App Description, without which no build goes to beta review")
                .help("fill it in under TestFlight, Test Information")
                .at(Some(place("submit_to_testflight"))),
        }],
        placeholders: Vec::new(),
    })
}

/// Processing never ends.
pub fn time_out() -> Sample {
    let mut steps = build_steps();
    steps.push(found_app());
    steps.push(found_build());
    let mut processing = step(
        StepName::WaitForProcessing,
        60,
        7200,
        "App Store Connect still processes the build when the time is up",
    )
    .ends(Status::Cancelled)
    .asks("GET", "/v1/builds/b1", 200, 239);
    processing.causes.push(Cause {
        severity: Severity::Error,
        message: "processing takes longer than the 120 minutes that Magic Actions wait".into(),
        help: Some(
            "nothing is wrong with codemagic.yaml: wait for Apple's e-mail, then go on by hand"
                .into(),
        ),
        place: Some(place("submit_to_testflight")),
        file: None,
        log: Some("Waiting for build b1 processing timed out in 120 minutes.".into()),
    });
    steps.push(processing);
    for name in [
        StepName::BetaGroups,
        StepName::SubmitToTestflight,
        StepName::SubmitToAppStore,
    ] {
        steps.push(step(name, 7200, 7200, "not tried, since time ran out").ends(Status::Skipped));
    }
    sample(Timeline {
        workflow: "app-store-release".into(),
        steps,
        outcome: Outcome::TimedOut,
        ends_at: 7200,
        audience: vec![
            seen("Group External (20 testers)", "nothing new", false),
            seen("App Store customers", "nothing new", false),
        ],
        by_hand: vec![
            "submit the build to beta review".into(),
            "upload release notes".into(),
            "distribute the build to the group External".into(),
        ],
        would_fail_next: Vec::new(),
        placeholders: Vec::new(),
    })
}

/// Text that would break a page, a terminal or a line, wherever text may stand.
pub const HOSTILE: &str = "<script>alert(\"1\")</script> & '\u{202e}' \u{1b}[31m\u{0}";

/// A failure with the same text everywhere.
pub fn told_in(words: &str) -> Sample {
    let mut sample = failure();
    let text = || words.to_owned();
    sample.timeline.workflow = text();
    sample.source = SourceFile::new(text(), format!("{words}: {words}\n"));
    for step in &mut sample.timeline.steps {
        step.detail = text();
        step.causes = vec![Cause {
            severity: Severity::Warning,
            message: format!("{words} cause"),
            help: Some(text()),
            place: Some(0..words.len()),
            file: None,
            log: Some(text()),
        }];
        for request in &mut step.requests {
            request.path = text();
            request.method = text();
        }
    }
    sample.timeline.audience = vec![seen(words, words, true), seen(words, words, false)];
    sample.timeline.by_hand = vec![text()];
    sample.timeline.would_fail_next = vec![Foreseen {
        step: StepName::SubmitToTestflight,
        cause: Cause::new(text())
            .help(text())
            .in_file(text(), None)
            .log(text()),
    }];
    sample.timeline.placeholders = vec![text()];
    let plan = &mut sample.plan;
    plan.workflow_name = Some(text());
    plan.credentials = Credentials::Integration { name: Some(text()) };
    plan.app.file = text();
    plan.app.bundle_id = sourced(words, Origin::Package(text()));
    let variable = Origin::Variable(text(), VariableOrigin::EnvFile(text()));
    plan.app.version = sourced(words, variable);
    plan.app.build_number = sourced(words, Origin::Repository(text()));
    plan.variables = vec![Variable {
        name: text(),
        origin: VariableOrigin::Group(Some(text())),
        shown: Some(text()),
        place: None,
    }];
    plan.remarks = vec![Remark {
        message: format!("{words} remark"),
        help: Some(text()),
        place: Some(0..words.len()),
        is_fatal: false,
    }];
    sample
}

fn sample(timeline: Timeline) -> Sample {
    Sample {
        timeline,
        plan: plan(),
        source: SourceFile::new("codemagic.yaml", TEXT),
    }
}

/// A plan of the workflow in [`TEXT`].
pub fn plan() -> Plan {
    Plan {
        workflow: "app-store-release".into(),
        workflow_name: Some("App Store release".into()),
        place: Some(place("app-store-release")),
        publishing: Some(place("app_store_connect:\n        auth")),
        credentials: Credentials::Integration {
            name: Some("Release key".into()),
        },
        app: AppPackage {
            file: "Example.ipa".into(),
            platform: Platform::Ios,
            bundle_id: sourced(
                "io.example.app",
                Origin::Repository("ios/Runner.xcodeproj/project.pbxproj".into()),
            ),
            version: sourced("1.0.0", Origin::Placeholder),
            build_number: sourced("42", Origin::Placeholder),
            uses_non_exempt_encryption: None,
            is_read: false,
            filed_elsewhere: None,
            refused: Vec::new(),
        },
        options: Options::default(),
        notes: Notes::default(),
        build_steps: Vec::new(),
        variables: vec![Variable {
            name: "CM_TAG".into(),
            origin: VariableOrigin::BuiltIn,
            shown: None,
            place: None,
        }],
        artifacts: Vec::new(),
        others: Vec::new(),
        remarks: Vec::new(),
        secrets: Vec::new(),
    }
}

/// A value with its origin.
pub fn sourced(value: &str, origin: Origin) -> Sourced<String> {
    Sourced {
        value: value.to_owned(),
        origin,
        place: None,
    }
}

fn seen(who: &str, sees: &str, is_reached: bool) -> Audience {
    Audience {
        who: who.into(),
        sees: sees.into(),
        is_reached,
    }
}

fn build_steps() -> Vec<Step> {
    let mut upload = step(
        StepName::Upload,
        0,
        0,
        "Example.ipa goes to App Store Connect",
    );
    upload.phase = Phase::Build;
    let mut slack = step(
        StepName::Slack,
        0,
        0,
        "a message to `#releases`; not simulated",
    )
    .ends(Status::Skipped);
    slack.phase = Phase::Build;
    vec![upload, slack]
}

fn found_app() -> Step {
    step(
        StepName::FindApp,
        0,
        0,
        "`Example` has the bundle id `io.example.app`",
    )
    .asks("GET", "/v1/apps", 200, 1)
}

fn found_build() -> Step {
    step(
        StepName::FindBuild,
        0,
        60,
        "build 42 is there after a minute",
    )
    .asks("GET", "/v1/builds", 200, 3)
}

fn until_processed() -> [Step; 3] {
    [
        found_app(),
        found_build(),
        step(
            StepName::WaitForProcessing,
            60,
            360,
            "App Store Connect processes the build for 5 minutes",
        )
        .asks("GET", "/v1/builds/b1", 200, 11)
        .asks("GET", "/v1/builds/b1/buildBetaDetail", 200, 1),
    ]
}

/// A step that was done.
fn step(name: StepName, starts_at: u64, ends_at: u64, detail: &str) -> Step {
    Step {
        phase: Phase::PostProcessing,
        name,
        status: Status::Done,
        starts_at,
        ends_at,
        detail: detail.into(),
        causes: Vec::new(),
        requests: Vec::new(),
    }
}

trait Told {
    fn ends(self, status: Status) -> Self;
    fn asks(self, method: &str, path: &str, status: u16, times: usize) -> Self;
}

impl Told for Step {
    fn ends(self, status: Status) -> Self {
        Self { status, ..self }
    }

    fn asks(mut self, method: &str, path: &str, status: u16, times: usize) -> Self {
        let request = Exchange {
            method: method.into(),
            path: path.into(),
            status,
        };
        self.requests.extend(std::iter::repeat_n(request, times));
        self
    }
}
