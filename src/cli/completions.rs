//! `completions`: scripts for shells.

use clap::CommandFactory as _;

use super::Outcome;
use super::args::{Cli, CompletionsArgs};
use super::failure::Failure;
use super::terminal::print;

pub(super) fn run(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut Cli::command(),
        "codemagic-lint",
        &mut script,
    );
    print(&script)?;
    Ok(Outcome::Clean)
}
