//! What a plan is read with.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::repository::Repository;

use super::{EnvFile, Ipa};

/// What is known besides codemagic.yaml. The debug text tells no variable's value.
#[derive(Default)]
pub struct PlanSettings {
    /// The id of the workflow; `None` where one workflow alone publishes.
    pub workflow: Option<String>,
    /// The package that is published.
    pub ipa: Option<Ipa>,
    /// `CFBundleIdentifier`, where somebody says it.
    pub bundle_id: Option<String>,
    /// `CFBundleShortVersionString`, where somebody says it.
    pub app_version: Option<String>,
    /// `CFBundleVersion`, where somebody says it.
    pub build_number: Option<String>,
    /// Variables that Codemagic would have from groups.
    pub env_file: Option<EnvFile>,
    /// The environment of this process.
    pub environment: BTreeMap<String, String>,
    /// The repository around the file; `None` where there is none.
    pub repository: Option<Arc<Repository>>,
    /// The moment against which dates are judged.
    pub now: Timestamp,
}

impl fmt::Debug for PlanSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlanSettings")
            .field("workflow", &self.workflow)
            .field("ipa", &self.ipa)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}
