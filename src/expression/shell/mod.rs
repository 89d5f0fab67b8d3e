//! Shell scripts: which commands they hold, with which words, in which
//! circumstances, and which variables they set and read.
//!
//! The reader never fails and every place is a range of bytes of the script. It
//! knows the grammar of Bash as far as that decides where a command begins and
//! ends: quotes, escapes, comments, here-documents, substitutions, arithmetic,
//! arrays, functions, `if`, `case`, loops, groups and subshells. What nothing closes
//! is taken for plain text, so that the rest of a broken script is still seen, and
//! `${{ inputs.id }}` may stand anywhere.

mod command;
mod compounds;
mod cursor;
mod dialect;
mod documents;
mod flow;
mod grammar;
mod powershell;
mod script;
mod words;

pub use dialect::{Dialect, interpreter};
pub use flow::{EnvWrite, Flow, How, Set, WriteProblem};
pub use script::{
    Assignment, Command, Context, HereDocument, Read, ReadKind, Redirect, Script, Word,
};

/// Reads a script for a Bourne shell.
pub fn parse(script: &str) -> Script<'_> {
    parse_for(script, Dialect::Bourne)
}

/// Reads a script for the shell that runs it; one in another language has no
/// commands.
pub fn parse_for(script: &str, dialect: Dialect) -> Script<'_> {
    let mut script = match dialect {
        Dialect::Bourne => grammar::parse(script),
        Dialect::PowerShell => powershell::parse(script),
        Dialect::Other => Script::default(),
    };
    for command in &mut script.commands {
        command.settle();
    }
    script.trim();
    script
}
