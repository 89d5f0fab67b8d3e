//! The typed codemagic.yaml: one file a section.
//!
//! Reading never fails: what cannot be read is reported as a [`Problem`] and
//! left out. Everything the model says points back at the nodes of the syntax
//! tree.

pub mod app_store_connect;
pub mod cursor;
mod decode;
pub mod environment;
pub mod guess;
pub mod help;
pub mod json_schema;
pub mod locate;
mod problem;
pub mod publishing;
mod shape;
pub mod step;
pub mod triggering;
mod value;
pub mod walk;
pub mod workflow;

use std::sync::Arc;

use crate::syntax::{self, NodeId, NodeKind, Scalar, Tree};

pub use decode::{Decode, Decoder, Field, Item, MapEntry, found};
pub use problem::{Found, Problem, ProblemKind};
pub use shape::{Declaration, FieldDeclaration, Form, Keyword, Shape, join_or};
pub(crate) use value::keyword_text;
pub use value::{
    AnyText, Boolean, Either, Formed, HasForm, Integer, List, Nullable, Text, TextNode, Value,
};
pub use workflow::Workflow;
#[cfg(feature = "cli")]
pub(crate) use {decode::section, value::keywords};

use value::Map;

/// A whole codemagic.yaml.
#[derive(Debug, Default)]
pub struct Config {
    /// The document's mapping; `None` when the document is something else.
    pub root: Option<NodeId>,
    /// The workflows, in the order of the file, merged ones first.
    pub workflows: Field<Arc<Vec<MapEntry<Arc<Workflow>>>>>,
    /// Keys of the document besides `workflows`.
    pub other_keys: Vec<syntax::Field>,
}

/// The key that holds all workflows.
pub const WORKFLOWS: &FieldDeclaration = &FieldDeclaration {
    key: "workflows",
    doc: "The workflows, by id. Each is a whole way of a build, from what starts it to where it is \
          published.",
    required: true,
    default: None,
    shape: <Map<Workflow> as Decode>::SHAPE,
};

/// Reads a tree.
pub fn decode(tree: &Tree) -> (Config, Vec<Problem>) {
    let mut decoder = Decoder::new(tree);
    let config = read(tree, &mut decoder);
    (config, decoder.into_problems())
}

fn read(tree: &Tree, decoder: &mut Decoder<'_>) -> Config {
    let mut config = Config::default();
    let Some(root) = tree.root() else {
        return config;
    };
    if tree.kind(root) != NodeKind::Mapping {
        if tree.value(root) != Some(Scalar::Null) {
            decoder.wrong_type(ROOT_SHAPE, root);
        }
        return config;
    }
    config.root = Some(root);
    for entry in tree.fields(root) {
        if tree.scalar(entry.key) != Some(WORKFLOWS.key) {
            config.other_keys.push(entry);
        } else if tree.value(entry.value) == Some(Scalar::Null) {
            // No workflow at all is one defect, however it is written.
            config.workflows = Field::null(entry);
        } else {
            config.workflows = decoder.field::<Map<Workflow>>(entry, WORKFLOWS);
        }
    }
    if config.workflows.key().is_none() {
        decoder.missing_key(WORKFLOWS, root);
    }
    config
}

const ROOT_SHAPE: &Shape = &Shape::Map {
    value: &Shape::AnyOf(&[]),
};

impl Config {
    /// The workflows that could be read, with their entries.
    pub fn workflows(&self) -> impl Iterator<Item = (&MapEntry<Arc<Workflow>>, &Workflow)> {
        let entries = self.workflows.entries().iter();
        entries.filter_map(|entry| Some((entry, entry.value.as_deref()?)))
    }
}

/// Every section with the path of keys that leads to it: `workflows.<id>`,
/// `workflows.<id>.environment`, in the order of the documentation.
pub fn sections() -> Vec<(String, &'static Declaration)> {
    sections_of("workflows.<id>", Workflow::DECLARATION)
}

/// A section and all that it may hold, with the paths of keys that lead to them.
pub fn sections_of(
    path: &str,
    section: &'static Declaration,
) -> Vec<(String, &'static Declaration)> {
    let mut found = Vec::new();
    collect(path, section, &mut found);
    found
}

fn collect(
    path: &str,
    section: &'static Declaration,
    found: &mut Vec<(String, &'static Declaration)>,
) {
    found.push((path.to_owned(), section));
    for field in section.fields {
        let Some(inner) = field.shape.section() else {
            continue;
        };
        let step = match field.shape {
            Shape::List { .. } => "[]",
            Shape::Map { .. } => ".<id>",
            _ => "",
        };
        let dot = if path.is_empty() { "" } else { "." };
        collect(&format!("{path}{dot}{}{step}", field.key), inner, found);
    }
}
