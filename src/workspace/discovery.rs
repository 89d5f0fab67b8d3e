//! Which files to check.

use std::fmt;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::file_error::{FileError, FileProblem, read_problem};
use super::near_miss::{is_near_miss, near_misses_in};
use super::paths;
use super::read::unusable;
use super::real_paths::RealPaths;

/// The name under which Codemagic looks for its configuration.
pub const FILE_NAME: &str = "codemagic.yaml";

/// Directories inside each other that are searched at most: paths grow with the depth, so
/// that a thousand of them take seconds.
const MAX_DEPTH: usize = 256;

/// The most near misses that a message names.
const MAX_NEAR_MISSES: usize = 5;

/// A file to check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundFile {
    /// Where to read it, absolute.
    pub path: PathBuf,
    /// What reports call it: relative to the working directory, with `/`.
    pub name: String,
    /// Whether it was named, not found by a search.
    pub explicit: bool,
}

/// What a search found, and what it could not look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Discovery {
    /// Every file once, in the order of the arguments and by path within one.
    pub files: Vec<FoundFile>,
    /// What leads to exit code 2, in the same order. The files can be checked
    /// all the same.
    pub errors: Vec<DiscoveryError>,
}

/// Why an argument, or a part of it, was not checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DiscoveryError {
    /// A path that is empty, as an unset variable leaves it.
    EmptyPath,
    /// A file or directory that cannot be used.
    File(FileError),
    /// A directory without any codemagic.yaml that may be checked.
    NothingFound(NothingFound),
}

/// A directory without any codemagic.yaml that may be checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NothingFound {
    /// What reports call the directory.
    pub directory: String,
    /// How many there are that the configuration excludes.
    pub excluded: usize,
    /// Whether there is one in the directory itself that git ignores.
    pub ignored: bool,
    /// Files whose names come close, by what reports call them.
    pub near_misses: Vec<String>,
}

impl fmt::Display for DiscoveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyPath => f.write_str("a path is empty, expected a file or directory"),
            Self::File(error) => error.fmt(f),
            Self::NothingFound(nothing) => {
                let NothingFound {
                    directory,
                    excluded,
                    ..
                } = nothing;
                write!(f, "no {FILE_NAME} to check below `{directory}`")?;
                match excluded {
                    0 => Ok(()),
                    1 => f.write_str(": the only one is excluded by the configuration"),
                    count => write!(f, ": all {count} are excluded by the configuration"),
                }
            }
        }
    }
}

impl std::error::Error for DiscoveryError {}

impl DiscoveryError {
    /// What to do about it, where there is something to say.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::EmptyPath => {
                Some("leave the argument out to check the current repository".to_owned())
            }
            Self::File(error) => error.help().map(str::to_owned),
            Self::NothingFound(nothing) => nothing.help(),
        }
    }
}

impl NothingFound {
    /// Whether there is nothing else to say than that there is no such file.
    pub fn is_plain(&self) -> bool {
        !self.ignored && self.excluded == 0 && self.near_misses.is_empty()
    }

    fn help(&self) -> Option<String> {
        if self.ignored {
            return Some(format!(
                "git ignores the `{FILE_NAME}` there, so Codemagic gets to see none; name the file \
                 to check it"
            ));
        }
        if self.excluded > 0 {
            return Some("name a file to check it in spite of `exclude`".to_owned());
        }
        if self.near_misses.is_empty() {
            return None;
        }
        let shown = self.near_misses.iter().take(MAX_NEAR_MISSES);
        let names: Vec<_> = shown.map(|name| format!("`{name}`")).collect();
        let more = self.near_misses.len() - names.len();
        let names = names.join(", ");
        if more > 0 {
            return Some(format!(
                "Codemagic reads only `{FILE_NAME}`, not {names} and {more} more"
            ));
        }
        Some(format!("Codemagic reads only `{FILE_NAME}`, not {names}"))
    }
}

/// Finds the files that the arguments mean, seen from the absolute directory
/// `cwd`.
///
/// A file is taken whatever its name, a directory means every codemagic.yaml
/// below it. No argument means the repository around `cwd`, or `cwd` where there
/// is none. A search follows git: it respects `.gitignore` (outside a repository
/// those at and below the directory) and passes over hidden directories; it does
/// not follow links to directories, so it meets nothing twice, and reads no file
/// outside the repository (outside a repository: the directory) through a link. `is_excluded` is
/// asked about every file found by a search, with the directory searched.
pub fn discover(
    cwd: &Path,
    arguments: &[PathBuf],
    is_excluded: impl Fn(&Path, &Path) -> bool,
) -> Discovery {
    let real = RealPaths::default();
    let mut search = Search {
        cwd,
        real: &real,
        is_excluded,
        known: (arguments.len() > 1).then(FxHashSet::default),
        result: Discovery::default(),
    };
    if arguments.is_empty() {
        search.directory(repository_root(cwd).unwrap_or(cwd));
    }
    if let [argument] = arguments {
        search.argument(Seen::new(cwd, argument, None));
        return search.result;
    }
    // With many of them, asking the disk takes as long as checking half of the files.
    let see = |argument: &PathBuf| Seen::new(cwd, argument, Some(&real));
    let seen: Vec<Seen> = arguments.par_iter().map(see).collect();
    for argument in seen {
        search.argument(argument);
    }
    search.result
}

/// The directory at or above `directory` that holds `.git`, be it a directory or,
/// as in worktrees and submodules, a file.
pub fn repository_root(directory: &Path) -> Option<&Path> {
    directory
        .ancestors()
        .find(|place| is_repository_root(place))
}

pub(super) fn is_repository_root(directory: &Path) -> bool {
    directory.join(".git").symlink_metadata().is_ok()
}

/// What the disk says of an argument.
struct Seen {
    path: PathBuf,
    is_empty: bool,
    kind: io::Result<FileType>,
    /// Only where it is asked for.
    identity: Option<PathBuf>,
}

impl Seen {
    fn new(cwd: &Path, argument: &Path, real: Option<&RealPaths>) -> Self {
        let path = cwd.join(argument);
        let kind = fs::metadata(&path).map(|metadata| metadata.file_type());
        let is_file = kind.as_ref().is_ok_and(|kind| !kind.is_dir());
        Self {
            is_empty: argument.as_os_str().is_empty(),
            identity: real.filter(|_| is_file).map(|real| identity(&path, real)),
            kind,
            path,
        }
    }
}

struct Search<'a, F> {
    cwd: &'a Path,
    real: &'a RealPaths,
    is_excluded: F,
    /// What was found so far; `None` where one search alone meets nothing twice.
    known: Option<FxHashSet<PathBuf>>,
    result: Discovery,
}

/// What lies below a directory.
#[derive(Default)]
struct Below {
    files: Vec<PathBuf>,
    near_misses: Vec<PathBuf>,
    errors: Vec<(PathBuf, FileProblem)>,
}

impl<F: Fn(&Path, &Path) -> bool> Search<'_, F> {
    fn argument(&mut self, argument: Seen) {
        if argument.is_empty {
            self.result.errors.push(DiscoveryError::EmptyPath);
            return;
        }
        let path = argument.path;
        match argument.kind {
            Ok(kind) if kind.is_dir() => self.directory(&path),
            Ok(kind) => match unusable(kind) {
                Some(problem) => self.fail(&path, problem),
                None => self.take(path, argument.identity, true),
            },
            Err(error) => self.fail(&path, read_problem(&path, &error)),
        }
    }

    fn directory(&mut self, directory: &Path) {
        let mut below = look_below(directory);
        below.files.sort();
        below.errors.sort_by(|(a, _), (b, _)| a.cmp(b));
        let found = below.files.len();
        below
            .files
            .retain(|file| !(self.is_excluded)(file, directory));
        let failed = !below.errors.is_empty();
        for (path, problem) in below.errors {
            self.fail(&path, problem);
        }
        // A directory that could not be searched may well hold one.
        if below.files.is_empty() && !failed {
            let nothing = self.nothing(directory, found, below.near_misses);
            let error = DiscoveryError::NothingFound(nothing);
            self.result.errors.push(error);
        }
        for file in below.files {
            self.take(file, None, false);
        }
    }

    fn nothing(
        &self,
        directory: &Path,
        excluded: usize,
        mut near_misses: Vec<PathBuf>,
    ) -> NothingFound {
        // The search passes over hidden files; here they explain something.
        near_misses.extend(near_misses_in(directory));
        near_misses.sort();
        near_misses.dedup();
        NothingFound {
            directory: self.name(directory),
            excluded,
            ignored: excluded == 0 && directory.join(FILE_NAME).is_file(),
            near_misses: near_misses.iter().map(|path| self.name(path)).collect(),
        }
    }

    fn take(&mut self, path: PathBuf, is: Option<PathBuf>, explicit: bool) {
        if let Some(known) = &mut self.known
            && !known.insert(is.unwrap_or_else(|| identity(&path, self.real)))
        {
            return;
        }
        let name = self.name(&path);
        self.result.files.push(FoundFile {
            path,
            name,
            explicit,
        });
    }

    fn fail(&mut self, path: &Path, problem: FileProblem) {
        let error = FileError::new(self.name(path), problem);
        self.result.errors.push(DiscoveryError::File(error));
    }

    fn name(&self, path: &Path) -> String {
        paths::display_name(self.cwd, path)
    }
}

/// What makes two paths the same file: its directory on disk, and its name
/// there. A link and what it leads to are two files, as in git.
fn identity(path: &Path, real: &RealPaths) -> PathBuf {
    let directory = path.parent().and_then(|parent| real.of(parent).ok());
    match (directory, path.file_name()) {
        (Some(directory), Some(name)) => directory.join(name),
        _ => path.to_path_buf(),
    }
}

fn look_below(directory: &Path) -> Below {
    // Outside a repository there is no root at which to stop looking upwards.
    let in_repository = repository_root(directory).is_some();
    let walk = WalkBuilder::new(directory)
        .ignore(false)
        .require_git(in_repository)
        .parents(in_repository)
        .max_depth(Some(MAX_DEPTH))
        .build();
    let mut below = Below::default();
    for entry in walk {
        match entry {
            Ok(entry) => below.add(entry, directory),
            Err(error) => below.fail(directory, &error),
        }
    }
    below
}

impl Below {
    fn add(&mut self, entry: DirEntry, searched: &Path) {
        // The directory itself may have any name.
        if entry.depth() == 0 {
            return;
        }
        if entry.depth() == MAX_DEPTH && entry.file_type().is_some_and(|kind| kind.is_dir()) {
            let limit = MAX_DEPTH;
            self.errors
                .push((entry.into_path(), FileProblem::TooDeep { limit }));
            return;
        }
        let name = entry.file_name().to_string_lossy();
        if name == FILE_NAME {
            let is_link = entry.path_is_symlink();
            let path = entry.into_path();
            let usable = usable_file(&path);
            match usable.and_then(|()| stays_inside(is_link, &path, searched)) {
                Ok(()) => self.files.push(path),
                Err(problem) => self.errors.push((path, problem)),
            }
        } else if is_near_miss(&name) && !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            self.near_misses.push(entry.into_path());
        }
    }

    fn fail(&mut self, directory: &Path, error: &ignore::Error) {
        let path = path_of(error).unwrap_or(directory);
        let problem = match error.io_error() {
            Some(error) => read_problem(path, error),
            None => FileProblem::Other(std::io::ErrorKind::Other),
        };
        self.errors.push((path.to_path_buf(), problem));
    }
}

fn usable_file(path: &Path) -> Result<(), FileProblem> {
    let metadata = fs::metadata(path).map_err(|error| read_problem(path, &error))?;
    unusable(metadata.file_type()).map_or(Ok(()), Err)
}

/// A link of a repository must not show what lies elsewhere on the machine.
fn stays_inside(is_link: bool, path: &Path, searched: &Path) -> Result<(), FileProblem> {
    if !is_link {
        return Ok(());
    }
    let real = |path: &Path| fs::canonicalize(path).map_err(|error| read_problem(path, &error));
    let searched = real(searched)?;
    let root = repository_root(&searched).unwrap_or(&searched);
    if real(path)?.starts_with(root) {
        Ok(())
    } else {
        Err(FileProblem::LeadsOut)
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}
