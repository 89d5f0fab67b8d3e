//! Accounts that tests begin with.

use codemagic_lint::app_store_connect::{AppVersionState, ReleaseType};
use codemagic_lint::mock_server::account::{App, Build, StoreLocalization, Version};

/// An app with everything, an earlier version in the store, and a build 1 of 1.0.0.
pub fn ready() -> App {
    App {
        builds: vec![Build::default()],
        ..App::default()
    }
}

/// The same app, whose versions were these.
pub fn with_versions(versions: Vec<Version>) -> App {
    App {
        versions,
        ..ready()
    }
}

/// A version in a state, with the build where there is one of the number.
pub fn version(number: &str, state: AppVersionState) -> Version {
    Version {
        version: number.into(),
        state,
        build_number: Some("1".into()),
        release_type: Some(ReleaseType::Manual),
        ..Version::default()
    }
}

/// An app whose first version has not come out.
pub fn first_version() -> App {
    App {
        first_version: true,
        ..ready()
    }
}

/// Texts without anything.
pub fn no_texts() -> StoreLocalization {
    StoreLocalization {
        locale: None,
        description: None,
        keywords: None,
        marketing_url: None,
        promotional_text: None,
        support_url: None,
        whats_new: None,
    }
}
