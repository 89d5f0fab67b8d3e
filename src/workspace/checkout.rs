//! A repository on disk, for rules that ask what lies around the file.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use crate::repository::{Entry, Files, Listing, Names, ReadProblem, Repository, paths};

use super::discovery::{is_repository_root, repository_root};
use super::file_error::FileProblem;
use super::read::read_at_most;
use super::real_paths::RealPaths;

/// The largest file of a project that is read, in bytes: 4 MiB.
const MAX_FILE: u64 = 4 << 20;

/// Most entries of directories that are read of one repository.
const MAX_ENTRIES: usize = 200_000;

/// Most parts of a path that is looked at.
const MAX_PARTS: usize = 64;

/// How many times the disk is asked what lies in a directory before its names are read,
/// which takes as long as many such questions where it holds much.
const BEFORE_LISTING: usize = 16;

/// Most names of a directory that are read for that.
const MAX_NAMES: usize = 1_000;

/// The files of a repository on disk.
///
/// Everything is looked at once, when it is first asked for, and in bounded
/// amounts. Links are followed only inside the repository; pipes and devices are
/// never opened. What was passed over for its size or for want of rights is told by
/// [`Checkout::notes`].
#[derive(Debug)]
pub struct Checkout {
    /// Without links.
    root: PathBuf,
    /// Whether files of the repository may be left out of the disk.
    is_sparse: bool,
    /// Whether files may come while this is asked.
    is_lasting: bool,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    entries: FxHashMap<String, Entry>,
    listings: FxHashMap<String, Option<Listing>>,
    names: FxHashMap<String, Option<Arc<Names>>>,
    /// How often the names of directories were asked for that were not listed yet.
    asked: FxHashMap<String, usize>,
    files: FxHashMap<String, Result<Arc<[u8]>, ReadProblem>>,
    listed: usize,
    notes: BTreeSet<String>,
}

impl Checkout {
    /// The repository at a directory; `None` where that cannot be read.
    pub fn open(root: &Path) -> Option<Self> {
        let root = fs::canonicalize(root).ok()?;
        Some(Self {
            is_sparse: is_sparse(&root),
            is_lasting: false,
            root,
            memory: Mutex::default(),
        })
    }

    /// The same for a program that goes on while files come and go: nothing is said to be
    /// missing that the disk was not asked for.
    #[must_use]
    pub fn lasting(self) -> Self {
        Self {
            is_lasting: true,
            ..self
        }
    }

    /// What was not looked at though a rule asked, and why, in a fixed order.
    pub fn notes(&self) -> Vec<String> {
        self.memory().notes.iter().cloned().collect()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, note: String) {
        self.memory().notes.insert(note);
    }

    /// Where a path leads on disk; `None` where it leaves the repository.
    fn real(&self, path: &str) -> io::Result<Option<PathBuf>> {
        let real = fs::canonicalize(self.root.join(path))?;
        Ok(real.starts_with(&self.root).then_some(real))
    }

    /// What lies at a path, and a note where that could not be found out.
    fn look(&self, path: &str) -> Looked {
        if path.split('/').count() > MAX_PARTS {
            return Looked::quietly(Entry::Unknown);
        }
        self.look_in_directory(path)
            .unwrap_or_else(|| self.look_through_links(path))
    }

    /// What lies at a path, told from its directory and one look at the disk; `None`
    /// where that does not tell.
    fn look_in_directory(&self, path: &str) -> Option<Looked> {
        let leads_elsewhere = |part: &str| matches!(part, "" | "." | "..");
        if self.is_sparse || path.split('/').any(leads_elsewhere) {
            return None;
        }
        match self.look_once(paths::parent(path)).entry {
            Entry::Directory => {}
            Entry::Missing | Entry::File { .. } => return Some(Looked::quietly(Entry::Missing)),
            Entry::Unknown => return None,
        }
        match self.root.join(path).symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => None,
            Ok(metadata) => Some(Looked::quietly(entry_of(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Some(Looked::quietly(Entry::Missing))
            }
            Err(_) => None,
        }
    }

    /// What lies at a path; what can be told without a note is remembered.
    fn look_once(&self, path: &str) -> Looked {
        if let Some(known) = self.memory().entries.get(path) {
            return Looked::quietly(*known);
        }
        let looked = self.look(path);
        if looked.note.is_none() {
            let mut memory = self.memory();
            memory.entries.insert(path.to_owned(), looked.entry);
        }
        looked
    }

    fn look_through_links(&self, path: &str) -> Looked {
        let real = match self.real(path) {
            Ok(Some(real)) => real,
            Ok(None) => return Looked::quietly(Entry::Unknown),
            Err(error) => return self.absent(path, &error),
        };
        let metadata = fs::metadata(real);
        Looked::quietly(metadata.map_or(Entry::Unknown, |metadata| entry_of(&metadata)))
    }

    /// What is to be made of a path that leads nowhere.
    fn absent(&self, path: &str, error: &io::Error) -> Looked {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {}
            io::ErrorKind::PermissionDenied => {
                return Looked {
                    entry: Entry::Unknown,
                    note: Some(may_not_be_read(paths::parent(path))),
                };
            }
            _ => return Looked::quietly(Entry::Unknown),
        }
        let is_link = self.root.join(path).symlink_metadata().is_ok();
        if is_link || self.is_sparse {
            return Looked::quietly(Entry::Unknown);
        }
        // Behind a link out of the repository nothing can be told.
        Looked::quietly(match self.entry(paths::parent(path)) {
            Entry::Unknown => Entry::Unknown,
            _ => Entry::Missing,
        })
    }

    fn list_anew(&self, directory: &str) -> Option<Listing> {
        if self.entry(directory) != Entry::Directory {
            return None;
        }
        let names = match fs::read_dir(self.root.join(directory)) {
            Ok(names) => names,
            Err(error) => {
                if error.kind() == io::ErrorKind::PermissionDenied {
                    self.note(may_not_be_read(directory));
                }
                return None;
            }
        };
        let left = MAX_ENTRIES.saturating_sub(self.memory().listed);
        let mut found = Vec::new();
        for name in names {
            if found.len() >= left {
                self.note(format!(
                    "the repository holds more than {MAX_ENTRIES} files and directories; the rest was not looked at"
                ));
                self.memory().listed = MAX_ENTRIES;
                return None;
            }
            let name = name.ok()?;
            let kind = name.file_type().ok();
            found.push((name.file_name().to_string_lossy().into_owned(), kind));
        }
        self.memory().listed += found.len();
        found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let entries = found.into_iter().map(|(name, kind)| {
            let entry = match kind {
                Some(kind) if kind.is_dir() => Entry::Directory,
                // The listing alone does not tell who may execute it.
                Some(kind) if kind.is_file() => Entry::File { executable: None },
                Some(kind) if kind.is_symlink() => {
                    let path = paths::join(directory, &name);
                    path.map_or(Entry::Unknown, |path| self.entry(&path))
                }
                _ => Entry::Unknown,
            };
            (name, entry)
        });
        Some(entries.collect())
    }

    /// The names in a directory that holds few, so that this takes no more than to ask for
    /// some of them.
    fn names_anew(&self, directory: &str) -> Option<Names> {
        if let Some(Some(listing)) = self.memory().listings.get(directory) {
            return Some(Names::of(listing.iter().map(|(name, _)| &**name)));
        }
        let real = self.real(directory).ok()??;
        let mut found = Vec::new();
        for entry in fs::read_dir(real).ok()? {
            if found.len() >= MAX_NAMES {
                return None;
            }
            found.push(entry.ok()?.file_name().into_string().ok()?);
        }
        Some(Names::of(found.iter().map(String::as_str)))
    }

    fn read_anew(&self, path: &str) -> Result<Arc<[u8]>, ReadProblem> {
        match self.entry(path) {
            Entry::Missing => return Err(ReadProblem::Missing),
            Entry::Directory | Entry::Unknown => return Err(ReadProblem::Unreadable),
            Entry::File { .. } => {}
        }
        let real = self.real(path).ok().flatten();
        let real = real.ok_or(ReadProblem::Unreadable)?;
        read_at_most(&real, path, MAX_FILE)
            .map(Into::into)
            .map_err(|error| {
                if matches!(error.reason, FileProblem::TooLarge { .. }) {
                    self.note(format!("{error}; it was not looked at"));
                    return ReadProblem::TooLarge;
                }
                self.note(error.to_string());
                ReadProblem::Unreadable
            })
    }
}

impl Files for Checkout {
    fn entry(&self, path: &str) -> Entry {
        if let Some(known) = self.memory().entries.get(path) {
            return *known;
        }
        let Looked { entry, note } = self.look(path);
        let mut memory = self.memory();
        memory.notes.extend(note);
        memory.entries.insert(path.to_owned(), entry);
        entry
    }

    fn list(&self, directory: &str) -> Option<Listing> {
        if let Some(known) = self.memory().listings.get(directory) {
            return known.clone();
        }
        let listing = self.list_anew(directory);
        let mut memory = self.memory();
        memory
            .listings
            .insert(directory.to_owned(), listing.clone());
        listing
    }

    fn names(&self, directory: &str) -> Option<Arc<Names>> {
        if self.is_sparse || self.is_lasting {
            return None;
        }
        {
            let mut memory = self.memory();
            if let Some(known) = memory.names.get(directory) {
                return known.clone();
            }
            if !memory.listings.contains_key(directory) {
                let asked = memory.asked.entry(directory.to_owned()).or_default();
                *asked += 1;
                if *asked <= BEFORE_LISTING {
                    return None;
                }
            }
        }
        let names = self.names_anew(directory).map(Arc::new);
        let mut memory = self.memory();
        memory.names.insert(directory.to_owned(), names.clone());
        names
    }

    fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadProblem> {
        if let Some(known) = self.memory().files.get(path) {
            return known.clone();
        }
        let read = self.read_anew(path);
        self.memory().files.insert(path.to_owned(), read.clone());
        read
    }
}

fn may_not_be_read(directory: &str) -> String {
    let shown = if directory.is_empty() { "." } else { directory };
    format!("`{shown}` may not be read")
}

/// What was seen at a path.
struct Looked {
    entry: Entry,
    note: Option<String>,
}

impl Looked {
    fn quietly(entry: Entry) -> Self {
        Self { entry, note: None }
    }
}

/// What is to be made of something that is there and is no link.
fn entry_of(metadata: &fs::Metadata) -> Entry {
    if metadata.is_dir() {
        return Entry::Directory;
    }
    if metadata.is_file() {
        return Entry::File {
            executable: is_executable(metadata),
        };
    }
    Entry::Unknown
}

/// Whether Git was told to leave files out of the disk.
fn is_sparse(root: &Path) -> bool {
    let git = root.join(".git");
    let directory = match fs::metadata(&git) {
        Ok(metadata) if metadata.is_file() => {
            // A worktree: the file names the directory.
            let text = read_at_most(&git, ".git", 4096).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let named = text.trim().strip_prefix("gitdir:").map(str::trim);
            named.map_or(git, |named| root.join(named))
        }
        _ => git,
    };
    directory.join("info/sparse-checkout").is_file()
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it cannot be told")]
fn is_executable(metadata: &fs::Metadata) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt;
    Some(metadata.permissions().mode() & 0o100 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> Option<bool> {
    None
}

/// The repositories around the files of a run, each opened once. May be asked by
/// many threads at once.
#[derive(Debug, Default)]
pub struct Checkouts {
    are_lasting: bool,
    real: RealPaths,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    roots: FxHashMap<PathBuf, Option<PathBuf>>,
    checkouts: FxHashMap<PathBuf, Option<Arc<Checkout>>>,
    repositories: FxHashMap<PathBuf, Option<Arc<Repository>>>,
}

impl Checkouts {
    /// Those of a program that goes on while files come and go: see
    /// [`Checkout::lasting`].
    pub fn lasting() -> Self {
        Self {
            are_lasting: true,
            ..Self::default()
        }
    }

    /// The repository around the file at an absolute path, which need not exist, as
    /// seen from its folder; `None` outside a repository.
    pub fn around(&self, file: &Path) -> Option<Arc<Repository>> {
        let folder = file.parent()?;
        if let Some(found) = self.known().repositories.get(folder) {
            return found.clone();
        }
        // Threads do not wait for each other's looks at the disk.
        let real = self.real.of(folder).ok();
        let root = real.as_deref().and_then(|real| self.root_of(real));
        let mut known = self.known();
        let found = real
            .zip(root)
            .and_then(|(real, root)| known.open(&real, &root, self.are_lasting));
        let entry = known.repositories.entry(folder.to_path_buf());
        entry.or_insert(found).clone()
    }

    /// The repository that a directory lies in, which neighbours have in common.
    fn root_of(&self, directory: &Path) -> Option<PathBuf> {
        if is_repository_root(directory) {
            return Some(directory.to_path_buf());
        }
        let parent = directory.parent()?;
        if let Some(known) = self.known().roots.get(parent) {
            return known.clone();
        }
        let root = repository_root(parent).map(Path::to_path_buf);
        let mut known = self.known();
        known.roots.insert(parent.to_path_buf(), root.clone());
        root
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was not looked at in any of them, and why, in a fixed order.
    pub fn notes(&self) -> Vec<String> {
        let known = self.known();
        let all = known.checkouts.values().flatten();
        let notes: BTreeSet<String> = all.flat_map(|it| it.notes()).collect();
        notes.into_iter().collect()
    }
}

impl Known {
    /// The repository at `root` as seen from a folder in it, both without links.
    fn open(&mut self, folder: &Path, root: &Path, is_lasting: bool) -> Option<Arc<Repository>> {
        let open = || {
            let checkout = Checkout::open(root)?;
            Some(Arc::new(if is_lasting {
                checkout.lasting()
            } else {
                checkout
            }))
        };
        let checkout = self
            .checkouts
            .entry(root.to_path_buf())
            .or_insert_with(open);
        let checkout = Arc::clone(checkout.as_ref()?);
        let parts: Option<Vec<&str>> = folder
            .strip_prefix(root)
            .ok()?
            .iter()
            .map(OsStr::to_str)
            .collect();
        let files: Arc<dyn Files> = checkout;
        Some(Arc::new(Repository::new(files, &parts?.join("/"))))
    }
}
