//! The names in a directory, for telling what is surely not there without a look at
//! the disk.

use rustc_hash::FxHashSet;

/// The names in a directory, as those file systems compare them that do not tell upper
/// from lower case.
#[derive(Debug)]
pub struct Names {
    lower: FxHashSet<Box<str>>,
    /// Whether every name is the same in each of its forms, but for its case.
    are_plain: bool,
}

impl Names {
    /// All names in a directory.
    pub fn of<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Self {
        let lower = names.clone().map(str::to_ascii_lowercase);
        Self {
            lower: lower.map(String::into_boxed_str).collect(),
            are_plain: { names }.all(str::is_ascii),
        }
    }

    /// Whether nothing in the directory can go by a name. False where file systems
    /// differ in what they take for the same name, so that the disk has to tell.
    pub fn lack(&self, name: &str) -> bool {
        if !self.are_plain || !is_plain(name) {
            return false;
        }
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return !self.lower.contains(&*name.to_ascii_lowercase());
        }
        !self.lower.contains(name)
    }
}

/// Whether a name stands for itself alone: Windows leaves out dots and spaces at the
/// end, and knows short names with `~` and streams with `:`.
fn is_plain(name: &str) -> bool {
    let is_said_otherwise = |byte| matches!(byte, b'~' | b':' | b'\\') || !byte.is_ascii();
    !name.is_empty() && !name.ends_with(['.', ' ']) && !name.bytes().any(is_said_otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> Names {
        Names::of(all.iter().copied())
    }

    #[test]
    fn what_is_not_among_the_names_is_lacking() {
        let names = names(&["ios", "Gemfile", ".git"]);
        for absent in ["android", "Podfile", "-release", "Gem file"] {
            assert!(names.lack(absent), "{absent}");
        }
        for present in ["ios", "Gemfile", "gemfile", "IOS", ".git"] {
            assert!(!names.lack(present), "{present}");
        }
    }

    #[test]
    fn the_disk_has_to_tell_of_names_with_several_forms() {
        let names = names(&["documents"]);
        for name in [
            "", ".", "..", "docume~1", "data ", "data.", "a:b", "ſrc", "ä",
        ] {
            assert!(!names.lack(name), "{name}");
        }
        // The Kelvin sign is a `k` to some.
        assert!(!self::names(&["\u{212a}ey"]).lack("key"));
    }
}
