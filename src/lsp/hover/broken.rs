//! Text that did not make it into the tree: lines that are half typed.

use crate::expression::template::{PartKind, parts};
use crate::lsp::view::View;
use crate::model::help::field_help;
use crate::model::locate::section_at;
use crate::syntax::{NodeId, Span};

use super::place::Place;
use super::{Told, inputs, variables};

/// What the line at an offset says there, read as it stands.
pub(super) fn told(view: &View<'_>, offset: usize) -> Option<Told> {
    let tree = view.tree();
    // What is whole has had its say.
    if tree.is_whole() {
        return None;
    }
    let source = tree.source();
    let line = source.line_span(source.line_index(offset))?;
    let text = source.slice(line);
    let at = offset.checked_sub(line.start())?;
    let before = tree.innermost(offset);
    let place = Place::around(view, before, offset);
    let part = parts(text).find(|part| part.range.start <= at && at <= part.range.end);
    if let Some(part) = part {
        let span = Span::new(
            line.start() + part.range.start,
            line.start() + part.range.end,
        );
        return match part.kind {
            PartKind::Variable { name } | PartKind::ShellParameter { name, .. } => {
                Some(Told::new(variables::about(&place, name), span))
            }
            PartKind::Input { id, .. } => Some(Told::new(inputs::about(&place, id)?, span)),
            _ => None,
        };
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = text
        .get(..at)?
        .rfind(|c| !is_word(c))
        .map_or(0, |it| it + 1);
    let end = text
        .get(at..)?
        .find(|c| !is_word(c))
        .map_or(text.len(), |it| at + it);
    let word = text.get(start..end).filter(|word| !word.is_empty())?;
    let is_key = text.get(..start)?.trim_matches([' ', '-', '\t']).is_empty();
    if !is_key {
        return None;
    }
    let mut around = Some(before);
    while let Some(node) = around {
        if let Some(help) = help(tree, node, word) {
            let span = Span::new(line.start() + start, line.start() + end);
            return Some(Told::new(help, span));
        }
        around = tree.parent(node);
    }
    None
}

fn help(tree: &crate::syntax::Tree, node: NodeId, key: &str) -> Option<String> {
    let section = section_at(tree, node)?;
    Some(field_help(section, section.field(key)?))
}
