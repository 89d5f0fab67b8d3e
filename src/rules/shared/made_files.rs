//! Whether a build may have made what the repository lacks.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::shell::{Command, parse};
use crate::repository::{Repository, paths};

use crate::rules::check::WorkflowView;

use super::apple_builds::is_opaque;
use super::places::{Placed, placed};
use super::script_files::script_file;

/// Tools that bring or make files that nobody names.
const MAKERS: &[&str] = &[
    "7z", "aws", "cap", "carthage", "cmake", "cordova", "docker", "envsubst", "expo", "gcloud",
    "gem", "gh", "gomobile", "gsutil", "ionic", "ln", "mint", "mv", "ns", "patch", "protoc",
    "rsync", "rustup", "swift", "tar", "tns", "tuist", "unity", "unzip", "wget", "xcodegen",
];

/// What `git` does when it changes which files there are.
const GIT: &[&str] = &[
    "apply",
    "checkout",
    "clone",
    "lfs",
    "merge",
    "pull",
    "restore",
    "stash",
    "submodule",
    "switch",
    "worktree",
];

/// Commands that name files without making them.
const READERS: &[&str] = &[
    ".", "bash", "cat", "cd", "chmod", "echo", "ls", "python", "python3", "ruby", "sh", "source",
    "zsh",
];

/// The longest script of the repository that is looked at, in bytes. A longer one may
/// make anything.
const MAX_SCRIPT: usize = 64 << 10;

/// Characters behind which the name of a file may begin.
const BEFORE_NAMES: [char; 7] = ['/', '=', '>', ':', '"', '\'', '('];

/// What the commands of a workflow may make, by the place of the first command that
/// may.
#[derive(Debug)]
pub(crate) struct Made {
    before_clone: bool,
    anything: usize,
    names: FxHashMap<String, usize>,
    tools: FxHashMap<String, usize>,
}

impl Made {
    /// Looks at the commands of a workflow, and of the scripts of the repository
    /// that they run.
    pub fn of(view: &WorkflowView<'_>) -> Self {
        let mut made = Self::nothing();
        // What runs before the repository is there may do anything.
        made.before_clone = view.workflow.pre_clone_scripts.is_set();
        let mut looked_at = FxHashSet::default();
        let mut known = placed(view).into_iter().peekable();
        for (position, found) in view.commands().iter().enumerate() {
            let Some(place) = known.next_if(|place| place.position == position) else {
                // Of another language.
                made.anything = made.anything.min(position);
                continue;
            };
            let repository = view.file.repository();
            match repository.and_then(|it| inner(it, &place)) {
                Some((path, read)) => {
                    if looked_at.insert(path) {
                        for command in parse(&read.unwrap_or_default()).commands {
                            made.add(position, &command);
                        }
                    }
                }
                None => made.add(position, found.command()),
            }
        }
        made
    }

    fn nothing() -> Self {
        Self {
            before_clone: false,
            anything: usize::MAX,
            names: FxHashMap::default(),
            tools: FxHashMap::default(),
        }
    }

    fn add(&mut self, position: usize, command: &Command<'_>) {
        if makes_files(command) {
            self.anything = self.anything.min(position);
        }
        for word in command.words.iter().take(3) {
            let tool = paths::name(&word.text).to_owned();
            self.tools.entry(tool).or_insert(position);
        }
        let redirected = command.outputs().map(|(_, target)| target);
        let words = command.words.iter();
        // `cat > run.sh`, `echo … > run.sh`.
        let named = words.filter(|_| !READERS.contains(&command.tool()));
        for word in named.chain(redirected) {
            let word = word.text.trim_end_matches('/');
            let name = word.rsplit(BEFORE_NAMES).next().unwrap_or(word);
            self.names.entry(name.to_owned()).or_insert(position);
        }
    }

    /// Whether a command before a place among the workflow's commands may have made
    /// a file or directory, or asks whether it is there.
    pub fn may_hold(&self, before: usize, path: &str) -> bool {
        let named = self.names.get(paths::name(path));
        self.anything < before
            || self.before_clone
            || named.is_some_and(|position| *position < before)
    }

    /// Whether an earlier command runs one of these tools.
    pub fn runs(&self, before: usize, tools: &[&str]) -> bool {
        let mut positions = tools.iter().filter_map(|tool| self.tools.get(*tool));
        positions.any(|position| *position < before)
    }
}

/// The name and text of what a command runs, where that is a script of the
/// repository that can be read. A script that is not there has no text, and makes
/// nothing.
fn inner(repository: &Repository, found: &Placed<'_>) -> Option<(String, Option<String>)> {
    let directory = found.directory.as_deref()?;
    if let Some(name) = package_script(found.command.command()) {
        let package = repository.package_json(directory)?;
        let script = package.script(name).map(str::to_owned);
        return Some((format!("{directory} {name}"), script));
    }
    let path = script_file(found)?.path;
    if paths::name(&path) == "gradlew" {
        return None;
    }
    if repository.is_missing(&path) {
        return Some((path, None));
    }
    let text = repository.text(&path).filter(|it| it.len() <= MAX_SCRIPT)?;
    let first = text.lines().next().unwrap_or_default();
    let is_shell = first.starts_with("#!") && first.ends_with("sh");
    let is_named = [".sh", ".bash", ".zsh"].iter().any(|it| path.ends_with(it));
    (is_shell || (is_named && !first.starts_with("#!"))).then_some((path, Some(text)))
}

/// The script of `package.json` that a command runs.
pub(crate) fn package_script<'c>(command: &'c Command<'_>) -> Option<&'c str> {
    let [first, second, ..] = command.arguments() else {
        return None;
    };
    let runs = matches!(command.tool(), "npm" | "yarn" | "pnpm")
        && matches!(&*first.text, "run" | "run-script")
        && !second.text.starts_with('-');
    runs.then_some(&*second.text)
}

fn makes_files(command: &Command<'_>) -> bool {
    let arguments = command.arguments();
    let has = |words: &[&str]| arguments.iter().any(|it| words.contains(&&*it.text));
    match command.tool() {
        "git" => has(GIT),
        "flutter" | "fvm" | "puro" => has(&["create"]) || (has(&["pub"]) && has(&["run"])),
        "npm" | "yarn" => has(&["run", "exec", "run-script"]) || is_opaque(command),
        "react-native" => has(&["init", "eject", "upgrade"]),
        // Copies to a directory, or of what only a build knows.
        "cp" => arguments
            .iter()
            .any(|it| it.text.ends_with(['.', '/', '*'])),
        "curl" => has(&["-O", "-J", "-OJ", "-LO", "-LJO", "--remote-name"]),
        tool => MAKERS.contains(&tool) || is_opaque(command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(script: &str) -> bool {
        let mut made = Made::nothing();
        for (position, command) in parse(script).commands.iter().enumerate() {
            made.add(position + 1, command);
        }
        made.may_hold(99, "ci/run.sh")
    }

    #[test]
    fn commands_that_make_a_file_are_known() {
        for script in [
            "echo '#!/bin/sh' > run.sh",
            "cat >run.sh",
            "curl -o ci/run.sh https://example.com/run.sh",
            "[ -f ci/run.sh ]",
            "git clone https://example.com/ci.git",
            "unzip tools.zip",
            "make",
            "cp -r tools/ .",
            "mkdir -p run.sh/",
            "wget --output-document=run.sh https://example.com",
        ] {
            assert!(holds(script), "{script}");
        }
        for script in [
            "chmod +x ci/run.sh",
            "git status",
            "echo run.sh",
            "cp a b",
            "touch rerun.sh",
            "flutter pub get",
        ] {
            assert!(!holds(script), "{script}");
        }
    }

    #[test]
    fn only_what_came_before_counts() {
        let mut made = Made::nothing();
        made.add(3, &parse("touch run.sh").commands[0]);
        assert!(made.may_hold(4, "run.sh") && !made.may_hold(3, "run.sh"));
        assert!(made.runs(4, &["touch"]) && !made.runs(3, &["touch"]));
        made.add(5, &parse("make").commands[0]);
        assert!(made.may_hold(6, "other") && !made.may_hold(5, "other"));
    }
}
