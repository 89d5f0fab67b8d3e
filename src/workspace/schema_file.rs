//! `--schema FILE`: a JSON Schema of the user's own.
//!
//! Keys that are newer than this release are known to a newer schema. Nothing is
//! fetched: a schema that refers to another address is refused.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{Draft, ValidationError, Validator};
use rustc_hash::FxHashMap;
use serde_json::{Map, Number, Value};

use crate::rules::{Deviation, StructureCheck};
use crate::syntax::{Field, NodeId, NodeKind, Scalar, Tree};

/// What a file may come to once its aliases are written out: values, each long
/// text counting as several.
const MAX_SIZE: usize = 500_000;

/// Bytes of text that count as a value of their own.
const TEXT_STEP: usize = 256;

/// Lists and mappings inside each other once aliases are written out: a chain of
/// aliases is as deep as it is long.
const MAX_DEPTH: usize = 512;

/// A compiled JSON Schema.
#[derive(Debug)]
pub struct SchemaFile {
    validator: Validator,
}

impl SchemaFile {
    /// Compiles the text of a schema. A schema without `$schema` is read as
    /// draft-07, as Codemagic's own is.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text, in a sentence without a full stop.
    pub fn new(text: &str) -> Result<Self, String> {
        let schema: Value = serde_json::from_str(text).map_err(|error| {
            format!("not JSON: line {}, column {}", error.line(), error.column())
        })?;
        let draft = if schema.get("$schema").is_some() {
            Draft::default().detect(&schema)
        } else {
            Draft::Draft7
        };
        let validator = jsonschema::options()
            .with_draft(draft)
            .build(&schema)
            .map_err(|error| format!("not a usable JSON Schema: {error}"))?;
        Ok(Self { validator })
    }
}

impl StructureCheck for SchemaFile {
    fn check(&self, tree: &Tree) -> Vec<Deviation> {
        let Some(root) = tree.root() else {
            return Vec::new();
        };
        let mut budget = MAX_SIZE;
        let Some(instance) = to_json(tree, root, &mut budget) else {
            let message = "not compared with the schema: too large or too deep once aliases are \
                           written out";
            return vec![Deviation {
                node: root,
                message: message.to_owned(),
                schema_path: String::new(),
            }];
        };
        let mut places = Places {
            tree,
            root,
            fields: FxHashMap::default(),
        };
        let mut found = Vec::new();
        for error in self.validator.iter_errors(&instance) {
            explain(&mut places, &error, &mut found);
        }
        found
    }
}

/// A node as JSON, the way PyYAML loads it: merges applied, YAML 1.1 scalars,
/// timestamps as text. `None` when that takes more than the budget (in values, a
/// long text counting as several) or nests more than 512 deep, as with an alias
/// bomb or a node that contains itself.
pub fn to_json(tree: &Tree, node: NodeId, budget: &mut usize) -> Option<Value> {
    json_within(tree, node, budget, MAX_DEPTH)
}

fn json_within(tree: &Tree, node: NodeId, budget: &mut usize, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let node = tree.resolve(node);
    pay(budget, tree.scalar(node).unwrap_or_default())?;
    Some(match tree.kind(node) {
        NodeKind::Alias => Value::Null,
        NodeKind::Scalar => scalar(tree, node),
        NodeKind::Sequence => {
            let items = tree.items(node).iter();
            Value::Array(
                items
                    .map(|&item| json_within(tree, item, budget, depth))
                    .collect::<Option<_>>()?,
            )
        }
        NodeKind::Mapping => {
            let mut object = Map::new();
            for field in tree.fields(node) {
                let key = tree.scalar(field.key).unwrap_or("?");
                pay(budget, key)?;
                object.insert(
                    key.to_owned(),
                    json_within(tree, field.value, budget, depth)?,
                );
            }
            Value::Object(object)
        }
    })
}

fn pay(budget: &mut usize, text: &str) -> Option<()> {
    *budget = budget.checked_sub(1 + text.len() / TEXT_STEP)?;
    Some(())
}

fn scalar(tree: &Tree, node: NodeId) -> Value {
    match tree.value(node) {
        None | Some(Scalar::Null) => Value::Null,
        Some(Scalar::Bool(value)) => Value::Bool(value),
        Some(Scalar::Int(value)) => Value::Number(value.into()),
        Some(Scalar::Float(value)) => {
            Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number)
        }
        Some(Scalar::Text(text)) => Value::String(text.to_owned()),
    }
}

/// One error of the validator, in words, at its node.
fn explain(places: &mut Places<'_>, error: &ValidationError<'_>, found: &mut Vec<Deviation>) {
    let node = places.locate(error.instance_path());
    let schema_path = error.schema_path().to_string();
    let mut say = |node: NodeId, message: String| {
        found.push(Deviation {
            node,
            message,
            schema_path: schema_path.clone(),
        });
    };
    match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            match meant(context, error.instance_path()) {
                Some(branch) => branch
                    .iter()
                    .for_each(|error| explain(places, error, found)),
                None => say(node, "fits none of the alternatives of the schema".into()),
            }
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            for key in unexpected {
                let key_node = places.field(node, key).map_or(node, |field| field.key);
                say(key_node, format!("the schema has no key `{key}` here"));
            }
        }
        ValidationErrorKind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            say(node, format!("the schema requires the key `{key}` here"));
        }
        ValidationErrorKind::Type { kind } => {
            say(
                node,
                format!("the schema expects {} here", type_names(kind)),
            );
        }
        ValidationErrorKind::Enum { options } => {
            let words = options.as_array().map(|options| {
                options
                    .iter()
                    .map(|option| {
                        format!(
                            "`{}`",
                            option
                                .as_str()
                                .map_or_else(|| option.to_string(), str::to_owned)
                        )
                    })
                    .collect::<Vec<_>>()
            });
            say(
                node,
                format!(
                    "the schema expects {} here",
                    crate::model::join_or(&words.unwrap_or_default())
                ),
            );
        }
        // The validator's own sentence would quote the value, which may be a
        // secret.
        kind => say(
            node,
            format!("the value breaks the schema's `{}`", kind.keyword()),
        ),
    }
}

/// The alternative for the value at `place` that was meant: the one with the fewest
/// errors, where a wrong type of the whole value counts most.
fn meant<'e>(
    context: &'e [Vec<ValidationError<'static>>],
    place: &Location,
) -> Option<&'e [ValidationError<'static>]> {
    let distance = |errors: &[ValidationError<'_>]| {
        let wrong_type = errors.iter().any(|error| {
            matches!(error.kind(), ValidationErrorKind::Type { .. })
                && error.instance_path() == place
        });
        (wrong_type, errors.len())
    };
    let best = context
        .iter()
        .filter(|errors| !errors.is_empty())
        .min_by_key(|errors| distance(errors))?;
    // All alternatives want another type: none was meant more than the others.
    (!distance(best).0 || context.len() == 1).then_some(best)
}

fn type_names(kind: &TypeKind) -> String {
    let words: Vec<String> = match kind {
        TypeKind::Single(kind) => vec![kind.to_string()],
        TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect(),
    };
    crate::model::join_or(&words)
}

/// Finds the nodes of places in the JSON. Remembers the keys of mappings: many
/// errors may lead through one.
struct Places<'t> {
    tree: &'t Tree,
    root: NodeId,
    fields: FxHashMap<NodeId, FxHashMap<&'t str, Field>>,
}

impl Places<'_> {
    fn locate(&mut self, path: &Location) -> NodeId {
        let mut node = self.tree.resolve(self.root);
        for segment in path.segments() {
            let next = match &segment {
                LocationSegment::Property(key) => self.field(node, key).map(|field| field.value),
                LocationSegment::Index(index) => self.tree.items(node).get(*index).copied(),
            };
            let Some(next) = next else { break };
            node = self.tree.resolve(next);
        }
        node
    }

    fn field(&mut self, mapping: NodeId, key: &str) -> Option<Field> {
        let tree = self.tree;
        let fields = self.fields.entry(mapping).or_insert_with(|| {
            let fields = tree.fields(mapping);
            fields
                .filter_map(|field| Some((tree.scalar(field.key)?, field)))
                .collect()
        });
        fields.get(key).copied()
    }
}
