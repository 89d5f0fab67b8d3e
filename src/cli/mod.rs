//! The command line: one file a command.
//!
//! Exit codes: 0 when nothing at or above `--fail-on` was found, 1 when something
//! was, 2 for usage, configuration and I/O errors. The output format never
//! changes them. A reader that goes away early (`| head`) is no error.

mod args;
mod baseline;
mod check;
mod completions;
mod difference;
mod dry_run;
mod explain;
mod failure;
mod fix;
mod lsp;
mod man;
mod mock_server;
mod one_file;
mod outputs;
mod rules;
mod schema;
mod shellcheck;
mod show;
mod terminal;
mod triggers;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
pub use failure::{Failure, print_account_error};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that fails the run.
    Clean,
    /// Findings that fail the run.
    Findings,
    /// Something could not be done.
    Trouble,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Trouble => 2,
        })
    }
}

/// Runs the program with these arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Neither is ever freed: the process ends when its command has.
    let command = Box::leak(Box::new(Cli::command()));
    let matches = match command.try_get_matches_from_mut(arguments) {
        Ok(matches) => &*Box::leak(Box::new(matches)),
        Err(error) => {
            // Help and version go to standard output and are no error.
            let _ = error.print();
            return if error.use_stderr() {
                Outcome::Trouble.into()
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let ended = Cli::from_arg_matches(matches)
        .map_err(|error| Failure::new(error.to_string()))
        .and_then(|cli| dispatch(cli.command, matches));
    match ended {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            failure.print();
            Outcome::Trouble.into()
        }
    }
}

fn dispatch(command: Command, matches: &clap::ArgMatches) -> Result<Outcome, Failure> {
    match command {
        Command::Check(args) => {
            let matches = matches.subcommand_matches("check").unwrap_or(matches);
            check::run(&args, matches)
        }
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Lsp(args) => lsp::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::DryRun(args) => dry_run::run(&args),
        Command::MockServer(args) => mock_server::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Triggers(args) => triggers::run(&args),
        Command::Man(args) => man::run(&args),
    }
}
