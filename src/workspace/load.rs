//! The settings of every file: configuration, overrides and command line as one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use crate::rules::{self, Rule, Settings};

use super::config::{CONFIG_FILE_NAME, Config, ConfigError, FailOn, read_config};
use super::discovery::{is_repository_root, repository_root};
use super::paths;
use super::selection::{SelectionLayer, resolve};

/// What the command line says, which beats every configuration file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `--config`: the configuration of all files, in place of a search.
    pub config: Option<PathBuf>,
    /// `--select`, `--extend-select` and `--ignore`.
    pub selection: SelectionLayer,
    /// `--fail-on`.
    pub fail_on: Option<FailOn>,
    /// `--schema`, relative to the working directory.
    pub schema: Option<PathBuf>,
    /// `--now`: the moment against which dates are judged.
    pub now: Option<Timestamp>,
}

/// All that is configured for a file.
#[derive(Clone, Debug)]
pub struct FileSettings {
    /// What the rules are told.
    pub settings: Settings,
    /// When findings in the file fail the run.
    pub fail_on: FailOn,
    /// A JSON Schema by which the file is judged as well, absolute.
    pub schema: Option<PathBuf>,
    /// The configuration file behind it, absolute.
    pub config: Option<PathBuf>,
}

/// Finds and remembers configurations. May be asked by many threads at once.
#[derive(Debug)]
pub struct Workspace {
    cwd: PathBuf,
    options: Options,
    rules: &'static [&'static Rule],
    memory: Mutex<Memory>,
}

type Loaded = Result<Arc<Config>, Arc<ConfigError>>;

/// What was found out before.
#[derive(Debug, Default)]
struct Memory {
    /// The configuration file of a directory.
    nearest: FxHashMap<PathBuf, Option<PathBuf>>,
    /// What a configuration file says.
    configs: FxHashMap<PathBuf, Loaded>,
    /// The settings under a configuration file, by the overrides that match.
    settings: FxHashMap<(Option<PathBuf>, Vec<usize>), Arc<FileSettings>>,
}

impl Workspace {
    /// A workspace whose relative paths start at the absolute directory `cwd`.
    pub fn new(cwd: impl Into<PathBuf>, options: Options) -> Self {
        Self::with_rules(cwd.into(), options, rules::all())
    }

    fn with_rules(cwd: PathBuf, options: Options, rules: &'static [&'static Rule]) -> Self {
        let memory = Mutex::default();
        Self {
            cwd,
            options,
            rules,
            memory,
        }
    }

    /// The settings of a file, which need not exist: standard input has the
    /// settings of the file that it is named after.
    ///
    /// # Errors
    /// When the file's configuration cannot be used. Files that share it share
    /// the error: see [`Workspace::errors`].
    pub fn settings_for(&self, file: &Path) -> Result<Arc<FileSettings>, Arc<ConfigError>> {
        let file = paths::absolute(&self.cwd, file);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let config = self.config_of(&mut memory, file.parent().unwrap_or(&file))?;
        let config = config.as_deref();
        let matching: Vec<usize> = config
            .into_iter()
            .flat_map(|config| config.overrides.iter().enumerate())
            .filter(|(_, item)| item.paths.matches(&file))
            .map(|(index, _)| index)
            .collect();
        let key = (config.map(|config| config.path.clone()), matching);
        if let Some(known) = memory.settings.get(&key) {
            return Ok(Arc::clone(known));
        }
        let settings = Arc::new(self.combine(config, &key.1));
        memory.settings.insert(key, Arc::clone(&settings));
        Ok(settings)
    }

    /// Whether the configuration leaves `file` out of a search of the directory
    /// `searched`: the file's own configuration may say so, or that of the
    /// directory. A configuration that cannot be used excludes nothing.
    pub fn is_excluded(&self, file: &Path, searched: &Path) -> bool {
        let file = paths::absolute(&self.cwd, file);
        let searched = paths::absolute(&self.cwd, searched);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        [searched.as_path(), file.parent().unwrap_or(&file)]
            .into_iter()
            .filter_map(|directory| self.config_of(&mut memory, directory).ok().flatten())
            .filter_map(|config| config.exclude.clone())
            .any(|globs| globs.matches(&file))
    }

    /// Every configuration that could not be used so far, once each, in the order
    /// of their paths.
    pub fn errors(&self) -> Vec<Arc<ConfigError>> {
        let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut failed: Vec<_> = memory
            .configs
            .iter()
            .filter_map(|(path, loaded)| Some((path, loaded.as_ref().err()?)))
            .collect();
        failed.sort_by_key(|(path, _)| *path);
        failed
            .into_iter()
            .map(|(_, error)| Arc::clone(error))
            .collect()
    }

    fn config_of(
        &self,
        memory: &mut Memory,
        directory: &Path,
    ) -> Result<Option<Arc<Config>>, Arc<ConfigError>> {
        let path = match &self.options.config {
            Some(path) => Some(paths::absolute(&self.cwd, path)),
            None => nearest_config(&mut memory.nearest, directory),
        };
        let Some(path) = path else {
            return Ok(None);
        };
        let load = || {
            let is_found = self.options.config.is_none();
            let within = path.parent().and_then(repository_root);
            read_config(&path, within.filter(|_| is_found), &self.cwd, self.rules)
                .map(Arc::new)
                .map_err(Arc::new)
        };
        let loaded = memory.configs.entry(path.clone()).or_insert_with(load);
        loaded.clone().map(Some)
    }

    fn combine(&self, config: Option<&Config>, matching: &[usize]) -> FileSettings {
        let overrides = config.map_or(&[][..], |config| &config.overrides);
        let overrides = matching.iter().filter_map(|&index| overrides.get(index));
        let layers = config.map_or(&[][..], |config| &config.layers);
        let layers = layers
            .iter()
            .chain(overrides.map(|item| &item.layer))
            .chain([&self.options.selection]);
        let settings = Settings {
            selection: resolve(self.rules, layers),
            known: config
                .map(|config| config.known.clone())
                .unwrap_or_default(),
            now: self.options.now,
            schema: None,
            shell_lint: None,
            repository: None,
        };
        let schema = self.options.schema.as_ref();
        let schema = schema.map(|path| paths::absolute(&self.cwd, path));
        let configured = |pick: fn(&Config) -> Option<PathBuf>| config.and_then(pick);
        FileSettings {
            settings,
            fail_on: self
                .options
                .fail_on
                .or(config.and_then(|config| config.fail_on))
                .unwrap_or_default(),
            schema: schema.or_else(|| configured(|config| config.schema.clone())),
            config: configured(|config| Some(config.path.clone())),
        }
    }
}

/// The configuration file of a directory: the nearest one upwards.
///
/// The search ends at the root of the repository, so that a submodule or a
/// checkout inside another one stands by itself; outside any repository it ends
/// at the root of the file system. A name that exists is taken even if it cannot
/// be read: to pass over it would quietly change the settings.
fn nearest_config(
    known: &mut FxHashMap<PathBuf, Option<PathBuf>>,
    directory: &Path,
) -> Option<PathBuf> {
    let mut climbed = Vec::new();
    let mut found = None;
    for place in directory.ancestors() {
        if let Some(answer) = known.get(place) {
            found.clone_from(answer);
            break;
        }
        climbed.push(place);
        let candidate = place.join(CONFIG_FILE_NAME);
        if candidate.symlink_metadata().is_ok() {
            found = Some(candidate);
            break;
        }
        if is_repository_root(place) {
            break;
        }
    }
    for place in climbed {
        known.insert(place.to_path_buf(), found.clone());
    }
    found
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::finding::Severity;

    use super::super::testing::{DEFAULT, RULES};
    use super::*;

    struct Project {
        dir: tempfile::TempDir,
    }

    impl Project {
        fn new(files: &[(&str, &str)]) -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join(".git")).unwrap();
            for (name, text) in files {
                let path = dir.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Self { dir }
        }

        fn workspace(&self, options: Options) -> Workspace {
            Workspace::with_rules(self.dir.path().to_path_buf(), options, RULES)
        }

        fn severities(&self, options: Options, file: &str) -> Vec<Option<Severity>> {
            let settings = self.workspace(options).settings_for(file.as_ref()).unwrap();
            let selection = &settings.settings.selection;
            (0..RULES.len())
                .map(|index| selection.severity(index))
                .collect()
        }
    }

    fn select(names: &str) -> Options {
        let names: Vec<_> = names.split_whitespace().map(str::to_owned).collect();
        Options {
            selection: SelectionLayer::from_names(RULES, &names, &[], &[]).unwrap(),
            ..Options::default()
        }
    }

    const GROUPS: usize = 2;

    #[test]
    fn without_a_configuration_the_defaults_hold() {
        let project = Project::new(&[]);
        assert_eq!(
            project.severities(Options::default(), "codemagic.yaml"),
            DEFAULT
        );
    }

    #[test]
    fn each_source_beats_the_weaker_ones() {
        let base = "severity.beta-groups-empty = \"hint\"";
        let own = "extends = \"base.toml\"\nseverity.beta-groups-empty = \"info\"";
        let overrides = "[[overrides]]\npaths = [\"a\"]\nseverity.beta-groups-empty = \"error\"\n\
                         [[overrides]]\npaths = [\"a/b\"]\nignore = [\"beta-groups-empty\"]";
        let both = format!("{own}\n{overrides}");
        let only_base = "extends = \"base.toml\"";

        let groups = |config: &str, options: Options, file: &str| {
            let project = Project::new(&[("base.toml", base), (CONFIG_FILE_NAME, config)]);
            project.severities(options, file)[GROUPS]
        };
        let plain = Options::default;
        assert_eq!(groups("", plain(), "x.yaml"), Some(Severity::Warning));
        assert_eq!(groups(only_base, plain(), "x.yaml"), Some(Severity::Hint));
        assert_eq!(groups(own, plain(), "x.yaml"), Some(Severity::Info));
        assert_eq!(groups(&both, plain(), "x.yaml"), Some(Severity::Info));
        assert_eq!(groups(&both, plain(), "a/x.yaml"), Some(Severity::Error));
        assert_eq!(groups(&both, plain(), "a/b/x.yaml"), None);
        let chosen = groups(&both, select("beta-groups-empty"), "a/b/x.yaml");
        assert_eq!(chosen, Some(Severity::Error));
    }

    #[test]
    fn overrides_of_a_base_yield_to_those_of_the_file() {
        let base = "[[overrides]]\npaths = [\"a\"]\nignore = [\"beta-groups-empty\"]";
        let own = "extends = \"base.toml\"\nextend-select = [\"beta-groups-empty\"]";
        let more = "[[overrides]]\npaths = [\"a\"]\nextend-select = [\"beta-groups-empty\"]";
        let groups = |config: &str| {
            let project = Project::new(&[("base.toml", base), (CONFIG_FILE_NAME, config)]);
            project.severities(Options::default(), "a/x.yaml")[GROUPS]
        };
        assert_eq!(groups(own), None);
        let both = format!("{own}\n{more}");
        assert_eq!(groups(&both), Some(Severity::Warning));
    }

    #[test]
    fn files_alike_share_their_settings() {
        let config = "[[overrides]]\npaths = [\"b\"]\nselect = []";
        let project = Project::new(&[(CONFIG_FILE_NAME, config)]);
        let workspace = project.workspace(Options::default());
        let settings = |file: &str| workspace.settings_for(file.as_ref()).unwrap();
        let first = settings("a/codemagic.yaml");
        // Read once: what happens to the file afterwards changes nothing.
        fs::remove_file(project.dir.path().join(CONFIG_FILE_NAME)).unwrap();
        for number in 0..500 {
            let same = settings(&format!("a/{number}/codemagic.yaml"));
            assert!(Arc::ptr_eq(&first, &same));
        }
        assert!(!Arc::ptr_eq(&first, &settings("b/codemagic.yaml")));
        let memory = workspace.memory.lock().unwrap();
        assert_eq!(memory.configs.len(), 1);
        assert_eq!(memory.settings.len(), 2);
    }

    #[test]
    fn a_workspace_may_be_shared_by_threads() {
        let project = Project::new(&[(CONFIG_FILE_NAME, "fail-on = \"hint\"")]);
        let workspace = project.workspace(Options::default());
        std::thread::scope(|scope| {
            for number in 0..4 {
                let workspace = &workspace;
                scope.spawn(move || {
                    let file = format!("{number}/codemagic.yaml");
                    let settings = workspace.settings_for(file.as_ref()).unwrap();
                    assert_eq!(settings.fail_on, FailOn::AtLeast(Severity::Hint));
                });
            }
        });
    }
}
