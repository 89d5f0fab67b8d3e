//! `changeset`: which files must have changed.
//!
//! Documented are paths, directories and patterns such as `**/*.md`, and that a change
//! of `codemagic.yaml` always counts. What is not documented is whether `*` stands for
//! `/` too, and whether a pattern for a directory means all below it. An entry is read
//! both ways, narrowly and widely, and where they differ the answer is unknown.

use std::sync::Arc;

use crate::effective::Hidden;
use crate::expression::condition::Truth;
use crate::expression::glob::Pattern;
use crate::expression::template;
use crate::model::step::Changeset;
use crate::model::{Field, Item, TextNode};
use crate::repository::paths;
use crate::rules::shared::credentials::may_hold_more;
use crate::syntax::{NodeId, Span, Tree};

/// The file whose changes always count.
pub(super) const ALWAYS: &str = "codemagic.yaml";
/// Changed files that an entry names.
const MAX_NAMED: usize = 5;

/// What a changeset says.
#[derive(Debug, Clone)]
pub struct ChangesetAnswer {
    /// The key's place.
    pub span: Span,
    /// Whether a change counts.
    pub truth: Truth,
    /// The first changed file that counts, where one surely does.
    pub decided_by: Option<String>,
    /// Whether the changed files are known.
    pub is_known: bool,
    /// Whether `includes` is a list without items: what that means is not documented.
    pub has_empty_includes: bool,
    /// `includes`, then `excludes`. Without `includes` the default stands for them, at
    /// the place of the changeset.
    pub entries: Vec<EntryAnswer>,
}

/// What one entry says.
#[derive(Debug, Clone)]
pub struct EntryAnswer {
    /// The path or pattern; `None` where it is not known.
    pub text: Option<String>,
    /// Its place.
    pub span: Span,
    /// Whether what matches counts; `false` for `excludes`.
    pub include: bool,
    /// Whether a changed file matches.
    pub matches: Truth,
    /// Changed files that match, at most five.
    pub files: Vec<String>,
}

struct Entry {
    text: Option<String>,
    span: Span,
    include: bool,
    reading: Reading,
}

/// What the changeset under a key says.
pub(super) fn answer(
    tree: &Tree,
    key: NodeId,
    changeset: &Changeset,
    changed: Option<&[String]>,
    hidden: &Hidden,
) -> ChangesetAnswer {
    let span = tree.span(key);
    let mut entries = entries(tree, &changeset.includes, true);
    if !changeset.includes.is_set() {
        entries.push(Entry {
            text: Some(".".to_owned()),
            span,
            include: true,
            reading: Reading::All,
        });
    }
    let includes = &changeset.includes;
    let has_empty_includes = includes.value().is_some_and(|items| items.is_empty());
    if has_empty_includes {
        let place = includes.key().map_or(span, |key| tree.span(key));
        entries.push(unread(place, true));
    }
    entries.extend(self::entries(tree, &changeset.excludes, false));
    let mut whole = ChangesetAnswer {
        span,
        truth: Truth::Unknown,
        decided_by: None,
        is_known: changed.is_some(),
        has_empty_includes,
        entries: Vec::new(),
    };
    if may_hold_more(tree, changeset.mapping) {
        return whole;
    }
    match changed {
        Some(files) => {
            let mut truth = Truth::False;
            for file in files {
                let counts = counts(&entries, file);
                if counts == Truth::True {
                    whole.decided_by.get_or_insert_with(|| file.clone());
                }
                truth = truth.or(counts);
            }
            whole.truth = truth;
        }
        // Whatever changed, it counts.
        None if counts_always(&entries) => whole.truth = Truth::True,
        None => {}
    }
    let shown = entries.into_iter().map(|entry| {
        let files = changed.unwrap_or_default();
        let found: Vec<Truth> = files.iter().map(|it| entry.reading.matches(it)).collect();
        let matching = files
            .iter()
            .zip(&found)
            .filter(|(_, it)| **it == Truth::True);
        let matches = match changed {
            Some(_) => found.iter().copied().fold(Truth::False, Truth::or),
            None if matches!(entry.reading, Reading::All) => Truth::True,
            None => Truth::Unknown,
        };
        EntryAnswer {
            text: entry.text.map(|text| hidden.masked(&text).into_owned()),
            span: entry.span,
            include: entry.include,
            matches,
            files: matching
                .take(MAX_NAMED)
                .map(|(file, _)| file.clone())
                .collect(),
        }
    });
    whole.entries = shown.collect();
    whole
}

/// Whether a changed file counts.
fn counts(entries: &[Entry], file: &str) -> Truth {
    if file == ALWAYS {
        return Truth::True;
    }
    let any = |include: bool| {
        let entries = entries.iter().filter(|it| it.include == include);
        let matches = entries.map(|it| it.reading.matches(file));
        matches.fold(Truth::False, Truth::or)
    };
    any(true).and(any(false).not())
}

fn counts_always(entries: &[Entry]) -> bool {
    let is_all = |it: &Entry| it.include && matches!(it.reading, Reading::All);
    entries.iter().any(is_all) && entries.iter().all(|it| it.include)
}

/// An entry that is not known.
fn unread(span: Span, include: bool) -> Entry {
    Entry {
        text: None,
        span,
        include,
        reading: Reading::Unknown,
    }
}

fn entries(tree: &Tree, list: &Field<Arc<Vec<Item<TextNode>>>>, include: bool) -> Vec<Entry> {
    if list.is_set() && list.value().is_none() {
        let place = list.node().or(list.key());
        return place
            .map(|node| unread(tree.span(node), include))
            .into_iter()
            .collect();
    }
    let items = list.items().iter();
    let read = items.map(|item| match item.value {
        None => unread(tree.span(item.node), include),
        Some(text) => {
            let text = text.get(tree).trim();
            Entry {
                text: Some(text.to_owned()),
                span: tree.span(item.node),
                include,
                reading: Reading::of(text),
            }
        }
    });
    read.collect()
}

/// How an entry is read.
enum Reading {
    /// Every file.
    All,
    /// No file.
    Nothing,
    /// Not known: variables, or paths that leave the repository.
    Unknown,
    /// Some files.
    Some {
        /// Patterns for each part of a path; `None` for `**`. Nothing where braces go
        /// across the parts.
        narrow: Option<Vec<Option<Pattern>>>,
        /// Whether the path as it stands may be a file.
        is_file: bool,
        /// Patterns for paths as a whole, in which `*` stands for `/` too.
        wide: Vec<Pattern>,
    },
}

impl Reading {
    fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::Nothing;
        }
        if template::parts(text).next().is_some() {
            return Self::Unknown;
        }
        let Some(path) = paths::join("", text) else {
            return Self::Unknown;
        };
        if matches!(&*path, "" | "**" | "**/*") {
            return Self::All;
        }
        let shorter = path.replace("**/", "");
        let mut wide = Vec::new();
        for path in [&path, &shorter]
            .into_iter()
            .filter(|path| !path.is_empty())
        {
            wide.push(Pattern::parse(path));
            wide.push(Pattern::parse(&format!("{path}/**")));
        }
        let parts = path.split('/');
        let mut narrow: Vec<Option<Pattern>> = parts
            .map(|part| (part != "**").then(|| Pattern::parse(part)))
            .collect();
        let is_plain = narrow
            .iter()
            .all(|part| part.as_ref().is_some_and(|it| it.literal().is_some()));
        if (text.ends_with('/') || is_plain) && narrow.last().is_some_and(Option::is_some) {
            narrow.push(None);
        }
        let all = wide.iter().chain(narrow.iter().flatten());
        if !all.clone().all(Pattern::is_readable) {
            return Self::Unknown;
        }
        Self::Some {
            narrow: (!goes_across(&path)).then_some(narrow),
            is_file: is_plain && !text.ends_with('/'),
            wide,
        }
    }

    fn matches(&self, file: &str) -> Truth {
        let (narrow, is_file, wide) = match self {
            Self::All => return Truth::True,
            Self::Nothing => return Truth::False,
            Self::Unknown => return Truth::Unknown,
            Self::Some {
                narrow,
                is_file,
                wide,
            } => (narrow, *is_file, wide),
        };
        if !wide.iter().any(|pattern| pattern.matches(file)) {
            return Truth::False;
        }
        let parts: Vec<&str> = file.split('/').collect();
        let is_narrow = narrow.as_ref().is_some_and(|patterns| {
            // A plain path is a file or a directory.
            let own = patterns.split_last().filter(|_| is_file);
            own.is_some_and(|(_, own)| leads(own, &parts)) || leads(patterns, &parts)
        });
        if is_narrow {
            Truth::True
        } else {
            Truth::Unknown
        }
    }
}

/// Whether patterns match the parts of a path, one by one; `**` any number, at the end
/// at least one.
fn leads(patterns: &[Option<Pattern>], parts: &[&str]) -> bool {
    let mut at = vec![false; parts.len() + 1];
    at[0] = true;
    for (index, pattern) in patterns.iter().enumerate() {
        let mut next = vec![false; parts.len() + 1];
        let is_last = index + 1 == patterns.len();
        for start in (0..=parts.len()).filter(|&start| at[start]) {
            let Some(pattern) = pattern else {
                let least = start + usize::from(is_last);
                next.iter_mut().skip(least).for_each(|it| *it = true);
                break;
            };
            if parts.get(start).is_some_and(|part| pattern.matches(part)) {
                next[start + 1] = true;
            }
        }
        at = next;
    }
    at[parts.len()]
}

/// Whether brackets of a pattern go across a `/`.
fn goes_across(pattern: &str) -> bool {
    let mut depth = 0_usize;
    for c in pattern.chars() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            '/' if depth > 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_match_what_both_readings_match() {
        use Truth::{False, True, Unknown};
        let cases = [
            (".", "a/b.c", True),
            ("./", "a", True),
            ("**", "a/b", True),
            ("android", "android/app/x.kt", True),
            ("android/", "android/app/x.kt", True),
            ("android/", "android", Unknown),
            ("./android", "android", True),
            ("android", "androidx/y", False),
            ("**/*.md", "README.md", True),
            ("**/*.md", "docs/a/b.md", True),
            ("**/*.md", "docs/a.mdx", False),
            ("*.md", "README.md", True),
            ("*.md", "docs/a.md", Unknown),
            ("modules/*", "modules/a/b", Unknown),
            ("modules/*/", "modules/a/b", True),
            ("modules/a/**", "modules/a/b/c", True),
            ("modules/a/**", "modules/a", False),
            ("a/**/b", "a/b", True),
            ("a/**/b", "a/x/y/b", True),
            ("{a,b}/c", "b/c", True),
            ("{a/x,b}/c", "b/c", Unknown),
            ("{a/x,b}/c", "c/c", False),
            ("/android", "android/x", Unknown),
            ("$DIR", "android/x", Unknown),
            ("", "a", False),
        ];
        for (text, file, expected) in cases {
            assert_eq!(Reading::of(text).matches(file), expected, "{text} {file}");
        }
    }
}
