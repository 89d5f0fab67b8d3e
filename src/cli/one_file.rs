//! The one file that a command is about.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use crate::effective::Effective;
use crate::rules::shared::words::{excerpt, nearest};
use crate::rules::{Checked, Selection, Settings, check_tree, tell_syntax};
use crate::syntax::{SourceFile, SyntaxProblemKind, Tree, parse};
use crate::workspace::{
    self, DiscoveryError, FILE_NAME, FoundFile, Workspace, discover, read_file, read_stream,
    repository_root,
};

use super::failure::{Failure, print_config_error};
use super::terminal::current_directory;

/// Most names that a message lists, and most that are compared.
const MAX_LISTED: usize = 10;
const MAX_COMPARED: usize = 1_000;

/// Reads the one file that is meant, and looks for secrets in it; `-` is standard input.
/// There are no findings. `None` where the configuration cannot be used; that was said.
///
/// # Errors
///
/// Where there is no such file, or Codemagic cannot read it either.
pub(super) fn read_one(path: Option<&Path>) -> Result<Option<Checked>, Failure> {
    let refused = |error: &workspace::FileError| Failure::with_help(error, error.help());
    if path == Some(Path::new("-")) {
        let name = "<stdin>";
        let bytes = read_stream(io::stdin().lock(), name).map_err(|error| refused(&error))?;
        let tree = sound(parse(SourceFile::from_bytes(name, bytes)))?;
        return Ok(Some(with_secrets(tree, &Settings::default())));
    }
    let cwd = current_directory()?;
    let workspace = Workspace::new(&cwd, workspace::Options::default());
    let file = found(path, &cwd, &workspace)?;
    let Ok(settings) = workspace.settings_for(&file.path) else {
        for error in workspace.errors() {
            print_config_error(&error);
        }
        return Ok(None);
    };
    let bytes = read_file(&file.path, &file.name).map_err(|error| refused(&error))?;
    let tree = sound(parse(SourceFile::from_bytes(file.name, bytes)))?;
    Ok(Some(with_secrets(tree, &settings.settings)))
}

/// The file with what no output may show. Rules about secrets run even when they are off;
/// what others say is not for the commands that look at one file.
fn with_secrets(tree: Tree, settings: &Settings) -> Checked {
    let settings = Settings {
        selection: Selection::none(),
        schema: None,
        ..settings.clone()
    };
    check_tree(tree, &settings)
}

/// A file that a YAML reader accepts.
fn sound(tree: Tree) -> Result<Tree, Failure> {
    let fatal = tree.problems().iter().find(|it| it.kind.is_fatal());
    let Some(problem) = fatal else {
        return Ok(tree);
    };
    let mut told = tell_syntax(&tree).into_iter();
    let told = told.rfind(|told| told.span.start() <= problem.span.start());
    let message = told.map_or_else(|| "broken YAML".to_owned(), |told| told.message);
    Err(at(
        &tree,
        problem.span.start(),
        message,
        Some(refusal(problem.kind)),
    ))
}

/// Who refuses the file, and what to do.
fn refusal(kind: SyntaxProblemKind) -> &'static str {
    match kind {
        // What Codemagic does with these is not documented.
        SyntaxProblemKind::LimitExceeded(_)
        | SyntaxProblemKind::UnsupportedTag
        | SyntaxProblemKind::MultipleDocuments => {
            "codemagic-lint does not read such a file: run `codemagic-lint check` and mend what it reports first"
        }
        _ => {
            "Codemagic refuses the file: run `codemagic-lint check` and mend what it reports first"
        }
    }
}

/// A failure at a place of the file.
pub(super) fn at(
    tree: &Tree,
    offset: usize,
    message: impl Display,
    help: Option<impl Display>,
) -> Failure {
    let source = tree.source();
    let position = source.position(offset);
    let (line, column) = (position.line, position.column);
    Failure::with_help(
        format!("{}:{line}:{column}: {message}", source.name()),
        help,
    )
}

/// A failure for a workflow that the file does not have.
pub(super) fn no_workflow(tree: &Tree, wanted: &str) -> Failure {
    let names = Effective::workflow_ids(tree);
    let near = nearest(wanted, names.iter().take(MAX_COMPARED).copied());
    let help = match near {
        Some(near) => format!("did you mean `{}`?", excerpt(near)),
        None if names.is_empty() => "the file has no workflows".to_owned(),
        None => {
            let shown = names.iter().take(MAX_LISTED);
            let shown: Vec<String> = shown.map(|name| format!("`{}`", excerpt(name))).collect();
            let more = names.len().saturating_sub(MAX_LISTED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!("the file has {}{more}", shown.join(", "))
        }
    };
    Failure::with_help(
        format!("there is no workflow `{}`", excerpt(wanted)),
        Some(help),
    )
}

/// The one file that is meant.
pub(super) fn found(
    path: Option<&Path>,
    cwd: &Path,
    workspace: &Workspace,
) -> Result<FoundFile, Failure> {
    let paths: Vec<PathBuf> = path.map(Path::to_path_buf).into_iter().collect();
    let found = discover(cwd, &paths, |file, searched| {
        workspace.is_excluded(file, searched)
    });
    match found.errors.first() {
        Some(DiscoveryError::NothingFound(nothing)) if nothing.is_plain() => {
            return Err(Failure::with_help(
                format!("there is no {FILE_NAME} below `{}`", nothing.directory),
                Some("name the file, such as `path/to/codemagic.yaml`"),
            ));
        }
        Some(error) => return Err(Failure::with_help(error, error.help())),
        None => {}
    }
    let mut files = found.files;
    if files.len() > 1 {
        // The one right here, or else at the root, where Codemagic reads it.
        let start = path.map_or_else(|| cwd.to_path_buf(), |path| cwd.join(path));
        let root = repository_root(&start).unwrap_or(&start);
        let is_at = |place: &Path| {
            let wanted = place.join(FILE_NAME);
            files.iter().position(|file| file.path == wanted)
        };
        let main = is_at(&start).or_else(|| is_at(root));
        let names: Vec<&str> = files.iter().map(|file| &*file.name).take(5).collect();
        let names = names.join("`, `");
        let Some(main) = main else {
            return Err(Failure::with_help(
                format!("there are several files: `{names}`"),
                Some("name the one that is meant"),
            ));
        };
        return Ok(files.swap_remove(main));
    }
    // Where nothing was found, that was an error above.
    files
        .pop()
        .ok_or_else(|| Failure::new(format!("there is no {FILE_NAME}")))
}
