//! What is asked of an editor once it is ready.

use gen_lsp_types as lsp;
use serde_json::json;

use super::session::Session;
use super::settings::SECTION;

/// Files on which findings depend: configurations, and what rules read of projects.
const WATCHED: [&str; 12] = [
    "**/codemagic-lint.toml",
    "**/codemagic.yaml",
    "**/pubspec.yaml",
    "**/Podfile",
    "**/package.json",
    "**/build.gradle",
    "**/build.gradle.kts",
    "**/settings.gradle",
    "**/settings.gradle.kts",
    "**/project.pbxproj",
    "**/Info.plist",
    "**/.gitignore",
];

/// Asks for changes of files and settings, and for the settings.
pub(super) fn register(session: &Session) {
    let Some(workspace) = &session.client().workspace else {
        return;
    };
    let mut registrations = Vec::new();
    let files = workspace.did_change_watched_files.as_ref();
    if files.is_some_and(|files| files.dynamic_registration == Some(true)) {
        let watchers: Vec<_> = WATCHED.map(|glob| json!({ "globPattern": glob })).into();
        registrations.push(registration(
            "workspace/didChangeWatchedFiles",
            json!({ "watchers": watchers }),
        ));
    }
    let settings = workspace.did_change_configuration.as_ref();
    if settings.is_some_and(|settings| settings.dynamic_registration == Some(true)) {
        registrations.push(registration(
            "workspace/didChangeConfiguration",
            json!({ "section": SECTION }),
        ));
    }
    if !registrations.is_empty() {
        let params = lsp::RegistrationParams::new(registrations);
        session.editor().ask::<lsp::RegistrationRequest>(&params);
    }
    ask_for_settings(session);
}

/// Asks for the settings, where the editor can be asked.
pub(super) fn ask_for_settings(session: &Session) {
    let workspace = session.client().workspace.as_ref();
    if workspace.is_none_or(|workspace| workspace.configuration != Some(true)) {
        return;
    }
    let item = lsp::ConfigurationItem {
        scope_uri: None,
        section: Some(SECTION.to_owned()),
    };
    let params = lsp::ConfigurationParams::new(vec![item]);
    session
        .editor()
        .ask_and_wait::<lsp::ConfigurationRequest>(&params);
}

fn registration(method: &str, options: serde_json::Value) -> lsp::Registration {
    lsp::Registration {
        id: format!("codemagic-lint {method}"),
        method: method.to_owned(),
        register_options: Some(options),
    }
}
