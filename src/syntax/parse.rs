//! Text to tree, through whatever is broken in it.

use super::compose::{Composed, compose};
use super::diagnose::{Repair, diagnose};
use super::merge::MergeTable;
use super::problem::{Limit, SyntaxProblem, SyntaxProblemKind};
use super::source::{SourceFile, Span};
use super::tree::Tree;
use super::{inspect, tree};

/// Largest file that is read, in bytes.
pub const MAX_FILE_SIZE: usize = 64 * 1024 * 1024;

/// Bytes that the passes over one broken file may read together.
const RECOVERY_BUDGET: usize = 64 * 1024 * 1024;

/// Passes over one broken file.
const MAX_PASSES: usize = 40;

/// Parses a file. Broken regions are reported, blanked with spaces or replaced
/// by a placeholder of the same length, and the rest is read again, so that every
/// offset stays exact and the rest of the file is still checked.
pub fn parse(source: SourceFile) -> Tree {
    let mut problems: Vec<SyntaxProblem> = source
        .invalid_utf8()
        .iter()
        .take(1)
        .map(|&span| SyntaxProblem::new(SyntaxProblemKind::InvalidUtf8, span))
        .collect();
    if source.text().len() > MAX_FILE_SIZE {
        let limit = SyntaxProblemKind::LimitExceeded(Limit::Size);
        problems.push(SyntaxProblem::new(limit, Span::at(0)));
        return build(source, Composed::default(), problems, Vec::new());
    }
    let passes = (RECOVERY_BUDGET / source.text().len().max(1)).clamp(2, MAX_PASSES);
    let mut composed = compose(source.text());
    let mut text = String::new();
    let mut damage = Vec::new();
    for pass in 0..passes {
        let Some(failure) = composed.failure.take() else {
            break;
        };
        if text.is_empty() {
            source.text().clone_into(&mut text);
        }
        let diagnosis = diagnose(&source, &text, &composed, &failure);
        damage.extend(diagnosis.repair.damage());
        problems.push(diagnosis.problem);
        if pass + 1 == passes || !apply(&mut text, &diagnosis.repair) {
            damage.push(Span::new(failure.offset, text.len()));
            break;
        }
        composed = compose(&text);
    }
    build(source, composed, problems, damage)
}

/// Applies a repair; `false` when it would change nothing, so that the same
/// failure cannot come twice.
fn apply(text: &mut String, repair: &Repair) -> bool {
    let (spans, fill) = match repair {
        Repair::Blank(spans) => (spans.as_slice(), ' '),
        Repair::Placeholder(span) => (std::slice::from_ref(span), '_'),
        Repair::Stop => return false,
    };
    let mut changed = false;
    for span in spans {
        let Some(old) = text.get(span.range()) else {
            continue;
        };
        // Line breaks stay, so that lines and the ends of comments stay too.
        let new: String = old
            .chars()
            .flat_map(|c| {
                let keep = matches!(c, '\n' | '\r');
                std::iter::repeat_n(if keep { c } else { fill }, c.len_utf8())
            })
            .collect();
        changed |= new != old;
        text.replace_range(span.range(), &new);
    }
    changed
}

fn build(
    source: SourceFile,
    composed: Composed,
    mut problems: Vec<SyntaxProblem>,
    mut damage: Vec<Span>,
) -> Tree {
    problems.extend(composed.problems);
    damage.sort_unstable();
    let mut tree = Tree {
        source,
        nodes: composed.nodes,
        root: composed.root,
        anchors: composed.anchors,
        undefined_aliases: composed.undefined_aliases,
        comments: composed.comments,
        problems,
        damage,
        flagged: rustc_hash::FxHashSet::default(),
        merged: MergeTable::default(),
    };
    tree::mark_shared(&mut tree);
    inspect::inspect(&mut tree);
    tree.problems.sort_by_key(|problem| problem.span);
    tree.problems.dedup();
    tree
}
