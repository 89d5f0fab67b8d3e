//! The texts of a workflow, what stands in them for something else, and what its
//! scripts assign.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::template::{Part, PartKind, parts};
use crate::model::Workflow;
use crate::model::walk::{self, TextUse};
use crate::syntax::{NodeId, Scalar, Tree};

/// When a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// `pre_clone_scripts`.
    PreClone,
    /// `scripts`.
    Build,
    /// `publishing.scripts`.
    Publishing,
}

/// A text of a workflow.
#[derive(Debug)]
pub struct Text<'a> {
    /// Where it is written, and which key it belongs to.
    pub place: TextUse,
    /// The text.
    pub text: &'a str,
    /// When it runs, if it is a script.
    pub phase: Option<Phase>,
    /// What stands in it for something else.
    pub parts: Rc<[Part<'a>]>,
    /// Its comments, if it is a script.
    comments: Rc<[Range<usize>]>,
    /// What it assigns, where that is known already.
    assignments: Option<Rc<Assignments<'a>>>,
}

/// What was read of the texts that several places of a file share: a text that a
/// thousand workflows use is read once.
#[derive(Debug, Default)]
pub(super) struct SharedTexts<'a>(FxHashMap<NodeId, Read<'a>>);

/// What was read of a text.
#[derive(Debug, Clone)]
struct Read<'a> {
    parts: Rc<[Part<'a>]>,
    comments: Rc<[Range<usize>]>,
    assignments: Option<Rc<Assignments<'a>>>,
}

impl<'a> SharedTexts<'a> {
    /// Reads them.
    pub fn of(tree: &'a Tree) -> Self {
        if tree.anchors().iter().all(|it| it.aliases.is_empty()) {
            return Self::default();
        }
        let is_text = |node: &NodeId| matches!(tree.value(*node), Some(Scalar::Text(_)));
        let shared = tree.nodes().filter(|node| tree.is_shared(*node));
        let texts = shared.filter(is_text).map(|node| {
            let mut read = Read::new(tree.scalar(node).unwrap_or_default());
            read.assignments = Some(Rc::new(read.assignments_in(tree, node)));
            (node, read)
        });
        Self(texts.collect())
    }
}

impl<'a> Read<'a> {
    fn new(text: &'a str) -> Self {
        let parts: Rc<[Part<'_>]> = parts(text).collect();
        let comments = if parts.is_empty() {
            Vec::new()
        } else {
            comments(text)
        };
        Self {
            parts,
            comments: comments.into(),
            assignments: None,
        }
    }

    /// What the text assigns and tests, if it is a script.
    fn assignments_in(&self, tree: &'a Tree, node: NodeId) -> Assignments<'a> {
        assignments_of(
            tree.scalar(node).unwrap_or_default(),
            variables(&self.parts, &self.comments),
        )
    }
}

impl<'a> Text<'a> {
    /// Whether the byte stands in a comment of a script.
    pub fn is_comment(&self, at: usize) -> bool {
        self.phase.is_some() && stands_in(&self.comments, at)
    }

    /// Whether a part is the whole text.
    pub fn is_whole(&self, part: &Part<'_>) -> bool {
        part.range.start == 0 && self.text[part.range.end..].trim().is_empty()
    }

    /// The variables it names, comments left out.
    pub fn variables(&self) -> impl Iterator<Item = (&'a str, &Part<'a>)> {
        let comments = if self.phase.is_some() {
            &*self.comments
        } else {
            &[]
        };
        variables(&self.parts, comments)
    }
}

fn variables<'p, 'a>(
    parts: &'p [Part<'a>],
    comments: &'p [Range<usize>],
) -> impl Iterator<Item = (&'a str, &'p Part<'a>)> {
    let named = parts.iter().filter_map(|part| match part.kind {
        PartKind::Variable { name }
        | PartKind::PowerShell { name }
        | PartKind::ShellParameter { name, .. } => Some((name, part)),
        _ => None,
    });
    named.filter(|(_, part)| !stands_in(comments, part.range.start))
}

fn stands_in(comments: &[Range<usize>], at: usize) -> bool {
    let after = comments.partition_point(|comment| comment.start <= at);
    let last = after.checked_sub(1).and_then(|last| comments.get(last));
    last.is_some_and(|comment| comment.contains(&at))
}

/// The texts of a workflow, in the order of the file.
pub(super) fn texts<'a>(
    tree: &'a Tree,
    workflow: &Workflow,
    shared: &SharedTexts<'a>,
) -> Vec<Text<'a>> {
    let of = |place: TextUse| {
        let text = tree.scalar(place.node).unwrap_or_default();
        let known = shared.0.get(&place.node).cloned();
        let read = known.unwrap_or_else(|| Read::new(text));
        Text {
            place,
            text,
            phase: phase(&place),
            parts: read.parts,
            comments: read.comments,
            assignments: read.assignments,
        }
    };
    let places = walk::texts(tree, workflow.mapping, Workflow::DECLARATION);
    places.into_iter().map(of).collect()
}

fn phase(place: &TextUse) -> Option<Phase> {
    if !matches!(place.field.key, "script" | "scripts" | "pre_clone_scripts") {
        return None;
    }
    Some(match place.root.key {
        "pre_clone_scripts" => Phase::PreClone,
        "publishing" => Phase::Publishing,
        _ => Phase::Build,
    })
}

/// Where a script has comments, by a plain look: a `#` in quotes behind a blank is
/// taken for one.
fn comments(script: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in script.split_inclusive('\n') {
        let blanks = line.len() - line.trim_start().len();
        let at = if line[blanks..].starts_with('#') {
            Some(blanks)
        } else {
            line.find(" #")
        };
        found.extend(at.map(|at| start + at..start + line.len()));
        start += line.len();
    }
    found
}

/// What the scripts of a workflow say about variables, by a plain look.
#[derive(Debug, Default)]
pub struct Assignments<'a> {
    /// Names that a script assigns, for itself or, through `$CM_ENV`, for others.
    pub names: FxHashSet<&'a str>,
    /// Names that a script tests with `-n` or `-z`, or gives a default: it knows
    /// that they may be unset.
    pub tested: FxHashSet<&'a str>,
    /// Whether a script takes variables from a file.
    pub from_files: bool,
}

/// What the scripts among these texts assign and test.
pub(super) fn assignments<'a>(texts: &[Text<'a>]) -> Assignments<'a> {
    let mut found = Assignments::default();
    for text in texts.iter().filter(|text| text.phase.is_some()) {
        let known = text.assignments.clone();
        let own = known.unwrap_or_else(|| Rc::new(assignments_of(text.text, text.variables())));
        found.names.extend(&own.names);
        found.tested.extend(&own.tested);
        found.from_files |= own.from_files;
    }
    found
}

/// What one script, which reads these variables, assigns and tests.
fn assignments_of<'p, 'a: 'p>(
    script: &'a str,
    variables: impl Iterator<Item = (&'a str, &'p Part<'a>)>,
) -> Assignments<'a> {
    let mut found = Assignments::default();
    assigned(script, &mut found);
    for (name, part) in variables {
        let has_default = matches!(
            part.kind,
            PartKind::ShellParameter {
                has_default: true,
                ..
            }
        );
        let before = script[..part.range.start].trim_end_matches('"');
        if has_default || before.ends_with("-n ") || before.ends_with("-z ") {
            found.tested.insert(name);
        }
    }
    found
}

fn assigned<'a>(script: &'a str, found: &mut Assignments<'a>) {
    for (at, sign) in script.match_indices(['=', '<']) {
        if sign == "<" && !script[at..].starts_with("<<") {
            continue;
        }
        let before = script[..at].trim_end_matches('+');
        let name = last_name(before);
        let is_compared = before[..before.len() - name.len()].ends_with(['$', '{']);
        if !is_compared {
            found.names.insert(name);
        }
        // `$env:NAME = value` of PowerShell.
        let before = before.trim_end_matches(' ');
        let name = last_name(before);
        if before[..before.len() - name.len()].ends_with("$env:") {
            found.names.insert(name);
        }
    }
    let mut words = script.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "read" | "for" | "-v" => {
                // `read -r NAME`.
                let name = words.clone().find(|word| !word.starts_with('-'));
                found.names.extend(name.map(last_name));
            }
            "source" | "." | "eval" => found.from_files = true,
            _ => {}
        }
    }
    // `cat variables >> $CM_ENV`; a here-document names what it sets.
    found.from_files |= script
        .lines()
        .any(|line| line.contains("CM_ENV") && line.contains("cat ") && !line.contains("<<"));
}

/// The name at the end of a text; empty where there is none.
fn last_name(text: &str) -> &str {
    let start = text
        .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .map_or(0, |at| at + 1);
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_assign_in_many_ways() {
        let cases = [
            ("A=1", "A"),
            ("export A=1", "A"),
            ("A+=1", "A"),
            ("echo \"A=1\" >> $CM_ENV", "A"),
            ("echo A<<END >> $CM_ENV", "A"),
            ("$env:A = 1", "A"),
            ("$env:A=1", "A"),
            ("read -r A", "A"),
            ("for A in 1 2", "A"),
            ("printf -v A x", "A"),
        ];
        for (script, name) in cases {
            let mut found = Assignments::default();
            assigned(script, &mut found);
            assert!(found.names.contains(name), "{script}");
            assert!(!found.from_files, "{script}");
        }
        for script in [
            "[ \"$A\" = 1 ]",
            "[[ $A == 1 ]]",
            "echo $A",
            "${A=1}",
            "$A < b",
        ] {
            let mut found = Assignments::default();
            assigned(script, &mut found);
            assert!(!found.names.contains("A"), "{script}");
        }
        for script in ["source a.sh", ". ./a", "cat a >> $CM_ENV"] {
            let mut found = Assignments::default();
            assigned(script, &mut found);
            assert!(found.from_files, "{script}");
        }
    }

    #[test]
    fn comments_reach_to_the_end_of_their_line() {
        let script = "# $A\necho $B # $C\n  # $D\necho ${#E}";
        let found = comments(script);
        let texts: Vec<_> = found.into_iter().map(|range| &script[range]).collect();
        assert_eq!(texts, ["# $A\n", " # $C\n", "# $D\n"]);
    }
}
