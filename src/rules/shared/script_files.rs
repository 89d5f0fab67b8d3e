//! Scripts of the repository that steps run.

use crate::expression::shell::Word;
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
    let directory = found.directory.as_deref()?;
    let command = found.command.command();
    let (word, is_program) = match command.tool() {
        "bash" | "sh" | "zsh" | "source" | "." | "python" | "python3" | "ruby" | "node" => {
            // `bash -ex`; with `-c` comes no file.
            let is_plain = |it: &str| it.starts_with('-') && !it.contains(['c', 'o', 'm']);
            let mut arguments = command.arguments().iter();
            let word = arguments.find(|it| !is_plain(&it.text))?;
            (word, false)
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
    if !is_path || text.starts_with('-') || paths::name(text) == "activate" {
        return None;
    }
    Some(ScriptFile {
        word,
        path: literal(directory, text)?,
        is_program,
    })
}
