//! Scripts of the repository that steps run.

use crate::expression::shell::{Command, Word};
use crate::repository::paths;

use super::places::{Placed, literal};

/// A script that a command runs.
pub(crate) struct ScriptFile<'v> {
    /// The word that names it.
    pub word: &'v Word<'v>,
    /// Its path.
    pub path: String,
    /// Whether it is run itself, and not given to a program that reads it.
    pub is_program: bool,
}

/// Endings of the names of scripts.
const ENDINGS: [&str; 9] = [
    ".bash", ".dart", ".js", ".mjs", ".pl", ".py", ".rb", ".sh", ".zsh",
];

/// The script that a command runs: `./build.sh`, `ci/build.sh`, `bash ci/build.sh`.
/// A Gradle wrapper is one, too.
pub(crate) fn script_file<'v>(found: &Placed<'v>) -> Option<ScriptFile<'v>> {
    let directory = found.directory?;
    let command = found.command.command();
    let (word, is_program) = match command.tool() {
        "bash" | "sh" | "zsh" | "source" | "." | "python" | "python3" | "ruby" | "node" => {
            (read_script(command)?, false)
        }
        _ => (command.program()?, true),
    };
    let text = &*word.text;
    let is_file = ENDINGS.iter().any(|ending| text.ends_with(ending));
    let is_path = if is_program {
        text.starts_with("./") || (is_file && text.contains('/'))
    } else {
        is_file
    };
    if !is_path || text.starts_with('-') || paths::name(text) == "activate" || text.contains("://")
    {
        return None;
    }
    Some(ScriptFile {
        word,
        path: literal(directory, text)?,
        is_program,
    })
}

/// Options of the programs that read scripts, whose value is the next word.
const WITH_VALUE: [&str; 8] = [
    "-O",
    "-W",
    "-X",
    "-o",
    "--import",
    "--loader",
    "--rcfile",
    "--require",
];

/// The word that names the script which a program reads. There is none with `-c`,
/// `-m` and `-e`, nor where it comes from standard input.
fn read_script<'c>(command: &'c Command<'_>) -> Option<&'c Word<'c>> {
    let is_shell = matches!(command.tool(), "bash" | "sh" | "zsh");
    let mut arguments = command.arguments().iter();
    while let Some(word) = arguments.next() {
        let text = &*word.text;
        let takes_value = WITH_VALUE.contains(&text)
            || (text == "-r" && matches!(command.tool(), "node" | "ruby"))
            || (is_shell && text == "+o");
        if takes_value {
            arguments.next();
        } else if text == "-" || text == "-s" {
            return None;
        } else if let Some(flags) = text.strip_prefix('-').filter(|it| !it.starts_with('-')) {
            // `bash -ex` has no script of its own, `ruby -e` has.
            let is_inline = |c: char| matches!(c, 'c' | 'm') || (c == 'e' && !is_shell);
            if flags.contains(is_inline) || text == "-p" {
                return None;
            }
        } else if matches!(text, "--eval" | "--print") || text.starts_with("--eval=") {
            return None;
        } else if !text.starts_with("--") {
            return Some(word);
        }
    }
    None
}
