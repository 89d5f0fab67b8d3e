//! `check --shellcheck`: a second opinion on scripts.

use std::path::Path;
use std::sync::Arc;

use crate::model;
use crate::rules;
use crate::rules::shell_lint::{ShellScript, shell_scripts};
use crate::shellcheck::{Program, Shellcheck};
use crate::syntax::Tree;
use crate::workspace::FileSettings;

use super::args::{CheckArgs, ShellcheckChoice};
use super::failure::Failure;
use super::terminal::tell;

/// The program that looks at scripts, if one is to.
pub(super) fn find<'a>(
    args: &CheckArgs,
    cwd: &Path,
    mut files: impl Iterator<Item = &'a FileSettings>,
) -> Result<Option<Arc<Shellcheck>>, Failure> {
    let program = match &args.shellcheck {
        ShellcheckChoice::Never => return Ok(None),
        ShellcheckChoice::At(path) if path.as_os_str().is_empty() => {
            return Err(Failure::with_help(
                "`--shellcheck` is empty, expected the path of a program",
                Some("give the path of shellcheck 0.7.0 or newer, `auto` or `never`"),
            ));
        }
        ShellcheckChoice::At(path) => {
            let program = Program::at(&cwd.join(path));
            Some(program.map_err(|error| Failure::with_help(&error, Some(error.help())))?)
        }
        ShellcheckChoice::Auto if !files.any(is_on) => return Ok(None),
        ShellcheckChoice::Auto => installed(args),
    };
    if let Some(program) = program.as_ref().filter(|_| args.verbose) {
        let (path, version) = (program.path.display(), &program.version);
        tell(&format!(
            "scripts are shown to shellcheck {version} ({path})"
        ));
    }
    Ok(program.map(|program| Arc::new(Shellcheck::new(program))))
}

/// The one on `PATH`. That there is none is said only to those who want to know;
/// one that cannot be used surprises everyone.
fn installed(args: &CheckArgs) -> Option<Program> {
    match Program::on_path(std::env::var_os("PATH").as_deref()) {
        Ok(Some(program)) => Some(program),
        Ok(None) => {
            if args.verbose {
                tell("shellcheck is not installed, so it is not asked about scripts");
            }
            None
        }
        Err(error) => {
            if !args.quiet {
                tell(&format!("shellcheck is not asked about scripts: {error}"));
            }
            None
        }
    }
}

/// Whether a file's scripts are to be shown to the program.
fn is_on(settings: &FileSettings) -> bool {
    let rule = rules::index_of(rules::SHELLCHECK);
    rule.is_some_and(|rule| settings.settings.selection.may_report(rule))
}

/// Shows the scripts of all these files to the program.
pub(super) fn look_ahead<'a>(
    shellcheck: &Shellcheck,
    files: impl Iterator<Item = (&'a Tree, &'a FileSettings)>,
) {
    let mut scripts: Vec<ShellScript> = Vec::new();
    for (tree, _) in files.filter(|(_, settings)| is_on(settings)) {
        let (config, _) = model::decode(tree);
        let found = shell_scripts(tree, &config).into_iter();
        scripts.extend(found.map(|found| found.script));
    }
    shellcheck.look_ahead(&scripts);
}

/// Says what went wrong, and whether that is an error: where the program was asked
/// for by name.
pub(super) fn tell_troubles(args: &CheckArgs, shellcheck: &Shellcheck) -> bool {
    let (errors, lost) = shellcheck.troubles();
    let is_asked_for = matches!(args.shellcheck, ShellcheckChoice::At(_));
    for error in &errors {
        let path = shellcheck.program().path.display();
        let plural = if lost == 1 { "" } else { "s" };
        let message = format!("`{path}` {error}; it was not heard on {lost} script{plural}");
        if is_asked_for {
            Failure::new(message).print();
        } else if !args.quiet {
            tell(&message);
        }
    }
    is_asked_for && !errors.is_empty()
}
