//! What can be wrong with the structure of a codemagic.yaml.

use crate::syntax::NodeId;

use super::shape::{Declaration, FieldDeclaration, Shape};

/// One structural defect.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// The node to point at, where it is written: a key, a value, or the
    /// mapping that lacks something.
    pub node: NodeId,
    /// The section whose key it is about; `None` in mappings with free keys.
    pub section: Option<&'static Declaration>,
    /// The key it is about.
    pub field: Option<&'static FieldDeclaration>,
}

impl Problem {
    /// Whether the problem is about this key of this section.
    pub fn is_at(&self, section: &str, key: &str) -> bool {
        self.section.is_some_and(|it| it.name == section)
            && self.field.is_some_and(|it| it.key == key)
    }
}

/// The kinds of structural defect.
#[derive(Debug, Clone, Copy)]
pub enum ProblemKind {
    /// A key that the section does not have; the node is the key.
    UnknownKey,
    /// A key that is not text; the node is the key.
    KeyNotText,
    /// A required key is absent; the node is the mapping that lacks it.
    MissingKey,
    /// A value of another type than expected.
    WrongType {
        /// What was expected.
        expected: &'static Shape,
        /// What is there.
        found: Found,
    },
    /// A word that is none of those accepted.
    UnknownKeyword {
        /// What was expected.
        expected: &'static Shape,
    },
    /// `''` where text is needed.
    EmptyText,
    /// `[]` where items are needed.
    EmptyList,
    /// A number outside its range.
    OutOfRange {
        /// What was expected.
        expected: &'static Shape,
    },
    /// Text that does not have the form it needs.
    WrongForm {
        /// What was expected.
        expected: &'static Shape,
    },
    /// A key without a value, where the key may as well be absent. The service
    /// accepts it.
    EmptySection,
    /// A required key, a list item or a mapping's entry without a value. The
    /// service rejects it.
    NullValue {
        /// What was expected.
        expected: &'static Shape,
    },
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`, or a YAML 1.1 spelling of them.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Float,
    /// Text.
    Text,
    /// A list.
    List,
    /// A mapping.
    Mapping,
}

impl Found {
    /// The type in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean => "a boolean",
            Self::Integer => "a whole number",
            Self::Float => "a number",
            Self::Text => "text",
            Self::List => "a list",
            Self::Mapping => "a mapping",
        }
    }
}
