//! A second opinion on the structure, from a schema that the user has.

use std::fmt;

use crate::syntax::{NodeId, Tree};

/// Something that judges the structure of a file, such as a JSON Schema read by
/// `--schema FILE`. It is passed in, so that rules read no file.
pub trait StructureCheck: fmt::Debug + Send + Sync {
    /// What is wrong with the file, in any order.
    fn check(&self, tree: &Tree) -> Vec<Deviation>;
}

/// A place where a file differs from the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// The node to point at: a value, or a key that is not allowed.
    pub node: NodeId,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Where in the schema this is said, as a JSON pointer.
    pub schema_path: String,
}
