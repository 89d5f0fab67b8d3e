//! Files of a project without which a command fails.

use crate::expression::shell::{Command, Word};
use crate::repository::{Entry, Repository, paths};

use crate::rules::check::{VariableSource, WorkflowView};

use super::places::{Placed, is_missing, literal};

/// A file that a command needs and does not find.
pub(crate) struct Lacking<'v> {
    /// The words of the command that need it.
    pub words: &'v [Word<'v>],
    /// The file.
    pub path: String,
    /// The words as a message quotes them.
    pub command: String,
    /// Whether they name the file itself.
    pub is_named: bool,
    /// The directory in which the file is looked for.
    pub directory: String,
    /// Whether that is another one than where the command runs.
    pub is_elsewhere: bool,
}

/// The file that a command needs and that is surely not there.
pub(crate) fn lacking<'v>(
    view: &WorkflowView<'_>,
    repository: &Repository,
    found: &Placed<'v>,
) -> Option<Lacking<'v>> {
    let directory = found.directory?;
    let command = found.command.command();
    let has_own_gemfile = view.variable("BUNDLE_GEMFILE") != VariableSource::Nothing;
    let need = needed(repository, command, directory, has_own_gemfile)?;
    let parent = paths::parent(&need.path);
    let is_missing = is_missing(view, repository, found.position, &need.path)
        && (repository.entry(parent) == Entry::Directory || need.is_named)
        && !view.made().runs(found.position, need.makers);
    if !is_missing {
        return None;
    }
    let words = command.words.get(need.words)?;
    let texts: Vec<&str> = words.iter().map(|word| &*word.text).collect();
    Some(Lacking {
        words,
        directory: paths::parent(&need.path).to_owned(),
        is_elsewhere: paths::parent(&need.path) != directory,
        path: need.path,
        is_named: need.is_named,
        command: texts.join(" "),
    })
}

struct Need {
    path: String,
    /// Tools that make the file.
    makers: &'static [&'static str],
    words: std::ops::Range<usize>,
    /// Whether the command names the file itself.
    is_named: bool,
}

fn needed(
    repository: &Repository,
    command: &Command<'_>,
    directory: &str,
    has_own_gemfile: bool,
) -> Option<Need> {
    let (tool, arguments) = (command.tool(), command.arguments());
    let at = command.words.len().checked_sub(arguments.len() + 1)?;
    let first = arguments.first().map_or("", |word| &*word.text);
    let here = |name: &str, makers, words: usize| {
        Some(Need {
            path: paths::join(directory, name)?,
            makers,
            words: at..at + words,
            is_named: false,
        })
    };
    // Tools that look for the file in the directories above as well.
    let above = |name: &str, makers, words| {
        let mut places = paths::ancestors(directory).filter_map(|it| paths::join(it, name));
        let is_above = places.any(|path| repository.entry(&path) != Entry::Missing);
        (!is_above).then(|| here(name, makers, words)).flatten()
    };
    let asks = ["--help", "-h", "--version"];
    if asks.iter().any(|it| command.has(it)) {
        return None;
    }
    match (tool, first) {
        ("flutter", "build" | "pub" | "test" | "analyze" | "run" | "drive" | "gen-l10n") => {
            (!runs_without_pubspec(repository, command, directory))
                .then(|| above("pubspec.yaml", &["flutter"][..0], 2))?
        }
        ("pod", "install" | "update") => match command.option_text("--project-directory") {
            Some(other) => Some(Need {
                path: paths::join(&literal(directory, other)?, "Podfile")?,
                makers: &["flutter"],
                words: at..at + 2,
                is_named: false,
            }),
            None => here("Podfile", &["flutter"], 2),
        },
        // A package of a workspace has the lock file of the root.
        ("npm", "ci") => above("package.json", &["npm"], 2).or_else(|| {
            above("npm-shrinkwrap.json", &[], 2)?;
            above("package-lock.json", &["npm"], 2)
        }),
        ("npm" | "pnpm", "install" | "i") | ("yarn", "" | "install") => {
            let has_names = arguments.iter().skip(1).any(|it| !it.text.starts_with('-'));
            let elsewhere = arguments.iter().any(|it| {
                ["--prefix", "--cwd", "-C", "-g", "--global", "--dir"].contains(&&*it.text)
            });
            let words = 1 + usize::from(!arguments.is_empty());
            (!has_names && !elsewhere).then(|| above("package.json", &["npm"], words))?
        }
        ("bundle", "install") if !has_own_gemfile => above("Gemfile", &["bundle"], 2),
        ("gradlew", _) if command.program().is_some_and(|it| it.text == "./gradlew") => {
            here("gradlew", &["flutter", "gradle"], 1)
        }
        ("xcodebuild", _) | ("xcode-project", "build-ipa" | "use-profiles" | "run-tests") => {
            xcode(repository, command, directory)
        }
        _ => None,
    }
}

/// Whether `flutter` needs no `pubspec.yaml` where it runs: it manages what belongs to
/// the machine, or is told of another directory.
fn runs_without_pubspec(repository: &Repository, command: &Command<'_>, directory: &str) -> bool {
    let of_machine = ["cache", "global", "login", "logout", "token"];
    let is_told = |it: &str| it.starts_with("-C") || it.starts_with("--directory");
    let is_directory = |it: &str| {
        it.contains('$')
            || literal(directory, it)
                .is_some_and(|path| repository.entry(&path) == Entry::Directory)
    };
    let arguments = command.arguments().iter().map(|it| &*it.text);
    let mut operands = command.operands().map(|it| &*it.text);
    let action = operands.next().unwrap_or_default();
    let takes_paths = matches!(action, "analyze" | "pub" | "test");
    (action == "pub" && arguments.clone().any(|it| of_machine.contains(&it)))
        || arguments.clone().any(is_told)
        || (takes_paths && operands.any(is_directory))
}

/// The project or workspace that a command names. `pod install` makes a workspace.
fn xcode(repository: &Repository, command: &Command<'_>, directory: &str) -> Option<Need> {
    let options = ["--project", "-project", "--workspace", "-workspace"];
    let (option, word) = options
        .iter()
        .find_map(|it| Some((*it, command.option(it)?)))?;
    let path = literal(directory, command.option_text(option)?)?;
    let is_workspace = option.ends_with("workspace");
    let podfile = paths::join(paths::parent(&path), "Podfile")?;
    let ending = if is_workspace {
        ".xcworkspace"
    } else {
        ".xcodeproj"
    };
    if !path.ends_with(ending) || (is_workspace && repository.entry(&podfile) != Entry::Missing) {
        return None;
    }
    let last = command.words.iter().position(|it| it.range == word.range)?;
    let first = if word.text.starts_with('-') {
        last
    } else {
        last.checked_sub(1)?
    };
    Some(Need {
        path,
        makers: &["xcodegen", "tuist", "flutter"],
        words: first..last + 1,
        is_named: true,
    })
}
