//! Patterns of artifacts begin at the working directory.

use crate::rules::prelude::*;
use crate::rules::shared::cached_paths::{in_clone, normal};
use crate::rules::shared::kept_files::patterns;
use crate::rules::shared::words::{excerpt, quoted};
use crate::syntax::ScalarStyle;

rule! {
    id: "artifact-repeats-working-directory",
    category: Artifacts,
    summary: "a pattern of `artifacts` that begins with the workflow's working directory",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let field = &view.workflow.working_directory;
    let Some(node) = field.node().filter(|_| field.value().is_some()) else {
        return;
    };
    // Also `$CM_BUILD_DIR/app`, which counts as a variable.
    let written = tree.scalar(node).unwrap_or_default();
    let directory = normal(written);
    let Some(directory) = in_clone(&directory).filter(|it| !it.is_empty() && !it.contains('$'))
    else {
        return;
    };
    for (item, pattern) in patterns(view) {
        let path = normal(pattern);
        let Some(rest) = path
            .strip_prefix(directory)
            .and_then(|rest| rest.strip_prefix('/'))
        else {
            continue;
        };
        let draft = report
            .at(item, format!("`{}` is looked for in `{directory}/{directory}`", excerpt(pattern)))
            .help("leave the directory out; patterns begin at `working_directory`, so these files are not found and nothing is kept or published")
            .related(tree, node, "the working directory")
            .in_use();
        let style = tree.scalar_style(item);
        if tree.kind(item) == NodeKind::Scalar && !tree.is_shared(item) && !rest.is_empty() {
            let text = match style {
                Some(ScalarStyle::Plain) if is_plain(rest) => rest.to_owned(),
                _ => quoted(rest),
            };
            draft.fix(Fix::suggestion(
                format!("leave `{directory}/` out"),
                tree.span(item),
                text,
            ));
        }
    }
}

/// Whether YAML reads what is left without quotes as the same text.
fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}
