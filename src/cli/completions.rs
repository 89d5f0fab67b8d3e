//! `completions`: scripts for shells.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _, ValueHint};
use clap_complete::Shell;

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
    if args.shell == Shell::Bash {
        script = with_one_name(script);
    }
    print(&script)?;
    Ok(Outcome::Clean)
}

/// The script for bash looks commands up by a name that `clap_complete` makes from that
/// of the program, and it makes it in two ways when there is a hyphen: `codemagic__lint`
/// and `codemagic__subcmd__lint`. Without this no option of any command is completed.
fn with_one_name(script: Vec<u8>) -> Vec<u8> {
    let one = |text: String| text.replace("codemagic__subcmd__lint", "codemagic__lint");
    String::from_utf8(script).map_or_else(std::string::FromUtf8Error::into_bytes, |text| {
        one(text).into()
    })
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
    let program = program.mut_subcommands(without_files);
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

/// Shells offer files for the value of an option, which they do not know otherwise: not
/// where an id or a name is expected.
fn without_files(command: Command) -> Command {
    const WORDS: [&str; 8] = [
        "ID",
        "N",
        "NAME",
        "NAME=VALUE",
        "NUMBER",
        "TIMESTAMP",
        "URL",
        "VERSION",
    ];
    command.mut_args(|argument| {
        let names = argument.get_value_names().unwrap_or_default();
        let is_word = names.iter().any(|name| WORDS.contains(&name.as_str()));
        if is_word {
            argument.value_hint(ValueHint::Other)
        } else {
            argument
        }
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
