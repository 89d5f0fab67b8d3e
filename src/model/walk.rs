//! The places of a section where `$NAME` stands for a value.

use crate::expression::{Reference, reference};
use crate::syntax::{Field, NodeId, NodeKind, Scalar, Tree};

use super::shape::{Declaration, FieldDeclaration, Shape};

/// A value that refers to variables.
#[derive(Debug, Clone, Copy)]
pub struct VariableUse {
    /// The scalar, where it is written.
    pub node: NodeId,
    /// The section it belongs to.
    pub section: &'static Declaration,
    /// The key it belongs to.
    pub field: &'static FieldDeclaration,
}

/// Every value below `node`, a section of this shape, that is read as a
/// variable. Merges and aliases are followed.
pub fn variable_uses(tree: &Tree, node: NodeId, section: &'static Declaration) -> Vec<VariableUse> {
    let mut walk = Walk {
        tree,
        found: Vec::new(),
    };
    walk.section(node, section);
    walk.found
}

struct Walk<'t> {
    tree: &'t Tree,
    found: Vec<VariableUse>,
}

impl Walk<'_> {
    fn section(&mut self, node: NodeId, section: &'static Declaration) {
        let fields: Vec<Field> = self.tree.fields(node).collect();
        for entry in fields {
            let key = self.tree.scalar(entry.key);
            let Some(field) = key.and_then(|key| section.field(key)) else {
                continue;
            };
            if may_refer(field.shape) {
                self.value(entry.value, field.shape, section, field);
            }
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
            (_, NodeKind::Scalar) if shape.accepts_variable() => {
                let Some(Scalar::Text(text)) = self.tree.value(node) else {
                    return;
                };
                if reference(text) == Some(Reference::Variable) {
                    self.found.push(VariableUse {
                        node,
                        section,
                        field,
                    });
                }
            }
            _ => {}
        }
    }
}

/// Whether a value of this shape, or one inside it, may be a variable.
fn may_refer(shape: &Shape) -> bool {
    match shape {
        Shape::Section(section) => section.fields.iter().any(|field| may_refer(field.shape)),
        Shape::List { item, .. } => may_refer(item),
        Shape::Map { value } => may_refer(value),
        Shape::AnyOf(shapes) => shapes.iter().any(|shape| may_refer(shape)),
        Shape::Variable => true,
        _ => false,
    }
}
