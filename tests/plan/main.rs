//! From a workflow to the plan of its publish: every value with where it comes from.
#![cfg(feature = "cli")]
// The exception for tests does not reach the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "short texts, put together once"
)]

#[path = "../support/mod.rs"]
mod support;

mod choice;
mod credentials;
mod env_files;
mod notes;
mod options;
mod package;
mod packages;
mod secrets;
mod whole;

use std::sync::Arc;

use codemagic_lint::publish::plan::{EnvFile, Plan, PlanError, PlanSettings};
use codemagic_lint::repository::Repository;
use codemagic_lint::rules::{Checked, Settings, check};
use codemagic_lint::syntax::SourceFile;

/// A moment before all dates in these tests.
const NOW: &str = "2026-11-20T12:00:00Z";

/// What a test knows besides the file.
#[derive(Default)]
struct Given<'a> {
    workflow: Option<&'a str>,
    env_file: &'a str,
    environment: &'a [(&'a str, &'a str)],
    files: support::repository::Files<'a>,
}

impl Given<'_> {
    fn settings(&self) -> PlanSettings {
        let memory = support::repository::memory(self.files);
        let repository = Repository::new(Arc::new(memory), "");
        let environment = self.environment.iter();
        let environment = environment.map(|(name, value)| ((*name).into(), (*value).into()));
        PlanSettings {
            workflow: self.workflow.map(str::to_owned),
            env_file: Some(EnvFile::parse(".env", self.env_file).unwrap()),
            environment: environment.collect(),
            repository: (!self.files.is_empty()).then(|| Arc::new(repository)),
            now: NOW.parse().unwrap(),
            ..PlanSettings::default()
        }
    }
}

fn checked(text: &str) -> Checked {
    check(
        SourceFile::new("codemagic.yaml", text),
        &Settings::default(),
    )
}

fn try_plan(text: &str, settings: &PlanSettings) -> Result<Plan, PlanError> {
    Plan::read(&checked(text), settings)
}

fn plan_of(text: &str, given: &Given<'_>) -> Plan {
    try_plan(text, &given.settings()).unwrap()
}

fn plan(text: &str) -> Plan {
    plan_of(text, &Given::default())
}

/// A workflow whose section `app_store_connect` holds these lines, and what follows
/// stands before `publishing`.
fn workflow(section: &str, more: &str) -> String {
    let mut text = String::from(
        "workflows:\n  ios:\n    integrations:\n      app_store_connect: Key\n    artifacts:\n      - build/*.ipa\n",
    );
    text.push_str(&support::indented(more, 4));
    text.push_str("    publishing:\n      app_store_connect:\n");
    text.push_str(&support::indented(section, 8));
    text
}

/// The texts at which remarks stand, each with its message.
fn remarks(plan: &Plan, text: &str) -> Vec<String> {
    let said = plan.remarks.iter().map(|it| {
        let place = it.place.clone().map_or("", |range| &text[range]);
        let fatal = if it.is_fatal { "fatal: " } else { "" };
        format!("{fatal}{} @ {place}", it.message)
    });
    said.collect()
}

/// The only remark.
#[track_caller]
fn remark(section: &str, more: &str) -> String {
    let text = workflow(section, more);
    let mut all = remarks(&plan(&text), &text);
    all.retain(|it| !it.starts_with("`check` reports"));
    assert_eq!(all.len(), 1, "{all:?}\n{text}");
    all.remove(0)
}
