//! `man`: the manual page.

use clap::CommandFactory as _;

use super::Outcome;
use super::args::Cli;
use super::failure::Failure;
use super::terminal::print;

pub(super) fn run() -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(Failure::new)?;
    print(&page)?;
    Ok(Outcome::Clean)
}
