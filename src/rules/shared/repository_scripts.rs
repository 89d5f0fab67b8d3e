//! The scripts of the repository that commands run, as far as they can be read.

use crate::expression::shell::Command;
use crate::repository::{Entry, Repository, paths};

use super::places::{Placed, literal};
use super::script_files::script_file;

/// The longest script of the repository that is looked at, in bytes. A longer one may
/// make anything.
const MAX_SCRIPT: usize = 64 << 10;

/// What a command runs.
pub(crate) struct Runs {
    /// The scripts that can be read; one that is not there makes nothing and is left
    /// out.
    pub scripts: Vec<Inner>,
    /// Whether the command does something besides.
    pub is_besides: bool,
}

/// A script of the repository, or of `package.json`.
pub(crate) struct Inner {
    /// A name that no other has.
    pub name: String,
    /// What it runs.
    pub text: String,
}

/// What a command runs, where that can be read.
pub(crate) fn inner(repository: &Repository, found: &Placed<'_>) -> Option<Runs> {
    let directory = found.directory?;
    let command = found.command.command();
    if matches!(command.tool(), "npm" | "yarn" | "pnpm") {
        return of_package(repository, command, directory);
    }
    let path = match script_file(found) {
        Some(file) => file.path,
        None => literal(directory, &program_of_repository(command)?.text)?,
    };
    if paths::name(&path) == "gradlew" {
        return None;
    }
    let mut scripts = Vec::new();
    if !repository.is_missing(&path) {
        let text = repository.text(&path).filter(|it| it.len() <= MAX_SCRIPT)?;
        let first = text.lines().next().unwrap_or_default();
        let is_shell = first.starts_with("#!") && first.ends_with("sh");
        let is_named = [".sh", ".bash", ".zsh"].iter().any(|it| path.ends_with(it));
        if !is_shell && (!is_named || first.starts_with("#!")) {
            return None;
        }
        scripts.push(Inner { name: path, text });
    }
    Some(Runs {
        scripts,
        is_besides: false,
    })
}

/// The word that names a program by its path: `bin/setup`.
fn program_of_repository<'c>(
    command: &'c Command<'_>,
) -> Option<&'c crate::expression::shell::Word<'c>> {
    command.program().filter(|word| word.text.contains('/'))
}

/// The hooks that run when packages are installed.
const HOOKS: [&str; 7] = [
    "preinstall",
    "install",
    "postinstall",
    "preprepare",
    "prepare",
    "postprepare",
    "prepublish",
];

/// The scripts of `package.json` that a command runs.
fn of_package(repository: &Repository, command: &Command<'_>, directory: &str) -> Option<Runs> {
    // Options that choose another package.
    let is_elsewhere = |it: &str| {
        matches!(it, "-C" | "-w" | "-g" | "--global")
            || ["--prefix", "--cwd", "--dir", "--workspace", "--filter"]
                .iter()
                .any(|option| it.starts_with(option))
    };
    if command.arguments().iter().any(|it| is_elsewhere(&it.text)) {
        return None;
    }
    let path = paths::join(directory, "package.json")?;
    let package = match repository.entry(&path) {
        Entry::Missing => None,
        _ => Some(repository.package_json(directory)?),
    };
    let script = |name: &str| package.as_ref().and_then(|it| it.script(name));
    let first = command.operands().next().map_or("", |it| &*it.text);
    let (names, is_besides): (Vec<String>, bool) = match (command.tool(), first) {
        ("npm" | "pnpm", "install" | "i" | "ci" | "add") | ("yarn", "" | "install" | "add") => {
            (HOOKS.map(str::to_owned).into(), true)
        }
        (tool, _) => {
            let name = package_script(command)
                .or_else(|| (tool != "npm" && script(first).is_some()).then_some(first))?;
            // Others than npm also run the programs of packages, and
            // `npm start` runs `server.js`, too.
            if (tool != "npm" || name == "start") && script(name).is_none() {
                return None;
            }
            let names = [&format!("pre{name}"), name, &format!("post{name}")];
            (names.map(str::to_owned).into(), false)
        }
    };
    let scripts = names.iter().filter_map(|name| {
        Some(Inner {
            name: format!("{directory} {name}"),
            text: script(name)?.to_owned(),
        })
    });
    Some(Runs {
        scripts: scripts.collect(),
        is_besides,
    })
}

/// The script of `package.json` that a command runs by its name.
pub(crate) fn package_script<'c>(command: &'c Command<'_>) -> Option<&'c str> {
    let is_manager = matches!(command.tool(), "npm" | "yarn" | "pnpm");
    let mut arguments = command.arguments().iter().map(|it| &*it.text);
    let name = match arguments.next().filter(|_| is_manager)? {
        "run" | "run-script" => arguments.next()?,
        "t" => "test",
        name @ ("restart" | "start" | "stop" | "test") => name,
        _ => return None,
    };
    (!name.starts_with('-')).then_some(name)
}
