//! Which of the offered fixes can be applied at once.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::syntax::Span;

use super::{RefusalReason, Refused};

/// A fix, and the findings that offer it.
#[derive(Clone)]
pub(super) struct Candidate {
    pub fix: Fix,
    pub findings: Vec<Finding>,
}

impl Candidate {
    /// The findings, whose fix is not applied for this reason.
    pub(super) fn refused(self, reason: RefusalReason) -> impl Iterator<Item = Refused> {
        let findings = self.findings.into_iter();
        findings.map(move |finding| Refused { finding, reason })
    }
}

/// As many fixes as do not stand in each other's way, in the order of the text. Of
/// two that do, a safe one is chosen before others, then the one that begins
/// earlier. Equal fixes are one. The order in which they are given means nothing.
pub(super) fn choose(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    for candidate in &mut candidates {
        candidate.fix.edits.sort_by_key(|edit| edit.span);
    }
    candidates.sort_by(rank);
    candidates.dedup_by(|later, first| {
        let equal = later.fix.edits == first.fix.edits;
        if equal {
            first.findings.append(&mut later.findings);
        }
        equal
    });
    let mut taken = Taken::default();
    candidates.retain(|candidate| taken.take(&candidate.fix.edits));
    candidates.sort_by(compare_edits);
    candidates
}

fn rank(a: &Candidate, b: &Candidate) -> Ordering {
    let is_unsafe = |it: &Candidate| it.fix.safety == Safety::Unsafe;
    let what = |it: &Candidate| {
        let first = it.findings.first();
        first.map(|finding| (finding.span, finding.rule.clone(), finding.message.clone()))
    };
    is_unsafe(a)
        .cmp(&is_unsafe(b))
        .then_with(|| compare_edits(a, b))
        .then_with(|| what(a).cmp(&what(b)))
}

fn compare_edits(a: &Candidate, b: &Candidate) -> Ordering {
    fn edits(it: &Candidate) -> impl Iterator<Item = (Span, &str)> {
        it.fix.edits.iter().map(|edit| (edit.span, &*edit.text))
    }
    edits(a).cmp(edits(b))
}

/// Parts of the text that are edited already; they do not overlap.
#[derive(Default)]
struct Taken {
    spans: BTreeSet<Span>,
}

impl Taken {
    /// Takes what these edits need, if all of it is free.
    fn take(&mut self, edits: &[Edit]) -> bool {
        for (done, edit) in edits.iter().enumerate() {
            if !self.is_free(edit.span) {
                for edit in edits.iter().take(done) {
                    self.spans.remove(&edit.span);
                }
                return false;
            }
            self.spans.insert(edit.span);
        }
        true
    }

    fn is_free(&self, span: Span) -> bool {
        let end = Span {
            start: span.start,
            end: u32::MAX,
        };
        // Before it, or beginning where it begins: an insertion, what is replaced
        // there, and one that reaches here.
        let before = self.spans.range(..=end).rev().take(3);
        let after = self.spans.range(end..).take(1);
        before.chain(after).all(|taken| !conflict(*taken, span))
    }
}

/// Whether two edits cannot both be made: they replace the same, one inserts within
/// what the other replaces, or both insert at one place, in an order that nobody
/// knows.
fn conflict(a: Span, b: Span) -> bool {
    if a.is_empty() && b.is_empty() {
        return a.start == b.start;
    }
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span((start, end): (usize, usize)) -> Span {
        Span::new(start, end)
    }

    #[test]
    fn edits_conflict_where_they_overlap() {
        #[rustfmt::skip]
        let cases = [
            // Replacements.
            ((0, 2), (2, 4), false), ((0, 3), (2, 4), true), ((0, 9), (2, 4), true), ((2, 4), (2, 4), true),
            // Insertions and replacements.
            ((2, 2), (2, 4), false), ((4, 4), (2, 4), false), ((3, 3), (2, 4), true),
            // Insertions.
            ((2, 2), (2, 2), true), ((2, 2), (3, 3), false),
        ];
        for (a, b, expected) in cases {
            assert_eq!(conflict(span(a), span(b)), expected, "{a:?} {b:?}");
            assert_eq!(conflict(span(b), span(a)), expected, "{b:?} {a:?}");
            let edit = |at| Edit {
                span: span(at),
                text: String::new(),
            };
            let mut taken = Taken::default();
            assert!(taken.take(&[edit(a)]));
            assert_eq!(taken.take(&[edit(b)]), !expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn what_a_refused_fix_needed_is_free_again() {
        let edit = |at| Edit {
            span: span(at),
            text: String::new(),
        };
        let mut taken = Taken::default();
        assert!(taken.take(&[edit((4, 6))]));
        assert!(!taken.take(&[edit((0, 2)), edit((5, 7))]));
        assert!(taken.take(&[edit((0, 2)), edit((6, 7))]));
        // One insertion, and what is replaced on both of its sides.
        assert!(taken.take(&[edit((2, 2)), edit((2, 4))]));
        assert!(!taken.take(&[edit((1, 3))]));
    }

    #[test]
    fn the_safe_and_the_earlier_are_chosen_in_the_order_of_the_text() {
        let candidate = |safety, at, text: &str| {
            let mut fix = Fix::safe("", span(at), text);
            fix.safety = safety;
            Candidate {
                fix,
                findings: Vec::new(),
            }
        };
        let chosen = choose(vec![
            candidate(Safety::Unsafe, (0, 3), "unsafe"),
            candidate(Safety::Safe, (6, 8), "late"),
            candidate(Safety::Safe, (5, 7), "early"),
            candidate(Safety::Safe, (1, 2), "safe"),
            candidate(Safety::Safe, (1, 2), "safe"),
        ]);
        let texts = chosen.iter().flat_map(|it| &it.fix.edits);
        let texts: Vec<&str> = texts.map(|edit| &*edit.text).collect();
        assert_eq!(texts, ["safe", "early"]);
    }
}
