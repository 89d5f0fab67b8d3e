//! `check`: lint files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use jiff::Timestamp;
use rayon::prelude::*;

use crate::finding::Finding;
use crate::report::{FileReport, Report};
use crate::rules::{self, Settings, StructureCheck};
use crate::syntax::{SourceFile, Span};
use crate::workspace::{
    Baseline, FILE_NAME, FileSettings, FoundFile, Options, SchemaFile, SelectionLayer, Workspace,
    discover, display_name, is_near_miss, read_file, read_stream,
};

use super::Outcome;
use super::args::CheckArgs;
use super::failure::{Failure, print_config_error};
use super::outputs::outputs;
use super::terminal::current_directory;

/// A checked file before limits and baseline.
struct Checked {
    path: PathBuf,
    source: SourceFile,
    findings: Vec<Finding>,
    secrets: Vec<Span>,
    settings: Arc<FileSettings>,
}

pub(super) fn run(args: &CheckArgs, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let outputs = outputs(args, matches)?;
    let cwd = current_directory()?;
    let workspace = Workspace::new(&cwd, options(args)?);
    let baseline = match &args.baseline {
        Some(path) if args.write_baseline => Some(Baseline::read_or_new(&cwd, path)),
        Some(path) => Some(Baseline::read(&cwd, path)),
        None => None,
    };
    let mut baseline = baseline
        .transpose()
        .map_err(|error| Failure::with_help(&error, error.help()))?;

    let run = Run {
        args,
        cwd,
        workspace,
        schemas: HashMap::new(),
    };
    let (mut checked, mut trouble) = run.check_all()?;
    if let Some(baseline) = baseline.as_mut().filter(|_| args.write_baseline) {
        return write_baseline(baseline, &checked, trouble, args.quiet);
    }
    if let Some(baseline) = &baseline {
        hide_accepted(baseline, &mut checked, args.quiet);
    }
    let failed = checked.iter().any(|file| {
        file.findings
            .iter()
            .any(|finding| file.settings.fail_on.fails(finding.severity))
    });
    let files = checked
        .into_iter()
        .map(|file| FileReport::new(file.source, file.findings, file.secrets, args.max_findings));
    let report = Report {
        files: files.collect(),
    };
    for output in &outputs {
        if let Err(failure) = output.write(&report, args) {
            failure.print();
            trouble = true;
        }
    }
    Ok(match (trouble, failed) {
        (true, _) => Outcome::Trouble,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

fn options(args: &CheckArgs) -> Result<Options, Failure> {
    let selection = SelectionLayer::from_names(
        rules::all(),
        &args.select,
        &args.extend_select,
        &args.ignore,
    );
    let selection = selection.map_err(|unknown| {
        let names: Vec<String> = unknown.iter().map(ToString::to_string).collect();
        Failure::with_help(
            names.join("; "),
            Some("`codemagic-lint rules` lists them all"),
        )
    })?;
    Ok(Options {
        config: args.config.clone(),
        selection,
        fail_on: args.fail_on,
        schema: args.schema.clone(),
        now: Some(args.now.unwrap_or_else(Timestamp::now)),
    })
}

struct Run<'a> {
    args: &'a CheckArgs,
    cwd: PathBuf,
    workspace: Workspace,
    schemas: HashMap<PathBuf, Arc<dyn StructureCheck>>,
}

impl Run<'_> {
    /// Checks everything there is, and says whether something could not be.
    fn check_all(mut self) -> Result<(Vec<Checked>, bool), Failure> {
        let stdin = self.args.paths.iter().any(|path| path.as_os_str() == "-");
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
        let mut jobs = Vec::new();
        if stdin {
            jobs.extend(self.stdin_job()?);
        }
        for file in files {
            jobs.extend(self.job(file));
        }
        for error in self.workspace.errors() {
            print_config_error(&error);
            trouble = true;
        }
        self.load_schemas(&jobs)?;
        let results = self.run_jobs(jobs);
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

    /// Standard input. A name that is not ours is passed over: editors send
    /// every YAML file they open.
    fn stdin_job(&self) -> Result<Option<Job>, Failure> {
        let named = self.args.stdin_filename.as_deref();
        let is_ours = named
            .and_then(Path::file_name)
            .is_none_or(|name| name == FILE_NAME || name.to_str().is_some_and(is_near_miss));
        if !is_ours {
            return Ok(None);
        }
        let name = named.map_or_else(
            || "<stdin>".to_owned(),
            |path| display_name(&self.cwd, path),
        );
        let path = self.cwd.join(named.unwrap_or(Path::new(FILE_NAME)));
        let bytes = read_stream(std::io::stdin().lock(), &name)
            .map_err(|error| Failure::with_help(&error, error.help()))?;
        Ok(self.settings(&path).map(|settings| Job {
            path,
            name,
            bytes: Some(bytes),
            settings,
        }))
    }

    fn job(&self, file: FoundFile) -> Option<Job> {
        let settings = self.settings(&file.path)?;
        if self.args.verbose {
            let config = settings.config.as_deref();
            let config = config.map_or_else(
                || "no configuration".to_owned(),
                |path| display_name(&self.cwd, path),
            );
            eprintln!("checking {} ({config})", file.name);
        }
        Some(Job {
            path: file.path,
            name: file.name,
            bytes: None,
            settings,
        })
    }

    /// `None` for a file whose configuration cannot be used; that is said once
    /// for all its files.
    fn settings(&self, path: &Path) -> Option<Arc<FileSettings>> {
        self.workspace.settings_for(path).ok()
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
    fn run_jobs(&self, jobs: Vec<Job>) -> Vec<Result<Checked, Failure>> {
        if jobs.len() <= 1 {
            return jobs.into_iter().map(|job| self.check(job)).collect();
        }
        jobs.into_par_iter().map(|job| self.check(job)).collect()
    }

    fn check(&self, job: Job) -> Result<Checked, Failure> {
        let Job {
            path,
            name,
            bytes,
            settings,
        } = job;
        let bytes = match bytes {
            Some(bytes) => bytes,
            None => {
                read_file(&path, &name).map_err(|error| Failure::with_help(&error, error.help()))?
            }
        };
        let source = SourceFile::from_bytes(name, bytes);
        let schema = settings
            .schema
            .as_ref()
            .and_then(|path| self.schemas.get(path));
        let checked = match schema {
            Some(schema) => {
                let schema = Some(Arc::clone(schema));
                rules::check(
                    source,
                    &Settings {
                        schema,
                        ..settings.settings.clone()
                    },
                )
            }
            None => rules::check(source, &settings.settings),
        };
        let source = checked.tree.source().clone();
        Ok(Checked {
            path,
            source,
            findings: checked.findings,
            secrets: checked.secrets,
            settings,
        })
    }
}

struct Job {
    path: PathBuf,
    name: String,
    /// Read before, from standard input.
    bytes: Option<Vec<u8>>,
    settings: Arc<FileSettings>,
}

fn write_baseline(
    baseline: &mut Baseline,
    checked: &[Checked],
    trouble: bool,
    quiet: bool,
) -> Result<Outcome, Failure> {
    for file in checked {
        baseline.accept(&file.path, &file.findings);
    }
    baseline.forget_missing_files();
    baseline
        .write()
        .map_err(|error| Failure::with_help(&error, error.help()))?;
    if !quiet {
        eprintln!("accepted {} findings", baseline.len());
    }
    Ok(if trouble {
        Outcome::Trouble
    } else {
        Outcome::Clean
    })
}

fn hide_accepted(baseline: &Baseline, checked: &mut [Checked], quiet: bool) {
    let mut comparison = baseline.compare();
    let mut hidden = 0;
    for file in checked.iter_mut() {
        hidden += comparison.hide(&file.path, &mut file.findings).len();
    }
    if quiet {
        return;
    }
    let mut on = std::collections::HashSet::new();
    for (index, rule) in rules::all().iter().enumerate() {
        if checked
            .iter()
            .any(|file| file.settings.settings.selection.severity(index).is_some())
        {
            on.insert(rule.id);
        }
    }
    let fixed = comparison.fixed(|entry| on.contains(entry.rule.as_str()));
    if hidden > 0 {
        eprintln!("{hidden} accepted by the baseline");
    }
    if !fixed.is_empty() {
        eprintln!(
            "{} in the baseline are fixed: write it anew with `--write-baseline`",
            fixed.len()
        );
        for entry in fixed.iter().take(5) {
            eprintln!("  {}: {}: {}", entry.path, entry.rule, entry.message);
        }
    }
}
