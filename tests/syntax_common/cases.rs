//! Broken texts, what is told of them, and what is still read.

use codemagic_lint::syntax::{SyntaxProblemKind as Kind, Tree};

use super::{check_invariants, find, tree, written};

/// A broken text.
pub struct Case {
    /// The text.
    pub text: &'static str,
    /// What is told, and about which words.
    pub told: &'static [(Kind, &'static str)],
    /// Values that are still there: path, value.
    pub kept: &'static [(&'static str, &'static str)],
}

/// Checks what is told of each text, and what is kept of it.
pub fn check(cases: &[Case]) {
    for case in cases {
        let text = case.text;
        // Lines may end in any way.
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let tree = tree(&text);
            check_invariants(&tree);
            let told: Vec<(Kind, String)> = tree
                .problems()
                .iter()
                .map(|problem| {
                    (
                        problem.kind,
                        tree.source().slice(problem.span).replace("\r\n", "\n"),
                    )
                })
                .collect();
            let expected: Vec<(Kind, String)> = case
                .told
                .iter()
                .map(|(kind, span)| (*kind, (*span).to_owned()))
                .collect();
            assert_eq!(told, expected, "in\n{text}");
            for (path, value) in case.kept {
                assert_eq!(
                    value_of(&tree, path).as_deref(),
                    Some(*value),
                    "{path} in\n{text}"
                );
            }
        }
    }
}

/// A value, as text.
pub fn value_of(tree: &Tree, path: &str) -> Option<String> {
    let id = find(tree, path)?;
    Some(
        tree.scalar(id)
            .unwrap_or_else(|| written(tree, id))
            .to_owned(),
    )
}
