//! `man`: the manual page.

use std::io::Write as _;

use clap::CommandFactory as _;

use super::Outcome;
use super::args::Cli;
use super::failure::Failure;

pub(super) fn run() -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(Failure::new)?;
    let _ = std::io::stdout().write_all(&page);
    Ok(Outcome::Clean)
}
