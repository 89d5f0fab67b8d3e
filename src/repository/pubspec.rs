//! `pubspec.yaml` of Dart and Flutter.

use crate::syntax::{self, NodeId, SourceFile, Tree};

/// What a `pubspec.yaml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pubspec {
    /// The version, such as `1.2.0+7`, whose part behind `+` is the build number.
    pub version: Option<String>,
}

impl Pubspec {
    /// Reads one. What cannot be read is left out.
    pub fn parse(text: &str) -> Self {
        let tree = syntax::parse(SourceFile::new("pubspec.yaml", text));
        let Some(root) = tree.root() else {
            return Self::default();
        };
        let version = value(&tree, root, "version").and_then(|it| tree.scalar(it));
        Self {
            version: version.map(|it| it.trim().to_owned()),
        }
    }

    /// The build number of the version, where it has one.
    pub fn build_number(&self) -> Option<&str> {
        let (_, number) = self.version.as_deref()?.split_once('+')?;
        Some(number)
    }
}

fn value(tree: &Tree, mapping: NodeId, key: &str) -> Option<NodeId> {
    let entries = tree.entries(tree.resolve(mapping));
    let mut found = entries.iter().filter(|it| tree.scalar(it.key) == Some(key));
    found.next_back().map(|entry| tree.resolve(entry.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pubspec_says_its_version() {
        let text = "name: bunting\nversion: 1.2.0+7 # raised by hand\n\ndependencies:\n  flutter:\n    sdk: flutter\n";
        let found = Pubspec::parse(text);
        assert_eq!(found.build_number(), Some("7"));
        assert_eq!(Pubspec::parse("version: 1.0.0\n").build_number(), None);
        assert_eq!(Pubspec::parse("- [\n"), Pubspec::default());
    }
}
