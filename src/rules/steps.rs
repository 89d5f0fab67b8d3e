//! The scripts of a workflow, read once each, and their commands.

use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::shell::{self, Command, Dialect, Flow, Script};
use crate::knowledge::machines::Platform;
use crate::model::step::Step;
use crate::model::{Config, TextNode, Workflow};
use crate::syntax::{NodeId, Tree};

use super::check::WorkflowView;
use super::shared::tools::platform;
use super::texts::{Assignments, Phase};

/// A script that was read.
pub struct ReadScript<'a> {
    /// Its text.
    pub text: &'a str,
    /// The language it is written in.
    pub dialect: Dialect,
    /// Its commands; none where it is written in another language.
    pub shell: Script<'a>,
    /// What it does to variables.
    pub flow: Flow<'a>,
    /// What it may assign, by a generous look.
    pub(super) assignments: Assignments<'a>,
    lower_code: OnceCell<String>,
}

impl<'a> ReadScript<'a> {
    fn new(text: &'a str, dialect: Dialect) -> Self {
        let shell = shell::parse_for(text, dialect);
        let flow = Flow::of(text, &shell);
        Self {
            text,
            dialect,
            assignments: Assignments::of(text, &flow),
            shell,
            flow,
            lower_code: OnceCell::new(),
        }
    }

    /// Its lines in lower case, those left out that are comments.
    pub fn lower_code(&self) -> &str {
        self.lower_code.get_or_init(|| {
            let lines = self.text.split_inclusive('\n');
            let code = lines.filter(|line| !line.trim_start().starts_with('#'));
            code.collect::<String>().to_lowercase()
        })
    }
}

/// The scripts of a file. One that a thousand steps share is read once.
#[derive(Default)]
pub(super) struct Scripts<'a>(FxHashMap<(NodeId, Dialect), Rc<ReadScript<'a>>>);

impl<'a> Scripts<'a> {
    /// Reads the scripts of all workflows.
    pub fn of(tree: &'a Tree, config: &Config) -> Self {
        let mut found = Self::default();
        let mut seen = FxHashSet::default();
        for workflow in config
            .workflows
            .entries()
            .iter()
            .filter_map(|it| it.value.as_deref())
        {
            // Workflows share lists; one is looked at once.
            let is_new = |list, is_windows| seen.insert((list, is_windows));
            found.of_lists(tree, workflow, is_new);
        }
        found
    }

    /// Reads the scripts of one workflow.
    #[cfg(feature = "cli")]
    pub fn of_workflow(tree: &'a Tree, workflow: &Workflow) -> Self {
        let mut found = Self::default();
        found.of_lists(tree, workflow, |_, _| true);
        found
    }

    /// Reads those of a workflow's lists of steps that are not read yet.
    fn of_lists(
        &mut self,
        tree: &'a Tree,
        workflow: &Workflow,
        mut is_new: impl FnMut(NodeId, bool) -> bool,
    ) {
        let is_windows = platform(workflow) == Some(Platform::Windows);
        for (phase, list) in lists(workflow) {
            if list.is_some_and(|list| !is_new(list, is_windows)) {
                continue;
            }
            for (_, _, script, _) in steps(workflow, phase) {
                self.read(tree, script.0, is_windows);
            }
        }
    }

    fn read(&mut self, tree: &'a Tree, node: NodeId, is_windows: bool) {
        let text = tree.scalar(node).unwrap_or_default();
        let dialect = Dialect::of(text, is_windows);
        let read = || Rc::new(ReadScript::new(text, dialect));
        self.0.entry((node, dialect)).or_insert_with(read);
    }

    /// The script in a scalar.
    pub fn get(&self, node: NodeId, is_windows: bool) -> Option<Rc<ReadScript<'a>>> {
        let here = if is_windows {
            Dialect::PowerShell
        } else {
            Dialect::Bourne
        };
        let own = [here, Dialect::Other, Dialect::Bourne, Dialect::PowerShell];
        own.iter()
            .find_map(|dialect| self.0.get(&(node, *dialect)))
            .cloned()
    }
}

/// A step with its script.
pub struct StepScript<'a> {
    /// When it runs.
    pub phase: Phase,
    /// Its place in its list.
    pub index: usize,
    /// The step.
    pub item: NodeId,
    /// The script's node.
    pub node: NodeId,
    /// The step's other keys, where it is written in its long form.
    pub step: Option<&'a Step>,
    /// The script.
    pub read: Rc<ReadScript<'a>>,
}

impl<'a> StepScript<'a> {
    /// Its commands.
    pub fn commands(&self) -> impl Iterator<Item = StepCommand<'a>> {
        let commands = self.read.shell.commands.iter().enumerate();
        commands.map(|(index, command)| StepCommand {
            step: self.index,
            script: self.node,
            index,
            tool: Tool::named(command.tool()),
            read: Rc::clone(&self.read),
        })
    }
}

/// A command of a step.
#[derive(Clone)]
pub struct StepCommand<'a> {
    /// Index of the step in its list.
    pub step: usize,
    /// The script's node.
    pub script: NodeId,
    /// Index of the command in its script.
    pub index: usize,
    /// The tool that it calls.
    pub(super) tool: Tool,
    /// The script.
    pub read: Rc<ReadScript<'a>>,
}

/// The name of a tool as a number. Rules look for one tool or another among all
/// commands, and in a large file reading the words of each command for each rule would
/// take longer than all else, because they are not in the processor's cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tool(u32);

impl Tool {
    /// The number of a name. Other names may have the same.
    pub fn named(name: &str) -> Self {
        let fold = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        Self(name.bytes().fold(0x811c_9dc5, fold))
    }
}

impl<'a> StepCommand<'a> {
    /// The command.
    pub fn command(&self) -> &Command<'a> {
        &self.read.shell.commands[self.index]
    }
}

/// The steps of a workflow that have a script, in the order in which they run.
pub(super) fn scripts<'a>(view: &WorkflowView<'a>) -> Vec<StepScript<'a>> {
    let is_windows = platform(view.workflow) == Some(Platform::Windows);
    let of = |phase| {
        let steps = steps(view.workflow, phase).into_iter();
        steps.filter_map(move |(index, item, script, step)| {
            Some(StepScript {
                phase,
                index,
                item,
                node: script.0,
                step,
                read: view.file.script(script.0, is_windows)?,
            })
        })
    };
    PHASES.into_iter().flat_map(of).collect()
}

const PHASES: [Phase; 3] = [Phase::PreClone, Phase::Build, Phase::Publishing];

/// The lists of steps of a workflow.
fn lists(workflow: &Workflow) -> [(Phase, Option<NodeId>); 3] {
    let publishing = workflow.publishing.value();
    [
        (Phase::PreClone, workflow.pre_clone_scripts.node()),
        (Phase::Build, workflow.scripts.node()),
        (
            Phase::Publishing,
            publishing.and_then(|it| it.scripts.node()),
        ),
    ]
}

type Written<'a> = (usize, NodeId, TextNode, Option<&'a Step>);

/// The steps of a list that have a script, with their places.
fn steps(workflow: &Workflow, phase: Phase) -> Vec<Written<'_>> {
    if phase == Phase::PreClone {
        let items = workflow.pre_clone_scripts.items().iter().enumerate();
        let steps = items.filter_map(|(index, item)| {
            Some((index, item.node, item.value.as_ref()?.script()?, None))
        });
        return steps.collect();
    }
    let publishing = workflow.publishing.value();
    let items = match phase {
        Phase::Publishing => publishing.map(|it| it.scripts.items()).unwrap_or_default(),
        _ => workflow.scripts.items(),
    };
    let steps = items.iter().enumerate().filter_map(|(index, item)| {
        let step = item.value.as_ref()?;
        let long = step.section().map(AsRef::as_ref);
        Some((index, item.node, step.script()?, long))
    });
    steps.collect()
}
