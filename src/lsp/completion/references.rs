//! What stands for something else inside a text: `$NAME`, `${NAME}`,
//! `${{ inputs.id }}`; conditions are in a file of their own.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::expression::shell::{Dialect, parse_for};
use crate::knowledge::machines::Platform;
use crate::model::Shape;
use crate::syntax::{NodeId, Span};

use super::context::Context;
use super::offer::{Offer, Rank};
use super::quoting::Meant;
use super::values::value;
use super::{conditions, paths, variables};

/// What somebody has begun to refer to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Begun<'t> {
    /// What was typed behind `${{`.
    Input(&'t str),
    /// A variable: its sigil, such as `$` or `${`, and what was typed of its name.
    Variable(&'static str, &'t str),
}

/// What is being referred to at the end of a text.
pub(super) fn begun(before: &str) -> Option<Begun<'_>> {
    if let Some((_, inner)) = before.rsplit_once("${{")
        && !inner.contains("}}")
    {
        return Some(Begun::Input(inner.trim_start()));
    }
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let head = before.trim_end_matches(is_name);
    let name = &before[head.len()..];
    let sigils = ["${env:", "$env:", "${", "$"];
    let sigil = sigils.into_iter().find(|sigil| head.ends_with(sigil))?;
    let is_escaped = head[..head.len() - sigil.len()].ends_with('\\');
    (!is_escaped).then_some(Begun::Variable(sigil, name))
}

/// What may be referred to in a value; `None` where nothing was begun.
pub(super) fn in_text(context: &Context<'_>, node: NodeId) -> Option<Vec<Offer>> {
    let field = context.field(node);
    let is_condition =
        field.is_some_and(|it| it.field.key == "condition" && !context.typed.starts_with('*'));
    match begun(context.typed) {
        Some(Begun::Input(inner)) => Some(inputs(context, inner)),
        Some(_) if is_condition => Some(Vec::new()),
        Some(Begun::Variable(sigil, name)) => {
            let is_script = field.is_some_and(|it| is_script(it.field.key));
            if is_script && is_literal(context, context.typed) {
                return Some(Vec::new());
            }
            let own = if is_script { Some(node) } else { None };
            Some(named(context, own, sigil, name))
        }
        None if is_condition => Some(conditions::offers(context)),
        None if field.is_some_and(|it| is_script(it.field.key)) => {
            let paths = paths::in_script(context, node);
            (!paths.is_empty()).then_some(paths)
        }
        None => None,
    }
}

/// Whether scripts stand under a key.
fn is_script(key: &str) -> bool {
    matches!(key, "script" | "scripts" | "pre_clone_scripts")
}

/// Whether the shell takes the end of a script as it stands: between single quotes, or
/// in a comment.
fn is_literal(context: &Context<'_>, before: &str) -> bool {
    let mut text = match context.cursor.quote {
        Some('\'') => before.replace("''", "'"),
        _ => before.to_owned(),
    };
    let at = text.len().saturating_sub(1);
    let is_windows = context.platform() == Some(Platform::Windows);
    let dialect = Dialect::of(&text, is_windows);
    if parse_for(&text, dialect).is_comment(at) {
        return true;
    }
    text.push('"');
    if parse_for(&text, dialect).unclosed.is_none() {
        // Between double quotes, single ones are text.
        return false;
    }
    text.pop();
    text.push('\'');
    parse_for(&text, dialect).is_quoted(at)
}

/// A script from its first line to the cursor.
fn until_cursor<'a>(context: &Context<'a>, node: NodeId) -> &'a str {
    let start = context.tree.span(node).start();
    let end = context.cursor.typed.end();
    let text = context.view.source.text().get(start..end);
    let text = text.unwrap_or(context.typed);
    // The first line of a block says how it is written.
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(['|', '>']) => rest,
        _ => text,
    }
}

/// What may be referred to in a script.
pub(super) fn in_script(context: &Context<'_>, node: NodeId) -> Vec<Offer> {
    match begun(context.typed) {
        Some(Begun::Input(inner)) => inputs(context, inner),
        Some(Begun::Variable(..)) if is_literal(context, until_cursor(context, node)) => Vec::new(),
        Some(Begun::Variable(sigil, name)) => {
            let text = context.tree.scalar(node).unwrap_or_default();
            let is_windows = context.platform() == Some(Platform::Windows);
            let is_powershell = Dialect::of(text, is_windows) == Dialect::PowerShell;
            let sigil = if is_powershell && sigil == "$" {
                "$env:"
            } else {
                sigil
            };
            named(context, Some(node), sigil, name)
        }
        None => paths::in_script(context, node),
    }
}

/// References that may be a whole value.
pub(super) fn whole(context: &Context<'_>, shape: &'static Shape) -> Vec<Offer> {
    let mut offers = Vec::new();
    if shape.accepts_input() {
        for (id, kind, description) in variables::inputs(context) {
            if !takes(shape, kind) {
                continue;
            }
            let text = format!("${{{{ inputs.{id} }}}}");
            let offer = value(context, &text, Meant::Text, Kind::Variable);
            let detail = format!("input: {kind}");
            let offer = offer.detail(detail).documentation(description);
            offers.push(offer.rank(Rank::Further));
        }
    }
    // Elsewhere they are offered once `$` is typed.
    if shape.accepts_variable() && takes_secrets(shape) {
        for name in variables::set(context) {
            let text = format!("${name}");
            let offer = value(context, &text, Meant::Text, Kind::Variable);
            offers.push(offer.detail("set under `vars`").rank(Rank::Last));
        }
    }
    offers
}

/// Whether a place is for what people keep in variables.
fn takes_secrets(shape: &Shape) -> bool {
    match shape {
        Shape::Encrypted => true,
        Shape::AnyOf(shapes) => shapes.iter().any(|shape| takes_secrets(shape)),
        _ => false,
    }
}

/// Whether a place may take an input of a type.
fn takes(shape: &Shape, kind: &str) -> bool {
    match shape {
        Shape::Boolean => kind == "boolean",
        Shape::Integer { .. } | Shape::Number | Shape::Between { .. } | Shape::Numbers(_) => {
            kind == "number"
        }
        Shape::AnyOf(shapes) => {
            let is_reference =
                |it: &&&Shape| matches!(it, Shape::Variable | Shape::Input | Shape::Encrypted);
            let mut literal = shapes.iter().filter(|it| !is_reference(it)).peekable();
            literal.peek().is_none() || literal.any(|shape| takes(shape, kind))
        }
        _ => true,
    }
}

/// The text behind the cursor on its line.
fn behind<'a>(context: &Context<'a>) -> &'a str {
    let rest = context.view.source.text().get(context.cursor.typed.end()..);
    let rest = rest.unwrap_or_default();
    rest.split(['\n', '\r']).next().unwrap_or_default()
}

fn inputs(context: &Context<'_>, inner: &str) -> Vec<Offer> {
    let end = context.cursor.typed.end();
    let rest = behind(context);
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '.';
    let length = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
    let is_closed = rest[length..].trim_start().starts_with("}}");
    let over = Span::new(end - inner.len(), end + length);
    let close = if is_closed { "" } else { " }}" };
    let declared = variables::inputs(context).into_iter();
    let offers = declared.map(|(id, kind, description)| {
        let name = format!("inputs.{id}");
        let mut offer = Offer::text(name.clone(), Kind::Variable)
            .detail(format!("input: {kind}"))
            .documentation(description)
            .over(over);
        offer.insert = super::offer::Insert::Text(format!("{name}{close}"));
        offer
    });
    offers.collect()
}

/// Variables behind a sigil.
fn named(
    context: &Context<'_>,
    script: Option<NodeId>,
    sigil: &'static str,
    name: &str,
) -> Vec<Offer> {
    let end = context.cursor.typed.end();
    let rest = behind(context);
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let mut length = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
    let is_braced = sigil.starts_with("${");
    if is_braced && rest[length..].starts_with('}') {
        length += 1;
    }
    // `$` may have become `$env:`.
    let begun = context.typed.len() - name.len();
    let written = context.typed[..begun].rfind('$').unwrap_or(begun);
    let start = end - (context.typed.len() - written);
    let over = Span::new(start, end + length);
    let close = if is_braced { "}" } else { "" };
    let all = variables::all(context, script).into_iter();
    all.map(|variable| {
        Offer::text(format!("{sigil}{}{close}", variable.name), Kind::Variable)
            .detail(variable.detail)
            .documentation(variable.documentation)
            .rank(variable.rank)
            .over(over)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_begin_with_their_sigil() {
        let is = |text, expected| assert_eq!(begun(text), expected, "{text}");
        is("a $CM", Some(Begun::Variable("$", "CM")));
        is("a ${CM_", Some(Begun::Variable("${", "CM_")));
        is("$env:A", Some(Begun::Variable("$env:", "A")));
        is("\\$A", None);
        is("${{ inputs.", Some(Begun::Input("inputs.")));
        is("${{", Some(Begun::Input("")));
        is("${{ inputs.a }} b", None);
        is("a", None);
        is("$A b", None);
    }
}
