//! How rules look at a file: what they are shown.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::condition::{self, Condition};
use crate::expression::glob::Pattern;
use crate::expression::template::Part;
use crate::finding::suppression::Complaint;
use crate::knowledge::variables;
use crate::model::app_store_connect::AppStoreConnect;
use crate::model::step::AnyStep;
use crate::model::{Config, Item, MapEntry, Problem, Workflow};
use crate::repository::{Repository, paths};
use crate::syntax::{self, NodeId, SourceMap, Span, SyntaxProblem, Tree};

use super::report::Report;
use super::settings::Settings;
use super::shared::apple_builds::{self, AppleBuild};
use super::shared::cached_paths::{self, CachedPath};
use super::shared::conditions::{self, WhenUse, WrittenCondition};
use super::shared::directories::{self, Place};
use super::shared::known_patterns::KnownPatterns;
use super::shared::made_files::{InnerScripts, Made, Makes};
use super::shared::packages::KnownKept;
use super::shared::release_notes::NotesFile;
use super::shared::signing::named_variables;
use super::shared::strays::has_stray;
use super::steps::{self, ReadScript, Scripts, StepCommand, StepScript, Tool};
use super::texts::{self, Assignments, Phase, SharedTexts, Text};

/// What a rule is shown. Each is called once for every such thing in the file.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Words one kind of [`SyntaxProblem`]. The first rule that reports one owns
    /// it.
    Syntax(fn(&SyntaxProblem, &mut Report<'_>)),
    /// Words one kind of structural [`Problem`]. The first rule that reports one
    /// owns it, and specific rules come before general ones.
    Schema(fn(&Problem, &mut Report<'_>)),
    /// Words one kind of structural problem and looks at workflows for what the
    /// structure allows: one matter that has two sides, under one id.
    SchemaAndWorkflow(
        fn(&Problem, &mut Report<'_>),
        fn(&WorkflowView<'_>, &mut Report<'_>),
    ),
    /// Looks at the whole file.
    File(fn(&File<'_>, &mut Report<'_>)),
    /// Looks at one workflow.
    Workflow(fn(&WorkflowView<'_>, &mut Report<'_>)),
    /// Looks at one workflow's publishing to App Store Connect.
    AppStoreConnect(fn(&AppStoreConnectView<'_>, &mut Report<'_>)),
    /// Words one kind of complaint about a suppression comment.
    Suppression(fn(&Complaint<'_>, &mut Report<'_>)),
}

/// A file, with everything that is known of it.
pub struct File<'a> {
    /// The text's tree.
    pub tree: &'a Tree,
    /// The typed model.
    pub config: &'a Config,
    /// What the project says of itself.
    pub settings: &'a Settings,
    /// What was read of nodes that several workflows may share.
    pub(super) read: SharedReading<'a>,
}

/// What rules read of nodes. Workflows share nodes, and one that a thousand use is
/// read once.
#[derive(Default)]
pub(super) struct SharedReading<'a> {
    texts: SharedTexts<'a>,
    scripts: Scripts<'a>,
    conditions: RefCell<FxHashMap<NodeId, Rc<Condition>>>,
    patterns: RefCell<KnownPatterns>,
    /// Rules, nodes and circumstances, each in bits of its own.
    judged: RefCell<FxHashSet<u64>>,
    release_notes: RefCell<FxHashMap<String, Option<Rc<NotesFile>>>>,
    repository_scripts: RefCell<FxHashMap<String, Rc<Makes>>>,
    strays: RefCell<FxHashMap<StrayQuestion, bool>>,
    uses_google_play: OnceCell<bool>,
    working_directories: OnceCell<FxHashSet<String>>,
}

/// The name of a section, a key in it, and the keys for one of which it may be meant.
pub(crate) type StrayQuestion = (&'static str, NodeId, &'static [&'static str]);

impl<'a> SharedReading<'a> {
    /// The scripts, and the texts that several places share.
    pub fn new(tree: &'a Tree, config: &Config) -> Self {
        Self {
            texts: SharedTexts::of(tree),
            scripts: Scripts::of(tree, config),
            ..Self::default()
        }
    }

    /// The scripts of one workflow.
    #[cfg(feature = "cli")]
    pub fn of_workflow(tree: &'a Tree, workflow: &Workflow) -> Self {
        Self {
            scripts: Scripts::of_workflow(tree, workflow),
            ..Self::default()
        }
    }
}

impl<'a> File<'a> {
    /// The script in a scalar; `None` where that is no script of a workflow.
    pub(super) fn script(&self, node: NodeId, is_windows: bool) -> Option<Rc<ReadScript<'a>>> {
        self.read.scripts.get(node, is_windows)
    }

    /// What stands for something else in a text.
    pub(super) fn parts(&self, node: NodeId, text: &'a str) -> Rc<[Part<'a>]> {
        self.read.texts.parts(node, text)
    }

    /// The repository around the file, where it is known.
    pub(crate) fn repository(&self) -> Option<&Repository> {
        self.settings.repository.as_deref()
    }

    /// The release notes at a path, read once.
    pub(crate) fn release_notes(
        &self,
        path: String,
        read: impl FnOnce(&str) -> Option<NotesFile>,
    ) -> Option<Rc<NotesFile>> {
        let mut known = self.read.release_notes.borrow_mut();
        let made = |path: &String| read(path).map(Rc::new);
        known.entry(path).or_insert_with_key(made).clone()
    }

    /// What a script of the repository makes, read once.
    pub(crate) fn script_of_repository(&self, name: String, text: String) -> Rc<Makes> {
        let mut known = self.read.repository_scripts.borrow_mut();
        let read = || Rc::new(Makes::of_script(text));
        known.entry(name).or_insert_with(read).clone()
    }

    /// Whether any workflow of the file publishes to Google Play.
    pub(crate) fn uses_google_play(&self) -> bool {
        let find = || {
            self.config.workflows().any(|(_, workflow)| {
                let publishing = workflow.publishing.value();
                publishing.is_some_and(|publishing| publishing.google_play.is_set())
            })
        };
        *self.read.uses_google_play.get_or_init(find)
    }

    /// The working directories of the file's workflows.
    pub(crate) fn working_directories(&self) -> &FxHashSet<String> {
        let of = |(_, workflow): (_, &Workflow)| {
            let node = workflow.working_directory.node()?;
            paths::join("", self.tree.scalar(node)?)
        };
        let find = || self.config.workflows().filter_map(of).collect();
        self.read.working_directories.get_or_init(find)
    }

    /// Whether a key is meant for another, found out once.
    pub(crate) fn is_stray(&self, question: StrayQuestion, find: impl FnOnce() -> bool) -> bool {
        let mut known = self.read.strays.borrow_mut();
        *known.entry(question).or_insert_with(find)
    }

    /// The condition in a scalar.
    pub(crate) fn condition(&self, node: NodeId, text: &str) -> Rc<Condition> {
        let mut known = self.read.conditions.borrow_mut();
        let read = || Rc::new(condition::parse(text));
        known.entry(node).or_insert_with(read).clone()
    }

    /// The pattern in a scalar.
    pub(crate) fn pattern(&self, node: NodeId, text: &str) -> Rc<Pattern> {
        self.read.patterns.borrow_mut().get(node, text)
    }

    /// Whether the rule that is looking has not yet seen a node in these
    /// circumstances: what depends on nothing else need not be judged again for
    /// every workflow.
    pub(crate) fn is_first(&self, report: &Report<'_>, node: NodeId, circumstances: bool) -> bool {
        let seen =
            (report.rule as u64) << 33 | (node.index() as u64) << 1 | u64::from(circumstances);
        self.read.judged.borrow_mut().insert(seen)
    }
}

/// A workflow in its file.
pub struct WorkflowView<'a> {
    /// The file.
    pub file: &'a File<'a>,
    /// The workflow.
    pub workflow: &'a Workflow,
    /// Its id, value and the merge that brought it.
    pub entry: &'a MapEntry<std::sync::Arc<Workflow>>,
    steps: OnceCell<Vec<StepScript<'a>>>,
    commands: OnceCell<Vec<StepCommand<'a>>>,
    vars: OnceCell<FxHashMap<&'a str, syntax::Field>>,
    maps: RefCell<FxHashMap<NodeId, SourceMap>>,
    texts: OnceCell<Vec<Text<'a>>>,
    imports_groups: OnceCell<bool>,
    assignments: OnceCell<Assignments<'a>>,
    whens: OnceCell<Vec<WhenUse<'a>>>,
    apple_builds: OnceCell<Vec<AppleBuild>>,
    hides_commands: OnceCell<bool>,
    runs_hidden_commands: OnceCell<bool>,
    cached_paths: OnceCell<Vec<CachedPath<'a>>>,
    inner_scripts: OnceCell<Rc<InnerScripts>>,
    made: OnceCell<Made>,
    pub(super) kept: KnownKept<'a>,
    places: OnceCell<Vec<Place>>,
}

/// A workflow's publishing to App Store Connect.
pub struct AppStoreConnectView<'a> {
    /// The workflow.
    pub view: &'a WorkflowView<'a>,
    /// The section.
    pub publishing: &'a AppStoreConnect,
    /// The key `app_store_connect`.
    pub key: NodeId,
}

/// What is known of a variable's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableSource {
    /// The workflow's `vars` set it, or the service does.
    Known,
    /// The workflow imports groups, whose content only the service knows.
    MaybeInGroup,
    /// Nothing sets it.
    Nothing,
}

impl<'a> WorkflowView<'a> {
    pub(crate) fn new(
        file: &'a File<'a>,
        entry: &'a MapEntry<std::sync::Arc<Workflow>>,
        workflow: &'a Workflow,
    ) -> Self {
        Self {
            file,
            workflow,
            entry,
            steps: OnceCell::new(),
            commands: OnceCell::new(),
            vars: OnceCell::new(),
            maps: RefCell::default(),
            texts: OnceCell::new(),
            imports_groups: OnceCell::new(),
            assignments: OnceCell::new(),
            whens: OnceCell::new(),
            apple_builds: OnceCell::new(),
            hides_commands: OnceCell::new(),
            runs_hidden_commands: OnceCell::new(),
            cached_paths: OnceCell::new(),
            inner_scripts: OnceCell::new(),
            made: OnceCell::new(),
            kept: KnownKept::default(),
            places: OnceCell::new(),
        }
    }

    /// The tree.
    pub fn tree(&self) -> &'a Tree {
        self.file.tree
    }

    /// The key under which the workflow stands: its id.
    pub fn key(&self) -> NodeId {
        self.entry.entry.key
    }

    /// The steps of `scripts`.
    pub fn steps(&self) -> &'a [Item<AnyStep>] {
        self.workflow.scripts.items()
    }

    /// Every step with a script, in the order in which they run: those before
    /// cloning, those of the build, those of publishing.
    pub fn scripts(&self) -> &[StepScript<'a>] {
        self.steps.get_or_init(|| steps::scripts(self))
    }

    /// The steps of `scripts` that have a script, in order.
    pub fn build_scripts(&self) -> impl Iterator<Item = &StepScript<'a>> {
        let scripts = self.scripts().iter();
        scripts.filter(|script| script.phase == Phase::Build)
    }

    /// The commands of all steps of `scripts`, in order.
    pub fn commands(&self) -> &[StepCommand<'a>] {
        self.commands.get_or_init(|| {
            self.build_scripts()
                .flat_map(StepScript::commands)
                .collect()
        })
    }

    /// The commands among them that call one of these tools, with their places among
    /// all. Wherever only some tools matter, this is much faster than looking at each.
    pub fn calls<const N: usize>(
        &self,
        tools: [&str; N],
    ) -> impl Iterator<Item = (usize, &StepCommand<'a>)> + use<'_, 'a, N> {
        let wanted = tools.map(Tool::named);
        let calls = self.commands().iter().enumerate();
        calls.filter(move |(_, found)| wanted.contains(&found.tool))
    }

    /// The commands that run after the build, in `publishing.scripts`.
    pub fn publishing_commands(&self) -> impl Iterator<Item = StepCommand<'a>> {
        let scripts = self.scripts().iter();
        let after = scripts.filter(|script| script.phase == Phase::Publishing);
        after.flat_map(StepScript::commands)
    }

    /// Every text, with what stands in it for something else.
    pub fn texts(&self) -> &[Text<'a>] {
        self.texts.get_or_init(|| texts::texts(self))
    }

    /// What scripts say about variables.
    pub fn assignments(&self) -> &Assignments<'a> {
        self.assignments
            .get_or_init(|| texts::assignments(self.texts()))
    }

    /// Where each of the commands runs.
    pub(crate) fn places(&self) -> &[Place] {
        self.places.get_or_init(|| directories::places(self))
    }

    /// Which of the commands build an Apple app.
    pub(crate) fn apple_builds(&self) -> &[AppleBuild] {
        self.apple_builds.get_or_init(|| apple_builds::find(self))
    }

    /// Whether a step runs commands that are not to be seen here: those of a task
    /// runner, of a script of the repository, of another language, or of a step that
    /// could not be read.
    pub(crate) fn hides_commands(&self) -> bool {
        *self
            .hides_commands
            .get_or_init(|| apple_builds::hides_commands(self))
    }

    /// The paths of its `cache`.
    pub(crate) fn cached_paths(&self) -> &[CachedPath<'a>] {
        self.cached_paths
            .get_or_init(|| cached_paths::cached_paths(self))
    }

    /// The scripts of the repository that its commands run.
    pub(crate) fn inner_scripts(&self) -> &Rc<InnerScripts> {
        self.inner_scripts
            .get_or_init(|| Rc::new(InnerScripts::of(self)))
    }

    /// As [`hides_commands`](Self::hides_commands), but that scripts of the repository
    /// are read where they can be.
    pub(crate) fn runs_hidden_commands(&self) -> bool {
        *self
            .runs_hidden_commands
            .get_or_init(|| self.inner_scripts().hides_commands(self))
    }

    /// What its commands may make that the repository lacks.
    pub(crate) fn made(&self) -> &Made {
        self.made.get_or_init(|| Made::of(self))
    }

    /// Every `when` of the workflow and its steps.
    pub(crate) fn whens(&self) -> &[WhenUse<'a>] {
        self.whens.get_or_init(|| conditions::whens(self))
    }

    /// The conditions of the workflow and its steps that are not blank.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &WrittenCondition<'a>> {
        self.whens().iter().filter_map(|it| it.condition.as_ref())
    }

    /// The place of a range of the text of a script, or of another scalar.
    pub fn script_span(&self, script: NodeId, range: std::ops::Range<usize>) -> Span {
        let mut maps = self.maps.borrow_mut();
        let map = maps.entry(script);
        let map = map.or_insert_with(|| SourceMap::new(self.tree(), script));
        map.span(range)
    }

    /// Whether the workflow's `vars` have this name.
    pub fn has_var(&self, name: &str) -> bool {
        self.var(name).is_some()
    }

    /// The entry of `vars` with this name.
    pub fn var(&self, name: &str) -> Option<syntax::Field> {
        let vars = self.vars.get_or_init(|| {
            let environment = self.workflow.environment.value();
            let entries = environment.map(|environment| environment.vars.entries());
            let entries = entries.unwrap_or_default().iter();
            entries
                .filter_map(|entry| Some((self.tree().scalar(entry.entry.key)?, entry.entry)))
                .collect()
        });
        vars.get(name).copied()
    }

    /// Whether the workflow imports variable groups.
    pub fn imports_groups(&self) -> bool {
        *self.imports_groups.get_or_init(|| {
            // What could not be read, or stands elsewhere, may still name groups.
            let environment = &self.workflow.environment;
            let are_named = environment.is_set()
                && environment.value().is_none_or(|environment| {
                    let groups = &environment.groups;
                    groups.is_set() && groups.value().is_none_or(|groups| !groups.is_empty())
                });
            are_named || has_stray(self, &["environment", "groups", "vars"])
        })
    }

    /// Where a variable's value may come from.
    pub fn variable(&self, name: &str) -> VariableSource {
        let from_integration = variables::is_from_integration(name) && self.has_integration();
        if from_integration
            || self.is_set_by_signing(name)
            || self.has_var(name)
            || variables::is_built_in(name)
        {
            VariableSource::Known
        } else if self.imports_groups() {
            VariableSource::MaybeInGroup
        } else {
            VariableSource::Nothing
        }
    }

    /// Whether signing files put something into a variable of this name.
    fn is_set_by_signing(&self, name: &str) -> bool {
        let environment = self.workflow.environment.value();
        let named = environment.map(|environment| named_variables(environment));
        let mut fields = named.into_iter().flatten().map(|(_, field)| field);
        fields.any(|field| {
            field
                .value()
                .is_some_and(|it| it.get(self.file.tree) == name)
        })
    }

    /// Whether the workflow names an App Store Connect integration.
    pub fn has_integration(&self) -> bool {
        // What could not be read, or stands elsewhere, may still name one.
        let integrations = &self.workflow.integrations;
        let is_named = integrations.is_set()
            && integrations
                .value()
                .is_none_or(|integrations| integrations.app_store_connect.is_set());
        is_named || has_stray(self, &["integrations", "app_store_connect"])
    }
}

impl<'a> AppStoreConnectView<'a> {
    /// The tree.
    pub fn tree(&self) -> &'a Tree {
        self.view.file.tree
    }

    /// The workflow.
    pub fn workflow(&self) -> &'a Workflow {
        self.view.workflow
    }

    /// The groups of `beta_groups` that are written out, with their nodes.
    pub fn beta_groups(&self) -> impl Iterator<Item = (NodeId, &'a str)> {
        let tree = self.tree();
        let items = self.publishing.beta_groups.items().iter();
        items.filter_map(move |item| {
            let name = item.value.as_ref()?.literal()?.get(tree);
            Some((item.node, name))
        })
    }

    /// Whether `auth: integration` is written.
    pub fn uses_integration(&self) -> bool {
        self.publishing
            .auth
            .value()
            .is_some_and(|auth| auth.literal().is_some())
    }

    /// Whether any of `api_key`, `key_id` and `issuer_id` is set.
    pub fn uses_key(&self) -> bool {
        let asc = self.publishing;
        asc.api_key.is_set() || asc.key_id.is_set() || asc.issuer_id.is_set()
    }

    /// Whether `apple_id` or `password` is set.
    pub fn uses_password(&self) -> bool {
        self.publishing.apple_id.is_set() || self.publishing.password.is_set()
    }
}
