//! `textDocument/codeLens`: what can be tried out with a workflow.

use gen_lsp_types as lsp;

use crate::lsp::commands::{DRY_RUN, EXPLAIN_TRIGGERS};
use crate::lsp::view::View;

pub(in crate::lsp) fn answer(
    view: &View<'_>,
    _: &lsp::CodeLensParams,
) -> Option<Vec<lsp::CodeLens>> {
    let tree = view.tree();
    let mut lenses = Vec::new();
    for entry in view.checked.config.workflows.entries() {
        // A workflow that a merge brings is written elsewhere.
        let Some(id) = tree.scalar(entry.entry.key) else {
            continue;
        };
        if entry.entry.via.is_some() {
            continue;
        }
        let publishing = entry.value.as_deref().and_then(|it| it.publishing.value());
        let is_published = publishing.is_some_and(|it| it.app_store_connect.is_set());
        let range = view.range_of(entry.entry.key);
        let mut add = |title: &str, command: &str| {
            let arguments = vec![view.uri.0.clone().into(), id.into()];
            let command = lsp::Command::new(title.into(), None, command.into(), Some(arguments));
            lenses.push(lsp::CodeLens::new(range, Some(command), None));
        };
        if is_published {
            add("dry-run publish", DRY_RUN);
        }
        add("what triggers this", EXPLAIN_TRIGGERS);
    }
    Some(lenses)
}
