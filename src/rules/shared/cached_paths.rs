//! The paths of `cache`, in one form each.

use std::borrow::Cow;

use crate::model::{Item, TextNode};
use crate::syntax::{NodeId, Tree};

use crate::rules::check::WorkflowView;

/// One path of `cache_paths`.
pub(crate) struct CachedPath<'a> {
    /// The item, where it is written; it may be an alias.
    pub item: NodeId,
    /// The text.
    pub node: NodeId,
    /// As it is written.
    pub text: &'a str,
    /// The same for the same directory: see [`normal`].
    pub normal: String,
}

/// The paths that the workflow caches.
pub(crate) fn cached_paths<'a>(view: &WorkflowView<'a>) -> Vec<CachedPath<'a>> {
    let Some(cache) = view.workflow.cache.value() else {
        return Vec::new();
    };
    let tree = view.tree();
    let items = cache.cache_paths.items().iter();
    items.filter_map(|item| cached(tree, item)).collect()
}

fn cached<'a>(tree: &'a Tree, item: &Item<TextNode>) -> Option<CachedPath<'a>> {
    let text = item.value?;
    let path = text.get(tree).trim();
    (!path.is_empty()).then(|| CachedPath {
        item: item.node,
        node: text.0,
        text: path,
        normal: normal(path).into_owned(),
    })
}

/// A path in one form: the home directory as `~`, the clone of the repository as
/// `$CM_BUILD_DIR`, no `.` and no `/` too many. Relative paths stay relative, since
/// it depends on the workflow where they begin.
pub(crate) fn normal(path: &str) -> Cow<'_, str> {
    let path = path.trim();
    if is_plain(path) {
        return path.into();
    }
    let unbraced = unbraced(path);
    let parts: Vec<&str> = unbraced
        .split('/')
        .enumerate()
        .filter(|(at, part)| *part != "." && (*at == 0 || !part.is_empty()))
        .map(|(_, part)| part)
        .collect();
    let (start, rest) = match parts.as_slice() {
        ["~" | "$HOME", "clone", rest @ ..]
        | ["", "Users" | "home", "builder", "clone", rest @ ..]
        | ["$CM_BUILD_DIR" | "$FCI_BUILD_DIR", rest @ ..] => ("$CM_BUILD_DIR", rest),
        ["~" | "$HOME", rest @ ..] | ["", "Users" | "home", "builder", rest @ ..] => ("~", rest),
        rest => return rest.join("/").into(),
    };
    [&[start], rest].concat().join("/").into()
}

/// Whether a path is as it is, as most are: relative, of named parts alone.
fn is_plain(path: &str) -> bool {
    let is_first = |byte: &u8| !matches!(byte, b'/' | b'~' | b'$');
    let mut before = b'/';
    let is_parted = path.bytes().all(|byte| {
        let follows = before != b'/' || !matches!(byte, b'/' | b'.');
        before = byte;
        follows
    });
    path.as_bytes().first().is_none_or(is_first) && is_parted && !path.ends_with('/')
}

/// `$NAME` for `${NAME}` at the beginning.
fn unbraced(path: &str) -> Cow<'_, str> {
    let name = path
        .strip_prefix("${")
        .and_then(|rest| rest.split_once('}'));
    match name {
        Some((name, rest)) if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => {
            format!("${name}{rest}").into()
        }
        _ => path.into(),
    }
}

/// What stands behind the clone of the repository, or behind nothing where the
/// path is relative; `None` for paths elsewhere.
pub(crate) fn in_clone(normal: &str) -> Option<&str> {
    match normal.strip_prefix("$CM_BUILD_DIR") {
        Some(rest) => Some(rest.trim_start_matches('/')),
        None => (!normal.starts_with(['/', '~', '$'])).then_some(normal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_directory_has_one_form() {
        for path in [
            "~/.gradle/caches",
            "$HOME/.gradle/caches/",
            "${HOME}//.gradle/./caches",
            "/Users/builder/.gradle/caches",
            "/home/builder/.gradle/caches",
        ] {
            assert_eq!(normal(path), "~/.gradle/caches", "{path}");
        }
        for path in [
            "$CM_BUILD_DIR",
            "${FCI_BUILD_DIR}/",
            "$HOME/clone",
            "/Users/builder/clone",
        ] {
            assert_eq!(normal(path), "$CM_BUILD_DIR", "{path}");
        }
        assert_eq!(normal("./node_modules/"), "node_modules");
        assert_eq!(normal("/tmp/x"), "/tmp/x");
        assert_eq!(normal("."), "");
    }

    #[test]
    fn paths_in_the_clone_are_known() {
        let cases = [
            ("$CM_BUILD_DIR", Some("")),
            ("$CM_BUILD_DIR/a", Some("a")),
            ("a/b", Some("a/b")),
            ("~/a", None),
            ("/a", None),
            ("$FLUTTER_ROOT/a", None),
        ];
        for (path, expected) in cases {
            assert_eq!(in_clone(path), expected, "{path}");
        }
    }
}
