//! Builds.

use jiff::Timestamp;

use crate::app_store_connect::{
    BuildAudience, ExternalBuildState, InternalBuildState, Platform, ProcessingState,
};

/// A build that was uploaded.
#[derive(Debug, Clone)]
pub struct Build {
    /// Its id; also that of its beta detail and of its beta review.
    pub id: String,
    /// The id of its app.
    pub app: String,
    /// `CFBundleShortVersionString`.
    pub version: String,
    /// `CFBundleVersion`.
    pub build_number: String,
    /// What it runs on.
    pub platform: Platform,
    /// When it was uploaded.
    pub uploaded_at: Timestamp,
    /// Whether it can be found yet.
    pub is_listed: bool,
    /// How far processing has come.
    pub processing: ProcessingState,
    /// What internal testers can do with it.
    pub internal: InternalBuildState,
    /// What external testers can do with it.
    pub external: ExternalBuildState,
    /// Whether it can no longer be installed.
    pub expired: bool,
    /// Whom it is for.
    pub audience: BuildAudience,
    /// The answer about encryption.
    pub uses_non_exempt_encryption: Option<bool>,
}
