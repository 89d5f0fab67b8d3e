//! Values: literals, references to variables and inputs, encrypted texts.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::expression::{self, Reference};
use crate::syntax::{NodeId, NodeKind, Scalar, Tree};

use super::decode::{Decode, Decoder, Field, Item, MapEntry};
use super::problem::ProblemKind;
use super::shape::{Form, Shape};

/// A value as the file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<T> {
    /// Written out.
    Literal(T),
    /// `$NAME` or `${NAME}`, to be filled in from the environment.
    Variable,
    /// `${{ inputs.id }}`, to be filled in when the build starts.
    Input,
    /// `Encrypted(…)`, the service's old way to keep secrets in the file.
    Encrypted,
}

impl<T> Value<T> {
    /// The literal, if it is one.
    pub fn literal(&self) -> Option<&T> {
        match self {
            Self::Literal(value) => Some(value),
            _ => None,
        }
    }
}

/// A text of the file, read where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextNode(pub NodeId);

impl TextNode {
    /// The text.
    pub fn get(self, tree: &Tree) -> &str {
        tree.scalar(self.0).unwrap_or_default()
    }
}

impl Field<Value<bool>> {
    /// Whether the value is literally `true`.
    pub fn is_true(&self) -> bool {
        self.value() == Some(&Value::Literal(true))
    }

    /// Whether the value is `true` or may turn out to be.
    pub fn may_be_true(&self) -> bool {
        self.value()
            .is_some_and(|value| *value != Value::Literal(false))
    }

    /// Whether the value is absent or literally `false`; not where it could not
    /// be read.
    pub fn is_off(&self) -> bool {
        !self.is_set() || self.value() == Some(&Value::Literal(false))
    }
}

impl Field<Value<TextNode>> {
    /// The text, if it is a literal.
    pub fn literal<'t>(&self, tree: &'t Tree) -> Option<&'t str> {
        Some(self.value()?.literal()?.get(tree))
    }
}

impl<T> Field<Arc<Vec<Item<T>>>> {
    /// The items; none where there is no list.
    pub fn items(&self) -> &[Item<T>] {
        self.value()
            .map(|items| items.as_slice())
            .unwrap_or_default()
    }
}

impl<T> Field<Arc<Vec<MapEntry<T>>>> {
    /// The entries; none where there is no mapping.
    pub fn entries(&self) -> &[MapEntry<T>] {
        self.value()
            .map(|entries| entries.as_slice())
            .unwrap_or_default()
    }
}

/// Text, possibly empty.
pub struct AnyText;
/// Text with at least one character.
pub struct Text;
/// Text, a number or a boolean.
pub struct AnyScalar;
/// Text or a number: a version.
pub struct VersionNumber;
/// `true` or `false`.
pub struct Boolean;
/// A whole number within bounds; `i64::MAX` for none above.
pub struct Integer<const MIN: i64, const MAX: i64>;
/// A number above 0 and below 1.
pub struct Fraction;
/// An app-specific password.
pub struct AppSpecificPassword;
/// A literal, `$NAME` or `${{ inputs.id }}`.
pub struct Templated<T>(PhantomData<T>);
/// A literal or `${{ inputs.id }}`.
pub struct InputOr<T>(PhantomData<T>);
/// Text, `Encrypted(…)`, `$NAME` or `${{ inputs.id }}`.
pub struct Credential<T>(PhantomData<T>);
/// A list.
pub struct List<T, const MIN: usize, const MAX: usize = { usize::MAX }>(PhantomData<T>);
/// A mapping whose keys the user chooses.
pub struct Map<T>(PhantomData<T>);
/// A value, or nothing where something is left empty on purpose.
pub struct Nullable<T>(PhantomData<T>);
/// A text of a form.
pub struct Formed<F>(PhantomData<F>);
/// A text (or what stands for one) or a section.
pub struct TextOr<T, S>(PhantomData<(T, S)>);

/// A text or a section.
#[derive(Debug, Clone)]
pub enum Either<T, S> {
    /// The short form.
    Text(T),
    /// The mapping.
    Section(S),
}

impl<T, S> Either<T, S> {
    /// The mapping, if it is one.
    pub fn section(&self) -> Option<&S> {
        match self {
            Self::Text(_) => None,
            Self::Section(section) => Some(section),
        }
    }
}

impl Decode for AnyText {
    type Output = TextNode;
    const SHAPE: &'static Shape = &Shape::Text { min: 0 };

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<TextNode> {
        if let Some(Scalar::Text(_)) = decoder.tree().value(node) {
            return Some(TextNode(node));
        }
        decoder.wrong_type(Self::SHAPE, node);
        None
    }
}

impl Decode for Text {
    type Output = TextNode;
    const SHAPE: &'static Shape = &Shape::Text { min: 1 };

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<TextNode> {
        scalar(decoder, node, Self::SHAPE, |_| false)
    }
}

impl Decode for AnyScalar {
    type Output = TextNode;
    const SHAPE: &'static Shape =
        &Shape::AnyOf(&[&Shape::Text { min: 1 }, &Shape::Number, &Shape::Boolean]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<TextNode> {
        scalar(decoder, node, Self::SHAPE, |_| true)
    }
}

impl Decode for VersionNumber {
    type Output = TextNode;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[&Shape::Text { min: 1 }, &Shape::Number]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<TextNode> {
        scalar(decoder, node, Self::SHAPE, |value| {
            matches!(value, Scalar::Int(_) | Scalar::Float(_))
        })
    }
}

/// Text that is not empty, or another scalar that `also` accepts.
fn scalar(
    decoder: &mut Decoder<'_>,
    node: NodeId,
    shape: &'static Shape,
    also: impl Fn(Scalar<'_>) -> bool,
) -> Option<TextNode> {
    match decoder.tree().value(node) {
        Some(Scalar::Text("")) => {
            decoder.report(ProblemKind::EmptyText, node);
            None
        }
        Some(Scalar::Text(_)) => Some(TextNode(node)),
        Some(value) if also(value) => Some(TextNode(node)),
        _ => {
            decoder.wrong_type(shape, node);
            None
        }
    }
}

impl Decode for Boolean {
    type Output = bool;
    const SHAPE: &'static Shape = &Shape::Boolean;

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<bool> {
        if let Some(Scalar::Bool(value)) = decoder.tree().value(node) {
            return Some(value);
        }
        decoder.wrong_type(Self::SHAPE, node);
        None
    }
}

const fn bound(value: i64, none: i64) -> Option<i64> {
    if value == none { None } else { Some(value) }
}

impl<const MIN: i64, const MAX: i64> Decode for Integer<MIN, MAX> {
    type Output = i64;
    const SHAPE: &'static Shape = &Shape::Integer {
        min: bound(MIN, i64::MIN),
        max: bound(MAX, i64::MAX),
    };

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<i64> {
        let value = match decoder.tree().value(node) {
            Some(Scalar::Int(value)) => value,
            // JSON Schema takes `60.0` for an integer.
            #[allow(
                clippy::cast_possible_truncation,
                reason = "saturates, and has no fraction"
            )]
            Some(Scalar::Float(value)) if value.fract() == 0.0 => value as i64,
            _ => {
                decoder.wrong_type(Self::SHAPE, node);
                return None;
            }
        };
        if (MIN..=MAX).contains(&value) {
            return Some(value);
        }
        decoder.report(
            ProblemKind::OutOfRange {
                expected: Self::SHAPE,
            },
            node,
        );
        None
    }
}

impl Decode for Fraction {
    type Output = TextNode;
    const SHAPE: &'static Shape = &Shape::Between { min: 0, max: 1 };

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<TextNode> {
        let inside = match decoder.tree().value(node) {
            Some(Scalar::Float(value)) => value > 0.0 && value < 1.0,
            Some(Scalar::Int(_)) => false,
            _ => {
                decoder.wrong_type(Self::SHAPE, node);
                return None;
            }
        };
        if inside {
            return Some(TextNode(node));
        }
        decoder.report(
            ProblemKind::OutOfRange {
                expected: Self::SHAPE,
            },
            node,
        );
        None
    }
}

impl Decode for AppSpecificPassword {
    type Output = TextNode;
    const SHAPE: &'static Shape = &Shape::AppSpecificPassword;

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<TextNode> {
        let Some(Scalar::Text(text)) = decoder.tree().value(node) else {
            decoder.wrong_type(Self::SHAPE, node);
            return None;
        };
        if expression::is_app_specific_password(text) {
            return Some(TextNode(node));
        }
        decoder.report(
            ProblemKind::WrongForm {
                expected: Self::SHAPE,
            },
            node,
        );
        None
    }
}

fn reference(decoder: &Decoder<'_>, node: NodeId) -> Option<Reference> {
    match decoder.tree().value(node)? {
        Scalar::Text(text) => expression::reference(text),
        _ => None,
    }
}

impl<T: Decode> Decode for Templated<T> {
    type Output = Value<T::Output>;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[T::SHAPE, &Shape::Variable, &Shape::Input]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        match reference(decoder, node) {
            Some(Reference::Input) => Some(Value::Input),
            Some(Reference::Variable) => Some(Value::Variable),
            _ => T::decode(decoder, node).map(Value::Literal),
        }
    }
}

impl<T: Decode> Decode for InputOr<T> {
    type Output = Value<T::Output>;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[T::SHAPE, &Shape::Input]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        match reference(decoder, node) {
            Some(Reference::Input) => Some(Value::Input),
            _ => T::decode(decoder, node).map(Value::Literal),
        }
    }
}

impl<T: Decode> Decode for Credential<T> {
    type Output = Value<T::Output>;
    const SHAPE: &'static Shape =
        &Shape::AnyOf(&[T::SHAPE, &Shape::Encrypted, &Shape::Variable, &Shape::Input]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        match reference(decoder, node) {
            Some(Reference::Input) => Some(Value::Input),
            Some(Reference::Variable) => Some(Value::Variable),
            Some(Reference::Encrypted) => Some(Value::Encrypted),
            None => T::decode(decoder, node).map(Value::Literal),
        }
    }
}

impl<T: Decode, const MIN: usize, const MAX: usize> Decode for List<T, MIN, MAX> {
    type Output = Arc<Vec<Item<T::Output>>>;
    const SHAPE: &'static Shape = &Shape::List {
        item: T::SHAPE,
        min: MIN,
        max: MAX,
    };

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        decoder.list::<T>(node, MIN..=MAX, Self::SHAPE)
    }
}

impl<T: Decode> Decode for Map<T> {
    type Output = Arc<Vec<MapEntry<T::Output>>>;
    const SHAPE: &'static Shape = &Shape::Map { value: T::SHAPE };

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        decoder.map::<T>(node, Self::SHAPE)
    }
}

impl<T: Decode> Decode for Nullable<T> {
    type Output = T::Output;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[T::SHAPE, &Shape::Null]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        T::decode(decoder, node)
    }
}

/// Something that is written as a text of a form.
pub trait HasForm: 'static {
    /// The form.
    const FORM: &'static Form;
}

impl<F: HasForm> Decode for Formed<F> {
    type Output = TextNode;
    const SHAPE: &'static Shape = &Shape::Form(F::FORM);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<TextNode> {
        let form = F::FORM;
        let tree = decoder.tree();
        match tree.value(node) {
            Some(Scalar::Text(_)) => {}
            Some(Scalar::Int(_) | Scalar::Float(_)) if form.or_number => {}
            _ => {
                decoder.wrong_type(Self::SHAPE, node);
                return None;
            }
        }
        if tree.scalar(node).is_some_and(form.fits) {
            return Some(TextNode(node));
        }
        let expected = Self::SHAPE;
        decoder.report(ProblemKind::WrongForm { expected }, node);
        None
    }
}

impl<T: Decode, S: Decode> Decode for TextOr<T, S> {
    type Output = Either<T::Output, S::Output>;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[T::SHAPE, S::SHAPE]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        match decoder.tree().kind(node) {
            NodeKind::Mapping => S::decode(decoder, node).map(Either::Section),
            NodeKind::Sequence => {
                decoder.wrong_type(Self::SHAPE, node);
                None
            }
            _ => T::decode(decoder, node).map(Either::Text),
        }
    }
}

/// Declares an enum of words that a field accepts.
macro_rules! keywords {
    (
        $(#[doc = $doc:expr])+
        pub enum $name:ident {
            $( $(#[doc = $word_doc:expr])+ $variant:ident = $word:literal ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $( $(#[doc = $word_doc])+ $variant ),+
        }

        impl $name {
            const WORDS: &'static [$crate::model::Keyword] = &[
                $($crate::model::Keyword { value: $word, doc: concat!($($word_doc, "\n"),+) }),+
            ];

            /// The word as written.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl $crate::model::Decode for $name {
            type Output = Self;
            const SHAPE: &'static $crate::model::Shape = &$crate::model::Shape::Keyword(Self::WORDS);

            fn decode(
                decoder: &mut $crate::model::Decoder<'_>,
                node: $crate::syntax::NodeId,
            ) -> Option<Self> {
                let found = $crate::model::keyword_text(decoder, node, Self::SHAPE)?;
                match found {
                    $($word => Some(Self::$variant),)+
                    _ => {
                        let kind = $crate::model::ProblemKind::UnknownKeyword { expected: Self::SHAPE };
                        decoder.report(kind, node);
                        None
                    }
                }
            }
        }
    };
}
pub(crate) use keywords;

/// The text of a keyword field; anything else is reported.
pub(crate) fn keyword_text<'t>(
    decoder: &mut Decoder<'t>,
    node: NodeId,
    shape: &'static Shape,
) -> Option<&'t str> {
    let tree = decoder.tree();
    if let Some(Scalar::Text(text)) = tree.value(node) {
        return Some(text);
    }
    decoder.wrong_type(shape, node);
    None
}
