//! Names that come close to `codemagic.yaml`.

use std::fs;
use std::path::{Path, PathBuf};

use super::discovery::FILE_NAME;

/// The most letters that may be wrong.
const MAX_EDITS: usize = 2;

/// Whether a file of this name was likely meant to be `codemagic.yaml`:
/// `codemagic.yml`, `.codemagic.yaml`, `Codemagic.yaml`, `code-magic.yaml`.
pub fn is_near_miss(name: &str) -> bool {
    if name == FILE_NAME {
        return false;
    }
    let name = name.trim_start_matches('.').to_lowercase();
    let Some((stem, "yaml" | "yml")) = name.rsplit_once('.') else {
        return false;
    };
    strsim::osa_distance(stem, "codemagic") <= MAX_EDITS
}

/// The near misses in a directory itself, hidden ones too.
pub(super) fn near_misses_in(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    let entries = entries.flatten();
    let near = entries.filter(|entry| is_near_miss(&entry.file_name().to_string_lossy()));
    near.map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::is_near_miss;

    #[test]
    fn names_that_were_meant_are_known() {
        for name in [
            "codemagic.yml",
            ".codemagic.yaml",
            "Codemagic.yaml",
            "CODEMAGIC.YML",
            "code-magic.yaml",
            "codemagik.yaml",
            "codemagic.YAML",
        ] {
            assert!(is_near_miss(name), "{name}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for name in [
            "codemagic.yaml",
            "codemagic",
            "codemagic.yaml.bak",
            "codemagic.json",
            "codecov.yml",
            "pubspec.yaml",
            "",
        ] {
            assert!(!is_near_miss(name), "{name}");
        }
    }
}
