//! The decoder: tree to typed sections, all errors collected.
//!
//! Nodes that aliases share are decoded once and handed out by reference, so an
//! alias costs no more than its text and a defect is reported once.

use std::any::{Any, TypeId};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::{self, NodeId, NodeKind, Scalar, Tree};

use super::problem::{Found, Problem, ProblemKind};
use super::shape::{Declaration, FieldDeclaration, Shape};

/// Something that can be read from a node.
pub trait Decode: 'static {
    /// What reading gives.
    type Output: Clone + Send + Sync + 'static;
    /// What may stand there.
    const SHAPE: &'static Shape;

    /// Reads a node that is not null, aliases already followed; reports what is
    /// wrong, and gives `None` where nothing can be made of it.
    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output>;
}

/// A key of a section, with its value if it could be read.
#[derive(Debug, Clone)]
pub struct Field<T> {
    entry: Option<syntax::Field>,
    null: bool,
    value: Option<T>,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self {
            entry: None,
            null: false,
            value: None,
        }
    }
}

impl<T> Field<T> {
    /// A key without a value.
    pub(crate) fn null(entry: syntax::Field) -> Self {
        Self {
            entry: Some(entry),
            null: true,
            value: None,
        }
    }

    /// Whether the key is written with a value other than null, right or wrong.
    pub fn is_set(&self) -> bool {
        self.entry.is_some() && !self.null
    }

    /// Whether the key is written with nothing behind it.
    pub fn is_null(&self) -> bool {
        self.null
    }

    /// The value, if it could be read.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The key's node, where it is written.
    pub fn key(&self) -> Option<NodeId> {
        self.entry.map(|entry| entry.key)
    }

    /// The value's node, where it is written; it may be an alias.
    pub fn node(&self) -> Option<NodeId> {
        self.entry.map(|entry| entry.value)
    }

    /// Key, value and merge that brought them.
    pub fn entry(&self) -> Option<syntax::Field> {
        self.entry
    }
}

/// An item of a list.
#[derive(Debug, Clone)]
pub struct Item<T> {
    /// The item's node, where it is written; it may be an alias.
    pub node: NodeId,
    /// The item, if it could be read.
    pub value: Option<T>,
}

/// An entry of a mapping whose keys the user chooses.
#[derive(Debug, Clone)]
pub struct MapEntry<T> {
    /// Key, value and merge that brought them.
    pub entry: syntax::Field,
    /// The value, if it could be read.
    pub value: Option<T>,
}

/// The state of one decoding.
pub struct Decoder<'t> {
    tree: &'t Tree,
    problems: Vec<Problem>,
    /// What was reported, so that a merged key is reported once.
    reported: FxHashSet<(NodeId, std::mem::Discriminant<ProblemKind>, &'static str)>,
    memo: FxHashMap<(NodeId, TypeId), Box<dyn Any + Send + Sync>>,
    place: Place,
}

#[derive(Clone, Copy, Default)]
struct Place {
    section: Option<&'static Declaration>,
    field: Option<&'static FieldDeclaration>,
}

impl<'t> Decoder<'t> {
    /// A decoder for a tree.
    pub fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            problems: Vec::new(),
            reported: FxHashSet::default(),
            memo: FxHashMap::default(),
            place: Place::default(),
        }
    }

    /// The tree.
    pub fn tree(&self) -> &'t Tree {
        self.tree
    }

    /// What was wrong.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Reports a defect, unless the same was reported at the node or a syntax
    /// problem already explains it.
    pub fn report(&mut self, kind: ProblemKind, node: NodeId) {
        if self.tree.is_flagged(node) {
            return;
        }
        let Place { section, field } = self.place;
        let about = field
            .map(|field| field.key)
            .or(section.map(|section| section.name));
        if self.reported.insert((
            node,
            std::mem::discriminant(&kind),
            about.unwrap_or_default(),
        )) {
            self.problems.push(Problem {
                kind,
                node,
                section,
                field,
            });
        }
    }

    /// Reads a node through its memo: a shared node is decoded once.
    fn once<T: Clone + Send + Sync + 'static>(
        &mut self,
        node: NodeId,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if !self.tree.is_shared(node) {
            return read(self);
        }
        let key = (node, TypeId::of::<T>());
        if let Some(known) = self
            .memo
            .get(&key)
            .and_then(|known| known.downcast_ref::<Option<T>>())
        {
            return known.clone();
        }
        // A node that contains itself reads as nothing the second time.
        self.memo.insert(key, Box::new(None::<T>));
        let value = read(self);
        self.memo.insert(key, Box::new(value.clone()));
        value
    }

    /// The type of a node's value; `None` for an alias without an anchor.
    pub fn found(&self, node: NodeId) -> Option<Found> {
        found(self.tree, node)
    }

    /// Reads a mapping with known keys.
    pub fn section<S: Clone + Send + Sync + 'static>(
        &mut self,
        node: NodeId,
        declaration: &'static Declaration,
        shape: &'static Shape,
        read: impl FnOnce(&mut Self, NodeId) -> S,
    ) -> Option<Arc<S>> {
        if self.tree.kind(node) != NodeKind::Mapping {
            self.wrong_type(shape, node);
            return None;
        }
        self.once(node, |decoder| {
            let place = Place {
                section: Some(declaration),
                field: None,
            };
            let outer = std::mem::replace(&mut decoder.place, place);
            let section = read(decoder, node);
            decoder.place = outer;
            Some(Arc::new(section))
        })
    }

    /// Reports a value of another type than the one expected here.
    pub fn wrong_type(&mut self, expected: &'static Shape, node: NodeId) {
        if let Some(found) = self.found(node) {
            self.report(ProblemKind::WrongType { expected, found }, node);
        }
    }

    /// Reads the value of a known key.
    pub fn field<D: Decode>(
        &mut self,
        entry: syntax::Field,
        field: &'static FieldDeclaration,
    ) -> Field<D::Output> {
        let outer = self.place.field.replace(field);
        let node = self.tree.resolve(entry.value);
        let null = self.tree.value(node) == Some(Scalar::Null);
        let value = if null {
            let kind = if field.required {
                ProblemKind::NullValue {
                    expected: field.shape,
                }
            } else {
                ProblemKind::EmptySection
            };
            if !field.shape.accepts_null() {
                self.report_null(kind, entry.key, node);
            }
            None
        } else {
            self.value::<D>(entry.value)
        };
        self.place.field = outer;
        Field {
            entry: Some(entry),
            null,
            value,
        }
    }

    /// Nothing is written there, so the key is shown.
    fn report_null(&mut self, kind: ProblemKind, key: NodeId, value: NodeId) {
        if self.tree.is_flagged(value) || self.tree.is_damaged(value) {
            return;
        }
        let place = if self.tree.span(value).is_empty() {
            key
        } else {
            value
        };
        self.report(kind, place);
    }

    /// Reads a node that is not null; an alias that leads nowhere, or back to
    /// itself, reads as nothing.
    pub fn value<D: Decode>(&mut self, node: NodeId) -> Option<D::Output> {
        let leads_back = self.tree.kind(node) == NodeKind::Alias && self.tree.is_flagged(node);
        let node = self.tree.resolve(node);
        if leads_back || self.tree.kind(node) == NodeKind::Alias {
            return None;
        }
        D::decode(self, node)
    }

    /// Reads the items of a list, or of anything else reports that it is none.
    pub fn list<D: Decode>(
        &mut self,
        node: NodeId,
        length: std::ops::RangeInclusive<usize>,
        shape: &'static Shape,
    ) -> Option<Arc<Vec<Item<D::Output>>>> {
        if self.tree.kind(node) != NodeKind::Sequence {
            self.wrong_type(shape, node);
            return None;
        }
        self.once(node, |decoder| {
            let items = decoder.tree.items(node);
            if items.len() < *length.start() {
                decoder.report(ProblemKind::EmptyList, node);
            } else if items.len() > *length.end() {
                decoder.report(ProblemKind::OutOfRange { expected: shape }, node);
            }
            let read = items.iter().map(|&item| {
                let target = decoder.tree.resolve(item);
                if decoder.tree.value(target) == Some(Scalar::Null) {
                    let expected = D::SHAPE;
                    decoder.report_null(ProblemKind::NullValue { expected }, item, target);
                    return Item {
                        node: item,
                        value: None,
                    };
                }
                Item {
                    node: item,
                    value: decoder.value::<D>(item),
                }
            });
            Some(Arc::new(read.collect()))
        })
    }

    /// Reads a mapping whose keys the user chooses.
    pub fn map<D: Decode>(
        &mut self,
        node: NodeId,
        shape: &'static Shape,
    ) -> Option<Arc<Vec<MapEntry<D::Output>>>> {
        if self.tree.kind(node) != NodeKind::Mapping {
            self.wrong_type(shape, node);
            return None;
        }
        self.once(node, |decoder| {
            let fields: Vec<syntax::Field> = decoder.tree.fields(node).collect();
            let read = fields.into_iter().map(|entry| {
                let target = decoder.tree.resolve(entry.value);
                if decoder.tree.scalar(entry.key).is_none() {
                    decoder.report(ProblemKind::KeyNotText, entry.key);
                }
                if decoder.tree.value(target) == Some(Scalar::Null) {
                    let expected = D::SHAPE;
                    decoder.report_null(ProblemKind::NullValue { expected }, entry.key, target);
                    return MapEntry { entry, value: None };
                }
                MapEntry {
                    entry,
                    value: decoder.value::<D>(entry.value),
                }
            });
            Some(Arc::new(read.collect()))
        })
    }

    /// Reports a key that the section does not have.
    pub fn unknown_key(&mut self, key: NodeId) {
        let kind = match self.tree.scalar(key) {
            Some(_) => ProblemKind::UnknownKey,
            None => ProblemKind::KeyNotText,
        };
        self.report(kind, key);
    }

    /// Reports a required key that is absent, unless broken text may hold it.
    pub fn missing_key(&mut self, field: &'static FieldDeclaration, mapping: NodeId) {
        if self.tree.is_incomplete(mapping) {
            return;
        }
        let outer = self.place.field.replace(field);
        self.report(ProblemKind::MissingKey, mapping);
        self.place.field = outer;
    }
}

/// The type of a node's value, aliases followed; `None` for an alias without an
/// anchor.
pub fn found(tree: &Tree, node: NodeId) -> Option<Found> {
    let node = tree.resolve(node);
    Some(match tree.kind(node) {
        NodeKind::Alias => return None,
        NodeKind::Sequence => Found::List,
        NodeKind::Mapping => Found::Mapping,
        NodeKind::Scalar => match tree.value(node)? {
            Scalar::Null => Found::Null,
            Scalar::Bool(_) => Found::Boolean,
            Scalar::Int(_) => Found::Integer,
            Scalar::Float(_) => Found::Float,
            Scalar::Text(_) => Found::Text,
        },
    })
}

/// Declares a section: a struct with a [`Field`] per key, its [`Declaration`]
/// and its decoder.
///
/// ```text
/// section! {
///     /// E-mails about builds.
///     "https://docs.codemagic.io/yaml-notification/email/"
///     pub struct Email {
///         /// Who receives them.
///         recipients: List<Templated<Text>, 1> [required],
///     }
/// }
/// ```
macro_rules! section {
    (
        $(#[doc = $doc:expr])+
        $url:literal
        pub struct $name:ident {
            $( $(#[doc = $field_doc:expr])+ $field:ident : $spec:ty $([$($option:tt)+])* ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        pub struct $name {
            /// The mapping it was read from.
            pub mapping: $crate::syntax::NodeId,
            $(
                $(#[doc = $field_doc])+
                pub $field: $crate::model::Field<<$spec as $crate::model::Decode>::Output>,
            )+
        }

        impl $name {
            /// What the section says about itself.
            pub const DECLARATION: &'static $crate::model::Declaration = &$crate::model::Declaration {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),+),
                url: $url,
                fields: &[$($crate::model::FieldDeclaration {
                    key: section!(@key $field $([$($option)+])*),
                    doc: concat!($($field_doc, "\n"),+),
                    required: section!(@required $([$($option)+])*),
                    default: section!(@default $([$($option)+])*),
                    shape: <$spec as $crate::model::Decode>::SHAPE,
                }),+],
            };
        }

        impl $crate::model::Decode for $name {
            type Output = std::sync::Arc<Self>;
            const SHAPE: &'static $crate::model::Shape = &$crate::model::Shape::Section(Self::DECLARATION);

            fn decode(
                decoder: &mut $crate::model::Decoder<'_>,
                node: $crate::syntax::NodeId,
            ) -> Option<Self::Output> {
                decoder.section(node, Self::DECLARATION, Self::SHAPE, |decoder, node| {
                    let mut section = Self { mapping: node, $($field: $crate::model::Field::default()),+ };
                    let tree = decoder.tree();
                    for entry in tree.fields(node) {
                        let mut fields = Self::DECLARATION.fields.iter();
                        $(
                            if let Some(field) = fields.next()
                                && tree.scalar(entry.key) == Some(field.key)
                            {
                                section.$field = decoder.field::<$spec>(entry, field);
                                continue;
                            }
                        )+
                        decoder.unknown_key(entry.key);
                    }
                    let mut fields = Self::DECLARATION.fields.iter();
                    $(
                        if let Some(field) = fields.next()
                            && field.required
                            && section.$field.key().is_none()
                        {
                            decoder.missing_key(field, node);
                        }
                    )+
                    section
                })
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident [key $key:literal] $($rest:tt)*) => { $key };
    (@key $field:ident [$($other:tt)+] $($rest:tt)*) => { section!(@key $field $($rest)*) };
    (@required) => { false };
    (@required [required] $($rest:tt)*) => { true };
    (@required [$($other:tt)+] $($rest:tt)*) => { section!(@required $($rest)*) };
    (@default) => { None };
    (@default [default $default:literal] $($rest:tt)*) => { Some($default) };
    (@default [$($other:tt)+] $($rest:tt)*) => { section!(@default $($rest)*) };
}
pub(crate) use section;
