//! `workspace/didChangeConfiguration`

use gen_lsp_types as lsp;

use crate::lsp::registration::ask_for_settings;
use crate::lsp::session::Session;
use crate::lsp::settings::SECTION;

/// An editor sends the settings, or wants to be asked for them.
pub(in crate::lsp) fn handle(session: &mut Session, params: &lsp::DidChangeConfigurationParams) {
    if let Some(settings) = params.settings.get(SECTION) {
        session.configure(settings);
        session.refresh();
    } else {
        ask_for_settings(session);
    }
}

/// The answer to `workspace/configuration`: a list of one section. Null is what editors
/// say where nothing is set; what came with `initialize` then stays.
pub(in crate::lsp) fn answered(session: &mut Session, result: &serde_json::Value) {
    if let Some(settings) = result.get(0).filter(|settings| settings.is_object()) {
        session.configure(settings);
        session.refresh();
    }
}
