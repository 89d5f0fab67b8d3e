//! A configuration file with all that it extends.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::finding::{Severity, UnknownName};
use crate::rules::{Known, Rule};
use crate::syntax::{SourceFile, Span};

use super::config_file::{ConfigFile, decode};
use super::file_error::{FileError, FileProblem};
use super::globs::Globs;
use super::paths;
use super::read::read_at_most;
use super::selection::SelectionLayer;

/// What the configuration file is called.
pub const CONFIG_FILE_NAME: &str = "codemagic-lint.toml";

/// The largest configuration that is read, in bytes.
const MAX_CONFIG_SIZE: u64 = 1 << 20;

/// A configuration file and those that it extends, as one.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file, absolute.
    pub path: PathBuf,
    /// What every file says about rules, the farthest of those extended first.
    pub layers: Vec<SelectionLayer>,
    /// What is different for some files, in the order in which they apply.
    pub overrides: Vec<Override>,
    /// Files that a search leaves out.
    pub exclude: Option<Globs>,
    /// When the run fails.
    pub fail_on: Option<FailOn>,
    /// A JSON Schema by which files are judged as well, absolute.
    pub schema: Option<PathBuf>,
    /// What exists in Codemagic's web settings.
    pub known: Known,
}

/// One of `[[overrides]]`.
#[derive(Clone, Debug)]
pub struct Override {
    /// The files it is about.
    pub paths: Globs,
    /// What it says about rules.
    pub layer: SelectionLayer,
}

/// The severity from which findings fail a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailOn {
    /// This severity or a worse one.
    AtLeast(Severity),
    /// None.
    Never,
}

impl FailOn {
    pub(super) const NEVER: &'static str = "never";

    /// Whether a finding of this severity fails the run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::AtLeast(least) => severity >= least,
            Self::Never => false,
        }
    }
}

impl Default for FailOn {
    fn default() -> Self {
        Self::AtLeast(Severity::Error)
    }
}

impl FromStr for FailOn {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        if text == Self::NEVER {
            return Ok(Self::Never);
        }
        text.parse().map(Self::AtLeast)
    }
}

/// One thing that is wrong in a configuration file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigProblem {
    /// What is wrong: lower case, no full stop, the offending text in backticks.
    pub message: String,
    /// The place in the file.
    pub span: Span,
    /// What to do about it.
    pub help: Option<String>,
}

/// A configuration file that cannot be used.
#[derive(Clone, Debug)]
pub struct InvalidConfig {
    /// Its text, for excerpts.
    pub source: SourceFile,
    /// All that is wrong with it, in the order of the text.
    pub problems: Vec<ConfigProblem>,
}

impl InvalidConfig {
    /// Where a problem is: `name:line:column`.
    pub fn place(&self, problem: &ConfigProblem) -> String {
        let position = self.source.position(problem.span.start());
        let (line, column) = (position.line, position.column);
        format!("{}:{line}:{column}", self.source.name())
    }
}

impl fmt::Display for InvalidConfig {
    /// One line for each problem: `name:line:column: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(f, "{newline}{}: {}", self.place(problem), problem.message)?;
        }
        Ok(())
    }
}

/// Why there is no configuration. Leads to exit code 2.
#[derive(Clone, Debug)]
pub enum ConfigError {
    /// The file cannot be read.
    Unreadable(FileError),
    /// It, or a file that it extends, has mistakes in it.
    Invalid(Vec<InvalidConfig>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Invalid(files) => {
                let files: Vec<_> = files.iter().map(ToString::to_string).collect();
                f.write_str(&files.join("\n"))
            }
        }
    }
}

impl std::error::Error for ConfigError {}

/// Names under `[known]`; `None` where the file is silent.
#[derive(Default)]
pub(super) struct KnownNames {
    pub(super) groups: Option<Vec<String>>,
    pub(super) integrations: Option<Vec<String>>,
    pub(super) keystores: Option<Vec<String>>,
    pub(super) internal_beta_groups: Option<Vec<String>>,
    pub(super) instance_types: Option<Vec<String>>,
    pub(super) max_build_duration: Option<u32>,
}

/// Reads the configuration at the absolute `path`, and all that it extends.
/// Files are named relative to `cwd`. A configuration that was found, not named by
/// whoever runs the program, may lead to files `within` the root of its repository only.
///
/// # Errors
/// When a file cannot be read, lies outside, or has mistakes: all of them, in all files.
pub fn read_config(
    path: &Path,
    within: Option<&Path>,
    cwd: &Path,
    rules: &[&'static Rule],
) -> Result<Config, ConfigError> {
    let mut chain = Chain {
        within,
        cwd,
        rules,
        visited: Vec::new(),
        files: Vec::new(),
        judged: Vec::new(),
    };
    let mut next = chain.visit(path).map_err(ConfigError::Unreadable)?;
    while let Some((path, span)) = next {
        next = chain.extend(&path, span);
    }
    chain.finish(path)
}

/// The files read so far: the first extends the second and so on.
struct Chain<'a> {
    within: Option<&'a Path>,
    cwd: &'a Path,
    rules: &'a [&'static Rule],
    /// Where the files are on disk, links resolved.
    visited: Vec<PathBuf>,
    files: Vec<(PathBuf, ConfigFile)>,
    judged: Vec<InvalidConfig>,
}

/// The file to go on with, and where it was named.
type Next = Option<(PathBuf, Span)>;

impl Chain<'_> {
    fn visit(&mut self, path: &Path) -> Result<Next, FileError> {
        let name = self.name_inside(path)?;
        let bytes = read_at_most(path, &name, MAX_CONFIG_SIZE)?;
        let source = SourceFile::from_bytes(name, bytes);
        let directory = path.parent().unwrap_or(path).to_path_buf();
        let (file, problems) = decode(&source, &directory, self.rules);
        let next = file.extends.as_ref();
        let next = next.map(|(target, span)| (paths::absolute(&directory, target.as_ref()), *span));
        self.visited.push(real_path(path));
        self.files.push((directory, file));
        self.judged.push(InvalidConfig { source, problems });
        Ok(next)
    }

    /// What reports call a file, if it may be read.
    fn name_inside(&self, path: &Path) -> Result<String, FileError> {
        let name = paths::display_name(self.cwd, path);
        if self.within.is_some_and(|root| leads_out(root, path)) {
            return Err(FileError::new(name, FileProblem::LeadsOut));
        }
        Ok(name)
    }

    /// Goes on to the file that the last one extends. What is wrong with doing so
    /// is a problem of the last one.
    fn extend(&mut self, path: &Path, span: Span) -> Next {
        let message = if let Err(outside) = self.name_inside(path) {
            outside.to_string()
        } else if self.visited.contains(&real_path(path)) {
            self.circle(path)
        } else {
            match self.visit(path) {
                Ok(next) => return next,
                Err(error) => format!("`extends` leads nowhere: {error}"),
            }
        };
        if let Some(last) = self.judged.last_mut() {
            last.problems.push(ConfigProblem {
                message,
                span,
                help: None,
            });
            last.problems.sort_by_key(|problem| problem.span);
        }
        None
    }

    fn circle(&self, path: &Path) -> String {
        let name = paths::display_name(self.cwd, path);
        let sources = self.judged.iter().map(|file| file.source.name());
        let from = sources.clone().position(|source| source == name);
        let mut way: Vec<_> = sources.skip(from.unwrap_or(0)).collect();
        way.push(&name);
        let way = way.join("` -> `");
        format!("`extends` runs in a circle: `{way}`")
    }

    fn finish(mut self, path: &Path) -> Result<Config, ConfigError> {
        let mut invalid = std::mem::take(&mut self.judged);
        invalid.retain(|file| !file.problems.is_empty());
        if !invalid.is_empty() {
            return Err(ConfigError::Invalid(invalid));
        }
        let mut config = Config::empty(path);
        // The farthest first, so that the nearer may overwrite.
        for (directory, file) in std::mem::take(&mut self.files).into_iter().rev() {
            config.add(&directory, file);
        }
        if let Some(schema) = &config.schema {
            self.name_inside(schema).map_err(ConfigError::Unreadable)?;
        }
        Ok(config)
    }
}

impl Config {
    fn empty(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            layers: Vec::new(),
            overrides: Vec::new(),
            exclude: None,
            fail_on: None,
            schema: None,
            known: Known::default(),
        }
    }

    fn add(&mut self, directory: &Path, file: ConfigFile) {
        self.layers.push(file.layer);
        self.overrides.extend(file.overrides);
        if file.exclude.is_some() {
            self.exclude = file.exclude;
        }
        if let Some(fail_on) = file.fail_on {
            self.fail_on = Some(fail_on);
        }
        if let Some(schema) = file.schema {
            self.schema = Some(paths::absolute(directory, schema.as_ref()));
        }
        file.known.overwrite(&mut self.known);
    }
}

impl KnownNames {
    fn overwrite(self, known: &mut Known) {
        let Known {
            groups,
            integrations,
            keystores,
            ..
        } = known;
        for (own, inherited) in [
            (self.groups, groups),
            (self.integrations, integrations),
            (self.keystores, keystores),
        ] {
            if own.is_some() {
                *inherited = own;
            }
        }
        if let Some(groups) = self.internal_beta_groups {
            known.internal_beta_groups = groups;
        }
        if let Some(types) = self.instance_types {
            known.instance_types = types;
        }
        if let Some(minutes) = self.max_build_duration {
            known.max_build_duration = Some(minutes);
        }
    }
}

/// Whether a path leads out of a directory, by its name or by links. The name is judged
/// first: to ask for some is to go there, as with those of other machines.
fn leads_out(root: &Path, path: &Path) -> bool {
    if !path.starts_with(root) {
        return true;
    }
    let (root, path) = (fs::canonicalize(root), fs::canonicalize(path));
    matches!((root, path), (Ok(root), Ok(path)) if !path.starts_with(&root))
}

/// Where the path leads when links are followed, to know a file again.
fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}
