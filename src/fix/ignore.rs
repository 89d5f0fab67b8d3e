//! Silencing findings: a suppression comment for each that can be silenced.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::FxHashMap;

use crate::finding::suppression::{Directive, is_unwritten, node_scope, written};
use crate::finding::{Edit, Finding};
use crate::rules::{Checked, Settings, check, check_tree, suppressible};
use crate::syntax::{NodeId, NodeKind, ScalarStyle, SourceFile, Span, Tree, parse};

use super::Hide;
use super::edits::applied;
use super::effort::Effort;
use super::keep::keep;

mod single;

pub use single::Silencer;

/// Why findings are silenced: what stands behind the brackets of the comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason(String);

/// A text that cannot be a reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReasonError {
    /// There is none.
    Empty,
    /// It would end the comment, or make it unreadable.
    NotOneLine,
}

impl fmt::Display for ReasonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "expected a reason for the next reader",
            Self::NotOneLine => "expected one line without control characters",
        })
    }
}

impl std::error::Error for ReasonError {}

impl std::str::FromStr for Reason {
    type Err = ReasonError;

    fn from_str(text: &str) -> Result<Self, ReasonError> {
        // What YAML takes for a line break, and what it does not allow.
        let ends_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        let is_refused = |c: char| matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
        let text = text.trim();
        if text.is_empty() || is_unwritten(text) {
            return Err(ReasonError::Empty);
        }
        if text.contains(|c| ends_line(c) || is_refused(c)) {
            return Err(ReasonError::NotOneLine);
        }
        Ok(Self(text.to_owned()))
    }
}

/// A text with its findings silenced.
pub struct Ignored {
    /// The check of the text as it is at the end; hidden findings are in it.
    pub checked: Checked,
    /// How many findings were silenced.
    pub count: usize,
    /// Findings for which no comment was found that silences them.
    pub refused: Vec<Finding>,
    /// Whether all comments were tried that might. Where very much has to be tried, or the
    /// text is badly broken, another call goes on.
    pub is_complete: bool,
    /// What was written, in the order of its writing: the text before, and the edits
    /// of comments.
    pub rounds: Vec<(SourceFile, Vec<Edit>)>,
    /// The check of the text as it was; `None` where it is that of the end.
    first: Option<Checked>,
}

impl Ignored {
    /// The check of the text as it was, `None` where it is that of the end; and that
    /// of the end.
    pub fn into_checks(self) -> (Option<Checked>, Checked) {
        (self.first, self.checked)
    }
}

/// Writes a suppression comment for each finding that `hide` leaves, or adds to one
/// that is there. Nothing but comments changes: the file means what it meant.
///
/// A text whose bytes were not UTF-8 is not changed: it is not what was read.
pub fn ignore(
    source: &SourceFile,
    settings: &Settings,
    reason: &Reason,
    hide: Hide<'_>,
) -> Ignored {
    ignore_checked(check(source.clone(), settings), settings, reason, hide)
}

/// What [`ignore()`] does with a text that was checked before, with these settings.
pub fn ignore_checked(
    mut checked: Checked,
    settings: &Settings,
    reason: &Reason,
    hide: Hide<'_>,
) -> Ignored {
    let visible = |checked: &Checked| {
        let mut findings = checked.findings.clone();
        hide(&mut findings);
        findings
    };
    let before = visible(&checked).len();
    let length = checked.tree.source().text().len();
    let trial = Effort::of_check(&checked.tree);
    let effort = Effort::for_changes(trial, Effort::of_length(length), before);
    effort.spend(Effort::of_check(&checked.tree));
    let is_text = checked.tree.source().invalid_utf8().is_empty();
    let mut first = None;
    let mut rounds = Vec::new();
    let mut is_complete = true;
    // The narrowest place first; what it does not silence is tried at the next.
    let places: [Choose; 3] = [narrow, above, for_file];
    for place in places.into_iter().filter(|_| is_text) {
        // Each time there are fewer findings, so this ends.
        loop {
            let present = Present::new(&checked.tree);
            let mut items: BTreeSet<Item> = BTreeSet::new();
            for finding in &visible(&checked) {
                let place = place(&checked.tree, finding, &present);
                let rule = suppressible(&finding.rule).filter(|id| !is_about_comments(id));
                if let (Some(id), Some(place)) = (rule, place) {
                    items.insert((place, id.to_owned()));
                }
            }
            let kept = keep(items.into_iter().collect(), &effort, |items: &[Item]| {
                // What is hidden counts here too.
                let all: Hide<'_> = &|_| ();
                silenced(&checked, &present, items, (reason, all), settings, &effort)
            });
            let Some((result, edits)) = kept.result else {
                is_complete &= kept.untried.is_empty();
                break;
            };
            let before = std::mem::replace(&mut checked, result);
            rounds.push((before.tree.source().clone(), edits));
            first.get_or_insert(before);
            if kept.untried.is_empty() {
                break;
            }
        }
    }
    let refused = visible(&checked);
    Ignored {
        count: before.saturating_sub(refused.len()),
        checked,
        refused,
        is_complete,
        rounds,
        first,
    }
}

/// Whether a rule is about suppression comments: one more is no answer to it.
fn is_about_comments(rule: &str) -> bool {
    rule.starts_with("ignore-")
}

/// Chooses the place of a comment for a finding.
type Choose = fn(&Tree, &Finding, &Present) -> Option<Place>;

/// Where a comment stands, and a rule that it silences.
type Item = (Place, String);

/// Where a suppression comment stands. Lines count from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Place {
    /// At the top, for the whole file.
    File,
    /// On a line of its own, above this one.
    Above(usize),
    /// Behind what stands on this line.
    Behind(usize),
}

/// The place where a comment covers the finding and as little else as possible.
fn narrow(tree: &Tree, finding: &Finding, present: &Present) -> Option<Place> {
    let source = tree.source();
    let offset = finding.span.start();
    let line = source.line_index(offset);
    let node = tree.innermost(offset);
    let is_inside = tree.span(node).start() <= offset && offset < tree.span(node).end();
    if is_inside && is_block_scalar(tree, node) {
        return Some(Place::Behind(source.line_index(tree.span(node).start())));
    }
    let span = source.line_span(line)?;
    let words = source.slice(span).trim_start_matches('\u{feff}').trim();
    if words.is_empty() || words.starts_with('#') {
        return None;
    }
    if let Some(text) = text_around_line_end(tree, span) {
        return Some(Place::Above(line_of_entry(tree, text)));
    }
    // A comment that is there and covers no more.
    let above = Place::Above(line);
    if present.by_place.contains_key(&above) && node_scope(tree, span).end <= span.end {
        return Some(above);
    }
    Some(Place::Behind(line))
}

/// Above the key or item that the finding stands in.
fn above(tree: &Tree, finding: &Finding, present: &Present) -> Option<Place> {
    let source = tree.source();
    let span = source.line_span(source.line_index(finding.span.start()))?;
    let line = match text_around_line_end(tree, span) {
        Some(outer) => line_of_entry(tree, outer),
        None => line_of_entry(tree, tree.innermost(finding.span.start())),
    };
    let place = Place::Above(line);
    // It has been tried.
    (narrow(tree, finding, present) != Some(place)).then_some(place)
}

/// At the top, for what is said of the file and of no place in it.
fn for_file(_: &Tree, finding: &Finding, _: &Present) -> Option<Place> {
    finding.path.is_empty().then_some(Place::File)
}

fn is_block_scalar(tree: &Tree, node: NodeId) -> bool {
    tree.kind(node) == NodeKind::Scalar
        && tree.scalar_style(node).is_some_and(ScalarStyle::is_block)
}

/// The text of several lines that goes on behind the end of a line, so that no
/// comment may stand there.
fn text_around_line_end(tree: &Tree, line: Span) -> Option<NodeId> {
    let node = tree.innermost(line.end());
    let span = tree.span(node);
    let goes_on = span.start() < line.end() && line.end() < span.end();
    let is_text = tree.kind(node) == NodeKind::Scalar && !is_block_scalar(tree, node);
    (goes_on && is_text).then_some(node)
}

/// The line on which the key or the item begins that holds a node.
fn line_of_entry(tree: &Tree, node: NodeId) -> usize {
    let mut node = node;
    // Brackets have no lines of their own.
    while let Some(parent) = tree.parent(node).filter(|&parent| tree.is_flow(parent)) {
        node = parent;
    }
    let first = tree.key_of(node).unwrap_or(node);
    tree.source().line_index(tree.span(first).start())
}

/// The suppression comments of a file, by what they cover. Where several cover the
/// same the last is meant.
struct Present {
    by_place: FxHashMap<Place, Directive>,
}

impl Present {
    fn new(tree: &Tree) -> Self {
        let place = |it: &Directive| match it {
            it if it.for_file => Some(Place::File),
            it if it.comment.own_line => it.below.map(Place::Above),
            it => Some(Place::Behind(tree.source().line_index(it.ids.start()))),
        };
        let all = written(tree).into_iter();
        Self {
            by_place: all.filter_map(|it| Some((place(&it)?, it))).collect(),
        }
    }
}

/// The check of the text with these comments, and their edits, if it then finds what
/// it found but for what they silence, and means what it meant. `hide` takes out what is
/// not among the findings before.
fn silenced(
    before: &Checked,
    present: &Present,
    items: &[Item],
    (reason, hide): (&Reason, Hide<'_>),
    settings: &Settings,
    effort: &Effort,
) -> Option<(Checked, Vec<Edit>)> {
    let source = before.tree.source();
    let mut places: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
    for (place, rule) in items {
        places.entry(*place).or_default().insert(rule.clone());
    }
    let mut edits = Vec::new();
    for (place, rules) in &places {
        edits.extend(match present.by_place.get(place) {
            Some(directive) => extended(&before.tree, directive, rules, reason),
            None => vec![comment(source, *place, rules, reason)?],
        });
    }
    edits.sort_by_key(|edit| edit.span);
    let text = applied(source.text(), &edits);
    let after = parse(SourceFile::new(source.name(), text));
    effort.spend_reading(&after);
    if !is_same(&before.tree, &after) {
        return None;
    }
    effort.spend_rules(&after);
    let mut after = check_tree(after, settings);
    hide(&mut after.findings);
    finds_less(before, items, &after).then_some((after, edits))
}

/// Whether everything that is found was found before, and nothing of what each item
/// is to silence is left.
fn finds_less(before: &Checked, items: &[Item], after: &Checked) -> bool {
    let mut left: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for finding in &before.findings {
        *left.entry((&finding.rule, &finding.path)).or_default() += 1;
    }
    let known = after.findings.iter().all(|finding| {
        let count = left.entry((&finding.rule, &finding.path)).or_default();
        *count = count.wrapping_sub(1);
        *count != usize::MAX
    });
    known && after.findings.len() + items.len() <= before.findings.len()
}

/// Whether two trees hold the same in the same order; only comments differ.
fn is_same(before: &Tree, after: &Tree) -> bool {
    let is_same = |id: NodeId| {
        let of = |tree: &Tree| {
            let links = (tree.parent(id), tree.key_of(id), tree.resolve(id));
            (
                tree.kind(id),
                tree.is_flow(id),
                tree.scalar_style(id),
                links,
            )
        };
        of(before) == of(after) && before.scalar(id) == after.scalar(id)
    };
    before.nodes().eq(after.nodes()) && before.nodes().all(is_same)
}

/// The edit that writes a comment.
fn comment(
    source: &SourceFile,
    place: Place,
    rules: &BTreeSet<String>,
    reason: &Reason,
) -> Option<Edit> {
    let ids: Vec<&str> = rules.iter().map(String::as_str).collect();
    let (ids, reason) = (ids.join(", "), &reason.0);
    let line_break = source.line_break();
    let (at, text) = match place {
        Place::File => {
            let text = source.text();
            let start = text.len() - text.trim_start_matches('\u{feff}').len();
            let text = format!("# codemagic-lint: ignore-file[{ids}] {reason}{line_break}");
            (start, text)
        }
        Place::Above(line) => {
            let line = source.line_span(line)?;
            let text = source.slice(line).trim_start_matches('\u{feff}');
            let indent = text.get(..text.len() - text.trim_start_matches(' ').len())?;
            let comment = format!("{indent}# codemagic-lint: ignore[{ids}] {reason}{line_break}");
            (line.end() - text.len(), comment)
        }
        Place::Behind(line) => {
            let line = source.line_span(line)?;
            let kept = source.slice(line).trim_end().len();
            let comment = format!(" # codemagic-lint: ignore[{ids}] {reason}");
            (line.start() + kept, comment)
        }
    };
    let span = Span::at(at);
    Some(Edit { span, text })
}

/// Adds rules to the ids of a comment, and the reason where it gives another.
fn extended(
    tree: &Tree,
    directive: &Directive,
    rules: &BTreeSet<String>,
    reason: &Reason,
) -> Vec<Edit> {
    let source = tree.source();
    let (ids, comment) = (directive.ids, directive.comment.span);
    let listed = source.slice(ids).trim_end_matches([' ', ',']).len();
    let mut edits = vec![Edit {
        span: Span::at(ids.start() + listed),
        text: rules.iter().flat_map(|rule| [", ", rule]).collect(),
    }];
    let behind = source.slice(Span::new(ids.end(), comment.end()));
    let behind = behind.strip_prefix(']').unwrap_or(behind).trim();
    if !gives(behind, &reason.0) {
        let between = if behind.is_empty() { " " } else { "; " };
        let end = comment.start() + source.slice(comment).trim_end().len();
        let text = format!("{between}{}", reason.0);
        let span = Span::at(end);
        edits.push(Edit { span, text });
    }
    edits
}

/// Whether the reasons of a comment, apart by `; `, hold this one as a whole.
fn gives(reasons: &str, reason: &str) -> bool {
    reasons.match_indices(reason).any(|(at, _)| {
        let (before, rest) = reasons.split_at(at);
        let behind = rest.get(reason.len()..).unwrap_or_default();
        (before.is_empty() || before.ends_with("; "))
            && (behind.is_empty() || behind.starts_with("; "))
    })
}

#[cfg(test)]
mod tests;
