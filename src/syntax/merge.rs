//! What a mapping holds after merge keys, as PyYAML decides it.
//!
//! Explicit keys win over merged ones wherever they stand; of two `<<:` in one
//! mapping the later wins, inside one list the earlier; a later duplicate key
//! wins. Nothing is copied: a field is the entry it was written as, and the node
//! under `<<` that brought it.

use rustc_hash::FxHashMap;

use super::node::NodeId;
use super::problem::{Limit, SyntaxProblem, SyntaxProblemKind};
use super::scalar::Scalar;
use super::tree::{Entry, NodeKind, ScalarStyle, Tree};

/// Mappings and fields that may arrive through merge keys in one file.
const MAX_MERGED: usize = 1_000_000;

/// A key of a mapping with its value, after merge keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    /// The key's node, where it is written.
    pub key: NodeId,
    /// The value's node, where it is written; it may be an alias.
    pub value: NodeId,
    /// The alias or mapping under `<<` that brought it; `None` when it is
    /// written in the mapping itself.
    pub via: Option<NodeId>,
}

/// What makes two keys the same: their value and its type, so that `1` and `'1'` are
/// two, and `8` and `010` are one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum KeyIdentity<'t> {
    Null,
    Bool(bool),
    Int(i64),
    /// Digits of a number beyond 64 bits.
    LargeInt(&'t str),
    /// The bits of a number with a fraction.
    Float(u64),
    Text(&'t str),
}

impl<'t> KeyIdentity<'t> {
    /// `None` for keys that are no scalars: each is a key of its own.
    pub(super) fn of(tree: &'t Tree, key: NodeId) -> Option<Self> {
        Some(match tree.value(key)? {
            Scalar::Null => Self::Null,
            Scalar::Bool(value) => Self::Bool(value),
            Scalar::Int(i64::MIN | i64::MAX) => Self::LargeInt(tree.scalar(key)?),
            Scalar::Int(value) => Self::Int(value),
            // Zero has a sign, but is one key.
            Scalar::Float(0.0) => Self::Float(0),
            Scalar::Float(value) => Self::Float(value.to_bits()),
            Scalar::Text(text) => Self::Text(text),
        })
    }
}

/// Fields of the mappings that merge or repeat keys; all others are as written.
#[derive(Debug, Default)]
pub struct MergeTable {
    fields: FxHashMap<NodeId, Box<[Field]>>,
}

impl MergeTable {
    /// How many fields mappings have that merge or repeat keys.
    pub(super) fn count(&self) -> usize {
        self.fields.values().map(|fields| fields.len()).sum()
    }
}

impl Tree {
    /// The fields of a mapping after merge keys, each key once; empty for
    /// anything else. Aliases are followed.
    pub fn fields(&self, id: NodeId) -> impl Iterator<Item = Field> + '_ {
        let id = self.resolve(id);
        let merged = self.merged.fields.get(&id);
        let plain = if merged.is_some() {
            &[]
        } else {
            self.entries(id)
        };
        let plain = plain.iter().map(|entry| Field {
            key: entry.key,
            value: entry.value,
            via: None,
        });
        merged.into_iter().flatten().copied().chain(plain)
    }

    /// The field with this key. Linear in the mapping.
    pub fn field(&self, id: NodeId, key: &str) -> Option<Field> {
        self.fields(id)
            .find(|field| self.scalar(field.key) == Some(key))
    }

    /// Whether this key is a merge key: a plain `<<`.
    pub fn is_merge_key(&self, key: NodeId) -> bool {
        self.scalar(key) == Some("<<")
            && self.scalar_style(key) == Some(ScalarStyle::Plain)
            && self.kind(key) == NodeKind::Scalar
            && self.tag(key).is_none()
    }
}

/// Fills the table. `special` are the mappings that have merge keys or repeat a
/// key, inner ones before outer ones: what a merge names is complete before the
/// alias that names it, unless it is a mapping around that alias. What is beyond
/// the limit keeps its own fields, and counts as damaged: nothing can be said to
/// be missing there.
pub(super) fn resolve_merges(tree: &mut Tree, special: &[NodeId]) {
    let mut budget = MAX_MERGED;
    let mut incomplete = Vec::new();
    for &mapping in special {
        let fields = merge(tree, mapping, &mut budget);
        tree.merged.fields.insert(mapping, fields.into());
        if budget == 0 {
            incomplete.push(tree.span(mapping));
        }
    }
    if let Some(&first) = incomplete.first() {
        let kind = SyntaxProblemKind::LimitExceeded(Limit::Merges);
        let span = tree.source.first_line_of(first);
        tree.problems.push(SyntaxProblem::new(kind, span));
        tree.add_damage(incomplete);
    }
}

fn merge(tree: &Tree, mapping: NodeId, budget: &mut usize) -> Vec<Field> {
    let mut fields = Fields::default();
    for &entry in tree.entries(mapping) {
        if tree.is_merge_key(entry.key) {
            fields.merge(tree, mapping, entry, budget);
        }
    }
    for &entry in tree.entries(mapping) {
        if !tree.is_merge_key(entry.key) {
            fields.put(
                tree,
                Field {
                    key: entry.key,
                    value: entry.value,
                    via: None,
                },
            );
        }
    }
    fields.list
}

#[derive(Default)]
struct Fields<'t> {
    list: Vec<Field>,
    by_key: FxHashMap<KeyIdentity<'t>, usize>,
}

impl<'t> Fields<'t> {
    /// Takes over what one `<<` names, what loses first.
    fn merge(&mut self, tree: &'t Tree, mapping: NodeId, entry: Entry, budget: &mut usize) {
        let sources = match tree.kind(tree.resolve(entry.value)) {
            NodeKind::Mapping => std::slice::from_ref(&entry.value),
            NodeKind::Sequence => tree.items(entry.value),
            _ => &[],
        };
        for &source in sources.iter().rev() {
            let target = tree.resolve(source);
            let Some(left) = budget.checked_sub(1) else {
                return;
            };
            *budget = left;
            if tree.kind(target) != NodeKind::Mapping || tree.is_within(mapping, target) {
                continue;
            }
            for field in tree.fields(target) {
                let Some(left) = budget.checked_sub(1) else {
                    return;
                };
                *budget = left;
                self.put(
                    tree,
                    Field {
                        via: Some(source),
                        ..field
                    },
                );
            }
        }
    }

    fn put(&mut self, tree: &'t Tree, field: Field) {
        let Some(key) = KeyIdentity::of(tree, field.key) else {
            self.list.push(field);
            return;
        };
        if let Some(&index) = self.by_key.get(&key) {
            self.list[index] = field;
        } else {
            self.by_key.insert(key, self.list.len());
            self.list.push(field);
        }
    }
}
