//! `man`: the manual, a page for the program and one for each command.

use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::rules::shared::words::nearest;

use super::Outcome;
use super::args::{Cli, ManArgs};
use super::failure::Failure;
use super::terminal::print;

/// What the page of the program says besides what its options tell.
const MAIN: &str = include_str!("man.roff");

/// Prints a page, or writes all of them.
pub(super) fn run(args: &ManArgs) -> Result<Outcome, Failure> {
    let program = program();
    if let Some(directory) = &args.output_dir {
        write_all(&program, directory)?;
        return Ok(Outcome::Clean);
    }
    let command = match &args.command {
        None => &program,
        Some(name) => find(&program, name)?,
    };
    print(&page(command)?)?;
    Ok(Outcome::Clean)
}

fn find<'a>(program: &'a clap::Command, name: &str) -> Result<&'a clap::Command, Failure> {
    if let Some(command) = program.find_subcommand(name) {
        return Ok(command);
    }
    let names = program.get_subcommands().map(clap::Command::get_name);
    let help = nearest(name, names).map_or_else(
        || "`codemagic-lint --help` lists them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(Failure::with_help(
        format!("there is no command `{name}`"),
        Some(help),
    ))
}

/// The command line with the full names of its commands.
fn program() -> clap::Command {
    let mut program = Cli::command();
    program.build();
    program
}

fn write_all(program: &clap::Command, directory: &Path) -> Result<(), Failure> {
    let failed = |path: &Path, error: std::io::Error| {
        Failure::new(format!("`{}` cannot be written: {error}", path.display()))
    };
    std::fs::create_dir_all(directory).map_err(|error| failed(directory, error))?;
    for command in std::iter::once(program).chain(program.get_subcommands()) {
        let path = directory.join(format!("{}.1", full_name(command)));
        std::fs::write(&path, page(command)?).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

/// `codemagic-lint`, `codemagic-lint-check`.
fn full_name(command: &clap::Command) -> &str {
    command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
}

fn page(command: &clap::Command) -> Result<Vec<u8>, Failure> {
    let name = full_name(command);
    let is_main = command.get_name() == name;
    // The title is written here: with no date, that of clap_mangen lacks an argument.
    let title = format!(
        ".TH {} 1 \"\" \"codemagic-lint {}\" \"User Commands\"\n",
        name.to_uppercase(),
        env!("CARGO_PKG_VERSION"),
    );
    let mut page = title.into_bytes();
    let manual = Man::new(command.clone());
    let mut render = || {
        manual.render_name_section(&mut page)?;
        manual.render_synopsis_section(&mut page)?;
        manual.render_description_section(&mut page)?;
        manual.render_options_section(&mut page)?;
        if is_main {
            manual.render_subcommands_section(&mut page)?;
        }
        std::io::Result::Ok(())
    };
    render().map_err(Failure::new)?;
    let end = if is_main {
        MAIN
    } else {
        ".SH \"SEE ALSO\"\n\\fBcodemagic\\-lint\\fR(1)\n"
    };
    page.extend_from_slice(end.as_bytes());
    Ok(page)
}
