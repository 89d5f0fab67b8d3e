//! What an editor tells: one file a notification.

pub(super) mod configuration;
pub(super) mod did_change;
pub(super) mod did_close;
pub(super) mod did_open;
pub(super) mod did_save;
pub(super) mod watched_files;
pub(super) mod workspace_folders;

use gen_lsp_types as lsp;
use lsp_server::Notification;

use super::dispatch::read;
use super::registration::register;
use super::session::Session;
use super::transport;

/// Does what a notification is about. One that is unknown is nothing to us.
pub(super) fn hear(session: &mut Session, told: Notification) {
    let Notification { method, params } = told;
    let heard = match method.as_str() {
        "initialized" => {
            register(session);
            session.open_shell();
            Ok(())
        }
        "textDocument/didOpen" => {
            read(&method, params).map(|params| did_open::handle(session, params))
        }
        "textDocument/didChange" => {
            read(&method, params).map(|params| did_change::handle(session, params))
        }
        "textDocument/didSave" => {
            read(&method, params).map(|params| did_save::handle(session, params))
        }
        "textDocument/didClose" => {
            read(&method, params).map(|params| did_close::handle(session, params))
        }
        "workspace/didChangeWatchedFiles" => {
            read(&method, params).map(|params| watched_files::handle(session, &params))
        }
        "workspace/didChangeConfiguration" => {
            read(&method, params).map(|params| configuration::handle(session, &params))
        }
        "workspace/didChangeWorkspaceFolders" => {
            read(&method, params).map(|params| workspace_folders::handle(session, &params))
        }
        "$/setTrace" => read(&method, params)
            .map(|params: lsp::SetTraceParams| session.editor().set_trace(&params.value)),
        transport::REFUSED => {
            let reason = params["message"].as_str().unwrap_or_default();
            Err(format!("the editor could not read a message: {reason}"))
        }
        _ => Ok(()),
    };
    if let Err(reason) = heard {
        session.editor().log(lsp::MessageType::Warning, reason);
    }
}
