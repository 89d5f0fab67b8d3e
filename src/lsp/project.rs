//! With what files are checked: configurations, repositories, what is set in the
//! editor.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::finding::Finding;
use crate::rules::shell_lint::{ShellLint, ShellScript};
use crate::rules::{Checked, Settings, StructureCheck, check};
use crate::shellcheck::Shellcheck;
use crate::syntax::SourceFile;
use crate::workspace::{
    Baseline, Checkouts, ConfigError, FILE_NAME, Options, SchemaFile, Workspace, discover,
    read_file, repository_root,
};

use super::settings::EditorSettings;
use super::shell::Remembered;

type Schema = Option<Arc<dyn StructureCheck>>;

/// With what files are checked. What is read from disk is read once, when it is first
/// asked for.
pub(super) struct Project {
    folders: Vec<PathBuf>,
    /// Where relative paths of settings start, and names of files.
    cwd: PathBuf,
    settings: EditorSettings,
    shellcheck: Option<Arc<Shellcheck>>,
    workspace: Workspace,
    checkouts: Checkouts,
    schemas: RefCell<BTreeMap<PathBuf, Schema>>,
    baseline: Option<Baseline>,
    files: RefCell<Option<Arc<[PathBuf]>>>,
    /// Files whose configuration, or what that names, could not be used.
    failing: RefCell<BTreeSet<Option<PathBuf>>>,
    troubles: RefCell<BTreeSet<String>>,
}

impl Project {
    /// The files below these folders. Relative paths start at the first, or at `cwd`.
    pub fn new(
        folders: Vec<PathBuf>,
        cwd: &Path,
        settings: EditorSettings,
        shellcheck: Option<Arc<Shellcheck>>,
    ) -> Self {
        let cwd = folders.first().map_or(cwd, PathBuf::as_path).to_owned();
        let options = Options {
            config: settings.config.clone(),
            selection: settings.selection.clone(),
            fail_on: None,
            schema: settings.schema.clone(),
            now: None,
        };
        let mut troubles = BTreeSet::new();
        let baseline = settings.baseline.as_ref().and_then(|path| {
            let read = Baseline::read(&cwd, path);
            read.map_err(|error| troubles.insert(format!("no baseline is used: {error}")))
                .ok()
        });
        Self {
            workspace: Workspace::new(&cwd, options),
            folders,
            cwd,
            settings,
            shellcheck,
            checkouts: Checkouts::lasting(),
            schemas: RefCell::default(),
            baseline,
            files: RefCell::default(),
            failing: RefCell::default(),
            troubles: RefCell::new(troubles),
        }
    }

    /// The same, read anew. What could not be used is looked at again at once, so that it
    /// does not seem mended until the next check.
    #[must_use]
    pub fn anew(&self) -> Self {
        self.without(None)
    }

    /// The same, read anew, where a file is no longer of interest.
    #[must_use]
    pub fn without(&self, path: Option<&Path>) -> Self {
        let folders = self.folders.clone();
        let shellcheck = self.shellcheck.clone();
        let anew = Self::new(folders, &self.cwd, self.settings.clone(), shellcheck);
        let failing = self.failing.borrow();
        let others = failing.iter().map(Option::as_deref);
        for file in others.filter(|file| path.is_none() || *file != path) {
            anew.configured(file);
        }
        anew
    }

    /// Whether the configuration of a file, or what that names, could not be used.
    pub fn is_failing(&self, path: Option<&Path>) -> bool {
        self.failing.borrow().contains(&path.map(Path::to_owned))
    }

    /// The workspace's folders.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Where relative paths start.
    pub fn cwd(&self) -> &Path {
        &self.cwd
    }

    /// What is set in the editor.
    pub fn settings(&self) -> &EditorSettings {
        &self.settings
    }

    /// The program that scripts are shown to.
    pub fn shellcheck(&self) -> Option<Arc<Shellcheck>> {
        self.shellcheck.clone()
    }

    /// From now on scripts are shown to this program.
    pub fn set_shellcheck(&mut self, shellcheck: Option<Arc<Shellcheck>>) {
        self.shellcheck = shellcheck;
    }

    /// With what a file is checked that lies at an absolute path, or nowhere: it then has
    /// the configuration of the first folder, and no repository. shellcheck is left out.
    ///
    /// A configuration that cannot be used counts as none; [`Project::config_errors`]
    /// tells of it.
    pub fn settings_for(&self, path: Option<&Path>) -> Settings {
        let (settings, schema) = self.configured(path);
        Settings {
            now: Some(Timestamp::now()),
            schema,
            repository: path.and_then(|path| self.checkouts.around(path)),
            ..settings
        }
    }

    /// What is configured for a file, and the schema that is named there.
    fn configured(&self, path: Option<&Path>) -> (Settings, Schema) {
        let configured = self.workspace.settings_for(&self.place(path)).ok();
        let named = configured.as_ref().and_then(|it| it.schema.as_deref());
        let schema = named.and_then(|path| self.schema(path));
        if configured.is_none() || named.is_some() && schema.is_none() {
            self.failing.borrow_mut().insert(path.map(Path::to_owned));
        }
        let settings = configured.map(|it| it.settings.clone());
        (settings.unwrap_or_default(), schema)
    }

    fn place(&self, path: Option<&Path>) -> PathBuf {
        path.map_or_else(|| self.cwd.join(FILE_NAME), Path::to_owned)
    }

    /// Checks a text. Gives what it was checked with as well, and the scripts that
    /// shellcheck has not seen yet.
    pub fn check(
        &self,
        path: Option<&Path>,
        source: SourceFile,
    ) -> (Checked, Settings, Vec<ShellScript>) {
        let remembered = self.shellcheck.clone().map(Remembered::new).map(Arc::new);
        let settings = Settings {
            shell_lint: remembered.clone().map(|it| it as Arc<dyn ShellLint>),
            ..self.settings_for(path)
        };
        let mut checked = check(source, &settings);
        self.hide(path, &mut checked.findings);
        let unseen = remembered.map(|it| it.take_unseen()).unwrap_or_default();
        (checked, settings, unseen)
    }

    /// Takes out of what is found in a file all that is not shown: everything where the
    /// configuration leaves the file out, and what the baseline accepts.
    pub fn hide(&self, path: Option<&Path>, findings: &mut Vec<Finding>) {
        if path.is_some_and(|path| self.is_excluded(path)) {
            findings.clear();
        }
        if let Some(baseline) = &self.baseline {
            baseline.compare().hide(&self.place(path), findings);
        }
    }

    /// Whether the configuration leaves the file out.
    fn is_excluded(&self, path: &Path) -> bool {
        let holds = |folder: &&PathBuf| path.starts_with(folder);
        let folder = self.folders.iter().find(holds).map(PathBuf::as_path);
        let searched = folder.or_else(|| repository_root(path));
        self.workspace
            .is_excluded(path, searched.unwrap_or(&self.cwd))
    }

    fn schema(&self, path: &Path) -> Schema {
        let read = || {
            let name = crate::workspace::display_name(&self.cwd, path);
            let read = read_file(path, &name).map_err(|error| error.to_string());
            let schema = read.and_then(|bytes| {
                let schema = SchemaFile::new(&String::from_utf8_lossy(&bytes));
                schema.map_err(|problem| format!("`{name}` is {problem}"))
            });
            let told = |error| format!("no schema is used: {error}");
            schema
                .map_err(|error| self.troubles.borrow_mut().insert(told(error)))
                .ok()
                .map(|schema| Arc::new(schema) as Arc<dyn StructureCheck>)
        };
        let mut schemas = self.schemas.borrow_mut();
        schemas.entry(path.to_owned()).or_insert_with(read).clone()
    }

    /// Every codemagic.yaml below the workspace's folders, in the order of the folders
    /// and by path within one.
    pub fn files(&self) -> Arc<[PathBuf]> {
        let search = || {
            if self.folders.is_empty() {
                return Arc::default();
            }
            let excluded =
                |file: &Path, searched: &Path| self.workspace.is_excluded(file, searched);
            let found = discover(&self.cwd, &self.folders, excluded);
            found.files.into_iter().map(|file| file.path).collect()
        };
        self.files.borrow_mut().get_or_insert_with(search).clone()
    }

    /// Configurations that could not be used so far.
    pub fn config_errors(&self) -> Vec<Arc<ConfigError>> {
        self.workspace.errors()
    }

    /// Whatever else could not be used so far, in a sentence each.
    pub fn troubles(&self) -> Vec<String> {
        self.troubles.borrow().iter().cloned().collect()
    }
}
