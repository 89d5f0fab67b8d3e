//! The language server (LSP 3.17): one file a request.
//!
//! ```text
//! transport -> server -> notifications/  change the session
//!                     -> requests/       ask a view of one document
//! ```
//!
//! One thread reads, one writes, one works: a check takes about a millisecond, so that
//! nothing is gained by answering out of order. Messages that wait are all read before
//! anything is computed: what was cancelled or outdated by then is never begun, and
//! diagnostics are made of the last text alone.
//!
//! Only this folder knows the protocol's types. What it tells editors comes from the
//! stages before it: findings from [`crate::rules`], texts about keys from
//! [`crate::model`].
//!
//! Source: <https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/>

mod capabilities;
mod commands;
mod diagnostics;
mod dispatch;
mod document;
mod encoding;
mod hover;
mod links;
mod notifications;
mod requests;
mod server;
mod session;
mod uri;
mod veil;
mod view;

use std::path::Path;

use lsp_server::{Connection, ProtocolError};

pub use encoding::Encoding;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With `shutdown`, then `exit`.
    Orderly,
    /// With `exit` alone, or because the other side went away.
    Abrupt,
}

/// Serves an editor over standard input and output until it says `exit` or goes away.
///
/// # Errors
/// When the other side does not speak the protocol.
pub fn serve_stdio(cwd: &Path) -> Result<End, ProtocolError> {
    let (connection, threads) = Connection::stdio();
    let end = serve(&connection, cwd)?;
    drop(connection);
    // What the threads could not read or write any more is the end of the other side.
    let _ = threads.join();
    Ok(end)
}

/// Serves an editor over any connection.
///
/// # Errors
/// When the other side does not speak the protocol.
pub fn serve(connection: &Connection, cwd: &Path) -> Result<End, ProtocolError> {
    server::serve(connection, cwd)
}
