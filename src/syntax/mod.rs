//! Source text to tree: positions, YAML, comments.
//!
//! This stage never fails: whatever the input, there is a [`Tree`] and a list of
//! [`SyntaxProblem`]s. It knows nothing of codemagic.yaml.

mod characters;
mod compose;
mod diagnose;
mod draft;
mod events;
mod expansion;
mod flags;
mod inspect;
mod lines;
mod merge;
mod node;
mod parse;
mod problem;
mod scalar;
mod source;
mod source_map;
mod tabs;
mod tree;
mod usual;

#[doc(hidden)]
pub use compose::both_readings;
#[doc(hidden)]
pub use events::count_events;
pub use merge::Field;
pub use node::NodeId;
pub use parse::{MAX_FILE_SIZE, parse};
pub use problem::{Limit, SyntaxProblem, SyntaxProblemKind};
pub use scalar::{Scalar, resolve_1_1, resolve_1_2};
pub(crate) use source::united;
pub use source::{Position, SourceFile, Span};
pub use source_map::SourceMap;
pub use tree::{Anchor, Comment, Entry, NodeKind, ScalarStyle, Tree, UndefinedAlias};
