//! Text to tree, through whatever is broken in it.

use std::sync::Arc;

use super::compose::{Composed, compose};
use super::diagnose::{Blame, Choice, Repair, diagnose};
use super::draft::{Draft, Edit};
use super::lines::line_at;
use super::merge::MergeTable;
use super::node::{NodeData, ScalarText};
use super::problem::{Limit, SyntaxProblem, SyntaxProblemKind};
use super::source::{SourceFile, Span, united};
use super::source_map::SourceMap;
use super::tree::Tree;
use super::{characters, flags, inspect, tree};

/// Largest file that is read, in bytes.
pub const MAX_FILE_SIZE: usize = 64 * 1024 * 1024;

/// Bytes that the passes over one broken file may read together.
const RECOVERY_BUDGET: usize = 16 * 1024 * 1024;

/// Problems of one file that are recovered from.
const MAX_RECOVERIES: usize = 200;

/// Parses a file. Broken regions are reported and mended as far as needed to
/// read on, so that the rest of the file is still checked; what cannot be mended
/// is left out. All spans are those of the source.
pub fn parse(source: SourceFile) -> Tree {
    let mut found = Found::default();
    let invalid = source.invalid_utf8().first();
    found
        .problems
        .extend(invalid.map(|&span| SyntaxProblem::new(SyntaxProblemKind::InvalidUtf8, span)));
    if source.text().len() > MAX_FILE_SIZE {
        let limit = SyntaxProblemKind::LimitExceeded(Limit::Size);
        found.problems.push(SyntaxProblem::new(limit, Span::at(0)));
        return tree_of(source, Composed::default(), found, None);
    }
    let mut draft = None;
    let refused = characters::refused(source.text());
    if !refused.is_empty() {
        let first = |&(c, span): &(char, Span)| {
            SyntaxProblem::new(SyntaxProblemKind::ControlCharacter(c), span)
        };
        found
            .problems
            .extend(characters::first_of_each(&refused).iter().map(first));
        let edits = refused.iter().map(|&(_, span)| Edit::erase(span));
        draft = Draft::new(source.text()).edited(&edits.collect::<Vec<_>>());
    }
    let mut composed = compose(draft.as_ref().map_or(source.text(), Draft::text));
    found.read = read_by(&composed, source.text());
    if composed.failure.is_some() {
        let broken = draft.unwrap_or_else(|| Draft::new(source.text()));
        let (mended, read) = recover(broken, composed, &mut found);
        (draft, composed) = (Some(mended), read);
    }
    build(source, composed, found, draft)
}

/// What is wrong with the text as such, in places of the source.
#[derive(Default)]
struct Found {
    problems: Vec<SyntaxProblem>,
    /// Text that the checks will not see.
    damage: Vec<Span>,
    /// Text for which words stand in.
    replaced: Vec<Span>,
    /// Bytes that all passes read.
    read: usize,
}

/// Bytes that a pass over a text read: as far as it came, and what it takes to copy and
/// look through the text for the next one.
fn read_by(composed: &Composed, text: &str) -> usize {
    let failure = composed.failure.as_ref();
    failure.map_or(text.len(), |it| it.offset + text.len() / 4)
}

/// Diagnoses and mends until the text can be read to its end.
fn recover(mut draft: Draft, mut composed: Composed, found: &mut Found) -> (Draft, Composed) {
    let mut budget = RECOVERY_BUDGET.max(4 * draft.text().len());
    for _ in 0..MAX_RECOVERIES {
        let Some(failure) = composed.failure.take() else {
            return (draft, composed);
        };
        let diagnosis = diagnose(draft.text(), &composed, &failure);
        let block_end = diagnosis.block_end;
        let mut effort = Effort { budget, read: 0 };
        let next = best_of(&draft, diagnosis.repairs, block_end, &mut effort)
            .or_else(|| best_of(&draft, vec![diagnosis.last_resort], block_end, &mut effort));
        budget = effort.budget;
        found.read += effort.read;
        let problems = match next.as_ref().map(|next| next.blame.clone()) {
            None | Some(Blame::Stop) => diagnosis.problems,
            Some(Blame::Other(problem)) => vec![problem],
            Some(Blame::Nothing) => Vec::new(),
        };
        for problem in problems {
            let problem = SyntaxProblem {
                kind: problem.kind,
                span: draft.span_to_source(problem.span),
                related: problem.related.map(|span| draft.span_to_source(span)),
            };
            // One cause is told once, however often it stops the parser.
            if !found
                .problems
                .iter()
                .any(|known| known.span.start == problem.span.start)
            {
                found.problems.push(problem);
            }
        }
        let Some(next) = next else {
            let rest = Span::new(draft.to_source(failure.offset), usize::MAX);
            found.damage.push(rest);
            return (draft, composed);
        };
        let to_source = |span| draft.span_to_source(span);
        let damage = next
            .repair
            .iter()
            .filter_map(|edit| edit.damage(draft.text()));
        found.damage.extend(damage.map(to_source));
        found
            .replaced
            .extend(next.repair.iter().filter_map(Edit::replaced).map(to_source));
        (draft, composed) = (next.draft, next.composed);
    }
    if let Some(failure) = composed.failure.take() {
        found
            .damage
            .push(Span::new(draft.to_source(failure.offset), usize::MAX));
    }
    (draft, composed)
}

/// What it takes to find a repair.
struct Effort {
    /// Bytes of the texts that may still be tried.
    budget: usize,
    /// Bytes of them that were read.
    read: usize,
}

/// A repair that was tried.
struct Attempt {
    repair: Repair,
    blame: Blame,
    draft: Draft,
    composed: Composed,
    /// Where in the source the parser stopped next.
    reached: usize,
}

/// The first repair that leads well past the broken place; where a trial must
/// decide, or where none does, the one after which most of the text can be read.
/// None that does not even lead past itself.
fn best_of(
    draft: &Draft,
    repairs: Vec<Choice>,
    block_end: usize,
    effort: &mut Effort,
) -> Option<Attempt> {
    let mut best: Option<Attempt> = None;
    for choice in repairs {
        let mut settled = false;
        // Something else is blamed only when that explains everything near.
        let usual = matches!(choice.blame, Blame::Stop);
        let mut candidate = if usual { best.take() } else { None };
        for repair in choice.repairs {
            let Some(next) = draft.edited(&repair) else {
                continue;
            };
            let Some(left) = effort.budget.checked_sub(next.text().len()) else {
                return candidate.or(best);
            };
            effort.budget = left;
            let composed = compose(next.text());
            effort.read += read_by(&composed, next.text());
            let failure = composed.failure.as_ref();
            let reached = failure.map_or(usize::MAX, |failure| next.to_source(failure.offset));
            let last = repair.iter().map(Edit::end).max().unwrap_or_default();
            let progress = reached > draft.to_source(last);
            settled |= reached > draft.to_source(beyond(draft.text(), last.max(block_end)))
                || (progress && matches!(choice.blame, Blame::Nothing));
            if progress && candidate.as_ref().is_none_or(|best| reached > best.reached) {
                candidate = Some(Attempt {
                    repair,
                    blame: Blame::Stop,
                    draft: next,
                    composed,
                    reached,
                });
            }
        }
        if settled && candidate.is_some() {
            let blame = choice.blame;
            return candidate.map(|attempt| Attempt { blame, ..attempt });
        }
        best = best.or(candidate.filter(|_| usual));
    }
    best
}

/// A place so far behind the last edit that a parser which gets there was not
/// stopped by a consequence of it.
fn beyond(text: &str, last: usize) -> usize {
    let line = line_at(text, last);
    let after = line
        .following(text)
        .filter(|line| !line.is_blank())
        .take(2)
        .last();
    after.map_or(line.end(), |line| line.end())
}

/// Gives scalars back what was written where words stood in for it.
fn restore(tree: &mut Tree, mut replaced: Vec<Span>) {
    if replaced.is_empty() {
        return;
    }
    replaced.sort_unstable();
    for id in tree.nodes() {
        let span = tree.span(id);
        let first = replaced.partition_point(|gone| gone.end <= span.start);
        if replaced
            .get(first)
            .is_none_or(|gone| gone.start >= span.end)
        {
            continue;
        }
        let NodeData::Scalar {
            text: ScalarText::Own(own),
            ..
        } = tree.node(id).data
        else {
            continue;
        };
        let map = SourceMap::new(tree, id);
        let source = tree.source.text().as_bytes();
        let written = |(at, byte): (usize, u8)| match source.get(map.offset(at)) {
            Some(&written) if byte == b'_' && !matches!(written, b'\n' | b'\r') => written,
            _ => byte,
        };
        let value = tree.held.text(own);
        let bytes = value.bytes().enumerate().map(written).collect();
        let Ok(restored) = String::from_utf8(bytes) else {
            continue;
        };
        tree.held.set_text(own, restored);
    }
}

fn build(source: SourceFile, composed: Composed, mut found: Found, draft: Option<Draft>) -> Tree {
    let replaced = std::mem::take(&mut found.replaced);
    let mut tree = tree_of(source, composed, found, draft);
    tree::mark_shared(&mut tree);
    restore(&mut tree, replaced);
    flags::flag_explained(&mut tree);
    inspect::inspect(&mut tree);
    tree.problems.sort_by_key(|problem| problem.span);
    tree.problems.dedup();
    tree
}

fn tree_of(
    source: SourceFile,
    mut composed: Composed,
    mut found: Found,
    draft: Option<Draft>,
) -> Tree {
    if let Some(draft) = &draft {
        composed.map_spans(|span| draft.span_to_source(span));
    }
    found.problems.extend(composed.problems);
    Tree {
        source,
        nodes: composed.nodes,
        held: composed.held,
        root: composed.root,
        anchors: composed.anchors,
        undefined_aliases: composed.undefined_aliases,
        comments: composed.comments,
        problems: found.problems,
        damage: united(found.damage),
        flagged: rustc_hash::FxHashSet::default(),
        merged: MergeTable::default(),
        draft: draft.map(Arc::new),
        read: found.read,
    }
}
