//! `lsp`: the language server, over standard input and output.

use crate::lsp;

use super::Outcome;
use super::args::LspArgs;
use super::failure::Failure;
use super::terminal::current_directory;

pub(super) fn run(_: &LspArgs) -> Result<Outcome, Failure> {
    let cwd = current_directory()?;
    let ended = lsp::serve_stdio(&cwd).map_err(|error| Failure::new(error.to_string()))?;
    Ok(match ended {
        lsp::End::Orderly => Outcome::Clean,
        // What the protocol asks for where `exit` comes without `shutdown`.
        lsp::End::Abrupt => Outcome::Findings,
    })
}
