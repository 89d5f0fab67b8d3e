//! `completions`: scripts for shells.

use std::io::Write as _;

use clap::CommandFactory as _;

use super::Outcome;
use super::args::{Cli, CompletionsArgs};

pub(super) fn run(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut Cli::command(),
        "codemagic-lint",
        &mut script,
    );
    let _ = std::io::stdout().write_all(&script);
    Outcome::Clean
}
