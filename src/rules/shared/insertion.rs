//! Putting steps into lists, patterns into `artifacts`, and commands into scripts.

use crate::expression::shell::Context;
use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;
use crate::syntax::{NodeId, NodeKind, ScalarStyle, Span, Tree};

/// Where and how to put an item in front of another one, comments above it
/// included; `None` where other places of the file would change as well, or where
/// the list is written in an unusual way.
pub(crate) fn item_before(tree: &Tree, item: NodeId, lines: &[&str]) -> Option<(Span, String)> {
    let (mut start, indent) = item_line(tree, item)?;
    let text = tree.source().text();
    while let Some(above) = text.get(..start)?.strip_suffix('\n') {
        let line_start = above.rfind('\n').map_or(0, |at| at + 1);
        let line = above.get(line_start..)?;
        if !line.starts_with(&indent) || !line.trim_start().starts_with('#') {
            break;
        }
        start = line_start;
    }
    let written = written(tree, &indent, lines);
    Some((Span::at(start), written))
}

/// Where and how to put an item behind another one.
pub(crate) fn item_after(tree: &Tree, item: NodeId, lines: &[&str]) -> Option<(Span, String)> {
    let (_, indent) = item_line(tree, item)?;
    let written = written(tree, &indent, lines);
    Some(after_line(tree, tree.span(item).end(), written))
}

/// Where and how to put an entry behind another one of a mapping.
pub(crate) fn entry_after(tree: &Tree, key: NodeId, lines: &[&str]) -> Option<(Span, String)> {
    let mapping = tree.parent(key)?;
    let value = tree.value_of(key)?;
    // What stands elsewhere may be used elsewhere, and ends elsewhere.
    if tree.is_flow(mapping) || tree.is_shared(mapping) || tree.kind(value) == NodeKind::Alias {
        return None;
    }
    let (_, indent) = line_before(tree, tree.span(key).start())?;
    let end = line_end(tree);
    let written = lines.iter().map(|line| format!("{indent}{line}{end}"));
    let is_plain = indent.bytes().all(|b| b == b' ');
    is_plain.then(|| after_line(tree, tree.span(value).end(), written.collect()))
}

/// Where and how to put a command on a line of its own before another one.
pub(crate) fn command_before(
    view: &WorkflowView<'_>,
    found: &StepCommand<'_>,
    command: &str,
) -> Option<(Span, String)> {
    let (start, indent) = command_line(view, found)?;
    let written = format!("{indent}{command}{}", line_end(view.tree()));
    Some((Span::at(start), written))
}

/// Where and how to put commands on lines of their own behind another one.
pub(crate) fn commands_after(
    view: &WorkflowView<'_>,
    found: &StepCommand<'_>,
    commands: &[&str],
) -> Option<(Span, String)> {
    let (_, indent) = command_line(view, found)?;
    let simple = found.command();
    let behind = found.read.text.get(simple.range.end..)?;
    let behind = behind.lines().next().unwrap_or_default().trim();
    let has_document = simple.redirects.iter().any(|it| it.document.is_some());
    if has_document || !(behind.is_empty() || behind.starts_with('#')) {
        return None;
    }
    let tree = view.tree();
    let end = line_end(tree);
    // Before the line's end, which belongs to the script when other lines follow.
    let lines = commands
        .iter()
        .map(|command| format!("{end}{indent}{command}"));
    let last = view.script_span(found.script, simple.range.clone()).end();
    let rest = tree.source().text().get(last..)?;
    let line = rest.lines().next().unwrap_or_default();
    Some((Span::at(last + line.len()), lines.collect()))
}

/// The start of the line of an item that begins there, and the spaces before its
/// dash.
fn item_line(tree: &Tree, item: NodeId) -> Option<(usize, String)> {
    let list = tree.parent(item)?;
    if tree.kind(list) != NodeKind::Sequence || tree.is_flow(list) || tree.is_shared(list) {
        return None;
    }
    let (start, before) = line_before(tree, tree.span(item).start())?;
    let (indent, rest) = before.split_at(before.find('-')?);
    let is_plain = indent.bytes().all(|b| b == b' ') && rest.trim_end() == "-";
    is_plain.then(|| (start, indent.to_owned()))
}

/// The start of the line of a command that has it for itself, and the spaces
/// before it.
fn command_line(view: &WorkflowView<'_>, found: &StepCommand<'_>) -> Option<(usize, String)> {
    let tree = view.tree();
    let command = found.command();
    let is_literal = tree.scalar_style(found.script) == Some(ScalarStyle::Literal);
    if !is_literal || tree.is_shared(found.script) || command.context != Context::default() {
        return None;
    }
    let span = view.script_span(found.script, command.range.clone());
    let (start, indent) = line_before(tree, span.start())?;
    let is_first = indent.bytes().all(|b| b == b' ') && command.pipes_to.is_none();
    is_first.then(|| (start, indent.to_owned()))
}

fn line_before(tree: &Tree, at: usize) -> Option<(usize, &str)> {
    let before = tree.source().text().get(..at)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    Some((start, before.get(start..)?))
}

fn written(tree: &Tree, indent: &str, lines: &[&str]) -> String {
    let end = line_end(tree);
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let dash = if index == 0 { "- " } else { "  " };
        text.push_str(indent);
        text.push_str(dash);
        text.push_str(line);
        text.push_str(end);
    }
    text
}

/// Lines behind the line in which something ends.
fn after_line(tree: &Tree, end: usize, lines: String) -> (Span, String) {
    let text = tree.source().text();
    let before = text.get(..end).unwrap_or_default();
    // A block of text ends with its last line break, blank lines included.
    if before.ends_with('\n') {
        let kept = before.trim_end_matches(['\n', '\r', ' ']).len();
        let next = text.get(kept..).and_then(|rest| rest.find('\n'));
        return (Span::at(next.map_or(end, |at| kept + at + 1)), lines);
    }
    if let Some(at) = text.get(end..).and_then(|rest| rest.find('\n')) {
        return (Span::at(end + at + 1), lines);
    }
    let line_end = line_end(tree);
    let lines = lines.strip_suffix(line_end).unwrap_or(&lines);
    (Span::at(text.len()), format!("{line_end}{lines}"))
}

/// The line breaks of the file, as its first one is.
fn line_end(tree: &Tree) -> &'static str {
    let source = tree.source();
    let first = source.line_span(0).map_or(0, Span::end);
    match source.text().get(first..) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        _ => "\n",
    }
}
