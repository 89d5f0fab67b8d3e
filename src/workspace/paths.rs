//! Paths as people and reports write them.
//!
//! Everything here is lexical: nothing asks the file system, so a name does not
//! change with what happens to exist.

use std::path::{Component, Path, PathBuf};

/// The longest path of a file, in bytes: that of Linux, which no other system but Windows
/// goes beyond. To look for what lies above a path takes its length times its length.
pub const MAX_PATH: usize = if cfg!(windows) { 32_767 } else { 4_096 };

/// `path` as seen from `cwd`, absolute, without `.` and `..`.
///
/// A `..` after a symbolic link is taken as the link's own parent: names follow
/// what was typed, not where links lead.
pub fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in cwd.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

/// The way from the directory `base` to `path`, with `/` on every system and
/// `..` where it leads upwards; `None` where there is none, as between two
/// Windows drives. Both must be absolute.
pub fn relative(path: &Path, base: &Path) -> Option<String> {
    let path: Vec<_> = path.components().collect();
    let base: Vec<_> = base.components().collect();
    let common = path.iter().zip(&base).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return None;
    }
    let up = base.iter().skip(common).map(|_| "..".into());
    let down = path.iter().skip(common);
    let down = down.map(|part| part.as_os_str().to_string_lossy());
    let parts: Vec<_> = up.chain(down).collect();
    if parts.is_empty() {
        return Some(".".to_owned());
    }
    Some(parts.join("/"))
}

/// What reports call a path: relative to `cwd` with `/`, or absolute where the
/// two have nothing but the file system's root in common.
pub fn display_name(cwd: &Path, path: &Path) -> String {
    let cwd = absolute(cwd, Path::new(""));
    let path = absolute(&cwd, path);
    let shared = shared_names(&path, &cwd);
    let near = shared > 0 || path.starts_with(&cwd);
    if let Some(name) = relative(&path, &cwd).filter(|_| near) {
        return name;
    }
    slashed(&path)
}

/// What the repository at `root` calls a path below it; `None` for a path elsewhere.
/// Both must be absolute.
pub fn name_in_repository(root: &Path, path: &Path) -> Option<String> {
    let path = absolute(root, path);
    path.starts_with(root)
        .then(|| relative(&path, root))
        .flatten()
}

/// The path with `/` on every system.
pub fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        return text.into_owned();
    }
    text.replace(std::path::MAIN_SEPARATOR, "/")
}

/// How many directory names, not counting root or drive, both paths start with.
fn shared_names(a: &Path, b: &Path) -> usize {
    let common = a
        .components()
        .zip(b.components())
        .take_while(|(a, b)| a == b);
    common
        .filter(|(part, _)| matches!(part, Component::Normal(_)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(cwd: &str, path: &str) -> String {
        display_name(Path::new(cwd), Path::new(path))
    }

    #[test]
    fn names_are_relative_to_the_working_directory() {
        assert_eq!(name("/a/b", "/a/b/c/d.yaml"), "c/d.yaml");
        assert_eq!(name("/a/b", "./c//d.yaml"), "c/d.yaml");
        assert_eq!(name("/a/b", "../x.yaml"), "../x.yaml");
        assert_eq!(name("/a/b/", "/a/./b/../b/x.yaml"), "x.yaml");
        assert_eq!(name("/a/b", "/a/b"), ".");
    }

    #[test]
    fn names_far_away_stay_absolute() {
        assert_eq!(name("/a/b", "/x/y.yaml"), "/x/y.yaml");
        assert_eq!(name("/", "/x/y.yaml"), "x/y.yaml");
    }

    #[test]
    fn dots_never_lead_above_the_root() {
        assert_eq!(
            absolute(Path::new("/a"), Path::new("../../../b")),
            Path::new("/b")
        );
    }

    #[test]
    fn the_way_between_directories() {
        let way = |path: &str, base: &str| relative(Path::new(path), Path::new(base));
        assert_eq!(way("/a/b/c", "/a/d/e").as_deref(), Some("../../b/c"));
        assert_eq!(way("/a", "/a/b").as_deref(), Some(".."));
        assert_eq!(way("a", "/b"), None);
    }
}
