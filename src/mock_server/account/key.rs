//! The API key, and how much it may ask.

use crate::app_store_connect::token::PublicKey;

/// The API key. By default any well-formed token is taken, as of an App Manager.
#[derive(Debug, Clone, Default)]
pub struct Key {
    /// Its id; `None` for any.
    pub id: Option<String>,
    /// The team's UUID; `None` for any.
    pub issuer: Option<String>,
    /// Its public half; `None` when signatures are not checked.
    pub public_key: Option<PublicKey>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// What it may do.
    pub role: Role,
}

/// Roles of API keys, as far as publishing tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// May do everything.
    Admin,
    /// May do everything that publishing needs.
    #[default]
    AppManager,
    /// May upload and read, and change nothing.
    Developer,
    /// May read prices and texts; may not upload.
    Marketing,
    /// May read reports.
    Sales,
    /// May read reports.
    Finance,
    /// May read reviews.
    CustomerSupport,
}

/// The rolling limit of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests in any hour.
    pub per_hour: u32,
    /// How many of them others have made just before the start.
    pub used: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            per_hour: 3600,
            used: 0,
        }
    }
}
