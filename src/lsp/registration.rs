//! What is asked of an editor once it is ready.

use std::ffi::OsStr;

use gen_lsp_types as lsp;
use serde_json::json;

use crate::workspace::CONFIG_FILE_NAME;

use super::session::Session;
use super::settings::SECTION;

/// Names of files of a repository on which findings depend, beside codemagic.yaml itself.
/// Rules read some, and look whether the others are there.
const OF_REPOSITORY: [&str; 17] = [
    ".gitignore",
    ".gitmodules",
    "Gemfile",
    "Info.plist",
    "Package.swift",
    "Podfile",
    "build.gradle",
    "build.gradle.kts",
    "codemagic.yaml",
    "codemagic.yml",
    "gradlew",
    "key.properties",
    "package.json",
    "project.pbxproj",
    "pubspec.yaml",
    "settings.gradle",
    "settings.gradle.kts",
];

/// Whether a file of this name matters to its repository alone.
pub(super) fn is_of_repository(name: &OsStr) -> bool {
    OF_REPOSITORY.iter().any(|known| name == *known)
}

/// Whether the editor can be asked to tell of changes of files.
pub(super) fn watches(client: &lsp::ClientCapabilities) -> bool {
    let workspace = client.workspace.as_ref();
    let files = workspace.and_then(|it| it.did_change_watched_files.as_ref());
    files.is_some_and(|files| files.dynamic_registration == Some(true))
}

/// The patterns of all files on which findings depend.
fn watched(session: &Session) -> Vec<String> {
    let named = [CONFIG_FILE_NAME].into_iter().chain(OF_REPOSITORY);
    let mut globs: Vec<String> = named.map(|name| format!("**/{name}")).collect();
    let settings = session.project.settings();
    let files = [&settings.config, &settings.schema, &settings.baseline];
    for file in files.into_iter().flatten() {
        // Outside the workspace an editor may not look at all; relative paths begin there.
        let path = session.project.cwd().join(file);
        globs.push(path.display().to_string().replace('\\', "/"));
    }
    globs
}

/// Asks for changes of files and settings, and for the settings.
pub(super) fn register(session: &Session) {
    let Some(workspace) = &session.client().workspace else {
        return;
    };
    let mut registrations = Vec::new();
    if watches(session.client()) {
        let globs = watched(session).into_iter();
        let watchers: Vec<_> = globs.map(|glob| json!({ "globPattern": glob })).collect();
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
