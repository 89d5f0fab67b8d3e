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
//! diagnostics are made of the last text alone. A fourth thread asks shellcheck, which
//! takes longer than everything else.
//!
//! Messages are handled strictly in their order: a request is answered about the text
//! that it was sent for.
//!
//! Only this folder knows the protocol's types. What it tells editors comes from the
//! stages before it: findings from [`crate::rules`], texts about keys from
//! [`crate::model`].
//!
//! Source: <https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/>

mod actions;
mod capabilities;
mod commands;
mod completion;
mod diagnostics;
mod disk;
mod dispatch;
mod document;
mod editor;
mod edits;
mod encoding;
mod hover;
mod introduction;
mod links;
mod names;
mod notifications;
mod outline;
mod parent;
mod project;
mod pulls;
mod queue;
mod registration;
mod requests;
mod schedule;
mod server;
mod session;
mod settings;
mod shell;
mod targets;
mod text;
mod transport;
mod trouble;
mod uri;
mod veil;
mod view;

use std::io::{Read, Write};
use std::path::Path;

use lsp_server::Connection;

pub use encoding::Encoding;
pub use transport::FrameError;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With `shutdown`, then `exit`.
    Orderly,
    /// With `exit` alone, or because the other side went away.
    Abrupt,
}

/// Serves an editor over standard input and output until it says `exit` or goes away.
/// Nothing else is written to standard output.
///
/// # Errors
/// When it cannot be told where the next message begins.
pub fn serve_stdio(cwd: &Path) -> Result<End, FrameError> {
    // What a panic says may quote the document.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let place = place.unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "the language server failed at {place}");
    }));
    serve_streams(std::io::stdin(), std::io::stdout(), cwd)
}

/// Serves an editor over anything that can be read and written, until it says `exit` or
/// the input ends.
///
/// # Errors
/// When it cannot be told where the next message begins.
pub fn serve_streams(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    cwd: &Path,
) -> Result<End, FrameError> {
    let (connection, threads) = transport::connect(input, output);
    let end = serve(&connection, cwd);
    drop(connection);
    threads.finish().map(|()| end)
}

/// Serves an editor over any connection.
pub fn serve(connection: &Connection, cwd: &Path) -> End {
    server::serve(connection, cwd)
}
