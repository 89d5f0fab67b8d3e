//! The file as JSON: every value with its origin.
//!
//! Written by hand, piece by piece, so that neither a copy of the file nor an object
//! for each value is made.

use std::fmt::Write as _;

use serde_json::json;

use rustc_hash::FxHashMap;

use crate::syntax::{Field, NodeId, NodeKind, Scalar, Tree};

use super::origin::{Origins, Step};
use super::yaml::problem;
use super::{Effective, MAX_DEPTH, MAX_TEXT, Unshowable};

/// The version of the shape. New keys do not change it; keys that go or change their
/// meaning do.
pub(super) const VERSION: u32 = 1;

/// Anchors that are named for one value.
const MAX_VIA: usize = 20;

pub(super) fn document(file: &Effective<'_>) -> Result<String, Unshowable> {
    let mut writer = Writer {
        file,
        origins: Origins::default(),
        via: Vec::new(),
        text: String::new(),
    };
    let _ = write!(
        writer.text,
        "{{\n  \"version\": {VERSION},\n  \"tool\": {},\n  \"file\": {},\n  \"workflow\": {},\n  \"configuration\": ",
        json!({"name": "codemagic-lint", "version": env!("CARGO_PKG_VERSION")}),
        json!(file.tree.source().name()),
        json!(file.only.and_then(|only| file.tree.scalar(only.workflow))),
    );
    match file.tree.root() {
        Some(root) => {
            let step = writer.origins.of_value(file.tree, root);
            writer.value(&step, 0)?;
        }
        None => writer.text.push_str("null"),
    }
    writer.text.push_str("\n}\n");
    Ok(writer.text)
}

struct Writer<'f, 't> {
    file: &'f Effective<'t>,
    origins: Origins,
    /// The anchors on the way to what is being written.
    via: Vec<&'t str>,
    text: String,
}

impl<'t> Writer<'_, 't> {
    fn tree(&self) -> &'t Tree {
        self.file.tree
    }

    fn new_line(&mut self, depth: usize) {
        self.text.push('\n');
        // Deep ones are not moved in further, or the blanks outweigh the text.
        let indent = 2 * depth.min(40);
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn value(&mut self, step: &Step<'t>, depth: usize) -> Result<(), Unshowable> {
        if depth > MAX_DEPTH {
            return Err(Unshowable::TooDeep);
        }
        if self.text.len() > MAX_TEXT {
            return Err(Unshowable::TooLarge);
        }
        let tree = self.tree();
        if step.is_recursive || tree.kind(step.target) == NodeKind::Alias {
            return Err(problem(tree, step));
        }
        let outer = self.via.len();
        self.via.extend(&step.via);
        self.text.push_str("{\"origin\": ");
        self.origin(step.offset);
        self.text.push_str(", \"value\": ");
        match tree.kind(step.target) {
            NodeKind::Mapping => self.mapping(step.target, depth)?,
            NodeKind::Sequence => self.list(step.target, depth)?,
            NodeKind::Scalar | NodeKind::Alias => self.scalar(step.target),
        }
        self.text.push('}');
        self.via.truncate(outer);
        Ok(())
    }

    fn origin(&mut self, offset: usize) {
        let position = self.tree().source().position(offset);
        let via = self.via.iter().take(MAX_VIA);
        let via: Vec<&str> = via.copied().collect();
        let _ = write!(
            self.text,
            "{{\"line\": {}, \"column\": {}, \"offset\": {offset}, \"via\": {}}}",
            position.line,
            position.column,
            json!(via)
        );
    }

    fn mapping(&mut self, mapping: NodeId, depth: usize) -> Result<(), Unshowable> {
        let fields = self.file.fields(mapping, depth);
        if fields.is_empty() {
            self.text.push_str("{}");
            return Ok(());
        }
        self.text.push('{');
        let names = self.names(&fields);
        for (index, (&field, key)) in fields.iter().zip(names).enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.new_line(depth + 2);
            let _ = write!(self.text, "{}: ", json!(key));
            let step = self.origins.of_field(self.tree(), field);
            self.value(&step, depth + 1)?;
        }
        self.new_line(depth + 1);
        self.text.push('}');
        Ok(())
    }

    fn list(&mut self, list: NodeId, depth: usize) -> Result<(), Unshowable> {
        let items = self.tree().items(list);
        if items.is_empty() {
            self.text.push_str("[]");
            return Ok(());
        }
        self.text.push('[');
        for (index, &item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.new_line(depth + 2);
            let step = self.origins.of_value(self.tree(), item);
            self.value(&step, depth + 1)?;
        }
        self.new_line(depth + 1);
        self.text.push(']');
        Ok(())
    }

    /// The keys in JSON. Of those that would be equal, since they differ in type only,
    /// the ones that are no text have their tag before them: `!!int 1` beside `1`.
    fn names(&self, fields: &[Field]) -> Vec<String> {
        let tree = self.tree();
        let mut names: Vec<String> = fields.iter().map(|field| self.key(field.key)).collect();
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        for name in &names {
            *seen.entry(name).or_default() += 1;
        }
        let is_repeated: Vec<bool> = names
            .iter()
            .map(|name| seen.get(name.as_str()).is_some_and(|&count| count > 1))
            .collect();
        for ((name, field), is_repeated) in names.iter_mut().zip(fields).zip(is_repeated) {
            let tag = match tree.value(field.key) {
                Some(Scalar::Null) => "!!null",
                Some(Scalar::Bool(_)) => "!!bool",
                Some(Scalar::Int(_)) => "!!int",
                Some(Scalar::Float(_)) => "!!float",
                Some(Scalar::Text(_)) | None => continue,
            };
            if is_repeated {
                *name = format!("{tag} {name}");
            }
        }
        names
    }

    /// JSON knows keys of text only: others are as they are written.
    fn key(&self, key: NodeId) -> String {
        let tree = self.tree();
        let key = tree.resolve(key);
        match tree.kind(key) {
            NodeKind::Scalar => match self.file.hidden.text(tree, key) {
                text if text.is_empty() && tree.value(key) == Some(Scalar::Null) => {
                    "null".to_owned()
                }
                text => text.into_owned(),
            },
            _ => self
                .file
                .hidden
                .masked(tree.source().slice(tree.span(key)))
                .into_owned(),
        }
    }

    fn scalar(&mut self, node: NodeId) {
        let tree = self.tree();
        let written = tree.scalar(node).unwrap_or_default();
        let text = self.file.hidden.text(tree, node);
        if *text != *written {
            self.text.push_str(&json!(text).to_string());
            return;
        }
        let value = match tree.value(node) {
            None | Some(Scalar::Null) => "null".to_owned(),
            Some(Scalar::Bool(value)) => value.to_string(),
            Some(Scalar::Int(i64::MIN | i64::MAX)) => json!(written).to_string(),
            Some(Scalar::Int(value)) => value.to_string(),
            // Neither infinity nor what is no number can be said in JSON.
            Some(Scalar::Float(value)) if !value.is_finite() => json!(written).to_string(),
            Some(Scalar::Float(value)) => json!(value).to_string(),
            Some(Scalar::Text(text)) => {
                self.text.push_str(&json!(text).to_string());
                return;
            }
        };
        let is_same = value == written;
        self.text.push_str(&value);
        if !is_same {
            let _ = write!(self.text, ", \"written\": {}", scalar_text(written));
        }
    }
}

fn scalar_text(written: &str) -> String {
    json!(written).to_string()
}
