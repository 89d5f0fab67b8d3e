//! `completions`: scripts for shells.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _};

use crate::finding::Category;
use crate::rules;

use super::Outcome;
use super::args::{Cli, CompletionsArgs};
use super::failure::Failure;
use super::terminal::print;

pub(super) fn run(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut with_suggestions(Cli::command()),
        "codemagic-lint",
        &mut script,
    );
    print(&script)?;
    Ok(Outcome::Clean)
}

/// The command line as shells are told of it: with the names of rules, categories and
/// commands where one is expected. The parser itself takes more, such as old names of
/// rules, and says what it does not know in words of its own.
fn with_suggestions(program: Command) -> Command {
    let commands: Vec<String> = program
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let rules = || rules::all().iter().map(|rule| rule.id);
    let selectors = rules()
        .chain(Category::ALL.map(Category::name))
        .chain(["all", "pedantic"]);
    let selectors: Vec<&'static str> = selectors.collect();
    let rules: Vec<&'static str> = rules().collect();
    program
        .mut_subcommand("man", |man| suggest(man, "command", commands))
        .mut_subcommand("explain", |explain| suggest(explain, "rule", rules))
        .mut_subcommand("check", |check| {
            let options = ["select", "extend_select", "ignore"];
            options.into_iter().fold(check, |check, option| {
                suggest(check, option, selectors.clone())
            })
        })
}

fn suggest<S: Into<clap::builder::PossibleValue>>(
    command: Command,
    argument: &'static str,
    words: Vec<S>,
) -> Command {
    command.mut_arg(argument, |argument| {
        argument.value_parser(PossibleValuesParser::new(words))
    })
}
