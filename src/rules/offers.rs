//! What is said of a fix before it is offered.

use crate::finding::{Edit, Fix, Safety};
use crate::syntax::{NodeId, Span, Tree};

use super::uses::{Use, Uses, Workflows};

/// Workflows that are named beside one fix; more are counted.
const MAX_NAMED: usize = 3;

/// Characters of a workflow's id that are shown.
const MAX_NAME: usize = 60;

/// Completes the fixes of a file.
pub(super) struct Offers<'a> {
    pub tree: &'a Tree,
    uses: Uses<'a>,
    /// The nodes that stand under the ids of workflows, in the order of the text.
    workflows: Vec<NodeId>,
}

impl<'a> Offers<'a> {
    pub fn new(tree: &'a Tree, workflows: &'a Workflows) -> Self {
        let mut nodes: Vec<(usize, NodeId)> =
            workflows.iter().map(|(node, at)| (*at, *node)).collect();
        nodes.sort_unstable();
        Self {
            tree,
            uses: Uses::new(tree, workflows),
            workflows: nodes.into_iter().map(|(_, node)| node).collect(),
        }
    }

    /// Gives lines that are put in the line breaks of the file. Where aliases take
    /// what is edited elsewhere, another text may be meant there: a person has to
    /// look, and is told where else.
    pub fn complete(&mut self, fix: &mut Fix, place: Span) {
        let tree = self.tree;
        let line_break = tree.source().line_break();
        for edit in &mut fix.edits {
            if line_break != "\n" && edit.text.contains('\n') {
                let lines = edit.text.replace("\r\n", "\n");
                edit.text = lines.replace('\n', line_break);
            }
        }
        let edited = |edit: &Edit| tree.innermost(edit.span.start());
        let shared = fix.edits.iter().map(edited);
        let Some(node) = shared.into_iter().find(|&node| tree.is_shared(node)) else {
            return;
        };
        // What is no YAML yet is nowhere else either. Problems are in the order of
        // their spans.
        let problems = tree.problems();
        let is_broken = problems
            .binary_search_by_key(&place, |problem| problem.span)
            .is_ok();
        if is_broken {
            return;
        }
        fix.safety = Safety::Unsafe;
        if let Some(others) = self.others(node, place) {
            fix.title = format!("{}; also changes {others}", fix.title);
        }
    }

    /// The workflows that use a node, but for the one that holds the place.
    fn others(&mut self, node: NodeId, place: Span) -> Option<String> {
        let tree = self.tree;
        let uses = self.uses.find(node)?;
        let mut found: Vec<usize> = uses.iter().filter_map(|it: &Use| it.workflow).collect();
        found.sort_unstable();
        found.dedup();
        let names = found.into_iter().filter_map(|index| {
            let workflow = *self.workflows.get(index)?;
            let is_elsewhere = !tree.span(workflow).contains(place);
            is_elsewhere.then(|| tree.scalar(tree.key_of(workflow)?))?
        });
        let names: Vec<&str> = names.collect();
        let shown = names.get(..MAX_NAMED).unwrap_or(&names);
        let mut listed: Vec<String> = shown.iter().map(|name| quoted(name)).collect();
        let more = names.len() - shown.len();
        if more > 0 {
            listed.push(format!("{more} more"));
        }
        let last = listed.pop()?;
        let noun = if names.len() == 1 {
            "workflow"
        } else {
            "workflows"
        };
        if listed.is_empty() {
            return Some(format!("{noun} {last}"));
        }
        Some(format!("{noun} {} and {last}", listed.join(", ")))
    }
}

fn quoted(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => format!("`{}…`", name.get(..end).unwrap_or(name)),
        None => format!("`{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Safety;
    use crate::rules::{Settings, check};
    use crate::syntax::SourceFile;

    /// The title of the only safe fix of a text in which workflows share a version
    /// that loses its zero; `None` where it stayed safe.
    fn title(text: &str) -> Option<String> {
        let checked = check(SourceFile::new("f", text), &Settings::default());
        let mut findings = checked.findings.into_iter();
        let finding = findings.find(|it| it.rule == "version-loses-zero").unwrap();
        let fix = finding.fix.unwrap();
        (fix.safety == Safety::Unsafe).then_some(fix.title)
    }

    fn workflows(ids: &[&str], environment: &str) -> String {
        let written = ids.iter().map(|id| {
            format!("  {id}:\n    environment: {environment}\n    scripts:\n      - ls\n")
        });
        written.collect()
    }

    #[test]
    fn who_else_is_touched_is_named() {
        let anchored = "definitions:\n  e: &e\n    ndk: 3.10\nworkflows:\n";
        let own =
            "workflows:\n  a:\n    environment: &e\n      ndk: 3.10\n    scripts:\n      - ls\n";
        let long = "x".repeat(100);
        let shown = format!("workflow `{}…`", "x".repeat(60));
        for (head, ids, expected) in [
            (anchored, &["a"][..], "workflow `a`"),
            (anchored, &["a", "b"], "workflows `a` and `b`"),
            (
                anchored,
                &["d", "c", "b", "a"],
                "workflows `d`, `c`, `b` and 1 more",
            ),
            (anchored, &[&long], &shown),
            // The finding itself stands in `a`.
            (own, &["b"], "workflow `b`"),
        ] {
            let title = title(&format!("{head}{}", workflows(ids, "*e")));
            let expected = format!("quote the value; also changes {expected}");
            assert_eq!(title, Some(expected));
        }
        assert_eq!(title(own), None);
    }

    #[test]
    fn lines_that_are_put_in_end_like_others() {
        let text = "workflows:\n  a:\n    cache:\n      cache_paths: x\n    scripts: ls\n";
        let check = |text: &str| {
            let checked = check(SourceFile::new("f", text), &Settings::default());
            let fixes = checked.findings.into_iter().filter_map(|it| it.fix);
            let edits = fixes.flat_map(|fix| fix.edits);
            edits.map(|edit| edit.text).collect::<String>()
        };
        let (unix, windows) = (check(text), check(&text.replace('\n', "\r\n")));
        assert!(unix.contains('\n'));
        assert_eq!(windows, unix.replace('\n', "\r\n"));
    }
}
