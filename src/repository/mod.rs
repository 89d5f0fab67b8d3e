//! The repository around a file: what lies there, and what its project files say.
//!
//! The core sees it through the trait [`Files`]: on disk it is the feature `cli`
//! that looks, in tests and editors [`Memory`]. [`Repository`] asks lazily and
//! keeps what it has read; nothing is walked before a rule asks.
//!
//! Paths are relative, with `/` between their parts, without `.` and `..`; the
//! empty path is the root. What cannot be told, such as what lies behind a link out
//! of the repository, is [`Entry::Unknown`], and never judged.

pub mod gradle;
pub mod info_plist;
mod memory;
mod names;
pub mod package_json;
pub mod paths;
pub mod property_list;
pub mod pubspec;
mod remembered;
pub mod xcode_project;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use crate::expression::glob::Pattern;

use gradle::Gradle;
use info_plist::InfoPlist;
use package_json::PackageJson;
use pubspec::Pubspec;
use remembered::Remembered;
use xcode_project::XcodeProject;

pub use memory::Memory;
pub use names::Names;

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Surely nothing.
    Missing,
    /// A file. Whether it may be executed, where the file system can tell.
    File {
        /// Whether it may be executed; `None` where that cannot be told.
        executable: Option<bool>,
    },
    /// A directory.
    Directory,
    /// Something that cannot be told or is not looked at: a pipe, a link out of the
    /// repository, a directory that may not be read.
    Unknown,
}

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadProblem {
    /// There is no such file.
    Missing,
    /// It holds more than is read of a project's files.
    TooLarge,
    /// It is no file, lies elsewhere, or the system refuses.
    Unreadable,
}

/// The names in a directory, and what each is.
pub type Listing = Arc<[(String, Entry)]>;

/// The files of a repository. Each answer takes bounded time and never comes from
/// outside the repository.
pub trait Files: fmt::Debug + Send + Sync {
    /// What lies at a path.
    fn entry(&self, path: &str) -> Entry;

    /// What a directory holds, in the order of the names; `None` where that cannot
    /// be told, also where it is too much to read.
    fn list(&self, directory: &str) -> Option<Listing>;

    /// The names in a directory, by which it can be said what it lacks without a look at
    /// each path. `None` where that cannot be told: files may be left out of the disk, or
    /// come while the program runs; and where to find out takes longer than the answer is
    /// worth so far.
    fn names(&self, directory: &str) -> Option<Arc<Names>>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// When there is none, it is too large, or the system refuses.
    fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadProblem>;
}

/// Names beside codemagic.yaml that tell of a project. Without any of them the file
/// stands for itself, such as in a collection of examples, and nothing is missing.
const SIGNS: &[&str] = &[
    "Gemfile",
    "Package.swift",
    "Podfile",
    "ProjectSettings",
    "android",
    "app.json",
    "build.gradle",
    "build.gradle.kts",
    "capacitor.config.json",
    "capacitor.config.ts",
    "config.xml",
    "fastlane",
    "gradlew",
    "ios",
    "melos.yaml",
    "package.json",
    "project.yml",
    "pubspec.yaml",
    "settings.gradle",
    "settings.gradle.kts",
];

/// Endings of such names.
const SIGN_ENDINGS: &[&str] = &[".xcodeproj", ".xcworkspace", ".csproj", ".sln"];

/// Directories whose content tools make, so that Git seldom has it.
const MADE: &[&str] = &[
    ".build",
    ".dart_tool",
    ".gradle",
    ".symlinks",
    "DerivedData",
    "Pods",
    "build",
    "dist",
    "ephemeral",
    "node_modules",
    "out",
    "target",
    "vendor",
];

/// Most files below a directory that are compared with patterns.
const MAX_BELOW: usize = 20_000;

/// Most files that are listed in all, below whatever directories.
const MAX_WALKED: usize = 100_000;

/// Most comparisons of a file with a pattern; those with long patterns count more.
const MAX_COMPARISONS: usize = 1_000_000;

/// Longest pattern, in bytes, whose comparison counts once.
const MAX_SHORT: usize = 64;

/// A repository, seen from the folder that holds codemagic.yaml. Codemagic reads
/// that file only at the root, so its folder stands for the root; where it lies
/// below, what the root holds counts as well.
#[derive(Debug)]
pub struct Repository {
    files: Arc<dyn Files>,
    folder: String,
    names_here: OnceLock<Arc<Names>>,
    names_at_root: OnceLock<Arc<Names>>,
    has_project: OnceLock<bool>,
    submodules: OnceLock<FxHashSet<String>>,
    xcode_projects: Remembered<XcodeProject>,
    plists: Remembered<InfoPlist>,
    gradles: Remembered<Gradle>,
    pubspecs: Remembered<Pubspec>,
    packages: Remembered<PackageJson>,
    matched: Remembered<bool>,
    below: Remembered<Vec<String>>,
    walked: AtomicUsize,
    comparisons: AtomicUsize,
}

impl Repository {
    /// The repository with these files, seen from a folder of it; an empty one is
    /// the root.
    pub fn new(files: Arc<dyn Files>, folder: &str) -> Self {
        Self {
            files,
            folder: folder.to_owned(),
            names_here: OnceLock::new(),
            names_at_root: OnceLock::new(),
            has_project: OnceLock::new(),
            submodules: OnceLock::new(),
            xcode_projects: Remembered::default(),
            plists: Remembered::default(),
            gradles: Remembered::default(),
            pubspecs: Remembered::default(),
            packages: Remembered::default(),
            matched: Remembered::default(),
            below: Remembered::default(),
            walked: AtomicUsize::new(0),
            comparisons: AtomicUsize::new(0),
        }
    }

    /// The folder that holds codemagic.yaml; empty where that is the root.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// What lies at a path below the root of the repository, wherever codemagic.yaml
    /// is.
    pub fn entry_at_root(&self, path: &str) -> Entry {
        self.files.entry(path)
    }

    /// What lies at a path.
    pub fn entry(&self, path: &str) -> Entry {
        if self.surely_lacks(path) {
            return Entry::Missing;
        }
        self.files.entry(&self.place(path))
    }

    /// Whether the names in the folder and at the root tell that nothing lies at a
    /// path. Most words of commands that may be paths are none, and it takes no look
    /// at the disk to say so.
    fn surely_lacks(&self, path: &str) -> bool {
        self.surely_lacks_here(path) && (self.folder.is_empty() || self.surely_lacks_at_root(path))
    }

    fn surely_lacks_here(&self, path: &str) -> bool {
        self.surely_lacks_in(&self.folder, &self.names_here, path)
    }

    fn surely_lacks_at_root(&self, path: &str) -> bool {
        self.surely_lacks_in("", &self.names_at_root, path)
    }

    fn surely_lacks_in(&self, folder: &str, known: &OnceLock<Arc<Names>>, path: &str) -> bool {
        let names = match known.get() {
            Some(names) => names,
            None => match self.files.names(folder) {
                Some(names) => known.get_or_init(|| names),
                None => return false,
            },
        };
        names.lack(paths::first(path))
    }

    /// Whether there is a file at a path.
    pub fn is_file(&self, path: &str) -> bool {
        matches!(self.entry(path), Entry::File { .. })
    }

    /// Whether it can be said that nothing lies at a path when a build begins.
    pub fn is_missing(&self, path: &str) -> bool {
        let is_made = path.split('/').any(|part| MADE.contains(&part));
        !is_made
            && self.entry(path) == Entry::Missing
            && self.has_project()
            && !self.is_in_submodule(path)
    }

    /// The path of what lies there under a name that differs in upper and lower case
    /// alone; `None` where nothing does.
    pub fn in_other_case(&self, path: &str) -> Option<String> {
        let mut found = String::new();
        for part in path.split('/') {
            let here = paths::join(&found, part)?;
            if self.entry(&here) != Entry::Missing {
                found = here;
                continue;
            }
            let names = self.list(&found)?;
            let mut same = names.iter().map(|(name, _)| name);
            let same = same.find(|name| name.to_lowercase() == part.to_lowercase())?;
            found = paths::join(&found, same)?;
        }
        (found != path).then_some(found)
    }

    /// What a directory holds.
    pub fn list(&self, directory: &str) -> Option<Listing> {
        self.files.list(&self.place(directory))
    }

    /// The bytes of a file; `None` where they cannot be read.
    pub fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        if self.surely_lacks(path) {
            return None;
        }
        self.files.read(&self.place(path)).ok()
    }

    /// The text of a file, without a byte order mark; `None` where it cannot be read
    /// or is not UTF-8.
    pub fn text(&self, path: &str) -> Option<String> {
        let bytes = self.bytes(path)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
    }

    /// The path below the root of the repository: in the folder, or else at the
    /// root.
    fn place(&self, path: &str) -> String {
        if !self.folder.is_empty() && self.surely_lacks_here(path) {
            return path.to_owned();
        }
        let here = paths::join(&self.folder, path).unwrap_or_default();
        let is_here = self.folder.is_empty() || self.files.entry(&here) != Entry::Missing;
        if is_here { here } else { path.to_owned() }
    }

    /// Whether something beside codemagic.yaml tells of a project.
    pub fn has_project(&self) -> bool {
        *self.has_project.get_or_init(|| {
            let is_sign = |name: &str| {
                SIGNS.contains(&name) || SIGN_ENDINGS.iter().any(|ending| name.ends_with(ending))
            };
            // A directory that holds more than is read has no sign to be relied on.
            let listed = self.files.list(&self.folder);
            listed.is_some_and(|names| names.iter().any(|(name, _)| is_sign(name)))
        })
    }

    /// Whether another repository is put there when this one is cloned.
    fn is_in_submodule(&self, path: &str) -> bool {
        let submodules = self.submodules.get_or_init(|| {
            let bytes = self.files.read(".gitmodules").ok();
            let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let lines = text.as_deref().unwrap_or_default().lines();
            let paths = lines.filter_map(|line| {
                let (key, path) = line.split_once('=')?;
                let path = path.trim().trim_end_matches('/');
                (key.trim() == "path" && !path.is_empty()).then(|| path.to_owned())
            });
            paths.collect()
        });
        let here = paths::join(&self.folder, path).unwrap_or_default();
        let is_in = |path: &str| paths::ancestors(path).any(|it| submodules.contains(it));
        !submodules.is_empty() && (is_in(&here) || is_in(path))
    }

    /// The project in an `.xcodeproj` directory; `None` where it cannot be read.
    pub fn xcode_project(&self, directory: &str) -> Option<Arc<XcodeProject>> {
        let path = format!("{directory}/project.pbxproj");
        self.xcode_projects
            .get(&path, || XcodeProject::parse(&self.text(&path)?))
    }

    /// The property list at a path; `None` where it cannot be read.
    pub fn info_plist(&self, path: &str) -> Option<Arc<InfoPlist>> {
        self.plists
            .get(path, || InfoPlist::parse(&self.bytes(path)?))
    }

    /// What Gradle's `build.gradle` or `build.gradle.kts` in a directory says.
    pub fn gradle(&self, directory: &str) -> Option<Arc<Gradle>> {
        self.gradles.get(directory, || {
            let names = ["build.gradle", "build.gradle.kts"];
            let paths = names.map(|name| paths::join(directory, name));
            let text = paths.iter().flatten().find_map(|path| self.text(path))?;
            Some(Gradle::parse(&text))
        })
    }

    /// The `pubspec.yaml` of a directory.
    pub fn pubspec(&self, directory: &str) -> Option<Arc<Pubspec>> {
        let path = paths::join(directory, "pubspec.yaml")?;
        self.pubspecs
            .get(&path, || Some(Pubspec::parse(&self.text(&path)?)))
    }

    /// The `package.json` of a directory.
    pub fn package_json(&self, directory: &str) -> Option<Arc<PackageJson>> {
        let path = paths::join(directory, "package.json")?;
        self.packages
            .get(&path, || PackageJson::parse(&self.text(&path)?))
    }

    /// The directories of a directory whose names end so, in the order of the names;
    /// `None` where that cannot be told.
    pub fn directories_ending(&self, directory: &str, ending: &str) -> Option<Vec<String>> {
        let names = self.list(directory)?;
        let names = names.iter().filter(|(name, _)| name.ends_with(ending));
        names
            .map(|(name, entry)| match entry {
                Entry::Directory => paths::join(directory, name),
                _ => None,
            })
            .collect()
    }

    /// Whether a file matches a pattern for paths below a directory, which is what
    /// the pattern says plainly. `None` where that cannot be told, also where the
    /// directory holds too much or too many patterns were compared.
    pub fn has_match(&self, directory: &str, pattern: &Pattern, text: &str) -> Option<bool> {
        let search = || {
            let below = self.below.get(directory, || self.walk(directory))?;
            let count = below.len().saturating_mul(1 + text.len() / MAX_SHORT);
            let spend = |spent: usize| {
                Some(spent.saturating_add(count)).filter(|it| *it <= MAX_COMPARISONS)
            };
            self.comparisons
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend)
                .ok()?;
            Some(below.iter().any(|path| pattern.matches(path)))
        };
        self.matched.get(text, search).map(|found| *found)
    }

    /// The paths of all that lies below a directory; `None` where that is too much or
    /// cannot be told.
    fn walk(&self, directory: &str) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let mut waiting = vec![directory.to_owned()];
        while let Some(directory) = waiting.pop() {
            for (name, entry) in &*self.list(&directory)? {
                let path = paths::join(&directory, name)?;
                if path == ".git" {
                    continue;
                }
                let is_known = *entry != Entry::Unknown && !self.is_in_submodule(&path);
                let walked = self.walked.fetch_add(1, Ordering::Relaxed);
                if !is_known || found.len() >= MAX_BELOW || walked >= MAX_WALKED {
                    return None;
                }
                if *entry == Entry::Directory {
                    waiting.push(path.clone());
                }
                found.push(path);
            }
        }
        Some(found)
    }
}
