//! `check --baseline`: findings that are accepted for now.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::rules;
use crate::workspace::{Baseline, BaselineEntry, BaselineError};

use super::args::CheckArgs;
use super::check::Checked;
use super::failure::Failure;
use super::terminal::tell;

/// Entries of the baseline that are named when they are fixed; more are counted.
const SHOWN_FIXED: usize = 5;

/// What is accepted for now.
#[derive(Args, Debug)]
pub(super) struct BaselineArgs {
    /// Hide the findings that this file accepts.
    #[arg(long, value_name = "PATH", help_heading = "Files")]
    pub baseline: Option<PathBuf>,

    /// Accept all present findings: write them to the baseline.
    #[arg(long, requires = "baseline", help_heading = "Files")]
    pub write_baseline: bool,

    /// Take what is fixed out of the baseline; accept nothing new.
    #[arg(
        long,
        requires = "baseline",
        conflicts_with_all = ["write_baseline", "diff"],
        help_heading = "Files"
    )]
    pub prune_baseline: bool,

    /// List what the baseline accepts in SARIF reports too, marked as suppressed.
    #[arg(
        long,
        requires = "baseline",
        conflicts_with = "write_baseline",
        help_heading = "Files"
    )]
    pub report_accepted: bool,
}

/// The baseline that the command line asks for. One that is to be written need
/// not exist.
pub(super) fn read(args: &CheckArgs, cwd: &Path) -> Result<Option<Baseline>, Failure> {
    let Some(path) = &args.accepted.baseline else {
        return Ok(None);
    };
    let baseline = if args.accepted.write_baseline {
        Baseline::read_or_new(cwd, path)
    } else {
        Baseline::read(cwd, path)
    };
    baseline.map(Some).map_err(|error| failure(&error))
}

/// Accepts all present findings.
pub(super) fn write(
    baseline: &mut Baseline,
    checked: &[Checked],
    quiet: bool,
) -> Result<(), Failure> {
    for file in checked {
        baseline.accept(&file.path, &file.findings);
    }
    baseline.forget_missing_files();
    baseline.write().map_err(|error| failure(&error))?;
    if !quiet {
        tell(&format!(
            "the baseline accepts {}",
            findings(baseline.len())
        ));
    }
    Ok(())
}

/// Takes out what is accepted, and says which accepted findings are no more, or
/// takes those out of the baseline.
pub(super) fn hide_accepted(
    baseline: &mut Baseline,
    checked: &mut [Checked],
    args: &CheckArgs,
) -> Result<(), Failure> {
    let mut comparison = baseline.compare();
    let mut hidden = 0;
    for file in checked.iter_mut() {
        file.accepted = comparison.hide(&file.path, &mut file.findings);
        hidden += file.accepted.len();
    }
    let on = rules_that_are_on(checked);
    let fixed = comparison.fixed(|entry| on.contains(rules::catalogue_id(&entry.rule)));
    if args.accepted.prune_baseline && !fixed.is_empty() {
        baseline.remove(&fixed);
        baseline.write().map_err(|error| failure(&error))?;
    }
    if !args.quiet {
        tell_accepted(hidden, &fixed, args.accepted.prune_baseline);
    }
    Ok(())
}

fn tell_accepted(hidden: usize, fixed: &[BaselineEntry], pruned: bool) {
    if hidden > 0 {
        tell(&format!("the baseline accepts {}", findings(hidden)));
    }
    if fixed.is_empty() {
        return;
    }
    let then = if pruned {
        ", taken out of it"
    } else {
        "; `--prune-baseline` takes out what is fixed"
    };
    tell(&format!(
        "fixed: {} of the baseline{then}",
        findings(fixed.len())
    ));
    for entry in fixed.iter().take(SHOWN_FIXED) {
        tell(&format!(
            "  {}: {}: {}",
            entry.path, entry.rule, entry.message
        ));
    }
    let more = fixed.len().saturating_sub(SHOWN_FIXED);
    if more > 0 {
        tell(&format!("  and {more} more"));
    }
}

/// A rule that is off finds nothing, which is not the same as being fixed.
fn rules_that_are_on(checked: &[Checked]) -> HashSet<&'static str> {
    let is_on = |index: usize| {
        let severity = |file: &Checked| file.settings.settings.selection.severity(index);
        let is_shellcheck = rules::index_of(rules::SHELLCHECK) == Some(index);
        let ran = |file: &&Checked| !is_shellcheck || file.saw_shellcheck;
        let mut files = checked.iter().filter(ran);
        files.any(|file| severity(file).is_some())
    };
    let rules = rules::all().iter().enumerate();
    rules
        .filter(|(index, _)| is_on(*index))
        .map(|(_, rule)| rule.id)
        .collect()
}

fn findings(number: usize) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} finding{plural}")
}

fn failure(error: &BaselineError) -> Failure {
    Failure::with_help(error, error.help())
}
