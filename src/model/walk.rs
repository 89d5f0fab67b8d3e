//! The texts of a section, with the keys they belong to.

use crate::syntax::{Field, NodeId, NodeKind, Scalar, Tree};

use super::shape::{Declaration, FieldDeclaration, Shape};

/// A text somewhere in a section.
#[derive(Debug, Clone, Copy)]
pub struct TextUse {
    /// The scalar, where it is written.
    pub node: NodeId,
    /// The section it belongs to.
    pub section: &'static Declaration,
    /// The key it belongs to.
    pub field: &'static FieldDeclaration,
    /// The key of the outermost section that leads to it.
    pub root: &'static FieldDeclaration,
    /// What may stand at its place.
    pub shape: &'static Shape,
}

/// Every text below `node`, a section of this shape, in the order of the file.
/// Merges and aliases are followed; keys that the section does not have are left
/// out.
pub fn texts(tree: &Tree, node: NodeId, section: &'static Declaration) -> Vec<TextUse> {
    let mut walk = Walk {
        tree,
        root: None,
        found: Vec::new(),
    };
    walk.section(node, section);
    walk.found
}

struct Walk<'t> {
    tree: &'t Tree,
    root: Option<&'static FieldDeclaration>,
    found: Vec<TextUse>,
}

impl Walk<'_> {
    fn section(&mut self, node: NodeId, section: &'static Declaration) {
        let fields: Vec<Field> = self.tree.fields(node).collect();
        for entry in fields {
            let key = self.tree.scalar(entry.key);
            let Some(field) = key.and_then(|key| section.field(key)) else {
                continue;
            };
            let outer = self.root;
            self.root = outer.or(Some(field));
            self.value(entry.value, field.shape, section, field);
            self.root = outer;
        }
    }

    fn value(
        &mut self,
        node: NodeId,
        shape: &'static Shape,
        section: &'static Declaration,
        field: &'static FieldDeclaration,
    ) {
        // An alias that leads back to itself ends here.
        if self.tree.is_flagged(node) {
            return;
        }
        let node = self.tree.resolve(node);
        match (shape, self.tree.kind(node)) {
            (Shape::Section(inner), NodeKind::Mapping) => self.section(node, inner),
            (Shape::List { item, .. }, NodeKind::Sequence) => {
                for &entry in self.tree.items(node) {
                    self.value(entry, item, section, field);
                }
            }
            (Shape::Map { value }, NodeKind::Mapping) => {
                let fields: Vec<Field> = self.tree.fields(node).collect();
                for entry in fields {
                    self.value(entry.value, value, section, field);
                }
            }
            (Shape::AnyOf(shapes), NodeKind::Mapping) => {
                if let Some(inner) = shapes.iter().find_map(|shape| shape.section()) {
                    self.section(node, inner);
                }
            }
            (_, NodeKind::Scalar) if matches!(self.tree.value(node), Some(Scalar::Text(_))) => {
                self.found.push(TextUse {
                    node,
                    section,
                    field,
                    root: self.root.unwrap_or(field),
                    shape,
                });
            }
            _ => {}
        }
    }
}
