//! Whether a build may have made what the repository lacks.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::shell::{Command, Dialect, parse};
use crate::knowledge::machines::Platform;
use crate::repository::{Entry, paths};

use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;

use super::apple_builds::is_opaque;
use super::effects::{Effect, effect};
use super::places::{Placed, literal, placed};
use super::repository_scripts::{Inner, Runs, inner};
use super::tools::platform;

/// Commands that name files without making them.
const READERS: &[&str] = &[
    ".", "bash", "cat", "cd", "chmod", "echo", "ls", "python", "python3", "ruby", "sh", "source",
    "zsh",
];

/// Most scripts of the repository that are looked at for a workflow. Behind more,
/// anything may be there.
const MAX_SCRIPTS: usize = 200;

/// Characters behind which the name of a file may begin.
const BEFORE_NAMES: [char; 6] = ['=', '>', ':', '"', '\'', '('];

/// What commands make, by the place of the first one that does.
#[derive(Debug)]
pub(crate) struct Makes {
    anything: usize,
    seldom: usize,
    names: FxHashMap<String, usize>,
    tools: FxHashMap<String, usize>,
    hides_commands: bool,
    text: String,
}

/// The scripts of the repository that the commands of a workflow run.
#[derive(Debug, Default)]
pub(crate) struct InnerScripts {
    /// Each with the place of the first command that runs it.
    scripts: Vec<(usize, Rc<Makes>)>,
    /// The place behind which further ones were not looked at.
    cut: Option<usize>,
    /// The commands that do something by themselves, by their places.
    others: Vec<usize>,
}

/// What the commands of a workflow may make, and those of the scripts of the
/// repository that they run.
#[derive(Debug)]
pub(crate) struct Made {
    from_the_start: bool,
    own: Makes,
    inner: Rc<InnerScripts>,
}

impl Makes {
    fn nothing() -> Self {
        Self {
            anything: usize::MAX,
            seldom: usize::MAX,
            names: FxHashMap::default(),
            tools: FxHashMap::default(),
            hides_commands: false,
            text: String::new(),
        }
    }

    /// What a script makes.
    pub fn of_script(text: String) -> Self {
        let mut makes = Self::nothing();
        let parsed = parse(&text);
        for command in &parsed.commands {
            makes.add(0, command, &parsed.functions, &|_| false);
        }
        Self { text, ..makes }
    }

    /// Adds what a command makes. Functions of its script are read where they are
    /// written; what is there already needs no making.
    fn add(
        &mut self,
        position: usize,
        command: &Command<'_>,
        functions: &[&str],
        is_there: &dyn Fn(&str) -> bool,
    ) {
        if !functions.contains(&command.tool()) {
            match effect(command) {
                Effect::Nothing => {}
                Effect::Seldom => self.seldom = self.seldom.min(position),
                Effect::Anything => self.anything = self.anything.min(position),
            }
            self.hides_commands |= is_opaque(command);
        }
        for word in command.words.iter().take(3) {
            let tool = paths::name(&word.text).to_owned();
            self.tools.entry(tool).or_insert(position);
        }
        let redirected = command.outputs().map(|(_, target)| target);
        let words = command.words.iter();
        // `cat > run.sh`, `echo … > run.sh`.
        let named = words.filter(|_| !READERS.contains(&command.tool()));
        // What is there already is only read, or is a directory to copy to.
        let copies = command.tool() == "cp";
        for word in named.chain(redirected) {
            if copies || !is_there(&word.text) {
                self.add_names(position, &word.text, is_there);
            }
        }
    }

    /// A path names its last part, and those before it that are not there yet.
    fn add_names(&mut self, position: usize, word: &str, is_there: &dyn Fn(&str) -> bool) {
        let word = word.trim_end_matches('/');
        let path = word.rsplit(BEFORE_NAMES).next().unwrap_or(word);
        let mut at = path;
        for _ in 0..MAX_PARTS {
            let name = paths::name(at);
            if !matches!(name, "" | "." | "..") {
                self.names.entry(name.to_owned()).or_insert(position);
            }
            at = paths::parent(at);
            if at.is_empty() || is_there(at) {
                break;
            }
        }
    }

    fn may_hold(&self, before: usize, path: &str) -> bool {
        let is_named = |part: &str| self.names.get(part).is_some_and(|it| *it < before);
        self.anything < before || path.split('/').any(is_named)
    }
}

/// Whether a command calls a function of its script.
fn is_own_function(found: &StepCommand<'_>) -> bool {
    let functions = &found.read.shell.functions;
    functions.contains(&found.command().tool())
}

/// Most parts of a path that are taken as names.
const MAX_PARTS: usize = 20;

impl InnerScripts {
    /// Looks for the scripts that the commands of a workflow run.
    pub fn of(view: &WorkflowView<'_>) -> Self {
        let mut found = Self::default();
        let repository = view.file.repository();
        let mut looked_at = FxHashSet::default();
        for place in placed(view) {
            match repository.and_then(|it| inner(it, &place)) {
                Some(runs) => found.add(view, place.position, runs, &mut looked_at),
                None => found.others.push(place.position),
            }
        }
        found
    }

    fn add(
        &mut self,
        view: &WorkflowView<'_>,
        position: usize,
        runs: Runs,
        looked_at: &mut FxHashSet<String>,
    ) {
        if runs.is_besides {
            self.others.push(position);
        }
        for Inner { name, text } in runs.scripts {
            if self.cut.is_some() || !looked_at.insert(name.clone()) {
                continue;
            }
            if self.scripts.len() >= MAX_SCRIPTS {
                self.cut = Some(position);
                return;
            }
            let makes = view.file.script_of_repository(name, text);
            self.scripts.push((position, makes));
        }
    }

    /// The texts of the scripts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.scripts.iter().map(|(_, it)| &*it.text)
    }

    /// Whether commands run that are not to be seen, also in the scripts.
    pub fn hides_commands(&self, view: &WorkflowView<'_>) -> bool {
        let commands = view.commands();
        let is_hidden = |position: &usize| {
            let command = commands.get(*position);
            command.is_some_and(|it| is_opaque(it.command()) && !is_own_function(it))
        };
        self.cut.is_some()
            // Those of another language.
            || (platform(view.workflow) == Some(Platform::Windows) && !commands.is_empty())
            || view.build_scripts().any(|it| it.read.dialect == Dialect::Other)
            || self.scripts.iter().any(|(_, it)| it.hides_commands)
            || self.others.iter().any(is_hidden)
    }
}

impl Made {
    /// Looks at the commands of a workflow, and at the scripts of the repository that
    /// they run.
    pub fn of(view: &WorkflowView<'_>) -> Self {
        let inner = view.inner_scripts();
        // What runs before the repository is there may do anything.
        let mut made = Self {
            from_the_start: view.workflow.pre_clone_scripts.is_set(),
            own: Makes::nothing(),
            inner: Rc::clone(inner),
        };
        let mut known = placed(view).into_iter().peekable();
        let mut others = inner.others.iter().peekable();
        for position in 0..view.commands().len() {
            let is_other = others.next_if(|it| **it == position).is_some();
            match known.next_if(|place| place.position == position) {
                Some(place) if is_other => made.look(view, &place),
                Some(_) => {}
                // Of another language.
                None => made.give_up(position),
            }
        }
        if let Some(position) = inner.cut {
            made.give_up(position);
        }
        let mut position: usize = 0;
        for script in view.build_scripts() {
            // A script of another program has no commands to be seen.
            if script.read.dialect == Dialect::Other {
                made.from_the_start |= position == 0;
                made.give_up(position.saturating_sub(1));
            }
            position += script.read.shell.commands.len();
        }
        made
    }

    fn give_up(&mut self, position: usize) {
        self.own.anything = self.own.anything.min(position);
    }

    fn look(&mut self, view: &WorkflowView<'_>, place: &Placed<'_>) {
        let command = place.command.command();
        let is_there = |path: &str| {
            view.file.repository().is_some_and(|repository| {
                // An option is no path that is looked for.
                let directory = place.directory.filter(|_| !path.starts_with('-'));
                let path = directory.and_then(|it| literal(it, path));
                path.is_some_and(|path| repository.entry(&path) != Entry::Missing)
            })
        };
        let functions = &place.command.read.shell.functions;
        self.own.add(place.position, command, functions, &is_there);
    }

    /// What is made by a script that ran before a place.
    fn before(&self, before: usize) -> impl Iterator<Item = &Makes> {
        let inner = self.inner.scripts.iter();
        inner
            .take_while(move |(position, _)| *position < before)
            .map(|(_, makes)| &**makes)
    }

    /// Whether a command before a place among the workflow's commands may have made
    /// a file or directory, or asks whether it is there.
    pub fn may_hold(&self, before: usize, path: &str) -> bool {
        self.from_the_start
            || self.own.may_hold(before, path)
            || self.before(before).any(|it| it.may_hold(1, path))
    }

    /// Whether something was built or installed before, so that what is missing is
    /// not certain to be.
    pub fn is_unsure(&self, before: usize) -> bool {
        self.own.seldom < before || self.before(before).any(|it| it.seldom == 0)
    }

    /// Whether an earlier command runs one of these tools.
    pub fn runs(&self, before: usize, tools: &[&str]) -> bool {
        let runs = |makes: &Makes, before: usize| {
            let mut positions = tools.iter().filter_map(|tool| makes.tools.get(*tool));
            positions.any(|position| *position < before)
        };
        runs(&self.own, before) || self.before(before).any(|it| runs(it, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(script: &str) -> Made {
        let mut own = Makes::nothing();
        let parsed = parse(script);
        for (position, command) in parsed.commands.iter().enumerate() {
            own.add(position + 1, command, &parsed.functions, &|it| it == "ci");
        }
        Made {
            from_the_start: false,
            own,
            inner: Rc::default(),
        }
    }

    fn holds(script: &str) -> bool {
        made(script).may_hold(99, "ci/run.sh")
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
            "mkdir -p gen/run.sh/deep",
            "wget --output-document=run.sh https://example.com",
            "./bootstrap",
        ] {
            assert!(holds(script), "{script}");
        }
        for script in [
            "chmod +x ci/run.sh",
            "git status",
            "echo run.sh",
            "cp a b",
            "touch rerun.sh",
            "touch ci/other.sh",
            "flutter pub get",
            "f() { ls; }; f",
        ] {
            assert!(!holds(script), "{script}");
        }
    }

    #[test]
    fn only_what_came_before_counts() {
        let found = made("ls\nls\ntouch run.sh\nls\nmake");
        assert!(found.may_hold(4, "run.sh") && !found.may_hold(3, "run.sh"));
        assert!(found.runs(4, &["touch"]) && !found.runs(3, &["touch"]));
        assert!(found.may_hold(6, "other") && !found.may_hold(5, "other"));
        let built = made("ls\npod install");
        assert!(built.is_unsure(3) && !built.is_unsure(2));
        assert!(!built.may_hold(3, "other"));
    }
}
