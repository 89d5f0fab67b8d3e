//! An input of another type than the field it fills.

use crate::model::Shape;
use crate::model::workflow::InputType;
use crate::rules::prelude::*;
use crate::rules::shared::inputs::{Declared, as_text, by_id, options, whole};
use crate::rules::texts::Text;

rule! {
    id: "input-type-mismatch",
    category: Inputs,
    summary: "an input whose values the field does not take",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let inputs = by_id(view);
    for text in view.texts() {
        let Some(input) = whole(text).and_then(|id| inputs.get(id).copied()) else {
            continue;
        };
        let (key, id) = (text.place.field.key, input.id);
        if let Some(option) = wrong_option(view, text, input) {
            let written = as_text(tree, option);
            report
                .at(
                    option,
                    format!("`{key}` does not take `{written}`, which this input offers"),
                )
                .help(format!(
                    "offer only what `{key}` takes: {}",
                    text.place.shape.expected()
                ))
                .related(tree, text.place.node, "used here")
                .in_use();
            continue;
        }
        let Some(wanted) = wrong_type(text.place.shape, input.kind()) else {
            continue;
        };
        let kind = input.kind().map_or("string", InputType::word);
        report
            .at(text.place.node, format!("`{key}` takes {wanted}, and `{id}` is an input of type `{kind}`"))
            .help("change the type of the input; Codemagic rejects the value when the build starts otherwise")
            .related(tree, input.key, "declared here")
            .in_use();
    }
}

/// The first option that is none of the field's words.
fn wrong_option(view: &WorkflowView<'_>, text: &Text<'_>, input: Declared<'_>) -> Option<NodeId> {
    let words = text.place.shape.keywords();
    if words.is_empty() || input.kind() != Some(InputType::Choice) {
        return None;
    }
    let tree = view.tree();
    let mut options = options(tree, input.input);
    let wrong = options.find(|(node, _)| {
        let text = as_text(tree, *node);
        words.iter().all(|word| word.value != text)
    });
    wrong.map(|(node, _)| node)
}

/// What the field takes, where the input can never give it.
fn wrong_type(shape: &Shape, kind: Option<InputType>) -> Option<String> {
    let kind = kind?;
    let takes = literal(shape)?;
    let fits = match takes {
        // A choice may offer `true` and `false`.
        Shape::Boolean => matches!(kind, InputType::Boolean | InputType::Choice),
        Shape::Integer { .. } | Shape::Between { .. } => kind == InputType::Number,
        Shape::Keyword(_) => matches!(kind, InputType::Choice | InputType::String),
        _ => true,
    };
    (!fits).then(|| takes.expected())
}

/// What may stand there besides references.
fn literal(shape: &Shape) -> Option<&Shape> {
    match shape {
        Shape::AnyOf(shapes) => {
            let mut plain = shapes.iter().filter(|shape| {
                !matches!(shape, Shape::Variable | Shape::Input | Shape::Encrypted)
            });
            plain.next().filter(|_| plain.next().is_none()).copied()
        }
        other => Some(other),
    }
}
