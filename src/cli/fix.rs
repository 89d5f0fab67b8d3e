//! `check --fix`, `--diff` and `--add-ignore`: changing files.

use std::path::Path;

use clap::Args;

use crate::finding::{Edit, Finding, Safety};
use crate::fix::{self, Fixed, Reason, RefusalReason};
use crate::rules::{self, Settings};
use crate::syntax::{SourceFile, Tree};
use crate::workspace::{
    Baseline, clear_leftovers, display_name, has_other_links, write_unless_changed,
};

use super::args::CheckArgs;
use super::check::Checked;
use super::difference::{Change, diff};
use super::failure::Failure;
use super::outputs::Console;
use super::terminal::{self, tell};

/// What may be changed.
#[derive(Args, Debug)]
pub(super) struct ChangeArgs {
    /// Mend what can be mended safely, write the files, and report what is left.
    #[arg(long, conflicts_with = "write_baseline", help_heading = "Fixes")]
    pub fix: bool,

    /// Take fixes for good that a person should look at, too.
    #[arg(long, help_heading = "Fixes")]
    pub unsafe_fixes: bool,

    /// Show what would be changed, instead of the report, and write nothing. The exit code is 1
    /// where something would be.
    #[arg(long, conflicts_with = "write_baseline", help_heading = "Fixes")]
    pub diff: bool,

    /// Write a comment for every finding, after fixes, that silences it with this reason.
    #[arg(
        long,
        value_name = "REASON",
        conflicts_with = "write_baseline",
        help_heading = "Fixes"
    )]
    pub add_ignore: Option<Reason>,
}

/// One file's check.
pub(super) struct Task<'a> {
    /// Absolute.
    pub path: &'a Path,
    /// What came from standard input.
    pub stdin: Option<Vec<u8>>,
    pub settings: &'a Settings,
    /// What it accepts is not touched.
    pub baseline: Option<&'a Baseline>,
    pub args: &'a CheckArgs,
}

/// What was changed in a file, or would be.
#[derive(Default)]
pub(super) struct Changed {
    fixed: usize,
    ignored: usize,
    /// What to say of it, whatever happens.
    notes: Vec<String>,
    /// What to say of it to those who want to know all.
    details: Vec<String>,
    /// Why the file could not be written.
    failure: Option<Failure>,
    /// What standard input has become.
    output: Option<Vec<u8>>,
    /// Whether the file is another than it was, or would be.
    would_change: bool,
    /// Whether something would be changed, were all of the file text.
    is_not_text: bool,
    /// The text before and after, to show the difference.
    change: Option<Change>,
}

impl Changed {
    /// Findings that were mended in the file.
    pub(super) fn fixed(&self) -> usize {
        self.fixed
    }

    /// Findings that were silenced in the file.
    pub(super) fn ignored(&self) -> usize {
        self.ignored
    }

    /// Whether the file is another than it was, or would be.
    pub(super) fn would_change(&self) -> bool {
        self.would_change
    }
}

/// Whether standard output is for the text that came from standard input.
pub(super) fn gives_text(args: &CheckArgs) -> bool {
    !args.changes.diff && (args.changes.fix || args.changes.add_ignore.is_some())
}

/// Checks a file, and changes it if that is asked for. The check is that of the file
/// as it is then.
pub(super) fn check(task: &Task<'_>, tree: Tree) -> (rules::Checked, Changed) {
    let args = task.args;
    // With `--add-ignore`, `--diff` shows that alone.
    let fixes = args.changes.fix || (args.changes.diff && args.changes.add_ignore.is_none());
    let source = tree.source().clone();
    let mut changed = Changed::default();
    let hide = |findings: &mut Vec<Finding>| {
        if let Some(baseline) = task.baseline {
            baseline.compare().hide(task.path, findings);
        }
    };
    let mut steps: Vec<(SourceFile, Vec<Edit>)> = Vec::new();
    // The check of the text as it was, where it is another one than that of the end.
    let mut first = None;
    let mut after;
    if fixes {
        let safety = if args.changes.unsafe_fixes {
            Safety::Unsafe
        } else {
            Safety::Safe
        };
        let result = fix::fix_tree(tree, task.settings, safety, &hide, None);
        changed.note_fixes(&result, args);
        let rounds = result.rounds.iter();
        steps.extend(rounds.map(|round| (round.source.clone(), round.edits())));
        let (before, end) = result.into_checks();
        (first, after) = (before, end);
    } else {
        after = rules::check_tree(tree, task.settings);
    }
    if let Some(reason) = &args.changes.add_ignore {
        let mut ignored = fix::ignore_checked(after, task.settings, reason, &hide);
        changed.note_ignored(&ignored);
        steps.append(&mut ignored.rounds);
        let (before, end) = ignored.into_checks();
        (first, after) = (first.or(before), end);
    } else if !fixes {
        return (after, changed);
    }
    if changed.is_not_text {
        let name = source.name();
        let note = format!("{name}: not UTF-8 throughout, and therefore not changed");
        changed.notes.push(note);
    }
    let (old, new) = (
        source.text().as_bytes(),
        after.tree.source().text().as_bytes(),
    );
    changed.would_change = old != new;
    if args.changes.diff {
        let secrets = first.as_ref().map_or(&after.secrets, |it| &it.secrets);
        changed.change = Some(Change {
            before: source.clone(),
            after: after.tree.source().clone(),
            steps,
            secrets: [secrets.clone(), after.secrets.clone()],
        });
        return (first.unwrap_or(after), changed);
    }
    if let Some(input) = task.stdin.clone() {
        // Bytes that are not UTF-8 are not in the text.
        let output = if changed.would_change {
            new.to_vec()
        } else {
            input
        };
        changed.output = Some(output);
        return (after, changed);
    }
    if !changed.would_change {
        return (after, changed);
    }
    let is_linked = has_other_links(task.path);
    match write_unless_changed(task.path, source.name(), old, new) {
        Ok(()) => {
            if is_linked {
                let name = source.name();
                let note = format!("{name}: other hard links to the file keep the old text");
                changed.notes.push(note);
            }
            (after, changed)
        }
        Err(error) => {
            let failure = Some(Failure::with_help(&error, error.help()));
            let changed = Changed {
                failure,
                ..Changed::default()
            };
            (first.unwrap_or(after), changed)
        }
    }
}

impl Changed {
    fn note_fixes(&mut self, fixed: &Fixed, args: &CheckArgs) {
        let done = if args.changes.diff {
            "would fix"
        } else {
            "fixed"
        };
        self.fixed = fixed.count();
        for round in &fixed.rounds {
            for applied in &round.applied {
                let findings = applied.findings.iter();
                let lines = findings.map(|it| format!("{done} {}", described(&round.source, it)));
                if applied.is_shared {
                    self.notes.extend(lines);
                } else {
                    self.details.extend(lines);
                }
            }
        }
        for refused in &fixed.refused {
            let reason = match refused.reason {
                RefusalReason::NotText => {
                    self.is_not_text = true;
                    continue;
                }
                RefusalReason::NotTried => "too much else had to be tried",
                RefusalReason::Harm => "the file would have other problems then",
                RefusalReason::Endless => "the fixes of this rule come to no end",
            };
            let what = described(fixed.checked.tree.source(), &refused.finding);
            self.notes.push(format!("not fixed {what}: {reason}"));
        }
    }

    fn note_ignored(&mut self, ignored: &fix::Ignored) {
        self.ignored = ignored.count;
        let source = ignored.checked.tree.source();
        if !source.invalid_utf8().is_empty() {
            self.is_not_text |= !ignored.refused.is_empty();
            return;
        }
        let why = if ignored.is_complete {
            "no comment was found that silences this"
        } else {
            "not silenced: too much else had to be tried; another run goes on"
        };
        for finding in &ignored.refused {
            let place = place(source, finding);
            self.notes.push(format!("{place}: {}: {why}", finding.rule));
        }
    }
}

/// A finding's place, rule and fix.
fn described(source: &SourceFile, finding: &Finding) -> String {
    let title = finding.fix.as_ref().map_or("", |fix| &fix.title);
    format!("{}: {}: {title}", place(source, finding), finding.rule)
}

fn place(source: &SourceFile, finding: &Finding) -> String {
    let position = source.position(finding.span.start());
    format!("{}:{}:{}", source.name(), position.line, position.column)
}

/// Says what was done, on standard error. Whether a file could not be written.
pub(super) fn tell_of(checked: &[Checked], args: &CheckArgs) -> bool {
    let mut trouble = false;
    for file in checked {
        let changed = &file.changed;
        let notes = changed.notes.iter().filter(|_| !args.quiet);
        let details = changed.details.iter().filter(|_| args.verbose);
        for line in details.chain(notes) {
            tell(line);
        }
        if let Some(failure) = &changed.failure {
            failure.print();
            trouble = true;
        }
    }
    if (args.changes.fix || args.changes.add_ignore.is_some()) && !args.changes.diff {
        tell_of_leftovers(checked);
    }
    let fixes = checked
        .iter()
        .map(|file| file.changed.fixed())
        .sum::<usize>();
    let ignored = checked
        .iter()
        .map(|file| file.changed.ignored())
        .sum::<usize>();
    if args.changes.diff && !args.quiet {
        for (verb, number) in [("fix", fixes), ("silence", ignored)] {
            let plural = if number == 1 { "" } else { "s" };
            if number > 0 {
                tell(&format!("would {verb} {number} finding{plural}"));
            }
        }
    }
    trouble
}

/// Says what killed runs left beside the files, where that may be somebody's text.
fn tell_of_leftovers(checked: &[Checked]) {
    let files = checked.iter();
    // What standard input has become is written nowhere.
    let written = files.filter(|file| file.changed.output.is_none());
    let left = clear_leftovers(written.map(|file| &*file.path));
    let cwd = terminal::current_directory().unwrap_or_default();
    for path in left {
        let name = display_name(&cwd, &path);
        let message = format!(
            "`{name}` was left when a file was replaced, or another run is under way; it may hold what somebody wrote meanwhile"
        );
        tell(&message);
        tell("  help: take from there what is missing, and remove it: this is said until then");
    }
}

/// With `--diff`, says how many fixes are not shown because they are unsafe: the
/// report, which says it otherwise, is not printed then.
pub(super) fn tell_unsafe(checked: &[Checked], args: &CheckArgs) {
    let changes = &args.changes;
    if !changes.diff || changes.unsafe_fixes || changes.add_ignore.is_some() || args.quiet {
        return;
    }
    let findings = checked.iter().flat_map(|file| &file.findings);
    let number = findings
        .filter_map(|finding| finding.fix.as_ref())
        .filter(|fix| fix.safety == Safety::Unsafe)
        .count();
    if number > 0 {
        tell(&format!("{number} more with `--unsafe-fixes`"));
    }
}

/// Prints changed text, or differences, where those are asked for. Says where the
/// report may go.
pub(super) fn print(
    checked: &[Checked],
    args: &CheckArgs,
    reads_stdin: bool,
) -> Result<Console, Failure> {
    if args.changes.diff {
        let color = terminal::style(args).color;
        let changes = checked
            .iter()
            .filter_map(|file| file.changed.change.as_ref());
        let diffs: String = changes.map(|change| diff(change, color)).collect();
        terminal::print(diffs.as_bytes())?;
        return Ok(Console::Nowhere);
    }
    if !reads_stdin || !gives_text(args) {
        return Ok(Console::Output);
    }
    for file in checked {
        terminal::print(file.changed.output.as_deref().unwrap_or_default())?;
    }
    Ok(Console::Errors)
}
