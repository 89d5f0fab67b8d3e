//! Paths inside a repository.

/// A path seen from a directory, in one form: no `.`, no `..`, no `/` too many.
/// `None` where it leaves the repository or begins elsewhere.
pub fn join(directory: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    let mut joined = String::with_capacity(directory.len() + 1 + path.len());
    for part in directory.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(parent(&joined).len()),
            part => {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
    Some(joined)
}

/// The directory of a path, which is empty at the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The first part of a path.
pub fn first(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A directory and those above it, up to the root.
pub fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(directory), |at| (!at.is_empty()).then(|| parent(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_form_and_stay_inside() {
        let cases = [
            ("", "a/b", Some("a/b")),
            ("a", "./b/", Some("a/b")),
            ("a/b", "../c", Some("a/c")),
            ("a", "..", Some("")),
            ("", "..", None),
            ("a", "../../b", None),
            ("a", "/b", None),
            ("", "a\\b", None),
            ("", "", Some("")),
        ];
        for (directory, path, expected) in cases {
            assert_eq!(
                join(directory, path).as_deref(),
                expected,
                "{directory} {path}"
            );
        }
    }

    #[test]
    fn a_directory_has_those_above() {
        assert_eq!(ancestors("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
        assert_eq!(name("a/b"), "b");
    }
}
