//! The files of a run: found, read and checked, many at a time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::rules::shell_lint::ShellLint;
use crate::rules::{Settings, StructureCheck};
use crate::shellcheck::Shellcheck;
use crate::syntax::{SourceFile, Tree, parse};
use crate::workspace::{
    Baseline, Checkouts, FILE_NAME, FileSettings, SchemaFile, Workspace, discover, display_name,
    is_near_miss, read_file, read_stream,
};

use super::super::args::CheckArgs;
use super::super::failure::{Failure, print_config_error};
use super::super::fix::{self, Task};
use super::super::shellcheck;
use super::super::terminal::{self, tell};
use super::{Checked, STDIN, reads_stdin};

/// Files that are held in memory at once while shellcheck looks at their scripts.
const AT_ONCE: usize = 256;

/// A run over all files that the command line means.
pub(super) struct Run<'a> {
    args: &'a CheckArgs,
    cwd: PathBuf,
    workspace: Workspace,
    schemas: HashMap<PathBuf, Arc<dyn StructureCheck>>,
    shellcheck: Option<Arc<Shellcheck>>,
    baseline: Option<&'a Baseline>,
    checkouts: Checkouts,
}

impl<'a> Run<'a> {
    pub fn new(
        args: &'a CheckArgs,
        cwd: PathBuf,
        workspace: Workspace,
        baseline: Option<&'a Baseline>,
    ) -> Self {
        Self {
            args,
            cwd,
            workspace,
            schemas: HashMap::new(),
            shellcheck: None,
            baseline,
            checkouts: Checkouts::default(),
        }
    }

    /// Checks everything there is, keeps of each file what `keep` makes of it, in their
    /// order, and says whether something could not be.
    pub fn check_all<T: Send>(
        mut self,
        keep: impl Fn(Checked) -> T + Sync,
    ) -> Result<(Vec<T>, bool), Failure> {
        let stdin = reads_stdin(self.args);
        let paths: Vec<PathBuf> = self
            .args
            .paths
            .iter()
            .filter(|path| path.as_os_str() != "-")
            .cloned()
            .collect();
        let mut trouble = false;
        let mut files = Vec::new();
        if !stdin || !paths.is_empty() {
            let excluded =
                |file: &Path, searched: &Path| self.workspace.is_excluded(file, searched);
            let found = discover(&self.cwd, &paths, excluded);
            for error in &found.errors {
                Failure::with_help(error, error.help()).print();
                trouble = true;
            }
            files = found.files;
        }
        if self.args.force_exclude {
            files.retain(|file| !self.excludes(&file.path));
        }
        let mut jobs = Vec::new();
        if stdin {
            match self.stdin_job() {
                Ok(job) => jobs.extend(job),
                Err(failure) => {
                    failure.print();
                    trouble = true;
                }
            }
        }
        for file in files {
            jobs.extend(self.job(file.path, file.name, None));
        }
        for error in self.workspace.errors() {
            print_config_error(&error);
            trouble = true;
        }
        self.load_schemas(&jobs)?;
        let settings = jobs.iter().map(|job| &*job.settings);
        self.shellcheck = shellcheck::find(self.args, &self.cwd, settings)?;
        let results = self.run_jobs(jobs, keep);
        if let Some(shellcheck) = &self.shellcheck {
            trouble |= shellcheck::tell_troubles(self.args, shellcheck);
        }
        if !self.args.quiet {
            for note in self.checkouts.notes() {
                tell(&format!("note: {note}"));
            }
        }
        let mut checked = Vec::new();
        for result in results {
            match result {
                Ok(file) => checked.push(file),
                Err(failure) => {
                    failure.print();
                    trouble = true;
                }
            }
        }
        Ok((checked, trouble))
    }

    /// Whether the configuration of a file that was named excludes it.
    fn excludes(&self, file: &Path) -> bool {
        self.workspace
            .is_excluded(file, file.parent().unwrap_or(file))
    }

    /// Standard input. A name that is not ours is passed over: editors send
    /// every YAML file they open.
    fn stdin_job(&self) -> Result<Option<Job>, Failure> {
        let named = self.args.stdin_filename.as_deref();
        let is_ours = named
            .and_then(Path::file_name)
            .is_none_or(|name| name == FILE_NAME || name.to_str().is_some_and(is_near_miss));
        let is_excluded = || named.is_some_and(|name| self.excludes(&self.cwd.join(name)));
        if !is_ours || (self.args.force_exclude && is_excluded()) {
            // Read all the same: the other side may take a closed pipe for a fault.
            // Whatever it is, and however long.
            terminal::pass_on(std::io::stdin().lock(), fix::gives_text(self.args))?;
            return Ok(None);
        }
        let name = named.map_or_else(|| STDIN.to_owned(), |path| display_name(&self.cwd, path));
        let path = self.cwd.join(named.unwrap_or(Path::new(FILE_NAME)));
        let bytes = read_stream(std::io::stdin().lock(), &name)
            .map_err(|error| Failure::with_help(&error, error.help()))?;
        Ok(self.job(path, name, Some(bytes)))
    }

    /// `None` for a file whose configuration cannot be used; that is said once
    /// for all its files.
    fn job(&self, path: PathBuf, name: String, bytes: Option<Vec<u8>>) -> Option<Job> {
        let settings = self.workspace.settings_for(&path).ok()?;
        if self.args.verbose {
            let config = settings.config.as_deref();
            let config = config.map_or_else(
                || "no configuration".to_owned(),
                |path| display_name(&self.cwd, path),
            );
            tell(&format!("checking {name} ({config})"));
        }
        let is_placed = bytes.is_none() || self.args.stdin_filename.is_some();
        Some(Job {
            path,
            name,
            bytes,
            is_placed,
            settings,
        })
    }

    fn load_schemas(&mut self, jobs: &[Job]) -> Result<(), Failure> {
        for path in jobs.iter().filter_map(|job| job.settings.schema.as_ref()) {
            if self.schemas.contains_key(path) {
                continue;
            }
            let name = display_name(&self.cwd, path);
            let bytes =
                read_file(path, &name).map_err(|error| Failure::with_help(&error, error.help()))?;
            let schema = SchemaFile::new(&String::from_utf8_lossy(&bytes))
                .map_err(|problem| Failure::new(format!("`{name}` is {problem}")))?;
            self.schemas.insert(path.clone(), Arc::new(schema));
        }
        Ok(())
    }

    /// In the order of the jobs. One file needs no threads.
    fn run_jobs<T: Send>(
        &self,
        mut jobs: Vec<Job>,
        keep: impl Fn(Checked) -> T + Sync,
    ) -> Vec<Result<T, Failure>> {
        let Some(shellcheck) = &self.shellcheck else {
            let check = |job| Ok(keep(self.check(self.read(job)?)));
            return if jobs.len() <= 1 {
                jobs.into_iter().map(check).collect()
            } else {
                jobs.into_par_iter().map(check).collect()
            };
        };
        let mut results = Vec::with_capacity(jobs.len());
        while !jobs.is_empty() {
            let rest = jobs.split_off(jobs.len().min(AT_ONCE));
            let files: Vec<_> = jobs.into_par_iter().map(|job| self.read(job)).collect();
            let read = files.iter().filter_map(|file| file.as_ref().ok());
            // All their scripts in few processes; then the rule finds the answers there.
            shellcheck::look_ahead(shellcheck, read.map(|file| (&file.tree, &*file.settings)));
            let check = |file: Result<Parsed, Failure>| Ok(keep(self.check(file?)));
            results.par_extend(files.into_par_iter().map(check));
            jobs = rest;
        }
        results
    }

    fn read(&self, job: Job) -> Result<Parsed, Failure> {
        let stdin = job.bytes.clone().filter(|_| fix::gives_text(self.args));
        let bytes = match job.bytes {
            Some(bytes) => bytes,
            None => read_file(&job.path, &job.name)
                .map_err(|error| Failure::with_help(&error, error.help()))?,
        };
        Ok(Parsed {
            path: job.path,
            tree: parse(SourceFile::from_bytes(job.name, bytes)),
            settings: job.settings,
            stdin,
            is_placed: job.is_placed,
        })
    }

    fn check(&self, file: Parsed) -> Checked {
        let Parsed {
            path,
            tree,
            settings,
            stdin,
            is_placed,
        } = file;
        let schema = settings.schema.as_ref();
        let schema = schema.and_then(|path| self.schemas.get(path)).cloned();
        let shell_lint = self.shellcheck.clone();
        let shell_lint = shell_lint.map(|it| it as Arc<dyn ShellLint>);
        let repository = is_placed.then(|| self.checkouts.around(&path)).flatten();
        let own = Settings {
            schema,
            shell_lint,
            repository,
            ..settings.settings.clone()
        };
        let task = Task {
            path: &path,
            stdin,
            settings: &own,
            baseline: self.baseline,
            args: self.args,
        };
        let (checked, changed) = fix::check(&task, tree);
        let source = checked.tree.source().clone();
        Checked {
            path,
            source,
            findings: checked.findings,
            accepted: Vec::new(),
            secrets: checked.secrets,
            settings,
            saw_shellcheck: self.shellcheck.is_some(),
            changed,
        }
    }
}

struct Job {
    path: PathBuf,
    name: String,
    /// Read before, from standard input.
    bytes: Option<Vec<u8>>,
    /// Whether it is known where the file lies.
    is_placed: bool,
    settings: Arc<FileSettings>,
}

/// A file that was read.
struct Parsed {
    path: PathBuf,
    tree: Tree,
    settings: Arc<FileSettings>,
    /// What came from standard input, where its text is to be printed again.
    stdin: Option<Vec<u8>>,
    /// Whether the file has a place of its own.
    is_placed: bool,
}
