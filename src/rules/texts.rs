//! The texts of a workflow, what stands in them for something else, and what its
//! scripts assign.

use std::rc::Rc;

use memchr::memchr2_iter;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::shell::Flow;
use crate::expression::template::{Part, PartKind, parts};
use crate::knowledge::machines::Platform;
use crate::model::Workflow;
use crate::model::step::holds_script;
use crate::model::walk::{self, TextUse};
use crate::syntax::{NodeId, Scalar, Tree};

use super::check::WorkflowView;
use super::shared::tools::platform;
use super::steps::ReadScript;

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
pub struct Text<'a> {
    /// Where it is written, and which key it belongs to.
    pub place: TextUse,
    /// The text.
    pub text: &'a str,
    /// When it runs, if it is a script.
    pub phase: Option<Phase>,
    /// What stands in it for something else.
    pub parts: Rc<[Part<'a>]>,
    /// Its commands, if it is a script.
    pub script: Option<Rc<ReadScript<'a>>>,
}

/// What stands in the texts that several places of a file share: a text that a
/// thousand workflows use is read once.
#[derive(Default)]
pub(super) struct SharedTexts<'a> {
    read: FxHashMap<NodeId, Rc<[Part<'a>]>>,
    /// What most texts have: no parts.
    none: Rc<[Part<'a>]>,
}

impl<'a> SharedTexts<'a> {
    /// Reads them.
    pub fn of(tree: &'a Tree) -> Self {
        if tree.anchors().iter().all(|it| it.aliases.is_empty()) {
            return Self::default();
        }
        let is_text = |node: &NodeId| matches!(tree.value(*node), Some(Scalar::Text(_)));
        let shared = tree.nodes().filter(|node| tree.is_shared(*node));
        let texts = shared.filter(is_text);
        let read = |node| parts(tree.scalar(node).unwrap_or_default()).collect();
        Self {
            read: texts.map(|node| (node, read(node))).collect(),
            none: Rc::default(),
        }
    }

    /// The parts of a text.
    pub fn parts(&self, node: NodeId, text: &'a str) -> Rc<[Part<'a>]> {
        if let Some(known) = self.read.get(&node) {
            return Rc::clone(known);
        }
        let mut parts = parts(text).peekable();
        if parts.peek().is_none() {
            return Rc::clone(&self.none);
        }
        parts.collect()
    }
}

impl<'a> Text<'a> {
    /// Whether the byte stands in a comment of a script.
    pub fn is_comment(&self, at: usize) -> bool {
        let script = self.script.as_ref();
        script.is_some_and(|script| script.shell.is_comment(at))
    }

    /// Whether a part is the whole text.
    pub fn is_whole(&self, part: &Part<'_>) -> bool {
        part.range.start == 0 && self.text[part.range.end..].trim().is_empty()
    }

    /// The variables it names, comments left out.
    pub fn variables(&self) -> impl Iterator<Item = (&'a str, &Part<'a>)> {
        let named = self.parts.iter().filter_map(|part| match part.kind {
            PartKind::Variable { name }
            | PartKind::PowerShell { name }
            | PartKind::ShellParameter { name, .. } => Some((name, part)),
            _ => None,
        });
        named.filter(|(_, part)| !self.is_comment(part.range.start))
    }
}

/// The texts of a workflow, in the order of the file.
pub(super) fn texts<'a>(view: &WorkflowView<'a>) -> Vec<Text<'a>> {
    let tree = view.tree();
    let is_windows = platform(view.workflow) == Some(Platform::Windows);
    let of = |place: TextUse| {
        let text = tree.scalar(place.node).unwrap_or_default();
        let phase = phase(&place);
        Text {
            place,
            text,
            phase,
            parts: view.file.parts(place.node, text),
            script: phase.and_then(|_| view.file.script(place.node, is_windows)),
        }
    };
    let places = walk::texts(tree, view.workflow.mapping, Workflow::DECLARATION);
    places.into_iter().map(of).collect()
}

fn phase(place: &TextUse) -> Option<Phase> {
    if !holds_script(place.field.key) {
        return None;
    }
    Some(match place.root.key {
        "pre_clone_scripts" => Phase::PreClone,
        "publishing" => Phase::Publishing,
        _ => Phase::Build,
    })
}

/// What the scripts of a workflow say about variables, by a generous look: whatever
/// may assign a name counts, in quotes and in other languages, too.
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

impl<'a> Assignments<'a> {
    /// What one script may assign, and what it tests.
    pub(super) fn of(text: &'a str, flow: &Flow<'a>) -> Self {
        let mut found = Self::default();
        assigned(text, &mut found);
        found.names.extend(flow.sets.iter().map(|set| set.name));
        found.tested.extend(&flow.tested);
        found.from_files |= flow.takes_unknown || flow.persists_unknown;
        found
    }
}

/// What the scripts among these texts assign and test.
pub(super) fn assignments<'a>(texts: &[Text<'a>]) -> Assignments<'a> {
    let mut found = Assignments::default();
    for script in texts.iter().filter_map(|text| text.script.as_ref()) {
        let own = &script.assignments;
        found.names.extend(&own.names);
        found.tested.extend(&own.tested);
        found.from_files |= own.from_files;
    }
    found
}

fn assigned<'a>(script: &'a str, found: &mut Assignments<'a>) {
    for at in memchr2_iter(b'=', b'<', script.as_bytes()) {
        if script[at..].starts_with('<') && !script[at..].starts_with("<<") {
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
    let mut is_named_next = false;
    for word in script.split_whitespace() {
        // `read -r NAME`.
        if is_named_next && !word.starts_with('-') {
            found.names.insert(last_name(word));
            is_named_next = false;
        }
        match word {
            "read" | "for" | "-v" => is_named_next = true,
            "source" | "." | "eval" => found.from_files = true,
            _ => {}
        }
    }
    // `cat variables >> $CM_ENV`; a here-document names what it sets.
    found.from_files |= script.contains("CM_ENV")
        && script
            .lines()
            .any(|line| line.contains("CM_ENV") && line.contains("cat ") && !line.contains("<<"));
}

/// The name at the end of a text; empty where there is none.
fn last_name(text: &str) -> &str {
    let is_other = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b'_';
    let start = text.bytes().rposition(is_other).map_or(0, |at| at + 1);
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
}
