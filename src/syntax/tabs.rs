//! Tabs where YAML 1.2 allows them and Codemagic's loader does not: anywhere
//! between two tokens, and inside a plain value.

use rustc_hash::FxHashSet;

use super::lines::{BLANK, Line, line_at, piece};
use super::node::NodeData;
use super::problem::{SyntaxProblem, SyntaxProblemKind as Kind};
use super::source::{Span, united};
use super::tree::{ScalarStyle, Tree};

/// One problem for each line with such a tab; lines indented by tabs that follow
/// each other are one.
pub(super) fn between_tokens(tree: &Tree) -> Vec<SyntaxProblem> {
    let text = tree.source.text();
    let mut found: Vec<SyntaxProblem> = Vec::new();
    let mut places = memchr::memchr_iter(b'\t', text.as_bytes()).peekable();
    if places.peek().is_none() {
        return found;
    }
    let allowed = allowed(tree);
    let told: FxHashSet<u32> = tree
        .problems
        .iter()
        .filter(|it| it.kind == Kind::TabIndentation)
        .map(|it| it.span.start)
        .collect();
    let mut next_line = 0;
    // End of the last line that is known to be indented by tabs.
    let mut known = None;
    for at in places {
        if at < next_line {
            continue;
        }
        let index = allowed.partition_point(|span| span.end() <= at);
        let inside = allowed.get(index).is_some_and(|span| span.start() <= at);
        let is_told = u32::try_from(at).is_ok_and(|at| told.contains(&at));
        if inside && !is_told {
            continue;
        }
        let line = line_at(text, at);
        next_line = line.end();
        let indentation = piece(text, line.start()..at)
            .bytes()
            .all(|byte| byte == b' ');
        let kind = if indentation {
            Kind::TabIndentation
        } else {
            Kind::ControlCharacter('\t')
        };
        let follows = indentation
            && known.is_some_and(|end: usize| {
                piece(text, end..line.start())
                    .trim_matches(BLANK)
                    .is_empty()
            });
        if indentation {
            known = Some(line.end());
        }
        if !follows && !is_told {
            let tabs = piece(text, at..)
                .bytes()
                .take_while(|&byte| byte == b'\t')
                .count();
            found.push(SyntaxProblem::new(kind, Span::new(at, at + tabs)));
        }
    }
    found
}

/// Where a tab is a character like others, in the order of the text.
fn allowed(tree: &Tree) -> Vec<Span> {
    let mut spans: Vec<Span> = tree.comments.iter().map(|comment| comment.span).collect();
    for node in &tree.nodes {
        let NodeData::Scalar { style, .. } = &node.data else {
            continue;
        };
        match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => spans.push(node.span),
            ScalarStyle::Literal | ScalarStyle::Folded => spans.push(body(tree, node.span)),
            ScalarStyle::Plain => {}
        }
    }
    // The parser stopped at the tab, or at the value around it.
    spans.extend(&tree.damage);
    spans.extend(tree.problems.iter().map(|problem| problem.span));
    united(spans)
}

/// The lines of a block scalar, and the white space after them.
fn body(tree: &Tree, scalar: Span) -> Span {
    let text = tree.source.text();
    let header = line_at(text, scalar.start());
    let spaces = |line: &Line| line.text.len() - line.text.trim_start_matches(' ').len();
    let mut body = header.following(text).filter(|line| !line.is_blank());
    let indent = body.next().map_or(0, |line| spaces(&line));
    let last = line_at(text, scalar.end());
    let is_content =
        |line: &Line| line.is_blank() && (!line.text.contains('\t') || spaces(line) >= indent);
    let end = last
        .following(text)
        .take_while(is_content)
        .last()
        .map_or(last.end(), |line| line.end());
    Span::new(header.end(), end)
}
