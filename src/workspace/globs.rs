//! Glob patterns in the configuration.
//!
//! Patterns are matched against paths relative to the directory of the
//! configuration file in which they are written, always with `/`:
//!
//! - `*` and `?` stop at `/`, `**` does not; `[abc]` and `{a,b}` work as in a shell
//! - a pattern without `/` matches at any depth: `legacy` or `*.yaml`
//! - any other pattern starts at the configuration file's directory
//! - a pattern that matches a directory matches everything below it

use std::path::{Path, PathBuf};

use globset::{ErrorKind, Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::paths;

/// A list of patterns that are relative to one directory.
#[derive(Clone, Debug)]
pub struct Globs {
    root: PathBuf,
    set: GlobSet,
}

impl Globs {
    /// Compiles patterns that are relative to the absolute directory `root`.
    ///
    /// # Errors
    /// What is wrong with the first that is no glob, or with all together.
    pub fn compile<'a>(
        root: &Path,
        patterns: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, String> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            for glob in compile(pattern)? {
                set.add(glob);
            }
        }
        let set = set
            .build()
            .map_err(|_| "the patterns are too large together".to_owned())?;
        let root = root.to_path_buf();
        Ok(Self { root, set })
    }

    /// Whether there is no pattern at all.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Whether any pattern matches the file with this absolute path.
    pub fn matches(&self, file: &Path) -> bool {
        paths::relative(file, &self.root).is_some_and(|name| self.set.is_match(name))
    }
}

/// What is wrong with a pattern by itself; `None` when nothing is.
pub fn problem(pattern: &str) -> Option<String> {
    compile(pattern).err()
}

/// The globs that together mean the pattern: the path itself and all below it.
fn compile(pattern: &str) -> Result<[Glob; 2], String> {
    if pattern.starts_with('!') {
        return Err(format!(
            "`{pattern}` starts with `!`, which has no meaning here: list only what is meant"
        ));
    }
    let anchored = pattern.strip_prefix("./").unwrap_or(pattern);
    let anchored = anchored.strip_prefix('/').unwrap_or(anchored);
    let bare = anchored.trim_end_matches('/');
    if bare.trim().is_empty() {
        return Err(format!("`{pattern}` names no path"));
    }
    let floats = !bare.contains('/') && bare.len() == pattern.trim_end_matches('/').len();
    let path = if floats {
        format!("**/{bare}")
    } else {
        bare.to_owned()
    };
    let below = format!("{path}/**");
    Ok([build(pattern, &path)?, build(pattern, &below)?])
}

fn build(written: &str, pattern: &str) -> Result<Glob, String> {
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map_err(|error| format!("`{written}` is not a glob: {}", explain(error.kind())))
}

fn explain(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::UnclosedClass => "`[` is never closed with `]`".to_owned(),
        ErrorKind::InvalidRange(from, to) => format!("the range `{from}-{to}` runs backwards"),
        ErrorKind::UnopenedAlternates => "`}` closes no `{`".to_owned(),
        ErrorKind::UnclosedAlternates => "`{` is never closed with `}`".to_owned(),
        ErrorKind::DanglingEscape => "nothing follows the `\\` at its end".to_owned(),
        _ => "it is too large or too deep".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, file: &str) -> bool {
        Globs::compile(Path::new("/r"), [pattern])
            .unwrap()
            .matches(Path::new(file))
    }

    #[test]
    fn a_bare_name_matches_at_any_depth() {
        assert!(matches("legacy", "/r/legacy/codemagic.yaml"));
        assert!(matches("legacy/", "/r/a/legacy/b/codemagic.yaml"));
        assert!(matches("*.yaml", "/r/a/b.yaml"));
        assert!(!matches("legacy", "/r/legacy2/codemagic.yaml"));
    }

    #[test]
    fn a_pattern_with_a_slash_starts_at_the_configuration() {
        assert!(matches("apps/*", "/r/apps/a/codemagic.yaml"));
        assert!(matches("/apps", "/r/apps/codemagic.yaml"));
        assert!(matches("./apps", "/r/apps/codemagic.yaml"));
        assert!(!matches("/apps", "/r/x/apps/codemagic.yaml"));
        assert!(!matches("apps/*.yaml", "/r/apps/a/b.yaml"));
        assert!(matches("apps/**/b.yaml", "/r/apps/b.yaml"));
    }

    #[test]
    fn files_outside_the_directory_match_only_free_patterns() {
        assert!(matches("codemagic.yaml", "/other/codemagic.yaml"));
        assert!(!matches("other/codemagic.yaml", "/other/codemagic.yaml"));
        assert!(matches("../other", "/other/codemagic.yaml"));
    }

    #[test]
    fn classes_and_alternatives_work() {
        assert!(matches("apps/{a,b}/**", "/r/apps/b/codemagic.yaml"));
        assert!(matches("app[0-9]", "/r/app7/codemagic.yaml"));
        assert!(!matches("app[!0-9]", "/r/app7/codemagic.yaml"));
    }

    #[test]
    fn every_bad_pattern_says_why() {
        let cases = [
            ("a[", "`a[` is not a glob: `[` is never closed with `]`"),
            (
                "a[z-a]",
                "`a[z-a]` is not a glob: the range `z-a` runs backwards",
            ),
            ("a{b", "`a{b` is not a glob: `{` is never closed with `}`"),
            ("a}", "`a}` is not a glob: `}` closes no `{`"),
            ("", "`` names no path"),
            ("/", "`/` names no path"),
            (
                "!a",
                "`!a` starts with `!`, which has no meaning here: list only what is meant",
            ),
        ];
        for (pattern, message) in cases {
            assert_eq!(problem(pattern).as_deref(), Some(message));
        }
    }

    #[test]
    fn a_trailing_backslash_is_refused() {
        assert!(problem("a\\").is_some_and(|message| message.contains("nothing follows")));
    }
}
