//! `check`: lint files.

mod files;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use jiff::Timestamp;

use crate::finding::Finding;
use crate::report::{FileReport, Report};
use crate::rules;
use crate::syntax::{SourceFile, Span};
use crate::workspace::{
    FileSettings, MAX_PATH, Options, SelectionLayer, UnknownSelector, Workspace,
    name_in_repository, repository_root,
};

use super::Outcome;
use super::args::CheckArgs;
use super::baseline;
use super::failure::Failure;
use super::fix::{self, Changed};
use super::outputs::{Reporter, outputs};
use super::terminal::current_directory;

use files::Run;

/// A checked file before limits and baseline.
pub(super) struct Checked {
    pub path: PathBuf,
    source: SourceFile,
    pub findings: Vec<Finding>,
    /// What the baseline accepts of them, once it was asked.
    pub accepted: Vec<Finding>,
    secrets: Vec<Span>,
    pub settings: Arc<FileSettings>,
    /// Whether shellcheck saw the scripts.
    pub saw_shellcheck: bool,
    pub changed: Changed,
}

impl Checked {
    /// Whether something was found that makes the run fail.
    fn fails(&self) -> bool {
        let fails = |finding: &Finding| self.settings.fail_on.fails(finding.severity);
        self.findings.iter().any(fails)
    }
}

/// What reports call standard input without a name.
const STDIN: &str = "<stdin>";

pub(super) fn run(args: &CheckArgs, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let outputs = outputs(args, matches)?;
    if args.stdin_filename.is_some() && !reads_stdin(args) {
        return Err(Failure::with_help(
            "`--stdin-filename` names standard input, which is not to be checked",
            Some("add `-` to the paths"),
        ));
    }
    let named = args.stdin_filename.as_deref();
    if named.is_some_and(|path| path.as_os_str().len() > MAX_PATH) {
        return Err(Failure::new(format!(
            "`--stdin-filename` is longer than {MAX_PATH} bytes, which no path is"
        )));
    }
    let cwd = current_directory()?;
    let workspace = Workspace::new(&cwd, options(args)?);
    let mut baseline = baseline::read(args, &cwd)?;

    let run = Run::new(args, cwd.clone(), workspace, baseline.as_ref());
    let place = Place::new(&cwd);
    let is_changed = args.changes.fix || args.changes.diff || args.changes.add_ignore.is_some();
    if let [output] = &*outputs
        && let Some(reporter) = output.prints_by_file(args)
        && baseline.is_none()
        && !is_changed
    {
        return print_by_file(run, args, &reporter, &place);
    }
    let (mut checked, mut trouble) = run.check_all(|file| file)?;
    trouble |= fix::tell_of(&checked, args);
    if let Some(baseline) = baseline.as_mut().filter(|_| args.accepted.write_baseline) {
        baseline::write(baseline, &checked, args.quiet)?;
        return Ok(if trouble {
            Outcome::Trouble
        } else {
            Outcome::Clean
        });
    }
    if let Some(baseline) = &mut baseline {
        // The report is worth having even where the baseline cannot be written.
        if let Err(failure) = baseline::hide_accepted(baseline, &mut checked, args) {
            failure.print();
            trouble = true;
        }
    }
    fix::tell_unsafe(&checked, args);
    let failed = if args.changes.diff {
        checked.iter().any(|file| file.changed.would_change())
    } else {
        checked.iter().any(Checked::fails)
    };
    let console = fix::print(&checked, args, reads_stdin(args))?;
    let files = checked.into_iter().map(|file| place.report(file, args));
    let report = Report {
        files: files.collect(),
    };
    for output in &outputs {
        if let Err(failure) = output.write(&report, args, console) {
            failure.print();
            trouble = true;
        }
    }
    // The process ends: to free one text after the other would only take time.
    std::mem::forget(report);
    Ok(outcome(trouble, failed))
}

fn outcome(trouble: bool, failed: bool) -> Outcome {
    match (trouble, failed) {
        (true, _) => Outcome::Trouble,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    }
}

/// Checks and prints. Of each file nothing is kept but the text that is printed, which is
/// a fraction of what was found and read.
fn print_by_file(
    run: Run<'_>,
    args: &CheckArgs,
    reporter: &Reporter,
    place: &Place<'_>,
) -> Result<Outcome, Failure> {
    let (files, mut trouble) = run.check_all(|file| {
        let fails = file.fails();
        let text = reporter.render(&place.report(file, args));
        (text, fails)
    })?;
    let failed = files.iter().any(|(_, fails)| *fails);
    let texts = files.into_iter().map(|(text, _)| text);
    if let Err(failure) = reporter.print(&texts.collect::<Result<Vec<_>, _>>()?) {
        failure.print();
        trouble = true;
    }
    Ok(outcome(trouble, failed))
}

/// Where the program runs, by which files are named.
struct Place<'a> {
    cwd: &'a Path,
    repository: Option<&'a Path>,
}

impl<'a> Place<'a> {
    fn new(cwd: &'a Path) -> Self {
        Self {
            cwd,
            repository: repository_root(cwd),
        }
    }

    /// The report of a file.
    fn report(&self, file: Checked, args: &CheckArgs) -> FileReport {
        let is_file = file.source.name() != STDIN;
        let root = self.repository.filter(|_| is_file);
        let name = root.and_then(|root| name_in_repository(root, &self.cwd.join(&file.path)));
        let (fixed, ignored) = if args.changes.diff {
            (0, 0)
        } else {
            (file.changed.fixed(), file.changed.ignored())
        };
        let report = FileReport::new(file.source, file.findings, file.secrets, args.max_findings)
            .named_in_repository(name)
            .after_changes(fixed, ignored);
        if args.accepted.report_accepted {
            report.beside_accepted(file.accepted)
        } else {
            report
        }
    }
}

fn reads_stdin(args: &CheckArgs) -> bool {
    args.paths.iter().any(|path| path.as_os_str() == "-")
}

fn options(args: &CheckArgs) -> Result<Options, Failure> {
    let selection = SelectionLayer::from_names(
        rules::all(),
        &args.select,
        &args.extend_select,
        &args.ignore,
    );
    let selection = selection.map_err(|unknown| unknown_names(&unknown))?;
    Ok(Options {
        config: args.config.clone(),
        selection,
        fail_on: args.fail_on,
        schema: args.schema.clone(),
        now: Some(args.now.unwrap_or_else(Timestamp::now)),
    })
}

/// All unknown names at once, with what was likely meant.
fn unknown_names(unknown: &[UnknownSelector]) -> Failure {
    let names: Vec<String> = unknown.iter().map(ToString::to_string).collect();
    let mut help: Vec<String> = unknown.iter().map(UnknownSelector::help).collect();
    help.dedup();
    Failure::with_help(names.join("; "), Some(help.join(" ")))
}
