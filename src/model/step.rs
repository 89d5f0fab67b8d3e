//! Steps: `scripts`, `pre_clone_scripts`, `publishing.scripts`, and `when`.

use super::decode::section;
use super::value::{
    AnyScalar, AnyText, Boolean, Either, InputOr, List, Templated, Text, TextNode, keywords,
};
use std::sync::Arc;

keywords! {
    /// Where a build goes on when a step fails.
    pub enum OnFailure {
        /// Straight to publishing.
        Publish = "publish",
    }
}

/// Keys of lists of steps.
const LISTS: [&str; 2] = ["scripts", "pre_clone_scripts"];

/// Whether a list of steps stands under a key of this name.
pub fn holds_steps(key: &str) -> bool {
    LISTS.contains(&key)
}

/// Whether texts under a key of this name are scripts: a step is a text in a list of
/// steps, or has its text under `script`.
pub fn holds_script(key: &str) -> bool {
    key == "script" || holds_steps(key)
}

section! {
    /// A step: a script with its settings. Each step runs in a shell of its own.
    "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#scripts"
    pub struct Step {
        /// What runs: Bash on macOS and Linux, PowerShell on Windows, or what a
        /// `#!` on the first line says.
        script: Text [required],
        /// The step's name in the build's log; left out, the script's first line.
        name: AnyScalar,
        /// Goes on with the build when the step fails.
        ignore_failure: Templated<Boolean> [default "false"],
        /// `publish` goes straight to publishing when the step fails.
        on_failure: InputOr<OnFailure>,
        /// When the step runs at all.
        when: When,
        /// The directory it runs in, relative to the repository; overrides the
        /// workflow's.
        working_directory: AnyText,
        /// Test results to show: `JUnit` XML, or JSON of `flutter test --machine`.
        test_report: Text,
    }
}

section! {
    /// A step that runs before the repository is cloned.
    "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#scripts"
    pub struct PreCloneStep {
        /// What runs. The repository is not there yet.
        script: Text [required],
        /// The step's name in the build's log; left out, the script's first line.
        name: AnyScalar,
        /// Goes on with the build when the step fails.
        ignore_failure: Templated<Boolean> [default "false"],
        /// `publish` goes straight to publishing when the step fails.
        on_failure: InputOr<OnFailure>,
        /// When the step runs; conditions are judged only after cloning.
        when: When,
        /// The directory it runs in.
        working_directory: AnyText,
    }
}

section! {
    /// Conditions; all that are given must hold, or the build or step is skipped.
    "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/#using-when"
    pub struct When {
        /// Paths that must have changed since the last successful build.
        changeset: Changeset,
        /// An expression over `env` and `event`, such as
        /// `not event.pull_request.draft`, or `${{ inputs.id }}`.
        condition: Templated<AnyText>,
    }
}

section! {
    /// Paths to watch. A change of `codemagic.yaml` always counts.
    "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/#using-changeset"
    pub struct Changeset {
        /// Paths or patterns that count, relative to the repository.
        includes: List<AnyScalar, 0> [default "['.']"],
        /// Paths or patterns that do not count.
        excludes: List<AnyScalar, 0> [default "[]"],
    }
}

/// A step in its short or its long form.
pub type AnyStep = Either<TextNode, Arc<Step>>;

/// A step before cloning, in its short or its long form.
pub type AnyPreCloneStep = Either<TextNode, Arc<PreCloneStep>>;

impl AnyPreCloneStep {
    /// The script's text, wherever it is written.
    pub fn script(&self) -> Option<TextNode> {
        match self {
            Self::Text(script) => Some(*script),
            Self::Section(step) => step.script.value().copied(),
        }
    }
}

impl AnyStep {
    /// The script's text, wherever it is written.
    pub fn script(&self) -> Option<TextNode> {
        match self {
            Self::Text(script) => Some(*script),
            Self::Section(step) => step.script.value().copied(),
        }
    }
}
