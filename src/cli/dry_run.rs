//! `dry-run`: play what a workflow would publish against a mock App Store Connect.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::mock_server::account::Account;
use crate::publish::plan::{EnvFile, Ipa, IpaProblem, Plan, PlanError, PlanSettings};
use crate::publish::report::{self, DryRun, Format, Options, Progress, WIDTH_WITHOUT_TERMINAL};
use crate::publish::timeline::{Step, Timeline};
use crate::rehearsal::{self, RehearsalError, Stage};
use crate::report::Style;
use crate::repository::Repository;
use crate::rules::{Checked, Settings, check_tree};
use crate::syntax::{SourceFile, parse};
use crate::workspace::{
    self, Checkouts, Workspace, display_name, load_account, read_file, read_stream,
    write_atomically,
};

use super::Outcome;
use super::args::{ColorChoice, DryRunArgs};
use super::failure::{Failure, print_account_error, print_config_error};
use super::one_file::found;
use super::terminal::{self, current_directory, tell};

pub(super) fn run(args: &DryRunArgs) -> Result<Outcome, Failure> {
    let cwd = current_directory()?;
    let now = args.now.unwrap_or_else(Timestamp::now);
    let account = match args.account.as_deref().map(load_account).transpose() {
        Ok(account) => account,
        Err(error) => {
            print_account_error(&error);
            return Ok(Outcome::Trouble);
        }
    };
    let mut settings = PlanSettings {
        workflow: args.workflow.clone(),
        ipa: args
            .ipa
            .as_deref()
            .map(|path| ipa(&cwd, path))
            .transpose()?,
        bundle_id: args.bundle_id.clone(),
        app_version: args.app_version.clone(),
        build_number: args.build_number.clone(),
        env_file: args
            .env_file
            .as_deref()
            .map(|path| env_file(&cwd, path))
            .transpose()?,
        environment: rehearsal::process_variables(),
        repository: None,
        now,
    };
    let Some((checked, repository)) = checked(args, &cwd, now)? else {
        return Ok(Outcome::Trouble);
    };
    settings.repository = repository;
    let source = checked.tree.source();
    let mut plan = Plan::read(&checked, &settings).map_err(|error| no_plan(source, &error))?;
    let timeline = play(args, &mut plan, account, now)?;
    write(args, &cwd, &DryRun::new(&timeline, &plan, source))?;
    Ok(if timeline.outcome.is_published() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn no_plan(source: &SourceFile, error: &PlanError) -> Failure {
    let message = match &error.place {
        Some(place) => {
            let position = source.position(place.start);
            let (line, column) = (position.line, position.column);
            format!("{}:{line}:{column}: {error}", source.name())
        }
        None => format!("{}: {error}", source.name()),
    };
    Failure::with_help(message, error.help.as_ref())
}

/// A checked file with the repository around it, where there is one.
type Surrounded = (Checked, Option<Arc<Repository>>);

/// Checks the file, and looks at what lies around it. `None` where the configuration
/// cannot be used; that was said.
fn checked(args: &DryRunArgs, cwd: &Path, now: Timestamp) -> Result<Option<Surrounded>, Failure> {
    let options = workspace::Options {
        now: Some(now),
        ..workspace::Options::default()
    };
    let workspace = Workspace::new(cwd, options);
    let file = found(args.path.as_deref(), cwd, &workspace)?;
    let Ok(settings) = workspace.settings_for(&file.path) else {
        for error in workspace.errors() {
            print_config_error(&error);
        }
        return Ok(None);
    };
    if args.verbose {
        tell(&format!("reading {}", file.name));
    }
    let bytes = read_file(&file.path, &file.name)
        .map_err(|error| Failure::with_help(&error, error.help()))?;
    let repository = Checkouts::default().around(&file.path);
    let own = Settings {
        repository: repository.clone(),
        ..settings.settings.clone()
    };
    let tree = parse(SourceFile::from_bytes(file.name, bytes));
    Ok(Some((check_tree(tree, &own), repository)))
}

fn ipa(cwd: &Path, path: &Path) -> Result<Ipa, Failure> {
    let name = display_name(cwd, &cwd.join(path));
    let problem = |problem: &IpaProblem| {
        Failure::with_help(format!("`{name}` {problem}"), Some(problem.help()))
    };
    let unreadable = |error: io::Error| problem(&IpaProblem::Unreadable(error.kind()));
    let path = cwd.join(path);
    let is_file = std::fs::metadata(&path).map_err(unreadable)?.is_file();
    if !is_file {
        return Err(Failure::with_help(
            format!("`{name}` is no file"),
            Some("name the .ipa that the build made"),
        ));
    }
    let file = File::open(&path).map_err(unreadable)?;
    let own = path.file_name().map(|name| name.to_string_lossy());
    let own = own.map_or_else(|| name.clone(), std::borrow::Cow::into_owned);
    Ipa::read(own, io::BufReader::new(file)).map_err(|it| problem(&it))
}

/// Reads variables from a file, a pipe such as `/dev/fd/63`, or standard input (`-`).
fn env_file(cwd: &Path, path: &Path) -> Result<EnvFile, Failure> {
    let is_input = path == Path::new("-");
    let path = cwd.join(path);
    let name = if is_input {
        "standard input".to_owned()
    } else {
        display_name(cwd, &path)
    };
    let bytes = if is_input {
        read_stream(io::stdin().lock(), &name)
    } else if is_pipe(&path) {
        match File::open(&path) {
            Ok(pipe) => read_stream(pipe, &name),
            // It says what is wrong.
            Err(_) => read_file(&path, &name),
        }
    } else {
        read_file(&path, &name)
    };
    let bytes = bytes.map_err(|error| Failure::with_help(&error, error.help()))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let message = format!("`{name}` is not UTF-8");
        Failure::with_help(message, Some("save the file as UTF-8"))
    })?;
    EnvFile::parse(name, &text).map_err(|problem| Failure::with_help(&problem, Some(problem.help)))
}

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    std::fs::metadata(path).is_ok_and(|it| it.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

/// Plays the plan, in virtual time.
fn play(
    args: &DryRunArgs,
    plan: &mut Plan,
    account: Option<Account>,
    now: Timestamp,
) -> Result<Timeline, Failure> {
    let stage = match (&args.server, account) {
        (Some(url), _) => Stage::Server(url),
        (None, Some(account)) => Stage::Account(account),
        (None, None) => Stage::Ready,
    };
    let shows_progress = !args.quiet && io::stderr().is_terminal();
    let mut line = shows_progress.then(|| {
        let unicode = terminal::speaks_unicode();
        Progress::new(io::stderr(), terminal::width(), unicode)
    });
    let mut progress = |step: &Step| {
        if let Some(line) = &mut line {
            line.step(step);
        }
        ControlFlow::Continue(())
    };
    rehearsal::play(plan, stage, now, &mut progress).map_err(|error| {
        let help = match error {
            RehearsalError::DryRun(_) if args.server.is_some() => {
                Some("start one with `codemagic-lint mock-server`, or leave out `--server`")
            }
            _ => None,
        };
        Failure::with_help(error, help)
    })
}

/// Writes the report where it belongs.
fn write(args: &DryRunArgs, cwd: &Path, run: &DryRun<'_>) -> Result<(), Failure> {
    let Some(path) = &args.output_file else {
        let options = Options {
            style: terminal::style_of(args.color, args.quiet, WIDTH_WITHOUT_TERMINAL),
            verbose: args.verbose,
        };
        let text = report::render(run, args.output_format, &options);
        return terminal::print(text.as_bytes());
    };
    let options = Options {
        style: Style {
            color: args.color == ColorChoice::Always && args.output_format == Format::Human,
            quiet: args.quiet,
            ..Options::default().style
        },
        verbose: args.verbose,
    };
    let text = report::render(run, args.output_format, &options);
    let path = cwd.join(path);
    let name = display_name(cwd, &path);
    write_atomically(&path, &name, text.as_bytes())
        .map_err(|error| Failure::with_help(&error, error.help()))
}
